import itertools

import numpy as np
import pytest

from descant.learning.bank import LearnerBank
from descant.learning.losses import cubic_coefficients, knot_coefficients
from descant.learning.targets import TRIPLES, cubic_x

POINTS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 14, 15, 100, 101, 1000, 10_000)


def assert_as_torch(oracle, bank, cases):
    """Compare the bank's learners, in order, with autograd: (target, theta, points, loss form[, n])."""
    found = bank.measure()
    for place, case in enumerate(cases):
        loss, gradient = oracle.loss_and_gradient(*case)
        np.testing.assert_allclose(found.loss[place], loss, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(found.gradient[place], gradient, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("loss_form", ["squared", "absolute"])
@pytest.mark.parametrize("points", POINTS)
def test_cubic_is_as_torch_has_it(points, loss_form, oracle):
    rng, bank, cases = np.random.default_rng(points), LearnerBank("cubic"), []
    for _ in range(12):
        target, theta = rng.uniform(-2, 2, (2, 4))
        bank.add(target, theta, learning_rate=0.1, points=points, loss_form=loss_form)
        cases.append((target, theta, points, loss_form))
    assert_as_torch(oracle, bank, cases)


@pytest.mark.parametrize("loss_form", ["squared", "absolute"])
@pytest.mark.parametrize("points", POINTS)
def test_knot_is_as_torch_has_it(points, loss_form, oracle):
    rng, bank, cases = np.random.default_rng(points), LearnerBank("knot"), []
    for n in itertools.chain(*(itertools.permutations(triple) for triple in TRIPLES)):
        target, theta = rng.uniform(-7, 7, (2, 3))
        bank.add(target, theta, n=n, learning_rate=0.1, points=points, loss_form=loss_form)
        cases.append((target, theta, points, loss_form, n))
    assert_as_torch(oracle, bank, cases)


@pytest.mark.parametrize("loss_form", ["squared", "absolute"])
@pytest.mark.parametrize(("form", "n"), [("cubic", None), ("knot", (2, 3, 5))])
def test_a_learner_at_its_target_has_no_loss_and_no_gradient(form, n, loss_form):
    bank, weights = LearnerBank(form), [0.3, -0.2, 0.9, 0.1][: 4 if form == "cubic" else 3]
    bank.add(weights, weights, n=n, learning_rate=0.1, loss_form=loss_form)
    step = bank.step()
    assert step.loss[0] == 0
    assert not step.gradient.any()


def test_a_knot_a_whole_turn_away_is_in_tune():
    bank = LearnerBank("knot")
    bank.add([0.5, 1.0, 1.5], np.array([0.5, 1.0, 1.5]) + 2 * np.pi, n=(2, 3, 5), learning_rate=0.1)
    step = bank.step()
    assert step.loss[0] < 1e-30
    assert np.abs(step.gradient).max() < 1e-15


@pytest.mark.parametrize("points", POINTS)
def test_cubic_coefficients_are_twice_the_even_moments(points):
    x = cubic_x(points)
    m2, m4, m6 = (np.mean(x**k) for k in (2, 4, 6))
    expected = 2 * np.array([m6, m4, m2, 1, m4, m2, m4, m2])
    np.testing.assert_allclose(cubic_coefficients(points), expected, rtol=1e-13)


def test_points_alias_where_they_divide_twice_n():
    n = np.array([[2], [3], [7]])
    aliasing = {points for points in range(2, 200) if knot_coefficients(points, n).any()}
    assert aliasing == {2, 3, 4, 6, 7, 14}
    assert knot_coefficients(4, n).ravel().tolist() == [1, 0, 0]
    assert knot_coefficients(14, n).ravel().tolist() == [0, 0, 1]
