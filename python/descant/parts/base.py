"""What a part is: a state machine that takes events and time and returns records, and touches nothing."""

import math
from collections.abc import Mapping
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

    @property
    def key(self) -> int:
        """The key that is nearest to its pitch."""
        return math.floor(self.pitch + 0.5)


@dataclass(frozen=True, slots=True)
class NoteEnd:
    """A note is over: the key is up, and so is the pedal."""

    time: float
    note: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A frame of what a microphone hears, for the one part that listens to it."""

    time: float
    event: int  # 1 an onset, 0 it goes on, -1 silence from now on
    pitch: float  # MIDI, in the patch's tuning
    clarity: float  # of the pitch; 0 without one
    level_db: float  # of full scale
    centroid_hz: float


Event = NoteOn | NoteEnd | Heard


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
class Attach:
    """From now on `note` follows the streams of `learner`."""

    note: int
    learner: int


@dataclass(frozen=True, slots=True)
class Warn:
    """Something went wrong and was contained; the music goes on."""

    text: str


@dataclass(frozen=True, slots=True)
class Streams:
    """New values of some of the part's streams, by their names without its own."""

    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Strike:
    """The part begins a note, which instruments sound and other parts hear as any player's."""

    pitch: float  # MIDI
    velocity: int  # 1 to 127

    def __post_init__(self) -> None:
        if not 0 <= self.pitch <= 128:
            raise ValueError(f"pitch must be from 0 to 128, not {self.pitch!r}")
        if not 1 <= self.velocity <= 127:
            raise ValueError(f"velocity must be from 1 to 127, not {self.velocity!r}")


@dataclass(frozen=True, slots=True)
class Lift:
    """The part ends its note of that pitch."""

    pitch: float


Record = Draw | Step | Attach | Warn | Streams | Strike | Lift


class Part(Protocol):
    """A kind of part."""

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
