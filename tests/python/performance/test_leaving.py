"""How a piece of a concert makes way for another, and how that one begins."""

import math
from dataclasses import replace

import pytest

from descant.patch.patch import Leaves

PEDAL = 67


@pytest.fixture
def leaving(stage_of, small):
    """Return a stage with a piece that makes way, at its last cue, with a note held."""

    def put(**leaves):
        one = stage_of(replace(small, leaves=Leaves(fade_s=0.5, **leaves)), 7)
        one.go(1.0)
        one.go(2.0)
        one.go(2.5)
        one.on(3.0, 60)
        return one

    return put


def leave_lines(lines):
    return [line for line in lines if "leave" in line]


def faded(stage):
    return [m[m.index("fade") + 1] for _, m in stage.sent if m[0] == "/n_set" and "fade" in m]


def test_go_at_the_last_cue_is_refused_where_no_piece_follows(leaving):
    one = leaving(followed=False)
    assert [line["text"] for line in one.go(4.0) if "warn" in line] == ["refused: this is the last cue"]
    assert one.performance.leaving is None
    assert one.sounding


def test_go_at_the_last_cue_fades_out_and_lets_go(leaving):
    one = leaving()
    assert leave_lines(one.go(4.0)) == [{"t": 4.0, "leave": "next"}]
    assert (one.performance.leaving, one.performance.leaving_s) == ("next", 4.0)
    assert one.sounding == {}
    assert faded(one)[-1] == 0.0


def test_a_second_go_ends_the_pause(leaving):
    one = leaving(pause_s=math.inf)
    one.go(4.0)
    assert one.performance.leaving_s == math.inf
    one.go(5.0)
    assert one.performance.leaving_s == 5.0


def test_a_second_go_too_soon_does_not_end_the_pause(leaving):
    one = leaving(pause_s=math.inf)
    one.performance.handle({"t": 4.0, "in": "cue", "do": "go"})
    one.performance.handle({"t": 4.2, "in": "cue", "do": "go"})
    assert one.lines[-1]["text"].startswith("refused: 200 ms after the last GO")
    assert one.performance.leaving_s == math.inf


def test_a_cue_in_the_pause_brings_the_piece_back(leaving):
    one = leaving(pause_s=10.0)
    one.go(4.0)
    one.performance.handle({"t": 5.0, "in": "cue", "do": "goto", "to": 3})
    assert (one.performance.leaving, one.performance.leaving_s) == (None, math.inf)
    assert faded(one)[-1] == 1.0


def test_another_piece_can_be_asked_for_at_any_time(stage_of, small):
    one = stage_of(replace(small, leaves=Leaves(fade_s=0.5, followed=False)), 7)
    one.performance.handle({"t": 1.0, "in": "piece", "to": 3})
    assert (one.performance.leaving, one.performance.leaving_s) == (3, 1.0)


def test_a_pedal_that_is_still_down_counts_when_it_comes_again(stage_of, small):
    one = stage_of(small, 7)
    one.performance.handle({"t": 0.0, "in": "follow", "pedals": {"piano": {str(PEDAL): 127, "64": 100}}})
    assert [line for line in one.midi(0.5, 0xB0, PEDAL, 127) if "cue" in line] == []
    one.midi(0.6, 0xB0, PEDAL, 0)
    assert [line["cue"] for line in one.midi(1.0, 0xB0, PEDAL, 127) if "cue" in line] == [2]
    one.on(1.1, 60)
    one.off(1.2, 60)
    assert one.sounding  # the other pedal holds it


def test_the_go_that_led_here_keeps_its_distance(stage_of, small):
    one = stage_of(small, 7)
    one.performance.handle({"t": 0.0, "in": "follow", "pedals": {}})
    assert [line for line in one.go(0.1) if "cue" in line and "in" not in line] == []
    assert [line["cue"] for line in one.go(0.5) if "cue" in line and "in" not in line] == [2]


@pytest.mark.parametrize("pedals", [None, 5, {"piano": 3}, {"nobody": {"67": 1}}, {"piano": {"x": 1, "67": "a"}}])
def test_nonsense_of_pedals_changes_nothing(stage_of, small, pedals):
    one = stage_of(small, 7)
    one.performance.handle({"t": 0.0, "in": "follow", "pedals": pedals})
    assert [line["cue"] for line in one.midi(1.0, 0xB0, PEDAL, 127) if "cue" in line] == [2]
