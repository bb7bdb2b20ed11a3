"""Clearing: a learner for every note, from the keys that are struck to one sound, offline and on stage."""

import json
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import mido
import numpy as np
import pytest
from jack_server import Jack
from live_maker import OnStage, Player, derived, sounding
from midi_maker import ROOT, Performed, Spectrum, descant, perform

PATCH = ROOT / "patches" / "chorus.toml"
SCRIPT = ROOT / "patches" / "takes" / "chorus.py"
MIDI = SCRIPT.with_suffix(".mid")
FUNDAMENTAL_HZ = 440 * 2 ** ((26 - 69) / 12)  # D1, of which the keys are harmonics


@pytest.fixture(scope="module")
def piece(tmp_path_factory: pytest.TempPathFactory) -> Performed:
    return perform(tmp_path_factory.mktemp("clearing") / "out", MIDI, patch=PATCH)


def drawn(performed: Performed) -> dict[int, dict]:
    return {line["learner"]: line for line in performed.of("draw")}


def converged(performed: Performed) -> dict[int, float]:
    """Return when each learner came into tune; it does so once."""
    times: dict[int, float] = {}
    for line in performed.of("steps"):
        for number, yes in zip(line["learner"], line.get("converged", [False] * len(line["learner"])), strict=True):
            if yes:
                assert number not in times
                times[number] = line["t"]
    return times


# ---------------------------------------------------------------- the piece
def test_the_script_writes_the_file_that_is_kept(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path / "again.mid")], timeout=60, check=True)
    assert (tmp_path / "again.mid").read_bytes() == MIDI.read_bytes()


def test_two_hands_can_strike_it() -> None:
    down: set[int] = set()
    for message in mido.MidiFile(MIDI).tracks[0]:
        if message.type == "note_on":
            assert message.note not in down
            down.add(message.note)
        elif message.type == "note_off":
            down.remove(message.note)
    assert not down


def test_nothing_sticks_and_nothing_warns(piece: Performed) -> None:
    assert not piece.of("warn")
    assert not sounding(piece.lines)
    assert piece.lines[-1] == {"t": 45.0, "end": True}
    assert sorted(path.name for path in piece.folder.iterdir()) == ["audio.wav", "score.png", "take.jsonl"]


def test_every_loss_and_gradient_follows_from_its_draw_line(piece: Performed) -> None:
    t, steps = 2 * np.pi * np.arange(100) / 100, 0
    draws, taken = drawn(piece), defaultdict(int)
    theta = {number: np.array(draw["theta"]) for number, draw in draws.items()}
    for line in piece.of("steps"):
        assert not {"learning_rate", "points", "loss_form", "optimizer", "noise"} & line.keys()
        for number, n, loss, gradient in zip(
            line["learner"], line["n"], line["loss"], line["gradient"], strict=True
        ):  # fmt: skip
            draw = draws[number]
            angle = np.outer(t, draw["n"])
            residual = np.cos(angle + theta[number]) - np.cos(angle + np.array(draw["target"]))
            assert n == taken[number] + 1
            assert loss == pytest.approx(np.mean(residual**2), abs=1e-9, rel=1e-9)
            its_gradient = np.mean(-2 * residual * np.sin(angle + theta[number]), axis=0) / 3
            np.testing.assert_allclose(gradient, its_gradient, atol=1e-9, rtol=1e-9)
            theta[number] = theta[number] - draw["learning_rate"] * np.array(gradient)
            taken[number] = n
            steps += 1
    assert len(draws) == 57
    assert steps > 20_000


def test_every_note_follows_its_own_learner(piece: Performed) -> None:
    learner_of = {line["voice"]: line["learner"] for line in piece.of("on") if "learner" in line}
    assert sorted(learner_of.values()) == list(range(1, 58))  # one of each note's two voices
    for line in piece.of("steps"):
        losses = dict(zip(line["learner"], line["loss"], strict=True))
        assert [learner_of[voice] for voice, _ in line["detunes"]] == line["learner"] or line["n"] == [1]
        for voice, delta in line["detunes"]:
            assert delta == min(0.12, 0.06 * losses[learner_of[voice]])


def test_the_gathered_cluster_is_waited_for_the_thrown_ones_are_not_and_the_last_chord_is(piece: Performed) -> None:
    tuned = converged(piece)
    gathered, thrown, founded = (
        [tuned.get(number) for number in numbers] for numbers in (range(1, 9), range(9, 45), range(45, 58))
    )
    assert all(5.5 < time < 12.5 for time in gathered)
    assert sum(time is None for time in thrown) >= len(thrown) - 3
    assert all(31 < time < 41 for time in founded)
    assert max(founded) - min(founded) > 7  # one after another
    for times in (gathered, founded):
        assert max(np.diff(sorted(times))) < 2.0


def strange(piece: Performed, begin: float, end: float) -> float:
    """Return how much louder what lies between the harmonics of the low D is than the harmonics, in dB."""
    signal = piece.between(begin, end)
    power = np.abs(np.fft.rfft(signal * np.blackman(len(signal)))) ** 2
    hz = np.fft.rfftfreq(len(signal), 1 / piece.sample_rate)
    off = np.abs(hz / FUNDAMENTAL_HZ - np.round(hz / FUNDAMENTAL_HZ)) * FUNDAMENTAL_HZ
    heard = (hz > 25) & (hz < 4000)
    return float(10 * np.log10(power[heard & (off > 5)].sum() / power[heard & (off <= 5)].sum()))


def test_what_was_a_cluster_ends_as_the_harmonics_of_one_sound(piece: Performed) -> None:
    assert strange(piece, 28.7, 30.2) > -10
    assert strange(piece, 41.5, 43.4) < -50


def test_the_overtones_sound_where_the_take_says(piece: Performed) -> None:
    overtones = [voice for voice in piece.voices() if voice.instrument == "overtones" and voice.pitch > 48]
    voices = overtones[:6]  # the rest come too near to them
    for begin, end in ((5.6, 6.1), (13.2, 13.9)):
        spectrum = Spectrum(piece.between(begin, end), piece.sample_rate)
        for voice in voices:
            deltas = [delta for at, delta in voice.detunes if begin <= at - 0.015 <= end]
            wanted = 2 * voice.frequency_hz * (1 + np.mean(deltas))
            heard_hz, _ = spectrum.partial(wanted, within=0.004)
            assert heard_hz == pytest.approx(wanted, rel=2e-3 if begin < 13 else 1e-4)


def test_the_take_performs_again_wherever_it_lies(piece: Performed, tmp_path: Path) -> None:
    kept = [json.dumps(piece.header), *(json.dumps(line) for line in piece.lines if "in" in line)]
    (tmp_path / "take.jsonl").write_text("\n".join(kept) + "\n")
    status, _, err = descant("replay", tmp_path / "take.jsonl", "--out", tmp_path / "again", "--no-video")
    assert (status, err) == (0, "")
    again = Performed.read(tmp_path / "again")
    assert again.lines == piece.lines
    assert np.array_equal(again.sound, piece.sound)


def test_of_takes_that_are_the_same_the_text_is_the_same(piece: Performed, tmp_path: Path) -> None:
    assert descant("replay", piece.folder, "--out", tmp_path / "again", "--no-video")[0] == 0
    assert (tmp_path / "again" / "take.jsonl").read_bytes() == (piece.folder / "take.jsonl").read_bytes()


# ---------------------------------------------------------------- on stage
def test_on_stage_it_steps_on_every_tick_and_the_take_replays(jack: Jack, tmp_path: Path) -> None:
    player = Player(jack)
    options = ("--set", "chorus/steps_per_second=200", "--set", "chorus/lowest=0", "--seed", 5)
    try:
        with OnStage(jack, tmp_path / "take", PATCH, "--midi-in", "Disklavier", *options) as stage:
            stage.hears("plays from")
            player.play([(0.02 * place, [0x90, 40 + 2 * place, 80]) for place in range(24)])
            time.sleep(1.5)
            player.send((0xB0, 67, 127), (0xB0, 67, 0))
            time.sleep(0.5)
            player.up(40, 60, 86)
            time.sleep(0.3)
            assert stage.end(signal.SIGINT) == 0
    finally:
        player.unplug()
    lines = stage.lines()
    assert "Traceback" not in stage.said
    assert not [line for line in lines if "warn" in line]
    all_of_them = [line["t"] for line in lines if "steps" in line and len(line["learner"]) == 24]
    assert len(all_of_them) > 300
    np.testing.assert_allclose(np.diff(all_of_them), 0.005, atol=1e-9)  # caught up where late, and none skipped
    assert [line["cue"] for line in lines if "cue" in line] == [1, 2]
    assert not sounding(lines)
    assert descant("replay", stage.take, "--out", tmp_path / "again", "--no-video")[0] == 0
    again = (tmp_path / "again" / "take.jsonl").read_text().splitlines()[1:]
    live = derived(stage.raw())
    assert live == derived(again)[: len(live)]
