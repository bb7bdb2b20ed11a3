"""What a part is: a state machine that takes events and time and returns records, and touches nothing."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from descant.table import Parameter, Stream, Value

LONGEST_HIT_S = 60.0
MOST_TUNE, MOST_STRETCH = 48.0, 16.0  # of a hit


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
class Pad:
    """A hand moves the part's point, or another one of its points."""

    time: float
    at: tuple[float, ...]
    of: str = ""  # which; "" is the part's own


@dataclass(frozen=True, slots=True)
class Heard:
    """A frame of what a microphone hears, for the one part that listens to it."""

    time: float
    event: int  # 1 an onset, 0 it goes on, -1 silence from now on
    pitch: float  # MIDI, in the patch's tuning
    clarity: float  # of the pitch; 0 without one
    level_db: float  # of full scale
    centroid_hz: float


@dataclass(frozen=True, slots=True)
class Given:
    """A client gives the part something to learn: values at equally spaced x from −1 to 1, both included."""

    time: float
    target: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Beat:
    """Where the clock of a host, or of a MIDI device, is: what follows it plays in its time."""

    time: float
    quarters: float  # since the host's beginning, at that time
    bpm: float  # quarters a minute
    running: bool  # false: it has stopped


@dataclass(frozen=True, slots=True)
class Learned:
    """What the process says that trains a part's model while it plays."""

    time: float
    step: int  # of the training, from 0
    model: bytes | None  # the whole model as it is by then, to be played from the next bar on; None: as before
    streams: Mapping[str, float]  # of the part, by their names without it: loss, gradient, …
    done: bool = False  # the training is over


Event = NoteOn | NoteEnd | Pad | Heard | Given | Beat | Learned


@dataclass(frozen=True, slots=True)
class Draw:
    """A new target and a new learner; what recomputes everything it will do."""

    learner: int
    form: str  # "cubic", "knot" or "function"
    target: tuple[float, ...]  # a function's: its values at equally spaced x
    theta: tuple[float, ...]
    n: tuple[int, ...]  # a knot's integers; () for others
    learning_rate: float
    loss_form: str
    points: int
    optimizer: str
    noise: float
    note: int | None = None  # the note that it is for, and ends with
    curve: tuple[float, ...] = ()  # values at equally spaced x, where theta says nothing to the eye


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
    curve: tuple[float, ...] = ()  # values at equally spaced x after it, where theta says nothing to the eye


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """One step of several learners at once, a row each; nobody writes to the arrays afterwards.

    As long as the same learners step, `learner` is the same array: what is known of them is kept by it.
    """

    learner: npt.NDArray[np.int64]  # (k,)
    n: npt.NDArray[np.int64]  # (k,), 1 is a learner's first
    note: npt.NDArray[np.int64]  # (k,), the note that follows each
    loss: npt.NDArray[np.float64]  # (k,)
    gradient: npt.NDArray[np.float64]  # (k, parameters)
    theta: npt.NDArray[np.float64]  # (k, parameters)
    changed: Mapping[str, list[Value]]  # settings that differ from some learner's Draw: what each has now
    own: Mapping[str, npt.NDArray[np.float64]]  # stream → what it is for each learner; one not here moves no note


@dataclass(frozen=True, slots=True)
class Emit:
    """Streams of the whole part, by their names without it, where no single learner says what they are."""

    streams: Mapping[str, float]
    to_notes: bool = False  # they also move what notes have each for itself, where the notes follow no learner


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


@dataclass(frozen=True, slots=True)
class Hit:
    """A note that begins at its very own time, which is still to come: scsynth has it by then.

    It is struck and forgotten: nothing detunes it, no part hears it, and it ends by itself.
    """

    time: float
    pitch: float  # MIDI
    velocity: int  # 1 to 127
    length_s: float  # until its key is up; what rings by itself does not mind
    tune: float = 0.0  # semitones, added to what its instrument is tuned by
    stretch: float = 1.0  # how much longer than its instrument has it, it takes to fall
    bright: float = 0.0  # added to its instrument's tone, -1 to 1

    def __post_init__(self) -> None:
        if not 0 <= self.pitch <= 128:
            raise ValueError(f"pitch must be from 0 to 128, not {self.pitch!r}")
        if not 1 <= self.velocity <= 127:
            raise ValueError(f"velocity must be from 1 to 127, not {self.velocity!r}")
        if not (math.isfinite(self.time) and 0 < self.length_s <= LONGEST_HIT_S):
            raise ValueError(f"a hit lasts 0 to {LONGEST_HIT_S} s from a finite time, not {self.length_s!r}")
        if not (abs(self.tune) <= MOST_TUNE and 0 < self.stretch <= MOST_STRETCH and abs(self.bright) <= 1):
            raise ValueError(
                f"a hit is tuned by up to {MOST_TUNE} semitones, {MOST_STRETCH} times as long and up to 1 brighter, "
                f"not {self.tune!r}, {self.stretch!r} and {self.bright!r}"
            )


@dataclass(frozen=True, slots=True)
class Want:
    """The part wants the instruments of a note to sound as its model of sounds has it at a place, from the next hit on.

    Who performs it finds the sound, which takes its time, and they do once it is there.
    """

    note: int  # MIDI
    label: int  # the class, from 0; -1 where the model knows none
    place: tuple[float, ...]  # where in its class; 0 is the middle


@dataclass(frozen=True, slots=True)
class Turn:
    """The part turns a knob of its own, as a hand would: everyone sees it, and a cue can recall it."""

    parameter: str
    value: Value


@dataclass(frozen=True, slots=True)
class Looped:
    """The bar that sounds from `time` on, for the eye."""

    time: float
    step_s: float
    rows: tuple[str, ...]
    steps: int
    cells: tuple[float, ...]  # velocity, 0 to 1, of each row's steps, row after row
    at: tuple[float, ...]  # the point that it is


@dataclass(frozen=True, slots=True)
class Known:
    """A learner that is known from before, as it is now."""

    learner: int
    form: str  # "cubic", "knot" or "function"
    target: tuple[float, ...]
    theta: tuple[float, ...]
    n: tuple[int, ...]
    note: int | None = None  # the note that it is for; None, it is for all that followed the part
    curve: tuple[float, ...] = ()  # as in Draw


@dataclass(frozen=True, slots=True)
class Recalled:
    """The part is as it was: these are its learners. What followed one that is not among them follows none."""

    learners: tuple[Known, ...]


Record = Draw | Aim | Step | Steps | Emit | Attach | Warn | Strike | Lift | Hit | Want | Turn | Looped | Recalled


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to be found out that takes longer than a note may wait.

    `find(*asked)` can be done in any process; `keep(asked, result)` then makes it known here.
    """

    find: Callable[..., Any]
    asked: tuple[Any, ...]
    keep: Callable[[tuple[Any, ...], Any], None]


@dataclass(frozen=True, slots=True)
class File:
    """A file that a part may need, named in its table of the patch and lying beside it."""

    name: str  # the key in the table
    doc: str
    suffix: str  # of the file's name, with its point
    most_bytes: int
    folder: bool = False  # it is a folder, which only a process of the part's reads: it is not loaded


class Part(Protocol):
    """A kind of part.

    One that may take long to `set` has a method ``errand(parameter, value)`` as well: it returns an `Errand` after
    which it will not take long, or None.

    One to which clients can give something to learn takes `Given`, and has a method ``given()``: it returns the
    target that it was given last, () before.

    One that learns a curve has a method ``curve(points)``: it returns what it has learned at equally spaced x.

    One that has points which hands move, and which are parameters of it, names them in ``spaces``, a tuple of `Space`,
    and takes `Pad` of each by its name.

    One that knows where things lie in a space, such as the patterns that its model was trained on, has a method
    ``points(space)``: it returns the names of their labels, and of each two coordinates and the place of its label, −1
    where it has none. It is asked several times a second, to find out when they have changed.

    One that is stamped ahead has ``ahead = True``: it is let to `advance` to a time that is still to come, by the
    patch's look-ahead, and what it returns (`Hit`) is for times from there on. What hands do has the time of now.

    One that needs a file has ``files``, a tuple of `File`, and a method ``load(name, data)``, which takes each that
    the patch names before the part begins; it raises DescantError where the file is of no use.

    One whose instruments play sounds of a model has a method ``wanted()`` as well: it returns all that it wanted last.
    A part that has more points than one takes each by its name (`Pad`), and ``points(of)`` returns what lies there.

    One that follows a clock takes `Beat`. One whose model is trained in a process of its own has a folder ``corpus``
    among its ``files`` and a switch ``train`` among its parameters, takes `Learned`, and has a method ``learned()``: it
    returns the last that brought it the model that it plays, None where that is the patch's.

    One that knows of time or of notes has a method ``recall(state, time, sounding)`` as well, which returns records: it
    takes back what it had learned, with its settings and counts; what hands do, which notes sound (`sounding`, by their
    ids) and the time stay as they are. Of others all of `state` is restored, and they `begin`.
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
