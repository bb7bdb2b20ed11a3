"""How long it is until the next cue comes by itself, and until all fades are over: clients are told while it lasts."""

import math

from descant.devices import osc
from descant.performance.clients import Clients
from descant.performance.performance import Performance

PERIOD_S = 0.25
LOOK_S = 0.05  # a thousand fades take a while to look through

Told = tuple[osc.Argument, ...]
NO_WAIT: Told = (0.0, "", 0.0)
NO_FADE: Told = (0.0, 0.0)


class Countdown:
    """Tells everyone who said hello, four times a second while something is on its way, and once that it is over.

    Sends ``/descant/cue/wait number name seconds`` and ``/descant/cue/fade left_s of_s``.
    """

    def __init__(self, performance: Performance, clients: Clients) -> None:
        self._clients = clients
        self._look_s = self._due_s = -math.inf
        self._wait, self._fade = NO_WAIT, NO_FADE  # as last told
        self.take_up(performance)

    def take_up(self, performance: Performance) -> None:
        """Tell of another piece from now on."""
        self._performance = performance

    def tick(self, now_s: float) -> None:
        """Tell what has changed; what only goes on, now and then."""
        if now_s < min(self._look_s, self._due_s):
            return
        self._look_s = now_s + LOOK_S
        wait, fade = self._waiting(), self._fading()
        turn = wait[0] != self._wait[0] or fade[1] != self._fade[1]  # another cue, another fade
        if now_s < self._due_s and not turn:
            return
        self._due_s = now_s + PERIOD_S
        self._wait, self._fade = self._tell("wait", wait, self._wait), self._tell("fade", fade, self._fade)

    def _tell(self, word: str, told: Told, before: Told) -> Told:
        if any(told) or any(before):
            self._clients.tell(f"cue/{word}", *told)
        return told

    def _waiting(self) -> Told:
        waiting = self._performance.conductor.waiting(self._performance.time)
        return (float(waiting[0].number), waiting[0].name, waiting[1]) if waiting else NO_WAIT

    def _fading(self) -> Told:
        return self._performance.conductor.fading(self._performance.time)
