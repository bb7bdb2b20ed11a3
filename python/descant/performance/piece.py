"""One piece on stage: its sound, its performance, what it hears, its take, and a clock of its own."""

import math
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress

from supriya import SynthDef

from descant.parts.base import Want
from descant.performance import rig
from descant.performance.comeback import Comeback
from descant.performance.courses import TRAIN, courses
from descant.performance.desk import Desk
from descant.performance.hearing import listeners
from descant.performance.keeper import Keeper
from descant.performance.microphone import frame_line, wanted
from descant.performance.performance import Performance
from descant.performance.rehearsal import rehearse
from descant.performance.rehearsing import StandIn
from descant.performance.show import Show
from descant.performance.snapshots import Snapshots
from descant.performance.speakers import Speakers
from descant.performance.take import Line, open_take
from descant.performance.takes import note_take
from descant.performance.trainers import Trainers
from descant.performance.weights import Weights
from descant.sound.engine import Engine
from descant.sound.guard import GONE
from descant.sound.house import House
from descant.sound.listening import Frame, Listening, Wanted
from descant.sound.outlet import ServerOutlet
from descant.sound.server import LiveServer
from descant.sound.synthdefs import read_synthdef
from descant.sound.tuning import Pitches
from descant.sound.wall_clock import WallClock
from descant.video.messages import Message


class Piece:
    """What belongs to one piece and not to the evening. One thread calls everything.

    Its take is opened at once, and withdrawn by `close` where the piece has not begun. `prepare` makes what it plays
    with, `begin` begins it. `say` takes what the person at the terminal should know. A piece that is to be played
    `again` takes what it needs from disk from the one before.
    """

    def __init__(self, show: Show, say: Callable[[str], None], again: "Piece | None" = None) -> None:
        self._show, self.patch, self.look = show, show.patch, rig.look(show)
        learned = courses(self.patch, show.training_steps)
        self._header: Line = again._header if again else rig.take_header(show)
        self._synthdefs: dict[str, SynthDef] = again._synthdefs if again else _synthdefs(show)
        self._installed = again is not None  # its SynthDefs, on the server that it is prepared for
        self._lines: list[Line] = []  # of the take, not yet written
        self._messages: list[Message] = []  # to the picture, not yet sent
        self._origin = time.monotonic()
        self._wall = WallClock()
        self._begun, self._say = False, say
        self._stand_in = StandIn(show.stand_in, 0.0)
        self._desk: Desk | None = None
        self._stack = ExitStack()
        writer = self._stack.enter_context(open_take(show.folder, self._header, lambda: self._begun))
        self.take = Keeper(writer, show.folder, say)
        self._stack.callback(self.take.close)
        self._snapshots = Snapshots(show.folder, say)
        self._stack.callback(self._snapshots.close)
        broken_off = show.comeback.parent if show.comeback else None
        self.trainers = Trainers(learned, show.folder, show.seed, broken_off)
        self._stack.callback(self.trainers.close)
        if again is None:
            self.trainers.prepare()
        self.speakers = Speakers(self.patch)
        self._stack.callback(self.speakers.close)
        self._wanted_sounds: list[tuple[str, Want]] = again._wanted_sounds if again else []
        self._listeners, self._tuning = listeners(self.patch), self.patch.tuning()
        self._pitches = Pitches(self._tuning)

    def prepare(self, server: LiveServer, house: House | None = None) -> None:
        """Make all it plays with; in a concert it plays into the house."""
        streams, find = tuple(self.patch.streams), self.speakers.find
        self.engine = Engine(server, self._synthdefs, streams, self._outlet, house, find=find)
        self.speakers.play_on(self.engine)
        self.speakers.expect(self._wanted_sounds)
        self.performance = Performance(
            self.patch,
            self._show.seed,
            self.engine,
            self._lines.append,
            self._messages.append,
            weights=Weights(self._show.folder),
            sounding=self.speakers,
        )
        self.listening = Listening(self._wanted())
        if self._installed:
            self.engine.prepared = True
        else:
            self.engine.prepare()
        self.listening.prepare(server)

    def _outlet(self, server: LiveServer) -> ServerOutlet:
        return ServerOutlet(server, lambda time: self._wall.unix_s(self._origin + time))

    def rehearse(self) -> None:
        """Play it to nobody once: nothing is to be done for the first time on stage.

        Raises:
            DescantError: sounds cannot be made that it is going to want.
        """
        self._wanted_sounds = rehearse(self.patch, self._show.seed, self._synthdefs)
        self.speakers.prepare(self._wanted_sounds, self._say)

    def move(self, server: LiveServer) -> None:
        """Be ready on a fresh server, before it has begun."""
        self.engine.prepare(server)
        self.listening.prepare(server)

    def leave(self) -> None:
        """Be on the server no more, where it still is."""
        self.engine.end()
        self.listening.close()

    def close(self) -> None:
        """Put its take away. That may take its time: the disk is waited for."""
        self._stack.close()

    # ------------------------------------------------------------ playing
    @property
    def origin_s(self) -> float:
        """Return when its second 0 was, in seconds of ``time.monotonic()``."""
        return self._origin

    def now(self) -> float:
        """Return the seconds of the piece; they stand still while it waits for a hand after a crash."""
        if self.performance.waiting:
            return self.performance.time
        return time.monotonic() - self._origin

    def begin(self, server: LiveServer, origin_s: float) -> None:
        """Go to the first cue; `origin_s`, of ``time.monotonic()``, is its second 0.

        After a crash, go to where the piece broke off instead, and wait there in silence.
        """
        self._origin, self._begun = origin_s, True
        back = self._show.comeback
        if back and back.state:
            self.performance.resume(back.state)
            for part, want in self.performance.wanted():
                self.speakers.want(part, want)
        else:
            self.performance.start()
        if back:
            self._come_back(back)
        for line in self._show.first:
            self.performance.handle({"t": self.performance.time} | line)
        self._origin = origin_s - self.performance.time
        self.listening.follow(self._wanted())
        with suppress(*GONE):  # a server that comes back is told everything
            self.listening.start(server)

    def settle(self) -> None:
        """Do what has time until it sounds: note where its take lies, and follow its patch's file."""
        self.take.then(self._note)
        if self.patch.path:
            self._desk = Desk(self.performance, self.patch.path, self._edit, self._say)
            self._stack.callback(self._desk.close)

    def _note(self) -> None:
        show = self._show
        if self.patch.path:
            note_take(self.patch.path, show.folder)
        if show.evening:
            show.evening.note(show.number, show.folder)

    def _edit(self, line: Line) -> None:
        self.handle(time.monotonic(), line)

    def _come_back(self, back: Comeback) -> None:
        now = self.performance.time
        if not back.state and back.cue != self.performance.conductor.cue.number:
            self.performance.handle({"t": now, "in": "cue", "do": "goto", "to": back.cue})
        if back.waits:
            self.performance.handle({"t": now, "in": "resume", "from": str(back.parent)})

    def handle(self, arrived_s: float, line: Line) -> None:
        """Apply an input: its time is the later of its arrival and the last time applied."""
        waited, last_s = self.performance.waiting, self.performance.time
        self.performance.handle({"t": last_s if waited else max(arrived_s - self._origin, last_s, 0.0)} | line)
        if waited and not self.performance.waiting:
            self._origin = time.monotonic() - last_s
            self.performance.show()  # the picture has another clock from now on, and begins again

    def hear(self, frame: Frame) -> None:
        """Let a part that listens take what was heard."""
        if self.performance.plays(frame.listener):
            self.handle(frame.arrived_s, frame_line(frame, self._pitches))

    def advance(self) -> None:
        """Do what is due before now."""
        if self._desk:
            self._desk.read()
        for line in self._stand_in.read(self.now()):
            self.performance.handle(line | {"t": max(line["t"], self.performance.time)})
        self.performance.advance(self.now(), inclusive=False)
        self.listening.follow(self._wanted())
        self.trainers.follow(self._trains, self._learns)

    def due_s(self) -> float:
        """Return in how many seconds there is something to do; infinity where nothing is due."""
        if self.performance.waiting:
            return math.inf
        return min(self.performance.due(), self._stand_in.due()) - self.now()

    def rebuild(self, server: LiveServer) -> None:
        """Sound again on a fresh server."""
        self.engine.rebuild(server, self.now())
        self.listening.start(server)

    def _wanted(self) -> dict[str, Wanted]:
        values, plays = self.performance.conductor.values, self.performance.plays
        return wanted(self._listeners, values, plays, self._tuning)

    def _trains(self, part: str) -> bool:
        """Return whether a part is to be trained, or to rest in it."""
        return bool(self.performance.conductor.values.get(f"{part}/{TRAIN}", False))

    def _learns(self, part: str) -> bool:
        """Return whether a part that is to be trained may go on now."""
        return self.performance.plays(part) and not self.performance.waiting

    # ------------------------------------------------------------ telling
    def written(self) -> tuple[list[Line], list[Message]]:
        """Write into the take what was done since the last call; return it, and what the picture is to be told."""
        lines, messages = self._lines[:], self._messages[:]
        self._lines.clear()
        self._messages.clear()
        for line in lines:
            self.take.write(line)
            self._snapshots.note(line)
        if self._desk:
            self._desk.happened(lines)
        self._snapshots.take(self.now(), self.performance.state)
        return lines, messages

    def end(self) -> None:
        """Write the last line of the take, and let what is trained keep what it has."""
        self.trainers.stop()
        self._lines.append({"t": self.now(), "end": True})


def _synthdefs(show: Show) -> dict[str, SynthDef]:
    """Return instrument → SynthDef."""
    instruments = show.patch.instruments.items()
    return {name: read_synthdef(entry.synthdef, show.patch.synthdef_path(name)) for name, entry in instruments}
