"""What the tests of whole pieces share: a player who writes MIDI files, the command line, and ears."""

import contextlib
import io
import json
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mido
import numpy as np
import soundfile

from descant.cli.main import main

ROOT = Path(__file__).parents[2]
PATCH = ROOT / "patches" / "losses-dissonances-distortions.toml"
TICKS_A_SECOND = 48_000  # at the tempo that a file without one has: a tick is a sample
RELEASE_S = 0.2


@dataclass
class Player:
    """Collects what is played, in seconds, and writes it as a MIDI file."""

    events: list[tuple[float, list[int]]] = field(default_factory=list)

    def send(self, time: float, *data: int) -> "Player":
        self.events.append((time, list(data)))
        return self

    def note(self, time: float, pitch: int, velocity: int = 90, length: float = 0.5) -> "Player":
        return self.send(time, 0x90, pitch, velocity).send(time + length, 0x80, pitch, 0)

    def chord(self, time: float, pitches: tuple[int, ...], velocity: int = 80, length: float = 1.0) -> "Player":
        for pitch in pitches:
            self.note(time, pitch, velocity, length)
        return self

    def sustain(self, begin: float, end: float) -> "Player":
        return self.send(begin, 0xB0, 64, 127).send(end, 0xB0, 64, 0)

    def next_part(self, time: float) -> "Player":
        return self.send(time, 0xB0, 67, 127).send(time + 0.05, 0xB0, 67, 0)

    def part(self, time: float, number: int) -> "Player":
        return self.send(time, 0xC0, number - 1)

    def save(self, path: Path, end: float | None = None) -> Path:
        file = mido.MidiFile(type=0, ticks_per_beat=TICKS_A_SECOND // 2)
        track = mido.MidiTrack()
        file.tracks.append(track)
        last = 0
        for time, data in sorted(self.events, key=lambda event: event[0]):
            tick = round(time * TICKS_A_SECOND)
            track.append(mido.Message.from_bytes(data, time=tick - last))
            last = tick
        rest = 0 if end is None else round(end * TICKS_A_SECOND) - last
        track.append(mido.MetaMessage("end_of_track", time=rest))
        file.save(path)
        return path


def descant(*arguments: object) -> tuple[int, str, str]:
    """Run the command line in this process; return its status and what it wrote on stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    handler = signal.getsignal(signal.SIGTERM)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code
        finally:
            signal.signal(signal.SIGTERM, handler)
    return status if isinstance(status, int) else 0, out.getvalue(), err.getvalue()


def descant_command(*arguments: object, **options: Any) -> tuple[int, str, str]:
    """Run the installed command as a composer would; return its status and what it wrote."""
    command = [str(Path(sys.executable).with_name("descant")), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    return done.returncode, done.stdout, done.stderr


@dataclass
class Performed:
    """What a performance left in its folder."""

    folder: Path
    header: dict
    lines: list[dict]
    sound: np.ndarray  # (frames, 2)
    sample_rate: int

    @classmethod
    def read(cls, folder: Path) -> "Performed":
        header, *lines = map(json.loads, (folder / "take.jsonl").read_text().splitlines())
        sound, sample_rate = soundfile.read(folder / "audio.wav", always_2d=True)
        return cls(folder, header, lines, sound, sample_rate)

    @property
    def mono(self) -> np.ndarray:
        return self.sound.mean(axis=1)

    def of(self, *kinds: str) -> list[dict]:
        return [line for line in self.lines if any(kind in line for kind in kinds)]

    def between(self, begin: float, end: float) -> np.ndarray:
        return self.mono[round(begin * self.sample_rate) : round(end * self.sample_rate)]

    def voices(self) -> list["Voice"]:
        """Return every voice of the take with all that its lines say of it."""
        voices: dict[int, Voice] = {}
        for line in self.lines:
            if "on" in line:
                first = [(line["t"], line["detune"])]
                voices[line["voice"]] = Voice(
                    line["voice"], line["on"], line["frequency_hz"], line["t"], line["instrument"], first
                )
            elif "off" in line:
                voices[line["voice"]].end = line["t"]
            for number, detune in line.get("detunes", ()):
                if number in voices:
                    voices[number].detunes.append((line["t"], detune))
        return list(voices.values())


@dataclass
class Voice:
    """One voice of a take."""

    number: int
    pitch: int
    frequency_hz: float
    begin: float
    instrument: str
    detunes: list[tuple[float, float]]  # (since when, δ)
    end: float = float("inf")

    def still(self, slew_s: float) -> list[tuple[float, float, float]]:
        """Return (begin, end, δ) of the times at which the voice does not glide."""
        starts = [time + (slew_s if place else 0.0) for place, (time, _) in enumerate(self.detunes)]
        ends = [*(time for time, _ in self.detunes[1:]), self.end]
        spans = zip(starts, ends, (delta for _, delta in self.detunes), strict=True)
        return [(begin, end, delta) for begin, end, delta in spans if end > begin]


def perform(folder: Path, midi: Path, *options: object, patch: Path = PATCH, video: bool = False) -> Performed:
    """Render a MIDI file, which must succeed without a word on stderr."""
    arguments = ("render", patch, "--midi", midi, "--out", folder, *options)
    status, _, err = descant_command(*arguments) if video else descant(*arguments, "--no-video")
    assert (status, err) == (0, "")
    return Performed.read(folder)


class Spectrum:
    """The spectrum of a short piece of sound, in which partials are looked up."""

    def __init__(self, signal: np.ndarray, sample_rate: int) -> None:
        size = 4 << (len(signal) - 1).bit_length()
        window = np.blackman(len(signal))
        self._size = np.abs(np.fft.rfft(signal * window, size)) / (window.sum() / 2)
        self._bin_hz, self._least_hz = sample_rate / size, 1.5 * sample_rate / len(signal)

    def partial(self, near_hz: float, within: float = 0.02) -> tuple[float, float]:
        """Return frequency and amplitude of the highest peak near a frequency, interpolated.

        A peak at the edge of what is searched is none: then the frequency is NaN.
        """
        reach = max(within * near_hz, self._least_hz)
        low = max(1, int((near_hz - reach) / self._bin_hz))
        high = min(len(self._size) - 2, int((near_hz + reach) / self._bin_hz) + 1)
        top = low + int(np.argmax(self._size[low : high + 1]))
        if top in (low, high):
            return float("nan"), float(self._size[top])
        left, middle, right = np.log(self._size[top - 1 : top + 2] + 1e-30)
        return (top + (left - right) / (2 * (left - 2 * middle + right))) * self._bin_hz, float(np.exp(middle))


def partial_hz(signal: np.ndarray, sample_rate: int, near_hz: float, within: float = 0.02) -> tuple[float, float]:
    """Return frequency and amplitude of the partial of a signal that is near a frequency."""
    return Spectrum(signal, sample_rate).partial(near_hz, within)


def rms_db(signal: np.ndarray) -> float:
    """Return the level of a signal in dB."""
    return 10 * np.log10(np.mean(np.square(signal)) + 1e-30)
