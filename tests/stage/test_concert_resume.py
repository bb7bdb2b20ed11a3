"""A concert that was killed in the midst of a piece comes back there, and goes on to the others as before."""

import json
import os
import shutil
import signal
import time
from pathlib import Path

import soundfile
from jack_server import Jack
from live_maker import OnStage, Player, synths, until
from midi_maker import ROOT
from test_clients import ready
from test_concert import CONCERT, FIRST, SECOND, cues, press, replays, taken

SILENT = "silent until GO"


def killed(stage: OnStage) -> None:
    for pid in (stage.process.pid, *stage.children().values()):
        os.kill(pid, signal.SIGKILL)
    stage.process.wait()


def evening(stage: OnStage) -> dict:
    return json.loads((stage.take / "evening.json").read_text())


def test_killed_in_the_second_piece_it_comes_back_there(jack: Jack, player: Player, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "evening", CONCERT, "--seed", 11, "--osc-port", 0) as stage:
        stage.hears("plays from", times=2)
        client = ready(stage)
        player.strike(72)
        client.say("/descant/piece/next")
        stage.hears("piece 2 of 2")
        press(player)
        player.down(60, 62)
        time.sleep(1.0)
        killed(stage)
        before = taken(stage, SECOND)
        assert evening(stage)["take"] == SECOND
        assert (stage.take / FIRST / "take.jsonl").read_text().endswith('"end": true}\n')
    again = f"{SECOND}-2"
    with OnStage(jack, tmp_path / "evening", CONCERT, "--resume", "--osc-port", 0, "--record") as stage:
        began = time.monotonic()
        stage.hears("plays from", times=2)
        assert time.monotonic() - began < 5.0
        assert f"resume: piece 2 of 2, {tmp_path / 'evening' / SECOND}, cue 2, as it was after" in stage.said
        assert SILENT in stage.said
        client = ready(stage)
        client.say("/descant/hello", "desk", client.port)
        heard = client.hear(0.3)
        assert ("/descant/piece", (2, 2, "Clearing")) in heard
        assert [arguments[0] for address, arguments in heard if address == "/descant/cue"] == [2.0]
        until(
            lambda: synths() == 2 * 2 + 3,
            3,
            "both notes are held, unheard: of two voices; last synth, limiter, recorder",
        )
        time.sleep(0.5)
        assert not any("steps" in line for line in taken(stage, again))
        player.send((0xB0, 67, 127), (0xB0, 67, 0))
        time.sleep(1.0)
        player.up(60, 62)
        client.say("/descant/piece/goto", 1)
        stage.hears("piece 1 of 2")
        player.strike(36)
        player.strike(72)
        time.sleep(1.7)
        client.say("/descant/piece/next")  # the second one once more, from its beginning
        stage.hears("piece 2 of 2", times=2)
        player.strike(60)
        assert stage.end(signal.SIGINT) == 0
    assert "Traceback" not in stage.said
    assert "late" not in stage.said
    assert evening(stage)["take"] == f"{SECOND}-3"
    header = json.loads((stage.take / again / "take.jsonl").open().readline())
    assert header["seed"] == 11 and header["parent"]["take"] == str(stage.take / SECOND)
    steps = [line for line in taken(stage, again) if "steps" in line]
    last = [line for line in before if "steps" in line][-1]
    assert [n - 1 for n in steps[0]["n"]] == last["n"] and steps[0]["learner"] == last["learner"]
    assert cues(stage, again) == [] and cues(stage, f"{SECOND}-3") == [1]
    played = [line["on"] for line in taken(stage, f"{FIRST}-2") if "on" in line and line["instrument"] == "piano"]
    assert played == [36, 72]
    assert {path.name for path in stage.take.iterdir()} >= {FIRST, SECOND, again, f"{FIRST}-2", f"{SECOND}-3"}
    for name in (again, f"{FIRST}-2"):
        replays(stage, name, tmp_path / "again")
    sound, rate = soundfile.read(stage.take / "audio.wav")
    assert abs(sound[: rate // 2]).max() < 1e-5


def test_safe_and_killed_in_the_first_piece(jack: Jack, player: Player, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "evening", CONCERT, "--osc-port", 0) as stage:
        stage.hears("plays from", times=2)
        press(player)
        player.strike(43)
        until(lambda: "01" in evening(stage)["take"], 5, "it is written down")
        seeds = evening(stage)["seeds"]
        killed(stage)
    assert (stage.take / SECOND / "take.jsonl").read_bytes() == b""  # it had not begun
    with OnStage(jack, tmp_path / "elsewhere", CONCERT, "--resume", "--safe", "--osc-port", 0) as stage:
        assert stage.ended() == 1
        assert "elsewhere holds no evening of it; name the evening's folder with --take" in stage.said
    with OnStage(
        jack, tmp_path / "evening", CONCERT, "--resume", "--safe", "--osc-port", 0
    ) as stage:  # fmt: skip
        stage.hears("plays from", times=2)
        assert "piece 1 of 2" in stage.said and "cue 2, begun anew, since as you wish" in stage.said
        client = ready(stage)
        press(player)
        client.say("/descant/piece/next")
        stage.hears("piece 2 of 2")
        player.strike(60)
        assert stage.end() == 0
    assert cues(stage, f"{FIRST}-2") == [1, 2]
    assert evening(stage)["seeds"] == seeds
    assert json.loads((stage.take / SECOND / "take.jsonl").open().readline())["seed"] == seeds[1]
    replays(stage, SECOND, tmp_path / "again")


def test_killed_while_the_applause_lasts(jack: Jack, player: Player, tmp_path: Path) -> None:
    for name in ("chorus.toml", "harmonics.scl"):
        shutil.copy(ROOT / "patches" / name, tmp_path)
    night = tmp_path / "night.toml"
    night.write_text(
        'concert = 1\n[[pieces]]\npatch = "chorus.toml"\napplause = true\n[[pieces]]\npatch = "chorus.toml"\n'
    )
    with OnStage(jack, tmp_path / "evening", night, "--osc-port", 0) as stage:
        stage.hears("plays from")
        press(player)
        press(player)
        until(lambda: any("leave" in line for line in taken(stage, "01-chorus")), 3, "it has ended")
        killed(stage)
    with OnStage(jack, tmp_path / "evening", night, "--osc-port", 0, "--resume") as stage:
        stage.hears("plays from")
        assert "piece 1 of 2" in stage.said
        time.sleep(0.5)
        assert "\npiece 2 of 2" not in stage.said
        press(player)
        stage.hears("\npiece 2 of 2")
        assert stage.end() == 0
    assert cues(stage, "02-chorus") == [1]
