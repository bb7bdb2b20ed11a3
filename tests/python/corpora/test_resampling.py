"""Another sample rate: tones stay as they are, what the new rate cannot hold goes."""

import numpy as np
import pytest

from descant.corpora.resampling import resampled


def tone(frequency_hz, rate_hz, seconds=0.25):
    return np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * rate_hz)) / rate_hz + 0.4)


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 48_000, 96_000, 192_000, 44_099.5])
def test_a_tone_is_the_same_tone_at_another_rate(rate_hz):
    found = resampled(tone(1000.0, rate_hz), rate_hz, 44_100)
    wanted = tone(1000.0, 44_100)
    assert abs(len(found) - len(wanted)) <= 1
    inner = slice(2000, 9000)
    assert np.abs(found[inner] - wanted[inner]).max() < 3e-5


def test_what_the_new_rate_cannot_hold_is_gone():
    found = resampled(tone(30_000.0, 96_000), 96_000, 44_100)
    assert np.abs(found[1000:-1000]).max() < 3e-5


def test_the_same_rate_and_nothing_at_all_stay_as_they_are():
    sound = tone(440.0, 44_100)
    assert resampled(sound, 44_100, 44_100) is sound
    assert len(resampled(np.zeros(0), 8000, 44_100)) == 0
    with pytest.raises(ValueError, match="above 0 Hz"):
        resampled(sound, 0, 44_100)
