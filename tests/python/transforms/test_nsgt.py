"""The transform of whole signals: exact both ways, linear, differentiable, and its numbers mean what they should."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.transforms.nsgt import NSGT, CompactNSGT, GroupedNSGT, NestedNSGT, Transform
from descant.transforms.scales import Scale
from descant.transforms.windows import bands_of

RATE_HZ = 44100.0
SCALES = [
    Scale("constant-q", 60, 40.0, 16000.0),
    Scale("octave", 24, 27.5, 22050.0),
    Scale("mel", 80, 20.0, 22050.0),
    Scale("bark", 40, 0.0, 20000.0),
    Scale("linear", 50, 0.0, 22050.0),
]
FORMS = [NSGT, CompactNSGT, NestedNSGT]
LIMITS = {torch.float32: 1e-6, torch.float64: 1e-12}


def noise(*shape: int, dtype: torch.dtype = torch.float64, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, dtype=dtype, generator=torch.Generator().manual_seed(seed))


def error(transform: Transform, signal: torch.Tensor) -> float:
    again = transform.inverse(transform(signal))
    assert again.shape == signal.shape and again.dtype == signal.dtype
    return float((again - signal).norm() / signal.norm())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dtype", LIMITS)
@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.kind)
@pytest.mark.parametrize("length", [44100, 44101, 30011, 1999])
def test_inverse_is_exact(scale, form, dtype, length):
    assert error(form(scale, length, dtype=dtype), noise(2, length, dtype=dtype)) < LIMITS[dtype]


@settings(max_examples=60, deadline=None)
@given(
    scale=st.sampled_from(SCALES),
    form=st.sampled_from(FORMS),
    dtype=st.sampled_from(list(LIMITS)),
    length=st.integers(1, 3000),
    batch=st.lists(st.integers(1, 3), max_size=3),
    windows=st.fixed_dictionaries({"window": st.sampled_from(["hann", "cosine"]), "spread": st.floats(1.0, 3.0)}),
)
def test_inverse_is_exact_for_any_length_and_batch(*, scale, form, dtype, length, batch, windows):
    transform = form(scale, length, dtype=dtype, **windows)
    assert error(transform, noise(*batch, length, dtype=dtype)) < LIMITS[dtype]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("batch", [(9,), (5, 2), (1, 1), ()])
def test_a_batch_is_its_signals_one_by_one(form, batch):
    transform = form(SCALES[1], 44100, dtype=torch.float64)
    signals = noise(*batch, 44100)
    found = transform(signals)
    alone = [transform(signal) for signal in signals.reshape(-1, 44100)]
    if form is NSGT:
        found, alone = [found], [[one] for one in alone]
    for number, part in enumerate(found):
        expected = torch.stack([one[number] for one in alone])
        assert part.shape[:-2] == batch
        torch.testing.assert_close(part.reshape(expected.shape), expected, rtol=0, atol=1e-13)


def test_no_signals_are_no_coefficients():
    transform = NSGT(SCALES[2], 500)
    found = transform(torch.zeros(0, 500))
    assert found.shape == (0, transform.bands, transform.frames)
    assert transform.inverse(found).shape == (0, 500)


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.kind)
def test_a_sinusoid_lands_in_its_band_with_its_amplitude_and_phase(scale):
    transform = NSGT(scale, 44100, dtype=torch.float64)
    for band in (transform.bands // 3, transform.bands // 2, transform.bands - 8):
        # a whole number of periods, for the signal goes round
        hz = round(transform.centres_hz[band] * transform.padded / RATE_HZ) * RATE_HZ / transform.padded
        signal = NSGT(scale, transform.padded, dtype=torch.float64)
        t = torch.arange(transform.padded, dtype=torch.float64) / RATE_HZ
        found = signal(0.7 * torch.cos(2 * math.pi * hz * t + 0.4))
        assert int(found.abs().mean(-1).argmax()) == band
        angle = torch.from_numpy(2 * math.pi * hz * signal.times_s + 0.4)
        expected = torch.polar(torch.full_like(angle, 0.7), angle)
        # a window falls by little where the nearest bin is off its centre
        torch.testing.assert_close(found[band], expected, rtol=0, atol=0.02)


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.kind)
def test_every_band_is_the_filtered_analytic_signal_at_its_instants(scale):
    """As the definition has it: all of the spectrum, band by band, at the signal's own rate."""
    transform = NSGT(scale, 2160, dtype=torch.float64)
    step = 2160 / transform.frames
    signal = noise(2160)
    analytic = np.fft.fft(signal.numpy()) * np.r_[1, np.full(1079, 2), 1, np.zeros(1079)]
    found = transform(signal).numpy()
    bands = bands_of(scale, 2160, RATE_HZ, "hann", 1.0)
    assert len(bands) == transform.bands
    for band, coefficients in zip(bands, found, strict=True):
        window = np.zeros(2160)
        window[band.bins()] = band.window
        instants = np.exp(2j * np.pi * np.outer(np.arange(transform.frames) * step, np.arange(2160)) / 2160)
        assert np.abs(instants @ (analytic * window) / 2160 - coefficients).max() < 1e-12


@pytest.mark.parametrize("window, low", [("hann", 0.5), ("cosine", 1.0)])
def test_energy_lies_within_the_frame_bounds(window, low):
    transform = NSGT(Scale("mel", 64, 20.0, 22050.0), 45000, window=window, dtype=torch.float64)
    assert transform.padded == 45000
    assert transform.bounds == pytest.approx((low, 1.0), abs=1e-3)
    half = torch.fft.rfft(noise(8, 45000))
    half[:, [0, -1]] = 0.0
    signals = torch.fft.irfft(half, 45000)
    energy = transform(signals).abs().square().mean(-1).sum(-1) / (2.0 * signals.square().mean(-1))
    a, b = transform.bounds
    assert ((energy >= a * (1 - 1e-12)) & (energy <= b * (1 + 1e-12))).all()
    if window == "cosine":  # Parseval
        torch.testing.assert_close(energy, torch.ones(8, dtype=torch.float64), rtol=1e-3, atol=0)


def test_the_inverse_gives_the_nearest_signal_where_coefficients_are_none():
    """What it gives, transformed, is the given coefficients' projection: the same again changes nothing."""
    transform = NSGT(SCALES[2], 6000, dtype=torch.float64)
    anything = torch.complex(noise(transform.bands, transform.frames), noise(transform.bands, transform.frames, seed=1))
    once = transform(transform.inverse(anything))
    torch.testing.assert_close(transform(transform.inverse(once)), once)
    # and what is left over is at right angles to all transforms
    other = transform(noise(6000, seed=2))
    assert abs(torch.vdot((anything - once).flatten(), other.flatten()).real) < 1e-9 * once.norm() * other.norm()


@pytest.mark.parametrize("form", FORMS)
def test_it_is_linear(form):
    transform = form(SCALES[0], 3001, dtype=torch.float64)
    a, b = noise(3001), noise(3001, seed=1)
    parts = [transform(signal) for signal in (2.0 * a - 3.0 * b, a, b)]
    for both, one, other in zip(*([part] if form is NSGT else part for part in parts), strict=True):
        torch.testing.assert_close(both, 2.0 * one - 3.0 * other)


@pytest.mark.parametrize("at", [0, 1234, 20000, 44000])
def test_an_impulse_is_heard_in_every_band_when_it_comes(at):
    transform = NSGT(Scale("mel", 64, 60.0, 22050.0), 44100, dtype=torch.float64)
    signal = torch.zeros(44100, dtype=torch.float64)
    signal[at] = 1.0
    found = transform(signal).abs()
    frame_s = transform.times_s[1]
    peaks_s = transform.times_s[found.argmax(-1).numpy()]
    late_s = np.abs(peaks_s - at / RATE_HZ)
    around_s = transform.padded / RATE_HZ
    assert (np.minimum(late_s, around_s - late_s) <= 0.5 * frame_s + 1e-9).all()


def test_nothing_is_heard_long_before_an_impulse():
    transform = NSGT(Scale("mel", 64, 60.0, 22050.0), 44100, dtype=torch.float64)
    signal = torch.zeros(44100, dtype=torch.float64)
    signal[22050] = 1.0
    found = transform(signal).abs()
    early = transform.times_s < 0.5 - 0.05
    # but for the last band, whose window ends at half the sample rate as if cut off
    inner = slice(8, -1)
    assert float(found[inner][:, early].max()) < 1e-4 * float(found.max())


@pytest.mark.parametrize("form", FORMS)
def test_gradients_are_right(form):
    transform = form(Scale("mel", 6, 200.0, 20000.0), 61, dtype=torch.float64)
    signal = noise(2, 61).requires_grad_()
    assert torch.autograd.gradcheck(
        lambda x: tuple(transform(x)) if issubclass(form, GroupedNSGT) else transform(x), signal
    )
    found = transform(signal.detach())
    parts = [part.clone().requires_grad_() for part in (found if issubclass(form, GroupedNSGT) else [found])]
    inverse = (lambda *given: transform.inverse(given)) if issubclass(form, GroupedNSGT) else transform.inverse
    assert torch.autograd.gradcheck(inverse, tuple(parts))
    assert torch.autograd.gradgradcheck(lambda x: transform.inverse(transform(x)).square(), signal)


def test_gradients_go_through_a_batch_that_is_taken_in_turns():
    transform = CompactNSGT(SCALES[1], 44100, dtype=torch.float64)
    signals = noise(11, 44100).requires_grad_()
    weights = noise(11, 44100, seed=1)
    (gradient,) = torch.autograd.grad((transform.inverse(transform(signals)) * weights).sum(), signals)
    torch.testing.assert_close(gradient, weights)


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.kind)
def test_the_compact_form_has_few_coefficients(scale):
    sizes = [len(group.bands) * group.frames for group in CompactNSGT(scale, 44100).groups]
    assert sum(sizes) < 1.6 * 44100
    covered = sorted(band for group in CompactNSGT(scale, 44100).groups for band in group.bands)
    assert covered == list(range(len(CompactNSGT(scale, 44100).centres_hz)))


def test_least_frames_are_given():
    transform = NSGT(SCALES[2], 44100, least_frames=5000, dtype=torch.float64)
    assert transform.frames >= 5000
    assert error(transform, noise(44100)) < 1e-12


def test_what_cannot_be_is_said():
    scale = SCALES[2]
    with pytest.raises(ValueError, match="at least one sample"):
        NSGT(scale, 0)
    with pytest.raises(TypeError, match="float16"):
        NSGT(scale, 100, dtype=torch.float16)
    with pytest.raises(ValueError, match="no window 'box'"):
        NSGT(scale, 100, window="box")
    with pytest.raises(ValueError, match="spread"):
        NSGT(scale, 100, spread=0.5)
    with pytest.raises(ValueError, match="ends at 8000"):
        NSGT(scale, 100, sample_rate_hz=16000.0)
    transform = NSGT(scale, 100)
    with pytest.raises(TypeError, match="float64"):
        transform(torch.zeros(100, dtype=torch.float64))
    with pytest.raises(ValueError, match="100 samples"):
        transform(torch.zeros(101))
    with pytest.raises(ValueError, match="coefficients are"):
        transform.inverse(torch.zeros(3, 4, dtype=torch.complex64))


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.kind)
def test_nested_groups_share_their_instants_and_are_neighbours(scale):
    groups = NestedNSGT(scale, 44100).groups
    assert [band for group in groups for band in group.bands] == list(range(len(NestedNSGT(scale, 44100).centres_hz)))
    assert {group.frames / groups[0].frames for group in groups} <= {1, 2, 4, 8}
    assert groups[0].frames * 8 >= groups[-1].frames > 0
