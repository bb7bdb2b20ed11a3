import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.panel.facts import Learner
from descant.panel.figures import Cubic, Function, Knot, figure_of

coefficients = st.tuples(*[st.floats(-1.0, 1.0)] * 4)
phases = st.tuples(*[st.floats(0.0, 6.28)] * 3)


def test_a_cubic_is_drawn_over_its_whole_range():
    line = Cubic().line((0.0, 0.0, 1.0, 0.0))
    assert line[[0, -1], 0].tolist() == [-1.0, 1.0]
    assert line[24].tolist() == [0.0, 0.0]
    assert line[-1, 1] == pytest.approx(1 / np.hypot(1.7, 1))


@given(st.tuples(*[st.floats(-1e30, 1e30)] * 4))
def test_no_cubic_leaves_its_square(theta):
    line = Cubic().line(theta)
    assert np.isfinite(line).all()
    assert np.abs(line).max() <= 1.0


@given(coefficients, st.integers(0, 3), st.floats(-0.9, 0.9))
def test_a_handle_goes_where_the_hand_is_and_the_others_stay(target, which, y):
    before = Cubic().handles(target)
    after = Cubic().handles(Cubic().moved(target, which, 0.0, y))
    assert after[which, 1] == pytest.approx(y, abs=2e-3)
    others = [place for place in range(4) if place != which]
    assert after[others] == pytest.approx(before[others], abs=2e-3)


def test_a_hand_that_leaves_the_square_gives_a_finite_cubic():
    assert all(abs(number) < 100 for number in Cubic().moved((0.0, 0.0, 0.0, 0.0), 1, 0.0, 50.0))


def test_handles_lie_on_the_curve():
    theta = (0.3, -0.7, 0.3, 0.5)
    line, handles = Cubic().line(theta), Cubic().handles(theta)
    for x, y in handles:
        assert np.interp(x, line[:, 0], line[:, 1]) == pytest.approx(y, abs=2e-3)


def test_a_knot_closes_and_repeats_after_a_turn():
    knot = Knot((3.0, 5.0, 7.0))
    line = knot.line((0.1, 0.2, 0.3))
    assert line[0] == pytest.approx(line[-1])
    assert knot.line((0.1 + 2 * np.pi, 0.2, 0.3)) == pytest.approx(line)
    assert np.abs(line).max() <= 1.0


def test_a_knot_is_the_projection_of_its_formula():
    knot = Knot((2.0, 3.0, 5.0))
    line = knot.line((0.4, 0.5, 0.6))
    t = np.linspace(0, 2 * np.pi, len(line))
    space = np.stack([np.cos(2 * t + 0.4), np.cos(3 * t + 0.5), np.cos(5 * t + 0.6), np.ones(len(t))], axis=1)
    _, residual, rank, _ = np.linalg.lstsq(space, line, rcond=None)
    assert rank == 4
    assert residual == pytest.approx(0.0, abs=1e-20)


@given(phases, st.integers(0, 2), st.floats(0.0, 6.28))
def test_a_dial_turns_to_where_the_hand_points(target, which, angle):
    knot = Knot((3.0, 5.0, 7.0))
    x, y = knot.centres[which] + 0.4 * np.array([np.cos(angle), np.sin(angle)])
    moved = knot.moved(target, which, x, y)
    assert np.exp(1j * moved[which]) == pytest.approx(np.exp(1j * angle), abs=1e-3)
    assert [moved[n] for n in range(3) if n != which] == [target[n] for n in range(3) if n != which]
    hand = knot.handles(moved)[which] - knot.centres[which]
    assert np.arctan2(hand[1], hand[0]) % (2 * np.pi) == pytest.approx(moved[which], abs=1e-3)


def test_each_form_has_its_figure():
    assert isinstance(figure_of(Learner("mine", 1, "function", (0.0,) * 9, (0.0,) * 9)), Function)
    assert isinstance(figure_of(Learner("cubics", 1, "cubic", (0.0,) * 4, (0.0,) * 4)), Cubic)
    assert isinstance(figure_of(Learner("knots", 1, "knot", (0.0,) * 3, (0.0,) * 3, (3.0, 5.0, 7.0))), Knot)


@given(st.tuples(*[st.floats(-1e9, 1e9)] * 3))
def test_a_knot_of_strange_numbers_is_drawn_too(n):
    assert np.isfinite(Knot(n).line((0.0, 1.0, 2.0))).all()


def test_a_function_is_its_values_at_equal_steps():
    line = Function().line((-1.0, 0.0, 1.0))
    assert line[0, 0] == -1.0 and line[-1, 0] == 1.0 and np.all(np.diff(line[:, 1]) > 0)
    assert line[0, 1] == pytest.approx(-1 / np.hypot(1.7, 1)) and line[len(line) // 2, 1] == 0.0
    assert np.abs(Function().line((1e30, -1e30))).max() <= 1.0
    assert Function().handles((0.0, 1.0)).shape == (0, 2)
