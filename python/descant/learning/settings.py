"""What can be set of a learner while it plays, and within which limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

import numpy as np

from descant.table import nearest

LossForm = Literal["squared", "absolute"]
Optimizer = Literal["sgd", "momentum", "adam"]

LOSS_FORMS: tuple[LossForm, ...] = get_args(LossForm)
OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)
FEWEST_POINTS, MOST_POINTS = 2, 10_000

LIMIT = 1e100
"""No weight, rate or noise goes beyond ±LIMIT: far from any music, and nothing below it can overflow."""

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one learner."""

    learning_rate: float  #: negative unlearns
    points: int  #: how many equally spaced points the loss is the mean over
    loss_form: LossForm  #: mean of r² or of |r|
    optimizer: Optimizer  #: as in torch.optim; momentum is 0.9, Adam's betas 0.9 and 0.999


def checked_learning_rate(value: object) -> float:
    """Return `value` as a float.

    Raises:
        TypeError: it is no number.
        ValueError: it is not finite, or beyond ±1e100.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise TypeError(f"learning_rate must be a number, not {value!r}")
    if not -LIMIT <= value <= LIMIT:
        raise ValueError(f"learning_rate must be finite, from {-LIMIT:g} to {LIMIT:g}, not {value}")
    return float(value)


def checked_points(value: object) -> int:
    """Return `value` as an int.

    Raises:
        TypeError: it is no whole number.
        ValueError: it is not from 2 to 10000.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"points must be a whole number, not {value!r}")
    if not FEWEST_POINTS <= value <= MOST_POINTS:
        raise ValueError(f"points must be from {FEWEST_POINTS} to {MOST_POINTS}, not {value}")
    return int(value)


def checked_choice(value: object, choices: Sequence[Choice], name: str) -> Choice:
    """Return the one of `choices` that `value` is.

    Raises:
        TypeError: it is no string.
        ValueError: it is not among them.
    """
    allowed = ", ".join(choices)
    if not isinstance(value, str):
        raise TypeError(f"{name} must be one of {allowed}, not {value!r}")
    for choice in choices:
        if value == choice:
            return choice
    raise ValueError(f"{name} must be one of {allowed}, not {value!r}{nearest(value, choices)}")
