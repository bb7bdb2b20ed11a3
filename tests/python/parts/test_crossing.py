"""Crossing: exactly one loop at each end, what both have struck once, power that stays, the surest last to go."""

import numpy as np
import pytest

from descant.models.rhythm import Rhythm
from descant.parts.base import Pad
from descant.parts.crossing import crossed, surest
from descant.parts.groove import VELOCITIES_A_DECADE
from descant.sound.voices import velocity_db

STEP_S = 0.125


def loops(seed=0):
    """Return two drawn loops, cells and logits."""
    chance = np.random.default_rng(seed)
    logits = chance.normal(-0.5, 2.0, (2, 9, 16))
    return [(np.where(own > 0.0, 1.0 / (1.0 + np.exp(-own)), 0.0), own) for own in logits]


def test_at_its_ends_it_is_exactly_one_loop():
    first, second = loops()
    for cross, want in ((0.0, first), (1.0, second)):
        heard = crossed(first, second, cross)
        np.testing.assert_array_equal(heard.cells, want[0])
        assert (heard.gains == 1.0).all()


def test_what_both_have_is_struck_once_and_in_full_all_the_way():
    first, second = loops()
    both = (first[0] > 0) & (second[0] > 0)
    for cross in np.linspace(0.0, 1.0, 33):
        heard = crossed(first, second, float(cross))
        assert (heard.cells[both] > 0).all() and (heard.gains[both] == 1.0).all()
        assert not heard.cells[(first[0] == 0) & (second[0] == 0)].any()


@pytest.mark.parametrize("seed", range(4))
def test_the_power_goes_evenly_and_nothing_comes_and_goes_again(seed):
    first, second = loops(seed)
    both, counts = (first[0] > 0) & (second[0] > 0), [(own[0] > 0).sum() for own in (first, second)]
    alone = [(own[0] > 0) & ~both for own in (first, second)]
    before = None
    for cross in np.linspace(0.0, 1.0, 65)[1:-1]:
        heard = crossed(first, second, float(cross))
        sounds = heard.cells > 0
        power = (np.square(heard.gains) * sounds).sum()
        shares = np.cos(cross * np.pi / 2) ** 2, np.sin(cross * np.pi / 2) ** 2
        assert abs(power - sum(s * c for s, c in zip(shares, counts, strict=True))) <= 1.0  # half a hit of each
        assert sounds.sum() <= 1.42 * max(counts)
        if before is not None:
            assert not (sounds & ~before & alone[0]).any() and not (before & ~sounds & alone[1]).any()
        before = sounds


def test_the_least_sure_in_both_loops_goes_first():
    first, second = loops(2)
    both = (first[0] > 0) & (second[0] > 0)
    alone, heard = (first[0] > 0) & ~both, crossed(first, second, 0.5)
    kept, lost = alone & (heard.cells > 0), alone & (heard.cells == 0)
    sureness = first[1] + second[1]
    assert kept.sum() == round(np.sqrt(0.5) * alone.sum()) and sureness[kept].min() > sureness[lost].max()
    assert surest(np.ones((1, 4), bool), np.array([[1.0, 2.0, 2.0, 0.0]]), 0.5).tolist() == [[False, True, True, False]]


def test_softness_is_what_the_engine_makes_of_velocity():
    for amplitude in (0.9, 0.5, 0.1):
        velocity = 127 + VELOCITIES_A_DECADE * np.log10(amplitude)
        assert velocity_db(velocity) == pytest.approx(20 * np.log10(amplitude), abs=1e-9)


def grid(here, bar):
    """Return the velocities of a bar, (rows, steps)."""
    rows = {float(row.notes[0]): place for place, row in enumerate(here.part._playing.loop.rhythm.rows)}
    found = np.zeros((9, 16), int)
    for hit in here.hits():
        step = round((hit.time - 0.03) / STEP_S)
        if step // 16 == bar:
            assert found[rows[hit.pitch], step % 16] == 0
            found[rows[hit.pitch], step % 16] = hit.velocity
    return found


def test_two_loops_are_played_and_crossed_while_they_play(drums, rhythm_file):
    data = rhythm_file(seed=3, hidden=64)
    rhythm = Rhythm.read(data, "here")
    here = drums(data, z1=1.0, z2=1.0, w1=-1.0, w2=0.5, walk="circle", walk_radius=0.0)
    for bar, cross in enumerate((0.0, 0.5, 1.0)):
        here.set(cross=cross)
        here.until(2.0 * (bar + 1) - 0.01)
    first, second = (rhythm.logits(at) > 0 for at in ((1.0, 1.0), (-1.0, 0.5)))
    np.testing.assert_array_equal(grid(here, 0), 100 * first)
    np.testing.assert_array_equal(grid(here, 2), 100 * second)
    middle = grid(here, 1)
    both, either = first & second, first | second
    assert (middle[both] == 100).all() and not middle[~either].any()
    softer = round(100 + VELOCITIES_A_DECADE * np.log10(np.sqrt(np.sqrt(0.5))))
    assert set(middle[either & ~both]) == {0, softer} and softer == 94
    assert here.loops()[0].at == (1.0, 1.0)


def test_the_second_point_has_a_pad_and_glides(drums, rhythm_file):
    here = drums(rhythm_file(seed=3), glide_beats=2.0, cross=1.0)
    here.until(1.0)
    here.handle(Pad(here.now, (1.0, -1.0), "cross"))
    assert here.turned() == {"w1": 1.0, "w2": -1.0}
    here.until(1.5)
    assert here.part._playing.places.at(12.0, 2)[1] == pytest.approx([0.5, -0.5])
    here.handle(Pad(here.now, (1.0, -1.0), "nowhere"))
    assert here.warned() == ["'nowhere' is none of its points: nothing is changed"]
    assert here.part.points("cross") == here.part.points() != here.part.points("sound")


def test_a_crossing_that_is_frozen_is_held_as_loud_as_it_was(drums, rhythm_file):
    here = drums(rhythm_file(seed=3, hidden=64), z1=1.0, w1=-1.0, cross=0.5)
    here.until(3.98)
    here.set(freeze=True, cross=0.9, z1=3.0)
    here.until(5.98)
    np.testing.assert_array_equal(grid(here, 2), grid(here, 1))
    assert len(set(grid(here, 1).ravel())) == 3
    other = drums(rhythm_file(seed=3, hidden=64), begin=False)
    other.ticks = here.ticks
    other.part.restore(here.part.state())
    here.records.clear()
    for each in (here, other):
        each.until(7.9)
    assert other.hits() == here.hits()
