"""Knots: each left-hand chord draws a Lissajous knot, which is learned for as long as the chord lasts."""

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any, ClassVar

from descant.learning.targets import Form
from descant.parts.base import Attach, Event, NoteEnd, NoteOn, Pad, Record
from descant.parts.learner import IN_TUNE, NEVER, LearnerPart, rows, streams
from descant.table import Parameter, Stream, Value

HANDS = ("recent", "left", "holding", "chord_at")  # what of the state the player does
ROUNDING_S = 1e-6  # a MIDI file's ticks do not add up to the microsecond


class Knots(LearnerPart):
    """A Lissajous knot that learns another's phases by itself while any note of its chord sounds.

    A chord exists at its last needed note-on. Left-hand notes soon after, or while it lasts, join it;
    right-hand notes follow it. A left-hand note alone stays in tune.
    """

    kind: ClassVar[str] = "knots"
    form: ClassVar[Form] = "knot"
    tune_loss: ClassVar[float] = IN_TUNE / 0.06
    parameters: ClassVar[tuple[Parameter, ...]] = (
        *rows(0.04, "step"),
        Parameter(
            name="seconds_to_tune", default=0.0, low=0.0, high=120.0, unit="s",
            doc="the learning rate in human units: the median learner is within 2 cents by then; 0: as given",
        ),
        Parameter(
            name="steps_per_second", default=60.0, low=0.1, high=1000.0, unit="Hz", curve="exponential",
            doc="how often it steps while its chord lasts",
        ),
        Parameter(
            name="split", kind="i", default=60, low=0, high=128, unit="MIDI note",
            doc="notes below it are the left hand's",
        ),
        Parameter(
            name="chord_notes", kind="i", default=3, low=1, high=10, unit="notes",
            doc="so many notes of the left hand make a chord",
        ),
        Parameter(
            name="chord_window_ms", default=60.0, low=1.0, high=5000.0, unit="ms", curve="exponential",
            doc="within so much time; 400 for rolled chords",
        ),
    )  # fmt: skip
    streams: ClassVar[tuple[Stream, ...]] = streams("knot")

    def __init__(self, name: str, values: Mapping[str, Value], seed: int) -> None:
        super().__init__(name, values, seed)
        self._recent: list[NoteOn] = []  # left-hand notes that may become a chord
        self._left: set[int] = set()  # left-hand notes that sound
        self._holding: set[int] = set()  # those among them that keep the present chord
        self._chord_at = -NEVER
        self._anchor, self._count = 0.0, 0  # step k of this chord is due at anchor + k / rate

    def begin(self, time: float, cue: float | None) -> list[Record]:
        """Go on from now; at a cue that asks for it, with a knot drawn by it."""
        self._anchor, self._count = time, 1
        return self.draw(cue) if cue is not None else []

    def handle(self, event: Event) -> list[Record]:
        """Gather chords, let notes join and follow, forget those that ended."""
        if isinstance(event, Pad):
            return self.aim(event.at)
        if isinstance(event, NoteEnd):
            self._left.discard(event.note)
            self._holding.discard(event.note)
            self.prepare()
            return []
        if not isinstance(event, NoteOn):
            return []
        if event.key >= int(self.values["split"]):
            return [Attach(event.note, self._learner)] if self._slot is not None else []
        return self._left_hand(event)

    def tune_steps(self) -> int:
        """Return the steps in the seconds after which it is to be in tune."""
        return round(float(self.values["seconds_to_tune"]) * float(self.values["steps_per_second"]))

    def advance(self, time: float) -> list[Record]:
        """Take the steps that are due."""
        records: list[Record] = []
        while self.due() <= time:
            self._count += 1
            records += self.step(None)
        return records

    def due(self) -> float:
        """Return the time of the next step; infinity while no chord sounds."""
        if self._slot is None or not self._holding:
            return NEVER
        return self._anchor + self._count / float(self.values["steps_per_second"])

    def set(self, parameter: str, value: Value, time: float) -> list[Record]:
        """Set a parameter; a new step rate counts from the last step, and makes up for no time before it was set."""
        if parameter == "steps_per_second" and self._count:
            old_hz = float(self.values["steps_per_second"])
            last = self._anchor + (self._count - 1) / old_hz
            self._anchor = max(last, min(time, last + 1 / old_hz) - 1 / float(value))
            self._count = 1
        return super().set(parameter, value, time)

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return super().state() | {
            "recent": [astuple(note) for note in self._recent], "left": set(self._left), "holding": set(self._holding),
            "chord_at": self._chord_at, "anchor": self._anchor, "count": self._count,
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        super().restore(state)
        self._recent, self._left, self._holding = (
            [NoteOn(*note) for note in state["recent"]], set(state["left"]), set(state["holding"]),
        )  # fmt: skip
        self._chord_at, self._anchor, self._count = state["chord_at"], state["anchor"], state["count"]

    def now(self, time: float) -> dict[str, Any]:
        """Return the hands, and steps that are counted from now."""
        hands = {key: value for key, value in Knots.state(self).items() if key in HANDS}
        return hands | {"anchor": time, "count": 1}

    def _left_hand(self, event: NoteOn) -> list[Record]:
        window_s = float(self.values["chord_window_ms"]) / 1000 + ROUNDING_S
        self._left.add(event.note)
        if self._holding and event.time - self._chord_at <= window_s:
            return self._join(event)  # its fourth and fifth notes, not the beginning of another chord
        self._recent = [
            note for note in self._recent if event.time - note.time <= window_s and note.pitch != event.pitch
        ]
        self._recent.append(event)
        if len(self._recent) >= int(self.values["chord_notes"]):
            return self._chord(event.time)
        return self._join(event) if self._holding else []

    def _join(self, event: NoteOn) -> list[Record]:
        self._holding.add(event.note)
        return [Attach(event.note, self._learner)]

    def _chord(self, time: float) -> list[Record]:
        members, self._recent = self._recent, []
        self._holding = {note.note for note in members} & self._left
        self._chord_at = self._anchor = time
        self._count = 1
        records = self.draw()
        records += [Attach(note.note, self._learner) for note in members]
        return records + self.step(None)
