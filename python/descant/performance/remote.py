"""What clients say by OSC becomes input lines of the take, and what they ask is answered.

A bad message is answered with an error and changes nothing. Values of one parameter that come in one breath
replace each other; notes and cues are all taken, in their order.
"""

import heapq
import itertools
import math
import time
from collections.abc import Callable, Iterable, Iterator

from descant.devices import osc
from descant.devices.osc_port import Address, OscPort, Received
from descant.devices.protocol import PREFIX, WORDS, Refused
from descant.performance.clients import Client, Clients
from descant.performance.performance import Performance
from descant.performance.requests import Answer, Requests, Server
from descant.performance.take import Line
from descant.performance.watch import Watch
from descant.table import Value
from descant.video.messages import Message as Picture

AT_A_TIME = 32  # datagrams between two looks at the keyboards: about a millisecond
LONGEST_AHEAD_S = 10.0
MOST_WAITING = 4096
ANSWERS_A_TURN, BETWEEN_TURNS_S = 32, 0.002  # a long list goes in pieces: a client's ear holds 256 datagrams
SETTERS = ("set", "tune")

_WORDS = {PREFIX + word.address: word for word in WORDS}

Apply = Callable[[float, Line], None]
"""Applies an input line; it arrived when ``time.monotonic()`` was the first argument."""


class Remote:
    """The way of OSC clients into a performance. One thread calls everything; nothing here waits."""

    def __init__(self, port: OscPort, performance: Performance, apply: Apply, server: Server) -> None:
        self.port, self._performance, self._apply = port, performance, apply
        self.clients = Clients(port, tuple(performance.patch.streams))
        self.requests = Requests(performance, self.clients, self._do, server, self._later)
        self.watch = Watch(performance, self.clients, port)
        self._acts = {
            address: getattr(self.requests, word.address.replace("/", "_"))
            for address, word in _WORDS.items()
            if word.address not in SETTERS
        }
        self._parameters = {PREFIX + name: name for name in performance.patch.table}
        self._triggers = performance.patch.osc.triggers
        self._values: dict[str, tuple[Client, Value]] = {}  # set, not yet applied
        self._scheduled: list[tuple[float, int, Client, osc.Message]] = []  # a heap
        self._count = itertools.count()
        self._answers: dict[tuple[Address, str], tuple[Client, Iterator[Answer]]] = {}
        self._answered_s = self._arrived_s = -math.inf
        self._heard: Client | None = None  # whose message is being done

    def fileno(self) -> int:
        """Return what to select() on."""
        return self.port.fileno()

    def read(self) -> None:
        """Take what has come, a little at a time."""
        for client in self.clients.gone():
            self.requests.bye(client)
        for received in self.port.read(AT_A_TIME):
            self._receive(received)
        self._flush()

    def due_s(self) -> float:
        """Return when `tick` next has something to do, in seconds of ``time.monotonic()``."""
        scheduled = self._scheduled[0][0] if self._scheduled else math.inf
        answers = self._answered_s + BETWEEN_TURNS_S if self._answers else math.inf
        return min(scheduled, answers, self.clients.due_s(), self.watch.due_s())

    def tick(self, now_s: float) -> None:
        """Do what was stamped for now; send streams, long answers and what watchers see."""
        while self._scheduled and self._scheduled[0][0] <= now_s:
            self._arrived_s, _, client, message = heapq.heappop(self._scheduled)
            self._message(client, message)
        self._flush()
        if self._answers and now_s >= self._answered_s + BETWEEN_TURNS_S:
            self._answered_s = now_s
            self._answer()
        self.clients.feed(now_s, self._performance.engine.stream_values)
        self.watch.tick(now_s)

    def happened(self, lines: Iterable[Line], messages: Iterable[Picture]) -> None:
        """Tell the clients of what was written in the take and shown in the picture."""
        for line in lines:
            if "cue" in line:
                self._tell("cue", *self.requests.cue())
            elif line.get("warn") == "cue":
                self._tell("cue/refused", str(line["text"]).removeprefix("refused: "))
            self.watch.line(line)
        for message in messages:
            self.watch.message(message)

    def close(self) -> None:
        """Give the port back."""
        self.port.close()

    # ------------------------------------------------------------ hearing
    def _receive(self, received: Received) -> None:
        self._arrived_s = received.arrived_s
        client = self.clients.of(received.sender)
        if client is None:
            self.clients.refused += 1
            return
        try:
            messages = osc.decode(received.datagram)
        except ValueError as error:
            self._refuse(client, "", str(error))
            return
        for message in messages:
            if message.time is None:
                self._message(client, message)
            else:
                self._schedule(client, message, message.time - time.time())

    def _schedule(self, client: Client, message: osc.Message, ahead_s: float) -> None:
        if ahead_s <= 0.0:
            self._message(client, message)
        elif ahead_s > LONGEST_AHEAD_S:
            self._refuse(client, message.address, f"stamped more than {LONGEST_AHEAD_S:g} s ahead")
        elif len(self._scheduled) >= MOST_WAITING:
            self._refuse(client, message.address, f"{MOST_WAITING} messages wait for their time already")
        else:
            heapq.heappush(self._scheduled, (self._arrived_s + ahead_s, next(self._count), client, message))

    def _message(self, client: Client, message: osc.Message) -> None:
        self.watch.received += 1
        self._heard = client
        try:
            self._perform(client, message.address, message.arguments)
        except Refused as error:
            self._refuse(client, message.address, str(error))
        finally:
            self._heard = None

    def _perform(self, client: Client, address: str, arguments: tuple[osc.Argument, ...]) -> None:
        if name := self._parameters.get(address):
            self._parameter(client, address, name, arguments)
            return
        if address in self._triggers:
            if not arguments or arguments[0]:  # a button's release says 0
                self._flush()
                self.requests.trigger(client, self._triggers[address])
            return
        word = _WORDS.get(address)
        if word is None:
            raise Refused("there is no such address; /descant/list tells what there is")
        checked = word.checked(arguments)
        if word.address in SETTERS:
            name = str(checked[0])
            self._set(client, self.requests.tuned(name) if word.address == "tune" else name, checked[1])
        else:
            self._flush()
            self._acts[address](client, *checked)

    def _parameter(self, client: Client, address: str, name: str, arguments: tuple[osc.Argument, ...]) -> None:
        if len(arguments) == 1:
            self._set(client, name, arguments[0])
        elif not arguments:
            self._flush()
            self.clients.send(client, name, self.requests.value(name))
        else:
            raise Refused(f"found {len(arguments)} arguments; write {address} value")

    def _set(self, client: Client, name: str, value: osc.Argument) -> None:
        self._values[name] = client, self.requests.checked(name, value)

    def _flush(self) -> None:
        """Apply the values that were set, before anything that must find them so."""
        values, self._values = self._values, {}
        for name, (client, value) in values.items():
            self._do({"in": "set", "from": client.source, "name": name, "value": value})

    def _do(self, line: Line) -> None:
        self._apply(self._arrived_s, line)

    def _refuse(self, client: Client, address: str, text: str) -> None:
        self.clients.refuse(client, address, text, self._arrived_s)
        self.watch.refused(client, address, text)

    # ------------------------------------------------------------ answering
    def _tell(self, address: str, *arguments: osc.Argument) -> None:
        """Tell everyone who said hello, and who has just asked."""
        self.clients.tell(address, *arguments)
        if self._heard and not self._heard.name:
            self.clients.send(self._heard, address, *arguments)

    def _later(self, client: Client, kind: str, answers: Iterator[Answer]) -> None:
        """Answer at length; what this client was still being told of the same kind is told anew."""
        self._answers[client.sender, kind] = client, answers

    def _answer(self) -> None:
        for key, (client, answers) in list(self._answers.items()):
            turn = list(itertools.islice(answers, ANSWERS_A_TURN))
            for address, arguments in turn:
                self.clients.send(client, address, *arguments)
            if len(turn) < ANSWERS_A_TURN:
                del self._answers[key]
