"""What becomes of a key's pitch and velocity, what is known of an instrument, and what is remembered of a voice."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from supriya import AddAction, SynthDef
from supriya.contexts.requests import NewSynth

from descant.sound.table import RING_OUT
from descant.table import Value

VELOCITY_RANGE_DB = 30.0
LOW_DECAY, HIGH_DECAY = (36, 15.0), (84, 4.0)  # (MIDI note, seconds to fall by 60 dB): C2 and C6
CENTRE_PITCH, HALF_KEYBOARD = 64.5, 43.5


def decay_s(pitch: float) -> float:
    """Return the seconds a struck note takes to fall by 60 dB: 15 at C2, 4 at C6, 1.5 at the least."""
    position = (pitch - LOW_DECAY[0]) / (HIGH_DECAY[0] - LOW_DECAY[0])
    return float(max(1.5, LOW_DECAY[1] * (HIGH_DECAY[1] / LOW_DECAY[1]) ** position))


def velocity_db(velocity: int) -> float:
    """Return the level of a MIDI velocity (1 to 127) in dB: 30 dB from softest to loudest."""
    return -VELOCITY_RANGE_DB * (127 - velocity) / 126


def amplitude(level_db: float) -> float:
    """Return the linear amplitude of a level in dB."""
    return float(10 ** (level_db / 20))


def pan(pitch: float, width: float) -> float:
    """Return where a pitch sits, -1 left to 1 right; `width` is how far the ends of a piano are apart."""
    return width * max(-1.0, min(1.0, math.fsum((pitch, -CENTRE_PITCH)) / HALF_KEYBOARD))


SHAPED = frozenset({"level_db", "mute", "dull_db"})
"""Parameters that reach a SynthDef as something else."""


def settings(
    plays: "Instrument", *, pitch: float, frequency_hz: float, velocity: int, values: Mapping[str, Value]
) -> dict[str, float]:
    """Return what a note's synth is told: what follows from the note, and each parameter that has its control's name.

    Args:
        plays: the instrument.
        pitch: MIDI.
        frequency_hz: of its fundamental.
        velocity: 1 to 127.
        values: the instrument's parameters.
    """
    derived = {
        "frequency_hz": float(frequency_hz),
        "amplitude": amplitude(velocity_db(velocity)),
        "velocity": velocity / 127,
        "pan": pan(pitch, float(values.get("width", 0.0))),
        "decay_s": decay_s(pitch) * float(values.get("decay_scale", 1.0)),
        "dull_db": float(values.get("dull_db", 12.0)) * (1.0 - velocity / 127),
    }
    own = {
        name: float(value)
        for name, value in values.items()
        if name in plays.defaults and name not in SHAPED and not isinstance(value, str)
    }
    return derived | own


class Instrument:
    """What there is to know of an instrument's SynthDef, found out once."""

    def __init__(self, name: str, definition: SynthDef) -> None:
        self.name, self.definition = name, definition
        self.synth = str(definition.effective_name)
        self.rings_out = self.synth in RING_OUT  # it ends by itself, whatever its key does
        # control → what it is unless told; one of many channels never is what a number says
        self.defaults = {
            name: parameter.value[0] if len(parameter.value) == 1 else math.nan
            for name, (parameter, _) in definition.parameters.items()
        }

    def new(self, node: int, group: int, settings: Mapping[str, float]) -> NewSynth:
        """Return the request for a synth at the head of `group`; it is told what it would not do by itself."""
        own = self.defaults
        controls: dict[Any, Any] = {
            name: value for name, value in settings.items() if name in own and own[name] != value
        }
        return NewSynth(self.synth, node, AddAction.ADD_TO_HEAD, group, controls)


@dataclass(slots=True)
class Voice:
    """What is needed to begin a voice, and to take it up again on another server."""

    instrument: Instrument
    settings: dict[str, float]  # all but buses, whose numbers another server may deal out otherwise
    place: int | None  # in the block of detune buses
    began: float = math.nan
    node: int | None = None
