from pathlib import Path

import numpy as np
import pytest

from descant.export.max_jxs import faults, read
from descant.export.max_shaders import SHADERS, files
from descant.export.max_slab import Slab
from descant.video.bubbles import Bubble, Bubbles
from descant.video.effects import bend, displacement, shift

PACKAGE = Path(__file__).parents[2] / "max"
SIZES = [(161, 90), (160, 91), (2, 2), (1, 7), (9, 1), (333, 241)]
FORMS = ("waves", "paper")
MOST = np.zeros((32, 3, 4), np.float32)


def jxs(name):
    return PACKAGE / "code" / f"descant.{name}.jxs"


@pytest.fixture(scope="module")
def slabs():
    made = {name: Slab(jxs(name)) for name in ("shift", "bend", "bubbles")}
    yield made
    for slab in made.values():
        slab.release()


def noise(width, height, seed=1):
    """What shows any wrong pixel, and any wrong fraction of one."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)


def rgb(image):
    return np.ascontiguousarray(image[..., :3])


def drawn(slab, image, *others, lower_first=False, **values):
    slab.load(image, *others, drawn=(lower_first, lower_first, False))
    slab.draw(**values)
    return slab.seen()


def off(one, other):
    """Return by how many steps of 255 two pictures differ at the most."""
    assert one.shape == other.shape
    return int(np.abs(one.astype(int) - other).max())


def single(generator, low, high):
    """Draw a number that Max and Python have alike: Max's are float32."""
    return float(np.float32(generator.uniform(low, high)))


@pytest.mark.parametrize("path", sorted(files()), ids=str)
def test_the_files_are_up_to_date(path):
    assert (PACKAGE / path).read_bytes() == files()[path], "make max writes them anew"


@pytest.mark.parametrize("shader", SHADERS, ids=lambda shader: shader.name)
def test_a_file_says_of_every_number_what_it_is(shader):
    path = PACKAGE / "code" / f"{shader.name}.jxs"
    assert faults(path) == []
    own = {param.name: param for param in read(path).params if not param.state and not param.name.startswith("tex")}
    assert list(own) == [row.name for row in shader.rows]
    for row in shader.rows:
        wanted = row.choices.index(row.default) if row.choices else row.default
        assert own[row.name].value() == wanted


# ---------------------------------------------------------------- neutral
@pytest.mark.parametrize("lower_first", [False, True])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["shift", "bend", "bubbles"])
def test_neutral_is_the_picture_bit_for_bit(slabs, name, size, lower_first):
    image = noise(*size)
    others = (noise(*size, seed=2), MOST) if name == "bubbles" else ()
    np.testing.assert_array_equal(drawn(slabs[name], image, *others, lower_first=lower_first), image)


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_neutral_whatever_else_is_said(slabs, kind):
    image = noise(161, 90)
    image = image if kind == np.uint8 else np.random.default_rng(3).normal(0.5, 3.0, image.shape).astype(kind)
    for values in ({"depth": 0.0, "g1": 3.0, "form": 1}, {"wavelength": 7.0}, {"form": 1}):
        np.testing.assert_array_equal(drawn(slabs["bend"], image, **values), image)
    np.testing.assert_array_equal(drawn(slabs["shift"], image, red=0.0, green=-0.0, blue=0.0), image)


# ---------------------------------------------------------------- the same as Descant's own picture
@pytest.mark.parametrize("lower_first", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_shift_is_that_of_descants_own_renderer(slabs, size, lower_first):
    generator, image = np.random.default_rng(size), noise(*size)
    for reach in (0.01, 0.3, 1.0):
        amounts = [single(generator, -reach, reach) for _ in range(3)]
        values = dict(zip(("red", "green", "blue"), amounts, strict=True))
        found = drawn(slabs["shift"], image, lower_first=lower_first, **values)
        assert off(found[..., :3], shift(rgb(image), *amounts)) <= 1
        np.testing.assert_array_equal(found[..., 3], image[..., 3])


@pytest.mark.parametrize("plane", ["red", "green", "blue"])
def test_shift_moves_each_plane_alone(slabs, plane):
    image = noise(161, 90)
    found = drawn(slabs["shift"], image, **{plane: 0.25})
    for n, name in enumerate(("red", "green", "blue")):
        assert np.array_equal(found[..., n], image[..., n]) == (name != plane)


@pytest.mark.parametrize("lower_first", [False, True])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", SIZES)
def test_bend_is_that_of_descants_own_renderer(slabs, size, form, lower_first):
    generator, image = np.random.default_rng((*size, len(form))), noise(*size)
    for reach in (0.1, 2.0, 100.0):
        g1, g2, depth, wavelength = (
            single(generator, *limits) for limits in ((-reach, reach), (-reach, reach), (0.0, 0.5), (0.05, 2.0))
        )
        values = {"g1": g1, "g2": g2, "depth": depth, "wavelength": wavelength, "form": FORMS.index(form)}
        found = drawn(slabs["bend"], image, lower_first=lower_first, **values)
        assert off(found[..., :3], bend(rgb(image), g1, g2, depth, wavelength, form=form)) <= 1, values
        np.testing.assert_array_equal(found[..., 3], image[..., 3])


@pytest.mark.parametrize("form", FORMS)
def test_bend_at_the_size_of_a_stage(slabs, form):
    generator, image = np.random.default_rng(8), noise(1280, 720)
    for depth, wavelength in np.array([(0.08, 0.4), (0.5, 0.05), (0.3, 10.0)], np.float32).tolist():
        g1, g2 = single(generator, -100, 100), single(generator, -100, 100)
        values = {"g1": g1, "g2": g2, "depth": depth, "wavelength": wavelength, "form": FORMS.index(form)}
        found = drawn(slabs["bend"], image, **values)
        assert off(found[..., :3], bend(rgb(image), g1, g2, depth, wavelength, form=form)) <= 1, values


def test_one_slab_after_the_other_is_descants_own_order(slabs):
    image = noise(320, 180)
    moved = drawn(slabs["shift"], image, red=0.1, green=0.2, blue=-0.15)
    np.testing.assert_array_equal(
        drawn(slabs["bend"], moved, lower_first=True, g1=0.4, g2=-0.3), drawn(slabs["bend"], moved, g1=0.4, g2=-0.3)
    )
    own = bend(rgb(moved), float(np.float32(0.4)), float(np.float32(-0.3)))
    assert off(drawn(slabs["bend"], moved, g1=0.4, g2=-0.3)[..., :3], own) <= 1


# ---------------------------------------------------------------- numbers that are none
STRANGE = [float("nan"), float("inf"), -float("inf"), 1e30, -1e30, 1e-40]


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("plane", ["red", "green", "blue"])
def test_a_strange_number_leaves_a_plane_or_moves_it_out(slabs, plane, strange):
    image = noise(161, 90)
    found = drawn(slabs["shift"], image, **{plane: strange})
    amount = max(-100.0, min(100.0, strange)) if np.isfinite(strange) else 0.0
    own = shift(rgb(image), *(amount if name == plane else 0.0 for name in ("red", "green", "blue")))
    assert off(found[..., :3], own) <= 1
    np.testing.assert_array_equal(found[..., 3], image[..., 3])


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("name", ["g1", "g2", "depth", "wavelength"])
def test_a_strange_number_bends_as_the_nearest_that_may_be(slabs, name, strange):
    image, values = noise(161, 90), {"g1": 0.5, "g2": -0.25, "depth": 0.125, "wavelength": 0.5}
    found = drawn(slabs["bend"], image, **{**values, name: strange})
    low, high, neutral = {
        "g1": (-100.0, 100.0, 0.0), "g2": (-100.0, 100.0, 0.0), "depth": (0.0, 0.5, 0.0),
        "wavelength": (0.05, 10.0, 0.4),
    }[name]  # fmt: skip
    values[name] = max(low, min(high, strange)) if np.isfinite(strange) else neutral
    assert off(found[..., :3], bend(rgb(image), *values.values())) <= 1


@pytest.mark.parametrize("form", [-1, 2, 99])
def test_a_form_that_there_is_not_is_waves(slabs, form):
    image = noise(161, 90)
    own = drawn(slabs["bend"], image, g1=0.3, form=0)
    np.testing.assert_array_equal(drawn(slabs["bend"], image, g1=0.3, form=form), own)


# ---------------------------------------------------------------- bubbles
def bubble(generator, size, form="waves", **said):
    x, y = generator.uniform(0, size)
    chosen = {
        "born": 0.0, "x": x, "y": y, "radius": generator.uniform(2, 40), "life": 6.0,
        "gradient": (single(generator, -3, 3), single(generator, -3, 3)), "depth": single(generator, 0, 0.5),
        "wavelength": single(generator, 0.05, 2), "form": form, "sway": generator.uniform(0, 6),
    }  # fmt: skip
    return Bubble(**{**chosen, **said})


def rows(air, bubbles, time):
    """Return bubbles as the shader takes them."""
    found = np.zeros((32, 3, 4), np.float32)
    for n, each in enumerate(bubbles):
        x, y, radius, opacity = air.position(each, time)
        found[n, 0, :3] = round(x), round(y), max(4, round(radius))
        found[n, 1, :3] = opacity, *each.gradient
        found[n, 2, :3] = each.depth, each.wavelength, FORMS.index(each.form)
    return found


def compared(slab, size, bubbles, time, lower_first=False):
    """Return by how much the shader's bubbles differ from Descant's own, and how many pixels those have changed."""
    image, video = noise(*size), noise(*size, seed=2)
    air = Bubbles(*size)
    for each in bubbles:
        air.launch(each)
    own = rgb(image)
    air.draw(time, rgb(video), own)
    found = drawn(slab, image, video, rows(air, bubbles, time), lower_first=lower_first, count=len(bubbles))
    np.testing.assert_array_equal(found[..., 3], image[..., 3])
    return off(found[..., :3], own), int((own != rgb(image)).any(2).sum())


@pytest.mark.parametrize("lower_first", [False, True])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(6))
def test_a_bubble_is_that_of_descants_own_renderer(slabs, seed, form, lower_first):
    generator, size = np.random.default_rng(seed), (241, 161)
    one = bubble(generator, size, form, x=120.0, y=150.0)
    difference, changed = compared(slabs["bubbles"], size, [one], generator.uniform(0.1, 3.0), lower_first)
    assert changed > 50
    assert difference <= 1


@pytest.mark.parametrize("at", [(0, 60), (240, 60), (120, 0), (120, 190), (-30, 30), (0, 190)])
def test_a_bubble_at_the_edge_is_that_of_descants_own_renderer(slabs, at):
    generator = np.random.default_rng(at[0] + 99)
    one = bubble(generator, (241, 161), x=float(at[0]), y=float(at[1]), radius=37.0)
    assert compared(slabs["bubbles"], (241, 161), [one], 0.3)[0] <= 1


def test_where_no_bubble_is_nothing_changes(slabs):
    image, row = noise(161, 90), MOST.copy()
    row[0] = [[80, 45, 10, 0], [1, 0.3, 0.2, 0], [0.1, 0.4, 0, 0]]
    found = drawn(slabs["bubbles"], image, noise(161, 90, 2), row, count=1)
    changed = (found != image).any(2)
    assert changed[45, 80]
    y, x = np.nonzero(changed)
    assert np.hypot(x - 80, y - 45).max() <= 11.5


@pytest.mark.parametrize("strange", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("place", [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)])
def test_a_strange_bubble_draws_nothing_strange(slabs, place, strange):
    image, video, row = noise(161, 90), noise(161, 90, 2), MOST.copy()
    row[0] = [[80, 45, 30, 0], [1, 0.3, 0.2, 0], [0.1, 0.4, 0, 0]]
    row[0][place] = strange
    found = drawn(slabs["bubbles"], image, video, row, count=1)
    if place in ((0, 0), (0, 1), (0, 2), (1, 0)):
        assert (found != image).any(2).sum() <= 9  # at most one of a pixel's size
    else:
        row[0][place] = 0.4 if place == (2, 1) else 0.0
        np.testing.assert_array_equal(found, drawn(slabs["bubbles"], image, video, row, count=1))


@pytest.mark.parametrize("count", [-5, 0])
def test_no_bubbles_are_drawn_where_none_are_counted(slabs, count):
    image, row = noise(161, 90), MOST.copy()
    row[:, 0], row[:, 1] = [80, 45, 30, 0], [1, 0, 0, 0]
    np.testing.assert_array_equal(drawn(slabs["bubbles"], image, image, row, count=count), image)


def test_the_displacement_of_the_text_is_that_of_the_closed_form():
    """What both are compared with is what the design says."""
    places = np.linspace(0, 1, 50)
    expected = 0.08 * (np.cos(2 * np.pi * places / 0.4 + 4 * 0.7) - np.cos(2 * np.pi * places / 0.4))
    np.testing.assert_allclose(displacement(places, 0.7, 0.08, 0.4, "waves"), expected, atol=1e-12)
