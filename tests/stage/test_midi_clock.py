"""A sequencer on stage that follows a real MIDI clock, from a real port of a real JACK: start, tempo, stop, replay."""

import importlib.util
import json
import signal
import threading
import time
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest
from jack_server import Jack
from live_maker import OnStage, Player, derived
from midi_maker import descant
from safetensors.numpy import save_file

PULSES = 24
PATCH = """
descant = 1
[inputs.drum]
kind = "midi"
port = "machine"
clock = true
[parts.drums]
kind = "sequencer"
model = "steps.safetensors"
clock = "follow"
[instruments.piano]
synthdef = "piano"
level_db = -12.0
[sound]
lookahead_ms = 40
[[cues]]
number = 1
"""
PULSE_S = 60 / (150 * PULSES)  # the shortest
AFTER_STOP = 6  # pulses that a machine goes on to send while it stands


def patch(folder: Path) -> Path:
    """Write a patch whose sequencer hits on every step."""
    shared = Path(__file__).parents[1] / "python" / "conftest.py"
    spec = importlib.util.spec_from_file_location("rhythms_for_tests", shared)
    assert spec and spec.loader
    rhythms: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rhythms)
    head = rhythms.rhythm_head([("kick", [36])], 16, 2)
    tensors = rhythms.rhythm_tensors(head, logits=np.full((1, 16), 9.0))
    save_file(tensors, folder / "steps.safetensors", {"descant": json.dumps(head)})
    path = folder / "clocked.toml"
    path.write_text(PATCH)
    return path


def machine(*tempi: tuple[float, int]) -> list[tuple[float, list[int]]]:
    """Return what a drum machine sends: a pulse or two while it stands, start, pulses at tempi, stop, more pulses."""
    at, events = 0.0, [(0.0, [0xFA])]
    for bpm, quarters in tempi:
        for _ in range(quarters * PULSES):
            events.append((at, [0xF8]))
            at += 60 / (bpm * PULSES)
    events.append((at, [0xFC]))
    return [*events, *((at + 0.02 * (n + 1), [0xF8]) for n in range(AFTER_STOP)), (at + 0.5, [0xFE])]


class Stalls:
    """How long the machine stands still at the most: a thread sleeps a little, again and again."""

    def __enter__(self) -> Self:
        self.longest_s, self._ends = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ends.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ends.is_set():
            before = time.monotonic()
            time.sleep(0.001)
            self.longest_s = max(self.longest_s, time.monotonic() - before)


def played(jack: Jack, folder: Path) -> tuple[OnStage, float]:
    """Let a sequencer play to a drum machine; return how long the machine of both stood still besides."""
    folder.mkdir()
    player = Player(jack, "machine")
    try:
        with OnStage(jack, folder / "take", patch(folder)) as stage:
            stage.hears("plays from", seconds=60.0)
            with Stalls() as stalls:
                player.play(machine((120, 8), (150, 8)))
            assert stage.end(signal.SIGINT) == 0
    finally:
        player.unplug()
    return stage, stalls.longest_s


def counted(stage: OnStage) -> int:
    """Return how many pulses it has counted."""
    return max(round(line["quarters"] * PULSES) for line in stage.lines() if line.get("in") == "clock")


def test_a_sequencer_keeps_the_time_of_a_drum_machine(jack: Jack, tmp_path: Path) -> None:
    for attempt in range(5):  # on a machine that stands still for some pulses, late ones cannot be told from lost ones
        stage, still_s = played(jack, tmp_path / str(attempt))
        if counted(stage) == 16 * PULSES - 1 or still_s < PULSE_S / 2:
            break
    else:
        pytest.skip("the machine stands still for longer than half a pulse, again and again")
    lines = stage.lines()
    told = [line for line in lines if line.get("in") == "clock"]
    assert [line["running"] for line in told] == [True] * (len(told) - 1) + [False]
    assert told[0]["quarters"] == 0.0 and round(told[-1]["quarters"] * PULSES) == 16 * PULSES - 1
    assert {line["from"] for line in told} == {"drum"}
    at, quarters = (np.array([line[key] for line in told if line["running"]]) for key in ("at", "quarters"))
    onsets = np.array([line["at"] for line in lines if "on" in line])
    assert onsets[-1] <= told[-1]["at"] + 0.05  # what scsynth had by then
    onsets = onsets[onsets <= at[-1]]
    places = np.interp(onsets, at, quarters) * 4
    steady = (places > 8) & ~((places > 31) & (places < 44))  # two beats of each tempo, to fall in
    off_s = (places - np.round(places)) / 4 * np.interp(onsets, at, np.gradient(at, quarters))
    assert np.sqrt(np.mean(off_s[steady] ** 2)) < 0.003
    assert off_s[0] < 0.06  # nobody knows of a start ahead: the first hit is late by the look-ahead
    assert np.abs(off_s[1:]).max() < 0.03
    steps = np.round(places).astype(int)
    assert np.array_equal(steps, np.arange(steps[0], steps[0] + len(steps)))  # none is left out, none comes twice
    assert steps[0] == 0 and steps[-1] >= 62  # the last is told at the sixty-third
    replay(stage)


def replay(stage: OnStage) -> None:
    out = stage.take.with_name("again")
    status, _, err = descant("replay", stage.take, "--out", out, "--no-video")
    assert (status, err) == (0, "")
    again = (out / "take.jsonl").read_text().splitlines()[1:]
    assert derived(again)[: len(derived(stage.raw()))] == derived(stage.raw())
