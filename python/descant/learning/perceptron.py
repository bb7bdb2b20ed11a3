"""A small network that learns any function of one variable: one hidden layer of tanh, and its own optimizer.

f(x) = c + Σ v·tanh(w·x + b) over the hidden units, x from −1 to 1. Elementwise only, like the bank: matrix products
of different sizes would round differently.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from descant.learning.optimizers import MAKERS
from descant.learning.settings import LIMIT, OPTIMIZERS, Optimizer, checked_choice
from descant.learning.targets import Floats

MOST_HIDDEN = 64
STEEPEST = 12.0
"""The largest |w| that is drawn: so steep that a few units bend within the range, so flat that they can be led."""


def draw(hidden: int, generator: np.random.Generator) -> Floats:
    """Draw the weights ``(3 · hidden + 1,)`` of a fresh network: w, b, v of every unit, then c.

    Every unit bends somewhere from −1 to 1, and the whole moves over about as much as a target does.
    """
    w = generator.uniform(0.5, STEEPEST, hidden) * generator.choice([-1.0, 1.0], hidden)
    b = -w * generator.uniform(-1.0, 1.0, hidden)
    v = generator.normal(0.0, 1.0 / math.sqrt(hidden), hidden)
    return np.concatenate([w, b, v, [0.0]])


def values(theta: Floats, x: Floats) -> Floats:
    """Return f at each x ``(points,)``; theta ``(3 · hidden + 1,)``."""
    w, b, v = theta[:-1].reshape(3, -1)
    return np.asarray((np.tanh(x[:, None] * w + b) * v).sum(1) + theta[-1])


def loss_of(theta: Floats, x: Floats, y: Floats) -> tuple[float, Floats, Floats]:
    """Return mean (f(x) − y)², its gradient by theta, and f(x)."""
    w, b, v = theta[:-1].reshape(3, -1)
    bent = np.tanh(x[:, None] * w + b)
    seen = (bent * v).sum(1) + theta[-1]
    residual = seen - y
    pull = residual * (2.0 / len(x))
    inner = (1.0 - bent * bent) * v * pull[:, None]
    parts = (inner * x[:, None]).sum(0), inner.sum(0), (bent * pull[:, None]).sum(0), [pull.sum()]
    return float(np.square(residual).sum() / len(x)), np.concatenate(parts), seen


class Perceptron:
    """One network, its weights and what its optimizer remembers.

    The arrays are the columns that `optimizers` reads: ``(weights, 1)``, and ``(1,)`` for the count of steps.
    """

    def __init__(self, theta: Floats) -> None:
        self.theta = np.array(theta, np.float64).reshape(-1, 1)
        self.first, self.second = np.zeros((2, *self.theta.shape))
        self.steps = np.zeros(1)
        self.learning_rate = np.zeros_like(self.theta)
        self._ways = {name: maker(self) for name, maker in MAKERS.items()}

    @property
    def weights(self) -> Floats:
        """The weights ``(3 · hidden + 1,)``, as they are now."""
        return self.theta[:, 0].copy()

    def values(self, x: Floats) -> Floats:
        """Return f at each x."""
        return values(self.theta[:, 0], x)

    def step(
        self, x: Floats, y: Floats, *, learning_rate: float, optimizer: Optimizer, noise: Floats | None = None
    ) -> tuple[float, Floats, Floats] | None:
        """Step once down the gradient; return loss, gradient and f(x), all of before the step.

        `noise` is added to the gradient. Return None, and change nothing, where a number would run away.
        """
        checked_choice(optimizer, OPTIMIZERS, "optimizer")
        loss, gradient, seen = loss_of(self.theta[:, 0], x, y)
        if noise is not None:
            gradient = gradient + noise
        self.learning_rate[:] = learning_rate
        propose, proposals = self._ways[optimizer]
        with np.errstate(over="ignore", invalid="ignore"):
            propose(gradient[:, None])
        if not math.isfinite(loss) or not all(_is_tame(new) for _, new in proposals):
            return None
        for old, new in proposals:
            old[...] = new
        return loss, gradient, seen

    def forget(self) -> None:
        """Begin the optimizer anew, as where another one takes over."""
        self.first[:], self.second[:], self.steps[:] = 0.0, 0.0, 0.0

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "theta": self.theta[:, 0].copy(), "first": self.first[:, 0].copy(), "second": self.second[:, 0].copy(),
            "steps": float(self.steps[0]),
        }  # fmt: skip

    @classmethod
    def restored(cls, state: Mapping[str, Any]) -> "Perceptron":
        """Return the network whose `state` it was."""
        own = cls(np.asarray(state["theta"]))
        own.first[:, 0], own.second[:, 0], own.steps[0] = state["first"], state["second"], state["steps"]
        return own


def _is_tame(values: Floats) -> bool:
    return bool(np.abs(values).max() < LIMIT)  # NaN is not
