"""What SynthDefs are wired with: an instrument's level, its place in the stereo picture, falls, and chance by key."""

import math
from typing import Any

import supriya.ugens
from supriya import Envelope, SynthDefBuilder

u: Any = supriya.ugens  # its classes get their rates at run time

FREES = 2
"""The done action that frees the synth."""


def level(builder: SynthDefBuilder) -> Any:
    """Return the linear level of a note: what the instrument's bus says, times its own amplitude."""
    return u.Lag.kr(source=u.In.kr(bus=builder["level"]), lag_time=0.05) * builder["amplitude"]


def place(builder: SynthDefBuilder, signal: Any) -> None:
    """Send a mono signal out where ``pan`` says, from the very sample on which the synth begins."""
    u.OffsetOut.ar(bus=builder["out"], source=u.Pan2.ar(source=signal, position=builder["pan"]))


def fall(seconds: Any, *, held_s: Any = 0.0, frees: bool = False) -> Any:
    """Return an envelope that begins at 1, stays for `held_s`, falls by 60 dB in `seconds`, and ends at -100 dB."""
    envelope = Envelope([1.0, 1.0, 1e-5], [held_s, seconds * (100 / 60)], ["linear", "exponential"])
    return u.EnvGen.ar(envelope=envelope, done_action=FREES if frees else 0)


def glide(seconds: Any) -> Any:
    """Return a fall from 1 to 0 that has done 99.9 % of its way in `seconds`."""
    return u.EnvGen.ar(envelope=Envelope([1.0, 0.0], [seconds], [-math.log(1000)]))


def between(low: float, high: float, x: Any) -> Any:
    """Return `low` where x is 0, `high` where it is 1, and equal ratios for equal ways between and beyond."""
    return low * (x * (12 * math.log2(high / low))).semitones_to_ratio()


def keyed_noise() -> Any:
    """Return white noise that another rendering of the same score has again, to the bit, and no other note has.

    It is drawn from the number of the synth's node, for scsynth seeds itself by the time of day.
    """
    u.RandSeed.ir(trigger=1, seed=u.NodeID.ir())
    return u.WhiteNoise.ar()
