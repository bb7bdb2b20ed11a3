"""The start after a crash: what was left is found, cleaned up and told; nobody else's is touched."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from jack_server import Jack, free_port
from live_maker import SCSYNTH_PORT, OnStage, Player, runs, synths, until
from midi_maker import partial_hz

from descant.sound import ports

MUTED = ("--set", "piano/mute=1")
PLAYS = "plays from"
ALWAYS_SOUNDING = 1  # the last synth
KEPT_S = 0.7  # scsynth writes half a buffer at a time
MENDED = "the recording that the crash cut off was mended"  # a scsynth that is quit does not do it either


def crashed(jack: Jack, folder: Path, player: Player, *options: object) -> tuple[OnStage, int, float]:
    """Play a note into a recording and kill the performance; return it, its scsynth, and how long was recorded."""
    with OnStage(jack, folder, *MUTED, "--record", *options) as stage:
        until((folder / "audio.wav").exists, 10, "it records")
        began = time.monotonic()
        stage.hears(PLAYS)
        player.strike(57, 1.0)
        time.sleep(1.5)
        scsynth = stage.children()["scsynth"]
        stage.process.kill()
        stage.process.wait()
        stage._seen.pop(scsynth)  # it is to outlive this
        return stage, scsynth, time.monotonic() - began


@pytest.mark.parametrize("scsynth_is", ["running", "stopped", "dead"])
def test_the_recording_of_a_crash_can_be_heard(jack: Jack, tmp_path: Path, player: Player, scsynth_is: str) -> None:
    first, scsynth, seconds = crashed(jack, tmp_path / "first", player)
    if scsynth_is != "running":
        os.kill(scsynth, signal.SIGSTOP if scsynth_is == "stopped" else signal.SIGKILL)
    with OnStage(jack, tmp_path / "second", *MUTED) as second:
        second.hears(PLAYS)
        assert not runs(scsynth)
        quit_ = f"port {SCSYNTH_PORT}: scsynth (process {scsynth}), left there by a crash, has been quit\n"
        assert (quit_ in second.said) == (scsynth_is != "dead")
        found = re.search(rf"{first.take}/audio.wav: {MENDED}: (\S+) s", second.said)
        assert found, second.said
        player.down(60)
        until(lambda: synths() == ALWAYS_SOUNDING + 1, 3, "it plays")
        assert second.end() == 0
    sound, rate = soundfile.read(first.take / "audio.wav", always_2d=True)
    assert float(found[1]) == pytest.approx(len(sound) / rate, abs=0.05)
    assert len(sound) / rate > seconds - KEPT_S - 0.5
    loud = int(np.argmax(np.abs(sound[:, 0]) > 1e-3))
    hz, size = partial_hz(sound[loud : loud + rate // 2, 0], rate, 220.0)
    assert hz == pytest.approx(220.0, rel=2e-3) and size > 1e-3
    with OnStage(jack, tmp_path / "third", *MUTED) as third:  # it is said once
        until(lambda: "scsynth" in third.children() and ports.answers(SCSYNTH_PORT), 10, "scsynth answers")
        assert third.end() == 0
        assert "crash" not in third.said


def test_only_what_was_left_on_our_own_port_is_quit(jack: Jack, tmp_path: Path, player: Player) -> None:
    theirs, elsewhere = free_port(), free_port()
    stranger = subprocess.Popen(
        ["scsynth", "-u", str(theirs), "-D", "0", "-R", "0"], env=jack.environment, stdout=subprocess.DEVNULL
    )
    other, left = 0, 0
    try:
        _, other, _ = crashed(jack, tmp_path / "other", player, "--scsynth-port", elsewhere)
        _, left, _ = crashed(jack, tmp_path / "first", player)
        with OnStage(jack, tmp_path / "second", *MUTED) as second:
            second.hears(PLAYS)
            assert not runs(left)
            assert runs(other)
            assert stranger.poll() is None
            assert second.said.count("has been quit") == second.said.count(MENDED) == 1
            assert second.end() == 0
        with OnStage(jack, tmp_path / "third", *MUTED, "--scsynth-port", elsewhere) as third:
            third.hears(PLAYS)
            assert not runs(other)
            assert f"{tmp_path}/other/audio.wav: {MENDED}" in third.said
            assert third.end() == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
        Path(f"/dev/shm/SuperColliderServer_{theirs}").unlink(missing_ok=True)
        for pid in (other, left):
            if pid and runs(pid):
                os.kill(pid, signal.SIGKILL)
