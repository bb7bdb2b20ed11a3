"""The sounds that parts want from their models: who finds them, and how it is told once they are there.

A part wants sounds (`Want`); whoever performs it finds them, which takes its time, and then an input line says which
rows have which sounds from now on. So a take says it too, and needs nobody to find out anew when.
"""

import math
from collections.abc import Sequence
from typing import Any, Protocol

from descant.parts.base import Want
from descant.performance.take import Line

Sound = tuple[str, int, tuple[float, ...]]
"""A sound of a part's model: the part, the class, the place in it."""

FILE = "sounds"
"""What a part calls the file of its model of sounds."""

MOST_NUMBERS = 64  # of a place


class Sounding(Protocol):
    """Who finds sounds."""

    def want(self, part: str, want: Want) -> None:
        """Take note of what is wanted."""

    def answers(self) -> list[Line]:
        """Return input lines, without their time, of sounds that are there now."""


class Unheard:
    """Finds no sound: a take says itself what was found, and where nobody listens nothing is to be found."""

    def want(self, part: str, want: Want) -> None:
        """Find nothing."""

    def answers(self) -> list[Line]:
        """Return nothing."""
        return []


class AtOnce:
    """Finds every sound at once: offline there is time."""

    def __init__(self) -> None:
        self._wanted: dict[tuple[str, int], Want] = {}

    def want(self, part: str, want: Want) -> None:
        """Take note of what is wanted."""
        self._wanted[part, want.note] = want

    def answers(self) -> list[Line]:
        """Return what was wanted, as being there."""
        wanted, self._wanted = self._wanted, {}
        return sound_lines([(part, want) for (part, _), want in wanted.items()])


def sound_lines(found: Sequence[tuple[str, Want]]) -> list[Line]:
    """Return the input lines of sounds that are there now: one a part."""
    parts: dict[str, list[Any]] = {}
    for part, want in found:
        parts.setdefault(part, []).append([want.note, want.label, list(want.place)])
    return [{"in": "sound", "part": part, "sounds": sounds} for part, sounds in parts.items()]


def sounds_of(line: Line) -> list[Want]:
    """Return which sounds are there, as an input line says.

    Raises:
        ValueError: it says nothing that makes sense.
    """
    sounds = line.get("sounds")
    if not isinstance(sounds, list):
        raise ValueError("the line names no sounds")  # noqa: TRY004 - it is from a file
    return [_want(each) for each in sounds]


def _want(given: object) -> Want:
    match given:
        case [int(note), int(label), list(place)] if 0 <= note <= 127 and label >= -1 and len(place) <= MOST_NUMBERS:
            if all(type(x) in (int, float) and math.isfinite(x) for x in place):
                return Want(note, label, tuple(map(float, place)))
    raise ValueError(f"{given!r:.70} is no sound: [note, class, [place]]")
