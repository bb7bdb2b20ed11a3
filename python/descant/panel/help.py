"""The page of keys, over everything."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from descant.panel import style
from descant.panel.keys import COMMANDS

ROW_PX, KEY_PX, WIDE_PX = 33, 132, 720


class Help(QWidget):
    """All commands; a click, or any of them, closes it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.hide()

    def toggle(self) -> None:
        """Show it, or hide it."""
        self.setGeometry(self._over.rect())
        self.setVisible(not self.isVisible())
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go away."""
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 190))
        high = ROW_PX * len(COMMANDS) + 84
        page = QRectF((self.width() - WIDE_PX) / 2, max(8.0, (self.height() - high) / 2), WIDE_PX, high)
        style.plate(painter, page, style.CARD, style.LINE)
        head = page.adjusted(28, 14, -28, 0)
        head.setHeight(34)
        style.write(painter, head, "Keys", style.font(20, style.BOLD), style.TEXT)
        for place, command in enumerate(COMMANDS):
            row = QRectF(page.left() + 28, page.top() + 58 + place * ROW_PX, WIDE_PX - 56, ROW_PX)
            key = QRectF(row.left(), row.top() + 3, KEY_PX, ROW_PX - 7)
            style.plate(painter, key, style.RAISED, style.LINE)
            style.write(painter, key, command.shown, style.font(14, style.BOLD), style.STANDBY,
                        Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
            style.write(painter, row.adjusted(KEY_PX + 20, 0, 0, 0), command.doc, style.font(15), style.TEXT)
