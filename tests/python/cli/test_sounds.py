"""`descant sounds import` and `descant train sounds`: from a folder of files to a model that plays, in two commands."""

import json
import re
import tomllib

import numpy as np
import pytest
import soundfile
import torch

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
