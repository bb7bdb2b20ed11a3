"""A choir: learners of one form that step together, one for each note, in the order in which they were drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from descant.draws import generator
from descant.learning.bank import LearnerBank
from descant.learning.targets import PARAMETERS, Floats, Form
from descant.parts.base import Draw, Known, Steps
from descant.table import Value

Rows = npt.NDArray[np.intp]
GRADIENTS = ("gradient/a", "gradient/b", "gradient/c")  # what every form has
NOISE_AHEAD = 64
"""Steps for which noise is drawn at once: a generator for every step of every learner would cost more than all else."""


class Choir:
    """Learners of one form, a row each, in one bank."""

    def __init__(self, form: Form) -> None:
        self._parameters = len(PARAMETERS[form])
        self._type = np.dtype([
            ("learner", np.int64), ("note", np.int64), ("pitch", np.float64), ("slot", np.intp), ("n", np.int64),
            ("loss", np.float64), ("gradient", np.float64, self._parameters),
        ])  # fmt: skip
        self._names: tuple[str, ...] = self._type.names or ()
        self._bank = LearnerBank(form)
        self._rows = np.zeros(0, self._type)
        self._drawn: list[dict[str, Value]] = []  # each one's settings when it was drawn
        self._arranged()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def learners(self) -> npt.NDArray[np.int64]:
        """The learners' numbers; the same array until one comes or goes."""
        return self._learners

    @property
    def losses(self) -> Floats:
        """Each learner's loss at its last step."""
        return self._rows["loss"]

    @property
    def gradients(self) -> Floats:
        """Each learner's gradient at its last step, ``(learners, parameters)``."""
        return self._rows["gradient"]

    def notes(self) -> list[tuple[int, int, float]]:
        """Return (learner, note, pitch) of every row."""
        return list(zip(*(self._rows[name].tolist() for name in ("learner", "note", "pitch")), strict=True))

    def known(self) -> list[Known]:
        """Return every learner as it is."""
        return [
            Known(
                learner, self._bank.form, tuple(self._bank.target(slot).tolist()),
                tuple(self._bank.theta(slot).tolist()), self._bank.n(slot), note,
            )
            for (learner, note, _), slot in zip(self.notes(), self._rows["slot"].tolist(), strict=True)
        ]  # fmt: skip

    def note(self, row: int) -> tuple[int, float]:
        """Return (note, pitch) of a row."""
        return int(self._rows["note"][row]), float(self._rows["pitch"][row])

    # ------------------------------------------------------------ who sings
    def add(self, draw: Draw, note: int, pitch: float) -> None:
        """Add the learner that was drawn for a note."""
        self._rows = np.append(self._rows, self._row(draw, note, pitch))
        self._drawn.append(_settings(draw))
        self._arranged()

    def replace(self, row: int, draw: Draw) -> None:
        """Let another learner take a row's place, for the same note."""
        self._bank.remove(int(self._rows["slot"][row]))
        self._rows[row] = self._row(draw, *self.note(row))[0]
        self._drawn[row] = _settings(draw)
        self._arranged()

    def adopt(self, other: "Choir", row: int, note: int) -> None:
        """Take a learner over from another choir, with everything of it but its note; it is the last one here."""
        taken, drawn = other._rows[row : row + 1].copy(), other._drawn.pop(row)
        taken["slot"], taken["note"] = self._bank.adopt(other._bank, int(taken["slot"][0])), note
        other._rows = np.delete(other._rows, row)
        other._arranged()
        self._rows = np.append(self._rows, taken)
        self._drawn.append(drawn)
        self._arranged()

    def latest(self) -> Draw:
        """Return the last learner as if it were drawn as it is now."""
        known, drawn = self.known()[-1], dict[str, Any](self._drawn[-1])
        return Draw(
            learner=known.learner, form=known.form, target=known.target, theta=known.theta, n=known.n, note=known.note,
            **drawn,
        )  # fmt: skip

    def remove(self, rows: int | Rows) -> None:
        """Forget these rows."""
        gone = np.zeros(len(self._rows), np.bool_)
        gone[rows] = True
        if gone.any():
            self._bank.remove(self._rows["slot"][gone])
            self._drawn = [settings for settings, leaves in zip(self._drawn, gone.tolist(), strict=True) if not leaves]
            self._rows = self._rows[~gone]
            self._arranged()

    def following(self, note: int) -> Rows:
        """Return the rows of a note."""
        return np.flatnonzero(self._rows["note"] == note)

    def set(self, learning_rates: Sequence[float], shared: Mapping[str, Any]) -> None:
        """Set the learning rate of each learner, and what else the bank is told of all."""
        self._bank.set(self._rows["slot"], learning_rate=np.array(learning_rates, np.float64), **shared)

    def changed(self, learning_rates: Sequence[float], settings: Mapping[str, Value]) -> dict[str, list[Value]]:
        """Return what each learner has now of the settings that differ from some learner's when it was drawn."""
        now: dict[str, list[Value]] = {name: [value] * len(self) for name, value in settings.items()}
        now["learning_rate"] = list(learning_rates)
        return {name: each for name, each in now.items() if each != [drawn[name] for drawn in self._drawn]}

    # ------------------------------------------------------------ learning
    def step(self, rows: Rows, noise: Floats | None) -> npt.NDArray[np.bool_]:
        """Step some rows once; return which took the step: the weights of the others would have run away."""
        step = self._bank.step(self._rows["slot"][rows], noise)
        self._rows["n"][rows] += step.finite
        self._rows["loss"][rows], self._rows["gradient"][rows] = step.loss, step.gradient
        return step.finite

    def record(self, rows: Rows, changed: Mapping[str, list[Value]], streams: Mapping[str, float]) -> Steps:
        """Return what the last step of some rows was; of `streams`, each learner has its own loss and gradient."""
        everyone = len(rows) == len(self._rows)
        if not everyone:
            changed = {name: [values[row] for row in rows.tolist()] for name, values in changed.items()}
        chosen = self._rows[rows]
        own = {name: chosen["gradient"][:, place] for place, name in enumerate(GRADIENTS)} | {"loss": chosen["loss"]}
        own |= {name: np.full(len(rows), value) for name, value in streams.items() if name not in own}
        return Steps(
            learner=self._learners if everyone else chosen["learner"], n=chosen["n"], note=chosen["note"],
            loss=chosen["loss"], gradient=chosen["gradient"], theta=self._bank.thetas(chosen["slot"]),
            changed=changed, own=own,
        )  # fmt: skip

    def noise(self, rows: Rows, seed: int, part: str, deviation: float) -> Floats | None:
        """Return the noise of the next step of some rows, ``(k, parameters)``; it depends on learner and step alone."""
        if deviation == 0.0:
            return None
        block, place = np.divmod(self._rows["n"][rows], NOISE_AHEAD)
        for row in rows[self._ahead_of[rows] != block].tolist():
            wanted = int(self._rows["n"][row]) // NOISE_AHEAD
            source = generator(seed, part, f"noise {self._rows['learner'][row]}", wanted)
            self._ahead[row] = source.standard_normal((NOISE_AHEAD, self._parameters))
            self._ahead_of[row] = wanted
        drawn: Floats = deviation * self._ahead[rows, place]
        return drawn

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        rows = {name: self._rows[name].copy() for name in self._names}
        return {"bank": self._bank.state(), "rows": rows, "drawn": [dict(each) for each in self._drawn]}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._bank.restore(state["bank"])
        self._drawn = [dict(each) for each in state["drawn"]]
        self._rows = np.zeros(len(self._drawn), self._type)
        for name in self._names:
            self._rows[name] = state["rows"][name]
        self._arranged()

    def _row(self, draw: Draw, note: int, pitch: float) -> npt.NDArray[np.void]:
        settings: dict[str, Any] = _settings(draw)
        del settings["noise"]
        slot = self._bank.add(draw.target, draw.theta, n=draw.n or None, **settings)
        row = np.zeros(1, self._type)
        row["learner"], row["note"], row["pitch"], row["slot"] = draw.learner, note, pitch, slot
        return row

    def _arranged(self) -> None:
        """Look at the rows anew: someone came or went."""
        self._learners = self._rows["learner"].copy()
        self._ahead = np.zeros((len(self._rows), NOISE_AHEAD, self._parameters))
        self._ahead_of = np.full(len(self._rows), -1)


def _settings(draw: Draw) -> dict[str, Value]:
    return {
        "learning_rate": draw.learning_rate, "points": draw.points, "loss_form": draw.loss_form,
        "optimizer": draw.optimizer, "noise": draw.noise,
    }  # fmt: skip
