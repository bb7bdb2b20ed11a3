from pathlib import Path

import numpy as np
import pytest

from descant.export.max_slab import Slab
from descant.video.bubbles import Bubble, Bubbles, bubble_radius
from descant.video.piano import keys

PACKAGE = Path(__file__).parents[3] / "max"
SIZE = (1280, 720)
AIR = "(size, bubbles, times) => { const air = new (require('./descant.bubbles.js').Air)(...size);" \
      " bubbles.forEach((b) => air.launch(b)); return times.map((t) => air.rows(t)); }"  # fmt: skip
FORMS = ("waves", "paper")


def bubbles(count, seed=3):
    chance = np.random.default_rng(seed)
    return [
        {
            "born": float(n) / 10, "x": chance.uniform(0, 1280), "y": chance.uniform(0, 720),
            "radius": chance.uniform(2, 100), "life": chance.uniform(3.0, 8.0),
            "gradient": chance.normal(0, 2, 2).tolist(), "depth": 0.08, "wavelength": 0.4, "form": n % 2,
            "sway": chance.uniform(0, 6),
        }
        for n in range(count)
    ]  # fmt: skip


def own(each):
    return Bubble(**{**each, "form": FORMS[each["form"]], "gradient": tuple(each["gradient"])})


def rows(node, given, times):
    return [np.array(found).reshape(-1, 9) for found in node(AIR, SIZE, given, times)]


@pytest.mark.parametrize("count", [1, 7, 32])
def test_bubbles_are_where_descants_own_are(node, count):
    given, air = bubbles(count), Bubbles(*SIZE)
    times = [0.0, 0.05, 0.7, 2.0, 3.5, 5.0, 9.0, 20.0]
    for time, found in zip(times, rows(node, given, times), strict=True):
        alive = [b for b in map(own, given) if 0 <= (time - b.born) / b.life < 1]
        assert len(found) == len(alive)
        for row, each in zip(found, alive, strict=True):
            x, y, radius, opacity = air.position(each, time)
            assert row[:3].tolist() == [round(x), round(y), max(4, round(radius))]
            assert row[3] == pytest.approx(opacity, abs=1e-12)
            assert row[6:].tolist() == [each.depth, each.wavelength, FORMS.index(each.form)]


def test_a_gradient_is_brought_to_where_floats_are_exact(node):
    given = [{**bubbles(1)[0], "gradient": [1000.25, -5e5], "form": form} for form in (0, 1)]
    (found,) = rows(node, given, [0.5])
    for row, period in zip(found, (np.pi / 2, 2 * np.pi), strict=True):
        assert np.abs(row[4:6]).max() <= period / 2 + 1e-9
        phase = (row[4:6] - [1000.25, -5e5]) / period
        np.testing.assert_allclose(phase, np.rint(phase), atol=1e-6)


def test_the_oldest_give_way(node):
    given = [{**each, "life": 60.0} for each in bubbles(40)]
    (found,) = rows(node, given, [10.0])
    assert len(found) == 32
    air = Bubbles(*SIZE)
    assert found[0, 0] == round(air.position(own(given[8]), 10.0)[0])


def test_a_key_is_where_the_drawn_keyboards_key_is(node):
    found = node("() => Array.from({length: 140}, (_, p) => require('./descant.bubbles.js').key(p - 5))")
    drawn = keys(*SIZE)
    for pitch, (x, y) in enumerate(found, start=-5):
        key = drawn[min(108, max(21, pitch))]
        assert (x * 1280, y * 720) == pytest.approx((key.x, key.top), abs=1e-9)


@pytest.mark.parametrize("velocity", [1, 64, 127])
def test_a_velocity_gives_the_same_size(node, velocity):
    found = node("(v) => require('./descant.bubbles.js').radius(v, 0.11, 720)", velocity)
    assert found == pytest.approx(bubble_radius(velocity, 0.11, 720))


@pytest.mark.parametrize("seed", range(4))
def test_script_and_shader_together_are_descants_own_bubbles(node, seed):
    """Many at once, one over the other: what the script says is what the shader draws."""
    chance, size = np.random.default_rng(seed), (320, 180)
    image, video = (chance.integers(0, 256, (180, 320, 4), np.uint8) for _ in range(2))
    given = [{**each, "x": each["x"] / 4, "y": each["y"] / 8 + 90, "radius": 8 + each["radius"] / 2}
             for each in bubbles(32, seed)]  # fmt: skip
    (found,) = node(AIR, size, given, [3.2])
    air, own_picture = Bubbles(*size), np.ascontiguousarray(image[..., :3])
    for each in map(own, given):
        air.launch(each)
    air.draw(3.2, np.ascontiguousarray(video[..., :3]), own_picture)
    matrix = np.zeros((32, 3, 4), np.float32)
    matrix[: len(found) // 9, :, :3] = np.reshape(found, (-1, 3, 3))
    slab = Slab(PACKAGE / "code" / "descant.bubbles.jxs")
    slab.load(image, video, matrix)
    slab.draw(count=len(found) // 9)
    difference = np.abs(slab.seen()[..., :3].astype(int) - own_picture)
    slab.release()
    assert len(found) // 9 > 15
    assert (own_picture != image[..., :3]).any(2).mean() > 0.3
    assert difference.max() <= 1
