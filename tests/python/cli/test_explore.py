"""`descant explore`: the folder it writes, the same for the same seed, and a line for each run that is none."""

import csv
import importlib.util
import json

import numpy as np
import pytest
import soundfile
import torch

from descant.models.atlas import Atlas
from descant.parts.sequencer import Sequencer
from descant.training import exploring


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(exploring, "PALETTE", 8)
    monkeypatch.setattr(torch, "set_num_threads", lambda count: None)


@pytest.fixture
def runs(tmp_path, rhythm_file, voice_file):
    """Write a run of each, and return what names them."""
    bias = np.random.default_rng(1).normal(-4.0, 3.0, 144).astype(np.float32)
    for name, data in (("patterns", rhythm_file(seed=5, hidden=48, tensors={"decoder.4.bias": bias})),
                       ("sounds", voice_file())):  # fmt: skip
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.safetensors").write_bytes(data)
    return ["--patterns", tmp_path / "patterns", "--sounds", tmp_path / "sounds", "--rounds", 12, "--loops", 3]


def test_it_writes_an_atlas_that_a_sequencer_plays(descant, runs, tmp_path):
    status, said, err = descant("explore", *runs, "--out", tmp_path / "an atlas")
    out = tmp_path / "an atlas"
    assert (status, err) == (0, "")
    atlas = Atlas.read((out / "atlas.safetensors").read_bytes(), "here")
    told = json.loads((out / "atlas.json").read_text())
    rows = list(csv.DictReader((out / "elites.csv").open()))
    count = len(rows)
    assert said == f"wrote {out}: {count} loops, {atlas.side} × {atlas.side} of them on the map, 3 to be heard\n"
    assert [row["elite"] for row in told["elites"]] == list(range(count))
    assert [float(row["density"]) for row in rows] == [row["density"] for row in told["elites"]]
    loops = sorted(path.name for path in (out / "loops").iterdir())
    assert len(loops) == 6 and {name.partition(".")[2] for name in loops} == {"mid", "wav"}
    assert soundfile.info(out / "loops" / loops[1]).subtype == "PCM_24"
    assert (out / "atlas.html").read_text().startswith("<!DOCTYPE html>")
    assert (out / "sheet.png").read_bytes()[:4] == b"\x89PNG"
    part = Sequencer("drums", {row.name: row.default for row in Sequencer.parameters}, 1)
    part.load("atlas", (out / "atlas.safetensors").read_bytes())
    assert told["patterns_sha256"] == atlas.patterns_sha256 != atlas.sounds_sha256 == told["sounds_sha256"]


def test_the_same_seed_writes_the_same_files(descant, runs, tmp_path):
    for folder, seed in (("a/x", 1), ("b/x", 1), ("c/x", 2)):
        assert descant("explore", *runs, "--seed", seed, "--out", tmp_path / folder)[0] == 0
    ours, again, other = (
        {path.relative_to(tmp_path / folder): path.read_bytes() for path in (tmp_path / folder).rglob("*.*")}
        for folder in ("a", "b", "c")
    )
    assert ours == again
    assert all(
        ours[path] != other[path] for path in map(type(next(iter(ours))), ("x/atlas.safetensors", "x/elites.csv"))
    )


BAD = [
    ("patterns", None, "No such file or directory; give the folder of a run: descant train patterns"),
    ("sounds", None, "No such file or directory; give the folder of a run: descant train sounds"),
    ("patterns", b"junk", "is no whole model file"),
    ("sounds", b"junk", "is no whole model file"),
    ("patterns", "sounds", "is a model of something else than patterns"),
    ("sounds", "patterns", "is a model of something else than sounds"),
    ("patterns", "empty", "names no pattern of its corpus, to be new against"),
    ("patterns", "silent", "only 0 loops were found that are not like each other; train the model of patterns longer"),
]


@pytest.mark.parametrize("bad", BAD, ids=[f"{which} {data}" for which, data, _ in BAD])
def test_a_run_that_is_none_is_one_line(descant, runs, tmp_path, rhythm_file, bad):
    which, data, said = bad
    path = tmp_path / which / "model.safetensors"
    if data is None:
        path.unlink()
    elif data in ("patterns", "sounds"):
        path.write_bytes((tmp_path / data / "model.safetensors").read_bytes())
    elif data in ("empty", "silent"):
        path.write_bytes(rhythm_file(items=0) if data == "empty" else rhythm_file(logits=np.full((9, 16), -9.0)))
    else:
        path.write_bytes(data)
    status, out, err = descant("explore", *runs, "--out", tmp_path / "atlas")
    assert status == 1 and out == "" and not (tmp_path / "atlas").exists()
    assert err.startswith("error: ") and said in err and err.count("\n") == 1


def test_without_ribs_it_says_what_to_install(descant, runs, tmp_path, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "ribs" else find(name, *rest))
    status, _, err = descant("explore", *runs, "--out", tmp_path / "atlas")
    assert status == 1 and err.startswith("error: descant explore: ribs is not installed; .venv/bin/pip install")


def test_a_folder_that_cannot_be_written_is_one_line(descant, runs, tmp_path):
    (tmp_path / "atlas").write_text("a file")
    status, _, err = descant("explore", *runs, "--out", tmp_path / "atlas")
    assert status == 1 and err.startswith("error: ") and "atlas" in err and err.count("\n") == 1


def test_a_model_of_sounds_without_classes_is_explored_too(descant, runs, tmp_path, voice_file):
    (tmp_path / "sounds" / "model.safetensors").write_bytes(voice_file(labels=(), latents=6))
    assert descant("explore", *runs, "--out", tmp_path / "atlas")[0] == 0
    atlas = Atlas.read((tmp_path / "atlas" / "atlas.safetensors").read_bytes(), "here")
    assert atlas.sound_latents == 4  # as many as instruments turn
