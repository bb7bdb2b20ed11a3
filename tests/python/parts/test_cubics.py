"""Cubics: bass draws, treble steps; every number is recomputed from the draw."""

import math

import numpy as np
import pytest

from descant.draws import generator
from descant.parts.base import Attach, Draw, NoteEnd, NoteOn, Step
from descant.parts.cubics import Cubics
from descant.parts.kinds import kinds

DEFAULTS = {row.name: row.default for row in Cubics.parameters}


def begun(seed=2021, **values):
    part = Cubics("cubics", DEFAULTS | values, seed)
    return part, part.begin(0.0, None)


def on(note, pitch, time=1.0):
    return NoteOn(time, note, pitch, 80)


def gradient_and_loss(theta, target, points=100):
    x = np.linspace(-1.0, 1.0, points)
    powers = np.stack([x**3, x**2, x, np.ones_like(x)])
    r = (np.array(theta) - np.array(target)) @ powers
    return (powers * r).mean(axis=1) * 2, (r**2).mean()


def test_it_is_found_by_its_name():
    assert kinds()["cubics"] is Cubics


def test_the_defaults_are_those_of_the_design():
    assert DEFAULTS["learning_rate"] == 0.15
    assert DEFAULTS["split"] == 48
    assert DEFAULTS["points"] == 100
    assert DEFAULTS["loss_form"] == "squared"
    assert (DEFAULTS["optimizer"], DEFAULTS["noise"]) == ("sgd", 0.0)
    row = next(row for row in Cubics.parameters if row.name == "learning_rate")
    assert row.low == -0.3
    assert [stream.name for stream in Cubics.streams] == [
        "loss", "gradient/a", "gradient/b", "gradient/c", "gradient/d",
    ]  # fmt: skip


def test_the_first_note_has_a_learner_without_any_bass():
    part, records = begun()
    assert [type(record) for record in records] == [Draw]
    (draw,) = records
    assert (draw.learner, draw.form, draw.n) == (1, "cubic", ())
    assert len(draw.target) == len(draw.theta) == 4
    assert max(map(abs, (*draw.target, *draw.theta))) <= 1.0
    assert [type(record) for record in part.handle(on(1, 60))] == [Attach, Step]


def test_beginning_again_keeps_the_learner_unless_a_cue_draws_it():
    part, _ = begun()
    assert part.begin(5.0, None) == []
    (draw,) = part.begin(6.0, 4.0)
    assert draw.learner == 2
    assert draw.target == tuple(generator(2021, "cubics", "cue 4", 0).uniform(-1, 1, 8)[:4])


def test_a_bass_note_draws_and_does_not_follow():
    part, _ = begun()
    for pitch in (21, 47, 47.4):
        assert [type(record) for record in part.handle(on(1, pitch))] == [Draw]
    for pitch in (48, 47.6):  # a little flat, it is still that key
        assert [type(record) for record in part.handle(on(2, pitch))] == [Attach, Step]


def test_the_split_moves():
    part, _ = begun(split=60)
    assert isinstance(part.handle(on(1, 59))[0], Draw)
    part.set("split", 40, 1.0)
    assert part.handle(on(2, 40))[0] == Attach(2, 2)


def test_a_note_is_attached_before_the_step_that_it_induces():
    part, _ = begun()
    attach, step = part.handle(on(7, 72))
    assert attach == Attach(7, 1)
    assert (step.learner, step.n, step.note) == (1, 1, 7)


def test_losses_and_gradients_are_those_before_the_update_of_plain_descent():
    part, (draw,) = begun()
    theta = np.array(draw.theta)
    for n in range(1, 40):
        _, step = part.handle(on(n, 60))
        gradient, loss = gradient_and_loss(theta, draw.target)
        assert step.n == n
        assert step.loss == pytest.approx(loss, rel=1e-12)
        assert step.gradient == pytest.approx(gradient, rel=1e-9, abs=1e-14)
        theta = theta - 0.15 * gradient
        assert step.theta == pytest.approx(theta, rel=1e-12)
        assert step.changed == {}


def test_the_median_learner_is_heard_as_the_table_of_the_design_says():
    heard = []
    for seed in range(300):
        part, _ = begun(seed=seed)
        losses = [part.handle(on(n, 60))[1].loss for n in range(25)]
        heard.append([1200 * math.log2(1 + min(0.1 * losses[n - 1], 0.25)) for n in (1, 2, 3, 5, 9, 17, 25)])
    assert np.median(heard, axis=0) == pytest.approx([136, 82, 52, 25, 11, 5, 3], rel=0.2, abs=1.0)


def test_it_diverges_above_0_89_and_not_below():
    for rate, far in ((0.87, False), (0.95, True)):
        part, _ = begun(learning_rate=rate)
        losses = [part.handle(on(n, 60))[1].loss for n in range(200)]
        assert (losses[-1] > losses[0]) == far


def test_a_negative_rate_unlearns():
    part, _ = begun(learning_rate=-0.3)
    losses = [part.handle(on(n, 60))[1].loss for n in range(20)]
    assert losses == sorted(losses)
    assert losses[-1] > 10 * losses[0]


def test_only_draws_count_for_what_is_drawn():
    quiet, first = begun()
    busy, _ = begun(noise=0.1)
    drawn = [first[0], *(quiet.handle(on(1, 30))[0] for _ in range(5))]
    again = []
    for note in range(5):
        for melody in range(note + 1):
            busy.handle(on(melody, 60))
        busy.handle(NoteEnd(1.0, note))
        again += busy.handle(on(note, 30))
    assert [(d.target, d.theta) for d in again] == [(d.target, d.theta) for d in drawn[1:]]
    assert len({d.target for d in drawn}) == 6


def test_seed_and_name_make_the_draw():
    (draw,) = begun()[1]
    assert draw.target + draw.theta == tuple(generator(2021, "cubics", "learner", 1).uniform(-1, 1, 8))
    (other,) = Cubics("other", DEFAULTS, 2021).begin(0.0, None)
    assert not set(draw.target) & set(other.target)
    assert begun(seed=2022)[1] != [draw]


def test_the_end_of_a_note_and_time_do_nothing():
    part, _ = begun()
    before = part.state()
    assert part.handle(NoteEnd(1.0, 1)) == []
    assert part.advance(1e6) == []
    assert part.due() == math.inf
    np.testing.assert_equal(part.state(), before)
