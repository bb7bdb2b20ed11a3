"""A sequencer that is trained while it plays: heard from the first step on, told of, killed, and performed again."""

import json
import os
import signal
import socket
import tomllib

import numpy as np
import psutil
import pytest
from jack_server import Jack, free_port
from live_maker import OnStage, until
from midi_maker import descant
from pythonosc.osc_message import OscMessage
from pythonosc.udp_client import SimpleUDPClient
from test_live import replayed, whole

from descant.corpora import keeping
from descant.corpora.making import Make, make_patterns
from descant.corpora.patterns import Gathering, Grid, Source
from descant.corpora.rows import GENERAL_MIDI

STEPS = 900
LONG = 10**7
PATIENCE_S = 120.0  # of a machine with much else to do
STEP_S = 60 / 240 / 4
PATCH = """
descant = 1
title = "Learning"
[parts.drums]
kind = "sequencer"
bpm = 240
temperature = 1.0
[sound]
lookahead_ms = 80
{instruments}
[[cues]]
number = 1
name = "Begin"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory):
    """Return a folder with a patch and, in it, a corpus of a dozen patterns."""
    folder = tmp_path_factory.mktemp("learning")
    made, gathering = make_patterns(Make(Grid(), count=1, held_out=0.0)), Gathering(Grid())
    for place in range(12):
        gathering.add(made[place], made.label_of(place), 0, place)
    keeping.save(gathering.corpus((Source("a dozen"),), "made"), folder / "dozen")
    tables = [f'[instruments.{r.name}]\nsynthdef = "piano"\nnotes = [{r.note}, {r.note}]\n' for r in GENERAL_MIDI]
    (folder / "learning.toml").write_text(PATCH.format(instruments="".join(tables)))
    return folder


def performed(jack: Jack, folder, take: str, steps: int, *more: object) -> OnStage:
    return OnStage(
        jack, folder / take, folder / "learning.toml", "--corpus", folder / "dozen", "--train-steps", steps, *more
    )


def trained(stage: OnStage) -> list[dict]:
    return [line for line in stage.lines() if line.get("in") == "worker"]


def hits(lines: list[dict]) -> list[tuple[float, int]]:
    return [(line["at"], line["on"]) for line in lines if "voice" in line and "at" in line]


def likeness(lines: list[dict], folder) -> np.ndarray:
    """Return the F1 of each bar's onsets with those of the pattern of the corpus that is most like it."""
    corpus = keeping.load(folder / "dozen")
    onsets = corpus.onsets.reshape(len(corpus), -1) > 0
    rows = {row.note: number for number, row in enumerate(corpus.rows)}
    steps = [(round(at / STEP_S), rows[int(note)]) for at, note in hits(lines)]

    def of_bars(shift: int) -> np.ndarray:
        bars: dict[int, np.ndarray] = {}
        for step, row in steps:
            bar, place = divmod(step - shift, 16)
            bars.setdefault(bar, np.zeros((9, 16), bool))[row, place] = True
        found = []
        for bar in sorted(bars):
            cells = bars[bar].ravel()
            found.append(max(2 * (onsets & cells).sum(1) / (onsets.sum(1) + cells.sum())))
        return np.array(found)

    return max(map(of_bars, range(16)), key=np.mean)  # nobody says where in time its bars begin


@pytest.fixture(scope="module")
def evening(jack: Jack, folder):
    """Perform until the training is over, and some bars more; return it, and what a client heard of it."""
    port, ear = free_port(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ear.bind(("127.0.0.1", 0))
    with ear, performed(jack, folder, "take", STEPS, "--seed", 3, "--osc-port", port) as stage:
        stage.hears("clients: OSC port", seconds=30)
        SimpleUDPClient("127.0.0.1", port).send_message("/descant/hello", ["ear", ear.getsockname()[1]])
        stage.hears(f"drums: trained, {STEPS} steps", seconds=PATIENCE_S)
        after = trained(stage)[-1]["t"] + 8.0
        until(lambda: stage.lines()[-1]["t"] > after, 20, "it plays on for some bars")
        assert stage.end() == 0
        ear.setblocking(False)
        heard = []
        while True:
            try:
                heard.append(OscMessage(ear.recv(65536)))
            except BlockingIOError:
                break
    return stage, heard


def test_one_hears_it_become_a_rhythm(evening, folder) -> None:
    stage, _ = evening
    whole(stage)
    lines = stage.lines()
    assert not [line for line in lines if line.get("of") == "scsynth" or "warn" in line]
    found = likeness(lines, folder)
    assert found[0] < 0.5  # the untrained model, by chance
    assert found[-5:-1].mean() > 0.7
    told = trained(stage)
    assert (told[0]["step"], told[-1]["step"], told[-1]["done"]) == (0, STEPS, True)
    losses = [line["streams"]["loss"] for line in told if "streams" in line]
    assert losses[-1] < losses[0] / 2


def test_every_client_hears_that_it_is_over(evening) -> None:
    _, heard = evening
    assert [message.params for message in heard if message.address == "/descant/trained"] == [["drums", STEPS]]


def test_what_was_learned_lies_beside_the_take_and_is_performed_again_to_the_last_letter(evening) -> None:
    stage, _ = evening
    again = replayed(stage)
    models = {line["sha256"] for line in trained(stage) if "sha256" in line}
    assert {path.stem for path in (stage.take / "weights").iterdir()} == models
    assert {path.stem for path in (again.folder / "weights").iterdir()} == models
    path = stage.take / "weights" / f"{min(models)}.safetensors"
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    status, _, wrong = descant("replay", stage.take, "--out", stage.take / "third", "--no-video")
    path.write_bytes(content)
    assert (status, wrong.count("\n")) == (1, 1)
    assert f"{path.name}: is damaged" in wrong


def test_its_run_is_one_like_any_other(evening, folder) -> None:
    stage, _ = evening
    run = stage.take / "training" / "drums"
    facts = tomllib.loads((run / "run.toml").read_text())
    assert facts["settings"]["steps"] == STEPS
    settings = ("--data", folder / "dozen", "--out", run, "--seed", facts["seed"])
    status, said, wrong = descant("train", "patterns", *settings, "--steps", STEPS + 20, "--resume")
    assert (status, wrong) == (0, "")
    assert said.startswith(f"trained {STEPS + 20} steps")


def worker_of(stage: OnStage) -> int:
    children = psutil.Process(stage.process.pid).children()
    return next(child.pid for child in children if "descant.training.worker" in child.cmdline())


def test_a_training_that_is_killed_is_told_of_once_and_the_music_goes_on(jack: Jack, folder) -> None:
    with performed(jack, folder, "killed", LONG) as stage:
        stage.hears("clients: OSC port", seconds=30)
        until(lambda: any("sha256" in line and line["step"] for line in trained(stage)), PATIENCE_S, "it has learned")
        os.kill(worker_of(stage), signal.SIGKILL)
        stage.hears("drums: its training ended by SIGKILL")
        killed = stage.lines()[-1]["t"]
        until(lambda: hits(stage.lines())[-1][0] > killed + 3.0, 20, "it plays on")
        assert stage.end() == 0
        whole(stage)
        faults = [line for line in stage.lines() if line.get("in") == "fault" and line["of"] == "drums"]
        assert len(faults) == 1
        assert trained(stage)[-1]["t"] <= faults[0]["t"]


def test_after_a_crash_it_goes_on_with_what_it_had_learned_and_learns_on(jack: Jack, folder) -> None:
    port = free_port()
    with performed(jack, folder, "crash", LONG, "--osc-port", port) as stage:
        stage.hears("clients: OSC port", seconds=30)
        until(lambda: any(line["step"] > 50 for line in trained(stage)), PATIENCE_S, "it learns")
        kept = stage.take / "training" / "drums" / "checkpoint.safetensors"
        until(kept.exists, PATIENCE_S, "its run is kept")
        children = stage.children()
        stage.process.kill()
        stage.process.wait()
        os.kill(children["scsynth"], signal.SIGKILL)
    again = ("--resume", "--train-steps", LONG, "--osc-port", port)
    with OnStage(jack, folder / "crash", folder / "learning.toml", *again) as stage:
        stage.take = folder / "crash-2"  # where what comes back goes
        stage.hears("silent until GO", seconds=30)
        stage.hears("clients: OSC port", seconds=30)
        assert trained(stage) == []
        SimpleUDPClient("127.0.0.1", port).send_message("/descant/cue/go", [])
        until(lambda: trained(stage), PATIENCE_S, "it learns on")
        assert trained(stage)[0]["step"] > 0
        until(lambda: hits(stage.lines()), 20, "it plays")
        assert stage.end() == 0
        whole(stage)
    header = json.loads((folder / "crash-2" / "take.jsonl").read_text().splitlines()[0])
    assert header["corpora"] == {"drums": str(folder / "dozen")}
    replayed(stage)
