"""Calls: what hands tap while a sequencer plays becomes its point at the bar line, or is answered."""

from collections.abc import Mapping
from typing import Any, cast

from descant.parts.base import NoteOn
from descant.parts.loop import Loop
from descant.parts.playing import Playing
from descant.parts.tapping import Taps, nearest_step, row_of
from descant.table import Value


class Calls:
    """What was tapped in a bar, and what comes of it. `values` are the part's own, and stay the same table."""

    def __init__(self, values: Mapping[str, Value], playing: Playing) -> None:
        self._values, self._playing, self._taps = values, playing, Taps()

    def tap(self, note: NoteOn) -> None:
        """Take what is played for the step that sounds nearest to it; who responds leaves room for it."""
        playing, responds = self._playing, self._values["respond"]
        if not (self._values["listen"] or responds) or not playing.plays or playing.loop is None:
            return
        step = nearest_step(playing.metre.at(note.time), playing.loop.groove.swing)
        first, end = playing.bar
        if responds and step < first:
            return  # of a bar that is answered already
        self._taps.hear(row_of(note.key, playing.loop.rhythm.rows), step)
        if responds:
            playing.places.answering.tap(ahead=step >= end)

    def bar(self) -> list[float] | None:
        """Begin a bar, with the model that waits and what answers; return the point to go to, if there is one."""
        playing, before = self._playing, cast("Loop", self._playing.loop)
        pattern = self._taps.close(playing.turn(), len(before.rhythm.rows), before.rhythm.steps)
        loop = cast("Loop", playing.loop)
        if loop is not before:  # of another grid: what was tapped has no place there
            self.forget()
            return None
        tapped: list[float] | None = None
        if pattern is not None:
            tapped = loop.rhythm.encode(pattern, int(self._values["label"]) - 1).tolist()
        if self._values["respond"]:
            chance = loop.chance("answer", loop.bars)
            playing.places.answering.bar(tapped, more=bool(self._taps), chance=chance)
        return tapped if self._values["listen"] else None

    def forget(self) -> None:
        """Forget what was tapped, and play on."""
        self._taps.forget()
        self._playing.places.answering.forget()

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return self._taps.state()

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._taps.restore(state)
