"""What parts share that train a small network by themselves: its parameters, a step of it, and what is told of that."""

import math
from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from descant.draws import generator
from descant.learning.perceptron import Perceptron
from descant.learning.settings import Optimizer
from descant.learning.targets import Floats
from descant.parts.base import Draw, Known, Step
from descant.table import Parameter, Value

SEEN_POINTS = 64  # of a curve in the picture
STILL = ("learning_rate", "optimizer", "noise")  # settings that a take's line of a learner holds
Curve = tuple[float, ...]


def rows(learning_rate: float) -> tuple[Parameter, ...]:
    """Return the parameters of how a network is trained."""
    return (
        Parameter(
            name="learning_rate", default=learning_rate, low=-0.1, high=0.5, unit="a step",
            doc="how far each step goes down the gradient; below 0 it unlearns",
        ),
        Parameter(
            name="optimizer", kind="choice", choices=("sgd", "momentum", "adam"), default="adam",
            doc="how steps follow the gradient; adam overshoots and finds back",
        ),
        Parameter(
            name="noise", default=0.0, low=0.0, high=10.0,
            doc="standard deviation of what is added to every gradient: the learner trembles",
        ),
    )  # fmt: skip


class Apprentice:
    """The present network of a part, its number and its steps. `values` are the part's own, and stay the same table.

    What it is told by hand, `seed` and the part's `name` are all that its numbers depend on.
    """

    def __init__(self, name: str, values: Mapping[str, Value], seed: int) -> None:
        self._name, self._values, self._seed = name, values, seed
        self.network: Perceptron | None = None
        self.learner = self.steps = 0  #: number of the present learner, 0 before the first; and its steps
        self._drawn: dict[str, Value] = {}  # its settings when it was drawn

    def draw(self, theta: Floats, target: Curve, points: int) -> Draw:
        """Begin with fresh weights; the learner's number was counted already."""
        self.network, self.steps, self._drawn = Perceptron(theta), 0, self._settings()
        return Draw(
            learner=self.learner, form="function", target=target, theta=tuple(theta.tolist()), n=(),
            learning_rate=float(self._values["learning_rate"]), loss_form="squared", points=points,
            optimizer=str(self._values["optimizer"]), noise=float(self._values["noise"]),
        )  # fmt: skip

    def step(self, x: Floats, y: Floats) -> Step | None:
        """Step once towards y at x; None, and nothing is changed, where a number would run away."""
        network = cast("Perceptron", self.network)
        found = network.step(
            x, y, learning_rate=float(self._values["learning_rate"]),
            optimizer=cast("Optimizer", self._values["optimizer"]), noise=self._noise(len(network.theta)),
        )  # fmt: skip
        if found is None:
            return None
        self.steps += 1
        loss, gradient, _ = found
        changed = {key: value for key, value in self._settings().items() if value != self._drawn[key]}
        length = math.sqrt(np.square(gradient).sum())
        return Step(self.learner, self.steps, loss, (length,), tuple(network.weights.tolist()), None, changed)

    def known(self, target: Curve, curve: Curve) -> tuple[Known, ...]:
        """Return the present learner as one that is known from before; none before the first."""
        if self.network is None:
            return ()
        theta = tuple(self.network.weights.tolist())
        return (Known(self.learner, "function", target, theta, (), curve=curve),)

    def _settings(self) -> dict[str, Value]:
        return {name: self._values[name] for name in STILL}

    def _noise(self, count: int) -> Floats | None:
        deviation = float(self._values["noise"])
        if deviation == 0.0:
            return None
        return generator(self._seed, self._name, f"noise {self.learner}", self.steps).normal(0.0, deviation, count)

    def state(self) -> dict[str, Any]:
        """Return everything but the part's values."""
        return {
            "network": self.network and self.network.state(), "learner": self.learner, "steps": self.steps,
            "drawn": dict(self._drawn),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self.network = Perceptron.restored(state["network"]) if state["network"] else None
        self.learner, self.steps, self._drawn = state["learner"], state["steps"], dict(state["drawn"])
