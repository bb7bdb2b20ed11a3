"""What the control panel costs: processor time a second, with eight plots and two learners moving at thirty a second.

The panel is the real one, in its own process on a screen that nobody sees; Descant is played by this process, which
says what a performance says.
"""

import contextlib
import math
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import psutil
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

RATE_HZ = 30
SETTLE_S = 3.0
PARTS = {"cubics": "abcd", "knots": "abc"}
PLOTS = 8
NAIVE = "pyqtgraph: the eight plots alone, each set anew"

Address = tuple[str, int]


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` looks for two seconds instead of ten."""
    if not shutil.which("Xvfb"):
        print("bench.panel: Xvfb not found, nothing is measured; install xvfb (as apt calls it)", file=sys.stderr)
        return []
    seconds = 2.0 if quick else 10.0
    with _screen() as environment:
        panel, frames = _panel(environment, seconds)
        naive = _naive(environment, seconds)
    return [
        {
            "name": "panel: a second of eight plots, two learners, sliders and log", "value": panel, "unit": "ms",
            "baseline": NAIVE, "baseline_value": naive, "ratio": naive / panel, "limit": 100.0,
        },
        {
            "name": "panel: messages taken in a second", "value": frames, "unit": "messages", "baseline": None,
            "baseline_value": None, "ratio": None, "limit": None,
        },
    ]  # fmt: skip


def _panel(environment: dict[str, str], seconds: float) -> tuple[float, float]:
    peer = Peer()
    command = [sys.executable, "-m", "descant", "panel", "--port", str(peer.port)]
    with _child(command, environment) as child:
        peer.greet()
        peer.play(SETTLE_S)
        before, sent = _cpu_ms(child.pid), peer.sent
        peer.play(seconds)
        return (_cpu_ms(child.pid) - before) / seconds, (peer.sent - sent) / seconds


def _naive(environment: dict[str, str], seconds: float) -> float:
    with _child([sys.executable, "-m", "bench.panel"], environment) as child:
        time.sleep(SETTLE_S)
        before = _cpu_ms(child.pid)
        time.sleep(seconds)
        return (_cpu_ms(child.pid) - before) / seconds


def _cpu_ms(process: int) -> float:
    times = psutil.Process(process).cpu_times()
    return (times.user + times.system) * 1000


@contextlib.contextmanager
def _child(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(command, env=os.environ | environment, stdin=subprocess.DEVNULL)
    try:
        yield child
        if child.poll() is not None:
            raise RuntimeError(f"{' '.join(command)} ended by itself")
    finally:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5.0)
        child.kill()
        child.wait()


@contextlib.contextmanager
def _screen() -> Iterator[dict[str, str]]:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield {"DISPLAY": f":{told.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


class Peer:
    """As much of Descant as the panel hears."""

    def __init__(self) -> None:
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self._udp.settimeout(30.0)
        self._panel: Address = ("127.0.0.1", 0)
        self._frame = self.sent = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._udp.getsockname()[1])

    def _say(self, word: str, *arguments: float | str) -> None:
        builder = OscMessageBuilder(f"/descant/{word}")
        for argument in arguments:
            builder.add_arg(argument)
        self._udp.sendto(builder.build().dgram, self._panel)
        self.sent += 1

    def greet(self) -> None:
        """Wait for the panel, and tell it everything."""
        while True:
            datagram, self._panel = self._udp.recvfrom(65536)
            address = OscMessage(datagram).address
            if address == "/descant/ping":
                self._say("pong", "0", 1, "a bench")
            if address == "/descant/cue/list":
                break
        self._udp.setblocking(False)
        self._say("cue", 1.0, "One", 2.0, "Two")
        self._say("cue/entry", 1.0, "One", "notes")
        self._say("cue/list/end", 1)
        parameters = [f"{owner}/parameter_{n}" for owner in (*PARTS, "overtones", "shift") for n in range(16)]
        for name in parameters:
            self._say("parameter", name, "f", "s", 0.0, 1.0, "linear", 0.5, 0.5)
            time.sleep(0.001)
        for name in STREAMS:
            self._say("stream", name, "", 0.0 if name.endswith("loss") else -3.0, 3.0, 0)
        self._say("list/end", len(parameters) + len(STREAMS))

    def play(self, seconds: float) -> None:
        """Say what a performance says while everything moves."""
        begin = time.monotonic()
        for frame in range(round(seconds * RATE_HZ)):
            time.sleep(max(0.0, begin + frame / RATE_HZ - time.monotonic()))
            self._frame += 1
            self._moment(self._frame)
            with contextlib.suppress(BlockingIOError):
                while OscMessage(self._udp.recv(65536)).address == "/descant/ping":
                    self._say("pong", "0", 1, "a bench")

    def _moment(self, n: int) -> None:
        for place, name in enumerate(STREAMS):
            self._say(name, 1.5 * abs(math.sin(n / 20 + place)) if name.endswith("loss") else math.sin(n / 9 + place))
        learned = math.exp(-(n % 90) / 30)
        self._say("watch/learner", "cubics", 1 + n // 90, "cubic", 0.5, -0.4, 0.3, 0.1, *[learned] * 4)
        self._say("watch/learner", "knots", 1 + n // 90, "knot", 1.0, 2.0, 3.0, *[1.0 + learned] * 3, 3.0, 5.0, 7.0)
        self._say("watch/value", "overtones/parameter_1", 0.5 + 0.5 * math.sin(n / 30))
        if n % 3 == 0:
            self._say("watch/log", f"→ overtones {n}: note 60, 261.6 Hz, δ +0.0100")
        if n % 8 == 0:
            self._say("watch/status", n / RATE_HZ, 0, 0, 0, n, 0, 0, 1)


STREAMS = [name for part, axes in PARTS.items() for name in (f"{part}/loss", *(f"{part}/gradient/{a}" for a in axes))]


def main() -> None:
    """Show eight plots as pyqtgraph's own examples do, for the comparison."""
    import numpy as np
    import pyqtgraph
    from PySide6.QtCore import Qt, QTimer

    application = pyqtgraph.mkQApp()
    window = pyqtgraph.GraphicsLayoutWidget(size=(460, 380))
    curves = [window.addPlot(row=row, col=0).plot(pen=pyqtgraph.intColor(row)) for row in range(PLOTS)]
    history = np.zeros((PLOTS, 380))
    place = np.arange(PLOTS)
    timer = QTimer(interval=33, timerType=Qt.TimerType.PreciseTimer)

    def frame() -> None:
        history[:] = np.roll(history, -1, axis=1)
        history[:, -1] = np.sin(time.monotonic() * 3 + place)
        for curve, line in zip(curves, history, strict=True):
            curve.setData(line)

    timer.timeout.connect(frame)
    timer.start()
    window.show()
    application.exec()


if __name__ == "__main__":
    main()
