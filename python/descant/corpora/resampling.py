"""Another sample rate for a short sound: a windowed sinc, whose errors lie 100 dB below what it is given."""

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

HALF_WIDTH = 48  # zero crossings of the sinc to each side
KAISER = 11.0  # its window's β
CUTOFF = 0.94  # of half the lower of both rates
AT_ONCE = 8192  # filters

Doubles = NDArray[np.float64]


def resampled(sound: NDArray[np.floating], from_hz: float, to_hz: float) -> Doubles:
    """Return a sound (frames,) at another rate. Before its begin and behind its end it is silent."""
    if not (from_hz > 0 and to_hz > 0):
        raise ValueError(f"a sample rate is above 0 Hz, not {from_hz} or {to_hz}")
    given = np.asarray(sound, np.float64)
    if from_hz == to_hz or not len(given):
        return given
    ratio = Fraction(from_hz) / Fraction(to_hz)
    width = min(1.0, to_hz / from_hz) * CUTOFF  # of the passband, 1: all of what was given
    reach = math.ceil(HALF_WIDTH / width)
    padded = np.concatenate([np.zeros(reach), given, np.zeros(reach + 1)])
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach)
    count = math.ceil(len(given) * to_hz / from_hz)
    found = np.empty(count)
    every = ratio.denominator  # so many samples on, the same filter comes again
    for begin in range(0, min(count, every), AT_ONCE):
        numbers = np.arange(begin, min(count, every, begin + AT_ONCE))
        nearest, filters = _filters(numbers.astype(np.float64) * float(ratio), width, reach)
        for number, first, weights in zip(numbers, nearest + 1, filters, strict=True):
            own = found[number::every]
            np.einsum("ij,j->i", around[first :: ratio.numerator][: len(own)], weights, out=own)
    return found


def _filters(places: Doubles, width: float, reach: int) -> tuple[NDArray[np.int64], Doubles]:
    """Return for each place the sample before it, and the weights of 2 · `reach` samples around."""
    nearest = np.floor(places).astype(np.int64)
    away = (places - nearest)[:, None] - np.arange(-reach + 1, reach + 1)
    window = np.i0(KAISER * np.sqrt(np.maximum(0.0, 1.0 - (away / reach) ** 2))) / np.i0(KAISER)
    return nearest, width * np.sinc(width * away) * window
