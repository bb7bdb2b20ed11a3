"""Fills: for the last beats of a bar the point makes a detour to where more sounds, and is back on the downbeat."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from descant.parts.wandering import Point, directions
from descant.table import Value

PLACES = 8  # that are drawn for a fill, of which it goes to the busiest
OUT = 0.25  # share of a fill after which it is where it goes; it comes back within its last step


class Fills:
    """When the point makes a detour, and where to. `values` are the part's own, and stay the same table."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values
        self._asked = False  # by a hand, and not played yet
        self._begin, self._end = 0, 0  # steps, of the one that is played, or was last
        self._way: Point = np.zeros(0)

    def ask(self) -> None:
        """Play one at the end of this bar; where less than a beat is left of it, of the next."""
        self._asked = True

    def ends(self, step: int, steps: int, per_quarter: int) -> int | None:
        """Return where a fill that begins with this step ends, None where none does.

        Args:
            step: the step, counted on from bar to bar.
            steps, per_quarter: of a bar, and of a quarter.
        """
        if self._begin <= step < self._end:
            return None
        bar, column = divmod(step, steps)
        left, own = steps - column, min(max(1, round(float(self._values["fill_beats"]) * per_quarter)), steps)
        every = int(self._values["fill_every"])
        planned = left == own and every > 0 and (bar + 1) % every == 0
        asked = self._asked and min(own, per_quarter) <= left <= own
        return step + left if planned or asked else None

    def begin(self, step: int, end: int, *, latents: int, chance: np.random.Generator,
              busy: Callable[[Point], int]) -> None:  # fmt: skip
        """Go to the busiest of some places around the point; `busy` says how much sounds that far astray."""
        self._asked = False
        ways = float(self._values["fill_radius"]) * directions(chance, PLACES, latents)
        self._way = max(ways, key=busy)
        self._begin, self._end = step, end

    def astray(self, position: float) -> Point | None:
        """Return how far from its way the point is at a position, None where it is on it."""
        if not self._begin <= position < self._end:
            return None
        rise = max(1.0, OUT * (self._end - self._begin))
        share: Point = self._way * min(1.0, (position - self._begin + 1.0) / rise, self._end - position)
        return share

    def forget(self) -> None:
        """Be on the way again: steps are counted from elsewhere."""
        self._begin = self._end = 0

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {"asked": self._asked, "begin": self._begin, "end": self._end, "way": self._way.copy()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._asked, self._begin, self._end = state["asked"], state["begin"], state["end"]
        self._way = np.array(state["way"])
