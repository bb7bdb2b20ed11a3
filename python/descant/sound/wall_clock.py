"""The time of day at which a moment of the monotonic clock is: scsynth knows no other time."""

import time

STRAIGHT_S = 50e-6  # reading both clocks takes no longer unless something came in between
KEPT_S = 1.0  # the clocks drift apart by some millionths, where the time of day is being set


class WallClock:
    """Says the time of day of moments of ``time.monotonic()``, and follows where the time of day is set anew."""

    def __init__(self) -> None:
        self._apart_s, self._read_s = time.time() - time.monotonic(), 0.0
        self._read()

    def unix_s(self, monotonic_s: float) -> float:
        """Return the seconds since 1970 at a moment of the monotonic clock."""
        if time.monotonic() - self._read_s > KEPT_S:
            self._read()
        return monotonic_s + self._apart_s

    def _read(self) -> None:
        """Read both clocks; where something came in between, what is known stays."""
        before = time.monotonic()
        of_day = time.time()
        after = time.monotonic()
        if after - before < STRAIGHT_S:
            self._apart_s, self._read_s = of_day - (before + after) / 2, after
