"""Metre: which step it is when. Position is linear in time from an anchor, never accumulated; a clock can be followed.

Positions are in steps, and so are tempi: steps a second. What was decided up to the horizon is not moved: whatever
changes the tempo does so from there on.
"""

import math
from collections.abc import Mapping
from typing import Any

STIFF_PER_S = 3.0  # how fast it comes back to a clock: 63 % of the way in a sixth of a second
LEAST_DT_S, MOST_DT_S = 0.005, 1.0  # between two beats of a clock, as far as it is believed
MOST_HURRY = 0.5  # of the tempo: no hurry to a clock makes it faster or slower by more
MOST_DRIFT = 0.1  # of the tempo: a clock's own tempo may be wrong by so much
KEPT = ("time", "step", "rate", "nudge", "nudge_s", "drift", "beat_s", "running", "following")


class Metre:
    """A line from time to steps: `rate` steps a second from (`time`, `step`), and a nudge on the way to a clock."""

    def __init__(self) -> None:
        self.time, self.step, self.rate = 0.0, 0.0, 8.0
        self.nudge, self.nudge_s = 0.0, 1.0  # steps more than the rate makes, spread over so many seconds
        self.drift = 0.0  # of the rate: how far a clock's own tempo is wrong
        self.beat_s = -math.inf  # when a clock was heard last
        self.running = True  # what is followed runs
        self.following = False

    def at(self, time: float) -> float:
        """Return the position at a time."""
        since = time - self.time
        return self.step + since * self.rate + self.nudge * min(max(since / self.nudge_s, 0.0), 1.0)

    def when(self, step: float) -> float:
        """Return the time of a position."""
        ahead = step - self.step
        if self.nudge and ahead > 0.0:
            hurried = self.rate + self.nudge / self.nudge_s
            if ahead <= hurried * self.nudge_s:
                return self.time + ahead / hurried
            ahead -= self.nudge
        return self.time + ahead / self.rate

    def place(self, time: float, step: float) -> None:
        """Be at a position at a time; the tempo stays."""
        self.time, self.step, self.nudge = time, step, 0.0

    def tempo(self, rate: float, time: float) -> None:
        """Go on at another tempo, in steps a second, from a time on; nothing before it moves."""
        if rate != self.rate or self.nudge:
            self.place(time, self.at(time))
            self.rate = rate

    # ------------------------------------------------------------ following
    def follow(self, step: float, rate: float, heard: float, horizon: float, *, far: float) -> bool:
        """Follow a clock that was at `step`, `rate` steps a second, when it was `heard`; return whether it was far off.

        One that is within half a beat is come back to smoothly, in phase and, over some beats, in tempo. What jumps
        further is gone to at once, from the horizon on.

        Args:
            step, rate: of the clock.
            heard: the time of that.
            horizon: nothing before this time is moved.
            far: half a beat, in steps.
        """
        dt = min(max(heard - self.beat_s, LEAST_DT_S), MOST_DT_S)
        there = step + (horizon - heard) * rate
        error = there - self.at(horizon)
        fresh, self.beat_s = self.beat_s == -math.inf, heard
        if fresh or abs(error) > far:
            self.rate, self.drift = rate, 0.0
            self.place(horizon, there)
            return True
        share = 1.0 - math.exp(-2.0 * STIFF_PER_S * dt)
        drift = self.drift + share * share / 4.0 * error / (dt * rate)  # critically damped
        self.drift = min(max(drift, -MOST_DRIFT), MOST_DRIFT)
        self.place(horizon, self.at(horizon))
        self.rate, self.nudge_s = rate * (1.0 + self.drift), dt
        most = MOST_HURRY * self.rate * dt
        self.nudge = min(max(share * error, -most), most)
        return False

    def forget(self) -> None:
        """Forget the clock that was followed: the next that is heard is gone to at once."""
        self.beat_s, self.drift = -math.inf, 0.0

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {name: getattr(self, name) for name in KEPT}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        for name in KEPT:
            setattr(self, name, state[name])
