"""Values that glide: closed forms of time, so that a frame depends on what was said and on nothing else."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

_SETTLED = 9.0  # time constants after which a glide is within 1e-4 of its end


class Eased:
    """An array that glides exponentially to where it was last aimed."""

    def __init__(self, value: ArrayLike, seconds: float) -> None:
        """Start at rest at `value`; `seconds` is the time constant."""
        self._from = self._to = np.asarray(value, float)
        self._seconds = seconds
        self._time = -math.inf

    @property
    def goal(self) -> NDArray[np.float64]:
        """Where it glides to."""
        return self._to

    def aim(self, value: ArrayLike, time: float) -> None:
        """Glide to `value` from wherever it is at `time`, in seconds."""
        self._from, self._to, self._time = self.at(time), np.asarray(value, float), time

    def settled(self, time: float) -> bool:
        """Return whether it has arrived by `time`."""
        return time - self._time > _SETTLED * self._seconds

    def at(self, time: float) -> NDArray[np.float64]:
        """Return the value at `time`, in seconds; before the last aim, the value it had there."""
        if self.settled(time):
            return self._to
        left = math.exp(-max(0.0, time - self._time) / self._seconds)
        value: NDArray[np.float64] = self._to + (self._from - self._to) * left
        return value


def ramp(time: float, start: float, seconds: float) -> float:
    """Return 0 before `start`, 1 from `start + seconds`, a soft S between."""
    x = min(1.0, max(0.0, (time - start) / seconds))
    return x * x * (3 - 2 * x)


def arrival(time: float, start: float, seconds: float) -> float:
    """Return 0 before `start`, 1 from `start + seconds`, fast first and slow at the end."""
    x = min(1.0, max(0.0, (time - start) / seconds))
    return 1 - (1 - x) ** 3


def decay(time: float, start: float, seconds: float) -> float:
    """Return 0 before `start`, 1 at it, then an exponential fall with that time constant."""
    return math.exp(-(time - start) / seconds) if time >= start else 0.0
