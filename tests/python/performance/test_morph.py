"""A hand between cues: every parameter in its own curve, what is no number in the middle, and GO from there."""

import math

import numpy as np
import pytest

from descant.performance.morph import morphed
from descant.performance.take import DERIVED
from descant.states import dumps, loads

CUES = """
[[cues]]
number = 1
name = "Near"
set = { "knots/steps_per_second" = 10.0, "bend/depth" = 0.0, "overtones/level_db" = -20.0, "cubics/on" = true }

[[cues]]
number = 2
name = "Far"
set = { "knots/steps_per_second" = 40.0, "bend/depth" = 0.5, "knots/on" = true, "knots/points" = 50 }

[[cues]]
number = 3
name = "Farther"
set = { "knots/steps_per_second" = 160.0, "overtones/level_db" = 0.0, "knots/optimizer" = "adam", "knots/noise" = 0.4 }
keep = ["bend/*"]
fade = { "overtones/level_db" = 2.0 }
"""


def morph(stage, t, x, *cues):
    begin = len(stage.lines)
    stage.performance.handle({"t": t, "in": "morph", "x": x, "cues": list(cues)})
    return stage.lines[begin + 1 :]


@pytest.mark.parametrize(
    ("x", "steps", "depth", "knots", "points"),
    [
        (0.0, 10.0, 0.0, False, 100),
        (0.25, 10 * math.sqrt(2), 0.125, False, 100),
        (0.49, 10 * 4**0.49, 0.245, False, 100),
        (0.5, 20.0, 0.25, True, 50),
        (1.0, 40.0, 0.5, True, 50),
        (1.25, 40 * math.sqrt(2), None, True, 50),
        (1.5, 80.0, None, False, 100),
        (2.0, 160.0, None, False, 100),
    ],
)
def test_each_in_its_own_curve(patch, x, steps, depth, *, knots, points):
    piece = patch(cues=CUES)
    values = morphed(piece, piece.cues, x)
    assert values["knots/steps_per_second"] == pytest.approx(steps, rel=1e-12)
    assert values.get("bend/depth") == (None if depth is None else pytest.approx(depth, rel=1e-12))
    ends, place = (-20.0, piece.declared["overtones/level_db"], 0.0), min(int(x), 1)
    expected = ends[place] + (ends[place + 1] - ends[place]) * (x - place)
    assert values["overtones/level_db"] == pytest.approx(expected, abs=1e-12)
    assert (values["knots/on"], values["knots/points"]) == (knots, points)
    assert values["knots/optimizer"] == ("adam" if x >= 1.5 else "sgd")
    assert "shift/red" not in values and "overtones/detune" not in values


def test_the_ends_are_the_cues_exactly_and_beyond_is_the_end(patch):
    piece = patch(cues=CUES)
    for place, x in enumerate((0.0, 1.0, 2.0)):
        values = morphed(piece, piece.cues, x)
        own = piece.cues[place].set
        assert {name: values[name] for name in own} == own
        assert ("bend/depth" in values) == (place < 2)  # the last one keeps it
    assert morphed(piece, piece.cues, 99.0) == morphed(piece, piece.cues, 2.0)
    assert morphed(piece, piece.cues, -1.0) == morphed(piece, piece.cues, 0.0)


def test_what_would_have_to_be_sought_switches(patch):
    cues = CUES.replace('"knots/on" = true,', '"knots/on" = true, "knots/seconds_to_tune" = 4.0, ')
    piece = patch(cues=cues)
    assert morphed(piece, piece.cues[:2], 0.25)["knots/steps_per_second"] == 10.0
    assert morphed(piece, piece.cues[:2], 0.75)["knots/steps_per_second"] == 40.0
    assert morphed(piece, piece.cues[:2], 0.75)["knots/seconds_to_tune"] == 4.0


def test_a_morph_is_heard_and_performs_again(stage, stage_of):
    one = stage(cues=CUES)
    for n in range(11):
        morph(one, 1.0 + n / 100, n / 10, 1, "Far")
    assert one.performance.parts["knots"].values["steps_per_second"] == 40.0
    assert one.performance.plays("knots") and not one.performance.plays("cubics")
    one.on(2.0, 36, 40, 43)
    assert len([line for line in one.until(3.0) if "step" in line]) == 40
    again = stage_of(one.patch, 7)
    for line in one.lines:
        if "in" in line:
            again.performance.handle(dict(line))
    again.until(3.0)
    kept = [[line for line in each.lines if any(kind in line for kind in DERIVED)] for each in (one, again)]
    assert kept[0] == kept[1] and len(kept[0]) > 40
    other = stage_of(one.patch, 7, started=False)
    other.performance.resume(loads(dumps(one.performance.state()), "here"))
    np.testing.assert_equal(other.performance.state(), one.performance.state())


def test_go_after_it_starts_from_where_it_is(stage):
    one = stage(cues=CUES)
    morph(one, 1.0, 0.5, 1, 3)
    assert one.performance.conductor.values["overtones/level_db"] == -10.0
    one.performance.handle({"t": 2.0, "in": "cue", "do": "goto", "to": 3})
    one.until(3.0)
    assert one.performance.conductor.values["overtones/level_db"] == pytest.approx(-5.0, abs=0.2)
    morph(one, 3.0, 0.0, 1, 3)  # a hand ends the fade
    one.until(6.0)
    assert one.performance.conductor.values["overtones/level_db"] == -20.0


def test_a_hand_that_is_where_a_fade_began_ends_it_there(stage):
    one = stage(cues=CUES)
    one.performance.handle({"t": 1.0, "in": "cue", "do": "goto", "to": 3})
    morph(one, 1.0, 0.0, 1, 3)
    one.until(4.0)
    assert one.performance.conductor.values["overtones/level_db"] == -20.0


def test_what_is_pinned_stays(stage):
    one = stage(cues=CUES, settings=["overtones/level_db=-3"])
    morph(one, 1.0, 1.0, 1, 2)
    assert one.performance.conductor.values["overtones/level_db"] == -3.0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"x": 0.5, "cues": [1]}, "to morph takes a number and two cues at least"),
        ({"x": "a", "cues": [1, 2]}, "to morph takes a number and two cues at least"),
        ({"x": math.nan, "cues": [1, 2]}, "to morph takes a number and two cues at least"),
        ({"x": 0.5}, "to morph takes a number and two cues at least"),
        ({"x": 0.5, "cues": [1, "Nobody"]}, "there is no cue 'Nobody'"),
    ],
)
def test_what_is_refused(stage, line, why):
    one = stage(cues=CUES)
    before = dict(one.performance.conductor.values)
    one.performance.handle({"t": 1.0, "in": "morph"} | line)
    assert one.lines[-1] == {"t": 1.0, "warn": "morph", "text": f"refused: {why}"}
    assert one.performance.conductor.values == before


FADER = "morph = { controller = 1, cues = [1, 'Far', 3] }"


def test_a_fader_morphs_and_performs_again(stage, stage_of):
    one = stage(cues=CUES, inputs=FADER)
    for n, value in enumerate((0, 64, 64, 32)):
        one.midi(1.0 + n / 10, 0xB0, 1, value)
        assert one.performance.conductor.values["bend/depth"] == (0.0, 0.5, 0.5, 0.25)[n]
    one.performance.handle({"t": 2.0, "in": "cue", "do": "goto", "to": 2})
    one.midi(3.5, 0xB0, 1, 32)  # it says again where it stands, and undoes no goto
    assert one.performance.conductor.values["bend/depth"] == 0.5
    again = stage_of(one.patch, 7)
    for line in one.lines:
        if "in" in line:
            again.performance.handle(dict(line))
    assert again.performance.conductor.values == one.performance.conductor.values
    np.testing.assert_equal(again.performance.state(), one.performance.state())


def test_a_fader_whose_cue_is_gone_says_so_once_a_second(stage):
    one = stage(cues=CUES, inputs=FADER)
    edited = one.patch.text.replace(FADER, "").replace('"Far"', '"Other"')
    one.performance.handle({"t": 1.0, "in": "reload", "text": edited, "files": {}})
    for n in range(1, 100):
        one.midi(1.0 + n / 100, 0xB0, 1, n)
    warned = [line for line in one.lines if line.get("warn") == "morph"]
    assert [line["text"] for line in warned] == ["refused: there is no cue 'Far'"]


def test_a_client_morphs(desk):
    here = desk(cues=CUES)
    client = here.client(hello="fader")
    assert here.do(client, "cue/morph", 0.5, 1, "Far")[0]["cues"] == [1.0, "Far"]
    assert here.values["bend/depth"] == 0.25
    client.hear()
    assert here.ask(client, "cue/morph", 0.5, 1, 7) == [("cue/refused", "there is no cue 7", "morph")]
