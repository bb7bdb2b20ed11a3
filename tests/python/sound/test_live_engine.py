"""The engine on a running scsynth: it sounds as offline, and goes on after a crash."""

import os
import select
import signal
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from jack_server import Jack, free_port

from descant.sound.engine import Engine
from descant.sound.guard import Guard
from descant.sound.outlet import ServerOutlet
from descant.sound.recorder import record
from descant.sound.server import boot
from descant.sound.synthdefs import read_synthdef


def partials(path: Path) -> dict[float, float]:
    sound, rate = soundfile.read(path)
    last = sound[-rate // 2 :, 0]
    spectrum = np.abs(np.fft.rfft(last * np.hanning(len(last)))) / len(last) * 4
    return {hz: float(spectrum[round(hz / 2) - 2 : round(hz / 2) + 3].max()) for hz in (440, 880, 968, 1452, 1936)}


@pytest.mark.parametrize("fault", ["kill", "empty"])
def test_held_notes_sound_on_after_a_crash(jack: Jack, tmp_path: Path, fault: str):
    port = free_port()
    guard = Guard(lambda: boot(port), lambda fresh, why: engine.rebuild(fresh, time.monotonic() - began))
    synthdefs = {"o": read_synthdef("overtones", None)}
    engine = Engine(guard.server, synthdefs, ("a/loss",), ServerOutlet)
    began = time.monotonic()
    try:
        engine.start({"o": -6.0})
        for voice in (1, 2):
            engine.on(voice, "o", pitch=69, frequency_hz=440.0, velocity=127, detune=0.0, slew_s=0.0, slew_new_s=0.0,
                      values={"width": 0.0, "decay_scale": 10.0})  # fmt: skip
        engine.stream("a/loss", 0.5)
        engine.flush(0.1)
        guard.server.sync()
        assert guard.server.failed == 0
        sound = record(guard.server, tmp_path / "before.wav")
        time.sleep(0.7)
        engine.detune(1, 0.1)
        engine.detune(2, 0.1)
        engine.flush(0.8)
        time.sleep(1.0)
        sound.stop()
        before = partials(tmp_path / "before.wav")
        if fault == "kill":
            os.kill(guard.server.child.pid, signal.SIGKILL)
        else:
            guard.server.send(["/g_freeAll", 0])
        time.sleep(0.15)
        engine.off(2)  # in the silence
        engine.stream("a/loss", 0.25)
        engine.flush(time.monotonic() - began)
        while not any(notice.what == "back" for notice in guard.read()):
            assert select.select([guard], [], [], 5)[0]
        sound = record(guard.server, tmp_path / "after.wav")
        time.sleep(0.8)
        sound.stop()
        after = partials(tmp_path / "after.wav")
        assert before[968] > 10 * before[880]
        assert after[968] > 10 * after[880]
        for hz in (440, 968, 1452, 1936):  # one of two voices is left
            assert 0.4 < after[hz] / before[hz] < 0.52, (hz, before, after)
        assert engine._buses._streams.get()[0] == 0.25
        assert guard.server.failed == (fault == "empty")  # the release of a voice that was freed already
        engine.off(1)
        engine.flush(time.monotonic() - began)
        time.sleep(0.4)
        assert guard.server.query_status().synth_count == 1  # the last synth alone
    finally:
        guard.close()


def test_effects_sound_on_after_a_crash(jack: Jack, tmp_path: Path):
    port = free_port()
    guard = Guard(lambda: boot(port), lambda fresh, why: engine.rebuild(fresh, time.monotonic() - began))
    synthdefs = {name: read_synthdef(name, None) for name in ("bell", "echo", "room")}
    engine = Engine(guard.server, synthdefs, (), ServerOutlet)
    began = time.monotonic()
    try:
        for name, value in (("bpm", 60.0), ("beats", 0.5), ("feedback", 0.0)):
            engine.tell("echo", name, value)
        engine.tell("bell", "to_echo", 1.0)
        engine.start(dict.fromkeys(synthdefs, -6.0))
        guard.server.sync()
        assert guard.server.failed == 0
        assert guard.server.query_status().synth_count == 5  # two effects, two strips, the last synth
        os.kill(guard.server.child.pid, signal.SIGKILL)
        time.sleep(0.15)
        engine.tell("bell", "to_echo", 0.5)  # in the silence
        engine.flush(time.monotonic() - began)
        while not any(notice.what == "back" for notice in guard.read()):
            assert select.select([guard], [], [], 5)[0]
        sound = record(guard.server, tmp_path / "after.wav")
        engine.on(1, "bell", pitch=60, frequency_hz=261.6, velocity=127, detune=0.0, slew_s=0.0, slew_new_s=0.0,
                  values={"decay_s": 0.1})  # fmt: skip
        engine.flush(time.monotonic() - began)
        time.sleep(1.0)
        sound.stop()
        heard, rate = soundfile.read(tmp_path / "after.wav")
        first = int(np.flatnonzero(np.abs(heard[:, 0]) > 1e-3)[0])
        direct, back = (heard[first + shift : first + shift + rate // 5, 0] for shift in (0, rate // 2))
        assert np.dot(direct, back) / np.dot(direct, direct) == pytest.approx(0.25, rel=0.02)  # half of it, at -6 dB
        assert guard.server.failed == 0
        engine.end()
        guard.server.sync()
        assert guard.server.query_status().synth_count == 0
    finally:
        guard.close()
