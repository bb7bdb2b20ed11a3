"""The built-in sounds, judged by measuring what scsynth renders of them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from descant.sound.engine import Engine
from descant.sound.offline import make_score, render
from descant.sound.synthdefs import FADE_FROM_HZ, OVERTONE_AMPLITUDES, built_in
from descant.sound.voices import decay_s
from descant.table import Value

SAMPLE_RATE = 48_000
VALUES: dict[str, Value] = {"width": 0.0, "decay_scale": 1.0, "dull_db": 12.0}
Play = Callable[..., np.ndarray]


def hz_of(pitch: float) -> float:
    return float(440 * 2 ** ((pitch - 69) / 12))


class Stage:
    """Plays single notes on the built-in instruments and returns their sound."""

    def __init__(self, path: Path, *, levels_db: float = 0.0) -> None:
        self._path = path
        self.engine = Engine(make_score(), built_in(), ())
        self.engine.start(dict.fromkeys(built_in(), levels_db))
        self._voice = 0

    def note(
        self, time: float, pitch: float, length: float, *, instrument: str = "overtones", velocity: int = 127,
        detune: float = 0.0, **values: Value,
    ) -> int:  # fmt: skip
        self._voice += 1
        self.engine.on(
            self._voice, instrument, pitch=pitch, frequency_hz=hz_of(pitch), velocity=velocity, detune=detune,
            slew_s=0.08, slew_new_s=0.0, values=VALUES | values,
        )  # fmt: skip
        self.engine.flush(time)
        self._ends = [*getattr(self, "_ends", []), (time + length, self._voice)]
        return self._voice

    def sound(self, seconds: float) -> np.ndarray:
        for time, voice in sorted(self._ends):
            self.engine.off(voice)
            self.engine.flush(time)
        render(self.engine.context, self._path / "out.wav", duration_s=seconds, sample_rate=SAMPLE_RATE)
        sound, _ = soundfile.read(self._path / "out.wav", always_2d=True)
        return sound


def cut(sound: np.ndarray, begin: float, end: float) -> np.ndarray:
    return sound[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]


def amplitudes(signal: np.ndarray, hz: list[float]) -> np.ndarray:
    """Return how loud a signal is at some frequencies."""
    window = np.blackman(len(signal))
    time = np.arange(len(signal)) / SAMPLE_RATE
    return np.array([abs(np.dot(signal * window, np.exp(-2j * np.pi * f * time))) for f in hz]) / (window.sum() / 2)


def db(ratio: np.ndarray | float) -> np.ndarray:
    return 20 * np.log10(np.abs(ratio) + 1e-12)


@pytest.fixture(scope="module")
def ladder(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """Return one note at five velocities, a second apart."""
    stage = Stage(tmp_path_factory.mktemp("ladder"), levels_db=-6)
    for place, velocity in enumerate((1, 32, 64, 96, 127)):
        stage.note(place, 57, 0.5, velocity=velocity)
    return stage.sound(5.0).mean(axis=1)


def test_four_partials_at_their_amplitudes(ladder: np.ndarray) -> None:
    loudest = amplitudes(cut(ladder, 4.02, 4.4), [k * hz_of(57) for k in range(1, 9)])
    assert loudest[:4] / loudest[0] == pytest.approx((1, 0.7, 0.5, 0.35), rel=0.01)
    assert np.all(loudest[4:] < 1e-4)


def test_velocity_has_thirty_db_and_softness_dulls_by_twelve(ladder: np.ndarray) -> None:
    levels = np.array(
        [amplitudes(cut(ladder, n + 0.02, n + 0.4), [k * hz_of(57) for k in (1, 2, 3, 4)]) for n in range(5)]
    )
    assert db(levels[:, 0] / levels[-1, 0]) == pytest.approx(
        -30 * (127 - np.array([1, 32, 64, 96, 127])) / 126, abs=0.1
    )
    dulled = db(levels[0] / levels[0, 0]) - db(levels[-1] / levels[-1, 0])
    assert dulled == pytest.approx([0, -4, -8, -12], abs=0.2)


def test_decay_is_15_s_at_c2_and_4_s_at_c6(tmp_path: Path) -> None:
    stage = Stage(tmp_path, levels_db=-6)
    for pitch in (36, 84):
        stage.note(0, pitch, 5)
    sound = stage.sound(4.5).mean(axis=1)
    for pitch, seconds in ((36, 15), (84, 4)):
        assert decay_s(pitch) == pytest.approx(seconds)
        early, late = (amplitudes(cut(sound, t, t + 0.3), [hz_of(pitch), 2 * hz_of(pitch)]) for t in (0.5, 3.5))
        assert db(late / early) / 3.0 == pytest.approx(-60 / seconds, rel=0.02)


def test_partials_fade_out_above_16_khz_and_none_folds_back(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    for place, pitch in enumerate((105, 108, 115, 127)):
        stage.note(0.5 * place, pitch, 0.3)
    sound = stage.sound(2.5).mean(axis=1)
    for place, pitch in enumerate((105, 108, 115, 127)):
        note, f = cut(sound, 0.5 * place + 0.02, 0.5 * place + 0.28), hz_of(pitch)
        partials = [(k, k * f) for k in (1, 2, 3, 4)]
        found = amplitudes(note, [hz for _, hz in partials])
        fade = [np.clip((20_000 - hz) / (20_000 - FADE_FROM_HZ), 0, 1) for _, hz in partials]
        assert found / found[0] == pytest.approx(np.array(OVERTONE_AMPLITUDES) * fade, abs=0.012)
        folded = [abs(SAMPLE_RATE - hz) for _, hz in partials if hz > 20_000]
        assert np.all(amplitudes(note, folded) < 1e-4 * found[0])


def test_a_detuned_partial_that_runs_away_does_not_fold_back(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.note(0.1, 96, 0.5, detune=2.5)
    sound = cut(stage.sound(1.0).mean(axis=1), 0.15, 0.55)
    f = hz_of(96)
    found = amplitudes(sound, [f, 2 * f * 3.5, 3 * f * 3.5, 48_000 - 3 * f * 3.5, 48_000 - 4 * f * 3.5])
    assert found[1] / found[0] == pytest.approx(0.7, rel=0.02)
    assert np.all(found[2:] < 1e-4 * found[0])


@pytest.mark.parametrize("instrument", ["overtones", "piano"])
def test_a_note_ends_in_its_release_without_a_click(instrument: str, tmp_path: Path) -> None:
    stage, offs = Stage(tmp_path), []
    for place in range(6):  # released at any phase of its wave and of scsynth's blocks
        offs.append(place * 0.6 + 0.3 + 0.000_37 * place)
        stage.note(place * 0.6, 50, offs[-1] - place * 0.6, instrument=instrument)
    sound = stage.sound(4.0).mean(axis=1)
    steps, bends = np.abs(np.diff(sound)), np.abs(np.diff(sound, n=3))
    for off in offs:
        assert cut(steps, off - 0.005, off + 0.21).max() <= 1.001 * cut(steps, off - 0.05, off).max()
        assert cut(bends, off - 0.005, off + 0.21).max() <= 1.05 * cut(bends, off - 0.05, off).max()
        level = [np.abs(cut(sound, off + t, off + t + 0.02)).max() for t in (-0.02, 0.03, 0.1, 0.17, 0.215)]
        assert np.all(np.diff(level) < 0)
        assert level[1] > 0.2 * level[0]
        assert level[-1] < 2e-3 * level[0]  # nothing but what the last synth's high-pass leaves


def test_a_note_released_at_once_leaves_nothing_behind(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    for place in range(64):
        stage.note(0.1 + place / 100, 60, 0.0)
    sound = stage.sound(1.5)
    assert not np.any(cut(sound, 1.2, 1.5))


def test_bass_sits_left_and_treble_right_as_far_as_the_width(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    for place, (pitch, width) in enumerate([(28, 0.7), (50, 0.7), (64.5, 0.7), (80, 0.7), (104, 0.7), (104, 0.0)]):
        stage.note(place * 0.5, pitch, 0.3, width=width)
    sound = stage.sound(3.2)
    levels = [np.sqrt(np.mean(cut(sound, n * 0.5, n * 0.5 + 0.3) ** 2, axis=0)) for n in range(6)]
    leaning = np.array([db(right / left) for left, right in levels])
    assert np.all(np.diff(leaning[:5]) > 2)
    assert leaning[[2, 5]] == pytest.approx(0, abs=0.05)
    assert leaning[4] == pytest.approx(-leaning[0], abs=1.5)
    assert np.abs(leaning).max() < 20  # nobody is on one side alone


def test_the_piano_has_eight_partials_in_tune_of_which_the_upper_fall_faster(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.note(0.1, 48, 2.6, instrument="piano")
    sound = stage.sound(2.6).mean(axis=1)
    hz = [k * hz_of(48) for k in range(1, 10)]
    early, late = (amplitudes(cut(sound, t, t + 0.4), hz) for t in (0.15, 2.1))
    assert np.all(np.diff(early[:8]) < 0)
    assert early[7] > 0.05 * early[0] > early[8] * 100
    falls = db(late / early)
    assert falls[:2] == pytest.approx(-60 / decay_s(48) * 1.95, abs=0.3)
    assert np.all(falls[4:8] < falls[0] - 5)


def test_notes_shorter_than_a_block_end_too(tmp_path: Path) -> None:
    # scsynth has room for 4096 nodes: notes that never end would fill it, and cost time for ever
    stage = Stage(tmp_path, levels_db=-20)
    for place in range(4200):
        stage.note(0.01 + place / 1000, 60, 0.0)
    sound = stage.sound(4.6)
    assert np.abs(cut(sound, 1.0, 4.2)).max() > 1e-3
    assert np.abs(cut(sound, 4.5, 4.6)).max() < 1e-4
