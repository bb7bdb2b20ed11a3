"""Portraits: levels at instants close to the onset."""

import math

import numpy as np
import pytest
import torch

from descant.transforms.nsgt import NSGT
from descant.transforms.portrait import FLOOR_DB, Portrait, instants_s
from descant.transforms.scales import Scale

SAMPLE_RATE = 44_100


@pytest.fixture(scope="module")
def transform():
    return NSGT(Scale("mel", 40, 50.0, 18_000.0), SAMPLE_RATE + 4410)


@pytest.fixture(scope="module")
def portrait(transform):
    return Portrait(transform, 48, 1.0)


def falling(hz, seconds_60_db, *, samples=SAMPLE_RATE + 4410):
    """Return a tone that falls by 60 dB in so many seconds."""
    time = torch.arange(samples) / SAMPLE_RATE
    return torch.sin(math.tau * hz * time) * torch.pow(10.0, -3.0 * time / seconds_60_db)


def test_instants_are_close_at_the_onset_and_rise_to_the_end():
    found = instants_s(48, 1.0)
    assert found[0] == 0.0 and found[-1] == pytest.approx(1.0) and len(found) == 48
    steps = np.diff(found)
    assert steps[0] < 0.002 and steps[-1] > 0.08
    assert steps[1:] / steps[:-1] == pytest.approx(np.full(46, steps[1] / steps[0]))


def test_a_fall_is_a_straight_line_over_time_in_the_band_of_its_tone(transform, portrait):
    levels = portrait(transform(falling(1000.0, 0.8)))
    band = int(np.abs(transform.centres_hz - 1000.0).argmin())
    assert int(levels[:, 10].argmax()) == band
    heard = portrait.instants_s[12:46]
    slope = np.polyfit(heard, levels[band, 12:46].numpy(), 1)[0]
    assert slope == pytest.approx(-60.0 / 0.8, rel=0.03)


def test_the_loudest_is_0_db_and_nothing_is_below_the_floor(transform, portrait):
    sounds = torch.stack([falling(200.0, 0.1), 0.001 * falling(5000.0, 2.0), torch.zeros(SAMPLE_RATE + 4410)])
    levels = portrait(transform(sounds))
    assert levels.shape == (3, transform.bands, 48)
    assert levels[:2].amax((-2, -1)).tolist() == pytest.approx([0.0, 0.0], abs=1e-4)
    assert float(levels.min()) == FLOOR_DB and (levels[2] == FLOOR_DB).all()


@pytest.mark.parametrize(("instants", "length_s"), [(1, 1.0), (8, 0.0), (8, 1.2)])
def test_a_picture_that_cannot_be_is_refused(transform, instants, length_s):
    with pytest.raises(ValueError, match="at least two instants within its sound"):
        Portrait(transform, instants, length_s)
