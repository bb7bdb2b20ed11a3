"""The oracle: the same learners written out point by point, with torch's own gradients and optimizers."""

import math
from types import SimpleNamespace

import pytest
import torch


def values(theta, points, n=None):
    """Return the curve of a cubic `(points,)` or a knot `(points, 3)`."""
    if n is None:
        x = torch.linspace(-1.0, 1.0, points, dtype=torch.float64)
        a, b, c, d = theta
        return a * x**3 + b * x**2 + c * x + d
    t = torch.arange(points, dtype=torch.float64) * (2 * math.pi / points)
    return torch.cos(torch.tensor(n, dtype=torch.float64) * t[:, None] + theta)


def loss_of(theta, target, points, loss_form, n=None):
    """Return the loss of a step as a scalar tensor."""
    residual = values(theta, points, n) - values(target, points, n)
    return residual.square().mean() if loss_form == "squared" else residual.abs().mean()


def loss_and_gradient(target, theta, points, loss_form, n=None):
    """Return the loss and gradient by autograd, as floats."""
    weights = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    loss = loss_of(weights, torch.tensor(target, dtype=torch.float64), points, loss_form, n)
    loss.backward()
    return loss.item(), weights.grad.numpy()


def optimizer_of(name, theta, rate):
    """Return torch's optimizer. It refuses a negative rate, but steps with one that was set later."""
    if name == "adam":
        optimizer = torch.optim.Adam([theta], lr=abs(rate))
    else:
        optimizer = torch.optim.SGD([theta], lr=abs(rate), momentum=0.9 if name == "momentum" else 0)
    optimizer.param_groups[0]["lr"] = rate
    return optimizer


@pytest.fixture(scope="session")
def oracle():
    return SimpleNamespace(
        values=values, loss_of=loss_of, loss_and_gradient=loss_and_gradient, optimizer_of=optimizer_of
    )
