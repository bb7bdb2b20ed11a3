"""Coming back after `kill -9`: the rest of the night has the numbers of a night in which nothing happened.

`pytest tests/stage/test_resume.py --seeds 10` kills it at ten times as many moments.
"""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest
import soundfile
from jack_server import Jack, free_port
from live_maker import DERIVED, OnStage, Player, synths, until
from midi_maker import Player as Score
from midi_maker import descant
from pythonosc.udp_client import SimpleUDPClient

MUTED = ("--set", "piano/mute=1")
PLAYS = "plays from"
SILENT_UNTIL_GO = "silent until GO"
KILLS = 3  # in a night
ALWAYS_SOUNDING = 1


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("--seeds", default=1)))


def piece() -> Score:
    """Play through all four parts in fourteen seconds; chords are held, so that learning goes on by itself."""
    score = Score().note(0.1, 36, 90, 2.4)
    for place, pitch in enumerate((72, 64, 81, 69)):
        score.note(0.5 + 0.5 * place, pitch, 80 + 10 * place, 0.35)
    score.next_part(2.7).chord(2.9, (43, 50, 57), 80, 2.2).note(3.8, 76, 80, 0.6)
    score.next_part(5.5).chord(5.7, (45, 52, 59), 80, 2.8).note(6.5, 71, 80, 0.6)
    score.next_part(9.0).note(9.2, 33, 90, 0.25)
    for place in range(8):
        score.note(9.6 + 0.5 * place, 60 + 3 * place, 100, 0.35)
    return score


def held_chord() -> list:
    """Go to the second part and strike a chord that is not let go."""
    return [event for event in Score().next_part(0.1).chord(0.3, (43, 50, 57), 100, 1.0).events if event[0] < 1.0]


def performed(jack: Jack, take: Path, port: int, *more: object) -> OnStage:
    return OnStage(jack, take, "--osc-port", port, *more)


def killed(stage: OnStage) -> None:
    """Kill it with all its children."""
    for pid in (stage.process.pid, *stage.children().values()):
        os.kill(pid, signal.SIGKILL)
    stage.process.wait()


def hears(take: Path, count: int) -> None:
    """Wait until so many MIDI messages are in a take."""
    until(lambda: (take / "take.jsonl").read_text().count('"in": "midi"') >= count, 3, "all that was played is heard")


def merged(takes: list[Path], out: Path) -> list[dict]:
    """Write one take of the inputs of all, as if nothing had happened; return what the takes derived of them."""
    whole, lines = [], []
    for number, take in enumerate(takes):
        raw = (take / "take.jsonl").read_text()
        header, *own = raw[: raw.rfind("\n")].split("\n")
        if number == 0:
            whole.append(header)
        for text in own:
            line = json.loads(text)
            if line.get("in") not in (None, "resume"):
                whole.append(text)
            elif any(kind in line for kind in DERIVED):
                lines.append(line)
    out.mkdir()
    (out / "take.jsonl").write_text("\n".join(whole) + "\n")
    return lines


def test_a_night_killed_again_and_again(jack: Jack, tmp_path: Path, player: Player, seed: int) -> None:
    chance, port = random.Random(seed), free_port()
    events = sorted(piece().events, key=lambda event: event[0])
    moments = sorted(chance.uniform(0.3, 13.0) for _ in range(KILLS))
    descant_, takes, more = SimpleUDPClient("127.0.0.1", port), [tmp_path / "night"], []
    for number, moment in enumerate([*moments, 99.0]):
        begin = moments[number - 1] if number else 0.0
        with performed(jack, tmp_path / "night", port, *(more or (*MUTED, "--seed", 5))) as stage:
            stage.hears(PLAYS)
            if more:
                stage.take = takes[-1]
                assert SILENT_UNTIL_GO in stage.said
                descant_.send_message("/descant/freeze", 0)
                time.sleep(0.1)
            played = [(at - begin, data) for at, data in events if begin <= at < moment]
            player.play(played)
            if moment < 99.0:
                hears(takes[-1], len(played))  # what is still on its way when it is killed is heard by nobody
                time.sleep(chance.uniform(0.0, 0.02))
                killed(stage)
                takes.append(tmp_path / f"night-{number + 2}")
                more = ["--resume"]
            else:
                time.sleep(0.3)
                assert stage.end() == 0
                assert "Traceback" not in stage.said
    assert all((take / "take.jsonl").exists() for take in takes)
    headers = [json.loads((take / "take.jsonl").open().readline()) for take in takes]
    assert [header.get("parent", {}).get("take") for header in headers] == [None, *map(str, takes[:-1])]
    lines = merged(takes, tmp_path / "whole")
    struck = [data[1] for _, data in events if data[0] == 0x90]
    assert [line["on"] for line in lines if "on" in line] == struck
    assert [line["cue"] for line in lines if "cue" in line] == [1, 2, 3, 4]
    status, _, err = descant("replay", tmp_path / "whole", "--out", tmp_path / "again", "--no-video")
    assert (status, err) == (0, "")
    again = [json.loads(text) for text in (tmp_path / "again" / "take.jsonl").read_text().splitlines()[1:]]
    again = [line for line in again if "in" not in line and any(kind in line for kind in DERIVED)]
    assert len(lines) > 150
    assert lines == again
    for number, take in enumerate(takes):  # and each of them by itself
        status, _, err = descant("replay", take, "--out", tmp_path / f"again-{number}", "--no-video")
        assert (status, err) == (0, "")
        own = [line for line in merged([take], tmp_path / f"only-{number}") if "cue" in line or "step" in line]
        found = [json.loads(text) for text in (tmp_path / f"again-{number}/take.jsonl").read_text().splitlines()[1:]]
        assert own == [line for line in found if ("cue" in line and "in" not in line) or "step" in line][: len(own)]


def test_it_is_silent_until_go_and_goes_on_in_the_same_cue(jack: Jack, tmp_path: Path, player: Player) -> None:
    port = free_port()
    with performed(jack, tmp_path / "night", port, *MUTED, "--seed", 5) as stage:
        stage.hears(PLAYS)
        player.play(held_chord())
        time.sleep(0.5)
        killed(stage)
    first = stage.lines()
    with performed(jack, tmp_path / "night", port, "--resume", "--record") as stage:
        began = time.monotonic()
        stage.hears(PLAYS)
        assert time.monotonic() - began < 5.0
        stage.take = tmp_path / "night-2"
        until(lambda: synths() == ALWAYS_SOUNDING + 1 + 3, 3, "the chord is held, unheard")
        time.sleep(1.5)
        assert not any("step" in line for line in stage.lines())  # the piece stands still
        at_s = stage.lines()[-1]["t"]
        player.play([(0.0, [0xB0, 67, 127]), (0.1, [0xB0, 67, 0])])
        time.sleep(1.5)
        player.up(43, 50, 57)
        time.sleep(0.3)
        assert stage.end() == 0
    lines = stage.lines()
    assert [line["cue"] for line in lines if "cue" in line] == []
    steps = [line for line in lines if "step" in line]
    last = [line for line in first if "step" in line][-1]
    assert steps[0]["n"] == last["n"] + 1 and steps[0]["learner"] == last["learner"]
    assert 0.0 <= steps[0]["t"] - at_s < 0.1
    assert len(steps) > 60
    sound, rate = soundfile.read(stage.take / "audio.wav")
    level = abs(sound).max(axis=1)
    loud = int((level > 1e-3).argmax())
    assert level[: loud - rate // 10].max() < 1e-5 and loud > rate  # not a click in a second and a half of waiting
    assert level[loud:].max() > 0.01


def test_safe_begins_the_cue_anew(jack: Jack, tmp_path: Path, player: Player) -> None:
    port = free_port()
    with performed(jack, tmp_path / "night", port, *MUTED, "--seed", 5) as stage:
        stage.hears(PLAYS)
        player.play(Score().next_part(0.1).chord(0.3, (43, 50, 57), 100, 0.5).events)
        killed(stage)
    with performed(jack, tmp_path / "night", port, "--resume", "--safe") as stage:
        stage.hears(PLAYS)
        assert "cue 2, begun anew, since as you wish" in stage.said
        assert stage.end() == 0
        stage.take = tmp_path / "night-2"
    assert [line["cue"] for line in stage.lines() if "cue" in line] == [1, 2]


def test_what_ended_in_order_is_not_resumed(jack: Jack, tmp_path: Path) -> None:
    with performed(jack, tmp_path / "night", 0) as stage:
        until(lambda: (tmp_path / "night" / "take.jsonl").exists() and len(stage.lines()) > 0, 10, "it plays")
        assert stage.end() == 0
    with performed(jack, tmp_path / "night", 0, "--resume") as stage:
        assert stage.ended() == 1
        assert "ended in order; perform without --resume" in stage.said
