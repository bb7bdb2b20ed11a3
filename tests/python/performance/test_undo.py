"""Undo of knobs: a gesture is a step, cues begin anew, and a replay takes the same steps back."""

import numpy as np
import pytest

from descant.performance.take import DERIVED
from descant.performance.undo import MOST_STEPS

DEPTH, POINTS, RATE = "bend/depth", "cubics/points", "cubics/learning_rate"


@pytest.fixture
def hand(stage):
    """Return a stage with the hands' ways on it."""
    return Hand(stage())


class Hand:
    """A hand at the knobs of a small patch."""

    def __init__(self, one):
        self.stage, self.performance = one, one.performance
        self.declared = dict(one.performance.conductor.values)

    def set(self, t, name, value):
        self.performance.handle({"t": t, "in": "set", "from": "panel", "name": name, "value": value})

    def knobs(self, t, do):
        begin = len(self.stage.lines)
        self.performance.handle({"t": t, "in": "knobs", "do": do})
        return [line["text"] for line in self.stage.lines[begin:] if "warn" in line]

    def moved(self):
        """Return what is not as the first cue has it."""
        values = self.performance.conductor.values
        return {name: value for name, value in values.items() if value != self.declared[name]}


def test_one_step_back_and_forth_again(hand):
    hand.set(1.0, DEPTH, 0.5)
    hand.set(2.0, POINTS, 50)
    assert hand.performance.undo.names("undo") == (POINTS,)
    assert hand.knobs(3.0, "undo") == []
    assert hand.moved() == {DEPTH: 0.5}
    hand.knobs(3.0, "undo")
    assert hand.moved() == {}
    assert hand.knobs(4.0, "undo") == [
        "refused: no hand has moved anything since the cue began that undo could bring back"
    ]
    hand.knobs(5.0, "redo")
    assert hand.moved() == {DEPTH: 0.5}
    hand.knobs(5.0, "redo")
    assert hand.moved() == {DEPTH: 0.5, POINTS: 50}
    assert hand.performance.undo.names("redo") == ()
    assert len(hand.knobs(6.0, "redo")) == 1


@pytest.mark.parametrize(("pause_s", "steps"), [(0.1, 1), (0.69, 1), (0.71, 5)])
def test_a_gesture_is_one_step(hand, pause_s, steps):
    for n in range(5):
        hand.set(1.0 + n * pause_s, DEPTH, 0.1 * (n + 1))
    taken = 0
    while hand.performance.undo.names("undo"):
        hand.knobs(10.0, "undo")
        taken += 1
    assert taken == steps
    assert hand.moved() == {}
    for _ in range(steps):
        hand.knobs(11.0, "redo")
    assert hand.moved() == {DEPTH: 0.5}


def test_what_moves_together_is_one_step_and_another_knob_another(hand):
    for n in range(20):  # two coordinates of a pad, each an address
        hand.set(1.0 + n * 0.04, DEPTH, 0.02 * (n + 1))
        hand.set(1.01 + n * 0.04, "bend/wavelength", 1.0 + n)
    hand.set(2.1, POINTS, 50)
    hand.knobs(2.2, "undo")
    assert hand.moved().keys() == {DEPTH, "bend/wavelength"}
    hand.knobs(2.3, "undo")
    assert hand.moved() == {}


def test_what_was_undone_ends_the_gesture_and_a_new_hand_ends_what_could_be_redone(hand):
    hand.set(1.0, DEPTH, 0.5)
    hand.knobs(1.1, "undo")
    hand.set(1.2, DEPTH, 0.25)
    assert hand.performance.undo.names("redo") == ()
    hand.knobs(1.3, "undo")
    assert hand.moved() == {}


def test_what_changed_nothing_is_no_step(hand):
    hand.set(1.0, DEPTH, 0.5)
    hand.set(3.0, POINTS, hand.declared[POINTS])
    hand.set(4.0, "cubics/nothing", 1)
    hand.set(5.0, POINTS, -3)  # refused
    hand.set(6.0, RATE, 0.2)
    hand.set(6.1, RATE, hand.declared[RATE])  # back by the same gesture
    assert hand.performance.undo.names("undo") == (DEPTH,)
    hand.knobs(7.0, "undo")
    assert hand.moved() == {}


def test_a_part_that_was_switched_on_by_hand(hand):
    hand.set(1.0, "knots/on", value=True)
    assert hand.performance.plays("knots")
    hand.knobs(2.0, "undo")
    assert not hand.performance.plays("knots")
    hand.knobs(3.0, "redo")
    hand.stage.on(3.1, 40, 47, 52)
    assert hand.stage.of("draw")[-1]["draw"] == "knots"  # it hears chords again


def test_a_morph_by_hand_is_one_step(hand):
    for n in range(10):
        hand.performance.handle({"t": 1.0 + n * 0.1, "in": "morph", "x": n / 10, "cues": [1, 3]})
    assert len(hand.moved()) >= 3
    hand.knobs(3.0, "undo")
    hand.stage.until(3.1)
    assert hand.moved().keys() <= {"shift/red", "shift/green", "shift/blue"}


@pytest.mark.parametrize("cue", [{"do": "go"}, {"do": "goto", "to": 1}, {"do": "back"}])
def test_a_cue_begins_a_new_history(hand, cue):
    hand.performance.handle({"t": 0.5, "in": "cue", "do": "go"})
    hand.set(1.0, DEPTH, 0.5)
    hand.set(2.0, POINTS, 50)
    hand.knobs(2.5, "undo")
    hand.performance.handle({"t": 3.0, "in": "cue", **cue})
    assert hand.performance.undo.names("undo") == hand.performance.undo.names("redo") == ()
    hand.set(3.1, POINTS, 60)  # the gesture is a new one too
    assert hand.performance.undo.names("undo") == (POINTS,)


def test_a_value_on_its_way_goes_where_it_was_heading(hand):
    hand.performance.handle({"t": 0.5, "in": "cue", "do": "goto", "to": 2.5})
    hand.set(1.0, "overtones/level_db", -6.0)
    hand.stage.until(3.0)
    hand.knobs(4.0, "undo")
    assert hand.performance.conductor.values["overtones/level_db"] == -20.0


def test_the_oldest_steps_are_forgotten(hand):
    for n in range(MOST_STEPS + 10):
        hand.set(1.0 + n, POINTS, 2 + n)
    for n in range(MOST_STEPS):
        hand.knobs(400.0 + n, "undo")
    assert hand.moved() == {POINTS: 11}
    assert len(hand.knobs(800.0, "undo")) == 1


def test_it_performs_again(hand, stage_of):
    one = hand.stage
    one.on(0.2, 36, 60)
    for n in range(30):
        hand.set(0.5 + n * 0.05, RATE, 0.15 + n * 0.01)
        one.on(0.51 + n * 0.05, 50 + n % 7)
    hand.knobs(3.0, "undo")
    one.on(3.1, 60)
    hand.knobs(3.5, "redo")
    one.on(3.6, 62)
    again = stage_of(one.patch, 7)
    for line in [line for line in one.lines if "in" in line]:
        again.performance.handle(dict(line))
    assert again.lines == one.lines
    assert len([line for line in one.lines if any(kind in line for kind in DERIVED)]) > 60
    np.testing.assert_equal(again.performance.state(), one.performance.state())
