"""The search: it keeps the best of each kind, of what it was given, and finds the same again by its seed."""

import numpy as np
import pytest

from descant.evolution.search import Search, Tried, elites

LOW, HIGH = np.array([-2.0, 10.0]), np.array([2.0, 20.0])


def search(**other):
    return Search(**{
        "low": LOW, "high": HIGH, "kinds": (4, 5), "ranges": [(-2.0, 2.0), (10.0, 20.0)], "rounds": 30, "batch": 16,
        "seed": 1,
    } | other)  # fmt: skip


def hill(solutions):
    """Return solutions as kinds of their own, the better the nearer to the middle of all."""
    return Tried(solutions, -np.square((solutions - (LOW + HIGH) / 2) / (HIGH - LOW)).sum(1), solutions.copy())


def test_every_kind_is_found_and_its_best_is_near_the_best_there_is():
    found = elites(search(rounds=600), hill)
    assert len(found.objective) == 20
    cells = np.floor((found.solutions - LOW) / (HIGH - LOW) * [4, 5]).astype(int)
    assert sorted(map(tuple, cells.tolist())) == [(a, b) for a in range(4) for b in range(5)]
    nearest = np.clip((LOW + HIGH) / 2, LOW + cells * (HIGH - LOW) / [4, 5], LOW + (cells + 1) * (HIGH - LOW) / [4, 5])
    best = -np.square((nearest - (LOW + HIGH) / 2) / (HIGH - LOW)).sum(1)
    assert (found.objective <= best + 1e-12).all() and (found.objective > best - 0.02).all()
    np.testing.assert_array_equal(found.objective, hill(found.solutions).objective)


def test_the_same_seed_finds_the_same_and_another_does_not():
    first, second, other = (elites(search(seed=seed), hill) for seed in (1, 1, 2))
    for name in ("solutions", "objective", "measures"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    assert not np.array_equal(first.solutions, other.solutions)


def test_solutions_stay_within_bounds_and_are_kept_as_they_came_back():
    asked = []

    def rounded(solutions):
        asked.append(solutions)
        return hill(np.round(solutions))

    found = elites(search(), rounded)
    whole = np.concatenate(asked)
    assert (whole >= LOW).all() and (whole <= HIGH).all() and len(asked) == 30
    np.testing.assert_allclose(found.solutions, np.round(found.solutions), atol=1e-12)


def test_what_is_not_to_be_kept_is_not():
    def half(solutions):
        tried = hill(solutions)
        return Tried(solutions, np.where(solutions[:, 0] > 0.0, tried.objective, -np.inf), tried.measures)

    assert (elites(search(), half).solutions[:, 0] > 0.0).all()
    assert len(elites(search(), lambda s: Tried(s, np.full(len(s), -np.inf), s)).objective) == 0


def test_it_says_how_far_it_is():
    told = []
    elites(search(rounds=4), hill, told.append)
    assert told == [0.0, 0.25, 0.5, 0.75, 1.0]


@pytest.mark.parametrize("batch", [1, 7])
def test_batches_of_any_size(batch):
    assert len(elites(search(batch=batch, rounds=10), hill).objective) > 1
