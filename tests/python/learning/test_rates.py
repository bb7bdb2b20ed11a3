import numpy as np
import pytest

from descant.learning import rates
from descant.learning.bank import LearnerBank
from descant.learning.rates import learning_rate_for
from descant.learning.targets import draw


def loss_of_cents(cents, amount):
    return (2 ** (cents / 1200) - 1) / amount


def median_loss(form, rate, steps, learners=4000, seed=1, **settings):
    rng, bank = np.random.default_rng(seed), LearnerBank(form)
    for _ in range(learners):
        new = draw(form, rng)
        bank.add(new.target, new.theta, n=new.n or None, learning_rate=rate, **settings)
    for _ in range(steps):
        bank.step()
    return np.median(bank.measure().loss)


@pytest.mark.parametrize(
    ("form", "rate", "amount", "ceiling", "heard"),
    [
        ("cubic", 0.15, 0.1, 0.25, {0: 136, 1: 82, 2: 52, 4: 25, 8: 11, 16: 5, 24: 3}),
        ("knot", 0.04, 0.06, 0.12, {0: 101, 60: 62, 120: 25, 240: 1.3}),
    ],
)
def test_the_median_heard_is_that_of_the_design(form, rate, amount, ceiling, heard):
    rng, bank = np.random.default_rng(2021), LearnerBank(form)
    for _ in range(6000):
        new = draw(form, rng)
        bank.add(new.target, new.theta, n=new.n or None, learning_rate=rate)
    for steps in range(max(heard) + 1):
        loss = bank.step().loss
        if steps in heard:
            cents = 1200 * np.log2(1 + np.minimum(amount * loss, ceiling))
            assert np.median(cents) == pytest.approx(heard[steps], rel=0.04, abs=0.6)


@pytest.mark.parametrize(
    ("form", "steps", "goal", "settings"),
    [
        ("cubic", 8, loss_of_cents(2, 0.1), {}),  # the fewest
        ("cubic", 24, loss_of_cents(2, 0.1), {}),
        ("cubic", 24, loss_of_cents(2, 0.1), {"points": 7}),
        ("cubic", 24, loss_of_cents(2, 0.1), {"optimizer": "momentum"}),
        ("cubic", 60, loss_of_cents(2, 0.1), {"optimizer": "adam"}),
        ("cubic", 1, 0.5, {}),
        ("knot", 240, loss_of_cents(2, 0.06), {}),
        ("knot", 60, loss_of_cents(20, 0.06), {}),
    ],
)
def test_the_rate_is_the_smallest_that_does(form, steps, goal, settings):
    rate = learning_rate_for(form, steps, goal, **settings)
    points, optimizer = settings.get("points", 100), settings.get("optimizer", "sgd")
    state, _ = rates._reference(form, points, optimizer)
    trial = rates._Trial(form, state, np.append(np.geomspace(rate / 50, rate / 1.002, 60), rate))
    for _ in range(steps):
        trial.bank.step()
    reached = trial.median_losses() <= goal
    assert reached[-1]
    assert not reached[:-1].any()


def test_the_reference_learners_stand_for_others():
    goal = loss_of_cents(2, 0.1)
    rate = learning_rate_for("cubic", 24, goal)
    assert median_loss("cubic", rate, 24) == pytest.approx(goal, rel=0.15)


def test_the_defaults_of_the_design_come_back():
    assert learning_rate_for("cubic", 24, loss_of_cents(3.27, 0.1)) == pytest.approx(0.15, rel=0.05)
    assert learning_rate_for("knot", 240, loss_of_cents(1.3, 0.06)) == pytest.approx(0.04, rel=0.05)


def test_more_steps_need_a_smaller_rate():
    found = [learning_rate_for("cubic", steps, loss_of_cents(2, 0.1)) for steps in (8, 12, 20, 40, 80)]
    assert np.all(np.diff(found) < 0)


@pytest.mark.parametrize(("form", "too_few", "fewest"), [("cubic", 4, 8), ("knot", 1, 3)])
def test_too_few_steps_are_refused_with_the_fewest_possible(form, too_few, fewest):
    goal = loss_of_cents(2, 0.1)
    with pytest.raises(ValueError, match=f"in {too_few} steps; it takes at least {fewest}$"):
        learning_rate_for(form, too_few, goal)
    assert 0 < learning_rate_for(form, fewest, goal) <= 10


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        (("sine", 10, 0.1), ValueError, "cubic or knot"),
        (("cubic", 0, 0.1), ValueError, "steps must be from 1 to 10000, not 0"),
        (("cubic", 10_001, 0.1), ValueError, "steps must be from 1"),
        (("cubic", 2.5, 0.1), TypeError, "steps must be a whole number"),
        (("cubic", 10, "low"), TypeError, "loss_goal must be a number"),
        (("cubic", 10, 0.0), ValueError, "loss_goal must be above 0"),
        (("cubic", 10, float("nan")), ValueError, "loss_goal must be above 0"),
        (("cubic", 10, 5.0), ValueError, r"below 0\.8"),
    ],
)
def test_wrong_arguments_are_refused(arguments, error, text):
    with pytest.raises(error, match=text):
        learning_rate_for(*arguments)
