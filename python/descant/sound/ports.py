"""Know who answers on a UDP port: nobody, a scsynth of ours left by a crash, or somebody else's.

A booted scsynth is written down in the user's cache folder, with its process and ours. Only one that is
written there, on the port now wanted, whose owner is dead, is an orphan; nobody else's is ever touched.
"""

import json
import os
import socket
import struct
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import platformdirs
import psutil  # type: ignore[import-untyped]

from descant.errors import DescantError

PORT = 57130  # neither scsynth's own 57110 nor sclang's 57120
REPLY_S = 0.5
QUIT_S = 1.0
STATUS = b"/status\0,\0\0\0"


@dataclass(frozen=True, slots=True)
class Claim:
    """A scsynth of Descant's and the process that booted it; the times tell a process from a later one's id."""

    port: int
    scsynth: int
    scsynth_began: float
    owner: int
    owner_began: float
    recording: str = ""  # the file into which it records


@dataclass(frozen=True, slots=True)
class Left:
    """What a crash left on a port."""

    port: int
    scsynth: int | None  # the process that was quit; None where it had ended
    recording: Path | None  # that may be cut off


def ask(datagram: bytes, host: str, port: int, timeout_s: float = REPLY_S) -> bytes | None:
    """Send one datagram and return the answer, or None where nobody answers in time."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(timeout_s)
        try:
            udp.connect((host, port))
            udp.send(datagram)
            return udp.recv(8192)
        except OSError:  # ECONNREFUSED and a timeout say the same: nobody is there
            return None


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Return whether a scsynth answers ``/status`` there."""
    reply = ask(STATUS, host, port)
    return reply is not None and reply.startswith(b"/status.reply")


def sample_rate(port: int, host: str = "127.0.0.1") -> float | None:
    """Return the Hz at which the scsynth there runs, as it should be; None where it does not tell."""
    reply = ask(STATUS, host, port)
    return struct.unpack(">d", reply[-16:-8])[0] if reply and reply.startswith(b"/status.reply") else None


def claim(port: int, scsynth: int) -> None:
    """Write down that this process booted `scsynth` (its process id) on `port`."""
    own = psutil.Process()
    _write(Claim(port, scsynth, psutil.Process(scsynth).create_time(), own.pid, own.create_time()))


def records(port: int, path: Path) -> None:
    """Write down where the scsynth of ours on `port` records, so that the next start finds it after a crash."""
    if entry := _read(port):
        _write(replace(entry, recording=str(path.resolve())))


def _write(entry: Claim) -> None:
    path = _path(entry.port)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(json.dumps(asdict(entry)))
    part.replace(path)


def release(port: int, scsynth: int) -> None:
    """Forget a scsynth that has ended."""
    entry = _read(port)
    if entry and entry.scsynth == scsynth:
        _path(port).unlink(missing_ok=True)


def clear(port: int) -> Left | None:
    """Make `port` free to boot on: quit an orphan; return what a crash left there.

    Raises:
        DescantError: another Descant plays there, or the port belongs to somebody else.
    """
    ran = orphan(port)
    entry = ran or _read(port)
    if ran:
        _end(ran)
        orphan(port)  # now it is free, or somebody else's
    if entry is None or _lives(entry.owner, entry.owner_began):
        return None
    return Left(port, ran.scsynth if ran else None, Path(entry.recording) if entry.recording else None)


def orphan(port: int) -> Claim | None:
    """Return the scsynth that a crash left on `port`, None where the port is free; touch nothing.

    Raises:
        DescantError: another Descant plays there, or the port belongs to somebody else.
    """
    entry = _read(port)
    if entry and _lives(entry.scsynth, entry.scsynth_began, "scsynth"):
        if not _lives(entry.owner, entry.owner_began):
            return entry
        raise DescantError(
            f"port {port}", f"another Descant (process {entry.owner}) is playing there",
            f"quit it, or give this one another port: {_other(port)}",
        )  # fmt: skip
    if not _is_free(port):
        where, other = f"port {port}", f"choose another port: {_other(port)}"
        if answers(port):
            fix = f"join it with --server 127.0.0.1:{port}, or {other}"
            raise DescantError(where, "is used by a scsynth that is not Descant's", fix)
        raise DescantError(where, "is used by another program", other)
    return None


def _other(port: int) -> str:
    return f"--scsynth-port {port + 1 if port < 65_535 else PORT}"


def _end(entry: Claim) -> None:
    """Quit an orphan as it would quit by itself; kill it if it does not listen."""
    ask(b"/quit\0\0\0,\0\0\0", "127.0.0.1", entry.port, timeout_s=0.2)
    until = time.monotonic() + QUIT_S
    while _lives(entry.scsynth, entry.scsynth_began, "scsynth"):
        if time.monotonic() > until:
            with suppress(psutil.NoSuchProcess):
                psutil.Process(entry.scsynth).kill()
            until += QUIT_S
        time.sleep(0.01)
    until = time.monotonic() + QUIT_S
    while not _is_free(entry.port) and time.monotonic() < until:  # a thread of it may still be on its way out
        time.sleep(0.01)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        try:
            udp.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _lives(pid: int, began: float, name: str = "") -> bool:
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - began) < 0.1 and process.status() != psutil.STATUS_ZOMBIE
        return same and name in process.name()
    except psutil.NoSuchProcess:
        return False


def _path(port: int) -> Path:
    return Path(platformdirs.user_cache_dir("descant"), f"scsynth-{port}.json")


def _read(port: int) -> Claim | None:
    try:
        return Claim(**json.loads(_path(port).read_text()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):  # half written by a dying machine: it claims nothing
        return None
