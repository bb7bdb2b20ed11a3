"""SynthDefs of effects, to which instruments are sent: a room and an echo, and the ways to them.

An effect always runs. Its controls are ``source`` (audio bus, two channels, of what is sent to it), ``out``, ``level``
(control bus that holds its linear level), ``mute``, and one of the name of each of its other parameters.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from supriya import SynthDef, SynthDefBuilder

from descant.sound.wiring import between, u
from descant.table import Value

LOUDEST = 10.0  # what comes around again and again must not be what never falls
MOVES_S = 0.05  # knobs glide
LINES_MS = (29.71, 37.13, 41.11, 43.73, 53.93, 61.31, 71.89, 79.31)  # of the room at its middle size, none a multiple
SMALLEST, LARGEST = 0.35, 1.9  # times that
SIGNS = (1.0, -1.0, 1.0, -1.0)  # of the four lines heard on one side
DIFFUSED_MS = ((4.31, 7.73, 12.13, 3.07), (4.67, 8.41, 11.27, 3.53))  # left and right
DIFFUSION = 0.6
EARLY = 0.3  # of what was only diffused
STRAY_S = 0.00012  # how far the lines wander, so that no tone of theirs stands out
PREDELAY_S = 0.2
ROOM_GAIN = 0.5
ECHO_S = 6.0  # the longest delay
HIGHEST_FEEDBACK = 0.98
LONGEST_S = 20.0  # that is waited for

Stereo = list[Any]


def _source(builder: SynthDefBuilder) -> Stereo:
    """Return what is sent to an effect, without what would go round in it for ever."""
    signal = u.Sanitize.ar(source=u.In.ar(bus=builder["source"], channel_count=2))
    return [channel.clip(-LOUDEST, LOUDEST) for channel in signal]


def _done(builder: SynthDefBuilder, signal: Stereo, gain: float) -> None:
    level = u.In.kr(bus=builder["level"]) * (1.0 - builder["mute"])
    level = u.Lag.kr(source=level, lag_time=MOVES_S) * gain
    u.Out.ar(bus=builder["out"], source=[channel * level for channel in signal])


def _around(count: int) -> list[Any]:
    """Return what the last block gave to ``LocalOut``; offline, the first block of all finds old memory there."""
    found = u.Sanitize.ar(source=u.LocalIn.ar(channel_count=count))
    return [channel * (1.0 - u.Impulse.kr(frequency=0.0)) for channel in found]


def _slow(knob: Any, seconds: float = MOVES_S) -> Any:
    return u.Lag.kr(source=knob, lag_time=seconds)


def _dark(signal: Any, cutoff_hz: Any, amount: Any) -> Any:
    """Return it through a low pass of 6 dB an octave, as far as `amount` says: at 0 it is as it is."""
    pole = (cutoff_hz * (-2 * math.pi) / u.SampleRate.ir()).exponential()
    return u.OnePole.ar(source=signal, coefficient=pole * amount)


def _hadamard(signals: Sequence[Any]) -> list[Any]:
    """Return signals mixed so that each is in all of them, and no energy is lost or won."""
    mixed, apart = list(signals), 1
    while apart < len(mixed):
        for place in range(len(mixed)):
            if not place & apart:
                one, other = mixed[place], mixed[place + apart]
                mixed[place], mixed[place + apart] = one + other, one - other
        apart *= 2
    return [each * len(mixed) ** -0.5 for each in mixed]


def _diffused(signal: Any, delays_ms: Sequence[float]) -> Any:
    for ms in delays_ms:
        lasts_s = ms / 1000 * -3 / math.log10(DIFFUSION)
        signal = u.AllpassN.ar(
            source=signal, maximum_delay_time=ms / 1000, delay_time=ms / 1000, decay_time=lasts_s
        )  # fmt: skip
    return signal


def room() -> SynthDef:
    """Build a room: eight lines of delay that feed one another, each as much softer as it is long.

    All that goes round falls by 60 dB in ``decay_s``; what is high falls faster by ``damping``.
    """
    with SynthDefBuilder(
        out=0, source=0, level=0, mute=0.0, size=0.5, decay_s=1.8, damping=0.35, predelay_ms=10.0
    ) as builder:  # fmt: skip
        before_s = _slow(builder["predelay_ms"]) * 0.001
        sides = [
            _diffused(u.DelayN.ar(source=each, maximum_delay_time=PREDELAY_S, delay_time=before_s), delays)
            for each, delays in zip(_source(builder), DIFFUSED_MS, strict=True)
        ]
        size, decay_s = between(SMALLEST, LARGEST, _slow(builder["size"], 0.5)), _slow(builder["decay_s"])
        damping = _slow(builder["damping"])
        cutoff_hz, damped = between(20_000.0, 600.0, damping), (damping * 10.0).clip(0.0, 1.0)
        around = _hadamard(_around(len(LINES_MS)))
        lines = []
        for place, ms in enumerate(LINES_MS):
            stray = u.SinOsc.kr(frequency=0.31 + 0.083 * place, phase=place * 0.8) * STRAY_S
            long_s = size * (ms / 1000)
            line = u.DelayC.ar(
                source=sides[place % 2] + around[place], maximum_delay_time=LARGEST * max(LINES_MS) / 1000 + 0.001,
                delay_time=long_s + stray - u.ControlDur.ir(),
            )  # fmt: skip
            lines.append(_dark(line, cutoff_hz, damped) * (long_s * -60.0 / decay_s).db_to_amplitude())
        u.LocalOut.ar(source=lines)
        heard = [sum(line * sign for line, sign in zip(lines[side::2], SIGNS, strict=True)) for side in range(2)]
        _done(builder, [late + early * EARLY for late, early in zip(heard, sides, strict=True)], ROOM_GAIN)
    return builder.build(name="room")


def echo() -> SynthDef:
    """Build an echo: what comes back after ``beats`` of ``bpm``, again and again, as much softer as ``feedback`` says.

    At a ``ping_pong`` of 1 all of it goes from left to right and back.
    """
    with SynthDefBuilder(
        out=0, source=0, level=0, mute=0.0, beats=0.75, bpm=120.0, feedback=0.4, tone=0.5, ping_pong=0.0
    ) as builder:  # fmt: skip
        left, right = _source(builder)
        crossed, feedback = _slow(builder["ping_pong"]), _slow(builder["feedback"]).clip(0.0, HIGHEST_FEEDBACK)
        back_left, back_right = back = _around(2)  # a block late, which its delay lacks
        middle = (left + right) * 0.5
        into = [
            left + (middle - left) * crossed + (back_left + (back_right - back_left) * crossed) * feedback,
            right - right * crossed + (back_right + (back_left - back_right) * crossed) * feedback,
        ]
        seconds = _slow((builder["beats"] * 60.0 / builder["bpm"]).clip(0.005, ECHO_S), 0.15)
        delayed = [
            u.DelayC.ar(source=each, maximum_delay_time=ECHO_S, delay_time=seconds - u.ControlDur.ir())
            for each in into
        ]  # fmt: skip
        tone = _slow(builder["tone"])
        u.LocalOut.ar(source=[_toned(each, tone) for each in delayed])
        _done(builder, back, 1.0)
    return builder.build(name="echo")


def _toned(signal: Any, tone: Any) -> Any:
    """Return it duller below 0.5, thinner above; each time that it comes around it is so once more."""
    dull, thin = (0.5 - tone) * 2.0, (tone - 0.5) * 2.0
    signal = _dark(signal, between(12_000.0, 500.0, dull.clip(0.0, 1.0)), (dull * 10.0).clip(0.0, 1.0))
    low = _dark(signal, between(40.0, 1500.0, thin.clip(0.0, 1.0)), 1.0)
    return signal - low * (thin * 10.0).clip(0.0, 1.0)


def rings_s(effect: str, values: Mapping[str, Value]) -> float:
    """Return how many seconds an effect takes to fall by 60 dB, 20 at most; `values` are its parameters."""
    if effect == "room":
        return min(float(values["decay_s"]), LONGEST_S)
    apart_s = min(float(values["beats"]) * 60.0 / float(values["bpm"]), ECHO_S)
    softer_db = -20 * math.log10(min(max(float(values["feedback"]), 1e-3), HIGHEST_FEEDBACK))
    return min(apart_s * (1.0 + 60.0 / softer_db), LONGEST_S)


def strip(count: int) -> SynthDef:
    """Build what brings an instrument from its ``source`` to ``out``, and by ``to_K`` to the effect on ``bus_K``."""
    ways = {f"bus_{number}": f"to_{number}" for number in range(count)}
    with SynthDefBuilder(source=0, out=0, **dict.fromkeys([*ways, *ways.values()], 0.0)) as builder:
        signal = u.In.ar(bus=builder["source"], channel_count=2)
        u.Out.ar(bus=builder["out"], source=signal)
        for bus, gain in ways.items():
            u.Out.ar(bus=builder[bus], source=[channel * _slow(builder[gain]) for channel in signal])
    return builder.build(name=f"descant-strip-{count}")


@cache
def effects() -> dict[str, SynthDef]:
    """Return name → SynthDef of every effect."""
    return {definition.effective_name: definition for definition in (room(), echo())}
