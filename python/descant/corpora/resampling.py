"""Another sample rate for a short sound: a windowed sinc, whose errors lie 100 dB below what it is given."""

import math

import numpy as np
from numpy.typing import NDArray

HALF_WIDTH = 48  # zero crossings of the sinc to each side
KAISER = 11.0  # its window's β
CUTOFF = 0.94  # of half the lower of both rates
AT_ONCE = 8192  # samples

Doubles = NDArray[np.float64]


def resampled(sound: NDArray[np.floating], from_hz: float, to_hz: float) -> Doubles:
    """Return a sound (frames,) at another rate. Before its begin and behind its end it is silent."""
    if not (from_hz > 0 and to_hz > 0):
        raise ValueError(f"a sample rate is above 0 Hz, not {from_hz} or {to_hz}")
    given = np.asarray(sound, np.float64)
    if from_hz == to_hz or not len(given):
        return given
    width = min(1.0, to_hz / from_hz) * CUTOFF  # of the passband, 1: all of what was given
    reach = math.ceil(HALF_WIDTH / width)
    padded = np.concatenate([np.zeros(reach), given, np.zeros(reach + 1)])
    count = math.ceil(len(given) * to_hz / from_hz)
    found = np.empty(count)
    taps = np.arange(-reach + 1, reach + 1)
    for begin in range(0, count, AT_ONCE):
        places = np.arange(begin, min(count, begin + AT_ONCE)) * (from_hz / to_hz)
        nearest = np.floor(places).astype(np.int64)
        away = (places - nearest)[:, None] - taps
        window = np.i0(KAISER * np.sqrt(np.maximum(0.0, 1.0 - (away / reach) ** 2))) / np.i0(KAISER)
        weights = width * np.sinc(width * away) * window
        found[begin : begin + len(places)] = (weights * padded[nearest[:, None] + taps + reach]).sum(1)
    return found
