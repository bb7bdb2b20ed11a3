"""The picture's two effects: `shift` moves its planes apart, `bend` moves its pixels along waves.

Images are RGB, uint8, (height, width, 3). x runs right and y runs down; lengths are in picture heights.
The scratch memory is kept from frame to frame, because fresh pages cost more than the arithmetic.
"""

import math
import threading
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Form = Literal["waves", "paper"]
Map = NDArray[np.float32]

_scratch = threading.local()


def _kept(name: str, shape: tuple[int, ...], kind: Any) -> NDArray[Any]:
    """Return this thread's scratch array of that name, made anew only when its shape changes."""
    array: NDArray[Any] | None = getattr(_scratch, name, None)
    if array is None or array.shape != shape:
        array = np.empty(shape, kind)
        setattr(_scratch, name, array)
    return array


def shift(image: Image, red: float, green: float, blue: float, *, out: Image | None = None) -> Image:
    """Translate the red, green and blue planes along 0°, 120° and 240°, with sub-pixel precision.

    Args:
        image: RGB, uint8, (height, width, 3).
        red, green, blue: how far, in picture heights; edges are replicated.
        out: where to write; a new array without it. It must not be `image`.

    Returns:
        `image` itself where all three are 0, else `out`.
    """
    if red == 0 and green == 0 and blue == 0:
        return image
    import cv2  # loaded only by what draws

    height, width = image.shape[:2]
    out = np.empty_like(image) if out is None else out
    planes = [_kept(f"plane_{n}", (height, width), np.uint8) for n in range(3)]
    cv2.split(image, planes)
    for n, amount in enumerate((red, green, blue)):
        angle = math.radians(120 * n)
        dx, dy = amount * height * math.cos(angle), amount * height * math.sin(angle)
        if n == 0:
            dy = 0.0
        planes[n] = _translated(planes[n], dx, dy, _kept(f"moved_{n}", (height, width), np.uint8))
    cv2.merge(planes, out)
    return out


def _translated(plane: Image, dx: float, dy: float, out: Image) -> Image:
    """Translate one plane by (dx, dy) pixels into `out`: fraction by a two-tap filter, rest by copying."""
    if dx == 0 and dy == 0:
        return plane
    import cv2  # loaded only by what draws

    (whole_x, taps_x), (whole_y, taps_y) = _split_shift(dx), _split_shift(dy)
    filtered = _kept("filtered", plane.shape, np.uint8)
    cv2.sepFilter2D(plane, -1, taps_x, taps_y, dst=filtered, borderType=cv2.BORDER_REPLICATE)
    _copy_moved(filtered, whole_x, whole_y, out)
    return out


def _split_shift(pixels: float) -> tuple[int, NDArray[np.float32]]:
    """Split a shift into whole pixels and three filter taps; both towards zero, so that edges stay exact."""
    whole = math.trunc(pixels)
    part = abs(pixels - whole)
    # Correlation reads at x - 1, x, x + 1; content that moves right is read from the left.
    taps = (part, 1 - part, 0.0) if pixels >= 0 else (0.0, 1 - part, part)
    return whole, np.array(taps, np.float32)


def _copy_moved(plane: Image, dx: int, dy: int, out: Image) -> None:
    """Copy `plane` moved by whole pixels into `out`, repeating its edges."""
    height, width = plane.shape
    dx, dy = max(-(width - 1), min(width - 1, dx)), max(-(height - 1), min(height - 1, dy))
    y0, y1, x0, x1 = max(dy, 0), height + min(dy, 0), max(dx, 0), width + min(dx, 0)
    out[y0:y1, x0:x1] = plane[y0 - dy : y1 - dy, x0 - dx : x1 - dx]
    out[y0:y1, :x0] = out[y0:y1, x0 : x0 + 1]
    out[y0:y1, x1:] = out[y0:y1, x1 - 1 : x1]
    out[:y0] = out[y0]
    out[y1:] = out[y1 - 1]


def bend(
    image: Image,
    g1: float,
    g2: float,
    depth: float = 0.08,
    wavelength: float = 0.4,
    *,
    form: Form = "waves",
    out: Image | None = None,
) -> Image:
    """Displace the pixels along waves that slide with the first two partial gradients.

    What was at (x, y) goes, to first order, to (x + dx(y), y + dy(x)): the result at (x, y) is read
    at (x - dx(y), y - dy(x)), bilinear, edges replicated. With form ``waves``,
    dx = depth · (cos(2πy/wavelength + 4 g1) - cos(2πy/wavelength)), dy likewise with x and g2; with
    ``paper``, depth · (cos g1 - 1, cos g2 - 1) everywhere.

    Args:
        image: RGB, uint8, (height, width, 3).
        g1, g2: partial gradients.
        depth, wavelength: in picture heights.
        form: ``waves`` or ``paper``.
        out: where to write; a new array without it. It must not be `image`.

    Returns:
        `image` itself where nothing is displaced, else `out`.
    """
    if (g1 == 0 and g2 == 0) or depth == 0:
        return image
    import cv2  # loaded only by what draws

    map_x, map_y = _maps(image.shape[:2], (g1, g2), depth, wavelength, form)
    out = np.empty_like(image) if out is None else out
    cv2.remap(image, map_x, map_y, cv2.INTER_LINEAR, dst=out, borderMode=cv2.BORDER_REPLICATE)
    return out


def displacement(
    positions: NDArray[np.float64], gradient: float, depth: float, wavelength: float, form: Form
) -> NDArray[np.float64]:
    """Return by how much pixels move along one axis, for positions along the other; all in picture heights."""
    if form == "paper":
        return np.full(len(positions), depth * (math.cos(gradient) - 1))
    phase = positions * (2 * math.pi / wavelength)
    moved: NDArray[np.float64] = depth * (np.cos(phase + 4 * gradient) - np.cos(phase))
    return moved


def _maps(
    shape: tuple[int, ...], gradient: tuple[float, float], depth: float, wavelength: float, form: Form
) -> tuple[Map, Map]:
    """Return where each pixel is read, in pixels; the maps of the last call where it asked for the same."""
    asked = (shape, gradient, depth, wavelength, form)
    if getattr(_scratch, "asked", None) != asked:
        height, width = shape
        dx, dy = (
            (height * displacement(np.arange(length) / height, g, depth, wavelength, form)).astype(np.float32)
            for length, g in zip(shape, gradient, strict=True)
        )
        columns, rows = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
        map_x, map_y = _kept("map_x", (height, width), np.float32), _kept("map_y", (height, width), np.float32)
        np.subtract(columns, dx[:, None], out=map_x)
        np.subtract(rows[:, None], dy, out=map_y)
        _scratch.maps = map_x, map_y
        _scratch.asked = asked
    maps: tuple[Map, Map] = _scratch.maps
    return maps
