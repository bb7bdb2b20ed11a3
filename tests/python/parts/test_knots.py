"""Knots: what a chord is, who keeps it, and that it steps at its own rate for exactly so long."""

import math

import numpy as np
import pytest

from descant.draws import generator
from descant.parts.base import Attach, Draw, NoteEnd, NoteOn, Step
from descant.parts.kinds import kinds
from descant.parts.knots import Knots

DEFAULTS = {row.name: row.default for row in Knots.parameters}


class Player:
    """Counts notes and keeps what each event returned."""

    def __init__(self, seed=2021, **values):
        self.part = Knots("knots", DEFAULTS | values, seed)
        self.records = self.part.begin(0.0, None)
        self.last = 0

    def on(self, ms, pitch):
        self.last += 1
        self.records = self.part.handle(NoteOn(ms / 1000, self.last, pitch, 80))
        return self.last

    def chord(self, ms, pitches=(40, 47, 52)):
        return [self.on(ms, pitch) for pitch in pitches]

    def off(self, ms, *notes):
        return [record for note in notes for record in self.part.handle(NoteEnd(ms / 1000, note))]

    def until(self, ms):
        return self.part.advance(ms / 1000)

    @property
    def kinds(self):
        return [type(record) for record in self.records]

    @property
    def drew(self):
        return Draw in self.kinds


def test_it_is_found_by_its_name_and_has_the_designs_defaults():
    assert kinds()["knots"] is Knots
    wanted = {"learning_rate": 0.04, "steps_per_second": 60.0, "split": 60, "chord_notes": 3, "chord_window_ms": 60.0}
    assert DEFAULTS | wanted == DEFAULTS


# ---------------------------------------------------------------- what a chord is
@pytest.mark.parametrize(("last_ms", "chord"), [(0.0, True), (59.9, True), (60.0, True), (61.0, False)])
def test_three_notes_of_the_left_hand_within_60_ms_are_a_chord(last_ms, chord):
    player = Player()
    player.on(1000, 40)
    assert player.records == []
    player.on(1000 + last_ms / 2, 47)
    assert player.records == []
    player.on(1000 + last_ms, 52)
    assert player.drew == chord


def test_a_chord_exists_at_its_third_note_with_draw_notes_and_step_in_this_order():
    player = Player()
    notes = player.chord(1000)
    assert player.kinds == [Draw, Attach, Attach, Attach, Step]
    draw, *attached, step = player.records
    assert [record.note for record in attached] == notes
    assert {record.learner for record in attached} == {1} == {draw.learner} == {step.learner}
    assert (step.n, step.note) == (1, None)


def test_the_drawn_knot_has_three_coprime_numbers_and_phases_below_a_turn():
    for seed in range(30):
        player = Player(seed=seed)
        player.chord(0)
        draw = player.records[0]
        assert draw.form == "knot"
        assert all(2 <= n <= 7 for n in draw.n)
        assert math.gcd(draw.n[0], draw.n[1]) == math.gcd(draw.n[0], draw.n[2]) == math.gcd(draw.n[1], draw.n[2]) == 1
        assert all(0 <= phase < math.tau for phase in (*draw.target, *draw.theta))


def test_the_right_hand_makes_no_chord_and_does_not_help_one():
    player = Player()
    for pitch in (60, 64, 67, 72):
        player.on(0, pitch)
        assert player.records == []
    player.on(10, 40)
    player.on(10, 59)
    assert player.records == []
    player.on(10, 48)
    assert player.drew


def test_a_window_slides():
    player = Player()
    for ms in (0, 40, 80):
        player.on(ms, 40 + ms / 10)
        assert not player.drew
    player.on(100, 55)  # 40, 80, 100
    assert player.drew


@pytest.mark.parametrize("count", [4, 5, 6])
def test_more_notes_within_the_window_join_and_are_no_second_chord(count):
    player = Player()
    notes = [player.on(1000, 36 + 4 * place) for place in range(3)]
    for place in range(3, count):
        notes.append(player.on(1000 + 10 * (place - 2), 36 + 4 * place))
        assert player.records == [Attach(notes[-1], 1)]


def test_six_notes_at_once_are_one_chord():
    player = Player()
    drew = 0
    for pitch in (36, 40, 43, 48, 52, 55):
        player.on(1000, pitch)
        drew += player.drew
    assert drew == 1


def test_a_rolled_chord_is_one_by_the_setting():
    for window_ms, chord in ((60, False), (400, True)):
        player = Player(chord_window_ms=window_ms)
        drew = []
        for place, pitch in enumerate((36, 43, 48, 52, 55)):
            player.on(1000 + 120 * place, pitch)
            drew.append(player.drew)
        assert drew == [False, False, chord, False, False]


def test_the_number_of_notes_is_a_setting():
    player = Player(chord_notes=1)
    player.on(0, 40)
    assert player.drew
    player = Player(chord_notes=5)
    for pitch in (36, 40, 43, 48):
        player.on(0, pitch)
        assert not player.drew
    player.on(0, 50)
    assert player.drew


def test_the_same_pitch_again_is_no_chord():
    player = Player()
    for ms in (0, 20, 40, 55):
        player.on(ms, 40)
        assert player.records == []
    player.on(56, 47)
    assert not player.drew
    player.on(57, 52)
    assert player.drew
    assert len(player.kinds) == 5  # draw, three notes, step: the last 40 only


def test_a_rolled_chord_whose_first_notes_are_up_already_is_kept_by_those_still_down():
    player = Player()
    first, second = player.on(0, 40), player.on(20, 47)
    player.off(30, first, second)
    third = player.on(40, 52)
    assert player.drew
    assert len(player.until(200)) == 9  # 60 Hz from 0.04 to 0.2
    player.off(200, third)
    assert player.part.due() == math.inf


# ---------------------------------------------------------------- steps
def test_it_steps_at_its_rate_from_the_chord_on_and_never_accumulates():
    player = Player(steps_per_second=60)
    player.chord(1234)
    for n in range(1, 5000):
        assert player.part.due() == 1.234 + n / 60
        (step,) = player.part.advance(player.part.due())
        assert step.n == n + 1
        assert step.note is None


def test_late_steps_are_caught_up_and_none_is_skipped():
    player = Player(steps_per_second=60)
    player.chord(0)
    steps = player.until(1000)
    assert [step.n for step in steps] == list(range(2, 62))
    assert player.until(1000) == []


def test_it_steps_while_any_note_of_the_chord_sounds_and_not_after():
    player = Player()
    first, second, third = player.chord(0)
    player.off(100, first, third)
    assert player.part.due() < math.inf
    player.off(200, second)
    assert player.part.due() == math.inf
    assert player.until(10_000) == []


def test_a_note_that_joined_keeps_the_chord():
    player = Player()
    notes = player.chord(0)
    late = player.on(2000, 55)
    assert player.records == [Attach(late, 1)]
    player.off(2100, *notes)
    assert player.part.due() < math.inf
    player.off(2200, late)
    assert player.part.due() == math.inf


def test_a_right_hand_note_follows_and_does_not_keep_the_chord():
    player = Player()
    notes = player.chord(0)
    right = player.on(100, 72)
    assert player.records == [Attach(right, 1)]
    player.off(200, *notes)
    assert player.part.due() == math.inf
    after = player.on(5000, 60)
    assert player.records == [Attach(after, 1)]


def test_a_left_hand_note_alone_stays_in_tune_after_a_chord_is_over():
    player = Player()
    player.off(100, *player.chord(0))
    player.on(1000, 40)
    assert player.records == []


def test_a_new_chord_while_the_old_one_lasts_takes_its_place():
    player = Player()
    old = player.chord(0)
    assert [step.learner for step in player.until(500)] == [1] * 30
    new = player.chord(510, (41, 48, 53))
    draw, *_, step = player.records
    assert draw.learner == step.learner == 2
    assert player.part.due() == 0.51 + 1 / 60
    player.off(600, *new)
    assert player.part.due() == math.inf  # the old chord's notes keep nothing
    assert player.off(700, *old) == []


def test_two_notes_that_join_are_not_two_thirds_of_the_next_chord_when_in_the_window():
    player = Player()
    player.chord(0)
    player.on(20, 55)
    player.on(50, 57)
    player.on(70, 59)  # with those at 20 and 50 it would be three within 60 ms
    assert not player.drew


def test_losses_and_gradients_are_recomputed_from_the_draw():
    player = Player()
    player.chord(0)
    draw, *_, step = player.records
    steps = [step, *player.until(500)]
    t = np.arange(100) * (2 * np.pi / 100)
    theta = np.array(draw.theta)
    for step in steps:
        angle = np.outer(draw.n, t) + theta[:, None]
        r = np.cos(angle) - np.cos(np.outer(draw.n, t) + np.array(draw.target)[:, None])
        gradient = (2 * r * -np.sin(angle)).mean(axis=1) / 3
        assert step.loss == pytest.approx((r**2).mean(), rel=1e-9, abs=1e-14)
        assert step.gradient == pytest.approx(gradient, rel=1e-9, abs=1e-14)
        theta = theta - 0.04 * gradient
        assert step.theta == pytest.approx(theta, rel=1e-12)


def test_the_median_knot_is_heard_as_the_table_of_the_design_says():
    heard = []
    for seed in range(200):
        player = Player(seed=seed)
        player.chord(0)
        losses = [player.records[-1].loss, *(step.loss for step in player.until(4001))]
        heard.append([1200 * math.log2(1 + min(0.06 * losses[n], 0.12)) for n in (0, 60, 120, 240)])
    assert np.median(heard, axis=0) == pytest.approx([101, 62, 25, 1.3], rel=0.25, abs=0.5)


# ---------------------------------------------------------------- rates that change, cues
def test_a_new_rate_counts_from_the_last_step():
    player = Player(steps_per_second=10)
    player.chord(0)
    assert len(player.until(350)) == 3
    player.part.set("steps_per_second", 5.0, 0.35)
    assert player.part.due() == pytest.approx(0.5)
    assert len(player.until(500)) == 1
    assert player.part.due() == pytest.approx(0.7)


def test_a_much_faster_rate_does_not_make_up_for_the_past():
    player = Player(steps_per_second=1)
    player.chord(0)
    assert player.until(900) == []
    player.part.set("steps_per_second", 1000.0, 0.9)
    assert len(player.until(905)) in (5, 6)


def test_a_rate_that_fades_keeps_stepping():
    player = Player(steps_per_second=60)
    player.chord(0)
    steps = []
    for tick in range(1, 101):  # 50 values a second, from 60 to 10 Hz
        player.part.set("steps_per_second", 60 - tick / 2, tick / 50)
        steps += player.until(tick * 20)
    assert len(steps) == pytest.approx(70, abs=3)  # the mean rate is 35 Hz over 2 s


def test_it_begins_without_a_learner_and_right_hand_notes_have_none():
    player = Player()
    assert player.records == []
    assert player.part.due() == math.inf
    player.on(0, 72)
    assert player.records == []


def test_a_cue_may_draw_a_knot_that_waits_for_its_chord():
    player = Player()
    (draw,) = player.part.begin(3.0, 2.5)
    numbers = generator(2021, "knots", "cue 2.5", 0)
    assert draw.learner == 1
    numbers.integers(100)
    assert player.part.due() == math.inf
    right = player.on(4000, 72)
    assert player.records == [Attach(right, 1)]


def test_neighbouring_cues_draw_differently():
    drawn = [Player().part.begin(0.0, number)[0].target for number in (2, 2.5, 9998.001, 9998.002)]
    assert len(set(drawn)) == 4


def test_a_chord_held_through_a_rest_goes_on_from_where_the_part_begins_again():
    player = Player()
    player.chord(0)
    assert player.part.begin(10.0, None) == []
    assert player.part.due() == 10 + 1 / 60


def test_what_is_drawn_counts_chords_alone():
    plain, busy = Player(), Player(noise=0.05)
    drawn = []
    for chord in range(4):
        plain.off(1000 * chord + 500, *plain.chord(1000 * chord))
        drawn.append(plain.records[0])
    for chord in range(4):
        busy.on(2000 * chord - 500 if chord else 0, 72)
        notes = busy.chord(2000 * chord + 700)
        records = busy.records
        busy.until(2000 * chord + 1000)
        busy.off(2000 * chord + 1100, *notes)
        assert (records[0].target, records[0].theta, records[0].n) == (
            drawn[chord].target, drawn[chord].theta, drawn[chord].n,
        )  # fmt: skip
