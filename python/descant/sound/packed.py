"""Send many control values in one datagram, packed by numpy: the fast path past supriya's message objects."""

import socket
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from descant.sound.server import LiveServer

MOST = 8000  # values a datagram: 64 kB is UDP's limit, 8 bytes a pair
PAIR = np.dtype([("bus", ">i4"), ("value", ">f4")])

Floats = Sequence[float] | npt.NDArray[np.floating[Any]]


class Sender:
    """Values for a server's control buses, in the order sent, at once."""

    def __init__(self, server: LiveServer) -> None:
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.setblocking(False)
        self._udp.connect((server.options.ip_address, server.options.port))
        self._memory = server.shared_memory  # None without supriya-shm, and of a joined server
        self.dropped = 0  # datagrams that the system did not take

    def block(self, first: int, values: Floats) -> None:
        """Set neighbouring buses: through shared memory where there is one, else ``/c_setn``."""
        if self._memory is None:
            self._send(setn(first, values))
        else:
            self._memory[first : first + len(values)] = finite(values).astype(np.float32)

    def many(self, buses: Sequence[int] | npt.NDArray[np.integer[Any]], values: Floats) -> None:
        """Set buses that lie anywhere. Sends ``/c_set``, in order with supriya's own messages."""
        self._send(set_many(buses, values))

    def close(self) -> None:
        """Give the socket back."""
        self._udp.close()

    def _send(self, datagram: bytes) -> None:
        try:
            self._udp.send(datagram)
        except (BlockingIOError, ConnectionRefusedError):  # the guard says when the server is gone
            self.dropped += 1


def setn(first: int, values: Floats) -> bytes:
    """Return ``/c_setn`` for one block of neighbouring buses."""
    packed = finite(values).astype(">f4")
    head = b"/c_setn\0" + _padded(b",ii" + b"f" * len(packed))
    return head + struct.pack(">ii", first, len(packed)) + packed.tobytes()


def set_many(buses: Sequence[int] | npt.NDArray[np.integer[Any]], values: Floats) -> bytes:
    """Return ``/c_set`` for buses that lie anywhere."""
    pairs = np.empty(len(buses), PAIR)
    pairs["bus"], pairs["value"] = buses, finite(values)
    return b"/c_set\0\0" + _padded(b"," + b"if" * len(pairs)) + pairs.tobytes()


def finite(values: Floats) -> npt.NDArray[np.float64]:
    """Return `values` as an array.

    Raises:
        ValueError: one is not finite (in float32, which scsynth computes in), or they are too many.
    """
    array = np.asarray(values, dtype=np.float64)
    if len(array) > MOST:
        raise ValueError(f"{len(array)} values do not fit into one datagram (at most {MOST})")
    if not (np.abs(array) <= np.finfo(np.float32).max).all():
        raise ValueError("a value for scsynth is not finite")
    return array


def _padded(text: bytes) -> bytes:
    return text + b"\0" * (4 - len(text) % 4)
