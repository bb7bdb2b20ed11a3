"""Ratchets: rolls to the sample, within their steps and their swing, falling and rising, drawn by key."""

import itertools

import numpy as np
import pytest

from descant.parts.base import Hit
from descant.parts.ratchets import roll

KICK, SNARE = 36.0, 38.0
STEP_S = 0.125  # of 120 quarters a minute


@pytest.fixture
def beat(rhythm_file):
    """Return a model whose kick is on beats 1 and 3, with the snare on every step."""
    logits = np.full((9, 16), -9.0)
    logits[0, [0, 8]] = logits[1] = 9.0
    return rhythm_file(logits=logits)


def test_a_roll_divides_its_step_evenly(drums, beat):
    here = drums(beat, ratchet=1.0, ratchet_least=3, ratchet_most=3)
    here.until(1.95)
    np.testing.assert_allclose(
        here.onsets(KICK), [0.0, 0.125 / 3, 0.25 / 3, 1.0, 1.0 + 0.125 / 3, 1.0 + 0.25 / 3], atol=1e-12
    )
    np.testing.assert_allclose(np.sort(here.onsets(SNARE)), np.arange(48) * STEP_S / 3, atol=1e-12)
    assert {hit.velocity for hit in here.hits()} == {100}
    assert {round(hit.length_s, 12) for hit in here.hits()} == {
        round(STEP_S / 3, 12)
    }  # each ends where the next begins


def test_a_roll_has_the_length_that_swing_gives_its_step(drums, beat):
    here = drums(beat, ratchet=1.0, ratchet_least=4, ratchet_most=4, swing=60.0)
    here.until(1.0)
    snares = np.sort(here.onsets(SNARE))[:12]
    begins = [0.0, 1.2, 2.0, 3.2]  # in steps
    want = [b + (e - b) * k / 4 for b, e in itertools.pairwise(begins) for k in range(4)]
    np.testing.assert_allclose(snares, np.array(want) * STEP_S, atol=1e-12)


def test_a_long_roll_takes_the_place_of_what_its_row_has_there(drums, beat):
    here = drums(beat, ratchet=1.0, ratchet_least=3, ratchet_most=3, ratchet_steps=2, kick__ratchet=0.0)
    here.until(1.95)
    np.testing.assert_allclose(here.onsets(SNARE), np.arange(24) * 0.25 / 3, atol=1e-12)
    assert here.onsets(KICK) == [0.0, 1.0]  # which has none of the chance


@pytest.mark.parametrize(
    ("shape", "want"),
    [(0.0, [100, 100, 100, 100]), (-1.0, [100, 75, 50, 25]), (1.0, [25, 50, 75, 100]), (0.5, [62, 75, 88, 100])],
)
def test_a_roll_falls_or_rises(shape, want):
    assert [hit.velocity for hit in roll(Hit(1.0, 36.0, 100, 0.05), 4, 0.03, shape)] == want


def test_a_soft_hit_rolls_within_the_range_of_midi():
    assert {hit.velocity for hit in roll(Hit(1.0, 36.0, 1, 0.05), 8, 0.01, -1.0)} == {1}


def counts(here, bars):
    """Return how many hits the snare has in each step."""
    steps = np.floor(np.array(here.onsets(SNARE)) / STEP_S + 1e-6).astype(int)
    return np.bincount(steps, minlength=16 * bars)[: 16 * bars]


def test_chance_and_range_are_those_of_the_knobs(drums, beat):
    here = drums(beat, ratchet=0.5, snare__ratchet=0.6, ratchet_least=5, ratchet_most=3)
    here.until(100.0)
    found = counts(here, 50)
    rolled = found[found > 1]
    assert set(found) == {1, 3, 4, 5}
    assert abs(len(rolled) / 800 - 0.3) < 3 * np.sqrt(0.21 / 800)
    assert np.abs(np.bincount(rolled)[3:] / len(rolled) - 1 / 3).max() < 0.1


def test_rolls_shift_nothing_else_and_are_the_seeds_own(drums, beat):
    knobs = {"humanise_ms": 5.0, "humanise_velocity": 0.5, "snare__probability": 0.5}
    plain, rolling, other = drums(beat, **knobs), drums(beat, ratchet=0.4, **knobs), drums(beat, 8, ratchet=0.4)
    for each in (plain, rolling, other):
        each.until(8.0)
    firsts = {(hit.time, hit.velocity) for hit in rolling.hits()}
    assert {(hit.time, hit.velocity) for hit in plain.hits()} <= firsts and len(firsts) > len(plain.hits())
    again = drums(beat, ratchet=0.4)
    again.until(8.0)
    assert (counts(again, 4) != counts(other, 4)).any()


def test_a_roll_goes_on_where_a_state_is_taken_back(drums, beat):
    here = drums(beat, ratchet=1.0, ratchet_steps=4)
    here.until(0.2)  # in the middle of a roll of four steps
    other = drums(beat, begin=False)
    other.ticks = here.ticks
    other.part.restore(here.part.state())
    here.records.clear()
    for each in (here, other):
        each.until(0.45)
    assert here.hits(SNARE) == other.hits(SNARE) == []
