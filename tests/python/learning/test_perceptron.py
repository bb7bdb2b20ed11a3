"""The small network: its loss and gradient as torch finds them, what a step leaves, and that it learns."""

import numpy as np
import pytest
import torch

from descant.learning import perceptron
from descant.learning.perceptron import Perceptron, draw, loss_of, values
from descant.learning.targets import cubic_x

X = cubic_x(64)
SINE = np.sin(np.pi * X)


def by_torch(theta, x, y):
    """Return loss and gradient, found without our formulas."""
    weights = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    w, b, v = weights[:-1].reshape(3, -1)
    inputs, wanted = (torch.tensor(each, dtype=torch.float64) for each in (x, y))
    seen = torch.tanh(inputs[:, None] * w + b) @ v + weights[-1]
    loss = torch.nn.functional.mse_loss(seen, wanted)
    loss.backward()
    return loss.item(), weights.grad.numpy(), seen.detach().numpy()


@pytest.mark.parametrize(("hidden", "points"), [(1, 2), (16, 64), (64, 1024)])
def test_loss_gradient_and_values_are_torchs(hidden, points):
    x, chance = cubic_x(points), np.random.default_rng(hidden)
    theta, y = draw(hidden, chance), chance.normal(size=points)
    found, wanted = loss_of(theta, x, y), by_torch(theta, x, y)
    assert found[0] == pytest.approx(wanted[0], rel=1e-12)
    np.testing.assert_allclose(found[1], wanted[1], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found[2], wanted[2], rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(values(theta, x), found[2])


@pytest.mark.parametrize(
    ("name", "optimizer"),
    [("sgd", torch.optim.SGD), ("momentum", lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9)),
     ("adam", torch.optim.Adam)],
)  # fmt: skip
def test_steps_are_torchs(name, optimizer):
    theta = draw(8, np.random.default_rng(3))
    own = Perceptron(theta)
    weights = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    other = optimizer([weights], 0.02)
    for _ in range(50):
        loss, _, _ = own.step(X, SINE, learning_rate=0.02, optimizer=name)
        other.zero_grad()
        wanted, gradient, _ = by_torch(weights.detach().numpy(), X, SINE)
        weights.grad = torch.tensor(gradient)
        other.step()
        assert loss == pytest.approx(wanted, rel=1e-9)
    np.testing.assert_allclose(own.weights, weights.detach().numpy(), rtol=1e-9, atol=1e-11)


def test_four_seconds_of_steps_learn_a_sine():
    own = Perceptron(draw(24, np.random.default_rng(1)))
    losses = [own.step(X, SINE, learning_rate=0.01, optimizer="adam")[0] for _ in range(240)]
    assert losses[0] > 0.1 and losses[-1] < 0.01
    assert np.abs(own.values(X) - SINE).max() < 0.3


def test_what_would_run_away_changes_nothing():
    own = Perceptron(draw(4, np.random.default_rng(2)))
    before = own.state()
    assert own.step(X, SINE, learning_rate=1e300, optimizer="sgd", noise=np.full(13, 1e300)) is None
    assert own.step(X, np.full(64, np.nan), learning_rate=0.01, optimizer="sgd") is None
    np.testing.assert_equal(own.state(), before)


def test_one_restored_steps_on_equally():
    one = Perceptron(draw(6, np.random.default_rng(5)))
    for _ in range(7):
        one.step(X, SINE, learning_rate=0.03, optimizer="adam")
    other = Perceptron.restored(one.state())
    for _ in range(7):
        for each in (one, other):
            each.step(X, SINE, learning_rate=0.03, optimizer="adam")
    np.testing.assert_equal(other.state(), one.state())
    one.forget()
    assert not one.first.any() and not one.second.any() and not one.steps.any()


def test_every_unit_bends_between_minus_one_and_one():
    w, b, _ = draw(64, np.random.default_rng(9))[:-1].reshape(3, -1)
    assert np.all(np.abs(b / w) <= 1.0)
    assert np.abs(w).max() <= perceptron.STEEPEST and {-1.0, 1.0} == set(np.sign(w))
