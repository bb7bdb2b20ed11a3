"""Looks whether other things lie around the points of parts than before, and lets clients know."""

import math

from descant.performance.clients import Clients
from descant.performance.pads import Lying, full, points, spaces
from descant.performance.performance import Performance

LOOK_S = 0.25


class Lookout:
    """Tells everyone who said hello when other things lie in the space of a pad: ``/descant/points/changed pad``."""

    def __init__(self, performance: Performance, clients: Clients) -> None:
        self._clients, self._due_s = clients, -math.inf
        self.take_up(performance)

    def take_up(self, performance: Performance) -> None:
        """Look at another piece from now on."""
        self._performance = performance
        self._seen = self._look()

    def tick(self, now_s: float) -> None:
        """Tell what has changed, four times a second at most."""
        if now_s < self._due_s:
            return
        self._due_s = now_s + LOOK_S
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
