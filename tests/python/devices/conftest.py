"""A JACK server of the test's own, and players: programs with a virtual MIDI port that play what they are told."""

import contextlib
import fcntl
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

PLAYER = """
import json, sys, time
import rtmidi

def opened():
    out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=sys.argv[1])
    out.open_virtual_port("out")
    return out

out = opened()
print("ready", flush=True)
for line in sys.stdin:
    order = json.loads(line)
    if order == "replug":
        out.delete()
        out = opened()
        print("ready", flush=True)
        continue
    sent = []
    start = time.monotonic()
    for n, message in enumerate(order["messages"]):
        time.sleep(max(0.0, start + n * order["gap_s"] - time.monotonic()))
        sent.append(time.monotonic())
        out.send_message(message)
    print(json.dumps(sent), flush=True)
out.delete()
"""

NAMES = ("descant-midi-0", "descant-midi-1")
"""Names of servers. JACK remembers up to eight names a machine, and forgets none whose server was killed before a
server of the same name has ended in peace: names that are drawn afresh would soon keep every JACK from starting."""


@contextlib.contextmanager
def reserved():
    """Hold one of the names against other runs of the tests."""
    files = [(Path(tempfile.gettempdir()) / f"{name}-{os.getuid()}.lock").open("w") for name in NAMES]
    try:
        while True:
            for name, file in zip(NAMES, files, strict=True):
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    yield name
                    return
            time.sleep(0.2)
    finally:
        for file in files:
            file.close()


class Player:
    """A program with one virtual output port, ``NAME:out``."""

    def __init__(self, name):
        self.process = subprocess.Popen(
            [sys.executable, "-c", PLAYER, name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout.readline() == "ready\n"

    def begin(self, messages, gap_s=0.002):
        order = {"messages": [list(message) for message in messages], "gap_s": gap_s}
        self._tell(order)

    def sent(self):
        """Wait until everything is sent; return when each was."""
        return json.loads(self.process.stdout.readline())

    def play(self, messages, gap_s=0.002):
        self.begin(messages, gap_s)
        return self.sent()

    def replug(self):
        """Close the port and open it again, faster than anybody looks."""
        self._tell("replug")
        assert self.process.stdout.readline() == "ready\n"

    def unplug(self):
        """Take it away: it says goodbye, since JACK stands still for whom it has to search for."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:  # hung with its server
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def _tell(self, order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()


class Jack:
    """A JACK server without a sound card. Its period is long (21 ms): a machine that is busy loses no cycle."""

    def __init__(self, name):
        self.name = name
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the server)
        self.players = []
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            ["jackd", "-n", self.name, "-r", "-d", "dummy", "-r", "48000", "-p", "1024"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        end = time.monotonic() + 10
        while subprocess.run(["jack_lsp", "-s", self.name], capture_output=True, check=False).returncode:
            assert self.process.poll() is None and time.monotonic() < end, self._words()
            time.sleep(0.05)

    def _words(self):
        self.log.seek(0)
        return f"jackd does not start: {self.log.read().decode()}"

    def kill(self):
        self.process.kill()
        self.process.wait()

    def player(self, name):
        player = Player(name)
        self.players.append(player)
        return player

    def close(self):
        for player in self.players:
            player.unplug()
        self.process.terminate()  # it removes what it has in shared memory
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()
        self.log.close()


def heard(inputs, enough, longest_s=15.0):
    """Read as the control thread does until `enough(records)`; return the records."""
    records, end = [], time.monotonic() + longest_s
    while not enough(records):
        assert time.monotonic() < end, f"not heard in time: {records[-20:]}"
        if select.select([inputs], [], [], 0.05)[0]:
            records += inputs.read()
    return records


@pytest.fixture(name="heard")
def _heard():
    return heard


@pytest.fixture
def silent_jack(monkeypatch):
    """A JACK server's name, by which nothing runs yet."""
    with reserved() as name:
        jack = Jack(name)
        monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
        yield jack
        if jack.process is not None:
            jack.close()


@pytest.fixture
def jack(silent_jack):
    silent_jack.start()
    return silent_jack


@pytest.fixture
def inputs():
    """Make MIDI inputs that are stopped at the end."""
    from descant.devices.midi import MidiInputs

    made = []

    def make(wanted, **options):
        made.append(MidiInputs(wanted, api="jack", **options))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.stop()
