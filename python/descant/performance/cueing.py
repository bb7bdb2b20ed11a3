"""Going to cues: by a pedal, a client, a program change or by itself; and saying why where one cannot be gone to."""

import math
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from descant.performance.book import Book
from descant.performance.conductor import Conductor
from descant.performance.controls import Controls
from descant.performance.ensemble import Ensemble
from descant.performance.lines import cue_line, no_such_cue, warn_line
from descant.performance.recall import Recall
from descant.performance.take import Line
from descant.video import messages as picture

MOST_BACK = 100
"""So many states are remembered for `back`; then the oldest is forgotten."""


class Cueing:
    """The cues of a piece as they are gone to.

    `thaw` lets learning go on and ends a panic; `over` makes way for the next piece, and says whether there is one;
    `begun` hears of each cue that was gone to.
    """

    def __init__(
        self, conductor: Conductor, controls: Controls, ensemble: Ensemble, book: Book, *, recall: Recall,
        thaw: Callable[[], None], over: Callable[[], bool], begun: Callable[[], None],
    ) -> None:  # fmt: skip
        self._conductor, self._controls, self._captured = conductor, controls, recall
        self._ensemble, self._book, self._thaw, self._over, self._begun = ensemble, book, thaw, over, begun
        self._left: deque[dict[str, Any]] = deque(maxlen=MOST_BACK)  # how each cue was when it was left; never changed
        self._went_at = -math.inf  # when the last GO was given
        self._drawn_by: float | None = None  # the cue's number where its learners are drawn by it

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {"left": list(self._left), "went_at": self._went_at, "drawn_by": self._drawn_by}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._left = deque(state["left"], MOST_BACK)
        self._went_at, self._drawn_by = state["went_at"], state["drawn_by"]

    # ------------------------------------------------------------ by hand
    def handle(self, line: Line) -> None:
        """Apply a ``cue`` line."""
        do = line.get("do", "go")
        if do == "goto":
            self._goto(line.get("to"))
        else:
            self.wanted(str(do))

    def wanted(self, what: str | float) -> None:
        """Go to the next cue, back to the state before, or to the cue of a number or name."""
        if what == "go":
            self._guarded_go()
        elif what == "back":
            self._back()
        else:
            self._goto(what)

    def refuse(self, why: str) -> None:
        """Say each time, however soon after the last, why a cue was not gone to: a hand waits for it."""
        self._book.write(warn_line(self._book.time, "cue", f"refused: {why}", 1))

    def went(self) -> None:
        """Take notice of a GO that went to no cue: another one must keep its distance all the same."""
        self._went_at = self._book.time

    def _guarded_go(self) -> None:
        since_ms, guard_ms = (self._book.time - self._went_at) * 1000.0, self._conductor.patch.go_guard_ms
        if since_ms < guard_ms:
            self.refuse(f"{since_ms:.0f} ms after the last GO; go_guard_ms is {guard_ms:g}")
        else:
            wait = self._conductor.wait
            self._go(wait.place if wait.gone else self._conductor.place + 1)

    def _goto(self, what: object) -> None:
        place = self._conductor.place_of(what)
        if place is None:
            self.refuse(no_such_cue(what))
        else:
            self.to(place, redraw=True)

    # ------------------------------------------------------------ going
    def advance(self) -> None:
        """Move what is on its way, and go where a wait is over."""
        now = self._book.time
        for name, value in self._conductor.advance(now):
            if self._controls.switch(name, value):
                self._ensemble.begin(name.removesuffix("/on").__eq__, self._drawn_by)
        wait = self._conductor.wait
        if wait.due() <= now:
            self._go(wait.place)  # it may be the next one no longer: one was captured before it

    def _go(self, place: int) -> None:
        """Go to a cue, after its pre-wait; during that, at once."""
        wait = self._conductor.wait
        if not self._conductor.has(place):
            if self._over():
                self.went()
            else:
                self.refuse(self._no_cue(place))
            return
        self.went()
        pre_wait_s = self._conductor.patch.cues[place].pre_wait_s
        if pre_wait_s > 0.0 and not wait.gone:
            self._thaw()
            wait.begin(place, self._book.time + pre_wait_s, gone=True)
        else:
            self.to(place, redraw=False)

    def to(self, place: int, *, redraw: bool) -> None:
        """Go to the cue at `place` in the list, from 0; `redraw` has its learners drawn anew, by its number."""
        if not self._conductor.has(place):
            self.refuse(self._no_cue(place))
            return
        self._thaw()
        self._remember()
        playing = self._playing()
        changes = self._conductor.goto(place, self._book.time)
        cue = self._conductor.cue
        self._drawn_by = cue.number if redraw and not cue.state else None
        self._tell()
        for name, value in changes:
            self._controls.set(name, value)
        back = self._captured.to(cue)
        self._ensemble.begin(lambda part: part not in playing or (redraw and part not in back), self._drawn_by)
        self._begun()

    def _playing(self) -> set[str]:
        names = self._conductor.patch.parts if self._conductor.place >= 0 else ()
        return {name for name in names if self._ensemble.on(name)}

    def _tell(self, *, back: bool = False) -> None:
        cue = self._conductor.cue
        self._book.write(cue_line(self._book.time, cue, back=back))
        self._book.show(picture.Cue(self._book.time, cue.number, cue.name))

    def _no_cue(self, place: int) -> str:
        cues = self._conductor.patch.cues
        if place == len(cues):
            return "this is the last cue"
        return f"there are only {len(cues)} cues"

    # ------------------------------------------------------------ going back
    def _remember(self) -> None:
        """Remember the cue that is being left."""
        if self._conductor.place >= 0:
            self._left.append(self.left())

    def left(self) -> dict[str, Any]:
        """Return how the present cue is when it is left: where its fades are heading, and what has been learned."""
        return {
            "number": self._conductor.cue.number, "values": dict(self._conductor.values),
            "heading": self._conductor.on_their_way(), "learned": self._ensemble.learned(),
        }  # fmt: skip

    def _back(self) -> None:
        """Have everything as it was when the last cue was left; a cue that has not begun is taken back."""
        if self._conductor.wait.gone:
            self._thaw()
            self._conductor.wait.clear()
            self._tell(back=True)
        elif not self._left:
            first = self._conductor.place == 0
            self.refuse("this is the first cue" if first else "no state before this one is remembered")
        else:
            self.recall(self._left.pop())

    def begin_at(self, wanted: object, led_to: Callable[[int], dict[str, Any]]) -> bool:
        """Go to a cue as if all before it had been played, which `led_to` finds out; return whether there is one."""
        place = self._conductor.place_of(wanted)
        if place is None:
            self.refuse(no_such_cue(wanted))
            return False
        self._remember()
        self.recall(led_to(place))
        return True

    def recall(self, left: dict[str, Any]) -> None:
        """Have a cue as it was when it was left."""
        self._thaw()
        playing = self._playing()
        wanted = {**left["values"], **left["heading"]}
        changes = self._conductor.recall(self._conductor.place_near(left["number"]), wanted)
        self._drawn_by = None
        self._tell(back=True)
        self._ensemble.recall(left["learned"])
        self._controls.recall(changes, left["values"])
        self._ensemble.begin(lambda part: part not in playing)
        self._begun()
