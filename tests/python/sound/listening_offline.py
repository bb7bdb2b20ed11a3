"""Let scsynth listen to samples offline: what it hears in each block, and the frames it would send."""

import dataclasses
import struct
import subprocess
from pathlib import Path

import soundfile
import supriya.ugens as u
from supriya import Score, SynthDefBuilder

from descant.sound import ear
from descant.sound.offline import check_log

BLOCK = 64
VALUES = ("frequency_hz", "clarity", "level_db", "centroid_hz")


def hz_of(pitch):
    return 440.0 * 2 ** ((pitch - 69) / 12)


def blocks(samples, folder, build, rate=48_000):
    """Return (outputs, blocks): the control signals that `build` makes of the input."""
    with SynthDefBuilder() as builder:
        outputs = build(u.In.ar(bus=u.NumOutputBuses.ir(), channel_count=1))
        u.Out.ar(bus=0, source=[u.K2A.ar(source=output) for output in outputs])
    definition = builder.build(name="listening-offline")
    score = Score(
        input_bus_channel_count=1, output_bus_channel_count=len(outputs), load_synthdefs=False, memory_size=65_536
    )
    with score.at(0):
        score.add_synthdefs(definition)
        score.add_synth(definition)
    return _render(score, samples, Path(folder), rate)[::BLOCK].T


def _render(score, samples, folder, rate):
    soundfile.write(folder / "in.wav", samples, rate, subtype="FLOAT")
    pieces = score.iterate_datagrams(until=len(samples) / rate)
    (folder / "score.osc").write_bytes(b"".join(struct.pack(">i", len(piece)) + piece for piece in pieces))
    command = list(dataclasses.replace(score.options, realtime=False).serialize())
    command += ["-N", "score.osc", "in.wav", "out.wav", str(rate), "wav", "float"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    check_log(done.stdout, done.returncode)
    sound, _ = soundfile.read(folder / "out.wav", always_2d=True)
    return sound


def listen(samples, folder, *, lowest=36, highest=84, threshold=0.5, rate=48_000):
    """Return {name: values a block} of what is heard, onsets among it."""

    def build(signal):
        heard = ear.analysed(
            signal, threshold=threshold, lowest_hz=hz_of(lowest - 0.5), highest_hz=hz_of(highest + 0.5)
        )
        return [heard.onset, *(getattr(heard, name) for name in VALUES)]

    return dict(zip(("onset", *VALUES), blocks(samples, folder, build, rate), strict=True))


def frames(samples, folder, *, lowest=36, highest=84, threshold=0.5, floor_db=-50.0, rate=48_000):
    """Return (seconds, event, frequency_hz, clarity, level_db, centroid_hz) of the frames that would be sent."""

    def build(signal):
        heard = ear.analysed(
            signal, threshold=threshold, lowest_hz=hz_of(lowest - 0.5), highest_hz=hz_of(highest + 0.5)
        )
        return [output for trigger, frame in ear.framed(heard, floor_db, 1) for output in (trigger, *map(_held, frame))]

    heard = blocks(samples, folder, build, rate)
    width = 2 + len(VALUES)
    found = []
    for place in range(0, len(heard), width):
        trigger, frame = heard[place], heard[place + 1 : place + width]
        begins = [n for n in range(1, len(trigger)) if trigger[n] > 0 >= trigger[n - 1]]
        found += [(n * BLOCK / rate, *map(float, frame[:, n])) for n in begins]
    return sorted(found, key=lambda frame: frame[0])


def _held(value):
    return u.DC.kr(source=value) if isinstance(value, int | float) else value
