"""Curves in space: target and learner over x from -1 to 1, a cubic's or any function's, and what lies between them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from descant.video.space import Space

_HALF_WIDTH = 0.74  # picture heights
_HALF_HEIGHT = 0.44  # what no y goes beyond
_KNEE = 1.05  # the y at which the soft limit begins to be felt
_POINTS = 121
_RESIDUALS = 41


def cubic(theta: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a·x³ + b·x² + c·x + d; whatever is not finite is drawn at the limit."""
    a, b, c, d = np.nan_to_num(np.clip(theta, -1e6, 1e6))
    y: NDArray[np.float64] = ((a * x + b) * x + c) * x + d
    return y


def sampled(values: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a function at x that is known by its values at equal steps from -1 to 1."""
    known = np.nan_to_num(np.clip(values, -1e6, 1e6))
    y: NDArray[np.float64] = np.interp(x, np.linspace(-1.0, 1.0, len(known)), known)
    return y


CURVES: dict[str, Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]] = {
    "cubic": cubic,
    "function": sampled,
}
"""Form → the curve that its numbers stand for, at x."""


def soft_limit(y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return picture heights for values of y: nearly linear to 1, never beyond the picture."""
    return _HALF_HEIGHT * y / np.hypot(_KNEE, y)


def curve_line(form: str, theta: NDArray[np.float64], start: float, end: float, coarse: int = 1) -> Space:
    """Return the curve between two fractions of its width, (n, 3); `coarse` divides the number of points."""
    return _placed(form, theta, np.linspace(2 * start - 1, 2 * end - 1, _POINTS // coarse))


def curve_residuals(form: str, theta: NDArray[np.float64]) -> Space:
    """Return the ends of the residuals on this curve, (n, 3)."""
    return _placed(form, theta, np.linspace(-1, 1, _RESIDUALS))


def _placed(form: str, theta: NDArray[np.float64], x: NDArray[np.float64]) -> Space:
    return np.stack([_HALF_WIDTH * x, soft_limit(CURVES[form](theta, x)), np.zeros_like(x)], 1)
