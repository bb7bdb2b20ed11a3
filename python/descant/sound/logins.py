"""Find which client's number is free on a running scsynth, so that a program can choose its ids before it logs in."""

import socket
import struct

REPLY_S = 0.5
LARGEST_DATAGRAM = 8192
DONE = b"/done\0\0\0,sii\0\0\0\0/notify\0"  # then the client's number, and how many may log in


def free_login(host: str, port: int, wanted: int) -> int | None:
    """Return `wanted` where that client number is free, else one that is, None where there is no more room.

    It logs in for as long as it takes to hear the number, and is out again when this returns.

    Raises:
        OSError: nobody answers.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(REPLY_S)
        udp.connect((host, port))
        udp.send(_notify(1, wanted))
        reply = udp.recv(LARGEST_DATAGRAM)
        if not reply.startswith(DONE):
            return None
        (found,) = struct.unpack_from(">i", reply, len(DONE))
        udp.send(_notify(0, found))
        udp.recv(LARGEST_DATAGRAM)  # it is free again when this has come
        return int(found)


def _notify(on: int, client: int) -> bytes:
    return b"/notify\0,ii\0" + struct.pack(">ii", on, client)
