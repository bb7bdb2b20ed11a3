"""Sounds as pictures and back: tones stay in tune, a kick dives, noise stays noise, and nothing clicks."""

import math

import numpy as np
import pytest
import torch

from descant.transforms.canvas import PEAK, Canvas, Form
from descant.transforms.measures import log_spectral_distance_db, spectrogram

RATE = 44_100


@pytest.fixture(scope="module")
def canvas():
    return Canvas(Form())


@pytest.fixture(scope="module")
def t():
    return torch.arange(RATE) / RATE


def peak_hz(sound, low, high):
    spectrum = torch.fft.rfft(sound * torch.hann_window(len(sound)), 1 << 19).abs()
    hz = torch.arange(len(spectrum)) * RATE / (1 << 19)
    inside = (hz > low) & (hz < high)
    return float(hz[inside][spectrum[inside].argmax()])


def cents(found, wanted):
    return 1200 * math.log2(found / wanted)


def test_two_tones_of_a_bell_stay_in_tune(canvas, t):
    for ratio in (0.77, 1.0, 1.31, 1.56):
        low, high = 562.0 * ratio, 845.0 * ratio
        bell = torch.exp(-4 * t) * (0.5 * torch.sin(2 * math.pi * low * t) + torch.sin(2 * math.pi * high * t))
        found = canvas.played(canvas.drawn(bell[None]))[0]
        assert abs(cents(peak_hz(found, low * 0.9, low * 1.1), low)) < 8.0
        assert abs(cents(peak_hz(found, high * 0.9, high * 1.1), high)) < 8.0


def test_a_kick_dives(canvas, t):
    hz = 50.0 + 150.0 * torch.exp(-t / 0.02)
    kick = torch.sin(2 * math.pi * torch.cumsum(hz, 0) / RATE) * torch.exp(-8 * t)
    found = canvas.played(canvas.drawn(kick[None]))[0]
    crossings = np.flatnonzero(np.diff(np.signbit(found[:8000].numpy())))
    halves = np.diff(crossings)[np.diff(crossings) > 20] / RATE
    assert 1 / (2 * halves[:2].mean()) > 100.0
    assert 1 / (2 * halves[-3:].mean()) == pytest.approx(50.0, rel=0.2)


def test_noise_stays_noise_where_the_sweep_alone_whistles(canvas, t, monkeypatch):
    noise = torch.from_numpy(np.random.default_rng(5).standard_normal(RATE)).float() * torch.exp(-3 * t)
    picture = canvas.drawn(noise[None])
    found = canvas.played(picture)
    monkeypatch.setattr(canvas.synthesis.texture, "tone", torch.ones_like)
    whistling = canvas.played(picture)
    levelled = [spectrogram(sound / sound.square().mean().sqrt()) for sound in (noise, found[0], whistling[0])]
    ours, theirs = (float(log_spectral_distance_db(other, levelled[0])) for other in levelled[1:])
    assert ours < 8.5  # two noises of one shape are 7.9 dB apart
    assert theirs > ours + 2.0


def test_a_picture_drawn_again_is_that_picture(canvas, t):
    tone = torch.exp(-6 * t) * torch.sin(2 * math.pi * 330.0 * t)
    picture = canvas.drawn(tone[None])
    again = canvas.drawn(canvas.played(picture))
    assert picture.shape == (1, canvas.bands, 64) and picture.max() == 1.0 and picture.min() == 0.0
    loud = picture > 0.75
    assert float((80 * (again - picture))[loud].abs().mean()) < 2.0


def test_it_begins_and_ends_in_silence_and_is_the_same_each_time_alone_or_among_others(canvas, t):
    sounds = torch.stack([torch.exp(-5 * t) * torch.sin(2 * math.pi * hz * t) for hz in (90.0, 700.0)])
    pictures = canvas.drawn(sounds)
    found = canvas.played(pictures)
    assert torch.equal(found, canvas.played(pictures)) and found.dtype == torch.float32
    assert torch.allclose(found.abs().amax(1), torch.tensor(PEAK))
    assert (found[:, [0, -1]] == 0.0).all()
    assert found.diff().abs().amax(1)[0] < 0.05
    assert torch.equal(canvas.played(pictures[1]), found[1])
    assert canvas.played(pictures[:0]).shape == (0, RATE)


def test_a_picture_of_nothing_is_silence(canvas):
    assert canvas.played(torch.zeros(2, canvas.bands, 64)).abs().max() < 0.01
    assert torch.isfinite(canvas.played(torch.full((1, canvas.bands, 64), 9.0))).all()


def test_what_is_no_form_is_said():
    with pytest.raises(ValueError, match="no scale"):
        Canvas(Form(scale="blues"))
