"""What becomes of what parts return: each kind of record goes to whoever does something with it."""

from collections.abc import Callable, Mapping
from typing import Any

from descant.parts.base import (
    Aim,
    Attach,
    Draw,
    Emit,
    Hit,
    Known,
    Lift,
    Looped,
    Recalled,
    Record,
    Step,
    Steps,
    Strike,
    Turn,
    Want,
    Warn,
)
from descant.performance.book import Book
from descant.performance.crowd import Crowd
from descant.performance.gallery import Gallery
from descant.performance.lines import aim_line, draw_line, loop_line, writable
from descant.performance.moves import Moves
from descant.performance.notes import Note, Notes
from descant.performance.sounding import Sounding
from descant.table import Value
from descant.video import messages as picture


class Answers:
    """Takes what parts return.

    Args:
        notes, crowd, moves, gallery: what sounds, and is moved and seen.
        book: the present time, and where everything is written and shown.
        values: every parameter's present value.
        streams: part → full names of its streams.
        turn: turns a parameter as a hand does.
        strike: begins a note of a part; called with its name, pitch and velocity.
        lift: ends it; called with its name and pitch.
        sounding: finds the sounds that parts want.
    """

    def __init__(
        self, *, notes: Notes, crowd: Crowd, moves: Moves, gallery: Gallery, book: Book,
        values: dict[str, Value], streams: Mapping[str, tuple[str, ...]], turn: Callable[[str, Value], None],
        strike: Callable[[str, float, int], None], lift: Callable[[str, float], None], sounding: Sounding,
    ) -> None:  # fmt: skip
        self._notes, self._crowd, self._moves, self._gallery, self._book = notes, crowd, moves, gallery, book
        self._values, self._streams = values, streams
        self._new: Note | None = None  # the note that is being struck
        self._takers: dict[type[Record], Callable[[str, Any], None]] = {
            Draw: self._draw, Aim: self._aim, Step: self._step, Steps: self._steps, Recalled: self._recalled,
            Attach: lambda name, own: notes.attach(own.note, (name, own.learner)),
            Emit: lambda name, own: moves.emit(name, streams[name], own),
            Warn: lambda name, own: book.warn(name, own.text),
            Hit: lambda name, own: notes.hit(book.time, own, values),
            Want: sounding.want,
            Turn: lambda name, own: turn(f"{name}/{own.parameter}", own.value),
            Looped: self._looped,
            Strike: lambda name, own: strike(name, own.pitch, own.velocity),
            Lift: lambda name, own: lift(name, own.pitch),
        }  # fmt: skip

    def take(self, name: str, records: list[Record], new: Note | None = None) -> None:
        """Do what a part's records say, in their order; `new` is the note being struck."""
        for record in records:
            if writable(record):
                self._new = new
                self._takers[type(record)](name, record)
            else:
                what = type(record).__name__.lower()
                self._book.warn(name, f"a {what} of it holds what is no number, and is left out")

    def _draw(self, name: str, draw: Draw) -> None:
        self._notes.forget(name)
        self._book.write(draw_line(self._book.time, name, draw))
        self._book.show(self._gallery.hang(self._book.time, name, draw))

    def _aim(self, name: str, aim: Aim) -> None:
        self._book.write(aim_line(self._book.time, name, aim.learner, aim.target))
        self._book.show(picture.Aimed(self._book.time, name, aim.learner, aim.target))
        self._gallery.aimed(name, aim.learner, aim.target)

    def _step(self, name: str, step: Step) -> None:
        self._gallery.stepped(name, step.learner, step.curve or step.theta)
        self._moves.step(name, self._streams[name], step, self._new)

    def _steps(self, name: str, steps: Steps) -> None:
        self._crowd.step(self._book.time, name, steps, self._values, self._new)

    def _looped(self, name: str, loop: Looped) -> None:
        self._book.write(loop_line(self._book.time, name, loop))
        self._book.show(self._gallery.looped(self._book.time, name, loop))

    def _recalled(self, name: str, recalled: Recalled) -> None:
        """Show the learners that a part has again, and let the notes follow them."""
        self._gallery.clear(name)
        learners: tuple[Known, ...] = recalled.learners
        for own in learners:
            self._book.show(self._gallery.hang(self._book.time, name, own))
        self._notes.follow(name, {own.note: own.learner for own in learners})
