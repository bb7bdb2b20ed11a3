"""What a control panel shows beyond streams and cues: the state of the performance, learners, values, a log."""

import math
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from descant.devices import osc
from descant.devices.osc_port import Address, OscPort
from descant.performance.clients import Client, Clients
from descant.performance.performance import Performance
from descant.performance.take import Line
from descant.performance.telling import typed
from descant.table import Value
from descant.video.messages import Aimed, Drawn, Looped, Message, Stepped

PERIOD_S = 1 / 30
STATUS_S = 0.25
LINES_A_TURN = 4  # of the log: 120 a second; what is more is counted
LONGEST_TEXT = 200
DRAWN_POINTS = 32  # of a function


class Watch:
    """Tells clients that sent ``/descant/watch 1``, thirty times a second, what is new.

    Sends ``/descant/watch/status elapsed_s late frozen panicking received refused strangers clients waiting``,
        ``/descant/watch/learner part learner form target… theta… n…`` (4 + 4 numbers of a cubic, 3 + 3 + 3 of a knot,
        32 + 32 of a function: its values at equal steps),
        ``/descant/watch/loop part begins_s step_s row figures…`` (a figure a step, 0 silent, 9 the loudest),
        ``/descant/watch/value name value`` and ``/descant/watch/log text``. Who begins to watch hears besides, from
        `Requests`, ``/descant/watch/part name kind`` and ``/descant/watch/moved parameter stream…``.
    """

    def __init__(self, performance: Performance, clients: Clients, port: OscPort) -> None:
        self._performance, self._clients, self._port = performance, clients, port
        self.received = 0  #: messages from clients
        self.late = 0  #: bundles that scsynth found late
        self._due_s = self._status_s = -math.inf
        self._held = (False, False, False)  # frozen, panicking, waiting, as last told
        self._watching: set[Address] = set()
        self._learners: dict[str, Drawn] = {}  # part → its present learner
        self._thetas: dict[str, tuple[float, ...]] = {}
        self._moved: set[str] = set()  # parts whose learner has moved since it was told
        self._loops: dict[str, Looped] = {}  # part → its present loop
        self._looped: set[str] = set()  # parts whose loop has changed since it was told
        self._values: dict[str, Value] = {}  # as last told
        self._log: deque[str] = deque(maxlen=LINES_A_TURN * 30)
        self._unsaid = 0

    def take_up(self, performance: Performance) -> None:
        """Show another piece from now on."""
        self._performance = performance
        self._learners, self._thetas, self._moved, self._values = {}, {}, set(), {}
        self._loops, self._looped = {}, set()

    def due_s(self) -> float:
        """Return when `tick` next has something to do."""
        return self._due_s if self._watching else math.inf

    def message(self, message: Message) -> None:
        """Take what the picture was told."""
        match message:
            case Drawn():
                self._learners[message.part], self._thetas[message.part] = message, message.theta
            case Stepped() if self._is_present(message):
                self._thetas[message.part] = message.theta
            case Aimed() if self._is_present(message):
                self._learners[message.part] = _aimed(self._learners[message.part], message.target)
            case Looped():
                self._loops[message.part] = message
                self._looped.add(message.part)
                return
            case _:
                return
        self._moved.add(message.part)

    def _is_present(self, message: Stepped | Aimed) -> bool:
        drawn = self._learners.get(message.part)
        return drawn is not None and drawn.learner == message.learner

    def line(self, line: Line) -> None:
        """Take a line of the take into the log."""
        if self._watching and (text := said(line, self._who)):
            self._say(text)

    def _who(self, source: str) -> str:
        """Return the name of a client, where it has said one."""
        return next((client.name for client in self._clients if client.source == source and client.name), source)

    def refused(self, client: Client, address: str, text: str) -> None:
        """Take what a client was refused into the log."""
        if self._watching:
            self._say(f"refused {client.name or client.source}: {address} {text}")

    def _say(self, text: str) -> None:
        if len(self._log) == self._log.maxlen:
            self._unsaid += 1
        else:
            self._log.append(text[:LONGEST_TEXT].replace("\0", ""))

    def tick(self, now_s: float) -> None:
        """Send what is new."""
        if now_s < self._due_s:
            return
        self._due_s = now_s + PERIOD_S
        before, self._watching = self._watching, {client.sender for client in self._clients if client.watching}
        if not self._watching:
            return
        if not before:  # nobody has looked until now
            self._values, self._unsaid = {}, 0
            self._log.clear()
        if self._watching - before:  # to whom every learner is new
            self._moved, self._looped = set(self._learners), set(self._loops)
        self._tell_status(now_s)
        self._tell_learners()
        self._tell_loops()
        self._tell_values()
        self._tell_log()

    def _tell_status(self, now_s: float) -> None:
        """Tell it now and then, and at once what holds the performance."""
        held = self._performance.frozen, self._performance.panicking, self._performance.waiting
        if now_s >= self._status_s + STATUS_S or held != self._held:
            self._status_s, self._held = now_s, held
            self._tell("watch/status", *self._status())

    def _status(self) -> tuple[osc.Argument, ...]:
        performance, clients = self._performance, self._clients
        return (
            performance.time, self.late, int(performance.frozen), int(performance.panicking), self.received,
            clients.refused, self._port.strangers, len(clients), int(performance.waiting),
        )  # fmt: skip

    def _tell_learners(self) -> None:
        moved, self._moved = self._moved, set()
        for part in moved:
            drawn = self._learners[part]
            target, theta = drawn.target, self._thetas[part]
            if drawn.form == "function":
                target, theta = _thinned(target), _thinned(theta)
            numbers = (*target, *theta, *map(float, drawn.n))
            self._tell("watch/learner", part, drawn.learner, drawn.form, *numbers)

    def _tell_loops(self) -> None:
        looped, self._looped = self._looped, set()
        for part in looped:
            loop = self._loops[part]
            self._tell("watch/loop", part, loop.begins_s, loop.step_s, *_figures(loop))

    def _tell_values(self) -> None:
        present = self._performance.conductor.values
        changed = {name: value for name, value in present.items() if self._values.get(name) != value}
        table = self._performance.patch.table
        if self._values:
            self._clients.tell_many(
                [("watch/value", name, typed(table[name], value)) for name, value in changed.items()]
            )
        self._values = dict(present)

    def _tell_log(self) -> None:
        for _ in range(min(LINES_A_TURN, len(self._log))):
            self._tell("watch/log", self._log.popleft())
        if self._unsaid and not self._log:
            self._tell("watch/log", f"and {self._unsaid} lines more")
            self._unsaid = 0

    def _tell(self, address: str, *arguments: osc.Argument) -> None:
        self._clients.tell(address, *arguments, watching=True)


def _thinned(values: tuple[float, ...]) -> tuple[float, ...]:
    """Return a function's values at as many equal steps as a panel draws."""
    at, known = np.linspace(0.0, 1.0, DRAWN_POINTS), np.linspace(0.0, 1.0, len(values))
    return tuple(np.interp(at, known, values).tolist())


def _figures(loop: Looped) -> Iterator[str]:
    """Yield each row's name and a figure a step: 0 silent, 9 the loudest."""
    figures = "".join(str(min(9, math.ceil(9 * max(cell, 0.0)))) for cell in loop.cells)
    for place, row in enumerate(loop.rows):
        yield from (row, figures[place * loop.steps : (place + 1) * loop.steps])


def _aimed(drawn: Drawn, target: tuple[float, ...]) -> Drawn:
    return Drawn(drawn.time, drawn.part, drawn.learner, drawn.form, target, drawn.theta, drawn.n)


def said(line: Line, who: Callable[[str], str] = str) -> str:  # noqa: PLR0911 - a way out for each kind
    """Return a line of the take as the log has it; "" for one that is no news, such as a step.

    `who` returns the name of a source.
    """
    match line:
        case {"cue": number, "name": name}:
            return f"cue {number} {name}"
        case {"captured": number, "name": name}:
            return f"cue {number} {name} {'taken back' if 'undone' in line else 'captured'}"
        case {"reloaded": changes}:
            return f"patch edited: {', '.join(changes) or 'nothing that plays'}"
        case {"in": "reload"}:
            return "← reload"  # without the whole text
        case {"in": "written"}:
            return ""  # that it was captured is said
        case {"in": "sound"}:
            return ""  # ten times a second, while a hand moves; the pad shows where they are
        case {"in": "worker", "part": part, "step": step}:
            return f"{part}: trained, {step} steps" if "done" in line else ""
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
    if kind in ("note", "midi", "clock"):
        return ""  # the voice that sounds it tells more
    words = [str(value) for key, value in line.items() if key not in ("t", "in", "from")]
    source = ["from", who(str(line["from"]))] if "from" in line else []
    return " ".join(["←", *([] if kind == "set" else [kind]), *words, *source])
