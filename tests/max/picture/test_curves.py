import math

import numpy as np
import pytest

from descant.export.max_video import CAMERA_DISTANCE, LENS_ANGLE
from descant.video.curves import curve_line
from descant.video.gallery import _SPIN, _TILT
from descant.video.knots import knot_line
from descant.video.motion import Eased
from descant.video.space import Camera, turned

NAN, INF = float("nan"), float("inf")
KNOTS = [(2, 3, 5), (3, 5, 7), (2, 3, 7), (4, 3, 5)]


def lines(node, asked):
    """Return the lines that the script makes of (form, theta, n), each (points, 3)."""
    told = node(
        "(asked) => asked.map(([form, theta, n]) => require('./descant.curves.js').line(form, theta, n))", asked
    )
    return [np.array(each).reshape(-1, 3) for each in told]


def own(form, theta, n):
    theta = np.array(theta, float)
    return knot_line(theta, tuple(n), 0.0, 1.0) if form == "knot" else curve_line(form, theta, 0.0, 1.0)


def equal(found, expected):
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("form", ["cubic", "knot", "function"])
def test_lines_are_those_of_descants_own_picture(node, form):
    chance = np.random.default_rng(4)
    if form == "knot":
        asked = [(form, chance.uniform(-20, 20, 3).tolist(), list(n)) for n in KNOTS for _ in range(10)]
    else:
        lengths = [4] * 30 if form == "cubic" else [1, 2, 3, 5, 31, 32, 32, 128, 1024]
        asked = [(form, (chance.normal(0, 3, length)).tolist(), []) for length in lengths]
    for each, found in zip(asked, lines(node, asked), strict=True):
        equal(found, own(*each))


@pytest.mark.parametrize("strange", [NAN, INF, -INF, 1e300, -1e7])
@pytest.mark.parametrize("form", ["cubic", "knot", "function"])
def test_strange_numbers_are_drawn_at_the_limit(node, form, strange):
    theta = {"cubic": [0.5, strange, -0.5, 0.25], "knot": [1.0, strange, 2.0], "function": [0.5, strange, -0.5]}[form]
    n = [2, 3, 5] if form == "knot" else []
    (found,) = lines(node, [(form, theta, n)])
    assert np.isfinite(found).all()
    if not (form == "knot" and math.isfinite(strange)):  # such an angle is anything's
        with np.errstate(invalid="ignore"):
            equal(found, own(form, theta, n))


def test_what_the_message_says_is_read(node):
    parse = "(words) => require('./descant.curves.js').parse(words)"
    cubic = node(parse, ["cubics", 3, "cubic", 1, 2, 3, 4, 5, 6, 7, 8])
    assert cubic == {
        "part": "cubics", "learner": 3, "form": "cubic", "target": [1, 2, 3, 4], "theta": [5, 6, 7, 8], "n": [],
    }  # fmt: skip
    knot = node(parse, ["knots", 1, "knot", 0.1, 0.2, 0.3, 1.1, 1.2, 1.3, 2, 3, 5])
    assert (knot["target"], knot["theta"], knot["n"]) == ([0.1, 0.2, 0.3], [1.1, 1.2, 1.3], [2, 3, 5])
    function = node(parse, ["mine", 0, "function", *range(64)])
    assert (function["target"], function["theta"]) == (list(range(32)), list(range(32, 64)))


@pytest.mark.parametrize(
    "words",
    [
        [], ["cubics"], ["cubics", 3, "cubic"], ["cubics", 3, "cubic", 1, 2, 3], [5, 3, "cubic", *range(8)],
        ["cubics", "x", "cubic", *range(8)], ["cubics", 3, "quartic", *range(8)], ["cubics", 3, "cubic", *"abcdefgh"],
        ["knots", 1, "knot", *range(8)], ["knots", 1, "knot", *[0.5] * 6, 2, 3, 5.5],
        ["knots", 1, "knot", *[0.5] * 6, 2, 3, 1000], ["knots", 1, "knot", *[0.5] * 6, 0, 0, 0],
        ["mine", 1, "function", 1, 2, 3], ["mine", 1, "function", *range(4096)], ["mine", 1, "toString", 1, 2],
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_such_message_is_left_out(node, words):
    assert node("(words) => require('./descant.curves.js').parse(words)", words) is None


def test_a_knot_turns_as_in_descants_own_picture(node):
    theta, n, learner, time = [0.3, 1.2, 2.3], [2, 3, 5], 4, 7.25
    placed = "(theta, n, learner, time) => { const c = require('./descant.curves.js');" \
             " return c.placed(c.line('knot', theta, n), 'knot', learner, time); }"  # fmt: skip
    found = np.array(node(placed, theta, n, learner, time)).reshape(-1, 3)
    equal(found, turned(knot_line(np.array(theta), tuple(n), 0, 1), _SPIN * time + 0.7 * learner, _TILT))


def test_jitters_camera_sees_a_point_where_descants_own_does(node):
    points = np.random.default_rng(1).uniform(-0.5, 0.5, (200, 3))
    world = np.array(
        node("(p) => require('./descant.curves.js').toJitter(Float64Array.from(p))", points.ravel().tolist())
    ).reshape(-1, 3)
    away = CAMERA_DISTANCE - world[:, 2]  # along the camera's axis, which looks to -z
    across = 1 / (2 * math.tan(math.radians(LENS_ANGLE) / 2) * away)  # picture heights for each height of the world
    expected, _ = Camera(1280, 720).seen(points)
    found = np.stack([640 + 720 * world[:, 0] * across, 360 - 720 * world[:, 1] * across], 1)
    np.testing.assert_allclose(found, expected, atol=0.1)  # pixels
    camera = node("() => require('./descant.curves.js').CAMERA")
    assert camera["distance"] == CAMERA_DISTANCE
    assert camera["lens_angle"] == pytest.approx(LENS_ANGLE, abs=0.005)


def test_a_ribbon_lies_around_its_line(node):
    (line,) = lines(node, [("cubic", [0.5, -0.7, 0.2, 0.1], [])])
    ribbon = "(p, width) => require('./descant.curves.js').ribbon(Float64Array.from(p), width)"
    found = np.array(node(ribbon, line.ravel().tolist(), 0.02)).reshape(-1, 2, 3)
    np.testing.assert_allclose(found.mean(1), line, atol=1e-12)
    across = found[:, 0] - found[:, 1]
    np.testing.assert_allclose(np.hypot(across[:, 0], across[:, 1]), 0.02, atol=1e-12)
    along = np.gradient(line, axis=0)
    np.testing.assert_allclose((across * along).sum(1), 0, atol=1e-12)
    standing = np.array(node(ribbon, [0.1, 0.2, 0.3] * 5, 0.02))
    assert np.isfinite(standing).all()


def test_a_learner_glides_as_in_descants_own_picture(node):
    eased = Eased([0.0, 1.0], 0.035)
    eased.aim([1.0, -1.0], 0.0)
    glided = "(from, to, steps) => steps.reduce((at, s) => require('./descant.curves.js').glided(at, to, s), from)"
    found = node(glided, [0.0, 1.0], [1.0, -1.0], [0.01, 0.02, 0.0, 0.015])
    np.testing.assert_allclose(found, eased.at(0.045), atol=1e-12)
    assert node(glided, [0.0], [1.0, -1.0], [0.01]) == [1.0, -1.0]
