"""The transform slice by slice: exact, of any length, and nearly that of the whole."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.transforms.nsgt import NSGT
from descant.transforms.scales import Scale
from descant.transforms.sliced import SlicedNSGT

SCALE = Scale("mel", 48, 40.0, 22050.0)


def noise(*shape: int, dtype: torch.dtype = torch.float64, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, dtype=dtype, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("dtype, limit", [(torch.float32, 1e-6), (torch.float64, 1e-12)])
@pytest.mark.parametrize("kind", ["constant-q", "octave", "mel", "bark", "linear"])
@pytest.mark.parametrize("length", [1, 4095, 20011, 44100])
def test_inverse_is_exact(kind, dtype, limit, length):
    sliced = SlicedNSGT(Scale(kind, 30, 40.0, 20000.0), 4096, dtype=dtype)
    signals = noise(2, length, dtype=dtype)
    found = sliced(signals)
    assert found.shape == (2, sliced.count(length), sliced.slice.bands, sliced.slice.frames)
    assert float((sliced.inverse(found, length) - signals).norm() / signals.norm()) < limit


@settings(max_examples=40, deadline=None)
@given(
    length=st.integers(1, 3000),
    hop=st.sampled_from([256, 300, 512]),
    crossing=st.integers(1, 128),
    batch=st.lists(st.integers(1, 3), max_size=2),
)
def test_inverse_is_exact_for_any_length_and_crossing(length, hop, crossing, batch):
    sliced = SlicedNSGT(SCALE, hop, crossing=2 * crossing, dtype=torch.float64)
    signals = noise(*batch, length)
    again = sliced.inverse(sliced(signals), length)
    torch.testing.assert_close(again, signals, rtol=0, atol=1e-12)


def test_slices_laid_over_each_other_are_the_whole():
    hop, slices = 9000, 5
    sliced = SlicedNSGT(SCALE, hop, dtype=torch.float64)
    whole = NSGT(SCALE, slices * hop, dtype=torch.float64, least_frames=sliced.slice.frames * slices // 2)
    assert whole.frames == sliced.slice.frames * slices // 2
    signal = noise(slices * hop)
    signal[: hop // 2] = 0.0  # the whole goes round at its ends, slices do not
    signal[-hop // 2 :] = 0.0
    found, wanted = sliced.joined(sliced(signal))[..., : whole.frames], whole(signal)
    error = (found - wanted).norm(dim=-1) / wanted.norm(dim=-1)
    # but for what rings beyond a slice's margin, and those at the ends, whose windows are cut off there
    assert float(error[2:-1].max()) < 2e-4
    assert float(error[24:-1].max()) < 1e-5
    assert float(error[1]) < 0.05 and float(error[-1]) < 0.05


def test_a_slice_needs_nothing_but_itself():
    sliced = SlicedNSGT(SCALE, 1024, dtype=torch.float64)
    signal, other = noise(10 * 1024), noise(10 * 1024)
    other[6 * 1024 :] = 0.0
    first, second = sliced(signal), sliced(other)
    assert torch.equal(first[:5], second[:5])
    assert not torch.equal(first[6], second[6])


def test_gradients_are_right():
    sliced = SlicedNSGT(Scale("mel", 4, 400.0, 20000.0), 16, dtype=torch.float64)
    assert torch.autograd.gradcheck(sliced, noise(2, 40).requires_grad_())
    assert torch.autograd.gradcheck(lambda c: sliced.inverse(c, 40), sliced(noise(40)).requires_grad_())


def test_what_cannot_be_is_said():
    for hop, crossing in [(3, 2), (5, 2), (256, 3), (256, 300), (256, 0)]:
        with pytest.raises(ValueError, match="hop and crossing"):
            SlicedNSGT(SCALE, hop, crossing=crossing)
    with pytest.raises(ValueError, match="prime factor"):
        SlicedNSGT(SCALE, 1022)
    sliced = SlicedNSGT(SCALE, 256)
    with pytest.raises(ValueError, match="slices"):
        sliced.inverse(sliced(torch.zeros(1000)), 2000)
    with pytest.raises(ValueError, match="at least one sample"):
        sliced(torch.zeros(0))
