"""What clients give to be learned: parts that are added while a piece is performed, and are part of it from then on."""

import math

import numpy as np
import pytest

from descant.patch import loads as patch_of
from descant.patch.rewrite import put_cue
from descant.performance.take import DERIVED
from descant.states import dumps, loads

TARGET = [math.sin(k / 10) for k in range(50)]


def learn(stage, t, part="mine", target=TARGET):
    begin = len(stage.lines)
    stage.performance.handle({"t": t, "in": "learn", "from": "sclang", "part": part, "target": list(target)})
    return stage.lines[begin + 1 :]


def derived(lines):
    return [line for line in lines if any(kind in line for kind in DERIVED)]


def test_a_part_is_added_and_begins(stage):
    here = stage()
    (drawn,) = learn(here, 1.0)
    assert (drawn["draw"], drawn["form"], drawn["target"]) == ("mine", "function", TARGET)
    steps = here.of("step", here.until(3.0))
    assert len(steps) == 120 and steps[0]["loss"] > 10 * steps[-1]["loss"]
    performance = here.performance
    assert performance.patch.parts["mine"].kind == "function" and "mine/loss" in performance.patch.streams
    assert performance.conductor.values["mine/shape"] == "given"
    assert here.engine.value_of("mine/loss") == steps[-1]["loss"]
    assert -1.2 < here.engine.value_of("mine/value") < 1.2


def test_its_streams_leave_for_buses_behind_the_others(stage):
    here = stage()
    learn(here, 1.0)
    here.until(1.1)
    first = here.engine.bus("mine/loss")
    assert first == here.engine.bus(list(here.patch.streams)[-1]) + 1
    sent = [message for _, message in here.sent if message[0] == "/c_setn"][-1]
    values = sent[3:]
    assert values[first - sent[1]] == pytest.approx(here.engine.value_of("mine/loss"))


def test_another_target_goes_to_the_same_learner(stage):
    here = stage()
    learn(here, 1.0)
    here.until(4.0)
    (aimed,) = learn(here, 4.0, target=[1.0, -1.0, 1.0])
    assert (aimed["aim"], aimed["learner"], aimed["target"]) == ("mine", 1, [1.0, -1.0, 1.0])
    steps = here.of("step", here.until(6.0))
    assert steps[0]["n"] == 181 and steps[0]["loss"] > 0.2 > steps[-1]["loss"]


@pytest.mark.parametrize(
    ("part", "target", "why"),
    [
        ("cubics", TARGET, "cubics is of the kind cubics, which learns nothing that is given"),
        ("overtones", TARGET, "overtones is the name of something else in the patch"),
        ("cubics-to-detune", TARGET, "is the name of something else"),
        ("shift", TARGET, "is the name of something else"),
        ("cue", TARGET, "cue is a word of the OSC protocol"),
        ("1st", TARGET, "a name is a letter, then letters"),
        ("mine", [1.0], "a target has from 2 to 1024 points, not 1"),
        ("mine", [0.0] * 1025, "a target has from 2 to 1024 points, not 1025"),
        ("mine", [0.0, "x"], "not 0"),
        ("mine", "text", "not 0"),
        ("mine", [0.0, math.nan], "not 0"),
        ("mine", [0.0, 1e9], "not 0"),
    ],
)
def test_what_cannot_be_given_changes_nothing(stage, part, target, why):
    here = stage()
    before = here.performance.state()
    here.performance.handle({"t": 0.0, "in": "learn", "from": "x", "part": part, "target": target})
    assert why in here.lines[-1]["text"] and here.lines[-1]["warn"] == part
    np.testing.assert_equal(here.performance.state(), before)


def test_there_is_an_end_to_it(stage):
    here = stage()
    for count in range(32):
        assert learn(here, 0.0, f"mine{count}")[-1]["draw"] == f"mine{count}"
    assert "32 parts were added already" in learn(here, 0.0, "mine32")[0]["text"]
    assert learn(here, 0.0, "mine31", [0.0, 1.0])[0]["aim"] == "mine31"


def test_a_performance_resumed_has_it_and_goes_on_equally(stage, stage_of):
    one = stage()
    learn(one, 1.0)
    one.until(2.0)
    count = len(one.lines)
    other = stage_of(one.patch, 7, started=False)
    other.performance.resume(loads(dumps(one.performance.state()), "here"))
    for each in (one, other):
        each.until(2.5)
        each.go(2.5)
        learn(each, 3.0, "yours")
        each.until(4.0)
    assert derived(other.lines) == derived(one.lines[count:])
    np.testing.assert_equal(other.performance.state(), one.performance.state())


def test_a_cue_declares_it_and_going_back_leaves_it(stage):
    here = stage()
    here.go(0.5)
    learn(here, 1.0)
    here.performance.handle({"t": 1.5, "in": "set", "name": "mine/learning_rate", "value": 0.05})
    here.go(2.0)
    assert here.performance.conductor.values["mine/learning_rate"] == 0.01
    here.performance.handle({"t": 3.0, "in": "cue", "do": "back"})
    assert here.performance.conductor.values["mine/learning_rate"] == 0.05
    here.performance.handle({"t": 4.0, "in": "cue", "do": "back"})  # to where there was none
    steps = here.of("step", here.until(5.0))
    assert steps[-1]["step"] == "mine" and steps[-1]["loss"] < 0.05


def test_going_to_a_cue_draws_it_anew_by_the_cue(stage):
    here = stage()
    learn(here, 1.0)
    here.until(3.0)
    here.performance.handle({"t": 3.0, "in": "cue", "do": "goto", "to": 2})
    drawn = [line for line in here.lines if line.get("draw") == "mine"]
    assert len(drawn) == 2 and drawn[1]["target"] == TARGET
    here.performance.handle({"t": 4.0, "in": "cue", "do": "goto", "to": 2})
    assert [line for line in here.lines if line.get("draw") == "mine"][2]["theta"] == drawn[1]["theta"]


def test_beginning_at_a_cue_keeps_what_it_was_given(stage):
    here = stage()
    learn(here, 1.0)
    here.until(3.0)
    here.performance.handle({"t": 3.0, "in": "cue", "do": "scrub", "to": 3})
    here.until(3.5)
    part = here.performance.parts["mine"]
    assert part.given() == tuple(TARGET)
    assert part.state()["values"]["shape"] == "given"


def test_a_captured_cue_brings_it_back_exactly(stage):
    here = stage()
    learn(here, 1.0)
    here.until(3.0)
    here.performance.handle({"t": 3.0, "in": "capture", "name": "Learned"})
    weights = here.performance.parts["mine"].state()["network"]
    here.until(4.0)
    learn(here, 4.0, target=[0.0, 1.0])
    here.until(6.0)
    here.performance.handle({"t": 6.0, "in": "cue", "do": "goto", "to": "Learned"})
    np.testing.assert_equal(here.performance.parts["mine"].state()["network"], weights)
    assert here.performance.parts["mine"].given() == tuple(TARGET)


def test_a_captured_cue_brings_the_part_into_the_patch(stage, tmp_path):
    here = stage()
    learn(here, 1.0)
    here.performance.handle({"t": 2.0, "in": "capture", "name": "Learned"})
    ((written, state),) = here.performance.edits.captures()
    text = put_cue(here.patch.text, written)
    assert '\n[parts.mine]\nkind = "function"\nshape = "given"\n\n[instruments.overtones]' in text
    again = patch_of(text, "small.toml", None, {written.state: state})
    assert again.parts["mine"].kind == "function" and again.declared["mine/shape"] == "given"
    assert put_cue(text, written) == text


def test_an_edited_patch_without_it_does_not_take_it_away(stage):
    here = stage()
    learn(here, 1.0)
    text = here.patch.text.replace('title = "Small"', 'title = "Other"')
    here.performance.handle({"t": 2.0, "in": "reload", "text": text, "files": {}})
    assert [line["text"] for line in here.lines if "warn" in line] == []
    assert here.performance.patch.title == "Other" and "mine" in here.performance.patch.parts
    assert here.of("step", here.until(3.0))


def test_when_it_is_over_nothing_is_learned_any_more(stage):
    here = stage()
    learn(here, 1.0)
    here.until(2.0)
    here.stop(2.0)
    assert here.of("step", here.until(4.0)) == []
