"""SynthDefs: the built-in ones (overtones, piano, the last synth that keeps the stage safe; `kit` has the drums,
`shots` the player of buffers), and
a composer's own.

An instrument's SynthDef has the controls ``out`` (audio bus, two channels), ``frequency_hz``,
``amplitude`` (linear, from velocity alone), ``level`` (control bus that holds the instrument's linear
level), ``pan`` (-1 to 1), ``gate``, and, where its notes can be detuned, ``detune`` (control bus that
holds this note's δ), ``slew_s`` and ``slew_new_s``.
"""

import math
from functools import cache
from pathlib import Path
from typing import Any

from supriya import Envelope, SynthDef, SynthDefBuilder
from supriya.ugens import decompile_synthdefs

from descant.errors import DescantError
from descant.sound.effects import effects
from descant.sound.kit import KIT
from descant.sound.shots import shot
from descant.sound.wiring import level, place, u

SAFETY, DOOR, LIMITER = "descant-safety", "descant-door", "descant-limiter"
RELEASE_S = 0.2
ATTACK_S = 0.004
FADE_FROM_HZ, FADE_TO_HZ = 16_000.0, 20_000.0  # partials vanish before they could fold back
OVERTONE_AMPLITUDES = (1.0, 0.7, 0.5, 0.35)
PIANO_PARTIALS = 8
LIMIT_DB = -0.3
LOOKAHEAD_S = 0.0004  # scsynth's Limiter delays by twice this, rounded up to frames


def limiter_delay_frames(sample_rate: int) -> int:
    """Return by how many frames the last synth delays the sound (under 1 ms)."""
    return 2 * math.ceil(LOOKAHEAD_S * sample_rate)


def _audible(frequency_hz: Any) -> Any:
    """Return 1 for a partial below 16 kHz, falling to 0 at 20 kHz."""
    return ((FADE_TO_HZ - frequency_hz) / (FADE_TO_HZ - FADE_FROM_HZ)).clip(0.0, 1.0)


def _decay(seconds: Any) -> Any:
    """Return an exponential fall of 60 dB in `seconds`, followed down to -120 dB."""
    return u.EnvGen.kr(envelope=Envelope([1.0, 1e-6], [seconds * 2], ["exponential"]))


def _released(builder: SynthDefBuilder) -> Any:
    """Return the envelope that starts and ends a note without a click, and frees it.

    A gate that is closed before the first block would never end: the impulse opens it for that block.
    """
    envelope = Envelope([0.0, 1.0, 0.0], [ATTACK_S, RELEASE_S], ["sine", -4.0], release_node=1)
    gate = builder["gate"] + u.Impulse.kr(frequency=0.0)
    return u.EnvGen.kr(envelope=envelope, gate=gate, done_action=2)


def overtones() -> SynthDef:
    """Build f0, 2f0(1 + δ), 3f0(1 + δ), 4f0(1 + δ): the fundamental never moves.

    Controls of its own: ``decay_s`` (time to fall by 60 dB) and ``dull_db`` (taken from the fourth
    partial, and proportionally from the second and third).
    """
    with SynthDefBuilder(
        out=0, frequency_hz=440.0, amplitude=0.5, level=0, pan=0.0, gate=1, detune=0, slew_s=0.08,
        slew_new_s=0.0, decay_s=8.0, dull_db=0.0,
    ) as builder:  # fmt: skip
        glide = u.Lag.kr(source=u.In.kr(bus=builder["detune"]), lag_time=builder["slew_s"])
        delta = glide * u.Line.kr(start=0.0, stop=1.0, duration=builder["slew_new_s"])
        signal: Any = 0.0
        for k, weight in enumerate(OVERTONE_AMPLITUDES, start=1):
            frequency_hz = builder["frequency_hz"] * k
            if k > 1:
                frequency_hz = frequency_hz * (1.0 + delta)
            dull = (builder["dull_db"] * (-(k - 1) / 3)).db_to_amplitude()
            gain = _audible(frequency_hz) * dull * (weight / sum(OVERTONE_AMPLITUDES))
            signal = signal + u.SinOsc.ar(frequency=frequency_hz) * gain
        place(builder, signal * (_released(builder) * _decay(builder["decay_s"]) * level(builder)))
    return builder.build(name="overtones")


def piano() -> SynthDef:
    """Build an in-tune struck tone of eight partials.

    The first four are those of `overtones` and last as long, so that these beat against them for the whole
    note; those above are the strike and fall faster.
    """
    weights = [*OVERTONE_AMPLITUDES, *(k**-1.1 for k in range(5, PIANO_PARTIALS + 1))]
    with SynthDefBuilder(
        out=0, frequency_hz=440.0, amplitude=0.5, level=0, pan=0.0, gate=1, decay_s=8.0, dull_db=0.0,
    ) as builder:  # fmt: skip
        body = _decay(builder["decay_s"])
        strike = _decay(builder["decay_s"] * 0.5)
        signal: Any = 0.0
        for k, weight in enumerate(weights, start=1):
            frequency_hz = builder["frequency_hz"] * k
            dull = (builder["dull_db"] * (-(k - 1) / (PIANO_PARTIALS - 1))).db_to_amplitude()
            gain = _audible(frequency_hz) * dull * (weight / sum(weights))
            signal = signal + u.SinOsc.ar(frequency=frequency_hz) * (
                gain * (body if k <= len(OVERTONE_AMPLITUDES) else strike)
            )
        place(builder, signal * (_released(builder) * level(builder)))
    return builder.build(name="piano")


def safety() -> SynthDef:
    """Build the last synth: no non-finite sample, no DC, −0.3 dBFS with a look-ahead under 1 ms.

    ``fade`` (0 to 1) with ``fade_s`` carries fades of the whole; ``source`` and ``out`` are audio buses.
    """
    with SynthDefBuilder(out=0, source=0, fade=1.0, fade_s=0.05) as builder:
        u.Out.ar(bus=builder["out"], source=_limited(_cleaned(builder)))
    return builder.build(name=SAFETY)


def door() -> SynthDef:
    """Build the last synth of a piece of a concert: as `safety`, but all pieces are limited together, by `limiter`."""
    with SynthDefBuilder(out=0, source=0, fade=1.0, fade_s=0.05) as builder:
        u.Out.ar(bus=builder["out"], source=_cleaned(builder))
    return builder.build(name=DOOR)


def limiter() -> SynthDef:
    """Build what limits all pieces of a concert together, from the bus `source` to `out`."""
    with SynthDefBuilder(out=0, source=0) as builder:
        u.Out.ar(bus=builder["out"], source=_limited(u.In.ar(bus=builder["source"], channel_count=2)))
    return builder.build(name=LIMITER)


def _cleaned(builder: SynthDefBuilder) -> Any:
    signal = u.Sanitize.ar(source=u.In.ar(bus=builder["source"], channel_count=2))
    signal = u.LeakDC.ar(source=signal, coefficient=0.9995)
    return signal * u.Lag.kr(source=builder["fade"], lag_time=builder["fade_s"])


def _limited(signal: Any) -> list[Any]:
    limit = 10 ** (LIMIT_DB / 20)
    signal = u.Limiter.ar(source=signal, level=limit, duration=LOOKAHEAD_S)
    return [channel.clip(-limit, limit) for channel in signal]


@cache
def pitched() -> dict[str, SynthDef]:
    """Return name → SynthDef for the instruments that play the pitch of a note, and end with it."""
    return {definition.effective_name: definition for definition in (overtones(), piano())}


@cache
def built_in() -> dict[str, SynthDef]:
    """Return name → SynthDef for every instrument of Descant's that sounds notes."""
    return pitched() | {definition.effective_name: definition for definition in (build() for build in (*KIT, shot))}


def read_synthdef(name: str, path: Path | None) -> SynthDef:
    """Return a built-in SynthDef (`path` is None), or the composer's own from a compiled file.

    Raises:
        DescantError: the file cannot be read, or does not hold the SynthDef.
    """
    if path is None:
        return (built_in() | effects())[name]
    fix = "write it there from sclang with SynthDef.writeDefFile"
    try:
        found = [d for d in decompile_synthdefs(path.read_bytes()) if d.effective_name == name]
    except OSError as error:
        raise DescantError(str(path), f"cannot be read ({error.strerror})", fix) from error
    except Exception as error:  # supriya raises whatever its parser stumbled on
        raise DescantError(str(path), "is not a compiled SynthDef", fix) from error
    if not found:
        raise DescantError(str(path), f"holds no SynthDef named {name!r}", fix)
    return found[0]
