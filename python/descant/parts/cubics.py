"""Cubics: each bass note draws a cubic to be learned, each note above it is one step of learning it."""

from typing import ClassVar

from descant.learning.targets import Form
from descant.parts.base import Attach, Event, NoteOn, Pad, Record
from descant.parts.learner import IN_TUNE, NEVER, LearnerPart, rows, streams
from descant.table import Parameter, Stream


class Cubics(LearnerPart):
    """A cubic polynomial that learns another, a note a step."""

    kind: ClassVar[str] = "cubics"
    form: ClassVar[Form] = "cubic"
    tune_loss: ClassVar[float] = IN_TUNE / 0.1
    parameters: ClassVar[tuple[Parameter, ...]] = (
        *rows(0.15, "note"),
        Parameter(
            name="notes_to_tune", kind="i", default=0, low=0, high=1000, unit="notes",
            doc="the learning rate in human units: the median learner is within 2 cents at this note; 0: as given",
        ),
        Parameter(
            name="split", kind="i", default=48, low=0, high=128, unit="MIDI note",
            doc="notes below it draw, notes from it up step",
        ),
    )  # fmt: skip
    streams: ClassVar[tuple[Stream, ...]] = streams("cubic")

    def begin(self, time: float, cue: float | None) -> list[Record]:
        """Draw a learner where there is none, so that the first note has one; or anew, by the cue."""
        return self.draw(cue) if cue is not None or self._slot is None else []

    def handle(self, event: Event) -> list[Record]:
        """Draw at a bass note; attach and step at a note above it. The bass itself stays in tune."""
        if isinstance(event, Pad):
            return self.aim(event.at)
        if not isinstance(event, NoteOn):
            self.prepare()
            return []
        if event.key < int(self.values["split"]):
            return self.draw()
        records = self.step(event.note)
        return [*records[:-1], Attach(event.note, self._learner), *records[-1:]]

    def tune_steps(self) -> int:
        """Return the steps before the note that is to be in tune; that note sounds the loss before its own."""
        return max(0, int(self.values["notes_to_tune"]) - 1)

    def advance(self, time: float) -> list[Record]:
        """Do nothing: the player steps."""
        return []

    def due(self) -> float:
        """Return infinity: the player steps."""
        return NEVER
