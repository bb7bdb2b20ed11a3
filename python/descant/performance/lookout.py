"""Looks whether parts have other points, or other things lie around them, than before, and lets clients know."""

import math
from collections.abc import Callable

from descant.performance.clients import Client, Clients
from descant.performance.pads import Lying, full, points, spaces, told
from descant.performance.performance import Performance

LOOK_S = 0.25


class Lookout:
    """Tells everyone who said hello when other things lie in the space of a pad: ``/descant/points/changed pad``.

    When pads are of other points, as where a map is switched on, `tell_table` is called for each of them.
    """

    def __init__(self, performance: Performance, clients: Clients, tell_table: Callable[[Client], None]) -> None:
        self._clients, self._tell_table, self._due_s = clients, tell_table, -math.inf
        self.take_up(performance)

    def take_up(self, performance: Performance) -> None:
        """Look at another piece from now on."""
        self._performance = performance
        self._seen, self._told = self._look(), list(told(performance.parts))

    def tick(self, now_s: float) -> None:
        """Tell what has changed, four times a second at most."""
        if now_s < self._due_s:
            return
        self._due_s = now_s + LOOK_S
        known, self._told = self._told, list(told(self._performance.parts))
        if self._told != known:
            for client in self._clients:
                if client.name:
                    self._tell_table(client)
        before, self._seen = self._seen, self._look()
        for pad, lying in self._seen.items():
            if lying != before.get(pad):
                self._clients.tell("points/changed", pad)

    def _look(self) -> dict[str, Lying | None]:
        parts, seen = self._performance.parts, dict[str, Lying | None]()
        for name, part in parts.items():
            for space in spaces(part).values():
                if space.over is None:
                    pad = full(name, space.name)
                    seen[pad] = points(parts, pad)
        return seen
