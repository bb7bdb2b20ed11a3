"""Bubbles: each rises from a struck key, magnifies the video and bends it by the gradient of its own step."""

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from descant.video.effects import Form, Image, displacement
from descant.video.glsl import MOST_BUBBLES
from descant.video.motion import arrival, ramp

_MAGNIFY = 0.62  # source pixels for each pixel at the bubble's middle
_RIM = np.array([255, 236, 206], np.float32)
_RISE = 0.62  # picture heights in a life
_SMALLEST = 0.35  # of the full size, for the softest note


@dataclass(frozen=True, slots=True)
class Bubble:
    """What one bubble keeps from the moment of its step."""

    born: float
    x: float  # pixels
    y: float  # pixels
    radius: float  # pixels, full-grown
    life: float  # seconds
    gradient: tuple[float, float]
    depth: float  # picture heights
    wavelength: float  # picture heights
    form: Form
    sway: float  # phase, radians


@dataclass(frozen=True, slots=True)
class _Lens:
    """The shape of a bubble of some radius: where it reads, how opaque it is, how much light its rim adds."""

    read: NDArray[np.float32]  # (size, size): where it reads along x, in pixels from the middle; y is its transpose
    opacity: Image  # (size, size, 3)
    rim: Image  # (size, size, 3)


class Bubbles:
    """All bubbles in the air."""

    def __init__(self, width: int, height: int) -> None:
        """Rise through pictures of that size."""
        self._width, self._height = width, height
        self._bubbles: list[Bubble] = []

    def launch(self, bubble: Bubble) -> None:
        """Let one go; the oldest makes room when there are too many."""
        self._bubbles = [b for b in self._bubbles if bubble.born < b.born + b.life][-(MOST_BUBBLES - 1) :]
        self._bubbles.append(bubble)

    def draw(self, time: float, video: Image, picture: Image) -> None:
        """Draw every bubble into `picture`, textured by `video`; both (height, width, 3)."""
        for bubble in self._bubbles:
            age = (time - bubble.born) / bubble.life
            if 0 <= age < 1:
                self._draw_one(bubble, time, video, picture)

    def position(self, bubble: Bubble, time: float) -> tuple[float, float, float, float]:
        """Return x, y and radius in pixels and opacity from 0 to 1."""
        seconds = time - bubble.born
        age = seconds / bubble.life
        swing = 0.022 * self._height * ramp(age, 0.0, 0.3)
        x = bubble.x + swing * math.sin(bubble.sway + 1.7 * seconds)
        y = bubble.y - _RISE * self._height * (0.35 * arrival(age, 0, 1) + 0.65 * age)
        radius = bubble.radius * (0.35 + 0.65 * arrival(seconds, 0, 0.5)) * (1 + 0.12 * age)
        return x, y, radius, 1 - ramp(age, 0.45, 0.55)

    def _draw_one(self, bubble: Bubble, time: float, video: Image, picture: Image) -> None:
        x, y, radius, opacity = self.position(bubble, time)
        lens = _lens(max(4, round(radius)))
        size = len(lens.read)
        left, top = round(x) - size // 2, round(y) - size // 2
        x0, x1 = max(0, left), min(self._width, left + size)
        y0, y1 = max(0, top), min(self._height, top + size)
        if x0 >= x1 or y0 >= y1:
            return
        inside = self._texture(bubble, lens, (left + size / 2, top + size / 2), video)
        part = np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
        target = picture[y0:y1, x0:x1]
        shown = cv2.convertScaleAbs(lens.opacity[part], alpha=opacity)
        kept = cv2.multiply(target, cv2.bitwise_not(shown), scale=1 / 255)
        own = cv2.multiply(inside[part], shown, scale=1 / 255)
        light = cv2.convertScaleAbs(lens.rim[part], alpha=opacity)
        target[:] = cv2.add(cv2.add(kept, own), light)

    def _texture(self, bubble: Bubble, lens: _Lens, middle: tuple[float, float], video: Image) -> Image:
        """Return the video as seen through the bubble, (size, size, 3)."""
        size = len(lens.read)
        # The bubble has the wave of a whole picture in it, so that a small one shows its error too.
        across = np.linspace(0, 1, size)
        dx, dy = (
            0.9 * size * displacement(across, gradient, bubble.depth, bubble.wavelength, bubble.form)
            for gradient in bubble.gradient
        )
        map_x = lens.read + (middle[0] - dx).astype(np.float32)[:, None]
        map_y = lens.read.T + (middle[1] - dy).astype(np.float32)
        seen = cv2.remap(video, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen, np.uint8)


@lru_cache(maxsize=128)
def _lens(radius: int) -> _Lens:
    """Return the lens of that radius in pixels, with a pixel of air around it."""
    size = 2 * radius + 3
    read = np.arange(size, dtype=np.float32) - size // 2
    x, y = np.meshgrid(read / radius, read / radius)
    r = np.hypot(x, y)
    edge = np.clip((1 - r) * radius + 0.5, 0, 1)
    swell = (_MAGNIFY + (1.15 - _MAGNIFY) * np.clip(r, 0, 1) ** 3).astype(np.float32)
    ring = np.exp(-((((1 - r) * radius / (0.6 + 0.018 * radius)) - 1.2).clip(0, None) ** 2) * 0.5) * edge
    facing = 0.45 + 0.55 * np.clip(-(x + y) / math.sqrt(2), 0, 1)  # lit from the upper left
    spot = np.exp(-(((x + 0.42) ** 2 + (y + 0.46) ** 2) / 0.022)) + 0.35 * np.exp(
        -(((x - 0.45) ** 2 + (y - 0.5) ** 2) / 0.03)
    )
    fresnel = 0.30 * np.clip(r, 0, 1) ** 5 * edge
    light = np.clip(0.85 * ring * facing + 0.55 * spot * edge + fresnel * facing, 0, 1)
    rim = (light[..., None] * _RIM).astype(np.uint8)
    opacity = np.repeat((edge * 255).astype(np.uint8)[..., None], 3, axis=2)
    return _Lens(swell * read, opacity, rim)


def bubble_radius(velocity: int, size: float, height: int) -> float:
    """Return the radius in pixels for a MIDI velocity and a full size in picture heights."""
    return size * height * (_SMALLEST + (1 - _SMALLEST) * velocity / 127)
