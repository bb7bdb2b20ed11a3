"""Every stream as a bar between its limits. A click draws it among the plots, or no longer."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from descant.panel import style
from descant.panel.facts import Stream
from descant.panel.model import Model

ROW_PX = 22


class Bars(QWidget):
    """The bars, one a line."""

    def __init__(self, model: Model, toggle: Callable[[str], None]) -> None:
        super().__init__()
        self._model, self._toggle = model, toggle
        self._streams: list[Stream] = []
        self._places: dict[str, int] = {}
        self._colours: Mapping[str, QColor] = {}
        self.place = 0  #: of the line that keys go to
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for all."""
        return QSize(300, ROW_PX * max(1, len(self._streams)))

    def show_streams(self, colours: Mapping[str, QColor]) -> None:
        """Show all that there are; `colours` are of those that are plotted."""
        self._streams, self._colours = list(self._model.streams.values()), colours
        self._places = {stream.name: place for place, stream in enumerate(self._streams)}
        self.place = min(self.place, max(0, len(self._streams) - 1))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def refresh(self, names: Iterable[str]) -> None:
        """Draw these anew."""
        for name in names if self.isVisible() else ():
            if name in self._places:
                self.update(0, self._places[name] * ROW_PX, self.width(), ROW_PX)

    def within(self, top: int, bottom: int) -> list[str]:
        """Return the streams whose lines are seen between two heights."""
        first = max(0, top // ROW_PX)
        return [stream.name for stream in self._streams[first : bottom // ROW_PX + 1]]

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Plot a stream, or no longer."""
        place = int(event.position().y() // ROW_PX)
        if event.button() == Qt.MouseButton.LeftButton and place < len(self._streams):
            self.place = place
            self._toggle(self._streams[place].name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go up and down."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
        else:
            self.place = max(0, min(len(self._streams) - 1, self.place + step))
            self.update()

    def enter(self) -> None:
        """Do what Return does: plot the stream, or no longer."""
        if self._streams:
            self._toggle(self._streams[self.place].name)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that keys go here."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that they go elsewhere."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the lines that need it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), style.CARD)
        first, last = event.rect().top() // ROW_PX, event.rect().bottom() // ROW_PX
        for place, stream in enumerate(self._streams[first : last + 1], start=first):
            self._paint(painter, stream, QRectF(0, place * ROW_PX, self.width(), ROW_PX))
            if self.hasFocus() and place == self.place:
                painter.setPen(style.pen(style.FOCUS.name(), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(1, place * ROW_PX + 1, self.width() - 2, ROW_PX - 2))

    def _paint(self, painter: QPainter, stream: Stream, where: QRectF) -> None:
        colour = self._colours.get(stream.name)
        value = self._model.newest.get(stream.name)
        if colour:
            painter.fillRect(QRectF(8, where.top() + 6, 10, 10), colour)
        else:
            painter.fillRect(QRectF(8, where.top() + 6, 10, 10), style.LINE)
            painter.fillRect(QRectF(9, where.top() + 7, 8, 8), style.CARD)
        words = style.TEXT if self.isEnabled() else style.FAINT
        name = QRectF(26, where.top(), where.width() * 0.44 - 26, ROW_PX)
        style.write(painter, name, stream.name, style.font(12), words)
        bar = QRectF(where.width() * 0.44, where.top() + 6, where.width() * 0.56 - 74, ROW_PX - 12)
        painter.fillRect(bar, style.RAISED)
        figure = QRectF(where.right() - 70, where.top(), 62, ROW_PX)
        if value is not None:
            self._paint_bar(painter, stream, value, bar, colour or style.DIM)
            style.write(painter, figure, style.shown(value), style.font(12, style.BOLD), words,
                        Qt.AlignmentFlag.AlignRight)  # fmt: skip

    def _paint_bar(self, painter: QPainter, stream: Stream, value: float, bar: QRectF, colour: QColor) -> None:
        span = stream.high - stream.low or 1.0
        zero, here = (max(0.0, min(1.0, (v - stream.low) / span)) for v in (0.0, value))
        begin, end = sorted((zero, here))
        painter.fillRect(QRectF(bar.left() + begin * bar.width(), bar.top(), (end - begin) * bar.width(), bar.height()),
                         colour)  # fmt: skip
        if stream.low < 0 < stream.high:
            painter.fillRect(QRectF(bar.left() + zero * bar.width(), bar.top() - 2, 1, bar.height() + 4), style.FAINT)
        if not stream.low <= value <= stream.high:  # beyond what was promised
            x = bar.right() - 3 if value > stream.high else bar.left()
            painter.fillRect(QRectF(x, bar.top(), 3, bar.height()), style.DANGER)


class Meters(QScrollArea):
    """The bars in as much room as there is; only those in sight are subscribed to."""

    def __init__(self, model: Model, toggle: Callable[[str], None], seen: Callable[[], None]) -> None:
        super().__init__()
        self.bars = Bars(model, toggle)
        self._seen = seen
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self.bars)
        self.verticalScrollBar().valueChanged.connect(lambda _: seen())

    def in_sight(self) -> list[str]:
        """Return the streams that are seen now."""
        if not self.isVisible():
            return []
        top = self.verticalScrollBar().value()
        return self.bars.within(top, top + self.viewport().height())

    def showEvent(self, event: object) -> None:  # noqa: N802
        """Ask for what is seen."""
        self._seen()

    def hideEvent(self, event: object) -> None:  # noqa: N802
        """Ask for it no longer."""
        self._seen()
