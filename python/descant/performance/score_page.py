"""The paper that score.png is drawn on: its size, colours and type, and the panels that share its time axis."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Annotation
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

WIDTH_IN, HEIGHT_IN, DPI = 18.0, 10.0, 200  # 3600 × 2000 pixels
LEFT, RIGHT = 0.055, 0.938  # of the page's width
PAPER, INK, GREY = "#fbf8f1", "#25242a", "#756f64"
ANCHOR, PEDAL, FAINT = "#aaa396", "#d3cbbc", "#e6dfd1"
TUNING = LinearSegmentedColormap.from_list("tuning", ["#2b2a31", "#713a33", "#c03c2b", "#f0682f"])
COEFFICIENTS = ("#b5402f", "#4c7f4d", "#3d6496", "#8d8577", "#a3722f", "#6f5686")

COVER = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}  # so that no line runs through a word


def paper() -> Figure:
    """Return an empty page."""
    return Figure(figsize=(WIDTH_IN, HEIGHT_IN), dpi=DPI, facecolor=PAPER)


def font(size: float, *, serif: bool = False, italic: bool = False, bold: bool = False) -> FontProperties:
    """Return a type of `size` points; matplotlib brings it, so that pages look alike everywhere."""
    return FontProperties(
        family="DejaVu Serif" if serif else "DejaVu Sans", size=size,
        style="italic" if italic else "normal", weight="bold" if bold else "normal",
    )  # fmt: skip


def panel(figure: Figure, bottom: float, top: float, span_s: float) -> Axes:
    """Return a panel over the whole time, between two heights of the page, with nothing on it."""
    axes: Axes = figure.add_axes((LEFT, bottom, RIGHT - LEFT, top - bottom), facecolor="none")
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlim(0.0, span_s)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_locator(NullLocator())
    ticks(axes, {})
    return axes


def ticks(axes: Axes, labels: dict[float, str]) -> None:
    """Label these values, and draw a faint line at each."""
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_locator(FixedLocator(list(labels)))
    axes.yaxis.set_major_formatter(FixedFormatter(list(labels.values())))
    axes.tick_params(length=0, pad=9, colors=GREY)
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
    for label in axes.get_yticklabels():
        label.set_fontproperties(font(9.5))


def write(axes: Axes, text: str, at: tuple[float, float], shift: tuple[float, float], **look: Any) -> Annotation:
    """Write at a place in the data (or in `xycoords`), shifted by so many points."""
    look = {"font": font(9.5), "color": GREY, "textcoords": "offset points", **look}
    return axes.annotate(text, at, shift, annotation_clip=False, parse_math=False, **look)


def after(axes: Axes, before: Annotation, text: str, points: float = 8.0, **look: Any) -> Annotation:
    """Write on, on the same line."""
    return write(axes, text, (1, 0), (points, 0), xycoords=before, va="bottom", **look)


def caption(axes: Axes, name: str, words: str) -> Annotation:
    """Write above a panel what it shows."""
    first = write(
        axes, name, (0, 1), (5, 4), xycoords="axes fraction", font=font(12, serif=True, italic=True), color=INK,
        bbox=COVER,
    )  # fmt: skip
    return after(axes, first, words, bbox=COVER)
