"""The stand-in for the performer's video: a piano from above whose keys, strings and hands follow the notes."""

from dataclasses import dataclass

import cv2
import numpy as np

from descant.video.effects import Image
from descant.video.hands import Hands
from descant.video.messages import KeyDown, KeyUp, Silent
from descant.video.motion import arrival, decay
from descant.video.piano import (
    BOARD_END,
    DAMPERS_END,
    HIGHEST,
    LOWEST,
    PLATE_END,
    Key,
    keys,
    paint,
    string_ends,
)

_DOWN_SECONDS, _UP_SECONDS = 0.035, 0.12
_RING_SECONDS = 3.0  # time constant of a string's light
_DAMP_SECONDS = 0.12
_GLOW = 4  # the glow is drawn at a quarter of the size
_WARM = (255.0, 168.0, 74.0)
_REMEMBERED = 512  # voices whose key can still be asked for


@dataclass(slots=True)
class _Note:
    """One sounding of a key."""

    key: Key
    velocity: int
    down: float
    up: float = float("inf")
    silent: float = float("inf")

    def pressed(self, time: float) -> float:
        """Return how far down the key is, from 0 to 1."""
        return arrival(time, self.down, _DOWN_SECONDS) * (1 - arrival(time, self.up, _UP_SECONDS))

    def ringing(self, time: float) -> float:
        """Return how much light the string has, from 0 to 1."""
        damped = 1.0 if time < self.silent else decay(time, self.silent, _DAMP_SECONDS)
        return decay(time, self.down, _RING_SECONDS) * damped * (0.35 + 0.65 * self.velocity / 127)

    def over(self, time: float) -> bool:
        """Return whether nothing of it is to be seen any more."""
        return time > self.up + 2 * _UP_SECONDS and (
            time > self.silent + 8 * _DAMP_SECONDS or time > self.down + 6 * _RING_SECONDS
        )


class Keyboard:
    """Draws the piano as a camera over it would see it."""

    def __init__(self, width: int, height: int) -> None:
        """Paint the piano at that size."""
        self._keys = keys(width, height)
        self._rest, self._down = paint(width, height)
        self._picture = self._rest.copy()
        self._notes: dict[int, _Note] = {}
        self._struck: dict[int, tuple[tuple[float, float], int]] = {}
        self._masks = {pitch: self._mask(key) for pitch, key in self._keys.items()}
        self._hands = Hands(width, height)
        glow_rows = round(0.86 * height) // _GLOW
        self._glow = np.zeros((glow_rows, width // _GLOW, 3), np.uint8)
        self._blurred = np.zeros_like(self._glow)
        self._wide = np.zeros((glow_rows * _GLOW, width, 3), np.uint8)

    def down(self, message: KeyDown) -> None:
        """Press a key; pitches beyond the keyboard press its last keys."""
        key = self._keys[min(HIGHEST, max(LOWEST, round(message.pitch)))]
        self._forget(message.time)  # here too: it may be long before anybody draws
        self._notes[message.voice] = _Note(key, message.velocity, message.time)
        self._struck[message.voice] = ((key.x, key.top), message.velocity)
        if len(self._struck) > _REMEMBERED:
            del self._struck[next(iter(self._struck))]
        self._hands.press(key, message.voice, message.time)

    def up(self, message: KeyUp) -> None:
        """Let the key of a voice come up."""
        if message.voice in self._notes:
            self._notes[message.voice].up = message.time
        self._hands.release(message.voice, message.time)

    def silent(self, message: Silent) -> None:
        """Let the string of a voice come to rest."""
        if message.voice in self._notes:
            self._notes[message.voice].silent = message.time

    def struck(self, voice: int) -> tuple[tuple[float, float], int] | None:
        """Return where the key of a voice meets the fallboard, in pixels, and its velocity."""
        return self._struck.get(voice)

    def at(self, time: float) -> Image:
        """Return the picture at `time` seconds, RGB (height, width, 3), not to be written to."""
        self._forget(time)
        np.copyto(self._picture, self._rest)
        for note in self._notes.values():
            self._draw_key(note, note.pressed(time))
        self._draw_light(time)
        self._hands.draw(time, self._picture)
        return self._picture

    def _forget(self, time: float) -> None:
        self._notes = {voice: note for voice, note in self._notes.items() if not note.over(time)}

    def _mask(self, key: Key) -> tuple[tuple[slice, slice], Image]:
        """Return where a key lies and which pixels there are its own: a white key ends at the black ones."""
        x0, x1, y0, y1 = round(key.left), round(key.right), round(key.top), round(key.bottom)
        mask = np.full((y1 - y0 + 3, x1 - x0, 3), 255, np.uint8)
        if not key.black:
            for pitch in (key.pitch - 1, key.pitch + 1):
                other = self._keys.get(pitch)
                if other is not None and other.black:
                    left, right = (max(0, round(x) - x0) for x in (other.left, other.right))
                    mask[: round(other.bottom) - y0, left:right] = 0
        return (slice(y0, y0 + len(mask)), slice(x0, x1)), mask

    def _draw_key(self, note: _Note, pressed: float) -> None:
        if pressed < 0.01:
            return
        place, mask = self._masks[note.key.pitch]
        amount = pressed * (0.42 + 0.58 * note.velocity / 127)
        mixed = cv2.addWeighted(self._rest[place], 1 - amount, self._down[place], amount, 0)
        np.copyto(self._picture[place], mixed, where=mask.astype(bool))

    def _draw_light(self, time: float) -> None:
        """Let strings and pressed keys shine, and the keys' shine be seen in the fallboard."""
        self._glow.fill(0)
        lit = False
        for note in self._notes.values():
            pressed = note.pressed(time) * (0.25 + 0.75 * note.velocity / 127)
            ringing = note.ringing(time)
            lit = lit or pressed > 0.01 or ringing > 0.01
            self._shine_key(note.key, pressed)
            self._shine_string(note.key, ringing)
        if lit:
            cv2.blur(self._glow, (7, 7), dst=self._blurred)
            cv2.resize(self._blurred, self._wide.shape[1::-1], dst=self._wide)
            part = self._picture[: len(self._wide)]
            cv2.add(part, self._wide, dst=part)

    def _shine_key(self, key: Key, amount: float) -> None:
        if amount < 0.01:
            return
        height = len(self._picture)
        left, right = round(key.left) // _GLOW, round(key.right) // _GLOW
        colour = tuple(0.34 * amount * c for c in _WARM)
        mirror = tuple(0.30 * amount * c for c in _WARM)
        top, bottom = round(key.top) // _GLOW, round(key.bottom) // _GLOW
        cv2.rectangle(self._glow, (left, (top + bottom) // 2), (right, bottom + 2), colour, -1)
        board = (round(PLATE_END * height) + round(0.02 * height)) // _GLOW, round(BOARD_END * height) // _GLOW
        cv2.rectangle(self._glow, (left, board[0]), (right, board[1]), mirror, -1)

    def _shine_string(self, key: Key, amount: float) -> None:
        if amount < 0.01:
            return
        height, width = self._picture.shape[:2]
        start, end = string_ends(key.pitch, width, height)
        a, b = (round(start[0]), round(DAMPERS_END * height)), (round(end[0]), 0)
        warm = tuple(min(255.0, 60 + (c - 40) * (0.25 + 0.75 * amount)) for c in (255, 226, 176))
        if amount > 0.05:
            cv2.line(self._picture, a, b, warm, max(1, round(height * (0.001 + 0.002 * amount))), cv2.LINE_AA)
        dim = tuple(0.75 * amount * c for c in _WARM)
        cv2.line(self._glow, (a[0] // _GLOW, a[1] // _GLOW), (b[0] // _GLOW, b[1] // _GLOW), dim, 2, cv2.LINE_AA)
