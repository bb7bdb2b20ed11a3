"""How what happens is written in a take: one function a kind of line."""

import math
from typing import Any

from descant.parts.base import Draw, Hit, Looped, Record, Step, Steps
from descant.patch.patch import CueEntry
from descant.performance.take import Line

NEUTRAL = {"tune": 0.0, "stretch": 1.0, "bright": 0.0}
"""What a hit has that is as its instrument is."""


def writable(record: Record) -> bool:
    """Return whether what a take would hold of a record are numbers: JSON knows neither NaN nor infinity."""
    match record:
        case Draw():
            numbers = (*record.target, *record.theta)
        case Step():
            numbers = (record.loss, *record.gradient)
        case Looped():
            numbers = (record.time, record.step_s, *record.cells, *record.at)
        case _:
            return True
    return all(map(math.isfinite, numbers))


def whole(number: float) -> int | float:
    """Return a number as it is written: without a point where it is whole."""
    return int(number) if number == int(number) else number


def cue_line(time: float, cue: CueEntry, *, back: bool = False) -> Line:
    """Return the line of a cue; `back` says that it was gone back to, and is as it was when it was left."""
    line: Line = {"t": time, "cue": whole(cue.number), "name": cue.name}
    return line | {"back": True} if back else line


def no_such_cue(wanted: object) -> str:
    """Return why a cue is not gone to that there is not."""
    return f"there is no cue {wanted:.12g}" if isinstance(wanted, int | float) else f"there is no cue {wanted!r}"


def leave_line(time: float, to: float | str) -> Line:
    """Return the line of a piece that makes way for another: for the next, or for that of a number."""
    return {"t": time, "leave": to}


def captured_line(time: float, number: float, name: str, *, undone: bool = False) -> Line:
    """Return the line of a cue that was captured, or taken back."""
    line: Line = {"t": time, "captured": whole(number), "name": name}
    return line | {"undone": True} if undone else line


def reloaded_line(time: float, changes: list[str]) -> Line:
    """Return the line of a patch whose edited text was taken over."""
    return {"t": time, "reloaded": changes}


def draw_line(time: float, part: str, draw: Draw) -> Line:
    """Return the line from which every loss and gradient of a learner can be computed again."""
    line: Line = {
        "t": time, "draw": part, "learner": draw.learner, "target": list(draw.target), "theta": list(draw.theta),
        "learning_rate": draw.learning_rate, "loss_form": draw.loss_form, "points": draw.points,
    }  # fmt: skip
    if draw.form == "function":  # the others are known by their weights
        line["form"] = draw.form
    if draw.n:
        line["n"] = list(draw.n)
    if draw.optimizer != "sgd":
        line["optimizer"] = draw.optimizer
    if draw.noise:
        line["noise"] = draw.noise
    return line


def aim_line(time: float, part: str, learner: int, target: tuple[float, ...]) -> Line:
    """Return the line of a learner whose target was moved while it learns."""
    return {"t": time, "aim": part, "learner": learner, "target": list(target)}


def step_line(
    time: float, part: str, step: Step, *, inducing: tuple[float, int | None] | None, detunes: list[list[Any]],
    converged: bool,
) -> Line:  # fmt: skip
    """Return the line of a step; `inducing` is the (pitch, voice) of the note that induced it.

    Settings that are no longer those of the learner's draw line are in it under their names.
    """
    line: Line = {"t": time, "step": part, "learner": step.learner, "n": step.n}
    if inducing:
        line["note"] = whole(inducing[0])
        if inducing[1] is not None:
            line["voice"] = inducing[1]
    line |= {"loss": step.loss, "gradient": list(step.gradient), "detunes": detunes, **step.changed}
    if converged:
        line["converged"] = True
    return line


def steps_line(
    time: float, part: str, steps: Steps, *, notes: list[tuple[float | None, int | None]], detunes: list[list[Any]],
    converged: list[bool],
) -> Line:  # fmt: skip
    """Return the line of a step that several learners took at once; its fields are lists, an entry a learner.

    `notes` are the (pitch, voice) of the note that follows each. Settings that some learner has not had since its
    draw line are in it under their names.
    """
    line: Line = {"t": time, "steps": part, "learner": steps.learner.tolist(), "n": steps.n.tolist()}
    line |= {"note": [pitch for pitch, _ in notes], "voice": [voice for _, voice in notes]}
    line |= {"loss": steps.loss.tolist(), "gradient": steps.gradient.tolist(), "detunes": detunes, **steps.changed}
    if any(converged):
        line["converged"] = converged
    return line


def voice_line(
    time: float, voice: int, *, pitch: float, frequency_hz: float, instrument: str, learner: tuple[str, int] | None,
    detune: float, velocity: int | None,
) -> Line:  # fmt: skip
    """Return the line of a voice that begins; `learner` is whom its detune follows.

    `velocity` is given where no line before it says how the note was struck.
    """
    line: Line = {"t": time, "voice": voice, "on": whole(pitch), "frequency_hz": frequency_hz, "instrument": instrument}
    if learner:
        line |= {"part": learner[0], "learner": learner[1]}
    line["detune"] = detune
    return line if velocity is None else line | {"velocity": velocity}


def hit_line(time: float, voice: int, *, hit: Hit, frequency_hz: float, instrument: str) -> Line:
    """Return the line of a voice that begins at a time still to come, ``at``, and ends by itself.

    How it is tuned, stretched and brightened is in it where it is.
    """
    line = voice_line(
        time, voice, pitch=hit.pitch, frequency_hz=frequency_hz, instrument=instrument, learner=None, detune=0.0,
        velocity=hit.velocity,
    )  # fmt: skip
    own = {"tune": hit.tune, "stretch": hit.stretch, "bright": hit.bright}
    return line | {"at": hit.time, "length_s": hit.length_s} | {
        name: value for name, value in own.items() if value != NEUTRAL[name]
    }  # fmt: skip


def loop_line(time: float, part: str, loop: Looped) -> Line:
    """Return the line of a bar of a sequencer: when it begins, and of which point it is."""
    return {"t": time, "loop": part, "begins_s": loop.time, "point": list(loop.at)}


def off_line(time: float, voice: int) -> Line:
    """Return the line of a voice that is released."""
    return {"t": time, "voice": voice, "off": True}


def warn_line(time: float, where: str, text: str, count: int) -> Line:
    """Return the line of something that went wrong and was contained, `count` times since it was last said."""
    line: Line = {"t": time, "warn": where, "text": text}
    return line | {"count": count} if count > 1 else line
