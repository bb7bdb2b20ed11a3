"""One-shots for a corpus: knobs in their ranges, classes that can be told apart, the same ones every time."""

import numpy as np
import pytest

from descant.corpora.sounds import SAMPLE_RATE
from descant.errors import DescantError
from descant.sound.one_shots import CLASSES, LOWEST_VELOCITY, drawn, rendered
from descant.sound.sampling import MakeSounds, make_sounds
from descant.sound.table import KIT


def centroid_hz(sound):
    spectrum = np.square(np.abs(np.fft.rfft(sound)))
    return float((np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE) * spectrum).sum() / spectrum.sum())


@pytest.fixture(scope="module")
def corpus():
    return make_sounds(MakeSounds(count=6, held_out=0.34, seed=5))


@pytest.mark.parametrize("label", CLASSES)
def test_knobs_are_drawn_by_key_within_their_ranges(label):
    shots = [drawn(label, number, 1) for number in range(200)]
    assert shots[7] == drawn(label, 7, 1) != drawn(label, 7, 2)
    rows = {row.name: row for row in KIT[CLASSES[label].synthdef]}
    for name, (low, high) in CLASSES[label].ranges.items():
        values = [shot.knobs[name] for shot in shots]
        assert rows[name].low <= low <= min(values) and max(values) <= high <= rows[name].high
        assert max(values) - min(values) > 0.9 * (high - low)
    assert {shot.velocity for shot in shots} <= set(range(LOWEST_VELOCITY, 128))
    assert not {"level_db", "mute", "pan"} & shots[0].knobs.keys() and "tone" in shots[0].knobs


def test_classes_of_one_synthdef_do_not_touch():
    for one, two in (("closed_hat", "open_hat"), ("low_tom", "mid_tom"), ("mid_tom", "high_tom"), ("crash", "ride")):
        pairs = zip(*(CLASSES[label].ranges.items() for label in (one, two)), strict=True)
        assert any(a[1][1] < b[1][0] or b[1][1] < a[1][0] for a, b in pairs)


def test_each_class_sounds_as_it_is_called(corpus):
    heard = {
        label: (
            float(np.median([centroid_hz(corpus.audio[i]) for i in range(len(corpus)) if corpus.label_of(i) == label])),
            float(np.median([corpus.length[i] for i in range(len(corpus)) if corpus.label_of(i) == label])),
        )
        for label in CLASSES
    }
    hz = {label: own[0] for label, own in heard.items()}
    assert hz["kick"] < hz["low_tom"] < hz["mid_tom"] < hz["high_tom"] < hz["snare"] < hz["closed_hat"]
    assert hz["bell"] < hz["closed_hat"] and hz["rim"] > hz["mid_tom"]
    assert heard["closed_hat"][1] < 0.13 * SAMPLE_RATE < 0.3 * SAMPLE_RATE < heard["open_hat"][1]
    assert heard["crash"][1] > 0.8 * SAMPLE_RATE


def test_a_corpus_has_so_many_of_each_and_the_last_of_each_held_out(corpus):
    assert corpus.labels == tuple(sorted(CLASSES)) and len(corpus) == 6 * len(CLASSES)
    for place, label in enumerate(corpus.labels):
        own = corpus.label == place
        assert own.sum() == 6 and corpus.held_out[own].tolist() == [False] * 4 + [True] * 2, label
    cut, padded = corpus.counts["cut at one second"], corpus.counts["padded to one second"]
    assert cut + padded >= len(corpus) and corpus.settings["seed"] == 5
    assert np.abs(corpus.audio).max(1) == pytest.approx(np.full(len(corpus), 0.9))


def test_the_same_seed_makes_the_same_sounds_to_the_bit(corpus):
    again = make_sounds(MakeSounds(count=6, held_out=0.34, seed=5))
    assert np.array_equal(again.audio, corpus.audio)
    other = make_sounds(MakeSounds(("kick",), 2, 0.0, 6))
    assert not np.array_equal(other.audio[0], corpus.audio[corpus.label == corpus.labels.index("kick")][0])


def test_no_sound_rings_into_the_next():
    shots = [drawn("crash", number, 0) for number in range(40)]
    longest = max(shots, key=lambda shot: shot.knobs["decay_s"])
    for sound in rendered([longest, longest], SAMPLE_RATE):
        assert np.abs(sound[-2000:]).max() < 1e-4 and np.abs(sound[:2000]).max() > 0.01


def test_a_class_that_there_is_not_is_said_in_a_line():
    with pytest.raises(DescantError, match=r"knows no class 'snair'; there are kick, .*; did you mean 'snare'"):
        make_sounds(MakeSounds(("snair",)))
