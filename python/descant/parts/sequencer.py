"""The latent sequencer: one point is a rhythm, played in time with its hits stamped ahead, and moved while it plays."""

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, ClassVar, cast

import numpy as np

from descant.errors import DescantError
from descant.parts.base import (
    Beat,
    Emit,
    Event,
    File,
    Hit,
    Learned,
    Looped,
    NoteOn,
    Pad,
    Recalled,
    Record,
    Turn,
    Warn,
)  # fmt: skip
from descant.parts.loop import Loop
from descant.parts.metre import Metre
from descant.parts.rhythms import Model, restored
from descant.parts.sequencer_table import FARTHEST, FILES, MOST_LATENTS, PARAMETERS, POINT, STREAMS
from descant.parts.tapping import Taps, nearest_step, row_of
from descant.parts.wandering import Point, Wandering
from descant.table import Parameter, Stream, Value

NEVER = math.inf
FRAME_S = 0.004  # the horizon is never further behind: it moves with every tick
CATCH_UP_STEPS = 0.5  # how much of what a clock has passed is still played, at once, where it begins or jumps
APART_S = 0.001  # two hits of a row that are nearer are one
WARN_EVERY_S = 1.0
USUAL_STEPS_PER_QUARTER = 4
FOLLOW = "follow"


class Sequencer:
    """Plays the loop that a model has at a point.

    Steps are decided one by one when they are due, which is as far ahead of now as the part is let to `advance`: the
    horizon. A moved point is heard with the first step beyond it.
    """

    kind: ClassVar[str] = "sequencer"
    ahead: ClassVar[bool] = True
    files: ClassVar[tuple[File, ...]] = FILES
    parameters: ClassVar[tuple[Parameter, ...]] = PARAMETERS
    streams: ClassVar[tuple[Stream, ...]] = STREAMS

    def __init__(self, name: str, values: Mapping[str, Value], seed: int) -> None:
        self.name, self.values, self._seed = name, dict(values), seed
        self._loaded: Model | None = None  # what the patch names
        self._model: Model | None = None  # what is played
        self._next: Model | None = None  # what is played from the next bar on
        self._loop: Loop | None = None
        self._metre, self._taps = Metre(), Taps()
        self._wandering = Wandering(seed, name)
        self._salt = ""  # of a cue that drew all chance anew
        self._begun, self._from_s = False, NEVER  # not NEVER: its first step is at the next advance
        self._horizon = 0.0  # nothing before it is changed any more
        self._step = 0  # the next that is decided
        self._last: dict[str, float] = {}  # when each row was hit last
        self._told: tuple[float, ...] = ()  # the point, as streams say it
        self._shown: tuple[Any, ...] = ()
        self._warned_s = -math.inf
        self._wandering.send(self._wanted(), 0.0, 0.0, "line")
        self._stroll()
        self._keep_time(0.0)

    def load(self, name: str, data: bytes) -> None:
        """Take the model that the patch names.

        Raises:
            DescantError: it is none, or has no place here.
        """
        try:
            self._loaded = Model(data, name, learned=False)
        except ValueError as error:
            raise DescantError(
                f"{self.name}: {name}", str(error).removeprefix(f"{name}: "), "name a file that descant train wrote"
            ) from error
        self._adopt(self._loaded)
        self._keep_time(0.0)

    # ------------------------------------------------------------ what it is told
    def set(self, parameter: str, value: Value, time: float) -> list[Record]:
        """Set a parameter: it is heard from the horizon on."""
        if self.values[parameter] == value:
            return []
        self.values[parameter] = value
        self._horizon = max(self._horizon, time)
        if parameter in POINT:
            self._send()
        elif parameter in ("bpm", "clock"):
            self._keep_time(self._horizon)
        elif parameter.startswith("walk"):
            self._stroll()
        elif parameter == "listen":
            self._taps.forget()
        elif parameter == "nearest" and value:
            return self._go_to_nearest(time)
        return []

    def begin(self, time: float, cue: float | None) -> list[Record]:
        """Begin with the first step of the bar, at the horizon of the next advance; a cue may draw all chance anew."""
        self._horizon = max(self._horizon, time)
        self._begun, self._from_s = True, time
        if cue is not None:
            self._salt = f"cue {cue:.12g} "
            if self._loop:
                self._loop.draw(self._salt)
        return []

    def handle(self, event: Event) -> list[Record]:
        """Take a hand's point, a tapped note, a clock's beat or what was learned."""
        match event:
            case Pad(time, at):
                return self._pad(time, at)
            case NoteOn():
                self._tap(event)
            case Beat():
                return self._follow(event)
            case Learned():
                return self._learn(event)
        return []

    def _pad(self, time: float, at: tuple[float, ...]) -> list[Record]:
        """Turn the point's coordinates."""
        latents = self._latents() if self._model else len(at)
        if len(at) != latents or not all(map(math.isfinite, at)) or not 1 <= len(at) <= MOST_LATENTS:
            return self._warn(time, f"a point has {latents} numbers, and {at!r:.60} is none: nothing is changed")
        return self._go_to(at)

    def _go_to(self, at: Collection[float]) -> list[Record]:
        """Turn the point's coordinates; it is on its way before anybody is told, so that no step is late for it."""
        turned: list[Record] = []
        for name, value in zip(POINT, at, strict=False):
            self.values[name] = min(max(float(value), -FARTHEST), FARTHEST)
            turned.append(Turn(name, self.values[name]))
        self._send()
        return turned

    def _go_to_nearest(self, time: float) -> list[Record]:
        self.values["nearest"] = False
        back: list[Record] = [Turn("nearest", False)]
        if self._model is None or not len(self._model.rhythm.corpus_z):
            return [*back, *self._warn(time, "there is no pattern to go to: no model, or one that names none")]
        near = self._model.rhythm.nearest(self._wanted()[: self._latents()])
        return [*self._go_to(near.z.tolist()), *back]

    def _tap(self, note: NoteOn) -> None:
        """Take what is played for the step that sounds nearest to it."""
        if self.values["listen"] and self._loop and self._plays():
            step = nearest_step(self._metre.at(note.time), self._loop.groove.swing)
            self._taps.hear(row_of(note.key, self._loop.rhythm.rows), step)

    def _follow(self, beat: Beat) -> list[Record]:
        """Follow a clock: smoothly where it is near, at once where it begins or jumps."""
        if self.values["clock"] != FOLLOW:
            return []
        if not (math.isfinite(beat.quarters) and 1.0 <= beat.bpm <= 1000.0):
            return self._warn(beat.time, "a clock without position or tempo is left alone")
        metre, begins = self._metre, beat.running and not self._metre.running
        metre.running = beat.running
        if not beat.running:
            metre.forget()
            return []
        self._horizon = max(self._horizon, beat.time)
        step, rate = beat.quarters * self._per_quarter(), beat.bpm / 60.0 * self._per_quarter()
        if metre.follow(step, rate, beat.time, self._horizon, far=self._per_quarter() / 2.0) or begins:
            self._step = math.ceil(max(step - 1e-6, metre.at(self._horizon) - CATCH_UP_STEPS))
        return []

    def _learn(self, learned: Learned) -> list[Record]:
        """Tell of the training; play what was learned from the next bar on."""
        known = {row.name for row in STREAMS}
        told = {name: value for name, value in learned.streams.items() if name in known and math.isfinite(value)}
        records: list[Record] = [Emit({**told, "trained": float(learned.step)})]
        if learned.model is None:
            return records
        try:
            self._next = Model(learned.model, "what was learned", learned=True)
        except ValueError as error:
            return [*records, *self._warn(learned.time, f"{error}; it plays on what it has")]
        if self._model is None:
            self._horizon = max(self._horizon, learned.time)
            self._turn_model()
        return records

    def _warn(self, time: float, text: str) -> list[Record]:
        """Say what is wrong, at most once a second."""
        if time < self._warned_s + WARN_EVERY_S:
            return []
        self._warned_s = time
        return [Warn(text)]

    # ------------------------------------------------------------ what follows from knobs
    def _latents(self) -> int:
        return self._model.rhythm.latents if self._model else MOST_LATENTS

    def _per_quarter(self) -> int:
        return self._model.rhythm.steps_per_quarter if self._model else USUAL_STEPS_PER_QUARTER

    def _wanted(self) -> Point:
        """Return the point that knobs say."""
        return np.array([float(self.values[name]) for name in POINT])

    def _send(self) -> None:
        length = float(self.values["glide_beats"]) * self._per_quarter() if self._begun else 0.0
        self._wandering.send(self._wanted(), self._metre.at(self._horizon), length, str(self.values["glide"]))

    def _stroll(self) -> None:
        steps = self._model.rhythm.steps if self._model else 16
        self._wandering.stroll(
            str(self.values["walk"]), float(self.values["walk_radius"]), float(self.values["walk_bars"]) * steps,
            self._metre.at(self._horizon),
        )  # fmt: skip

    def _keep_time(self, time: float) -> None:
        """Keep the time that knobs say, from `time` on."""
        following = self.values["clock"] == FOLLOW
        if following != self._metre.following:
            self._metre.place(time, self._metre.at(time))
            self._metre.forget()
            self._metre.following, self._metre.running = following, not following
        if not following:
            self._metre.tempo(float(self.values["bpm"]) / 60.0 * self._per_quarter(), time)

    def _grid(self) -> tuple[int, int]:
        return self._per_quarter(), self._model.rhythm.steps if self._model else 0

    def _turn_model(self) -> None:
        """Play the model that waits, at a bar line."""
        model, self._next = cast("Model", self._next), None
        here, grid = self._metre.when(self._step) if self._model else self._horizon, self._grid()
        self._adopt(model)
        if grid != self._grid():
            self._renumber(grid[0], here)

    def _renumber(self, before: int, here: float) -> None:
        """Count steps of another grid from a time on; `before` it had so many a quarter. Its bar begins there."""
        ratio = self._per_quarter() / before
        there = self._metre.at(here) * ratio if self._metre.following else 0.0
        self._wandering.shift(there - self._metre.at(here))
        self._metre.place(here, there)
        self._metre.rate *= ratio
        self._step = math.ceil(there - 1e-6)
        self._keep_time(here)
        self._stroll()

    def _adopt(self, model: Model) -> None:
        self._model = model
        if self._loop is None or not self._loop.adopt(model.rhythm):
            self._loop = Loop(model.rhythm, self.values, self._seed, self.name)
            self._loop.draw(self._salt)
            self._taps.forget()

    # ------------------------------------------------------------ playing
    def _plays(self) -> bool:
        return self._begun and self._loop is not None and self._metre.running

    def _due_step(self) -> float:
        """Return when the next step is decided: in time for the earliest that a hit of it may be."""
        if not self._plays() or self._loop is None:
            return NEVER
        return self._metre.when(self._step) - self._loop.groove.early_s(1.0 / self._metre.rate)

    def due(self) -> float:
        """Return when it is to be let advance next."""
        if not self._begun:
            return NEVER
        return min(self._from_s, self._due_step(), self._horizon + FRAME_S)

    def advance(self, time: float) -> list[Record]:
        """Decide the steps up to a time, which is the horizon from now on."""
        if not self._begun:
            return []
        if self._from_s < NEVER:
            self._start(max(time, self._horizon))
        records: list[Record] = []
        while (due := self._due_step()) <= time:
            records += self._decide(max(due, self._horizon))
        self._horizon = max(self._horizon, time)
        return records + self._tell_point()

    def _start(self, time: float) -> None:
        """Begin at a time, with the first step; where a clock is followed, with the next."""
        self._from_s, self._horizon = NEVER, time
        if self._metre.following:
            self._step = math.ceil(self._metre.at(time))
            return
        self._wandering.restart(self._metre.at(time))
        self._metre.place(time, 0.0)
        self._step = 0

    def _decide(self, floor_s: float) -> list[Record]:
        """Play the next step; no hit of it is before `floor_s`."""
        records = self._bar() if self._step % cast("Loop", self._loop).rhythm.steps == 0 else []
        loop, metre, step = cast("Loop", self._loop), self._metre, self._step
        at = self._wandering.at(step, self._latents())
        heard, step_s = loop.hear(at, step), 1.0 / metre.rate
        chance = loop.chance("step", loop.decided)
        loop.decided += 1
        hits = loop.groove.hits(heard, step, time=metre.when(step), step_s=step_s, chance=chance)
        own = self._apart(hits, floor_s)
        self._step += 1
        steps = loop.rhythm.steps
        told = {"step": step % steps, "bar": step // steps, "density": loop.density(at)}
        pulse = max((hit.velocity / 127.0 for hit in own), default=0.0)
        return [*records, *own, Emit({**{k: float(v) for k, v in told.items()}, "pulse": pulse}), *self._show(at, step)]

    def _bar(self) -> list[Record]:
        """Begin a bar: with the model that waits, at the point of what was tapped, with what mutates."""
        rhythm = cast("Loop", self._loop).rhythm
        tapped = self._taps.close(self._step, len(rhythm.rows), rhythm.steps)
        if self._next:
            self._turn_model()
        loop = cast("Loop", self._loop)
        loop.turn()
        if tapped is None or tapped.shape != (len(loop.rhythm.rows), loop.rhythm.steps):
            return []
        return self._go_to(loop.rhythm.encode(tapped, int(self.values["label"]) - 1).tolist())

    def _apart(self, hits: list[Hit | None], floor_s: float) -> list[Hit]:
        """Return the hits in order of time, none before `floor_s`, none at once with another of its row."""
        own = []
        for slot, hit in zip(cast("Loop", self._loop).groove.slots, hits, strict=True):
            if hit is None:
                continue
            time = max(hit.time, floor_s)
            if abs(time - self._last.get(slot, -math.inf)) >= APART_S:
                own.append(replace(hit, time=time))
            self._last[slot] = time
        return sorted(own, key=lambda hit: hit.time)

    def _show(self, at: Point, step: int) -> list[Record]:
        """Return the bar for the eye where it is a new one, or is another than it was."""
        loop, metre = cast("Loop", self._loop), self._metre
        steps, first = loop.rhythm.steps, step - step % loop.rhythm.steps
        levels = tuple(loop.groove.levels(loop.look(at), first, steps).ravel().tolist())
        shown = (first, 1.0 / metre.rate, levels)
        if shown == self._shown:
            return []
        self._shown = shown
        names = tuple(row.name for row in loop.rhythm.rows)
        return [Looped(metre.when(first), 1.0 / metre.rate, names, steps, levels, tuple(at.tolist()))]

    def _tell_point(self) -> list[Record]:
        """Say where the point is, where it has moved."""
        at = tuple(self._wandering.at(self._metre.at(self._horizon), self._latents()).tolist())
        if at == self._told:
            return []
        self._told = at
        return [Emit({f"point/{number}": value for number, value in enumerate(at, start=1)})]

    def points(self) -> tuple[tuple[str, ...], list[tuple[float, float, int]]]:
        """Return the model's labels, and where each pattern of its corpus lies, in two coordinates, with its label."""
        if self._model is None:
            return (), []
        rhythm = self._model.rhythm
        plane = np.zeros((len(rhythm.corpus_z), 2))
        plane[:, : rhythm.latents] = rhythm.corpus_z[:, :2]
        return rhythm.labels, [
            (x, y, label) for (x, y), label in zip(plane.tolist(), rhythm.corpus_label.tolist(), strict=True)
        ]

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything; of a model that was learned all its bytes, of the patch's which it is."""
        return {
            "values": dict(self.values), "model": self._model and self._model.state(),
            "next": self._next and self._next.state(), "loop": self._loop and self._loop.state(),
            "metre": self._metre.state(), "wandering": self._wandering.state(), "taps": self._taps.state(),
            "salt": self._salt, "begun": self._begun, "from": self._from_s, "horizon": self._horizon,
            "step": self._step, "last": dict(self._last), "told": self._told, "shown": self._shown,
            "warned": self._warned_s,
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._restore_loop(state)
        self._metre.restore(state["metre"])
        self._wandering.restore(state["wandering"])
        self._taps.restore(state["taps"])
        self._begun, self._from_s, self._horizon = state["begun"], state["from"], state["horizon"]
        self._step, self._last = state["step"], dict(state["last"])
        self._told, self._shown, self._warned_s = tuple(state["told"]), state["shown"], state["warned"]

    def _restore_loop(self, state: Mapping[str, Any]) -> None:
        """Take back the model, its loop and the knobs."""
        self.values.update(state["values"])
        self._salt = state["salt"]
        known = (self._loaded, self._model, self._next)
        model, self._next = restored(state["model"], *known), restored(state["next"], *known)
        self._model = self._loop = None
        if model:
            self._adopt(model)
            cast("Loop", self._loop).restore(state["loop"])

    def recall(self, state: Mapping[str, Any], time: float, sounding: Collection[int]) -> list[Record]:
        """Take back the loop, its model, its knobs and where its point was going, and go on in time."""
        self._horizon = max(self._horizon, time)
        grid, here = self._grid(), self._metre.at(self._horizon)
        then = Metre()
        then.restore(state["metre"])
        self._restore_loop(state)
        self._wandering.restore(state["wandering"])
        self._wandering.shift(here - then.at(state["horizon"]))
        if grid != self._grid():
            self._renumber(grid[0], self._horizon)
        self._keep_time(self._horizon)
        self._told, self._shown = (), ()
        return [Recalled(())]
