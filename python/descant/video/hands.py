"""The two hands over the drawn piano: soft palms that glide, with a finger reaching for each key held."""

import itertools
import math
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from descant.video.effects import Image
from descant.video.motion import Eased
from descant.video.piano import KEYS_END, KEYS_TOP, Key, keys

_SPLIT = 58  # MIDI: below it the left hand would rather play
_REACH = 8.5  # white keys from thumb to little finger: a ninth
_RATHER = 4.0  # white keys that a hand goes farther on its own side of the keyboard
_GLIDE_SECONDS, _REACH_SECONDS = 0.075, 0.028
_RESTING = {True: 45, False: 69}  # the pitches hands hover over at first, by "is the left hand"

# In widths of a white key, for a right hand, from its middle on the line where white keys are struck;
# the thumb first.
_TIPS = np.array([[-2.15, 1.25], [-1.05, -0.1], [0.0, -0.45], [1.0, -0.2], [1.95, 0.65]])
_KNUCKLES = np.array([[-1.45, 4.5], [-1.12, 3.3], [-0.34, 3.05], [0.45, 3.2], [1.16, 3.65]])
_WRIST = np.array([0.0, 7.9])
_TIP_RADII = np.array([0.45, 0.38, 0.40, 0.38, 0.34])
_ROOT_RADII = np.array([0.62, 0.52, 0.54, 0.52, 0.46])
_BOW = np.array([0.34, 0.10, 0.0, 0.10, 0.20])  # how far a finger's middle joint stands out
_EASY_SPAN = 4.2  # white keys that the open hand covers
_STRETCH = 0.3  # how much larger a hand is drawn that reaches twice as far
_FOLLOW = 0.34  # how far a knuckle goes along with its fingertip sideways

_SKIN_DARK = np.array([34, 16, 12], np.float32)
_SKIN_MIDDLE = np.array([160, 94, 64], np.float32)
_SKIN_LIGHT = np.array([255, 208, 168], np.float32)
_SLEEVE = (15, 14, 18)
_CUFF = (150, 142, 130)


@dataclass(eq=False)
class _Hand:
    """One hand: its middle glides, and each fingertip goes where its key is."""

    left: bool
    middle: Eased
    tips: Eased
    held: dict[int, Key] = field(default_factory=dict)


class Hands:
    """Both hands."""

    def __init__(self, width: int, height: int) -> None:
        """Hover over the middle of a keyboard of that size."""
        self._keys = keys(width, height)
        self._unit = self._keys[23].right - self._keys[23].left  # a white key's width
        self._line = (KEYS_TOP + 0.80 * (KEYS_END - KEYS_TOP)) * height
        self._shape = (height, width)
        self._hands = [self._resting(left) for left in (True, False)]
        self._drawing = _Drawing(self._unit)

    def _resting(self, left: bool) -> _Hand:
        middle = np.array([self._keys[_RESTING[left]].x, self._line])
        return _Hand(left, Eased(middle, _GLIDE_SECONDS), Eased(self._open(left, middle), _REACH_SECONDS))

    def _open(self, left: bool, middle: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the fingertips of a hand at ease, (5, 2)."""
        return middle + _TIPS * self._unit * ((-1, 1) if left else (1, 1))

    def press(self, key: Key, voice: int, time: float) -> None:
        """Put a finger on a key."""
        hand = min(self._hands, key=lambda hand: self._effort(hand, key))
        far = [other for other, held in hand.held.items() if abs(held.x - key.x) > _REACH * self._unit]
        dropped = {other: hand.held.pop(other) for other in far}
        hand.held[voice] = key
        while len(hand.held) > 5:
            del hand.held[next(iter(hand.held))]
        self._hand_over(self._hands[1 if hand.left else 0], dropped, time)
        self._aim(hand, time)

    def _hand_over(self, hand: _Hand, dropped: dict[int, Key], time: float) -> None:
        """Let a hand take the keys that the other had to leave, as far as it is free."""
        for voice, key in dropped.items():
            if not self._effort(hand, key)[0]:
                hand.held[voice] = key
        self._aim(hand, time)

    def _effort(self, hand: _Hand, key: Key) -> tuple[bool, float]:
        """Return whether a hand must let go of a key or cross the other to strike this one, and how far it goes."""
        held = [other.x for other in hand.held.values()]
        stretched = any(abs(x - key.x) > _REACH * self._unit for x in held) or len(held) > 4
        other_hand = self._hands[1 if hand.left else 0]
        crossing = any((key.x > other.x) == hand.left for other in other_hand.held.values())
        foreign = (key.pitch < _SPLIT) != hand.left
        far = abs(float(hand.middle.goal[0]) - key.x) / self._unit
        return stretched or crossing, far + _RATHER * foreign

    def release(self, voice: int, time: float) -> None:
        """Lift the finger of a voice."""
        for hand in self._hands:
            if hand.held.pop(voice, None) is not None:
                self._aim(hand, time)

    def _aim(self, hand: _Hand, time: float) -> None:
        """Move hand and fingers to the keys held; an empty hand opens where it is."""
        middle = hand.middle.goal
        found = sorted(set(hand.held.values()), key=lambda key: key.x)
        if found:
            x = (found[0].x + found[-1].x) / 2 if len(found) > 1 else self._near(hand, found[0])
            touch = sum(key.touch for key in found) / len(found)
            middle = np.array([x, self._line + 0.85 * (touch - self._line)])
            hand.middle.aim(middle, time)
        tips = self._open(hand.left, middle)
        for finger, key in zip(self._fingers(hand.left, tips, found), found, strict=True):
            tips[finger] = (key.x, key.touch)
        hand.tips.aim(tips, time)

    def _near(self, hand: _Hand, key: Key) -> float:
        """Return where the hand's middle goes for one key: no farther than a finger needs."""
        reach = 1.3 * self._unit
        return float(min(key.x + reach, max(key.x - reach, hand.middle.goal[0])))

    def _fingers(self, left: bool, tips: NDArray[np.float64], found: list[Key]) -> tuple[int, ...]:
        """Choose fingers for keys from left to right, without crossing, moving them least."""
        order = range(4, -1, -1) if left else range(5)
        return min(
            itertools.combinations(order, len(found)),
            key=lambda chosen: sum(abs(tips[f][0] - key.x) for f, key in zip(chosen, found, strict=True)),
        )

    def draw(self, time: float, picture: Image) -> None:
        """Draw both hands into `picture`, (height, width, 3)."""
        for hand in self._hands:
            middle, tips = hand.middle.at(time), hand.tips.at(time)
            self._drawing.draw(hand.left, middle, tips, picture)


class _Drawing:
    """Turns a pose into pixels: a mask of capsules, rounded by its distance to the edge, lit from above."""

    def __init__(self, unit: float) -> None:
        self._unit = unit
        ramp = np.linspace(0, 1, 256, dtype=np.float32)[:, None]
        low, high = np.minimum(1, ramp * 2), np.maximum(0, ramp * 2 - 1)
        skin = _SKIN_DARK + (_SKIN_MIDDLE - _SKIN_DARK) * low + (_SKIN_LIGHT - _SKIN_MIDDLE) * high
        self._skin = np.clip(skin, 0, 255).astype(np.uint8)[None]

    def draw(self, left: bool, middle: NDArray[np.float64], tips: NDArray[np.float64], picture: Image) -> None:
        """Draw one hand with its sleeve."""
        joints, wrist, arm = self._bones(left, middle, tips, picture.shape)
        everything = np.vstack([joints, tips, wrist])
        height, width = picture.shape[:2]
        # Room for the roundness of the fingers and for the shadow.
        low = np.maximum(0, everything.min(0) - 1.6 * self._unit).astype(int)
        high = np.minimum((width, height), everything.max(0) + 2.1 * self._unit).astype(int)
        if np.all(high > low):
            joints, tips, wrist_here = joints - low, tips - low, wrist - low
            mask = self._mask((high - low)[::-1], joints, tips, wrist_here)
            relief = self._paint_gaps(mask, joints, tips, wrist_here)
            self._lay(picture[low[1] : high[1], low[0] : high[0]], mask, relief)
        self._draw_sleeve(picture, wrist, arm)

    def _bones(
        self, left: bool, middle: NDArray[np.float64], tips: NDArray[np.float64], shape: tuple[int, ...]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return knuckles (5, 2), wrist (2,) and the arm's direction (2,) for a pose."""
        side = -1.0 if left else 1.0
        shoulder = np.array([0.55 * middle[0] + 0.45 * shape[1] * (0.5 + 0.12 * side), 1.5 * shape[0]])
        arm = shoulder - middle
        arm = arm / float(np.hypot(*arm))
        # The hand lies half-way between the keys' direction and the arm's.
        tilt = 0.6 * math.atan2(-arm[0], arm[1])
        turn = np.array([[math.cos(tilt), math.sin(tilt)], [-math.sin(tilt), math.cos(tilt)]])
        span = float(np.ptp(tips[:, 0])) / self._unit
        size = 1 + _STRETCH * min(1.0, max(0.0, (span - _EASY_SPAN) / _EASY_SPAN))
        joints = middle + (_KNUCKLES * self._unit * size * (side, 1)) @ turn
        joints[:, 0] += _FOLLOW * (tips[:, 0] - middle[0] - _TIPS[:, 0] * self._unit * side)
        joints[0, 1] += 0.2 * min(0.0, tips[0, 1] - middle[1] - _TIPS[0, 1] * self._unit)
        return joints, middle + (_WRIST * self._unit * (1 + 0.5 * (size - 1))) @ turn, arm

    def _mask(
        self,
        shape: NDArray[np.int_],
        joints: NDArray[np.float64],
        tips: NDArray[np.float64],
        wrist: NDArray[np.float64],
    ) -> Image:
        """Return which pixels are hand, 0 to 255."""
        unit, mask = self._unit, np.zeros(tuple(shape), np.uint8)
        side = np.array([1.25 * unit, 0])
        palm = np.array([*joints[1:], wrist + side, wrist - side, joints[0] + (0, 0.9 * unit)])
        hull = cv2.convexHull(palm.astype(np.float32)).reshape(-1, 2)
        cv2.fillConvexPoly(mask, _fixed(hull), 255, cv2.LINE_AA, 4)
        for finger in range(5):
            self._paint_finger(mask, joints[finger], tips[finger], finger, wrist)
        _capsule(mask, joints[0], wrist - (wrist - joints[2]) * 0.35, 0.62 * unit, 1.3 * unit)
        return mask

    def _paint_gaps(
        self, mask: Image, joints: NDArray[np.float64], tips: NDArray[np.float64], wrist: NDArray[np.float64]
    ) -> Image:
        """Return the mask with fine gaps beside each finger, so that fingers lying together keep their shapes."""
        relief = mask.copy()
        for finger in range(5):
            root, joint, tip, thick, thin = self._limbs(joints[finger], tips[finger], finger, wrist)
            across = np.array([-(tip - root)[1], (tip - root)[0]]) / max(1.0, float(np.hypot(*(tip - root))))
            for side in (-1, 1):
                line = [
                    root + 0.5 * (joint - root) + side * across * thick,
                    joint + side * across * 0.5 * (thick + thin),
                ]
                cv2.polylines(relief, [_fixed([*line, tip + side * across * thin])], False, 0, 2, cv2.LINE_AA, 4)
        return relief

    def _paint_finger(
        self,
        mask: Image,
        root: NDArray[np.float64],
        tip: NDArray[np.float64],
        finger: int,
        wrist: NDArray[np.float64],
    ) -> None:
        """Fill a finger of two limbs."""
        root, joint, tip, thick, thin = self._limbs(root, tip, finger, wrist)
        _capsule(mask, root, joint, thick, 0.5 * (thick + thin))
        _capsule(mask, joint, tip, 0.5 * (thick + thin), thin)

    def _limbs(
        self, root: NDArray[np.float64], tip: NDArray[np.float64], finger: int, wrist: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float, float]:
        """Return root, middle joint and tip, and the radii at root and tip, in pixels.

        The middle joint stands out, away from the hand's axis.
        """
        unit, along = self._unit, tip - root
        length = max(1.0, float(np.hypot(*along)))
        across = np.array([-along[1], along[0]]) / length * math.copysign(1.0, tip[0] - wrist[0])
        joint = root + 0.52 * along + across * _BOW[finger] * unit
        return root, joint, tip, float(_ROOT_RADII[finger] * unit), float(_TIP_RADII[finger] * unit)

    def _lay(self, picture: Image, mask: Image, relief: Image) -> None:
        """Lay shadow and skin over part of the picture."""
        unit = self._unit
        away = np.array([[1, 0, 0.22 * unit], [0, 1, 0.38 * unit]], np.float32)
        shadow = cv2.warpAffine(mask, away, mask.shape[::-1])
        blur = 2 * round(0.3 * unit) + 1
        shadow = cv2.convertScaleAbs(cv2.blur(shadow, (blur, blur)), alpha=0.62)
        _multiply(picture, cv2.bitwise_not(shadow))
        skin = cv2.LUT(cv2.merge([self._lit(relief)] * 3), self._skin)
        _multiply(picture, cv2.bitwise_not(mask))
        _multiply(skin, mask)
        cv2.add(picture, skin, dst=picture)

    def _lit(self, relief: Image) -> Image:
        """Return how much light falls on each pixel of the hand, 0 to 255."""
        unit = self._unit / 2
        small = cv2.resize(relief, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)  # shading is soft
        solid = cv2.threshold(small, 127, 255, cv2.THRESH_BINARY)[1]
        depth = np.asarray(cv2.distanceTransform(solid, cv2.DIST_L2, 3))
        dome = np.sqrt(np.minimum(depth, 1.15 * unit) / unit)
        dome = np.asarray(cv2.GaussianBlur(dome, (0, 0), 0.10 * unit))
        slope_x = cv2.Sobel(dome, cv2.CV_32F, 1, 0, ksize=3, scale=0.125 * unit)
        slope_y = cv2.Sobel(dome, cv2.CV_32F, 0, 1, ksize=3, scale=0.125 * unit)
        dusk = np.linspace(1.12, 0.62, len(small), dtype=np.float32)[:, None]  # the lamp is over the keys
        light = np.clip((82 + 66 * dome + 40 * slope_x + 52 * slope_y) * dusk, 0, 255).astype(np.uint8)
        return np.asarray(cv2.resize(light, relief.shape[::-1]), np.uint8)

    def _draw_sleeve(self, picture: Image, wrist: NDArray[np.float64], along: NDArray[np.float64]) -> None:
        """Draw the arm in its black sleeve, from the wrist out of the picture."""
        unit = self._unit
        across = np.array([-along[1], along[0]])
        bands = ((-0.35, 0.5, 1.46, 1.52, _CUFF), (0.1, 14.0, 1.72, 2.9, _SLEEVE))
        for start, end, near, far, colour in bands:
            a, b = wrist + along * start * unit, wrist + along * end * unit
            corners = np.array(
                [a + across * near * unit, b + across * far * unit, b - across * far * unit, a - across * near * unit]
            )
            cv2.fillConvexPoly(picture, _fixed(corners), colour, cv2.LINE_AA, 4)


def _fixed(points: Any) -> NDArray[np.int32]:
    fixed: NDArray[np.int32] = np.rint(np.asarray(points) * 16).astype(np.int32)
    return fixed


def _capsule(mask: Image, a: NDArray[np.float64], b: NDArray[np.float64], radius_a: float, radius_b: float) -> None:
    """Fill what lies between two circles and in them."""
    along = b - a
    across = np.array([-along[1], along[0]]) / max(1e-6, float(np.hypot(*along)))
    corners = [a + across * radius_a, b + across * radius_b, b - across * radius_b, a - across * radius_a]
    cv2.fillConvexPoly(mask, _fixed(np.array(corners)), 255, cv2.LINE_AA, 4)
    for middle, radius in ((a, radius_a), (b, radius_b)):
        x, y = _fixed(middle)
        cv2.circle(mask, (int(x), int(y)), round(radius * 16), 255, -1, cv2.LINE_AA, 4)


def _multiply(picture: Any, mask: Any) -> None:
    """Multiply in place by a mask of one channel, (height, width), 255 being one."""
    cv2.multiply(picture, cv2.merge([mask] * 3), dst=picture, scale=1 / 255)
