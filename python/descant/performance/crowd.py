"""Learners that step together: what a step of all of them does to the notes, in arrays and not one by one."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from descant.parts.base import Steps
from descant.performance.lines import steps_line
from descant.performance.mappings import Link, mapped_each
from descant.performance.notes import Note, Notes
from descant.performance.take import Line
from descant.table import Value
from descant.video import messages as picture

MOST_ROLLS = 16
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Roll:
    """Who follows whom, for one array of learners, until a note comes or goes."""

    learner: npt.NDArray[np.int64]
    notes: list[tuple[float | None, int | None]]  # (pitch, first voice) of the note that follows each
    voices: dict[str, tuple[list[int], npt.NDArray[np.intp]]]  # instrument → its voices, and the row each follows
    converged: Mask


class Crowd:
    """Every part's learners that step together. They have converged once their notes are within `in_tune_cents`."""

    def __init__(
        self, links: Iterable[Link], notes: Notes, in_tune_cents: float, *, journal: Callable[[Line], None],
        show: Callable[[picture.Message], None], warn: Callable[[str, str], None],
    ) -> None:  # fmt: skip
        self._links = tuple(link for link in links if link.parameter.per_note)
        self._notes, self._journal, self._show, self._warn = notes, journal, show, warn
        self._in_tune = 2.0 ** (-in_tune_cents / 1200.0) - 1.0, 2.0 ** (in_tune_cents / 1200.0) - 1.0
        self._rolls: dict[int, Roll] = {}
        self._called_at = -1  # the notes' changes that the rolls know of
        self._converged: dict[str, set[int]] = {}  # part → its learners that have, once and for all

    def state(self) -> dict[str, Any]:
        """Return everything that does not follow from the notes."""
        return {"converged": {part: set(numbers) for part, numbers in self._converged.items()}}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._converged = {part: set(numbers) for part, numbers in state["converged"].items()}
        self._rolls.clear()
        self._called_at = -1

    def step(self, time: float, part: str, steps: Steps, values: dict[str, Value], new: Note | None) -> None:
        """Detune the notes, and say so; `new` is the note that made them step."""
        steps = self._numbers(part, steps)
        roll = self._roll(part, steps)
        detunes, tuned = self._map(part, steps, roll, values)
        fresh = self._fresh(part, roll, tuned)
        self._journal(steps_line(time, part, steps, notes=roll.notes, detunes=detunes, converged=fresh.tolist()))
        for row in range(len(fresh)) if new else np.flatnonzero(fresh).tolist():  # moments, and not only values
            self._show(
                picture.Stepped(
                    time, part, int(steps.learner[row]), tuple(steps.theta[row].tolist()), float(steps.loss[row]),
                    tuple(steps.gradient[row].tolist()), new.id if new else None, bool(fresh[row]),
                )
            )  # fmt: skip
        self._show(picture.SteppedTogether(time, part, steps.learner, steps.theta, steps.loss))

    def _map(self, part: str, steps: Steps, roll: Roll, values: dict[str, Value]) -> tuple[list[list[float]], Mask]:
        """Move what the learners' streams are mapped to; return [voice, δ] of the voices moved, and who is in tune."""
        moved: dict[int, float] = {}
        tuned: Mask | None = None
        for link in self._links:
            xs = steps.own.get(link.stream) if link.part == part else None
            if xs is not None:
                deltas = mapped_each(link, xs, values)
                near = (deltas >= self._in_tune[0]) & (deltas <= self._in_tune[1])
                tuned = near if tuned is None else tuned & near
                moved |= self._detune(part, link, roll, deltas)
        if tuned is None:  # nothing is heard of them
            tuned = np.zeros(len(steps.learner), np.bool_)
        return [[voice, value] for voice, value in sorted(moved.items())], tuned

    def _numbers(self, part: str, steps: Steps) -> Steps:
        """Return the steps without the learners of which something is no number."""
        if math.isfinite(steps.loss.sum() + steps.gradient.sum() + steps.theta.sum()):  # then so is each
            return steps
        good = np.isfinite(steps.loss) & np.isfinite(steps.gradient).all(axis=1) & np.isfinite(steps.theta).all(axis=1)
        if good.all():  # together they are too large
            return steps
        self._warn(part, "a learner's step is no number; it is left out")
        kept = {name: getattr(steps, name)[good] for name in ("learner", "n", "note", "loss", "gradient", "theta")}
        changed = {name: [each for each, ok in zip(v, good, strict=True) if ok] for name, v in steps.changed.items()}
        return replace(steps, **kept, changed=changed, own={name: xs[good] for name, xs in steps.own.items()})

    def _detune(self, part: str, link: Link, roll: Roll, deltas: Floats) -> dict[int, float]:
        """Move a per-note parameter of every note that follows one of the learners; return voice → value."""
        voices, rows = roll.voices.get(link.owner, ([], np.zeros(0, np.intp)))
        if np.isnan(deltas).any():
            self._warn(part, f"{link.source} is no number to be mapped; {link.target} stays as it is")
            keep = ~np.isnan(deltas[rows])
            voices, rows = [voice for voice, ok in zip(voices, keep.tolist(), strict=True) if ok], rows[keep]
        moved = dict(zip(voices, deltas[rows].tolist(), strict=True))
        self._notes.detune_each(part, link, roll.learner, deltas, moved)
        return moved

    def _fresh(self, part: str, roll: Roll, tuned: Mask) -> Mask:
        """Return who is in tune for the first time."""
        fresh = tuned & ~roll.converged
        if fresh.any():
            roll.converged |= fresh
            self._converged.setdefault(part, set()).update(roll.learner[fresh].tolist())
        return fresh

    # ------------------------------------------------------------ who follows whom
    def _roll(self, part: str, steps: Steps) -> Roll:
        if self._called_at != self._notes.changes or len(self._rolls) >= MOST_ROLLS:
            self._called_at = self._notes.changes
            self._rolls.clear()
        roll = self._rolls.get(id(steps.learner))
        if roll is None:
            roll = self._rolls[id(steps.learner)] = self._called(part, steps)
        return roll

    def _called(self, part: str, steps: Steps) -> Roll:
        """Call the roll."""
        row_of = {number: row for row, number in enumerate(steps.learner.tolist())}
        followers = [note for note in self._notes if note.learner and note.learner[0] == part]
        converged = self._converged.setdefault(part, set())
        converged &= {note.learner[1] for note in followers if note.learner} | row_of.keys()
        return Roll(
            learner=steps.learner, notes=self._inducing(steps.note.tolist()), voices=_voices(followers, row_of),
            converged=np.isin(steps.learner, list(converged)),
        )  # fmt: skip

    def _inducing(self, ids: Sequence[int]) -> list[tuple[float | None, int | None]]:
        sounding = {note.id: note.inducing for note in self._notes}
        return [sounding.get(each, (None, None)) for each in ids]


def _voices(notes: Iterable[Note], row_of: dict[int, int]) -> dict[str, tuple[list[int], npt.NDArray[np.intp]]]:
    """Return for each instrument its voices of these notes, and the row of the learner that each follows."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    for note in notes:
        row = row_of.get(note.learner[1]) if note.learner else None
        if row is None:
            continue
        for voice, instrument in note.voices.items():
            voices, rows = found.setdefault(instrument, ([], []))
            voices.append(voice)
            rows.append(row)
    return {name: (voices, np.array(rows, np.intp)) for name, (voices, rows) in found.items()}
