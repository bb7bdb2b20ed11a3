"""From MIDI pitch to frequency: equal, just, Pythagorean, or a Scala file.

A4 (MIDI 69) sounds `reference_hz` in equal temperament. Every other scale is built on a root, whose own
frequency is the one that equal temperament gives it: with root 69, A4 is `reference_hz` in every scale; with
root 60 it is C4 that all of them share.
"""

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from descant.errors import DescantError

A4 = 69
LOWEST_HZ, HIGHEST_HZ = 1e-3, 1e6
"""No pitch, however absurd, leaves this range."""

MOST_NOTES = 4096
MOST_OCTAVES = 20.0
"""A Scala file's pitches may lie so far from its first."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Degrees as ratios to the first, and the ratio after which they repeat."""

    ratios: tuple[float, ...]  #: of degrees 0, 1, ...; the first is 1
    period: float  #: 2 where it repeats at the octave


@dataclass(frozen=True, slots=True)
class Tuning:
    """A scale built on a key of known frequency."""

    scale: Scale
    root: int  #: MIDI note of degree 0
    root_hz: float

    def frequency_hz(self, pitch: float) -> float:
        """Return the frequency of a MIDI pitch; between two keys it glides evenly in cents.

        Raises:
            ValueError: `pitch` is not finite.
        """
        if not math.isfinite(pitch):
            raise ValueError(f"pitch must be finite, not {pitch!r}")
        key = math.floor(pitch)
        low_hz = self._key_hz(key)
        if pitch == key:
            return low_hz
        return float(low_hz * (self._key_hz(key + 1) / low_hz) ** (pitch - key))

    def _key_hz(self, key: int) -> float:
        periods, degree = divmod(key - self.root, len(self.scale.ratios))
        try:
            hz = self.root_hz * self.scale.period**periods * self.scale.ratios[degree]
        except OverflowError:
            return HIGHEST_HZ
        return min(max(hz, LOWEST_HZ), HIGHEST_HZ)


class Pitches:
    """Find the pitch at which a tuning sounds a frequency."""

    def __init__(self, tuning: Tuning) -> None:
        self._keys_hz = [tuning.frequency_hz(key) for key in range(129)]

    def of(self, frequency_hz: float) -> float:
        """Return a MIDI pitch from 0 to 128, the nearest where the tuning does not reach so far."""
        for key, (one_hz, other_hz) in enumerate(pairwise(self._keys_hz)):
            if min(one_hz, other_hz) <= frequency_hz <= max(one_hz, other_hz) and one_hz != other_hz:
                return key + math.log(frequency_hz / one_hz) / math.log(other_hz / one_hz)
        return float(min(range(129), key=lambda key: abs(self._keys_hz[key] - frequency_hz)))


def _exact(ratios: str) -> Scale:
    return Scale(tuple(float(Fraction(ratio)) for ratio in ratios.split()), 2.0)


EQUAL = Scale(tuple(2.0 ** (degree / 12) for degree in range(12)), 2.0)
SCALES: dict[str, Scale] = {
    "equal": EQUAL,
    "just": _exact("1 16/15 9/8 6/5 5/4 4/3 45/32 3/2 8/5 5/3 9/5 15/8"),
    "pythagorean": _exact("1 256/243 9/8 32/27 81/64 4/3 729/512 3/2 128/81 27/16 16/9 243/128"),
}
"""Tunings known by name."""


def tuning(name: str, *, root: int = 60, reference_hz: float = 440.0, scala: str | None = None) -> Tuning:
    """Return the tuning called `name`; `scala` is the text of that file where it is none of `SCALES`.

    Raises:
        DescantError: the text is no Scala file.
    """
    equal = Tuning(EQUAL, A4, reference_hz)
    if name == "equal":
        return equal
    scale = SCALES[name] if scala is None else scale_from_scala(scala, name)
    return Tuning(scale, root, equal.frequency_hz(root))


def scale_from_scala(text: str, name: str) -> Scale:
    """Return the scale of a Scala file's text; `name` is for error messages.

    The last pitch of the file is the period, an octave or not.

    Raises:
        DescantError: the text is no Scala file; the message has the line.
    """
    numbered = enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    lines = [(number, line) for number, line in numbered if not line.startswith("!")]
    if len(lines) < 2:
        raise DescantError(name, "not a Scala file", "it needs a description, a number of notes, and the notes")
    count = _count(name, *lines[1])
    notes = lines[2:]
    for number, line in notes[count:]:
        if line.strip():
            raise DescantError(f"{name}:{number}", f"more than {count} notes", f"correct line {lines[1][0]}")
    while notes and not notes[-1][1].strip():
        notes.pop()
    if len(notes) < count:
        found = f"{len(notes)} notes where line {lines[1][0]} promises {count}"
        raise DescantError(f"{name}:{lines[1][0]}", found, "correct the number or add the notes")
    *ratios, period = (_pitch(name, number, line) for number, line in notes)
    if period == 1.0:
        raise DescantError(f"{name}:{notes[-1][0]}", "the last pitch is 1/1", "it must be the period, such as 2/1")
    return Scale((1.0, *ratios), period)


def _count(name: str, number: int, line: str) -> int:
    found = re.fullmatch(r"[ \t]*([0-9]{1,6})[ \t]*", line)
    if found is None or not 1 <= int(found[1]) <= MOST_NOTES:
        what = f"found {_shown(line)} for the number of notes"
        raise DescantError(f"{name}:{number}", what, f"it must be a whole number from 1 to {MOST_NOTES}")
    return int(found[1])


_CENTS = re.compile(r"[ \t]*([-+]?(?:[0-9]{1,300}\.[0-9]{0,300}|\.[0-9]{1,300}))(?=[ \t]|$)")
_RATIO = re.compile(r"[ \t]*(-?[0-9]{1,300})(?:/(-?[0-9]{1,300}))?(?=[ \t]|$)")


def _pitch(name: str, number: int, line: str) -> float:
    """Return the ratio that one line of a Scala file says; what follows the value is a remark."""
    where = f"{name}:{number}"
    if cents := _CENTS.match(line):
        octaves = float(cents[1]) / 1200
    elif ratio := _RATIO.match(line):
        above, below = int(ratio[1]), int(ratio[2] or 1)
        if above <= 0 or below <= 0:
            raise DescantError(where, f"found the ratio {_shown(line)}", "both its numbers must be above 0")
        octaves = math.log2(above) - math.log2(below)
    else:
        raise DescantError(where, f"found {_shown(line)}", "a pitch is a ratio such as 3/2 or cents such as 701.955")
    if abs(octaves) > MOST_OCTAVES:
        raise DescantError(where, f"found {_shown(line)}", f"a pitch lies within {MOST_OCTAVES:g} octaves of the first")
    return 2.0**octaves if cents else above / below


def _shown(line: str) -> str:
    line = line.strip()
    return repr(line if len(line) <= 40 else line[:40] + "…")
