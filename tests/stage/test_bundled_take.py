"""The bundled performance has the form that its composer says it has, heard in what it writes."""

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import av
import mido
import numpy as np
import pytest
import soundfile

ROOT = Path(__file__).parents[2]
PATCH = ROOT / "patches" / "losses-dissonances-distortions.toml"
SCRIPT = ROOT / "patches" / "takes" / "losses-dissonances-distortions.py"
MIDI = SCRIPT.with_suffix(".mid")
Line = dict[str, Any]


def cents(detune: float) -> float:
    return 1200 * math.log2(1 + detune)


@dataclass
class Learner:
    """What one learner went through: when it was drawn, its steps, the cents that its notes were struck with."""

    drawn: float
    number: int
    steps: list[Line]
    struck: list[tuple[float, float]]  # (time, cents)

    @property
    def lasted(self) -> float:
        return float(self.steps[-1]["t"]) - self.drawn

    @property
    def left_at(self) -> float:
        """Cents heard after its last step."""
        return cents(max(detune for _, detune in self.steps[-1]["detunes"]))


class Performed:
    """A performance, as its take and its sound tell it."""

    def __init__(self, out: Path) -> None:
        self.lines = [json.loads(line) for line in (out / "take.jsonl").read_text().splitlines()][1:]
        self.samples, self.sample_rate = soundfile.read(out / "audio.wav")
        self.audio = out / "audio.wav"
        self.cues = [line["t"] for line in self.lines if "cue" in line]
        self.end = next(line["t"] for line in self.lines if "end" in line)
        self.on = [line for line in self.lines if "on" in line and line["instrument"] == "overtones"]

    def learners(self, part: str, begin: float, end: float) -> list[Learner]:
        """Return the learners of a part drawn from `begin` on, each with what it did before `end`."""
        return [
            Learner(
                line["t"], line["learner"], self._of("step", part, line["learner"], end),
                [(on["t"], cents(on["detune"])) for on in self.on
                 if on.get("part") == part and on["learner"] == line["learner"] and on["t"] < end],
            )
            for line in self.lines
            if line.get("draw") == part and begin <= line["t"] < end
        ]  # fmt: skip

    def _of(self, kind: str, part: str, learner: int, end: float) -> list[Line]:
        return [
            line for line in self.lines if line.get(kind) == part and line["learner"] == learner and line["t"] < end
        ]

    @cached_property
    def silences(self) -> list[tuple[float, float]]:
        """(begin, end) of everything below -60 dBFS, in hundredths of a second."""
        block = self.sample_rate // 100
        loud = np.abs(self.samples[: len(self.samples) // block * block]).reshape(-1, block * 2).max(axis=1) >= 1e-3
        edges = np.flatnonzero(np.diff(np.concatenate([[True], loud, [True]]).astype(int)))
        return [(begin / 100, end / 100) for begin, end in edges.reshape(-1, 2)]


@pytest.fixture(scope="module")
def performed(tmp_path_factory: pytest.TempPathFactory) -> Performed:
    out = tmp_path_factory.mktemp("bundled")
    command = [sys.executable, "-m", "descant", "render", str(PATCH), "--midi", str(MIDI), "--out", str(out)]
    done = subprocess.run([*command, "--no-video"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return Performed(out)


def test_the_script_writes_the_file_that_is_kept(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path / "again.mid")], timeout=60, check=True)
    assert (tmp_path / "again.mid").read_bytes() == MIDI.read_bytes()


@pytest.mark.parametrize("hand", ["left hand", "right hand"])
def test_a_hand_can_play_it(hand: str) -> None:
    track = next(track for track in mido.MidiFile(MIDI).tracks if track.name == hand)
    down: set[int] = set()
    for message in track:
        if message.type == "note_on":
            assert message.note not in down
            down.add(message.note)
        elif message.type == "note_off":
            down.remove(message.note)
        assert len(down) <= 5
        assert not down or max(down) - min(down) <= 12
    assert not down


def test_the_parts_begin_in_time(performed: Performed) -> None:
    assert performed.cues == pytest.approx([0, 50, 90, 135], abs=2)
    assert performed.end == pytest.approx(180, abs=2)
    assert len(performed.samples) / performed.sample_rate == pytest.approx(performed.end, abs=0.01)


def test_nothing_sticks_and_nothing_warns(performed: Performed) -> None:
    on = {line["voice"] for line in performed.lines if "on" in line}
    off = [line["voice"] for line in performed.lines if line.get("off")]
    assert sorted(off) == sorted(on)
    assert not [line for line in performed.lines if "warn" in line]


def test_part_one_has_four_basses_and_breaks_the_last_phrase_off(performed: Performed) -> None:
    first = next(line["t"] for line in performed.on if line["on"] < 48)
    phrases = performed.learners("cubics", first, performed.cues[1])
    assert len(phrases) == 4
    assert all(10 <= len(phrase.steps) <= 16 for phrase in phrases)
    assert all(phrase.struck[0][1] > 100 for phrase in phrases)
    assert all(phrase.left_at < 10 for phrase in phrases[:3])
    assert phrases[3].left_at > 30


def test_part_four_ends_what_part_one_broke_off(performed: Performed) -> None:
    broken = performed.learners("cubics", 0, performed.cues[1])[-1]
    again = [line for line in performed.lines if line.get("step") == "cubics" and line["t"] > performed.cues[3]]
    ended = [line for line in again if line["learner"] == broken.number]
    assert again[0] == ended[0]
    assert ended[-1]["loss"] < 0.4 * broken.steps[-1]["loss"]


def test_part_two_has_five_chords_and_answers_as_wrong_as_they_were_left(performed: Performed) -> None:
    chords = performed.learners("knots", performed.cues[1], performed.cues[2])
    assert len(chords) == 5
    assert all(1.5 <= chord.lasted <= 8 for chord in chords)
    held = [chord for chord in chords if chord.left_at < 2]
    left = [chord for chord in chords if chord.left_at > 25]
    assert [chords[0], chords[4]] == held
    assert chords[1:4] == left
    for chord in chords[:4]:  # four notes answer each
        answer = [wrong for time, wrong in chord.struck if time > chord.steps[-1]["t"]]
        assert len(answer) >= 4
        assert answer == pytest.approx([chord.left_at] * len(answer))


def test_part_three_ends_with_one_chord_alone_that_comes_clear(performed: Performed) -> None:
    *unclear, alone = performed.learners("knots", performed.cues[2], performed.cues[3])
    assert all(chord.left_at > 15 for chord in unclear)
    assert alone.struck[0][1] > 100
    assert alone.lasted >= 12
    assert alone.left_at < 5
    struck = [line["t"] for line in performed.on if unclear[-1].steps[-1]["t"] < line["t"] < performed.cues[3]]
    assert max(struck) - min(struck) < 0.06


def test_part_four_rises_and_its_last_learner_resolves_under_the_pedal(performed: Performed) -> None:
    *before, last = performed.learners("cubics", performed.cues[3], performed.end)
    assert len(before) == 4
    assert last.struck[0][1] > 380
    assert last.left_at < 3
    assert len(last.steps[-1]["detunes"]) >= 4  # what is still held came with it
    end = last.steps[-1]["t"]
    later = [line for line in performed.lines if line["t"] > end and line.get("in") == "midi"]
    up = next(line["t"] for line in later if line["data"][0] & 0xF0 == 0xB0 and line["data"][1] == 64)
    assert up - end >= 6
    assert not [line for line in later if line["data"][0] & 0xF0 == 0x90]
    assert performed.silences[-1][0] - end >= 6  # and it sounds as long


def test_it_is_silent_where_it_breathes(performed: Performed) -> None:
    inside = [end - begin for begin, end in performed.silences if begin > 1 and end < performed.end - 2]
    assert sum(1.5 <= silence <= 2.5 for silence in inside) >= 2


def test_it_is_soft_and_loud_and_never_too_loud(performed: Performed) -> None:
    assert np.abs(performed.samples).max() < 10 ** (-0.29 / 20)
    measured = _loudness(performed.audio)
    assert float(measured["lavfi.r128.LRA"]) >= 10
    assert -26 <= float(measured["lavfi.r128.I"]) <= -16


def _loudness(path: Path) -> dict[str, str]:
    """Return what EBU R 128 says of a whole file."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        graph = av.filter.Graph()
        ends = graph.add_abuffer(template=stream), graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
        graph.link_nodes(*ends).configure()
        measured: dict[str, str] = {}
        for frame in container.decode(stream):
            graph.push(frame)
            while True:
                try:
                    measured = dict(graph.pull().metadata)
                except (av.BlockingIOError, av.EOFError):
                    break
    return measured
