"""The training beside a performance: what it tells, how it ends, and that its run is a run like any other."""

import hashlib
import itertools
import json
import math
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from descant.corpora import keeping
from descant.corpora.making import Make, make_patterns
from descant.corpora.patterns import Grid
from descant.training import worker
from descant.training.pattern_run import PatternRun
from descant.training.patterns import Settings
from descant.training.run import Run
from descant.training.worker import Teller

LONG = 10**6


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    keeping.save(make_patterns(Make(Grid(), count=2, seed=1)), folder)
    return folder


def command(corpus, folder, *, steps=LONG, seed=3, more=()):
    given = [corpus, "--run", folder / "run", "--weights", folder / "weights", "--steps", steps, "--seed", seed, *more]
    return [str(word) for word in given]


class Beside:
    """A training in this process, whose lines a thread reads; `act` is called with each, and may say something."""

    def __init__(self, arguments, folder, act):
        self.folder, self.lines, self._act = folder, [], act
        told, out = os.pipe()
        given, self._said = os.pipe()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(worker, "IN", given)
            patch.setattr(worker, "OUT", out)
            patch.setattr(os, "nice", lambda by: by)
            reading = threading.Thread(target=self._read, args=(told,))
            reading.start()
            self.status = worker.main(arguments)
            os.close(out)
            reading.join()
        os.close(given)
        self.leave()

    def _read(self, told):
        with os.fdopen(told) as lines:
            for raw in lines:
                self.lines.append(json.loads(raw))
                self._act(self)

    def say(self, hold):
        os.write(self._said, json.dumps({"hold": hold}).encode() + b"\n")

    def leave(self):
        """Want it no more."""
        if self._said >= 0:
            os.close(self._said)
        self._said = -1

    def models(self):
        return [line for line in self.lines if "sha256" in line]


@pytest.fixture
def beside(corpus, tmp_path):
    """Return a function that trains, and returns when that is over."""

    def train(name="one", act=lambda beside: None, **how):
        return Beside(command(how.pop("folder", corpus), tmp_path / name, **how), tmp_path / name, act)

    return train


def leaving(step):
    """Return what wants it no more after so many steps."""
    return lambda beside: beside.lines[-1]["step"] >= step and beside.leave()


def step_of(content):
    length = int.from_bytes(content[:8], "little")
    return json.loads(json.loads(content[8 : 8 + length])["__metadata__"]["descant"])["step"]


def test_it_tells_figures_and_models_from_the_first_step_to_the_last(beside):
    work = beside(steps=400)
    assert work.status == 0
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
    work = beside(act=leaving(100))
    assert work.status == 0
    reached = work.lines[-1]["step"]
    assert "done" not in work.lines[-1]
    assert reached == work.models()[-1]["step"] >= 100
    through = PatternRun(corpus, tmp_path / "through", Settings(latents=2, steps=reached), 3, resume=False)
    assert through.train() == reached
    run = Run(work.folder / "run")
    for path in (run.curves_path, run.checkpoint_path):
        assert path.read_bytes() == (tmp_path / "through" / path.name).read_bytes()
    assert run.facts()["settings"]["steps"] == LONG
    assert run.facts()["seed"] == 3
    again = beside(steps=reached + 60)
    assert again.lines[0]["step"] == reached
    assert again.lines[-1]["step"] == reached + 60
    assert again.lines[-1]["done"] is True
    over = beside(steps=reached + 60)
    assert [line["step"] for line in over.lines] == [reached + 60] * 2
    assert over.lines[-1] == {"step": reached + 60, "done": True}


def test_it_goes_on_with_a_run_that_lies_elsewhere_and_leaves_that_as_it_is(beside, tmp_path):
    first = beside(steps=120)
    before = {path.name: path.read_bytes() for path in (first.folder / "run").iterdir()}
    after = beside("two", steps=180, more=("--after", first.folder / "run"))
    assert after.status == 0
    assert after.lines[0]["step"] == 120
    assert after.lines[-1]["step"] == 180
    assert {path.name: path.read_bytes() for path in (first.folder / "run").iterdir()} == before
    assert {path.name for path in after.folder.iterdir()} == {"run", "weights"}
    fresh = beside("three", steps=20, more=("--after", tmp_path / "nowhere"))
    assert fresh.lines[0]["step"] == 0


def test_models_come_ever_less_often(monkeypatch, tmp_path):
    clock = SimpleNamespace(now_s=0.0)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: clock.now_s))
    told = []
    teller = Teller(SimpleNamespace(tell=told.append), lambda step: b"%d" % step, tmp_path)
    step = SimpleNamespace(number=0, line=lambda: {"loss": 1.0, "gradient_norm": math.inf, "kl": [0.5]})
    teller.begin(0)
    while clock.now_s < 600.0:
        clock.now_s, step.number = clock.now_s + 0.01, step.number + 1
        teller.see(step)
    at = [line["step"] / 100 for line in told if "sha256" in line]
    assert at[:4] == pytest.approx([0.0, 1.0, 2.0, 3.0], abs=0.05)
    assert 80 < len(at) < 100
    gaps = [later - sooner for sooner, later in itertools.pairwise(at)]
    assert gaps[-1] == pytest.approx(0.05 * at[-2], abs=0.05)
    figures = [line for line in told if "streams" in line]
    assert len(figures) == pytest.approx(6000, rel=0.1)
    assert figures[0]["streams"] == {"loss": 1.0, "kl/1": 0.5}  # what is no number is left out


# ---------------------------------------------------------------- in a process of its own
def program(corpus, folder, *more):
    return [sys.executable, "-m", "descant.training.worker", *command(corpus, folder, more=more)]


def used(pid):
    """Return the processor's time that a process has had, in hundredths of a second."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def rests(pid):
    """Wait until a process has used no time of the processor for half a second; return whether that ever was."""
    for _ in range(60):
        before = used(pid)
        time.sleep(0.5)
        if used(pid) == before > 0:
            return True
    return False


def test_it_rests_when_it_is_told_to_lets_all_else_go_first_and_has_one_thread(corpus, tmp_path):
    with subprocess.Popen(
        program(corpus, tmp_path, "--held"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as work:
        assert rests(work.pid)
        assert list(tmp_path.iterdir()) == []  # all that takes long is loaded, and no file touched
        work.stdin.write(b'{"hold": false}\n')
        lines = map(json.loads, work.stdout)
        assert next(lines)["step"] == 0
        seen = next(line for line in lines if line["step"] > 30)["step"]
        fields = Path(f"/proc/{work.pid}/stat").read_text().rpartition(")")[2].split()
        assert int(fields[16]) == min(19, os.nice(0) + 10)
        assert int(fields[17]) <= 2  # torch has begun no pool of them
        work.stdin.write(b'{"hold": true}\n')
        assert rests(work.pid)
        work.stdin.write(b'{"hold": false}\n')
        assert next(line for line in lines if line["step"] > seen + 100)
        work.stdin.write(b'{"hold": true}\n')
        work.stdin.close()  # nobody wants it any more, even if it rests
        *_, last = lines
    assert work.returncode == 0
    assert "sha256" in last


def test_it_ends_whole_when_its_parent_is_killed(corpus, tmp_path):
    text = (
        "import subprocess, sys\n"
        "work = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "for line in work.stdout:\n"
        "    print(work.pid, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", text, *program(corpus, tmp_path)], stdout=subprocess.PIPE) as parent:
        pid = int([parent.stdout.readline() for _ in range(4)][-1])
        ended = os.pidfd_open(pid)
        parent.send_signal(signal.SIGKILL)
    assert select.select([ended], [], [], 60)[0]
    os.close(ended)
    task = PatternRun(corpus, tmp_path / "run", Settings(latents=2, steps=1), 3, resume=True).task
    assert Run(tmp_path / "run").restore(task.model, task.optimizer) > 0


# ---------------------------------------------------------------- what goes wrong
@pytest.mark.parametrize("what", ["no corpus", "damaged", "another run"])
def test_what_cannot_be_trained_is_one_line(beside, corpus, tmp_path, what):
    if what == "another run":
        beside(steps=3)
        work = beside(steps=3, seed=4)
    else:
        folder = tmp_path / "folder"
        folder.mkdir()
        if what == "damaged":
            (folder / "corpus.toml").write_text("kind = ")
        work = beside(folder=folder)
    assert work.status == 1
    (line,) = work.lines
    assert line.keys() == {"error"}
    assert {"no corpus": "corpus.toml", "damaged": "is not TOML", "another run": "seed was 3, not 4"}[what] in (
        line["error"]
    )


def test_what_is_not_installed_says_how_to_have_it(beside, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch._dynamo", None)
    (line,) = beside().lines
    assert line["error"].startswith("torch._dynamo is not installed; .venv/bin/pip install")


def test_a_loss_that_is_no_number_is_told_once_and_the_run_stays(beside, monkeypatch):
    def spoilt(*arguments, **more):
        run = PatternRun(*arguments, **more)
        run.task.model.decoder[4].bias.data[0] = torch.nan
        return run

    monkeypatch.setattr("descant.training.pattern_run.PatternRun", spoilt)
    work = beside(steps=99)
    assert work.status == 1
    assert "the loss is no number any more at step 20" in work.lines[-1]["error"]
    assert all("loss" not in line.get("streams", {}) for line in work.lines)
