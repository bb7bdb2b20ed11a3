"""A one-frame buffer between two threads: the writer never waits, the reader gets the newest whole frame."""

import contextlib
import os
import sys
import threading

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]

_NICE = 5


class Newest:
    """Three frames by turns: one being written, the newest, and the one that the reader looks at."""

    def __init__(self) -> None:
        """Begin without a frame."""
        self._frames: list[Frame] = [np.empty(0, np.uint8)] * 3
        self._newest, self._lent, self._written = -1, -1, 0
        self._time = 0.0
        self._lock = threading.Lock()

    def blank(self, shape: tuple[int, ...]) -> Frame:
        """Return memory to write the next frame into."""
        with self._lock:
            self._written = next(n for n in range(3) if n not in (self._newest, self._lent))
        if self._frames[self._written].shape != shape:
            self._frames[self._written] = np.zeros(shape, np.uint8)
        return self._frames[self._written]

    def publish(self, time: float) -> None:
        """Make what was written the newest frame, taken at `time`."""
        with self._lock:
            self._newest, self._time = self._written, time

    def take(self) -> tuple[Frame, float] | None:
        """Lend the newest frame and its time until the next call; None before the first."""
        with self._lock:
            if self._newest < 0:
                return None
            self._lent = self._newest
            return self._frames[self._lent], self._time


def stand_back() -> None:
    """Let this thread wait when others have work; where threads have no priority of their own, change nothing."""
    if sys.platform == "linux":
        with contextlib.suppress(PermissionError):  # some containers forbid it; then all are equal
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
