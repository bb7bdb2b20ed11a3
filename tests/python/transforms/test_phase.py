"""Phase for magnitudes: its slopes are those of true transforms, and what comes of it sounds as it should."""

import math

import pytest
import torch

from descant.transforms.griffin_lim import fast_griffin_lim
from descant.transforms.measures import spectral_convergence_db, spectrogram
from descant.transforms.nsgt import NSGT
from descant.transforms.phase import heap_integrated, slopes, swept
from descant.transforms.scales import Scale

RATE_HZ = 44100.0
LENGTH = 11250


@pytest.fixture(scope="module", params=["hann", "cosine"])
def transform(request):
    return NSGT(Scale("mel", 64, 40.0, 22050.0), LENGTH, spread=2.0, window=request.param)


@pytest.fixture(scope="module")
def sounds():
    """Return a click, a bell, a drum whose pitch falls, and noise that dies away."""
    t = torch.arange(LENGTH) / RATE_HZ
    click = torch.zeros(LENGTH)
    click[2000] = 1.0
    later = (t - 0.04).clamp(min=0.0)
    begun = (t >= 0.04) * (1.0 - torch.exp(-later / 0.001))
    bell = sum(torch.sin(2 * math.pi * hz * later) for hz in (620.0, 1510.0, 3300.0)) * begun * torch.exp(-15 * later)
    drum = torch.sin(2 * math.pi * (90.0 * later + 4.0 * (1 - torch.exp(-40 * later)))) * begun * torch.exp(-20 * later)
    hiss = torch.randn(LENGTH, generator=torch.Generator().manual_seed(0)) * begun * torch.exp(-40 * later)
    return torch.stack([click, bell, drum, hiss])


def chance(magnitudes: torch.Tensor) -> torch.Tensor:
    angles = 2 * math.pi * torch.rand(magnitudes.shape, generator=torch.Generator().manual_seed(0))
    return torch.polar(magnitudes, angles)


def wrong_db(transform: NSGT, coefficients: torch.Tensor, sounds: torch.Tensor) -> torch.Tensor:
    return spectral_convergence_db(spectrogram(transform.inverse(coefficients)), spectrogram(sounds))


def test_slopes_are_those_of_a_true_transform(transform, sounds):
    true = transform(sounds[:3])
    onward, upward = slopes(transform, true.abs())
    for slope, turned in [
        (onward, true[..., 1:] * true[..., :-1].conj()),
        (upward, true[..., 1:, :] * true[..., :-1, :].conj()),
    ]:
        # the mean, loud ones first, of how near the predicted turn is to the true one: 1 is exact, 0 by chance
        near = (turned * torch.polar(torch.ones_like(slope), -slope)).real.sum((-2, -1)) / turned.abs().sum((-2, -1))
        assert float(near.min()) > 0.95


def test_swept_phases_come_near_to_the_sound(transform, sounds):
    magnitudes = transform(sounds).abs()
    better_db = wrong_db(transform, chance(magnitudes), sounds) - wrong_db(
        transform, swept(transform, magnitudes), sounds
    )
    assert float(better_db[:3].min()) > 10.0
    assert float(better_db[3]) > 2.0


def test_a_click_stays_a_click_where_it_was(transform, sounds):
    found = transform.inverse(swept(transform, transform(sounds[0]).abs()))
    assert abs(int(found.abs().argmax()) - 2000) <= 1
    assert float(found[1900:2100].square().sum() / found.square().sum()) > 0.98


@pytest.mark.parametrize("by", [-1990, 5000, 9200])
def test_a_sound_at_the_very_begin_or_end_is_as_near(transform, sounds, by):
    """What rings before a sound's begin stands at the picture's end: the transform goes round."""
    magnitudes, moved = transform(sounds[:1]).abs(), transform(sounds[:1].roll(by, -1)).abs()
    wrong = wrong_db(transform, swept(transform, magnitudes), sounds[:1])
    assert float(wrong_db(transform, swept(transform, moved), sounds[:1].roll(by, -1)) - wrong) < 3.0


def test_swept_keeps_magnitudes_and_takes_sounds_one_by_one(transform, sounds):
    magnitudes = transform(sounds).abs()
    found = swept(transform, magnitudes.reshape(2, 2, *magnitudes.shape[1:]))
    assert found.dtype == torch.complex64
    torch.testing.assert_close(found.abs().reshape(magnitudes.shape), magnitudes, rtol=1e-3, atol=1e-7)
    for number, one in enumerate(magnitudes):
        assert torch.equal(swept(transform, one), found[number // 2, number % 2])


def test_silence_and_nothing_stay_so(transform):
    silence = torch.zeros(2, transform.bands, transform.frames)
    assert torch.equal(swept(transform, silence), silence.to(torch.complex64))
    assert swept(transform, silence[:0]).shape == (0, transform.bands, transform.frames)
    assert torch.equal(heap_integrated(transform, silence[0]).abs(), silence[0])


def test_double_precision_stays_double():
    transform = NSGT(Scale("mel", 16, 40.0, 22050.0), 3000, dtype=torch.float64)
    sound = torch.sin(torch.arange(3000, dtype=torch.float64) * 0.1)
    assert swept(transform, transform(sound).abs()).dtype == torch.complex128
    assert heap_integrated(transform, transform(sound).abs()).dtype == torch.complex128


def test_the_heap_comes_near_to_the_sound(transform, sounds):
    magnitudes = transform(sounds).abs()
    for number in range(3):
        before = wrong_db(transform, chance(magnitudes[number]), sounds[number])
        found = heap_integrated(transform, magnitudes[number])
        assert float(before - wrong_db(transform, found, sounds[number])) > 8.0


def test_fast_griffin_lim_makes_coefficients_consistent(transform, sounds):
    magnitudes = transform(sounds).abs()

    def gap_db(coefficients: torch.Tensor) -> float:
        return float(spectral_convergence_db(transform(transform.inverse(coefficients)).abs(), magnitudes).mean())

    start = chance(magnitudes)
    few, many = (fast_griffin_lim(transform, magnitudes, start, count) for count in (5, 30))
    assert torch.equal(fast_griffin_lim(transform, magnitudes, start, 0), start)
    assert gap_db(few) < gap_db(start) - 5.0
    assert gap_db(many) < gap_db(few) - 2.0
    slow = fast_griffin_lim(transform, magnitudes, start, 30, momentum=0.0)
    assert gap_db(many) < gap_db(slow)
    torch.testing.assert_close(many.abs(), magnitudes, rtol=1e-4, atol=1e-6)


def test_fast_griffin_lim_leaves_true_phases_alone(transform, sounds):
    true = transform(sounds)
    found = fast_griffin_lim(transform, true.abs(), true, 5)
    assert float((found - true).norm() / true.norm()) < 1e-4
