"""Targets and learners as lines in a square from −1 to 1, and the handles by which a target is held."""

from abc import ABC, abstractmethod
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from descant.panel.facts import Learner

Points = NDArray[np.float64]
"""(n, 2): x to the right, y up."""

Target = tuple[float, ...]

TURN = 2 * np.pi
_POINTS = 49
_LIMIT = 1.0  # what no y goes beyond
_KNEE = 1.7  # y of a cubic at which the limit begins to be felt
_POWERS = np.vander(np.linspace(-1.0, 1.0, _POINTS), 4)
_HELD_AT = np.array([-0.9, -0.3, 0.3, 0.9])  # where a cubic has its handles
_HELD_POWERS = np.vander(_HELD_AT)
_FARTHEST = 0.985  # of the limit: beyond it a hand would throw a handle to infinity
_POINTS_PER_WAVE = 18


class Figure(ABC):
    """A kind of learner as it is drawn."""

    labels: tuple[str, ...]
    every: int  #: so many points of the line lie between two residuals

    @abstractmethod
    def line(self, theta: Target) -> Points:
        """Return the curve that numbers stand for."""

    @abstractmethod
    def handles(self, target: Target) -> Points:
        """Return where a target can be held."""

    @abstractmethod
    def moved(self, target: Target, which: int, x: float, y: float) -> Target:
        """Return the target whose handle number `which` is brought to a place."""


class Cubic(Figure):
    """a·x³ + b·x² + c·x + d over x from −1 to 1, held at four points of the curve."""

    labels = ("a", "b", "c", "d")
    every = 2

    def line(self, theta: Target) -> Points:
        """Return the curve; whatever is out of sight lies along the edge."""
        return _cubic(theta, _POWERS)

    def handles(self, target: Target) -> Points:
        """Return four points of the curve."""
        return _cubic(target, _HELD_POWERS)

    def moved(self, target: Target, which: int, x: float, y: float) -> Target:
        """Return the cubic through the other three handles and this one."""
        heights = _HELD_POWERS @ target
        share = np.clip(y / _LIMIT, -_FARTHEST, _FARTHEST)
        heights[which] = _KNEE * share / np.sqrt(1.0 - share**2)
        found = np.linalg.solve(_HELD_POWERS, heights)
        return tuple(float(round(number, 4)) for number in found)


def _cubic(theta: Target, powers: Points) -> Points:
    """Return points of a curve; `powers` has x³ x² x 1 of each."""
    y = powers @ np.clip(theta, -1e6, 1e6)
    return np.stack([powers[:, 2], _LIMIT * y / np.hypot(_KNEE, y)], axis=1)


class Knot(Figure):
    """⟨cos(n₁t + a), cos(n₂t + b), cos(n₃t + c)⟩ seen a little from the side, with a dial for each phase below it."""

    labels = ("a", "b", "c")
    every = 6
    dial = 0.17  # radius
    centres = np.array([[-0.62, -0.78], [0.0, -0.78], [0.62, -0.78]])

    def __init__(self, n: tuple[float, ...]) -> None:
        turn, tilt = 0.55, 0.42
        sideways = np.array([np.cos(turn), 0.0, np.sin(turn)])
        upwards = np.array([np.sin(turn) * np.sin(tilt), np.cos(tilt), -np.cos(turn) * np.sin(tilt)])
        self._seen = np.stack([sideways, upwards], axis=1) * 0.5
        waves = int(min(16.0, max(map(abs, n), default=1.0)))
        self._turns = np.linspace(0.0, TURN, 1 + _POINTS_PER_WAVE * waves)[:, None] * np.asarray(n)

    def line(self, theta: Target) -> Points:
        """Return the knot as it is seen."""
        placed: Points = np.cos(self._turns + np.remainder(theta, TURN)) @ self._seen + (0.0, 0.27)
        return placed

    def handles(self, target: Target) -> Points:
        """Return the ends of the dials' hands; a phase of 0 points to the right."""
        phases = np.asarray(target)
        placed: Points = self.centres + self.dial * np.stack([np.cos(phases), np.sin(phases)], axis=1)
        return placed

    def moved(self, target: Target, which: int, x: float, y: float) -> Target:
        """Return the knot with one phase turned to where the hand points."""
        across, up = x - self.centres[which][0], y - self.centres[which][1]
        phases = list(target)
        phases[which] = float(round(np.arctan2(up, across) % TURN, 4))
        return tuple(phases)


class Function(Figure):
    """A function known by its values at equal steps from −1 to 1: a composer's own, which no hand here can hold."""

    labels = ()
    every = 2

    def line(self, theta: Target) -> Points:
        """Return the curve; whatever is out of sight lies along the edge."""
        x = np.linspace(-1.0, 1.0, _POINTS)
        y = np.interp(x, np.linspace(-1.0, 1.0, len(theta)), np.clip(theta, -1e6, 1e6))
        return np.stack([x, _LIMIT * y / np.hypot(_KNEE, y)], axis=1)

    def handles(self, target: Target) -> Points:
        """Return none."""
        return np.zeros((0, 2))

    def moved(self, target: Target, which: int, x: float, y: float) -> Target:
        """Return the target as it is."""
        return target


FIGURES: dict[str, Callable[[Learner], Figure]] = {
    "cubic": lambda learner: Cubic(),
    "function": lambda learner: Function(),
    "knot": lambda learner: Knot(learner.n),
}
"""Form of a learner → how it is drawn."""


def figure_of(learner: Learner) -> Figure:
    """Return how a learner is drawn."""
    return FIGURES[learner.form](learner)
