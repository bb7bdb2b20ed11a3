"""The drum kit: one-shot SynthDefs that free themselves, each with knobs of its own.

A drum's own pitch is moved by ``tune`` in semitones, whatever key plays it. ``velocity`` says how hard it is struck, 0
to 1: harder is brighter, and bends what is struck further; ``amplitude`` says how loud that is. All are at home at the
same ``level_db``: a kick peaks near full scale, and the others sit below it as in a mix.
"""

import math
from collections.abc import Callable
from typing import Any

from supriya import SynthDef, SynthDefBuilder

from descant.sound.wiring import between, fall, glide, keyed_noise, level, place, u

GOLDEN = (math.sqrt(5) - 1) / 2
HAT_HZ = (205.3, 304.4, 369.6, 522.7, 540.0, 800.0)  # six oscillators that agree on nothing
CLAP_HANDS = 3
COMMON = {"out": 0.0, "amplitude": 0.5, "velocity": 0.8, "level": 0.0, "pan": 0.0, "tune": 0.0}


def _builder(**own: float) -> SynthDefBuilder:
    return SynthDefBuilder(**COMMON, **own)


def _ratio(builder: SynthDefBuilder) -> Any:
    return builder["tune"].semitones_to_ratio()


def brightness(builder: SynthDefBuilder, struck: Any) -> Any:
    """Return how bright it is, 0 to 1 and a little beyond: its tone, less where it is struck softly."""
    return builder["tone"] + (struck - 1.0) * 0.35


def driven(signal: Any, drive: Any) -> Any:
    """Return a signal of peak 1 pressed into saturation: as it is at 0, nearly square at 1."""
    gain = 0.2 + drive * drive * 12.0
    return (signal * gain).tanh() / gain.tanh()


def done(builder: SynthDefBuilder, signal: Any, gain: float) -> None:
    """Send it out. What brightness takes from a soft stroke is heard too, so that less of its level is taken."""
    place(builder, signal * (level(builder) * builder["amplitude"] ** -0.35 * gain))


def kick() -> SynthDef:
    """Build a kick: a sine that dives onto its pitch, and the beater's knock."""
    with _builder(decay_s=0.5, tone=0.5, punch=0.5, drive=0.3) as builder:
        struck = builder["velocity"]
        bright = brightness(builder, struck)
        dive = glide(0.06) * between(1.5, 9.0, builder["punch"]) * (0.4 + 0.6 * struck)
        settle = glide(0.4) * builder["punch"] * 0.7
        body = u.SinOsc.ar(frequency=51.0 * _ratio(builder) * (1.0 + dive + settle))
        body = body * fall(builder["decay_s"], held_s=0.02, frees=True)
        body = u.LPF.ar(source=driven(body, builder["drive"]), frequency=between(300.0, 9000.0, bright))
        knock = u.BPF.ar(source=keyed_noise(), frequency=between(1200.0, 5000.0, bright), reciprocal_of_q=1.2)
        knock = knock * fall(0.018) * struck * builder["tone"]
        done(builder, body + knock * 0.9, 0.85)
    return builder.build(name="kick")


def snare() -> SynthDef:
    """Build a snare: two modes of its head, and the wires below, which ring on."""
    with _builder(decay_s=0.22, tone=0.5, wires=0.6, drive=0.2) as builder:
        struck = builder["velocity"]
        bright, ratio = brightness(builder, struck), _ratio(builder)
        bend = 1.0 + glide(0.05) * 0.35 * struck
        low = u.SinOsc.ar(frequency=183.0 * ratio * bend) * fall(builder["decay_s"] * 0.75)
        high = u.SinOsc.ar(frequency=331.0 * ratio * bend) * fall(builder["decay_s"] * 0.5)
        noise = keyed_noise()
        stick = u.LPF.ar(source=noise, frequency=between(2500.0, 12_000.0, bright)) * fall(0.012)
        wires = u.HPF.ar(source=noise, frequency=between(500.0, 2500.0, bright))
        wires = u.LPF.ar(source=wires, frequency=between(3500.0, 16_000.0, bright))
        wires = wires * (fall(builder["decay_s"], frees=True) + fall(0.05) * 0.6) * (0.7 + 0.3 * struck)
        head = (low * 0.62 + high * 0.38) * (1.0 - 0.6 * builder["wires"])
        signal = head + wires * builder["wires"] * 0.85 + stick * struck * 0.4
        done(builder, driven(signal, builder["drive"]), 0.9)
    return builder.build(name="snare")


def hat() -> SynthDef:
    """Build a hi-hat, closed or open by its decay: a chord of squares and a hiss, all that is low taken away."""
    with _builder(decay_s=0.07, tone=0.5, metal=0.5) as builder:
        struck = builder["velocity"]
        bright, ratio = brightness(builder, struck), _ratio(builder)
        squares = sum(u.Pulse.ar(frequency=hz * ratio * 1.7, width=0.5) for hz in HAT_HZ) * (1 / len(HAT_HZ))
        metal = u.BPF.ar(source=squares, frequency=between(5500.0, 11_500.0, bright), reciprocal_of_q=0.6)
        hiss = keyed_noise() * 0.5
        sound = metal * (builder["metal"] * 4.0) + hiss * (1.0 - builder["metal"])
        sound = u.HPF.ar(source=u.HPF.ar(source=sound, frequency=6200.0 * ratio.clip(0.25, 2.5)), frequency=3000.0)
        sound = u.LPF.ar(source=sound, frequency=between(8000.0, 18_000.0, bright))
        shape = fall(builder["decay_s"], frees=True) * 0.75 + fall(0.02) * (0.35 * struck + 0.1)
        done(builder, sound * shape, 2.8)
    return builder.build(name="hat")


def tom() -> SynthDef:
    """Build a tom: three modes of a drum's head, which slacken, and the stick."""
    with _builder(decay_s=0.6, tone=0.5, bend=0.5, drive=0.15) as builder:
        struck = builder["velocity"]
        bright = brightness(builder, struck)
        hz = 92.0 * _ratio(builder) * (1.0 + glide(0.22) * builder["bend"] * (0.25 + 0.55 * struck))
        modes = ((1.0, 1.0, 1.0), (1.593, 0.5, 0.4), (2.136, 0.33, 0.25))  # of a round membrane
        head = sum(
            u.SinOsc.ar(frequency=hz * ratio)
            * fall(builder["decay_s"] * lasts, frees=ratio == 1.0)
            * (weight * (1.0 if ratio == 1.0 else 0.4 + 0.6 * struck))
            for ratio, lasts, weight in modes
        ) * (1 / 1.4)
        head = u.LPF.ar(source=driven(head, builder["drive"]), frequency=between(400.0, 10_000.0, bright))
        stick = u.BPF.ar(source=keyed_noise(), frequency=between(900.0, 4500.0, bright), reciprocal_of_q=1.5)
        done(builder, head + stick * fall(0.025) * (struck * builder["tone"] * 0.6), 0.72)
    return builder.build(name="tom")


def _modes(count: int, low_hz: float, high_hz: float, *, even: float) -> tuple[list[float], list[float]]:
    """Return frequencies of a plate's modes, and their weights: dense, none a multiple of another."""
    places = [((k + 1.0 + 0.9 * ((k * GOLDEN) % 1.0)) / (count + 1.0)) for k in range(count)]
    hz = [low_hz * (high_hz / low_hz) ** (place**even) for place in places]
    return hz, [0.35 + 0.65 * ((k * GOLDEN * GOLDEN) % 1.0) for k in range(count)]


def cymbal() -> SynthDef:
    """Build a cymbal, crash or ride: a plate's modes struck by a noise, a wash that blooms, the stick's ping."""
    with _builder(decay_s=2.0, tone=0.5, ping=0.2) as builder:
        struck = builder["velocity"]
        bright, ratio = brightness(builder, struck), _ratio(builder)
        noise, decay_s = keyed_noise(), builder["decay_s"]
        blow = u.LPF.ar(source=noise, frequency=between(2500.0, 15_000.0, bright)) * fall(0.03)
        hz, weights = _modes(48, 310.0, 13_500.0, even=0.7)
        lasts = [min(1.0, (900.0 / each) ** 0.25) for each in hz]
        plate = u.Klank.ar(
            source=blow * 0.02, frequencies=hz, amplitudes=weights, decay_times=lasts,
            frequency_scale=ratio, decay_scale=decay_s,
        )  # fmt: skip
        wash = u.HPF.ar(source=noise, frequency=between(2500.0, 6500.0, bright) * ratio.clip(0.3, 2.0))
        bloom = fall(decay_s * 0.75) * (1.0 - 0.75 * glide(0.09)) * (0.25 + 0.75 * struck)
        ping = u.Klank.ar(
            source=blow * 0.03, frequencies=[2730.0, 3490.0, 4180.0, 5310.0], amplitudes=[1.0, 0.8, 0.7, 0.5],
            decay_times=[0.35, 0.3, 0.26, 0.2], frequency_scale=ratio, decay_scale=1.0,
        )  # fmt: skip
        plate = u.HPF.ar(source=plate, frequency=280.0)
        signal = plate + wash * bloom * (1.0 - 0.8 * builder["ping"]) * 0.25 + ping * builder["ping"]
        done(builder, signal * fall(decay_s * 1.2, held_s=decay_s * 0.6, frees=True), 0.9)
    return builder.build(name="cymbal")


def clap() -> SynthDef:
    """Build a clap: some hands that miss each other by ``spread_ms``, and the room."""
    with _builder(decay_s=0.2, tone=0.5, spread_ms=10.0) as builder:
        struck = builder["velocity"]
        bright = brightness(builder, struck)
        hz = between(700.0, 2000.0, bright) * _ratio(builder)
        noise = u.HPF.ar(source=keyed_noise(), frequency=hz * 0.5)
        palm = u.BPF.ar(source=noise, frequency=hz, reciprocal_of_q=0.6)
        air = u.LPF.ar(source=noise, frequency=hz * 5.0) * (0.03 + 0.09 * struck)
        apart_s = builder["spread_ms"] * 0.001
        hands: Any = fall(0.03)
        for number in range(1, CLAP_HANDS):  # each hand is a tap of a delayed envelope
            hands = hands + u.DelayN.ar(source=fall(0.03), maximum_delay_time=0.2, delay_time=apart_s * number)
        room = u.DelayN.ar(source=fall(builder["decay_s"]), maximum_delay_time=0.2, delay_time=apart_s * CLAP_HANDS)
        end = fall(builder["decay_s"], held_s=apart_s * CLAP_HANDS, frees=True)
        done(builder, (palm + air) * (hands * 0.8 + room * 0.6) + end * 0.0, 2.6)
    return builder.build(name="clap")


def rim() -> SynthDef:
    """Build a side stick: three short resonances of the rim and the shell; tuned up it is a clave."""
    with _builder(decay_s=0.05, tone=0.5, drive=0.3) as builder:
        struck = builder["velocity"]
        bright, ratio = brightness(builder, struck), _ratio(builder)
        modes = ((455.0, 0.5, 0.55), (1667.0, 1.0, 1.0), (2480.0, 0.7, 0.4))
        ring = sum(
            u.SinOsc.ar(frequency=hz * ratio) * fall(builder["decay_s"] * lasts, frees=hz == 1667.0) * weight
            for hz, lasts, weight in modes
        ) * (1 / 1.6)
        tick = u.HPF.ar(source=keyed_noise(), frequency=between(1500.0, 6000.0, bright)) * fall(0.006) * struck
        signal = driven(ring + tick * 0.4 * builder["tone"], builder["drive"])
        done(builder, u.LPF.ar(source=signal, frequency=between(1800.0, 16_000.0, bright)), 0.5)
    return builder.build(name="rim")


def bell() -> SynthDef:
    """Build a bell of bent iron, an agogô: two strong tones a narrow sixth apart, and what rings above them."""
    with _builder(decay_s=0.5, tone=0.5, drive=0.2) as builder:
        struck = builder["velocity"]
        bright, ratio = brightness(builder, struck), _ratio(builder)
        modes = ((562.0, 0.8, 0.8), (845.0, 1.0, 1.0), (1507.0, 0.4, 0.45), (2264.0, 0.3, 0.4), (3421.0, 0.2, 0.3))
        ring = sum(
            u.SinOsc.ar(frequency=hz * ratio)
            * fall(builder["decay_s"] * lasts, frees=hz == 845.0)
            * (weight * (1.0 if hz < 1000.0 else 0.3 + 0.7 * struck))
            for hz, lasts, weight in modes
        ) * (1 / 2.4)
        tick = u.BPF.ar(source=keyed_noise(), frequency=between(2500.0, 7000.0, bright), reciprocal_of_q=1.0)
        signal = driven(ring, builder["drive"]) + tick * fall(0.01) * struck * 0.35
        done(builder, u.LPF.ar(source=signal, frequency=between(1500.0, 16_000.0, bright)), 0.5)
    return builder.build(name="bell")


KIT: tuple[Callable[[], SynthDef], ...] = (kick, snare, hat, tom, cymbal, clap, rim, bell)
