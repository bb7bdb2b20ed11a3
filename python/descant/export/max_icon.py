"""The package's pictures, drawn here: a knot whose three colours are not yet one, as `shift` shows it."""

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

SIZE = 512
WAVES = (3, 4, 7)  # n of the knot: x, y and depth
PHASES = (0.7, 0.2, 0.0)
APART = 0.018  # of the picture's side: how far the planes are from each other
_GROUND = (30, 24, 22)  # blue, green, red
_FINER = 4  # drawn so much larger, then made smaller


def knot(size: int = SIZE, *, ground: bool = True) -> Image:
    """Return the picture, size × size × 4 pixels, blue green red and cover."""
    large = size * _FINER
    planes = [_plane(large, 2 * np.pi * k / 3) for k in (2, 1, 0)]  # blue, green, red
    lit = cv2.resize(np.dstack(planes), (size, size), interpolation=cv2.INTER_AREA).astype(np.float64) / 255
    behind = np.array(_GROUND, np.float64) / 255
    colors = 1 - (1 - lit) * (1 - behind)
    cover = _rounded(large, size) if ground else np.max(lit, axis=2)
    if not ground:
        colors = np.divide(lit, cover[..., None], out=np.zeros_like(lit), where=cover[..., None] > 0)
    return np.round(np.dstack([colors, cover]) * 255).astype(np.uint8)


def _plane(large: int, angle: float) -> Image:
    """Return the knot in one colour, moved along an angle."""
    t = np.linspace(0, 2 * np.pi, 2401)
    x, y, depth = (np.cos(n * t + phase) for n, phase in zip(WAVES, PHASES, strict=True))
    moved = np.array([np.cos(angle), np.sin(angle)]) * APART
    points = (0.5 + 0.34 * np.column_stack([x, y]) + moved) * large
    plane = np.zeros((large, large), np.uint8)
    for n in range(len(t) - 1):
        width = round(large * (0.02 + 0.006 * depth[n]))
        ends = [tuple(round(v) for v in points[m]) for m in (n, n + 1)]
        cv2.line(plane, ends[0], ends[1], 255, width, cv2.LINE_AA)
    return plane


def _rounded(large: int, size: int) -> NDArray[np.float64]:
    """Return the cover of a square with round corners, 0 to 1."""
    radius = large // 6
    cover = np.zeros((large, large), np.uint8)
    cv2.rectangle(cover, (radius, 0), (large - radius, large), 255, -1)
    cv2.rectangle(cover, (0, radius), (large, large - radius), 255, -1)
    for x in (radius, large - radius):
        for y in (radius, large - radius):
            cv2.circle(cover, (x, y), radius, 255, -1)
    return cv2.resize(cover, (size, size), interpolation=cv2.INTER_AREA).astype(np.float64) / 255


def png(image: Image) -> bytes:
    """Return the file of a picture."""
    done, packed = cv2.imencode(".png", image)
    if not done:
        raise OSError("the picture cannot be written")
    return packed.tobytes()
