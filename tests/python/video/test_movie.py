import multiprocessing
import wave
from fractions import Fraction

import av
import numpy as np
import pytest

from descant.errors import DescantError
from descant.video.messages import Drawn, Set, Stepped
from descant.video.movie import render_movie
from descant.video.source import VideoFile

MESSAGES = [
    Set(0.0, "picture/background", "black"),
    Drawn(0.0, "cubics", 1, "cubic", (0.5, -0.5, 0.2, 0.3), (-0.5, 0.1, 0.0, -0.4)),
    *(Stepped(0.1 * k, "cubics", 1, (0.05 * k, 0, 0, 0), 0.5, (0.1, 0.1, 0.1, 0.1)) for k in range(1, 20)),
]


@pytest.fixture(scope="module")
def clicks(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "clicks.wav"
    samples = np.zeros((2 * 48_000, 2), "<i2")
    samples[[24_000, 60_000]] = 30_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(samples.tobytes())
    return path


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    """A second of 10 frames a second, each of one grey: 0, 20, 40 and so on."""
    path = tmp_path_factory.mktemp("video") / "greys.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "1", "g": "4"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for k in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((64, 96, 3), 20 * k, np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def movie(tmp_path_factory, clicks):
    path = tmp_path_factory.mktemp("movie") / "short.mp4"
    done = []
    render_movie(MESSAGES, 2.0, width=320, height=180, frame_rate=20, audio=clicks, out=path, progress=done.append)
    return path, done


def test_the_movie_has_its_length_size_frames_and_colours(movie):
    with av.open(str(movie[0])) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.frames) == (320, 180, 40)
        assert stream.average_rate == Fraction(20)
        assert container.duration / 1e6 == pytest.approx(2.0, abs=0.03)
        frames = list(container.decode(stream))
    assert len(frames) == 40
    assert frames[0].colorspace == 1
    last = frames[-1].to_ndarray(format="rgb24")
    assert ((last[..., 0] > 180) & (last[..., 1] < 110)).any()
    assert (last.min(2) > 180).any()


def test_the_sound_is_aligned_to_the_sample(movie):
    with av.open(str(movie[0])) as container:
        assert len(container.streams.audio) == 1
        sound = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], 1)
    assert sound.shape[0] == 2
    loudest = np.sort(np.argsort(np.abs(sound[0]))[-2:])
    np.testing.assert_array_equal(loudest, [24_000, 60_000])


def test_progress_rises_to_one_and_nothing_else_is_left(movie):
    path, done = movie
    assert done == sorted(done)
    assert done[-1] == 1.0
    assert [entry.name for entry in path.parent.iterdir()] == ["short.mp4"]


@pytest.mark.parametrize("what", ["performer", "audio"])
def test_files_that_are_not_what_they_should_be_end_in_one_line_and_leave_nothing(tmp_path, what):
    folder = tmp_path / "out"
    folder.mkdir()
    bad = tmp_path / "bad.bin"
    bad.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(DescantError) as caught:
        render_movie(MESSAGES, 1.0, width=64, height=48, out=folder / "x.mp4", **{what: bad})
    assert str(caught.value).startswith(str(bad))
    assert "\n" not in str(caught.value)
    assert not list(folder.iterdir())
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"duration": float("nan")}, "last"),
        ({"width": 321}, "321"),
        ({"frame_rate": 0}, "frames"),
        ({"out": "x.avi"}, "mp4"),
        ({"out": "nowhere/x.mp4"}, "folder"),
    ],
)
def test_what_cannot_be_made_is_refused(tmp_path, change, word):
    asked = {"duration": 1.0, "width": 64, "height": 48, "out": "x.mp4", **change}
    asked["out"] = tmp_path / asked["out"]
    with pytest.raises(DescantError, match=word):
        render_movie([], **asked)
    assert not list(tmp_path.iterdir())


def test_an_interrupt_leaves_nothing_and_keeps_what_was_there(tmp_path):
    out = tmp_path / "x.mp4"
    out.write_bytes(b"before")

    def interrupt(fraction):
        if fraction > 0.1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_movie(MESSAGES, 2.0, width=64, height=48, out=out, progress=interrupt)
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.mp4"]
    assert out.read_bytes() == b"before"
    assert not multiprocessing.active_children()


def test_the_video_shows_its_frame_of_the_time_and_loops(video):
    source = VideoFile(video, 96, 64)
    for time, grey in ((0.0, 0), (0.05, 0), (0.1, 20), (0.55, 100), (0.99, 180), (1.0, 0), (2.31, 60), (9.42, 80)):
        assert source.at(time).mean() == pytest.approx(grey, abs=6), time


def test_a_long_time_not_looked_at_is_jumped_over(video):
    source = VideoFile(video, 96, 64)
    assert source.at(123.45).mean() == pytest.approx(80, abs=6)
    assert source.at(123.55).mean() == pytest.approx(100, abs=6)


def test_the_video_covers_the_picture(video):
    frame = VideoFile(video, 50, 200).at(0.95)
    assert frame.shape == (200, 50, 3)
    assert frame.min() > 150
