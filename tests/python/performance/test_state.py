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
    now = {m.name: m.value for m in one.shown if type(m).__name__ == "Set"}
    assert {m.name: m.value for m in other.shown if type(m).__name__ == "Set"} == now
