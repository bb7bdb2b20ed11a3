"""The UDP port on which Descant hears its clients: never waits, and sees who is not allowed and who has gone."""

import errno
import socket
import struct
import sys
import time
from collections.abc import Collection
from contextlib import suppress
from typing import NamedTuple

from descant.errors import DescantError

Address = tuple[str, int]
"""Host and port of a client."""

PORT = 57140
LOCAL = "127.0.0.1"
RECEIVE_BYTES = 8 << 20  # the default holds 256 datagrams
LARGEST_DATAGRAM = 65_507
SEND_TRIES = 3
AWAY = {errno.EHOSTUNREACH, errno.ENETUNREACH}
CLOSED_OR_AWAY = AWAY | {errno.ECONNREFUSED}
_SO_RCVBUFFORCE, _IP_RECVERR = 33, 11  # Linux; Python does not name them


class Received(NamedTuple):
    """A datagram. It was read when ``time.monotonic()`` was `arrived_s`."""

    arrived_s: float
    sender: Address
    datagram: bytes


class Gone(NamedTuple):
    """A client that nothing can be sent to: its port is `closed`, or else its machine cannot be reached now."""

    client: Address
    closed: bool


class OscPort:
    """One UDP socket for everything that clients send and hear.

    It listens to this machine only, unless `allowed` names others by their IP addresses.

    Raises:
        DescantError: the port is taken, or may not be had.
    """

    def __init__(self, port: int = PORT, allowed: Collection[str] = ()) -> None:
        self._allowed = frozenset((LOCAL, *allowed))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.setblocking(False)
        self._away: set[Address] = set()
        try:
            self._udp.bind(("" if allowed else LOCAL, port))
        except OSError as error:
            self._udp.close()
            what = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be had ({error.strerror})"
            raise DescantError(f"OSC port {port}", what, "give another one with --osc-port") from error
        self._widen()
        self.strangers = 0  #: datagrams from hosts that are not allowed
        self.unsent = 0  #: datagrams that the system did not take

    def _widen(self) -> None:
        """Ask for room for a flood, more than the system's limit where it lets us; and to hear of ports that close."""
        self._udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        self._udp.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, RECEIVE_BYTES)
        if sys.platform == "linux":
            with suppress(PermissionError):
                self._udp.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, RECEIVE_BYTES)
            self._udp.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, struct.pack("i", 1))

    @property
    def number(self) -> int:
        """The port's number."""
        return int(self._udp.getsockname()[1])

    def fileno(self) -> int:
        """Return what to select() on."""
        return self._udp.fileno()

    def read(self, most: int) -> list[Received]:
        """Return up to `most` datagrams that have come, without waiting."""
        found: list[Received] = []
        for _ in range(most):
            try:
                datagram, sender = self._udp.recvfrom(LARGEST_DATAGRAM)
            except BlockingIOError:
                break
            except OSError:  # a client has gone; `gone` tells which
                continue
            if sender[0] in self._allowed:
                found.append(Received(time.monotonic(), sender, datagram))
            else:
                self.strangers += 1
        return found

    def send(self, datagram: bytes, to: Address) -> None:
        """Send a datagram; one that the system does not take is counted and forgotten."""
        why = None
        for _ in range(SEND_TRIES):  # the first error may be of a client that has gone, and tell nothing of this one
            try:
                self._udp.sendto(datagram, to)
            except OSError as error:
                why = error.errno
                continue
            return
        self.unsent += 1
        if why in AWAY:
            self._away.add(to)

    def gone(self) -> list[Gone]:
        """Return the clients that were found gone since the last call; closed ports are seen on Linux only."""
        found = [Gone(client, closed=False) for client in self._away]
        self._away.clear()
        if sys.platform == "linux":
            with suppress(BlockingIOError):
                while True:
                    _, told, _, client = self._udp.recvmsg(0, 256, socket.MSG_ERRQUEUE)
                    reasons = {struct.unpack_from("i", data)[0] for _, kind, data in told if kind == _IP_RECVERR}
                    found += [Gone(client, reason == errno.ECONNREFUSED) for reason in reasons & CLOSED_OR_AWAY]
        return found

    def close(self) -> None:
        """Give the port back."""
        self._udp.close()
