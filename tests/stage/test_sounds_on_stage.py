"""A sequencer whose rows are sounds of a model, on stage: heard from its first hit, moved, killed, performed again."""

import os
import signal
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile
from jack_server import Jack, free_port
from live_maker import OnStage, until
from pythonosc.udp_client import SimpleUDPClient
from small_voice import write_voice
from test_live import replayed, whole

torch = pytest.importorskip("torch")
PATIENCE_S = 150.0  # of a machine with much else to do
KICK = 36
PATCH = """
descant = 1
title = "Shots"
[parts.drums]
kind = "sequencer"
model = "rhythm.safetensors"
sounds = "sounds.safetensors"
bpm = 112
z1 = -2.3
z2 = 0.45
[sound]
lookahead_ms = 80
[instruments.kick]
synthdef = "shot"
notes = [36, 36]
level_db = 0.0
[instruments.snare]
synthdef = "shot"
notes = [38, 38]
mute = true
[[cues]]
number = 1
name = "Begin"
[[cues]]
number = 2
name = "Elsewhere"
    [cues.set]
    "drums/s1" = 2.0
    "drums/kick/class" = 1
"""


RHYTHM = Path(__file__).parents[2] / "patches" / "models" / "latent-rhythm.safetensors"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory):
    """Return a folder with the patch, a rhythm of four quarters, and a small model of sounds."""
    folder = tmp_path_factory.mktemp("shots")
    (folder / "shots.toml").write_text(PATCH)
    (folder / "rhythm.safetensors").write_bytes(RHYTHM.read_bytes())
    write_voice(folder / "sounds.safetensors")
    return folder


def performed(jack: Jack, folder, take: str, *more: object) -> OnStage:
    return OnStage(jack, folder / take, folder / "shots.toml", *more)


def sounds(lines: list[dict], note: int = KICK) -> list[tuple[float, int, list[float]]]:
    return [
        (line["t"], label, place)
        for line in lines if line.get("in") == "sound"
        for own, label, place in line["sounds"] if own == note
    ]  # fmt: skip


def hits(lines: list[dict]) -> list[float]:
    return [line["at"] for line in lines if "voice" in line and "at" in line]


def speaker_of(stage: OnStage) -> int:
    children = psutil.Process(stage.process.pid).children()
    return next(child.pid for child in children if "descant.training.speaking" in child.cmdline())


@pytest.fixture(scope="module")
def evening(jack: Jack, folder):
    """Play a while, move the point of the sounds, GO, and some bars more."""
    port = free_port()
    with performed(jack, folder, "take", "--seed", 3, "--osc-port", port, "--record") as stage:
        stage.hears("clients: OSC port", seconds=PATIENCE_S)
        until(lambda: len(hits(stage.lines())) > 8, PATIENCE_S, "it plays")
        client = SimpleUDPClient("127.0.0.1", port)
        for number in range(1, 41):
            client.send_message("/descant/drums/s2", number / 20)
            time.sleep(0.02)
        until(lambda: sounds(stage.lines())[-1][2] == [0.0, 2.0], PATIENCE_S, "the sound is there")
        client.send_message("/descant/cue/go", [])
        until(lambda: sounds(stage.lines())[-1][1:] == (0, [2.0, 0.0]), PATIENCE_S, "the cue's sound is there")
        after = stage.lines()[-1]["t"] + 3.0
        until(lambda: stage.lines()[-1]["t"] > after, PATIENCE_S, "it plays on")
        assert stage.end() == 0
    return stage


def test_it_sounds_from_the_first_hit_on(evening) -> None:
    whole(evening)
    lines = evening.lines()
    assert not [line for line in lines if line.get("of") in ("scsynth", "drums") or "warn" in line]
    assert sounds(lines)[0][0] < hits(lines)[0]
    audio, rate = soundfile.read(evening.take / "audio.wav")
    loud = np.flatnonzero(np.abs(audio).max(1) > 0.02)
    heard = 1 + np.count_nonzero(np.diff(loud) > 0.15 * rate)  # a sound is over after 0.1 s; the clock may stand still
    assert hits(lines)[0] < 1.0 and abs(heard - len(hits(lines))) <= 1


def test_the_newest_point_is_always_found_and_cues_change_sounds_at_once(evening) -> None:
    lines = evening.lines()
    places = [place for _, label, place in sounds(lines) if label == 1]
    assert places[0] == [0.0, 0.0] and [0.0, 2.0] in places
    moved = [place[1] for place in places]
    assert moved == sorted(moved)
    went = next(line["t"] for line in lines if line.get("cue") == 2)
    there = next(time_s for time_s, label, _ in sounds(lines) if label == 0)
    assert went < there < went + 0.5  # it was made before anybody played


def test_it_is_performed_again_to_the_last_letter(evening) -> None:
    replayed(evening)


def test_a_speaker_that_is_killed_is_told_of_once_and_the_music_goes_on(jack: Jack, folder) -> None:
    port = free_port()
    with performed(jack, folder, "killed", "--osc-port", port) as stage:
        stage.hears("clients: OSC port", seconds=PATIENCE_S)
        until(lambda: sounds(stage.lines()), PATIENCE_S, "it has sounds")
        os.kill(speaker_of(stage), signal.SIGKILL)
        SimpleUDPClient("127.0.0.1", port).send_message("/descant/drums/s2", 1.0)
        stage.hears("drums: the process of its sounds ended by SIGKILL; its rows keep theirs", seconds=PATIENCE_S)
        killed = stage.lines()[-1]["t"]
        until(lambda: hits(stage.lines())[-1] > killed + 2.0, PATIENCE_S, "it plays on")
        assert stage.end() == 0
        whole(stage)
        assert len([line for line in stage.lines() if line.get("in") == "fault" and line["of"] == "drums"]) == 1


def test_after_scsynth_was_killed_its_sounds_are_there_again(jack: Jack, folder) -> None:
    with performed(jack, folder, "lost", "--record") as stage:
        stage.hears("clients: OSC port", seconds=PATIENCE_S)
        until(lambda: len(hits(stage.lines())) > 4, PATIENCE_S, "it plays")
        os.kill(stage.children()["scsynth"], signal.SIGKILL)
        stage.hears("scsynth: sounds again", seconds=PATIENCE_S)
        back = stage.lines()[-1]["t"]
        until(lambda: hits(stage.lines())[-1] > back + 3.0, PATIENCE_S, "it plays on")
        assert stage.end() == 0
    parts = sorted(stage.take.glob("audio*.wav"))
    audio, rate = soundfile.read(parts[-1])
    assert np.abs(audio[-2 * rate :]).max() > 0.05
