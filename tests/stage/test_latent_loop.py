"""Latent Loop: the bundled take has the form that its composer says it has, heard in what it writes."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from midi_maker import ROOT, descant

PATCH = ROOT / "patches" / "latent-loop.toml"
SCRIPT = ROOT / "patches" / "takes" / "latent-loop.py"
TAKE = SCRIPT.with_suffix(".jsonl")
BAR_S = 4 * 60 / 96
LOOKAHEAD_S = 0.03
PARTS = (0, 8, 18, 30, 37, 45, 59)  # the bars on which they begin


class Heard:
    """What a performance of the take wrote."""

    def __init__(self, out: Path) -> None:
        status, _, said = descant("replay", TAKE, "--patch", PATCH, "--out", out, "--no-video")
        assert status == 0, said
        self.lines = [json.loads(line) for line in (out / "take.jsonl").read_text().splitlines()]
        self.sound, self.rate = soundfile.read(out / "audio.wav")

    def strokes(self, first: float, last: float) -> list[dict[str, Any]]:
        """Return what sounds from a bar on until another."""
        return [
            line for line in self.lines
            if "on" in line and first <= (line.get("at", line["t"]) - LOOKAHEAD_S + 0.02) / BAR_S < last
        ]  # fmt: skip

    def hits(self, first: float, last: float) -> Counter[str]:
        return Counter(line["instrument"] for line in self.strokes(first, last))

    def sounds(self, first: float, last: float) -> dict[int, set[tuple[int, tuple[float, ...]]]]:
        """Return note → the classes and places that it had between two bars."""
        found: dict[int, set[tuple[int, tuple[float, ...]]]] = {}
        for line in self.lines:
            if line.get("in") == "sound" and first <= line["t"] / BAR_S < last:
                for note, label, place in line["sounds"]:
                    found.setdefault(note, set()).add((label, tuple(place)))
        return found

    def part(self, first: float, last: float) -> np.ndarray:
        return self.sound[round(first * BAR_S * self.rate) : round(last * BAR_S * self.rate)]

    def level_db(self, first: float, last: float) -> float:
        return float(10 * np.log10((self.part(first, last) ** 2).mean() + 1e-20))

    def centroid_hz(self, first: float, last: float) -> float:
        part = self.part(first, last).mean(axis=1)
        power = np.abs(np.fft.rfft(part)) ** 2
        return float(power @ np.fft.rfftfreq(len(part), 1 / self.rate) / power.sum())


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    return Heard(tmp_path_factory.mktemp("loop") / "out")


def test_the_script_writes_the_take_that_is_kept(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path / "again.jsonl")], timeout=60, check=True)
    assert (tmp_path / "again.jsonl").read_bytes() == TAKE.read_bytes()


def test_make_performs_it() -> None:
    make = ["make", "-nB", "perform", "PATCH=patches/latent-loop.toml"]
    done = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    command = "replay patches/takes/latent-loop.jsonl --patch patches/latent-loop.toml --out out/latent-loop"
    assert f"descant {command}\n" in done.stdout
    assert "scripts/setup play sounds\n" in done.stdout  # PyTorch decodes its sounds


def test_the_parts_begin_on_their_bars_and_nothing_warns(heard: Heard) -> None:
    cues = [line["t"] for line in heard.lines if "cue" in line]
    assert cues == pytest.approx([bar * BAR_S for bar in PARTS], abs=1e-5)
    assert not [line for line in heard.lines if "warn" in line]
    assert 150 < heard.lines[-1]["t"] < 190


def test_first_one_rhythm_of_which_the_sound_moves_then_one_sound_of_which_the_rhythm_moves(heard: Heard) -> None:
    assert set(heard.hits(0, 3.9)) == {"bell"}
    steps = [[round((line["at"] - LOOKAHEAD_S) / BAR_S * 16) % 16 for line in heard.strokes(bar, bar + 1)]
             for bar in (1, 3, 5, 7)]  # fmt: skip
    bells = [[step for step, line in zip(own, heard.strokes(bar, bar + 1), strict=True) if line["instrument"] == "bell"]
             for own, bar in zip(steps, (1, 3, 5, 7), strict=True)]  # fmt: skip
    assert all(each == bells[0] for each in bells)
    assert len(heard.sounds(2, 7.7)[38]) > 50
    assert heard.centroid_hz(0, 2) < 0.8 * heard.centroid_hz(3, 4)
    assert len(heard.sounds(9, 13.9).get(38, set())) == 0
    assert heard.hits(9, 10) != heard.hits(16, 17)


def test_the_rhythm_stands_while_each_stroke_is_another_sound(heard: Heard) -> None:
    kicks = [heard.hits(bar, bar + 1)["kick"] for bar in (31, 32, 33)]
    assert kicks == [kicks[0]] * 3
    assert min(len(heard.sounds(31, 34)[note]) for note in (36, 38, 42)) > 30
    labels = {note: {label for label, _ in found} for note, found in heard.sounds(30, 36).items()}
    assert len({next(iter(labels[note])) for note in (36, 38, 42, 46)}) == 4  # and none as which it began


def test_it_stops_and_the_hall_is_all_that_is_left(heard: Heard) -> None:
    assert not heard.hits(37.2, 38.9)
    assert heard.level_db(38, 39) < heard.level_db(31, 34) - 20
    assert heard.level_db(38, 39) > -70
    assert set(heard.hits(39, 41.5)) == {"bell", "kick", "low_tone"}


def test_it_is_fullest_at_the_end_of_the_sixth_part_and_leaves_gaps(heard: Heard) -> None:
    levels = [heard.level_db(first, last) for first, last in ((38, 39), (8, 12), (20, 26), (45, 49), (57, 59))]
    assert levels == sorted(levels)
    assert not heard.hits(52.52, 52.95)
    assert sum(heard.hits(57, 59).values()) > 2 * sum(heard.hits(20, 22).values())
    assert set(heard.hits(45, 59)) >= {"kick", "low_tone", "bell", "hat", "low", "mid", "high", "crash"}


def test_it_ends_as_it_began_slower_and_darker(heard: Heard) -> None:
    bells = [line["at"] for line in heard.strokes(60, 68) if line["instrument"] == "bell" and "at" in line]
    assert set(heard.hits(60.5, 67.5)) == {"bell"}
    assert len(bells) > 12
    assert heard.centroid_hz(66, 68) < 0.6 * heard.centroid_hz(61, 62)
    assert np.abs(heard.sound[-heard.rate // 4 :]).max() < 1e-3


def test_it_never_reaches_the_limiter_and_uses_what_there_is(heard: Heard) -> None:
    assert 0.4 < np.abs(heard.sound).max() < 0.95
    assert np.abs(heard.sound.mean(axis=0)).max() < 1e-4
