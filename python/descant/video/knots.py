"""Lissajous knots as curves in space, and how near each stretch of them is: what passes in front is seen."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from descant.video.space import Space

_SIZE = 0.31  # half an edge of the knot's box, in picture heights
_POINTS_PER_WAVE = 36
_RESIDUALS = 72
_LEVELS = 9


def knot(theta: NDArray[np.float64], n: tuple[int, ...], t: NDArray[np.float64]) -> Space:
    """Return ⟨cos(n_x t + a), cos(n_y t + b), cos(n_z t + c)⟩ in picture heights, (len(t), 3)."""
    phases = np.nan_to_num(np.remainder(theta, 2 * math.pi))
    points: Space = _SIZE * np.cos(t[:, None] * np.asarray(n, float) + phases)
    return points


def knot_line(theta: NDArray[np.float64], n: tuple[int, ...], start: float, end: float, coarse: int = 1) -> Space:
    """Return the knot between two fractions of its length; its ends meet from 0 to 1.

    `coarse` divides the number of points.
    """
    points = 1 + _POINTS_PER_WAVE // coarse * max(n)
    return knot(theta, n, 2 * math.pi * np.linspace(start, end, points))


def knot_residuals(theta: NDArray[np.float64], n: tuple[int, ...]) -> Space:
    """Return the ends of the residuals on this knot, (n, 3)."""
    return knot(theta, n, np.linspace(0, 2 * math.pi, _RESIDUALS, endpoint=False))


def stretches(depth: NDArray[np.float64]) -> Iterator[tuple[float, list[slice]]]:
    """Sort a line into stretches of about equal depth, the farthest first.

    Args:
        depth: z of each point, (n,); from -_SIZE√3 near to +_SIZE√3 far.

    Yields:
        Nearness from 0 to 1, and slices of the points that have it; a slice ends where the next begins.
    """
    reach = _SIZE * math.sqrt(2)
    middle = (depth[:-1] + depth[1:]) / 2
    level = np.clip(((reach - middle) / (2 * reach) * _LEVELS).astype(int), 0, _LEVELS - 1)
    edges = np.flatnonzero(np.diff(level)) + 1
    starts, ends = np.concatenate([[0], edges]), np.concatenate([edges, [len(level)]])
    for wanted in range(_LEVELS):
        chosen = np.flatnonzero(level[starts] == wanted)
        slices = [slice(int(starts[i]), int(ends[i]) + 1) for i in chosen]
        if slices:
            yield wanted / (_LEVELS - 1), slices
