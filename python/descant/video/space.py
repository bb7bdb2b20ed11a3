"""The stage's space: pairs of curves on a carousel, seen by a camera. Lengths are in picture heights."""

import math

import numpy as np
from numpy.typing import NDArray

Space = NDArray[np.float64]
"""(n, 3): x right, y up, z away from the viewer."""

_DISTANCE = 2.6  # from the camera to the front of the carousel
_RADIUS = 0.80
_LIFT = 0.26  # how much higher a thing appears for each height that it is farther away
_FIRST_DEGREES = 56.0  # the first turn clears the front
_REST_DEGREES = 265.0  # what any number of further turns add up to: the oldest never meets the newest
_RATIO = 0.83  # of each turn to the one before


class Camera:
    """Projects the space to pixels."""

    def __init__(self, width: int, height: int) -> None:
        """Look at the middle of a picture of that size."""
        self._centre = np.array([width / 2, height / 2])
        self._height = height

    def seen(self, points: Space) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return pixels (n, 2) and how large things appear there (n,), 1 at the front."""
        scale = _DISTANCE / np.maximum(_DISTANCE + points[:, 2], 0.1)
        x = points[:, 0] * scale
        y = (points[:, 1] + _LIFT * np.maximum(points[:, 2], 0)) * scale
        return self._centre + self._height * np.stack([x, -y], 1), scale


def on_carousel(points: Space, slot: float, size: float) -> Space:
    """Turn points made for the front about the carousel's vertical axis, to the place `slot`.

    Args:
        points: as they are at the front, place 0.
        slot: how many places they have moved on; fractions are between places.
        size: how large they become away from the front.
    """
    if slot <= 0:
        return points
    away = min(slot, 1.0)
    angle = math.radians(_FIRST_DEGREES * away + _REST_DEGREES * (1 - _RATIO ** max(0.0, slot - 1)))
    scale = 1 + (size - 1) * away
    sine, cosine = math.sin(angle), math.cos(angle)
    x, w = scale * points[:, 0], scale * points[:, 2] - _RADIUS
    return np.stack([x * cosine - w * sine, scale * points[:, 1], _RADIUS + x * sine + w * cosine], 1)


def turned(points: Space, spin: float, tilt: float) -> Space:
    """Turn points about the vertical axis by `spin`, then towards the viewer by `tilt`, in radians."""
    s, c = math.sin(spin), math.cos(spin)
    x, z = points[:, 0] * c + points[:, 2] * s, points[:, 2] * c - points[:, 0] * s
    s, c = math.sin(tilt), math.cos(tilt)
    return np.stack([x, points[:, 1] * c + z * s, z * c - points[:, 1] * s], 1)
