"""Rehearsing on stage: from a cue, with a take that leads there, with a take that goes on playing."""

import json
import time
from pathlib import Path

import pytest
from jack_server import Jack, free_port
from live_maker import DERIVED, OnStage, until
from midi_maker import PATCH, descant
from midi_maker import Player as Score
from pythonosc.udp_client import SimpleUDPClient

MUTED = ("--set", "piano/mute=1")
CLIENTS = "clients: OSC port"


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a take of the first three parts in seven seconds."""
    folder = tmp_path_factory.mktemp("taken")
    score = Score().note(0.1, 36, 90, 0.25)
    for place, pitch in enumerate((72, 64, 81)):
        score.note(0.4 + 0.3 * place, pitch, 80, 0.2)
    score.next_part(1.5).chord(1.7, (43, 50, 57), 80, 1.2)
    score.next_part(3.2).chord(3.4, (45, 52, 59), 80, 1.5).note(3.9, 76, 80, 0.6)
    status, _, err = descant(
        "render",
        PATCH,
        "--midi",
        score.save(folder / "p.mid"),
        "--out",
        folder / "take",
        "--no-video",
        "--seed",
        5,
        *MUTED,
    )
    assert (status, err) == (0, "")
    return folder / "take"


def lines_of(folder: Path) -> list[dict]:
    return [json.loads(text) for text in (folder / "take.jsonl").read_text().splitlines()[1:]]


def derived(lines: list[dict]) -> list[dict]:
    return [line for line in lines if "in" not in line and any(kind in line for kind in DERIVED)]


def test_a_take_goes_on_playing_as_it_did(jack: Jack, tmp_path: Path, taken: Path) -> None:
    with OnStage(jack, tmp_path / "again", "--by", taken, "--from", 3, "--play", "--osc-port", 0) as stage:
        stage.hears(CLIENTS)
        last = [line for line in lines_of(taken) if line.get("in") == "midi"][-1]
        until(lambda: any(line.get("data") == last["data"] for line in stage.lines()), 15, "it has played to the end")
        assert stage.end() == 0
    whole = lines_of(taken)
    begin = next(n for n, line in enumerate(whole) if line.get("cue") == 3 and "in" not in line)
    wanted = derived(whole[begin + 1 :])
    assert len(wanted) > 50
    assert derived(stage.lines())[: len(wanted)] == wanted
    status, _, err = descant("replay", stage.take, "--out", tmp_path / "replayed", "--no-video")
    assert (status, err) == (0, "")
    assert derived(lines_of(tmp_path / "replayed"))[: len(wanted)] == wanted


@pytest.mark.parametrize("way", ["by itself", "by a take"])
def test_from_a_cue_it_is_silent_until_go(jack: Jack, tmp_path: Path, taken: Path, way: str) -> None:
    port, by = free_port(), ("--by", taken) if way == "by a take" else ()
    with OnStage(jack, tmp_path / "night", *by, "--from", 3, "--osc-port", port) as stage:
        stage.hears(CLIENTS)
        until(lambda: (tmp_path / "night" / "take.jsonl").exists() and stage.lines(), 10, "it has begun")
        time.sleep(0.5)
        times = {line["t"] for line in stage.lines()}
        assert len(times) == 1  # it stands still
        SimpleUDPClient("127.0.0.1", port).send_message("/descant/cue/go", [])
        time.sleep(0.3)
        SimpleUDPClient("127.0.0.1", port).send_message("/descant/note", [60.0, 90.0])
        time.sleep(0.3)
        assert stage.end() == 0
    lines = stage.lines()
    assert [line["cue"] for line in lines if "cue" in line and "in" not in line][-1:] in ([3], [])
    struck = next(line for line in lines if line.get("on") == 60)
    assert 0.2 < struck["t"] - max(times) < 0.6


def test_what_cannot_be_begun_says_so(jack: Jack, tmp_path: Path, taken: Path) -> None:
    for options, said in (
        (("--from", "Nowhere"), "--from Nowhere: there is no such cue; its cues are 1, 2, 3, 4"),
        (("--from", 4, "--by", taken), "does not lead to cue 4; give another take, or another cue"),
        (("--play",), "--scrub goes with --from, --play with --by"),
    ):
        with OnStage(jack, tmp_path / "no", *options) as stage:
            assert stage.ended() in (1, 2)
            assert said in stage.said
