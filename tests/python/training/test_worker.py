"""The training beside a performance: what it tells, how it ends, and that its run is a run like any other."""

import hashlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from descant.corpora import keeping
from descant.corpora.making import Make, make_patterns
from descant.corpora.patterns import Grid
from descant.training.pattern_run import PatternRun
from descant.training.patterns import Settings
from descant.training.run import Run

LONG = 10**6


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    keeping.save(make_patterns(Make(Grid(), count=2, seed=1)), folder)
    return folder


class Beside:
    """A training in its process, and what it tells."""

    def __init__(self, corpus, folder, *, steps=LONG, seed=3, more=()):
        self.folder, self.lines = folder, []
        command = [sys.executable, "-m", "descant.training.worker", corpus]
        command += ["--run", folder / "run", "--weights", folder / "weights", "--steps", steps, "--seed", seed, *more]
        self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def read(self, until):
        """Read lines until one is as wanted, and return that one."""
        for raw in self.process.stdout:
            self.lines.append(json.loads(raw))
            if until(self.lines[-1]):
                return self.lines[-1]
        raise AssertionError(f"it ended: {self.lines}")

    def end(self):
        """Read to the end; return the exit status."""
        self.lines += map(json.loads, self.process.stdout)
        return self.process.wait()

    def models(self):
        return [line for line in self.lines if "sha256" in line]


@pytest.fixture
def beside(corpus, tmp_path):
    running = []

    def start(name="one", **more):
        running.append(Beside(corpus, tmp_path / name, **more))
        return running[-1]

    yield start
    for each in running:
        each.process.kill()
        with each.process:  # which closes its pipes
            pass


def step_of(content):
    length = int.from_bytes(content[:8], "little")
    return json.loads(json.loads(content[8 : 8 + length])["__metadata__"]["descant"])["step"]


def test_it_tells_figures_and_models_from_the_first_step_to_the_last(beside):
    work = beside(steps=400)
    assert work.end() == 0
    first, last = work.lines[0], work.lines[-1]
    assert first.keys() == {"step", "sha256"}
    assert first["step"] == 0
    assert last["step"] == 400
    assert last["done"] is True
    assert [line.get("done") for line in work.lines[:-1]] == [None] * (len(work.lines) - 1)
    figures = [line for line in work.lines if "streams" in line]
    assert len(figures) >= 2
    for line in figures:
        assert line["streams"].keys() == {"loss", "gradient", "kl/1", "kl/2"}
    steps = [line["step"] for line in work.lines]
    assert steps == sorted(steps)
    for line in work.models():
        content = (work.folder / "weights" / f"{line['sha256']}.safetensors").read_bytes()
        assert hashlib.sha256(content).hexdigest() == line["sha256"]
        assert step_of(content) == line["step"]
    assert {path.stem for path in (work.folder / "weights").iterdir()} == {line["sha256"] for line in work.models()}


def test_its_run_is_a_run_like_any_other_and_is_left_whole_when_nobody_wants_it_any_more(beside, corpus, tmp_path):
    work = beside()
    work.read(lambda line: line["step"] >= 200)
    work.process.stdin.close()
    assert work.end() == 0
    reached = work.lines[-1]["step"]
    assert "done" not in work.lines[-1]
    assert reached == work.models()[-1]["step"]
    through = PatternRun(corpus, tmp_path / "through", Settings(latents=2, steps=reached), 3, resume=False)
    assert through.train() == reached
    run = Run(work.folder / "run")
    for path in (run.curves_path, run.checkpoint_path):
        assert path.read_bytes() == (tmp_path / "through" / path.name).read_bytes()
    assert run.facts()["settings"]["steps"] == LONG
    assert run.facts()["seed"] == 3
    again = beside(steps=reached + 60)
    assert again.end() == 0
    assert again.lines[0]["step"] == reached
    assert again.lines[-1]["step"] == reached + 60
    assert again.lines[-1]["done"] is True


def test_it_goes_on_with_a_run_that_lies_elsewhere_and_leaves_that_as_it_is(beside, tmp_path):
    first = beside(steps=120)
    assert first.end() == 0
    before = {path.name: path.read_bytes() for path in (first.folder / "run").iterdir()}
    after = beside("two", steps=180, more=("--after", first.folder / "run"))
    assert after.end() == 0
    assert after.lines[0]["step"] == 120
    assert after.lines[-1]["step"] == 180
    assert {path.name: path.read_bytes() for path in (first.folder / "run").iterdir()} == before
    fresh = beside("three", steps=20, more=("--after", tmp_path / "nowhere"))
    assert fresh.end() == 0
    assert fresh.lines[0]["step"] == 0


def used(pid):
    """Return the processor's time that a process has had, in hundredths of a second."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def rests(pid):
    """Wait until a process has used no time of the processor for half a second; return whether that ever was."""
    for _ in range(60):
        before = used(pid)
        time.sleep(0.5)
        if used(pid) == before:
            return True
    return False


def test_it_rests_when_it_is_told_to_and_goes_on(beside):
    work = beside()
    work.read(lambda line: line["step"] > 0)
    work.process.stdin.write(b'{"hold": true}\n')
    work.process.stdin.flush()
    assert rests(work.process.pid)
    work.process.stdin.write(b'{"hold": false}\n')
    work.process.stdin.flush()
    work.read(lambda line: line["step"] > 2 * work.lines[0]["step"] + 300)
    work.process.stdin.write(b'{"hold": true}\n')
    work.process.stdin.close()  # nobody wants it any more, even if it rests
    assert work.end() == 0


def test_it_ends_whole_when_its_parent_is_killed(corpus, tmp_path):
    program = (
        "import subprocess, sys\n"
        "work = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "for line in work.stdout:\n"
        "    print(work.pid, flush=True)\n"
    )
    command = [sys.executable, "-m", "descant.training.worker", corpus, "--run", tmp_path / "run", "--weights"]
    command += [tmp_path / "weights", "--steps", LONG, "--seed", 1]
    with subprocess.Popen([sys.executable, "-c", program, *map(str, command)], stdout=subprocess.PIPE) as parent:
        pid = int([parent.stdout.readline() for _ in range(4)][-1])
        ended = os.pidfd_open(pid)
        parent.send_signal(signal.SIGKILL)
    assert select.select([ended], [], [], 30)[0]
    os.close(ended)
    task = PatternRun(corpus, tmp_path / "run", Settings(latents=2, steps=1), 1, resume=True).task
    assert Run(tmp_path / "run").restore(task.model, task.optimizer) > 0


def test_it_lets_everything_else_go_first_and_has_one_thread(beside):
    work = beside()
    work.read(lambda line: line["step"] > 0)
    fields = Path(f"/proc/{work.process.pid}/stat").read_text().rpartition(")")[2].split()
    assert int(fields[16]) == 19
    assert int(fields[17]) <= 2  # torch has begun no pool of them


@pytest.mark.parametrize("what", ["no corpus", "damaged", "another run"])
def test_what_cannot_be_trained_is_one_line(beside, corpus, tmp_path, what):
    if what == "another run":
        assert beside(steps=3).end() == 0
        work = beside(steps=3, seed=4)
    else:
        folder = tmp_path / "folder"
        folder.mkdir()
        if what == "damaged":
            (folder / "corpus.toml").write_text("kind = ")
        work = Beside(folder, tmp_path / "two", steps=3)
    assert work.end() == 1
    (line,) = work.lines
    assert line.keys() == {"error"}
    assert {"no corpus": "corpus.toml", "damaged": "is not TOML", "another run": "seed was 3, not 4"}[what] in (
        line["error"]
    )


def test_a_loss_that_is_no_number_is_told_once_and_the_run_stays(beside, corpus, tmp_path, monkeypatch, capfd):
    from descant.training import worker

    def spoilt(*arguments, **more):
        run = PatternRun(*arguments, **more)
        run.task.model.decoder[4].bias.data[0] = torch.nan
        return run

    monkeypatch.setattr("descant.training.pattern_run.PatternRun", spoilt)
    monkeypatch.setattr(os, "nice", lambda by: None)
    read, write = os.pipe()
    monkeypatch.setattr(worker, "IN", read)
    assert worker.main([str(corpus), "--run", str(tmp_path / "run"), "--weights", str(tmp_path), "--steps", "99",
                        "--seed", "1"]) == 1  # fmt: skip
    os.close(read)
    os.close(write)
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert "the loss is no number any more at step 20" in lines[-1]["error"]
    assert all("loss" not in line.get("streams", {}) for line in lines)
