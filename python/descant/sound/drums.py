"""Which drum of the kit a note of General MIDI's percussion map is, and how its knobs stand."""

from descant.sound.table import KIT
from descant.table import Value

Drum = tuple[str, dict[str, Value]]
"""A SynthDef of the kit, and the parameters that do not stand as they are by themselves."""

OPEN: dict[str, Value] = {"decay_s": 0.45, "pan": 0.25}
RIDE: dict[str, Value] = {"decay_s": 1.8, "ping": 0.85, "tune": 2.0, "pan": -0.35, "level_db": -15.0}
DRUMS: dict[int, Drum] = {
    35: ("kick", {"tune": -3.0, "decay_s": 0.7}),
    36: ("kick", {}),
    37: ("rim", {"pan": 0.1}),
    38: ("snare", {}),
    39: ("clap", {}),
    40: ("snare", {"tune": 2.0, "tone": 0.65}),
    41: ("tom", {"tune": -2.0, "pan": 0.45, "decay_s": 0.7}),
    42: ("hat", {"pan": 0.25}),
    43: ("tom", {"tune": 0.0, "pan": 0.4}),
    44: ("hat", {"pan": 0.25, "decay_s": 0.05, "tone": 0.35}),
    45: ("tom", {"tune": 2.0, "pan": 0.35}),
    46: ("hat", OPEN),
    47: ("tom", {"tune": 5.0, "pan": 0.1}),
    48: ("tom", {"tune": 7.0, "pan": -0.05}),
    49: ("cymbal", {"pan": -0.25}),
    50: ("tom", {"tune": 11.0, "pan": -0.25, "decay_s": 0.5}),
    51: ("cymbal", RIDE),
    52: ("cymbal", {"pan": 0.3, "tune": -3.0, "tone": 0.7}),
    53: ("bell", {"tune": 7.0, "pan": -0.35, "decay_s": 0.9}),
    54: ("hat", {"tune": 5.0, "metal": 0.9, "pan": -0.2}),
    55: ("cymbal", {"pan": -0.1, "tune": 5.0, "decay_s": 0.8}),
    56: ("bell", {"tune": -1.0}),
    57: ("cymbal", {"pan": 0.25, "tune": 2.0}),
    59: ("cymbal", {**RIDE, "tune": 0.0, "pan": 0.35}),
    60: ("tom", {"tune": 15.0, "decay_s": 0.25, "bend": 0.2}),
    61: ("tom", {"tune": 12.0, "decay_s": 0.3, "bend": 0.2}),
    62: ("tom", {"tune": 14.0, "decay_s": 0.12, "bend": 0.2}),
    63: ("tom", {"tune": 12.0, "decay_s": 0.35, "bend": 0.2}),
    64: ("tom", {"tune": 7.0, "decay_s": 0.4, "bend": 0.2}),
    67: ("bell", {"tune": 5.0, "decay_s": 0.35}),
    68: ("bell", {"tune": 0.0, "decay_s": 0.35}),
    69: ("hat", {"metal": 0.0, "tone": 0.4, "decay_s": 0.06}),
    70: ("hat", {"metal": 0.0, "tone": 0.7, "decay_s": 0.04}),
    75: ("rim", {"tune": 7.0, "decay_s": 0.07}),
    76: ("rim", {"tune": 2.0}),
    77: ("rim", {"tune": -3.0}),
    80: ("bell", {"tune": 19.0, "decay_s": 0.15}),
    81: ("bell", {"tune": 19.0, "decay_s": 2.0}),
}
MIDDLE = 60


def drum(note: int) -> Drum:
    """Return the drum of a MIDI note; one that the map leaves out is a side stick that is tuned by it."""
    low, high = next((row.low, row.high) for row in KIT["rim"] if row.name == "tune")
    return DRUMS.get(note) or ("rim", {"tune": min(max(float(note - MIDDLE) / 2.0, low), high)})
