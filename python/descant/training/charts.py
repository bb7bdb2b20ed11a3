"""Charts as inline SVG: curves, points by label, patterns as boxes, a confusion. Their colours are the page's own.

Hues are Okabe & Ito's, which the colour-blind tell apart; where there are more labels than hues the shape changes too.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

HUES = 7  # in the page's style, as --hue-0 …
SHAPES = ("circle", "square", "triangle", "diamond", "cross")
WIDE, HIGH = 460.0, 240.0  # of a chart, in its own units
LEFT, RIGHT, TOP, BOTTOM = 52.0, 10.0, 10.0, 30.0
MOST_POINTS = 400  # of a curve; the eye sees no more
LEVELS = 5  # of grey in a pattern
FAINTEST = 0.1  # probability that is drawn at all
ONSET = 0.5
FIGURE = re.compile("−?[0-9][0-9.,]*(?: ?[%s])?")


class Line(NamedTuple):
    """One curve of a chart."""

    name: str
    x: Sequence[float]
    y: Sequence[float]


def hue(place: int) -> int:
    """Return which hue the label or curve of that place has."""
    return place % HUES


def shape(place: int) -> str:
    """Return which shape it has."""
    return SHAPES[place // HUES % len(SHAPES)]


# ---------------------------------------------------------------- curves
def curves(lines: Sequence[Line], *, across: str, up: str) -> str:
    """Return a chart of lines over steps, each named at its side."""
    lines = [_thinned(line) for line in lines if len(line.x)]
    if not lines:
        return '<p class="none">Nothing yet.</p>'
    x = _Scale.of((value for line in lines for value in line.x), LEFT, WIDE - RIGHT)
    y = _Scale.of((value for line in lines for value in line.y), HIGH - BOTTOM, TOP)
    drawn = [_grid(x, y), *(_curve(line, place, x, y) for place, line in enumerate(lines))]
    drawn.append(f'<text class="axis" x="{WIDE - RIGHT}" y="{HIGH - 2}" text-anchor="end">{escape(across)}</text>')
    drawn.append(f'<text class="axis" x="2" y="{TOP}" dominant-baseline="hanging">{escape(up)}</text>')
    names = "".join(
        f'<span><i class="stroke hue-{hue(place)}"></i>{escape(line.name)}</span>' for place, line in enumerate(lines)
    )
    label = escape(", ".join(line.name for line in lines), quote=True)
    return f'{_svg(WIDE, HIGH, "".join(drawn), label)}<p class="names">{names}</p>'


class _Scale(NamedTuple):
    """Values to places."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def of(cls, values: Iterable[float], start: float, end: float) -> "_Scale":
        finite = [value for value in values if np.isfinite(value)] or [0.0]
        low, high = min(finite), max(finite)
        if high - low < 1e-9:
            low, high = low - 0.5, high + 0.5
        return cls(low, high, start, end)

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Return round values, about five."""
        raw = (self.high - self.low) / 4
        unit = 10.0 ** np.floor(np.log10(raw))
        step = float(next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= raw))
        first = int(np.ceil(self.low / step - 1e-9))
        return [round(n * step, 10) for n in range(first, int(np.floor(self.high / step + 1e-9)) + 1)]


def _thinned(line: Line) -> Line:
    """Return a curve of few points, each a mean of its neighbours'."""
    if len(line.x) <= MOST_POINTS:
        return line
    cuts = np.array_split(np.arange(len(line.x)), MOST_POINTS)
    x, y = np.asarray(line.x, float), np.asarray(line.y, float)
    return Line(line.name, [float(x[cut].mean()) for cut in cuts], [float(y[cut].mean()) for cut in cuts])


def _grid(x: _Scale, y: _Scale) -> str:
    drawn = []
    for value in y.ticks():
        at = f"{y(value):.1f}"
        drawn.append(f'<path class="grid" d="M{LEFT} {at}H{WIDE - RIGHT}"/>')
        drawn.append(f'<text class="tick" x="{LEFT - 6}" y="{at}" text-anchor="end" dy="0.35em">{number(value)}</text>')
    for value in x.ticks():
        drawn.append(
            f'<text class="tick" x="{x(value):.1f}" y="{HIGH - BOTTOM + 15}" text-anchor="middle">'
            f"{number(value)}</text>"
        )
    return "".join(drawn)


def _curve(line: Line, place: int, x: _Scale, y: _Scale) -> str:
    points = [(x(a), y(b)) for a, b in zip(line.x, line.y, strict=True) if np.isfinite(b)]
    path = "L".join(f"{a:.1f} {b:.1f}" for a, b in points)
    return f'<path class="curve hue-{hue(place)}" d="M{path}"><title>{escape(line.name)}</title></path>'


def number(value: float) -> str:
    """Return a number as a reader wants it."""
    return (f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}").replace("-", "−")


# ---------------------------------------------------------------- points
def scatter(
    points: NDArray[np.float32], label: NDArray[np.integer], held: NDArray[np.bool_], names: Sequence[str], reach: float
) -> str:
    """Return points (n, 2) of a plane from −reach to reach, by label: those held out full, the others faint."""
    size = 100.0 / reach  # of a unit; the plane is 200 wide
    drawn = [f'<circle class="grid" r="{size * ring:.1f}"/>' for ring in range(1, int(reach) + 1)]
    drawn.append('<path class="grid" d="M-100 0H100M0 -100V100"/>')
    for place in [*range(len(names)), -1]:
        mine = label == place
        if mine.any():
            drawn.append(_marks(points[mine] * size, held[mine], place, names[place] if place >= 0 else "no label"))
    drawn += [_name(points[label == place] * size, name) for place, name in enumerate(names) if (label == place).any()]
    drawn.append('<g id="cross" class="cross"><path d="M-7 0H7M0 -7V7"/><circle r="3.4"/></g>')
    return (
        '<svg id="plane" class="plane" viewBox="-104 -104 208 208" role="img" tabindex="0" '
        f'data-reach="{reach:g}" aria-label="The plane of points: click to hear one">{"".join(drawn)}</svg>'
    )


def legend(counts: Sequence[tuple[int, str, int]]) -> str:
    """Return the names of labels with their marks: place, name, count."""
    entries = [
        f'<li data-label="{place}"><svg viewBox="-3 -3 6 6"><path class="mark held hue-{hue(place)}" '
        f'd="{_mark(shape(place), 0.0, 0.0, 2.0)}"/></svg>{escape(name)} <b>{count}</b></li>'
        for place, name, count in counts
    ]
    return f'<ul class="legend">{"".join(entries)}</ul>'


def _marks(points: NDArray[np.float32], held: NDArray[np.bool_], place: int, name: str) -> str:
    """Return the marks of one label."""
    parts = []
    for kind, chosen in (("own", points[~held]), ("held", points[held])):
        if len(chosen):
            path = "".join(_mark(shape(place), float(x), -float(y), 1.3) for x, y in chosen)
            parts.append(f'<path class="mark {kind} hue-{hue(place)}" d="{path}"/>')
    return f'<g class="of-label" data-label="{place}"><title>{escape(name)}</title>{"".join(parts)}</g>'


def _mark(form: str, x: float, y: float, r: float) -> str:
    """Return a mark's path about a point."""
    at = f"M{x:.1f} {y:.1f}"
    match form:
        case "circle":
            return f"{at}m{-r:g} 0a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0"
        case "square":
            return f"{at}m{-r:g} {-r:g}h{2 * r:g}v{2 * r:g}h{-2 * r:g}z"
        case "triangle":
            return f"{at}m0 {-1.3 * r:g}l{1.3 * r:g} {2.3 * r:g}h{-2.6 * r:g}z"
        case "diamond":
            return f"{at}m0 {-1.5 * r:g}l{1.5 * r:g} {1.5 * r:g}l{-1.5 * r:g} {1.5 * r:g}l{-1.5 * r:g} {-1.5 * r:g}z"
        case _:
            s = r / 2
            return f"{at}m{-s:g} {-3 * s:g}h{r:g}v{r:g}h{r:g}v{r:g}h{-r:g}v{r:g}h{-r:g}v{-r:g}h{-r:g}v{-r:g}h{r:g}z"


def _name(points: NDArray[np.float32], name: str) -> str:
    x, y = np.median(points, axis=0)
    return f'<text class="place" x="{float(x):.1f}" y="{-float(y):.1f}" text-anchor="middle">{escape(name)}</text>'


# ---------------------------------------------------------------- patterns
def pattern(probability: NDArray[np.floating], per_beat: int, true: NDArray[np.uint8] | None = None) -> str:
    """Return a pattern (rows, steps) as a box, its first row at the bottom; with the truth, what is wrong is marked."""
    rows, steps = probability.shape
    drawn = [f'<path class="beat" d="{_beats(rows, steps, per_beat)}"/>', *_cells(probability)]
    if true is not None:
        played = probability > ONSET
        for kind, cells in (("missed", (true > 0) & ~played), ("extra", (true == 0) & played)):
            if cells.any():
                drawn.append(f'<path class="{kind}" d="{_boxes(cells)}"/>')
    return _svg(steps, rows, "".join(drawn), "a pattern", "pattern")


def traversal(probability: NDArray[np.floating], along: Sequence[float], per_beat: int) -> str:
    """Return the patterns of a plane (side, side, rows, steps), each a box that can be clicked; upwards is later."""
    side, _, rows, steps = probability.shape
    wide, high = steps + 3, rows + 3
    drawn = []
    for up, across in np.ndindex(side, side):
        x, y = across * wide, (side - 1 - up) * high
        inside = "".join(_cells(probability[up, across]))
        drawn.append(
            f'<g class="spot" transform="translate({x} {y})" data-x="{along[across]:.3f}" data-y="{along[up]:.3f}">'
            f'<rect class="ground" width="{steps}" height="{rows}"/>{inside}</g>'
        )
    return _svg(side * wide - 3, side * high - 3, "".join(drawn), "patterns of the plane", "traversal")


def _cells(probability: NDArray[np.floating]) -> list[str]:
    """Return a path for each level of grey."""
    level = np.ceil(np.clip((probability - FAINTEST) / (1 - FAINTEST), 0, 1) * LEVELS).astype(int)
    return [f'<path class="level-{n}" d="{_boxes(level == n)}"/>' for n in range(1, LEVELS + 1) if (level == n).any()]


def _boxes(cells: NDArray[np.bool_]) -> str:
    rows = len(cells)
    return "".join(f"M{step}.08 {rows - 1 - row}.08h.84v.84h-.84z" for row, step in np.argwhere(cells))


def _beats(rows: int, steps: int, per_beat: int) -> str:
    return "".join(f"M{step} 0V{rows}" for step in range(0, steps + 1, per_beat)) + f"M0 {rows}H{steps}"


# ---------------------------------------------------------------- tables
def confusion(counts: NDArray[np.int64], names: Sequence[str]) -> str:
    """Return which labels (lines) are told as which (columns), as shares of each line."""
    size = len(counts)
    total = np.maximum(counts.sum(1), 1)
    drawn = [f'<rect class="ground" width="{size}" height="{size}"/>']
    for true, told in np.argwhere(counts):
        share = counts[true, told] / total[true]
        kind = "right" if true == told else "wrong"
        words = f"{names[true]}, told as {names[told]}: {counts[true, told]} of {total[true]}"
        drawn.append(
            f'<rect class="{kind}" x="{told + 0.04}" y="{true + 0.04}" width=".92" height=".92" '
            f'fill-opacity="{0.15 + 0.85 * share:.2f}"><title>{escape(words)}</title></rect>'
        )
    for place in range(size):
        drawn.append(f'<text x="-0.3" y="{place + 0.5}" text-anchor="end" dy="0.32em">{escape(names[place])}</text>')
        drawn.append(
            f'<text transform="translate({place + 0.5} {size + 0.3}) rotate(-60)" text-anchor="end" dy="0.32em">'
            f"{escape(names[place])}</text>"
        )
    margin = 0.5 * max((len(name) for name in names), default=0) + 1
    box = f"{-margin:.1f} -0.2 {size + margin + 0.4:.1f} {size + margin + 0.2:.1f}"
    return (
        f'<svg class="confusion" viewBox="{box}" role="img" aria-label="Labels taken for others">{"".join(drawn)}</svg>'
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; figures stand to the right."""
    lines = ["".join(f"<th>{escape(word)}</th>" for word in head)]
    lines += ["".join(_field(word) for word in row) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _field(word: str) -> str:
    return f"<td{' class=number' if FIGURE.fullmatch(word) else ''}>{escape(word)}</td>"


def pairs(values: Mapping[str, object]) -> str:
    """Return names and values as a table."""
    lines = (
        f"<td>{escape(name.replace('_', ' '))}</td><td>{escape(str(value))}</td>" for name, value in values.items()
    )
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _svg(wide: float, high: float, inside: str, label: str, kind: str = "chart") -> str:
    return (
        f'<svg class="{kind}" viewBox="0 0 {wide:g} {high:g}" role="img" aria-label="{escape(label, quote=True)}">'
        f"{inside}</svg>"
    )
