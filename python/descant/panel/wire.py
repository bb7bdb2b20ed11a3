"""The panel's UDP socket: OSC messages to and from one Descant, and nobody else."""

import socket
from contextlib import suppress

from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

Argument = float | int | str
"""What the panel sends."""

Message = tuple[str, tuple[object, ...]]
"""An address and its arguments."""

RECEIVE_BYTES = 8 << 20  # the system's own limit holds where it is lower
LARGEST_DATAGRAM = 65_507


class Wire:
    """A socket tied to one host and port: the system keeps everybody else's datagrams away. Nothing here waits.

    Raises:
        OSError: there is no such host, or no way to it.
    """

    def __init__(self, host: str, port: int) -> None:
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.setblocking(False)
        self._udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        try:
            self._udp.connect((host, port))
        except OSError:
            self._udp.close()
            raise

    @property
    def port(self) -> int:
        """The number of the panel's own port."""
        return int(self._udp.getsockname()[1])

    def fileno(self) -> int:
        """Return what to wait on."""
        return self._udp.fileno()

    def send(self, address: str, *arguments: Argument) -> None:
        """Send a message; one that nobody takes is lost, and the next ping finds out."""
        builder = OscMessageBuilder(address)
        for argument in arguments:
            builder.add_arg(argument)
        with suppress(OSError):
            self._udp.send(builder.build().dgram)

    def read(self, most: int) -> tuple[list[Message], bool]:
        """Return the messages of up to `most` datagrams, and whether somebody still listens at the other end."""
        found: list[Message] = []
        for _ in range(most):
            try:
                found += decoded(self._udp.recv(LARGEST_DATAGRAM))
            except BlockingIOError:
                break
            except OSError:  # its port has closed
                return found, False
        return found, True

    def close(self) -> None:
        """Give the port back."""
        self._udp.close()


def decoded(datagram: bytes) -> list[Message]:
    """Return the messages of a datagram; none where it is no OSC."""
    try:
        return [(timed.message.address, tuple(timed.message.params)) for timed in OscPacket(datagram).messages]
    except Exception:  # python-osc raises many kinds, and bytes from a network may be anything
        return []
