"""Which pairs of target and learner are on stage, where each stands, and how it is drawn."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from descant.video.curves import curve_line, curve_residuals
from descant.video.knots import knot_line, knot_residuals, stretches
from descant.video.light import Colour, Light, Line, line, mixed
from descant.video.messages import Aimed, Drawn, Silent, Stepped, SteppedTogether
from descant.video.motion import Eased, arrival, decay, ramp
from descant.video.space import Camera, Space, on_carousel, turned

TARGET: Colour = (250, 248, 242)
LEARNER: Colour = (255, 44, 34)
UNITED: Colour = (255, 204, 128)
_RESIDUAL: Colour = (172, 118, 112)
_GREY: Colour = (112, 116, 124)
_BLACK: Colour = (0, 0, 0)

_LEARNER_SECONDS = 0.035  # time constant: 95 % of a step is seen after 105 ms
_MOVE_SECONDS = 0.30
_REVEAL_SECONDS = 0.9
_OLDER_SIZE = {"cubic": 0.86, "function": 0.86, "knot": 0.60}  # of its size at the front
_SPIN = 0.42  # radians a second
_TILT = 0.38  # radians
_STILL_SOUNDS = 0.6  # how far into the dark a pair withdraws that still learns and is heard
_BLURRED_STEP = 2
_KEPT = 64  # pairs remembered; more than can be shown
_LOST_AGAIN = 8.0  # times the loss at convergence: then the two have visibly parted


@dataclass(eq=False)
class Pair:
    """A target and its learner, and what is seen of them."""

    drawn: Drawn
    theta: Eased
    slot: Eased
    presence: Eased
    stepped: float = -math.inf
    united: float = math.inf  # when it converged
    united_loss: float = 0.0
    left: bool = False  # the stage, for good
    target: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        self.target = np.asarray(self.drawn.target, float)

    def step(self, theta: NDArray[np.float64], loss: float, time: float) -> None:
        """Let the learner move on; one that has visibly lost its target is no longer one with it."""
        self.theta.aim(theta, time)
        if self.united < math.inf and loss > _LOST_AGAIN * self.united_loss:
            self.united = math.inf


class Gallery:
    """The pairs on stage: the one that moved last in front, the older ones turning away behind it."""

    def __init__(self, light: Light) -> None:
        """Draw with that light."""
        self.older = 12
        self.on_video = 0.0  # from 0, on black, to 1
        self._light = light
        self._camera = Camera(light.width, light.height)
        self._unit = light.height / 720  # pixels of a picture 720 high
        self._pairs: list[Pair] = []  # the front one first

    def add(self, drawn: Drawn) -> None:
        """Bring a new pair to the front."""
        self._pairs = [p for p in self._pairs if _name(p) != (drawn.part, drawn.learner)]
        self._leave(drawn.voice, drawn.time)
        self._pairs.insert(
            0,
            Pair(
                drawn,
                theta=Eased(drawn.theta, _LEARNER_SECONDS),
                slot=Eased(0.0, _MOVE_SECONDS),
                presence=Eased(1.0, _MOVE_SECONDS),
            ),
        )
        del self._pairs[_KEPT:]
        self.arrange(drawn.time)

    def aim(self, aimed: Aimed) -> None:
        """Move a target."""
        for pair in self._pairs:
            if _name(pair) == (aimed.part, aimed.learner):
                pair.target = np.asarray(aimed.target, float)

    def step(self, stepped: Stepped) -> None:
        """Move a learner, and bring it to the front, unless it is of those that never rest."""
        pair = next((p for p in self._pairs if _name(p) == (stepped.part, stepped.learner)), None)
        if pair is None or not np.all(np.isfinite(stepped.theta)):
            return
        pair.step(np.asarray(stepped.theta), stepped.loss, stepped.time)
        pair.stepped = stepped.time
        if stepped.converged:
            pair.united, pair.united_loss = stepped.time, stepped.loss
        if self._pairs[0] is not pair and pair.drawn.form != "function":
            self._pairs.remove(pair)
            self._pairs.insert(0, pair)
            self.arrange(stepped.time)

    def step_together(self, stepped: SteppedTogether) -> None:
        """Move learners that step all the time; each stays in its place."""
        rows = {number: row for row, number in enumerate(stepped.learner.tolist())}
        for pair in self._pairs:
            row = rows.get(pair.drawn.learner) if pair.drawn.part == stepped.part else None
            if row is not None and np.all(np.isfinite(stepped.theta[row])):
                pair.step(stepped.theta[row], float(stepped.loss[row]), stepped.time)

    def silence(self, silent: Silent) -> None:
        """Let the pair of a voice that has ended leave the stage."""
        if self._leave(silent.voice, silent.time):
            self.arrange(silent.time)

    def _leave(self, voice: int | None, time: float) -> bool:
        """Let the pair of a voice go; return whether there is one."""
        leaving = [p for p in self._pairs if p.drawn.voice == voice and not p.left] if voice is not None else []
        for pair in leaving:
            pair.left = True
            pair.presence.aim(0.0, time)
        self._pairs.sort(key=lambda pair: pair.left)  # the front is whose curve stays
        return bool(leaving)

    def arrange(self, time: float) -> None:
        """Send each pair to its place; pairs of other parts, and those too old, leave the stage."""
        if not self._pairs:
            return
        part = self._pairs[0].drawn.part
        staying = [p for p in self._pairs if p.drawn.part == part and not p.left][: self.older + 1]
        for pair in self._pairs:
            present = float(pair in staying)
            if pair.presence.goal != present:
                pair.presence.aim(present, time)
        for place, pair in enumerate(staying):
            if pair.slot.goal != place:
                pair.slot.aim(float(place), time)

    def draw(self, time: float) -> None:
        """Draw all that is on stage at `time`, the farthest first."""
        for pair in reversed(self._pairs):
            slot, presence = float(pair.slot.at(time)), float(pair.presence.at(time))
            if presence < 0.02:
                continue
            if pair is self._pairs[0] and not pair.left:
                _Front(self, pair, time).draw()
            else:
                self._draw_older(pair, time, slot, presence)

    def _draw_older(self, pair: Pair, time: float, slot: float, presence: float) -> None:
        dim = 1.0 if pair.drawn.voice is None else _STILL_SOUNDS
        grey = dim * (1 - math.exp(-0.75 * slot))
        gain = presence * (1 - dim * (0.84 - 0.60 * math.exp(-0.24 * slot)))
        target = self.seen(pair, _line(pair, pair.target, coarse=2), time)
        learner = self.seen(pair, _line(pair, pair.theta.at(time), coarse=2), time)
        thickness = self._unit * (1.6 + 3.4 * math.exp(-0.6 * slot))
        if time < pair.united:  # once they are one, one line is enough
            self._light.distant([target], mixed(TARGET, _GREY, grey, gain), thickness)
        self._light.distant([learner], mixed(_own(pair, time), _GREY, 0.8 * grey, gain), thickness)
        self._light.shade([target[::2]], 0.5 * gain, self._unit * 14)

    def seen(self, pair: Pair, points: Space, time: float) -> Line:
        """Return where points of a pair are seen."""
        return line(self._camera.seen(self.placed(pair, points, time))[0])

    def placed(self, pair: Pair, points: Space, time: float) -> Space:
        """Return points of a pair where the carousel has them."""
        if pair.drawn.form == "knot":
            points = turned(points, _SPIN * time + 0.7 * pair.drawn.learner, _TILT)
        return on_carousel(points, float(pair.slot.at(time)), _OLDER_SIZE[pair.drawn.form])


class _Front:
    """The drawing of the pair in front."""

    def __init__(self, gallery: Gallery, pair: Pair, time: float) -> None:
        self._gallery, self._pair, self._time = gallery, pair, time
        self._light, self._unit = gallery._light, gallery._unit
        self._theta = pair.theta.at(time)
        self._flash = decay(time, pair.stepped, 0.16)
        self._pulse = decay(time, pair.united, 0.8)
        self._united = ramp(time, pair.united, 0.4)

    def draw(self) -> None:
        """Draw residuals, target, learner and their light."""
        born, pair = self._pair.drawn.time, self._pair
        shown = max(0.002, arrival(self._time, born, _REVEAL_SECONDS))
        self._draw_residuals(ramp(self._time, born + 0.25, 0.6))
        target = _line(pair, pair.target, 0.0, shown)
        learner = _line(pair, self._theta, 1 - shown, 1.0)
        white = mixed(TARGET, UNITED, self._united)
        red = mixed(LEARNER, UNITED, self._united)
        if pair.drawn.form == "knot":
            self._draw_knot(target, learner, white, red)
        else:
            self._draw_curves(target, learner, white, red)

    def _draw_residuals(self, shown: float) -> None:
        gain = shown * (0.36 + 0.34 * self._gallery.on_video + 0.3 * self._flash) * (1 - self._united)
        if gain < 0.02:
            return
        ends = [
            self._gallery.seen(self._pair, _residuals(self._pair, theta), self._time)
            for theta in (self._pair.target, self._theta)
        ]
        lines = list(np.stack(ends, 1))
        self._light.stroke(lines, mixed(_RESIDUAL, TARGET, 0.3 * self._flash, gain), self._unit * 1.4)
        self._light.shade(lines, 0.45 * shown, self._unit * 8)

    def _draw_curves(self, target: Space, learner: Space, white: Colour, red: Colour) -> None:
        unit, pulse = self._unit, self._pulse
        lines = [self._gallery.seen(self._pair, points, self._time) for points in (target, learner)]
        self._spread(lines, white, red)
        self._light.stroke([lines[0]], white, unit * (5.0 + 3 * pulse))
        self._light.stroke([lines[1]], red, unit * (5.6 + 1.6 * self._flash + 3 * pulse))

    def _draw_knot(self, target: Space, learner: Space, white: Colour, red: Colour) -> None:
        gallery, unit = self._gallery, self._unit
        placed = [gallery.placed(self._pair, points, self._time) for points in (target, learner)]
        lines = [line(gallery._camera.seen(points)[0]) for points in placed]
        self._spread(lines, white, red)
        pieces = [(nearness, order, slices) for order in (0, 1) for nearness, slices in stretches(placed[order][:, 2])]
        for nearness, order, slices in sorted(pieces, key=lambda piece: piece[:2]):
            thickness = unit * (2.0 + 4.6 * nearness + 2 * self._pulse + order * self._flash)
            if nearness > 0.4 and self._united < 0.5:
                inner = [lines[order][_inner(piece)] for piece in slices if piece.stop - piece.start > 3]
                self._light.cut(inner, thickness + 5 * unit)
            colour = mixed(_BLACK, (white, red)[order], 0.42 + 0.58 * nearness)
            self._light.stroke([lines[order][_outer(piece)] for piece in slices], colour, thickness)

    def _spread(self, lines: list[Line], white: Colour, red: Colour) -> None:
        """Let both lines glow and darken what is behind them."""
        for full, colour, flash in ((lines[0], white, 0.0), (lines[1], red, self._flash)):
            gain = 0.32 + 0.45 * flash + 0.9 * self._pulse + 0.25 * self._united
            part = full[::_BLURRED_STEP]  # what will be blurred needs fewer points
            self._light.glow([part], mixed(_BLACK, colour, min(1.0, gain)), self._unit * (11 + 26 * self._pulse))
            self._light.shade([part], 0.9, self._unit * 30)


def _name(pair: Pair) -> tuple[str, int]:
    return pair.drawn.part, pair.drawn.learner


def _own(pair: Pair, time: float) -> Colour:
    return mixed(LEARNER, UNITED, ramp(time, pair.united, 0.4))


def _inner(piece: slice) -> slice:
    """Return a stretch without its ends: their round caps would cut into its own continuation."""
    return slice(piece.start + 1, piece.stop - 1)


def _outer(piece: slice) -> slice:
    """Return a stretch with a point of its neighbours, so that the joints are closed."""
    return slice(max(0, piece.start - 1), piece.stop + 1)


def _line(pair: Pair, theta: NDArray[np.float64], start: float = 0.0, end: float = 1.0, coarse: int = 1) -> Space:
    if pair.drawn.form == "knot":
        return knot_line(theta, pair.drawn.n, start, end, coarse)
    return curve_line(pair.drawn.form, theta, start, end, coarse)


def _residuals(pair: Pair, theta: NDArray[np.float64]) -> Space:
    if pair.drawn.form == "knot":
        return knot_residuals(theta, pair.drawn.n)
    return curve_residuals(pair.drawn.form, theta)
