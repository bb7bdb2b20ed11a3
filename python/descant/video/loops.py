"""A sequencer's bar as a clock face: a ring a row, a bead an onset, and the figure that a row's onsets make.

A rhythm seen as a polygon in a circle is Toussaint's (The Geometry of Musical Rhythm, 2013): a clave, a tresillo, a
four-on-the-floor have shapes of their own, and on the way from one point of the latent space to another one sees
which corner moves. In the middle the point goes its way, and leaves a trail.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from descant.video.light import Colour, Light, line, mixed
from descant.video.messages import Looped
from descant.video.motion import Eased, decay, ramp

COLOURS: tuple[Colour, ...] = (
    (255, 44, 34), (250, 248, 242), (96, 176, 255), (132, 220, 255), (255, 148, 56), (255, 176, 84), (255, 204, 128),
    (196, 168, 255), (150, 236, 190),
)  # fmt: skip
"""Of rows, the outermost first: kick, snare, hats, toms, crash, ride where the model is of General MIDI."""

_BLACK: Colour = (0, 0, 0)
_OUTER, _INNER = 0.43, 0.17  # radii of rings, in picture heights
_PLANE = 0.115  # of the disc in which the point moves
_REACH = 3.0  # of the latent space, that the disc shows: nearly all of a unit Gaussian
_SIXTEENTHS = 16  # of a pixel
_TRAIL = 24  # points
_CHANGE_SECONDS = 0.08  # time constant with which a bead comes and goes
_FLASH_SECONDS = 0.14
_SHAPE_SECONDS = 0.35
_RING_POINTS = 96
_FAINT = 0.12  # of a ring's light


@dataclass(slots=True)
class _Bar:
    """One bar, and how long it sounds."""

    told: Looped
    cells: NDArray[np.float64]  # (rows, steps), velocity 0 to 1


class Loops:
    """The bar that a sequencer plays; of several sequencers, of the one that was heard last."""

    def __init__(self, light: Light) -> None:
        """Draw with that light."""
        self._light = light
        self._unit = light.height / 720
        self._middle = np.array([light.width / 2, light.height / 2])
        self._bar: _Bar | None = None
        self._coming: _Bar | None = None  # told already, and still to begin
        self._before: _Bar | None = None  # whose figures fade
        self._bead = Eased(np.zeros((0, 0)), _CHANGE_SECONDS)
        self._trail: list[NDArray[np.float64]] = []

    def take(self, told: Looped) -> None:
        """Take the bar that begins next; one that cannot be drawn is left out."""
        cells = np.asarray(told.cells, float)
        if told.steps < 1 or told.step_s <= 0.0 or cells.size != len(told.rows) * told.steps or not cells.size:
            return
        self._coming = _Bar(told, cells.reshape(len(told.rows), told.steps))
        if self._bar is None or self._bar.told.part != told.part:
            self._begin()

    def draw(self, time: float) -> None:
        """Draw the bar as it is at `time`, in seconds."""
        if self._coming and time >= self._coming.told.begins_s:
            self._begin()
        if self._bar is None:
            return
        place = (time - self._bar.told.begins_s) / self._bar.told.step_s
        self._draw_figures(time)
        self._draw_rings()
        self._draw_beads(time, place)
        self._draw_hand(place)
        self._draw_point()

    def _begin(self) -> None:
        """Let the bar that was told of begin."""
        bar, last = self._coming, self._bar
        assert bar is not None
        same = last is not None and last.cells.shape == bar.cells.shape
        if not same:
            self._bead = Eased(np.zeros(bar.cells.shape), _CHANGE_SECONDS)
        self._bead.aim(bar.cells, bar.told.begins_s)
        changed = last is None or not same or bool(((last.cells > 0) != (bar.cells > 0)).any())
        self._before, self._bar, self._coming = (last if changed else self._before), bar, None
        self._follow(bar.told)

    def _follow(self, told: Looped) -> None:
        """Let the point go on."""
        at = np.array((*told.at, 0.0, 0.0)[:2])
        if not self._trail or not np.array_equal(self._trail[-1], at):
            self._trail = [*self._trail, at][-_TRAIL:]

    # ------------------------------------------------------------ drawing
    def _draw_rings(self) -> None:
        """Draw where there could be onsets: a ring a row."""
        bar = self._shown()
        whole = np.linspace(0.0, 1.0, _RING_POINTS + 1)
        for row in range(len(bar.cells)):
            colour = mixed(_BLACK, _colour(row), _FAINT)
            self._light.stroke([self._on_ring(whole, _radius(row, len(bar.cells)))], colour, self._unit)

    def _draw_figures(self, time: float) -> None:
        """Draw the polygons of the rows; those of the bar before fade."""
        bar = self._shown()
        come = ramp(time, bar.told.begins_s, _SHAPE_SECONDS)
        for shown, gain in ((self._before, 1.0 - come), (bar, come if self._before else 1.0)):
            if shown is None or gain < 0.02:
                continue
            for row, cells in enumerate(shown.cells):
                corners = np.flatnonzero(cells > 0)
                if len(corners) > 1:
                    self._draw_figure(row, len(shown.cells), np.append(corners, corners[0]) / len(cells), gain)

    def _draw_figure(self, row: int, rows: int, corners: NDArray[np.float64], gain: float) -> None:
        points = self._on_ring(corners, _radius(row, rows))
        colour = _colour(row)
        self._light.glow([points], mixed(_BLACK, colour, 0.30 * gain), self._unit * 8)
        self._light.stroke([points], mixed(_BLACK, colour, 0.55 * gain), self._unit * 2.2)
        self._light.shade([points], 0.5 * gain, self._unit * 12)

    def _draw_beads(self, time: float, place: float) -> None:
        """Draw the onsets, as large as they are loud; each lights up when it is struck."""
        bar, velocity = self._shown(), self._bead.at(time)
        for row, step in np.argwhere(velocity > 0.02):
            struck_s = _struck_s(bar.told, int(step), place, time)
            flash = decay(time, struck_s, _FLASH_SECONDS) if bar.cells[row, step] > 0 else 0.0
            bead = self._on_ring(np.array([step / bar.told.steps]), _radius(int(row), len(bar.cells)))
            bead = np.repeat(bead, 2, axis=0)
            bead[1] += 1  # a sixteenth of a pixel: a line of no length has no caps
            loud = float(velocity[row, step])
            size = self._unit * (4.0 + 11.0 * loud + 9.0 * flash * loud)
            colour = mixed(_colour(int(row)), (255, 255, 255), 0.75 * flash, 0.55 + 0.45 * loud)
            self._light.glow([bead], mixed(_BLACK, colour, 0.25 + 0.75 * flash), size * (1.6 + 1.6 * flash))
            self._light.stroke([bead], colour, size)
            self._light.shade([bead], 0.8, size * 2)

    def _draw_hand(self, place: float) -> None:
        """Draw where in the bar it is."""
        if place < 0:
            return
        turn = place / self._shown().told.steps % 1.0
        ends = [self._at(turn, radius) for radius in (_INNER * 0.86, _OUTER * 1.05)]
        hand = line(np.array(ends))
        self._light.stroke([hand], (120, 118, 112), self._unit * 1.6)
        self._light.glow([hand], (70, 68, 62), self._unit * 10)

    def _draw_point(self) -> None:
        """Draw the point and where it came from, in the plane of the first two latents."""
        trail = np.array(self._trail) / _REACH
        reach = np.maximum(1.0, np.hypot(*trail.T))[:, None]
        seen = self._middle + trail / reach * (1.0, -1.0) * _PLANE * self._light.height
        whole = np.linspace(0.0, 1.0, _RING_POINTS + 1)
        self._light.stroke([self._on_ring(whole, _PLANE)], (26, 26, 28), self._unit)
        for number in range(1, len(seen)):
            colour = mixed(_BLACK, COLOURS[6], 0.7 * number / len(seen))
            self._light.stroke([line(seen[number - 1 : number + 1])], colour, self._unit * 2)
        dot = line(seen[-1:] + np.array([[0.0, 0.0], [1 / _SIXTEENTHS, 0.0]]))
        self._light.glow([dot], COLOURS[6], self._unit * 22)
        self._light.stroke([dot], (255, 246, 226), self._unit * 9)

    def _shown(self) -> _Bar:
        assert self._bar is not None
        return self._bar

    def _on_ring(self, turns: NDArray[np.float64], radius: float) -> NDArray[np.int32]:
        """Return places on a ring: 0 of a turn is at the top, and it goes by the clock."""
        return line(np.array([self._at(float(turn), radius) for turn in turns]))

    def _at(self, turn: float, radius: float) -> NDArray[np.float64]:
        angle = math.tau * turn
        height = self._light.height
        return self._middle + radius * height * np.array([math.sin(angle), -math.cos(angle)])


def _radius(row: int, rows: int) -> float:
    """Return a row's radius in picture heights: the first is outermost."""
    return _OUTER - (_OUTER - _INNER) * row / max(rows - 1, 1)


def _colour(row: int) -> Colour:
    return COLOURS[row % len(COLOURS)]


def _struck_s(told: Looped, step: int, place: float, time: float) -> float:
    """Return when a step was struck last; infinity where it was not yet."""
    if place < step:
        return math.inf
    return time - ((place - step) % told.steps) * told.step_s
