import os
import select
import signal
import subprocess
import time

import cv2
import numpy as np
import pytest

from descant.video.messages import Cue, Drawn, KeyDown, Look, Set, Stepped
from descant.video.reports import Command, Frames, Key, Lost
from descant.video.scene import Scene
from descant.video.stage import Stage

SIZE = (480, 270)
SCREEN = (800, 600)
TITLE = "Descant under test"


class Screen:
    """A display of its own, without a person before it."""

    def __init__(self, folder):
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "x".join(map(str, (*SCREEN, 24)))]
        self.process = subprocess.Popen(
            [*command, "-nolisten", "tcp", "-noreset", "-fbdir", str(folder)],
            pass_fds=[write], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as number:
            self.name = f":{int(number.readline())}"
        self.file = folder / "Xvfb_screen0"
        self.do("mousemove", "0", "0")

    def shot(self):
        """Return what is on the screen, RGB."""
        data = self.file.read_bytes()
        header, colours = (int.from_bytes(data[n : n + 4], "big") for n in (0, 4 * 19))
        pixels = np.frombuffer(data, np.uint8, 4 * SCREEN[0] * SCREEN[1], header + 12 * colours)
        return pixels.reshape(SCREEN[1], SCREEN[0], 4)[..., 2::-1].copy()

    def do(self, *words):
        environment = {**os.environ, "DISPLAY": self.name}
        return subprocess.run(["xdotool", *words], env=environment, check=True, capture_output=True, text=True).stdout

    def window(self):
        return self.do("search", "--sync", "--onlyvisible", "--name", TITLE).split()[0]

    def focus(self):
        self.do("windowfocus", "--sync", self.window())


class Owner:
    """What the control thread does with a stage: sends to it and reads what comes."""

    def __init__(self, *messages, **asked):
        shown = {key: asked.pop(key) for key in ("performer", "camera") if key in asked}
        self.look = Look(width=SIZE[0], height=SIZE[1], frame_rate=30, title=TITLE, **shown)
        self.stage = Stage(self.look, hint=False, **asked)
        self.heard = []
        self.origin = time.monotonic() - 100  # what is told of the past has come to rest
        self.stage.start(self.origin)
        for message in messages:
            self.stage.send(message)

    def now(self):
        return time.monotonic() - self.origin

    def listen(self, until, seconds=20.0):
        """Read until the records heard since the last `forget` satisfy a condition."""
        end = time.monotonic() + seconds
        while not until(self.heard):
            assert time.monotonic() < end, self.heard
            if self.stage.fileno() >= 0:
                select.select([self.stage.fileno()], [], [], 0.02)
            self.heard += self.stage.read()
        return self

    def forget(self):
        self.heard.clear()
        return self

    def shown(self):
        """Wait until the picture runs and has shown what was sent so far."""
        self.listen(lambda heard: any(r.shown for r in of(heard, Frames)))
        end = time.monotonic() + 0.35
        return self.listen(lambda _: time.monotonic() > end)


def of(records, kind):
    return [record for record in records if isinstance(record, kind)]


STATE = (
    Cue(0.0, 1.0, "Cubics"),
    Set(0.0, "picture/background", "performer"),
    Drawn(0.1, "cubics", 1, "cubic", (0.3, -0.7, 0.3, 0.5), (0.5, -0.2, 0.4, 0.0)),
    Drawn(0.2, "cubics", 2, "cubic", (-0.3, 0.7, 0.3, -0.5), (0.5, -0.2, 0.4, 0.0)),
    KeyDown(0.5, 1, 64, 90),
    Stepped(0.5, "cubics", 2, (0.2, 0.1, 0.0, 0.2), 0.3, (0.1, 0.2, 0.3, 0.4), 1),
    Set(0.5, "shift/red", 0.03),
    Set(0.5, "bend/g1", 0.2),
)


def drawn(*messages):
    scene = Scene(*SIZE)
    for message in messages:
        scene.apply(message)
    return scene.draw(300.0)


def middle(shot, size=SIZE):
    y, x = (SCREEN[1] - size[1]) // 2, (SCREEN[0] - size[0]) // 2
    return shot[y : y + size[1], x : x + size[0]]


@pytest.fixture(scope="module")
def screen(tmp_path_factory):
    made = Screen(tmp_path_factory.mktemp("screen"))
    yield made
    made.process.terminate()
    made.process.wait()


@pytest.fixture
def stage(screen, monkeypatch):
    monkeypatch.setenv("DISPLAY", screen.name)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    made = []

    def make(*messages, **asked):
        made.append(Owner(*messages, **asked))
        return made[-1].shown()

    yield make
    for owner in made:
        owner.stage.stop()


def test_the_window_shows_the_scene_and_takes_commands(screen, stage):
    owner = stage(*STATE)
    geometry = screen.do("getwindowgeometry", "--shell", screen.window())
    assert "WIDTH=480\nHEIGHT=270" in geometry
    shot = middle(screen.shot())
    np.testing.assert_array_equal(shot, drawn(*STATE))
    assert shot.mean() > 20

    screen.focus()
    screen.do("key", "ctrl+b")
    owner.listen(lambda heard: of(heard, Command))
    time.sleep(0.2)
    assert not middle(screen.shot()).any()
    screen.do("key", "ctrl+b")
    owner.shown()
    np.testing.assert_array_equal(middle(screen.shot()), drawn(*STATE))

    screen.do("key", "ctrl+f")
    owner.forget().listen(lambda heard: of(heard, Command))
    owner.stage.send(Set(owner.now(), "picture/curves", False))
    time.sleep(0.3)
    np.testing.assert_array_equal(middle(screen.shot()), drawn(*STATE))
    screen.do("key", "ctrl+f")
    owner.shown()
    assert (middle(screen.shot()) != drawn(*STATE)).any()

    owner.forget()
    screen.do("key", "space", "key", "Escape", "key", "Escape", "key", "End", "key", "shift+Escape")
    owner.listen(lambda heard: len(of(heard, Command)) == 5)
    assert [c.name for c in of(owner.heard, Command)] == ["next_cue", "panic", "panic", "fade_out", "quit"]


def test_the_keyboard_is_a_piano(screen, stage):
    owner = stage()
    screen.focus()
    start = time.monotonic()
    screen.do("keydown", "z", "keydown", "e", "keyup", "z", "keyup", "e", "key", "Up", "key", "q", "key", "ctrl+z")
    owner.listen(lambda heard: len(of(heard, Key)) >= 6)
    keys = of(owner.heard, Key)
    assert [(k.kind, k.pitch) for k in keys] == [
        ("down", 36), ("down", 64), ("up", 36), ("up", 64), ("down", 72), ("up", 72)
    ]  # fmt: skip
    assert all(start < k.arrived_s < time.monotonic() for k in keys)
    assert all(0 < k.velocity < 128 for k in keys if k.kind == "down")

    owner.forget()
    screen.do("keydown", "x")
    time.sleep(1.0)  # X repeats a key after 0.66 s
    owner.shown()
    assert [(k.kind, k.pitch) for k in of(owner.heard, Key)] == [("down", 38)]
    screen.do("windowfocus", "1")  # away: to nobody
    owner.listen(lambda heard: of(heard, Key)[-1].kind == "up", 3)
    screen.do("keyup", "x")
    owner.forget().shown()
    assert not of(owner.heard, Key)


def test_a_killed_picture_is_lost_and_comes_back_as_it_was(screen, stage):
    owner = stage(*STATE)
    screen.focus()
    screen.do("keydown", "c")
    owner.listen(lambda heard: of(heard, Key))
    os.kill(owner.stage._process.pid, signal.SIGKILL)
    owner.forget().listen(lambda heard: of(heard, Lost), 2)
    screen.do("keyup", "c")
    assert [(k.kind, k.pitch) for k in of(owner.heard, Key)] == [("up", 40)]
    assert [r.part for r in of(owner.heard, Lost)] == ["picture"]
    assert owner.stage.fileno() == -1
    later = (Set(owner.now(), "shift/blue", 0.02), Set(owner.now(), "shift/red", 0.0))
    for message in later:
        owner.stage.send(message)
    assert owner.stage.read() == []
    owner.stage.restart()
    owner.forget().shown()
    np.testing.assert_array_equal(middle(screen.shot()), drawn(*STATE, *later))


def test_a_flood_and_a_picture_that_hangs_delay_nobody(screen, stage):
    owner = stage(*STATE)
    os.kill(owner.stage._process.pid, signal.SIGSTOP)
    slowest = 0.0
    for n in range(10_000):
        start = time.perf_counter()
        owner.stage.send(Stepped(owner.now(), "cubics", 2, (0.1, 0.0, 0.1, n / 10_000), 0.3, (0.1, 0.2)))
        slowest = max(slowest, time.perf_counter() - start)
    assert slowest < 0.2  # another process may have had the processor, but nobody waited for the picture
    assert len(owner.stage._outbox) < 10
    os.kill(owner.stage._process.pid, signal.SIGCONT)
    last = Stepped(owner.now(), "cubics", 2, (0.1, 0.0, 0.1, 0.9999), 0.3, (0.1, 0.2))
    owner.stage.send(last)
    owner.forget().shown()
    time.sleep(0.3)  # until it has come to rest
    assert np.abs(middle(screen.shot()).astype(int) - drawn(*STATE, last)).max() <= 1

    os.kill(owner.stage._process.pid, signal.SIGSTOP)
    owner.forget().listen(lambda heard: of(heard, Lost), 6)
    assert "does not answer" in owner.heard[-1].text


def test_full_screen_covers_the_display_in_the_picture_s_shape(screen, stage):
    screen.do("mousemove", "400", "300")
    owner = stage(*STATE, full_screen=True)
    shot = screen.shot()
    assert not shot[:70].any()
    assert not shot[-70:].any()
    picture = middle(shot, (800, 450))
    scaled = cv2.resize(drawn(*STATE), (800, 450), interpolation=cv2.INTER_LINEAR)
    np.testing.assert_array_equal(picture, scaled)  # no cursor either, though it is there
    screen.do("mousemove", "0", "0")
    owner.forget()
    screen.focus()
    screen.do("key", "F11")
    owner.listen(lambda heard: of(heard, Command))
    assert of(owner.heard, Command)[0].on is False
    assert "WIDTH=480\nHEIGHT=270" in screen.do("getwindowgeometry", "--shell", screen.window())


def test_troubles_at_the_start_are_said_and_the_picture_is_shown_all_the_same(screen, monkeypatch, tmp_path):
    monkeypatch.setenv("DISPLAY", screen.name)
    nothing = tmp_path / "performer.mp4"
    nothing.write_text("no video")
    owner = Owner(*STATE, display=3, performer=nothing)
    try:
        owner.listen(lambda heard: of(heard, Lost) and any(r.shown > 9 for r in of(heard, Frames)))
        assert [r.part for r in of(owner.heard, Lost)] == ["display", "performer"]
        np.testing.assert_array_equal(middle(screen.shot()), drawn(*STATE))
    finally:
        owner.stage.stop()
    owner = Owner(*STATE, camera="No such camera")
    try:
        owner.listen(lambda heard: of(heard, Lost) and any(r.shown > 9 for r in of(heard, Frames)))
        assert [r.part for r in of(owner.heard, Lost)] == ["camera"]
        np.testing.assert_array_equal(middle(screen.shot()), drawn(*STATE))
    finally:
        owner.stage.stop()


def test_without_a_screen_the_picture_is_lost_with_a_word(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    owner = Owner(*STATE)
    owner.listen(lambda heard: of(heard, Lost))
    for _ in range(30):
        owner.heard += owner.stage.read()
        time.sleep(0.02)
    assert [r.part for r in of(owner.heard, Lost)] == ["picture"]
    assert "DISPLAY is not set" in owner.heard[0].text
    owner.stage.stop()
