"""The control panel before a real performance: real keys and mouse on a real window, and what the take says of them."""

import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest
from jack_server import Jack, free_port
from live_maker import PATCH, OnStage, derived, runs, screen, shot, until, xdotool
from midi_maker import descant

from descant.devices import osc
from descant.panel import style, values
from descant.panel.facts import Parameter

SIZE = "1280x800x24"
RATE = Parameter("cubics/learning_rate", "f", "a note", -0.3, 2.0, "linear", 0.15)


class Pianist:
    """A client that plays notes by OSC."""

    def __init__(self, port: int) -> None:
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.connect(("127.0.0.1", port))
        self.udp.settimeout(0.2)

    def say(self, word: str, *arguments: osc.Argument) -> None:
        with suppress(OSError):
            self.udp.send(osc.encode(f"/descant/{word}", *arguments))

    def is_heard(self) -> bool:
        self.say("ping")
        with suppress(OSError):
            return b"pong" in self.udp.recv(65536)
        return False

    def strike(self, pitch: float, seconds: float = 0.1) -> None:
        self.say("note", pitch, 90)
        time.sleep(seconds)
        self.say("note", pitch, 0)


class Panel:
    """`descant panel` on a screen of its own, with a hand at its keyboard and mouse."""

    def __init__(self, environment: dict[str, str], folder: Path, process: int) -> None:
        self.environment, self._folder, self.pid = environment, folder, process

    def do(self, *words: object) -> str:
        return xdotool(self.environment, *words)

    def key(self, *keys: str) -> None:
        self.do("key", "--delay", 60, *keys)

    def appears(self) -> "Panel":
        """Wait until its window is there and has the keyboard."""
        found = ""

        def there() -> bool:
            nonlocal found
            found = self.do("search", "--onlyvisible", "--name", "Descant").split("\n")[0]
            return bool(found)

        until(there, 20, "the panel's window is there")
        self.do("windowsize", "--sync", found, 1280, 800, "windowmove", found, 0, 0, "windowfocus", "--sync", found)
        return self

    def count(self, colour, where=...) -> int:
        """Return how many pixels have a colour."""
        return int((shot(self._folder)[where] == colour.getRgb()[:3]).all(axis=2).sum())

    def is_connected(self) -> bool:
        """Look whether GO is green: there is a Descant, and a next cue."""
        return self.count(style.GO) > 10_000

    def frame_of(self, colour) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom of what has a colour."""
        ys, xs = np.nonzero((shot(self._folder) == colour.getRgb()[:3]).all(axis=2))
        return int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def pianist(port: int) -> Iterator[Pianist]:
    made = Pianist(port)
    yield made
    made.udp.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "screen"
    made.mkdir()
    return made


@contextmanager
def shown(port: int, folder: Path) -> Iterator[Panel]:
    command = [sys.executable, "-P", "-m", "descant", "panel", "--port", str(port)]
    with screen(SIZE, folder) as environment:
        process = subprocess.Popen(command, env=os.environ | environment, stdin=subprocess.DEVNULL)
        try:
            yield Panel(environment, folder, process.pid).appears()
        finally:
            process.kill()
            process.wait()


@contextmanager
def performed(jack: Jack, take: Path, port: int, *options: object, patch: Path = PATCH) -> Iterator[OnStage]:
    with OnStage(jack, take, patch, "--seed", 5, "--osc-port", port, *options) as stage:
        pianist = Pianist(port)
        until(pianist.is_heard, 20, f"it hears OSC: {stage.said}")
        pianist.udp.close()
        yield stage


def taken(stage: OnStage) -> list[dict]:
    """Return the lines of the take so far; it is handed over to the disk once a second."""
    return stage.lines() if (stage.take / "take.jsonl").exists() else []


def cues(stage: OnStage) -> list[float]:
    return [line["cue"] for line in taken(stage) if "cue" in line]


def test_keys_and_mouse_play_and_the_take_says_so(jack, tmp_path, port, pianist, folder) -> None:
    with performed(jack, tmp_path / "take", port) as stage, shown(port, folder) as panel:
        until(panel.is_connected, 10, "the panel has found Descant")
        panel.key("space")
        until(lambda: cues(stage) == [1, 2], 5, "space goes to the next cue")
        panel.key("1", "Return")
        until(lambda: cues(stage) == [1, 2, 1], 5, "1 and Enter go to the first")

        panel.key("slash")
        panel.do("type", "cubics learning")
        panel.key("Return", "Tab")
        until(lambda: panel.count(style.FOCUS) > 300, 5, "Tab leads to the slider that was found")
        left, top, right, bottom = panel.frame_of(style.FOCUS)
        groove = right - left + 3 - 104
        x, y = left + 60, (top + bottom) // 2
        panel.do("mousemove", x, y, "mousedown", 1)
        for step in range(1, 11):
            panel.do("mousemove", x + 4 * step, y)
        panel.do("mouseup", 1)
        expected = values.at(RATE, values.share(RATE, 0.15) + 40 / groove)

        def was_set() -> list[float]:
            return [line["value"] for line in taken(stage) if line.get("name") == RATE.name]

        until(lambda: was_set() and was_set()[-1] == pytest.approx(expected, abs=0.02), 5, f"it is set to {expected}")
        assert was_set() == sorted(was_set()), "it goes with the hand"
        assert was_set()[0] > 0.15, "and from where it was"

        panel.key("Escape", "Escape")
        until(lambda: sum(line.get("in") == "panic" for line in taken(stage)) == 2, 5, "Escape twice")
        until(lambda: panel.count(style.mixed(style.CARD, style.DANGER, 0.8)) > 10_000, 5, "the panel is red")
        panel.key("f")
        until(lambda: [line["on"] for line in taken(stage) if line.get("in") == "freeze"] == [False], 5, "F ends it")
        until(panel.is_connected, 5, "the panel is as before")
        assert stage.end() == 0
        until(lambda: not panel.is_connected(), 5, "without Descant it is grey")
    lines = stage.lines()
    assert "Traceback" not in stage.said
    sources = {line["from"] for line in lines if "from" in line}
    assert len(sources) == 1
    out = tmp_path / "again"
    assert descant("replay", stage.take, "--out", out, "--no-video")[0] == 0
    assert derived((out / "take.jsonl").read_text().splitlines()[1:])[: len(derived(stage.raw()))] == derived(
        stage.raw()
    )


def test_a_target_that_is_dragged_is_learned(jack, tmp_path, port, pianist, folder) -> None:
    with performed(jack, tmp_path / "take", port) as stage, shown(port, folder) as panel:
        until(panel.is_connected, 10, "the panel has found Descant")
        pianist.strike(36.0)
        until(lambda: panel.count(style.LEARNER) > 100, 5, "the learner is seen")
        seen = shot(folder)[510:760, 405:865]
        handles = np.argwhere((seen == style.TARGET.getRgb()[:3]).all(axis=2))
        x, y = 405 + handles[:, 1].max() - 10, 510 + handles[handles[:, 1].argmax(), 0]
        panel.do("mousemove", x, y, "mousedown", 1, "mousemove", x, y - 12, "mousemove", x, y - 24, "mouseup", 1)
        until(lambda: any("aim" in line for line in taken(stage)), 5, "the target moves")
        for _ in range(12):
            pianist.strike(64.0, 0.05)
        until(lambda: sum("step" in line for line in taken(stage)) == 12, 5, "it learns")
        assert stage.end() == 0
    lines = stage.lines()
    drawn = [line["target"] for line in lines if "draw" in line][-1]
    aimed = [line["target"] for line in lines if "aim" in line][-1]
    assert aimed != drawn
    losses = [line["loss"] for line in lines if "step" in line]
    assert losses[-1] < losses[0] / 2


WAITS = """
[[cues]]
number = 9
name = "Comes by itself"
set = { "overtones/level_db" = -30.0 }
fade_s = 20.0
pre_wait_s = 60.0
"""


def test_a_cue_is_captured_by_hand_and_is_in_the_file(jack, tmp_path, port, pianist, folder) -> None:
    piece = tmp_path / "piece" / PATCH.name
    piece.parent.mkdir()
    before = PATCH.read_text() + WAITS
    piece.write_text(before)

    def in_file() -> list[tuple[float, str]]:
        return [(cue["number"], cue["name"]) for cue in tomllib.loads(piece.read_text())["cues"]]

    with performed(jack, tmp_path / "take", port, patch=piece) as stage, shown(port, folder) as panel:
        until(panel.is_connected, 10, "the panel has found Descant")
        pianist.strike(36.0)
        panel.key("c")
        until(lambda: panel.count(style.FOCUS) > 200, 5, "a name can be typed")
        left, top, right, bottom = panel.frame_of(style.FOCUS)
        panel.do("type", "Storm")
        y, share = (top + bottom) // 2, (right - left) / 8
        panel.do("mousemove", round(right + 8 + 2 * share), y, "click", 1)
        until(lambda: (1.5, "Storm") in in_file(), 10, "NEW puts it after the present cue")
        panel.key("c")
        panel.do("type", "2nd storm")
        panel.key("Return")
        until(lambda: panel.count(style.DANGER) > 100, 5, "a refusal is red")
        panel.do("mousemove", round(right + 16 + 6.5 * share), y, "click", 1)
        until(lambda: "1.json" in piece.read_text(), 10, "UPDATE captures the present one anew")
        for number in (0, 1):
            panel.do("mousemove", round(right + 24 + 11 * share), y, "click", 1)
            until(lambda text=("1.json", "Storm")[number]: text not in piece.read_text(), 10, "UNDO")
        assert piece.read_text() == before
        panel.key("9", "Return", "4", "Return", "space")
        until(lambda: cues(stage)[-1] == 4, 5, "the GO waits")
        bar = slice(243, 246), slice(24, 32)
        until(lambda: panel.count(style.STANDBY, bar) == 24, 10, "the panel shows how far its fade is")
        assert stage.end() == 0


def test_a_panel_that_is_killed_changes_nothing(jack, tmp_path, port, pianist, folder) -> None:
    with performed(jack, tmp_path / "take", port) as stage:
        with shown(port, folder) as panel:
            until(panel.is_connected, 10, "the panel has found Descant")
            pianist.strike(36.0)
            os.kill(panel.pid, signal.SIGKILL)
            for pitch in (60.0, 62.0, 64.0):
                pianist.strike(pitch)
        with shown(port, folder) as panel:
            until(panel.is_connected, 10, "another panel finds it as it is")
            until(lambda: panel.count(style.LEARNER) > 100, 5, "and the learner that there is")
        assert stage.end() == 0
    lines = stage.lines()
    assert [line["on"] for line in lines if line.get("instrument") == "overtones"] == [36, 60, 62, 64]
    assert [line for line in lines if line.get("in") == "fault" and line["of"] != "JACK"] == []  # its xruns


def test_a_descant_that_is_started_anew_is_found_again(jack, tmp_path, port, pianist, folder) -> None:
    with shown(port, folder) as panel:
        assert not panel.is_connected()
        for night in ("first", "second"):
            with performed(jack, tmp_path / night, port) as stage:
                until(panel.is_connected, 10, f"the {night} performance is found")
                panel.key("space")
                until(lambda: cues(stage) == [1, 2], 5, "GO")
                assert stage.end() == 0
            until(lambda: not panel.is_connected(), 5, "it is gone")


def test_a_performance_brings_its_panel_and_takes_it_along(jack, tmp_path, port, pianist, folder) -> None:
    with screen(SIZE, folder) as environment:
        options = ["--seed", 5, "--osc-port", port, "--panel"]
        with OnStage(jack, tmp_path / "take", *options, **environment) as stage:
            panel = Panel(environment, folder, 0).appears()
            until(panel.is_connected, 10, "its panel has found it")
            process = stage.children()["panel"]
            assert os.getpgid(process) == process, "a Ctrl-C in the terminal is not for it"
            panel.key("space")
            until(lambda: cues(stage) == [1, 2], 5, "GO")
            assert stage.end() == 0
            assert not runs(process)
        with OnStage(jack, tmp_path / "killed", *options, **environment) as stage:
            panel.appears()
            process = stage.children()["panel"]
            os.kill(process, signal.SIGKILL)
            pianist.strike(60.0)
            until(lambda: any("on" in line for line in taken(stage)), 5, "notes go on")
            assert stage.end() == 0


def test_a_panel_does_not_outlive_a_performance_that_is_killed(jack, tmp_path, port, pianist, folder) -> None:
    options = ["--seed", 5, "--osc-port", port, "--panel"]
    with screen(SIZE, folder) as environment, OnStage(jack, tmp_path / "take", *options, **environment) as stage:
        Panel(environment, folder, 0).appears()
        process = stage.children()["panel"]
        stage.process.kill()
        until(lambda: not runs(process), 5, "its panel has gone")


def test_a_panel_without_a_screen_is_one_line() -> None:
    command = [sys.executable, "-P", "-m", "descant", "panel"]
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    bare.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(command, env=bare, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: panel: there is no screen (DISPLAY is not set); run it on a desktop\n"
