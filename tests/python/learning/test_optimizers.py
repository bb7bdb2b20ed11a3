import numpy as np
import pytest
import torch

from descant.learning import optimizers
from descant.learning.bank import LearnerBank
from descant.learning.settings import OPTIMIZERS

STEPS = 50
# no round numbers: where a residual is zero but for rounding, its sign is anyone's
CUBIC = {"target": [0.137, -0.719, 0.311, 0.943], "theta": [-0.523, 0.261, 0.877, -0.109], "n": None}
KNOT = {"target": [0.4, 5.7, 3.3], "theta": [1.5, 4.2, 0.8], "n": (5, 3, 2)}


@pytest.mark.parametrize("loss_form", ["squared", "absolute"])
@pytest.mark.parametrize("points", [4, 100])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("case", [CUBIC, KNOT], ids=["cubic", "knot"])
@pytest.mark.parametrize("rate", [0.04, -0.02])
def test_fifty_steps_are_as_torch_takes_them(*, case, optimizer, points, loss_form, rate, oracle):
    bank = LearnerBank("cubic" if case["n"] is None else "knot")
    bank.add(**case, learning_rate=rate, points=points, loss_form=loss_form, optimizer=optimizer)
    theta = torch.tensor(case["theta"], dtype=torch.float64, requires_grad=True)
    reference = oracle.optimizer_of(optimizer, theta, rate)
    target = torch.tensor(case["target"], dtype=torch.float64)
    for _ in range(STEPS):
        reference.zero_grad()
        loss = oracle.loss_of(theta, target, points, loss_form, case["n"])
        loss.backward()
        before = theta.grad.numpy().copy()
        reference.step()
        step = bank.step()
        np.testing.assert_allclose(step.loss[0], loss.item(), rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(step.gradient[0], before, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(bank.theta(0), theta.detach().numpy(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_rate_can_be_changed_between_steps(optimizer, oracle):
    bank = LearnerBank("cubic")
    bank.add(**CUBIC, learning_rate=0.01, optimizer=optimizer)
    theta = torch.tensor(CUBIC["theta"], dtype=torch.float64, requires_grad=True)
    reference = oracle.optimizer_of(optimizer, theta, 0.01)
    target = torch.tensor(CUBIC["target"], dtype=torch.float64)
    for rate in (0.01, 0.2, -0.1, 0.05, 0.0, 0.03):
        reference.param_groups[0]["lr"] = rate
        bank.set(learning_rate=rate)
        reference.zero_grad()
        oracle.loss_of(theta, target, 100, "squared").backward()
        reference.step()
        bank.step()
        np.testing.assert_allclose(bank.theta(0), theta.detach().numpy(), rtol=1e-12, atol=1e-12)


def test_adam_goes_on_after_its_bias_has_worn_off():
    first, second = optimizers._bias_tables()
    last = len(first) - 1
    assert first[1] == 1 - 0.9
    assert second[2] == np.sqrt(1 - 0.999**2)
    assert 1 - 0.9**last == first[-1] == second[-1] == 1
    bank = LearnerBank("knot")
    bank.add(**KNOT, learning_rate=1e-6, optimizer="adam")
    state = bank.state()
    state["steps"] = np.array([float(last - 2)])
    bank.restore(state)
    for _ in range(5):
        assert bank.step().finite.all()
    assert bank.state()["steps"][0] == last + 3


def test_another_optimizer_begins_anew_and_the_same_one_goes_on():
    bank, fresh = LearnerBank("cubic"), LearnerBank("cubic")
    bank.add(**CUBIC, learning_rate=0.05, optimizer="adam")
    for _ in range(3):
        bank.step()
    bank.set(optimizer="adam")
    assert bank.state()["steps"][0] == 3
    bank.set(optimizer="momentum")
    assert not bank.state()["first_moment"].any()
    fresh.add(CUBIC["target"], bank.theta(0), learning_rate=0.05, optimizer="momentum")
    for _ in range(3):
        bank.step()
        fresh.step()
    np.testing.assert_array_equal(bank.theta(0), fresh.theta(0))
