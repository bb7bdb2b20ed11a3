"""Two pieces in an evening, from one pedal: real jackd, scsynth and MIDI."""

import json
import shutil
import signal
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
from jack_server import Jack
from live_maker import OnStage, Player, derived, screen, shot, silences_ms, sounding, synths, until, xdotool
from midi_maker import ROOT, descant
from test_clients import ready

CONCERT = ROOT / "patches" / "concert.toml"
FIRST, SECOND = "01-losses-dissonances-distortions", "02-chorus"
PEDAL = 67
LIMIT = 10 ** (-0.3 / 20) + 2**-23
GUARD_S = 0.35  # GO is refused sooner after the last


def press(player: Player, *, release: bool = True) -> None:
    time.sleep(GUARD_S)
    player.send((0xB0, PEDAL, 127), *([(0xB0, PEDAL, 0)] if release else []))


def taken(stage: OnStage, name: str) -> list[dict]:
    """Return the whole lines of a piece's take after its header."""
    text = (stage.take / name / "take.jsonl").read_text()
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()[1:]]


def cues(stage: OnStage, name: str) -> list[float]:
    return [line["cue"] for line in taken(stage, name) if "cue" in line and "in" not in line]


def replays(stage: OnStage, name: str, out: Path) -> None:
    """Perform a piece's take again offline, where it comes out equal to the last letter."""
    assert descant("replay", stage.take / name, "--out", out / name, "--no-video")[::2] == (0, "")
    live = derived((stage.take / name / "take.jsonl").read_text().splitlines()[1:])
    again = derived((out / name / "take.jsonl").read_text().splitlines()[1:])
    assert live == again[: len(live)]
    assert len(live) > 10


def faults(stage: OnStage, name: str) -> list[dict]:
    return [line for line in taken(stage, name) if line.get("in") == "fault" and line["of"] != "JACK"]


def test_two_pieces_from_one_pedal(jack: Jack, player: Player, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "evening", CONCERT, "--seed", 11, "--osc-port", 0) as stage:
        stage.hears("plays from", times=2)
        client = ready(stage)
        client.say("/descant/hello", "desk", client.port)
        client.say("/descant/subscribe", "*/loss", 100)
        player.strike(36)
        player.strike(72)
        for _ in range(3):
            press(player)
        player.strike(40)
        player.down(76)  # held into the next piece
        client.hear(0.2)
        press(player, release=False)  # and so is the pedal
        stage.hears("piece 2 of 2: Clearing")
        player.send((0xB0, PEDAL, 90), (0xB0, PEDAL, 127), (0xB0, PEDAL, 0))  # it trembles, and comes up
        player.up(76)
        player.down(60, 62)
        heard = client.hear(0.5)
        assert ("/descant/piece", (2, 2, "Clearing")) in heard
        assert [arguments[:2] for address, arguments in heard if address == "/descant/cue"][-1] == (1.0, "Clearing")
        assert any(address == "/descant/chorus/loss" for address, _ in heard)
        until(lambda: synths() == 6, 5, "the first piece has left: two notes of two voices, a last synth, the limiter")
        player.up(60, 62)
        press(player)
        press(player)  # at the last cue of the last piece
        heard = client.hear(0.3)
        assert ("/descant/cue/refused", ("this is the last cue", "cue")) in heard
        assert stage.end(signal.SIGINT) == 0
    assert "Traceback" not in stage.said
    assert cues(stage, FIRST) == [1, 2, 3, 4]
    assert cues(stage, SECOND) == [1, 2]
    first, second = taken(stage, FIRST), taken(stage, SECOND)
    assert [line["leave"] for line in first + second if "leave" in line] == ["next"]
    assert second[0]["t"] == 0.0
    assert first[-1].get("end") and second[-1].get("end")
    assert not sounding(first) and not sounding(second)
    assert [line["on"] for line in second if "on" in line and line["instrument"] == "piano"] == [60, 62]
    assert faults(stage, FIRST) == faults(stage, SECOND) == []
    for name in (FIRST, SECOND):
        replays(stage, name, tmp_path / "again")


def test_scsynth_killed_in_the_second_piece(jack: Jack, player: Player, tmp_path: Path) -> None:
    with OnStage(jack, tmp_path / "evening", CONCERT, "--seed", 11, "--osc-port", 0) as stage:
        stage.hears("plays from", times=2)
        client = ready(stage)
        client.say("/descant/piece/next")
        stage.hears("piece 2 of 2")
        player.down(60, 62)
        time.sleep(1.5)  # the first piece is ready again
        stage.kill("scsynth")
        stage.hears("sounds again")
        until(lambda: synths() == 6, 3, "both notes sound again")
        player.up(60, 62)
        client.say("/descant/piece/goto", 1)  # onto a scsynth that never had it
        stage.hears("piece 1 of 2")
        player.strike(36)
        player.strike(72)
        time.sleep(1.6)
        assert stage.end(signal.SIGINT) == 0
    assert "Traceback" not in stage.said
    assert max(silences_ms(stage.said)) < 2000
    assert any("killed" in line["text"] for line in faults(stage, SECOND))
    again = f"{FIRST}-2"
    assert cues(stage, FIRST) == cues(stage, again) == [1]
    assert faults(stage, again) == []
    assert [line["on"] for line in taken(stage, again) if "on" in line and line["instrument"] == "piano"] == [36, 72]
    for name in (SECOND, again):
        replays(stage, name, tmp_path / "again")


def test_applause_waits_for_one_more_go(jack: Jack, player: Player, tmp_path: Path) -> None:
    (tmp_path / "chorus.toml").write_text((ROOT / "patches" / "chorus.toml").read_text())
    (tmp_path / "harmonics.scl").write_text((ROOT / "patches" / "harmonics.scl").read_text())
    (tmp_path / "night.toml").write_text(
        'concert = 1\n[[pieces]]\npatch = "chorus.toml"\napplause = true\n[[pieces]]\npatch = "chorus.toml"\n'
    )
    with OnStage(jack, tmp_path / "evening", tmp_path / "night.toml", "--osc-port", 0) as stage:
        stage.hears("plays from")
        client = ready(stage)
        client.say("/descant/hello", "desk", client.port)
        press(player)
        player.down(60)
        press(player)  # the end
        time.sleep(0.3)
        assert "piece 2" not in stage.said
        client.say("/descant/cue/goto", 2)  # once more
        client.hear(0.1)
        press(player)
        press(player)
        stage.hears("piece 2 of 2")
        player.up(60)
        client.say("/descant/piece/next")
        assert ("/descant/error", ("/descant/piece/next", "this is the last piece", 1)) in client.hear(0.3)
        assert stage.end(signal.SIGINT) == 0
    first = taken(stage, "01-chorus")
    assert [line["leave"] for line in first if "leave" in line] == ["next"] * 3
    assert cues(stage, "01-chorus") == [1, 2, 2]
    assert not sounding(first)
    replays(stage, "01-chorus", tmp_path / "again")


def test_two_loud_pieces_that_overlap_are_limited_together(jack: Jack, player: Player, tmp_path: Path) -> None:
    shutil.copy(ROOT / "patches" / "harmonics.scl", tmp_path)
    loud = (ROOT / "patches" / "chorus.toml").read_text().replace("level_db = ", "level_db = 6 # ")
    (tmp_path / "loud.toml").write_text(loud)
    (tmp_path / "night.toml").write_text(
        'concert = 1\nfade_s = 2\n[[pieces]]\npatch = "loud.toml"\n[[pieces]]\npatch = "loud.toml"\n'
    )
    chord = (36, 48, 55, 60, 64, 67, 72)
    with OnStage(jack, tmp_path / "evening", tmp_path / "night.toml", "--osc-port", 0, "--record") as stage:
        stage.hears("plays from")
        client = ready(stage)
        player.play([(0.0, [0x90, pitch, 127]) for pitch in chord])
        time.sleep(0.5)
        client.say("/descant/piece/next")
        player.play([(0.05, [0x90, pitch, 127]) for pitch in chord])
        time.sleep(2.5)
        assert stage.end() == 0
    sound, _ = soundfile.read(stage.take / "audio.wav")
    assert 0.9 < abs(sound).max() <= LIMIT


def test_a_broken_piece_is_refused_before_the_start(tmp_path: Path) -> None:
    (tmp_path / "night.toml").write_text(f'concert = 1\n[[pieces]]\npatch = "{"good.toml"}"\n')
    status, out, err = descant("perform", tmp_path / "night.toml", "--take", tmp_path / "evening", "--no-video")
    assert (status, out) == (1, "")
    assert err == (
        f'error: {tmp_path / "night.toml"}:3: patch: "good.toml" is not beside the concert; '
        "put it there, or correct its name\n"
    )
    assert not (tmp_path / "evening").exists()


def test_the_window_stays_and_shows_the_new_piece(jack: Jack, player: Player, tmp_path: Path) -> None:
    for each in (*ROOT.glob("patches/*.toml"), ROOT / "patches" / "harmonics.scl"):
        shutil.copy(each, tmp_path)
    chorus = tmp_path / "chorus.toml"
    chorus.write_text(chorus.read_text().replace("width = 1280\nheight = 720", "width = 640\nheight = 640"))
    with (
        screen(folder=tmp_path) as display,
        OnStage(
            jack, tmp_path / "evening", tmp_path / "concert.toml", "--osc-port", 0, picture=True, **display
        ) as stage,
    ):  # fmt: skip
        stage.hears("plays from", times=2)
        client = ready(stage)
        player.down(36)
        until(lambda: shot(tmp_path)[:, :100].max() > 100, 20, "the first piece is shown")
        window = stage.children()["picture"]
        time.sleep(3.0)  # so late in the first piece that the second one's times are long past there
        client.say("/descant/piece/next")
        stage.hears("piece 2 of 2")
        player.down(60, 62, 64)
        time.sleep(1.5)
        frames = []
        for _ in range(4):
            frames.append(shot(tmp_path).astype(int))
            time.sleep(0.3)
        assert stage.children()["picture"] == window
        moved = [np.abs(after - before).max() for before, after in pairwise(frames)]
        assert min(moved) > 50, "its learners are seen to learn"
        assert not any(frame[:, :150].any() or frame[:, -150:].any() for frame in frames), "its picture is square"
        assert xdotool(display, "search", "--onlyvisible", "--name", "^Clearing$")
        player.up(36, 60, 62, 64)
        assert stage.end(signal.SIGINT) == 0
    assert "picture" not in stage.said
    assert faults(stage, FIRST) == faults(stage, SECOND) == []
