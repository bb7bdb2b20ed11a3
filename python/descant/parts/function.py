"""Functions: a small network learns a curve, a composer's own or one of the shapes of old oscillators, by itself."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, ClassVar, cast

import numpy as np

from descant.draws import generator
from descant.learning.perceptron import Perceptron, draw
from descant.learning.targets import Floats, cubic_x
from descant.parts.apprentice import SEEN_POINTS, Apprentice, rows
from descant.parts.base import Aim, Emit, Event, Given, Recalled, Record, Warn
from descant.parts.learner import NEVER
from descant.table import Parameter, Stream, Value

GIVEN = "given"
FEWEST_POINTS, MOST_POINTS = 2, 1024
FARTHEST = 1e6
SHAPE_POINTS = 200


def _sine(x: Floats) -> Floats:
    return np.sin(np.pi * x)


def _triangle(x: Floats) -> Floats:
    return 1.0 - 2.0 * np.abs((x + 0.5) % 2.0 - 1.0)


def _sawtooth(x: Floats) -> Floats:
    return x


def _square(x: Floats) -> Floats:
    return np.sign(x)


def _bell(x: Floats) -> Floats:
    return 2.0 * np.exp(-8.0 * x * x) - 1.0


SHAPES = {"sine": _sine, "triangle": _triangle, "sawtooth": _sawtooth, "square": _square, "bell": _bell}
"""What can be learned without being given anything: one period, or one hill, from −1 to 1."""


class Function:
    """A network of one hidden layer that learns a function of x from −1 to 1, so many steps a second.

    What it is given goes on being learned by the same network: the loss leaps, and falls again. Values beyond ±1 are
    learned in the scale of the largest, so that no curve is too large for the learning rate.
    """

    kind: ClassVar[str] = "function"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            name="shape", kind="choice", choices=(*SHAPES, GIVEN), default="sine",
            doc="what it learns; given: what a client has sent, the sine until then",
        ),
        *rows(0.01),
        Parameter(
            name="steps_per_second", default=60.0, low=0.1, high=200.0, unit="Hz", curve="exponential",
            doc="how often it steps",
        ),
        Parameter(
            name="hidden", kind="i", default=24, low=1, high=64, unit="units",
            doc="how many units it has: few learn only what is simple; a new number is a new learner",
        ),
        Parameter(
            name="scan_hz", default=0.5, low=0.0, high=50.0, unit="Hz",
            doc="how often the stream `value` runs through the curve; 0: it stands at `at`",
        ),
        Parameter(name="at", default=0.0, low=-1.0, high=1.0, doc="the x at which `value` stands where nothing scans"),
    )  # fmt: skip
    streams: ClassVar[tuple[Stream, ...]] = (
        Stream(name="loss", doc="mean squared residual of the last step, before its update", low=0.0, high=1.0),
        Stream(name="gradient", doc="length of the gradient of the last step", low=0.0, high=3.0),
        Stream(name="value", doc="the curve as it is learned so far, where the scan is", low=-1.0, high=1.0),
    )

    def __init__(self, name: str, values: Mapping[str, Value], seed: int) -> None:
        self.name, self.values, self._seed = name, dict(values), seed
        self._given: Floats | None = None  # what a client has sent
        self._apprentice = Apprentice(name, self.values, seed)
        self._phase = 0.0  # of the scan, in periods
        self._anchor, self._count = 0.0, 0  # step k is due at anchor + k / rate
        self._aim()

    def _aim(self) -> None:
        """Find out what is to be learned, and in which scale."""
        shape = self.values["shape"]
        if shape == GIVEN and self._given is not None:
            target = self._given
        else:
            target = SHAPES[str(shape) if shape in SHAPES else "sine"](cubic_x(SHAPE_POINTS))
        self._target, self._x = target, cubic_x(len(target))
        self._scale = max(1.0, float(np.abs(target).max()))
        self._y = target / self._scale

    # ------------------------------------------------------------ what it is told
    def set(self, parameter: str, value: Value, time: float) -> list[Record]:
        """Set a parameter; another shape is another target for the same learner."""
        if parameter == "steps_per_second":
            self._anchor, self._count = self._anchor_at(time, float(value)), 1
        before, self.values[parameter] = self.values[parameter], value
        if before == value or self._apprentice.network is None:
            if parameter == "shape":
                self._aim()
            return []
        if parameter == "shape":
            return self._aimed()
        if parameter == "optimizer":
            self._apprentice.network.forget()
        return self._draw(None) if parameter == "hidden" else []

    def _anchor_at(self, time: float, rate_hz: float) -> float:
        """Return from when steps are counted at another rate: from the last one, making up for no time before."""
        if not self._count:
            return time
        old_hz = float(self.values["steps_per_second"])
        last = self._anchor + (self._count - 1) / old_hz
        return max(last, min(time, last + 1 / old_hz) - 1 / rate_hz)

    def begin(self, time: float, cue: float | None) -> list[Record]:
        """Go on from now; draw a learner where there is none, or anew by a cue that asks for it."""
        self._anchor, self._count = time, 1
        return self._draw(cue) if cue is not None or self._apprentice.network is None else []

    def handle(self, event: Event) -> list[Record]:
        """Take what is given; it is learned where the shape is `given`."""
        if not isinstance(event, Given):
            return []
        target = np.array(event.target)
        if not FEWEST_POINTS <= len(target) <= MOST_POINTS or not np.all(np.abs(target) <= FARTHEST):
            limits = f"from {FEWEST_POINTS} to {MOST_POINTS} numbers within ±{FARTHEST:g}"
            return [Warn(f"what it was given is not {limits}, and is left alone")]
        self._given = target
        if self._apprentice.network is not None and self.values["shape"] == GIVEN:
            return self._aimed()
        self._aim()
        return []

    def given(self) -> tuple[float, ...]:
        """Return what a client has sent; () where none has."""
        return () if self._given is None else tuple(self._given.tolist())

    def _aimed(self) -> list[Record]:
        self._aim()
        return [Aim(self._apprentice.learner, tuple(self._target.tolist()))]

    # ------------------------------------------------------------ learning
    def _draw(self, cue: float | None) -> list[Record]:
        own = self._apprentice
        own.learner += 1
        purpose, count = ("learner", own.learner) if cue is None else (f"cue {cue:.12g}", 0)
        theta = draw(int(self.values["hidden"]), generator(self._seed, self.name, purpose, count))
        self._phase = 0.0
        drawn = own.draw(theta, tuple(self._target.tolist()), len(self._x))
        return [replace(drawn, curve=self.curve(SEEN_POINTS))]

    def advance(self, time: float) -> list[Record]:
        """Take the steps that are due."""
        records: list[Record] = []
        while self.due() <= time:
            self._count += 1
            records += self._step()
        return records

    def due(self) -> float:
        """Return the time of the next step."""
        if self._apprentice.network is None:
            return NEVER
        return self._anchor + self._count / float(self.values["steps_per_second"])

    def _step(self) -> list[Record]:
        """Step once; a learner that has run away is drawn anew and steps with the next."""
        step = self._apprentice.step(self._x, self._y)
        if step is None:
            return [Warn(f"learner {self._apprentice.learner} ran away and is drawn anew"), *self._draw(None)]
        self._phase = (self._phase + float(self.values["scan_hz"]) / float(self.values["steps_per_second"])) % 1.0
        return [replace(step, curve=self.curve(SEEN_POINTS)), Emit({"value": self._value()})]

    def _value(self) -> float:
        """Return what is learned of the curve where the scan is."""
        x = 2.0 * self._phase - 1.0 if self.values["scan_hz"] else float(self.values["at"])
        return float(cast("Perceptron", self._apprentice.network).values(np.array([x]))[0]) * self._scale

    def curve(self, points: int) -> tuple[float, ...]:
        """Return what is learned so far at equally spaced x; nothing before the first learner."""
        if self._apprentice.network is None:
            return ()
        return tuple((self._apprentice.network.values(cubic_x(points)) * self._scale).tolist())

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        return self._apprentice.state() | {
            "values": dict(self.values), "given": None if self._given is None else self._given.copy(),
            "phase": self._phase, "anchor": self._anchor, "count": self._count,
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self.values.update(state["values"])
        self._apprentice.restore(state)
        self._given = None if state["given"] is None else np.array(state["given"])
        self._phase, self._anchor, self._count = state["phase"], state["anchor"], state["count"]
        self._aim()

    def recall(self, state: Mapping[str, Any], time: float, sounding: Collection[int]) -> list[Record]:
        """Take back the learner, what it learns and its settings, and go on from now."""
        self.restore({**state, "anchor": time, "count": 1})
        return [Recalled(self._apprentice.known(tuple(self._target.tolist()), self.curve(SEEN_POINTS)))]
