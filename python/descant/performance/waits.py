"""The cue that comes by itself: after its pre-wait, or because the one before goes on to it."""

import math
from collections.abc import Mapping
from typing import Any


class Wait:
    """At most one cue is waited for. Held, a wait stands still, and what was left of it is left."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Wait for nothing."""
        self.place = -1  #: of the cue that is waited for; -1 for none
        self.gone = False  #: whether its GO has been given: then it begins when the wait is over, else it goes
        self._at = math.inf
        self._left_s: float | None = None  # where it is held

    def begin(self, place: int, at: float, *, gone: bool) -> None:
        """Wait for a cue until a time."""
        self.place, self.gone, self._at, self._left_s = place, gone, at, None

    @property
    def waits(self) -> bool:
        """Whether a cue is waited for."""
        return self.place >= 0

    def left_s(self, time: float) -> float:
        """Return the seconds that are left."""
        return max(0.0, self._at - time) if self._left_s is None else self._left_s

    def hold(self, time: float) -> None:
        """Stand still."""
        if self.waits and self._left_s is None:
            self._left_s = self.left_s(time)

    def go_on(self, time: float) -> None:
        """Go on with what was left."""
        if self._left_s is not None:
            self._at, self._left_s = time + self._left_s, None

    def due(self) -> float:
        """Return when it is over; infinity where nothing is waited for, or it is held."""
        return self._at if self.waits and self._left_s is None else math.inf

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {"place": self.place, "gone": self.gone, "at": self._at, "left_s": self._left_s}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self.place, self.gone, self._at, self._left_s = state["place"], state["gone"], state["at"], state["left_s"]
