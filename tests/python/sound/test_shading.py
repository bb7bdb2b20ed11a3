"""Shading: within the limits of each instrument's table, by frequency where it has no tune, heard in what sounds."""

from math import log2

import numpy as np
import pytest

from descant.sound.shading import shaded
from descant.sound.table import INSTRUMENTS, KIT


def told(synthdef, **values):
    return {row.name: row.default for row in INSTRUMENTS.get(synthdef, ())} | values


def test_a_hit_that_is_neutral_changes_nothing():
    for synthdef in (*INSTRUMENTS, "a composer's own"):
        assert shaded(synthdef, told(synthdef), tune=0.0, stretch=1.0, bright=0.0) == (told(synthdef), 1.0)


@pytest.mark.parametrize("drum", KIT)
def test_a_drum_is_tuned_stretched_and_brightened_from_where_it_stands(drum):
    stands = told(drum, tune=-2.0, tone=0.4)
    moved, ratio = shaded(drum, stands, tune=5.0, stretch=1.5, bright=0.25)
    changed = {"tune": 3.0, "decay_s": pytest.approx(stands["decay_s"] * 1.5), "tone": 0.65}
    assert moved == stands | changed and ratio == 1.0


@pytest.mark.parametrize("drum", KIT)
def test_nothing_leaves_the_limits_of_the_table(drum):
    rows = {row.name: row for row in KIT[drum]}
    for sign in (-1.0, 1.0):
        moved, _ = shaded(drum, told(drum), tune=sign * 48.0, stretch=16.0**sign, bright=sign)
        for name in ("tune", "tone", "decay_s"):
            assert rows[name].low <= moved[name] <= rows[name].high
        assert moved["tune"] == sign * 24.0 and moved["tone"] == (1.0 if sign > 0 else 0.0)


def test_what_has_no_tune_is_moved_by_its_frequency():
    moved, ratio = shaded("overtones", told("overtones"), tune=-12.0, stretch=20.0, bright=0.5)
    assert ratio == 0.5 and moved == told("overtones", decay_scale=10.0)
    moved, ratio = shaded("a composer's own", {"level_db": -3.0}, tune=7.0, stretch=0.5, bright=-1.0)
    assert log2(ratio) * 12 == pytest.approx(7.0) and moved == {"level_db": -3.0, "decay_scale": 0.5}
    assert np.isfinite(ratio)
