"""The clients that speak to a performance: where each hears, what it subscribes to, how often it erred."""

import math
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import translate
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from descant.devices import osc, protocol
from descant.devices.osc_port import LOCAL, Address, OscPort

if TYPE_CHECKING:
    from descant.performance.performance import Performance

MOST_CLIENTS = 64
MOST_PATTERNS = 64
BETWEEN_ERRORS_S = 1.0
SINGLE = 16  # so many values go as messages of their own, which every program understands; more go in bundles
LARGEST_BUNDLE = 8192  # bytes
BUNDLED = 100  # messages that are told in one bundle
ERROR = protocol.PREFIX + "error"
LONGEST_ECHO = 200  # characters of an address that was no good

Floats = npt.NDArray[np.float32]


class Feed:
    """Some streams on their way to one client, at one rate."""

    def __init__(self, names: Sequence[str], places: Sequence[int], rate_hz: float) -> None:
        self._heads = [osc.encode(f"{protocol.PREFIX}{name}", 0.0)[:-4] for name in names]
        self._sizes = [struct.pack(">i", len(head) + 4) for head in self._heads]
        self._places = np.array(places, np.intp)
        self._sent = np.full(len(places), np.nan, np.float32)
        self._period_s = 1.0 / rate_hz
        self.due_s = -math.inf

    def datagrams(self, now_s: float, values: Floats) -> Iterator[bytes]:
        """Yield what has moved since the last time, where that was long enough ago."""
        if now_s < self.due_s:
            return
        next_s = self.due_s + self._period_s
        self.due_s = next_s if next_s > now_s else now_s + self._period_s
        mine = values[self._places]
        moved = np.flatnonzero(mine != self._sent)
        self._sent = mine
        raw = mine[moved].astype(">f4").tobytes()
        messages = [(place, raw[4 * n : 4 * n + 4]) for n, place in enumerate(moved.tolist())]
        if len(messages) <= SINGLE:
            for place, value in messages:
                yield self._heads[place] + value
        else:
            yield from self._bundles(messages)

    def _bundles(self, messages: list[tuple[int, bytes]]) -> Iterator[bytes]:
        pieces, size = [osc.BUNDLE_HEAD], 0
        for place, value in messages:
            pieces += (self._sizes[place], self._heads[place], value)
            size += len(self._heads[place]) + 8
            if size > LARGEST_BUNDLE:
                yield b"".join(pieces)
                pieces, size = [osc.BUNDLE_HEAD], 0
        if size:
            yield b"".join(pieces)


@dataclass(slots=True)
class Client:
    """One program that has spoken."""

    sender: Address
    ear: Address  #: where it hears
    name: str = ""  #: "" until it says hello
    watching: bool = False
    patterns: dict[str, tuple[float, list[int]]] = field(default_factory=dict)  #: → rate in Hz, streams that match
    feeds: list[Feed] = field(default_factory=list)
    holds: bool = False  #: notes of it sound
    away: bool = False  #: its machine cannot be reached
    said_s: float = -math.inf  #: when an error was last told
    erred: int = 0  #: since then

    @property
    def source(self) -> str:
        """Who it is in a take."""
        return f"{self.sender[0]}:{self.sender[1]}"

    @property
    def stays(self) -> bool:
        """Whether it must not be forgotten to make room."""
        wanted = bool(self.name or self.patterns or self.watching)
        return self.holds or (wanted and not self.away)


class Clients:
    """Everybody who has spoken, at most 64: of those who only asked something, the oldest give way."""

    def __init__(self, port: OscPort, streams: Sequence[str]) -> None:
        self._port, self._streams = port, tuple(streams)
        self._clients: dict[Address, Client] = {}
        self.refused = 0  #: messages answered, or counted, with an error
        self.crowded = False  #: somebody found no room
        self.due_s = math.inf  #: when `feed` next has something to look at

    def take_up(self, performance: "Performance") -> None:
        """Feed everybody from the streams of another piece, by the same patterns; notes of the old one are over."""
        for client in self:
            client.holds = False
        self.know(performance.patch.streams)

    def know(self, streams: Iterable[str]) -> None:
        """Feed everybody from these streams, by the same patterns."""
        self._streams = tuple(streams)
        for client in self:
            client.patterns = {
                pattern: (rate_hz, self._matching(pattern)) for pattern, (rate_hz, _) in client.patterns.items()
            }
            self._feed(client)

    def __iter__(self) -> Iterator[Client]:
        return iter(list(self._clients.values()))

    def __len__(self) -> int:
        return len(self._clients)

    def of(self, sender: Address) -> Client | None:
        """Return the client that speaks from there; None where there is no more room."""
        client = self._clients.get(sender)
        if client is not None:
            client.away = False
            return client
        if not self._has_room():
            self.crowded = True
            self.refused += 1
            return None
        client = self._clients[sender] = Client(sender, sender)
        return client

    def is_own(self, ear: Address) -> bool:
        """Return whether to hear there would be to hear oneself."""
        return ear == (LOCAL, self._port.number)

    def _has_room(self) -> bool:
        if len(self._clients) >= MOST_CLIENTS:
            passing = next((client.sender for client in self if not client.stays), None)
            if passing is None:
                return False
            del self._clients[passing]
        return True

    def forget(self, client: Client) -> None:
        """Let a client go."""
        self._clients.pop(client.sender, None)
        self._look()

    def gone(self) -> list[tuple[Client, bool]]:
        """Return the clients to whom nothing can be sent; true where their port is closed, for good."""
        gone = dict(self._port.gone())
        found = [(client, gone[client.ear]) for client in self if client.ear in gone] if gone else []
        for client, _ in found:
            client.away = True
        return found

    def send(self, client: Client, address: str, *arguments: osc.Argument) -> None:
        """Tell a client something; `address` is without its ``/descant/``."""
        self._port.send(osc.encode(protocol.PREFIX + address, *arguments), client.ear)

    def tell(self, address: str, *arguments: osc.Argument, watching: bool = False) -> None:
        """Tell everyone who said hello; or only those who watch."""
        for client in self:
            if client.watching if watching else client.name:
                self.send(client, address, *arguments)

    def tell_many(self, messages: Sequence[tuple[str, *tuple[osc.Argument, ...]]]) -> None:
        """Tell those who watch several things; many at once come in bundles."""
        encoded = [osc.encode(protocol.PREFIX + address, *arguments) for address, *arguments in messages]
        if len(encoded) > SINGLE:
            encoded = [osc.bundle(encoded[at : at + BUNDLED]) for at in range(0, len(encoded), BUNDLED)]
        for client in self:
            for datagram in encoded if client.watching else ():
                self._port.send(datagram, client.ear)

    def refuse(self, client: Client, address: str, text: str, now_s: float) -> None:
        """Count an error, and tell its sender at most once a second."""
        self.refused += 1
        client.erred += 1
        if now_s >= client.said_s + BETWEEN_ERRORS_S and address != ERROR:  # two programs could go on for ever
            self.send(client, "error", address[:LONGEST_ECHO], text, client.erred)
            client.said_s, client.erred = now_s, 0

    def subscribe(self, client: Client, pattern: str, rate_hz: float) -> None:
        """Let streams that match come, at most so often.

        Raises:
            Refused: nothing matches, or it has too many subscriptions.
        """
        known = client.patterns.get(pattern)
        if known and known[0] == rate_hz:
            return
        if known is None and len(client.patterns) >= MOST_PATTERNS:  # those of a piece that is over give way
            client.patterns = {name: own for name, own in client.patterns.items() if own[1]}
        if known is None and len(client.patterns) >= MOST_PATTERNS:
            raise protocol.Refused(f"at most {MOST_PATTERNS} subscriptions a client")
        places = known[1] if known else self._matching(pattern)
        if not places:
            raise protocol.Refused(f"no stream matches {protocol.shown(pattern)}")
        client.patterns[pattern] = rate_hz, places
        self._feed(client)

    def _matching(self, pattern: str) -> list[int]:
        matches = re.compile(translate(pattern)).match  # fnmatch itself remembers thousands of patterns
        return [place for place, name in enumerate(self._streams) if matches(name)]

    def unsubscribe(self, client: Client, pattern: str) -> None:
        """End a subscription.

        Raises:
            Refused: there is none of that pattern.
        """
        if client.patterns.pop(pattern, None) is None:
            raise protocol.Refused(f"there is no subscription to {protocol.shown(pattern)}")
        self._feed(client)

    def _feed(self, client: Client) -> None:
        """Sort what it subscribes to by rate; a stream that two patterns match comes at the higher one."""
        rates: dict[int, float] = {}
        for rate_hz, places in client.patterns.values():
            rates |= {place: max(rate_hz, rates.get(place, 0.0)) for place in places}
        client.feeds = []
        for rate_hz in sorted(set(rates.values())):
            places = sorted(place for place, own in rates.items() if own == rate_hz)
            client.feeds.append(Feed([self._streams[place] for place in places], places, rate_hz))
        self._look()

    def _look(self) -> None:
        self.due_s = min((feed.due_s for client in self for feed in client.feeds), default=math.inf)

    def feed(self, now_s: float, values: Sequence[float]) -> None:
        """Send the streams that moved to whom they are due."""
        newest = np.array(values, np.float32)
        for client in self:
            for feed in client.feeds:
                for datagram in feed.datagrams(now_s, newest):
                    self._port.send(datagram, client.ear)
        self._look()
