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
NEUTRAL = [0.0, 1.0, 0.0]
ACCENT_BRIGHT = 0.6  # so much brighter is one that is struck twice as hard as `velocity` says


def shaded(
    slots: Sequence[str], rolls: Sequence[tuple[Hit, ...]], values: Mapping[str, Value],
    chance: np.random.Generator | None,
) -> list[tuple[Hit, ...]]:  # fmt: skip
    """Return the hits of each row as its knobs have them now, and `vary`.

    `chance` is the step's own, None where nothing varies.
    """
    shape, vary = (len(slots), MOST, 3), float(values["vary"])
    luck = vary * (2.0 * chance.random(shape) - 1.0) if chance else np.zeros(shape)
    accent = vary * ACCENT_BRIGHT / int(values["velocity"])
    found = []
    for place, (slot, hits) in enumerate(zip(slots, rolls, strict=True)):
        knobs = [float(values[f"{slot}/{name}"]) for name in ("tune", "stretch", "bright")]
        if chance is None and knobs == NEUTRAL:
            found.append(hits)
            continue
        brighter = [accent * (hit.velocity - int(values["velocity"])) for hit in hits]
        own = zip(hits, brighter, luck[place], strict=False)
        found.append(tuple(_shade(hit, knobs, more, *by.tolist()) for hit, more, by in own))
    return found


def _shade(hit: Hit, knobs: Sequence[float], accent: float, *luck: float) -> Hit:
    """Return a hit with its row's knobs, how much brighter its accent makes it, and its luck, -1 to 1 for each knob."""
    tune, stretch, bright = knobs
    higher, longer, lighter = luck
    return replace(
        hit, tune=_held(tune + VARY_TUNE * higher, MOST_TUNE),
        stretch=min(stretch * VARY_STRETCH**longer, MOST_STRETCH),
        bright=_held(bright + VARY_BRIGHT * lighter + accent, 1.0),
    )  # fmt: skip


def _held(value: float, most: float) -> float:
    return float(min(max(value, -most), most))
