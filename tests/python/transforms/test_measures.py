"""Measures: how far one sound is from another."""

import pytest
import torch

from descant.transforms.measures import log_spectral_distance_db, spectral_convergence_db, spectrogram


def test_spectrograms_of_a_batch_are_those_of_its_sounds():
    sounds = torch.randn(2, 3, 5000, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    found = spectrogram(sounds)
    assert found.shape[:3] == (2, 3, 513)
    torch.testing.assert_close(found[1, 2], spectrogram(sounds[1, 2]))


def test_spectral_convergence_is_the_error_in_db():
    wanted = torch.rand(4, 20, 30, generator=torch.Generator().manual_seed(0))
    assert spectral_convergence_db(1.1 * wanted, wanted).tolist() == pytest.approx([-20.0] * 4, abs=1e-3)


def test_log_spectral_distance_is_how_much_louder_in_db():
    wanted = 0.5 + torch.rand(4, 20, 30, generator=torch.Generator().manual_seed(0))
    assert log_spectral_distance_db(2.0 * wanted, wanted).tolist() == pytest.approx([6.0206] * 4, abs=1e-3)
    assert log_spectral_distance_db(wanted, wanted).tolist() == [0.0] * 4


def test_what_is_far_below_the_peak_does_not_count():
    wanted = torch.full((2, 3), 1e-9)
    wanted[0, 0] = 1.0
    found = wanted.clone()
    found[1, 2] = 1e-6
    assert float(log_spectral_distance_db(found, wanted)) == 0.0
    found[1, 2] = 1e-3  # 20 dB above the floor, in one of two bands of one of three frames
    assert float(log_spectral_distance_db(found, wanted)) == pytest.approx(20.0 / 2**0.5 / 3, abs=1e-3)
