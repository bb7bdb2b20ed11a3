"""A client of a performance, for the benches: OSC messages byte by byte, and a socket that asks and listens."""

import contextlib
import select
import socket
import struct
import time

LOCAL = "127.0.0.1"


def message(address: str, *arguments: float | str) -> bytes:
    """Return an OSC message of texts and floats."""
    tags = "".join("s" if isinstance(each, str) else "f" for each in arguments)
    parts = [_text(each) if isinstance(each, str) else struct.pack(">f", each) for each in arguments]
    return b"".join([_text(f"/descant/{address}"), _text("," + tags), *parts])


def _text(text: str) -> bytes:
    return text.encode() + b"\0" * (4 - len(text) % 4)


def bundle(*messages: bytes) -> bytes:
    """Return messages as one datagram."""
    return b"#bundle\0\0\0\0\0\0\0\0\1" + b"".join(struct.pack(">i", len(each)) + each for each in messages)


class Ear:
    """A client: a socket that asks and listens."""

    def __init__(self, port: int) -> None:
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.udp.bind((LOCAL, 0))
        self._to = (LOCAL, port)

    def say(self, datagram: bytes) -> None:
        """Send."""
        self.udp.sendto(datagram, self._to)

    def hear(self, wait_s: float) -> bytes | None:
        """Return the next datagram, None where none comes in time or the port is closed."""
        with contextlib.suppress(ConnectionRefusedError):
            if select.select([self.udp], [], [], wait_s)[0]:
                return self.udp.recv(65536)
        return None

    def answered(self, question: bytes, sign: bytes, wait_s: float) -> bytes | None:
        """Ask until an answer holds `sign`, or never does."""
        until = time.monotonic() + wait_s
        while time.monotonic() < until:
            self.say(question)
            pause = time.monotonic() + 0.2
            while (left := pause - time.monotonic()) > 0:
                if (heard := self.hear(left)) and sign in heard:
                    return heard
        return None
