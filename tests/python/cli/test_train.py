"""`descant train`: a run from a corpus, stopped and gone on with, and what is wrong in one line."""

import json
import re
import signal
import subprocess
import sys
import time
import tomllib

import numpy as np
import pytest
from safetensors import safe_open

from descant.corpora import keeping
from descant.corpora.patterns import Gathering, Grid, Hit, Pattern, Source

ONE_LINE = re.compile(r"error: [^\n]+: [^\n]+; [^\n]+\n")


def corpus(folder, count=30, seed=0):
    """Keep a corpus of kicks on the beat and snares somewhere."""
    rng, grid = np.random.default_rng(seed), Grid(16, 4)
    gathering = Gathering(grid)
    while len(gathering.patterns) < count:
        snares = rng.choice(16, 3, replace=False)
        hits = [Hit(0, step, 100, 0) for step in range(0, 16, 4)] + [Hit(1, int(step), 90, 0) for step in snares]
        number = len(gathering.patterns)
        gathering.add(Pattern.of(hits, 9, grid, 16), "ab"[number % 2], 0, number, number % 10 == 9)
    keeping.save(gathering.corpus((Source("kicks"),), "made"), folder)
    return folder


def test_a_run_stopped_and_gone_on_with_is_the_run_gone_through(descant, tmp_path):
    data = corpus(tmp_path / "data")
    usual = ("train", "patterns", "--data", data, "--latent", 3, "--labels", "--beta", 0.5, "--warmup", 20, "--seed", 4)
    status, said, wrong = descant(*usual, "--steps", 60, "--out", tmp_path / "whole")
    assert (status, wrong) == (0, "")
    assert re.fullmatch(
        r"trained 60 steps into .*whole: cells \d+\.\d%, F1 of onsets \d+\.\d% .*, [^\n]* told from the point\n",
        said,
    )
    assert descant(*usual, "--steps", 25, "--out", tmp_path / "parts")[0] == 0
    assert descant(*usual, "--steps", 60, "--out", tmp_path / "parts", "--resume")[0] == 0
    for name in ("checkpoint.safetensors", "curves.jsonl", "run.toml", "model.safetensors"):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "parts" / name).read_bytes(), name
    table = tomllib.loads((tmp_path / "whole" / "run.toml").read_text())
    assert table["kind"] == "patterns"
    assert table["seed"] == 4
    assert table["data"]["patterns"] == 30
    expected = {"latents": 3, "labels": True, "beta": 0.5, "warmup": 20, "steps": 60}
    assert expected.items() <= table["settings"].items()


def test_a_run_has_a_model_to_play_and_its_curves_are_as_without(descant, tmp_path, monkeypatch):
    data = corpus(tmp_path / "data")
    usual = ("train", "patterns", "--data", data, "--steps", 50, "--seed", 4)
    assert descant(*usual, "--out", tmp_path / "run")[0] == 0
    with safe_open(tmp_path / "run" / "model.safetensors", "np") as file:
        head = json.loads(file.metadata()["descant"])
        weight = file.get_tensor("decoder.4.bias")
    facts = tomllib.loads((tmp_path / "run" / "run.toml").read_text())
    assert (head["step"], head["seed"], head["settings"]) == (50, 4, facts["settings"])
    assert head["data_sha256"] == facts["data"]["sha256"]
    with safe_open(tmp_path / "run" / "checkpoint.safetensors", "np") as file:
        assert (weight == file.get_tensor("model.decoder.4.bias")).all()
    monkeypatch.setattr("descant.training.model_file.ModelFile.write", lambda *arguments: None)
    assert descant(*usual, "--out", tmp_path / "without")[0] == 0
    curves = [(tmp_path / name / "curves.jsonl").read_bytes() for name in ("run", "without")]
    assert curves[0] == curves[1]


def test_where_none_is_held_out_nobody_says_that_it_never_saw_them(descant, tmp_path):
    data = corpus(tmp_path / "data", count=3)
    _, said, _ = descant("train", "patterns", "--data", data, "--out", tmp_path / "run", "--steps", 3)
    assert "on the patterns it was trained with" in said


def test_ctrl_c_keeps_the_run_and_says_how_to_go_on(descant, tmp_path):
    data, out = corpus(tmp_path / "data"), tmp_path / "run"
    command = ["train", "patterns", "--data", data, "--out", out, "--steps", 10**6]
    with subprocess.Popen(
        [sys.executable, "-m", "descant", *map(str, command)], stdout=subprocess.PIPE, text=True
    ) as ours:
        curves = out / "curves.jsonl"
        while not (curves.exists() and curves.read_text().count("\n") > 3):
            assert ours.poll() is None
            time.sleep(0.02)
        ours.send_signal(signal.SIGINT)
        said = ours.stdout.read()
    assert ours.returncode == 0
    reached = int(re.match(r"stopped at step (\d+) of 1000000, kept in .*; go on with --resume\n", said)[1])
    # to go on for no longer than it went is to have what was kept
    status, said, _ = descant(*command[:-1], reached + 3, "--resume")
    assert status == 0
    assert said.startswith(f"trained {reached + 3} steps")


def test_what_cannot_be_done_is_one_line(descant, tmp_path):
    data, other = corpus(tmp_path / "data"), corpus(tmp_path / "other", seed=1)
    run = tmp_path / "run"
    usual = ("train", "patterns", "--data", data, "--out", run, "--steps", 5)
    assert descant(*usual, "--resume")[2] == f"error: {run}: holds no run; name the folder of one, or train one first\n"
    assert descant(*usual)[0] == 0
    for arguments, text in (
        (usual, "holds a run; go on with --resume"),
        ((*usual, "--resume", "--latent", 3), "latents was 2, not 3"),
        ((*usual, "--resume", "--data", other), "the data's sha256 was"),
        ((*usual, "--data", tmp_path / "nowhere", "--out", tmp_path / "new"), "nowhere"),
        ((*usual, "--data", corpus(tmp_path / "one", count=1), "--out", tmp_path / "new"), "holds 1 patterns"),
    ):
        status, _, wrong = descant(*arguments)
        assert status == 1
        assert ONE_LINE.fullmatch(wrong)
        assert text in wrong
    kept = run / "checkpoint.safetensors"
    kept.write_bytes(kept.read_bytes()[:999])
    status, _, wrong = descant(*usual, "--resume")
    assert status == 1
    assert "is no whole checkpoint" in wrong
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("wrong", [("--beta", 4.5), ("--beta", -1), ("--latent", 0), ("--steps", 0), ("--seed", -1)])
def test_numbers_out_of_range_are_wrong_usage(descant, tmp_path, wrong):
    status, _, said = descant("train", "patterns", "--data", tmp_path, "--out", tmp_path / "run", *wrong)
    assert status == 2
    assert said.startswith("error: descant: ")


def test_the_curves_are_lines_of_json(descant, tmp_path):
    data, out = corpus(tmp_path / "data"), tmp_path / "run"
    descant("train", "patterns", "--data", data, "--out", out, "--steps", 40)
    lines = [json.loads(line) for line in (out / "curves.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [0, 20, 40]
    assert lines[0]["test"].keys() == {"elbo", "cells", "f1", "train_cells", "train_f1"}


@pytest.mark.parametrize("command", [("train", "patterns"), ("train", "sounds"), ("report",), ("study", "sizes")])
def test_what_learns_says_how_to_install_what_it_needs(descant, tmp_path, monkeypatch, command):
    monkeypatch.setitem(sys.modules, "torch", None)
    given = (tmp_path,) if command == ("report",) else ("--data", tmp_path, "--out", tmp_path / "run")
    status, _, wrong = descant(*command, *given)
    assert status == 1
    assert wrong == "error: torch: is not installed; .venv/bin/pip install -c requirements.lock -e '.[train]'\n"
