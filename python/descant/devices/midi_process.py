"""The MIDI process: every quarter of a millisecond it reads the ports and hands over what came. Nothing else runs here.

rtmidi's queue is read instead of letting it call Python: a call would have JACK's thread wait for the interpreter,
which opening another port holds for up to 30 ms, and JACK's cycle with it.
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import Any, NoReturn

from descant.devices import midi_records as record
from descant.devices.midi_ports import Ports
from descant.devices.midi_systems import open_system

POLL_S = 0.00025
SCAN_S = 0.25
STUCK_S = 10  # libjack may hang with its server: then the process ends, and its owner hears of it
MOST_WAITING = 65_536
SEND_BUFFER_BYTES = 16_384  # a few hundred messages: a reader later than that gets the newest values
BATCH = 64
NEVER_MERGED = frozenset((0, 6, 32, 38, *range(64, 70), *range(96, 102), *range(120, 128)))
"""Controllers of which each message counts: banks, data entry, pedals and switches, (N)RPN, channel modes."""


class Wire:
    """The way to the control thread. While that is late, of continuous values only the newest waits."""

    def __init__(self, channel: socket.socket, kept: Collection[int] = ()) -> None:
        self._channel = channel
        self._kept = NEVER_MERGED | set(kept)
        self._waiting: OrderedDict[object, bytes] = OrderedDict()
        self._part = b""  # what is left of the batch at the head
        self._late = False
        self._count = 0

    def message(self, source: int, arrived_s: float, data: Sequence[int]) -> None:
        """Put a message in line. An older value of the same thing loses its place."""
        key = self._key(source, data) if self._late else None
        if key is not None:
            self._waiting.pop(key, None)
        self._put(key, record.message_bytes(source, arrived_s, data))

    def text(self, kind: int, source: int, text: str) -> None:
        """Put a word about a port, or about all of MIDI, in line."""
        self._put(None, record.text_bytes(kind, source, time.monotonic(), text))

    def _put(self, key: object, content: bytes) -> None:
        if len(self._waiting) >= MOST_WAITING:
            raise OverflowError("nobody reads")
        self._count += 1
        self._waiting[self._count if key is None else key] = content

    def _key(self, source: int, data: Sequence[int]) -> object:
        kind = data[0] & 0xF0
        if kind == 0xA0 or (kind == 0xB0 and data[1] not in self._kept):
            return (source, data[0], data[1])
        return (source, data[0]) if kind in (0xD0, 0xE0) else None

    def flush(self) -> None:
        """Send as much as the channel takes.

        Raises:
            ConnectionError: nobody is at the other end.
        """
        while self._part or self._waiting:
            if not self._part:
                size = min(BATCH, len(self._waiting))
                self._part = b"".join(self._waiting.popitem(last=False)[1] for _ in range(size))
            try:
                self._part = self._part[self._channel.send(self._part) :]
            except BlockingIOError:
                self._late = True
                return
        self._late = False


def serve(wire: Wire, ports: Ports, channel: socket.socket, owner: int) -> None:
    """Hand over MIDI until the owner closes the channel or is no more.

    Raises:
        ConnectionError: the owner closed the channel while something was being sent.
        OverflowError: the owner has read nothing for so long that too much is waiting.
    """
    scan_s = 0.0
    while not select.select([channel], [], [], POLL_S)[0]:  # it never sends: readable means closed
        for message in ports.read():
            wire.message(message.source, message.arrived_s, message.data)
        now = time.monotonic()
        if now >= scan_s:
            if os.getppid() != owner:  # killed, while another child of its holds the channel open
                return
            _wind_watchdog()
            for message in ports.scan():
                wire.message(message.source, message.arrived_s, message.data)
            scan_s = time.monotonic() + SCAN_S
        for word in ports.words():
            wire.text(word.kind, word.source, word.text)
        wire.flush()


def _wind_watchdog() -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(STUCK_S)  # no handler: the kernel ends the process, whatever lock it hangs in


def _settle() -> None:
    """Make the process one that does not wait: no collector, and first in line where that is allowed."""
    gc.collect()
    gc.freeze()
    gc.disable()
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(PermissionError):  # without real-time rights it serves all the same, a little later
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))  # below JACK and everything of the system's


def _silence() -> None:
    """Send to nowhere what libjack prints at every attempt to find a server."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _run(settings: dict[str, Any]) -> int:
    """Serve; return the exit status."""
    channel = socket.socket(fileno=settings["channel"])
    channel.setblocking(False)
    channel.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    wire = Wire(channel, settings["kept"])
    try:
        ports = Ports(settings["parts"], settings["api"], settings["client_name"], settings["clocks"])
        _settle()
        serve(wire, ports, channel, settings["owner"])
        ports.close()
    except ConnectionError:  # as good as closed
        ports.close()
    except OverflowError:
        return record.OVERFLOWED
    except Exception as error:
        with contextlib.suppress(OSError):  # nobody listens: then the exit status must say it
            channel.setblocking(True)
            channel.settimeout(1.0)
            channel.send(record.text_bytes(record.LAST_WORDS, record.NO_INPUT, time.monotonic(), _told(error)))
        return 1
    return 0


def _told(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}: {error}{place}"


def _list(api: str, answer: int) -> None:
    """Write the ports there are to the file descriptor `answer`, as JSON."""
    try:
        system = open_system(api, "descant-list")
        found: dict[str, object] = {"ports": [names.split("\n") for names in system.ports().values()]}
        system.close()
    except OSError as error:
        found = {"error": str(error)}
    os.write(answer, json.dumps(found).encode())


def main() -> NoReturn:
    """Do what the first argument says, which the owner wrote in JSON."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's: it fades out, and still wants to hear keys
    settings = json.loads(sys.argv[1])
    answer = os.dup(1)
    _silence()
    status = 0
    if "channel" in settings:
        status = _run(settings)
    else:
        _list(settings["api"], answer)
    os._exit(status)  # at once: what is still open in libjack would be waited for


if __name__ == "__main__":
    main()
