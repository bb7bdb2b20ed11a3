"""Exploring: brightness from pictures, what is sure and comes back, and the atlas that is made of it."""

import io

import mido
import numpy as np
import pytest
import soundfile
import torch

from descant.corpora.patterns import Pattern
from descant.errors import DescantError
from descant.evolution import measures
from descant.evolution.search import Tried
from descant.models.atlas import Atlas
from descant.models.rhythm import Rhythm
from descant.training import atlas as charting
from descant.training import exploring
from descant.training.atlas_loops import BARS, PEAK, bar_s, loops, mixed
from descant.training.atlas_sheet import sheet
from descant.training.exploring import Explorer, Palette, palette
from descant.training.voices import read_speaker

QUIET = lambda done: None  # noqa: E731


@pytest.fixture
def speaker(voice_file, tmp_path):
    (tmp_path / "voice").write_bytes(voice_file())
    return read_speaker(tmp_path / "voice")


@pytest.fixture
def rhythm(rhythm_file):
    bias = np.random.default_rng(1).normal(-4.0, 3.0, 144).astype(np.float32)
    head = {"labels": [f"label {n}" for n in range(39)]}
    return Rhythm.read(rhythm_file(seed=5, hidden=48, items=40, head=head, tensors={"decoder.4.bias": bias}), "here")


@pytest.fixture
def explorer(rhythm, speaker, monkeypatch):
    monkeypatch.setattr(exploring, "PALETTE", 20)
    return Explorer(rhythm, palette(speaker, [row % 3 for row in range(9)], 1, QUIET))


# ---------------------------------------------------------------- brightness
def test_the_palette_s_brightness_is_that_of_the_sounds_that_are_decoded(speaker, monkeypatch):
    monkeypatch.setattr(exploring, "PALETTE", 12)
    found = palette(speaker, [0, 1, 2, 1], 4, QUIET)
    assert found.points.shape == (12, 2) and (found.points[0] == 0.0).all()
    assert (found.points * 64 == np.round(found.points * 64)).all() and np.abs(found.points).max() <= 2.0
    np.testing.assert_array_equal(found.octaves[:, 1], found.octaves[:, 3])
    places = torch.from_numpy(found.points).float()
    heard = []
    for label in range(3):
        power = np.square(np.abs(np.fft.rfft(speaker.sounds(places, torch.full((12,), label)).numpy())))
        hz = np.fft.rfftfreq(4410, 1 / 44100)
        heard.append(np.log2((power * hz).sum(1) / power.sum(1)))
    ours = found.octaves[:, :3].T
    assert np.abs(ours - np.array(heard)).max() < 1.0  # of an octave: pictures of noise with 14 bands
    again = palette(speaker, [0, 1, 2, 1], 4, QUIET)
    np.testing.assert_array_equal(found.octaves, again.octaves)


def test_the_nearest_of_the_palette():
    colours = Palette(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]]), np.zeros((3, 1)))
    assert colours.nearest(np.array([[0.6, 0.1], [0.4, 0.1], [0.1, 1.5]])).tolist() == [1, 0, 2]


# ---------------------------------------------------------------- what is good
def test_a_loop_is_good_that_is_sure_and_comes_back(rhythm_file, explorer):
    logits = np.full((9, 16), -20.0)
    logits[0, ::4] = 20.0
    data = rhythm_file(logits=logits)
    sure = Explorer(Rhythm.read(data, "sure"), explorer.colours).heard(np.zeros((1, 2)))
    assert sure.onsets[0].sum() == 4 and sure.objective[0] == pytest.approx(1.0, abs=1e-6)
    logits[0, ::4], logits[1, 0] = np.log(3.0), -np.log(3.0)  # each cell is wrong by one in four
    unsure = Explorer(Rhythm.read(rhythm_file(logits=logits), "unsure"), explorer.colours).heard(np.zeros((1, 2)))
    assert unsure.objective[0] == pytest.approx(1.0 / (1.0 + 5 * 0.25 / 4), rel=1e-5)
    empty = Explorer(Rhythm.read(rhythm_file(logits=np.full((9, 16), -9.0)), "empty"), explorer.colours)
    assert empty.heard(np.zeros((1, 2))).objective[0] == -np.inf


def test_solutions_are_measured_as_they_are_kept(explorer, rhythm):
    low, high = explorer.bounds()
    assert low.shape == (4,) and (low < high).all() and (low[2:] == -2.0).all() and np.abs([low, high]).max() <= 4.0
    drawn = np.random.default_rng(0).uniform(low, high, (30, 4))
    tried = explorer.evaluate(drawn)
    again = explorer.evaluate(tried.solutions)
    np.testing.assert_array_equal(tried.solutions, again.solutions)
    np.testing.assert_array_equal(tried.measures, again.measures)
    one = tried.solutions[7]
    onsets = (rhythm.logits(one[:2]) > 0)[None].astype(np.uint8)
    colour = int(explorer.colours.nearest(one[None, 2:])[0])
    assert tried.measures[7].tolist() == [
        measures.density(onsets)[0], measures.syncopation(onsets, measures.metre(16, 4))[0],
        measures.brightness(onsets, explorer.colours.octaves[colour])[0],
        measures.novelty(onsets, explorer.known)[0],
    ]  # fmt: skip
    for (least, most), own in zip(explorer.ranges(), tried.measures.T, strict=True):
        assert least < most and own[np.isfinite(tried.objective)].min() >= least


# ---------------------------------------------------------------- the atlas
@pytest.fixture
def charted(explorer, rhythm):
    return charting.chart(rhythm, explorer.explore(3, 20, QUIET))


def written(charted):
    return charting.content(charted, patterns_sha256="a" * 64, sounds_sha256="b" * 64, seed=3)


def test_the_file_of_an_atlas_is_the_map(charted):
    atlas = Atlas.read(written(charted), "here")
    side = len(charted.chosen)
    assert atlas.side == side >= 3 and (atlas.latents, atlas.sound_latents) == (2, 2)
    z, s = atlas.place(-4.0, 4.0)
    np.testing.assert_allclose(z, charted.z[charted.chosen[-1, 0]], atol=1e-6)
    np.testing.assert_allclose(s, charted.s[charted.chosen[-1, 0]], atol=1e-6)
    assert [(word.text, word.x, word.y) for word in atlas.labels] == charted.words
    density, syncopation = atlas.measures[..., 0], atlas.measures[..., 1]
    assert (density.max(0)[:-1] <= density.min(0)[1:]).all() and (np.diff(syncopation, axis=0) >= 0).all()


def test_the_same_seed_makes_the_same_file_and_another_does_not(explorer, rhythm):
    files = [written(charting.chart(rhythm, explorer.explore(seed, 20, QUIET))) for seed in (3, 3, 4)]
    assert files[0] == files[1] != files[2]


def test_words_stand_where_they_are_true_and_hide_none_other(charted):
    place = {text: (x, y) for text, x, y in charted.words}
    assert place["sparse"][0] < place["busy"][0] and place["straight"][1] < place["syncopated"][1]
    lines = {}
    for _, x, y in charted.words:
        lines.setdefault(y, []).append(x)
    step = 8.0 / (len(charted.chosen) - 1)
    assert all(b - a > 2.5 * step for own in lines.values() for a, b in zip(sorted(own), sorted(own)[1:], strict=False))


def test_elites_are_listed_with_what_is_measured(charted):
    rows = charting.listed(charted)
    assert len(rows) == len(charted.found.objective)
    placed = {(row["line"], row["column"]): row["elite"] for row in rows if row["line"] is not None}
    assert placed == {place: int(elite) for place, elite in np.ndenumerate(charted.chosen)}
    assert rows[0]["brightness_hz"] == pytest.approx(2.0 ** charted.found.measures[0, 2], abs=0.01)


def test_too_little_is_said(rhythm):
    few = Tried(np.zeros((5, 4)), np.ones(5), np.zeros((5, 4)))
    with pytest.raises(DescantError, match="only 5 loops were found"):
        charting.chart(rhythm, few)


# ---------------------------------------------------------------- what is heard and seen
def test_hits_are_mixed_at_their_samples_and_tails_go_round():
    onsets = np.zeros((2, 8), np.uint8)
    onsets[0, 0] = onsets[1, 7] = 1
    timing = np.zeros((2, 8), np.float32)
    timing[1, 7] = 0.25
    pattern = Pattern(onsets, np.array([[1.0] * 8, [0.5] * 8], np.float32), timing, 8)
    tail = np.array([1.0] + [0.5] * 199, np.float32)
    bar = mixed(pattern, {0: np.array([1.0, 0.0], np.float32), 1: tail}, 1.0, 1000)
    at = round(7.25 / 8 * 1000)
    assert len(bar) == 1000 and np.flatnonzero(bar)[[0, -1]].tolist() == [0, 999]
    assert (bar[200 - (1000 - at) : at] == 0).all()  # the tail ends in the next round
    assert np.abs(bar).max() == pytest.approx(PEAK)
    soft = bar[at] / 2  # of the tail, under the first hit
    assert bar[1] == pytest.approx(soft) and bar[0] > 3 * bar[at]  # velocity counts squared


def test_a_place_as_wav_and_midi_is_its_loop(charted, speaker, rhythm):
    found = list(loops(charted, speaker, [row % 3 for row in range(9)], [(0, 0), (2, 1)]))
    assert [(loop.line, loop.column, loop.name) for loop in found] == [(0, 0, "01-01"), (2, 1, "02-03")]
    loop = found[1]
    sound, rate = soundfile.read(io.BytesIO(loop.wav()))
    assert rate == 44100 and len(sound) == BARS * round(bar_s(rhythm) * rate)
    half = len(sound) // BARS
    np.testing.assert_array_equal(sound[:half], sound[half:])
    assert np.abs(sound).max() == pytest.approx(PEAK, abs=1e-3)
    file = mido.MidiFile(file=io.BytesIO(loop.midi(rhythm)))
    notes = [message.note for message in file if message.type == "note_on"]
    assert len(notes) == BARS * charted.onsets(loop.elite).sum() and file.length == pytest.approx(BARS * bar_s(rhythm))
    again = next(loops(charted, speaker, [row % 3 for row in range(9)], [(2, 1)]))
    assert again.wav() == loop.wav()


def test_the_sheet_is_a_picture_and_the_same_each_time(charted):
    import cv2

    data = sheet(charted, "a title")
    assert data == sheet(charted, "a title")
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    side = len(charted.chosen)
    assert picture.shape[1] > 80 * side and picture.std() > 10
