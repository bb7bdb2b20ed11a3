"""What each word of the OSC protocol does: one method a word of `protocol.WORDS`."""

from collections.abc import Callable, Iterator

from descant import __version__
from descant.devices import osc, protocol
from descant.patch.patch import Patch
from descant.performance import pads, telling
from descant.performance.clients import Client, Clients
from descant.performance.edits import Refused
from descant.performance.performance import NEXT, Performance
from descant.performance.take import Line
from descant.performance.telling import Answer, typed
from descant.performance.undo import nothing_to
from descant.table import Parameter, Value

CURVE_POINTS = 128
NO_CUE = (0.0, "")
SECONDS_OR_NOTES = ("notes_to_tune", "seconds_to_tune")

Apply = Callable[[Line], None]
"""Applies an input line at once."""

Server = Callable[[], tuple[osc.Argument, ...]]
"""Returns host port max_logins inputs outputs audio_buses control_buses buffers."""


class Requests:
    """A client's words, done. Each method takes the client and its arguments, which have been checked.

    Methods raise `protocol.Refused` where what is asked cannot be done; nothing is changed then.
    """

    def __init__(
        self, performance: Performance, clients: Clients, *, apply: Apply, server: Server,
        later: Callable[[Client, str, Iterator[Answer]], None], parted: Callable[[Client], None],
    ) -> None:  # fmt: skip
        self._clients, self._apply = clients, apply
        self._server, self._later, self._parted = server, later, parted
        self.piece = 1, 1  #: of a concert: its number, from 1, and how many there are
        self.place: Callable[[Value], int] = lambda to: 0  #: number of the piece that is meant; 0: it cannot be had
        self.take_up(performance)

    def take_up(self, performance: Performance) -> None:
        """Speak of another piece from now on."""
        self._performance = performance

    @property
    def _patch(self) -> Patch:
        return self._performance.patch

    @property
    def _title(self) -> str:
        return self._patch.title

    # ------------------------------------------------------------ who is there
    def ping(self, client: Client) -> None:
        """Answer with version, protocol and title."""
        self._clients.send(client, "pong", __version__, protocol.VERSION, self._title)

    def hello(self, client: Client, name: str, port: int) -> None:
        """Let this client hear at that port, and tell it where the piece is."""
        if self._clients.is_own(ear := (client.sender[0], port)):
            raise protocol.Refused(f"{port} is Descant's own port; give the one at which you listen")
        client.name, client.ear = name or "nameless", ear
        self._clients.send(client, "welcome", __version__, protocol.VERSION, self._title)
        number, count = self.piece
        if count > 1:
            self._clients.send(client, "piece", number, count, self._title)
        self._clients.send(client, "cue", *self.cue())

    def bye(self, client: Client) -> None:
        """Forget this client and what it has scheduled, and release its notes."""
        self._clients.forget(client)
        self._parted(client)
        self.release(client)

    def release(self, client: Client) -> None:
        """Release a client's notes."""
        if client.holds:
            client.holds = False
            self._apply({"in": "lost", "from": client.source})

    def watch(self, client: Client, on: bool) -> None:
        """Show this client what a control panel shows, or no longer."""
        client.watching = on
        if on:
            self._later(client, "watch", telling.stage(self._patch))

    def tell_table(self, client: Client) -> None:
        """Tell a client who was told before: parts and parameters that were added are new to it."""
        self._later(client, "list", telling.table(self._performance))
        if client.watching:
            self._later(client, "watch", telling.stage(self._patch))

    # ------------------------------------------------------------ the table
    def list(self, client: Client) -> None:
        """Tell everything that can be set and heard."""
        self._later(client, "list", telling.table(self._performance))

    def checked(self, name: str, value: osc.Argument) -> Value:
        """Return a value as the parameter `name` takes it.

        Raises:
            Refused: there is no such parameter, or it does not take this.
        """
        row = self._row(name)
        if row.per_note:
            raise protocol.Refused(f"{name} belongs to each note: map a stream to it, or set its mapping")
        if not isinstance(value, float | int | str) or (isinstance(value, str) and len(value) > protocol.LONGEST_TEXT):
            raise protocol.Refused(f"{name} does not take {protocol.shown(value)}")
        try:
            return row.checked(_meant(row, value), name)
        except (TypeError, ValueError) as error:
            raise protocol.Refused(str(error)) from None

    def _row(self, name: str) -> Parameter:
        row = self._patch.table.get(name)
        if row is None:
            raise protocol.Refused(f"there is no parameter {protocol.shown(name)}; /descant/list tells what there is")
        return row

    def get(self, client: Client, name: str) -> None:
        """Tell what a parameter is."""
        self._clients.send(client, "value", name, self.value(name))

    def value(self, name: str) -> osc.Argument:
        """Return what a parameter is, as OSC has it.

        Raises:
            Refused: there is no such parameter.
        """
        return typed(self._row(name), self._performance.conductor.values[name])

    def tuned(self, part: str) -> str:
        """Return the name of the parameter that says in human units how fast a part learns."""
        found = [name for unit in SECONDS_OR_NOTES if (name := f"{part}/{unit}") in self._patch.table]
        if not found:
            raise protocol.Refused(f"there is no part {protocol.shown(part)} that can be tuned so")
        return found[0]

    # ------------------------------------------------------------ streams
    def subscribe(self, client: Client, pattern: str, rate_hz: float) -> None:
        """Let streams come."""
        self._clients.subscribe(client, pattern, rate_hz)

    def unsubscribe(self, client: Client, pattern: str) -> None:
        """Let them come no longer."""
        self._clients.unsubscribe(client, pattern)

    def bus(self, client: Client, name: str) -> None:
        """Tell the control bus of a stream."""
        if name not in self._patch.streams:
            raise protocol.Refused(f"there is no stream {protocol.shown(name)}; /descant/list tells what there is")
        self._clients.send(client, "bus", name, self._performance.engine.bus(name))

    def server(self, client: Client) -> None:
        """Tell which scsynth sounds."""
        self._clients.send(client, "server", *self._server())

    # ------------------------------------------------------------ playing
    def note(self, client: Client, pitch: float, velocity: float, name: Value | None = None) -> None:
        """Play a note, or release it."""
        line: Line = {"in": "note", "from": client.source, "pitch": pitch, "velocity": velocity}
        self._apply(line if name is None else line | {"id": name})
        client.holds = self._performance.holds(client.source)

    def pad(self, client: Client, pad: str, *at: float) -> None:
        """Move a point of a part."""
        part, of = pads.found(self._performance.parts, pad)
        line: Line = {"in": "pad", "from": client.source, "part": part, "at": list(at)}
        self._apply(line | {"of": of} if of else line)

    def learn(self, client: Client, part: str, *target: float) -> None:
        """Give a part something to learn."""
        try:
            self._performance.additions.check(part, len(target))
        except Refused as why:
            raise protocol.Refused(str(why)) from None
        self._apply({"in": "learn", "from": client.source, "part": part, "target": list(target)})

    def curve(self, client: Client, part: str, points: int = CURVE_POINTS) -> None:
        """Tell what a part has learned by now."""
        learned = getattr(self._performance.parts.get(part), "curve", None)
        if learned is None:
            raise protocol.Refused(f"there is no part {protocol.shown(part)} that learns a curve")
        self._clients.send(client, "curve", part, *learned(points))

    def clock(self, client: Client, quarters: float, bpm: float, running: bool = True) -> None:
        """Let the parts that follow a clock be in a host's time."""
        self._apply({"in": "clock", "from": client.source, "quarters": quarters, "bpm": bpm, "running": running})

    def undo(self, client: Client) -> None:
        """Take back what a hand did last."""
        self._step(client, "undo")

    def redo(self, client: Client) -> None:
        """Do again what was taken back last."""
        self._step(client, "redo")

    def _step(self, client: Client, do: str) -> None:
        names = self._performance.undo.names(do)
        if not names:
            raise protocol.Refused(nothing_to(do))
        self._apply({"in": "knobs", "from": client.source, "do": do})
        for name in names:
            self._clients.send(client, "value", name, self.value(name))

    def points(self, client: Client, pad: str) -> None:
        """Tell where what a part knows lies in one of its spaces."""
        known = pads.points(self._performance.parts, pad)
        if known is None:
            raise protocol.Refused(f"there is no pad {protocol.shown(pad)} in whose space something lies")
        self._later(client, f"points of {pad}", telling.points(pad, *known))

    def panic(self, client: Client) -> None:
        """Fade to silence."""
        self._apply({"in": "panic", "from": client.source})

    def freeze(self, client: Client, on: bool) -> None:
        """Hold all learning still, or let it go on."""
        self._apply({"in": "freeze", "from": client.source, "on": on})

    # ------------------------------------------------------------ cues
    def cue(self) -> tuple[osc.Argument, ...]:
        """Return number and name of the present cue and of the next; 0 and "" where there is none."""
        cues, place = self._patch.cues, self._performance.conductor.place
        present, following = cues[place], cues[place + 1] if place + 1 < len(cues) else None
        return (
            float(present.number),
            present.name,
            *((float(following.number), following.name) if following else NO_CUE),
        )

    def cue_go(self, client: Client) -> None:
        """Go to the next cue."""
        self._apply({"in": "cue", "from": client.source, "do": "go"})

    def cue_back(self, client: Client) -> None:
        """Go to the cue before."""
        self._apply({"in": "cue", "from": client.source, "do": "back"})

    def cue_goto(self, client: Client, wanted: str | float) -> None:
        """Go to a cue."""
        self._apply({"in": "cue", "from": client.source, "do": "goto", "to": wanted})

    def cue_start(self, client: Client, wanted: str | float) -> None:
        """Begin at a cue in silence, and wait."""
        self._apply({"in": "cue", "from": client.source, "do": "start", "to": wanted})

    def cue_scrub(self, client: Client, wanted: str | float) -> None:
        """Begin at a cue, heard."""
        self._apply({"in": "cue", "from": client.source, "do": "scrub", "to": wanted})

    def cue_capture(self, client: Client, name: str, number: float | None = None) -> None:
        """Make the present state a cue."""
        line: Line = {"in": "capture", "from": client.source, "name": name}
        self._apply(line if number is None else line | {"number": number})

    def cue_morph(self, client: Client, x: float, *cues: str | float) -> None:
        """Move every parameter between the states of cues."""
        self._apply({"in": "morph", "from": client.source, "x": x, "cues": list(cues)})

    def cue_undo(self, client: Client) -> None:
        """Take the last capture back."""
        self._apply({"in": "undo", "from": client.source})

    def piece_next(self, client: Client) -> None:
        """Go to the next piece."""
        self._piece(client, NEXT, "this is the last piece")

    def piece_goto(self, client: Client, number: int) -> None:
        """Go to a piece."""
        self._piece(client, number, f"piece {number} is not to be had now")

    def _piece(self, client: Client, to: Value, why_not: str) -> None:
        if not self.place(to):
            raise protocol.Refused(why_not)
        self._apply({"in": "piece", "from": client.source, "to": to})

    def cue_list(self, client: Client) -> None:
        """Tell every cue."""
        self._later(client, "cue/list", telling.cues(self._patch))

    def trigger(self, client: Client, wanted: str | float) -> None:
        """Do what the patch has tied to an address."""
        if wanted == "panic":
            self.panic(client)
        elif wanted in ("go", "back"):
            self._apply({"in": "cue", "from": client.source, "do": wanted})
        else:
            self.cue_goto(client, wanted)


def _meant(row: Parameter, value: float | str) -> Value:
    """Return what a client means: a float32's decimal number; one of several choices also by its place, from 0."""
    if isinstance(value, str | bool):
        return value
    if row.kind == "choice" and value in range(len(row.choices)):
        return row.choices[int(value)]
    return protocol.decimal(value) if isinstance(value, float) else value
