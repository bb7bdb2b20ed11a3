"""Tapping: what is played in a bar, as a pattern in a model's grid."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from descant.models.rhythm import RhythmRow


def row_of(key: int, rows: Sequence[RhythmRow]) -> int:
    """Return the row that a MIDI note is of; where it is of none, the one whose first note is nearest."""
    for place, row in enumerate(rows):
        if key in row.notes:
            return place
    return min(range(len(rows)), key=lambda place: abs(rows[place].notes[0] - key))


def nearest_step(position: float, late: Callable[[int], float]) -> int:
    """Return the step that sounds nearest to a position; `late` says how late each is, in steps."""
    first = math.floor(position)
    return min(range(first - 1, first + 2), key=lambda step: abs(step + late(step) - position))


class Taps:
    """What was tapped and has not become a pattern yet."""

    def __init__(self) -> None:
        self._taps: list[tuple[int, int]] = []  # row, step

    def hear(self, row: int, step: int) -> None:
        """Take a tap; `step` counts on from bar to bar."""
        self._taps.append((row, step))

    def __len__(self) -> int:
        return len(self._taps)

    def close(self, end: int, rows: int, steps: int) -> npt.NDArray[np.uint8] | None:
        """Return what was tapped before step `end` as a pattern, None where nothing was; the rest is for the next."""
        own = [(row, step % steps) for row, step in self._taps if step < end and row < rows]
        self._taps = [tap for tap in self._taps if tap[1] >= end]
        if not own:
            return None
        onsets = np.zeros((rows, steps), np.uint8)
        onsets[tuple(np.array(own).T)] = 1
        return onsets

    def forget(self) -> None:
        """Forget what was tapped."""
        self._taps = []

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {"taps": list(self._taps)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._taps = [(row, step) for row, step in state["taps"]]
