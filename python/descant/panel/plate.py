"""A button as a plate: big, without focus, and done when it is pressed, not when it is let go."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from descant.panel import style


class Plate(QWidget):
    """A word, a hint at its key, and a colour that fills it while it is `lit`."""

    def __init__(self, word: str, key: str, colour: QColor, act: Callable[[], None]) -> None:
        super().__init__()
        self.word, self._key, self._colour, self._act = word, key, colour, act
        self.lit = False
        self._down = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Space is GO, wherever one has clicked
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a size that a thumb finds."""
        return QSize(120, 58)

    def light(self, on: bool, word: str | None = None) -> None:
        """Fill it with its colour, or not."""
        if (on, word or self.word) != (self.lit, self.word):
            self.lit, self.word = on, word or self.word
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Act at once."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._down = True
            self.update()
            self._act()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Act again."""
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Come up."""
        self._down = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        alive = self.isEnabled()
        colour = self._colour if alive else style.FAINT
        fill = colour if self.lit else style.mixed(style.BACK, colour, 0.32 if self._down else 0.16)
        style.plate(painter, QRectF(self.rect()), fill, None if self.lit else style.mixed(style.BACK, colour, 0.6))
        words = style.INK if self.lit else style.mixed(colour, style.TEXT, 0.35)
        where = QRectF(self.rect())
        centre = Qt.AlignmentFlag.AlignHCenter
        size = max(15, round(self.height() * 0.31))
        upper = where.adjusted(4, 2, -4, -self.height() * 0.26) if self._key else where.adjusted(4, 0, -4, 0)
        style.write(painter, upper, self.word, style.font(size, style.BOLD), words, centre)
        low = where.adjusted(4, self.height() * 0.56, -4, -2)
        style.write(painter, low, self._key, style.font(11), style.INK if self.lit else style.DIM, centre)
