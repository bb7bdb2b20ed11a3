"""Ratchets: a hit becomes a roll of quick ones, evenly within its step or some steps, that falls or rises."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from descant.parts.base import Hit
from descant.table import Value

MOST = 8  # hits of a roll
DEPTH = 0.75  # so much softer is the softest of a roll with all of the shape
TINY_S = 1e-6


class Ratchets:
    """Which hits roll. `values` are the part's own, and stay the same table.

    A roll that goes on over later steps takes the place of what its row has there.
    """

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values
        self._until_s: dict[str, float] = {}  # when the last roll of each row is over

    def span(self) -> int:
        """Return how many steps a roll lasts."""
        return int(self._values["ratchet_steps"])

    def rolls(
        self,
        slots: Sequence[str],
        hits: Sequence[Hit | None],
        *,
        start: float,
        end: float,
        chance: np.random.Generator | None,
    ) -> list[tuple[Hit, ...]]:
        """Return the hits of each row at a step, in order.

        Args:
            slots: the place of each row.
            hits: the one hit of each, None where it has none.
            start, end: when the step begins, and the step after a roll, both with their swing.
            chance: the step's own; None where nothing rolls.
        """
        dice, counts = chance.random((2, len(slots))) if chance else np.ones((2, len(slots)))
        least, most = sorted((int(self._values["ratchet_least"]), int(self._values["ratchet_most"])))
        rolled: list[tuple[Hit, ...]] = []
        for place, (slot, hit) in enumerate(zip(slots, hits, strict=True)):
            if hit is None or start < self._until_s.get(slot, start) - TINY_S:
                rolled.append(())
            elif dice[place] < float(self._values["ratchet"]) * float(self._values[f"{slot}/ratchet"]):
                self._until_s[slot] = end
                count = least + int(counts[place] * (most - least + 1))
                rolled.append(roll(hit, count, (end - start) / count, float(self._values["ratchet_shape"])))
            else:
                rolled.append((hit,))
        return rolled

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {"until_s": dict(self._until_s)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._until_s = dict(state["until_s"])


def roll(hit: Hit, count: int, apart_s: float, shape: float) -> tuple[Hit, ...]:
    """Return a hit as so many, so far apart; with `shape` -1 they fall from its velocity, with 1 they rise to it."""
    length_s = min(hit.length_s, apart_s)
    found = []
    for place in range(count):
        way = place / max(1, count - 1)
        softer = abs(shape) * DEPTH * (way if shape < 0.0 else 1.0 - way)
        velocity = max(1, round(hit.velocity * (1.0 - softer)))
        found.append(replace(hit, time=hit.time + place * apart_s, velocity=velocity, length_s=length_s))
    return tuple(found)
