"""What both learning parts share: settings while playing, noise, learners that run away, state and restore."""

import copy
import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.draws import generator
from descant.learning.bank import LearnerBank
from descant.parts.base import Aim, Attach, Draw, NoteEnd, NoteOn, Pad, Step, Warn
from descant.parts.cubics import Cubics
from descant.parts.knots import Knots
from descant.parts.learner import _draw as drawn_ahead

PARTS = {"cubics": Cubics, "knots": Knots}


def begun(kind, seed=2021, **values):
    part = PARTS[kind](kind, {row.name: row.default for row in PARTS[kind].parameters} | values, seed)
    return part, part.begin(0.0, None)


def play(part, count, first=1, time=1.0):
    """Return the steps of `count` melody notes of cubics."""
    return [part.handle(NoteOn(time, first + place, 72, 80))[-1] for place in range(count)]


@pytest.mark.parametrize(("kind", "low"), [("cubics", (30,)), ("knots", (40, 44, 47))])
def test_what_is_drawn_ahead_is_what_would_have_been_drawn(kind, low, monkeypatch):
    def played():
        drawn_ahead.cache_clear()
        part, records = begun(kind)
        for count in range(1, 5):
            struck = [NoteOn(count, 10 * count + k, pitch, 80) for k, pitch in enumerate(low)]
            lifted = [NoteEnd(count + 0.5, event.note) for event in struck]
            records += [record for event in (*struck, *lifted) for record in part.handle(event)]
        return records, pickle.dumps(part.state()), drawn_ahead.cache_info().hits

    ahead = played()
    monkeypatch.setattr(PARTS[kind], "prepare", lambda part: None)
    late = played()
    assert ahead[:2] == late[:2]
    assert (ahead[2] >= 3, late[2]) == (True, 0)


# ---------------------------------------------------------------- settings
def test_what_changes_while_a_learner_plays_is_in_its_steps_and_only_while_it_differs():
    part, (draw,) = begun("cubics")
    assert play(part, 1)[0].changed == {}
    for parameter, value in (("learning_rate", 0.3), ("points", 50), ("noise", 0.02), ("optimizer", "adam")):
        old = part.values[parameter]
        part.set(parameter, value, 1.0)
        assert play(part, 1)[0].changed == {parameter: value}
        part.set(parameter, old, 1.0)
        assert play(part, 1)[0].changed == {}
    part.set("learning_rate", 0.3, 2.0)
    (new,) = part.handle(NoteOn(2.0, 99, 30, 80))
    assert (draw.learning_rate, new.learning_rate) == (0.15, 0.3)
    assert play(part, 1)[0].changed == {}


def test_a_rate_set_in_the_middle_moves_the_very_next_update():
    part, (draw,) = begun("cubics")
    (first,) = play(part, 1)
    part.set("learning_rate", 0.5, 1.0)
    (second,) = play(part, 1)
    moved = np.array(first.theta) - np.array(second.theta)
    assert moved == pytest.approx(0.5 * np.array(second.gradient), rel=1e-9)
    assert np.array(draw.theta) - np.array(first.theta) == pytest.approx(0.15 * np.array(first.gradient), rel=1e-9)


def test_points_and_loss_form_hold_from_the_next_loss_on():
    part, (draw,) = begun("cubics")
    part.set("points", 3, 1.0)
    part.set("loss_form", "absolute", 1.0)
    (step,) = play(part, 1)
    x = np.array([-1.0, 0.0, 1.0])
    r = np.polyval(np.array(draw.theta) - np.array(draw.target), x)
    assert step.loss == pytest.approx(np.abs(r).mean(), rel=1e-12)


def test_what_a_learner_does_is_what_a_bank_of_one_does():
    for optimizer in ("sgd", "momentum", "adam"):
        part, (draw,) = begun("cubics", optimizer=optimizer, learning_rate=0.02)
        bank = LearnerBank("cubic")
        bank.add(draw.target, draw.theta, learning_rate=0.02, optimizer=optimizer)
        for step in play(part, 50):
            alone = bank.step()
            assert step.loss == alone.loss[0]
            assert step.theta == tuple(bank.theta(0))


# ---------------------------------------------------------------- noise
def test_noise_is_drawn_by_learner_and_step():
    part, (draw,) = begun("cubics", noise=0.2)
    theta = np.array(draw.theta)
    for count, step in enumerate(play(part, 20)):
        noise = generator(2021, "cubics", "noise 1", count).normal(0.0, 0.2, 4)
        theta = theta - 0.15 * (np.array(step.gradient) + noise)
        assert step.theta == pytest.approx(theta, rel=1e-9)


def test_noise_moves_the_weights_and_not_the_gradient_that_is_told():
    quiet, noisy = begun("cubics")[0], begun("cubics", noise=5.0)[0]
    (a,), (b,) = play(quiet, 1), play(noisy, 1)
    assert (a.loss, a.gradient) == (b.loss, b.gradient)
    assert a.theta != b.theta


def test_the_noise_of_one_learner_is_not_that_of_another_and_repeats_with_the_seed():
    part, _ = begun("cubics", noise=0.2, learning_rate=0.01)
    again, _ = begun("cubics", noise=0.2, learning_rate=0.01)
    play(again, 7)  # more steps of the learner before
    runs = []
    for each in (part, again):
        each.handle(NoteOn(1.0, 50, 30, 80))
        runs.append(play(each, 5))
    assert runs[0] == runs[1]


# ---------------------------------------------------------------- running away
def test_a_learner_that_runs_away_is_drawn_anew_and_the_note_has_its_step():
    part, _ = begun("cubics", learning_rate=2.0)
    for note in range(1, 1000):
        records = part.handle(NoteOn(1.0, note, 72, 80))
        assert all(math.isfinite(value) for value in (records[-1].loss, *records[-1].gradient, *records[-1].theta))
        if len(records) > 2:
            break
    warn, draw, attach, step = records
    assert warn == Warn("learner 1 ran away and was drawn anew")
    assert draw == Draw(**{name: getattr(draw, name) for name in Draw.__slots__} | {"learner": 2})
    assert draw.target == tuple(generator(2021, "cubics", "learner", 2).uniform(-1, 1, 8)[:4])
    assert attach == Attach(note, 2)
    assert (step.learner, step.n, step.note) == (2, 1, note)


def test_unlearning_for_hours_never_ends_the_music():
    part, _ = begun("cubics", learning_rate=-0.3, optimizer="momentum")
    for note in range(1, 3000):
        step = part.handle(NoteOn(1.0, note, 72, 80))[-1]
        assert isinstance(step, Step)
        assert math.isfinite(step.loss)


# ---------------------------------------------------------------- rates in human units
def test_notes_to_tune_finds_the_rate_and_the_draw_says_which():
    part, (draw,) = begun("cubics", notes_to_tune=20)
    assert 0.05 < draw.learning_rate < 0.9
    assert draw.learning_rate != 0.15
    part.set("notes_to_tune", 0, 1.0)
    assert play(part, 1)[0].changed == {"learning_rate": 0.15}


def test_a_wish_that_cannot_be_met_is_said_once_and_costs_nothing_a_note():
    part, records = begun("cubics", notes_to_tune=3)
    assert [type(record) for record in records] == [Warn, Draw]
    assert records[0].text.endswith("the learning rate stays 0.15")
    assert all(
        type(step) is Step and step.changed == {} for step in play(part, 2000)
    )  # 0.1 s each, were it sought anew
    assert part.set("noise", 0.1, 1.0) == []
    (warn,) = part.set("notes_to_tune", 4, 1.0)
    assert isinstance(warn, Warn)


def test_a_search_is_announced_where_setting_would_begin_one(monkeypatch):
    monkeypatch.setattr("descant.parts.learner._RATES", {})
    part, _ = begun("cubics")
    errand = part.errand("notes_to_tune", 20)
    assert errand.asked[:2] == ("cubic", 19)
    assert part.values["notes_to_tune"] == 0 and part.errand("learning_rate", 0.5) is None
    errand.keep(errand.asked, found := errand.find(*errand.asked))
    assert part.errand("notes_to_tune", 20) is None
    part.set("notes_to_tune", 20, 1.0)
    assert play(part, 1)[0].changed == {"learning_rate": found}
    assert part.errand("points", 50).asked == (*errand.asked[:3], 50, "sgd")
    assert part.errand("optimizer", "adam").asked == (*errand.asked[:4], "adam")
    assert part.errand("split", 50) is None and part.errand("notes_to_tune", 0) is None


def test_no_more_rates_are_remembered_than_there_is_room_for(monkeypatch):
    rates = {}
    monkeypatch.setattr("descant.parts.learner._RATES", rates)
    part, _ = begun("knots")
    for n in range(1, 1100):
        errand = part.errand("seconds_to_tune", n / 10)
        errand.keep(errand.asked, 0.1)
    assert len(rates) == 1024 and part.errand("seconds_to_tune", 109.9) is None


# ---------------------------------------------------------------- a hand on the target
@pytest.mark.parametrize("kind", ["cubics", "knots"])
def test_a_hand_moves_the_target_coordinate_by_coordinate(kind):
    part, _ = begun(kind)
    drawn = part.draw()[-1]
    learner, target = drawn.learner, drawn.target
    assert part.handle(Pad(1.0, (0.25,))) == [Aim(learner, (0.25, *target[1:]))]
    assert part.handle(Pad(1.0, (0.5, -1.0, 2.0))) == [Aim(learner, (0.5, -1.0, 2.0, *target[3:]))]
    everything = tuple(range(10))
    assert part.handle(Pad(1.0, everything)) == [Aim(learner, everything[: len(target)])]
    assert part.handle(Pad(1.0, ())) == [Aim(learner, everything[: len(target)])]
    twin, _ = begun(kind)
    twin.restore(pickle.loads(pickle.dumps(part.state())))
    assert part.step(None) == twin.step(None)


def test_a_hand_on_a_part_without_a_learner_moves_nothing():
    part, _ = begun("knots")
    assert part.handle(Pad(1.0, (0.25,))) == []


def test_a_new_learner_knows_nothing_of_the_hand():
    part, _ = begun("cubics")
    twin, _ = begun("cubics")
    part.handle(Pad(1.0, (9.0, 9.0, 9.0, 9.0)))
    assert part.handle(NoteOn(2.0, 1, 30, 80)) == twin.handle(NoteOn(2.0, 1, 30, 80))
    assert play(part, 3) == play(twin, 3)


# ---------------------------------------------------------------- state and restore
def midway(kind, **values):
    part, records = begun(kind, **values)
    for note, pitch in enumerate((41, 45, 52, 55, 72, 76), start=1):
        records += part.handle(NoteOn(0.01 * note, note, pitch, 80))
        records += part.advance(0.01 * note)
    records += part.advance(0.5)
    records += part.set("learning_rate", 0.07, 0.5)
    records += part.handle(NoteEnd(0.51, 2))
    records += part.handle(NoteOn(0.55, 7, 43, 80))  # a third of the next chord
    return part, records


def onwards(part):
    records = part.handle(NoteOn(0.56, 8, 46, 80))
    records += part.handle(NoteOn(0.57, 9, 53, 80))
    for note in range(10, 30):
        records += part.handle(NoteOn(0.6 + note / 100, note, 60 + note, 80))
        records += part.advance(0.6 + note / 100)
    records += part.set("steps_per_second" if part.name == "knots" else "points", 37, 1.0)
    records += part.handle(NoteEnd(1.0, 9))
    records += part.advance(2.0)
    records += part.handle(NoteOn(2.1, 30, 30, 80))
    return records + part.advance(3.0)


@pytest.mark.parametrize("kind", ["cubics", "knots"])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_restored_in_the_middle_of_a_chord_it_continues_to_the_last_bit(kind, optimizer):
    part, records = midway(kind, noise=0.03, optimizer=optimizer)
    assert any(isinstance(record, Step) for record in records)
    state = part.state()
    kept = pickle.dumps(state)
    rest = onwards(part)
    assert any(isinstance(record, Draw) for record in rest)
    assert len([record for record in rest if isinstance(record, Step)]) > 15
    np.testing.assert_equal(pickle.loads(kept), state)  # playing on did not reach into the state given away

    fresh, _ = begun(kind, seed=2021)
    fresh.restore(pickle.loads(kept))
    np.testing.assert_equal(fresh.state(), pickle.loads(kept))
    assert onwards(fresh) == rest

    part.restore(pickle.loads(kept))  # and back in time
    assert part.due() == fresh_due(kind, kept)
    assert onwards(part) == rest


def fresh_due(kind, kept):
    fresh, _ = begun(kind)
    fresh.restore(pickle.loads(kept))
    return fresh.due()


def test_restored_between_the_third_and_the_last_notes_of_a_chord_they_still_join_it():
    part, _ = begun("knots")
    for note in (1, 2, 3):
        part.handle(NoteOn(1.0, note, 36 + 4 * note, 80))
    twin, _ = begun("knots")
    twin.restore(pickle.loads(pickle.dumps(part.state())))
    assert [twin.handle(NoteOn(1.01, note, 36 + 3 * note, 80)) for note in (4, 5, 6)] == [
        [Attach(note, 1)] for note in (4, 5, 6)
    ]


@pytest.mark.parametrize("kind", ["cubics", "knots"])
def test_a_state_is_restored_as_often_as_wanted(kind):
    part, _ = midway(kind)
    state = part.state()
    first, second = begun(kind)[0], begun(kind)[0]
    first.restore(state)
    rest = onwards(first)
    second.restore(state)
    assert onwards(second) == rest


moves = st.lists(
    st.one_of(
        st.tuples(st.just("on"), st.integers(0, 127)),
        st.tuples(st.just("off"), st.integers(0, 20)),
        st.tuples(st.just("wait"), st.floats(0.001, 0.3)),
        st.tuples(st.just("learning_rate"), st.floats(-0.3, 2.0)),
        st.tuples(st.just("noise"), st.sampled_from([0.0, 0.1, 10.0])),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(["cubics", "knots"]), before=moves, after=moves)
def test_restored_anywhere_it_continues_alike(kind, before, after):
    part, _ = begun(kind, steps_per_second=20.0) if kind == "knots" else begun(kind)
    perform(part, before, 0.0, 0)
    twin = begun(kind)[0]
    twin.restore(copy.deepcopy(part.state()))
    assert perform(twin, after, 50.0, 100) == perform(part, after, 50.0, 100)
    np.testing.assert_equal(twin.state(), part.state())


def perform(part, moves, time, note):
    records = []
    first = note
    for move, value in moves:
        if move == "on":
            note += 1
            records += part.handle(NoteOn(time, note, value, 80))
        elif move == "off":
            records += part.handle(NoteEnd(time, first + value))
        elif move == "wait":
            time += value
            records += part.advance(time)
        else:
            records += part.set(move, value, time)
    return records
