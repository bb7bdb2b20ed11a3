"""MIDI input for the control thread: a process of its own watches the ports, and this reads what it hands over."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from types import TracebackType
from typing import Self

from descant.devices.midi_records import MOST_INPUTS, OVERFLOWED, Connected, Decoder, Died, Lost, Midi, Record, Warned

__all__ = ["Connected", "Died", "Lost", "Midi", "MidiInputs", "Record", "Warned", "port_names", "ports"]

APIS = ("auto", "jack", "alsa", "core", "windows")
_PROCESS = "descant.devices.midi_process"
_READ_BYTES = 65_536
_MOST_READS = 16


class MidiInputs:
    """The MIDI inputs of a patch, from whatever ports match them, plugged in and out as they like.

    `wanted` is input → part of a port's name, in any case, "" for any port; `kept` are controllers of which each
    message counts, such as a cue pedal, beyond the usual pedals and switches; `clocks` are the inputs of which MIDI
    clock is wanted. One thread calls everything: it waits
    for ``fileno()`` and calls ``read()``. When a ``Died`` says that the process has gone, it calls ``restart()``.
    """

    def __init__(
        self,
        wanted: Mapping[str, str],
        *,
        api: str = "auto",
        client_name: str = "descant",
        kept: Collection[int] = (),
        clocks: Collection[str] = (),
    ) -> None:
        if api not in APIS:
            raise ValueError(f"api must be one of {', '.join(APIS)}, not {api!r}")
        if len(wanted) > MOST_INPUTS:
            raise ValueError(f"at most {MOST_INPUTS} MIDI inputs, not {len(wanted)}")
        self._sources = tuple(wanted)
        self._settings: dict[str, object] = {
            "parts": list(wanted.values()),
            "api": api,
            "client_name": client_name,
            "kept": sorted(kept),
            "clocks": [place for place, source in enumerate(wanted) if source in clocks],
        }
        self._decoder = Decoder(self._sources)
        self._connected: dict[tuple[str, str], None] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._quiet = socket.socketpair()  # what fileno() names while there is no process: never readable

    @property
    def running(self) -> bool:
        """Whether there is a process, as far as ``read()`` has seen."""
        return self._process is not None

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process: a few milliseconds here; ports are open about 0.2 s later.

        Raises:
            RuntimeError: it is running.
            OSError: the system starts no process.
        """
        if self._process is not None:
            raise RuntimeError("the MIDI process is running")
        ours, theirs = socket.socketpair()
        with theirs:
            settings = {**self._settings, "channel": theirs.fileno(), "owner": os.getpid()}
            try:
                self._process = _spawn(settings, pass_fds=(theirs.fileno(),))
            except OSError:
                ours.close()
                raise
        ours.setblocking(False)
        self._channel, self._decoder = ours, Decoder(self._sources)

    def restart(self) -> None:
        """Start the process anew after it died; end it first if it has not. Ports are reported connected again.

        Raises:
            OSError: the system starts no process.
        """
        self.stop()
        self.start()

    def fileno(self) -> int:
        """Return what to select() on. It is another one after start, restart, stop and Died."""
        return (self._channel or self._quiet[0]).fileno()

    def read(self) -> list[Record]:
        """Return what came since the last call, in order, without waiting."""
        records: list[Record] = []
        for _ in range(_MOST_READS):
            data = self._received()
            if data is None:
                break
            fresh = self._decoder.feed(data)
            self._remember(fresh)
            records += fresh
            if not data or self._decoder.fault:
                return records + self._mourn()
            if len(data) < _READ_BYTES:
                break
        return records

    def stop(self) -> None:
        """End the process. It is given a second to take leave of JACK."""
        process, self._process = self._process, None
        if self._channel is not None:
            self._channel.close()  # this is how it hears of it
            self._channel = None
        self._connected.clear()
        if process is None:
            return
        try:
            process.wait(1.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _received(self) -> bytes | None:
        """Return bytes, none at the end, or None where there is nothing now."""
        if self._channel is None:
            return None
        try:
            return self._channel.recv(_READ_BYTES)
        except BlockingIOError:
            return None
        except ConnectionError:  # reset: ended with something of ours unread
            return b""

    def _remember(self, records: list[Record]) -> None:
        for record in records:
            if isinstance(record, Connected):
                self._connected[record.source, record.port] = None
            elif isinstance(record, Lost):
                self._connected.pop((record.source, record.port), None)

    def _mourn(self) -> list[Record]:
        """Bury the process; return what that means for the ports."""
        now = time.monotonic()
        text = self._cause()
        lost: list[Record] = [Lost(now, source, port) for source, port in self._connected]
        self._process = None
        self.stop()
        return [*lost, Died(now, text, process=True)]

    def _cause(self) -> str:
        process = self._process
        if process is None:
            return "the MIDI process was stopped"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.0 if self._decoder.fault else 0.05)  # its channel closes just before its status is known
        status = process.returncode
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):  # hung in the kernel: reaped when the next is started
            process.wait(0.05)
        cause = self._decoder.fault or self._decoder.last_words or _meaning(status)
        return f"the MIDI process died: {cause}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def ports(api: str = "auto", *, longest_s: float = 10.0) -> list[str]:
    """Return the names of the MIDI ports there are, any part of which can be written in a patch.

    Where JACK knows a device by further names, the last of them is given: it is the device's own.

    Raises:
        ValueError: there is no such `api`.
        OSError: there is no MIDI system, or it does not answer.
    """
    return [names[-1] for names in port_names(api, longest_s=longest_s)]


def port_names(api: str = "auto", *, longest_s: float = 10.0) -> list[tuple[str, ...]]:
    """Return every name of each MIDI port, its own last. Raises as `ports` does."""
    if api not in APIS:
        raise ValueError(f"api must be one of {', '.join(APIS)}, not {api!r}")
    process = _spawn({"api": api}, stdout=subprocess.PIPE)
    try:
        answer, _ = process.communicate(timeout=longest_s)
        found = json.loads(answer)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.communicate()
        raise OSError(f"the MIDI system has not answered for {longest_s:g} s; restart it") from error
    except ValueError as error:  # no JSON
        raise OSError(f"MIDI ports cannot be listed: {_meaning(process.returncode)}") from error
    if "error" in found:
        raise OSError(f"no MIDI system: {found['error']}; start JACK, or plug in a device")
    return [tuple(names) for names in found["ports"]]


def _spawn(
    settings: Mapping[str, object], *, pass_fds: tuple[int, ...] = (), stdout: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    # -P: nothing of the folder one happens to work in is imported. Its own group: Ctrl-C is for the owner alone.
    # What goes wrong in Python is said on the channel; standard error would be libjack's.
    command = [sys.executable, "-P", "-m", _PROCESS, json.dumps(settings)]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.DEVNULL, pass_fds=pass_fds, process_group=0
    )


def _meaning(status: int | None) -> str:
    if status is None:
        return "it closed its channel"
    if status == OVERFLOWED:
        return "nobody read its messages, and too many were waiting"
    return f"it was ended by signal {-status}" if status < 0 else f"it ended with status {status}"
