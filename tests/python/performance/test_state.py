"""The state of a performance: taken at any moment, written, read and resumed, nothing after it comes out otherwise."""

import random
from pathlib import Path

import numpy as np
import pytest

from descant.patch import load
from descant.performance.offline import midi_inputs
from descant.performance.take import DERIVED
from descant.states import dumps, loads

PATCHES = Path(__file__).parents[3] / "patches"


KEYS = (31, 60, 62, 43, 50, 57)


def derived(lines):
    return [line for line in lines if any(kind in line for kind in DERIVED)]


def resumed(stage_of, patch, state, seed):
    """Return a performance that knows nothing but the state, as text."""
    stage = stage_of(patch, seed, started=False)
    stage.performance.resume(loads(dumps(state), "here"))
    return stage


def played(stage_of, patch, inputs, moments, seed=5):
    """Perform; at each of the moments another performance resumes, and both must bring the same from then on."""
    whole, others = stage_of(patch, seed), []
    moments = sorted(moments, reverse=True)
    for line in inputs:
        while moments and moments[-1] < line["t"]:
            moment = moments.pop()
            whole.performance.advance(moment)
            others.append((len(whole.lines), resumed(stage_of, patch, whole.performance.state(), seed)))
        for stage in (whole, *(other for _, other in others)):
            stage.performance.handle(dict(line))
    end = inputs[-1]["t"] + 2.0
    for stage in (whole, *(other for _, other in others)):
        stage.performance.advance(end)
    for count, other in others:
        assert derived(other.lines) == derived(whole.lines[count:])
        np.testing.assert_equal(other.performance.state(), whole.performance.state())
    return whole, [other for _, other in others]


@pytest.mark.parametrize(
    ("piece", "until"), [("losses-dissonances-distortions", 180.0), ("chorus", 60.0)], ids=["losses", "clearing"]
)
def test_ten_moments_of_a_piece(stage_of, piece, until):
    patch = load(PATCHES / f"{piece}.toml")
    inputs = [line for line in midi_inputs(patch, PATCHES / "takes" / f"{piece}.mid") if line["t"] < until]
    chance = random.Random(11)
    whole, others = played(stage_of, patch, inputs, [chance.uniform(0.5, inputs[-1]["t"]) for _ in range(10)])
    assert len(others) == 10
    assert len(derived(whole.lines)) > 500


def test_a_moment_in_a_fade(stage, stage_of):
    one = stage()
    one.go(1.0)
    one.go(2.0)
    one.until(2.7)
    other = resumed(stage_of, one.patch, one.performance.state(), 7)
    assert 0.1 < other.performance.conductor.values["cubics-to-detune/amount"] < 0.2
    for each in (one, other):
        each.until(5.0)
    assert other.performance.conductor.values == one.performance.conductor.values
    assert other.performance.conductor.values["cubics-to-detune/amount"] == 0.2
    np.testing.assert_equal(other.performance.state(), one.performance.state())


WAITS = """
[[cues]]
number = 1
set = { "cubics/on" = true }

[[cues]]
number = 2
set = { "knots/on" = true, "cubics/on" = true, "bend/wavelength" = 3.2 }
fade_s = 1.0
switch = "middle"
continue_s = 1.0

[[cues]]
number = 3
set = { "knots/on" = true }
pre_wait_s = 1.5
keep = ["bend/*"]
"""


@pytest.mark.parametrize("moment", [2.2, 2.7, 3.5, 4.4, 4.7])
def test_a_moment_between_cues_with_states_to_go_back_to(stage, stage_of, moment):
    inputs = [
        *({"t": 0.2 + 0.1 * n, "in": "midi", "from": "piano", "data": [0x90, key, 80]} for n, key in enumerate(KEYS)),
        {"t": 1.0, "in": "cue", "do": "goto", "to": 3},
        {"t": 1.5, "in": "cue", "do": "goto", "to": 1},
        {"t": 1.6, "in": "midi", "from": "piano", "data": [0x90, 64, 80]},
        {"t": 2.0, "in": "cue", "do": "go"},  # 3 follows at 3, and begins at 4.5
        {"t": 4.6, "in": "midi", "from": "piano", "data": [0xB0, 67, 127]},
        {"t": 4.605, "in": "midi", "from": "piano", "data": [0xB0, 67, 0]},
        {"t": 4.63, "in": "midi", "from": "piano", "data": [0xB0, 67, 127]},
        {"t": 5.0, "in": "cue", "do": "back"},
        {"t": 5.5, "in": "midi", "from": "piano", "data": [0x90, 67, 80]},
        {"t": 6.0, "in": "cue", "do": "back"},
        {"t": 6.1, "in": "midi", "from": "piano", "data": [0x90, 69, 80]},
        {"t": 6.5, "in": "cue", "do": "back"},
        {"t": 7.0, "in": "cue", "do": "back"},
        {"t": 8.0, "in": "cue", "do": "back"},
    ]  # fmt: skip
    patch = stage(cues=WAITS, settings=["cubics/optimizer=adam"]).patch
    whole, _ = played(stage_of, patch, inputs, [moment])
    reached = [(line["t"], line["cue"], "back" in line) for line in whole.lines if "name" in line and "cue" in line]
    assert reached == [
        (0.0, 1, False), (1.0, 3, False), (1.5, 1, False), (2.0, 2, False), (4.5, 3, False), (5.0, 2, True),
        (6.0, 1, True), (6.5, 3, True), (7.0, 1, True),
    ]  # fmt: skip
    assert [line["text"] for line in whole.lines if line.get("warn") == "cue"] == [
        "refused: 100 ms after the last GO; go_guard_ms is 300", "refused: the pedal bounced",
        "refused: this is the first cue",
    ]  # fmt: skip


@pytest.mark.parametrize("at", [2.5, 3.5])
def test_a_wait_that_is_held_is_kept(stage, stage_of, at):
    one = stage(cues=WAITS)
    one.go(2.0)
    one.performance.handle({"t": at, "in": "freeze", "on": True})
    one.until(9.0)
    other = resumed(stage_of, one.patch, one.performance.state(), 7)
    for each in (one, other):
        each.performance.handle({"t": 10.0, "in": "freeze", "on": False})
        each.until(20.0)
        assert [line["t"] for line in each.lines if line.get("cue") == 3] == [10.0 + 4.5 - at]


def test_what_hands_did_can_be_undone_after_a_crash_too(stage, stage_of):
    one = stage(settings=["cubics/on=true"])
    for t, name, value in ((1.0, "cubics/points", 50), (2.0, "bend/depth", 0.3), (2.5, "bend/depth", 0.4)):
        one.performance.handle({"t": t, "in": "set", "name": name, "value": value})
    one.performance.handle({"t": 2.6, "in": "knobs", "do": "undo"})
    other = resumed(stage_of, one.patch, one.performance.state(), 7)
    before = one.performance.conductor.patch.cues[0]
    for each in (one, other):
        each.performance.handle({"t": 3.0, "in": "knobs", "do": "undo"})
        assert each.performance.conductor.values["cubics/points"] == 100
        each.performance.handle({"t": 4.0, "in": "knobs", "do": "redo"})
        each.performance.handle({"t": 5.0, "in": "knobs", "do": "redo"})
        assert each.performance.conductor.values["bend/depth"] == 0.4
        assert each.performance.conductor.cue == before
    np.testing.assert_equal(other.performance.state(), one.performance.state())


def test_pedals_frozen_learning_and_panic_are_kept(stage, stage_of):
    one = stage()
    one.pedal(0.1, 127)
    one.on(0.2, 36, 60)
    one.off(0.3, 36, 60)
    one.midi(0.4, 0xB0, 67, 127)  # the cue pedal stays down
    one.performance.handle({"t": 0.5, "in": "panic"})
    other = resumed(stage_of, one.patch, one.performance.state(), 7)
    assert other.performance.frozen and other.performance.panicking
    assert [line for line in other.midi(0.6, 0xB0, 67, 127) if "cue" in line] == []  # held down, it is no new press
    one.midi(0.6, 0xB0, 67, 127)
    assert other.pedal(0.7, 0) == one.pedal(0.7, 0)
    assert one.sounding == {}


def test_what_sounds_is_sounded_again_where_its_decay_has_brought_it(stage, stage_of):
    one = stage()
    one.on(0.0, 36, 60)
    one.on(0.5, 64)
    one.until(4.0)
    other = resumed(stage_of, one.patch, one.performance.state(), 7)
    new = [message for time, message in other.sent if message[0] == "/s_new" and "frequency_hz" in message]
    assert [message[message.index("frequency_hz") + 1] for message in new] == pytest.approx(
        [v["frequency_hz"] for v in one.sounding.values()]
    )
    begun = [message for _, message in one.sent if message[0] == "/s_new" and "frequency_hz" in message]

    def amplitude(message):
        return message[message.index("amplitude") + 1]

    for now, then, voice in zip(new, begun, one.sounding.values(), strict=True):
        decay_s, age = then[then.index("decay_s") + 1], 4.0 - voice["t"]
        assert 20 * np.log10(amplitude(now) / amplitude(then)) == pytest.approx(-60 * age / decay_s, abs=0.01), voice


def test_the_picture_is_set_as_it_was(stage, stage_of):
    one = stage()
    one.go(0.5)
    one.on(1.0, 36, 40, 43)
    one.until(1.5)
    other = resumed(stage_of, one.patch, one.performance.state(), 7)
    kinds = [type(message).__name__ for message in other.shown]
    assert kinds.count("KeyDown") == 3 and kinds.count("Cue") == 1 and "Drawn" in kinds
    assert {m.time for m in other.shown} == {1.5}
    drawn = next(m for m in other.shown if type(m).__name__ == "Drawn" and m.part == "knots")
    stepped = [m for m in one.shown if type(m).__name__ == "Stepped" and m.part == "knots"][-1]
    assert (drawn.learner, drawn.theta) == (stepped.learner, stepped.theta)  # where it is, not where it began
    now = {m.name: m.value for m in one.shown if type(m).__name__ == "Set"}
    assert {m.name: m.value for m in other.shown if type(m).__name__ == "Set"} == now
