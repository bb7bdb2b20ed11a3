"""The one table's rows: what a parameter, a stream, is.

Every part, instrument, mapping and picture effect declares its rows once. OSC addresses, patch
validation, cue capture, sliders, name lists and reference pages are all read from them.
"""

import difflib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Value = float | int | bool | str
"""What a parameter can hold."""

Kind = Literal["f", "i", "b", "choice"]
Curve = Literal["linear", "exponential"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A named value that can be set and recalled."""

    name: str  #: without its owner: ``learning_rate``
    doc: str  #: one line for the reference page
    default: Value
    kind: Kind = "f"
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    curve: Curve = "linear"
    choices: tuple[str, ...] = ()
    per_note: bool = False  #: True where each sounding note has a value of its own

    def checked(self, value: object, where: str = "") -> Value:
        """Return `value` in this parameter's kind.

        Raises:
            TypeError: `value` is of another kind.
            ValueError: it is not finite, out of range, or not among the choices; the text says the limits.
        """
        label = where or self.name
        if self.kind == "choice":
            return self._checked_choice(value, label)
        if self.kind == "b":
            if value in (0, 1) and isinstance(value, bool | int | float):
                return bool(value)
            raise TypeError(f"{label} must be true or false, not {value!r}")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"{label} must be a number, not {value!r}")
        if not self.low <= value <= self.high or math.isinf(value):  # NaN is in no range, whole numbers have no end
            shown = f"{value:g}" if isinstance(value, float) or abs(value) < 1e300 else "a number of hundreds of digits"
            raise ValueError(f"{label} must be from {self.low:g} to {self.high:g}, not {shown}")
        if self.kind == "f":
            return float(value)
        if value != int(value):
            raise TypeError(f"{label} must be a whole number, not {value!r}")
        return int(value)

    def at(self, place: float) -> Value:
        """Return the value at a place of its range, 0 at the low end to 1 at the high end, along its curve."""
        if self.kind == "b":
            return place >= 0.5
        if self.kind == "choice":
            return self.choices[min(int(place * len(self.choices)), len(self.choices) - 1)]
        value: float
        if self.curve == "exponential":
            value = self.low * float(self.high / self.low) ** place
        else:
            value = self.low + (self.high - self.low) * place
        value = min(max(value, self.low), self.high)
        return round(value) if self.kind == "i" else value

    def _checked_choice(self, value: object, label: str) -> str:
        if not isinstance(value, str):
            raise TypeError(f"{label} must be one of {', '.join(self.choices)}, not {value!r}")
        if value not in self.choices:
            raise ValueError(
                f"{label} must be one of {', '.join(self.choices)}, not {value!r}{nearest(value, self.choices)}"
            )
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A named series of floats that a part or an input emits."""

    name: str  #: without its owner: ``gradient/a``
    doc: str
    low: float = 0.0
    high: float = 1.0
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A space in which a part has a point that hands move: a pad of its own."""

    name: str  #: without its part: ``sound``; "" where the part has its own point
    coordinates: tuple[str, ...]  #: the parameters that the point is
    streams: tuple[str, ...] = ()  #: where the point is while it is on its way, one a coordinate
    over: str | None = None  #: the space whose point is added to this one; None: it stands for itself


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'KNOWN'?`` for a likely typo, else nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""
