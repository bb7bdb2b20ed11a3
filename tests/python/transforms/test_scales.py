"""Scales: where their bands lie."""

import numpy as np
import pytest

from descant.transforms.scales import WARPS, Scale


@pytest.mark.parametrize("kind", WARPS)
def test_bands_are_equal_steps_of_the_scale(kind):
    scale = Scale(kind, 12, 50.0, 12800.0)
    centres = scale.centres_hz()
    below, above = scale.edges_hz()
    assert centres[0] == pytest.approx(50.0)
    assert centres[-1] == pytest.approx(12800.0)
    assert below < 50.0 and above > 12800.0
    steps = np.diff(WARPS[kind].steps(np.array([*centres, above])))
    assert steps == pytest.approx(np.full(len(centres), steps[0]))


def test_an_octave_has_so_many_bands():
    centres = Scale("octave", 12, 27.5, 22050.0).centres_hz()
    assert len(centres) == 1 + 115  # 27.5 Hz · 2^(115/12) is 21,096 Hz, one more would be 22,351
    assert centres[48] == pytest.approx(440.0)


def test_mel_and_bark_are_as_published():
    assert WARPS["mel"].steps(np.array([1000.0]))[0] == pytest.approx(1000.0, abs=0.1)
    assert WARPS["bark"].steps(np.array([1000.0]))[0] - 0.53 == pytest.approx(8.53, abs=0.01)


def test_bark_ends_and_the_edge_above_is_a_frequency():
    assert Scale("bark", 2, 20.0, 22050.0).edges_hz()[1] == 44100.0


@pytest.mark.parametrize(
    "kind, bands, low, high",
    [
        ("melody", 12, 50.0, 100.0),
        ("octave", 12, 0.0, 100.0),
        ("constant-q", 12, 0.0, 100.0),
        ("mel", 1, 50.0, 100.0),
        ("mel", 12, -1.0, 100.0),
        ("linear", 12, 100.0, 100.0),
        ("linear", 5000, 10.0, 100.0),
        ("mel", 12, 50.0, float("nan")),
    ],
)
def test_what_is_no_scale_is_said(kind, bands, low, high):
    with pytest.raises(ValueError, match=r"scale"):
        Scale(kind, bands, low, high)
