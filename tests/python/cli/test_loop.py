"""`descant loop`: what it writes goes round, and each onset in the WAV is where the MIDI beside it says."""

import math

import mido
import numpy as np
import pytest
import soundfile
import supriya.ugens
from supriya import SynthDefBuilder

from descant.cli.loop import SHIPPED
from descant.models.rhythm import Rhythm
from descant.performance import looping

SAMPLE_RATE = 48_000


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Be in the test's own folder."""
    monkeypatch.chdir(tmp_path)


def onsets_s(path):
    """Return time and note of each note-on of a MIDI file, and how long the file is."""
    now, found = 0.0, []
    for message in mido.MidiFile(path):
        now += message.time
        if message.type == "note_on" and message.velocity:
            found.append((now, message.note))
    return found, now


def click(name, path):
    """Return a SynthDef whose whole sound is one sample."""
    with SynthDefBuilder(out=0, gate=1) as builder:
        supriya.ugens.FreeSelf.kr(trigger=1 - builder["gate"])
        supriya.ugens.OffsetOut.ar(bus=builder["out"], source=[supriya.ugens.Impulse.ar(frequency=0.0) * 0.1] * 2)
    return builder.build(name=f"click-{name}")


@pytest.mark.parametrize(
    "options",
    [
        ("--bpm", "120", "--groove", "0"), ("--bpm", "97.3", "--swing", "58"), ("--bpm", "171", "--temperature", "1"),
        ("--bpm", "133.33", "--at=1.9,1.5", "--bars", "9"),
    ],
)  # fmt: skip
def test_onsets_measured_in_the_wav_are_those_of_the_midi_beside_it(options, descant, tmp_path, monkeypatch):
    monkeypatch.setattr(looping, "read_synthdef", click)
    descant("loop", *options, "--out", tmp_path / "a.wav")
    sound, rate = soundfile.read(tmp_path / "a.wav")
    found = np.flatnonzero(sound[:, 0] > 0.01)
    wanted, end = onsets_s(tmp_path / "a.mid")
    assert rate == SAMPLE_RATE
    assert abs(end * rate - len(sound)) <= 1
    assert len(found) > 20
    apart = np.abs(found[:, None] - np.array([time for time, _ in wanted])[None] * rate)
    assert apart.min(axis=0).max() < 0.5  # each of the MIDI's is heard
    assert apart.min(axis=1).max() < 0.5  # each that is heard is the MIDI's


def test_it_goes_round_without_a_gap_and_its_tails_ring_over_the_end(descant, tmp_path):
    descant("loop", "--at=1.9,1.5", "--bars", "2", "--bpm", "150", "--out", tmp_path / "a.wav")
    sound, _ = soundfile.read(tmp_path / "a.wav")
    assert soundfile.info(tmp_path / "a.wav").subtype == "PCM_24"
    assert len(sound) == round(2 * 4 * 60 / 150 * SAMPLE_RATE)
    assert np.abs(sound[:4]).max() > 0  # what rang on from the bar before
    steps = np.abs(np.diff(sound[:, 0]))
    assert abs(sound[0, 0] - sound[-1, 0]) <= steps.max()
    assert 0.05 < np.abs(sound).max() < 0.966


def test_a_point_gives_the_same_files_twice_and_others_elsewhere(descant, tmp_path):
    wanted = {"a": "--at=0.3,-1.5", "b": "--at=0.3,-1.5", "c": "--at=-1.6,1.1"}
    for name, at in wanted.items():
        descant("loop", at, "--temperature", "0.7", "--bars", "1", "--out", tmp_path / f"{name}.wav")
    for ending in ("wav", "mid"):
        a, b, c = ((tmp_path / f"{name}.{ending}").read_bytes() for name in wanted)
        assert a == b
        assert a != c


def test_the_seed_decides_what_chance_does(descant, tmp_path):
    for seed in ("1", "2"):
        descant("loop", "--temperature", "1.5", "--seed", seed, "--bars", "1", "--out", tmp_path / f"{seed}.wav")
    assert (tmp_path / "1.mid").read_bytes() != (tmp_path / "2.mid").read_bytes()


def test_a_label_is_where_it_lies_in_a_model_that_was_not_told(descant, tmp_path):
    rhythm = Rhythm.read(SHIPPED.read_bytes(), "shipped")
    _, said, _ = descant("loop", "--label", "samba", "--bars", "1", "--out", tmp_path / "a.wav")
    at = [float(value) for value in said.split(" at ")[1].split(" into ")[0].split(", ")]
    assert rhythm.labels[rhythm.nearest(at).label] == "samba"


def test_a_model_that_was_told_labels_is_told_one(descant, tmp_path, rhythm_file):
    model = rhythm_file(head={"labels": ["fast", "slow"], "conditioned": True}, seed=4)
    (tmp_path / "model.safetensors").write_bytes(model)
    for label in ("fast", "slow"):
        descant(
            "loop", "--patterns", tmp_path, "--at=1,1", "--label", label, "--bars", "1",
            "--out", tmp_path / f"{label}.wav",
        )  # fmt: skip
    assert (tmp_path / "fast.mid").read_bytes() != (tmp_path / "slow.mid").read_bytes()


def test_rows_and_metre_of_a_composers_own_model(descant, tmp_path, rhythm_file):
    rows = [("clave", (75,)), ("stone", (3,)), ("bell", (56,))]
    logits = np.full((3, 12), -9.0)
    logits[0, 0] = logits[1, 5] = logits[2, 11] = 9.0
    (tmp_path / "model.safetensors").write_bytes(rhythm_file(rows, 12, 3, logits=logits))
    descant("loop", "--patterns", tmp_path, "--bars", "2", "--bpm", "90", "--groove", "0", "--out", tmp_path / "a.wav")
    step_s = 60 / 90 / 4
    found, end = onsets_s(tmp_path / "a.mid")
    expected = [(0, 75), (5, 3), (11, 56), (12, 75), (17, 3), (23, 56)]
    assert found == [(pytest.approx(step * step_s, abs=1e-5), note) for step, note in expected]
    assert end == pytest.approx(24 * step_s, abs=1e-5)
    first = next(message for message in mido.MidiFile(tmp_path / "a.mid") if message.type == "time_signature")
    assert (first.numerator, first.denominator) == (3, 4)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--at=1",), "'1' has 1 coordinate, the model has 2"),
        (("--at=1,2,3",), "'1,2,3' has 3 coordinates, the model has 2"),
        (("--at=nan,0",), "'nan,0' lies outside of the model's space"),
        (("--at=1e9,0",), "'1e9,0' lies outside of the model's space"),
        (("--at=a,b",), "'a,b' is no point; give 2 numbers from -4 to 4"),
        (("--label", "sambo"), "there is no label 'sambo'; did you mean 'samba'?"),
        (("--label", "samba", "--at=0,0"), "this model is told no labels: it is a place"),
        (("--patterns", "nowhere"), "nowhere: No such file or directory; give the folder of a run"),
        (("--patterns", "."), ".: is no run of patterns: it has no model.safetensors"),
        (("--patterns", "broken.safetensors"), "broken.safetensors: "),
        (("--patterns", "other.safetensors"), "other.safetensors: "),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_is_wrong_is_said_in_a_line(options, said, descant, tmp_path, rhythm_file):
    (tmp_path / "broken.safetensors").write_bytes(SHIPPED.read_bytes()[:5000])
    (tmp_path / "other.safetensors").write_bytes(rhythm_file(head={"kind": "sounds"}))
    status, _, text = descant("loop", *options, "--out", "a.wav")
    assert status == 1
    assert text.count("\n") == 1
    assert said in text
    assert not (tmp_path / "a.wav").exists()


def test_a_name_that_is_no_wav_is_refused(descant, tmp_path):
    status, _, text = descant("loop", "--out", tmp_path / "a.mp3")
    assert status == 1
    assert "let it end in .wav" in text


def test_the_shipped_model_is_small_and_knows_its_rhythms():
    rhythm = Rhythm.read(SHIPPED.read_bytes(), "shipped")
    assert SHIPPED.stat().st_size < 1 << 20
    assert (rhythm.latents, rhythm.steps, len(rhythm.rows), len(rhythm.labels)) == (2, 16, 9, 18)
    right = total = 0
    for index in range(0, len(rhythm.corpus_z), 7):
        item = rhythm.item(index)
        played = rhythm.logits(item.z) > 0
        right += int((played == (item.onsets > 0)).sum())
        total += item.onsets.size
    assert right / total > 0.975
    assert math.isclose(float(rhythm.corpus_z.std()), 1.0, abs_tol=0.25)
