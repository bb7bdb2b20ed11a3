"""Ask a running Descant by OSC, and wait for its answers no longer than told."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress

from descant.devices import osc
from descant.devices.osc_port import LARGEST_DATAGRAM, LOCAL, PORT, RECEIVE_BYTES
from descant.devices.protocol import PREFIX

BETWEEN_TRIES_S = 0.1
ANSWER_S = 2.0  # for a whole answer, once it is known that Descant is there
TRIES = 3


class Asking:
    """A socket tied to one Descant. To be used in a ``with``."""

    def __init__(self, port: int = PORT, host: str = LOCAL) -> None:
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        self._udp.connect((host, port))

    def __enter__(self) -> "Asking":
        return self

    def __exit__(self, *raised: object) -> None:
        self._udp.close()

    @property
    def port(self) -> int:
        """The number of its own port."""
        return int(self._udp.getsockname()[1])

    def there(self, wait_s: float, lives: Callable[[], bool] = lambda: True) -> osc.Message | None:
        """Return Descant's pong; None where there is none after `wait_s`, or when `lives` says that it has ended."""
        end = time.monotonic() + wait_s
        while True:
            for message in self._hear("ping", (), "pong", BETWEEN_TRIES_S):
                return message
            if time.monotonic() >= end or not lives():
                return None

    def ask(self, word: str, *arguments: osc.Argument, last: str) -> list[osc.Message] | None:
        """Return what is answered up to the address `last`, without ``/descant/``; None where that does not come."""
        for _ in range(TRIES):
            if heard := self._hear(word, arguments, last, ANSWER_S):
                return heard
        return None

    def say(self, word: str, *arguments: osc.Argument) -> None:
        """Say something that is not answered."""
        with suppress(OSError):
            self._udp.send(osc.encode(PREFIX + word, *arguments))

    def _hear(self, word: str, arguments: tuple[osc.Argument, ...], last: str, wait_s: float) -> list[osc.Message]:
        """Say a word; return what comes up to `last`, nothing where that does not come in time."""
        end, heard = time.monotonic() + wait_s, []
        self.say(word, *arguments)
        while (left := end - time.monotonic()) > 0:
            self._udp.settimeout(left)
            try:
                messages = osc.decode(self._udp.recv(LARGEST_DATAGRAM))
            except TimeoutError:
                break
            except OSError:  # nobody has that port, yet
                time.sleep(max(0.0, min(left, BETWEEN_TRIES_S)))
                break
            except ValueError:  # somebody else's, at that port
                continue
            for message in messages:
                heard.append(message)
                if message.address == PREFIX + last:
                    return heard
        return []
