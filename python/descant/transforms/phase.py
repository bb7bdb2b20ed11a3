"""Phase for magnitudes that have none: what a model draws becomes a sound.

For a bell-shaped window the phase's slopes follow from the logarithm s of the magnitudes: along time 2πf + ∂s/∂f / γ,
along frequency −γ · ∂s/∂t, with γ = κ / (a side of the window in Hz)². Průša, Balazs & Søndergaard (2017) integrate
them along the loudest way, with a heap; Průša & Holighaus (2017) do so in filter banks, where each band has a γ of its
own. `heap_integrated` is that. `swept` is ours, for many sounds at once: from the loudest frame, whose bands are all
joined, frame by frame to both sides, each coefficient from the loudest of its band and the two neighbours one frame
before.
"""

import heapq
import math
from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from descant.transforms.nsgt import NSGT

FLOOR = 1e-6  # of the peak: there is no logarithm of nothing
HEARD = 1e-4  # of the peak: the sweep ends where all is softer
HEAP_FLOOR = 1e-5  # of the peak: what is softer gets a phase by chance

Doubles = NDArray[np.float64]
Turns = NDArray[np.complexfloating]
Whole = NDArray[np.integer]
Place = tuple[int, int]  # band and frame
Array = TypeVar("Array")


class Slopes(NamedTuple, Generic[Array]):
    """How the phase changes from each coefficient to its neighbours, in radians."""

    onward: Array  # (…, bands, frames − 1): to the next frame, whole turns left out
    upward: Array  # (…, bands − 1, frames): to the next band


def slopes(transform: NSGT, magnitudes: Tensor) -> Slopes[Tensor]:
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
    """Return coefficients (…, bands, frames) of these magnitudes, phases swept from the loudest frame outwards."""
    sounds = magnitudes.cpu().reshape(math.prod(magnitudes.shape[:-2]), transform.bands, transform.frames)
    if not len(sounds):
        return torch.complex(magnitudes, magnitudes)
    opened = [_opened(loud) for loud in sounds]
    found = torch.stack([torch.complex(loud, torch.zeros_like(loud)) for _, loud in opened])
    shape = (transform.frames, len(sounds), transform.bands)
    sources = np.tile(np.arange(len(sounds) * transform.bands).reshape(shape[1:]), (transform.frames, 1, 1))
    turns = np.ones(shape, found.numpy().dtype)
    heard = [_heard(loud) for _, loud in opened]
    for number, (part, (_, loud)) in enumerate(zip(heard, opened, strict=True)):  # one by one they stay in the cache
        within, onward = _columns(transform, loud[:, part])
        found[number, :, part] *= _turned(within)
        turns[part, number] = _turned(onward).numpy().T
        sources[part, number] += _ways(loud[:, part]).numpy().T
    starts = np.array([int(loud.square().sum(0).argmax()) for _, loud in opened])
    phases = _outward(sources[: max(part.stop for part in heard)], turns, starts)
    for number, (part, (first, _)) in enumerate(zip(heard, opened, strict=True)):
        found[number, :, part] *= torch.from_numpy(phases[part, number].T)
        found[number] = found[number].roll(first, -1)
    return found.reshape(magnitudes.shape).to(magnitudes.device)


def _opened(loud: Tensor) -> tuple[int, Tensor]:
    """Return the softest frame of a sound (bands, frames), which goes round, and the sound from there on."""
    first = int(loud.square().sum(0).argmin())
    return first, loud.roll(-first, -1)


def _heard(loud: Tensor) -> slice:
    """Return the frames of a sound (bands, frames) outside of which all is too soft to be heard; two at least."""
    peaks = loud.amax(0)
    heard = torch.nonzero(peaks > HEARD * peaks.max())
    if not len(heard):
        return slice(0, 2)
    first = min(int(heard[0]), len(peaks) - 2)
    return slice(first, max(int(heard[-1]) + 1, first + 2))


def _columns(transform: NSGT, loud: Tensor) -> tuple[Tensor, Tensor]:
    """Return each phase against its frame's lowest band, and what it gains against that from the frame before."""
    onward, upward = slopes(transform, loud)
    within = torch.cat([torch.zeros_like(upward[:1]), upward.cumsum(0)])
    gains = within.clone()
    gains[:, 1:] = onward + within[:, :-1] - within[:, 1:]
    return within, gains


def _turned(angles: Tensor) -> Tensor:
    """Return e^{jφ}: three times as fast as torch.polar, and whole turns first taken off spare sine and cosine work."""
    rest = angles - 2.0 * math.pi * torch.round(angles * (0.5 / math.pi))
    return torch.complex(torch.cos(rest), torch.sin(rest))


def _ways(loud: Tensor) -> Tensor:
    """Return which band each coefficient (bands, frames) follows: 1 the one above, −1 the one below, 0 its own."""
    louder_above = loud[1:] > loud[:-1]
    edge = torch.zeros_like(louder_above[:1])
    climbs = torch.cat([louder_above, edge])
    drops = torch.cat([edge, ~louder_above]) & ~climbs
    return climbs.to(torch.int8) - drops.to(torch.int8)


def _outward(sources: Whole, turns: Turns, starts: Whole) -> Turns:
    """Return the phases against their frames' lowest bands, (frames, sounds, bands) as e^{jφ}; 1 at the starts.

    As many frames as there are sources, and no more.
    """
    phases = np.empty(sources.shape, turns.dtype)
    first, last = int(starts.min()), int(starts.max())
    begun = starts[:, None]
    phases[: last + 1] = 1.0
    turned = np.empty_like(turns[0])
    for n in range(first + 1, len(phases)):
        np.multiply(phases[n - 1], turns[n], out=turned)
        turned.take(sources[n], out=phases[n], mode="clip")  # without "clip" numpy takes a copy first
        if n <= last:
            phases[n, starts >= n] = 1.0
    for n in reversed(range(last)):
        back = (phases[n + 1] * turns[n + 1].conj()).take(sources[n])
        np.copyto(phases[n], back, where=n < begun)
    return phases


@torch.no_grad()
def heap_integrated(transform: NSGT, magnitudes: Tensor, seed: int = 0) -> Tensor:
    """Return coefficients (bands, frames) of one sound's magnitudes, their phases integrated along the loudest way.

    It takes a second where `swept` takes a few milliseconds, and is here to be compared with.
    """
    first, opened = _opened(magnitudes)
    onward, upward = (part.double().cpu().numpy() for part in slopes(transform, opened))
    loud = opened.double().cpu().numpy()
    phases = np.random.default_rng(seed).uniform(0.0, 2.0 * math.pi, loud.shape)
    waiting = loud > HEAP_FLOOR * loud.max()
    for place in np.argsort(-loud, axis=None)[: np.count_nonzero(waiting)]:
        root = divmod(int(place), transform.frames)
        if waiting[root]:
            phases[root], waiting[root] = 0.0, False
            _spread(root, loud, phases, waiting, Slopes(onward, upward))
    return torch.polar(magnitudes, torch.from_numpy(phases).to(magnitudes).roll(first, -1))


def _spread(root: Place, loud: Doubles, phases: Doubles, waiting: NDArray[np.bool_], by: Slopes[Doubles]) -> None:
    """Give a phase to all that can be reached from a coefficient, the loudest first."""
    border = [(-loud[root], root)]
    while border:
        _, place = heapq.heappop(border)
        for there, turn in _neighbours(place, by):
            if waiting[there]:
                phases[there], waiting[there] = phases[place] + turn, False
                heapq.heappush(border, (-loud[there], there))


def _neighbours(place: Place, by: Slopes[Doubles]) -> Iterator[tuple[Place, float]]:
    """Yield a coefficient's neighbours, and how the phase changes on the way to each."""
    k, n = place
    if n < by.onward.shape[1]:
        yield (k, n + 1), by.onward[k, n]
    if n:
        yield (k, n - 1), -by.onward[k, n - 1]
    if k < by.upward.shape[0]:
        yield (k + 1, n), by.upward[k, n]
    if k:
        yield (k - 1, n), -by.upward[k - 1, n]
