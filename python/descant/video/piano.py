"""The still picture of a grand piano from above: where its keys lie, and the wood, strings and light on them."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from descant.video.effects import Image

LOWEST, HIGHEST = 21, 108  # MIDI
_BLACK_CLASSES = frozenset((1, 3, 6, 8, 10))
_BLACK_OFFSETS = {1: -0.12, 3: 0.12, 6: -0.16, 8: 0.0, 10: 0.16}  # of a white key, from the gap's middle
_WHITES = 52
_LOWEST_STEEL = 53  # below it, strings are wound with copper
_CHEEK = 0.024  # of the width, each side

# Fractions of the height, from the top.
STRINGS_END, DAMPERS_END, PLATE_END = 0.275, 0.315, 0.395
BOARD_END, KEYS_TOP, KEYS_END, SLIP_END = 0.497, 0.505, 0.765, 0.815
BLACK_SHARE = 0.635  # how long a black key is, of a white one


@dataclass(frozen=True, slots=True)
class Key:
    """Where one key lies, in pixels."""

    pitch: int
    black: bool
    left: float
    right: float
    top: float
    bottom: float

    @property
    def x(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2

    @property
    def touch(self) -> float:
        """The y where a finger meets it."""
        return self.top + (self.bottom - self.top) * (0.74 if self.black else 0.80)


@lru_cache(maxsize=4)
def keys(width: int, height: int) -> dict[int, Key]:
    """Return the 88 keys by MIDI pitch for a picture of that size."""
    margin = _CHEEK * width
    step = (width - 2 * margin) / _WHITES
    top, bottom = KEYS_TOP * height, KEYS_END * height
    found: dict[int, Key] = {}
    whites = 0
    for pitch in range(LOWEST, HIGHEST + 1):
        x = margin + whites * step
        if pitch % 12 in _BLACK_CLASSES:
            middle, half = x + _BLACK_OFFSETS[pitch % 12] * step, 0.29 * step
            end = top + BLACK_SHARE * (bottom - top)
            found[pitch] = Key(pitch, True, middle - half, middle + half, top, end)
        else:
            found[pitch] = Key(pitch, False, x, x + step, top, bottom)
            whites += 1
    return found


def string_x(pitch: int, width: int) -> float:
    """Return where the string of a pitch passes its damper; strings are evenly spaced, keys are not."""
    margin = _CHEEK * width
    return margin + (pitch - LOWEST + 0.5) * (width - 2 * margin) / (HIGHEST - LOWEST + 1)


def string_ends(pitch: int, width: int, height: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where the string of a pitch leaves its damper and where it leaves the picture."""
    x = string_x(pitch, width)
    lean = 0.16 if pitch < _LOWEST_STEEL else 0.035  # the bass strings cross over the others
    return (x, DAMPERS_END * height), (x + lean * width * (1.2 - x / width), 0.0)


@lru_cache(maxsize=2)
def paint(width: int, height: int) -> tuple[Image, Image]:
    """Return the piano at rest and the piano with every key down, RGB (height, width, 3)."""
    big_width, big_height = 2 * width, 2 * height
    light = _lamp(big_width, big_height)
    pictures: list[Image] = []
    for down in (False, True):
        page = np.zeros((big_height, big_width, 3), np.float32)
        _paint_inside(page)
        _paint_keys(page, down)
        _paint_board(page)
        _paint_front(page)
        page *= light
        full = np.clip(page, 0, 255).astype(np.uint8)
        pictures.append(np.asarray(cv2.resize(full, (width, height), interpolation=cv2.INTER_AREA), np.uint8))
    return pictures[0], pictures[1]


def _lamp(width: int, height: int) -> NDArray[np.float32]:
    """Return the light on each pixel: a warm pool over the keys, dusk around it, (height, width, 3)."""
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    pool = np.exp(-((x / 0.95) ** 2) * 0.9 - ((y - 0.60) / 0.38) ** 2 * 0.8)
    level = 0.24 + 0.86 * pool
    warmth = np.array([1.0, 0.93, 0.82], np.float32)
    return (level[..., None] * (warmth + (1 - warmth) * 0.35 * pool[..., None])).astype(np.float32)


def _rows(page: NDArray[np.float32], start: float, end: float) -> NDArray[np.float32]:
    height = page.shape[0]
    return page[round(start * height) : round(end * height)]


def _grain(shape: tuple[int, ...], seed: int, stretch: int) -> NDArray[np.float32]:
    """Return wood grain of that shape around 1, stretched along x."""
    coarse = np.random.default_rng(seed).normal(0, 1, (shape[0], max(2, shape[1] // stretch)))
    wide = cv2.resize(coarse.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return 1 + 0.09 * cv2.GaussianBlur(wide, (0, 0), sigmaX=9, sigmaY=1.4)


def _paint_inside(page: NDArray[np.float32]) -> None:
    """Paint soundboard, strings, dampers and the golden plate with its pins."""
    height, width = page.shape[:2]
    board = _rows(page, 0, DAMPERS_END)
    fall = np.linspace(0.75, 1.25, len(board), dtype=np.float32)[:, None]
    board[:] = np.array([112, 66, 30]) * (_grain(board.shape[:2], 1, 120) * fall)[..., None]
    _paint_struts(page)
    for key in keys(width, height).values():
        _paint_strings(page, key)
    plate = _rows(page, DAMPERS_END, PLATE_END)
    sheen = 0.72 + 0.42 * np.sin(np.linspace(0.2, 2.7, len(plate)))[:, None]
    plate[:] = np.array([176, 128, 56]) * (sheen * _grain(plate.shape[:2], 2, 60))[..., None]
    for key in keys(width, height).values():
        _paint_pins(page, key)
        _paint_damper(page, key)


def _paint_struts(page: NDArray[np.float32]) -> None:
    height, width = page.shape[:2]
    for foot, head in ((0.035, 0.17), (0.285, 0.40), (0.56, 0.60), (0.80, 0.815), (0.975, 0.975)):
        for half, colour in ((0.0115, (44, 28, 12)), (0.0085, (190, 140, 64)), (0.0028, (236, 192, 110))):
            across = half * width
            corners = [(foot * width - across, 0.32 * height), (foot * width + across, 0.32 * height),
                       (head * width + across, 0), (head * width - across, 0)]  # fmt: skip
            cv2.fillConvexPoly(page, np.array(corners, np.int32), colour, cv2.LINE_AA)


def _paint_strings(page: NDArray[np.float32], key: Key) -> None:
    height, width = page.shape[:2]
    start, end = string_ends(key.pitch, width, height)
    bass = key.pitch < _LOWEST_STEEL
    colour, spread = ((196, 112, 58), (0.0,)) if bass else ((186, 178, 166), (-0.0022, 0.0, 0.0022))
    for offset in spread:
        a = (round(start[0] + offset * width), round(start[1]))
        b = (round(end[0] + offset * width), 0)
        cv2.line(page, a, b, colour, max(1, round(height / (360 if bass else 1440))), cv2.LINE_AA)


def _paint_pins(page: NDArray[np.float32], key: Key) -> None:
    height, width = page.shape[:2]
    for row, share in enumerate((0.335, 0.353, 0.371)):
        x, y = round(string_x(key.pitch, width) + (row - 1) * 0.0022 * width), round(share * height)
        radius = max(1, round(0.0042 * height))
        cv2.circle(page, (x + radius // 2, y + radius), radius, (66, 42, 16), -1, cv2.LINE_AA)
        cv2.circle(page, (x, y), radius, (150, 146, 140), -1, cv2.LINE_AA)
        cv2.circle(page, (x - radius // 3, y - radius // 3), max(1, radius // 3), (250, 246, 236), -1, cv2.LINE_AA)


def _paint_damper(page: NDArray[np.float32], key: Key) -> None:
    if key.pitch > 89:
        return  # the highest strings have none
    height, width = page.shape[:2]
    x, half = string_x(key.pitch, width), 0.0038 * width
    x0, x1 = round(x - half), round(x + half)
    y0, y1 = round(STRINGS_END * height), round(DAMPERS_END * height)
    cv2.rectangle(page, (x0, y0), (x1, y1), (20, 17, 16), -1)
    cv2.rectangle(page, (x0, y0), (x1, y0 + (y1 - y0) // 4), (70, 62, 58), -1)
    cv2.line(page, (x0, y0), (x0, y1), (92, 84, 78), 1)


def _paint_keys(page: NDArray[np.float32], down: bool) -> None:
    height, width = page.shape[:2]
    bed = _rows(page, BOARD_END, KEYS_END + 0.012)
    bed[:] = (14, 10, 8)
    found = keys(width, height).values()
    for key in found:
        if not key.black:
            _paint_white(page, key, down)
    shadows = np.ones(page.shape[:2], np.float32)
    for key in found:
        if key.black:
            gap = 0.003 * width
            cv2.rectangle(
                shadows, (round(key.left), round(key.top)),
                (round(key.right + 2.0 * gap), round(key.bottom + 2.6 * gap)), 0.35, -1,
            )  # fmt: skip
    part = _rows(page, KEYS_TOP, KEYS_END)
    part *= cv2.GaussianBlur(_rows(shadows, KEYS_TOP, KEYS_END), (0, 0), 0.0028 * width)[..., None]
    for key in found:
        if key.black:
            _paint_black(page, key, down)


def _paint_white(page: NDArray[np.float32], key: Key, down: bool) -> None:
    gap = max(1, round((key.right - key.left) * 0.03))
    x0, x1, y0, y1 = round(key.left) + gap, round(key.right) - gap, round(key.top), round(key.bottom)
    sunk = round((y1 - y0) * 0.018) if down else 0
    face = page[y0 : y1 - 2 * sunk, x0:x1]
    length = np.linspace(0, 1, len(face), dtype=np.float32)[:, None, None]
    shade = 0.80 + 0.22 * length
    tint = np.array([255, 190, 104] if down else [238, 230, 214], np.float32)
    face[:] = tint * (shade * (0.93 if down else 1.0))
    if down:  # the neighbours, now higher, throw their shadows in
        face[:, : max(1, face.shape[1] // 7)] *= 0.42
        face[:, -max(1, face.shape[1] // 12) :] *= 0.68
    lip = page[y1 - 2 * sunk : y1 + round((y1 - y0) * 0.03) - sunk, x0:x1]
    lip[:] = tint * (0.36 if down else 0.55)


def _paint_black(page: NDArray[np.float32], key: Key, down: bool) -> None:
    x0, x1, y0, y1 = round(key.left), round(key.right), round(key.top), round(key.bottom)
    sunk = round((y1 - y0) * 0.02) if down else 0
    page[y0 : y1 - sunk, x0:x1] = (16, 14, 14)
    inset = round((x1 - x0) * 0.17)
    end = y1 - round((y1 - y0) * (0.05 if down else 0.085))
    top = page[y0:end, x0 + inset : x1 - inset]
    along = np.linspace(0, 1, len(top), dtype=np.float32)[:, None, None]
    across = np.linspace(1, 0, top.shape[1], dtype=np.float32)[None, :, None]
    tint = np.array([214, 122, 44] if down else [70, 66, 66], np.float32)
    top[:] = tint * (0.42 + 0.38 * along + 0.35 * across**2)
    front = page[end : y1 - sunk, x0 + inset // 2 : x1 - inset // 2]
    front[:] = np.array([150, 84, 32] if down else [104, 98, 96], np.float32) * 0.8


def _paint_board(page: NDArray[np.float32]) -> None:
    """Paint the fallboard: black lacquer that mirrors the keys, a line of gold, and red felt at its foot."""
    height, width = page.shape[:2]
    board = _rows(page, PLATE_END, BOARD_END)
    source = _rows(page, KEYS_TOP, KEYS_TOP + (BOARD_END - PLATE_END) * 1.5)[::-1]
    mirror = cv2.GaussianBlur(cv2.resize(source, (width, len(board))), (0, 0), sigmaX=1.5, sigmaY=6)
    near = np.linspace(0.02, 0.34, len(board), dtype=np.float32)[:, None, None]
    board[:] = np.array([13, 11, 11]) + mirror * near
    edge = max(2, round(0.004 * height))
    board[:edge] = (120, 92, 60)
    board[edge : 2 * edge] = (6, 5, 5)
    _rows(page, BOARD_END, KEYS_TOP)[:] = (116, 16, 18)


def _paint_front(page: NDArray[np.float32]) -> None:
    """Paint the wood in front of the keys, the cheeks beside them, and the dark of the room."""
    width = page.shape[1]
    slip = _rows(page, KEYS_END + 0.012, SLIP_END)
    round_off = np.sin(np.linspace(0.35, 2.9, len(slip)))[:, None]
    slip[:] = np.array([96, 46, 24]) * (round_off * _grain(slip.shape[:2], 3, 200))[..., None]
    slip[: max(2, len(slip) // 9)] += np.array([80, 56, 38])
    room = _rows(page, SLIP_END, 1.0)
    room[:] = np.array([26, 17, 14]) * np.linspace(0.5, 1.3, len(room))[:, None, None]
    cheek = round(_CHEEK * width) - 2
    for x in (slice(0, cheek), slice(width - cheek, width)):
        block = _rows(page, BOARD_END, SLIP_END)[:, x]
        block[:] = np.array([84, 42, 23]) * _grain(block.shape[:2], 4, 8)[..., None]
