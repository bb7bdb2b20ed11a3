"""From levels to samples: as loud as the levels say and no earlier, in tune between bands, the same each time."""

import math

import numpy as np
import pytest
import torch

from descant.transforms.nsgt import NSGT
from descant.transforms.portrait import FLOOR_DB, Portrait
from descant.transforms.scales import Scale
from descant.transforms.synthesis import Synthesis

RATE = 44_100
LENGTH = RATE + 4410
SCALES = [Scale("mel", 40, 50.0, 18_000.0), Scale("linear", 60, 100.0, 20_000.0), Scale("constant-q", 48, 50.0, 16e3)]


@pytest.fixture(scope="module", params=SCALES, ids=lambda scale: scale.kind)
def pair(request):
    """Give what draws levels, and what makes them sound."""
    transform = NSGT(request.param, LENGTH)
    portrait = Portrait(transform, 48, 1.0)
    return lambda sound: portrait(transform(sound)), Synthesis(request.param, LENGTH, portrait.instants_s, RATE)


def falling(hz, seconds_60_db):
    """Return a tone that is there at once and falls by 60 dB in so many seconds, a second of it."""
    time = torch.arange(LENGTH) / RATE
    return torch.cos(math.tau * hz * time) * torch.pow(10.0, -3.0 * time / seconds_60_db) * (time < 1.0)


def test_a_fall_has_its_levels_again(pair):
    drawn, synthesis = pair
    levels = drawn(falling(700.0, 0.5) + 0.3 * falling(6000.0, 0.9))
    apart = drawn(synthesis(levels)) - levels
    loud = levels > -30.0
    loud[:, :12] = False  # the onset is loud in all bands: by it levels are measured, whatever it is
    assert float((apart[loud] - apart[loud].median()).abs().mean()) < 1.0


def test_a_tone_between_bands_keeps_its_frequency(pair):
    drawn, synthesis = pair
    for hz in (903.0, 921.0, 940.0, 4111.0):
        found = synthesis(drawn(falling(hz, 1.0)))[:RATE]
        turning = torch.fft.ifft(torch.fft.fft(found) * (torch.arange(RATE) < RATE // 2))
        phase = np.unwrap(np.angle(turning.numpy()))[4410:26460]
        assert np.polyfit(np.arange(len(phase)) / RATE, phase, 1)[0] / math.tau == pytest.approx(hz, rel=0.003)


def test_a_click_is_at_the_begin_and_short(pair):
    drawn, synthesis = pair
    click = torch.zeros(LENGTH)
    click[20] = 1.0
    found = synthesis(drawn(click)).square()
    assert float(found[:150].sum() / found.sum()) > 0.9


def test_what_is_at_the_floor_is_silent(pair):
    _, synthesis = pair
    levels = torch.full((len(synthesis.transform.centres_hz), 48), FLOOR_DB)
    assert float(synthesis(levels).abs().max()) < 1e-6


def test_nothing_sounds_after_the_end(pair):
    drawn, synthesis = pair
    found = synthesis(drawn(falling(700.0, 5.0)))
    assert float(found[RATE + 1500 : -1500].abs().max()) < 0.02 * float(found.abs().max())


def test_levels_sound_the_same_each_time(pair):
    drawn, synthesis = pair
    levels = drawn(torch.randn(LENGTH, generator=torch.Generator().manual_seed(1)))
    assert torch.equal(synthesis(levels), synthesis(levels.clone()))
