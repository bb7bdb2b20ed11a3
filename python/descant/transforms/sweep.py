"""Phases for levels at a few instants: swept block by block, a few ms each, from the loudest outwards.

As `phase.swept` does for magnitudes, each band follows the loudest of itself and its two neighbours. What a band's
phase gains in a block is known from where its tone lies, and between blocks it goes a straight line: so what has to be
done one after the other is little. Before a sound's begin each band rings backwards at its own centre, as a click does.
"""

import math
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from descant.transforms.nsgt import Transform
from descant.transforms.portrait import hats

PER_DB = math.log(10.0) / 20.0  # of a magnitude's logarithm
TURN = 2.0 * math.pi
Doubles = NDArray[np.float64]


class Phases(NamedTuple):
    """How far the phases of each band are ahead of its centre, in radians."""

    within: Tensor  # (bands, instants): against the lowest band's; straight lines between instants
    starts: Tensor  # (bands, blocks): what there is besides, at each block's begin, less whole turns
    gains: Tensor  # (bands, blocks): and how much more at its end


class Sweep:
    """Finds the phases of pictures.

    Args:
        transform: of the sounds.
        blocks: how many there are in the time of the transform, which goes round.
        instants_s: of the pictures, from 0; behind the last of them nothing sounds.
    """

    def __init__(self, transform: Transform, blocks: int, instants_s: Doubles) -> None:
        self._blocks, self._block_s = blocks, transform.padded / transform.sample_rate_hz / blocks
        times = np.arange(blocks) * self._block_s
        self._hats = torch.from_numpy(hats(times[times <= instants_s[-1]], instants_s).T).to(transform.dtype)
        self._own = (TURN * self._block_s * transform.centres_hz)[:, None]
        self._steps_s = torch.from_numpy(np.diff(instants_s)).to(transform.dtype)
        centres = torch.from_numpy(transform.centres_hz)[:, None]
        gamma = transform.bell / torch.from_numpy(transform.sides_hz)[:, None].square()
        self._lags = (-PER_DB * 0.5 * gamma).to(transform.dtype)
        self._between = centres.diff(dim=0).to(transform.dtype)

    def __call__(self, levels: Tensor, away: Tensor) -> Phases:
        """Return the phases of levels (bands, instants) in dB, and of how far tones lie from their bands' centres.

        `away` is in radians a second.
        """
        within = self._within(levels)
        at = self._hats
        loud, inner, apart = ((part @ at).numpy() for part in (levels, within, away))
        gains = self._gains(apart.astype(np.float64), inner.astype(np.float64))
        sources = _sources(loud)
        starts = _outward(sources, gains, int((10.0 ** (loud / 10.0)).sum(0).argmax()))
        return self._phases(within, starts, np.take_along_axis(gains, sources[:, 1:], 0))

    def _within(self, levels: Tensor) -> Tensor:
        """Return each phase against the lowest band's: along frequency it falls as the level falls in time."""
        slopes = levels.diff(dim=-1) / self._steps_s
        both = slopes[:, 1:] + slopes[:, :-1]
        falls = self._lags * torch.cat([2.0 * slopes[:, :1], both, 2.0 * slopes[:, -1:]], -1)
        upward = 0.5 * (falls[1:] + falls[:-1]) * self._between
        return torch.cat([torch.zeros_like(upward[:1]), upward.cumsum(0)])

    def _gains(self, away: Doubles, within: Doubles) -> Doubles:
        """Return what the phase against the lowest band's gains in each block, (bands, points − 1)."""
        found: Doubles = self._own + 0.5 * self._block_s * (away[:, 1:] + away[:, :-1]) - np.diff(within)
        return found

    def _phases(self, within: Tensor, starts: Doubles, expected: Doubles) -> Phases:
        """Return phases against the centres': of all ways from one block's begin to the next's, that expected."""
        count = starts.shape[1]
        gains = expected - self._own
        gains += _turned(np.diff(starts) - expected)
        ahead, rise = (np.zeros((len(starts), self._blocks)) for _ in range(2))
        ahead[:, 1:count] = gains.cumsum(1)
        rise[:, : count - 1] = gains
        ahead = _turned(ahead + starts[:, :1])
        ahead[:, count:] = ahead[:, :1]
        return Phases(within, *(torch.from_numpy(part).to(within.dtype) for part in (ahead, rise)))


def _sources(loud: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return which band each band follows at each point, (bands, points)."""
    louder_above = loud[1:] > loud[:-1]
    found = np.repeat(np.arange(len(loud))[:, None], loud.shape[1], 1)
    found[:-1] += louder_above
    found[1:-1] -= ~louder_above[:-1] & ~louder_above[1:]
    found[-1] -= ~louder_above[-1]
    return found


def _outward(sources: NDArray[np.int64], gains: Doubles, start: int) -> Doubles:
    """Return the phases at all points (bands, points); 0 at the start."""
    by_time, ways = np.ascontiguousarray(gains.T), np.ascontiguousarray(sources.T)
    phases = np.zeros((len(ways), len(gains)))
    for n in range(start + 1, len(phases)):
        (phases[n - 1] + by_time[n - 1]).take(ways[n], out=phases[n], mode="clip")
    for n in reversed(range(start)):
        (phases[n + 1] - by_time[n]).take(ways[n], out=phases[n], mode="clip")
    return phases.T


def _turned(angles: Doubles) -> Doubles:
    """Return angles less whole turns."""
    return angles - TURN * np.round(angles / TURN)
