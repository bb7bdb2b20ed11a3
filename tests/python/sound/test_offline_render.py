"""From score to file: exactly as long and as late as asked, safe whatever is played, never half written."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import supriya.ugens
from supriya import Score, SynthDef, SynthDefBuilder

from descant.errors import DescantError
from descant.sound.engine import Engine
from descant.sound.offline import check_log, make_score, render
from descant.sound.synthdefs import LIMIT_DB, limiter_delay_frames

u: Any = supriya.ugens
LIMIT = 10 ** (LIMIT_DB / 20)
LSB = 2.0**-23


def built(name: str, make: Any) -> SynthDef:
    """Build a SynthDef with what an instrument needs; `make` returns its signal."""
    with SynthDefBuilder(out=0, gate=1, frequency_hz=440.0) as builder:
        u.FreeSelf.kr(trigger=1 - builder["gate"])
        u.OffsetOut.ar(bus=builder["out"], source=[make(builder)] * 2)
    return builder.build(name=name)


def click(builder: Any) -> Any:
    return u.Impulse.ar(frequency=0.0) * 0.5


def sine(amplitude: float) -> Any:
    return lambda builder: u.SinOsc.ar(frequency=builder["frequency_hz"]) * amplitude


def nan(builder: Any) -> Any:
    return u.DC.ar(source=0.0) / u.DC.ar(source=0.0) + u.SinOsc.ar(frequency=300.0)


def infinite(builder: Any) -> Any:
    return u.DC.ar(source=1.0) / u.DC.ar(source=0.0)


def enormous(builder: Any) -> Any:
    return u.Pulse.ar(frequency=500.0) * 3e38  # finite, but not when two of its samples are subtracted


def offset(builder: Any) -> Any:
    return u.DC.ar(source=0.5) + u.SinOsc.ar(frequency=440.0) * 0.1


def noise(builder: Any) -> Any:
    return u.Impulse.ar(frequency=900.0) * 4 - u.Pulse.ar(frequency=57.0) * 8


class Voices:
    """Starts and ends single voices of test sounds through the engine."""

    def __init__(self, **makers: Any) -> None:
        definitions = {name: built(name, make) for name, make in makers.items()}
        self.engine = Engine(make_score(), definitions, ())
        self.engine.start(dict.fromkeys(definitions, 0.0))

    def sound(self, name: str, begin: float, end: float | None = None, hz: float = 440.0) -> "Voices":
        voice = len(self.engine._voices) + 1
        self.engine.on(
            voice, name, pitch=69, frequency_hz=hz, velocity=127, detune=0.0, slew_s=0.0, slew_new_s=0.0, values={}
        )  # fmt: skip
        self.engine.flush(begin)
        if end is not None:
            self.engine.off(voice)
            self.engine.flush(end)
        return self

    def heard(self, path: Path, seconds: float, sample_rate: int = 48_000) -> np.ndarray:
        render(self.engine.context, path / "out.wav", duration_s=seconds, sample_rate=sample_rate)
        return soundfile.read(path / "out.wav", always_2d=True)[0]


@pytest.mark.parametrize("sample_rate", [44_100, 48_000, 96_000, 192_000])
def test_a_hit_is_on_its_very_sample_however_late_and_wherever_in_a_block(sample_rate: int, tmp_path: Path) -> None:
    engine = Engine(make_score(), {"click": built("click", click)}, ())
    engine.start({"click": 0.0})
    frames = [960, 64 * 1000, *(second * sample_rate + 77 for second in range(20, 240, 20)), 64 * 4000 * 12 + 1]
    for frame in frames:
        engine.hit(
            "click", frame / sample_rate, pitch=69, frequency_hz=440.0, velocity=127, length_s=0.1, values={}
        )  # fmt: skip
    engine.flush(0.0)
    render(engine.context, tmp_path / "a.wav", duration_s=240.0, sample_rate=sample_rate)
    sound, _ = soundfile.read(tmp_path / "a.wav")
    found = np.flatnonzero(sound[:, 0] > 0.3)
    assert sorted(frame for frame in frames if frame < 240 * sample_rate) == found.tolist()


@pytest.mark.parametrize("sample_rate", [44_100, 48_000, 88_200, 96_000, 192_000])
def test_the_look_ahead_is_taken_off_to_the_sample(sample_rate: int, tmp_path: Path) -> None:
    assert limiter_delay_frames(sample_rate) / sample_rate <= 1e-3
    voices, frames = Voices(click=click), [100, 1000, 12_345, 20_001]
    for frame in frames:
        voices.sound("click", frame / sample_rate)
    sound = voices.heard(tmp_path, 25_000 / sample_rate, sample_rate)
    loud = np.flatnonzero(np.abs(sound[:, 0]) > 0.4)
    assert loud.tolist() == frames
    assert sound[loud, 0] == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize("seconds", [0.0005, 0.5, 1.23456789, 2.0])
@pytest.mark.parametrize("sample_rate", [44_100, 48_000])
def test_a_file_has_as_many_frames_as_asked(seconds: float, sample_rate: int, tmp_path: Path) -> None:
    Voices(sine=sine(0.1)).sound("sine", 0.0).heard(tmp_path, seconds, sample_rate)
    info = soundfile.info(tmp_path / "out.wav")
    assert (info.frames, info.samplerate) == (round(seconds * sample_rate), sample_rate)
    assert (info.channels, info.subtype, info.format) == (2, "PCM_24", "WAV")
    assert [path.name for path in tmp_path.iterdir()] == ["out.wav"]


def test_what_is_within_bounds_passes_unchanged(tmp_path: Path) -> None:
    sound = Voices(sine=sine(0.9)).sound("sine", 0.0, hz=1000).heard(tmp_path, 1.0)
    steady = sound[24_000:, 0]
    time = np.arange(24_000, 48_000) / 48_000
    fit = np.linalg.lstsq(np.stack([np.sin(2000 * np.pi * time), np.cos(2000 * np.pi * time)], 1), steady, rcond=None)
    assert np.hypot(*fit[0]) == pytest.approx(0.9, rel=1e-3)
    assert np.sqrt(fit[1][0] / len(steady)) < 1e-4  # nothing but the sine


@pytest.mark.parametrize("maker", [sine(12.0), noise], ids=["sine", "pulses"])
def test_overload_is_held_at_the_limit(maker: Any, tmp_path: Path) -> None:
    voices = Voices(loud=maker)
    sound = voices.sound("loud", 0.1, 0.8, 80).sound("loud", 0.2, 0.7, 83).heard(tmp_path, 1.0)
    assert np.abs(sound).max() == pytest.approx(LIMIT, abs=2 * LSB)
    assert np.abs(sound[round(0.9 * 48_000) :]).max() < 0.3  # and it comes back


def test_a_steady_offset_is_removed(tmp_path: Path) -> None:
    sound = Voices(offset=offset).sound("offset", 0.0).heard(tmp_path, 2.0)[:, 0]
    late = sound[48_000 : 48_000 + 43_636]  # 400 whole periods
    assert abs(late.mean()) < 1e-4
    assert np.abs(late).max() == pytest.approx(0.1, rel=0.01)


@pytest.mark.parametrize("broken", [nan, infinite, enormous], ids=["nan", "infinity", "enormous"])
def test_a_voice_that_breaks_is_silenced_and_the_next_ones_sound(broken: Any, tmp_path: Path) -> None:
    voices = Voices(broken=broken, sine=sine(0.2))
    voices.sound("sine", 0.0, 0.3).sound("broken", 0.4, 0.6).sound("sine", 0.7)
    sound = voices.heard(tmp_path, 1.0)
    assert np.all(np.isfinite(sound))
    assert np.abs(sound[: round(0.3 * 48_000)]).max() == pytest.approx(0.2, rel=0.02)
    if broken is not enormous:
        assert np.abs(sound[round(0.42 * 48_000) : round(0.6 * 48_000)]).max() < 0.01
    assert np.abs(sound[round(0.75 * 48_000) :]).max() == pytest.approx(0.2, rel=0.02)


def test_two_renders_are_equal(tmp_path: Path) -> None:
    def once(name: str) -> bytes:
        (tmp_path / name).mkdir()
        Voices(sine=sine(0.4)).sound("sine", 0.1, 0.4, 333).sound("sine", 0.2).heard(tmp_path / name, 0.7)
        return (tmp_path / name / "out.wav").read_bytes()

    assert once("a") == once("b")


def test_progress_rises_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    voices = Voices(sine=sine(0.4)).sound("sine", 0.1)
    render(
        voices.engine.context, tmp_path / "out.wav", duration_s=60.0, sample_rate=48_000, progress=told.append
    )  # fmt: skip
    assert told == sorted(told)
    assert (told[0] >= 0, told[-1]) == (True, 1.0)


# ---------------------------------------------------------------- what goes wrong


def broken_score() -> Score:
    """Return a score that plays a SynthDef which scsynth was never given."""
    score = make_score()
    known = built("known", click)
    with score.at(0.0), score.add_synthdefs(known):
        score.add_synth(known)
    with score.at(0.1):
        score.add_synth(built("unknown", sine(0.1)))
    return score


def test_a_missing_synthdef_is_an_error_and_no_silence(tmp_path: Path) -> None:
    (tmp_path / "out.wav").write_bytes(b"an older one")
    with pytest.raises(DescantError, match=r"scsynth: .*SynthDef unknown not found") as raised:
        render(broken_score(), tmp_path / "out.wav", duration_s=0.5, sample_rate=48_000)
    assert "\n" not in str(raised.value)
    assert (tmp_path / "out.wav").read_bytes() == b"an older one"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("log", "status", "says"),
    [
        ("nextOSCPacket 0\nFAILURE IN SERVER /s_new SynthDef not found\n", 0, "SynthDef not found"),
        ("*** ERROR: could not open\nFAILURE IN SERVER /n_set\n", 0, r"could not open \(and 1 more\)"),
        ("all well\nbad thing", 1, "ended with status 1: bad thing"),
        ("", -9, "ended with status -9: no message"),
    ],
)
def test_the_log_is_read(log: str, status: int, says: str) -> None:
    with pytest.raises(DescantError, match=says):
        check_log(log, status)


def test_a_clean_log_is_no_error() -> None:
    check_log("nextOSCPacket 0.0\nstart time 0\n", 0)


def test_an_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    voices = Voices(sine=sine(0.1)).sound("sine", 0.0)
    with pytest.raises(DescantError, match="cannot be written"):
        render(voices.engine.context, tmp_path / "nowhere" / "out.wav", duration_s=0.1, sample_rate=48_000)
    assert not list(tmp_path.iterdir())


def test_without_scsynth_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supriya.scsynth.find", lambda *_: (_ for _ in ()).throw(RuntimeError("none")))
    voices = Voices(sine=sine(0.1)).sound("sine", 0.0)
    with pytest.raises(DescantError, match="apt-get install supercollider-server"):
        render(voices.engine.context, tmp_path / "out.wav", duration_s=0.1, sample_rate=48_000)


def test_an_interruption_ends_scsynth_and_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(done: float) -> None:
        raise KeyboardInterrupt

    voices = Voices(noise=noise).sound("noise", 0.0)
    for _ in range(20):
        voices.sound("noise", 0.0)
    threads = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        render(
            voices.engine.context, tmp_path / "out.wav", duration_s=3000.0, sample_rate=48_000, progress=interrupt
        )  # fmt: skip
    assert not list(tmp_path.iterdir())
    assert threading.active_count() == threads
