"""Another sound in the middle of a ringing one: nothing clicks, nothing is cut off, nothing comes late."""

import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile
from jack_server import Jack, free_port

from descant.sound import buffers
from descant.sound.engine import Engine
from descant.sound.guard import Guard
from descant.sound.offline import make_score, render
from descant.sound.outlet import ServerOutlet
from descant.sound.recorder import record
from descant.sound.server import boot
from descant.sound.synthdefs import built_in, limiter
from descant.sound.table import SHOTS
from descant.sound.voices import Instrument

SAMPLE_RATE = 48_000
KEY = {"pitch": 36, "frequency_hz": 65.4, "velocity": 127, "length_s": 0.1}
APART_S, SWAPPED_S, STROKES = 0.3, 0.17, 12
VALUES = {row.name: row.default for row in SHOTS["shot"]}


def swelling(hz: float) -> np.ndarray:
    """Return a second of a sine that comes and goes so softly that only a cut could be a click."""
    time_s = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    return (0.2 * np.sin(np.pi * time_s) ** 2 * np.sin(2 * np.pi * hz * time_s)).astype("f4")


def steepest(sound: np.ndarray) -> float:
    return float(np.abs(np.diff(sound, axis=0)).max())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("sounds")
    paths = [folder / f"{number}.wav" for number in range(STROKES)]
    for number, path in enumerate(paths):
        soundfile.write(path, swelling(180.0 + 15 * number), SAMPLE_RATE, subtype="FLOAT")
    return paths


def swapped(path: Path, files: list[Path], strokes: int = STROKES, **values: float) -> np.ndarray:
    """Return the file of an instrument that is struck again and again and has a new sound between all strokes."""
    engine = Engine(make_score(), {"shot": built_in()["shot"]}, (), find=files.__getitem__)
    engine._last_synth = Instrument("last", limiter())
    engine.start({"shot": 0.0})
    for number in range(strokes):
        at = number * APART_S
        engine.play("shot", number)
        engine.hit("shot", at + SWAPPED_S, **KEY, values=VALUES | values)
        engine.flush(at)
    end_s = strokes * APART_S + 5.0
    engine.flush(end_s)
    render(engine.context, path, duration_s=end_s, sample_rate=SAMPLE_RATE)
    return soundfile.read(path, always_2d=True)[0]


def test_offline_what_rings_rings_on_and_what_is_new_is_heard_with_the_next_stroke(tmp_path, files):
    heard = swapped(tmp_path / "out.wav", files)
    whole = np.zeros(len(heard))
    for number, file in enumerate(files):
        begin = round((number * APART_S + SWAPPED_S) * SAMPLE_RATE)
        whole[begin : begin + SAMPLE_RATE] += soundfile.read(file)[0] * np.sqrt(0.5)
    assert np.abs(heard[:, 0] - whole).max() < 1e-6
    at_swaps = [round(number * APART_S * SAMPLE_RATE) for number in range(1, STROKES)]
    sounds = max(steepest(soundfile.read(file)[0]) for file in files)
    for at in at_swaps:
        assert steepest(heard[at - 480 : at + 480]) < 4 * np.sqrt(0.5) * sounds  # so many ring at once


def test_no_buffer_is_freed_that_still_sounds(tmp_path, files, monkeypatch):
    plenty = swapped(tmp_path / "a.wav", files, tune=-24.0)
    monkeypatch.setattr(buffers, "MOST", 1)
    scarce = swapped(tmp_path / "b.wav", files, tune=-24.0)
    assert np.abs(plenty).max() > 0.2
    assert np.array_equal(plenty, scarce)


def test_live_no_swap_clicks_and_none_comes_late(jack: Jack, tmp_path, files, monkeypatch):
    monkeypatch.setattr(buffers, "MOST", 2)
    port = free_port()
    guard = Guard(lambda: boot(port), lambda fresh, why: engine.rebuild(fresh, time.monotonic() - began))
    began = time.monotonic()
    outlet = partial(ServerOutlet, unix_s=lambda at: time.time() + began + at - time.monotonic())
    engine = Engine(guard.server, {"shot": built_in()["shot"]}, (), outlet, find=files.__getitem__)
    try:
        engine.start({"shot": 0.0})
        engine.load(0, files[0])
        guard.server.sync()
        recording = record(guard.server, tmp_path / "live.wav")
        for number in range(STROKES):
            engine.load(number, files[number])
            while not engine.loaded(number):
                time.sleep(0.002)
            engine.play("shot", number)
            now = time.monotonic() - began
            engine.hit("shot", now + 0.15, **KEY, values=VALUES)
            engine.flush(now)
            time.sleep(APART_S)
        time.sleep(1.2)
        recording.stop()
        engine.flush(time.monotonic() - began)
        guard.read()
        assert (guard.server.child.late, guard.server.failed) == (0, 0)
    finally:
        guard.close()
    heard, _ = soundfile.read(tmp_path / "live.wav")
    sounds = max(steepest(soundfile.read(file)[0]) for file in files)
    assert np.abs(heard).max() > 0.1
    assert steepest(heard) < 4 * np.sqrt(0.5) * sounds
    assert heard[:, 0] @ heard[:, 0] == pytest.approx(STROKES * 0.5 * 0.2**2 * 3 / 16 * SAMPLE_RATE, rel=0.25)
