"""Where the points are: the one that is the rhythm, the one that it is crossed with, and what leads both astray."""

from collections.abc import Mapping
from typing import Any

from descant.parts.answering import Answering
from descant.parts.fills import Fills
from descant.parts.loop import Loop
from descant.parts.wandering import Point, Wandering
from descant.table import Value


class Whereabouts:
    """The two points on their ways. `values` are the part's own, and stay the same table.

    A fill leads both astray alike: what is heard of two loops is led, however far they are crossed. An answer is
    somewhere else, and then there is nothing of them.
    """

    def __init__(self, values: Mapping[str, Value], seed: int, name: str) -> None:
        self._values = values
        self.first, self.second = Wandering(seed, name), Wandering(seed, name)
        self.fills, self.answering = Fills(values), Answering(values)

    def stroll(self, period: float, step: float) -> None:
        """Let both walk as knobs say, `period` steps for a way; from `step` on."""
        for each in (self.first, self.second):
            each.stroll(str(self._values["walk"]), float(self._values["walk_radius"]), period, step)

    def at(self, step: float, latents: int) -> tuple[Point, Point | None]:
        """Return where they are at a step; the second only where something of it is heard."""
        answer, crossed = self.answering.place, bool(self._values["cross"])
        if answer is not None and len(answer) == latents:
            return self._led(answer, step), None
        first = self._led(self.first.at(step, latents), step)
        return first, self._led(self.second.at(step, latents), step) if crossed else None

    def _led(self, point: Point, step: float) -> Point:
        way = self.fills.astray(step)
        return point if way is None or len(way) != len(point) else point + way

    def fill(self, loop: Loop, step: int) -> None:
        """Begin a fill with a step, where it is time for one: it goes where more is struck until it ends."""
        rhythm = loop.rhythm
        end = self.fills.ends(step, rhythm.steps, rhythm.steps_per_quarter)
        if end is None:
            return
        first, second = self.at(step, rhythm.latents)
        here = first if second is None or float(self._values["cross"]) <= 0.5 else second

        def busy(way: Point) -> int:
            levels = loop.groove.levels(loop.sounding(here + way)[0], step, end - step)
            return int((levels > 0.0).sum())

        chance = loop.chance("fill", loop.decided)
        self.fills.begin(step, end, latents=rhythm.latents, chance=chance, busy=busy)

    # ------------------------------------------------------------ counting
    def shift(self, later: float) -> None:
        """Let everything be so many steps later: they are counted from elsewhere."""
        for each in (self.first, self.second):
            each.shift(later)
        self.fills.forget()

    def restart(self, step: float) -> None:
        """Let `step` be step 0, and walks begin there."""
        for each in (self.first, self.second):
            each.restart(step)
        self.fills.forget()
        self.answering.forget()

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "first": self.first.state(), "second": self.second.state(), "fills": self.fills.state(),
            "answering": self.answering.state(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        whole = {**self.state(), **state}  # an older one knows of the first point only
        self.recall(whole)
        self.fills.restore(whole["fills"])
        self.answering.restore(whole["answering"])

    def recall(self, state: Mapping[str, Any]) -> None:
        """Take back where the points were going; what hands had asked for stays with that time."""
        self.first.restore(state["first"])
        if "second" in state:
            self.second.restore(state["second"])
        self.answering.forget()


def places_of(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return where the points are in a state of what plays; one of before there were two knows of one."""
    return dict(state.get("places") or {"first": state["wandering"]})
