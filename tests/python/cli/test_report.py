"""`descant report`: a page in the run's folder, its figures as JSON, and what is wrong in one line."""

import base64
import io
import json
import re

import pytest
import soundfile

from descant.corpora import keeping
from descant.corpora.patterns import Gathering, Grid, Hit, Pattern, Source

ONE_LINE = re.compile(r"error: [^\n]+: [^\n]+; [^\n]+\n")


@pytest.fixture
def run(descant, tmp_path):
    """Return the folder of a short run; its corpus is `data` beside it."""
    gathering = Gathering(Grid())
    for number in range(24):
        hits = [Hit(number % 2, step, 100, 0) for step in range(0, 16, 4)] + [Hit(2, number // 2, 90, 0)]
        gathering.add(Pattern.of(hits, 9, Grid(), 16), "ab"[number % 2], 0, number, number % 6 < 2)
    keeping.save(gathering.corpus((Source("kicks"),), "made"), tmp_path / "data")
    out = tmp_path / "run"
    assert descant("train", "patterns", "--data", tmp_path / "data", "--out", out, "--steps", 40)[0] == 0
    return out


def test_a_page_is_in_the_run_s_folder_with_loops_that_sound(descant, run):
    status, said, wrong = descant("report", run, "--loops", 2)
    assert (status, wrong) == (0, "")
    assert re.fullmatch(r"wrote .*report\.html: step 40, cells \d+\.\d%, F1 .*\n", said)
    text = (run / "report.html").read_text()
    sounds = [base64.b64decode(found) for found in re.findall(r'data:audio/flac;base64,([^"]+)"', text)]
    assert len(sounds) == 2
    sound, rate = soundfile.read(io.BytesIO(sounds[1]))
    assert rate == 48_000
    assert len(sound) == round(2 * 4 * 60 / 112 * rate)
    assert not list(run.glob("*.partial"))


def test_figures_are_given_as_json_and_again_are_the_same(descant, run):
    status, said, _ = descant("report", run, "--loops", 0, "--json")
    assert status == 0
    figures = json.loads(said)
    assert figures["step"] == 40
    assert figures["figures"].keys() == {"elbo", "cells", "f1", "train_cells", "train_f1", "told", "unseen"}
    assert figures["figures"]["unseen"] == 8
    assert figures["settings"]["latents"] == 2
    assert figures["sizes"] is None
    before = (run / "report.html").read_bytes()
    assert descant("report", run, "--loops", 0)[0] == 0
    assert (run / "report.html").read_bytes() == before


def test_without_a_model_to_play_the_page_is_there_and_it_is_said(descant, run):
    (run / "model.safetensors").unlink()
    status, _, wrong = descant("report", run)
    assert status == 0
    assert re.fullmatch(r"no loops by the kit: [^\n]+\n", wrong)
    assert "data:audio" not in (run / "report.html").read_text()


def test_sizes_of_the_same_corpus_are_set_beside_it(descant, run, tmp_path):
    sha256 = json.loads(descant("report", run, "--loops", 0, "--json")[1])["data"]["sha256"]
    study = tmp_path / "study"
    study.mkdir()
    row = {"latents": 2, "cells": 0.5, "f1": 0.25, "elbo": -9.0, "told": 0.75, "active": 1, "seconds": 3.0}
    found = {"kind": "sizes", "what": "W", "data_sha256": sha256, "sizes": [row]}
    (study / "sizes.json").write_text(json.dumps(found))
    assert descant("report", run, "--loops", 0, "--sizes", study)[0] == 0
    assert "<td class=number>75.0 %</td>" in (run / "report.html").read_text()
    (study / "sizes.json").write_text(json.dumps(found | {"data_sha256": "other"}))
    status, _, wrong = descant("report", run, "--sizes", study)
    assert status == 1
    assert ONE_LINE.fullmatch(wrong)
    assert "of another corpus" in wrong
    (study / "sizes.json").write_text("{")
    assert "is damaged" in descant("report", run, "--sizes", study)[2]


def test_what_is_no_run_is_one_line_and_nothing_is_written(descant, tmp_path):
    for name in ("nowhere", "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        status, _, wrong = descant("report", tmp_path / name)
        assert status == 1
        assert ONE_LINE.fullmatch(wrong)
    assert list((tmp_path / "empty").iterdir()) == []
