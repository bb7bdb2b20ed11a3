import math

import numpy as np
import pytest
import torch

from descant.draws import generator
from descant.learning.targets import (
    TRIPLES,
    checked_n,
    cubic_curve,
    cubic_x,
    draw,
    knot_curve,
    knot_t,
)


def test_the_triples_are_those_of_the_design():
    assert TRIPLES == (
        (2, 3, 5),
        (2, 3, 7),
        (2, 5, 7),
        (3, 4, 5),
        (3, 4, 7),
        (3, 5, 7),
        (4, 5, 7),
        (5, 6, 7),
    )


def test_points_of_a_cubic_are_equally_spaced_and_odd_about_zero():
    x = cubic_x(100)
    assert (x[0], x[-1], len(x)) == (-1.0, 1.0, 100)
    np.testing.assert_allclose(x, np.linspace(-1, 1, 100), atol=1e-15)
    assert np.array_equal(x, -x[::-1])
    assert cubic_x(2).tolist() == [-1.0, 1.0]
    assert cubic_x(5).tolist() == [-1.0, -0.5, 0.0, 0.5, 1.0]


def test_points_of_a_knot_leave_out_the_end():
    np.testing.assert_allclose(knot_t(4), [0, math.pi / 2, math.pi, 3 * math.pi / 2], atol=1e-15)


@pytest.mark.parametrize("points", [2, 7, 100])
def test_curves_are_the_formulas(points, oracle):
    rng = np.random.default_rng(3)
    theta = rng.uniform(-1, 1, 4)
    expected = oracle.values(torch.tensor(theta), points).numpy()
    np.testing.assert_allclose(cubic_curve(theta, cubic_x(points)), expected, atol=1e-14)
    phases, n = rng.uniform(0, 6, 3), (5, 2, 3)
    expected = oracle.values(torch.tensor(phases), points, n).numpy()
    np.testing.assert_allclose(knot_curve(phases, n, knot_t(points)), expected, atol=1e-13)


def test_curves_take_many_learners_at_once():
    thetas = np.random.default_rng(4).uniform(-1, 1, (2, 5, 4))
    assert cubic_curve(thetas, cubic_x(9)).shape == (2, 5, 9)
    np.testing.assert_array_equal(cubic_curve(thetas, cubic_x(9))[1, 3], cubic_curve(thetas[1, 3], cubic_x(9)))
    knots = knot_curve(thetas[0, :, :3], [(2, 3, 5)] * 5, knot_t(9))
    assert knots.shape == (5, 9, 3)
    np.testing.assert_allclose(knots[2], knot_curve(thetas[0, 2, :3], (2, 3, 5), knot_t(9)), atol=1e-15)


def test_cubics_are_drawn_from_minus_one_to_one():
    draws = [draw("cubic", generator(1, "cubics", "draw", count)) for count in range(2000)]
    for values_drawn in (np.array([d.target for d in draws]), np.array([d.theta for d in draws])):
        assert values_drawn.shape == (2000, 4)
        assert np.all(np.abs(values_drawn) <= 1)
        np.testing.assert_allclose(values_drawn.mean(axis=0), 0, atol=0.05)
        np.testing.assert_allclose(values_drawn.std(axis=0), 1 / math.sqrt(3), atol=0.03)
    assert all(d.n == () for d in draws)


def test_knots_are_drawn_with_every_triple_in_every_order():
    draws = [draw("knot", generator(1, "knots", "draw", count)) for count in range(3000)]
    counts = {}
    for d in draws:
        assert checked_n(d.n) == d.n
        counts[d.n] = counts.get(d.n, 0) + 1
    assert len(counts) == 6 * len(TRIPLES)
    assert min(counts.values()) > 30  # 62 expected
    for phases in (np.array([d.target for d in draws]), np.array([d.theta for d in draws])):
        assert phases.min() >= 0
        assert phases.max() < math.tau
        np.testing.assert_allclose(phases.mean(axis=0), math.pi, atol=0.15)


def test_a_draw_depends_on_its_generator_alone():
    assert draw("knot", generator(1, "knots", "draw", 7)) == draw("knot", generator(1, "knots", "draw", 7))
    assert draw("knot", generator(1, "knots", "draw", 7)) != draw("knot", generator(1, "knots", "draw", 8))


@pytest.mark.parametrize("n", [(2, 3), (2, 4, 5), (3, 3, 5), (1, 2, 3), (2, 3, 11), (2, 3, 5, 7), ()])
def test_n_that_make_no_knot_are_refused(n):
    with pytest.raises(ValueError, match="from 2 to 7"):
        checked_n(n)


@pytest.mark.parametrize("n", [(2.0, 3, 5), "235", (True, 3, 5), (None, 3, 5)])
def test_n_of_another_kind_are_refused(n):
    with pytest.raises(TypeError, match="whole numbers"):
        checked_n(n)


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="cubic or knot, not 'circle'"):
        draw("circle", np.random.default_rng(0))
    with pytest.raises(TypeError, match="cubic or knot, not 3"):
        draw(3, np.random.default_rng(0))
