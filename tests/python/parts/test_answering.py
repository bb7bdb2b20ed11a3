"""Call and response: room for who taps, an answer near the call for as many bars, waiting, and going on."""

import numpy as np
import pytest

from descant.models.rhythm import Rhythm
from descant.parts.base import Learned, NoteOn
from descant.parts.groove import VELOCITIES_A_DECADE
from descant.states import dumps, loads

BAR_S, STEP_S = 2.0, 0.125


@pytest.fixture
def model(rhythm_file):
    return rhythm_file(seed=3, hidden=64)


def tap(here, *taps):
    """Tap so many keys, each at its step counted from the beginning."""
    for step, key in taps:
        here.until(0.03 + step * STEP_S)
        here.handle(NoteOn(here.now, 1, float(key), 90))


def heard(here, bars):
    """Return how many hits each bar has."""
    found = np.floor((np.array(here.onsets()) + 1e-6) / BAR_S).astype(int)
    return np.bincount(found, minlength=bars)[:bars].tolist()


def grid(here, bar):
    rows = {float(row.notes[0]): place for place, row in enumerate(here.part._playing.loop.rhythm.rows)}
    found = np.zeros((9, 16), bool)
    for hit in here.hits():
        step = round((hit.time - 0.03) / STEP_S)
        if step // 16 == bar:
            found[rows[hit.pitch], step % 16] = True
    return found


CALL = ((18, 36), (20, 38), (24, 36), (26, 36), (28, 38))


def test_it_leaves_room_answers_waits_and_goes_on(drums, model):
    here = drums(model, respond=True, wait_bars=2, z1=1.0)
    tap(here, *CALL)
    here.until(6 * BAR_S)
    found = heard(here, 6)
    assert found[3] == found[4] == 0 and min(found[0], found[2], found[5]) > 5
    in_call = [time for time in here.onsets() if 2.0 + 2 * STEP_S + 0.04 < time < 4.0 - 1e-6]
    assert in_call == []  # from the first tap to the bar line nothing
    assert here.turned() == {}
    np.testing.assert_array_equal(grid(here, 5), grid(here, 0))  # it goes on with its own


def call_of(rhythm, taps=CALL):
    """Return the point of a call of one bar."""
    onsets = np.zeros((9, 16))
    for step, key in taps:
        onsets[0 if key == 36 else 1, step % 16] = 1
    return rhythm.encode(onsets).astype(float)


def test_who_listens_as_well_goes_on_with_the_call(drums, model):
    here, rhythm = drums(model, respond=True, listen=True, wait_bars=1), Rhythm.read(model, "here")
    tap(here, *CALL)
    here.until(5 * BAR_S)
    call = np.clip(call_of(rhythm), -4, 4)
    assert here.turned() == {"z1": pytest.approx(call[0]), "z2": pytest.approx(call[1])}
    assert heard(here, 5)[3] == 0
    np.testing.assert_array_equal(grid(here, 4), rhythm.logits(call) > 0)


def test_an_answer_is_so_far_from_the_call_and_another_each_time(drums, model):
    here = drums(model, respond=True, answer_radius=0.5, answer_bars=3, glide_beats=8.0)
    tap(here, *CALL)
    rhythm, points = Rhythm.read(model, "here"), []
    for bar in (2, 3, 4):
        here.until((bar + 1) * BAR_S - 0.05)
        points.append(np.array([here.stream("point/1")[-1], here.stream("point/2")[-1]]))
        np.testing.assert_array_equal(grid(here, bar), rhythm.logits(points[-1]) > 0)  # at once, whatever glides
    assert [np.linalg.norm(point - call_of(rhythm)) for point in points] == pytest.approx([0.5] * 3)
    assert len({tuple(point) for point in points}) == 3


def test_a_call_of_two_bars_is_answered_by_two(drums, model):
    here = drums(model, respond=True, answer_radius=0.0, wait_bars=1)
    tap(here, *CALL, (33, 36), (36, 42), (44, 42))
    here.until(7 * BAR_S)
    found, rhythm = heard(here, 7), Rhythm.read(model, "here")
    assert found[3] > 0 and found[4] > 0 and found[5] == 0 and found[6] > 0
    np.testing.assert_array_equal(grid(here, 3), rhythm.logits(call_of(rhythm)) > 0)
    assert (grid(here, 3) != grid(here, 4)).any()  # each answers a bar of its own


def test_who_taps_during_the_answer_is_given_room_at_once(drums, model):
    here = drums(model, respond=True)
    tap(here, *CALL, (16 * 3 + 4, 36), (16 * 3 + 6, 36))  # in the bar of waiting
    here.until(6 * BAR_S)
    assert heard(here, 6)[3] == 0 and heard(here, 6)[4] > 0
    other = drums(model, respond=True, answer_bars=4)
    tap(other, *CALL, (16 * 3 + 4, 36), (16 * 3 + 6, 36))  # in the second of four
    other.until(6 * BAR_S)
    late = [time for time in other.onsets() if 3 * BAR_S + 5 * STEP_S < time < 4 * BAR_S - 1e-6]
    assert late == [] and heard(other, 6)[4] > 0


def test_a_tap_just_before_the_bar_line_begins_a_call_of_the_next_bar(drums, model):
    here, rhythm = drums(model, respond=True, wait_bars=0, answer_radius=0.0), Rhythm.read(model, "here")
    here.until(1.97)
    here.handle(NoteOn(here.now, 1, 36.0, 90))
    tap(here, (24, 38))
    here.until(4 * BAR_S)
    assert heard(here, 4)[1] == 0
    np.testing.assert_array_equal(grid(here, 2), rhythm.logits(call_of(rhythm, ((16, 36), (24, 38)))) > 0)


def test_room_is_how_loud_it_goes_on(drums, rhythm_file):
    here = drums(rhythm_file(logits=np.full((9, 16), 9.0)), respond=True, room=0.5)
    tap(here, (18, 36))
    here.until(2 * BAR_S - 0.05)
    loud = {hit.velocity for hit in here.hits() if hit.time < 2.3}
    soft = {hit.velocity for hit in here.hits() if hit.time > 2.45}
    assert loud == {100} and soft == {round(100 + VELOCITIES_A_DECADE * np.log10(0.5))} == {75}
    assert max(here.loops()[-1].cells) == pytest.approx((100 + VELOCITIES_A_DECADE * np.log10(0.5)) / 127)


def test_an_answer_is_the_same_however_far_two_loops_are_crossed(drums, model):
    found = []
    for cross in (0.0, 0.5, 1.0):
        here = drums(model, respond=True, cross=cross, w1=2.0)
        tap(here, *CALL)
        here.until(3 * BAR_S)
        found.append(grid(here, 2))
    assert found[0].any() and (found[0] == found[1]).all() and (found[0] == found[2]).all()


def test_without_taps_it_plays_on_and_switched_off_it_has_forgotten(drums, model):
    plain, here = drums(model), drums(model, respond=True)
    for each in (plain, here):
        each.until(8.0)
    assert plain.hits() == here.hits()
    tap(here, (66, 36))
    here.set(respond=False)
    before = len(here.hits())
    here.until(12.0)
    assert len(here.hits()) > before + 5 and here.turned() == {}


def test_a_call_of_a_model_of_other_latents_is_answered_by_its_own_loop(drums, model, rhythm_file):
    here, other = drums(model, respond=True, answer_bars=3), rhythm_file(latents=3, seed=6)
    tap(here, *CALL)
    here.until(2 * BAR_S + 0.5)
    here.handle(Learned(here.now, 5, other, {}))
    here.until(4 * BAR_S)
    np.testing.assert_array_equal(grid(here, 3), Rhythm.read(other, "here").logits([0.0, 0.0, 0.0]) > 0)


def test_an_early_tap_for_the_bar_after_the_answer_is_a_call_of_its_own(drums, model):
    here = drums(model, respond=True, answer_radius=0.0, wait_bars=4)
    tap(here, *CALL)
    here.until(3 * BAR_S - 0.03)  # in the last step of the answer
    here.handle(NoteOn(here.now, 1, 36.0, 90))
    tap(here, (56, 38))
    here.until(6 * BAR_S)
    found, rhythm = heard(here, 6), Rhythm.read(model, "here")
    assert found[3] == found[5] == 0  # its room; after one bar of answer it waits
    np.testing.assert_array_equal(grid(here, 4), rhythm.logits(call_of(rhythm, ((48, 36), (56, 38)))) > 0)


@pytest.mark.parametrize("moment", [3.0, 4.9, 6.5, 8.5])
def test_a_state_holds_where_the_conversation_is(drums, model, moment):
    here = drums(model, respond=True, answer_bars=2)
    tap(here, *(own for own in CALL if own[0] * STEP_S < moment))
    here.until(moment)
    other = drums(model, begin=False)
    other.ticks = here.ticks
    other.part.restore(loads(dumps(here.part.state()), "here"))
    here.records.clear()
    for each in (here, other):
        each.until(14.0)
    assert other.hits() == here.hits() and len(here.hits()) > 10
    assert other.loops() == here.loops()
