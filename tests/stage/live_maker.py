"""What the tests of live performances share: the command in a process, a player on a real MIDI port, a screen."""

import ctypes
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

import numpy as np
import psutil
from jack_server import Jack
from midi_maker import PATCH

Timed = list[tuple[float, list[int]]]

DERIVED = ("cue", "draw", "step", "steps", "voice")
SCSYNTH_PORT = 57130  # Descant's own: these tests run one after the other
NEEDED = {
    "jackd": "jackd2", "jack_wait": "jackd2", "jack_lsp": "jackd2", "scsynth": "supercollider-server",
    "Xvfb": "xvfb", "xdotool": "xdotool",
}  # fmt: skip

PLAYER = """
import json, sys, time
import rtmidi

out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=sys.argv[1])
out.open_virtual_port("out")
print("ready", flush=True)
for line in sys.stdin:
    start = time.monotonic()
    for at, message in json.loads(line):
        time.sleep(max(0.0, start + at - time.monotonic()))
        out.send_message(message)
    print("played", flush=True)
out.delete()
"""


def missing() -> list[str]:
    """Return what scripts/setup should have installed and is not there."""
    return sorted({package for command, package in NEEDED.items() if not shutil.which(command)})


def until(what: Callable[[], object], seconds: float, why: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds} s still not: {why}")
        time.sleep(0.02)


class Player:
    """A program with one virtual MIDI port, NAME:out; to end it is to pull its plug."""

    def __init__(self, jack: Jack, name: str = "Disklavier") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", PLAYER, name], env=jack.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self._answer() == "ready"

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def play(self, events: Timed) -> None:
        """Play all, at their times from now, and return when it is done."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(sorted(events, key=lambda event: event[0])) + "\n")
        self._process.stdin.flush()
        assert self._answer() == "played"

    def send(self, *messages: tuple[int, int, int]) -> None:
        self.play([(0.0, list(message)) for message in messages])

    def down(self, *pitches: int) -> None:
        self.send(*((0x90, pitch, 90) for pitch in pitches))

    def up(self, *pitches: int) -> None:
        self.send(*((0x80, pitch, 0) for pitch in pitches))

    def strike(self, pitch: int, seconds: float = 0.15) -> None:
        self.play([(0.0, [0x90, pitch, 90]), (seconds, [0x80, pitch, 0])])

    def unplug(self) -> None:
        with suppress(BrokenPipeError):
            self._process.stdin.close()  # it says goodbye: JACK stands still for one that it has to search for
        try:
            self._process.wait(3)
        except subprocess.TimeoutExpired:  # hung with its JACK
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


def _control(terminal: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


class OnStage:
    """`descant perform` in a process of its own."""

    def __init__(
        self, jack: Jack, take: Path, *options: object, picture: bool = False, terminal: int | None = None,
        **environment: str,
    ) -> None:  # fmt: skip
        self.take, self._errors = take, take.with_name(f"{take.name}.err")
        own = bool(options) and str(options[0]).endswith(".toml")
        patch, *rest = options if own else (PATCH, *options)
        command = [sys.executable, "-P", "-c", "from descant.cli.main import main; main()", "perform", patch]
        command += ["--take", take, *([] if picture else ["--no-video"]), *rest]
        with self._errors.open("w") as errors:
            self.process = subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=errors if terminal is None else terminal, text=True, env=jack.environment | environment,
                **({} if terminal is None else {"preexec_fn": lambda: _control(terminal), "start_new_session": True}),
            )  # fmt: skip
        self._seen: dict[int, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.children()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        for pid, command in self._seen.items():  # whatever a failed test left behind
            with suppress(psutil.Error):
                if " ".join(psutil.Process(pid).cmdline()) == command:
                    os.kill(pid, signal.SIGKILL)

    @property
    def said(self) -> str:
        return self._errors.read_text()

    def hears(self, text: str, times: int = 1, seconds: float = 10.0) -> None:
        """Wait until it has said something so often."""
        until(
            lambda: self.said.count(text) >= times or self.process.poll() is not None, seconds,
            f"{text!r} was said {times} times, but {self.said}",
        )  # fmt: skip
        assert self.said.count(text) >= times, self.said

    def children(self) -> dict[str, int]:
        """Return its children by what they do."""
        signs = {"scsynth": "scsynth", "midi": "midi_process", "picture": "spawn_main", "panel": "descant panel"}
        found = {}
        with suppress(psutil.Error):
            for child in psutil.Process(self.process.pid).children():
                with suppress(psutil.Error):
                    command = " ".join(child.cmdline())
                    self._seen[child.pid] = command
                    found |= {name: child.pid for name, sign in signs.items() if sign in command}
        return found

    def kill(self, which: str) -> None:
        os.kill(self.children()[which], signal.SIGKILL)

    def end(self, number: int = signal.SIGINT, seconds: float = 10.0) -> int:
        """Send a signal and return the exit status; nothing of its own may be left running."""
        self.children()
        self.process.send_signal(number)
        return self.ended(seconds)

    def ended(self, seconds: float = 10.0) -> int:
        self.children()
        status = self.process.wait(seconds)
        until(lambda: not self.left(), 1, "nothing of its own is left running")
        return status

    def left(self) -> list[int]:
        """Return the children that ever were and still run."""
        return [pid for pid, command in self._seen.items() if runs(pid, command)]

    def raw(self) -> list[str]:
        """Return the whole lines of the take after its header."""
        text = (self.take / "take.jsonl").read_text()
        return text[: text.rfind("\n") + 1].splitlines()[1:]

    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.raw()]


def runs(pid: int, command: str = "") -> bool:
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE
        return alive and (not command or " ".join(process.cmdline()) == command)
    return False


def derived(raw: list[str]) -> list[str]:
    """Return those lines, as they are written, that a replay must repeat; the inputs among them too."""
    return [text for text in raw if any(kind in json.loads(text) for kind in (*DERIVED, "in"))]


def sounding(lines: list[dict]) -> set[int]:
    """Return the voices that a take leaves on; what is given ahead of its time ends by itself."""
    on = {line["voice"] for line in lines if "on" in line and "voice" in line and "at" not in line}
    return on - {line["voice"] for line in lines if "off" in line}


def synths(port: int = SCSYNTH_PORT) -> int:
    """Ask scsynth itself how many synths there are."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(2)
        udp.connect(("127.0.0.1", port))
        udp.send(b"/status\0,\0\0\0")
        answer = udp.recv(1024)
    start = answer.index(b",")
    start += (answer.index(b"\0", start) - start) // 4 * 4 + 4
    return int(struct.unpack_from(">iii", answer, start)[2])  # unused, UGens, synths


def silences_ms(said: str) -> list[int]:
    """Return the silences that were said."""
    return [int(found) for found in re.findall(r"sounds again after (\d+) ms", said)]


@contextmanager
def screen(size: str = "900x600x24", folder: Path | None = None) -> Iterator[dict[str, str]]:
    """Give an X display that nobody sees, as environment variables; what it shows is in `folder`, for `shot`."""
    reading, writing = os.pipe()
    kept = ["-fbdir", str(folder)] if folder else []
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset", *kept],
        pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb does not start"
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1"}
    finally:
        server.terminate()
        server.wait()


def shot(folder: Path) -> np.ndarray:
    """Return what a screen shows, RGB."""
    data = (folder / "Xvfb_screen0").read_bytes()  # an XWD file: big-endian words, a colour table, pixels
    header, width, height, colours = (int.from_bytes(data[4 * n : 4 * n + 4], "big") for n in (0, 4, 5, 19))
    pixels = np.frombuffer(data, np.uint8, 4 * width * height, header + 12 * colours)
    return pixels.reshape(height, width, 4)[..., 2::-1]


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("message", ctypes.c_ulong), ("format", ctypes.c_int), ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 12),  # as large as any event
    )  # fmt: skip


def close_window(environment: dict[str, str], window: str) -> None:
    """Ask a window to close, as a window manager does when its cross is clicked."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype, x.XInternAtom.restype = ctypes.c_void_p, ctypes.c_ulong
    display = ctypes.c_void_p(x.XOpenDisplay(environment["DISPLAY"].encode()))
    protocols, delete = (x.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    event = _ClientMessage(type=33, window=int(window), message=protocols, format=32)
    event.data[0] = delete
    assert x.XSendEvent(display, ctypes.c_ulong(int(window)), 0, ctypes.c_long(0), ctypes.byref(event))
    x.XCloseDisplay(display)


def xdotool(environment: dict[str, str], *words: object) -> str:
    done = subprocess.run(
        ["xdotool", *map(str, words)], env=os.environ | environment, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
