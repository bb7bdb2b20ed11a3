"""Beginning anywhere: four ways to a cue, the same parameters; and a player out of a take."""

from pathlib import Path

import pytest

from descant.patch import load
from descant.performance.rehearsing import StandIn, played_to
from descant.states import dumps, loads

PATCHES = Path(__file__).parents[3] / "patches"


def cued(stage, t, do, to):
    begin = len(stage.lines)
    stage.performance.handle({"t": t, "in": "cue", "do": do, "to": to})
    return stage.lines[begin + 1 :]


def settled(stage, t):
    stage.until(t + 60.0)
    return dict(stage.performance.conductor.values)


def inputs_of(stage):
    return [line for line in stage.lines if "in" in line]


@pytest.mark.parametrize("piece", ["small", "losses-dissonances-distortions", "chorus"])
def test_four_ways_to_every_cue_have_the_same_parameters(stage_of, small, piece):
    patch = small if piece == "small" else load(PATCHES / f"{piece}.toml")
    for place, cue in enumerate(patch.cues):
        found = {}
        for verb in ("goto", "start", "scrub"):
            one = stage_of(patch)
            one.on(0.5, 36, 60)
            cued(one, 1.0, verb, cue.number)
            if verb == "start":
                cued(one, 1.5, "go", None)
            assert one.performance.conductor.place == place
            found[verb] = settled(one, 2.0)
        played = stage_of(patch)
        played.on(0.5, 36, 60)
        for n in range(place):
            cued(played, 20.0 * (n + 1), "go", None)
        played.until(20.0 * place + 19.0)
        other = stage_of(patch)
        state, rest = played_to(other.performance, inputs_of(played), cue.number)
        assert rest == [] or place == 0
        found["play"] = settled(resumed(stage_of, patch, state), 80.0)
        assert found["goto"] == found["start"] == found["scrub"] == found["play"], cue


def resumed(stage_of, patch, state):
    stage = stage_of(patch, started=False)
    stage.performance.resume(state)
    return stage


def test_start_is_silent_and_waits_for_go(stage):
    one = stage()
    one.on(0.5, 36, 60)
    lines = cued(one, 1.0, "start", 2.5)
    assert [line["cue"] for line in lines if "cue" in line] == [2.5]
    assert one.sounding == {}
    assert one.performance.waiting
    fades = [message[message.index("fade") + 1] for time, message in one.sent if "fade" in message]
    assert fades[-1] == 0.0
    cued(one, 2.0, "go", None)
    assert not one.performance.waiting
    assert one.performance.conductor.cue.number == 2.5
    fades = [message[message.index("fade") + 1] for time, message in one.sent if "fade" in message]
    assert fades[-1] == 1.0
    cued(one, 2.1, "go", None)  # a pedal that jumps
    assert one.performance.conductor.cue.number == 2.5


def test_scrub_is_heard_at_once(stage):
    one = stage()
    cued(one, 1.0, "scrub", "Slow")
    assert not one.performance.waiting
    levels = [message for time, message in one.sent if message[0] == "/c_set" and time == 1.0]
    assert any(pytest.approx(0.1) in message for message in levels)  # overtones/level_db of that cue, -20


def test_a_cue_that_is_not_there_is_refused(stage):
    one = stage()
    (line,) = cued(one, 1.0, "start", 77)
    assert line["text"] == "refused: there is no cue 77"
    assert not one.performance.waiting


def test_learners_are_those_to_which_go_after_go_leads(stage):
    one, other = stage(), stage()
    for t in (1.0, 2.0, 3.0):
        cued(one, t, "go", None)
    cued(other, 1.0, "start", 3)
    for name in ("cubics", "knots"):
        ours, theirs = (each.performance.parts[name].state() for each in (one, other))
        assert ours["learner"] == theirs["learner"]
        assert ours["bank"]["theta"].tolist() == theirs["bank"]["theta"].tolist()


def test_back_leads_to_where_one_was(stage):
    one = stage()
    one.on(0.5, 36, 60, 64, 67)
    before = one.performance.parts["cubics"].state()["bank"]["theta"].tolist()
    cued(one, 1.0, "start", 3)
    cued(one, 2.0, "back", None)
    assert one.performance.conductor.cue.number == 1
    assert one.performance.parts["cubics"].state()["bank"]["theta"].tolist() == before


def test_it_replays(stage, stage_of):
    one = stage()
    one.on(0.5, 36, 60)
    cued(one, 1.0, "start", 2)
    one.on(1.5, 36, 40, 43)
    cued(one, 2.0, "go", None)
    one.until(3.0)
    other = stage_of(one.patch)
    for line in inputs_of(one):
        other.performance.handle(dict(line))
    other.until(3.0)
    assert other.lines == one.lines


# ---------------------------------------------------------------- a player out of a take
TAKEN = [
    {"t": 0.5, "in": "midi", "from": "piano", "data": [144, 60, 80]}, {"t": 1.0, "in": "fault", "of": "JACK"},
    {"t": 1.5, "in": "note", "from": "x", "pitch": 60, "velocity": 9}, {"t": 1.5, "in": "cue", "do": "go"},
    {"t": 2.0, "in": "lost", "from": "piano"}, {"t": 3.0, "in": "stop"},
]  # fmt: skip


def test_a_stand_in_plays_what_hands_played():
    player = StandIn(TAKEN, 0.0)
    assert player.due() == 0.5
    assert player.read(0.4) == []
    assert player.read(0.5) == TAKEN[:1]
    assert player.read(9.0) == TAKEN[2:4]
    assert player.due() == float("inf") and player.read(99.0) == []


def test_a_stand_in_begins_anywhere():
    assert StandIn(TAKEN, 1.2).read(9.0) == TAKEN[2:4]


def test_a_take_that_never_comes_there(stage):
    one = stage()
    one.go(1.0)
    assert played_to(stage().performance, inputs_of(one), 3) is None
    state, rest = played_to(stage().performance, [*inputs_of(one), *TAKEN], 2)
    assert state["time"] == 1.0 and rest[0]["data"] == [0xB0, 67, 0]


# ---------------------------------------------------------------- captured cues
def learned(stage):
    """Return what the parts hold, without the moments that they reckon from."""
    states = {name: part.state() for name, part in stage.performance.parts.items()}
    for state in states.values():
        state.pop("anchor", None)
        state.pop("chord_at", None)
    return states


@pytest.mark.parametrize("part", ["cubics", "knots"])
def test_four_ways_to_a_captured_cue_lead_to_the_same_state_to_the_bit(stage, stage_of, part):
    one = stage()
    one.on(0.5, 36, 60, 64, 67, 71)
    one.off(0.9, 36, 60, 64, 67, 71)
    if part == "knots":
        one.go(1.0)
        one.on(1.2, 36, 41, 45)
        one.until(1.8)
        one.off(1.9, 36, 41, 45)
    one.performance.handle({"t": 2.0, "in": "capture", "from": "x", "name": "Mine"})
    patch = one.performance.patch
    place = next(n for n, cue in enumerate(patch.cues) if cue.name == "Mine")
    found = {}
    for verb in ("goto", "start", "scrub", "go", "play"):
        other = stage_of(patch)
        other.on(0.3, 40, 62)
        other.off(0.4, 40, 62)
        if verb in ("go", "play"):
            for n in range(place):
                cued(other, 20.0 * (n + 1), "go", None)
            if verb == "play":
                state, _ = played_to(stage_of(patch).performance, inputs_of(other), patch.cues[place].number)
                other = resumed(stage_of, patch, state)
        else:
            cued(other, 1.0, verb, "Mine")
        assert other.performance.conductor.place == place
        found[verb] = dumps(learned(other))
    assert len(set(found.values())) == 1, {verb: len(text) for verb, text in found.items()}
    captured = one.performance.parts[part].state()
    assert loads(found["goto"], "here")[part]["bank"]["theta"].tolist() == captured["bank"]["theta"].tolist()
    assert captured["steps"] > 2
