"""The non-stationary Gabor transform of whole signals: batched, differentiable, with an exact inverse.

Written from Balazs et al. (2011), "Theory, implementation and applications of nonstationary Gabor frames", and Velasco
et al. (2011), "Constructing an invertible constant-Q transform with nonstationary Gabor frames". One FFT of the signal,
one gather, and one inverse FFT for all bands that have the same number of frames; the way back is the same in reverse.

A coefficient is the analytic signal of its band at one instant: for A·cos(ωt + φ), in the band whose centre is ω, it is
A·exp(j(ωt + φ)). So magnitudes are amplitudes, real parts are the band as it is heard, and the instants count from the
signal's begin. Signals are padded with zeros to a length whose FFT is fast, and taken as if they went round.
"""

import math
from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from descant.transforms.layout import Group, compact_groups, layout, matrix_groups, nested_groups, smooth
from descant.transforms.scales import Scale
from descant.transforms.windows import SHAPES, Band, bands_of

COMPLEX = {torch.float32: torch.complex64, torch.float64: torch.complex128}
AT_ONCE = 256_000  # coefficients: more would leave a core's cache


class Transform(nn.Module):
    """What both forms share: signals to groups of coefficients, and back.

    Args:
        scale: where the bands lie; below and above them there is one more each, where something is left there.
        length: of the signals, in samples; from 1.
        sample_rate_hz: of the signals.
        window: "hann", or "cosine" (in matrix form a tight frame; its bands ring longer).
        spread: how wide windows are, 1 to 16; 1: they meet their neighbours only. Wider ones need more frames.
        least_frames: how many frames at least; the widest band asks for as many as it has bins.
        dtype: of the signals, torch.float32 or torch.float64.
    """

    _grouping: Callable[[list[Band], int], tuple[Group, ...]]

    def __init__(
        self,
        scale: Scale,
        length: int,
        *,
        sample_rate_hz: float = 44100.0,
        window: str = "hann",
        spread: float = 1.0,
        least_frames: int = 1,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        if length < 1:
            raise ValueError(f"a signal has at least one sample, not {length}")
        if dtype not in COMPLEX:
            raise TypeError(f"signals are torch.float32 or torch.float64, not {dtype}")
        self.scale, self.length, self.sample_rate_hz, self.dtype = scale, length, sample_rate_hz, dtype
        self.padded = smooth(length)
        bands = bands_of(scale, self.padded, sample_rate_hz, window, spread)
        self.centres_hz = np.array([band.centre_hz for band in bands])
        self.sides_hz = np.array([band.side_hz for band in bands])
        self.bell = SHAPES[window].bell
        self.groups = self._grouping(bands, least_frames)
        self._hold_tables(bands)

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the frame's bounds A and B.

        For signals without 0 Hz and half the sample rate, the mean of |coefficient|² over each band's frames, summed
        over bands, lies between A and B times twice the mean square of the padded signal.
        """
        return self._bounds

    def _hold_tables(self, bands: list[Band]) -> None:
        tables = layout(bands, self.groups, self.padded)
        self._bounds = tables.bounds
        self._sizes = [len(group.bands) * group.frames for group in self.groups]
        self._at_once = max(1, AT_ONCE // sum(self._sizes))
        self._hold("_bins", tables.bins)
        self._hold("_weights", tables.weights)
        self._firsts = [slot.first for slot in tables.slots]
        for number, slot in enumerate(tables.slots):
            self._hold(f"_places_{number}", slot.places)
            self._hold(f"_duals_{number}", slot.weights)

    def _hold(self, name: str, table: np.ndarray) -> None:
        """Keep a table as a buffer: it moves with the module, and belongs to no saved weights."""
        kept = torch.from_numpy(table)
        self.register_buffer(name, kept.to(self.dtype) if kept.is_floating_point() else kept, persistent=False)

    def _analysed(self, signal: Tensor) -> list[Tensor]:
        """Return the coefficients (…, bands, frames) of each group, of signals (…, length)."""
        if signal.dtype != self.dtype:
            raise TypeError(f"this transform is of {self.dtype}, and the signal of {signal.dtype}")
        if signal.ndim == 0 or signal.shape[-1] != self.length:
            raise ValueError(f"this transform is of {self.length} samples, the signal's shape is {tuple(signal.shape)}")
        batch = signal.shape[:-1]
        lines = signal.reshape(math.prod(batch), self.length)
        if 0 < len(lines) <= self._at_once:
            found = self._forward_few(lines)
        else:
            shapes = [(len(lines), len(group.bands), group.frames) for group in self.groups]
            found = [lines.new_empty(shape, dtype=COMPLEX[self.dtype]) for shape in shapes]
            for begin in range(0, len(lines), self._at_once):
                some = slice(begin, begin + self._at_once)
                for whole, part in zip(found, self._forward_few(lines[some]), strict=True):
                    whole[some] = part
        return [part.reshape(*batch, *part.shape[1:]) for part in found]

    def _synthesised(self, groups: Sequence[Tensor]) -> Tensor:
        """Return the signals (…, length) of each group's coefficients (…, bands, frames)."""
        shapes = [(len(group.bands), group.frames) for group in self.groups]
        if [tuple(part.shape[-2:]) for part in groups] != shapes or groups[0].dtype != COMPLEX[self.dtype]:
            given = ", ".join(f"{part.dtype} {tuple(part.shape)}" for part in groups)
            raise ValueError(f"coefficients are {COMPLEX[self.dtype]} with (bands, frames) {shapes}, not {given}")
        batch = groups[0].shape[:-2]
        flat = [part.reshape(math.prod(batch), *shape) for part, shape in zip(groups, shapes, strict=True)]
        if 0 < len(flat[0]) <= self._at_once:
            found = self._inverse_few(flat)
        else:
            found = flat[0].new_empty((len(flat[0]), self.length), dtype=self.dtype)
            for begin in range(0, len(found), self._at_once):
                some = slice(begin, begin + self._at_once)
                found[some] = self._inverse_few([part[some] for part in flat])
        return found.reshape(*batch, self.length)

    def _forward_few(self, signals: Tensor) -> list[Tensor]:
        """Return the groups' coefficients of a few signals (signals, length)."""
        half = _spectra(signals, self.padded)
        rows = _gathered(half, cast(Tensor, self._bins)).mul_(cast(Tensor, self._weights))
        parts = zip(torch.split(rows, self._sizes, -1), self.groups, strict=True)
        return [torch.fft.ifft(part.view(len(part), -1, group.frames), norm="forward") for part, group in parts]

    def _inverse_few(self, groups: Sequence[Tensor]) -> Tensor:
        """Return a few signals of their groups' coefficients."""
        rows = torch.cat([torch.fft.fft(part, norm="forward").flatten(-2) for part in groups], -1)
        half = rows.new_zeros((len(rows), self.padded // 2 + 1))
        for number, first in enumerate(self._firsts):
            places, duals = getattr(self, f"_places_{number}"), getattr(self, f"_duals_{number}")
            half[:, first : first + len(places)] += _gathered(rows, places).mul_(duals)
        return _signals(half, self.padded)[:, : self.length]


class NSGT(Transform):
    """The transform in matrix form: every band with the same frames, as convolutions want it."""

    _grouping = staticmethod(matrix_groups)

    @property
    def bands(self) -> int:
        """Return how many bands there are, rests included."""
        return len(self.centres_hz)

    @property
    def frames(self) -> int:
        """Return how many frames each band has."""
        return self.groups[0].frames

    @property
    def times_s(self) -> np.ndarray:
        """Return the frames' instants; the last may lie behind the signal's end, in what was padded."""
        return np.arange(self.frames) * self.padded / self.frames / self.sample_rate_hz

    def forward(self, signal: Tensor) -> Tensor:
        """Return the coefficients (…, bands, frames), complex, of signals (…, length)."""
        return self._analysed(signal)[0]

    def inverse(self, coefficients: Tensor) -> Tensor:
        """Return the signals (…, length) whose coefficients these are, or whose coefficients come nearest to them."""
        return self._synthesised([coefficients])


class GroupedNSGT(Transform):
    """What forms share whose groups of bands have frames of their own."""

    def forward(self, signal: Tensor) -> list[Tensor]:
        """Return the coefficients (…, its bands, its frames) for each of `groups`, of signals (…, length)."""
        return self._analysed(signal)

    def inverse(self, coefficients: Sequence[Tensor]) -> Tensor:
        """Return the signals (…, length) of such a list."""
        return self._synthesised(coefficients)


class CompactNSGT(GroupedNSGT):
    """The transform with hardly more frames than needed: bands about equally wide are a group, with frames of its own.

    It costs less than the matrix, and is as exact.
    """

    _grouping = staticmethod(compact_groups)


class NestedNSGT(GroupedNSGT):
    """The transform whose groups have once, twice, four or eight times as many frames as the first.

    So each of the first group's instants is one of every group's. It costs little more than the compact form.
    """

    _grouping = staticmethod(nested_groups)


def _gathered(lines: Tensor, places: Tensor) -> Tensor:
    """Return what stands at places of each line; line by line, which torch does five times as fast as at once."""
    return torch.stack([line.index_select(0, places) for line in lines])


def _spectra(signals: Tensor, length: int) -> Tensor:
    """Return the half spectra of real signals, padded with zeros to an even length."""
    several = signals.expand(2, -1) if len(signals) == 1 else signals  # MKL takes twice as long for one as for two
    half: Tensor = torch.fft.rfft(several, length)
    return half[: len(signals)]


def _signals(half: Tensor, length: int) -> Tensor:
    """Return the real signals of half spectra, of an even length."""
    several = half.expand(2, -1) if len(half) == 1 else half
    signals: Tensor = torch.fft.irfft(several, length)
    return signals[: len(half)]
