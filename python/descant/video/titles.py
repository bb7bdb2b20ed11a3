"""The name of a part, shown in large thin type while it begins."""

import cv2
import numpy as np

from descant.video.effects import Image
from descant.video.messages import Cue
from descant.video.motion import ramp

_IN_SECONDS, _HOLD_SECONDS, _OUT_SECONDS = 0.7, 2.3, 0.9
_NUMERAL_HEIGHT, _NAME_HEIGHT = 0.115, 0.036  # picture heights
_LEFT, _BASE = 0.09, 0.86  # picture heights from the left and from the top
_LETTERSPACE = 0.42  # of the name's size
_AROUND = 0.04  # picture heights that the shade reaches beyond the letters
_DARKEST = 0.72
_COLOUR = np.array([250, 244, 232], np.float32)
_LIGHT_WEIGHT = 300
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class Titles:
    """Shows the last cue's number and name for a few seconds."""

    def __init__(self, width: int, height: int) -> None:
        """Write on pictures of that size."""
        self._width, self._height = width, height
        self._font = cv2.FontFace("sans")
        self._mask: Image | None = None
        self._shade = np.zeros((0, 0), np.float32)  # what darkens the picture behind the letters, 0 to 1
        self._corner, self._start = (0, 0), 0.0

    def begin(self, cue: Cue) -> None:
        """Show the name of `cue` from its time on."""
        self._start = cue.time
        page = np.zeros((self._height, self._width, 3), np.uint8)
        self._write(page, roman(cue.number), cue.name)
        mask = page[..., 0]
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        if not len(rows):
            self._mask = None
            return
        around = round(_AROUND * self._height)
        top, left = max(0, rows[0] - around), max(0, columns[0] - around)
        self._corner = (int(top), int(left))
        self._mask = mask[top : rows[-1] + around, left : columns[-1] + around].copy()
        blurred = cv2.GaussianBlur(self._mask, (0, 0), around / 3)
        self._shade = np.minimum(_DARKEST, np.asarray(blurred, np.float32) / 60)[..., None]

    def draw(self, time: float, picture: Image) -> None:
        """Write it into `picture`, faded as its age asks for."""
        fade_out = self._start + _IN_SECONDS + _HOLD_SECONDS
        shown = ramp(time, self._start, _IN_SECONDS) * (1 - ramp(time, fade_out, _OUT_SECONDS))
        if self._mask is None or shown <= 0:
            return
        (y, x), (height, width) = self._corner, self._mask.shape
        part = picture[y : y + height, x : x + width]
        alpha = (shown / 255) * self._mask[..., None].astype(np.float32)
        behind = part * (1 - shown * self._shade)
        part[:] = (behind * (1 - alpha) + _COLOUR * alpha).astype(np.uint8)

    def _write(self, page: Image, numeral: str, name: str) -> None:
        height, left = self._height, round(_LEFT * self._height)
        base = round(_BASE * height)
        if numeral:
            size = round(_NUMERAL_HEIGHT * height)
            raised = base - round(2.0 * _NAME_HEIGHT * height)
            self._spaced(page, numeral, (left, raised), size, 0.08)
        self._spaced(page, name.upper(), (left, base), round(_NAME_HEIGHT * height), _LETTERSPACE)

    def _spaced(self, page: Image, text: str, start: tuple[int, int], size: int, space: float) -> None:
        """Write letter by letter with air between."""
        x, base = start
        for letter in text:
            end, _ = cv2.putText(page, letter, (x, base), (255, 255, 255), self._font, size, _LIGHT_WEIGHT)
            x = int(end[0]) + round(space * size)


def roman(number: float) -> str:
    """Return 1 as I, 4 as IV; nothing for what is no whole number from 1 to 39."""
    left = int(number)
    if left != number or not 1 <= left <= 39:
        return ""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (left // value)
        left %= value
    return text
