"""Loops: what sounds of the rhythm that a point is. Chance decides by key, a loop evolves bar by bar, or is held."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from descant.draws import generator
from descant.models.rhythm import Rhythm
from descant.parts.crossing import crossed
from descant.parts.groove import Array, Cells, Groove, Heard, cells, luck
from descant.parts.wandering import Point
from descant.table import Value

MUTATED_TEMPERATURE = 1.0


class Loop:
    """The loop of one model. `values` are the part's own, and stay the same table.

    `cells` is what is heard: each cell as it was when it came last, and, where the loop is not frozen, when it comes;
    `gains` is how loud. It is the loop of a point, or of two that are crossed.
    """

    def __init__(self, rhythm: Rhythm, values: Mapping[str, Value], seed: int, name: str) -> None:
        self._values, self._seed, self._name = values, seed, name
        self.rhythm, self.groove = rhythm, Groove(rhythm, values)
        self._shape = len(rhythm.rows), rhythm.steps
        self._salt, self.bars, self.decided = "", 0, 0  # what chance is drawn by, and how often
        self._luck: Array = np.zeros(self._shape)
        self._mutated = np.zeros(self._shape, np.bool_)
        self.cells: Cells | None = None
        self.gains: Array = np.ones(self._shape)
        self._seen: tuple[Any, ...] = ()  # what the cells of `_now` were decided by
        self._now = Heard(np.zeros(self._shape), np.ones(self._shape))
        self.draw("")

    def chance(self, purpose: str, count: int) -> np.random.Generator:
        """Return the generator of a purpose; after a cue that draws anew, by its number."""
        return generator(self._seed, self._name, self._salt + purpose, count)

    def draw(self, salt: str) -> None:
        """Draw each cell's chance, by a key of its own."""
        self._salt, self.bars, self.decided = salt, 0, 0
        self._luck = luck(self.chance("luck", 0), self._shape)
        self._mutated[:], self._seen = False, ()

    def adopt(self, rhythm: Rhythm) -> bool:
        """Play another model; return False where it is of another shape, and is none of this loop's."""
        if (len(rhythm.rows), rhythm.steps) != self._shape:
            return False
        self.rhythm, self.groove, self._seen = rhythm, Groove(rhythm, self._values), ()
        return True

    def turn(self) -> None:
        """Begin a bar: some cells mutate."""
        chance, share = self.chance("mutate", self.bars), float(self._values["mutate"])
        self.bars += 1
        if share == 0.0:
            self._seen = () if self._mutated.any() else self._seen
            self._mutated[:] = False
            return
        chosen, fresh = chance.random(self._shape) < share, luck(chance, self._shape)
        self._luck[chosen] = fresh[chosen]
        self._mutated |= chosen
        self._seen = ()

    def sounding(self, at: Point) -> tuple[Cells, Array]:
        """Return the cells that sound at a point as knobs stand, and the logits that they come from."""
        values = self._values
        logits, own = self.rhythm.logits(at, int(values["label"]) - 1), float(values["temperature"])
        temperature = np.where(self._mutated, max(own, MUTATED_TEMPERATURE), own)
        return cells(logits, self._luck, temperature, float(values["density"])), logits.astype(np.float64)

    def look(self, at: Point, other: Point | None = None) -> Heard:
        """Return the loop that is at a point, crossed with that of another; held where it is frozen."""
        values = self._values
        cross = 0.0 if other is None else float(values["cross"])
        far = b"" if other is None else other.tobytes()
        by = (at.tobytes(), far, cross, values["label"], values["density"], values["temperature"])
        if by != self._seen:
            first = self.sounding(at)
            self._now = crossed(first, first if other is None else self.sounding(other), cross)
            self._seen = by
        if self.cells is None:
            self.cells, self.gains = self._now.cells.copy(), self._now.gains.copy()
        return Heard(self.cells, self.gains) if values["freeze"] else self._now

    def hear(self, at: Point, step: int, other: Point | None = None) -> Heard:
        """Return the loop as it is heard at a step; from then on it is what is held."""
        now, heard = self.look(at, other), self.groove.places(step)[:, 0]
        rows = np.arange(len(heard))
        self.cells = now.cells.copy() if self.cells is None else self.cells
        self.cells[rows, heard] = now.cells[rows, heard]
        self.gains[rows, heard] = now.gains[rows, heard]
        return Heard(self.cells, self.gains)

    def density(self, at: Point, other: Point | None = None) -> float:
        """Return the share of cells that sound."""
        cells = self.look(at, other).cells
        return float(np.count_nonzero(cells)) / cells.size

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything but the model."""
        return {
            "salt": self._salt, "bars": self.bars, "decided": self.decided, "luck": self._luck.copy(),
            "mutated": self._mutated.copy(), "cells": None if self.cells is None else self.cells.copy(),
            "gains": self.gains.copy(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned, of a model of the same shape."""
        self._salt, self.bars, self.decided, self._seen = state["salt"], state["bars"], state["decided"], ()
        self._luck, self._mutated = np.array(state["luck"]), np.array(state["mutated"])
        self.cells = None if state["cells"] is None else np.array(state["cells"])
        self.gains = np.array(state["gains"]) if "gains" in state else np.ones(self._shape)  # of before there were two
