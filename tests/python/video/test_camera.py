import threading
import time

import numpy as np
import pytest

from descant.video import camera as module
from descant.video.camera import Camera, cameras, find, fit
from descant.video.reports import Found, Lost


class Plug:
    """The edge: stands for a driver whose camera can be pulled and plugged again; frames count up."""

    def __init__(self):
        self.there, self.count, self.opened = threading.Event(), 0, 0

    def open(self, name, width, height):
        if not self.there.is_set():
            raise OSError(f"camera {name}: is not there")
        self.opened += 1
        return self

    def read(self):
        time.sleep(0.01)
        self.count += 1
        frame = np.zeros((48, 64, 3), np.uint8)
        frame[:] = (self.count % 256, 0, 200)  # BGR
        return self.there.is_set(), frame

    def release(self):
        pass


@pytest.fixture
def plug(monkeypatch):
    monkeypatch.setattr(module, "_AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(module, "_STILL_SECONDS", 0.3)
    return Plug()


@pytest.fixture
def said():
    return []


@pytest.fixture
def camera(plug, said):
    made = Camera("C920", 32, 18, said.append, plug.open)
    made.start()
    yield made
    made.stop()


def until(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_newest_frame_is_there_in_rgb_at_the_right_size(plug, camera, said):
    plug.there.set()
    until(lambda: camera.newest() is not None)
    time.sleep(0.2)
    image = camera.newest()
    assert image.shape == (18, 32, 3)
    assert image[0, 0, 0] == 200
    assert 0 <= plug.count - image[0, 0, 2] <= 3
    assert [type(each) for each in said] in ([], [Lost, Found])


def test_frames_are_fitted_to_another_size_from_now_on(plug, camera):
    plug.there.set()
    until(lambda: camera.newest() is not None)
    camera.fit_to(20, 30)
    until(lambda: camera.newest() is not None)
    assert camera.newest().shape == (30, 20, 3)
    assert plug.opened == 1


def test_what_is_lent_is_not_written_to(plug, camera):
    plug.there.set()
    until(lambda: camera.newest() is not None)
    image = camera.newest()
    before = image.copy()
    time.sleep(0.1)
    np.testing.assert_array_equal(image, before)


def test_a_camera_that_goes_is_reported_once_stays_a_moment_and_comes_back(plug, camera, said):
    plug.there.set()
    until(lambda: camera.newest() is not None)
    said.clear()
    plug.there.clear()
    until(lambda: said)
    assert camera.newest() is not None
    until(lambda: camera.newest() is None)
    assert [type(each) for each in said] == [Lost]
    assert "C920" in said[0].text
    plug.there.set()
    until(lambda: camera.newest() is not None)
    assert [type(each) for each in said] == [Lost, Found]
    assert plug.opened == 2


def test_a_camera_that_does_not_answer_any_more_is_left_behind(plug, camera, said):
    plug.there.set()
    until(lambda: camera.newest() is not None)
    plug.read = lambda: (time.sleep(60), None)  # the driver hangs
    said.clear()
    camera._ending.wait(0.6)
    assert camera.newest() is None
    assert camera.newest() is None
    assert [each.text for each in said] == [
        "camera C920: sends no more frames; the drawn keyboard takes its place until it is there"
    ]


def system(tmp_path, *nodes):
    for number, name, index in nodes:
        place = tmp_path / f"video{number}"
        place.mkdir()
        (place / "name").write_text(name + "\n")
        (place / "index").write_text(f"{index}\n")
    return tmp_path


def test_cameras_are_found_by_part_of_their_name(tmp_path):
    place = system(tmp_path, (0, "HP Wide Vision", 0), (1, "HP Wide Vision", 1), (10, "Logitech C920", 0))
    assert cameras(place) == {0: "HP Wide Vision", 10: "Logitech C920"}
    assert find("c920", place) == 10
    with pytest.raises(OSError, match=r"camera GoPro: is not there \(cameras: HP Wide Vision, Logitech C920\)"):
        find("GoPro", place)


def test_a_camera_that_is_not_there_is_an_error_with_its_name():
    with pytest.raises(OSError, match="camera 63: cannot be opened"):
        module.open_device(63, 640, 360)


@pytest.mark.parametrize("size", [(64, 36), (36, 64), (200, 100), (8, 8)])
def test_frames_cover_the_picture_and_keep_their_shape(size):
    frame = np.zeros((48, 64, 3), np.uint8)
    frame[20:28, 28:36] = 255  # a square in the middle
    out = np.empty((size[1], size[0], 3), np.uint8)
    fit(frame, out)
    white = out[..., 0] > 127
    assert abs(white.any(0).sum() - white.any(1).sum()) <= 2
    assert abs(white.any(0).sum() - 8 * max(size[0] / 64, size[1] / 48)) <= 2
