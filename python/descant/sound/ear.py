"""The SynthDef that listens to one input: onsets, pitch, level and brightness, sent as frames.

Controls: ``channel`` (1 is the first input), ``on``, ``threshold`` (of the onset detector) and ``floor_db``
can be moved; ``lowest_hz`` and ``highest_hz``, which bound the pitch, are fixed when the synth is made.

It sends ``/descant/ear node -1 event frequency_hz clarity level_db centroid_hz``: a hundred times a second
while something sounds, at once where that begins or has an onset, and once when it ends. At its beginning it
sends ``/descant/inputs node -1 count``, how many inputs its server has.
"""

from dataclasses import dataclass
from typing import Any

import supriya.ugens
from supriya import SynthDef, SynthDefBuilder
from supriya.ugens import Parameter

u: Any = supriya.ugens  # its classes get their rates at run time

EAR, FRAME, INPUTS = "descant-ear", "/descant/ear", "/descant/inputs"
FRAMES_HZ = 100.0
ONSET, GOES_ON = 1, 0
"""What a frame's `event` may be; -1 where silence begins."""

HYSTERESIS_DB = 3.0  # so much above the floor a sound begins
LEVEL_S = 0.02  # the level is the root mean square of so long
ONSET_FRAMES, CENTROID_FRAMES = 512, 2048
WHITENING_FLOOR = 0.03  # lets soft notes have onsets too
CLEAREST = 0.8  # of the sound's energy: no weaker period is a pitch; a lower one finds the octave above
ALL_LAGS = 512  # search every period, not every other one, of which the peak could lie between
NARROWED_HZ, NARROWED_S = 2000.0, 0.01
LONGEST_PERIOD_S = 0.04
LOUDEST = 10.0  # of a sample: what is not finite stays in running sums for ever, or crashes scsynth
NEAR = 1.06  # the narrowed period lies within a semitone of the tracker's, or it is none


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard in a signal; every field is a control-rate signal."""

    onset: Any  # 1 for one block
    frequency_hz: Any
    clarity: Any  # 0 without a pitch, else 0.8 to 1
    level_db: Any  # of the root mean square
    centroid_hz: Any


def analysed(signal: Any, *, threshold: Any, lowest_hz: Any, highest_hz: Any) -> Heard:
    """Return what is heard in an audio signal, after 20 to 30 ms."""
    signal = u.Sanitize.ar(source=signal).clip(-LOUDEST, LOUDEST)
    frequency_hz, clarity = _pitch(signal, lowest_hz, highest_hz)
    power = u.RunningSum.ar(source=signal * signal, sample_count=u.SampleRate.ir() * LEVEL_S)
    mean = u.A2K.kr(source=power) / (u.SampleRate.ir() * LEVEL_S)
    return Heard(
        onset=u.Onsets.kr(pv_chain=_spectrum(signal, ONSET_FRAMES, 0.5), threshold=threshold, floor_=WHITENING_FLOOR),
        frequency_hz=frequency_hz,
        clarity=clarity,
        level_db=mean.clip(1e-12, 1e6).amplitude_to_db() / 2,  # a power's decibels are half an amplitude's
        centroid_hz=u.SpecCentroid.kr(pv_chain=_spectrum(signal, CENTROID_FRAMES, 0.25)),
    )


def _spectrum(signal: Any, frames: int, hop: float) -> Any:
    buffer = u.LocalBuf.ir(channel_count=1, frame_count=frames)
    return u.FFT.kr(buffer_id=buffer, source=signal, hop=hop)


def _pitch(signal: Any, lowest_hz: Any, highest_hz: Any) -> tuple[Any, Any]:
    """Return frequency and clarity: the tracker's, narrowed down where it is up to 40 cents off."""
    tracked_hz, clarity = u.Pitch.kr(
        source=signal, initial_frequency=lowest_hz, min_frequency=lowest_hz, max_frequency=highest_hz,
        exec_frequency=FRAMES_HZ, max_bins_per_octave=ALL_LAGS, median=1, amplitude_threshold=1e-4,
        peak_threshold=CLEAREST, clarity=1,
    )  # fmt: skip
    tracked_hz = tracked_hz.clip(10.0, 20_000.0)  # before it has found any, it says 0
    frequency_hz = _narrowed(signal, tracked_hz)
    ratio = frequency_hz / tracked_hz
    return frequency_hz, clarity * (ratio < NEAR) * (ratio > 1 / NEAR)


def _narrowed(signal: Any, tracked_hz: Any) -> Any:
    """Return the frequency whose period makes the signal most like itself, near the tracker's.

    The tracker's window cuts periods off, which moves its peak. Where d is the signal one period p ago and e
    what the signal is more, the least squares of e + (p' - p)·d' have p' = Σ(p·d'² - e·d') / Σd'², also while
    p moves. One step is enough: p is near, and what is left of the signal is smooth.
    """
    smooth = u.LPF.ar(source=signal, frequency=NARROWED_HZ)
    period_s = u.K2A.ar(source=1.0 / tracked_hz)
    past = u.DelayC.ar(source=smooth, maximum_delay_time=LONGEST_PERIOD_S, delay_time=period_s)
    slope = (past - u.Delay2.ar(source=past)) * (u.SampleRate.ir() / 2)
    more = u.Delay1.ar(source=smooth - past)
    count = u.SampleRate.ir() * NARROWED_S
    above = u.RunningSum.ar(source=period_s * slope * slope - more * slope, sample_count=count)
    below = u.RunningSum.ar(source=slope * slope, sample_count=count)
    return u.A2K.kr(source=below / above.clip(1e-9, 1e12))


def framed(heard: Heard, floor_db: Any, on: Any) -> list[tuple[Any, list[Any]]]:
    """Return the triggers and values of frames: steady ones, beginning and end, onsets.

    Each has its own, for a trigger in the block after another's would be taken for the same.
    """
    sounds = u.Schmidt.kr(source=heard.level_db, minimum=floor_db, maximum=floor_db + HYSTERESIS_DB) * on
    turn = sounds - u.Delay1.kr(source=sounds)  # 1 where sound begins, -1 where it ends
    values = [heard.frequency_hz, heard.clarity, heard.level_db, heard.centroid_hz]
    return [
        (u.Impulse.kr(frequency=FRAMES_HZ) * sounds, [GOES_ON, *values]),
        (abs(turn), [turn.min(GOES_ON), *values]),
        (heard.onset * sounds, [ONSET, *values]),
    ]


def ear() -> SynthDef:
    """Build the synth that listens to one of the inputs and sends its frames."""
    with SynthDefBuilder(
        channel=1, on=1, threshold=0.5, floor_db=-50.0,
        lowest_hz=Parameter(value=60.0, rate="scalar"), highest_hz=Parameter(value=1100.0, rate="scalar"),
    ) as builder:  # fmt: skip
        inputs = u.NumInputBuses.ir()
        there = builder["channel"] <= inputs  # behind the last input come private buses, Descant's own among them
        place = u.NumOutputBuses.ir() + (builder["channel"] - 1) * there
        heard = analysed(
            u.In.ar(bus=place, channel_count=1) * there, threshold=builder["threshold"],
            lowest_hz=builder["lowest_hz"], highest_hz=builder["highest_hz"],
        )  # fmt: skip
        for trigger, frame in framed(heard, builder["floor_db"], builder["on"]):
            u.SendReply.kr(command_name=FRAME, trigger=trigger, source=frame)
        u.SendReply.kr(command_name=INPUTS, trigger=u.Impulse.kr(frequency=0.0), source=[inputs])
    return builder.build(name=EAR)
