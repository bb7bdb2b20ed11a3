"""The contact sheet of an atlas: the loop of each place as a small picture on the map, coloured by its brightness."""

import io
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from descant.models.atlas import EDGE
from descant.training.atlas import BRIGHTNESS, DENSITY, SYNCOPATION, Charted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAPER, INK = (0.984, 0.980, 0.969), "#1d2b3a"
COLOURS = "plasma"  # dark to bright, in print too
BRIGHTEST = 0.88  # of these colours: the last are lost on paper
CELL_PX, GAP_PX = 5, 9
GROUND = 0.10  # how much of its colour a loop's ground has


def sheet(charted: Charted, title: str) -> bytes:
    """Return the sheet as a PNG file: more sounds to the right, more syncopated upwards, the kick at each bottom."""
    from matplotlib import colormaps
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import ListedColormap, Normalize
    from matplotlib.figure import Figure

    side = len(charted.chosen)
    octaves = charted.found.measures[charted.chosen][..., BRIGHTNESS]
    norm = Normalize(float(octaves.min()), float(max(octaves.max(), octaves.min() + 0.01)))
    colours = ListedColormap(colormaps[COLOURS](np.linspace(0.0, BRIGHTEST, 256)))
    picture = drawn(charted, np.asarray(colours(norm(octaves)))[..., :3])
    high, wide = picture.shape[:2]
    figure = Figure(figsize=(wide / 100 + 2.2, high / 100 + 1.4), facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.085, 0.08, 0.80, 0.84))
    axes.imshow(picture, extent=(-0.5, side - 0.5, -0.5, side - 0.5), interpolation="nearest", aspect="auto")
    axes.set_title(title, loc="left", color=INK, fontsize=12)
    _ticks(axes, charted)
    _words(axes, charted)
    bar = figure.colorbar(ScalarMappable(norm, colours), cax=figure.add_axes((0.905, 0.08, 0.018, 0.84)))
    ticks = np.linspace(norm.vmin or 0.0, norm.vmax or 1.0, 6)
    bar.set_ticks(ticks.tolist(), labels=[f"{2.0**value / 1000:.1f}" for value in ticks])
    bar.set_label("brightness: mean centroid of the hits, kHz", color=INK)
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=100, metadata={"Software": None})
    return out.getvalue()


def drawn(charted: Charted, colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the loops of a map as one picture (high, wide, 3), its top line first.

    Args:
        charted: the map.
        colours: of each place (side, side, 3), 0 to 1.
    """
    side, (rows, steps) = len(charted.chosen), charted.onsets(0).shape
    high, wide = rows * CELL_PX + GAP_PX, steps * CELL_PX + GAP_PX
    picture = np.empty((side * high, side * wide, 3))
    picture[:] = PAPER
    for line, column in np.ndindex(side, side):
        own, onsets = colours[line, column], charted.onsets(int(charted.chosen[line, column]))
        cells = np.kron(onsets[::-1], np.ones((CELL_PX, CELL_PX)))[..., None]
        box = np.where(cells > 0, own, GROUND * own + (1 - GROUND) * np.array(PAPER) - 0.03)
        beat = (steps // 4 or 1) * CELL_PX
        box[:, beat::beat] -= 0.06
        top, left = (side - 1 - line) * high + GAP_PX // 2, column * wide + GAP_PX // 2
        picture[top : top + rows * CELL_PX, left : left + steps * CELL_PX] = box
    return picture.clip(0.0, 1.0)


def _ticks(axes: "Axes", charted: Charted) -> None:
    """Write the measures along the axes: the mean of each column, and of each line."""
    measured = charted.found.measures[charted.chosen]
    side = range(len(charted.chosen))
    axes.set_xticks(list(side), [f"{value:.0%}" for value in measured[..., DENSITY].mean(0)])
    axes.set_yticks(list(side), [f"{value:.1f}" for value in measured[..., SYNCOPATION].mean(1)])
    axes.set_xlabel("density: share of cells that sound", color=INK)
    axes.set_ylabel("syncopation: levels of metre that a hit anticipates, mean", color=INK)
    axes.tick_params(colors=INK, length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _words(axes: "Axes", charted: Charted) -> None:
    """Write the regions' names where they lie."""
    scale = (len(charted.chosen) - 1) / (2.0 * EDGE)
    for text, x, y in charted.words:
        place = (x + EDGE) * scale, (y + EDGE) * scale + 0.42
        axes.text(*place, text, color=INK, fontsize=8, ha="center", va="center", weight="bold",
                  bbox={"facecolor": PAPER, "alpha": 0.85, "pad": 1.2, "linewidth": 0})  # fmt: skip
