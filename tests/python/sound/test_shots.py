"""The player of buffers, judged by measuring what scsynth renders of a file."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from supriya.contexts.requests import FreeNode

from descant.errors import DescantError
from descant.sound.engine import Engine
from descant.sound.offline import make_score, render
from descant.sound.synthdefs import built_in, limiter
from descant.sound.table import SHOTS
from descant.sound.voices import Instrument, settings
from descant.table import Value

SAMPLE_RATE = 48_000
APART_S = 2.0
KEY = {"pitch": 36, "frequency_hz": 65.4, "length_s": 0.1}
HZ = 1000.0
CENTRE = 10 ** (-3.0103 / 20)  # of each of two channels


def a_noise(rate: int = SAMPLE_RATE, seconds: float = 1.0) -> np.ndarray:
    """Return a noise that falls, as drums do, and ends at nothing."""
    chance = np.random.default_rng(7)
    return (chance.uniform(-0.9, 0.9, round(rate * seconds)) * np.linspace(1, 0, round(rate * seconds))).astype("f4")


def a_sine(rate: int = SAMPLE_RATE, seconds: float = 1.0, hz: float = HZ) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(rate * seconds)) / rate)).astype("f4")


class Stage:
    """Plays a file by the SynthDef, one shot every two seconds, and returns the sound of each."""

    def __init__(self, folder: Path, sound: np.ndarray, rate: int = SAMPLE_RATE) -> None:
        self.folder, self.shots = folder, 0
        self.path = folder / "in.wav"
        self.engine = Engine(make_score(), {"shot": built_in()["shot"]}, (), find=lambda sound: self.path)
        self.engine.play("shot", "it")
        self.engine._last_synth = Instrument("last", limiter())  # nothing else: that has a high pass against DC
        self.engine.start({"shot": 0.0})
        soundfile.write(self.path, sound, rate, subtype="FLOAT")

    def hit(self, velocity: int = 127, late_s: float = 0.0, **values: Value) -> None:
        told = {row.name: row.default for row in SHOTS["shot"]} | values
        self.engine.hit("shot", self.shots * APART_S + late_s, **KEY, velocity=velocity, values=told)
        self.shots += 1

    def hit_of(self, buffer: int) -> None:
        """Play a buffer that the engine does not know."""
        engine, plays = self.engine, self.engine._instruments["shot"]
        told = settings(plays, pitch=36, frequency_hz=65.4, velocity=127, values={}) | engine._wired(plays)
        new = plays.new(engine._outlet.node(), engine._sources, told | {"buffer": float(buffer)})
        engine._outlet.send(self.shots * APART_S, [new])
        self.shots += 1

    def sounds(self, sample_rate: int = SAMPLE_RATE) -> list[np.ndarray]:
        self.engine.flush(0.0)
        out = self.folder / "out.wav"
        render(self.engine.context, out, duration_s=self.shots * APART_S, sample_rate=sample_rate)
        sound, _ = soundfile.read(out, always_2d=True)
        return [each / CENTRE for each in sound.reshape(self.shots, round(APART_S * sample_rate), 2)]


def rms_db(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound**2) + 1e-20))


def power(sound: np.ndarray, low_hz: float, high_hz: float) -> float:
    """Return the power between two frequencies in dB."""
    found = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    return float(10 * np.log10(found[(hz >= low_hz) & (hz < high_hz)].sum() + 1e-20))


def test_its_knobs_are_controls_that_stand_where_the_table_says():
    controls = {name: value.value[0] for name, (value, _) in built_in()["shot"].parameters.items()}
    knobs = {row.name: float(row.default) for row in SHOTS["shot"] if row.name not in ("level_db", "mute")}
    assert {name: controls[name] for name in knobs} == pytest.approx(knobs)
    assert set(controls) - set(knobs) == {"out", "amplitude", "velocity", "level", "buffer"}


def test_as_it_stands_it_is_the_buffer_itself(tmp_path):
    noise = a_noise()
    stage = Stage(tmp_path, noise)
    stage.hit()
    (sound,) = stage.sounds()
    left = sound[: len(noise), 0] - noise
    assert rms_db(left) - rms_db(noise) < -120  # what is left is what 24 bits leave
    assert np.abs(sound[len(noise) + 64 :]).max() < 1e-6


def test_it_is_in_tune_at_any_rate(tmp_path):
    for rate, server in ((44_100, 48_000), (48_000, 44_100), (22_050, 48_000)):
        stage = Stage(tmp_path, a_sine(rate), rate)
        stage.hit()
        (sound,) = stage.sounds(server)
        part = sound[: round(0.9 * server), 0] * np.hanning(round(0.9 * server))
        found = np.fft.rfftfreq(16 * len(part), 1 / server)[np.abs(np.fft.rfft(part, 16 * len(part))).argmax()]
        assert found == pytest.approx(HZ, abs=0.1)
        assert np.flatnonzero(np.abs(sound[:, 0]) > 1e-3)[-1] / server == pytest.approx(1.0, abs=0.002)


def test_tune_moves_it_by_semitones(tmp_path):
    stage = Stage(tmp_path, a_sine())
    stage.hit(tune=7.0)
    stage.hit(tune=-12.0)
    for sound, ratio in zip(stage.sounds(), (2 ** (7 / 12), 0.5), strict=True):
        part = sound[: round(0.6 * SAMPLE_RATE), 0] * np.hanning(round(0.6 * SAMPLE_RATE))
        hz = np.fft.rfftfreq(8 * len(part), 1 / SAMPLE_RATE)[np.abs(np.fft.rfft(part, 8 * len(part))).argmax()]
        assert hz == pytest.approx(HZ * ratio, rel=0.0005)


def level_at(sound: np.ndarray, second: float) -> float:
    """Return the level around a time, of a whole number of a sine's periods."""
    return rms_db(sound[round((second - 0.01) * SAMPLE_RATE) : round((second + 0.01) * SAMPLE_RATE)])


def test_decay_is_the_time_to_fall_by_sixty_db(tmp_path):
    stage = Stage(tmp_path, a_sine())
    seconds = (0.1, 0.3, 1.0, 2.0)
    for decay_s in seconds:
        stage.hit(decay_s=decay_s)
    for decay_s, sound in zip(seconds, stage.sounds(), strict=True):
        apart_s = min(0.5, decay_s * 0.8)
        fallen = level_at(sound, 0.02) - level_at(sound, 0.02 + apart_s)
        assert fallen == pytest.approx(60 * apart_s / decay_s, abs=0.5)


def test_attack_and_hold_are_as_long_as_they_say(tmp_path):
    stage = Stage(tmp_path, np.full(SAMPLE_RATE, 0.5, "f4"))
    stage.hit(attack_ms=100.0)
    stage.hit(hold_ms=200.0, decay_s=0.1)
    comes, held = (sound[:, 0] / sound[0 if place else 4800, 0] for place, sound in enumerate(stage.sounds()))
    assert comes[2400] == pytest.approx(0.5, abs=0.02)
    assert np.flatnonzero(np.abs(comes) > 0.9)[0] == pytest.approx(4300, abs=150)
    steady = np.diff(np.log(np.abs(held[: round(0.3 * SAMPLE_RATE)])))
    falling = np.flatnonzero(steady < -np.log(1000) / (0.1 * SAMPLE_RATE) * 0.9)
    assert falling[0] == pytest.approx(0.2 * SAMPLE_RATE, abs=64)


def test_backwards_and_from_a_start(tmp_path):
    noise = a_noise()
    stage = Stage(tmp_path, noise)
    stage.hit(reverse=True)
    stage.hit(start=0.5)
    stage.hit(reverse=True, start=0.5)
    back, half, both = (sound[:, 0] for sound in stage.sounds())
    assert rms_db(back[: len(noise) - 1] - noise[-2::-1]) < -120 + rms_db(noise)
    assert rms_db(half[:24_000] - noise[24_000:]) < -120 + rms_db(noise)
    assert rms_db(both[:23_999] - noise[23_998::-1]) < -120 + rms_db(noise)


def test_tone_is_dull_and_bright_on_both_sides_of_what_it_is(tmp_path):
    stage = Stage(tmp_path, a_noise())
    for tone in (0.0, 0.25, 0.5, 0.75, 1.0):
        stage.hit(tone=tone)
    highs = [power(sound, 8000, 16_000) - power(sound, 100, 500) for sound in stage.sounds()]
    assert np.diff(highs) == pytest.approx([11, 11, 6, 6], abs=1.0)


def test_a_low_pass_falls_by_twelve_db_an_octave_and_rings(tmp_path):
    stage = Stage(tmp_path, a_noise())
    stage.hit()
    stage.hit(cutoff_hz=1000.0)
    stage.hit(cutoff_hz=1000.0, resonance=0.9)
    plain, low, ringing = stage.sounds()
    gain = {hz: power(low, hz * 0.95, hz * 1.05) - power(plain, hz * 0.95, hz * 1.05) for hz in (200, 1000, 4000, 8000)}
    assert gain[200] == pytest.approx(0, abs=1)
    assert gain[1000] == pytest.approx(-3, abs=1.5)
    assert gain[4000] - gain[8000] == pytest.approx(12, abs=2)
    assert power(ringing, 900, 1100) - power(low, 900, 1100) > 8


def test_a_sweep_opens_further_the_harder_it_is_struck(tmp_path):
    stage = Stage(tmp_path, np.random.default_rng(1).uniform(-0.5, 0.5, SAMPLE_RATE).astype("f4"))
    for velocity in (127, 64):
        stage.hit(velocity, cutoff_hz=300.0, sweep=4.0, tone=0.5 + 0.35 * (1 - velocity / 127))
    hard, soft = stage.sounds()
    early = [power(sound[:2400], 2000, 4000) - power(sound[:2400], 100, 300) for sound in (hard, soft)]
    late = [power(sound[24_000:26_400], 2000, 4000) - power(sound[24_000:26_400], 100, 300) for sound in (hard, soft)]
    assert early[0] > early[1] + 6 > late[1] + 12
    assert late[0] == pytest.approx(late[1], abs=1.5)


def test_harder_is_louder_and_brighter(tmp_path):
    stage = Stage(tmp_path, a_noise())
    for velocity in (30, 80, 127):
        stage.hit(velocity)
    soft, plain, hard = stage.sounds()
    assert 12 < rms_db(hard[:48_000]) - rms_db(soft[:48_000]) < 26
    highs = [power(sound, 8000, 16_000) - power(sound, 100, 500) for sound in (soft, plain, hard)]
    assert highs[0] < highs[1] - 3 < highs[2] - 6


def test_drive_makes_odd_partials(tmp_path):
    stage = Stage(tmp_path, a_sine())
    stage.hit(drive=0.0)
    stage.hit(drive=0.6)
    clean, driven = stage.sounds()
    third = [power(sound, 2990, 3010) - power(sound, 990, 1010) for sound in (clean[:48_000], driven[:48_000])]
    assert third[0] < -90
    assert -16 < third[1] < -8


@pytest.mark.parametrize("server_rate", [8000, 48_000, 96_000])
def test_knobs_at_their_ends_stay_in_bounds_at_every_rate(server_rate, tmp_path):
    stage = Stage(tmp_path, a_noise() * 0.2)  # so that what grows is not held by the last synth
    stage.hit()
    turned = [row for row in SHOTS["shot"] if row.kind == "f" and row.name not in ("level_db", "pan")]
    for row in turned:
        stage.hit(**{row.name: row.low})
        stage.hit(**{row.name: row.high})
    plain, *others = stage.sounds(server_rate)
    for place, sound in enumerate(others):
        name = turned[place // 2].name
        assert np.isfinite(sound).all()
        assert np.abs(sound).max() < (1.0 if name == "drive" else 3 * np.abs(plain).max()), name  # driven it is square


@pytest.mark.parametrize("server_rate", [8000, 48_000])
def test_the_low_pass_is_stable_wherever_it_is_moved(server_rate, tmp_path):
    stage = Stage(tmp_path, a_noise() * 0.2)
    stage.hit()
    places = [
        {"cutoff_hz": hz, "resonance": resonance, "sweep": sweep}
        for hz in (30.0, 3000.0, 10_000.0, 15_500.0, 18_000.0, 19_999.0, 20_000.0)
        for resonance in (0.0, 0.5, 1.0) for sweep in (0.0, -6.0, 6.0)
    ]  # fmt: skip
    for values in places:
        stage.hit(**values)
    plain, *others = stage.sounds(server_rate)
    for values, sound in zip(places, others, strict=True):
        assert np.abs(sound).max() < 3 * np.abs(plain).max(), values
        assert np.abs(sound[round(1.2 * server_rate) :]).max() < 1e-3, values


def test_it_frees_itself_with_its_sound_and_where_there_is_none(tmp_path):
    stage, nodes = Stage(tmp_path, a_noise(seconds=0.3)), []
    for values in ({}, {"decay_s": 0.05}, {"tune": -24.0}, {"reverse": True}):
        stage.hit(**values)
        nodes.append(stage.engine._outlet.node() - 1)
    for buffer in (-1, 99):
        stage.hit_of(buffer)
        nodes.append(stage.engine._outlet.node() - 1)
    for node in nodes:
        stage.engine._outlet.send((stage.shots + 1) * APART_S, [FreeNode([node])])
    stage.shots += 2
    with pytest.raises(DescantError, match=r"n_free Node \d+ not found \(and 5 more\)"):
        stage.sounds()


def test_nothing_is_heard_of_a_buffer_that_is_none(tmp_path):
    stage = Stage(tmp_path, a_noise())
    stage.hit_of(-1)
    stage.hit_of(99)
    assert all(np.abs(sound).max() == 0 for sound in stage.sounds())


def test_it_begins_on_the_very_sample(tmp_path):
    stage = Stage(tmp_path, a_noise())
    for frames in (960, 1001, 1023, 1507):
        stage.hit(90, frames / SAMPLE_RATE)
    for frames, sound in zip((960, 1001, 1023, 1507), stage.sounds(), strict=True):
        assert np.flatnonzero(np.abs(sound).max(axis=1) > 0)[0] == frames
