"""Functions: what is learned, how soon, what is heard of it, and that nothing that is given stops it."""

import math

import numpy as np
import pytest

from descant.learning.targets import cubic_x
from descant.parts.base import Aim, Draw, Emit, Given, NoteOn, Recalled, Step, Warn
from descant.parts.function import SHAPES, Function
from descant.parts.kinds import kinds

DEFAULTS = {row.name: row.default for row in Function.parameters}


def begun(seed=2021, **values):
    part = Function("mine", DEFAULTS | values, seed)
    return part, part.begin(0.0, None)


def losses(part, until_s):
    return [record.loss for record in part.advance(until_s) if isinstance(record, Step)]


def test_it_is_found_by_its_name():
    assert kinds()["function"] is Function
    assert [stream.name for stream in Function.streams] == ["loss", "gradient", "value"]


@pytest.mark.parametrize(("shape", "after_4_s"), [("sine", 0.005), ("triangle", 0.005), ("sawtooth", 0.005),
                                                  ("square", 0.07), ("bell", 0.005)])  # fmt: skip
def test_a_shape_is_learned_in_musical_time(shape, after_4_s):
    part, records = begun(shape=shape)
    (drawn,) = records
    assert isinstance(drawn, Draw) and drawn.form == "function"
    np.testing.assert_allclose(drawn.target, SHAPES[shape](cubic_x(200)))
    found = losses(part, 4.0)
    assert len(found) == 240 and found[0] > 5 * after_4_s > 5 * found[-1]


def test_the_shapes():
    x = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    wanted = {
        "sine": [0, -1, 0, 1, 0], "triangle": [0, -1, 0, 1, 0], "sawtooth": list(x), "square": [-1, -1, 0, 1, 1],
        "bell": [2 * math.exp(-8) - 1, 2 * math.exp(-2) - 1, 1, 2 * math.exp(-2) - 1, 2 * math.exp(-8) - 1],
    }  # fmt: skip
    for name, shape in SHAPES.items():
        np.testing.assert_allclose(shape(x), wanted[name], atol=1e-12)


def test_what_is_given_goes_on_being_learned_by_the_same_learner():
    part, _ = begun(shape="given")
    losses(part, 4.0)
    target = tuple(np.cos(3.0 * cubic_x(50)).tolist())
    (aim,) = part.handle(Given(4.0, target))
    assert aim == Aim(1, target)
    again = losses(part, 9.0)
    assert again[0] > 0.1 and again[-1] < 0.01
    np.testing.assert_allclose(part.curve(50), target, atol=0.3)


def test_what_is_given_waits_until_it_is_wanted():
    part, _ = begun()
    assert part.handle(Given(0.0, (1.0, -1.0))) == []
    assert part.set("shape", "given", 0.0) == [Aim(1, (1.0, -1.0))]
    assert part.given() == (1.0, -1.0)
    assert part.set("shape", "bell", 0.0)[0].target == tuple(SHAPES["bell"](cubic_x(200)).tolist())


@pytest.mark.parametrize("target", [(), (1.0,), (0.0,) * 1025, (0.0, math.nan), (0.0, math.inf), (0.0, 2e6)])
def test_what_cannot_be_learned_is_left_alone(target):
    part, _ = begun(shape="given")
    (said,) = part.handle(Given(0.0, target))
    assert isinstance(said, Warn) and "from 2 to 1024 numbers" in said.text
    assert part.given() == ()


def test_a_large_target_is_learned_in_its_own_scale():
    part, _ = begun(shape="given")
    large = tuple((440.0 + 400.0 * np.sin(np.pi * cubic_x(100))).tolist())
    part.handle(Given(0.0, large))
    found = losses(part, 8.0)
    assert 0.0 < found[-1] < 0.01 < found[0] < 10.0
    np.testing.assert_allclose(part.curve(100), large, atol=200.0)


def test_value_runs_through_the_curve():
    part, _ = begun(scan_hz=0.5)
    losses(part, 8.0)
    values = [record.streams["value"] for record in part.advance(10.0) if isinstance(record, Emit)]
    assert len(values) == 120  # a period of two seconds
    curve = np.array(part.curve(200))
    assert max(values) == pytest.approx(curve.max(), abs=0.03) and min(values) == pytest.approx(curve.min(), abs=0.03)
    part.set("scan_hz", 0.0, 10.0)
    part.set("at", 0.5, 10.0)
    (still,) = {round(record.streams["value"], 2) for record in part.advance(10.05) if isinstance(record, Emit)}
    assert still == pytest.approx(1.0, abs=0.06)


def test_steps_come_at_their_rate_and_a_new_rate_counts_from_the_last():
    part, _ = begun(steps_per_second=10.0)
    assert part.due() == pytest.approx(0.1)
    assert len(losses(part, 1.0)) == 10
    part.set("steps_per_second", 100.0, 1.05)
    assert 1.05 <= part.due() <= 1.0601
    assert len(losses(part, 2.0)) == pytest.approx(95, abs=1)


def test_each_learner_is_drawn_by_key():
    one, other = begun(seed=1), begun(seed=2)
    assert one[1] == begun(seed=1)[1] and one[1] != other[1]
    by_cue = one[0].begin(1.0, 2.5)[0]
    assert by_cue.theta == other[0].__class__("mine", DEFAULTS, 1).begin(9.0, 2.5)[0].theta
    assert one[0].begin(2.0, None) == []  # it goes on with the one it has


def test_another_number_of_units_is_another_learner():
    part, _ = begun()
    (drawn,) = part.set("hidden", 5, 0.0)
    assert isinstance(drawn, Draw) and len(drawn.theta) == 16
    assert part.set("hidden", 5, 0.0) == []


def test_one_that_runs_away_is_drawn_anew():
    part, _ = begun(optimizer="sgd", learning_rate=0.5, noise=10.0)
    part.values["learning_rate"] = 1e99  # beyond what the table lets through
    records = part.advance(0.2)
    assert any(isinstance(record, Warn) and "ran away" in record.text for record in records)
    part.values["learning_rate"] = 0.01
    assert all(math.isfinite(loss) for loss in losses(part, 1.0))


def test_noise_is_drawn_by_key():
    one, other = begun(noise=1.0)[0], begun(noise=1.0)[0]
    assert losses(one, 1.0) == losses(other, 1.0) != losses(begun()[0], 1.0)


def test_a_settings_change_stands_in_the_steps_after_it():
    part, _ = begun()
    part.set("learning_rate", 0.02, 0.0)
    (step, _) = part.advance(0.02)
    assert step.changed == {"learning_rate": 0.02}


def test_one_restored_goes_on_equally():
    one, _ = begun(shape="given", noise=0.1)
    one.handle(Given(0.0, (0.0, 1.0, -1.0)))
    one.advance(1.0)
    other = Function("mine", DEFAULTS, 2021)
    other.restore(one.state())
    assert one.advance(2.0) == other.advance(2.0)
    np.testing.assert_equal(other.state(), one.state())


def test_one_recalled_goes_on_from_now():
    one, _ = begun()
    before = one.advance(1.0)[-2]
    state = one.state()
    one.advance(3.0)
    (known,) = one.recall(state, 3.0, set())[0].learners
    assert known.theta == before.theta and known.curve == one.curve(64)
    assert one.due() == pytest.approx(3.0 + 1 / 60)
    assert one.advance(3.02)[0].n == before.n + 1
    assert Function("mine", DEFAULTS, 1).recall(Function("mine", DEFAULTS, 1).state(), 0.0, set()) == [Recalled(())]


def test_notes_are_none_of_its_business():
    part, _ = begun()
    assert part.handle(NoteOn(0.0, 1, 60.0, 80)) == []
    assert Function("mine", DEFAULTS, 1).due() == math.inf
    assert Function("mine", DEFAULTS, 1).curve(8) == ()
