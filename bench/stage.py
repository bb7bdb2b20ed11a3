"""The real parts that a bench of a live performance needs: JACK without a sound card, an X server, processes."""

import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import psutil

SERVERS = [f"descant-sound-{number}" for number in range(1, 9)]  # the tests' own: JACK remembers eight names
LONGEST_S = 40.0


def lacking() -> str:
    """Return what is not installed and how to install it; nothing where all is there."""
    programs = [program for program in ("jackd", "jack_wait", "scsynth") if not shutil.which(program)]
    if not programs:
        return ""
    what = "jackd2 and supercollider-server (as apt calls them)"
    return f"{', '.join(programs)} not found, nothing is measured; install {what}"


class Child:
    """A process of the bench's own that says ``ready``, then does its work until it is told to end."""

    def __init__(self, process: "subprocess.Popen[str]", errors: Any, name: str) -> None:
        self.process, self._errors, self._name = process, errors, name

    def wait(self) -> str:
        """Wait for its first line and return what follows the word ready."""
        heard = bool(select.select([self.process.stdout], [], [], LONGEST_S)[0]) and self.process.stdout.readline()
        if not heard or not heard.startswith("ready"):
            raise RuntimeError(f"{self._name} does not start: {self._words()}")
        return heard.removeprefix("ready").strip()

    def end(self, signal_number: int) -> str:
        """Send it a signal and return its last line."""
        self.process.send_signal(signal_number)
        return self.last()

    def last(self) -> str:
        """Wait for its end and return its last line."""
        lines = self.process.communicate(timeout=LONGEST_S)[0].splitlines()
        if self.process.returncode or not lines:
            raise RuntimeError(f"{self._name} ended badly: {self._words()}")
        return str(lines[-1])

    def memory_mib(self) -> float:
        """Return its memory with that of its children: MIDI and scsynth."""
        whole = psutil.Process(self.process.pid)
        return sum(each.memory_info().rss for each in (whole, *whole.children(recursive=True))) / 2**20

    def _words(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode()[-1000:]


@contextlib.contextmanager
def child(module: str, *arguments: str, environment: dict[str, str] | None = None) -> Iterator[Child]:
    """Run a module of the bench in a process of its own."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
            env={**os.environ, "OMP_WAIT_POLICY": "passive", **(environment or {})},
        )  # fmt: skip
        try:
            yield Child(process, errors, module)
        finally:
            if process.poll() is None:
                process.terminate()  # a performance fades and quits its scsynth
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(5.0)
            process.kill()
            process.wait()
            process.stdout.close()


@contextlib.contextmanager
def jack(period: int = 256) -> Iterator[None]:
    """Run a JACK server without a sound card, for this process and its children."""
    before = {name: os.environ.get(name) for name in ("JACK_DEFAULT_SERVER", "JACK_NO_START_SERVER")}
    server = None
    try:
        for name in SERVERS:
            os.environ.update(JACK_DEFAULT_SERVER=name, JACK_NO_START_SERVER="1")
            if not _runs(name) and (server := _started(name, period)):
                break
        else:
            raise RuntimeError(f"jackd does not start under any of the names {', '.join(SERVERS)}")
        yield
    finally:
        if server:
            server.terminate()  # one that is killed keeps its place among the eight
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(5.0)
            server.kill()
            server.wait()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _runs(name: str) -> bool:
    said = subprocess.run(["jack_wait", "-c", "-s", name], capture_output=True, text=True, check=False).stdout
    return said.strip() == "running"


def _started(name: str, period: int) -> "subprocess.Popen[bytes] | None":
    # -S: it waits for each client, so that no note is lost in JACK itself where the machine is busy
    command = ["jackd", "-n", name, "-S", "-r", "-d", "dummy", "-r", "48000", "-p", str(period)]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 10.0
    while not _runs(name):
        if server.poll() is not None or time.monotonic() > until:  # another run of the tests was faster
            server.terminate()
            server.wait()
            return None
        time.sleep(0.05)
    return server


@contextlib.contextmanager
def screen() -> Iterator[dict[str, str] | None]:
    """Run an X server without a screen; None where there is no Xvfb."""
    if not shutil.which("Xvfb"):
        yield None
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(writing,)
    )
    os.close(writing)
    try:
        with open(reading) as answer:  # noqa: PTH123 (a file descriptor)
            number = answer.readline().strip() if select.select([answer], [], [], 10.0)[0] else ""
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"} if number else None
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    """Return a UDP port that nobody uses."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        return int(udp.getsockname()[1])
