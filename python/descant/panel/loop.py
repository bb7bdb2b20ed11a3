"""The loop of a sequencer for the eye: a grid with a playhead."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from descant.panel import style
from descant.panel.facts import Loop
from descant.panel.model import Model

EDGE_PX, NAMES_PX, CELL_GAP_PX, HIGHEST_PX = 14.0, 82.0, 2.0, 34.0
BEAT = 4  # steps: every other group of so many is a little lighter


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
