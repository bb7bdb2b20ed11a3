"""A cellist's night: `descant perform` with a microphone, on real JACK and scsynth, and what may fail there."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jack_server import free_port
from live_maker import OnStage, sounding, until
from microphone import Microphone
from test_live import replayed, whole, xruns
from test_melodies import LATEST_SLURRED_S
from tones import Score, slurred

from descant.sound import server

PATCH = Path(__file__).parents[2] / "patches" / "losses-for-a-cello.toml"
BEGINS_BY_S = 0.06  # notes may be so much earlier or later than the first of them was


@pytest.fixture
def at_the_microphone(jack, tmp_path, monkeypatch):
    """Return a function that puts a player before Descant's microphone."""
    for name, value in jack.environment.items():
        monkeypatch.setenv(name, value)
    made = []

    def put(stage, channel=1):
        until(lambda: f"descant:in_{channel}" in jack.connections(), 10, "Descant has inputs")
        made.append(Microphone(tmp_path, channel))
        return made[-1]

    yield put
    for one in made:
        one.close()


def heard(stage):
    return [line for line in stage.lines() if line.get("in") == "audio"]


def notes(stage):
    return [(line["t"], line["on"]) for line in stage.lines() if "on" in line and "voice" in line]


def suite():
    """Return a low note, a melody, repeated notes, a slur and a long note that swells, and what is to be heard."""
    score, melody = Score(), (60, 62, 63, 67, 65, 63, 62, 60)
    score.add(0.2, 36, 0.8)
    for place, pitch in enumerate(melody):
        score.add(1.1 + 0.4 * place, pitch, 0.35, level_db=-24 + place, vibrato_cents=20)
    for place in range(4):
        score.add(4.5 + 0.3 * place, 55, 0.25)
    pitches, seconds = slurred((57, 59, 60, 64), 0.35)
    score.add(5.8, pitches, seconds)
    score.add(7.4, 48, 1.2, vibrato_cents=40, attack_s=0.15)
    wanted = [(0.2, 36), *((1.1 + 0.4 * place, pitch) for place, pitch in enumerate(melody))]
    wanted += [(4.5 + 0.3 * place, 55) for place in range(4)]
    wanted += [(5.8 + 0.35 * place, pitch) for place, pitch in enumerate((57, 59, 60, 64))]
    return score, [*wanted, (7.4, 48)]


def quietest(jack, tmp_path, at_the_microphone, samples):
    """Return the quietest of up to three nights, and the seconds it lost: a cycle that JACK skips is an attack."""
    nights = []
    while len(nights) < 3 and not (nights and xruns(nights[-1][0]) == 0):
        with OnStage(jack, tmp_path / f"take{len(nights)}", PATCH, "--seed", 5) as stage:
            cellist = at_the_microphone(stage)
            time.sleep(0.5)
            assert heard(stage) == []  # silence fills no disk
            lost_s = cellist.play(samples)
            time.sleep(0.7)
            assert stage.end(signal.SIGINT) == 0
            cellist.close()
        nights.append((stage, lost_s))
    return min(nights, key=lambda night: xruns(night[0]))


def test_a_cello_plays_the_piece_and_the_take_plays_it_again(jack, tmp_path, at_the_microphone):
    score, wanted = suite()
    stage, lost_s = quietest(jack, tmp_path, at_the_microphone, score.samples())
    whole(stage)
    played = notes(stage)
    assert [round(pitch) for _, pitch in played] == [pitch for _, pitch in wanted]
    for (time_, pitch), (at, true) in zip(played, wanted, strict=True):
        assert abs(pitch - true) < 0.1
        late = time_ - played[0][0] - (at - wanted[0][0])
        assert -BEGINS_BY_S < late < LATEST_SLURRED_S + lost_s
    lines = stage.lines()
    assert [line["draw"] for line in lines if "draw" in line] == ["cubics", "cubics"]
    assert sum("step" in line for line in lines) == len(wanted) - 1
    frames = heard(stage)
    assert [line["data"][0] for line in frames][-1] == -1
    assert 500 < len(frames) < 1100
    again = replayed(stage)
    assert [line for line in again.lines if "in" in line] == [line for line in lines if "in" in line]
    assert max(abs(again.mono)) > 0.01


def test_scsynth_is_killed_while_the_cello_plays_and_it_is_heard_again(jack, tmp_path, at_the_microphone):
    score = Score().add(0.1, 57, 3.0)
    with OnStage(jack, tmp_path / "take", PATCH, "--seed", 5) as stage:
        at_the_microphone(stage).begin(score.samples())
        until(lambda: notes(stage) or time.sleep(0.2), 5, "a note")
        stage.kill("scsynth")
        stage.hears("sounds again after")
        subprocess.run(
            ["jack_connect", "-s", jack.name, "microphone:out_1", "descant:in_1"], env=jack.environment, check=True
        )
        until(lambda: len(notes(stage)) > 1, 5, "another note")
        time.sleep(0.3)
        assert stage.end() == 0
    whole(stage)
    assert [round(pitch) for _, pitch in notes(stage)] == [57, 57]
    faults = [line["t"] for line in stage.lines() if line.get("of") == "scsynth"]
    ended = next(line["t"] for line in stage.lines() if line.get("off"))
    assert ended < faults[-1] + 0.3  # what is not heard any more ends, whoever was killed
    replayed(stage)


def test_another_channel_and_a_part_that_is_off(jack, tmp_path, at_the_microphone):
    patch = tmp_path / "two.toml"
    patch.write_text("""
descant = 1
[parts.cello]
kind = "listen"
[parts.voice]
kind = "listen"
channel = 3
on = false
notes = false
[instruments.overtones]
synthdef = "overtones"
[[cues]]
number = 1
""")
    with OnStage(jack, tmp_path / "take", patch, "--set", "cello/channel=4") as stage:
        cello, voice = at_the_microphone(stage, 4), at_the_microphone(stage, 3)
        voice.play(Score().add(0.0, 60, 0.5).samples())
        assert heard(stage) == []
        cello.play(Score().add(0.0, 50, 0.5).samples())
        time.sleep(0.3)
        assert stage.end() == 0
    assert {line["part"] for line in heard(stage)} == {"cello"}
    assert [round(pitch) for _, pitch in notes(stage)] == [50]
    assert not sounding(stage.lines())


def test_on_a_server_that_was_joined_a_missing_input_is_told_of(jack, tmp_path, at_the_microphone):
    theirs = server.boot(free_port(), jack_inputs="", jack_outputs="", client="theirs")
    try:
        join = ("--server", f"127.0.0.1:{theirs.options.port}")
        with OnStage(jack, tmp_path / "take", PATCH, *join, "--set", "cello/channel=3") as stage:
            stage.hears("cello: hears nothing: scsynth has 2 inputs, it wants input 3")
            assert stage.end() == 0
        assert theirs.query_status().synth_count == 0
    finally:
        theirs.close()
    fault = next(line for line in stage.lines() if line.get("of") == "cello")
    assert fault["text"] == "hears nothing: scsynth has 2 inputs, it wants input 3"


def test_check_says_which_input_is_wanted(jack, tmp_path):
    def check(*options):
        command = [sys.executable, "-m", "descant", "check", str(PATCH), *options, "--json"]
        done = subprocess.run(command, env=jack.environment, capture_output=True, text=True, check=False)
        return [finding for finding in json.loads(done.stdout) if finding["where"] == "parts.cello"]

    plain, live = check("--all"), check("--live", "--all", "--no-video")
    assert plain == [{"where": "parts.cello", "what": "listens to input 1 of scsynth", "fix": ""}]
    assert live[1:] == [{"where": "parts.cello", "what": "listens to input 1, JACK's system:capture_1", "fix": ""}]
