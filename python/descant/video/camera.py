"""The camera: a thread that keeps the newest frame, notices when it is gone and takes it up again."""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from descant.video.effects import Image
from descant.video.newest import Newest, stand_back
from descant.video.reports import Found, Lost

_SYSTEM = Path("/sys/class/video4linux")
_AGAIN_SECONDS = 1.0  # between two attempts to open it
_STILL_SECONDS = 3.0  # that the last frame stays when no more come
_PATIENCE = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 3000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 3000]  # with the network


class Device(Protocol):
    """An open camera, as cv2.VideoCapture is one."""

    def read(self) -> tuple[bool, Any]:
        """Wait for the next frame; return whether there is one, and it, BGR (height, width, 3)."""
        ...

    def release(self) -> None:
        """Close it."""
        ...


class Camera:
    """The newest frame of a camera that may come and go."""

    def __init__(
        self,
        name: str | int,
        width: int,
        height: int,
        report: Callable[[Lost | Found], None],
        opened: Callable[[str | int, int, int], Device] | None = None,
    ) -> None:
        """Prepare; nothing runs before `start`.

        Args:
            name: part of its name as the system calls it, its number, or its address on the network.
            width, height: for which it is opened, and what frames are fitted to, in pixels.
            report: told, by the camera's thread, when the camera is lost and when it is found again.
            opened: opens the camera of a name, or raises OSError; V4L2 (elsewhere, what OpenCV knows) without it.
        """
        self._name, self._wanted, self._report = name, (width, height), report
        self._size = self._wanted
        self._open = opened or open_device
        self._newest, self._said = Newest(), False
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="descant-camera", daemon=True)

    def start(self) -> None:
        """Begin to read frames."""
        self._thread.start()

    def fit_to(self, width: int, height: int) -> None:
        """Fit frames to another size from now on."""
        self._size = width, height

    def stop(self) -> None:
        """End the thread, or leave it behind where the driver holds it: it ends with the process."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(timeout=_AGAIN_SECONDS)

    def newest(self) -> Image | None:
        """Return the newest frame, RGB (height, width, 3), lent until the next call; None once it is too old."""
        taken = self._newest.take()
        if taken is None:
            return None
        if time.monotonic() - taken[1] > _STILL_SECONDS:
            self._say_lost(f"camera {self._name}: sends no more frames")  # its driver may hang, and its thread in it
            return None
        return taken[0] if taken[0].shape[1::-1] == self._size else None

    def _run(self) -> None:
        stand_back()
        while not self._ending.is_set():
            try:
                self._follow(self._open(self._name, *self._wanted))
            except (OSError, cv2.error) as error:
                self._say_lost(str(error))
            self._ending.wait(_AGAIN_SECONDS)

    def _follow(self, device: Device) -> None:
        """Keep the newest frame until none comes any more."""
        try:
            while not self._ending.is_set():
                good, frame = device.read()
                if not good:
                    raise OSError(f"camera {self._name}: sends no more frames")
                width, height = self._size
                fit(frame, self._newest.blank((height, width, 3)))
                self._newest.publish(time.monotonic())
                self._say_found()
        finally:
            device.release()

    def _say_lost(self, what: str) -> None:
        if not self._said:
            self._said = True
            self._report(Lost("camera", f"{what}; the drawn keyboard takes its place until it is there"))

    def _say_found(self) -> None:
        if self._said:
            self._said = False
            self._report(Found("camera", f"camera {self._name}: is there again"))


def open_device(name: str | int, width: int, height: int) -> Device:
    """Open a camera by name, number or address (``http://``, ``rtsp://`` …) for frames near that size.

    Raises:
        OSError: it is not there or cannot be opened.
    """
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # what they would print is said by us, once
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    if isinstance(name, str) and "://" in name:
        return _opened(cv2.VideoCapture(name, cv2.CAP_FFMPEG, _PATIENCE), name, "is it switched on, in this network?")
    number = name if isinstance(name, int) else find(name)
    system = cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY
    device = _opened(cv2.VideoCapture(number, system), name, "is it plugged in, and not in use elsewhere?")
    # The compressed format first: uncompressed, USB brings no more than a few frames a second at this size.
    device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    device.set(cv2.CAP_PROP_FRAME_WIDTH, width)
    device.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
    device.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return device


def _opened(device: cv2.VideoCapture, name: str | int, ask: str) -> cv2.VideoCapture:
    if not device.isOpened():
        raise OSError(f"camera {name}: cannot be opened; {ask}")
    return device


def cameras(system: Path = _SYSTEM) -> dict[int, str]:
    """Return number → name of the cameras that Linux knows."""
    found = {}
    for place in sorted(system.glob("video*"), key=lambda p: (len(p.name), p.name)):
        try:
            # One camera has several nodes; the first is the one that sends pictures.
            if (place / "index").read_text().strip() == "0":
                found[int(place.name.removeprefix("video"))] = (place / "name").read_text().strip()
        except (FileNotFoundError, ValueError):  # unplugged while we look, or no camera's name
            continue
    return found


def find(name: str, system: Path = _SYSTEM) -> int:
    """Return the number of the first camera whose name holds `name`, in any case.

    Raises:
        OSError: there is none.
    """
    known = cameras(system)
    for number, full in known.items():
        if name.casefold() in full.casefold():
            return number
    there = ", ".join(known.values()) or "none"
    raise OSError(f"camera {name}: is not there (cameras: {there})")


def fit(frame: Any, out: Image) -> None:
    """Scale a BGR frame until `out` is covered, cut what hangs over, write it there as RGB."""
    height, width = out.shape[:2]
    rows, columns = frame.shape[:2]
    scale = max(width / columns, height / rows)
    across, down = min(columns, round(width / scale)), min(rows, round(height / scale))
    x, y = (columns - across) // 2, (rows - down) // 2
    cut = np.ascontiguousarray(frame[y : y + down, x : x + across])
    if cut.shape != out.shape:
        kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        cut = cv2.resize(cut, (width, height), interpolation=kind)
    cv2.cvtColor(cut, cv2.COLOR_BGR2RGB, dst=out)
