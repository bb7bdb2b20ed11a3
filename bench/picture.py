"""How fast the picture is drawn and written: frames a second, times real time, against NumPy per pixel."""

import math
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from descant.video.effects import bend, displacement, shift
from descant.video.messages import Cue, Drawn, KeyDown, KeyUp, Message, Set, Silent, Stepped
from descant.video.movie import render_movie
from descant.video.scene import Scene

_WIDTH, _HEIGHT, _FRAME_RATE = 1280, 720, 30


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` measures shorter."""
    seconds = 4.0 if quick else 12.0
    found = [_drawing(part, seconds) for part in (1, 2, 3, 4)]
    found += [_effect(name, 5 if quick else 30) for name in ("shift", "bend")]
    found.append(_movie(2.0 if quick else 8.0))
    return found


def performance(part: int, start: float, seconds: float, seed: int = 7) -> list[Message]:
    """Return what a busy performance of one of the piece's four parts tells the picture."""
    rng = np.random.default_rng((seed, part))
    told: list[Message] = [
        Cue(start, part, f"Part {part}"),
        Set(start, "picture/background", "performer" if part > 2 else "black"),
        Set(start, "bubbles/on", part == 4),
    ]
    told += [Set(start, name, 0.0) for name in ("shift/red", "shift/green", "shift/blue", "bend/g1", "bend/g2")]
    for n in range(math.ceil(seconds / 2)):
        born = start + 2.0 * n
        told += _learner(part, 100 * part + n, born, min(start + seconds, born + 2.0), rng)
    return sorted(told, key=lambda message: message.time)


def _learner(part: int, learner: int, born: float, end: float, rng: np.random.Generator) -> list[Message]:
    cubic = part in (1, 4)
    size = 4 if cubic else 3
    owner, form = ("cubics", "cubic") if cubic else ("knots", "knot")
    target, theta = rng.uniform(-1, 1, size), rng.uniform(-1, 1, size)
    told: list[Message] = [Drawn(born, owner, learner, form, tuple(target), tuple(theta), () if cubic else (3, 5, 7))]
    rate, voice = (8 if cubic else 60), 1000 * learner
    for k in range(1, int((end - born) * rate)):
        now = born + k / rate
        gradient = theta - target
        theta = theta - 0.05 * gradient
        note = cubic or k % 8 == 0
        voice += note
        told.append(Stepped(now, owner, learner, tuple(theta), 0.2, tuple(gradient), voice if note and cubic else None))
        if note:
            told += [
                KeyDown(now, voice, float(rng.integers(36, 90)), int(rng.integers(40, 120))),
                KeyUp(now + 0.25, voice), Silent(now + 0.6, voice),
            ]  # fmt: skip
        if part == 3:
            told += [Set(now, f"shift/{p}", 0.1 * g) for p, g in zip(("red", "green", "blue"), gradient, strict=True)]
        if part == 4:
            told += [Set(now, "bend/g1", float(gradient[0])), Set(now, "bend/g2", float(gradient[1]))]
    return told


def _drawing(part: int, seconds: float) -> dict[str, Any]:
    import cv2  # the scene's own

    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)  # as beside the encoder
    scene, messages, applied = Scene(_WIDTH, _HEIGHT), performance(part, 0.0, seconds), 0
    out = np.empty((_HEIGHT, _WIDTH, 3), np.uint8)
    frames, spent = int(seconds * _FRAME_RATE), 0.0
    for k in range(frames):
        begun = time.perf_counter()
        while applied < len(messages) and messages[applied].time <= k / _FRAME_RATE:
            scene.apply(messages[applied])
            applied += 1
        scene.draw(k / _FRAME_RATE, out=out)
        spent += time.perf_counter() - begun
    cv2.setNumThreads(threads)
    return _row(f"picture: draw part {part}", frames / spent, "frames/s", ("real time", _FRAME_RATE))


def _movie(seconds: float) -> dict[str, Any]:
    messages = [message for part in (1, 2, 3, 4) for message in performance(part, (part - 1) * seconds, seconds)]
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        render_movie(messages, 4 * seconds, frame_rate=_FRAME_RATE, out=Path(folder) / "bench.mp4")
        spent = time.perf_counter() - begun
    return _row("picture: movie 1280×720, 30 fps", 4 * seconds / spent, "× real time", ("real time", 1.0), 2.0)


def _effect(name: str, repeats: int) -> dict[str, Any]:
    rng = np.random.default_rng(1)
    image = rng.integers(0, 256, (_HEIGHT, _WIDTH, 3), np.uint8)
    out = np.empty_like(image)
    gradients = rng.uniform(0.1, 0.5, (repeats + 1, 2))  # a fresh one each time: nothing is found remembered
    if name == "shift":
        ours = _milliseconds(lambda k: shift(image, *gradients[k], 0.05, out=out), repeats)
        theirs = _milliseconds(lambda k: _numpy_shift(image, *gradients[k], 0.05), 3)
    else:
        ours = _milliseconds(lambda k: bend(image, *gradients[k], out=out), repeats)
        theirs = _milliseconds(lambda k: _numpy_bend(image, *gradients[k]), 3)
    row = _row(f"picture: {name} 1280×720", ours, "ms", ("NumPy per pixel", theirs))
    return {**row, "ratio": theirs / ours}


def _milliseconds(work: Callable[[int], object], repeats: int) -> float:
    work(repeats if repeats > 3 else 0)
    begun = time.perf_counter()
    for k in range(repeats):
        work(k)
    return (time.perf_counter() - begun) / repeats * 1e3


def _numpy_shift(image: np.ndarray, red: float, green: float, blue: float) -> np.ndarray:
    out = np.empty_like(image)
    for n, amount in enumerate((red, green, blue)):
        angle = math.radians(120 * n)
        dx, dy = amount * _HEIGHT * math.cos(angle), amount * _HEIGHT * math.sin(angle)
        out[..., n] = _sampled(image[..., n : n + 1], np.full(_HEIGHT, dx), np.full(_WIDTH, dy))[..., 0]
    return out


def _numpy_bend(image: np.ndarray, g1: float, g2: float) -> np.ndarray:
    rows_, columns = np.arange(_HEIGHT) / _HEIGHT, np.arange(_WIDTH) / _HEIGHT
    dx = _HEIGHT * displacement(rows_, g1, 0.08, 0.4, "waves")
    dy = _HEIGHT * displacement(columns, g2, 0.08, 0.4, "waves")
    return _sampled(image, dx, dy)


def _sampled(image: np.ndarray, dx: np.ndarray, dy: np.ndarray) -> np.ndarray:
    """Displace pixel by pixel, bilinear, as plain NumPy does it."""
    x = np.clip(np.arange(_WIDTH)[None, :] - dx[:, None], 0, _WIDTH - 1)
    y = np.clip(np.arange(_HEIGHT)[:, None] - dy[None, :], 0, _HEIGHT - 1)
    x0, y0 = x.astype(int), y.astype(int)
    x1, y1 = np.minimum(x0 + 1, _WIDTH - 1), np.minimum(y0 + 1, _HEIGHT - 1)
    fx, fy = (x - x0)[..., None], (y - y0)[..., None]
    top = image[y0, x0] * (1 - fx) + image[y0, x1] * fx
    bottom = image[y1, x0] * (1 - fx) + image[y1, x1] * fx
    return np.rint(top * (1 - fy) + bottom * fy).astype(np.uint8)


def _row(name: str, value: float, unit: str, baseline: tuple[str, float], limit: float | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "baseline": baseline[0],
        "baseline_value": baseline[1],
        "ratio": value / baseline[1],
        "limit": limit,
    }


if __name__ == "__main__":
    for row in rows():
        print(f"{row['name']:36} {row['value']:8.2f} {row['unit']:12} {row['ratio']:7.2f} × {row['baseline']}")
