"""The page of a piece that is played by loops: what each instrument struck, where the point was, what hands turned."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from descant.performance import score_page as page
from descant.performance.score_facts import Loop, Reading, Stroke, Turn

LEAST_STROKE = 1 / 900  # the width of a stroke, of the duration
MOST_HANDS = 8  # knobs that are drawn; those that were turned most
COLOURS = (*page.COEFFICIENTS, page.INK, page.GREY)
REACH = 3.0  # of a latent space's axes: nearly all of a unit Gaussian


def draw_loops(figure: Figure, reading: Reading, span_s: float) -> None:
    """Draw the three panels of such a page."""
    _strokes(page.panel(figure, 0.405, 0.845, span_s), reading.strokes)
    _point(page.panel(figure, 0.235, 0.352, span_s), reading.loops)
    _hands(page.panel(figure, 0.062, 0.188, span_s), reading.turns)


def _strokes(axes: Axes, strokes: Sequence[Stroke]) -> None:
    """Draw a line for each instrument, the lowest note below, and its strokes as high as they are loud."""
    lowest = {stroke.instrument: stroke.pitch for stroke in reversed(strokes)}
    names = sorted(lowest, key=lambda name: (lowest[name], name))
    rows = {name: float(place) for place, name in enumerate(names)}
    axes.set_ylim(-0.8, max(len(rows), 1))
    page.ticks(axes, {row: name for name, row in rows.items()})
    page.caption(axes, "strokes", "of each instrument; as high as they are loud")
    width = axes.get_xlim()[1] * LEAST_STROKE
    shapes = [_shape(stroke, rows[stroke.instrument], width) for stroke in strokes]
    colours = [COLOURS[int(rows[stroke.instrument]) % len(COLOURS)] for stroke in strokes]
    axes.add_collection(PolyCollection(shapes, facecolors=colours, edgecolors="none"), autolim=False)


def _shape(stroke: Stroke, row: float, width: float) -> list[tuple[float, float]]:
    half = 0.08 + 0.32 * stroke.velocity / 127
    left, right = stroke.begin_s, stroke.begin_s + width
    return [(left, row - half), (right, row - half), (right, row + half), (left, row + half)]


def _point(axes: Axes, loops: Sequence[Loop]) -> None:
    """Draw the first coordinates of each sequencer's point."""
    axes.set_ylim(-REACH, REACH)
    page.ticks(axes, {-2.0: "−2", 0.0: "0", 2.0: "2"})
    above = page.caption(axes, "point", "where in its space each loop lies")
    for place, name in enumerate(dict.fromkeys((loop.part, axis) for loop in loops for axis in (0, 1))):
        part, axis = name
        own = [loop for loop in loops if loop.part == part and axis < len(loop.point)]
        if not own:  # one of a single latent
            continue
        colour = COLOURS[place % len(COLOURS)]
        times, values = [loop.begin_s for loop in own], [loop.point[axis] for loop in own]
        end_s = axes.get_xlim()[1]
        axes.step([*times, end_s], [*values, *values[-1:]], where="post", color=colour, linewidth=1.2)
        above = page.after(axes, above, f"{part} z{axis + 1}", color=colour, bbox=page.COVER)


def _hands(axes: Axes, turns: Mapping[str, Sequence[Turn]]) -> None:
    """Draw what hands turned, each knob between the least and the greatest that it was turned to."""
    axes.set_ylim(-0.1, 1.1)
    above = page.caption(axes, "hands", "what was turned, from the least to the greatest of each")
    for place, name in enumerate(most_turned(turns)):
        own, colour = turns[name], COLOURS[place % len(COLOURS)]
        values = [value for _, value in own]
        low, high = min(values), max(values)
        heights = [(value - low) / (high - low) if high > low else 0.5 for value in values]
        axes.step([time for time, _ in own], heights, where="post", color=colour, linewidth=1.1)
        axes.plot([time for time, _ in own], heights, "o", color=colour, markersize=2.0, markeredgewidth=0)
        above = page.after(axes, above, name, color=colour, bbox=page.COVER)


def most_turned(turns: Mapping[str, Sequence[Turn]]) -> list[str]:
    """Return the names of the knobs that are drawn, in the order in which they were first turned."""
    most = sorted(turns, key=lambda name: -len(turns[name]))[:MOST_HANDS]
    return sorted(most, key=lambda name: turns[name][0][0])
