"""A contact sheet: patterns of a corpus as small boxes, by their labels."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from descant.corpora.patterns import UNLABELLED, Corpus, Pattern

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
    height = TOP + BOX_H * len(chosen) + 0.2
    figure = Figure(figsize=(LEFT + BOX_W * each, height), facecolor=PAPER)
    FigureCanvasAgg(figure)  # which makes itself the figure's
    figure.text(0.12 / figure.get_figwidth(), 1 - 0.32 / height, _title(corpus), color=INK, fontsize=11)
    under = "kick at the bottom" if corpus.rows[0].name == "kick" else f"{corpus.rows[0].name} at the bottom"
    note = f"{under}; darker is louder; grey: after its end; red: held out"
    figure.text(0.12 / figure.get_figwidth(), 1 - 0.55 / height, note, color=INK, fontsize=8)
    for line, (label, count, places) in enumerate(chosen):
        bottom = height - TOP - BOX_H * (line + 1)
        middle = (bottom + BOX_H / 2) / height
        text = f"{label or 'no label'}\n{count} pattern{'s' * (count > 1)}"
        figure.text(0.12 / figure.get_figwidth(), middle, text, color=INK, fontsize=8, va="center")
        for column, place in enumerate(places):
            left = LEFT + BOX_W * column
            frame = (
                left / figure.get_figwidth(),
                bottom / height,
                (BOX_W - 0.15) / figure.get_figwidth(),
                0.8 / height,
            )
            _box(figure.add_axes(frame), corpus[place], corpus, bool(corpus.held_out[place]))
    image = io.BytesIO()
    figure.savefig(image, format="png")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(image.getvalue())
    temporary.replace(path)
    return sum(len(places) for _, _, places in chosen)


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
