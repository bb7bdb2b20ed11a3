"""Where a transform's bands lie: frequencies in equal steps of a scale, from the lowest to the highest."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Warp(NamedTuple):
    """A scale: from Hz to its own steps, and back; `lowest_hz` itself must lie above `above_hz`."""

    steps: Callable[[Floats], Floats]
    hz: Callable[[Floats], Floats]
    above_hz: float


LOGARITHMIC = Warp(np.log2, np.exp2, 0.0)
WARPS = {
    "constant-q": LOGARITHMIC,  # so many bands in all
    "octave": LOGARITHMIC,  # so many bands in each octave
    "mel": Warp(lambda f: 2595.0 * np.log10(1.0 + f / 700.0), lambda m: 700.0 * (10.0 ** (m / 2595.0) - 1.0), -700.0),
    # Traunmüller (1990), without his corrections at both ends, which have corners
    "bark": Warp(lambda f: 26.81 * f / (1960.0 + f), lambda z: 1960.0 * z / (26.81 - z), -1960.0),
    "linear": Warp(lambda f: f, lambda f: f, -math.inf),
}
MOST_BANDS = 4096


@dataclass(frozen=True)
class Scale:
    """Bands in equal steps of a scale, the first at `lowest_hz`.

    Args:
        kind: a name of `WARPS`.
        bands: how many, from 2, the last at `highest_hz`; for "octave" how many in each octave, from 1, the last at or
            below `highest_hz`.
        lowest_hz, highest_hz: from 0 (constant-q and octave: above 0) to half the sample rate.
    """

    kind: str
    bands: int
    lowest_hz: float
    highest_hz: float

    def __post_init__(self) -> None:
        if self.kind not in WARPS:
            raise ValueError(f"no scale {self.kind!r}: there are {', '.join(WARPS)}")
        if not WARPS[self.kind].above_hz < self.lowest_hz < self.highest_hz < math.inf or self.lowest_hz < 0.0:
            raise ValueError(f"a {self.kind} scale cannot go from {self.lowest_hz} to {self.highest_hz} Hz")
        least = 1 if self.kind == "octave" else 2
        if not least <= self.bands <= MOST_BANDS:
            raise ValueError(f"a {self.kind} scale has {least} to {MOST_BANDS} bands, not {self.bands}")

    def centres_hz(self) -> Floats:
        """Return the bands' frequencies, rising."""
        return self._from(0, self._count())

    def edges_hz(self) -> tuple[float, float]:
        """Return where one band more would lie at each end; either may lie outside of what a signal has."""
        count = self._count()
        below, above = (float(self._from(at, at + 1)[0]) for at in (-1, count))
        return below, above if above > self.highest_hz else 2.0 * self.highest_hz  # Bark's steps end at 26.81

    def _count(self) -> int:
        if self.kind != "octave":
            return self.bands
        return 1 + math.floor(self.bands * math.log2(self.highest_hz / self.lowest_hz) + 1e-9)

    def _from(self, first: int, end: int) -> Floats:
        """Return the frequencies of steps from `first` to before `end`; the lowest is step 0."""
        warp = WARPS[self.kind]
        low, high = (warp.steps(np.array([hz]))[0] for hz in (self.lowest_hz, self.highest_hz))
        step = 1.0 / self.bands if self.kind == "octave" else (high - low) / (self.bands - 1)
        return warp.hz(low + step * np.arange(first, end))
