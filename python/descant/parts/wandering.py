"""Wandering: a point glides to where it is sent, and strays around it by itself. Both are closed forms of the step."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from descant.draws import generator
from descant.parts.sequencer_table import MOST_LATENTS

TINY = 1e-9
BACK_STEPS = 1e-3  # over which it is seen how a point moves
Point = npt.NDArray[np.float64]


def line(start: Point, end: Point, share: float) -> Point:
    """Return the point a share of the way, 0 to 1, straight from one to the other."""
    return start + share * (end - start)


def sphere(start: Point, end: Point, share: float) -> Point:
    """Return the point a share of the way around the origin: angle and radius change evenly.

    Where there is no angle (a point at the origin, or two opposite ones) it goes straight.
    """
    radii = math.sqrt(start @ start), math.sqrt(end @ end)
    if min(radii) < TINY:
        return line(start, end, share)
    from_, to = start / radii[0], end / radii[1]
    angle = math.acos(min(max(float(from_ @ to), -1.0), 1.0))
    if math.sin(angle) < 1e-6:
        return line(start, end, share)
    turned = (math.sin((1.0 - share) * angle) * from_ + math.sin(share * angle) * to) / math.sin(angle)
    return ((1.0 - share) * radii[0] + share * radii[1]) * turned


def spline(start: Point, end: Point, share: float, speed: Point) -> Point:
    """Return the point a share of the way on a cubic that begins with `speed`, in ways a way, and ends at rest."""
    s2, s3 = share * share, share**3
    return (2 * s3 - 3 * s2 + 1) * start + (s3 - 2 * s2 + share) * speed + (3 * s2 - 2 * s3) * end


def directions(chance: np.random.Generator, count: int, latents: int) -> Point:
    """Return so many drawn directions, (count, latents), each of length 1."""
    ways = chance.normal(size=(count, latents))
    turned: Point = ways / np.maximum(np.sqrt(np.square(ways).sum(1, keepdims=True)), TINY)
    return turned


class Wandering:
    """Where a point is at a step. `seed` and `name` are what its random walk depends on."""

    def __init__(self, seed: int, name: str) -> None:
        self._seed, self._name = seed, name
        self.target: Point = np.zeros(MOST_LATENTS)  #: where it was sent
        self._start, self._speed = self.target, np.zeros(MOST_LATENTS)  # speed in coordinates a step
        self._begun, self._length, self._how = 0.0, 0.0, "line"  # steps
        self.walk, self.radius = "off", 0.0
        self._phase, self._from, self._period = 0.0, 0.0, 16.0  # of the walk, in periods and steps
        self._places: dict[tuple[int, int], Point] = {}  # of a random walk, that were drawn last

    # ------------------------------------------------------------ gliding
    def send(self, target: Point, step: float, length: float, how: str) -> None:
        """Go to another point from where it is at `step`, in `length` steps (0: at once): line, sphere or spline."""
        start = self.glide(step)
        if step - BACK_STEPS >= self._begun:  # else it has only just been sent, and moves as before that
            self._speed = (start - self.glide(step - BACK_STEPS)) / BACK_STEPS
        self._start, self.target, self._begun, self._length, self._how = start, target, step, length, how

    def glides(self, step: float) -> bool:
        """Return whether it is on its way at a step."""
        return step < self._begun + self._length

    def glide(self, step: float) -> Point:
        """Return where it is without its walk."""
        if not self.glides(step):
            return self.target
        share = max(0.0, step - self._begun) / self._length if self._length else 0.0
        if self._how == "spline":
            return spline(self._start, self.target, share, self._speed * self._length)
        return (sphere if self._how == "sphere" else line)(self._start, self.target, share)

    # ------------------------------------------------------------ walking
    def stroll(self, walk: str, radius: float, period: float, step: float) -> None:
        """Walk so from `step` on: another walk from its beginning, the same one from where it is.

        Args:
            walk: off, random, circle or lissajous.
            radius: in coordinates.
            period: steps of a circle or figure, or from one place of a random walk to the next.
            step: from when on.
        """
        self._phase = self._phase_at(step) if walk == self.walk else 0.0
        self.walk, self.radius, self._from, self._period = walk, radius, step, period

    def _phase_at(self, step: float) -> float:
        return self._phase + (step - self._from) / self._period

    @property
    def walks(self) -> bool:
        """Whether it strays."""
        return self.walk != "off" and self.radius > 0.0

    def at(self, step: float, latents: int) -> Point:
        """Return where it is in the first coordinates."""
        here = self.glide(step)[:latents]
        if not self.walks:
            return here
        return here + self.radius * _WALKS[self.walk](self, self._phase_at(step), latents)

    def _circle(self, phase: float, latents: int) -> Point:
        turned = np.zeros(latents)
        turned[:2] = (math.cos(2 * math.pi * phase), math.sin(2 * math.pi * phase))[:latents]
        return turned

    def _lissajous(self, phase: float, latents: int) -> Point:
        figure: Point = np.sin(2 * math.pi * phase * np.arange(2, 2 + latents))
        return figure

    def _random(self, phase: float, latents: int) -> Point:
        """Return a place between two drawn ones; it begins in the middle."""
        number = math.floor(phase)
        share = phase - number
        return line(self._drawn(number, latents), self._drawn(number + 1, latents), share * share * (3.0 - 2.0 * share))

    def _drawn(self, number: int, latents: int) -> Point:
        """Return a place of a random walk, evenly drawn from the ball of radius 1."""
        if number == 0:
            return np.zeros(latents)
        if (number, latents) not in self._places:
            chance = generator(self._seed, self._name, "walk", number)
            way = chance.normal(size=latents)
            self._places = dict(list(self._places.items())[-3:])
            self._places[number, latents] = way / max(math.sqrt(way @ way), TINY) * chance.random() ** (1.0 / latents)
        return self._places[number, latents]

    # ------------------------------------------------------------ counting
    def shift(self, later: float) -> None:
        """Let everything be so many steps later: they are counted from elsewhere."""
        self._begun += later
        self._from += later

    def restart(self, step: float) -> None:
        """Let `step` be step 0, and a walk begin there."""
        self.shift(-step)
        self._phase, self._from = 0.0, 0.0

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "target": self.target.copy(), "start": self._start.copy(), "speed": self._speed.copy(),
            "begun": self._begun, "length": self._length, "how": self._how, "walk": self.walk,
            "radius": self.radius, "phase": self._phase, "from": self._from, "period": self._period,
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self.target, self._start = np.array(state["target"]), np.array(state["start"])
        self._speed, self._length, self._how = np.array(state["speed"]), state["length"], state["how"]
        self._begun, self._from = state["begun"], state["from"]
        self.walk, self.radius = state["walk"], state["radius"]
        self._phase, self._period = state["phase"], state["period"]


_WALKS: dict[str, Callable[[Wandering, float, int], Point]] = {
    "random": Wandering._random, "circle": Wandering._circle, "lissajous": Wandering._lissajous,
}  # fmt: skip
