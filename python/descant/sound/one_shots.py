"""One-shots of the drum kit, rendered by scsynth with knobs drawn at random: to learn from before anyone has sounds.

Every class is a SynthDef of the kit within ranges that a listener would still call by its name. Where two classes are
one SynthDef (closed and open hat, three toms, crash and ride) their ranges do not touch.
"""

import math
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from descant.draws import generator
from descant.sound.engine import Engine
from descant.sound.offline import make_score, render
from descant.sound.synthdefs import built_in
from descant.sound.table import KIT

Range = tuple[float, float]
PLACES_A_SCORE = 64  # sounds rendered at once
LEVEL_DB = -9.0  # far below what the last synth limits
LOWEST_VELOCITY = 50


@dataclass(frozen=True, slots=True)
class SoundClass:
    """What a class of sounds is made with: a SynthDef, and how far each of its knobs goes."""

    synthdef: str
    apart_s: float  #: from one sound to the next, when it has long ended
    ranges: Mapping[str, Range]  #: knobs not named go all their way


CLASSES: Mapping[str, SoundClass] = {
    "kick": SoundClass("kick", 1.6, {"tune": (-7.0, 7.0), "decay_s": (0.15, 0.8)}),
    "snare": SoundClass("snare", 1.6, {"tune": (-6.0, 7.0), "decay_s": (0.1, 0.5), "wires": (0.35, 0.9)}),
    "closed_hat": SoundClass("hat", 1.2, {"tune": (-5.0, 5.0), "decay_s": (0.03, 0.11)}),
    "open_hat": SoundClass("hat", 2.6, {"tune": (-5.0, 5.0), "decay_s": (0.35, 1.2)}),
    "low_tom": SoundClass("tom", 2.2, {"tune": (-6.0, -1.0), "decay_s": (0.3, 1.0)}),
    "mid_tom": SoundClass("tom", 2.2, {"tune": (3.0, 7.0), "decay_s": (0.25, 0.8)}),
    "high_tom": SoundClass("tom", 2.2, {"tune": (11.0, 16.0), "decay_s": (0.2, 0.7)}),
    "crash": SoundClass("cymbal", 7.0, {"tune": (-5.0, 5.0), "decay_s": (1.2, 3.5), "ping": (0.0, 0.25)}),
    "ride": SoundClass("cymbal", 7.0, {"tune": (-5.0, 5.0), "decay_s": (1.0, 3.0), "ping": (0.7, 1.0)}),
    "clap": SoundClass("clap", 1.6, {"tune": (-5.0, 5.0), "decay_s": (0.1, 0.5), "spread_ms": (6.0, 18.0)}),
    "rim": SoundClass("rim", 1.2, {"tune": (-4.0, 8.0), "decay_s": (0.03, 0.12)}),
    "bell": SoundClass("bell", 2.2, {"tune": (-5.0, 8.0), "decay_s": (0.25, 1.0)}),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One sound that is to be rendered."""

    label: str
    velocity: int  #: 1 to 127
    knobs: Mapping[str, float]


def drawn(label: str, number: int, seed: int) -> Shot:
    """Return the knobs of a class's sound of that number, drawn by key."""
    own, chance = CLASSES[label], generator(seed, "sounds", label, number)
    knobs = {}
    for row in KIT[own.synthdef]:
        if row.kind == "f" and row.name not in ("level_db", "pan"):
            low, high = own.ranges.get(row.name, (row.low, row.high))
            exponential = row.curve == "exponential"
            place = float(chance.random())
            knobs[row.name] = low * (high / low) ** place if exponential else low + (high - low) * place
    return Shot(label, int(chance.integers(LOWEST_VELOCITY, 128)), knobs)


def rendered(
    shots: Sequence[Shot], sample_rate: int, progress: Callable[[float], None] = lambda done: None
) -> Iterator[NDArray[np.float32]]:
    """Yield each sound, (frames,) as it is until it has ended.

    Raises:
        DescantError: scsynth is missing or fails.
    """
    for first in range(0, len(shots), PLACES_A_SCORE):
        progress(first / len(shots))
        yield from _score(shots[first : first + PLACES_A_SCORE], sample_rate)
    progress(1.0)


def _score(shots: Sequence[Shot], sample_rate: int) -> Iterator[NDArray[np.float32]]:
    """Render some sounds one after another, and cut them apart."""
    synthdefs = {name: built_in()[name] for name in KIT}
    engine = Engine(score := make_score(), synthdefs, ())
    engine.start(dict.fromkeys(synthdefs, LEVEL_DB))
    begins = [0]
    for shot in shots:
        at = begins[-1] / sample_rate
        engine.hit(
            CLASSES[shot.label].synthdef, at, pitch=60.0, frequency_hz=261.6, velocity=shot.velocity, length_s=1.0,
            values=shot.knobs,
        )  # fmt: skip
        engine.flush(at)
        begins.append(begins[-1] + math.ceil(CLASSES[shot.label].apart_s * sample_rate))
    with tempfile.TemporaryDirectory(prefix="descant-") as folder:
        path = Path(folder, "shots.wav")
        render(score, path, duration_s=begins[-1] / sample_rate, sample_rate=sample_rate)
        whole, _ = soundfile.read(path, dtype="float32", always_2d=True)
    for begin, end in pairwise(begins):
        yield np.ascontiguousarray(whole[begin:end].mean(1))
