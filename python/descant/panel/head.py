"""The line above all: title, what holds the performance, the time; and the line below: counts and the last error."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from descant.panel import style
from descant.panel.model import Model

HEIGHT_PX, FOOT_PX = 62, 22


class Head(QWidget):
    """Title, state, time."""

    def __init__(self, model: Model, place: str) -> None:
        super().__init__()
        self._model, self._place = model, place
        self._shown: tuple[str, str, str] = ("", "", "")
        self.typed = ""  #: the number of a cue, as far as it has been typed
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the whole width."""
        return QSize(1200, HEIGHT_PX)

    def refresh(self) -> None:
        """Draw it anew, if there is anything new to read."""
        model = self._model
        now = (style.clock(model.status.elapsed_s), self._state()[0], model.title + self.typed)
        if now != self._shown:
            self._shown = now
            self.update()

    def _state(self) -> tuple[str, QColor]:
        model = self._model
        if not model.connected:
            return f"no Descant at {self._place}", style.FAINT
        if self.typed:
            return f"go to cue {self.typed}▏  Enter", style.STANDBY
        if model.status.panicking:
            return "PANIC · F or GO goes on", style.DANGER
        if model.status.waiting:
            return "SILENT · GO begins here", style.STANDBY
        if model.status.frozen:
            return "FROZEN · learning stands still", style.COLD
        return "", style.GO

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.BACK)
        model, (state, colour) = self._model, self._state()
        full = QRectF(self.rect())
        loud = bool(state) and model.connected
        style.plate(painter, full, style.mixed(style.CARD, colour, 0.8) if loud else style.CARD)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.INK if loud else style.GO if model.connected else style.DANGER)
        painter.drawEllipse(QRectF(18, full.center().y() - 5, 10, 10))
        time = style.clock(model.status.elapsed_s)
        figures = style.font(42, style.BOLD)
        room = QFontMetricsF(figures).horizontalAdvance(time) + 20
        right = Qt.AlignmentFlag.AlignRight
        words = style.INK if loud else style.TEXT if model.connected else style.FAINT
        style.write(painter, full.adjusted(0, 0, -16, 0), time, figures, words, right)
        rest = full.adjusted(42, 0, -room - 20, 0)
        big = style.font(24, style.BOLD)
        used = min(rest.width(), QFontMetricsF(big).horizontalAdvance(state) + 4) if state else 0.0
        where = QRectF(rest.right() - used, rest.top(), used, rest.height())
        style.write(painter, where, state, big, words if model.connected else style.DIM, right)
        title = rest.adjusted(0, 0, -used - 12, 0)
        style.write(painter, title, model.title or "Descant", style.font(19), words)


class Foot(QWidget):
    """What is counted, and what was refused last."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._model = model
        self._shown: tuple[object, ...] = ()
        self.setFixedHeight(FOOT_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def refresh(self) -> None:
        """Draw it anew, if a count has changed."""
        now = (*self._counts(), self._model.error)
        if now != self._shown:
            self._shown = now
            self.update()

    def _counts(self) -> list[tuple[str, int, bool]]:
        """Return each count, and whether it is one to worry about."""
        status = self._model.status
        return [
            ("late", status.late, status.late > 0), ("received", status.received, False),
            ("refused", status.refused, status.refused > 0), ("strangers", status.strangers, status.strangers > 0),
            ("clients", status.clients, False),
        ]  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.BACK)
        x, small = 6.0, style.font(12)
        metrics = QFontMetricsF(small)
        for name, count, bad in self._counts():
            text = f"{name} {count}"
            width = metrics.horizontalAdvance(text) + 2
            colour = style.STANDBY if bad else style.DIM
            style.write(painter, QRectF(x, 0, width, FOOT_PX), text, small, colour)
            x += width + 18
        last = QRectF(x, 0, self.width() - x - 6, FOOT_PX)
        error = self._model.error
        style.write(painter, last, error or "?  help", small, style.DANGER if error else style.FAINT,
                    Qt.AlignmentFlag.AlignRight)  # fmt: skip
