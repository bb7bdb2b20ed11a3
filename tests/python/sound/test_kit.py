"""The drum kit, judged by measuring what scsynth renders of it."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from supriya.contexts.requests import FreeNode

from descant.errors import DescantError
from descant.sound.engine import Engine
from descant.sound.offline import make_score, render
from descant.sound.synthdefs import built_in
from descant.sound.table import KIT
from descant.table import Value

SAMPLE_RATE = 48_000
APART_S = 4.0
LEVEL_DB = -12.0
KEY = {"pitch": 36, "frequency_hz": 65.4}


class Stage:
    """Strikes drums, one every four seconds, and returns the sound of each."""

    def __init__(self, path: Path) -> None:
        self.path, self.strokes = path / "out.wav", 0
        self.engine = Engine(make_score(), {name: built_in()[name] for name in KIT}, ())
        self.engine.start(dict.fromkeys(KIT, LEVEL_DB))

    def hit(self, drum: str, velocity: int = 127, late_s: float = 0.0, **values: Value) -> None:
        told = {row.name: row.default for row in KIT[drum]} | values
        at = self.strokes * APART_S + late_s
        self.engine.hit(drum, at, **KEY, velocity=velocity, length_s=0.1, values=told)
        self.strokes += 1

    def sounds(self) -> list[np.ndarray]:
        self.engine.flush(0.0)
        render(self.engine.context, self.path, duration_s=self.strokes * APART_S, sample_rate=SAMPLE_RATE)
        sound, _ = soundfile.read(self.path, always_2d=True)
        return list(sound.reshape(self.strokes, round(APART_S * SAMPLE_RATE), 2))


def power(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return frequencies and the power at each, of the first half second."""
    half = sound[: SAMPLE_RATE // 2].mean(axis=1) * np.hanning(SAMPLE_RATE)[SAMPLE_RATE // 2 :]
    return np.fft.rfftfreq(len(half), 1 / SAMPLE_RATE), np.abs(np.fft.rfft(half)) ** 2


def centroid_hz(sound: np.ndarray) -> float:
    hz, found = power(sound)
    return float((hz * found).sum() / found.sum())


def strongest_hz(sound: np.ndarray, low_hz: float = 20.0) -> float:
    hz, found = power(sound)
    return float(hz[np.argmax(found * (hz > low_hz))])


def peak_db(sound: np.ndarray) -> float:
    return float(20 * np.log10(np.abs(sound).max()))


def fall_s(sound: np.ndarray, by_db: float) -> float:
    """Return how long it takes from the loudest ten milliseconds until they are so much softer for good."""
    frames = sound[: len(sound) // 480 * 480].mean(axis=1).reshape(-1, 480)
    level_db = 10 * np.log10((frames**2).mean(axis=1) + 1e-20)
    loudest = int(level_db.argmax())
    return (int(np.flatnonzero(level_db > level_db[loudest] - by_db)[-1]) - loudest) * 0.01


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], np.ndarray]:
    """Return each drum as it is by itself, at three velocities."""
    stage = Stage(tmp_path_factory.mktemp("kit"))
    wanted = [(drum, velocity) for drum in KIT for velocity in (30, 80, 127)]
    for drum, velocity in wanted:
        stage.hit(drum, velocity)
    return dict(zip(wanted, stage.sounds(), strict=True))


@pytest.mark.parametrize("drum", KIT)
def test_its_knobs_are_controls_that_stand_where_the_table_says(drum):
    controls = {name: value.value[0] for name, (value, _) in built_in()[drum].parameters.items()}
    knobs = {row.name: row.default for row in KIT[drum] if row.name not in ("level_db", "mute")}
    assert {name: controls[name] for name in knobs} == pytest.approx(knobs)
    assert set(controls) - set(knobs) == {"out", "amplitude", "velocity", "level"}


@pytest.mark.parametrize(
    ("drum", "low_hz", "high_hz"),
    [
        ("kick", 45, 150), ("tom", 80, 250), ("bell", 600, 1500), ("rim", 1000, 2500), ("snare", 1000, 4000),
        ("clap", 1500, 4000), ("cymbal", 4500, 9000), ("hat", 8000, 11_000),
    ],
)  # fmt: skip
def test_each_has_the_spectrum_of_its_kind(drum, low_hz, high_hz, at_home):
    assert low_hz < centroid_hz(at_home[drum, 127]) < high_hz


def test_they_are_balanced_at_the_same_level(at_home):
    peaks = {drum: peak_db(at_home[drum, 127]) - LEVEL_DB for drum in KIT}
    assert -4 < peaks["kick"] < 0  # in each of two channels, with 3 dB taken by its place in the middle
    for drum, (low, high) in {
        "snare": (-6, -2), "tom": (-7, -3), "clap": (-11, -4), "cymbal": (-11, -5), "rim": (-12, -6),
        "bell": (-13, -7), "hat": (-16, -10),
    }.items():  # fmt: skip
        assert low < peaks[drum] < high, drum


@pytest.mark.parametrize("drum", KIT)
def test_harder_is_louder_and_brighter(drum, at_home):
    soft, plain, hard = (at_home[drum, velocity] for velocity in (30, 80, 127))
    assert 12 < peak_db(hard) - peak_db(soft) < 26
    assert peak_db(soft) < peak_db(plain) < peak_db(hard)
    assert centroid_hz(soft) < centroid_hz(plain) < centroid_hz(hard)


@pytest.mark.parametrize("drum", KIT)
def test_none_leaves_anything_below_what_is_heard(drum, at_home):
    hz, found = power(at_home[drum, 127])
    assert found[hz < 15].sum() < 0.004 * found.sum()
    assert abs(at_home[drum, 127].mean()) < 1e-5


def test_decay_is_the_time_to_fall_by_sixty_db(tmp_path):
    stage, wanted = Stage(tmp_path), {"kick": 0.8, "snare": 0.5, "hat": 0.6, "tom": 0.9, "clap": 0.5, "bell": 1.2}
    for drum, seconds in wanted.items():
        stage.hit(drum, decay_s=seconds)
    for (drum, seconds), sound in zip(wanted.items(), stage.sounds(), strict=True):
        assert fall_s(sound, 50) == pytest.approx(seconds * 50 / 60, rel=0.2), drum


def test_tune_moves_what_has_a_pitch(tmp_path):
    stage = Stage(tmp_path)
    drums: dict[str, dict[str, Value]] = {"kick": {"punch": 0.0}, "tom": {"bend": 0.0}, "rim": {}, "bell": {}}
    for drum, still in drums.items():
        stage.hit(drum, tune=0.0, **still)
        stage.hit(drum, tune=7.0, **still)
    sounds = stage.sounds()
    for place, drum in enumerate(drums):
        first, second = sounds[2 * place], sounds[2 * place + 1]
        assert strongest_hz(second) / strongest_hz(first) == pytest.approx(2 ** (7 / 12), rel=0.03), drum


@pytest.mark.parametrize("drum", KIT)
def test_knobs_at_their_ends_are_heard_and_stay_in_bounds(drum, tmp_path):
    stage = Stage(tmp_path)
    stage.hit(drum, 127)
    turned = [row for row in KIT[drum] if row.kind == "f" and row.name not in ("level_db", "pan")]
    for row in turned:
        stage.hit(drum, 127, **{row.name: row.low})
        stage.hit(drum, 127, **{row.name: row.high})
    plain, *others = stage.sounds()
    for place, sound in enumerate(others):
        name = turned[place // 2].name
        assert np.isfinite(sound).all()
        assert not np.array_equal(sound, plain), name
        assert -22 < peak_db(sound) - peak_db(plain) < 10, (name, place)


@pytest.mark.parametrize("drum", KIT)
def test_it_begins_on_the_very_sample(drum, tmp_path):
    stage = Stage(tmp_path)
    for frames in (960, 1001, 1023, 1507):  # anywhere in a block of scsynth's
        stage.hit(drum, 90, frames / SAMPLE_RATE, decay_s=0.3)
    for frames, sound in zip((960, 1001, 1023, 1507), stage.sounds(), strict=True):
        first = np.flatnonzero(np.abs(sound[frames - 500 :]).max(axis=1))[0] - 500
        assert 0 <= first <= 1  # a sine begins at zero


def test_two_renderings_are_equal_bit_for_bit_and_two_hits_are_not(tmp_path):
    takes = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        stage = Stage(tmp_path / name)
        for drum in ("snare", "snare", "hat", "hat", "clap", "cymbal"):
            stage.hit(drum)
        takes.append(stage.sounds())
    assert all(np.array_equal(first, second) for first, second in zip(*takes, strict=True))
    assert not np.array_equal(takes[0][0], takes[0][1])
    assert not np.array_equal(takes[0][2], takes[0][3])


def test_each_frees_itself_when_it_is_over(tmp_path):
    stage, nodes = Stage(tmp_path), []
    for drum in KIT:
        stage.hit(drum)
        nodes.append(stage.engine._outlet.node() - 1)
    stage.engine.flush(0.0)
    for node in nodes:
        stage.engine._outlet.send(len(KIT) * APART_S, [FreeNode([node])])
    stage.strokes += 1
    with pytest.raises(DescantError, match=r"n_free Node \d+ not found \(and 7 more\)"):
        stage.sounds()


def test_a_key_that_comes_up_leaves_it_ringing(tmp_path):
    stage = Stage(tmp_path)
    stage.hit("tom", 100)
    told = {row.name: row.default for row in KIT["tom"]}
    for voice, at, length in ((1, APART_S, 0.05), (2, 2 * APART_S, 3.9)):  # the second is over before its key is up
        stage.engine.on(
            voice, "tom", **KEY, velocity=100, detune=0.0, slew_s=0.0, slew_new_s=0.0, values=told
        )  # fmt: skip
        stage.engine.flush(at)
        stage.engine.off(voice)
        stage.engine.flush(at + length)
        stage.strokes += 1
    hit, short, long = stage.sounds()
    assert fall_s(short, 40) == pytest.approx(fall_s(hit, 40), abs=0.03)
    assert fall_s(long, 40) == pytest.approx(fall_s(hit, 40), abs=0.03)
