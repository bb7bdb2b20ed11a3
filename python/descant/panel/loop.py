"""A sequencer for the eye: the patterns of its model in their plane, and its loop as a grid with a playhead."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from descant.panel import style
from descant.panel.facts import Loop, Pattern
from descant.panel.model import Model

DOT_PX, FAINT_DOT = 1.9, 150  # radius and opacity of a pattern
MOST_NAMED = 10  # labels; more would hide each other
EDGE_PX, NAMES_PX, CELL_GAP_PX, HIGHEST_PX = 14.0, 82.0, 2.0, 34.0
BEAT = 4  # steps: every other group of so many is a little lighter


def coloured(label: int) -> QColor:
    """Return the colour of a label; grey where there is none."""
    return QColor(style.STREAMS[label % len(style.STREAMS)] if label >= 0 else style.FAINT)


class Plane:
    """The patterns of a model where they lie, drawn once for each size; labels stand amid their own, if few."""

    def __init__(self) -> None:
        self.patterns: tuple[Pattern, ...] = ()
        self.labels: tuple[str, ...] = ()
        self._drawn: QPixmap | None = None

    def show(self, patterns: tuple[Pattern, ...], labels: tuple[str, ...]) -> None:
        """Have other patterns."""
        self.patterns, self.labels, self._drawn = patterns, labels, None

    def paint(self, painter: QPainter, size: QSize, place: Callable[[Pattern], QPointF]) -> None:
        """Draw them into a widget of a size."""
        if not self.patterns:
            return
        ratio = painter.device().devicePixelRatio()
        if self._drawn is None or self._drawn.size() != size * ratio:
            self._drawn = QPixmap(size * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(Qt.GlobalColor.transparent)
            with QPainter(self._drawn) as own:
                own.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._draw(own, place)
        painter.drawPixmap(0, 0, self._drawn)

    def _draw(self, painter: QPainter, place: Callable[[Pattern], QPointF]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        middles: dict[int, list[QPointF]] = {}
        for pattern in self.patterns:
            at, colour = place(pattern), coloured(pattern.label)
            middles.setdefault(pattern.label, []).append(at)
            colour.setAlpha(FAINT_DOT)
            painter.setBrush(colour)
            painter.drawEllipse(at, DOT_PX, DOT_PX)
        for label, points in middles.items() if len(middles) <= MOST_NAMED else ():
            x, y = (sum(getattr(point, axis)() for point in points) / len(points) for axis in ("x", "y"))
            style.write(painter, QRectF(x - 60, y - 8, 120, 16), self.name(label), style.font(11, style.BOLD),
                        coloured(label).lighter(125), Qt.AlignmentFlag.AlignHCenter)  # fmt: skip

    def name(self, label: int) -> str:
        """Return a label; "" where there is none."""
        return self.labels[label] if 0 <= label < len(self.labels) else ""

    def nearest(self, x: float, y: float) -> int:
        """Return the label of the pattern nearest to a point, -1 where there is none."""
        near = min(self.patterns, key=lambda own: (own.x - x) ** 2 + (own.y - y) ** 2, default=None)
        return near.label if near else -1


class LoopGrid(QWidget):
    """The loop of the first sequencer: a row for each instrument, the louder the brighter, and the step that sounds."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._model = model
        self.loop: Loop | None = None
        self.step = -1  #: the step that sounds, from 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for nine rows."""
        return QSize(220, 140)

    @property
    def streams(self) -> dict[str, None]:
        """The stream that it wants: the step."""
        return {f"{self.loop.part}/step": None} if self.loop else {}

    def refresh(self) -> None:
        """Show the loop and the step that are now."""
        loop = next(iter(self._model.loops.values()), None)
        step = int(self._model.newest.get(f"{loop.part}/step", -1)) if loop else -1
        if (loop, step) != (self.loop, self.step):
            self.loop, self.step = loop, step
            self.update()

    def cell(self, row: int, step: int) -> QRectF:
        """Return where a step of a row is drawn."""
        loop, where = self.loop, QRectF(self.rect()).adjusted(EDGE_PX + NAMES_PX, 4, -EDGE_PX, -EDGE_PX)
        rows, steps = (len(loop.rows), loop.steps) if loop else (1, 1)
        high, wide = min(where.height() / rows, HIGHEST_PX), where.width() / steps
        gap = min(CELL_GAP_PX, wide / 4)
        return QRectF(where.left() + step * wide, where.top() + row * high, wide - gap, high - gap)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.CARD)
        for row, (name, cells) in enumerate(self.loop.rows if self.loop else ()):
            first = self.cell(row, 0)
            label = QRectF(EDGE_PX, first.top(), NAMES_PX - 8, first.height())
            style.write(painter, label, name.replace("_", " "), style.font(11), style.DIM)
            for step, level in enumerate(cells):
                painter.fillRect(self.cell(row, step), self._colour(step, level))

    def _colour(self, step: int, level: float) -> QColor:
        ground = style.RAISED if step // BEAT % 2 else style.BACK
        if step == self.step:
            return style.mixed(style.FAINT, style.TEXT, level)
        return style.mixed(ground, style.STANDBY, 0.25 + 0.75 * level if level else 0.0)
