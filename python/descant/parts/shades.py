"""Shades: how each hit is tuned, how long it rings and how bright it is, by its row's knobs and by chance."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from descant.parts.base import MOST_STRETCH, MOST_TUNE, Hit
from descant.parts.ratchets import MOST
from descant.table import Value

VARY_TUNE = 1.0  # semitones up or down, at most, with all of `vary`
VARY_STRETCH = 1.5  # times as long or as short
VARY_BRIGHT = 0.25
ACCENT_BRIGHT = 0.6  # so much brighter is one that is struck twice as hard as `velocity` says


def shaded(
    slots: Sequence[str], rolls: Sequence[tuple[Hit, ...]], values: Mapping[str, Value], chance: np.random.Generator
) -> list[tuple[Hit, ...]]:
    """Return the hits of each row as its knobs have them now, and `vary`; `chance` is the step's own."""
    vary, usual = float(values["vary"]), int(values["velocity"])
    luck = vary * (2.0 * chance.random((3, len(slots), MOST)) - 1.0)
    found = []
    for place, (slot, hits) in enumerate(zip(slots, rolls, strict=True)):
        tune, stretch = float(values[f"{slot}/tune"]), float(values[f"{slot}/stretch"])
        bright = float(values[f"{slot}/bright"])
        found.append(
            tuple(
                replace(
                    hit,
                    tune=_held(tune + VARY_TUNE * luck[0, place, number], MOST_TUNE),
                    stretch=min(stretch * VARY_STRETCH ** float(luck[1, place, number]), MOST_STRETCH),
                    bright=_held(
                        bright + VARY_BRIGHT * luck[2, place, number]
                        + vary * ACCENT_BRIGHT * (hit.velocity / usual - 1.0), 1.0),
                )
                for number, hit in enumerate(hits)
            )
        )  # fmt: skip
    return found


def _held(value: float, most: float) -> float:
    return float(min(max(value, -most), most))
