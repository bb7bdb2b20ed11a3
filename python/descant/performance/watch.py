"""What a control panel shows beyond streams and cues: the state of the performance, learners, values, a log."""

import math
from collections import deque
from collections.abc import Callable
from typing import Any

from descant.devices import osc
from descant.devices.osc_port import OscPort
from descant.performance.clients import Client, Clients
from descant.performance.performance import Performance
from descant.performance.requests import typed
from descant.performance.take import Line
from descant.table import Value
from descant.video.messages import Aimed, Drawn, Message, Stepped

PERIOD_S = 1 / 30
STATUS_S = 0.25
LINES_A_TURN = 4  # of the log: 120 a second; what is more is counted
LONGEST_TEXT = 200


class Watch:
    """Tells clients that sent ``/descant/watch 1``, thirty times a second, what is new.

    Sends ``/descant/watch/status elapsed_s late frozen panicking received refused strangers clients``,
    ``/descant/watch/learner part learner form target… theta… n…`` (4 + 4 numbers of a cubic, 3 + 3 + 3 of a knot),
    ``/descant/watch/value name value`` and ``/descant/watch/log text``. Who begins to watch hears of every learner
    at once, and from `Requests` ``/descant/watch/part name kind`` and ``/descant/watch/moved parameter per_note
    stream…`` for each parameter that mappings move or that each note has for itself.
    """

    def __init__(self, performance: Performance, clients: Clients, port: OscPort) -> None:
        self._performance, self._clients, self._port = performance, clients, port
        self.received = 0  #: messages from clients
        self.late = 0  #: bundles that scsynth found late
        self._due_s = self._status_s = -math.inf
        self._held = (False, False)  # frozen, panicking, as last told
        self._watched = False
        self._learners: dict[str, Drawn] = {}  # part → its present learner
        self._thetas: dict[str, tuple[float, ...]] = {}
        self._moved: set[str] = set()  # parts whose learner has moved since it was told
        self._values: dict[str, Value] = {}  # as last told
        self._log: deque[str] = deque(maxlen=LINES_A_TURN * 30)
        self._unsaid = 0

    def due_s(self) -> float:
        """Return when `tick` next has something to do."""
        return self._due_s if self._anyone() else math.inf

    def _anyone(self) -> bool:
        return any(client.watching for client in self._clients)

    def message(self, message: Message) -> None:
        """Take what the picture was told."""
        match message:
            case Drawn():
                self._learners[message.part], self._thetas[message.part] = message, message.theta
            case Stepped() if self._is_present(message):
                self._thetas[message.part] = message.theta
            case Aimed() if self._is_present(message):
                self._learners[message.part] = _aimed(self._learners[message.part], message.target)
            case _:
                return
        self._moved.add(message.part)

    def _is_present(self, message: Stepped | Aimed) -> bool:
        drawn = self._learners.get(message.part)
        return drawn is not None and drawn.learner == message.learner

    def line(self, line: Line) -> None:
        """Take a line of the take into the log."""
        if self._watched and (text := said(line, self._who)):
            self._say(text)

    def _who(self, source: str) -> str:
        """Return the name of a client, where it has said one."""
        return next((client.name for client in self._clients if client.source == source and client.name), source)

    def refused(self, client: Client, address: str, text: str) -> None:
        """Take what a client was refused into the log."""
        if self._watched:
            self._say(f"refused {client.name or client.source}: {address} {text}")

    def _say(self, text: str) -> None:
        if len(self._log) == self._log.maxlen:
            self._unsaid += 1
        else:
            self._log.append(text[:LONGEST_TEXT])

    def tick(self, now_s: float) -> None:
        """Send what is new."""
        watched, self._watched = self._watched, self._anyone()
        if not self._watched or now_s < self._due_s:
            return
        if not watched:  # nobody has looked until now
            self._values = {}
        self._due_s = now_s + PERIOD_S
        self._tell_status(now_s)
        self._tell_learners()
        self._tell_values()
        self._tell_log()

    def _tell_status(self, now_s: float) -> None:
        held = self._performance.frozen, self._performance.panicking
        if now_s >= self._status_s + STATUS_S or held != self._held:
            self._status_s, self._held = now_s, held
            self._tell("watch/status", *self._status())

    def _status(self) -> tuple[osc.Argument, ...]:
        performance, clients = self._performance, self._clients
        return (
            performance.time, self.late, int(performance.frozen), int(performance.panicking), self.received,
            clients.refused, self._port.strangers, len(clients),
        )  # fmt: skip

    def _tell_learners(self) -> None:
        """Tell everybody of those that have moved, and who has just begun to watch of all."""
        moved, self._moved = self._moved, set()
        watching = [client for client in self._clients if client.watching]
        first = [client for client in watching if client.looks_first]
        for part, drawn in self._learners.items():
            numbers = (*drawn.target, *self._thetas[part], *map(float, drawn.n))
            for client in watching if part in moved else first:
                self._clients.send(client, "watch/learner", part, drawn.learner, drawn.form, *numbers)
        for client in first:
            client.looks_first = False

    def _tell_values(self) -> None:
        present = self._performance.conductor.values
        changed = {name: value for name, value in present.items() if self._values.get(name) != value}
        for name, value in changed.items() if self._values else ():
            self._tell("watch/value", name, typed(self._performance.patch.table[name], value))
        self._values = dict(present)

    def _tell_log(self) -> None:
        for _ in range(min(LINES_A_TURN, len(self._log))):
            self._tell("watch/log", self._log.popleft())
        if self._unsaid and not self._log:
            self._tell("watch/log", f"and {self._unsaid} lines more")
            self._unsaid = 0

    def _tell(self, address: str, *arguments: osc.Argument) -> None:
        self._clients.tell(address, *arguments, watching=True)


def _aimed(drawn: Drawn, target: tuple[float, ...]) -> Drawn:
    return Drawn(drawn.time, drawn.part, drawn.learner, drawn.form, target, drawn.theta, drawn.n)


def said(line: Line, who: Callable[[str], str] = str) -> str:  # noqa: PLR0911 - a way out for each kind
    """Return a line of the take as the log has it; "" for one that is no news, such as a step.

    `who` returns the name of a source.
    """
    match line:
        case {"cue": number, "name": name}:
            return f"cue {number} {name}"
        case {"voice": voice, "on": pitch, "frequency_hz": hz, "instrument": instrument, "detune": detune}:
            return f"→ {instrument} {voice}: note {pitch:g}, {hz:.1f} Hz, δ {detune:+.4f}"
        case {"voice": voice, "off": _}:
            return f"→ voice {voice} off"
        case {"draw": part, "learner": learner}:
            return f"{part}: learner {learner} drawn"
        case {"warn": where, "text": text}:
            return f"{where}: {text}"
        case {"in": kind}:
            return _heard(str(kind), line, who)
    return ""


def _heard(kind: str, line: dict[str, Any], who: Callable[[str], str]) -> str:
    source = f"from {who(str(line['from']))}" if "from" in line else ""
    if kind in ("note", "midi"):
        return ""  # the voice that sounds it tells more
    words = [line["name"]] if kind == "set" else [kind]
    words += [_short(value) for key, value in line.items() if key not in ("t", "in", "from", "name")]
    return " ".join(filter(None, ["←", *words, source]))


def _short(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(_short, value))
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
