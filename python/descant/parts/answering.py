"""Answering: call and response. It leaves room while somebody taps, answers in the bars after, and waits.

It is told of each tap and of each bar line, and says how loud the bar is and, of an answer, where it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from descant.parts.wandering import Point, directions
from descant.table import Value

MOST_CALLS = 8  # bars of one call; of a longer one the last are answered
Does = Literal["plays", "listens", "answers", "waits"]


class Answering:
    """What it does in a bar: plays, listens, answers or waits. `values` are the part's own, and stay the same table."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values
        self.does: Does = "plays"
        self._calls: list[list[float]] = []  # the point of each bar of the call
        self._bar = 0  # of the answer, or of the wait
        self.place: Point | None = None  #: where its answer is

    @property
    def loudness(self) -> float:
        """How loud it plays, in amplitude, 0 to 1."""
        return 1.0 if self.does in ("plays", "answers") else float(self._values["room"])

    def tap(self, *, ahead: bool) -> None:
        """Leave room from now on: somebody taps; `ahead` says that it belongs to the next bar.

        Who taps on in the first bar of an answer was not done yet: it is one call.
        """
        if self.does != "listens" and (ahead or self.does != "answers" or self._bar > 0):
            self._calls = []
        self.does, self.place = "listens", None

    def bar(self, tapped: Sequence[float] | None, *, more: bool, chance: np.random.Generator) -> None:
        """Begin a bar.

        Args:
            tapped: the point of what was tapped in the bar before, None where nothing was.
            more: something has been tapped already that belongs to this bar.
            chance: the bar's own.
        """
        if tapped is not None and self.does == "listens":
            self._calls = [*self._calls, list(tapped)][-MOST_CALLS:]
            self._bar = -1
        if self.does in ("plays", "waits") or more:
            self._wait()
            return
        if not self._calls:  # what it listened to was of another grid
            self.forget()
            return
        self.does, self._bar = "answers", self._bar + 1
        if self._bar >= (int(self._values["answer_bars"]) or len(self._calls)):
            self.does, self._bar, self.place = "waits", -1, None
            self._wait()
            return
        call = np.array(self._calls[self._bar % len(self._calls)])
        self.place = call + float(self._values["answer_radius"]) * directions(chance, 1, len(call))[0]

    def _wait(self) -> None:
        """Wait for so many bars, then play."""
        if self.does == "waits":
            self._bar += 1
            if self._bar >= int(self._values["wait_bars"]):
                self.does = "plays"

    def forget(self) -> None:
        """Play, as if nobody had tapped."""
        self.does, self.place, self._calls, self._bar = "plays", None, [], 0

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "does": self.does, "calls": [list(call) for call in self._calls], "bar": self._bar,
            "place": None if self.place is None else self.place.copy(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self.does, self._calls = state["does"], [list(call) for call in state["calls"]]
        self._bar = state["bar"]
        self.place = None if state["place"] is None else np.array(state["place"])
