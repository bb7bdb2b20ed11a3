"""Cues captured on stage: written into the patch while it plays, taken over when it is edited, there after a crash."""

import os
import shutil
import signal
import time
from pathlib import Path

from jack_server import Jack, free_port
from live_maker import OnStage, Player, runs, until
from midi_maker import PATCH
from pythonosc.udp_client import SimpleUDPClient
from test_live import replayed, whole

from descant.patch import load

MUTED = ("--set", "piano/mute=1")
CHORD = 43, 50, 57


def test_a_rehearsal(jack: Jack, tmp_path: Path, player: Player) -> None:
    patch, port = tmp_path / "piece.toml", free_port()
    shutil.copy(PATCH, patch)
    before = patch.read_text()
    descant = SimpleUDPClient("127.0.0.1", port)
    with OnStage(jack, tmp_path / "take", patch, *MUTED, "--seed", 5, "--osc-port", port) as stage:
        stage.hears("plays from")
        descant.send_message("/descant/cue/goto", 2)
        player.down(*CHORD)
        until(lambda: sum("step" in line for line in stage.lines()) > 40, 10, "the knot learns")
        descant.send_message("/descant/cue/capture", "Storm")
        stage.hears("cue 2.5 'Storm' is in piece.toml", seconds=30)
        descant.send_message("/descant/cue/morph", [0.5, 2, 3])
        player.up(*CHORD)
        descant.send_message("/descant/cue/goto", "Storm")
        player.down(*CHORD)
        player.up(*CHORD)
        patch.write_text(patch.read_text().replace("amount = 0.06", "amount = lots"))
        stage.hears("the last good one goes on", seconds=30)
        patch.write_text(patch.read_text().replace("amount = lots", "amount = 0.05"))
        until(lambda: any("reloaded" in line for line in stage.lines()), 30, "the edit is taken over")
        descant.send_message("/descant/cue/undo", [])
        until(lambda: stage.lines()[-1].get("text", "").startswith("refused: nothing was"), 5, "undo is refused")
        descant.send_message("/descant/cue/capture", "Last")
        until(lambda: any(line.get("name") == "Last" and "captured" in line for line in stage.lines()), 5, "captured")
        assert stage.end(seconds=20) == 0
    whole(stage)
    assert [cue.name for cue in load(patch).cues] == ["Cubics", "Knots", "Storm", "Last", "Knots, seen", "Cubics, seen"]
    assert patch.with_name("piece.toml.1").read_text() == before
    learners = [line for line in stage.lines() if "step" in line]
    first = next(line for line in stage.lines() if "captured" in line)
    known = [line for line in learners if line["t"] < first["t"]][-1]
    gone_on = next(line for line in stage.lines() if line.get("cue") == 2.5)
    assert known["learner"] == 2 and gone_on["name"] == "Storm"
    fresh = [line for line in stage.lines() if "draw" in line and line["t"] > gone_on["t"]]
    assert [line["learner"] for line in fresh] == [3], "the count of draws came back too"
    replayed(stage)


def test_killed_after_a_capture(jack: Jack, tmp_path: Path, player: Player) -> None:
    patch, port = tmp_path / "piece.toml", free_port()
    shutil.copy(PATCH, patch)
    descant = SimpleUDPClient("127.0.0.1", port)
    with OnStage(jack, tmp_path / "take", patch, *MUTED, "--seed", 5, "--osc-port", port) as stage:
        stage.hears("plays from")
        descant.send_message("/descant/cue/capture", "Storm")
        stage.hears("cue 1.5 'Storm' is in piece.toml", seconds=30)
        until(lambda: any(line.get("in") == "written" for line in stage.lines()), 5, "the take says so")
        children = stage.children()
        os.kill(stage.process.pid, signal.SIGKILL)
        stage.process.wait()
        until(lambda: not runs(children["picture"]), 10, "the process that wrote does not outlive it")
        for pid in stage.left():
            os.kill(pid, signal.SIGKILL)
    with OnStage(jack, tmp_path / "take", patch, "--osc-port", port, "--resume") as stage:
        stage.hears("plays from")
        assert "as it was" in stage.said, stage.said
        stage.take = tmp_path / "take-2"
        descant.send_message("/descant/cue/go", [])
        until(lambda: any(line.get("do") == "go" for line in stage.lines()), 10, "the first GO ends the silence")
        time.sleep(3.0)  # the file is looked at twice
        descant.send_message("/descant/cue/go", [])
        until(lambda: any(line.get("name") == "Storm" for line in stage.lines()), 10, "the next goes to the cue")
        assert not any(line.get("in") == "reload" for line in stage.lines()), "the file is as it was left"
        assert stage.end(seconds=20) == 0
    whole(stage)
