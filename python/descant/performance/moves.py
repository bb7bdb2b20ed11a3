"""What streams move: control buses, parameters, the notes that follow a learner; for the steps of one at a time."""

from collections.abc import Callable, Sequence

from descant.parts.base import Emit, Step
from descant.performance.book import Book
from descant.performance.lines import step_line
from descant.performance.mappings import Link, cents, mapped
from descant.performance.notes import Learner, Note, Notes
from descant.sound.engine import Engine
from descant.table import Value
from descant.video import messages as picture

IN_TUNE_CENTS = 2.0


class Moves:
    """Lets streams go out, and moves what they are mapped to.

    Args:
        links: every tie that the patch's mappings make.
        notes: those that sound.
        engine: where streams have their control buses.
        book: the present time, and where everything is written and shown.
        values: every parameter's present value.
        set_parameter: sets a parameter that a stream is mapped to.
    """

    def __init__(
        self, links: Sequence[Link], notes: Notes, engine: Engine, book: Book, *, values: dict[str, Value],
        set_parameter: Callable[[str, Value], None],
    ) -> None:  # fmt: skip
        self._links, self._notes, self._engine, self._book = links, notes, engine, book
        self._values, self._set_parameter = values, set_parameter
        self.converged: dict[str, int] = {}  #: part → its learner that is in tune

    def step(self, name: str, known: Sequence[str], step: Step, new: Note | None) -> None:
        """Do what a step does; `known` are the full names of its part's streams, `new` the note being struck."""
        values = step.loss, *step.gradient  # of the part's first streams; what follows them it emits by itself
        streams = dict(zip(known, values, strict=False))
        for stream, value in streams.items():
            self._engine.stream(stream, value)
        detunes, errors = self._map((name, step.learner), streams)
        in_tune = bool(errors) and max(abs(cents(delta)) for delta in errors) <= IN_TUNE_CENTS
        converged = in_tune and self.converged.get(name) != step.learner
        self.converged[name] = step.learner if in_tune else 0
        inducing = new.inducing if new and step.note == new.id else None
        self._book.write(
            step_line(self._book.time, name, step, inducing=inducing, detunes=detunes, converged=converged)
        )
        self._show(name, step, converged)

    def _show(self, name: str, step: Step, converged: bool) -> None:
        seen = step.curve or step.theta
        self._book.show(
            picture.Stepped(
                self._book.time, name, step.learner, seen, step.loss, step.gradient, step.note, converged
            )
        )  # fmt: skip

    def emit(self, name: str, known: Sequence[str], emit: Emit) -> None:
        """Let a part's streams go out, and move what they are mapped to."""
        streams: dict[str, float] = {}
        for stream, value in emit.streams.items():
            if (full := f"{name}/{stream}") in known:
                streams[full] = value
                self._engine.stream(full, value)
            else:
                self._book.warn(name, f"has no stream {full}")
        for link in self._links:
            if link.source in streams and (emit.to_notes or not link.parameter.per_note):
                moved = self._move(link, streams[link.source])
                if moved is not None and link.parameter.per_note:
                    self._notes.detune((name, 0), link, moved)

    def _map(self, learner: Learner, streams: dict[str, float]) -> tuple[list[list[float]], list[float]]:
        """Move what the streams are mapped to; return [voice, δ] of the voices moved, and the learner's every δ."""
        voices: dict[int, float] = {}
        deltas: list[float] = []
        for link in self._links:
            if link.source not in streams:
                continue
            value = self._move(link, streams[link.source])
            if value is not None and link.parameter.per_note:
                voices |= self._notes.detune(learner, link, value)
                deltas.append(value)
        return [[voice, value] for voice, value in sorted(voices.items())], deltas

    def _move(self, link: Link, x: float) -> float | None:
        """Set what a stream is mapped to, where the notes do not have it each for itself; return its value."""
        value = mapped(link, x, self._values)
        if value is None:
            self._book.warn(link.part, f"{link.source} is no number to be mapped; {link.target} stays as it is")
        elif not link.parameter.per_note:
            self._set_parameter(link.target, value)
        return value
