"""What a part is: a state machine that takes events and time and returns records, and touches nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from descant.table import Parameter, Stream, Value


@dataclass(frozen=True, slots=True)
class NoteOn:
    """A note begins. `note` names this sounding of it and is never used again."""

    time: float
    note: int
    pitch: float  # MIDI
    velocity: int  # 1 to 127


@dataclass(frozen=True, slots=True)
class NoteEnd:
    """A note is over: the key is up, and so is the pedal."""

    time: float
    note: int


@dataclass(frozen=True, slots=True)
class Pad:
    """A hand moves the part's point."""

    time: float
    at: tuple[float, ...]


Event = NoteOn | NoteEnd | Pad


@dataclass(frozen=True, slots=True)
class Draw:
    """A new target and a new learner; what recomputes everything it will do."""

    learner: int
    form: str  # "cubic" or "knot"
    target: tuple[float, ...]
    theta: tuple[float, ...]
    n: tuple[int, ...]  # a knot's integers; () for a cubic
    learning_rate: float
    loss_form: str
    points: int
    optimizer: str
    noise: float


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a learner: loss and gradient before it, theta after it."""

    learner: int
    n: int  # 1 is its first
    loss: float
    gradient: tuple[float, ...]
    theta: tuple[float, ...]
    note: int | None  # the note that induced it
    changed: Mapping[str, Value]  # settings that differ from the learner's Draw


@dataclass(frozen=True, slots=True)
class Aim:
    """The target of a learner was moved while it learns."""

    learner: int
    target: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Attach:
    """From now on `note` follows the streams of `learner`."""

    note: int
    learner: int


@dataclass(frozen=True, slots=True)
class Warn:
    """Something went wrong and was contained; the music goes on."""

    text: str


Record = Draw | Aim | Step | Attach | Warn


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to be found out that takes longer than a note may wait.

    `find(*asked)` can be done in any process; `keep(asked, result)` then makes it known here.
    """

    find: Callable[..., Any]
    asked: tuple[Any, ...]
    keep: Callable[[tuple[Any, ...], Any], None]


class Part(Protocol):
    """A kind of part.

    One that may take long to `set` has a method ``errand(parameter, value)`` as well: it returns an `Errand` after
    which it will not take long, or None.
    """

    kind: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]]
    streams: ClassVar[tuple[Stream, ...]]

    def __init__(self, name: str, values: Mapping[str, Value], seed: int) -> None: ...

    def set(self, parameter: str, value: Value, time: float) -> list[Record]:
        """Set a parameter, whose value the table has checked, at `time` in seconds."""

    def begin(self, time: float, cue: float | None) -> list[Record]:
        """Begin to play. `cue` is its number where learners are to be drawn anew by it, else None."""

    def handle(self, event: Event) -> list[Record]:
        """Take one event."""

    def advance(self, time: float) -> list[Record]:
        """Do what is due up to `time`."""

    def due(self) -> float:
        """Return when `advance` next has something to do; infinity where nothing is due."""

    def state(self) -> dict[str, Any]:
        """Return everything: weights, moments, counters, phase."""

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned, exactly."""
