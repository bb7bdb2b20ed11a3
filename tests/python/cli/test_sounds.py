"""`descant sounds import` and `descant train sounds`: from a folder of files to a model that plays, in two commands."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib

import mido
import numpy as np
import pytest
import soundfile
import torch

from descant.corpora import facts
from descant.training.voices import read_speaker

ONE_LINE = re.compile(r"error: [^\n]+: [^\n]+; [^\n]+\n")
RATE = 22_050


@pytest.fixture
def folder(tmp_path):
    """Give a folder of tones that fall: low drums and high blocks, and a file that is none."""
    rng, t = np.random.default_rng(0), np.arange(RATE // 2) / RATE
    for name, low_hz, high_hz in (("block", 900.0, 1500.0), ("drum", 80.0, 160.0)):
        (tmp_path / "in" / name).mkdir(parents=True)
        for number in range(7):
            hz, fall = rng.uniform(low_hz, high_hz), rng.uniform(8.0, 20.0)
            sound = 0.5 * np.sin(2 * np.pi * hz * t) * np.exp(-fall * t)
            soundfile.write(tmp_path / "in" / name / f"{number}.wav", sound, RATE)
    (tmp_path / "in" / "drum" / "words.wav").write_text("no sound")
    return tmp_path / "in"


def test_a_folder_becomes_a_model_that_plays(descant, tmp_path, folder):
    status, said, wrong = descant("sounds", "import", folder, "--out", tmp_path / "data")
    assert status == 0
    assert wrong == f"{folder / 'drum' / 'words.wav'}: is no sound file (Format not recognised)\n"
    assert said == (
        f"imported 14 sounds of 15 files with 2 labels, 2 of them held out, into {tmp_path / 'data'}"
        "; dropped: 1; padded to one second: 14; resampled: 14\n"
    )
    usual = ("train", "sounds", "--data", tmp_path / "data", "--latent", 2, "--width", 4, "--steps", 12, "--seed", 4)
    status, said, wrong = descant(*usual, "--out", tmp_path / "run")
    assert (status, wrong) == (0, "")
    assert re.fullmatch(
        r"trained 12 steps into .*run: \d+\.\d\d dB from sounds it never saw; PCA with 2 numbers is \d+\.\d\d dB, "
        r"the nearest sound trained with \d+\.\d\d dB\n",
        said,
    )
    table = tomllib.loads((tmp_path / "run" / "run.toml").read_text())
    assert table["kind"] == "sounds" and table["data"]["sounds"] == 14 and table["settings"]["steps"] == 12
    speaker = read_speaker(tmp_path / "run" / "model.safetensors")
    assert speaker.voice.labels == ("block", "drum") and speaker.voice.trained_steps == 12
    assert speaker.sounds(torch.zeros(2, 2), torch.tensor([0, 1])).shape == (2, 44_100)
    status, _, wrong = descant(*usual, "--out", tmp_path / "run")
    assert status == 1 and "holds a run" in wrong
    status, said, _ = descant(*usual, "--out", tmp_path / "run", "--resume")
    assert status == 0 and said.startswith("trained 12 steps")


def test_what_cannot_be_imported_or_trained_with_is_one_line(descant, tmp_path):
    for arguments in (
        ("sounds", "import", tmp_path / "nowhere", "--out", tmp_path / "data"),
        ("sounds", "import", tmp_path, "--out", tmp_path / "data"),
        ("train", "sounds", "--data", tmp_path, "--out", tmp_path / "run"),
    ):
        status, said, wrong = descant(*arguments)
        assert (status, said) == (1, "") and ONE_LINE.fullmatch(wrong)
    assert not (tmp_path / "run").exists()


def test_a_run_of_sounds_has_a_report_that_sounds(descant, tmp_path, folder):
    assert descant("sounds", "import", folder, "--out", tmp_path / "data")[0] == 0
    run = tmp_path / "run"
    usual = ("train", "sounds", "--data", tmp_path / "data", "--width", 4, "--steps", 12)
    assert descant(*usual, "--out", run)[0] == 0
    status, said, wrong = descant("report", run)
    assert (status, wrong) == (0, "")
    assert re.fullmatch(
        r"wrote .*report\.html: step 12, \d+\.\d\d dB; PCA of 2 numbers is \d+\.\d\d dB, "
        r"the nearest sound trained with \d+\.\d\d dB, \d+\.\d% heard as their class\n",
        said,
    )
    text = (run / "report.html").read_text()
    assert re.search(r"(block|drum), \d\.wav: ", text) and "is no sound file (Format not recognised)" in text
    assert 1_000 < len(text) < 4_000_000
    status, said, _ = descant("report", run, "--json")
    assert status == 0
    figures = json.loads(said)
    assert figures["page"] == str(run / "report.html") and figures["sounds"] == 14
    assert figures["figures"]["unseen"] == 2 and figures["labels"] == ["block", "drum"]
    status, said, wrong = descant("report", run, "--sizes", tmp_path)
    assert (status, said) == (1, "") and ONE_LINE.fullmatch(wrong)


@pytest.mark.parametrize("command", ["sounds", "patterns"])
def test_ctrl_c_in_an_import_says_one_line_and_leaves_nothing(tmp_path, command):
    (tmp_path / "in").mkdir()
    quarters = mido.MidiFile(type=0)
    hits = [mido.Message("note_on", channel=9, note=36, velocity=90, time=240) for _ in range(400)]
    quarters.tracks.append(mido.MidiTrack(hits))
    for number in range(4000):
        if command == "patterns":
            quarters.tracks[0][0].velocity = 1 + number % 127
            quarters.save(tmp_path / "in" / f"{number}.mid")
        else:
            (tmp_path / "in" / f"{number}.wav").write_text("no sound")
    out, arguments = tmp_path / "out", [command, "import", tmp_path / "in", "--out", tmp_path / "out"]
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "descant", *map(str, arguments)], stdout=subprocess.PIPE, stderr=theirs
    ) as process:
        os.close(theirs)
        seen = b""
        while b"files" not in seen:  # the bar is there: it reads
            seen += os.read(ours, 65536)
        process.send_signal(signal.SIGINT)
        said = process.stdout.read()
        with contextlib.suppress(OSError):  # the terminal's other end is closed
            while more := os.read(ours, 65536):
                seen += more
    os.close(ours)
    assert (process.returncode, said) == (130, b"")
    assert seen.endswith(b"error: descant: interrupted; nothing was left half-written\r\n") and b"Traceback" not in seen
    assert not out.exists()


def test_ctrl_c_while_a_corpus_is_written_leaves_the_old_one(descant, tmp_path, folder, monkeypatch):
    out = tmp_path / "data"
    assert descant("sounds", "import", folder, "--out", out)[0] == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    writes, fsync = [], os.fsync

    def interrupted(handle):
        writes.append(handle)
        if len(writes) == 2:  # one of the files is there already
            raise KeyboardInterrupt
        fsync(handle)

    monkeypatch.setattr(facts.os, "fsync", interrupted)
    for where in (out, tmp_path / "new"):
        writes.clear()
        status, said, wrong = descant("sounds", "import", folder, "--out", where, "--seed", 5)
        assert (status, said) == (130, "")
        assert wrong.endswith("error: descant: interrupted; nothing was left half-written\n")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert not (tmp_path / "new").exists()


def test_a_corpus_or_run_of_another_kind_or_shape_is_one_line(descant, tmp_path, folder):
    data, run, rhythms = tmp_path / "data", tmp_path / "run", tmp_path / "rhythms"
    assert descant("sounds", "import", folder, "--out", data)[0] == 0
    assert descant("patterns", "make", "--out", rhythms, "--count", 2)[0] == 0
    sounds = ("train", "sounds", "--data", data, "--width", 3, "--steps", 2)
    patterns = ("train", "patterns", "--data", rhythms, "--steps", 2)
    assert descant(*sounds, "--out", run)[0] == 0
    assert descant(*patterns, "--out", tmp_path / "other")[0] == 0
    alone = tmp_path / "alone"
    assert descant("sounds", "import", folder / "drum" / "0.wav", "--out", alone)[0] == 0
    blocks = tmp_path / "blocks"
    assert descant("sounds", "import", folder / "block", "--out", blocks)[0] == 0
    damaged = shutil.copytree(data, tmp_path / "damaged")
    (damaged / "sounds.flac").write_bytes((damaged / "sounds.flac").read_bytes()[:-100])
    new = tmp_path / "new"
    for arguments, said in (
        (("train", "sounds", "--data", rhythms, "--out", new), "holds 'patterns' of form 1, not sounds of form 1"),
        (("train", "patterns", "--data", data, "--out", new), "holds 'sounds' of form 1, not patterns of form 1"),
        (("train", "sounds", "--data", alone, "--out", new), "holds 1 sounds; give at least two"),
        (("train", "sounds", "--data", damaged, "--out", new), "does not hold the files that corpus.toml was written"),
        ((*sounds, "--out", run, "--resume", "--width", 4), "width was 3, not 4"),
        ((*sounds, "--out", tmp_path / "other", "--resume"), "kind was patterns, not sounds"),
        ((*patterns, "--out", run, "--resume"), "kind was sounds, not patterns"),
        (("report", run, "--data", blocks), "is not the corpus that"),
        (("report", new), "holds no run; name the folder of one, or train one first"),
        (("loop", "--patterns", run, "--out", tmp_path / "a.wav"), "something else than patterns"),
    ):
        status, out, wrong = descant(*arguments)
        assert (status, out) == (1, "") and ONE_LINE.fullmatch(wrong) and said in wrong
    assert not new.exists() and not (tmp_path / "a.wav").exists()


def test_one_class_is_enough_to_learn_and_to_report_on(descant, tmp_path, folder):
    assert descant("sounds", "import", folder / "block", "--labels", "names", "--out", tmp_path / "none")[0] == 0
    status, said, wrong = descant("sounds", "import", folder / "block", folder / "block", "--out", tmp_path / "data")
    assert (status, wrong) == (0, "") and said.startswith("imported 7 sounds of 7 files with 1 label, 1 of them held")
    run = tmp_path / "run"
    assert descant("train", "sounds", "--data", tmp_path / "data", "--width", 3, "--steps", 2, "--out", run)[0] == 0
    status, said, wrong = descant("report", run)
    assert (status, wrong) == (0, "") and "heard" not in said
    assert "What a judge hears" not in (run / "report.html").read_text()
