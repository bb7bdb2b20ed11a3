"""A camera on stage: shown when a cue asks for it, gone and back in mid-performance, and stood in for offline."""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from jack_server import Jack
from live_maker import OnStage, screen, shot, until, xdotool
from midi_maker import PATCH, descant_command

BLUE = (20, 40, 230)
SIZE = (320, 180)


class Feed(http.server.ThreadingHTTPServer):
    """A camera on the network, as a telephone is one: it sends blue JPEGs while it is on."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Blue)
        self.on = True
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class Blue(http.server.BaseHTTPRequestHandler):
    server: Feed

    def do_GET(self) -> None:
        if not self.server.on:
            self.send_error(503)
            return
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        jpeg = cv2.imencode(".jpg", np.full((*SIZE[::-1], 3), BLUE[::-1], np.uint8))[1].tobytes()
        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n".encode()
        with suppress(OSError):
            while self.server.on:
                self.wfile.write(head + jpeg + b"\r\n")
                time.sleep(0.04)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def feed() -> Iterator[Feed]:
    made = Feed()
    yield made
    made.on = False
    made.shutdown()
    made.server_close()


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    text = (
        PATCH.read_text().replace("width = 1280", f"width = {SIZE[0]}").replace("height = 720", f"height = {SIZE[1]}")
    )
    text = text.replace('set = { "cubics/on" = true }', 'set = { "cubics/on" = true, "picture/background" = "camera" }')
    text = text.replace('set = { "knots/on" = true }', 'set = { "knots/on" = true, "picture/background" = "keyboard" }')
    text = text.replace("curves = true", "curves = false")
    path = tmp_path / "piece.toml"
    path.write_text(text)
    return path


def test_a_camera_is_shown_goes_comes_back_and_is_stood_in_for(
    jack: Jack, tmp_path: Path, feed: Feed, piece: Path
) -> None:
    with (
        screen(folder=tmp_path) as display,
        OnStage(jack, tmp_path / "take", piece, "--camera", feed.url, picture=True, **display) as stage,
    ):

        def blue() -> bool:
            seen = shot(tmp_path)
            height, width = seen.shape[:2]
            middle = seen[(height - SIZE[1]) // 2 :, (width - SIZE[0]) // 2 :][: SIZE[1], : SIZE[0]]
            return bool((np.abs(middle.astype(int) - BLUE).max(2) < 12).mean() > 0.6)  # the rest: words

        def press(*words: object) -> None:
            window = xdotool(display, "search", "--onlyvisible", "--name", "Losses").split("\n")[-1]
            xdotool(display, "windowfocus", "--sync", window)
            xdotool(display, *words)

        until(blue, 15, "the camera is seen")
        feed.on = False
        stage.hears("camera: camera http://")
        assert blue()  # the last frame stays for a while
        until(lambda: not blue(), 6, "the drawn keyboard is seen")
        assert shot(tmp_path).mean() > 5
        feed.on = True
        stage.hears("is there again")
        until(blue, 5, "the camera is seen again")
        press("key", "space")
        until(lambda: not blue(), 3, "the second cue wants the keyboard")
        press("key", "z")
        press("sleep", 0.4, "key", "space")
        until(blue, 5, "the third cue wants the performer, who is seen by the camera where there is no film")
        assert stage.end() == 0
        lines = stage.lines()
        told = [line["text"] for line in lines if line.get("in") == "fault" and line["of"] == "camera"]
        assert told == [
            f"camera {feed.url}: sends no more frames; the drawn keyboard takes its place until it is there",
            f"camera {feed.url}: is there again",
        ]
        assert [line["cue"] for line in lines if "cue" in line] == [1, 2, 3]
        assert all(
            line.startswith(("clients: ", "piano: ", "camera: ", "JACK: ")) for line in stage.said.splitlines()
        ), stage.said
        header = json.loads((stage.take / "take.jsonl").read_text().splitlines()[0])
        assert header["camera"] == feed.url
    stood_in_for(stage.take, tmp_path)


def stood_in_for(take: Path, folder: Path) -> None:
    """Performed again offline, something else is shown, and one line says what."""
    (end,) = [json.loads(line)["t"] for line in (take / "take.jsonl").read_text().splitlines() if '"end"' in line]
    status, _, err = descant_command("replay", take, "--out", folder / "drawn")
    words = "picture: what a camera sees is not kept; the drawn keyboard (or a film, with --video) takes its place\n"
    assert (status, err) == (0, words)
    film = folder / "film.mp4"
    with av.open(film, "w") as file:
        stream = file.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.full((*SIZE[::-1], 3), (230, 230, 20), np.uint8), "rgb24")
        file.mux([*stream.encode(frame), *stream.encode()])
    status, _, err = descant_command("replay", take, "--out", folder / "filmed", "--video", film)
    assert (status, err) == (0, "picture: what a camera sees is not kept; film.mp4 takes its place\n")
    for name, yellow in (("drawn", False), ("filmed", True)):
        with av.open(folder / name / "video.mp4") as movie:
            frames = [frame.to_ndarray(format="rgb24") for frame in movie.decode(video=0)]
        assert len(frames) >= 30 * end - 2
        assert ((np.abs(frames[45].astype(int) - (230, 230, 20)).max(2) < 40).mean() > 0.7) == yellow
