"""The oracle: the same learners written out point by point, with torch's own gradients and optimizers."""

import math

import torch

OPTIMIZERS = {
    "sgd": lambda theta, rate: torch.optim.SGD([theta], lr=rate),
    "momentum": lambda theta, rate: torch.optim.SGD([theta], lr=rate, momentum=0.9),
    "adam": lambda theta, rate: torch.optim.Adam([theta], lr=rate),
}


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
