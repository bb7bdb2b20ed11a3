"""Made corpora: the textbook first, every variation another, the same seed the same bytes."""

import numpy as np
import pytest

from descant.corpora import keeping
from descant.corpora.making import Make, make_patterns, variation
from descant.corpora.patterns import Grid
from descant.corpora.rhythms import RHYTHMS
from descant.errors import DescantError

BY_NAME = {rhythm.name: rhythm for rhythm in RHYTHMS}
ROWS = ("kick", "snare", "closed_hat", "open_hat", "low_tom", "mid_tom", "high_tom", "crash", "ride")
GRIDS = [(12, 3), (24, 3), (24, 6), (16, 4), (32, 4), (48, 4), (64, 8), (48, 12), (96, 12), (96, 24)]


def small(grid=(16, 4), **options):
    return Make(Grid(*grid), **{"count": 12, **options})


def steps(pattern, row):
    return np.flatnonzero(pattern.onsets[ROWS.index(row)]).tolist()


@pytest.fixture(scope="module")
def made():
    return make_patterns(small(count=40))


def test_every_rhythm_is_there_as_often_as_was_asked(made):
    assert sorted(made.labels) == sorted(BY_NAME)
    assert np.bincount(made.label).tolist() == [40] * len(BY_NAME)
    assert (made.origin, made.dropped) == ("made", [])


def test_the_first_of_a_label_is_the_textbooks_on_the_grid(made):
    for label, name in enumerate(made.labels):
        first = int(np.flatnonzero(made.label == label)[0])
        for row, signs in BY_NAME[name].kits[0].items():
            assert steps(made[first], row) == [place for place, sign in enumerate(signs) if sign != "."]
        assert not made.timing[first].any()
        assert not made.held_out[first]


def test_no_rhythm_is_there_twice_so_none_held_out_is_trained_on(made):
    assert len({pattern.key for pattern in map(made.__getitem__, range(len(made)))}) == len(made)
    assert 0.05 < made.held_out.mean() < 0.15
    assert set(made.label[made.held_out]) == set(range(len(made.labels)))


def test_what_a_rhythm_is_no_variation_takes_away(made):
    for place in range(len(made)):
        rhythm = BY_NAME[made.label_of(place)]
        for row in rhythm.fixed:
            known = {rhythm.kits[0][row], *rhythm.options.get(row, ()), *(kit.get(row, "") for kit in rhythm.kits)}
            found = set(steps(made[place], row))
            assert any({p for p, sign in enumerate(signs) if sign != "."} <= found for signs in known if signs)


def test_velocity_and_timing_vary_where_there_are_onsets_only(made):
    for values in (made.velocity, made.timing):
        assert not values[made.onsets == 0].any()
    assert (made.velocity[made.onsets == 1] > 0).all()
    assert np.unique(made.velocity[made.onsets == 1]).size > 60
    assert np.abs(made.timing).max() > 0.2
    swung = made.timing[:, :, 1::4][made.onsets[:, :, 1::4] == 1]
    straight = made.timing[:, :, ::4][made.onsets[:, :, ::4] == 1]
    assert swung.mean() > straight.mean() + 0.02


@pytest.mark.parametrize("grid", GRIDS)
def test_every_grid_has_rhythms_and_says_which_it_has_not(grid, tmp_path):
    corpus = make_patterns(small(grid))
    assert len(corpus) >= 12
    assert {name for name in BY_NAME if name not in corpus.labels} <= {name for name, _ in corpus.dropped}
    assert (corpus.onsets.sum((1, 2)) >= 2).all()
    for place in range(len(corpus)):
        assert not corpus.onsets[place, :, corpus.length[place] :].any()
    keeping.save(corpus, tmp_path)
    assert keeping.load(tmp_path).labels == corpus.labels


def test_lengths_are_those_of_the_meter():
    lengths = {
        (name, grid): variation(BY_NAME[name], 0, small(grid)).length
        for name in ("waltz", "bell 6/8", "son clave 3-2")
        for grid in ((16, 4), (32, 4), (48, 12), (96, 12))
    }
    assert lengths == {
        ("waltz", (16, 4)): 12, ("waltz", (32, 4)): 24, ("waltz", (48, 12)): 36, ("waltz", (96, 12)): 72,
        ("bell 6/8", (16, 4)): 12, ("bell 6/8", (32, 4)): 24, ("bell 6/8", (48, 12)): 48, ("bell 6/8", (96, 12)): 96,
        ("son clave 3-2", (16, 4)): 16, ("son clave 3-2", (32, 4)): 32, ("son clave 3-2", (48, 12)): 48,
        ("son clave 3-2", (96, 12)): 96,
    }  # fmt: skip


def test_triplets_lie_on_a_grid_of_twelve_where_they_are_played():
    found = variation(BY_NAME["bell 6/8"], 0, small((48, 12)))
    assert steps(found, "ride") == [0, 8, 16, 20, 28, 36, 44]
    assert steps(variation(BY_NAME["son clave 3-2"], 0, small((48, 12))), "snare") == [0, 9, 18, 30, 36]


def test_the_seed_says_everything_and_a_rhythm_does_not_depend_on_the_others(tmp_path):
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        keeping.save(make_patterns(small(seed=seed)), tmp_path / name)
    a, b, c = ((tmp_path / name / "patterns.npz").read_bytes() for name in "abc")
    assert a == b != c
    alone = make_patterns(small(seed=3, rhythms=("waltz",)))
    full = make_patterns(small(seed=3))
    np.testing.assert_array_equal(alone.velocity, full.velocity[full.label == full.labels.index("waltz")])


def test_without_variation_nothing_is_dropped_or_loose():
    wanted = small(variation=0.0, rhythms=("waltz",), count=20)
    corpus = make_patterns(wanted)
    on_grid = corpus.timing[:, ROWS.index("kick"), 0]
    assert set(np.unique(on_grid)) == {0.0}


def test_what_cannot_be_made_is_one_clear_line():
    with pytest.raises(DescantError, match="no such rhythm; did you mean 'waltz'"):
        make_patterns(small(rhythms=("walz",)))
    with pytest.raises(DescantError, match="no rhythm fits"):
        make_patterns(small((8, 4)))
    (missing,) = make_patterns(small(rhythms=("waltz",), count=2000, variation=0.0)).dropped
    assert missing[0] == "waltz"
    assert "different variations fewer than were wanted" in missing[1]
