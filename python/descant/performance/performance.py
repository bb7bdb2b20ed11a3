"""One performance of a patch: takes inputs and time, and writes to sound, picture and journal.

Live or offline, on a real or a virtual clock, it is the same: `handle` an input line of the take,
`advance` to a time. At equal times inputs come first, then the tick, then parts in patch order.
"""

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from descant.parts.base import Errand, Part, Want
from descant.patch import Patch
from descant.performance.additions import Additions
from descant.performance.book import Book
from descant.performance.conductor import Conductor
from descant.performance.controls import Controls
from descant.performance.cueing import Cueing
from descant.performance.edits import Edits
from descant.performance.ensemble import Ensemble
from descant.performance.hands import Hands, Played
from descant.performance.keyboard import Bounced, Ended, Gesture, Lifted, Morphed, Struck, Turned, Wanted, WantedPlace
from descant.performance.lines import leave_line
from descant.performance.morph import Morph
from descant.performance.recall import Recall
from descant.performance.rehearsing import led_to
from descant.performance.senses import Senses
from descant.performance.sounding import Sounding, Unheard
from descant.performance.take import Line
from descant.performance.undo import Undo
from descant.performance.weights import nothing
from descant.sound.engine import Engine
from descant.table import Value
from descant.video import messages as picture

PANIC_FADE_S, END_OF_PANIC_S = 0.5, 0.1
NEXT = "next"
RETURN_S = 0.5  # the fade in of a performance that was resumed


class Performance:
    """A patch being performed.

    Args:
        patch: the piece.
        seed: what its learners are drawn from.
        engine: its sound.
        journal: takes every line of the take after its header.
        show: takes every message to the picture.
        weights: returns the model of a sha256 that an input line names; raises ValueError where it cannot.
        sounding: finds the sounds that parts want; what it found becomes input lines.
    """

    def __init__(
        self, patch: Patch, seed: int, engine: Engine, journal: Callable[[Line], None],
        show: Callable[[picture.Message], None], *, weights: Callable[[str], bytes] = nothing,
        sounding: Sounding | None = None,
    ) -> None:  # fmt: skip
        self.seed, self.engine, self.weights = seed, engine, weights
        self._sounding = sounding or Unheard()
        self._book = Book(journal, show)
        self.conductor = Conductor(patch)
        self._ensemble = Ensemble(
            patch, seed, engine, self._book, values=self.conductor.values, set_parameter=self._set,
            turn=self._turn, sounding=self._sounding,
        )  # fmt: skip
        self._controls = Controls(self.conductor, self._ensemble, engine, self._book)
        self.undo = Undo(self.conductor, self._controls, self._book)
        recall = Recall(self.conductor, self._controls, self._ensemble)
        self.cueing = Cueing(
            self.conductor, self._controls, self._ensemble, self._book, recall=recall,
            thaw=partial(self._freeze, False), over=self._over, begun=self.undo.clear,
        )  # fmt: skip
        self.edits = Edits(self.conductor, self._controls, self._book, recall)
        self.additions = Additions(self.conductor, self._controls, self._ensemble, self.edits, self._book)
        self._hands = Hands(patch.inputs)
        self._morph = Morph(self.conductor, self.undo, self._book)
        self._inputs: dict[str, Callable[[Line], None]] = {
            **Senses(self.conductor, self._ensemble, self._book, weights).inputs(),
            "midi": partial(self._played, self._hands.midi),
            "note": partial(self._played, self._hands.note),
            "lost": partial(self._played, self._hands.lost),
            "follow": self._follow,
            "set": self.undo.told,
            "knobs": self.undo.handle,
            "learn": self.additions.learn,
            "cue": self._cued,
            "piece": lambda line: self._leave(line.get("to", NEXT), pause_s=0.0),
            "morph": self._morph.handle,
            "capture": self.edits.capture,
            "undo": self.edits.undo,
            "reload": self.edits.reload,
            "panic": lambda line: self._panic(),
            "freeze": lambda line: self._freeze(bool(line.get("on", True))),
            "resume": lambda line: self._wait(),
            "fault": lambda line: None,  # it changed nothing here; the take tells of it
            "written": lambda line: None,  # the patch file holds what was captured; its sum is known
            "stop": lambda line: self._end(),
        }
        self.panicking = False
        self.waiting = False  #: silent since it was resumed, until GO or an end of freezing
        self.leaving: float | str | None = None  #: the piece that is wanted instead, by its number, or "next"
        self.leaving_s = math.inf  #: when that one is to begin
        self._tick = 0  # the next that has not run

    @property
    def time(self) -> float:
        """The time of what was done last, in seconds."""
        return self._book.time

    @property
    def patch(self) -> Patch:
        """The piece, with what has been captured and edited."""
        return self.conductor.patch

    @property
    def frozen(self) -> bool:
        """Whether all learning is held still."""
        return self._ensemble.frozen

    @property
    def parts(self) -> dict[str, Part]:
        """The parts by name, in patch order."""
        return self._ensemble.parts

    # ------------------------------------------------------------ time
    def start(self) -> None:
        """Set the stage and go to the first cue, at time 0."""
        self._controls.tell()
        self.engine.start({name: self._controls.level_db(name) for name in self.patch.instruments})
        self._controls.show()
        self.cueing.to(0, redraw=False)
        self.engine.flush(0.0)

    def state(self) -> dict[str, Any]:
        """Return everything that what comes next depends on, and everything that sounds."""
        return {
            "time": self.time, "tick": self._tick, "panicking": self.panicking, "waiting": self.waiting,
            "leaving": self.leaving, "leaving_s": self.leaving_s,
            "conductor": self.conductor.state(), "cueing": self.cueing.state(),
            "hands": self._hands.state(), "ensemble": self._ensemble.state(),
            "engine": self.engine.state(), "edits": self.edits.state(), "added": self.additions.state(),
            "undo": self.undo.state(),
        }  # fmt: skip

    def resume(self, state: Mapping[str, Any]) -> None:
        """Set the stage as it was when `state` was returned, instead of `start`; the piece goes on from that time."""
        self._book.time, self._tick = state["time"], state["tick"]
        self.panicking, self.waiting = state["panicking"], state["waiting"]
        self.leaving, self.leaving_s = state["leaving"], state["leaving_s"]
        self.additions.restore(state["added"])
        self.edits.restore(state["edits"])
        self.conductor.restore(state["conductor"])
        self.cueing.restore(state["cueing"])
        self._hands.restore(state["hands"])
        self.undo.restore(state["undo"])
        self._ensemble.restore(state["ensemble"])
        self.engine.resume(state["engine"], self.time)
        self.show()

    def show(self) -> None:
        """Show a picture that has seen nothing yet all that there is."""
        self._controls.show()
        self._book.show(picture.Cue(self.time, self.conductor.cue.number, self.conductor.cue.name))
        self._ensemble.show()

    def handle(self, line: Line) -> None:
        """Apply one input line of a take, whose time is not before the last."""
        self._run_ticks(line["t"], inclusive=False)
        self._apply(line)
        self.engine.flush(self.time)

    def _apply(self, line: Line) -> None:
        self._book.time = line["t"]
        self._book.write(line)
        act = self._inputs.get(line["in"]) if isinstance(line["in"], str) else None
        if act:
            act(line)
        else:
            self._book.warn(str(line["in"]), "inputs of this kind are not known here")

    def advance(self, time: float, *, inclusive: bool = True) -> None:
        """Do everything that is due before `time`, and at it unless an input may still come that has its time."""
        self._run_ticks(time, inclusive=inclusive)
        self._book.time = max(self.time, time)

    def due(self) -> float:
        """Return when `advance` next has something to do; infinity where nothing is due."""
        return self._next_tick()

    def _run_ticks(self, until: float, *, inclusive: bool) -> None:
        """Run the ticks before `until`; those that have nothing to do are passed over."""
        while (now := self._next_tick()) < until or (inclusive and now == until):
            self._tick = round(now * self.patch.tick_rate_hz) + 1
            for found in self._sounding.answers():
                self._apply({"t": now} | found)
            self._book.time = now
            self.cueing.advance()
            self._ensemble.advance()
            self.engine.flush(now)

    def _next_tick(self) -> float:
        """Return the time of the next tick with something to do: tick n is at n / rate, never accumulated."""
        due = min(self.conductor.due(), self._ensemble.due())
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
            self._book.warn(str(line.get("from")), str(error))

    def _gestures(self, played: Played) -> None:
        for source, gesture in played:
            self._gesture(source, gesture)

    def _gesture(self, source: str, gesture: Gesture) -> None:
        match gesture:
            case Struck(pitch, velocity):
                self._ensemble.strike(source, pitch, velocity)
            case Lifted(pitch):
                self._ensemble.lift(source, pitch)
            case Ended(pitch):
                self._ensemble.end(source, pitch)
            case Bounced():
                self.cueing.refuse("the pedal bounced")
            case Wanted("panic"):
                self._panic()
            case Wanted(what):
                self._wanted(what)
            case WantedPlace(place):
                self.cueing.to(place, redraw=True)
            case Morphed(x, cues):
                self._morph.to(x, cues)
            case Turned(name, place):
                self.undo.told({"name": name, "value": self.patch.table[name].at(place)})

    def errand(self, name: str, value: Value) -> Errand | None:
        """Return what should be found out before a parameter is set, so that no note has to wait for it."""
        return self._ensemble.errand(name, value)

    def wanted(self) -> list[tuple[str, Want]]:
        """Return every sound that a part wanted last, with the part's name."""
        return self._ensemble.wanted()

    def plays(self, part: str) -> bool:
        """Return whether a part plays."""
        return self._ensemble.plays(part)

    def holds(self, source: str) -> bool:
        """Return whether a client holds notes."""
        return self._hands.holds(source)

    def _stop(self) -> None:
        self.conductor.wait.clear()
        self._gestures(self._hands.stop())
        self._ensemble.let_go_all()

    def _end(self) -> None:
        """Let go of everything, and learn no more: what comes is silence."""
        self._stop()
        self._ensemble.frozen = True

    def _cued(self, line: Line) -> None:
        do = line.get("do", "go")
        if self.waiting and do == "go":
            self._return()
        elif do in ("start", "scrub"):
            self._begin_at(line.get("to"), heard=do == "scrub")
        else:
            self.cueing.handle(line)

    def _wanted(self, what: str | float) -> None:
        """Do what a pedal or a key asks for; the first GO after a crash goes on in the same cue."""
        if self.waiting and what == "go":
            self._return()
        else:
            self.cueing.wanted(what)

    def _panic(self) -> None:
        """Fade to silence, a second time at once; learning freezes, everything keeps its state."""
        self.engine.fade(0.0, 0.0 if self.panicking else PANIC_FADE_S)
        self.panicking = True
        self._freeze(True)

    def _wait(self) -> None:
        """Be silent after a crash, until a hand lets the piece go on: all is as it was, held notes too."""
        self.engine.fade(0.0, 0.0)
        self.waiting, self.leaving_s = True, math.inf
        self._hands.rearm()

    def _begin_at(self, cue: object, *, heard: bool) -> None:
        """Begin at a cue as if all before it had been played; in silence until GO unless it is to be heard."""
        self._stop()
        if self.cueing.begin_at(cue, partial(led_to, self)) and not heard:
            self._wait()

    def _follow(self, line: Line) -> None:
        """Begin after another piece: pedals may still be down, and the GO that led here is no GO of this piece."""
        self._hands.stand(line)
        self.cueing.went()

    def _over(self) -> bool:
        """Make way for the next piece where one follows; a second time, without a pause. Return whether one does."""
        leaves = self.patch.leaves
        if leaves is None or not leaves.followed:
            return False
        self._leave(NEXT, pause_s=0.0 if self.leaving else leaves.pause_s)
        return True

    def _leave(self, to: float | str, pause_s: float) -> None:
        """Fade out and let go of every note: piece `to` begins after a pause."""
        if self.leaving is None:
            self.engine.fade(0.0, self.patch.leaves.fade_s if self.patch.leaves else PANIC_FADE_S)
            self._stop()
        self.leaving, self.leaving_s = to, self.time + pause_s
        self._book.write(leave_line(self.time, to))

    def _return(self) -> None:
        """Let the piece go on where it broke off; where it was making way for another one, that begins."""
        if self.leaving is not None and self.patch.leaves and self.patch.leaves.followed:
            self.waiting = False
            self._leave(self.leaving, pause_s=0.0)
        else:
            self._freeze(False)
        self.cueing.went()

    def _freeze(self, on: bool) -> None:
        """Hold learning and waits still, or let all go on from where it stood; that ends a panic, and a wait for GO."""
        if not on and (self.panicking or self.waiting or self.leaving):
            self.engine.fade(1.0, RETURN_S if self.waiting else END_OF_PANIC_S)
            self.panicking = self.waiting = False
            self.leaving, self.leaving_s = None, math.inf
        thawing, self._ensemble.frozen = self.frozen and not on, on
        if on:
            self.conductor.wait.hold(self.time)
            self._ensemble.let_go_all()
        else:
            self.conductor.wait.go_on(self.time)
        if thawing:
            self._ensemble.begin(lambda part: True)

    def _set(self, name: str, value: Value) -> None:
        self._controls.set(name, value)

    def _turn(self, name: str, value: Value) -> None:
        self.undo.turn(name, value)
