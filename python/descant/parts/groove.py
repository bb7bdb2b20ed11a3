"""Groove: which cells of a step sound, and how: its hits' times, velocities and lengths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from descant.models.rhythm import Rhythm
from descant.parts.base import LONGEST_HIT_S, Hit
from descant.parts.sequencer_table import SLOTS
from descant.table import Value

Array = npt.NDArray[np.float64]
Cells = npt.NDArray[np.float64]
"""(rows, steps): 0 where a cell is silent, else how sure the model is of it, above 0 and to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What is heard of a loop, or of two."""

    cells: Cells
    gains: Array  # (rows, steps), the amplitude of each cell's hits, 0 to 1


LEAST_SURE = 1e-9
SILENT = 1e-3  # an amplitude from which on nothing is struck
VELOCITIES_A_DECADE = 84.0  # of amplitude: from 1 to 127 it is 30 dB
SURE_VELOCITY = 0.25  # so much softer is, with all of the groove, what is not sure at all
USUAL_VELOCITY = 0.8  # of a corpus
CHANCE_VELOCITY = 0.4  # the most that `humanise_velocity` adds or takes
STRESS = {"bar": 0.25, "beat": 0.1, "half": -0.15, "rest": -0.35}
"""How much louder or softer a step is with all of the accent: the bar's first, a beat's, half a beat's, any other."""
BEYOND = 6.0  # nats from the surest cell, and the least sure, to where chance too brings next to none, or all


def threshold(logits: Array, density: float) -> float:
    """Return the logit from which on cells sound: 0 at density 0.5, as the model has it.

    Below, so many of its cells fall silent, the least sure first; above, others join, the surest first, few in the
    beginning. It is a matter of their order: how sure of itself a model is says nothing of how dense its loops are.
    """
    share = 2.0 * density - 1.0
    falling = np.sort(logits, axis=None)[::-1]
    count, own = falling.size, int(np.count_nonzero(falling > 0.0))
    if share == 0.0 or own == (count if share > 0.0 else 0):
        return -share * BEYOND  # there is no cell left for it
    edges = np.concatenate(
        [falling[:1] + BEYOND, (falling[:-1] + falling[1:]) / 2.0, falling[-1:] - BEYOND]
    )  # from where on so many sound
    edges[own] = 0.0
    wanted = own * (1.0 + share) if share < 0.0 else own + (count - own) * share * share
    return float(np.interp(wanted, np.arange(count + 1), edges))


def cells(logits: npt.NDArray[np.float32], luck: Array, temperature: float | Array, density: float) -> Cells:
    """Return the cells that sound: where logit + temperature · luck is above the threshold.

    `luck` is log(u / (1 − u)) of each cell's own chance u: at temperature 1 a cell sounds with the model's probability.
    """
    wide = logits.astype(np.float64)
    sure = 1.0 / (1.0 + np.exp(-np.clip(wide, -50.0, 50.0)))
    sounds = wide + temperature * luck > threshold(wide, density)
    return np.where(sounds, np.maximum(sure, LEAST_SURE), 0.0)


def luck(chance: np.random.Generator, shape: tuple[int, int]) -> Array:
    """Return log(u / (1 − u)) of drawn u."""
    u = np.clip(chance.random(shape), 1e-12, 1.0 - 1e-12)
    return np.log(u / (1.0 - u))


def slots(names: Sequence[str]) -> tuple[str, ...]:
    """Return the place of each of a model's rows: the one of its name, else the next that is free."""
    free = iter([slot for slot in SLOTS if slot not in names])
    return tuple(name if name in SLOTS else next(free) for name in names)


class Groove:
    """How the rows of a model are played: their places, and what their knobs make of cells. `values` are the part's."""

    def __init__(self, rhythm: Rhythm, values: Mapping[str, Value]) -> None:
        self._rhythm, self._values = rhythm, values
        self.slots = slots([row.name for row in rhythm.rows])
        self._rows = np.arange(len(self.slots))[:, None]
        self._stress = np.array([STRESS[_beat(step, rhythm.steps_per_quarter)] for step in range(rhythm.steps)])
        self._velocity = rhythm.groove_velocity.astype(np.float64) / USUAL_VELOCITY
        self._timing = rhythm.groove_timing.astype(np.float64)  # in float32, times would lose microseconds
        self._early = max(0.0, -float(self._timing.min()))  # steps

    def _knobs(self, name: str) -> npt.NDArray[Any]:
        """Return a knob of every row, as a column."""
        return np.array([self._values[f"{slot}/{name}"] for slot in self.slots])[:, None]

    def places(self, step: int, count: int = 1) -> npt.NDArray[np.int64]:
        """Return which of its cells each row plays at `count` steps from one on, (rows, count)."""
        length = self._knobs("length")
        length = np.where((length == 0) | (length > self._rhythm.steps), self._rhythm.steps, length)
        places: npt.NDArray[np.int64] = (step + np.arange(count) - self._knobs("rotation")) % length
        return places

    def early_s(self, step_s: float) -> float:
        """Return how long before its step the earliest hit may come."""
        values = self._values
        return float(values["humanise_ms"]) / 1000.0 + float(values["groove"]) * self._early * step_s

    def swing(self, step: int) -> float:
        """Return how late a step is by swing, in steps: every second of two, where a quarter has pairs."""
        second = self._rhythm.steps_per_quarter % 2 == 0 and (step % self._rhythm.steps) % 2 == 1
        return float(self._values["swing"]) / 50.0 - 1.0 if second else 0.0

    def levels(self, cells: Cells, step: int, count: int = 1, gains: Array | float = 1.0) -> Array:
        """Return the velocities, 0 to 1, of so many steps from one on, (rows, count); 0 where a row is silent.

        `gains` are amplitudes, 0 to 1, of every cell.
        """
        values, at = self._values, self.places(step, count)
        sure, groove = cells[self._rows, at], float(values["groove"])
        own = 1.0 + groove * (self._velocity[self._rows, at] - 1.0)
        ghostly = 1.0 - groove * SURE_VELOCITY * (1.0 - sure)
        stress = 1.0 + float(values["accent"]) * self._stress[(step + np.arange(count)) % self._rhythm.steps]
        level = np.clip(int(values["velocity"]) / 127.0 * own * ghostly * stress, 1.0 / 127.0, 1.0)
        gain = np.broadcast_to(gains, cells.shape)[self._rows, at]
        softer = VELOCITIES_A_DECADE / 127.0 * np.log10(np.maximum(gain, SILENT))
        return np.where(
            (sure > 0.0) & (gain > SILENT) & ~self._knobs("mute"), np.maximum(level + softer, 1.0 / 127.0), 0.0
        )  # fmt: skip

    def hits(
        self, cells: Cells, step: int, *, time: float, step_s: float, chance: np.random.Generator,
        gains: Array | float = 1.0,
    ) -> list[Hit | None]:  # fmt: skip
        """Return the hit of each row at a step that is at `time`, None where it has none.

        `chance` is the step's own: what it gives is drawn whether it is wanted or not, so that no knob shifts the rest.
        """
        values, levels, at = self._values, self.levels(cells, step, 1, gains)[:, 0], self.places(step)
        late, louder, luck_ = chance.random((3, len(levels)))
        timing = self.swing(step) + float(values["groove"]) * self._timing[self._rows, at][:, 0]
        times = time + timing * step_s + (2.0 * late - 1.0) * float(values["humanise_ms"]) / 1000.0
        levels = levels * (1.0 + CHANCE_VELOCITY * float(values["humanise_velocity"]) * (2.0 * louder - 1.0))
        played = (levels > 0.0) & (luck_ < self._knobs("probability")[:, 0])
        length_s = min(max(float(values["gate"]) * step_s, 1e-3), LONGEST_HIT_S)
        return [
            Hit(float(times[row]), float(own.notes[0]), min(max(round(127 * float(levels[row])), 1), 127), length_s)
            if played[row] else None
            for row, own in enumerate(self._rhythm.rows)
        ]  # fmt: skip


def _beat(step: int, per_quarter: int) -> str:
    """Return which of the stresses a step of a bar has."""
    if step == 0:
        return "bar"
    if step % per_quarter == 0:
        return "beat"
    return "half" if 2 * (step % per_quarter) == per_quarter else "rest"
