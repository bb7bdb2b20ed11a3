"""The SynthDef that plays a sound out of a buffer, once: an envelope, two filters and saturation around it.

As it stands by itself, at full velocity, it is the buffer, sample for sample where the rates are equal. Its controls
are those of the kit, and `buffer`: a mono one; of one below 0, or without frames, nothing is heard.
"""

from typing import Any

from supriya import Envelope, SynthDef, SynthDefBuilder

from descant.sound.kit import COMMON, brightness, done, driven
from descant.sound.wiring import FREES, between, u

AS_IT_IS_S = 4.0  # a decay of so long is none; of half of that and less it is what it says
SLOWEST = 1e-3  # of how fast it would fall: scsynth counts an envelope's frames in 31 bits
SHELF_HZ, DULL_DB, BRIGHT_DB = 2000.0, 44.0, 24.0  # a whole turn of tone, down and up
OPEN_HZ, CLOSING_HZ = 20_000.0, 15_000.0  # from open to this the filter comes in
SWEEP_S = 0.25  # its envelope's way back


def _shape(builder: SynthDefBuilder) -> Any:
    """Return the envelope: up in `attack_ms`, held for `hold_ms`, and a fall by 60 dB in `decay_s`."""
    attack_s, hold_s, decay_s = builder["attack_ms"] * 0.001, builder["hold_ms"] * 0.001, builder["decay_s"]
    falls = ((AS_IT_IS_S - decay_s) / (AS_IT_IS_S / 2)).clip(0.0, 1.0)
    speed = falls.max(SLOWEST)
    begins = builder["attack_ms"] <= 0.01  # of no attack the first sample is not lost
    ends = (falls / speed * -100.0).db_to_amplitude()
    envelope = Envelope(
        [begins, 1.0, 1.0, ends], [attack_s, hold_s, decay_s / speed * (100 / 60)], ["linear", "linear", "exponential"]
    )
    return u.EnvGen.ar(envelope=envelope, done_action=FREES)


def _played(builder: SynthDefBuilder) -> Any:
    """Return the sound, in tune whatever the server's rate, from `start` on; backwards it ends where it would begin."""
    buffer, frames = builder["buffer"], u.BufFrames.kr(buffer_id=builder["buffer"])
    back = builder["reverse"]
    first = builder["start"] * frames
    first = first + (frames - 2.0 - first * 2.0) * back  # at its last frame it would have ended
    rate = u.BufRateScale.kr(buffer_id=buffer) * builder["tune"].semitones_to_ratio() * (1.0 - back * 2.0)
    there = (buffer >= 0) * (frames > 0)
    u.FreeSelf.kr(trigger=u.Impulse.kr(frequency=0.0) * (1.0 - there))
    sound = u.PlayBuf.ar(
        channel_count=1, buffer_id=buffer, rate=rate, start_position=first, done_action=FREES
    )  # fmt: skip
    return sound * there


def _filtered(builder: SynthDefBuilder, signal: Any) -> Any:
    """Return it through a low pass: where that is open, as it is. Struck harder it opens further by `sweep`."""
    struck = u.EnvGen.kr(envelope=Envelope([1.0, 0.0], [SWEEP_S], [-5.0])) * builder["velocity"]
    hz = (builder["cutoff_hz"] * (builder["sweep"] * struck * 12.0).semitones_to_ratio()).clip(20.0, OPEN_HZ)
    q = between(1.4, 0.05, builder["resonance"])
    low = u.BLowPass.ar(source=signal, frequency=hz.min(u.SampleRate.ir() * 0.45), reciprocal_of_q=q)
    low = low * (q / 1.4) ** 0.5  # what rings is loud by itself
    closed = ((OPEN_HZ - hz) / (OPEN_HZ - CLOSING_HZ)).clip(0.0, 1.0)
    return signal * (1.0 - closed) + low * closed


def _pressed(builder: SynthDefBuilder, signal: Any) -> Any:
    """Return it pressed into saturation; without drive it is as it is."""
    pressed = (builder["drive"] * 20.0).clip(0.0, 1.0)
    return signal * (1.0 - pressed) + driven(signal, builder["drive"]) * pressed


def shot() -> SynthDef:
    """Build the player of a buffer."""
    with SynthDefBuilder(
        **COMMON, buffer=-1.0, decay_s=AS_IT_IS_S, tone=0.5, drive=0.0, attack_ms=0.0, hold_ms=0.0, start=0.0,
        reverse=0.0, cutoff_hz=OPEN_HZ, resonance=0.0, sweep=0.0,
    ) as builder:  # fmt: skip
        bright = brightness(builder, builder["velocity"]) - 0.5
        shelf_db = bright.clip(-1.0, 0.0) * DULL_DB + bright.clip(0.0, 1.0) * BRIGHT_DB
        signal = _pressed(builder, _played(builder)) * (bright.clip(0.0, 1.0) * -BRIGHT_DB * 0.4).db_to_amplitude()
        signal = u.BHiShelf.ar(source=signal, frequency=SHELF_HZ, reciprocal_of_s=1.0, gain=shelf_db)
        done(builder, _filtered(builder, signal) * _shape(builder), 1.0)
    return builder.build(name="shot")
