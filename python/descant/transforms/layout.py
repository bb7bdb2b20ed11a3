"""How bands become rows of equal length, and where in the rows each bin of the spectrum lies.

A band with L bins is sampled without loss by any M ≥ L frames (the painless case): bin b of the spectrum becomes bin
b mod M of a row, whose inverse FFT is the band's own signal at M instants. Rows of one length stand in one group and
share one FFT.
"""

import math
from dataclasses import dataclass

import numpy as np

from descant.transforms.scales import Floats
from descant.transforms.windows import Band

LEAST_FRAMES = 32  # shorter rows would make more groups of less work than calling for it costs
ALIKE = math.sqrt(2.0)  # how much wider the widest band of a group may be than its narrowest
HALVINGS = 3  # how often a nested group may have half the frames of the next


@dataclass(frozen=True)
class Group:
    """Rows of one length, one after the other."""

    bands: tuple[int, ...]  # rising
    frames: int
    begin: int  # of its first row's first place, all rows of all groups in one line


@dataclass(frozen=True)
class Slot:
    """Bins from `first` on, and what one band gives to each of them: the place in the rows, and how much of it."""

    first: int
    places: np.ndarray
    weights: Floats


@dataclass(frozen=True)
class Layout:
    """The tables of a transform of P samples."""

    groups: tuple[Group, ...]
    bins: np.ndarray  # for each place in the rows, which bin it takes
    weights: Floats  # and how much of it; 0 where a row is longer than its band
    slots: tuple[Slot, ...]  # the way back
    bounds: tuple[float, float]  # of the frame, see `Transform.bounds`


def smooth(least: int) -> int:
    """Return the first even number from `least` that has no prime factor above 5: its FFT is fast."""
    number = max(least + least % 2, 2)
    while True:
        rest = number
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return number
        number += 2


def matrix_groups(bands: list[Band], least_frames: int) -> tuple[Group, ...]:
    """Return one group: as many frames for each band as the widest needs, or more."""
    frames = smooth(max(least_frames, *(len(band.window) for band in bands)))
    return (Group(tuple(range(len(bands))), frames, 0),)


def compact_groups(bands: list[Band], least_frames: int) -> tuple[Group, ...]:
    """Return groups, few frames first, of bands about equally wide."""
    least = max(least_frames, LEAST_FRAMES)
    rest = sorted(range(len(bands)), key=lambda k: -len(bands[k].window))
    found: list[tuple[int, list[int]]] = []
    while rest:
        widest = len(bands[rest[0]].window)
        kept = [k for k in rest if len(bands[k].window) * ALIKE > widest or widest <= least]
        found.append((smooth(max(widest, least)), sorted(kept)))
        rest = rest[len(kept) :]
    groups, begin = [], 0
    for frames, numbers in reversed(found):
        groups.append(Group(tuple(numbers), frames, begin))
        begin += frames * len(numbers)
    return tuple(groups)


def nested_groups(bands: list[Band], least_frames: int) -> tuple[Group, ...]:
    """Return groups of neighbours, few frames first, each with twice as many as the one before, or a power of that."""
    widest = max(least_frames, *(len(band.window) for band in bands))
    fewest, frames = smooth(math.ceil(widest / 2**HALVINGS)), list[int]()
    for band in bands:
        count = frames[-1] if frames else fewest
        while count < len(band.window):
            count *= 2
        frames.append(count)
    groups, begin = [], 0
    for count in sorted(set(frames)):
        own = tuple(k for k, other in enumerate(frames) if other == count)
        groups.append(Group(own, count, begin))
        begin += count * len(own)
    return tuple(groups)


def layout(bands: list[Band], groups: tuple[Group, ...], samples: int) -> Layout:
    """Return the tables both ways.

    A band's window, twice over the number of samples, makes of the spectrum of A·cos(ωt) a row whose inverse FFT
    (without a factor) has magnitude A at the centre: bins take part once with their mirror, 0 Hz and half the sample
    rate have none. The way back weighs each band by the same window over the sum of what all bands took of a bin,
    which is the canonical dual where a coefficient counts for the time it stands for.
    """
    last = samples // 2
    end = groups[-1].begin + groups[-1].frames * len(groups[-1].bands)
    bins, weights = np.zeros(end, np.int64), np.zeros(end)
    places: list[np.ndarray] = [np.zeros(0)] * len(bands)
    scale = np.full(last + 1, 2.0 / samples)
    scale[[0, last]] = 1.0 / samples
    for group in groups:
        for row, k in enumerate(group.bands):
            taken = bands[k].bins()
            places[k] = group.begin + row * group.frames + taken % group.frames
            bins[places[k]] = taken
            weights[places[k]] = bands[k].window * scale[taken]
    power = np.zeros(last + 1)
    for band in bands:
        power[band.bins()] += band.window**2
    slots = _slots(bands, places, 1.0 / (power * scale))
    return Layout(groups, bins, weights, slots, (float(power.min()), float(power.max())))


def _slots(bands: list[Band], places: list[np.ndarray], dual: Floats) -> tuple[Slot, ...]:
    """Return what gives the spectrum back: as many slots as bands at most meet in a bin."""
    count = np.zeros(len(dual), np.int64)
    tables: list[tuple[np.ndarray, Floats]] = []
    for band, place in zip(bands, places, strict=True):
        taken = band.bins()
        values = band.window * dual[taken]
        for depth in np.unique(count[taken]):
            if depth == len(tables):
                tables.append((np.full(len(dual), -1), np.zeros(len(dual))))
            here = count[taken] == depth
            tables[depth][0][taken[here]] = place[here]
            tables[depth][1][taken[here]] = values[here]
        count[taken] += 1
    slots = []
    for where, much in tables:
        used = np.flatnonzero(where >= 0)
        span = slice(used[0], used[-1] + 1)
        slots.append(Slot(int(used[0]), np.maximum(where[span], 0), much[span]))
    return tuple(slots)
