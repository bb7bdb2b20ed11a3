"""The Max package's shaders at 1280×720, as OpenGL draws them here, against Descant's own renderer and NumPy."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from descant.export.max_slab import Slab
from descant.video.bubbles import Bubble, Bubbles
from descant.video.effects import bend, displacement, shift

_WIDTH, _HEIGHT = 1280, 720
_CODE = Path(__file__).parents[1] / "max" / "code"
_BUBBLES = 8

Timed = Callable[[int], object]


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` measures shorter."""
    repeats = 5 if quick else 40
    return [row for name in ("shift", "bend", "bubbles") for row in _effect(name, repeats)]


def _effect(name: str, repeats: int) -> list[dict[str, Any]]:
    """Return a shader's row and that of the renderer, each against plain NumPy."""
    rng = np.random.default_rng(1)
    image = rng.integers(0, 256, (_HEIGHT, _WIDTH, 4), np.uint8)
    amounts = rng.uniform(0.1, 0.5, (repeats + 1, 2))  # fresh ones each time: nothing is found remembered
    slab = Slab(_CODE / f"descant.{name}.jxs")
    draw, own, plain = {"shift": _shift, "bend": _bend, "bubbles": _bubbles}[name](slab, image, amounts)

    def drawn(k: int) -> None:
        draw(k)
        slab.wait()

    shader, renderer = _milliseconds(drawn, repeats), _milliseconds(own, repeats)
    slab.release()
    numpy = _milliseconds(plain, 3)
    return [
        _row(f"max: {name}.jxs 1280×720, software GL", shader, "Descant's renderer", renderer),
        _row(f"max: {name}.jxs 1280×720, software GL", shader, "NumPy per pixel", numpy),
    ]


def _shift(slab: Slab, image: np.ndarray, amounts: np.ndarray) -> tuple[Timed, Timed, Timed]:
    from bench.picture import _numpy_shift

    rgb = np.ascontiguousarray(image[..., :3])
    out = np.empty_like(rgb)
    slab.load(image)

    def named(k: int) -> dict[str, float]:
        return {"red": amounts[k, 0], "green": amounts[k, 1], "blue": 0.05}

    return (
        lambda k: slab.draw(**named(k)),
        lambda k: shift(rgb, *named(k).values(), out=out),
        lambda k: _numpy_shift(rgb, *named(k).values()),
    )


def _bend(slab: Slab, image: np.ndarray, amounts: np.ndarray) -> tuple[Timed, Timed, Timed]:
    from bench.picture import _numpy_bend

    rgb = np.ascontiguousarray(image[..., :3])
    out = np.empty_like(rgb)
    slab.load(image)
    return (
        lambda k: slab.draw(g1=amounts[k, 0], g2=amounts[k, 1]),
        lambda k: bend(rgb, *amounts[k], out=out),
        lambda k: _numpy_bend(rgb, *amounts[k]),
    )


def _bubbles(slab: Slab, image: np.ndarray, amounts: np.ndarray) -> tuple[Timed, Timed, Timed]:
    rgb = np.ascontiguousarray(image[..., :3])
    out, air, rows = rgb.copy(), Bubbles(_WIDTH, _HEIGHT), np.zeros((32, 3, 4), np.float32)
    for n in range(_BUBBLES):
        at = (160.0 * n + 80, 500.0)
        air.launch(Bubble(0.0, *at, 79.0, 6.0, (0.5, -0.3), 0.08, 0.4, "waves", 0.0))
        rows[n, :, :3] = [[*at, 79.0], [1.0, 0.5, -0.3], [0.08, 0.4, 0.0]]
    slab.load(image, image, rows)
    return (
        lambda k: slab.draw(count=_BUBBLES),
        lambda k: air.draw(0.5 + k / 1000, rgb, out),
        lambda k: _numpy_bubbles(rgb, out, rows[:_BUBBLES]),
    )


def _numpy_bubbles(video: np.ndarray, out: np.ndarray, bubbles: np.ndarray) -> None:
    """Draw only what is seen through the bubbles, without their rims: less than the others do."""
    for (x, y, radius), (_, g1, g2), (depth, wavelength, _) in bubbles[..., :3]:
        r = int(radius)
        size, away = 2 * r + 3, np.arange(2 * r + 3) - r - 1.0
        swell = 0.62 + 0.53 * np.clip(np.hypot(away[:, None], away[None, :]) / r, 0, 1) ** 3
        across = np.linspace(0, 1, size)
        dx, dy = (0.9 * size * displacement(across, g, depth, wavelength, "waves") for g in (g1, g2))
        at_x = np.clip(swell * away + x - dx[:, None], 0, _WIDTH - 1.001)
        at_y = np.clip(swell * away[:, None] + y - dy, 0, _HEIGHT - 1.001)
        x0, y0 = at_x.astype(int), at_y.astype(int)
        fx, fy = (at_x - x0)[..., None], (at_y - y0)[..., None]
        top = video[y0, x0] * (1 - fx) + video[y0, x0 + 1] * fx
        bottom = video[y0 + 1, x0] * (1 - fx) + video[y0 + 1, x0 + 1] * fx
        seen = np.rint(top * (1 - fy) + bottom * fy).astype(np.uint8)
        left, upper = int(x) - r - 1, int(y) - r - 1
        part = out[max(0, upper) : upper + size, max(0, left) : left + size]
        part[:] = seen[: part.shape[0], : part.shape[1]]


def _milliseconds(work: Timed, repeats: int) -> float:
    work(repeats if repeats > 3 else 0)
    begun = time.perf_counter()
    for k in range(repeats):
        work(k)
    return (time.perf_counter() - begun) / repeats * 1e3


def _row(name: str, value: float, baseline: str, theirs: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": "ms",
        "baseline": baseline,
        "baseline_value": theirs,
        "ratio": theirs / value,
        "limit": None,
    }


if __name__ == "__main__":
    for row in rows():
        against = f"{row['ratio']:6.2f} × {row['baseline']} ({row['baseline_value']:.2f} ms)"
        print(f"{row['name']:40} {row['value']:7.2f} ms {against}")
