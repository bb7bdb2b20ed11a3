"""Learning rates in human units: the rate that brings a learner in tune in so many steps."""

import functools
import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from descant import draws
from descant.learning.bank import LearnerBank
from descant.learning.settings import OPTIMIZERS, Optimizer, checked_choice, checked_points
from descant.learning.shelf import State
from descant.learning.targets import Floats, Form, checked_form, draw

LEARNERS = 256
"""How many reference draws of a form the median is taken over. They never change."""

SEED = 2021
HIGHEST_RATE = 10.0
FINENESS = 1.001
"""The rate found is at most this many times the smallest that will do."""

WIDE_STRIDE, STRIDE = 2.0, 1.05
"""How far apart the rates are that are tried first. A range of good ones narrower than 1.05 may be missed."""

MOST_STEPS = 10_000
PATIENCE_STEPS = 1000
"""How many steps are tried to say how many a goal would take."""


def learning_rate_for(
    form: Form, steps: int, loss_goal: float, *, points: int = 100, optimizer: Optimizer = "sgd"
) -> float:
    """Return the smallest positive rate at which the median learner's loss is at most the goal.

    Sought by bisection over the logarithm of the rate, with learners drawn as they always are and the
    squared loss (the absolute one never settles). The same arguments give the same rate; when they come
    again, at once; else in about 0.3 ms a step.

    Args:
        steps: updates before the loss is taken, 1 to 10000. Note N sounds the loss after N − 1.
        loss_goal: above 0 and below the median loss before any step.

    Raises:
        TypeError: an argument is of another kind.
        ValueError: an argument is out of range, or no rate up to 10 reaches the goal in so few steps;
            the text says the fewest that can.
    """
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer):
        raise TypeError(f"steps must be a whole number, not {steps!r}")
    if not 1 <= steps <= MOST_STEPS:
        raise ValueError(f"steps must be from 1 to {MOST_STEPS}, not {steps}")
    if isinstance(loss_goal, bool) or not isinstance(loss_goal, int | float | np.integer | np.floating):
        raise TypeError(f"loss_goal must be a number, not {loss_goal!r}")
    name = checked_choice(optimizer, OPTIMIZERS, "optimizer")
    return _smallest_rate(checked_form(form), int(steps), float(loss_goal), checked_points(points), name)


@functools.lru_cache(maxsize=256)
def _smallest_rate(form: Form, steps: int, goal: float, points: int, optimizer: Optimizer) -> float:
    state, untrained_loss = _reference(form, points, optimizer)
    if not 0.0 < goal < untrained_loss:
        raise ValueError(f"loss_goal must be above 0 and below {untrained_loss:.3g}, not {goal:g}")

    def reach(rates: Floats) -> npt.NDArray[np.bool_]:
        trial = _Trial(form, state, rates)
        for _ in range(steps):
            trial.bank.step()
        return trial.median_losses() <= goal

    low, high = _bracket(reach, steps, WIDE_STRIDE) if optimizer == "sgd" else (0.0, 0.0)
    if not low:  # momentum has several ranges of good rates, and near the fewest steps SGD's is narrow
        low, high = _bracket(reach, steps, STRIDE)
    if not low:
        fewest = _fewest_steps(_Trial(form, state, _ladder(0.01, HIGHEST_RATE, STRIDE)), goal)
        raise ValueError(f"no rate brings a {form} to a loss of {goal:g} in {steps} steps; {fewest}")
    while high / low > FINENESS:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if reach(np.array([middle]))[0] else (middle, high)
    return high


def _bracket(reach: Callable[[Floats], npt.NDArray[np.bool_]], steps: int, stride: float) -> tuple[float, float]:
    """Return a rate that does not reach the goal and the next, a stride up, that does; (0, 0) if none does."""
    start = min(0.05, 1.0 / steps)  # what counts is chiefly steps × rate
    while reach(np.array([start]))[0]:
        start /= 2.0
    while start * stride <= HIGHEST_RATE:
        rates = _ladder(start, min(2.0 * start, HIGHEST_RATE), stride)
        reached = reach(rates)
        if reached.any():
            first = float(rates[np.argmax(reached)])
            return first / stride, first
        start = float(rates[-1])
    return 0.0, 0.0


def _fewest_steps(trial: "_Trial", goal: float) -> str:
    for steps in range(1, PATIENCE_STEPS + 1):
        trial.bank.step()
        if (trial.median_losses() <= goal).any():
            return f"it takes at least {steps}"
    return f"nor do {PATIENCE_STEPS} do"


def _ladder(low: float, high: float, stride: float) -> Floats:
    """Return the rates above `low`, a stride apart, up to `high`, ``(rates,)``."""
    rungs = math.floor(math.log(high / low) / math.log(stride) + 1e-9)
    return low * stride ** np.arange(1.0, 1.0 + rungs)


class _Trial:
    """The reference learners once for each of some rates, side by side in one bank."""

    def __init__(self, form: Form, state: State, rates: Floats) -> None:
        several: State = {"form": state["form"]}
        for name, values in state.items():
            if isinstance(values, np.ndarray):
                several[name] = np.concatenate([values] * len(rates))
        several["learning_rate"] = np.repeat(rates, LEARNERS)
        self.bank = LearnerBank(form)
        self.bank.restore(several)
        self._shape = (len(rates), LEARNERS)

    def median_losses(self) -> Floats:
        """Return the median loss at each rate as it stands, ``(rates,)``."""
        return np.median(self.bank.measure().loss.reshape(self._shape), axis=1)


@functools.lru_cache(maxsize=8)
def _reference(form: Form, points: int, optimizer: Optimizer) -> tuple[State, float]:
    """Return a bank's state with the reference learners, and their median loss before any step."""
    bank, generator = LearnerBank(form), draws.generator(SEED, "learning", form, 0)
    for _ in range(LEARNERS):
        new = draw(form, generator)
        bank.add(new.target, new.theta, n=new.n or None, learning_rate=0.0, points=points, optimizer=optimizer)
    return bank.state(), float(np.median(bank.measure().loss))
