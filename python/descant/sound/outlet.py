"""The engine's way to a supriya context: a score offline, a running server on stage. Ids are supriya's everywhere."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from supriya import Node, Score, SynthDef
from supriya.contexts.requests import ReceiveSynthDefs, Request, RequestBundle

from descant.sound.packed import AT_ONCE, datagrams, packed, stamp

if TYPE_CHECKING:
    from descant.sound.server import LiveServer


class Outlet(Protocol):
    """Where requests go that leave together."""

    def node(self) -> int:
        """Return a node id that nobody has."""

    def install(self, time: float, definitions: Iterable[SynthDef]) -> None:
        """See to it that synths can be made of SynthDefs from `time` on, seconds of the performance."""

    def send(self, time: float, requests: Sequence[Request]) -> None:
        """Have `requests` done at `time`, which is now, all at the same moment and in their order."""

    def send_ahead(self, time: float, requests: Sequence[Request]) -> None:
        """Have `requests` done at the very sample of `time`, which is still to come."""

    def loaded(self, buffer: int) -> bool:
        """Return whether a buffer can be played that was asked for."""


class ScoreOutlet:
    """Into a Score, at the very time; the score begins at `origin_s` of the performance."""

    def __init__(self, score: Score, origin_s: float = 0.0) -> None:
        self._score, self._origin_s = score, origin_s

    def node(self) -> int:
        """Return a node id that nobody has."""
        return _node(self._score)

    def install(self, time: float, definitions: Iterable[SynthDef]) -> None:
        """Write the SynthDefs into the score."""
        self.send(time, [ReceiveSynthDefs(synthdefs=tuple(definitions))])

    def send(self, time: float, requests: Sequence[Request]) -> None:
        """Write requests into the score."""
        self._score.send(RequestBundle(timestamp=time - self._origin_s, contents=requests))

    send_ahead = send

    def loaded(self, buffer: int) -> bool:
        """Return True: a score is rendered in order."""
        return True


class Nowhere(ScoreOutlet):
    """To no scsynth at all."""

    def install(self, time: float, definitions: Iterable[SynthDef]) -> None:
        """Install nothing."""

    def send(self, time: float, requests: Sequence[Request]) -> None:
        """Send nothing."""

    send_ahead = send


def no_time_of_day(time: float) -> float:
    """Refuse to say when a time of the performance is."""
    raise ValueError(f"nobody has said at what time of day the performance's {time} s are")


class ServerOutlet:
    """To a running server: one bundle, as long as a datagram takes it.

    `unix_s` says what time of day, in seconds since 1970, a time of the performance is.
    """

    def __init__(self, server: "LiveServer", unix_s: Callable[[float], float] = no_time_of_day) -> None:
        self._server, self._unix_s = server, unix_s

    def node(self) -> int:
        """Return a node id that nobody has."""
        return _node(self._server)

    def install(self, time: float, definitions: Iterable[SynthDef]) -> None:
        """Send the SynthDefs and wait for the server, which takes them in its own time."""
        self._server.install(definitions)

    def send(self, time: float, requests: Sequence[Request]) -> None:
        """Send requests, to be done at once. One that cannot be packed is left out and counted among those that failed.

        Raises:
            ServerOffline: the server is gone.
        """
        self._transmit(AT_ONCE, requests)

    def send_ahead(self, time: float, requests: Sequence[Request]) -> None:
        """Send requests with the time at which the server is to do them; else as `send`."""
        self._transmit(stamp(self._unix_s(time)), requests)

    def loaded(self, buffer: int) -> bool:
        """Return whether the server has said that it has read it."""
        return buffer in self._server._buffers

    def _transmit(self, head: bytes, requests: Sequence[Request]) -> None:
        messages = []
        for request in requests:
            try:
                messages.append(packed(request))
            except ValueError as error:
                self._server.refuse(f"{type(request).__name__}: {error}")
        for datagram in datagrams(messages, head):
            self._server.transmit(datagram)


def _node(context: Any) -> int:
    return int(context._allocate_id(Node))  # supriya gives ids out only together with requests of its own
