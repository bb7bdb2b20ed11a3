"""Beginning anywhere: at a cue as if everything before it had been played, and with a player out of a take.

The verbs are Antescofo's: *go to* moves there, *start from* computes all that leads there in silence and waits,
*scrub to* does the same and is heard, *play from* lets a take go on playing.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from supriya import Score

from descant.parts.base import Given, Learned
from descant.performance.take import Line
from descant.sound.engine import Engine
from descant.sound.outlet import Nowhere

if TYPE_CHECKING:
    from descant.performance.performance import Performance

BETWEEN_CUES_S = 10.0
NOT_PLAYED = frozenset(("fault", "lost", "resume", "stop", "worker"))
"""Inputs of a take that nobody played."""


def twin(performance: "Performance", journal: Callable[[Line], None]) -> "Performance":
    """Return another performance of the same piece, by the same seed, that nobody hears or sees."""
    engine = Engine(Score(), performance.engine.synthdefs, tuple(performance.patch.streams), Nowhere)
    other = type(performance)(
        performance.patch,
        performance.seed,
        engine,
        journal,
        lambda message: None,
        weights=performance.weights,
    )
    for name, part in performance.parts.items():
        given: tuple[float, ...] = getattr(part, "given", tuple)()
        if given:
            other.parts[name].handle(Given(0.0, given))
        learned: Learned | None = getattr(part, "learned", lambda: None)()
        if learned:
            other.parts[name].handle(replace(learned, time=0.0))
    return other


def led_to(performance: "Performance", place: int) -> dict[str, Any]:
    """Return how the cue at `place` is, when GO after GO has led there and all fades are over; nobody plays."""
    other = twin(performance, lambda line: None)
    other.start()
    _settle(other)
    while other.conductor.place < place:
        other.handle({"t": other.time + BETWEEN_CUES_S, "in": "cue", "do": "go"})
        if other.conductor.wait.gone:
            other.advance(other.due())
        _settle(other)
    return other.cueing.left()


def _settle(other: "Performance") -> None:
    """Let the fades come to their end; a cue that would follow by itself does not."""
    conductor = other.conductor
    while conductor.fading_until() < conductor.wait.due():
        other.advance(other.due())


def played_to(
    performance: "Performance", inputs: Iterable[Line], cue: float
) -> tuple[dict[str, Any], list[Line]] | None:
    """Return the state in which a take's inputs first lead to a cue, and the inputs after that; None where never."""
    reached: list[float] = []
    other = twin(performance, lambda line: reached.append(line["cue"]) if "cue" in line and "in" not in line else None)
    other.start()
    rest = list(inputs)
    while cue not in reached:
        if not rest:
            return None
        other.handle(rest.pop(0))
    return other.state(), rest


class StandIn:
    """A player out of a take, from a moment of it on."""

    def __init__(self, inputs: Iterable[Line], begin_s: float) -> None:
        self._inputs = [line for line in inputs if line["in"] not in NOT_PLAYED and line["t"] >= begin_s]
        self._next = 0

    def due(self) -> float:
        """Return when something is played next; infinity after the last."""
        return float(self._inputs[self._next]["t"]) if self._next < len(self._inputs) else math.inf

    def read(self, now_s: float) -> list[Line]:
        """Return what is played until `now_s`, in seconds of the take."""
        begin = self._next
        while self.due() <= now_s:
            self._next += 1
        return self._inputs[begin : self._next]
