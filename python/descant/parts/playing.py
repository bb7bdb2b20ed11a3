"""Playing: a model's loop in time. Steps are decided when they are due, up to the horizon, which only moves on."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from descant.parts.base import Beat, Emit, Looped, Record
from descant.parts.groove import Array
from descant.parts.loop import Loop
from descant.parts.metre import Metre
from descant.parts.rhythms import Model, restored
from descant.parts.sequencer_table import MOST_LATENTS, POINT, SECOND
from descant.parts.striking import Striking
from descant.parts.wandering import Point
from descant.parts.whereabouts import Whereabouts, places_of
from descant.table import Value

NEVER = math.inf
GOES_ON_S = 0.1  # a part that was let advance so lately plays
FRAME_S = 0.004  # the horizon is never further behind: it moves with every tick
CATCH_UP_STEPS = 0.5  # how much of what a clock has passed is still played, at once, where it begins or jumps
USUAL_STEPS, USUAL_STEPS_PER_QUARTER = 16, 4
FOLLOW = "follow"


class Playing:
    """What plays and where it is: model, loop, metre and points. `values` are the part's own, and stay the same table.

    Nothing before the horizon is changed any more: it is the time up to which steps were decided.
    """

    def __init__(self, values: Mapping[str, Value], seed: int, name: str) -> None:
        self._values, self._seed, self._name = values, seed, name
        self.loaded: Model | None = None  #: what the patch names
        self.model: Model | None = None  #: what is played
        self.next: Model | None = None  #: what is played from the next bar on
        self.loop: Loop | None = None
        self.metre, self.places, self._striking = Metre(), Whereabouts(values, seed, name), Striking(values)
        self.horizon = 0.0
        self._salt = ""  # of a cue that drew all chance anew
        self._begun = False
        self._step = 0  # the next that is decided
        self._told: tuple[float, ...] = ()  # the point, as streams say it
        self._shown: tuple[Any, ...] = ()  # the loop, as the eye has it
        self.obey()

    # ------------------------------------------------------------ the model
    @property
    def latents(self) -> int:
        """The coordinates that mean something."""
        return self.model.rhythm.latents if self.model else MOST_LATENTS

    @property
    def per_quarter(self) -> int:
        """Steps a quarter."""
        return self.model.rhythm.steps_per_quarter if self.model else USUAL_STEPS_PER_QUARTER

    def rows(self) -> list[tuple[str, int]]:
        """Return the place of each row, and the note that it plays."""
        if self.loop is None:
            return []
        return [(slot, row.notes[0]) for slot, row in zip(self.loop.groove.slots, self.loop.rhythm.rows, strict=True)]

    @property
    def _steps(self) -> int:
        """The steps of a bar."""
        return self.model.rhythm.steps if self.model else USUAL_STEPS

    def load(self, model: Model) -> None:
        """Take the model that the patch names, before anything is played."""
        self.loaded = model
        self._adopt(model, 0.0)

    def learn(self, model: Model, time: float) -> None:
        """Play another model from the next bar on; where there was none, from now."""
        self.next = model
        if self.model is None:
            self.reach(time)
            self._turn_model(self.horizon)

    def _turn_model(self, here: float) -> None:
        if self.next:
            model, self.next = self.next, None
            self._adopt(model, here)

    def _adopt(self, model: Model, here: float) -> None:
        """Play a model from a time on. In another grid steps are counted anew, and a bar begins."""
        grid, before = (self.model and self._steps, self.per_quarter), self.per_quarter
        self.model = model
        if self.loop is None or not self.loop.adopt(model.rhythm):
            self.loop = Loop(model.rhythm, self._values, self._seed, self._name)
            self.loop.draw(self._salt)
        if grid == (self._steps, self.per_quarter):
            return
        at, ratio = self.metre.at(here), self.per_quarter / before
        there = at * ratio if self.metre.following else 0.0
        self.places.shift(there - at)
        self.metre.place(here, there)
        self.metre.rate *= ratio
        self._step = math.ceil(there - 1e-6)
        self.keep_time()
        self.stroll()

    # ------------------------------------------------------------ what knobs say
    def reach(self, time: float) -> None:
        """Let nothing before a time be changed any more."""
        self.horizon = max(self.horizon, time)

    def wanted(self, names: Sequence[str] = POINT) -> Point:
        """Return the point that knobs say."""
        return np.array([float(self._values[name]) for name in names])

    def obey(self) -> None:
        """Do all that knobs say, after they have been set at once."""
        self.send()
        self.send(SECOND)
        self.stroll()
        self.keep_time()

    def send(self, names: Sequence[str] = POINT) -> None:
        """Let a point go where its knobs say; before it plays, be there."""
        length = float(self._values["glide_beats"]) * self.per_quarter if self._begun else 0.0
        point = self.places.first if names is POINT else self.places.second
        point.send(self.wanted(names), self.metre.at(self.horizon), length, str(self._values["glide"]))

    def stroll(self) -> None:
        """Let the points walk as knobs say."""
        self.places.stroll(float(self._values["walk_bars"]) * self._steps, self.metre.at(self.horizon))

    def keep_time(self) -> None:
        """Keep the time that knobs say, from the horizon on."""
        metre, following = self.metre, self._values["clock"] == FOLLOW
        if following != metre.following:
            metre.place(self.horizon, metre.at(self.horizon))
            metre.forget()
            metre.following, metre.running = following, not following
        if not following:
            metre.tempo(float(self._values["bpm"]) / 60.0 * self.per_quarter, self.horizon)

    def follow(self, beat: Beat) -> None:
        """Follow a clock: smoothly where it is near, at once where it begins or jumps; with it, stop."""
        metre, begins = self.metre, beat.running and not self.metre.running
        metre.running = beat.running
        if not beat.running:
            metre.forget()
            return
        self.reach(beat.time)
        step, rate = beat.quarters * self.per_quarter, beat.bpm / 60.0 * self.per_quarter
        before = metre.at(self.horizon)
        jumped = metre.follow(step, rate, beat.time, self.horizon, far=self.per_quarter / 2.0)
        if jumped:  # the point is where it was, on the same way
            self.places.shift(metre.at(self.horizon) - before)
        if jumped or begins:
            self._step = math.ceil(max(step - 1e-6, metre.at(self.horizon) - CATCH_UP_STEPS))

    # ------------------------------------------------------------ time
    def begin(self, time: float, cue: float | None) -> None:
        """Begin with the first step of a bar, at that time; where a clock is followed, with its next step.

        A cue draws all chance anew, by its number; what plays already goes on in time, for nobody presses GO on the
        very bar line.
        """
        goes_on = cue is not None and self.plays and time - self.horizon <= GOES_ON_S
        self.reach(time)
        self._begun, here = True, self.metre.at(self.horizon)
        if cue is not None:
            self._salt = f"cue {cue:.12g} "
            if self.loop:
                self.loop.draw(self._salt)
        if goes_on:
            return
        if self.metre.following:
            self._step = math.ceil(here)
        else:
            self.places.restart(here)
            self.metre.place(self.horizon, 0.0)
            self._step = 0

    @property
    def plays(self) -> bool:
        """Whether steps come."""
        return self._begun and self.loop is not None and self.metre.running

    @property
    def begins_bar(self) -> bool:
        """Whether the next step is the first of a bar."""
        return self._step % self._steps == 0

    @property
    def bar(self) -> tuple[int, int]:
        """The first step of the bar that was begun last, and that of the next."""
        first = (self._step - 1) // self._steps * self._steps
        return first, first + self._steps

    def due_step(self) -> float:
        """Return when the next step is decided: in time for the earliest that a hit of it may be."""
        if not self.plays or self.loop is None:
            return NEVER
        return self.metre.when(self._step) - self.loop.groove.early_s(1.0 / self.metre.rate)

    def due(self) -> float:
        """Return when it is to be let go on."""
        return min(self.due_step(), self.horizon + FRAME_S) if self._begun else NEVER

    # ------------------------------------------------------------ steps
    def turn(self) -> int:
        """Begin a bar, with the model that waits and what mutates; return its first step."""
        self._turn_model(self.metre.when(self._step))
        if self.loop:
            self.loop.turn()
        return self._step

    def decide(self, loop: Loop, floor_s: float) -> list[Record]:
        """Play the next step; no hit of it is before `floor_s`."""
        step, metre = self._step, self.metre
        self._step += 1
        self.places.fill(loop, step)
        at, other = self.places.at(step, self.latents)
        loudness = self.places.answering.loudness
        heard = loop.hear(at, step, other)
        own = self._striking.strike(loop, heard, step, metre, floor_s=floor_s, loudness=loudness)
        bar, column = divmod(step, self._steps)
        told = {"step": float(column), "bar": float(bar), "filled": loop.density(at, other)}
        pulse = max((hit.velocity / 127.0 for hit in own), default=0.0)
        seen = loop.look(at, other)
        levels = loop.groove.levels(seen.cells, step - column, self._steps, seen.gains * loudness)
        return [*own, Emit(told | {"pulse": pulse}), *self._show(loop, at, levels, step - column)]

    def _show(self, loop: Loop, at: Point, heard: Array, first: int) -> list[Record]:
        """Return the bar for the eye, where it is a new one or another than it was."""
        step_s, time = 1.0 / self.metre.rate, self.metre.when(first)
        levels = tuple(heard.ravel().tolist())
        shown = (first, step_s, levels)
        if shown == self._shown:
            return []
        self._shown = shown
        names = tuple(row.name for row in loop.rhythm.rows)
        return [Looped(time, step_s, names, self._steps, levels, tuple(at.tolist()))]

    def tell_point(self) -> list[Record]:
        """Say where the point is, where it has moved."""
        at = tuple(self.places.at(self.metre.at(self.horizon), self.latents)[0].tolist())
        if at == self._told:
            return []
        self._told = at
        return [Emit({f"point/{number}": value for number, value in enumerate(at, start=1)})]

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything; of a model that was learned all its bytes, of the patch's which it is."""
        return {
            "model": self.model and self.model.state(), "next": self.next and self.next.state(),
            "loop": self.loop and self.loop.state(), "metre": self.metre.state(),
            "places": self.places.state(), "horizon": self.horizon, "salt": self._salt, "begun": self._begun,
            "step": self._step, "striking": self._striking.state(), "told": self._told, "shown": self._shown,
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned.

        Raises:
            ValueError: the model is not to be had; nothing was changed.
        """
        self._restore_loop(state)
        self.metre.restore(state["metre"])
        self.places.restore(places_of(state))
        self._striking.restore(state.get("striking") or {"last": state["last"], "ratchets": {"until_s": {}}})
        self.horizon, self._begun, self._step = state["horizon"], state["begun"], state["step"]
        self._told, self._shown = state["told"], state["shown"]

    def _restore_loop(self, state: Mapping[str, Any]) -> None:
        known = (self.loaded, self.model, self.next)
        model, self.next = restored(state["model"], *known), restored(state["next"], *known)
        self._salt = state["salt"]
        self.model, self.loop = (self.model, self.loop) if model else (None, None)
        if model:
            self._adopt(model, self.horizon)
        if self.loop:
            self.loop.restore(state["loop"])

    def recall(self, state: Mapping[str, Any], time: float) -> None:
        """Take back the loop, its model and where its point was going, and go on in time.

        Raises:
            ValueError: the model is not to be had; nothing was changed.
        """
        self.reach(time)
        self._restore_loop(state)
        then = Metre()
        then.restore(state["metre"])
        self.places.recall(places_of(state))
        self.places.shift(self.metre.at(self.horizon) - then.at(state["horizon"]))
        self.keep_time()
        self._told, self._shown = (), ()
