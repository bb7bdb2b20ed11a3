"""What scsynth hears in sounds of which everything is known."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from listening_offline import frames, listen
from tones import RATE, Score, Tone, hz_of, partials, slurred

BLOCK_S = 64 / RATE
LONGEST_ONSET_S = 0.06


def between(values, begin, end, block_s=BLOCK_S):
    return values[round(begin / block_s) : round(end / block_s)]


def cents(found_hz, pitch):
    return 1200 * np.log2(found_hz / hz_of(pitch))


@pytest.mark.parametrize("kind", ["cello", "voice"])
def test_every_semitone_from_c2_to_a5_is_heard_within_ten_cents(kind, tmp_path):
    pitches = list(range(36, 82))
    score = Score()
    for place, pitch in enumerate(pitches):
        score.add(0.1 + place, pitch, 0.8, kind=kind)
    heard = listen(score.samples(), tmp_path)
    for place, pitch in enumerate(pitches):
        begin = 0.1 + place
        assert np.abs(cents(between(heard["frequency_hz"], begin + 0.1, begin + 0.7), pitch)).max() < 10
        assert between(heard["clarity"], begin + 0.1, begin + 0.7).min() > 0.8


def test_at_another_sample_rate_too(tmp_path):
    rate = 44_100
    time = np.arange(rate) / rate
    tone = sum(np.sin(2 * np.pi * k * 196.0 * time + k * k) / k for k in range(1, 12)) * 0.1
    heard = listen(tone, tmp_path, rate=rate)
    found = between(heard["frequency_hz"], 0.2, 0.9, 64 / rate)
    assert np.abs(1200 * np.log2(found / 196.0)).max() < 1
    level_db = between(heard["level_db"], 0.2, 0.9, 64 / rate)
    assert level_db == pytest.approx(10 * np.log10(np.mean(tone**2)), abs=0.5)


def test_pitches_between_the_keys_and_a_vibrato_are_followed(tmp_path):
    time = np.arange(2 * RATE) / RATE
    swinging = 57.3 + 0.4 * np.sin(2 * np.pi * 5.5 * time)
    heard = listen(Score().add(0.0, swinging, 2.0).samples(), tmp_path)
    found = 69 + 12 * np.log2(between(heard["frequency_hz"], 0.3, 1.7) / 440)
    assert found.mean() == pytest.approx(57.3, abs=0.02)
    assert found.max() == pytest.approx(57.7, abs=0.08)
    assert found.min() == pytest.approx(56.9, abs=0.08)


def test_noise_and_silence_have_no_pitch(tmp_path):
    noise = np.random.default_rng(3).normal(0, 0.1, RATE)
    assert between(listen(noise, tmp_path)["clarity"], 0.1, 1.0).max() < 0.8
    assert listen(np.zeros(RATE), tmp_path)["clarity"].max() == 0


def test_a_pitch_outside_the_bounds_is_not_heard_as_itself(tmp_path):
    low = listen(Score().add(0.0, 40, 1.0).samples(), tmp_path, lowest=55)
    assert np.all((between(low["clarity"], 0.2, 0.9) < 0.8) | (between(low["frequency_hz"], 0.2, 0.9) > hz_of(54)))


def test_the_level_is_the_root_mean_square(tmp_path):
    score = Score()
    for place, level_db in enumerate((-40, -30, -20, -10)):
        score.add(place * 1.0, 50, 0.9, level_db=level_db, noise_db=-90)
    heard = listen(score.samples(), tmp_path)
    for place, level_db in enumerate((-40, -30, -20, -10)):
        assert between(heard["level_db"], place + 0.2, place + 0.7).mean() == pytest.approx(level_db, abs=0.5)


@pytest.mark.parametrize("kind", ["cello", "voice"])
def test_the_centroid_is_that_of_the_partials(kind, tmp_path):
    score, pitches = Score(), (36, 43, 50, 57, 64, 71, 78)
    for place, pitch in enumerate(pitches):
        score.add(place * 1.0, pitch, 0.9, kind=kind, noise_db=-70)
    heard = listen(score.samples(room_db=-110), tmp_path)
    for place, pitch in enumerate(pitches):
        frequencies, weights = partials(kind, float(hz_of(pitch)))
        wanted = np.sum(frequencies * weights) / np.sum(weights)
        assert between(heard["centroid_hz"], place + 0.3, place + 0.7) == pytest.approx(wanted, rel=0.1)


def begins(found):
    """Return when sound is said to begin, and when onsets are."""
    quiet, times = True, []
    for time, event, *_ in found:
        if event > 0 or (quiet and event == 0):
            times.append(time)
        quiet = event < 0
    return np.array(times)


@pytest.mark.parametrize("kind", ["cello", "voice"])
@pytest.mark.parametrize("pitch", [36, 50, 64, 78])
def test_onsets_of_detached_notes_come_within_60_ms_and_no_others(kind, pitch, tmp_path):
    score = Score()
    for place in range(6):
        score.add(0.2 + 0.35 * place, pitch, 0.3, kind=kind, level_db=-22)
    for place, step in enumerate((0, 2, 4, 5, 7, 3)):
        score.add(2.5 + 0.4 * place, pitch + step, 0.36, kind=kind, level_db=-22 - 3 * place)
    found = begins(frames(score.samples(), tmp_path))
    for at, _ in score.tones:
        assert np.any((found >= at) & (found < at + LONGEST_ONSET_S)), (at, found)
    strays = [time for time in found if not any(at <= time < at + LONGEST_ONSET_S + 0.02 for at, _ in score.tones)]
    assert not strays


@pytest.mark.parametrize("what", ["crescendo", "vibrato", "slurred"])
def test_what_goes_on_has_few_onsets_or_none(what, tmp_path):
    settings = {"seconds": 3.0, "pitch": 50}
    if what == "crescendo":
        settings |= {"shape": np.linspace(0.05, 1, 3 * RATE) ** 2, "level_db": -10}
    elif what == "vibrato":
        settings |= {"vibrato_cents": 40}
    else:
        settings["pitch"], settings["seconds"] = slurred((50, 52, 54, 55, 57, 59), 0.5)
    found = begins(frames(Score().add(0.1, **settings).samples(), tmp_path))
    assert found[0] < (0.8 if what == "crescendo" else 0.16)
    assert len(found[found > found[0] + 0.1]) <= (6 if what == "slurred" else 0)


def test_frames_are_sent_while_something_sounds_and_end_once(tmp_path):
    score = Score().add(0.5, 57, 0.6).add(1.6, 57, 0.4)
    found = frames(score.samples(), tmp_path)
    assert 0.5 < found[0][0] < 0.56
    assert [event for _, event, *_ in found].count(-1) == 2
    first = [time for time, event, *_ in found if event == 0 and time < 1.2]
    assert len(first) == pytest.approx((first[-1] - first[0]) * 100, abs=3)
    ends = [time for time, event, *_ in found if event == -1]
    assert 1.05 < ends[0] < 1.15
    assert not [time for time, *_ in found if ends[0] < time < 1.6 or time > ends[1]]


BROKEN = {
    "NaN": np.nan, "infinite": np.inf, "beyond float32's squares": 3e38, "tiny": 1e-42, "beyond full scale": -40.0,
}  # fmt: skip


@pytest.mark.parametrize("sample", BROKEN.values(), ids=BROKEN)
def test_a_broken_sample_does_not_deafen_it(sample, tmp_path):
    tone = Tone(57, 2.0).samples()
    tone[RATE // 2] = sample
    heard = listen(tone, tmp_path)
    assert all(np.isfinite(values).all() for values in heard.values())
    assert np.abs(cents(between(heard["frequency_hz"], 1.0, 1.8), 57)).max() < 10
    assert between(heard["level_db"], 1.0, 1.8).mean() == pytest.approx(-20, abs=1)


@pytest.mark.parametrize("what", ["constant", "square", "impulses", "noise", "alternating", "all broken"])
def test_what_is_no_music_is_survived(what, tmp_path):
    count, random = RATE, np.random.default_rng(4)
    sound = {
        "constant": np.ones(count),
        "square": np.sign(np.sin(2 * np.pi * 55 * np.arange(count) / RATE)),
        "impulses": (np.arange(count) % 480 == 0) * 1.0,
        "noise": random.normal(0, 100, count),
        "alternating": (-1.0) ** np.arange(count),
        "all broken": np.full(count, np.nan),
    }[what]
    assert all(np.isfinite(values).all() for values in listen(sound, tmp_path).values())
