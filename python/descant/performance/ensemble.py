"""The parts of a performance: who plays, what they are told, and what becomes of what they return."""

import math
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, cast

from descant.parts.base import Beat, Errand, Event, NoteEnd, NoteOn, Part, Record, Want
from descant.parts.kinds import files_of, kinds
from descant.patch import Patch
from descant.patch.assets import read_bytes
from descant.performance.answers import Answers
from descant.performance.book import Book
from descant.performance.crowd import Crowd
from descant.performance.gallery import Gallery
from descant.performance.mappings import links
from descant.performance.moves import IN_TUNE_CENTS, Moves
from descant.performance.notes import PLAYED_BY, Note, Notes
from descant.performance.sounding import Sounding
from descant.sound.engine import Engine
from descant.table import Value
from descant.video import messages as picture


class Ensemble:
    """Every part of a patch, and the notes that sound.

    Args:
        patch: the piece.
        seed: what its learners are drawn from.
        engine: its sound.
        book: the present time, and where everything is written and shown.
        values: every parameter's present value.
        set_parameter: sets a parameter that a stream is mapped to.
        turn: turns a parameter as a hand does.
        sounding: finds the sounds that parts want.
    """

    def __init__(
        self, patch: Patch, seed: int, engine: Engine, book: Book, *, values: dict[str, Value],
        set_parameter: Callable[[str, Value], None], turn: Callable[[str, Value], None], sounding: Sounding,
    ) -> None:  # fmt: skip
        self._patch, self._engine, self._book, self._values = patch, engine, book, values
        self._seed = seed
        self.parts: dict[str, Part] = {name: _part(name, patch, values, seed) for name in patch.parts}
        self.own: dict[str, tuple[str, str]] = {}  #: the parameters that parts hold: full name → part, parameter
        self._streams: dict[str, tuple[str, ...]] = {}  # part → full names of its streams
        for name in self.parts:
            self._know(name)
        self.frozen = False
        self._links = links(patch)
        self._notes = Notes(patch, engine, patch.tuning(), self._links, book.write)
        self._crowd = Crowd(
            self._links, self._notes, IN_TUNE_CENTS, journal=book.write, show=book.show, warn=book.warn
        )  # fmt: skip
        self._moves = Moves(self._links, self._notes, engine, book, values=values, set_parameter=set_parameter)
        self._resting: set[str] = set()  # parts that raised an exception
        self._gallery = Gallery()
        self._answers = Answers(
            notes=self._notes, crowd=self._crowd, moves=self._moves, gallery=self._gallery, book=book, values=values,
            streams=self._streams, turn=turn, strike=lambda part, *struck: self.strike(_player(part), *struck),
            lift=self._lift_own, sounding=sounding,
        )  # fmt: skip

    def _know(self, name: str) -> None:
        part = self.parts[name]
        self.own |= {f"{name}/{row.name}": (name, row.name) for row in part.parameters}
        self._streams[name] = tuple(f"{name}/{stream.name}" for stream in part.streams)

    def add(self, name: str, patch: Patch) -> None:
        """Take up one more part, which `patch` has; it has not begun."""
        self._patch = patch
        self.parts[name] = _part(name, patch, self._values, self._seed)
        self._know(name)
        self._engine.add_streams(self._streams[name])

    # ------------------------------------------------------------ who plays
    def on(self, part: str) -> bool:
        """Return whether a part is switched on."""
        return bool(self._values[f"{part}/on"])

    def plays(self, part: str) -> bool:
        """Return whether a part plays."""
        return not self.frozen and self.on(part) and part not in self._resting

    def _playing(self) -> list[tuple[str, Part]]:
        """Return the parts that play, in patch order."""
        return [(name, part) for name, part in self.parts.items() if self.plays(name)]

    def due(self) -> float:
        """Return when `advance` next has something to do; infinity where nothing is due."""
        return min((part.due() - self._ahead_s(part) for _, part in self._playing()), default=math.inf)

    def _ahead_s(self, part: Part) -> float:
        """Return how far ahead of the present a part plays, in seconds: scsynth has what it plays by then."""
        return self._patch.sound.lookahead_ms / 1000 if getattr(part, "ahead", False) else 0.0

    def advance(self) -> None:
        """Let the parts that play do what is due now."""
        for name, part in self._playing():
            self._ask(name, partial(part.advance, self._book.time + self._ahead_s(part)))

    def begin(self, wanted: Callable[[str], bool], cue: float | None = None) -> None:
        """Let those parts begin that play and are wanted; with a cue's number, drawn anew by it."""
        for name, part in self._playing():
            if wanted(name):
                self._ask(name, partial(part.begin, self._book.time + self._ahead_s(part), cue))

    def tell(self, name: str, event: Event) -> None:
        """Let one part take an event."""
        self._ask(name, partial(self.parts[name].handle, event))

    def beat(self, beat: Beat) -> None:
        """Let the parts that play ahead know where a clock is, also those that are silent now."""
        for name, part in self.parts.items():
            if getattr(part, "ahead", False):
                self.tell(name, beat)

    def set(self, name: str, parameter: str, value: Value) -> None:
        """Let a part take a parameter's value; one that is switched off lets go of the notes it plays."""
        if parameter != "on":
            self._ask(name, partial(self.parts[name].set, parameter, value, self._book.time))
        elif not value:
            self.let_go(name)

    def errand(self, name: str, value: Value) -> Errand | None:
        """Return what should be found out before a parameter is set, so that no note has to wait for it."""
        owner, parameter = name.split("/", 1)
        ask = getattr(self.parts.get(owner), "errand", None)
        return ask(parameter, value) if ask else None

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything: what the parts hold, and the notes that sound."""
        return {
            "parts": self._states(), "resting": set(self._resting), "converged": dict(self._moves.converged),
            "frozen": self.frozen, "notes": self._notes.state(), "crowd": self._crowd.state(),
            "gallery": self._gallery.state(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned, for the same patch."""
        for name, own in state["parts"].items():
            self.parts[name].restore(own)
        self._resting, self._moves.converged = set(state["resting"]), dict(state["converged"])
        self.frozen = state["frozen"]
        self._notes.restore(state["notes"])
        self._crowd.restore(state["crowd"])
        self._gallery.restore(state["gallery"])

    def learned(self) -> dict[str, Any]:
        """Return what has been learned: all but the notes that sound, and what hands and time do."""
        return {
            "parts": self._states(), "resting": set(self._resting), "converged": dict(self._moves.converged),
            "crowd": self._crowd.state(), "notes": self._notes.learned(),
            "streams": {name: self._engine.value_of(name) for name in self._patch.streams},
        }  # fmt: skip

    def _states(self) -> dict[str, Any]:
        """Return what the parts hold; one that raises is left out, and plays on."""
        found: dict[str, Any] = {}
        for name, part in self.parts.items():
            try:
                found[name] = part.state()
            except Exception as error:  # whatever a part from outside may raise
                self._book.warn(name, f"cannot say what it holds: {type(error).__name__}: {error}")
        return found

    def recall(self, learned: Mapping[str, Any], *, of_now: bool = True) -> None:
        """Take back what `learned` returned; the notes that sound go on, and so does time.

        `of_now` is false where it is from another performance perhaps, and notes of the same id are not the same.
        """
        sounding = {note.id for note in self._notes} if of_now else set[int]()
        self._resting, self._moves.converged = set(learned["resting"]), dict(learned["converged"])
        self._crowd.restore(learned["crowd"])
        self._notes.recall(learned["notes"])
        for name, value in learned["streams"].items():
            self._engine.stream(name, value)
        for name, state in learned["parts"].items():
            part = self.parts[name]
            recall = getattr(part, "recall", None) or partial(_recalled, part)
            self._ask(name, partial(recall, state, self._book.time, sounding))

    def show(self) -> None:
        """Show what there is to a picture that has seen nothing of it: learners, and keys that are down."""
        for drawn in self._gallery.messages(self._book.time):
            self._book.show(drawn)
        for note in self._notes:
            self._book.show(picture.KeyDown(self._book.time, note.id, float(note.pitch), note.velocity))

    # ------------------------------------------------------------ notes
    def strike(self, source: str, pitch: float, velocity: int) -> None:
        """Begin a note: the parts hear it first, then it sounds."""
        now = self._book.time
        note = self._notes.strike(source, pitch, velocity, self._values)
        self._book.show(picture.KeyDown(now, note.id, float(pitch), velocity))
        event = NoteOn(now, note.id, float(pitch), velocity)
        for name, part in self._playing():
            self._ask(name, partial(part.handle, event), note)
        self._notes.sound(now, note, self._values)

    def lift(self, source: str, pitch: float) -> None:
        """Show that a finger left its key."""
        if note := self._notes.at(source, pitch):
            self._book.show(picture.KeyUp(self._book.time, note.id))

    def end(self, source: str, pitch: float) -> None:
        """End a note."""
        note = self._notes.end(self._book.time, source, pitch)
        if note is None:
            return
        self._book.show(picture.Silent(self._book.time, note.id))
        for name in self.parts:  # also those that rest: they may still count it as held
            self._gallery.take_down(name, note.id)
            self.tell(name, NoteEnd(self._book.time, note.id))

    def let_go(self, part: str) -> None:
        """End the notes that a part plays."""
        for pitch in self._notes.held_by(_player(part)):
            self._lift_own(part, pitch)

    def let_go_all(self) -> None:
        """End the notes that parts play."""
        for name in self.parts:
            self.let_go(name)

    def mute(self, instrument: str) -> None:
        """Release every voice of an instrument."""
        self._notes.mute(self._book.time, instrument)

    def _lift_own(self, part: str, pitch: float) -> None:
        self.lift(_player(part), pitch)
        self.end(_player(part), pitch)

    # ------------------------------------------------------------ sounds
    def wanted(self) -> list[tuple[str, Want]]:
        """Return every sound that a part wanted last, with the part's name."""
        parts = ((name, getattr(part, "wanted", None)) for name, part in self.parts.items())
        return [(name, want) for name, ask in parts if ask for want in ask()]

    def play(self, part: str, found: Want) -> None:
        """Let the instruments of a note play a sound from their next note on."""
        for name, entry in self._patch.instruments.items():
            if entry.low_note <= found.note <= entry.high_note:
                self._engine.play(name, (part, found.label, found.place))

    # ------------------------------------------------------------ what parts return
    def _ask(self, name: str, question: Callable[[], list[Record]], new: Note | None = None) -> None:
        """Let a part answer and do what it returns; one that raises holds its last state, and the rest play on."""
        if name in self._resting:
            return
        try:
            records = question()
        except Exception as error:  # whatever a part from outside may raise
            self._resting.add(name)
            self._book.warn(name, f"rests from now on: {type(error).__name__}: {error}")
            self.let_go(name)
            return
        self._answers.take(name, records, new)


def _part(name: str, patch: Patch, values: dict[str, Value], seed: int) -> Part:
    """Return a part, with what is in its files."""
    kind = kinds()[patch.parts[name].kind]
    part: Any = kind(name, {row.name: values[f"{name}/{row.name}"] for row in kind.parameters}, seed)
    for file in files_of(kind):
        if (path := patch.file_path(name, file)) and not file.folder:
            part.load(file.name, read_bytes(path, file.most_bytes))
    return cast("Part", part)


def _recalled(part: Part, state: Mapping[str, Any], time: float, sounding: Collection[int]) -> list[Record]:
    """Let a part that knows nothing of time and notes be as it was, and begin now."""
    part.restore(state)
    return part.begin(time, None)


def _player(part: str) -> str:
    """Return as whose a part's notes are known: an input may have its name."""
    return part + PLAYED_BY
