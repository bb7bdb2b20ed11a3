"""Chorus: a learner for each note, whose numbers are its own whoever sings beside it."""

import copy
import math
import pickle
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.draws import generator
from descant.learning.bank import LearnerBank
from descant.parts.base import Attach, Draw, Emit, NoteEnd, NoteOn, Steps, Warn
from descant.parts.chorus import Chorus
from descant.parts.kinds import kinds

DEFAULTS = {row.name: row.default for row in Chorus.parameters}
STREAMS = ["loss", "gradient/a", "gradient/b", "gradient/c", "worst", "count"]


class Player:
    """Counts notes and keeps every record, and each learner's steps apart."""

    def __init__(self, seed=2021, **values):
        self.part = Chorus("chorus", DEFAULTS | values, seed)
        self.last, self.records, self.draws, self.steps = 0, [], {}, {}
        self.take(self.part.begin(0.0, None))

    def take(self, records):
        for record in records:
            if isinstance(record, Draw):
                self.draws[record.learner] = record
            elif isinstance(record, Steps):
                for row, learner in enumerate(record.learner.tolist()):
                    self.steps.setdefault(learner, []).append((record, row))
        self.records += records
        return records

    def on(self, s, pitch):
        self.last += 1
        return self.take(self.part.handle(NoteOn(s, self.last, pitch, 80)))

    def off(self, s, note):
        return self.take(self.part.handle(NoteEnd(s, note)))

    def until(self, s):
        return self.take(self.part.advance(s))

    def set(self, s, name, value):
        return self.take(self.part.set(name, value, s))

    def of(self, kind, records=None):
        return [record for record in (self.records if records is None else records) if isinstance(record, kind)]

    def course(self, learner):
        """Return n, loss, gradient and θ of every step of a learner."""
        return [
            (int(of.n[row]), float(of.loss[row]), tuple(of.gradient[row].tolist()), tuple(of.theta[row].tolist()))
            for of, row in self.steps[learner]
        ]


def alone(draw, steps, noise=None):
    """Return what a bank of one does, from the draw record alone."""
    bank = LearnerBank(draw.form)
    bank.add(
        draw.target, draw.theta, n=draw.n or None, learning_rate=draw.learning_rate, points=draw.points,
        loss_form=draw.loss_form, optimizer=draw.optimizer,
    )  # fmt: skip
    course = []
    for n in range(1, steps + 1):
        step = bank.step(noise=None if noise is None else noise(n - 1))
        course.append((n, float(step.loss[0]), tuple(step.gradient[0].tolist()), tuple(bank.theta(0).tolist())))
    return course


# ---------------------------------------------------------------- a note's life
def test_it_is_found_by_its_name_and_has_form_independent_streams():
    assert kinds()["chorus"] is Chorus
    assert [stream.name for stream in Chorus.streams] == STREAMS


def test_a_note_draws_a_learner_of_its_own_and_steps_at_once():
    player = Player()
    draw, attach, steps, emit = player.on(1.0, 60)
    assert (draw.learner, draw.form, draw.note, draw.learning_rate) == (1, "knot", 1, 0.02)
    assert attach == Attach(1, 1)
    assert (steps.learner.tolist(), steps.n.tolist(), steps.note.tolist()) == ([1], [1], [1])
    assert list(emit.streams) == STREAMS
    other = player.on(1.0, 64)[0]
    assert other.learner == 2
    assert (other.target, other.theta) != (draw.target, draw.theta)


def test_the_draw_is_keyed_by_the_count_of_learners_alone():
    one, two = Player(), Player()
    one.on(1.0, 60)
    two.on(0.3, 90)
    one.on(1.1, 72)
    two.until(5.0)
    two.on(9.0, 50)
    for learner in (1, 2):
        ours, theirs = one.draws[learner], two.draws[learner]
        assert (ours.target, ours.theta, ours.n) == (theirs.target, theirs.theta, theirs.n)


def test_notes_outside_its_range_are_left_alone():
    player = Player(lowest=48, highest=72)
    assert player.on(1.0, 47) == player.on(1.0, 73) == []
    assert player.part.due() == math.inf
    assert player.on(1.0, 48)
    assert player.on(1.0, 72)
    assert player.off(2.0, 1) == []  # the one that was left alone


def test_a_learner_ends_with_its_note_and_the_rest_go_on():
    player = Player()
    for pitch in (60, 64, 67):
        player.on(1.0, pitch)
    player.until(2.0)
    (emit,) = player.off(2.0, 2)
    assert emit.streams["count"] == 2.0
    (steps,) = player.of(Steps, player.until(2.02))
    assert (steps.learner.tolist(), steps.note.tolist()) == ([1, 3], [1, 3])
    player.off(3.0, 1)
    (emit,) = player.off(3.0, 3)
    assert emit == Emit(dict.fromkeys(STREAMS, 0.0))
    assert player.part.due() == math.inf
    assert player.until(100.0) == []


# ---------------------------------------------------------------- steps
def test_all_step_at_their_rate_and_none_is_skipped():
    player = Player()
    player.on(0.2, 60)
    player.until(0.7)
    player.on(0.7, 62)
    player.until(1.2)
    assert [n for n, *_ in player.course(1)] == list(range(1, 62))
    assert [n for n, *_ in player.course(2)] == list(range(1, 32))
    late = Player()
    late.on(0.2, 60)
    assert len(late.of(Steps, late.until(1.2))) == 60  # caught up at once


def test_after_a_silence_the_clock_begins_with_the_first_note():
    player = Player(steps_per_second=2.0)
    player.on(1.0, 60)
    player.off(1.1, 1)
    player.on(7.3, 60)
    assert player.part.due() == 7.8
    player.on(7.5, 64)  # one that joins takes its own first step, and then all step together
    assert player.part.due() == 7.8


def test_the_same_learners_are_the_same_array_until_one_comes_or_goes():
    player = Player()
    player.on(0.0, 60)
    first, second = player.of(Steps, player.until(2 / 60))
    assert first.learner is second.learner
    player.on(0.05, 64)
    (third,) = player.of(Steps, player.until(3 / 60))
    assert third.learner.tolist() == [1, 2]


def test_a_new_rate_counts_from_the_last_step():
    player = Player(steps_per_second=10.0)
    player.on(0.0, 60)
    player.until(0.5)
    player.set(0.55, "steps_per_second", 100.0)
    assert player.part.due() == pytest.approx(0.55, abs=0.0101)
    assert len(player.of(Steps, player.until(0.6001))) in (5, 6)


@pytest.mark.parametrize("form", ["knot", "cubic"])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("loss_form", ["squared", "absolute"])
def test_each_learner_does_what_it_would_do_alone(form, optimizer, loss_form):
    player = Player(form=form, optimizer=optimizer, loss_form=loss_form, points=33)
    for place in range(12):
        player.on(0.07 * place, 40 + 4 * place)
        if place % 3 == 2:
            player.off(0.07 * place + 0.03, place)
        player.until(0.07 * (place + 1))
    player.until(2.0)
    assert len(player.draws) == 12
    for learner, draw in player.draws.items():
        course = player.course(learner)
        assert course == alone(draw, len(course))
    assert max(map(len, player.steps.values())) > 100


moves = st.lists(
    st.one_of(
        st.tuples(st.just("on"), st.integers(0, 127)),
        st.tuples(st.just("off"), st.integers(1, 12)),
        st.tuples(st.just("wait"), st.floats(0.001, 0.3)),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(moves=moves, noise=st.sampled_from([0.0, 0.1]), form=st.sampled_from(["knot", "cubic"]))
def test_whoever_comes_and_goes_a_learners_numbers_are_its_own(moves, noise, form):
    player, now = Player(form=form, noise=noise, learners=5), 0.0
    for move, value in moves:
        if move == "on":
            player.on(now, value)
        elif move == "off":
            player.off(now, value)
        else:
            now += value
            player.until(now)
    for learner, draw in player.draws.items():
        course = player.course(learner)
        drawn = noise_of(learner, noise, len(draw.theta)) if noise else None
        assert course == alone(draw, len(course), drawn)


def noise_of(learner, deviation, parameters):
    def noise(n):
        block = generator(2021, "chorus", f"noise {learner}", n // 64).standard_normal((64, parameters))
        return deviation * block[n % 64][None]

    return noise


# ---------------------------------------------------------------- how fast
def test_low_notes_learn_slower_by_the_spread():
    player = Player(spread=1.0)
    for pitch in (36, 48, 60, 72):
        player.on(0.0, pitch)
    assert [draw.learning_rate for draw in player.draws.values()] == [0.005, 0.01, 0.02, 0.04]
    alike = Player(spread=0.0)
    alike.on(0.0, 30)
    assert alike.draws[1].learning_rate == 0.02
    turned = Player(spread=-0.5)
    turned.on(0.0, 36)
    assert turned.draws[1].learning_rate == pytest.approx(0.04, rel=1e-12)


def test_seconds_to_tune_finds_the_rate_of_a_middle_c():
    player = Player(seconds_to_tune=4.0)
    player.on(0.0, 60)
    rate = player.draws[1].learning_rate
    assert rate == pytest.approx(0.037, abs=0.003)  # a knot's 0.04 takes 3.7 s
    player.on(0.0, 36)
    assert player.draws[2].learning_rate == pytest.approx(rate / 2, rel=1e-12)
    player.set(0.0, "seconds_to_tune", 0.0)
    changed = player.of(Steps, player.until(0.02))[0].changed
    assert changed == {"learning_rate": [0.02, 0.01]}


def test_a_wish_that_cannot_be_met_is_said_once():
    player = Player()
    player.on(0.0, 60)
    (warn,) = player.set(0.0, "seconds_to_tune", 0.02)
    assert warn.text.endswith("the learning rate stays 0.02")
    assert player.set(0.0, "noise", 0.1) == []


def test_half_a_cluster_is_in_tune_after_seven_seconds_and_nearly_all_after_fifteen():
    player = Player()
    for _ in range(64):
        player.on(0.0, 60)
    player.until(15.0)
    in_tune = 2 ** (2 / 1200) - 1
    first = [
        next((n / 60 for n, loss, *_ in player.course(learner) if 0.06 * loss <= in_tune), math.inf)
        for learner in player.draws
    ]
    low, middle, high = np.quantile(first, [0.1, 0.5, 0.9])
    assert 3.5 < low < 6.0 < middle < 8.5 < high < 14.0  # note by note, and not all at once


# ---------------------------------------------------------------- settings
def test_what_changed_since_the_draw_is_in_the_steps_for_every_learner():
    player = Player()
    player.on(0.0, 60)
    assert player.of(Steps, player.until(1 / 60))[0].changed == {}
    player.set(0.02, "learning_rate", 0.05)
    player.on(0.02, 60)  # drawn with it
    (steps,) = player.of(Steps, player.until(2 / 60))
    assert steps.changed == {"learning_rate": [0.05, 0.05]}
    moved = steps.theta - np.array([player.course(1)[1][3], player.course(2)[0][3]])
    assert -moved == pytest.approx(0.05 * steps.gradient, rel=1e-9)
    for name, value in (("points", 7), ("loss_form", "absolute"), ("optimizer", "adam"), ("noise", 0.1)):
        player.set(0.04, name, value)
    (steps,) = player.of(Steps, player.until(3 / 60))
    assert steps.changed == {
        "learning_rate": [0.05, 0.05], "points": [7, 7], "loss_form": ["absolute"] * 2, "optimizer": ["adam"] * 2,
        "noise": [0.1, 0.1],
    }  # fmt: skip
    (new,) = player.of(Steps, player.on(0.06, 67))
    assert new.changed["noise"] == [0.1]  # its own, of all that is kept for three


def test_another_form_is_for_new_notes_and_those_before_go_on():
    player = Player()
    player.on(0.0, 60)
    player.until(0.5)
    player.set(0.5, "form", "cubic")
    player.on(0.5, 64)
    player.until(1.0)
    assert [player.draws[n].form for n in (1, 2)] == ["knot", "cubic"]
    for learner in (1, 2):
        course = player.course(learner)
        assert course == alone(player.draws[learner], len(course))
    assert [len(player.course(n)) for n in (1, 2)] == [61, 31]
    last = player.records[-1]
    knot, cubic = player.course(1)[-1], player.course(2)[-1]
    assert last.streams["count"] == 2.0
    assert last.streams["loss"] == pytest.approx((knot[1] + cubic[1]) / 2)
    assert last.streams["gradient/c"] == pytest.approx((knot[2][2] + cubic[2][2]) / 2)


# ---------------------------------------------------------------- streams
def test_streams_are_means_over_all_that_sound():
    player = Player()
    for pitch in (50, 60, 70):
        player.on(0.0, pitch)
    steps, emit = player.until(1 / 60)
    assert emit.streams == pytest.approx(
        {
            "loss": steps.loss.mean(), "worst": steps.loss.max(), "count": 3.0,
            **{f"gradient/{axis}": steps.gradient[:, place].mean() for place, axis in enumerate("abc")},
        }
    )  # fmt: skip
    assert steps.own["loss"].tolist() == steps.loss.tolist()
    assert steps.own["gradient/b"].tolist() == steps.gradient[:, 1].tolist()
    assert steps.own["worst"].tolist() == [emit.streams["worst"]] * 3
    assert sorted(steps.own) == sorted(STREAMS)


# ---------------------------------------------------------------- too many, and too far
def test_beyond_the_limit_the_oldest_gives_way():
    player = Player(learners=64)
    for place in range(64):
        assert not player.of(Warn, player.on(0.001 * place, 30 + place))
    warn, *_ = player.on(0.1, 100)
    assert warn == Warn("more than 64 notes at once: the oldest learns no more")
    (steps,) = player.of(Steps, player.until(1 / 60 + 0.1))[-1:]
    assert steps.learner.tolist() == list(range(2, 66))
    assert player.off(0.2, 1) == []  # it is not there any more


def test_the_oldest_is_the_oldest_of_either_form():
    player = Player(learners=2)
    player.on(0.0, 60)
    player.set(0.0, "form", "cubic")
    player.on(0.1, 61)
    player.set(0.2, "form", "knot")
    player.on(0.2, 62)
    player.on(0.3, 63)
    present = [steps.learner.tolist() for steps in player.of(Steps, player.until(0.32))[:1]]
    assert present == [[3, 4]]


def test_a_limit_that_is_lowered_lets_several_go():
    player = Player()
    for place in range(10):
        player.on(0.0, 50 + place)
    player.set(0.0, "learners", 4)
    records = player.on(0.0, 80)
    assert len(player.of(Warn, records)) == 7
    assert player.of(Steps, player.until(0.02))[0].learner.tolist() == [8, 9, 10, 11]


def test_learners_that_run_away_are_drawn_anew_and_counted_and_the_rest_do_not_notice():
    player = Player(form="cubic", spread=0.0)
    player.on(0.0, 60)
    player.until(1.0)
    player.part._choirs["cubic"]._bank._shelf.columns.theta[:, 0] = 9e99  # as far out as may be
    player.on(1.0, 64)
    player.set(1.0, "learning_rate", 2.0)
    records = player.until(1.0 + 1.5 / 60)
    warn, draw, attach, steps, emit = records[:5]
    assert warn == Warn("a learner ran away and was drawn anew")
    assert (draw.learner, draw.note, attach) == (3, 1, Attach(1, 3))
    assert draw.target == tuple(generator(2021, "chorus", "learner", 3).uniform(-1, 1, 8)[:4])
    assert (steps.learner.tolist(), steps.n.tolist()) == ([3, 2], [1, 2])
    assert np.isfinite(steps.theta).all()
    assert emit.streams["count"] == 2.0
    alone = Player(form="cubic", spread=0.0)
    alone.on(0.0, 60)
    alone.part._choirs["cubic"]._bank._shelf.columns.theta[:, 0] = 9e99
    alone.set(0.0, "learning_rate", 2.0)
    steps = alone.of(Steps, alone.until(1.5 / 60))[0]
    assert (steps.learner.tolist(), steps.changed) == ([2], {})  # drawn with the rate that it has
    wild = Player(form="cubic", learning_rate=2.0)
    for place in range(8):
        wild.on(0.0, 60 + place)
    wild.until(20.0)
    assert len(wild.of(Warn)) > 8
    for record in wild.of(Steps):
        assert np.isfinite(record.loss).all()
        assert np.isfinite(record.theta).all()


def test_noise_is_drawn_by_learner_and_step_also_where_it_begins_late():
    player = Player(noise=0.0)
    player.on(0.0, 60)
    player.until(70 / 60)
    player.set(1.2, "noise", 0.2)
    before = player.course(1)[-1]
    (steps,) = player.of(Steps, player.until(71 / 60))[:1]
    noise = noise_of(1, 0.2, 3)(before[0])[0]
    assert steps.theta[0] == pytest.approx(np.array(before[3]) - 0.02 * (steps.gradient[0] + noise), rel=1e-12)


# ---------------------------------------------------------------- cues
def test_going_on_moves_nothing_and_makes_up_for_no_time():
    player = Player()
    player.on(0.0, 60)
    player.until(1.0)
    assert player.part.begin(50.0, None) == []
    assert player.part.due() == 50.0 + 1 / 60
    assert player.course(1)[-1][0] == 61


def test_a_cue_draws_every_note_anew_by_its_key():
    player, other = Player(), Player()
    for place, pitch in enumerate((60, 64, 67)):
        player.on(0.1 * place, pitch)
    for pitch in (50, 52, 60, 64):
        other.on(0.0, pitch)
    other.off(1.0, 1)
    ours, theirs = player.part.begin(2.0, 2.5), other.part.begin(7.0, 2.5)
    assert [type(record) for record in ours] == [Draw, Attach] * 3
    assert [(record.note, record.learner) for record in ours[1::2]] == [(1, 4), (2, 5), (3, 6)]
    assert [draw.target for draw in ours[::2]] == [draw.target for draw in theirs[::2]]
    player.take(ours)
    player.until(2.0 + 1 / 60)
    assert [player.course(n)[0][0] for n in (4, 5, 6)] == [1, 1, 1]


# ---------------------------------------------------------------- state and restore
def plain(records):
    """Return records as what can be compared."""
    return [{field.name: getattr(record, field.name) for field in fields(record)} for record in records]


def midway(**values):
    player = Player(**values)
    for place, pitch in enumerate((41, 48, 60, 61, 62, 70, 84)):
        player.on(0.1 * place, pitch)
        player.until(0.1 * place)
    player.set(0.8, "form", "cubic")
    player.on(0.8, 55)
    player.set(0.9, "learning_rate", 0.03)
    player.off(1.0, 2)
    player.until(1.5)
    return player


def onwards(part):
    records = part.handle(NoteOn(1.6, 100, 63, 80))
    records += part.advance(2.0)
    records += part.set("noise", 0.3, 2.0)
    records += part.handle(NoteEnd(2.1, 4))
    records += part.advance(3.0)
    records += part.set("steps_per_second", 37.0, 3.0)
    records += part.handle(NoteEnd(3.3, 100))
    records += part.begin(3.4, 3.0)
    return plain(records + part.advance(5.0))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_restored_in_the_middle_it_continues_to_the_last_bit(optimizer):
    player = midway(noise=0.03, optimizer=optimizer)
    kept = pickle.dumps(player.part.state())
    rest = onwards(player.part)
    assert len(rest) > 300
    fresh = Chorus("chorus", DEFAULTS, 2021)
    fresh.restore(pickle.loads(kept))
    np.testing.assert_equal(fresh.state(), pickle.loads(kept))
    np.testing.assert_equal(onwards(fresh), rest)
    player.part.restore(pickle.loads(kept))  # and back in time
    np.testing.assert_equal(onwards(player.part), rest)


def test_playing_on_does_not_reach_into_a_state_given_away():
    player = midway(noise=0.03)
    state = player.part.state()
    kept = copy.deepcopy(state)
    onwards(player.part)
    np.testing.assert_equal(state, kept)
