"""What every part that learns shares: its parameters, its bank, drawing and stepping the present learner."""

import math
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from descant.draws import generator
from descant.learning.bank import LearnerBank
from descant.learning.rates import learning_rate_for
from descant.learning.settings import Optimizer
from descant.learning.targets import PARAMETERS, Form, draw
from descant.learning.targets import Draw as Drawn
from descant.parts.base import Aim, Draw, Errand, Known, Recalled, Record, Step, Warn
from descant.table import Parameter, Stream, Value

SETTINGS = ("learning_rate", "points", "loss_form", "optimizer")  # what the bank is told of a learner
IN_TUNE = 2 ** (2 / 1200) - 1  # δ of 2 cents
MOST_RATES = 1024

Sought = tuple[Any, ...]
"""Form, steps, loss to be reached, points and optimizer: what a learning rate is sought for."""


def rows(learning_rate: float, unit: str) -> tuple[Parameter, ...]:
    """Return the parameters of a learner whose rate is counted a `unit`."""
    return (
        Parameter(
            name="learning_rate", default=learning_rate, low=-0.3, high=2.0, unit=f"a {unit}",
            doc="how far each step goes down the gradient; below 0 it unlearns",
        ),
        Parameter(
            name="points", kind="i", default=100, low=2, high=10_000,
            doc="how many equally spaced points the loss is the mean over",
        ),
        Parameter(
            name="loss_form", kind="choice", choices=("squared", "absolute"), default="squared",
            doc="squared settles; absolute, the formula as printed in the paper, never does",
        ),
        Parameter(
            name="optimizer", kind="choice", choices=("sgd", "momentum", "adam"), default="sgd",
            doc="how steps follow the gradient; momentum overshoots and swings back",
        ),
        Parameter(
            name="noise", default=0.0, low=0.0, high=10.0,
            doc="standard deviation of what is added to every gradient: the learner trembles",
        ),
    )  # fmt: skip


def streams(form: Form) -> tuple[Stream, ...]:
    """Return the streams of a learner of `form`: its loss and a gradient for each parameter."""
    return (
        Stream(name="loss", doc="loss of the last step, before its update", low=0.0, high=3.0),
        *(
            Stream(name=f"gradient/{axis}", doc=f"∂loss/∂{axis} of the last step", low=-3.0, high=3.0)
            for axis in PARAMETERS[form]
        ),
    )


class LearnerPart:
    """A part with one learner at a time; a new one takes its place, and the old one is forgotten.

    `tune_loss` is the loss of a learner that sounds within 2 cents at the amount its mapping has by default.
    """

    form: ClassVar[Form]
    tune_loss: ClassVar[float]

    def __init__(self, name: str, values: Mapping[str, Value], seed: int) -> None:
        self.name = name
        self.values = dict(values)
        self._seed = seed
        self._bank = LearnerBank(self.form)
        self._slot: int | None = None  # of the present learner in the bank
        self._learner = 0  # its number; 0 before the first
        self._steps = 0
        self._drawn: dict[str, Value] = {}  # its settings when it was drawn
        self._found: tuple[dict[str, Any], list[Record]] | None = None  # what `_settings` returned last

    def set(self, parameter: str, value: Value, time: float) -> list[Record]:
        """Set a parameter; the present learner goes on with it."""
        before, said = self._settings()
        self.values[parameter] = value
        self._found = None
        settings, records = self._settings()
        changed = {key: value for key, value in settings.items() if value != before[key]}
        if self._slot is not None and changed:
            self._bank.set(self._slot, **changed)
        return [] if records == said else records  # say it once

    def tune_steps(self) -> int:
        """Return in how many steps the median learner is to be in tune; 0 where the learning rate is given."""
        return 0

    def errand(self, parameter: str, value: Value) -> Errand | None:
        """Return the search for a learning rate that setting a parameter would begin; None where it is known."""
        present, self.values = self.values, {**self.values, parameter: value}
        try:
            return errand_of(self._sought())
        finally:
            self.values = present

    def _sought(self) -> Sought | None:
        """Return what determines the learning rate, where it is asked for in human units."""
        if steps := self.tune_steps():
            return self.form, steps, self.tune_loss, self.values["points"], self.values["optimizer"]
        return None

    def _settings(self) -> tuple[dict[str, Any], list[Record]]:
        """Return what the bank is told, the learning rate found where it is asked for in human units."""
        if self._found is None:
            self._found = settings_of(self.values, self._sought())
        return self._found

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "values": dict(self.values), "bank": self._bank.state(), "slot": self._slot, "learner": self._learner,
            "steps": self._steps, "drawn": dict(self._drawn),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self.values, self._drawn = dict(state["values"]), dict(state["drawn"])
        self._found = None
        self._bank.restore(state["bank"])
        self._slot, self._learner, self._steps = state["slot"], state["learner"], state["steps"]

    def recall(self, state: Mapping[str, Any], time: float, sounding: Collection[int]) -> list[Record]:
        """Take back the learner and the settings of a state, and go on from now, with the hands as they are."""
        self.restore({**state, **self.now(time)})
        return [Recalled(() if self._slot is None else (self._known(self._slot),))]

    def now(self, time: float) -> dict[str, Any]:
        """Return what of the state belongs to the hands and to the time; nothing, where the player steps."""
        return {}

    def _known(self, slot: int) -> Known:
        bank = self._bank
        target, theta = tuple(bank.target(slot).tolist()), tuple(bank.theta(slot).tolist())
        return Known(self._learner, self.form, target, theta, bank.n(slot))

    def draw(self, cue: float | None = None) -> list[Record]:
        """Draw a new target and learner by key: the count of learners, or the cue that asks for it."""
        self._learner += 1
        purpose, count = ("learner", self._learner) if cue is None else (f"cue {cue:.12g}", 0)
        drawn = _draw(self.form, self._seed, self.name, purpose, count)
        settings, records = self._settings()
        self._drawn = {**settings, "noise": self.values["noise"]}
        if self._slot is None:
            self._slot = self._bank.add(drawn.target, drawn.theta, n=drawn.n or None, **settings)
        else:
            self._bank.replace(self._slot, drawn.target, drawn.theta, n=drawn.n or None)
        self._steps = 0
        return [
            *records,
            Draw(
                learner=self._learner, form=self.form, target=drawn.target, theta=drawn.theta, n=drawn.n,
                noise=float(self.values["noise"]), **settings,
            )
        ]  # fmt: skip

    def prepare(self) -> None:
        """Draw the next learner ahead, while nobody waits for it."""
        _draw(self.form, self._seed, self.name, "learner", self._learner + 1)

    def step(self, note: int | None) -> list[Record]:
        """Step the present learner once; one that has run away is drawn anew and steps instead."""
        records: list[Record] = []
        for _ in range(2):
            step = self._bank.step((self._slot,), self._noise()) if self._slot is not None else None
            if step is None:
                return records
            if step.finite[0]:
                self._steps += 1
                return [*records, self._record(float(step.loss[0]), step.gradient[0].tolist(), note)]
            records.append(Warn(f"learner {self._learner} ran away and was drawn anew"))
            records += self.draw()
        return records

    def aim(self, at: tuple[float, ...]) -> list[Record]:
        """Move the present learner's target to `at`, coordinate by coordinate; those not given stay."""
        if self._slot is None:
            return []
        target = self._bank.target(self._slot)
        count = min(len(at), len(target))
        target[:count] = at[:count]
        self._bank.aim(self._slot, target)
        return [Aim(self._learner, tuple(target.tolist()))]

    def _noise(self) -> Any:
        deviation = float(self.values["noise"])
        if deviation == 0.0:
            return None
        source = generator(self._seed, self.name, f"noise {self._learner}", self._steps)
        return source.normal(0.0, deviation, (1, len(PARAMETERS[self.form])))

    def _record(self, loss: float, gradient: list[float], note: int | None) -> Step:
        theta = self._bank.theta(self._slot).tolist() if self._slot is not None else []
        now = {**self._settings()[0], "noise": self.values["noise"]}
        changed = {} if now == self._drawn else {key: now[key] for key in now if now[key] != self._drawn[key]}
        return Step(self._learner, self._steps, loss, tuple(gradient), tuple(theta), note, changed)


@lru_cache(maxsize=64)
def _draw(form: Form, seed: int, part: str, purpose: str, count: int) -> Drawn:
    """Return a target and a fresh learner, drawn by key; soon again, it is remembered."""
    return draw(form, generator(seed, part, purpose, count))


def errand_of(sought: Sought | None) -> Errand | None:
    """Return the search for a learning rate; None where none is sought, or it is known."""
    return Errand(_search, sought, _keep) if sought and sought not in _RATES else None


def settings_of(values: Mapping[str, Value], sought: Sought | None) -> tuple[dict[str, Any], list[Record]]:
    """Return what a bank is told of a learner, its learning rate found where one is sought."""
    settings: dict[str, Any] = {key: values[key] for key in SETTINGS}
    if sought:
        if sought not in _RATES:
            _keep(sought, _search(*sought))
        found = _RATES[sought]
        if isinstance(found, str):
            return settings, [Warn(f"{found}; the learning rate stays {settings['learning_rate']:g}")]
        settings["learning_rate"] = found
    return settings, []


_RATES: dict[Sought, float | str] = {}
"""Learning rates that were found, or why there is none: to find one takes longer than a note may wait."""


def _search(form: Form, steps: int, loss_goal: float, points: int, optimizer: Optimizer) -> float | str:
    """Return the learning rate, or why there is none."""
    try:
        return learning_rate_for(form, steps, loss_goal, points=points, optimizer=optimizer)
    except ValueError as error:
        return str(error)


def _keep(sought: Sought, found: float | str) -> None:
    if len(_RATES) >= MOST_RATES:
        del _RATES[next(iter(_RATES))]
    _RATES[sought] = found


NEVER = math.inf
"""When a part that waits for the player is due."""
