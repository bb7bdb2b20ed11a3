"""The cues, to be read from two metres: the present one, GO with the next one on it, and those after it."""

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from descant.panel import style
from descant.panel.capture import Capture, Tell
from descant.panel.facts import Cue
from descant.panel.model import Model
from descant.panel.plate import Plate

RED_MS = 1500  # so long a refusal is seen
WIDE_PX, HIGH_PX = 392.0, 690.0  # the column on the smallest screen; everything in it grows with the screen
NOW_PX, GO_PX, PLATE_PX = 172, 116, 58  # heights there
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class Now(QWidget):
    """The present cue."""

    def __init__(self) -> None:
        super().__init__()
        self._cue = Cue()
        self.lasted = ""  #: how long, as it is shown
        self.faded: float | None = None  #: how much of the time of its fades has gone; None where none is under way
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for a number, a name and two lines."""
        return QSize(round(WIDE_PX), NOW_PX)

    def show_cue(self, cue: Cue) -> None:
        """Show another cue."""
        self._cue = cue
        self.update()

    def show_fade(self, left_s: float, of_s: float) -> None:
        """Show how far the fades are."""
        done = 1.0 - left_s / of_s if of_s > 0.0 else None
        if done != self.faded:
            self.faded = done
            self.update()

    def show_time(self, seconds: float | None) -> None:
        """Show how long it has lasted, where that is known."""
        lasted = "" if seconds is None else style.clock(seconds)
        if lasted != self.lasted:
            self.lasted = lasted
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it; a long name gets smaller letters before it is cut."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.BACK)
        style.plate(painter, QRectF(self.rect()), style.CARD)
        grown = self.height() / NOW_PX
        alive = self.isEnabled() and self._cue.number
        left, width = 16.0, self.width() - 32.0
        style.write(painter, QRectF(left, 10, width, 16), "NOW", style.font(11, style.BOLD), style.DIM)
        since = QRectF(left, 10, width, 20 * grown)
        style.write(painter, since, self.lasted, style.font(round(17 * grown), style.BOLD), style.DIM,
                    Qt.AlignmentFlag.AlignRight)  # fmt: skip
        number = style.numbered(self._cue.number) if self._cue.number else "–"
        figure = style.font(round(64 * grown), style.BOLD)
        room = QFontMetricsF(figure).horizontalAdvance(number) + 16 * grown
        line = QRectF(left, 26 * grown, width, 76 * grown)
        style.write(painter, line, number, figure, style.STANDBY if alive else style.FAINT)
        rest = line.adjusted(room, 0, 0, 0)
        name = _fitting(self._cue.name, rest.width(), round(38 * grown), 20)
        style.write(painter, rest, self._cue.name, style.font(name, style.BOLD), style.TEXT if alive else style.FAINT)
        painter.setFont(style.font(round(15 * grown)))
        painter.setPen(style.mixed(style.DIM, style.TEXT, 0.5) if alive else style.FAINT)
        painter.drawText(QRectF(left, 108 * grown, width, self.height() - 110 * grown), _WRAP, self._cue.notes)
        if self.faded is not None:
            below = QRectF(left, self.height() - 7, width, 3)
            painter.fillRect(below, style.LINE)
            painter.fillRect(QRectF(below.left(), below.top(), width * self.faded, 3), style.STANDBY)


def _fitting(text: str, width: float, largest: int, least: int) -> int:
    size = largest
    while size > least and QFontMetricsF(style.font(size, style.BOLD)).horizontalAdvance(text) > width:
        size -= 2
    return size


class Go(Plate):
    """GO, with the cue that it leads to; red with the reason for a while, where it was refused."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__("GO", "", style.GO, act)
        self._next = Cue()
        self.refusal = ""
        self.waits = ""  #: how long until it comes by itself, as it is shown
        self._red = QTimer(self, interval=RED_MS, singleShot=True)
        self._red.timeout.connect(self._calm)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the largest button of all."""
        return QSize(round(WIDE_PX), GO_PX)

    def show_next(self, cue: Cue) -> None:
        """Show where it leads."""
        self._next = cue
        self.update()

    def show_wait(self, seconds: float | None) -> None:
        """Show in how many seconds it comes by itself."""
        waits = "" if seconds is None else f"   in {style.clock(math.ceil(seconds))}"
        if waits != self.waits:
            self.waits = waits
            self.update()

    def refuse(self, why: str) -> None:
        """Flash red, and say why."""
        self.refusal = why
        self._red.start()
        self.update()

    def _calm(self) -> None:
        self.refusal = ""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        where, centre = QRectF(self.rect()), Qt.AlignmentFlag.AlignHCenter
        grown = self.height() / GO_PX
        if self.refusal:
            style.plate(painter, where, style.DANGER)
            upper = where.adjusted(8, 10, -8, -where.height() * 0.45)
            style.write(painter, upper, "no GO", style.font(round(34 * grown), style.BOLD), style.INK, centre)
            lower = where.adjusted(12, where.height() * 0.55, -12, -8)
            size = _fitting(self.refusal, lower.width(), round(20 * grown), 12)
            style.write(painter, lower, self.refusal, style.font(size, style.BOLD), style.INK, centre)
            return
        ready = self.isEnabled() and bool(self._next.number)
        fill = (style.mixed(style.GO, style.TEXT, 0.35) if self._down else style.GO) if ready else style.CARD
        style.plate(painter, where, fill, None if ready else style.LINE)
        colour = style.INK if ready else style.FAINT
        upper = where.adjusted(8, 6, -8, -where.height() * 0.36)
        style.write(painter, upper, "GO", style.font(round(where.height() * 0.46), style.BOLD), colour, centre)
        said = f"{style.numbered(self._next.number)}   {self._next.name}{self.waits}" if self._next.number else ""
        said = said or ("no more cues" if self.isEnabled() else "")
        lower = where.adjusted(12, where.height() * 0.62, -12, -8)
        size = _fitting(said, lower.width(), round(19 * grown), 12)
        style.write(painter, lower, said, style.font(size, style.BOLD), colour, centre)


class Ahead(QWidget):
    """The next cue and those after it, with the performer's notes. A double click goes to one."""

    def __init__(self, go_to: Callable[[float], None]) -> None:
        super().__init__()
        self._go_to = go_to
        self._cues: list[Cue] = []
        self._head = "NEXT"
        self._bottoms: list[float] = []
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip("double click: go to this cue")

    def show_cues(self, before: list[Cue], after: list[Cue]) -> None:
        """Show those that come, the next one first; after the last, those that were."""
        self._head, self._cues = ("NEXT", after) if after else ("BEFORE", before)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go to the cue under the hand."""
        for cue, bottom in zip(self._cues, self._bottoms, strict=False):
            if event.position().y() < bottom:
                self._go_to(cue.number)
                return

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw as many as there is room for."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.BACK)
        style.plate(painter, QRectF(self.rect()), style.CARD)
        grown = max(1.0, min(self.width() / WIDE_PX, self.window().height() / 800))
        y, self._bottoms = 30.0, []
        if self._cues:
            style.write(painter, QRectF(16, 12, 200, 14), self._head, style.font(11, style.BOLD), style.DIM)
        for place, cue in enumerate(self._cues):
            y = self._paint_cue(painter, cue, y, grown, first=place == 0 and self._head == "NEXT")
            self._bottoms.append(y)
            if y > self.height() - 30:
                break

    def _paint_cue(self, painter: QPainter, cue: Cue, y: float, grown: float, *, first: bool) -> float:
        """Draw one and return where it ends."""
        alive = self.isEnabled()
        size = round((28 if first else 18) * grown)
        colour = style.FAINT if not alive else style.STANDBY if first else style.mixed(style.DIM, style.TEXT, 0.3)
        number, figure = style.numbered(cue.number), style.font(size, style.BOLD)
        wide = QFontMetricsF(figure).horizontalAdvance(number) + 10 * grown
        left, indent, width = 16.0, max(46 * grown, wide), self.width() - 32.0
        high = size * 1.45
        style.write(painter, QRectF(left, y, indent, high), number, figure, colour)
        name = QRectF(left + indent, y, width - indent, high)
        style.write(painter, name, cue.name, style.font(size, style.BOLD if first else style.font(size).weight()),
                    style.TEXT if first and alive else colour)  # fmt: skip
        y += high
        if cue.notes:
            notes = style.font(round((14 if first else 12) * grown))
            room = QRectF(left + indent, y, width - indent, self.height())
            painter.setFont(notes)
            painter.setPen(_notes_colour(alive, first))
            needed = QFontMetricsF(notes).boundingRect(room, int(_WRAP), cue.notes)
            painter.drawText(room, _WRAP, cue.notes)
            y += needed.height()
        return y + (14 if first else 9) * grown


def _notes_colour(alive: bool, first: bool) -> QColor:
    if not alive:
        return style.FAINT
    return style.mixed(style.DIM, style.TEXT, 0.4) if first else style.DIM


class Cues(QWidget):
    """The column at the left. `do` takes what a hand wants: "go", "back", "freeze", "panic"; `tell` a message."""

    def __init__(
        self, model: Model, do: Callable[[str], None], go_to: Callable[[float], None], tell: Tell
    ) -> None:  # fmt: skip
        super().__init__()
        self._model = model
        self.now, self.ahead, self.capture = Now(), Ahead(go_to), Capture(model, tell)
        self.go = Go(lambda: do("go"))
        self.back = Plate("BACK", "⌫  or  ←", style.DIM, lambda: do("back"))
        self.freeze = Plate("FREEZE", "F", style.COLD, lambda: do("freeze"))
        self.panic = Plate("PANIC", "Esc", style.DANGER, lambda: do("panic"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.GAP)
        plates = QHBoxLayout()
        plates.setSpacing(style.GAP)
        for plate in (self.back, self.freeze, self.panic):
            plates.addWidget(plate)
        for widget in (self.now, self.go):
            column.addWidget(widget)
        column.addWidget(self.ahead, 1)
        column.addWidget(self.capture)
        column.addLayout(plates)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Let the letters grow with the screen."""
        grown = max(1.0, min(self.width() / WIDE_PX, self.height() / HIGH_PX))
        heights = {self.now: NOW_PX, self.go: GO_PX} | dict.fromkeys((self.back, self.freeze, self.panic), PLATE_PX)
        for widget, height in heights.items():
            widget.setFixedHeight(round(height * grown))

    def refresh_cue(self) -> None:
        """Show where the performance is."""
        self.now.show_cue(self._model.present)
        self.go.show_next(self._model.standby)
        self.ahead.show_cues(*self._model.around())

    def refresh_list(self) -> None:
        """Show another list of cues."""
        self.refresh_cue()
        self.capture.refresh()

    def refresh_wait(self) -> None:
        """Show what comes by itself, and how far the fades are."""
        self.go.show_wait(self._model.wait_s)
        self.now.show_fade(*self._model.fade)

    def refresh_status(self) -> None:
        """Show what holds it."""
        status = self._model.status
        self.now.show_time(self._model.cue_s())
        self.freeze.light(status.frozen, "FROZEN" if status.frozen else "FREEZE")
        self.panic.light(status.panicking, "PANIC!" if status.panicking else "PANIC")
