"""Count JACK's xruns, the moments at which sound was lost: by a process of its own, since libjack may hang or print.

scsynth hears of them and says nothing, and jackd tells only its own terminal. The process writes a byte for each.
"""

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress

from descant.devices import jack

CLIENT = b"descant-xruns"
AGAIN_S = 2.0  # between two starts, and two attempts to find a server
SAID_S = 1.0  # between two counts that are handed out
GOODBYE_S = 1  # that taking leave of JACK may last
NO_LIBJACK = 2  # the process's exit status: it need not be started again


class Xruns:
    """The xruns of the JACK server, from whenever there is one."""

    def __init__(self) -> None:
        self.count = 0  # handed out so far
        self._process: subprocess.Popen[bytes] | None = None
        self._started_s = self._said_s = 0.0

    def start(self) -> None:
        """Begin to count; where that cannot be done, nothing is ever counted."""
        self._started_s = time.monotonic()
        command = [sys.executable, "-P", "-m", "descant.devices.xruns"]
        with suppress(OSError):  # out of processes: the music matters more
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            os.set_blocking(_out(self._process), False)

    def read(self) -> int:
        """Return how many there were since the last answer that was not 0; such a one comes once a second at most."""
        now = time.monotonic()
        if self._process is None or now < self._said_s + SAID_S:
            return 0
        try:
            data = os.read(_out(self._process), 65_536)
        except BlockingIOError:
            return 0
        if not data:
            self._start_again(now)
            return 0
        self._said_s, self.count = now, self.count + len(data)
        return len(data)

    def forget(self) -> None:
        """Let those be that were before now."""
        self._said_s = 0.0
        self.read()
        self._said_s, self.count = time.monotonic(), 0

    def stop(self) -> None:
        """End the process; it takes leave of JACK by itself."""
        process, self._process = self._process, None
        if process is None:
            return
        for end in (process.stdin, process.stdout):
            if end:
                end.close()
        try:
            process.wait(2 * GOODBYE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _start_again(self, now: float) -> None:
        """Start it anew where it ended, as it does with its JACK server; not more often than now and then."""
        if self._process is None or now < self._started_s + AGAIN_S:
            return
        status = self._process.wait()
        self.stop()
        if status != NO_LIBJACK:
            self.start()


def _out(process: "subprocess.Popen[bytes]") -> int:
    assert process.stdout
    return process.stdout.fileno()


def _count(answer: int, owner: int) -> None:
    """Write a byte for each xrun to `answer` until `owner` is closed, or the JACK server has ended."""
    lib = jack.libjack()
    while not (client := lib.jack_client_open(CLIENT, jack.NO_START_SERVER, None)):
        if select.select([owner], [], [], AGAIN_S)[0]:
            return
    over, ended = os.pipe()

    def lost(_: object) -> int:
        with suppress(OSError):  # nobody has read for long, or ever will
            os.write(answer, b"x")
        return 0

    callbacks = jack.XrunCallback(lost), jack.ShutdownCallback(lambda _: os.close(ended))  # must not be collected
    lib.jack_set_xrun_callback(client, callbacks[0], None)
    lib.jack_on_shutdown(client, callbacks[1], None)
    lib.jack_activate(client)  # without a process callback it is in the way of nobody's sound
    if owner in select.select([owner, over], [], [])[0]:
        signal.alarm(GOODBYE_S)  # libjack may hang with its server: then this ends the process
        lib.jack_client_close(client)  # JACK stands still for one that it has to search for


def main() -> None:
    """Count until standard input is closed; nothing of what libjack prints gets out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C in the terminal is the owner's to handle
    answer = os.dup(1)
    os.set_blocking(answer, False)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        _count(answer, owner=0)
    except (OSError, AttributeError):
        os._exit(NO_LIBJACK)
    os._exit(0)


if __name__ == "__main__":
    main()
