"""A real jackd without a sound card, under a name of its own, for tests that listen to a live scsynth."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

RATE = 48_000


def missing() -> list[str]:
    return [name for name in ("jackd", "jack_wait", "jack_lsp", "scsynth") if not shutil.which(name)]


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        return int(udp.getsockname()[1])


def runs(name: str) -> bool:
    command = ["jack_wait", "-c", "-s", name]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return said.strip() == "running"


def _free_name() -> str:
    """Use few names again and again: the place of a jackd that was killed is free only for its own name."""
    return next(name for number in range(1, 9) if not runs(name := f"descant-sound-{number}"))


class Jack:
    def __init__(self, name: str | None = None, period: int = 256) -> None:
        self.name, self.period = name or _free_name(), period
        self.environment = os.environ | {"JACK_DEFAULT_SERVER": self.name, "JACK_NO_START_SERVER": "1"}

    def start(self) -> None:
        with tempfile.TemporaryFile() as log:
            # A client may be late by 200 ms, as all are where a shared machine stands still: by default JACK goes on
            # without those that are late by two periods, and what their MIDI ports held is lost.
            command = ["jackd", "-n", self.name, "-r", "-t", "200"]
            command += ["-d", "dummy", "-r", str(RATE), "-p", str(self.period)]
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=subprocess.STDOUT)
            until = time.monotonic() + 10
            while not runs(self.name):
                if time.monotonic() > until or self.process.poll() is not None:
                    log.seek(0)
                    raise RuntimeError(f"jackd does not start: {log.read().decode()[-300:]}")
                time.sleep(0.05)

    def crash(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it in order: one that is killed keeps its place among the eight that a machine may have."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(1)
        except subprocess.TimeoutExpired:
            self.crash()

    def connections(self) -> str:
        return subprocess.run(
            ["jack_lsp", "-s", self.name, "-c"], env=self.environment, capture_output=True, text=True, check=True
        ).stdout


@contextmanager
def jack(name: str | None = None) -> Iterator[Jack]:
    server = Jack(name)
    server.start()
    try:
        yield server
    finally:
        server.stop()
