"""Shades: what each hit has of its row's knobs and of chance, by key, and that accents are brighter."""

import numpy as np
import pytest

KICK, SNARE = 36.0, 38.0


@pytest.fixture
def full(rhythm_file):
    """Return a model in which every cell sounds."""
    return rhythm_file(logits=np.full((9, 16), 9.0))


def test_each_hit_takes_its_rows_knobs_as_they_are_then(drums, full):
    here = drums(full, kick__tune=-3.0, kick__stretch=2.0, kick__bright=0.5)
    here.until(1.0)
    here.set(kick__tune=7.0)
    here.until(1.95)
    shades = [(hit.tune, hit.stretch, hit.bright) for hit in here.hits(KICK)]
    assert shades == [(-3.0, 2.0, 0.5)] * 9 + [(7.0, 2.0, 0.5)] * 7
    assert {(hit.tune, hit.stretch, hit.bright) for hit in here.hits(SNARE)} == {(0.0, 1.0, 0.0)}


def test_vary_lets_each_hit_differ_by_so_much_at_most_and_shifts_nothing(drums, full):
    plain, here = drums(full, humanise_ms=3.0), drums(full, humanise_ms=3.0, vary=0.5, kick__stretch=2.0)
    for each in (plain, here):
        each.until(20.0)
    assert [hit.time for hit in here.hits()] == [hit.time for hit in plain.hits()]
    tunes = np.array([hit.tune for hit in here.hits()])
    stretches = np.array([hit.stretch for hit in here.hits(SNARE)])
    brights = np.array([hit.bright for hit in here.hits()])
    assert -0.5 <= tunes.min() < -0.49 and 0.49 < tunes.max() <= 0.5 and abs(tunes.mean()) < 0.05
    assert 1.5**-0.5 <= stretches.min() < 0.83 and 1.2 < stretches.max() <= 1.5**0.5
    assert -0.125 <= brights.min() < -0.12 and 0.12 < brights.max() <= 0.125
    np.testing.assert_allclose(np.median([hit.stretch for hit in here.hits(KICK)]), 2.0, atol=0.1)


def test_accents_are_brighter_and_soft_hits_duller(drums, full):
    here = drums(full, vary=1.0, accent=1.0)
    here.until(60.0)
    loud, soft = (
        np.mean([hit.bright for hit in here.hits() if hit.velocity == velocity]) for velocity in (125, 65)
    )  # fmt: skip
    assert loud == pytest.approx(0.6 * 0.25, abs=0.02) and soft == pytest.approx(-0.6 * 0.35, abs=0.02)


def test_at_the_ends_of_the_knobs_a_hit_is_still_one(drums, full):
    here = drums(full, vary=1.0, ratchet=1.0, ratchet_most=8, kick__tune=24.0, kick__stretch=10.0, kick__bright=1.0)
    here.until(4.0)
    assert max(hit.tune for hit in here.hits(KICK)) <= 25.0 and max(hit.bright for hit in here.hits()) == 1.0
    rolled = here.hits(SNARE)
    assert len({hit.tune for hit in rolled}) == len(rolled)  # each of a roll has its own


def test_they_are_the_seeds_own(drums, full):
    first, again, other = drums(full, vary=0.3), drums(full, vary=0.3), drums(full, 8, vary=0.3)
    for each in (first, again, other):
        each.until(2.0)
    assert first.hits() == again.hits() != other.hits()
