"""What was really heard, sent and refused: the last 200 lines, which a click holds still."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from descant.panel import style
from descant.panel.model import Model

SIZE_PX = 11
BETWEEN_FRAMES = 3  # it is read, not watched: ten times a second


class Log(QWidget):
    """Lines of text, the newest at the bottom; held still, it can be scrolled back."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._model = model
        self.held: list[str] | None = None  #: the lines as they were when it was stopped
        self._back = 0  # lines scrolled back
        self._stale = 0
        self._font = style.font(SIZE_PX, mono=True)
        self._high = round(QFontMetricsF(self._font).height() + 1)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("click: hold still, and scroll; click again: go on")

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for a dozen lines."""
        return QSize(380, 14 * self._high)

    def toggle(self) -> None:
        """Hold it still, or let it run."""
        self.held = list(self._model.log) if self.held is None else None
        self._back = 0
        self.update()

    def frame(self, news: bool) -> None:
        """Draw it anew now and then, if there is anything new."""
        self._stale = (self._stale or 1) if news else self._stale
        if self._stale and self.held is None:
            self._stale += 1
            if self._stale > BETWEEN_FRAMES:
                self._stale = 0
                self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Hold it still, or let it run."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll; to scroll back is to hold it still."""
        up = event.angleDelta().y() // 40
        if self.held is None and up > 0:
            self.toggle()
        if self.held is not None:
            self._back = max(0, min(len(self.held) - 1, self._back + up))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the lines that fit."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.CARD)
        lines = list(self._model.log) if self.held is None else self.held
        if self._back:
            lines = lines[: -self._back]
        painter.setFont(self._font)
        y = self.height() - self._high - 4
        for line in reversed(lines[-(self.height() // self._high + 1) :]):
            painter.setPen(_colour(line) if self.isEnabled() else style.FAINT)
            painter.drawText(8, y + self._high - 4, line)
            y -= self._high
        if self.held is not None:
            badge = QRectF(self.width() - 92, 4, 84, 18)
            style.plate(painter, badge, style.STANDBY)
            style.write(painter, badge, "held · L", style.font(11, style.BOLD), style.INK,
                        Qt.AlignmentFlag.AlignHCenter)  # fmt: skip


def _colour(line: str) -> QColor:
    """Return what tells heard from sent, and both from what went wrong."""
    if line.startswith("refused") or ": refused" in line:
        return style.DANGER
    if line.startswith("cue "):
        return style.STANDBY
    if line.startswith("←"):
        return style.mixed(style.COLD, style.TEXT, 0.4)
    return style.DIM if line.startswith("→") else style.TEXT
