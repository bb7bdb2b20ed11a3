"""Latent Rhythm: the bundled take has the form that its composer says it has, heard in what it writes."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import soundfile
from midi_maker import ROOT, descant

PATCH = ROOT / "patches" / "latent-rhythm.toml"
SCRIPT = ROOT / "patches" / "takes" / "latent-rhythm.py"
TAKE = SCRIPT.with_suffix(".jsonl")
BAR_S = 4 * 60 / 112
LOOKAHEAD_S = 0.03
PARTS = (0, 12, 24, 36, 44, 56, 68)  # the bars on which they begin


class Heard:
    """What a performance of the take wrote."""

    def __init__(self, out: Path) -> None:
        status, _, said = descant("replay", TAKE, "--patch", PATCH, "--out", out, "--no-video")
        assert status == 0, said
        self.lines = [json.loads(line) for line in (out / "take.jsonl").read_text().splitlines()]
        self.sound, self.rate = soundfile.read(out / "audio.wav")
        self.wav = (out / "audio.wav").read_bytes()

    def hits(self, first: float, last: float) -> Counter[str]:
        """Count what each instrument plays from a bar on until another."""
        return Counter(
            line["instrument"] for line in self.lines
            if "on" in line and first <= (line.get("at", line["t"]) - LOOKAHEAD_S + 0.02) / BAR_S < last
        )  # fmt: skip

    def level_db(self, first: float, last: float) -> float:
        part = self.sound[round(first * BAR_S * self.rate) : round(last * BAR_S * self.rate)]
        return float(10 * np.log10((part**2).mean() + 1e-20))


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    return Heard(tmp_path_factory.mktemp("latent") / "out")


def test_the_script_writes_the_take_that_is_kept(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path / "again.jsonl")], timeout=60, check=True)
    assert (tmp_path / "again.jsonl").read_bytes() == TAKE.read_bytes()


@pytest.mark.parametrize(
    ("piece", "command"),
    [
        (
            "latent-rhythm",
            "replay patches/takes/latent-rhythm.jsonl --patch patches/latent-rhythm.toml --out out/latent-rhythm",
        ),
        ("chorus", "render patches/chorus.toml --midi patches/takes/chorus.mid --out out/chorus"),
    ],
)  # fmt: skip
def test_make_performs_any_piece_that_has_a_take(piece: str, command: str) -> None:
    make = ["make", "-nB", "perform", f"PATCH=patches/{piece}.toml"]
    done = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert f"descant {command}\n" in done.stdout


def test_the_parts_begin_on_their_bars_and_nothing_warns(heard: Heard) -> None:
    cues = [line["t"] for line in heard.lines if "cue" in line]
    assert cues == pytest.approx([bar * BAR_S for bar in PARTS], abs=1e-5)
    assert not [line for line in heard.lines if "warn" in line]
    assert 150 < heard.lines[-1]["t"] < 185


def test_one_after_another_comes_in(heard: Heard) -> None:
    assert set(heard.hits(0, 4)) == {"clave"}
    assert heard.hits(0, 1)["clave"] == heard.hits(1, 2)["clave"] == 6  # the son clave and a ghost
    assert set(heard.hits(4, 5.9)) == {"clave", "hat"}
    assert set(heard.hits(6.2, 8)) == {"clave", "hat", "kick"}
    assert set(heard.hits(12, 18)) >= {"clave", "agogo", "hat", "kick"}


def test_the_floor_is_four_to_the_bar_with_open_hats_between(heard: Heard) -> None:
    for bar in (25, 26, 29, 33):
        assert heard.hits(bar, bar + 1)["kick"] in (4, 5)
        assert heard.hits(bar, bar + 1)["bass"] == heard.hits(bar, bar + 1)["kick"]
        assert heard.hits(bar, bar + 1)["open"] >= 3
    assert heard.hits(27.7, 28)["low"] >= 1  # a fill leads into the fifth bar


def test_it_breaks_off_grows_on_the_way_and_is_fullest_in_the_samba(heard: Heard) -> None:
    assert heard.hits(36.1, 37.9)["ride"] > 12
    assert not heard.hits(36.1, 37.9)["kick"]
    hits = [sum(heard.hits(bar, bar + 2).values()) for bar in (38, 46, 50, 57)]
    assert hits == sorted(hits)
    levels = [heard.level_db(first, last) for first, last in ((0, 4), (36, 38), (8, 12), (24, 32), (64, 68))]
    assert levels == sorted(levels)
    assert levels[-1] - levels[0] > 15
    assert set(heard.hits(56, 68)) >= {"kick", "bass", "snare", "agogo", "clave", "hat", "high", "low", "crash"}


def test_it_ends_as_it_began_slower_and_less(heard: Heard) -> None:
    assert set(heard.hits(69, 79)) == {"clave", "kick"}
    times = [line["at"] for line in heard.lines if line.get("instrument") == "clave" and line.get("at", 0) > 70 * BAR_S]
    gaps = np.diff(times)
    assert gaps[-12:].mean() > 1.15 * gaps[:12].mean()
    assert np.abs(heard.sound[-heard.rate // 4 :]).max() < 0.01


def test_it_never_reaches_the_limiter_and_uses_what_there_is(heard: Heard) -> None:
    assert 0.4 < np.abs(heard.sound).max() < 0.9
    assert np.abs(heard.sound.mean(axis=0)).max() < 1e-4


def test_the_first_stroke_is_on_its_sample(heard: Heard) -> None:
    first = next(line["at"] for line in heard.lines if "at" in line)
    assert abs(int(np.flatnonzero(heard.sound[:, 0])[0]) - first * heard.rate) <= 1


def test_played_again_it_is_the_same_to_the_last_bit(heard: Heard, tmp_path: Path) -> None:
    assert Heard(tmp_path / "out").wav == heard.wav
