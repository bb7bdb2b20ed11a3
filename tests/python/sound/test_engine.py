"""The engine: what it sends, when, and what is heard of levels, detunes and more notes than there are buses."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import supriya.ugens
from supriya import SynthDefBuilder

from descant.errors import DescantError
from descant.sound.buses import DETUNE_BUSES
from descant.sound.engine import Engine
from descant.sound.offline import make_score, render
from descant.sound.synthdefs import built_in, read_synthdef
from descant.sound.voices import amplitude, decay_s, velocity_db

u: Any = supriya.ugens
SAMPLE_RATE = 48_000


def begun(*streams: str, level_db: float = -6.0) -> Engine:
    engine = Engine(make_score(), built_in(), streams)
    engine.start(dict.fromkeys(built_in(), level_db))
    return engine


def play(engine: Engine, voice: int, *, hz: float = 440.0, detune: float = 0.0, **changes: Any) -> None:
    settings: dict[str, Any] = {
        "pitch": 69, "frequency_hz": hz, "velocity": 127, "detune": detune, "slew_s": 0.02, "slew_new_s": 0.0,
        "values": {"width": 0.0},
    }  # fmt: skip
    engine.on(voice, changes.pop("instrument", "overtones"), **settings | changes)


def heard(engine: Engine, path: Path, seconds: float) -> np.ndarray:
    render(engine.context, path / "out.wav", duration_s=seconds, sample_rate=SAMPLE_RATE)
    return soundfile.read(path / "out.wav", always_2d=True)[0].mean(axis=1)


def loudness_at(sound: np.ndarray, begin: float, end: float, hz: float) -> float:
    part = sound[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
    window = np.blackman(len(part))
    turning = np.exp(-2j * np.pi * hz * np.arange(len(part)) / SAMPLE_RATE)
    return float(abs(np.dot(part * window, turning)) / (window.sum() / 2))


def sent(engine: Engine) -> list[tuple[float, list[str]]]:
    """Return (time, addresses of the messages) of every bundle."""
    bundles = engine.context.iterate_osc_bundles()
    return [(bundle.timestamp, [message.address for message in bundle.contents]) for bundle in bundles]


def test_curves_of_decay_and_velocity() -> None:
    assert [decay_s(pitch) for pitch in (36, 60, 84)] == pytest.approx([15, 60**0.5, 4])
    assert decay_s(127) == 1.5
    assert [velocity_db(velocity) for velocity in (1, 64, 127)] == pytest.approx([-30, -15, 0])
    assert [amplitude(db) for db in (0, -20, -6)] == pytest.approx([1, 0.1, 0.501187])


def test_a_note_and_what_it_detunes_leave_in_one_bundle() -> None:
    engine = begun("cubics/loss", "cubics/gradient/a")
    play(engine, 1)
    engine.flush(0.5)
    play(engine, 2, detune=0.1)
    engine.detune(1, 0.1)
    engine.stream("cubics/loss", 1.0)
    engine.stream("cubics/gradient/a", 2.0)
    engine.flush(1.25)
    engine.off(1)
    engine.off(2)
    engine.flush(2.0)
    engine.flush(3.0)  # nothing to say
    (_, first), *_, (last_time, last) = bundles = sent(engine)
    assert {"/d_recv", "/g_new", "/s_new"} <= set(first)
    (at,) = [addresses for time, addresses in bundles if time == pytest.approx(1.25)]
    assert at.count("/s_new") == 1
    assert set(at) == {"/s_new", "/c_set", "/c_setn"} or set(at) == {"/s_new", "/c_set"}
    assert last_time == pytest.approx(2.0)
    assert set(last) == {"/n_set"}


def test_what_is_not_flushed_is_not_sent() -> None:
    engine = begun()
    before = sent(engine)
    play(engine, 1)
    engine.detune(1, 0.1)
    assert sent(engine) == before


def test_detune_moves_every_partial_but_the_first(tmp_path: Path) -> None:
    engine = begun()
    play(engine, 1, detune=0.05)
    engine.flush(0.1)
    engine.detune(1, 0.02)
    engine.flush(0.6)
    engine.off(1)
    engine.flush(1.1)
    sound = heard(engine, tmp_path, 1.5)
    for begin, end, delta in ((0.15, 0.58, 0.05), (0.65, 1.08, 0.02)):
        for k, weight in ((1, 1.0), (2, 0.7), (3, 0.5), (4, 0.35)):
            hz = 440 * k * (1 if k == 1 else 1 + delta)
            fundamental = loudness_at(sound, begin, end, 440)
            assert loudness_at(sound, begin, end, hz) == pytest.approx(weight * fundamental, rel=0.02)
            if k > 1:
                assert loudness_at(sound, begin, end, 440 * k) < 0.01 * fundamental


def test_more_notes_than_detune_buses_still_sound_each_in_its_place(tmp_path: Path) -> None:
    engine = begun(level_db=-50)
    for voice in range(DETUNE_BUSES + 8):
        play(engine, voice, hz=300 + voice, velocity=1)
    engine.flush(0.1)
    for voice in range(DETUNE_BUSES + 7):
        engine.off(voice)
    engine.flush(0.3)
    engine.detune(0, 0.5)  # gone, and its place taken
    engine.detune(DETUNE_BUSES + 7, 0.03)
    engine.level("overtones", 0)
    engine.flush(0.6)
    engine.off(DETUNE_BUSES + 7)
    engine.flush(1.4)
    sound = heard(engine, tmp_path, 1.8)
    hz = 300 + DETUNE_BUSES + 7
    assert loudness_at(sound, 0.9, 1.4, 2 * 1.03 * hz) > 50 * loudness_at(sound, 0.9, 1.4, 2 * hz)
    assert np.abs(sound[round(1.62 * SAMPLE_RATE) :]).max() < 1e-5


def test_a_level_moves_sounding_notes_smoothly(tmp_path: Path) -> None:
    engine = begun(level_db=-30)
    play(engine, 1, hz=200)
    play(engine, 2, hz=777, instrument="piano")
    engine.flush(0.0)
    engine.level("overtones", -10)
    engine.flush(0.5)
    engine.off(1)
    engine.off(2)
    engine.flush(1.0)
    sound = heard(engine, tmp_path, 1.3)
    before, after = (loudness_at(sound, begin, begin + 0.4, 200) for begin in (0.05, 0.6))
    assert 20 * np.log10(after / before) == pytest.approx(20 - 0.55 * 60 / decay_s(69), abs=0.5)
    piano = [loudness_at(sound, begin, begin + 0.4, 777) for begin in (0.05, 0.6)]
    assert piano[1] < piano[0]
    steps = np.abs(np.diff(sound))
    jump, after = (steps[round(t * SAMPLE_RATE) : round((t + 0.04) * SAMPLE_RATE)].max() for t in (0.49, 0.55))
    assert jump <= 1.1 * after


def test_a_composers_own_synthdef_is_read_from_its_file(tmp_path: Path) -> None:
    with SynthDefBuilder(out=0, frequency_hz=440.0, gate=1) as builder:
        u.OffsetOut.ar(bus=builder["out"], source=[u.SinOsc.ar(frequency=builder["frequency_hz"]) * 0.1] * 2)
    glass = builder.build(name="glass")
    (tmp_path / "glass.scsyndef").write_bytes(glass.compile())
    found = read_synthdef("glass", tmp_path / "glass.scsyndef")
    engine = Engine(make_score(), {"glass": found}, ())
    engine.start({"glass": 0.0})
    play(engine, 1, hz=500, instrument="glass", detune=0.3)
    engine.flush(0.1)
    sound = heard(engine, tmp_path, 0.6)
    assert loudness_at(sound, 0.15, 0.55, 500) == pytest.approx(0.1, rel=0.01)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        (b"", "SynthDef"),
        (b"SCgf\0\0\0\2\0\1" + bytes(range(200)), "SynthDef"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 999, "SynthDef"),
        (built_in()["piano"].compile(), "holds no SynthDef named 'glass'"),
    ],
    ids=["missing", "empty", "cut", "png", "another"],
)
def test_a_file_that_does_not_hold_the_synthdef_is_named(content: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / "glass.scsyndef"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DescantError, match=says) as raised:
        read_synthdef("glass", path)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)
