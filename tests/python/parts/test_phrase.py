"""Phrases: what is drawn, when notes come, that a phrase is learned aloud, and what happens once it is right."""

import numpy as np
import pytest

from descant.parts.base import Draw, Emit, Lift, NoteOn, Recalled, Step, Strike, Warn
from descant.parts.kinds import kinds
from descant.parts.phrase import MODES, RHYTHMS, ROUND, Phrase

DEFAULTS = {row.name: row.default for row in Phrase.parameters}


class Listener:
    """Hears a part play, tick by tick."""

    def __init__(self, seed=2026, **values):
        self.part = Phrase("phrase", DEFAULTS | values, seed)
        self.all = [(0.0, record) for record in self.part.begin(0.0, None)]
        self.ticks = 0

    def until(self, seconds):
        begin = len(self.all)
        while self.ticks / 200 < seconds:
            self.all += [(self.ticks / 200, record) for record in self.part.advance(self.ticks / 200)]
            self.ticks += 1
        return self.all[begin:]

    def of(self, kind):
        return [(time, record) for time, record in self.all if isinstance(record, kind)]


def test_it_is_found_by_its_name():
    assert kinds()["phrase"] is Phrase


def test_rounds_are_eight_eighths_long():
    assert all(sum(rhythm) == ROUND for rhythm in RHYTHMS)


def test_notes_come_in_the_rhythm_and_tempo():
    here = Listener(bpm=120.0, bass=False)
    here.until(6.0)  # three rounds
    rhythm = np.array(here.part.state()["rhythm"])
    begins = np.concatenate([[0], np.cumsum(np.tile(rhythm, 3))[:-1]]) * 0.25
    np.testing.assert_allclose([time for time, _ in here.of(Strike)], begins, atol=0.006)
    held = [lift - strike for (strike, _), (lift, _) in zip(here.of(Strike), here.of(Lift), strict=False)]
    np.testing.assert_allclose(held, (np.tile(rhythm, 3) * 0.25 * 0.9)[: len(held)], atol=0.011)


def test_each_round_has_its_bass_and_its_first_note_is_louder():
    here = Listener(bpm=120.0)
    here.until(3.9)
    bass = [(time, record.velocity) for time, record in here.of(Strike) if record.pitch == 57 - 24]
    assert bass == [(0.0, 84), (2.0, 84)]
    others = [(time, record.velocity) for time, record in here.of(Strike) if record.pitch != 57 - 24]
    assert {velocity for time, velocity in others if time in (0.0, 2.0)} == {98}
    assert {velocity for time, velocity in others if time not in (0.0, 2.0)} == {84}


def test_a_phrase_is_learned_aloud_and_then_comes_another():
    here = Listener(bass=False)
    here.until(90.0)
    draws = here.of(Draw)
    assert len(draws) >= 2
    errors = [(time, abs(record.streams["error"])) for time, record in here.of(Emit)]
    first_round = [error for time, error in errors if time < 2.2]
    end = draws[1][0]
    encores = [error for time, error in errors if end - 2 * 8 * 30 / 104 + 0.01 < time < end - 0.01]
    assert max(first_round) > 1.0
    assert max(encores) <= 0.12
    steps = [record for time, record in here.of(Step) if time < end]
    assert steps[0].loss > 100 * steps[-1].loss


def test_without_steps_what_is_wrong_stays_wrong():
    here = Listener(steps_per_note=0, bass=False)
    here.until(30.0)
    assert not here.of(Step) and len(here.of(Draw)) == 1
    pitches = [record.pitch for _, record in here.of(Strike)]
    count = len(here.part.state()["rhythm"])
    assert pitches[:count] == pitches[count : 2 * count] == pitches[-count:] or len(pitches) % count


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("span", [5, 16, 36])
def test_phrases_are_of_their_mode_and_span_and_end_at_home(mode, span):
    for seed in range(20):
        part = Phrase("phrase", DEFAULTS | {"mode": mode, "span": span}, seed)
        part.begin(0.0, None)
        pitches = part.state()["pitches"]
        assert all(0 <= pitch <= max(span, 12) for pitch in pitches)
        assert all(pitch % 12 in MODES[mode] for pitch in pitches[:-1])
        assert pitches[-1] in (0, 7, 12)
        part.advance(60.0)  # and none of them stops it


def test_notes_stay_on_the_keyboard_however_wrong():
    here = Listener(root=96, span=36, learning_rate=-0.1, steps_per_note=20)
    here.until(20.0)
    assert all(0.0 <= record.pitch <= 127.0 for _, record in here.of(Strike))


def test_everything_that_begins_ends():
    here = Listener(legato=1.0)
    here.until(30.0)
    sounding = []
    for _, record in here.all:
        if isinstance(record, Strike):
            assert record.pitch not in sounding
            sounding.append(record.pitch)
        elif isinstance(record, Lift):
            sounding.remove(record.pitch)
    assert len(sounding) <= 2


def test_by_a_cue_the_same_phrase_is_drawn_and_what_sounded_ends():
    here = Listener()
    here.until(1.0)
    records = here.part.begin(1.0, 3.0)
    assert any(isinstance(record, Lift) for record in records)
    drawn = next(record for record in records if isinstance(record, Draw))
    other = Phrase("phrase", DEFAULTS, 2026)
    assert other.begin(9.0, 3.0)[0].theta == drawn.theta
    assert drawn.form == "function" and len(drawn.target) == len(drawn.curve) == 64


def test_one_restored_plays_on_equally():
    one = Listener(noise=0.2)
    one.until(7.3)
    other = Listener(seed=2026)
    other.part.restore(one.part.state())
    other.ticks = one.ticks
    assert one.until(20.0) == other.until(20.0)
    np.testing.assert_equal(other.part.state(), one.part.state())


def test_one_recalled_goes_on_with_what_it_knew():
    here = Listener()
    here.until(5.0)
    state = here.part.state()
    here.until(12.0)
    ((known,),) = [record.learners for record in here.part.recall(state, 12.0, set())]
    assert known.theta == tuple(state["network"]["theta"].tolist())
    assert 12.0 <= here.part.due() <= 22.0
    assert Phrase("phrase", DEFAULTS, 1).recall(Phrase("phrase", DEFAULTS, 1).state(), 0.0, set()) == [Recalled(())]


def test_one_that_runs_away_begins_anew_and_plays_on():
    here = Listener(optimizer="sgd")
    here.part.values["learning_rate"] = 1e99
    found = here.until(3.0)
    assert any(isinstance(record, Warn) for _, record in found) and here.of(Strike)
    assert here.part.handle(NoteOn(0.0, 1, 60.0, 80)) == []
    here.part.set("optimizer", "adam", 3.0)
    assert not here.part.state()["network"]["first"].any()
