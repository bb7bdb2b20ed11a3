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
from descant.devices.osc_port import Address, OscPort
from descant.devices.protocol import PREFIX, WORDS, Refused
from descant.performance import telling
from descant.performance.clients import Client, Clients
from descant.performance.countdown import Countdown
from descant.performance.errands import Errands
from descant.performance.lookout import Lookout
from descant.performance.performance import Performance
from descant.performance.requests import Requests, Server
from descant.performance.take import Line
from descant.performance.telling import Answer
from descant.performance.watch import Watch
from descant.table import Value
from descant.video.messages import Message as Picture

AT_A_TIME = 32  # datagrams, so that strangers who flood the port keep nobody waiting
TURN_S = 0.001  # then the keyboards come first again
REST_S = 0.0005  # between two turns: a flood is taken in handfuls, which costs half as much
LONGEST_AHEAD_S = 10.0
MOST_WAITING = 4096
ANSWERS_A_TURN, BETWEEN_TURNS_S = 32, 0.002  # a long list goes in pieces: a client's ear holds 256 datagrams
BETWEEN_PROBES_S = 1.0
SETTERS = ("set", "tune")
OF_CUES = ("cue", "capture", "morph")  # of what warnings are told to everyone as refusals

_WORDS = {PREFIX + word.address: word for word in WORDS}

Apply = Callable[[float, Line], None]
"""Applies an input line; it arrived when ``time.monotonic()`` was the first argument."""


class Remote:
    """The way of OSC clients into a performance. One thread calls everything; nothing here waits."""

    def __init__(self, port: OscPort, performance: Performance, apply: Apply, server: Server) -> None:
        self.port, self._performance, self._apply = port, performance, apply
        self.clients = Clients(port, tuple(performance.patch.streams))
        self.requests = Requests(
            performance, self.clients, apply=self._do, server=server, later=self._later, parted=self._part
        )
        self.watch = Watch(performance, self.clients, port)
        self.countdown = Countdown(performance, self.clients)
        self.lookout = Lookout(performance, self.clients, self.requests.tell_table)
        self._acts = {
            address: getattr(self.requests, word.address.replace("/", "_"))
            for address, word in _WORDS.items()
            if word.address not in SETTERS
        }
        self._parameters = {PREFIX + name: name for name in performance.patch.table}
        self._triggers = performance.patch.osc.triggers
        self._values: dict[str, tuple[Client, Value]] = {}  # set, not yet applied
        self.errands: Errands[tuple[str, Value]] = Errands()  #: values that wait until they can be set at once
        self._coming = self._come()
        self._more = False  # has come, and waits for its turn
        self._scheduled: list[tuple[float, int, Address, osc.Message]] = []  # a heap
        self._count = itertools.count()
        self._answers: dict[tuple[Address, str], tuple[Client, Iterator[Answer]]] = {}
        self._answered_s = self._probed_s = self._arrived_s = -math.inf
        self._rests_until_s = math.inf  # infinity where it does not rest
        self._heard: Client | None = None  # whose message is being done

    def take_up(self, performance: Performance, number: int, of: int) -> None:
        """Let clients play another piece from now on, and tell them which one it is, by its number and of how many."""
        self._performance, self._triggers = performance, performance.patch.osc.triggers
        self._parameters = {PREFIX + name: name for name in performance.patch.table}
        self.requests.piece = number, of
        self._values.clear()
        self._answers.clear()
        self.errands.clear()
        for each in (self.clients, self.requests, self.watch, self.countdown, self.lookout):
            each.take_up(performance)
        self._tell("piece", number, of, performance.patch.title)

    def fileno(self) -> int:
        """Return what to select() on; -1 while it rests: `due_s` says until when."""
        return -1 if self._rests_until_s < math.inf else self.port.fileno()

    def read(self) -> None:
        """Take what has come and what was stamped for now, a millisecond each: the rest waits for the next turn."""
        self._found()
        self._take_scheduled()
        self._flush()
        self._miss()
        self._take_what_came()
        self._flush()

    def _take_what_came(self) -> None:
        until_s = time.monotonic() + TURN_S
        before, self._more, self._rests_until_s = self.watch.received, False, math.inf
        for arrived_s, sender, message in self._coming:
            self._arrived_s = arrived_s
            self._message(sender, message)
            if (now_s := time.monotonic()) >= until_s:
                self._more = True
                break
        else:
            self._coming = self._come()
            if self.watch.received > before:
                self._rests_until_s = now_s + REST_S

    def _take_scheduled(self) -> None:
        until_s = (now_s := time.monotonic()) + TURN_S
        while self._scheduled and self._scheduled[0][0] <= now_s and time.monotonic() < until_s:
            self._arrived_s, _, sender, message = heapq.heappop(self._scheduled)
            self._message(sender, message)

    def due_s(self) -> float:
        """Return when `read` or `tick` next has something to do, in seconds of ``time.monotonic()``."""
        if self._more:
            return -math.inf
        scheduled = self._scheduled[0][0] if self._scheduled else math.inf
        answers = self._answered_s + BETWEEN_TURNS_S if self._answers else math.inf
        return min(scheduled, answers, self._rests_until_s, self.clients.due_s, self.watch.due_s())

    def tick(self, now_s: float) -> None:
        """Send streams, long answers and what watchers see."""
        if self._answers and now_s >= self._answered_s + BETWEEN_TURNS_S:
            self._answered_s = now_s
            self._answer()
        if now_s >= self.clients.due_s:
            self.clients.feed(now_s, self._performance.engine.stream_values)
        self.watch.tick(now_s)
        self.countdown.tick(now_s)
        self.lookout.tick(now_s)
        if now_s >= self._probed_s + BETWEEN_PROBES_S:
            self._probed_s = now_s
            self._probe()

    def happened(self, lines: Iterable[Line], messages: Iterable[Picture]) -> None:
        """Tell the clients of what was written in the take and shown in the picture."""
        for line in lines:
            if "cue" in line:
                self.errands.clear()  # the cue says how everything is
                self._tell("cue", *self.requests.cue())
            elif (of := line.get("warn")) in OF_CUES:
                self._tell("cue/refused", str(line["text"]).removeprefix("refused: "), str(of))
            elif line.get("in") == "fault" and line.get("of") in ("capture", "patch"):
                self._tell(*_not_kept(str(line["of"]), str(line["text"])))
            elif line.get("in") == "learn":
                self._learned()
            elif line.get("in") == "worker":
                self._trained(line)
            elif "captured" in line or "reloaded" in line:
                self._edited(line)
            self.watch.line(line)
        for message in messages:
            self.watch.message(message)

    def _trained(self, line: Line) -> None:
        """Tell that the training of a part is over."""
        if line.get("done"):
            self._tell("trained", str(line["part"]), int(line["step"]))

    def _learned(self) -> None:
        """Let clients know of a part that was added."""
        table = self._performance.patch.table
        if len(table) == len(self._parameters):
            return
        self._parameters = {PREFIX + name: name for name in table}
        self.clients.know(self._performance.patch.streams)
        for client in self.clients:
            if client.name or client is self._heard:
                self.requests.tell_table(client)

    def _edited(self, line: Line) -> None:
        """Tell those who hear cues of a captured one, and then the whole list."""
        cues = self._performance.patch.cues
        found = next((cue for cue in cues if cue.number == line.get("captured")), None)
        if found and "undone" not in line:
            self._tell("cue/entry", *telling.entry(found))
        for client in self.clients:
            if client.name or client is self._heard:
                self._later(client, "cue/list", telling.cues(self._performance.patch))

    # ------------------------------------------------------------ hearing
    def _come(self) -> Iterator[tuple[float, Address, osc.Message]]:
        """Yield when, from whom and what has come to be done now; what is stamped for later is put aside."""
        for arrived_s, sender, datagram in self.port.read(AT_A_TIME):
            try:
                messages = osc.decode(datagram)
            except ValueError as error:
                if client := self.clients.of(sender):
                    self._refuse(client, "", str(error), arrived_s)
                continue
            for message in messages:
                ahead_s = 0.0 if message.time is None else message.time - time.time()
                if ahead_s <= 0.0:
                    yield arrived_s, sender, message
                else:
                    self._schedule(sender, message, time.monotonic(), ahead_s)

    def _schedule(self, sender: Address, message: osc.Message, now_s: float, ahead_s: float) -> None:
        client = self.clients.of(sender)
        if client is None:
            return
        if ahead_s > LONGEST_AHEAD_S:
            self._refuse(client, message.address, f"stamped more than {LONGEST_AHEAD_S:g} s ahead", now_s)
        elif len(self._scheduled) >= MOST_WAITING:
            self._refuse(client, message.address, f"{MOST_WAITING} messages wait for their time already", now_s)
        else:
            heapq.heappush(self._scheduled, (now_s + ahead_s, next(self._count), sender, message))

    def _message(self, sender: Address, message: osc.Message) -> None:
        client = self.clients.of(sender)
        if client is None:
            return
        self.watch.received += 1
        self._heard = client
        try:
            self._perform(client, message.address, message.arguments)
        except Refused as error:
            self._refuse(client, message.address, str(error), self._arrived_s)
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
        checked = self.requests.checked(name, value)
        self._values.pop(name, None)  # the order is that of the last ones
        self._values[name] = client, checked

    def _flush(self) -> None:
        """Apply the values that were set, before anything that must find them so."""
        values, self._values = self._values, {}
        for name, (client, value) in values.items():
            self.errands.drop(name)
            self._apply_value(name, (client.source, value))

    def _apply_value(self, name: str, told: tuple[str, Value]) -> None:
        """Set a parameter; one that takes long, when that can be done at once."""
        source, value = told
        if errand := self._performance.errand(name, value):
            self.errands.ask(name, errand, told)
        else:
            self._do({"in": "set", "from": source, "name": name, "value": value})

    def _found(self) -> None:
        found, lost = self.errands.read()
        if found or lost:
            self._arrived_s = time.monotonic()
        for name, told in found:
            self._apply_value(name, told)
        for name in lost:
            self._do({"in": "fault", "of": name, "text": "stays as it was: the process that searched has died"})

    def _do(self, line: Line) -> None:
        self._apply(self._arrived_s, line)

    def _refuse(self, client: Client, address: str, text: str, now_s: float) -> None:
        self.clients.refuse(client, address, text, now_s)
        self.watch.refused(client, address, text)

    # ------------------------------------------------------------ clients that go
    def _miss(self) -> None:
        """Release the notes of clients that have gone; forget those that have closed their port."""
        for client, closed in self.clients.gone():
            self._flush()
            self._arrived_s = time.monotonic()
            if closed:
                self.requests.bye(client)
            else:
                self.requests.release(client)

    def _part(self, client: Client) -> None:
        """Drop what waits for one who was forgotten, or from it."""
        self._answers = {key: answer for key, answer in self._answers.items() if key[0] != client.sender}
        self._scheduled = [each for each in self._scheduled if each[2] != client.sender]
        heapq.heapify(self._scheduled)

    def _probe(self) -> None:
        """Send something to those who hold notes: only so is it found out that one has died with keys down."""
        everyone, self.clients.crowded = self.clients.crowded, False
        for client in self.clients:
            if client.holds or everyone:
                self.requests.ping(client)

    # ------------------------------------------------------------ telling
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


def _not_kept(of: str, text: str) -> tuple[str, *tuple[osc.Argument, ...]]:
    """Return how clients are told that a cue is not in the patch's file, or that an edited patch is faulty."""
    return ("cue/refused", text, of) if of == "capture" else ("error", "patch", text, 1)
