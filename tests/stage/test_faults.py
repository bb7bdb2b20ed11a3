"""Anything at any time: a night of dense playing in which everything fails at moments that a seed draws.

`pytest tests/stage/test_faults.py --seeds 10` plays ten nights; `make soak` does that too.
"""

import os
import random
import re
import signal
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from ear import Ear, ear, silences
from jack_server import Jack
from live_maker import SCSYNTH_PORT, OnStage, Player, Timed, derived, screen, sounding, synths, until, xdotool
from midi_maker import PATCH, descant_command

from descant.sound import ports

PLAYS = "plays from"
ALWAYS_SOUNDING = 2  # the last synth and the recorder
STUMBLES, LIES = 60, 61  # pitches at which parts from outside fail
DRONE = (33, 40)  # struck twice a second, so that there is always something to hear
HEARD_S = 2.0  # that a note of the drone is surely heard
SHORTEST_S = 0.06  # of a silence: a chord may end before the next begins
INEXACT_S = 0.12  # by which times may be wrong: JACK's periods, the scheduler, what the ear remembers
FAULTS = ("kill", "stop", "unplug", "midi", "picture", "stumble", "lie", "panic")
SAID = ("clients: ", "piano: ", "scsynth: ", "MIDI: ", "picture: ", "JACK: ", "recording: ")

OUTSIDE = '''
from dataclasses import replace

from descant.parts.base import Step
from descant.parts.cubics import Cubics


class Clumsy(Cubics):
    """Plays like a cubic, and stumbles over middle C."""

    def handle(self, event):
        if getattr(event, "pitch", 0) == {stumbles}:
            raise RuntimeError("stumbled")
        return super().handle(event)


class Liar(Cubics):
    """Plays like a cubic, and gives numbers that are none at one pitch."""

    def handle(self, event):
        records = super().handle(event)
        if getattr(event, "pitch", 0) != {lies}:
            return records
        return [replace(record, loss=float("nan")) if isinstance(record, Step) else record for record in records]
'''


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    count = metafunc.config.getoption("--seeds", default=1)
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(1, count + 1))


def outside(folder: Path) -> str:
    """Install two parts from outside; return where."""
    (folder / "outside-1.dist-info").mkdir(parents=True)
    (folder / "outside.py").write_text(OUTSIDE.format(stumbles=STUMBLES, lies=LIES))
    (folder / "outside-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: outside\nVersion: 1\n")
    points = "[descant.parts]\nclumsy = outside:Clumsy\nliar = outside:Liar\n"
    (folder / "outside-1.dist-info" / "entry_points.txt").write_text(points)
    return str(folder)


def piece(folder: Path) -> Path:
    """Write the piece with the two parts among its own, and a small picture."""
    text = PATCH.read_text().replace("width = 1280", "width = 320").replace("height = 720", "height = 180")
    parts = '[parts.clumsy]\nkind = "clumsy"\n\n[parts.liar]\nkind = "liar"\n\n[parts.cubics]'
    path = folder / "piece.toml"
    path.write_text(text.replace("[parts.cubics]", parts))
    return path


@dataclass
class Night:
    """A night being played."""

    stage: OnStage
    jack: Jack
    display: dict[str, str]
    chance: random.Random
    player: Player
    held: set[int] = field(default_factory=set)
    began: float = field(default_factory=time.monotonic)
    struck_s: float = 0.0  # when the drone was

    def play(self, seconds: float) -> None:
        """Play anything, densely, for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.player.play(self._phrase(self.chance.uniform(0.05, 0.25)))

    def _phrase(self, seconds: float) -> Timed:
        events: Timed = []
        now = time.monotonic()
        if now > self.struck_s + 0.5:
            self.struck_s = now
            for pitch in DRONE:
                events += [(0.0, [0x80, pitch, 0]), (0.001, [0x90, pitch, 110])]
        return events + [(at / 60, self._anything()) for at in range(int(seconds * 60))]

    def _anything(self) -> list[int]:
        """Return a message: notes, pedal, next part, a part by its number, wheels and pressure."""
        kind, pitch = self.chance.random(), self.chance.choice([p for p in range(42, 109) if p not in (60, 61)])
        if kind < 0.5:
            self.held.add(pitch)
            return [0x90, pitch, self.chance.randrange(1, 128)]
        if kind < 0.85 and self.held:
            return [0x80, self.held.pop(), 64]
        if kind < 0.94:
            return [0xB0, self.chance.choice((1, 7, 64, 66, 67)), self.chance.randrange(128)]
        if kind < 0.95:
            return [0xC0, self.chance.randrange(6)]
        return [self.chance.choice((0xE0, 0xA0)), self.chance.randrange(128), self.chance.randrange(128)]

    # ------------------------------------------------------------ what fails
    def fault(self, kind: str) -> None:
        """Let something fail at some moment of the next phrase."""
        if kind in ("kill", "stop", "midi", "picture"):
            which = "scsynth" if kind in ("kill", "stop") else kind
            number = signal.SIGSTOP if kind == "stop" else signal.SIGKILL
            threading.Timer(self.chance.uniform(0.0, 0.2), self._signal, (which, number)).start()
        elif kind == "unplug":
            self.player.unplug()
            self.held.clear()
            self.player = Player(self.jack)
        elif kind in ("stumble", "lie"):
            self._strike(STUMBLES if kind == "stumble" else LIES)
        elif kind == "panic":
            self._panic()

    def _strike(self, pitch: int) -> None:
        self.player.play([(0.0, [0x90, pitch, 90]), (0.1, [0x80, pitch, 0])])

    def _signal(self, which: str, number: int) -> None:
        if pid := self.stage.children().get(which):
            os.kill(pid, number)

    def _panic(self) -> None:
        """Press Esc in the window, if there is one just now, and go to a part a little later."""
        window = xdotool(self.display, "search", "--onlyvisible", "--name", "Losses").split("\n")[-1]
        if window:
            xdotool(self.display, "windowfocus", window, "key", "Escape")
        self.play(self.chance.uniform(0.2, 0.8))
        self.player.play([(0.0, [0xC0, self.chance.randrange(4)])])

    def end(self) -> int:
        """Let go of everything; return how many synths are left."""
        plugged = self.stage.said.count(PLAYS)
        until(lambda: self.stage.said.count(PLAYS) >= plugged and "midi" in self.stage.children(), 5, "it hears MIDI")
        time.sleep(1.0)
        self.player.play([(0.0, [0xC0, 0])])  # were it still panic, this ends it
        for pitch in (STUMBLES, LIES):  # it may have been deaf when they were to fail
            self._strike(pitch)
        everything = range(21, 109)
        self.player.play([(0.0, [0xB0, 64, 0]), *((0.001 * n, [0x80, pitch, 0]) for n, pitch in enumerate(everything))])
        time.sleep(1.0)
        until(lambda: ports.answers(SCSYNTH_PORT), 10, "there is a scsynth")  # the last fault may have been JACK's
        return synths()


def test_a_night_in_which_everything_fails(jack: Jack, tmp_path: Path, seed: int) -> None:
    chance, parts = random.Random(seed), outside(tmp_path / "outside")
    faults = [*FAULTS, chance.choice(FAULTS)]
    chance.shuffle(faults)
    player = Player(jack)
    with (
        screen() as display,
        ear(jack) as listener,
        OnStage(
            jack, tmp_path / "take", piece(tmp_path), "--seed", seed, "--record", picture=True, PYTHONPATH=parts,
            **display,
        ) as stage,
    ):  # fmt: skip
        stage.hears(PLAYS)
        until(lambda: xdotool(display, "search", "--onlyvisible", "--name", "Losses"), 15, "there is a window")
        night = Night(stage, jack, display, chance, player)
        night.play(1.0)
        for fault in faults:
            night.fault(fault)
            night.play(chance.uniform(0.5, 1.3))
        left = night.end()
        assert stage.end() == 0
        night.player.unplug()
        judge(stage, listener, left)
    again(stage, parts)


def judge(stage: OnStage, listener: Ear, left: int) -> None:
    lines, said = stage.lines(), stage.said
    assert "Traceback" not in said and "Exception" not in said, said
    assert all(line.startswith((*SAID, str(stage.take))) for line in said.splitlines()), said
    assert left == ALWAYS_SOUNDING, "stuck notes"
    assert lines[-1].get("end") is True and not sounding(lines)
    warned = {line["warn"]: line["text"] for line in lines if "warn" in line}
    assert "stumbled" in warned["clumsy"]
    assert "no number" in warned["liar"]
    unsaid = silences_unsaid(lines, listener)
    told = [int(ms) for ms in re.findall(r"sounds again after (\d+) ms", said)]
    print(f"\nsilences said: {told} ms; notes: {sum('on' in line for line in lines)}; faults: "
          f"{sum(line.get('in') == 'fault' for line in lines)}; longest silence heard beyond what was said: "
          f"{max((1000 * (end - begin) for begin, end in unsaid), default=0):.0f} ms")  # fmt: skip
    assert not unsaid


def silences_unsaid(lines: list[dict], listener: Ear) -> list[tuple[float, float]]:
    """Return when nothing was heard though something sounds, and nothing was said of it: (begin, end) of the take."""
    first = next(line["t"] for line in lines if "on" in line)
    heard_first = next(at for at, level in listener.heard if level > 1e-3)
    origin = heard_first - first
    wanted = sounds(lines)
    excused = [(line["t"] - silence_s(line) - INEXACT_S, line["t"] + INEXACT_S) for line in lines if silence_s(line)]
    excused += panics(lines)
    found = []
    for begin, end in silences(listener.heard):
        pieces = [(max(begin - origin, a), min(end - origin, b)) for a, b in wanted]
        for a, b in excused:
            pieces = [part for x, y in pieces for part in ((x, min(y, a)), (max(x, b), y))]
        found += [(a, b) for a, b in pieces if b - a > SHORTEST_S]
    return found


def silence_s(line: dict) -> float:
    """Return the silence that a fault line speaks of, in seconds."""
    told = re.search(r"sounds again after (\d+) ms", line.get("text", "")) if line.get("in") == "fault" else None
    return int(told[1]) / 1000 if told else 0.0


def sounds(lines: list[dict]) -> list[tuple[float, float]]:
    """Return when the drone must be heard."""
    ends = {line["voice"]: line["t"] for line in lines if line.get("off")}
    begun = [line for line in lines if line.get("on") in DRONE]
    return [(line["t"] + INEXACT_S, min(ends[line["voice"]], line["t"] + HEARD_S)) for line in begun]


def panics(lines: list[dict]) -> list[tuple[float, float]]:
    """Return when it was panic: until the next cue."""
    found, since = [], None
    for line in lines:
        if line.get("in") == "panic" and since is None:
            since = line["t"]
        elif "cue" in line and since is not None:
            found.append((since, line["t"] + 0.1 + INEXACT_S))
            since = None
    return found + ([(since, float("inf"))] if since is not None else [])


def again(stage: OnStage, parts: str) -> None:
    """Perform the take again; whatever must be repeated comes out equal to the last letter."""
    out = stage.take.with_name("again")
    environment = os.environ | {"PYTHONPATH": parts}
    status, _, err = descant_command("replay", stage.take, "--out", out, "--no-video", env=environment)
    assert (status, err) == (0, "")
    live, replayed = derived(stage.raw()), derived((out / "take.jsonl").read_text().splitlines()[1:])
    assert len(live) > 300
    assert live == replayed[: len(live)]
