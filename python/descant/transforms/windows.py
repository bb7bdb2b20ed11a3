"""The windows of a non-stationary Gabor transform: for each band its bins of a spectrum, and how much of each it takes.

Balazs et al. (2011) with windows on the side of frequency, as Velasco et al. (2011) have them: each band has a window
of its own, its centre where the scale says, each of its sides as wide as the way to the neighbour there. So a window
meets its neighbours only, and the windows of any scale add up smoothly. Below the lowest band and above the highest
lies a rest, a band like the others, so that no frequency is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from descant.transforms.scales import Floats, Scale


class Shape(NamedTuple):
    """A window's side, and the Gaussian bell that comes nearest to it (least squares)."""

    at: Callable[[Floats], Floats]  # the distance to the centre, 0 to 1; at 1 nothing is left
    bell: float  # κ of exp(−πκu²)


SHAPES = {
    "hann": Shape(lambda u: 0.5 + 0.5 * np.cos(np.pi * u), 0.976),  # what neighbours take adds up to 1
    "cosine": Shape(lambda u: np.cos(0.5 * np.pi * u), 0.602),  # its square does: in matrix form, the frame is tight
}
LEAST_BINS = 4  # of both sides together: a band of one bin would be one number for all the signal's time


@dataclass(frozen=True)
class Band:
    """A band: where it lies, and its window on the bins from `first` on."""

    centre_hz: float
    side_hz: float  # how far it reaches to one side, in the mean of both
    first: int
    window: Floats  # above 0 and up to 1

    def bins(self) -> np.ndarray:
        """Return the numbers of its bins."""
        return np.arange(self.first, self.first + len(self.window))


def bands_of(scale: Scale, samples: int, sample_rate_hz: float, shape: str, spread: float) -> list[Band]:
    """Return the bands, rising, that cover all bins of the spectrum of an even number of samples.

    Args:
        shape: a name of `SHAPES`.
        spread: each side's width, of the way to the neighbour: from 1, where no bin is left out.
    """
    if shape not in SHAPES:
        raise ValueError(f"no window {shape!r}: there are {', '.join(SHAPES)}")
    if not 1.0 <= spread <= 16.0:
        raise ValueError(f"a window's spread is 1 to 16, not {spread}")
    if scale.highest_hz > sample_rate_hz / 2:
        raise ValueError(f"at {sample_rate_hz} Hz a scale ends at {sample_rate_hz / 2} Hz, not at {scale.highest_hz}")
    bin_hz = sample_rate_hz / samples
    centres = scale.centres_hz() / bin_hz
    below, above = (edge / bin_hz for edge in scale.edges_hz())
    steps = np.diff(np.concatenate(([below], centres, [above])))
    sides = np.maximum(spread * steps, LEAST_BINS / 2)
    last = samples // 2
    grid = np.arange(last + 1)
    distances = [_distance(grid, c, *sides[i : i + 2]) for i, c in enumerate(centres)]
    places, reaches = list(centres), list((sides[:-1] + sides[1:]) / 2)
    if centres[0] > 0.0:
        distances.insert(0, np.maximum(grid - below, 0.0) / sides[0])
        places.insert(0, 0.0)
        reaches.insert(0, sides[0])
    if centres[-1] < last:
        distances.append(np.maximum(above - grid, 0.0) / sides[-1])
        places.append(last)
        reaches.append(sides[-1])
    where = zip(bin_hz * np.array(places), bin_hz * np.array(reaches), distances, strict=True)
    return [_band(place_hz, reach_hz, distance, SHAPES[shape]) for place_hz, reach_hz, distance in where]


def _distance(grid: np.ndarray, centre: float, left: float, right: float) -> Floats:
    """Return how far each bin lies from a centre, as a part of that side's width."""
    away = grid - centre
    return np.where(away < 0.0, -away / left, away / right)


def _band(centre_hz: float, side_hz: float, distance: Floats, shape: Shape) -> Band:
    """Return the band of the bins within its window."""
    inside = np.flatnonzero(distance < 1.0 - 1e-9)
    first, end = (int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, 1)
    return Band(float(centre_hz), float(side_hz), first, shape.at(np.minimum(distance[first:end], 1.0)))
