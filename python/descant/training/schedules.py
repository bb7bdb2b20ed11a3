"""Schedules: how a weight such as β goes with the steps, as a function of the step alone, so that nothing is kept."""

import math
from collections.abc import Callable
from dataclasses import dataclass

BETA_HIGHEST = 4.0


def _constant(step: int, steps: int) -> float:
    return 1.0


def _linear(step: int, steps: int) -> float:
    return min(1.0, step / steps)


def _cyclic(step: int, steps: int) -> float:
    """Rise for the first half of each cycle and stay for the second (Fu et al. 2019)."""
    return min(1.0, 2.0 * (step % steps) / steps)


def _rest(step: int, steps: int) -> float:
    """Stay until half the way, and sink from there to nothing, as a cosine does."""
    way = min(1.0, max(0.0, 2.0 * step / steps - 1.0))
    return 0.5 + 0.5 * math.cos(math.pi * way)


FORMS: dict[str, Callable[[int, int], float]] = {
    "constant": _constant,
    "linear": _linear,
    "cyclic": _cyclic,
    "rest": _rest,
}


@dataclass(frozen=True)
class Schedule:
    """A weight that goes from 0 to `high`, or is `high` from the first step, or ends at 0.

    Args:
        high: the highest value.
        form: constant; linear, up to `high` in `steps`; cyclic, from 0 again after each `steps`; or
            rest, `high` for the first half of `steps`, and down to 0 in the second.
        steps: the length of the rise, or of a cycle; 0 is a constant, whatever the form.
    """

    high: float
    form: str = "constant"
    steps: int = 0

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise ValueError(f"no schedule {self.form!r}; there are {', '.join(FORMS)}")
        if self.steps < 0 or not math.isfinite(self.high):
            raise ValueError(f"a schedule has steps from 0 and a finite value, not {self.steps} and {self.high}")

    def __call__(self, step: int) -> float:
        """Return the weight of a step, from 0."""
        return self.high * (FORMS[self.form](step, self.steps) if self.steps else 1.0)


def beta(high: float, form: str = "linear", steps: int = 0) -> Schedule:
    """Return the schedule of a VAE's β, 0 to 4."""
    if not 0.0 <= high <= BETA_HIGHEST:
        raise ValueError(f"β is 0 to {BETA_HIGHEST:g}, not {high}")
    return Schedule(high, form, steps)


def falling(high: float, half_at: int) -> Callable[[int], float]:
    """Return a learning rate that is half at step `half_at`, a third at twice that; 0: it stays.

    It knows nothing of the last step: a run that is given more steps goes on as if it had had them from the start.
    """
    if half_at < 0 or not math.isfinite(high):
        raise ValueError(f"a learning rate is finite and halves at a step from 0, not {high} and {half_at}")
    return lambda step: high / (1.0 + step / half_at) if half_at else high
