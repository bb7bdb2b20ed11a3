"""What the window is made of: cards, tabs that share one, a line to type in."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from descant.panel import style

HEAD_PX = 28


class Word(QWidget):
    """A card's heading; one of several can be chosen by a click."""

    def __init__(self, text: str, act: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._text, self._act = text, act
        self.lit = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if act:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for the text."""
        return QSize(round(QFontMetricsF(style.font(11, style.BOLD)).horizontalAdvance(self._text)) + 20, HEAD_PX)

    def light(self, on: bool) -> None:
        """Show whether it is the chosen one."""
        if on != self.lit:
            self.lit = on
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose it."""
        if self._act:
            self._act()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter, where = QPainter(self), QRectF(self.rect())
        colour = (style.TEXT if self._act else style.DIM) if self.lit else style.FAINT
        style.write(painter, where.adjusted(10, 0, 0, 0), self._text, style.font(11, style.BOLD), colour)
        if self._act and self.lit:
            painter.fillRect(QRectF(10, HEAD_PX - 5, where.width() - 20, 2), style.STANDBY)


class Card(QWidget):
    """A plate with one heading and what it holds; or with several, of which one is shown."""

    def __init__(self, **pages: QWidget) -> None:
        super().__init__()
        several = len(pages) > 1
        self._names = list(pages)
        self._stack = QStackedWidget()
        heads = QHBoxLayout()
        heads.setSpacing(0)
        self._words = []
        for name, page in pages.items():
            word = Word(name.upper(), partial(self.show_page, name) if several else None)
            self._words.append(word)
            heads.addWidget(word)
            self._stack.addWidget(page)
        heads.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 0, 3, 4)
        column.setSpacing(0)
        column.addLayout(heads)
        column.addWidget(self._stack, 1)
        self.show_page(self._names[0])

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return self._names[self._stack.currentIndex()]

    def show_page(self, name: str) -> None:
        """Show another page."""
        place = self._names.index(name)
        self._stack.setCurrentIndex(place)
        for other, word in enumerate(self._words):
            word.light(other == place)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the plate."""
        painter = QPainter(self)
        style.plate(painter, QRectF(self.rect()), style.CARD)


class Field(QLineEdit):
    """A line to type in; `leave` is called by Escape. While one types, keys are letters and no commands."""

    def __init__(self, leave: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._leave = leave

    def event(self, event: QEvent) -> bool:
        """Keep the window's commands away from what is typed."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Type, or leave."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
