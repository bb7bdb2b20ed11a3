import socket
import time

import av
import numpy as np
import pytest

from descant.video import camera as camera_module
from descant.video.messages import Look, Set
from descant.video.outbox import Clear
from descant.video.painter import Painter, Plan, Ready, fitted
from descant.video.reports import Found, Frames, Lost
from descant.video.wire import Wire

SIZE = (160, 90)
PERFORMER_ALONE = [Set(0.0, "picture/background", "performer"), Set(0.0, "picture/curves", False)]


def look(**asked):
    return Look(**{"width": SIZE[0], "height": SIZE[1], "frame_rate": 50} | asked)


class Studio:
    """A painter, and the owner's end of its wire."""

    def __init__(self, others=(), **asked):
        ours, theirs = (Wire(end) for end in socket.socketpair())
        plan = Plan(
            look=look(**asked), others=others, full_screen=False, display=0, hint=False, black=False,
            origin=time.monotonic(),
        )  # fmt: skip
        self.wire, self.heard, self.looks, self.ended = ours, [], [], []
        self.painter = Painter(plan, theirs, lambda: None, self.looks.append, lambda: self.ended.append(True))

    def until(self, condition, seconds=5.0):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.heard
            self.heard += self.wire.read()
            time.sleep(0.01)

    def frame(self):
        taken = self.painter.newest.take()
        return None if taken is None else taken[0]

    def of(self, kind):
        return [each for each in self.heard if isinstance(each, kind)]


@pytest.fixture
def studio():
    made = []

    def make(**asked):
        made.append(Studio(**asked))
        made[-1].painter.start()
        return made[-1]

    yield make
    for each in made:
        each.wire.close()
        each.until(lambda each=each: each.ended)


class Blue:
    """The edge: a camera that sends blue until it is unplugged."""

    def __init__(self):
        self.plugged = True

    def opened(self, name, width, height):
        if not self.plugged:
            raise OSError(f"camera {name}: is not there")
        return self

    def read(self):
        time.sleep(0.02)
        return self.plugged, np.full((48, 64, 3), (255, 0, 0), np.uint8)

    def release(self):
        pass


def red_film(folder):
    film = folder / "red.mp4"
    with av.open(film, "w") as file:
        stream = file.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        red = av.VideoFrame.from_ndarray(np.full((*SIZE[::-1], 3), (255, 0, 0), np.uint8), "rgb24")
        file.mux([*stream.encode(red), *stream.encode()])
    return film


def test_the_performer_is_the_camera_while_there_is_one_and_the_drawn_keyboard_without(studio, monkeypatch):
    monkeypatch.setattr(camera_module, "_AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(camera_module, "_STILL_SECONDS", 0.3)
    camera = Blue()
    monkeypatch.setattr(camera_module, "open_device", camera.opened)
    made = studio(camera="Blue")
    made.wire.send(PERFORMER_ALONE)

    def blue():
        frame = made.frame()
        return frame is not None and (frame[..., 0] == 255).all() and not frame[..., 1:3].any()

    made.until(blue)
    camera.plugged = False
    made.until(lambda: made.of(Lost))
    assert blue()
    made.until(lambda: not blue())
    assert made.frame()[..., :3].mean() > 10
    camera.plugged = True
    made.until(lambda: blue() and made.of(Found))
    assert [each.part for each in (*made.of(Lost), *made.of(Found))] == ["camera", "camera"]


def test_a_cue_may_ask_for_the_camera_the_film_or_the_keyboard(studio, monkeypatch, tmp_path):
    monkeypatch.setattr(camera_module, "open_device", Blue().opened)
    made = studio(camera="Blue", performer=red_film(tmp_path))
    made.wire.send([Set(0.0, "picture/curves", False)])

    def mostly(plane):
        frame = made.frame()
        return frame is not None and (frame[..., plane] > 200).all() and (frame[..., :3].sum(2) < 300).all()

    for background, plane in (("camera", 0), ("performer", 2), ("camera", 0)):
        made.wire.send([Set(0.0, "picture/background", background)])
        made.until(lambda plane=plane: mostly(plane))
    made.wire.send([Set(0.0, "picture/background", "keyboard")])
    made.until(lambda: not mostly(0) and not mostly(2) and made.frame()[..., :3].mean() > 10)


def test_each_piece_has_its_own_size_rate_film_and_camera_which_is_on_from_the_beginning(studio, monkeypatch, tmp_path):
    opened, blue = [], Blue()
    monkeypatch.setattr(camera_module, "open_device", lambda *asked: (opened.append(asked), blue.opened(*asked))[1])
    filmed = look(width=100, height=100, performer=red_film(tmp_path), title="Filmed")
    seen = look(width=80, height=40, frame_rate=1_000_000, camera="Blue")
    made = studio(others=(filmed, seen, look(camera="Blue")))
    made.wire.send(PERFORMER_ALONE)
    made.until(lambda: made.frame() is not None and opened)
    assert opened == [("Blue", *SIZE)]
    assert made.frame().shape == (*SIZE[::-1], 4)
    made.wire.send([Clear(made.painter._plan.origin + 1.0, filmed), *PERFORMER_ALONE])
    made.until(lambda: (frame := made.frame()).shape == (90, 90, 4) and (frame[..., 2] > 200).all())
    made.wire.send([Clear(made.painter._plan.origin + 1.0, seen), *PERFORMER_ALONE])
    made.until(lambda: (frame := made.frame()).shape == (80, 160, 4) and (frame[..., 0] == 255).all())
    made.until(lambda: any(each.dropped > 1000 for each in made.of(Frames)))
    assert made.looks == [filmed, seen] and len(opened) == 1 and not made.of(Lost)


def test_it_asks_for_more_after_each_batch_and_counts_once_a_second(studio):
    made = studio()
    made.until(lambda: made.of(Ready))
    for _ in range(3):
        made.heard.clear()
        made.wire.send(PERFORMER_ALONE)
        made.until(lambda: made.of(Ready))
    made.until(lambda: made.of(Frames))
    assert made.of(Frames)[0].ms > 0


def test_a_picture_slower_than_asked_for_drops_frames_and_says_so(studio):
    made = studio(frame_rate=1_000_000)
    made.until(lambda: made.of(Frames))
    assert made.of(Frames)[0].dropped > 1000


def test_what_cannot_be_applied_or_drawn_is_said_once_and_the_picture_goes_on(studio):
    made = studio()
    made.wire.send([Set(0.0, "picture/older", "no number")] * 3)
    made.wire.send([Set(0.0, "shift/red", "no number"), PERFORMER_ALONE[0]])
    made.until(lambda: len(made.of(Lost)) == 2)
    assert [each.part for each in made.of(Lost)] == ["drawing", "drawing"]
    made.wire.send([Set(0.0, "shift/red", 0.0)])
    made.until(lambda: made.frame() is not None and made.frame()[..., :3].mean() > 10)
    assert len(made.of(Lost)) == 2


@pytest.mark.parametrize(
    ("area", "size"), [((160, 90), (160, 90)), ((800, 600), (800, 450)), ((1000, 90), (160, 90)), ((1, 1), (1, 1))]
)
def test_the_picture_keeps_its_shape(area, size):
    assert fitted(*SIZE, *area) == size


def test_a_wire_carries_what_is_larger_than_the_socket_and_tells_the_end():
    one, other = (Wire(end) for end in socket.socketpair())
    large = bytes(3_000_000)
    one.send(large, "last")
    heard = []
    while len(heard) < 2:
        heard += other.read()
        one.flush()
    assert heard == [large, "last"]
    one.send("farewell")
    one.close()
    assert other.read() == ["farewell"]
    assert other.closed
    other.send("to nobody")
    other.close()


def test_a_wire_that_nobody_reads_does_not_grow_without_bound():
    one, other = (Wire(end) for end in socket.socketpair())
    for _ in range(40):
        one.send(bytes(1_000_000))
    assert one.closed
    assert len(one._out) < 1 << 24
    other.close()
    one.close()
