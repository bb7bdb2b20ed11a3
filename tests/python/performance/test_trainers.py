"""Trainings beside a piece: processes that tell, rest, end and die, and what becomes of it."""

import os
import select
import signal
import sys
import time

import pytest

from descant.corpora import keeping
from descant.corpora.making import Make, make_patterns
from descant.corpora.patterns import Grid
from descant.performance.courses import Course
from descant.performance.trainers import Trainers, Training, _command
from descant.performance.weights import path_in
from descant.training.run import Run
from descant.training.worker import _parsed


def program(text):
    """Return a command that runs a program with `tell(line)`."""
    head = "import json, os, select, sys, time\ntell = lambda **line: print(json.dumps(line), flush=True)\n"
    return [sys.executable, "-c", head + text]


ECHO = "tell(step=0)\nfor line in sys.stdin:\n    tell(step=1, said=json.loads(line))\n"


@pytest.fixture
def training():
    made = []

    def start(text):
        made.append(Training(program(text)))
        made[-1].start()
        return made[-1]

    yield start
    for each in made:
        each.close()


def told_by(each, until, seconds=30.0):
    """Read until something is so; return all that was told, and how it ended."""
    lines, ended, end = [], None, time.monotonic() + seconds
    while not until(lines, ended):
        assert time.monotonic() < end, (lines, ended)
        select.select([each] if each.fileno() >= 0 else [], [], [], 0.02)
        told, fate = each.read()
        lines, ended = lines + told, ended if fate is None else fate
    return lines, ended


def is_over(lines, ended):
    return ended is not None


def test_what_is_told_comes_in_order_and_whole_and_reading_waits_for_nothing(training):
    halves = """os.write(1, b'{"step": 1, ')\ntime.sleep(0.3)\nos.write(1, b'"sha256": "a"}\\n')\n"""
    each = training("tell(step=0)\n" + halves + "tell(step=2, done=True)\n")
    lines, ended = told_by(each, is_over)
    assert lines == [{"step": 0}, {"step": 1, "sha256": "a"}, {"step": 2, "done": True}]
    assert ended == ""
    assert not each.runs
    each = training("time.sleep(60)")
    began = time.monotonic()
    assert each.read() == ([], None)
    assert time.monotonic() - began < 5.0


def test_what_is_no_line_of_a_training_is_passed_over(training):
    each = training("print('[' * 100000)\nprint('warning: …')\nprint('3')\ntell(loss=1)\ntell(step='1')\ntell(step=4)\n"
                    "sys.stdin.read()")  # fmt: skip
    lines, _ = told_by(each, lambda lines, ended: lines)
    assert lines == [{"step": 4}]


def test_it_is_told_to_rest_once_and_to_go_on(training):
    each = training(ECHO)
    told_by(each, lambda lines, ended: lines)
    assert not each.began
    for on in (True, False, False, True, True, False):  # it begins by resting
        each.hold(on)
    lines, _ = told_by(each, lambda lines, ended: len(lines) == 3)
    assert [line["said"] for line in lines] == [{"hold": False}, {"hold": True}, {"hold": False}]
    assert each.began


def test_one_that_is_to_end_says_its_last_words(training):
    each = training("tell(step=0)\nsys.stdin.read()\ntell(step=9, sha256='b')\n")
    told_by(each, lambda lines, ended: lines)
    each.stop()
    assert told_by(each, is_over) == ([{"step": 9, "sha256": "b"}], "")
    each.start()
    assert told_by(each, lambda lines, ended: lines)[0] == [{"step": 0}]


def test_one_that_dies_says_how(training):
    assert told_by(training("tell(error='made: is gone; give another')\nsys.exit(1)"), is_over)[1] == (
        "made: is gone; give another"
    )
    assert "ended with status 7; it plays on" in told_by(training("sys.exit(7)"), is_over)[1]
    each = training("tell(step=0)\ntime.sleep(60)")
    told_by(each, lambda lines, ended: lines)
    os.kill(each._process.pid, signal.SIGKILL)
    assert "ended by SIGKILL" in told_by(each, is_over)[1]


def test_one_that_does_not_end_is_ended(training, monkeypatch):
    monkeypatch.setattr("descant.performance.children.CLOSE_S", 0.1)
    each = training("tell(step=0)\ntime.sleep(60)")
    told_by(each, lambda lines, ended: lines)
    each.close()
    assert not each.runs


def test_a_ctrl_c_in_the_terminal_is_not_for_it(training):
    each = training("tell(step=os.getpgrp())\nsys.stdin.read()")
    (line,), _ = told_by(each, lambda lines, ended: lines)
    assert line["step"] != os.getpgrp()


# ---------------------------------------------------------------- a piece's
class Knobs:
    """What is wanted of the trainings of a piece with one part, and whether it plays."""

    def __init__(self, trainers):
        self.trainers, self.train, self.plays, self.lines = trainers, True, True, []

    def turn(self):
        self.trainers.follow(lambda part: self.train, lambda part: self.plays)
        select.select(self.trainers.pipes(), [], [], 0.02)
        self.lines += (found := self.trainers.read())
        return found

    def until(self, what, seconds=60.0):
        end = time.monotonic() + seconds
        while not any(map(what, self.turn())):
            assert time.monotonic() < end, self.lines

    def ended(self):
        while self.trainers._trainings["drums"].runs:
            self.turn()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    keeping.save(make_patterns(Make(Grid(), count=2, seed=1)), folder)
    return folder


LEARNING = """
if not json.loads(sys.stdin.readline())["hold"]:
    tell(step=0)
held, step = False, 0
while True:
    if held or select.select([0], [], [], 0.02)[0]:
        line = sys.stdin.readline()
        if not line:
            break
        held = json.loads(line)["hold"]
    elif not held:
        step += 1
        tell(step=step, streams={"loss": 1.0})
"""
"""Stands in for a training where only its owner is looked at: it begins, rests, goes on and ends as one does."""


@pytest.fixture
def knobs(corpus, tmp_path, monkeypatch):
    made = []

    def make(take="take", folder=corpus, steps=10**6, after=None, text=None):
        if text is not None:
            monkeypatch.setattr("descant.performance.trainers._command", lambda *given: program(text))
        trainers = Trainers({"drums": Course(folder, 3, steps)}, tmp_path / take, 5, after)
        made.append(Knobs(trainers))
        return made[-1]

    yield make
    for each in made:
        each.trainers.close()


def test_a_part_is_trained_into_its_take_kept_when_switched_off_and_gone_on_with(knobs, tmp_path, corpus):
    of = knobs()
    of.train = False
    of.turn()
    assert not of.trainers.pipes()  # nobody has had it ready
    of.train = True
    of.until(lambda line: line.get("step", 0) > 20)
    first = next(line for line in of.lines if "sha256" in line)
    assert first == {"in": "worker", "part": "drums", "step": 0, "sha256": first["sha256"]}
    assert path_in(tmp_path / "take", first["sha256"]).stat().st_size > 10_000
    of.train = False
    of.ended()
    last = of.lines[-1]
    assert last.keys() == {"in", "part", "step", "sha256"}
    run = Run(tmp_path / "take" / "training" / "drums")
    assert run.facts()["settings"]["latents"] == 3
    assert run.facts()["seed"] == 5
    assert run.facts()["data"]["folder"] == str(corpus)
    of.lines.clear()
    of.train = True
    of.until(lambda line: line.get("step", 0) > last["step"])
    assert min(line["step"] for line in of.lines) == last["step"]
    assert all(line["in"] == "worker" for line in of.lines)


def test_it_ends_once(knobs):
    of = knobs(text="sys.stdin.readline()\ntell(step=30, done=True)")
    of.until(lambda line: line.get("done"))
    of.ended()
    for _ in range(3):
        of.turn()
    assert not of.trainers.pipes()
    assert of.lines == [{"in": "worker", "part": "drums", "step": 30, "done": True}]


def test_it_rests_while_its_part_does_not_play_and_does_not_begin_before(knobs):
    of = knobs(text=LEARNING)
    of.plays = False
    of.turn()
    assert not of.trainers.pipes()
    of.plays = True
    of.until(lambda line: "streams" in line)
    of.plays = False
    while select.select(of.trainers.pipes(), [], [], 1.0)[0]:  # ten lines a second come from one that does not rest
        of.turn()
    at = of.lines[-1]["step"]
    of.plays = True
    of.until(lambda line: line["step"] > at)


def test_one_that_is_ready_before_it_is_wanted_begins_when_it_is(knobs):
    of = knobs(text=LEARNING)
    of.train = False
    of.trainers.prepare()
    (ready,) = of.trainers.pipes()
    of.turn()
    assert ready.runs
    assert not ready.began
    of.train = True
    of.until(lambda line: "streams" in line)
    assert of.lines[0] == {"in": "worker", "part": "drums", "step": 0}
    of.train = False
    of.ended()
    never = knobs(text=LEARNING)
    never.trainers.prepare()
    (ready,) = never.trainers.pipes()
    never.trainers.close()
    assert not ready.runs


def test_what_is_wanted_reaches_the_command(corpus, tmp_path):
    command = _command("drums", Course(corpus, 3, 50), tmp_path / "take-2", 5, tmp_path / "take")
    given = _parsed(command[command.index("descant.training.worker") + 1 :])
    assert (given.corpus, given.run) == (corpus, tmp_path / "take-2" / "training" / "drums")
    assert (given.weights, given.after) == (tmp_path / "take-2" / "weights", tmp_path / "take" / "training" / "drums")
    assert (given.latents, given.steps, given.seed, given.held, given.soon) == (3, 50, 5, True, False)


def test_one_that_fails_is_told_of_once_and_tried_again_when_it_is_switched_on_anew(knobs):
    of = knobs(text="sys.stdin.readline()\ntell(error='nowhere is no corpus; make one')\nsys.exit(1)")
    of.until(lambda line: line["in"] == "fault")
    for _ in range(5):
        of.turn()
    (fault,) = of.lines
    assert fault == {"in": "fault", "of": "drums", "text": "nowhere is no corpus; make one"}
    of.train = False
    of.turn()
    of.train = True
    of.until(lambda line: line["in"] == "fault")
    assert of.lines == [fault, fault]


def test_one_that_cannot_be_started_is_a_fault(knobs, monkeypatch):
    of = knobs()
    monkeypatch.setattr("subprocess.Popen", lambda *a, **k: (_ for _ in ()).throw(OSError(11, "no more processes")))
    of.turn()
    of.turn()
    assert of.lines == [{"in": "fault", "of": "drums", "text": "its training cannot be started (no more processes)"}]
