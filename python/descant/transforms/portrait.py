"""A percussive sound as a small picture: levels of bands at instants that lie close at the onset and far apart later.

What a drum is told by happens in its first milliseconds, and the rest is a fall that a few levels describe. So instants
rise exponentially, and a level is the mean power between the instants before and after it, in dB below the loudest.
"""

import math
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from descant.transforms.nsgt import NSGT

FLOOR_DB = -80.0
CLOSE_S = 0.01  # instants are so close that they double their distance about every 1.4 times this


def instants_s(count: int, length_s: float) -> np.ndarray:
    """Return `count` instants from 0 to `length_s`, whose distances rise exponentially."""
    rise = math.log(1.0 + length_s / CLOSE_S)
    places: np.ndarray = CLOSE_S * np.expm1(rise * np.linspace(0.0, 1.0, count))
    return places


class Portrait(nn.Module):
    """From coefficients to levels.

    Args:
        transform: in matrix form, of the sounds.
        instants: how many levels each band has, from 2.
        length_s: when the last of them is; the transform goes round, so let it be some longer.
    """

    def __init__(self, transform: NSGT, instants: int, length_s: float) -> None:
        super().__init__()
        if instants < 2 or not 0.0 < length_s <= transform.length / transform.sample_rate_hz:
            raise ValueError(f"a picture has at least two instants within its sound, not {instants} in {length_s} s")
        self.bands, self.instants = transform.bands, instants
        self.instants_s = instants_s(instants, length_s)
        shares = hats(transform.times_s, self.instants_s)
        means = shares / np.maximum(shares.sum(0), 1e-12)
        nearest = np.abs(transform.times_s[:, None] - self.instants_s).argmin(0)
        for column in np.flatnonzero(shares.sum(0) < 1e-9):  # instants closer than frames
            means[nearest[column], column] = 1.0
        self.register_buffer("_means", torch.from_numpy(means).to(transform.dtype), persistent=False)

    def forward(self, coefficients: Tensor) -> Tensor:
        """Return the levels (…, bands, instants) in dB, FLOOR_DB to 0, of coefficients (…, bands, frames)."""
        power = coefficients.abs().square() @ cast(Tensor, self._means)
        loudest = power.amax((-2, -1), keepdim=True).clamp(min=1e-30)
        return (10.0 * torch.log10(power / loudest + 1e-30)).clamp(FLOOR_DB, 0.0)


def hats(times: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """Return how much each knot counts at each time, (times, knots): straight lines between knots, 1 in all.

    Behind the last knot none does.
    """
    right = np.clip(np.searchsorted(knots, times, side="right"), 1, len(knots) - 1)
    share = (times - knots[right - 1]) / (knots[right] - knots[right - 1])
    found = np.zeros((len(times), len(knots)))
    rows = np.arange(len(times))
    found[rows, right - 1] += 1.0 - share
    found[rows, right] += share
    found[times > knots[-1]] = 0.0
    return found
