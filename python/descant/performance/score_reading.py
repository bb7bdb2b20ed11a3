"""What a take's lines tell a reader: notes and how their tuning moved, learners, cues and the pedal."""

import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from descant.errors import DescantError
from descant.performance.score_facts import Course, Cue, Interval, Learner, Loop, Note, Reading, Stroke, Turn
from descant.performance.take import Line, read_take

SUSTAIN = 64  # the controller that is the pedal
PEDAL_DOWN = 64
UNKNOWN_VELOCITY = 64  # of a note of which no line says how it was struck
LIMIT = 1e9  # nothing larger is drawn


def read(path: Path) -> Reading:
    """Return what happened in the take at `path`.

    Raises:
        DescantError: it is not a take, or a line in it makes no sense.
    """
    header, lines = read_take(path)
    reader = _Reader()
    for number, line in enumerate(lines, start=2):
        try:
            reader.take(line)
        except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
            raise DescantError(f"{path}:{number}", "is not a line of a take", "restore it from a copy") from error
    name = str(header["patch"].get("name", path.name))
    duration_s = float(lines[-1]["t"]) if lines else 0.0
    notes = tuple(sorted((heard.note(duration_s) for heard in reader.heard), key=lambda n: (n.begin_s, n.pitch)))
    return Reading(
        title=title(header["patch"]["text"], name), seed=header["seed"], duration_s=duration_s,
        ended=any("end" in line for line in lines), cues=tuple(reader.cues), notes=notes,
        pedal=tuple(reader.pedalled(duration_s)),
        courses=tuple(steps.course(learner, notes) for learner, steps in reader.courses.items()),
        strokes=tuple(sorted(reader.strokes, key=lambda stroke: stroke.begin_s)), loops=tuple(reader.loops),
        turns=reader.turns,
    )  # fmt: skip


def title(text: str, name: str) -> str:
    """Return the title in a patch's text; its file's name where it has none."""
    try:
        found = tomllib.loads(text).get("title")
    except tomllib.TOMLDecodeError:  # the text of an older or a newer patch is still worth a picture
        found = None
    return " ".join(found.split()) if isinstance(found, str) and found.strip() else Path(name).stem


def cents_out(detune: float) -> float:
    """Return how far overtones at k·f₀·(1 + detune) are from in tune, in cents, upwards or downwards."""
    return abs(1200.0 * math.log2(1.0 + min(max(_finite(detune), -0.999), LIMIT)))


def drawn_by(learner: Learner, time: float, notes: Sequence[Note]) -> tuple[Note, ...]:
    """Return the bass note, or the chord, that drew `learner` at `time`.

    A bass note is struck at that very time and follows no learner; a chord follows the one it drew.
    """
    anchors = [note for note in notes if note.begin_s == time and note.learner is None]
    if anchors:
        return (min(anchors, key=lambda note: note.pitch),)
    if not any(note.begin_s == time for note in notes):
        return ()
    return tuple(note for note in notes if note.learner == learner and note.begin_s <= time)


@dataclass(slots=True)
class _Heard:
    """A note that is being read: all voices that one stroke of a key sounded."""

    pitch: float
    velocity: int
    begin_s: float
    lifted_s: float = math.inf
    end_s: float = math.inf
    tuning: dict[int, list[tuple[float, float]]] = field(default_factory=dict)  # voice → (time, cents)
    learners: dict[int, Learner] = field(default_factory=dict)  # voice → whom it follows
    sounding: set[int] = field(default_factory=set)

    def move(self, voice: int, time: float, detune: Any) -> None:
        """Detune a voice from `time` on."""
        moves, cents = self.tuning.setdefault(voice, []), cents_out(detune)
        if not moves or moves[-1][1] != cents:
            moves.append((time, cents))

    def off(self, voice: int, time: float) -> None:
        """End a voice; the last one ends the note."""
        self.sounding.discard(voice)
        if not self.sounding:
            self.end_s = time

    def note(self, duration_s: float) -> Note:
        """Return the note, told by the voice that learning moved most."""
        voice = max(self.tuning, key=lambda voice: (voice in self.learners, len(self.tuning[voice])))
        end_s = min(self.end_s, duration_s)
        return Note(
            self.pitch, self.velocity, self.begin_s, min(self.lifted_s, end_s), end_s,
            self.learners.get(voice), tuple(self.tuning[voice]),
        )  # fmt: skip


@dataclass(slots=True)
class _Steps:
    """A learner that is being read."""

    drawn_s: float
    times_s: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    gradients: list[list[float]] = field(default_factory=list)
    by_note: bool = True

    def add(self, time: float, loss: Any, gradient: Any, *, by_note: bool) -> None:
        """Append one step; `by_note` says whether a note made it."""
        coefficients = [_finite(value) for value in gradient]
        if self.gradients and len(coefficients) != len(self.gradients[0]):
            raise ValueError("the gradient changes its length")
        self.losses.append(_finite(loss))
        self.gradients.append(coefficients)
        self.times_s.append(time)
        self.by_note = self.by_note and by_note

    def course(self, learner: Learner, notes: Sequence[Note]) -> Course:
        """Return the whole of it."""
        shape = len(self.losses), len(self.gradients[0]) if self.gradients else 0
        return Course(
            *learner, self.drawn_s, drawn_by(learner, self.drawn_s, notes), np.array(self.times_s),
            np.array(self.losses), np.array(self.gradients).reshape(shape), self.by_note,
        )  # fmt: skip


class _Reader:
    """Takes the lines of a take one after another."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.heard: list[_Heard] = []
        self.courses: dict[Learner, _Steps] = {}
        self.strokes: list[Stroke] = []
        self.loops: list[Loop] = []
        self.turns: dict[str, list[Turn]] = {}
        self._pedal: list[tuple[float, bool]] = []
        self._voices: dict[int, _Heard] = {}
        self._fingers: dict[float, _Heard] = {}  # pitch → what the finger there holds
        self._velocities: dict[tuple[float, float], int] = {}  # (time, pitch)
        self._parts: dict[int, str] = {}  # learner's number → the part that drew it last

    def take(self, line: Line) -> None:
        """Take one line; kinds of line that are not drawn do nothing."""
        time = float(line["t"])
        if "in" in line:
            self._input(time, line)
        elif "cue" in line:
            self.cues.append(Cue(time, f"{line['cue']}", f"{line.get('name', '')}"))
        elif "draw" in line:
            self._course(time, str(line["draw"]), int(line["learner"]))
        elif "step" in line:
            self._step(time, line)
        elif "steps" in line:
            self._steps(time, line)
        elif "loop" in line:
            self.loops.append(Loop(str(line["loop"]), _finite(line["begins_s"]), tuple(map(_finite, line["point"]))))
        elif "at" in line:
            self._hit(line)
        elif "on" in line:
            self._on(time, line)
        elif line.get("off") and int(line["voice"]) in self._voices:
            self._voices.pop(int(line["voice"])).off(int(line["voice"]), time)

    def pedalled(self, duration_s: float) -> Iterator[Interval]:
        """Yield the stretches in which the pedal was down."""
        down_s = None
        for time, down in (*self._pedal, (duration_s, False)):
            if down and down_s is None:
                down_s = time
            elif not down and down_s is not None:
                yield down_s, time
                down_s = None

    def _course(self, time: float, part: str, number: int) -> _Steps:
        self._parts[number] = part
        return self.courses.setdefault((part, number), _Steps(time))

    def _step(self, time: float, line: Line) -> None:
        learner = str(line["step"]), int(line["learner"])
        by_note = line.get("note") is not None
        self._course(time, *learner).add(time, line["loss"], line.get("gradient", []), by_note=by_note)
        for voice, detune in _pairs(line.get("detunes", [])):
            if heard := self._voices.get(voice):  # a note's own step comes before the note itself
                heard.learners[voice] = learner
                heard.move(voice, time, detune)

    def _steps(self, time: float, line: Line) -> None:
        """Take a step of many learners at once, an entry a learner in every list but `detunes`."""
        part, numbers = str(line["steps"]), [int(number) for number in line["learner"]]
        for number, loss, gradient in zip(numbers, line["loss"], line["gradient"], strict=True):
            self._course(time, part, number).add(time, loss, gradient, by_note=False)
        followed: dict[int, Learner] = {}  # by the note, whose first voice stands for all
        for voice, number in zip(line.get("voice", []), numbers, strict=False):
            if heard := self._voices.get(voice):
                followed[id(heard)] = part, number
        for voice, detune in _pairs(line.get("detunes", [])):
            if heard := self._voices.get(voice):
                if learner := followed.get(id(heard)):
                    heard.learners[voice] = learner
                heard.move(voice, time, detune)

    def _input(self, time: float, line: Line) -> None:
        if line["in"] == "midi":
            self._midi(time, line.get("data"))
        elif line["in"] == "note":
            self._finger(time, _finite(line.get("pitch", 0.0)), round(_finite(line.get("velocity", 0.0))))
        elif line["in"] == "set" and isinstance(line.get("value"), bool | int | float):
            self.turns.setdefault(str(line.get("name")), []).append((time, _finite(line["value"])))

    def _midi(self, time: float, data: Any) -> None:
        """Take velocities, lifted fingers and the pedal; bytes that are no message were warned of on stage."""
        if not isinstance(data, list) or len(data) != 3 or not all(type(byte) is int for byte in data):
            return
        kind, number, value = data[0] & 0xF0, *data[1:]
        if kind in (0x80, 0x90):
            self._finger(time, number, value if kind == 0x90 else 0)
        elif kind == 0xB0 and number == SUSTAIN:
            self._pedal.append((time, value >= PEDAL_DOWN))

    def _finger(self, time: float, pitch: float, velocity: int) -> None:
        if velocity > 0:
            self._velocities[time, pitch] = min(velocity, 127)
        elif pitch in self._fingers:
            self._fingers.pop(pitch).lifted_s = time

    def _on(self, time: float, line: Line) -> None:
        voice, pitch = int(line["voice"]), _finite(line["on"])
        heard = self._fingers.get(pitch)
        if heard is None or heard.begin_s != time:  # else another instrument sounds the same stroke
            velocity = line.get("velocity", self._velocities.get((time, pitch), UNKNOWN_VELOCITY))
            heard = _Heard(pitch, min(max(int(velocity), 1), 127), time)
            self._fingers[pitch] = heard
            self.heard.append(heard)
        heard.sounding.add(voice)
        self._voices[voice] = heard
        if (number := line.get("learner")) is not None:
            heard.learners[voice] = (str(line.get("part", self._parts.get(int(number), ""))), int(number))
        heard.move(voice, time, line.get("detune", 0.0))

    def _hit(self, line: Line) -> None:
        """Read a voice that was given ahead of its time and ends by itself; several may sound one hit."""
        pitch, begin_s = _finite(line["on"]), _finite(line["at"])
        end_s = begin_s + _finite(line["length_s"])
        velocity = min(max(int(line.get("velocity", UNKNOWN_VELOCITY)), 1), 127)
        self.strokes.append(Stroke(str(line.get("instrument")), pitch, velocity, begin_s))
        last = next((own for own in reversed(self.heard[-16:]) if (own.pitch, own.begin_s) == (pitch, begin_s)), None)
        if last is None:
            self.heard.append(_Heard(pitch, velocity, begin_s, end_s, end_s, {int(line["voice"]): [(begin_s, 0.0)]}))


def _pairs(detunes: Any) -> Iterator[tuple[int, float]]:
    """Yield each (voice, detune) in lists of any depth."""
    if len(detunes) == 2 and not any(isinstance(item, list) for item in detunes):
        yield int(detunes[0]), float(detunes[1])
        return
    for item in detunes:
        yield from _pairs(item)


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return min(max(number, -LIMIT), LIMIT)
