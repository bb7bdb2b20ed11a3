"""Going to cues: by a pedal, a client or a program change; and saying why where one cannot be gone to."""

from collections.abc import Callable

from descant.performance.book import Book
from descant.performance.conductor import Conductor
from descant.performance.controls import Controls
from descant.performance.ensemble import Ensemble
from descant.performance.lines import cue_line, warn_line
from descant.performance.recall import Recall
from descant.performance.take import Line
from descant.video import messages as picture


class Cueing:
    """The cues of a piece as they are gone to. `thaw` lets learning go on and ends a panic."""

    def __init__(
        self, conductor: Conductor, controls: Controls, ensemble: Ensemble, book: Book, *, recall: Recall,
        thaw: Callable[[], None],
    ) -> None:  # fmt: skip
        self._conductor, self._controls, self._recall = conductor, controls, recall
        self._ensemble, self._book, self._thaw = ensemble, book, thaw

    def handle(self, line: Line) -> None:
        """Apply a ``cue`` line."""
        do = line.get("do", "go")
        if do == "goto":
            self._goto(line.get("to"))
        else:
            self.wanted(str(do))

    def wanted(self, what: str | float) -> None:
        """Go to the next cue, to the one before, or to the one of a number or name."""
        if what in ("go", "back"):
            self.to(self._conductor.place + (1 if what == "go" else -1), redraw=False)
        else:
            self._goto(what)

    def _goto(self, what: object) -> None:
        place = self._conductor.place_of(what)
        if place is None:
            self._refuse(f"there is no cue {what!r}")
        else:
            self.to(place, redraw=True)

    def _refuse(self, why: str) -> None:
        """Say each time, however soon after the last, why a cue was not gone to: a hand waits for it."""
        self._book.write(warn_line(self._book.time, "cue", f"refused: {why}", 1))

    def to(self, place: int, *, redraw: bool) -> None:
        """Go to the cue at `place` in the list, from 0; `redraw` has its learners drawn anew, by its number."""
        if not self._conductor.has(place):
            self._refuse(self._no_cue(place))
            return
        self._thaw()
        playing = {
            name for name in self._conductor.patch.parts if self._conductor.place >= 0 and self._ensemble.on(name)
        }
        changes = self._conductor.goto(place, self._book.time)
        cue = self._conductor.cue
        self._book.write(cue_line(self._book.time, cue))
        self._book.show(picture.Cue(self._book.time, cue.number, cue.name))
        for name, value in changes:
            self._controls.set(name, value)
        back = self._recall.to(cue)
        self._ensemble.begin(
            lambda part: part not in back and (redraw or part not in playing), cue.number if redraw else None
        )

    def _no_cue(self, place: int) -> str:
        cues = self._conductor.patch.cues
        if place == len(cues):
            return "this is the last cue"
        return "this is the first cue" if place == -1 else f"there are only {len(cues)} cues"
