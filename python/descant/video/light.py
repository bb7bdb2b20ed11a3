"""Drawing with light: anti-aliased strokes, their glow, and the dark halo that keeps them legible on video."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from descant.video.effects import Image

Line = NDArray[np.int32]
"""(n, 2), sixteenths of a pixel of the full picture, x right and y down: see `line`."""

Colour = tuple[float, float, float]
"""RGB, 0 to 255."""

_SUBPIXEL_BITS = 4
_FARTHEST_PX = 1e5  # fixed-point coordinates must stay far from overflow
_FAR = 2  # what is far away is drawn at half the size: cheaper, and softly out of focus
_GLOW = 4  # the glow is drawn at a quarter of the size
_MARGIN_PX = 64  # how far glow and halo reach beyond their lines
_GLOW_ON_VIDEO = 0.6  # on black the glow carries far, on a picture it would bleach


def line(points: NDArray[np.float64]) -> Line:
    """Return points in pixels, (n, 2), as strokes take them."""
    kept = np.minimum(np.maximum(points, -_FARTHEST_PX), _FARTHEST_PX)
    fixed: Line = np.rint(kept * (1 << _SUBPIXEL_BITS)).astype(np.int32)
    return fixed


class Light:
    """Layers of light, drawn afresh for each frame and then laid over a picture."""

    def __init__(self, width: int, height: int) -> None:
        """Make empty layers for a picture of that size."""
        self.width, self.height = width, height
        self._near, self._wide = _layer(width, height, 1), _layer(width, height, 1)
        self._far, self._soft = _layer(width, height, _FAR), _layer(width, height, _FAR)
        self._glow, self._blurred = _layer(width, height, _GLOW), _layer(width, height, _GLOW)
        self._shade = _layer(width, height, _GLOW)
        self._top, self._bottom = height, 0  # the rows that have light, in pixels

    def clear(self) -> None:
        """Begin a frame."""
        rows = self._rows()
        for layer, scale in ((self._near, 1), (self._far, _FAR), (self._glow, _GLOW), (self._shade, _GLOW)):
            layer[rows.start // scale : -(-rows.stop // scale)] = 0
        self._top, self._bottom = self.height, 0

    def stroke(self, lines: Sequence[Line], colour: Colour, thickness_px: float) -> None:
        """Draw sharp open lines; later ones cover earlier ones."""
        self._reach(lines)
        thickness = max(1, round(thickness_px))
        cv2.polylines(self._near, lines, False, colour, thickness, cv2.LINE_AA, _SUBPIXEL_BITS)

    def cut(self, lines: Sequence[Line], thickness_px: float) -> None:
        """Take the light away along lines, so that what crosses in front stands clear of what is behind."""
        cv2.polylines(self._near, lines, False, (0, 0, 0), round(thickness_px), cv2.LINE_8, _SUBPIXEL_BITS)

    def distant(self, lines: Sequence[Line], colour: Colour, thickness_px: float) -> None:
        """Draw lines far away, slightly out of focus."""
        self._reach(lines)
        thickness = max(1, round(thickness_px / _FAR))
        smaller = [part // _FAR for part in lines]
        cv2.polylines(self._far, smaller, False, colour, thickness, cv2.LINE_AA, _SUBPIXEL_BITS)

    def glow(self, lines: Sequence[Line], colour: Colour, thickness_px: float) -> None:
        """Let light spread around lines."""
        self._blur_to_be(self._glow, lines, colour, thickness_px)

    def shade(self, lines: Sequence[Line], strength: float, thickness_px: float) -> None:
        """Darken whatever lies behind lines; `strength` from 0 to 1."""
        self._blur_to_be(self._shade, lines, (255 * strength,) * 3, thickness_px)

    def _blur_to_be(self, layer: Image, lines: Sequence[Line], colour: Colour, thickness_px: float) -> None:
        self._reach(lines)
        thickness = max(1, round(thickness_px / _GLOW))
        smaller = [part // _GLOW for part in lines]
        cv2.polylines(layer, smaller, False, colour, thickness, cv2.LINE_8, _SUBPIXEL_BITS)

    def _reach(self, lines: Sequence[Line]) -> None:
        """Remember which rows have light."""
        for part in lines:
            ys = part[:, 1]
            self._top = min(self._top, int(ys.min()) >> _SUBPIXEL_BITS)
            self._bottom = max(self._bottom, int(ys.max()) >> _SUBPIXEL_BITS)

    def _rows(self) -> slice:
        """Return the rows that light or halo can reach; both ends are multiples of every layer's scale."""
        top = max(0, self._top - _MARGIN_PX) // _GLOW * _GLOW
        bottom = min(self.height, -(-(self._bottom + _MARGIN_PX) // _GLOW) * _GLOW)
        return slice(top, max(top, bottom))

    def over_black(self, out: Image) -> None:
        """Write the light on black into `out`, (height, width, 3)."""
        out.fill(0)
        rows = self._rows()
        if rows.stop > rows.start:
            self._spread(rows, 1.0)
            cv2.add(self._near[rows], self._wide[rows], dst=out[rows])

    def over(self, picture: Image) -> None:
        """Lay the light over `picture`, in place, with a soft dark halo below it."""
        rows = self._rows()
        if rows.stop <= rows.start:
            return
        part = picture[rows]
        self._halo(rows, part)
        self._spread(rows, _GLOW_ON_VIDEO)
        cv2.add(part, self._wide[rows], dst=part)
        # Where a line is, the brighter of the two: adding would bleach red to pink on white keys.
        cv2.max(part, self._near[rows], dst=part)

    def _spread(self, rows: slice, gain: float) -> None:
        """Blur the glow and bring it and the distant lines to full size, in `_wide`."""
        quarter, half = _scaled(rows, _GLOW), _scaled(rows, _FAR)
        blurred, soft = self._blurred[quarter], self._soft[half]
        cv2.blur(self._glow[quarter], (5, 5), dst=blurred)
        cv2.blur(blurred, (9, 9), dst=blurred)
        cv2.resize(blurred, soft.shape[1::-1], dst=soft)
        cv2.addWeighted(soft, gain, self._far[half], 1.0, 0.0, dst=soft)
        wide = self._wide[rows]
        cv2.resize(soft, wide.shape[1::-1], dst=wide)

    def _halo(self, rows: slice, part: Image) -> None:
        """Multiply the picture by what the shade leaves."""
        blurred, wide = self._blurred[_scaled(rows, _GLOW)], self._wide[rows]
        cv2.blur(self._shade[_scaled(rows, _GLOW)], (5, 5), dst=blurred)
        cv2.blur(blurred, (5, 5), dst=blurred)
        cv2.bitwise_not(blurred, dst=blurred)
        cv2.resize(blurred, wide.shape[1::-1], dst=wide)
        cv2.multiply(part, wide, dst=part, scale=1 / 255)


def _layer(width: int, height: int, scale: int) -> Image:
    return np.zeros((-(-height // scale), -(-width // scale), 3), np.uint8)


def _scaled(rows: slice, scale: int) -> slice:
    return slice(rows.start // scale, -(-rows.stop // scale))


def mixed(a: Colour, b: Colour, amount: float, gain: float = 1.0) -> Colour:
    """Return the colour `amount` of the way from `a` to `b`, times `gain`."""
    r, g, bl = (gain * (x + (y - x) * amount) for x, y in zip(a, b, strict=True))
    return (min(255.0, r), min(255.0, g), min(255.0, bl))
