"""Striking: the hits of a step, from what is heard of the loop to strokes in order of time, each with its own shade."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from descant.parts.base import Hit
from descant.parts.groove import Heard
from descant.parts.loop import Loop
from descant.parts.metre import Metre
from descant.parts.ratchets import Ratchets
from descant.parts.shades import shaded
from descant.table import Value

APART_S = 0.001  # two hits of a row that are nearer are one


class Striking:
    """What was struck when, and what rolls. `values` are the part's own, and stay the same table."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values, self._ratchets = values, Ratchets(values)
        self._last: dict[str, float] = {}  # when each row was hit last

    def strike(
        self, loop: Loop, heard: Heard, step: int, metre: Metre, *, floor_s: float, loudness: float
    ) -> list[Hit]:
        """Return the hits of a step in order of time, none before `floor_s`; `loudness` is an amplitude, 0 to 1.

        Each chance is drawn by a key of its own: what one knob draws shifts nothing that another does.
        """
        groove, count, values = loop.groove, loop.decided, self._values
        loop.decided += 1
        step_s, time = 1.0 / metre.rate, metre.when(step)
        hits = groove.hits(
            heard.cells, step, time=time, step_s=step_s, chance=loop.chance("step", count),
            gains=heard.gains if loudness == 1.0 else heard.gains * loudness,
        )  # fmt: skip
        after = step + self._ratchets.span()
        rolls = self._ratchets.rolls(
            groove.slots, hits, start=time + groove.swing(step) * step_s,
            end=metre.when(after) + groove.swing(after) * step_s,
            chance=loop.chance("ratchet", count) if values["ratchet"] else None,
        )  # fmt: skip
        shades = shaded(groove.slots, rolls, values, loop.chance("vary", count) if values["vary"] else None)
        return self._apart(groove.slots, shades, floor_s)

    def _apart(self, slots: Sequence[str], rolls: Sequence[tuple[Hit, ...]], floor_s: float) -> list[Hit]:
        """Return the hits in order of time, none before `floor_s`, none at once with another of its row."""
        own = []
        for slot, hits in zip(slots, rolls, strict=True):
            for hit in hits:
                time = max(hit.time, floor_s)
                if abs(time - self._last.get(slot, -math.inf)) >= APART_S:
                    own.append(replace(hit, time=time))
                self._last[slot] = time
        return sorted(own, key=lambda hit: hit.time)

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {"last": dict(self._last), "ratchets": self._ratchets.state()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._last = dict(state["last"])
        self._ratchets.restore(state["ratchets"])
