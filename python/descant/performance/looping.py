"""A loop as files: one point of a rhythm model, played by the kit for whole bars, as a WAV and the MIDI file of it.

It is a performance like any other, on a small patch that is written here. It begins some bars early, until what rings
at a bar line is what will ring there in every repeat: the file is cut out of the middle, and goes round without a gap.
"""

import math
import tempfile
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import mido

from descant.corpora.rows import DRUMS
from descant.errors import DescantError
from descant.models.rhythm import Rhythm
from descant.patch import loads
from descant.performance import loop_sounds
from descant.performance.decoding import Decoder
from descant.performance.loop_sounds import Sounds
from descant.performance.performance import Performance
from descant.performance.sounding import AtOnce
from descant.performance.take import Line
from descant.sound.drums import drum
from descant.sound.engine import Engine
from descant.sound.offline import make_score, render
from descant.sound.synthdefs import read_synthdef
from descant.table import Value

SAMPLE_RATE = 48_000
RINGS_S = 6.0  # after so long nothing of the kit is heard any more
TICKS = 30_720  # a quarter: hardly more than a sample each, at usual tempi
LOOKAHEAD_MS = 20.0
PART, MODEL = "drums", "model.safetensors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """What is to be played."""

    model: bytes  #: the file of it
    rhythm: Rhythm  #: the same, read
    at: tuple[float, ...]  #: the point
    bars: int
    bpm: float
    seed: int
    told: dict[str, Value] = field(default_factory=dict)  #: parameter of the sequencer → value
    sounds: Sounds | None = None  #: what plays its rows; without it the kit

    @property
    def bar_s(self) -> float:
        """How long a bar is."""
        return self.rhythm.steps / self.rhythm.steps_per_quarter * 60.0 / self.bpm


@dataclass(frozen=True, slots=True)
class Stroke:
    """One hit of a loop."""

    frame: int  #: of the WAV, from 0
    note: int  #: MIDI
    velocity: int
    length_s: float

    @property
    def time(self) -> float:
        """Seconds from the beginning of the file."""
        return self.frame / SAMPLE_RATE


def write_loop(loop: Loop, out: Path, progress: Callable[[float], None] | None = None) -> list[Stroke]:
    """Write a loop as 24-bit WAV of 48 kHz into `out`, and as MIDI beside it; return its hits in order.

    Raises:
        DescantError: a file cannot be written, or scsynth is missing or fails.
    """
    early = max(1, math.ceil(RINGS_S / loop.bar_s))
    begin_s = LOOKAHEAD_MS / 1000 + early * loop.bar_s
    begin, frames = round(begin_s * SAMPLE_RATE), round(loop.bars * loop.bar_s * SAMPLE_RATE)
    with tempfile.TemporaryDirectory(prefix="descant-") as folder:
        Path(folder, MODEL).write_bytes(loop.model)
        if loop.sounds:
            Path(folder, loop_sounds.FILE).write_bytes(loop.sounds.model)
        patch = loads(patch_text(loop), "loop.toml", Path(folder), {})
        score, lines = make_score(), list[Line]()
        synthdefs = {name: read_synthdef(entry.synthdef, None) for name, entry in patch.instruments.items()}
        decoder = Decoder(patch, Path(folder, "decoded"))
        engine = Engine(score, synthdefs, tuple(patch.streams), find=decoder.find)
        performance = Performance(patch, loop.seed, engine, lines.append, lambda message: None, sounding=AtOnce())
        performance.start()
        performance.advance(begin_s + loop.bars * loop.bar_s)
        _contained(lines)
        whole = Path(folder, "whole.wav")
        render(
            score, whole, duration_s=(begin + frames) / SAMPLE_RATE, sample_rate=SAMPLE_RATE, progress=progress
        )  # fmt: skip
        strokes = _strokes(lines, begin, frames)
        _write(out, lambda part: _cut(whole, part, begin, frames))
        _write(out.with_suffix(".mid"), lambda part: midi(loop, strokes).save(part))
    return strokes


def _contained(lines: list[Line]) -> None:
    """Fail where the performance had to go on without something: a file is not made of what is left."""
    for line in lines:
        if "warn" in line:
            raise DescantError("loop", f"{line['warn']}: {line['text']}", "nothing was written; try another model")


def patch_text(loop: Loop) -> str:
    """Return the patch that plays a loop: the sequencer at its point, and for each row a drum or a model's sounds."""
    point = {f"z{number}": value for number, value in enumerate(loop.at, start=1)}
    part: dict[str, Value] = {"kind": "sequencer", "model": MODEL, "bpm": loop.bpm, **point, **loop.told}
    part |= loop.sounds.knobs(loop.rhythm) if loop.sounds else {}
    tables: dict[str, dict[str, Value | list[int]]] = {f"parts.{PART}": dict(part)}
    for number, row in enumerate(loop.rhythm.rows, start=1):
        tables[f"instruments.row-{number}"] = {"notes": [row.notes[0]] * 2, **_instrument(loop, row.notes[0])}
    tables["sound"] = {"sample_rate": SAMPLE_RATE, "lookahead_ms": LOOKAHEAD_MS}
    lines = ["descant = 1", 'title = "A loop"', f"seed = {loop.seed}"]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f'"{key}" = {_toml(value)}' for key, value in table.items())]
    return "\n".join([*lines, "", "[[cues]]", "number = 1", ""])


def _instrument(loop: Loop, note: int) -> dict[str, Value]:
    if loop.sounds:
        return loop_sounds.instrument(note)
    synthdef, knobs = drum(note)
    return {"synthdef": synthdef, **knobs}


def _toml(value: Value | list[int]) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _strokes(lines: list[Line], begin: int, frames: int) -> list[Stroke]:
    """Return the hits that begin within the file."""
    found = []
    for line in lines:
        if "at" in line and 0 <= (frame := round(line["at"] * SAMPLE_RATE) - begin) < frames:
            found.append(Stroke(frame, round(line["on"]), line["velocity"], line["length_s"]))
    return sorted(found, key=lambda stroke: (stroke.frame, stroke.note))


def midi(loop: Loop, strokes: list[Stroke]) -> mido.MidiFile:
    """Return the MIDI file of a loop: on the drums' channel, as long as the WAV, each hit on its own sample."""
    tempo = round(60e6 / loop.bpm)

    def tick(seconds: float) -> int:
        return round(seconds * 1e6 / tempo * TICKS)

    end, events = tick(loop.bars * loop.bar_s), []
    for place, stroke in enumerate(strokes):
        on = tick(stroke.time)
        again = (tick(later.time) for later in strokes[place + 1 :] if later.note == stroke.note)
        off = max(on + 1, min(tick(stroke.time + stroke.length_s), next(again, end), end))
        events.append((on, 1, stroke.note, stroke.velocity))
        events.append((off, 0, stroke.note, 64))
    numerator, denominator = _signature(loop.rhythm)
    track = mido.MidiTrack(
        [
            mido.MetaMessage("time_signature", numerator=numerator, denominator=denominator),
            mido.MetaMessage("set_tempo", tempo=tempo),
        ]
    )
    now = 0
    for at, on, note, velocity in sorted(events):
        kind = "note_on" if on else "note_off"
        track.append(mido.Message(kind, channel=DRUMS - 1, note=note, velocity=velocity, time=at - now))
        now = at
    track.append(mido.MetaMessage("end_of_track", time=max(0, end - now)))
    file = mido.MidiFile(type=0, ticks_per_beat=TICKS)
    file.tracks.append(track)
    return file


def _signature(rhythm: Rhythm) -> tuple[int, int]:
    """Return the time signature of one bar: quarters where it has whole ones, else the next finer that it has."""
    for denominator in (4, 8, 16, 32, 64):
        beats, rest = divmod(rhythm.steps * denominator, rhythm.steps_per_quarter * 4)
        if not rest and beats < 256:
            return beats, denominator
    return 4, 4


def _cut(source: Path, target: Path, begin: int, frames: int) -> None:
    """Copy some frames of a WAV file as they are."""
    with wave.open(str(source), "rb") as whole, target.open("wb") as file, wave.open(file, "wb") as part:
        part.setparams(whole.getparams())
        whole.setpos(begin)
        part.writeframes(whole.readframes(frames))


def _write(path: Path, make: Callable[[Path], None]) -> None:
    """Make a file in its place, whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        make(part)
        part.replace(path)
    except OSError as error:
        raise DescantError(str(path), error.strerror or str(error), "choose another folder") from error
    finally:
        part.unlink(missing_ok=True)
