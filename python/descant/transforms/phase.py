"""Phase for magnitudes that have none: what a model draws becomes a sound.

For a bell-shaped window the phase's slopes follow from the logarithm s of the magnitudes: along time 2πf + ∂s/∂f / γ,
along frequency −γ · ∂s/∂t, with γ = κ / (a side of the window in Hz)². Průša, Balazs & Søndergaard (2017) integrate them
along the loudest way, with a heap; Průša & Holighaus (2017) do so in filter banks, whose γ is each band's own.
`heap_integrated` is that. `swept` is ours for many sounds at once: from the loudest frame, whose bands are all joined,
frame by frame to both sides, each coefficient from the loudest of its band and the two neighbours one frame before.
"""

import heapq
import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from descant.transforms.nsgt import NSGT

FLOOR = 1e-6  # of the peak: there is no logarithm of nothing
HEAP_FLOOR = 1e-5  # of the peak: what is softer gets a phase by chance

Doubles = NDArray[np.float64]
Turns = NDArray[np.complexfloating]
Whole = NDArray[np.integer]


class Slopes(NamedTuple):
    """How the phase changes from each coefficient to its neighbours, in radians."""

    onward: Tensor  # (…, bands, frames − 1): to the next frame, whole turns left out
    upward: Tensor  # (…, bands − 1, frames): to the next band


def slopes(transform: NSGT, magnitudes: Tensor) -> Slopes:
    """Return the phase's slopes of magnitudes (…, bands, frames), as they would be in a true transform."""
    frame_s = float(transform.times_s[1])
    centres = torch.as_tensor(transform.centres_hz, dtype=magnitudes.dtype, device=magnitudes.device)
    sides = torch.as_tensor(transform.sides_hz, dtype=magnitudes.dtype, device=magnitudes.device)[:, None]
    gamma = transform.bell / sides.square()
    s = torch.log(magnitudes + FLOOR * magnitudes.amax(dim=(-2, -1), keepdim=True).clamp(min=1e-30))
    (along_hz,) = torch.gradient(s, spacing=(centres,), dim=-2)
    away = torch.clamp(along_hz / gamma, -2.0 * math.pi * sides, 2.0 * math.pi * sides)
    turns = torch.as_tensor(transform.centres_hz * frame_s, device=magnitudes.device)
    own = (2.0 * math.pi * (turns - turns.round())).to(magnitudes.dtype)[:, None]
    onward = own + 0.5 * frame_s * (away[..., 1:] + away[..., :-1])
    (along_s,) = torch.gradient(s, spacing=frame_s, dim=-1)
    falling = -gamma * along_s
    upward = 0.5 * (falling[..., 1:, :] + falling[..., :-1, :]) * centres.diff()[:, None]
    return Slopes(onward, upward)


@torch.no_grad()
def swept(transform: NSGT, magnitudes: Tensor) -> Tensor:
    """Return coefficients (…, bands, frames) of these magnitudes, their phases swept from the loudest frame outwards."""
    shape = (transform.bands, transform.frames)
    flat = magnitudes.reshape(math.prod(magnitudes.shape[:-2]), *shape)
    if not len(flat):
        return torch.complex(magnitudes, magnitudes)
    onward, upward = slopes(transform, flat)
    starts = flat.square().sum(-2).argmax(-1)
    rise = upward.take_along_dim(starts[:, None, None], -1).cumsum(-2)
    begun = _turned(_below(rise, 0.0))[..., 0]
    sources, turns_on, turns_back = _ways(flat, onward, upward, int(starts.max()))
    phases = _outward(sources, turns_on, turns_back, begun.cpu().numpy(), starts.tolist())
    return (flat * torch.from_numpy(phases).to(flat.device)).reshape(magnitudes.shape)


def _ways(m: Tensor, onward: Tensor, upward: Tensor, last_start: int) -> tuple[Whole, Turns, Turns]:
    """Return where each coefficient's phase comes from (−1, 0, 1 bands away), and what it is turned by on that way.

    All are (frames, sounds, bands), the turns from the frame before and from the frame behind, as e^{jφ}.
    """
    climbs = (_above(m[:, 1:], 0.0) > m) & (_above(m[:, 1:], 0.0) >= _below(m[:, :-1], 0.0))
    drops = (_below(m[:, :-1], 0.0) > m) & ~climbs
    across = torch.where(climbs, -_above(upward, 0.0), torch.where(drops, _below(upward, 0.0), 0.0))

    def along(some: slice, steps: Tensor) -> Tensor:
        below = torch.where(drops[..., some], _below(steps[:, :-1], 0.0), steps)
        return torch.where(climbs[..., some], _above(steps[:, 1:], 0.0), below)

    after, before = slice(1, None), slice(0, last_start)
    turns_on = _turned(across[..., after] + along(after, onward))
    turns_back = _turned(across[..., before] - along(before, onward[..., before]))
    sources = climbs.to(torch.int8) - drops.to(torch.int8)
    frames_first = (part.permute(2, 0, 1).contiguous().cpu().numpy() for part in (sources, turns_on, turns_back))
    return next(frames_first), next(frames_first), next(frames_first)


def _outward(sources: Whole, turns_on: Turns, turns_back: Turns, begun: Turns, starts: list[int]) -> Turns:
    """Return the phases (sounds, bands, frames) as e^{jφ}, frame after frame from each sound's own start."""
    phases = np.empty(sources.shape, begun.dtype)
    places = sources + np.arange(sources[0].size).reshape(sources[0].shape)
    here = begun
    begins = {start: [s for s, other in enumerate(starts) if other == start] for start in starts}
    for n in range(len(phases)):
        if n:
            here = np.multiply(here.take(places[n]), turns_on[n - 1], out=phases[n])
        else:
            phases[0] = here
        if n in begins:
            phases[n, begins[n]] = begun[begins[n]]
    later = np.array(starts)[:, None]
    for n in reversed(range(max(starts))):
        back = phases[n + 1].take(places[n]) * turns_back[n]
        np.copyto(phases[n], back, where=n < later)
    return np.ascontiguousarray(phases.transpose(1, 2, 0))


def _turned(angles: Tensor) -> Tensor:
    return torch.complex(torch.cos(angles), torch.sin(angles))


def _above(part: Tensor, edge: float) -> Tensor:
    """Return for each band what stands in (sounds, bands − 1, …) for the one above."""
    return torch.nn.functional.pad(part, (0, 0, 0, 1), value=edge)


def _below(part: Tensor, edge: float) -> Tensor:
    """Return for each band what stands for the one below."""
    return torch.nn.functional.pad(part, (0, 0, 1, 0), value=edge)


@torch.no_grad()
def heap_integrated(transform: NSGT, magnitudes: Tensor, seed: int = 0) -> Tensor:
    """Return coefficients (bands, frames) of one sound's magnitudes, their phases integrated along the loudest way."""
    onward, upward = (part.double().cpu().numpy() for part in slopes(transform, magnitudes))
    loud = magnitudes.double().cpu().numpy()
    phases = np.random.default_rng(seed).uniform(0.0, 2.0 * math.pi, loud.shape)
    waiting = loud > HEAP_FLOOR * loud.max()
    for first in np.argsort(-loud, axis=None):
        root = divmod(int(first), transform.frames)
        if not waiting[root]:
            if loud[root] <= HEAP_FLOOR * loud.max():
                break
            continue
        _spread(root, loud, phases, waiting, onward, upward)
    return torch.polar(magnitudes, torch.from_numpy(phases).to(magnitudes))


def _spread(
    root: tuple[int, int], loud: Doubles, phases: Doubles, waiting: NDArray[np.bool_], onward: Doubles, upward: Doubles
) -> None:
    """Give a phase to all that can be reached from a coefficient, the loudest first."""
    phases[root], waiting[root] = 0.0, False
    border = [(-loud[root], root)]
    while border:
        _, (k, n) = heapq.heappop(border)
        for there, turn in _neighbours(k, n, onward, upward):
            if waiting[there]:
                phases[there], waiting[there] = phases[k, n] + turn, False
                heapq.heappush(border, (-loud[there], there))


def _neighbours(k: int, n: int, onward: Doubles, upward: Doubles) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield a coefficient's neighbours, and how the phase changes on the way to each."""
    if n < onward.shape[1]:
        yield (k, n + 1), onward[k, n]
    if n:
        yield (k, n - 1), -onward[k, n - 1]
    if k < upward.shape[0]:
        yield (k + 1, n), upward[k, n]
    if k:
        yield (k - 1, n), -upward[k - 1, n]
