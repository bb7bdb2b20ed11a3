"""SGD, momentum and Adam as torch.optim has them, for learners side by side.

Each takes the columns of k learners and proposes what a step would make of them; the group that owns the
columns accepts it. Elementwise only, like the losses.
"""

import functools
from collections.abc import Callable
from typing import Protocol

import numpy as np

from descant.learning.settings import Optimizer
from descant.learning.targets import Floats

MOMENTUM = 0.9
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8

Proposal = tuple[Floats, Floats]
"""What a learner has, and scratch for what it would have after the step."""


class Columns(Protocol):
    """The rows of k learners that an optimizer reads and proposes to change."""

    theta: Floats  #: (parameters, k)
    first: Floats  #: (parameters, k), momentum's buffer or Adam's mean of gradients
    second: Floats  #: (parameters, k), Adam's mean of squared gradients
    steps: Floats  #: (k,), steps taken with this optimizer
    learning_rate: Floats  #: (parameters, k)


Propose = Callable[[Floats], None]
"""Takes the gradient ``(parameters, k)`` and fills the scratch of the proposals."""


def sgd(columns: Columns) -> tuple[Propose, list[Proposal]]:
    """Make θ ← θ − α g."""
    theta, rate = columns.theta, columns.learning_rate
    new_theta, change = np.empty((2, *theta.shape))

    def propose(gradient: Floats) -> None:
        np.multiply(gradient, rate, change)
        np.subtract(theta, change, new_theta)

    return propose, [(theta, new_theta)]


def momentum(columns: Columns) -> tuple[Propose, list[Proposal]]:
    """Make m ← 0.9 m + g, θ ← θ − α m."""
    theta, first, rate = columns.theta, columns.first, columns.learning_rate
    new_theta, new_first, change = np.empty((3, *theta.shape))

    def propose(gradient: Floats) -> None:
        np.multiply(first, MOMENTUM, new_first)
        np.add(new_first, gradient, new_first)
        np.multiply(new_first, rate, change)
        np.subtract(theta, change, new_theta)

    return propose, [(theta, new_theta), (first, new_first)]


def adam(columns: Columns) -> tuple[Propose, list[Proposal]]:
    """Make m ← m + 0.1 (g − m), v ← 0.999 v + 0.001 g², θ ← θ − α m̂ / (√v̂ + 1e-8)."""
    theta, first, second = columns.theta, columns.first, columns.second
    steps, rate = columns.steps, columns.learning_rate
    new_theta, new_first, new_second, change = np.empty((4, *theta.shape))
    new_steps = np.empty_like(steps)
    first_bias, second_bias_root = _bias_tables()
    last = len(first_bias) - 1

    def propose(gradient: Floats) -> None:
        np.add(steps, 1.0, new_steps)
        count = np.minimum(new_steps, last).astype(np.intp)
        np.subtract(gradient, first, change)
        np.multiply(change, 1.0 - BETA_1, change)
        np.add(first, change, new_first)
        np.multiply(gradient, gradient, change)
        np.multiply(change, 1.0 - BETA_2, change)
        np.multiply(second, BETA_2, new_second)
        np.add(new_second, change, new_second)
        np.sqrt(new_second, change)
        np.divide(change, second_bias_root[count], change)
        np.add(change, EPSILON, change)
        np.divide(new_first, change, change)
        np.multiply(change, rate / first_bias[count], change)
        np.subtract(theta, change, new_theta)

    return propose, [(theta, new_theta), (first, new_first), (second, new_second), (steps, new_steps)]


MAKERS: dict[Optimizer, Callable[[Columns], tuple[Propose, list[Proposal]]]] = {
    "sgd": sgd,
    "momentum": momentum,
    "adam": adam,
}
"""Every optimizer by name."""


@functools.cache
def _bias_tables() -> tuple[Floats, Floats]:
    """Return 1 − β₁^t and √(1 − β₂^t) by step t, up to where both are 1 for good.

    A table, since a vectorised power may round differently with the number of learners.
    """
    count = 1
    while BETA_2**count > 2.0**-54:
        count += 100
    first = np.array([1.0 - BETA_1**t for t in range(count + 1)])
    second = np.array([1.0 - BETA_2**t for t in range(count + 1)])
    return first, np.sqrt(second)
