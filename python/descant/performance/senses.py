"""What reaches single parts from outside: what a microphone hears, a hand's point, a clock's beat, a lesson learned."""

from collections.abc import Callable
from functools import partial

from descant.parts.base import Pad
from descant.performance import pads
from descant.performance.book import Book
from descant.performance.clocks import beat_of
from descant.performance.conductor import Conductor
from descant.performance.ensemble import Ensemble
from descant.performance.hearing import heard, listeners
from descant.performance.lessons import lesson
from descant.performance.sounding import sounds_of
from descant.performance.take import Line


class Senses:
    """Lets parts take input lines that are for one of them, or for all that follow a clock.

    Args:
        conductor: the patch as it is now.
        ensemble: the parts.
        book: the present time, and where it is said that a line makes no sense.
        weights: returns the model of a sha256; raises ValueError where there is none.
    """

    def __init__(self, conductor: Conductor, ensemble: Ensemble, book: Book, weights: Callable[[str], bytes]) -> None:
        self._conductor, self._ensemble, self._book, self._weights = conductor, ensemble, book, weights

    def inputs(self) -> dict[str, Callable[[Line], None]]:
        """Return kind of input line → who takes it."""
        takers = {
            "audio": self._audio, "pad": self._pad, "clock": self._clock, "worker": self._taught,
            "sound": self._sounded,
        }  # fmt: skip
        return {kind: partial(self._sensible, kind, taker) for kind, taker in takers.items()}

    def _sensible(self, kind: str, take: Callable[[Line], None], line: Line) -> None:
        """Take a line; one that makes no sense changes nothing."""
        try:
            take(line)
        except ValueError as error:
            self._book.warn(str(line.get("part", kind)), str(error))

    def _audio(self, line: Line) -> None:
        name = str(line.get("part"))
        if name not in listeners(self._conductor.patch):
            raise ValueError("is no part that listens")
        event = heard(line)
        if self._ensemble.plays(name):
            self._ensemble.tell(name, event)

    def _pad(self, line: Line) -> None:
        name, of, at = str(line.get("part")), str(line.get("of", "")), line.get("at")
        part = self._ensemble.parts.get(name)
        known = part is not None and (not of or of in pads.spaces(part)) and isinstance(at, list)
        if not known or not all(isinstance(x, int | float) for x in at or ()):
            raise ValueError("there is no such part, or no point for it")
        self._ensemble.tell(name, Pad(self._book.time, tuple(map(float, at or ())), of))

    def _clock(self, line: Line) -> None:
        self._ensemble.beat(beat_of(line))

    def _taught(self, line: Line) -> None:
        name, learned = lesson(line, self._ensemble.parts, self._weights)
        self._ensemble.tell(name, learned)

    def _sounded(self, line: Line) -> None:
        name = str(line.get("part"))
        if not hasattr(self._ensemble.parts.get(name), "wanted"):
            raise ValueError("is no part that has sounds")
        for found in sounds_of(line):
            self._ensemble.play(name, found)
