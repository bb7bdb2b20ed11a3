"""Melodies of a cello and a voice, from their samples to their notes: none missed, none invented, in tune."""

import random

import numpy as np
import pytest
from listening_offline import frames
from tones import RATE, Score, slurred

from descant.parts.base import Heard, Lift, Strike
from descant.parts.listen import Listen

DEFAULTS = {row.name: row.default for row in Listen.parameters}
RANGES = {"cello": (36, 76), "voice": (45, 81)}
LATEST_S = 0.1  # after it began to sound, a note is known; one that is slurred a little later
LATEST_SLURRED_S = 0.12


def played(samples, folder, **values):
    """Return (seconds, pitch, velocity) of the notes that a part hears in samples; none may be left sounding."""
    part = Listen("player", DEFAULTS | values, 1)
    notes, sounding = [], set()

    def take(time, records):
        for record in records:
            if isinstance(record, Strike):
                notes.append((time, record.pitch, record.velocity))
                sounding.add(record.pitch)
            elif isinstance(record, Lift):
                sounding.remove(record.pitch)

    for time, event, frequency_hz, clarity, level_db, centroid_hz in frames(samples, folder):
        while (due := part.due()) < time:
            take(due, part.advance(due))
        pitch = round(69 + 12 * np.log2(frequency_hz / 440), 3) if clarity else 0.0
        take(time, part.handle(Heard(time, round(event), pitch, clarity, level_db, centroid_hz)))
    while (due := part.due()) < 1e9:
        take(due, part.advance(due))
    assert not sounding
    return notes


def matches(notes, wanted, latest_s=LATEST_S, cents=10):
    """Fail where notes are not those wanted: (seconds, pitch), in their order."""
    heard = [(round(time, 3), round(pitch, 2)) for time, pitch, _ in notes]
    assert len(notes) == len(wanted), (heard, wanted)
    for (time, pitch, _), (at, true) in zip(notes, wanted, strict=True):
        assert 0 < time - at < latest_s, (heard, wanted)
        assert abs(pitch - true) * 100 < cents, (heard, wanted)


def random_melody(kind, seed, notes, step_s, gap_s, **settings):
    choose, (low, high), score = random.Random(f"{kind}{seed}"), RANGES[kind], Score()
    pitch = choose.randint(low, high)
    for place in range(notes):
        pitch = min(high, max(low, pitch + choose.choice((-12, -7, -5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 12))))
        level_db = -22 + choose.uniform(-8, 6)
        score.add(0.2 + place * step_s, pitch, step_s - gap_s, kind=kind, level_db=level_db, **settings)
    return score


def wanted_of(score):
    return [(at, tone.pitch) for at, tone in score.tones]


MANNERS = {
    "detached": {"step_s": 0.35, "gap_s": 0.05},
    "fast": {"step_s": 0.14, "gap_s": 0.03},
    "breathy": {"step_s": 0.35, "gap_s": 0.05, "noise_db": -18},
    "slowly begun": {"step_s": 0.6, "gap_s": 0.05, "attack_s": 0.2},
    "vibrato": {"step_s": 0.6, "gap_s": 0.05, "vibrato_cents": 40},
    "vibrato from the start": {"step_s": 0.6, "gap_s": 0.03, "vibrato_cents": 50, "vibrato_from_s": -1},
}


@pytest.mark.parametrize("kind", ["cello", "voice"])
@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_melody_is_heard_note_by_note(kind, manner, seed, tmp_path):
    score = random_melody(kind, seed, 16, **MANNERS[manner])
    cents = 60 if manner == "vibrato from the start" else 10
    matches(played(score.samples(), tmp_path), wanted_of(score), cents=cents)


@pytest.mark.parametrize(
    ("kind", "base"), [("cello", 36), ("cello", 48), ("cello", 64), ("voice", 45), ("voice", 57), ("voice", 69)]
)
def test_repeated_notes_and_a_slurred_scale(kind, base, tmp_path):
    score = Score()
    for place in range(8):
        score.add(0.2 + 0.35 * place, base, 0.3, kind=kind)
    matches(played(score.samples(), tmp_path), wanted_of(score))
    scale = [base + step for step in (0, 2, 4, 5, 7, 9, 11, 12)]
    pitches, seconds = slurred(scale, 0.3)
    slur = Score().add(0.2, pitches, seconds, kind=kind)
    wanted = [(0.2 + 0.3 * place, pitch) for place, pitch in enumerate(scale)]
    matches(played(slur.samples(), tmp_path), wanted, LATEST_SLURRED_S)


@pytest.mark.parametrize("kind", ["cello", "voice"])
@pytest.mark.parametrize("base", [36, 50, 66])
def test_long_notes_are_one_note_however_they_are_shaped(kind, base, tmp_path):
    count = 3 * RATE
    shapes = {
        "crescendo": {"shape": np.linspace(0.1, 1, count) ** 2, "level_db": -10},
        "messa di voce": {"shape": 0.15 + 0.85 * np.sin(np.linspace(0, np.pi, count)) ** 2, "level_db": -14},
        "vibrato": {"vibrato_cents": 40},
        "tremor": {"shape": 1 + 0.15 * np.sin(np.linspace(0, 2 * np.pi * 18, count))},
    }
    score = Score()
    for place, settings in enumerate(shapes.values()):
        score.add(0.2 + 3.3 * place, base, 3.0, kind=kind, **settings)
    notes = played(score.samples(), tmp_path)
    assert [round(pitch) for _, pitch, _ in notes] == [base] * len(shapes)


@pytest.mark.parametrize("base", [36, 48, 60, 72])
def test_a_trill_is_its_note_and_the_neighbour(base, tmp_path):
    time = np.arange(2 * RATE) / RATE
    steps = base + 2.0 * (np.floor(time * 12) % 2)
    trill = np.convolve(np.pad(steps, (360, 359), "edge"), np.ones(720) / 720, "valid")
    notes = played(Score().add(0.2, trill, 2.0).samples(), tmp_path)
    assert [round(pitch) for _, pitch, _ in notes] == [base, base + 2]


@pytest.mark.parametrize("base", [40, 55, 70])
def test_velocity_rises_with_the_level(base, tmp_path):
    score = Score()
    for place, level_db in enumerate(range(-45, -9, 5)):
        score.add(0.2 + 0.5 * place, base + place % 3, 0.4, level_db=level_db)
    velocities = [velocity for _, _, velocity in played(score.samples(), tmp_path)]
    assert len(velocities) == len(score.tones)
    assert velocities == sorted(set(velocities))
    assert velocities[0] < 30
    assert velocities[-1] > 110


def test_a_room_that_is_louder_than_the_floor_plays_nothing(tmp_path):
    noise = np.random.default_rng(5).normal(0, 10 ** (-40 / 20), 3 * RATE)
    assert played(noise, tmp_path) == []


def test_a_melody_is_heard_through_a_room_near_the_microphone(tmp_path):
    right = missed = 0
    for seed in range(4):
        score = random_melody("cello", seed, 16, 0.35, 0.05, vibrato_cents=20)
        sound = score.samples()
        tail = np.random.default_rng(seed).normal(size=RATE) * 10 ** (-3 * np.arange(RATE) / RATE)
        tail *= 10 ** (-18 / 20) / np.sqrt(np.sum(tail**2))
        heard = np.fft.irfft(np.fft.rfft(sound, 1 << 20) * (1 + np.fft.rfft(tail, 1 << 20)))[: len(sound)]
        notes = played(heard, tmp_path)
        for at, pitch in wanted_of(score):
            found = any(0 < time - at < 0.15 and abs(note - pitch) < 0.3 for time, note, _ in notes)
            right, missed = right + found, missed + (not found)
    assert right >= 0.95 * (right + missed), (right, missed)
