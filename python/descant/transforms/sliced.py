"""The transform of signals of any length, slice by slice: a slice needs no more of the signal than itself.

After Holighaus et al. (2013), "A framework for invertible, real-time constant-Q transforms" (sliCQ). Slices are twice
as long as their distance; each sees the signal through a window that is flat in the middle, falls to nothing well
before the slice's ends and adds up to 1 with its neighbours. In what is left at the ends the bands ring out, so that
the slices' coefficients, laid over each other half a slice apart, are nearly those of the whole signal.
"""

import math
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from descant.transforms.nsgt import NSGT
from descant.transforms.scales import Scale


class SlicedNSGT(nn.Module):
    """The transform in matrix form of slices, with an exact inverse.

    Args:
        scale, window, spread, least_frames, dtype: as `NSGT` takes them.
        hop: samples from one slice to the next, from 4 and even; the slices are twice as long.
        crossing: samples in which one slice fades into the next, even, 2 to hop. None: half the hop.
    """

    def __init__(
        self,
        scale: Scale,
        hop: int,
        *,
        crossing: int | None = None,
        sample_rate_hz: float = 44100.0,
        window: str = "hann",
        spread: float = 1.0,
        least_frames: int = 1,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        crossing = 2 * (hop // 4) if crossing is None else crossing
        if hop < 4 or hop % 2 or crossing % 2 or not 2 <= crossing <= hop:
            raise ValueError(f"hop and crossing are even, 4 ≤ hop and 2 ≤ crossing ≤ hop, not {hop} and {crossing}")
        self.hop = hop
        self.slice = NSGT(
            scale,
            2 * hop,
            sample_rate_hz=sample_rate_hz,
            window=window,
            spread=spread,
            least_frames=least_frames,
            dtype=dtype,
        )
        if self.slice.padded != 2 * hop:
            raise ValueError(f"twice the hop has no prime factor above 5: {self.slice.padded // 2} would do, not {hop}")
        rise = np.sin(0.5 * np.pi * (np.arange(crossing) + 0.5) / crossing) ** 2
        flat = np.concatenate([rise, np.ones(hop - crossing), rise[::-1]])
        edge = (2 * hop - len(flat)) // 2
        fade = np.pad(flat, edge)
        self.register_buffer("fade", torch.from_numpy(fade).to(dtype), persistent=False)
        dual = fade / (np.roll(fade, hop) ** 2 + fade**2)
        self.register_buffer("dual", torch.from_numpy(dual).to(dtype), persistent=False)

    def count(self, length: int) -> int:
        """Return how many slices a signal of so many samples has."""
        return math.ceil(length / self.hop) + 1

    def forward(self, signal: Tensor) -> Tensor:
        """Return the coefficients (…, slices, bands, frames) of signals (…, any number of samples, from 1).

        Slice n, from 0, has its middle at sample n · hop.
        """
        if signal.ndim == 0 or not signal.shape[-1]:
            raise ValueError("a signal has at least one sample")
        length = signal.shape[-1]
        behind = self.count(length) * self.hop - length
        padded = nn.functional.pad(signal, (self.hop, behind))
        coefficients: Tensor = self.slice(padded.unfold(-1, 2 * self.hop, self.hop) * cast(Tensor, self.fade))
        return coefficients

    def inverse(self, coefficients: Tensor, length: int) -> Tensor:
        """Return the signals (…, length) of slices' coefficients."""
        if coefficients.ndim < 3 or coefficients.shape[-3] != self.count(length):
            raise ValueError(f"{length} samples are {self.count(length)} slices, not {tuple(coefficients.shape)}")
        return _overlapped(self.slice.inverse(coefficients) * cast(Tensor, self.dual))[
            ..., self.hop : self.hop + length
        ]

    def joined(self, coefficients: Tensor) -> Tensor:
        """Return the coefficients as of one signal: (…, bands, frames), the slices laid over each other.

        Frame n is at n · `hop` · 2 / `slice.frames` samples; at the end are frames of what was padded.
        """
        half = self.slice.frames // 2
        return _overlapped(coefficients.transpose(-3, -2))[..., half:]


def _overlapped(slices: Tensor) -> Tensor:
    """Return slices (…, slices, 2 · hop) laid over each other, each a hop behind the one before."""
    first, second = slices.chunk(2, dim=-1)
    early = nn.functional.pad(first.flatten(-2), (0, first.shape[-1]))
    late = nn.functional.pad(second.flatten(-2), (first.shape[-1], 0))
    return early + late
