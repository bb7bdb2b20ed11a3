"""One-shots as a corpus takes them: from the onset, at one level, a second at most, each once."""

import numpy as np
import pytest

from descant.corpora.patterns import Source
from descant.corpora.sounds import BEFORE_FRAMES, FRAMES, PEAK, SoundGathering, trimmed


def tone(frames, *, before=0, after=0, peak=0.25):
    sound = peak * np.cos(np.arange(frames) * 0.1)
    return np.concatenate([np.zeros(before), sound, np.zeros(after)])


def test_a_sound_begins_shortly_before_its_onset_and_ends_where_it_is_over():
    own = trimmed(tone(4000, before=1000, after=9000))
    assert len(own.audio) == BEFORE_FRAMES + 4000 and not own.cut
    assert not own.audio[:BEFORE_FRAMES].any() and own.audio[BEFORE_FRAMES] == pytest.approx(PEAK)
    assert np.abs(own.audio).max() == pytest.approx(PEAK) and own.audio.dtype == np.float32


def test_a_sound_that_is_longer_is_cut_and_every_one_fades_out():
    own = trimmed(tone(60_000))
    assert len(own.audio) == FRAMES and own.cut
    assert abs(own.audio[-1]) < 1e-6 and 0.05 < np.abs(own.audio[-400:-200]).max() < PEAK
    short = trimmed(tone(40))
    assert abs(short.audio[-1]) < 1e-6 and np.abs(short.audio[:30]).max() == pytest.approx(PEAK)


@pytest.mark.parametrize("sound", [np.zeros(500), np.zeros(0), np.full(500, 0.0009)])
def test_silence_is_no_sound(sound):
    assert trimmed(sound) is None


def test_one_sample_is_a_sound_of_one_sample():
    assert trimmed(np.array([0.5])).audio.tolist() == pytest.approx([PEAK])


def test_a_sound_is_taken_once_and_its_label_counts_by_the_alphabet():
    gathering, one, two = SoundGathering(), np.full(10, 0.5, np.float32), np.full(12, 0.25, np.float32)
    assert gathering.add(one, "snare", 0) and gathering.add(two, "kick", 1, held_out=True)
    assert not gathering.add(one.copy(), "kick", 1) and gathering.add(two[:5], "", 1)
    made = gathering.corpus((Source("a"), Source("b")), "made")
    assert made.labels == ("kick", "snare") and [made.label_of(place) for place in range(3)] == ["snare", "kick", ""]
    assert made.length.tolist() == [10, 12, 5] and made.held_out.tolist() == [False, True, False]
    assert made.audio.shape == (3, FRAMES) and made.audio[0].sum() == 5.0 and len(made) == 3
