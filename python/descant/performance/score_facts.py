"""What is drawn of a performance: notes, learners, cues, strokes, loops, and what hands turned."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Learner = tuple[str, int]  # the part's name, the learner's number in it
Interval = tuple[float, float]  # from, to, in seconds


@dataclass(frozen=True, slots=True)
class Note:
    """One sounding of a key: by the finger until `lifted_s`, then by the pedal until `end_s`."""

    pitch: float
    velocity: int
    begin_s: float
    lifted_s: float
    end_s: float
    learner: Learner | None  # None is an anchor: always in tune
    tuning: tuple[tuple[float, float], ...]  # (from this time in seconds, so many cents out of tune)

    def spans(self) -> list[tuple[float, float, float]]:
        """Return (from, to, cents) for each stretch in which the tuning stood still."""
        ends = [time for time, _ in self.tuning[1:]] + [self.end_s]
        return [(begin, end, cents) for (begin, cents), end in zip(self.tuning, ends, strict=True) if end > begin]


@dataclass(frozen=True, slots=True)
class Course:
    """What one learner went through, step by step."""

    part: str
    number: int
    drawn_s: float
    drawn_by: tuple[Note, ...]  # empty where a cue drew it
    times_s: npt.NDArray[np.float64]
    losses: npt.NDArray[np.float64]
    gradients: npt.NDArray[np.float64]  # (steps, coefficients)
    by_note: bool  # each step was a note


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue that was reached."""

    time_s: float
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A hit of an instrument that was given ahead of its time."""

    instrument: str
    pitch: float
    velocity: int
    begin_s: float


@dataclass(frozen=True, slots=True)
class Loop:
    """A bar of a sequencer, and the point of its space that it is."""

    part: str
    begin_s: float
    point: tuple[float, ...]


Turn = tuple[float, float]  # when, to what


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole performance, as it is to be drawn."""

    title: str
    seed: int
    duration_s: float
    ended: bool  # else it was cut short
    cues: tuple[Cue, ...]
    notes: tuple[Note, ...]
    pedal: tuple[Interval, ...]
    courses: tuple[Course, ...]
    strokes: tuple[Stroke, ...] = ()  # they are among the notes too
    loops: tuple[Loop, ...] = ()
    turns: dict[str, list[Turn]] = field(default_factory=dict)  # by a parameter's name: what hands turned it to
