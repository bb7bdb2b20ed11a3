"""One performance of a patch: takes inputs and time, and writes to sound, picture and journal.

Live or offline, on a real or a virtual clock, it is the same: `handle` an input line of the take,
`advance` to a time. At equal times inputs come first, then the tick, then parts in patch order.
"""

import math
from collections.abc import Callable
from functools import partial

from descant.parts.base import Aim, Attach, Draw, Errand, NoteEnd, NoteOn, Pad, Part, Record, Step, Warn
from descant.parts.kinds import kinds
from descant.patch import Patch
from descant.performance.conductor import Conductor
from descant.performance.hands import Hands, Played
from descant.performance.keyboard import Ended, Gesture, Lifted, Struck, Wanted, WantedPlace
from descant.performance.lines import aim_line, cue_line, draw_line, step_line, warn_line
from descant.performance.mappings import cents, links, mapped
from descant.performance.notes import Learner, Note, Notes
from descant.performance.take import Line
from descant.sound.engine import Engine
from descant.table import Value
from descant.video import messages as picture

IN_TUNE_CENTS = 2.0
PANIC_FADE_S, END_OF_PANIC_S = 0.5, 0.1


class Performance:
    """A patch being performed.

    Args:
        patch: the piece.
        seed: what its learners are drawn from.
        engine: its sound.
        journal: takes every line of the take after its header.
        show: takes every message to the picture.
    """

    def __init__(
        self, patch: Patch, seed: int, engine: Engine, journal: Callable[[Line], None],
        show: Callable[[picture.Message], None],
    ) -> None:  # fmt: skip
        self.patch, self.engine, self.journal, self.show = patch, engine, journal, show
        self.time = 0.0
        self.conductor = Conductor(patch)
        self.parts: dict[str, Part] = {
            name: _part(name, kinds()[entry.kind], self.conductor.values, seed) for name, entry in patch.parts.items()
        }
        self._hands = Hands(patch.inputs)
        self._links = links(patch)
        self._notes = Notes(patch, engine, patch.tuning(), self._links, journal)
        self._inputs: dict[str, Callable[[Line], None]] = {
            "midi": partial(self._played, self._hands.midi),
            "note": partial(self._played, self._hands.note),
            "lost": partial(self._played, self._hands.lost),
            "set": self._told,
            "pad": self._pad,
            "cue": self._cued,
            "panic": lambda line: self._panic(),
            "freeze": lambda line: self._freeze(bool(line.get("on", True))),
            "fault": lambda line: None,  # it changed nothing here; the take tells of it
            "stop": lambda line: self._gestures(self._hands.stop()),
        }
        self.frozen = self.panicking = False
        self._resting: set[str] = set()  # parts that raised an exception
        self._warned: dict[tuple[str, str], tuple[float, int]] = {}  # warning → when last said, how often since
        self._converged: dict[str, int] = {}  # part → its learner that is in tune
        self._tick = 0  # the next that has not run

    # ------------------------------------------------------------ time
    def start(self) -> None:
        """Set the stage and go to the first cue, at time 0."""
        self.engine.start({name: self._level_db(name) for name in self.patch.instruments})
        owners = {*self.patch.parts, *self.patch.instruments, *self.patch.mappings}
        for name, value in self.conductor.values.items():
            if name.split("/", 1)[0] not in owners:
                self.show(picture.Set(0.0, name, value))
        self._cue(0, redraw=False)
        self.engine.flush(0.0)

    def handle(self, line: Line) -> None:
        """Apply one input line of a take, whose time is not before the last."""
        self._run_ticks(line["t"], inclusive=False)
        self.time = line["t"]
        self.journal(line)
        act = self._inputs.get(line["in"]) if isinstance(line["in"], str) else None
        if act:
            act(line)
        else:
            self._warn(str(line["in"]), "inputs of this kind are not known here")
        self.engine.flush(self.time)

    def advance(self, time: float, *, inclusive: bool = True) -> None:
        """Do everything that is due before `time`, and at it unless an input may still come that has its time."""
        self._run_ticks(time, inclusive=inclusive)
        self.time = max(self.time, time)

    def due(self) -> float:
        """Return when `advance` next has something to do; infinity where nothing is due."""
        return self._next_tick()

    def _run_ticks(self, until: float, *, inclusive: bool) -> None:
        """Run the ticks before `until`; those that have nothing to do are passed over."""
        while (now := self._next_tick()) < until or (inclusive and now == until):
            self._tick = round(now * self.patch.tick_rate_hz) + 1
            self.time = now
            for name, value in self.conductor.advance(now):
                self._set(name, value)
            for name, part in self._playing():
                self._ask(name, partial(part.advance, now))
            self.engine.flush(now)

    def _next_tick(self) -> float:
        """Return the time of the next tick with something to do: tick n is at n / rate, never accumulated."""
        due = min([self.conductor.due(), *(part.due() for _, part in self._playing())])
        if due == math.inf:
            return due
        due = max(due, self.time)  # nothing is done before now, whatever a part says
        rate = self.patch.tick_rate_hz
        tick = max(self._tick, round(due * rate))
        return (tick if tick / rate >= due else tick + 1) / rate

    # ------------------------------------------------------------ inputs
    def _played(self, hear: Callable[[Line], Played], line: Line) -> None:
        """Do what hands do; what they cannot have done changes nothing."""
        try:
            self._gestures(hear(line))
        except (LookupError, TypeError, ValueError) as error:
            self._warn(str(line.get("from")), str(error))

    def _gestures(self, played: Played) -> None:
        for source, gesture in played:
            self._gesture(source, gesture)

    def _gesture(self, source: str, gesture: Gesture) -> None:
        match gesture:
            case Struck(pitch, velocity):
                self._strike(source, pitch, velocity)
            case Lifted(pitch):
                if note := self._notes.at(source, pitch):
                    self.show(picture.KeyUp(self.time, note.id))
            case Ended(pitch):
                self._end(source, pitch)
            case Wanted(what):
                self._wanted(what)
            case WantedPlace(place):
                self._cue(place, redraw=True)

    def _strike(self, source: str, pitch: float, velocity: int) -> None:
        note = self._notes.strike(source, pitch, velocity, self.conductor.values)
        self.show(picture.KeyDown(self.time, note.id, float(pitch), velocity))
        event = NoteOn(self.time, note.id, float(pitch), velocity)
        for name, part in self._playing():
            self._ask(name, partial(part.handle, event), note)
        self._notes.sound(self.time, note, self.conductor.values)

    def _end(self, source: str, pitch: float) -> None:
        note = self._notes.end(self.time, source, pitch)
        if note is None:
            return
        self.show(picture.Silent(self.time, note.id))
        for name, part in self.parts.items():  # also those that rest: they may still count it as held
            self._ask(name, partial(part.handle, NoteEnd(self.time, note.id)))

    def _told(self, line: Line) -> None:
        """Set a parameter that a client has asked for, as far as it exists and takes the value."""
        name = str(line.get("name"))
        try:
            value = self.patch.table[name].checked(line.get("value"), name)
        except (LookupError, TypeError, ValueError) as error:
            self._warn(name, "there is no such parameter" if isinstance(error, LookupError) else str(error))
            return
        if self.patch.table[name].per_note:
            return
        switched_on = name.endswith("/on") and value and not self.conductor.values[name]
        self.conductor.set(name, value)
        self._set(name, value)
        if switched_on:
            self._begin(name.removesuffix("/on"))

    def _begin(self, owner: str) -> None:
        """Let a part begin that was switched on between cues."""
        for name, part in self._playing():
            if name == owner:
                self._ask(name, partial(part.begin, self.time, None))

    def _pad(self, line: Line) -> None:
        name, at = str(line.get("part")), line.get("at")
        if name not in self.parts or not isinstance(at, list) or not all(isinstance(x, int | float) for x in at):
            self._warn(name, "there is no such part, or no point for it")
        else:
            self._ask(name, partial(self.parts[name].handle, Pad(self.time, tuple(map(float, at)))))

    def errand(self, name: str, value: Value) -> Errand | None:
        """Return what should be found out before a parameter is set, so that no note has to wait for it."""
        owner, parameter = name.split("/", 1)
        ask = getattr(self.parts.get(owner), "errand", None)
        return ask(parameter, value) if ask else None

    def holds(self, source: str) -> bool:
        """Return whether a client holds notes."""
        return self._hands.holds(source)

    def _panic(self) -> None:
        """Fade to silence, a second time at once; learning freezes, everything keeps its state."""
        self.engine.fade(0.0, 0.0 if self.panicking else PANIC_FADE_S)
        self.frozen = self.panicking = True

    def _freeze(self, on: bool) -> None:
        """Hold all learning still, or let it go on from where it stood; the latter ends a panic too."""
        if self.panicking and not on:
            self.engine.fade(1.0, END_OF_PANIC_S)
            self.panicking = False
        thawing, self.frozen = self.frozen and not on, on
        if thawing:
            for name, part in self._playing():
                self._ask(name, partial(part.begin, self.time, None))

    # ------------------------------------------------------------ what parts return
    def _playing(self) -> list[tuple[str, Part]]:
        """Return the parts that play, in patch order."""
        if self.frozen:
            return []
        return [(name, part) for name, part in self.parts.items() if self._on(name) and name not in self._resting]

    def _ask(self, name: str, question: Callable[[], list[Record]], new: Note | None = None) -> None:
        """Let a part answer and do what it returns; one that raises holds its last state, and the rest play on."""
        if name in self._resting:
            return
        try:
            records = question()
        except Exception as error:  # whatever a part from outside may raise
            self._resting.add(name)
            self._warn(name, f"rests from now on: {type(error).__name__}: {error}")
            return
        self._take(name, records, new)

    def _take(self, name: str, records: list[Record], new: Note | None = None) -> None:
        for record in records:
            match record:
                case Draw():
                    self._notes.forget(name)
                    self.journal(draw_line(self.time, name, record))
                    self.show(
                        picture.Drawn(
                            self.time, name, record.learner, record.form, record.target, record.theta, record.n
                        )
                    )
                case Attach(note, learner):
                    self._notes.attach(note, (name, learner))
                case Aim(learner, target):
                    self.journal(aim_line(self.time, name, learner, target))
                    self.show(picture.Aimed(self.time, name, learner, target))
                case Step():
                    self._step(name, record, new)
                case Warn(text):
                    self._warn(name, text)

    def _step(self, name: str, step: Step, new: Note | None) -> None:
        streams = dict(zip(_stream_names(name, self.parts[name]), (step.loss, *step.gradient), strict=True))
        for stream, value in streams.items():
            self.engine.stream(stream, value)
        detunes, errors = self._map((name, step.learner), streams)
        in_tune = bool(errors) and max(abs(cents(delta)) for delta in errors) <= IN_TUNE_CENTS
        converged = in_tune and self._converged.get(name) != step.learner
        self._converged[name] = step.learner if in_tune else 0
        inducing = new.inducing if new and step.note == new.id else None
        self.journal(step_line(self.time, name, step, inducing=inducing, detunes=detunes, converged=converged))
        self.show(
            picture.Stepped(self.time, name, step.learner, step.theta, step.loss, step.gradient, step.note, converged)
        )

    def _map(self, learner: Learner, streams: dict[str, float]) -> tuple[list[list[float]], list[float]]:
        """Move what the streams are mapped to; return [voice, δ] of the voices moved, and the learner's every δ."""
        voices: dict[int, float] = {}
        deltas: list[float] = []
        for link in self._links:
            if link.source not in streams:
                continue
            value = mapped(link, streams[link.source], self.conductor.values)
            if value is None:
                self._warn(learner[0], f"{link.source} is no number to be mapped; {link.target} stays as it is")
            elif link.parameter.per_note:
                voices |= self._notes.detune(learner, link, value)
                deltas.append(value)
            else:
                self._set(link.target, value)
        return [[voice, value] for voice, value in sorted(voices.items())], deltas

    # ------------------------------------------------------------ parameters and cues
    def _cued(self, line: Line) -> None:
        do = line.get("do", "go")
        if do == "goto":
            self._goto(line.get("to"))
        else:
            self._wanted(str(do))

    def _wanted(self, what: str | float) -> None:
        """Panic, go to the next cue, to the one before, or to the one of a number or name."""
        if what == "panic":
            self._panic()
        elif what in ("go", "back"):
            self._cue(self.conductor.place + (1 if what == "go" else -1), redraw=False)
        else:
            self._goto(what)

    def _goto(self, what: object) -> None:
        place = self.conductor.place_of(what)
        if place is None:
            self._refuse(f"there is no cue {what!r}")
        else:
            self._cue(place, redraw=True)

    def _refuse(self, why: str) -> None:
        """Say each time, however soon after the last, why a cue was not gone to: a hand waits for it."""
        self.journal(warn_line(self.time, "cue", f"refused: {why}", 1))

    def _cue(self, place: int, *, redraw: bool) -> None:
        if not self.conductor.has(place):
            self._refuse(self._no_cue(place))
            return
        self._freeze(False)
        playing = {name for name in self.parts if self.conductor.place >= 0 and self._on(name)}
        changes = self.conductor.goto(place, self.time)
        cue = self.conductor.cue
        self.journal(cue_line(self.time, cue))
        self.show(picture.Cue(self.time, cue.number, cue.name))
        for name, value in changes:
            self._set(name, value)
        for name, part in self._playing():
            if redraw or name not in playing:
                self._ask(name, partial(part.begin, self.time, cue.number if redraw else None))

    def _no_cue(self, place: int) -> str:
        if place == len(self.patch.cues):
            return "this is the last cue"
        return "this is the first cue" if place == -1 else f"there are only {len(self.patch.cues)} cues"

    def _set(self, name: str, value: Value) -> None:
        self.conductor.values[name] = value
        owner, parameter = name.split("/", 1)
        if owner in self.parts:
            if parameter != "on":
                self._ask(owner, partial(self.parts[owner].set, parameter, value, self.time))
        elif owner in self.patch.instruments:
            if parameter == "level_db":
                self.engine.level(owner, float(value))
            elif parameter == "mute" and value:
                self._notes.mute(self.time, owner)
        elif owner not in self.patch.mappings:
            self.show(picture.Set(self.time, name, value))

    def _on(self, part: str) -> bool:
        return bool(self.conductor.values[f"{part}/on"])

    def _level_db(self, instrument: str) -> float:
        return float(self.conductor.values[f"{instrument}/level_db"])

    def _warn(self, where: str, text: str) -> None:
        """Say it at most once a second; the count says how often it was so."""
        said, count = self._warned.get((where, text), (-math.inf, 0))
        if self.time - said < 1.0:
            self._warned[where, text] = said, count + 1
        else:
            self._warned[where, text] = self.time, 0
            self.journal(warn_line(self.time, where, text, count + 1))


def _part(name: str, kind: type[Part], values: dict[str, Value], seed: int) -> Part:
    return kind(name, {row.name: values[f"{name}/{row.name}"] for row in kind.parameters}, seed)


def _stream_names(name: str, part: Part) -> list[str]:
    return [f"{name}/{stream.name}" for stream in part.streams]
