"""What a performance tells the picture. Times are seconds of the performance, in rising order."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from descant.table import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a piece is shown with."""

    width: int  # of the picture, in pixels; it is scaled to the window
    height: int
    frame_rate: int  # frames a second
    performer: Path | None = None  # a video file of the performer
    camera: str | int | None = None  # part of its name, its number or its address; the performer where there is no file
    title: str = "Descant"  # of the window


@dataclass(frozen=True, slots=True)
class Cue:
    """The performance went to a cue."""

    time: float
    number: float
    name: str


@dataclass(frozen=True, slots=True)
class KeyDown:
    """A key went down; `voice` names this sounding of it."""

    time: float
    voice: int
    pitch: float  # MIDI
    velocity: int  # 1 to 127


@dataclass(frozen=True, slots=True)
class KeyUp:
    """The finger left the key (the sound may go on under the pedal)."""

    time: float
    voice: int


@dataclass(frozen=True, slots=True)
class Silent:
    """The sound of a voice was released."""

    time: float
    voice: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A new target and a new learner."""

    time: float
    part: str
    learner: int
    form: str  # "cubic", "knot" or "function"
    target: tuple[float, ...]  # cubic: a, b, c, d; knot: phases a, b, c in radians; function: values at equal steps
    theta: tuple[float, ...]  # the learner's, like target
    n: tuple[int, ...] = ()  # knot: n_x, n_y, n_z
    voice: int | None = None  # the voice with which it leaves


@dataclass(frozen=True, slots=True)
class Aimed:
    """A learner's target was moved while it learns."""

    time: float
    part: str
    learner: int
    target: tuple[float, ...]  # like Drawn's


@dataclass(frozen=True, slots=True)
class Stepped:
    """A learner took a step: loss and gradient before it, theta after it."""

    time: float
    part: str
    learner: int
    theta: tuple[float, ...]
    loss: float
    gradient: tuple[float, ...]
    voice: int | None = None  # the voice whose note induced the step
    converged: bool = False  # this step brought it within 2 cents


@dataclass(frozen=True, slots=True, eq=False)
class SteppedTogether:
    """Learners of a part, all of one form, took a step at once: a message for each would be too many."""

    time: float
    part: str
    learner: npt.NDArray[np.int64]  # (k,)
    theta: npt.NDArray[np.float64]  # (k, parameters), after it
    loss: npt.NDArray[np.float64]  # (k,), before it


@dataclass(frozen=True, slots=True)
class Looped:
    """A bar of a sequencer is going to sound; it is repeated until the next is told of."""

    time: float
    part: str
    begins_s: float  # when its first step does
    step_s: float
    rows: tuple[str, ...]
    steps: int
    cells: tuple[float, ...]  # velocity, 0 to 1, of each row's steps, row after row
    at: tuple[float, ...]  # the point of the latent space that it is


@dataclass(frozen=True, slots=True)
class Set:
    """A parameter of the picture took a value: ``shift/red``, ``picture/background`` ..."""

    time: float
    name: str
    value: Value


Message = Cue | KeyDown | KeyUp | Silent | Drawn | Aimed | Stepped | SteppedTogether | Looped | Set
