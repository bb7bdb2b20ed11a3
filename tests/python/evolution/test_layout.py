"""The map: it is full, its measures rise along it, and it is smoother than by chance."""

import numpy as np
import pytest

from descant.evolution.layout import Elites, amid, arranged, smoothed, spread


def drawn(count=400, seed=0):
    chance = np.random.default_rng(seed)
    across, up, rim = chance.random((3, count))
    return Elites(across, up, rim, chance.random(count), chance.random((count, 3)))


def test_each_place_has_an_elite_of_its_own_and_measures_rise_along_the_map():
    elites = drawn()
    chosen = arranged(elites, 8)
    assert chosen.shape == (8, 8) and len(np.unique(chosen)) == 64
    across, up = elites.across[chosen], elites.up[chosen]
    assert (across.max(0)[:-1] <= across.min(0)[1:]).all()  # all of a column before all of the next
    assert (np.diff(up, axis=0) > 0).all()  # in each column upwards


def test_the_rim_is_higher_than_the_middle_and_neighbours_are_alike():
    elites = drawn(2000)
    chosen = arranged(elites, 8)
    rim = elites.rim[chosen]
    corners = rim[[0, 0, -1, -1], [0, -1, 0, -1]]
    assert corners.min() > rim[3:5, 3:5].max()
    where = elites.where[chosen]
    chance = np.random.default_rng(1).permutation(elites.where)[:64].reshape(8, 8, 3)
    apart = [np.square(np.diff(own, axis=axis)).sum(-1).mean() for own in (where, chance) for axis in (0, 1)]
    assert max(apart[:2]) < 0.7 * min(apart[2:])


def test_of_elites_that_are_alike_the_better_is_chosen():
    chance = np.random.default_rng(0)
    across = np.repeat(np.arange(16.0), 4)
    up, rim, where = np.tile([0.0, 0.0, 1.0, 1.0], 16), np.zeros(64), np.zeros((64, 1))
    objective = chance.random(64)
    chosen = arranged(Elites(across, up, rim, objective, where), 2)
    assert objective[chosen].mean() > objective.mean() + 0.25


def test_it_is_the_same_each_time_and_needs_enough():
    assert (arranged(drawn(), 8) == arranged(drawn(), 8)).all()
    assert arranged(drawn(64), 8).shape == (8, 8)
    with pytest.raises(ValueError, match="63 elites do not fill a map of 8 × 8"):
        arranged(drawn(63), 8)


def test_smoothing_is_the_mean_of_nine():
    field = np.zeros((4, 4))
    field[1, 1] = 9.0
    assert smoothed(field)[:3, :3].tolist() == [[1.0] * 3] * 3 and smoothed(field)[3].tolist() == [0.0] * 4
    assert (smoothed(np.full((3, 3), 2.0)) == 2.0).all()


def test_a_region_s_middle_is_one_of_its_places():
    own = np.zeros((5, 5), bool)
    own[2, 1:4] = own[0, 4] = True
    found = amid(own)
    assert np.unravel_index(found.argmax(), found.shape) == (2, 3) or found[2, 2] == found.max()
    assert np.isinf(found[~own]).all()


def test_what_is_spread_lies_apart():
    line = np.arange(9.0)[:, None]
    assert spread(line, 3).tolist() == [0, 4, 8]
    assert spread(line, 100).tolist() == list(range(9))
