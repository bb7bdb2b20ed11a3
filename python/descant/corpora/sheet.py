"""A contact sheet: patterns of a corpus as small boxes, by their labels."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from descant.corpora.patterns import UNLABELLED, Corpus, Pattern

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAPER, INK, HELD, FAINT = "#fbfaf7", "#1d2b3a", "#b3472f", "#d9d5cb"
MOST_ROWS = 40
BOX_W, BOX_H = 1.75, 0.95  # inches
LEFT, TOP = 1.5, 0.75


def sheet(corpus: Corpus, path: Path, *, each: int = 8) -> int:
    """Draw up to `each` patterns of each label into a PNG file; return how many.

    The first line of a box is the first row of the corpus, at its bottom; darker is louder; what is late or early
    lies beside its place. Red boxes are held out.

    Raises:
        ValueError: `each` is below 1.
        OSError: the file cannot be written.
    """
    if each < 1:
        raise ValueError(f"there must be at least one pattern of each label, not {each}")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    chosen = _chosen(corpus, each)
    figure = Figure(figsize=(LEFT + BOX_W * each, TOP + BOX_H * len(chosen) + 0.2), facecolor=PAPER)
    FigureCanvasAgg(figure)  # which makes itself the figure's
    _write(figure, 0.32, _title(corpus), 11)
    _write(
        figure, 0.55, f"{corpus.rows[0].name} at the bottom; darker is louder; grey: after its end; red: held out", 8
    )
    for line, (label, count, places) in enumerate(chosen):
        text = f"{label or 'no label'}\n{count} pattern{'s' * (count > 1)}"
        _write(figure, TOP + BOX_H * (line + 0.5), text, 8)
        for column, place in enumerate(places):
            axes = _axes(figure, LEFT + BOX_W * column, TOP + BOX_H * (line + 1))
            _box(axes, corpus[place], corpus, bool(corpus.held_out[place]))
    _save(figure, path)
    return sum(len(places) for _, _, places in chosen)


def _write(figure: "Figure", down: float, text: str, size: int) -> None:
    """Write at the left, so many inches below the top."""
    wide, high = figure.get_figwidth(), figure.get_figheight()
    figure.text(0.12 / wide, 1 - down / high, text, color=INK, fontsize=size, va="center")


def _axes(figure: "Figure", left: float, down: float) -> "Axes":
    """Return a box whose lower left corner lies so many inches from the left and below the top."""
    wide, high = figure.get_figwidth(), figure.get_figheight()
    return figure.add_axes((left / wide, 1 - down / high, (BOX_W - 0.15) / wide, (BOX_H - 0.15) / high))


def _save(figure: "Figure", path: Path) -> None:
    image = io.BytesIO()
    figure.savefig(image, format="png")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(image.getvalue())
    temporary.replace(path)


def _title(corpus: Corpus) -> str:
    grid, held = corpus.grid, int(corpus.held_out.sum())
    how = "made by rules" if corpus.origin == "made" else "imported"
    return f"{len(corpus)} patterns, {how}: {grid.steps} steps, {grid.steps_per_quarter} a quarter; {held} held out"


def _chosen(corpus: Corpus, each: int) -> list[tuple[str, int, list[int]]]:
    """Return labels, how many patterns they have, and some of these, evenly from the first to the last."""
    found = []
    for label in [*range(len(corpus.labels)), UNLABELLED]:
        places: NDArray[np.intp] = np.flatnonzero(corpus.label == label)
        if len(places):
            some = places[np.unique(np.linspace(0, len(places) - 1, min(each, len(places))).astype(int))]
            name = "" if label == UNLABELLED else corpus.labels[label]
            found.append((name, len(places), some.tolist()))
    return found[:MOST_ROWS]


def _box(axes: "Axes", pattern: Pattern, corpus: Corpus, held_out: bool) -> None:
    rows, steps = pattern.onsets.shape
    axes.set(xlim=(-0.6, steps + 0.1), ylim=(-0.1, rows + 0.1), xticks=[], yticks=[], facecolor="white")
    for spine in axes.spines.values():
        spine.set(color=HELD if held_out else FAINT, linewidth=1.2 if held_out else 0.8)
    for beat in range(corpus.grid.steps_per_quarter, pattern.length, corpus.grid.steps_per_quarter):
        axes.axvline(beat, color=FAINT, linewidth=0.5, zorder=0)
    if pattern.length < steps:
        axes.axvspan(pattern.length, steps + 0.1, color=FAINT, zorder=0)
    row, step = np.nonzero(pattern.onsets)
    late, loud = pattern.timing[row, step], pattern.velocity[row, step]
    colours = np.array([[0.11, 0.17, 0.23, 0.25 + 0.75 * float(each)] for each in loud]).reshape(-1, 4)
    width = max(0.8, steps / 40)  # seen even where steps are many
    axes.bar(step + late + 0.1, 0.8, width=width, bottom=row + 0.1, align="edge", color=colours, linewidth=0)
