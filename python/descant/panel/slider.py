"""One parameter in one line: a slider, a switch, a choice or a whole number, for the mouse and for the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from descant.panel import style, values
from descant.panel.facts import Parameter, Value
from descant.panel.layout import Field
from descant.panel.values import Hand

HEIGHT_PX = 24
VALUE_PX = 104  # at the right: the value and its unit
FINE = 0.1  # a hand with Shift moves so much less
STILL_PX = 3  # a hand that moves less has clicked
REFUSED_FRAMES = 24

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}

Tell = Callable[[str, Value], None]
"""Takes a parameter's name and the value that a hand gives it."""


class Slider(QWidget):
    """A parameter's line. A press alone changes nothing: the value goes with the hand, from where it is."""

    def __init__(self, row: Parameter, tell: Tell) -> None:
        super().__init__()
        self.row, self._tell = row, tell
        self.value: Value = row.default  #: as it is shown
        self.source = ""  #: streams that move it
        self._hand = Hand()
        self._pressed: QPointF | None = None
        self._place = 0.0  # of the hand's value, unrounded
        self._dragged = False
        self._refused = 0  # frames for which it is still red
        self._field: Field | None = None
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return what suits a narrow column."""
        return QSize(300, HEIGHT_PX)

    @property
    def leads(self) -> bool:
        """Whether a hand holds it, or did a moment ago."""
        return self._hand.leads

    def show_value(self, value: Value) -> None:
        """Show what Descant says; to be asked only while no hand `leads`."""
        if value != self.value:
            self.value = value
            self.update()

    def show_source(self, source: str) -> None:
        """Show what else moves it."""
        if source != self.source:
            self.source = source
            self.update()

    def refuse(self) -> None:
        """Flash: Descant did not take what the hand gave."""
        self._refused = REFUSED_FRAMES
        self.update()

    def frame(self) -> bool:
        """Go a frame on; return whether there is more to come."""
        self._refused = max(0, self._refused - 1)
        if not self._refused:
            self.update()
        return bool(self._refused)

    def give(self, value: Value) -> None:
        """Set it, by one touch."""
        self._hand.leave()
        self._set(value)

    def _set(self, value: Value) -> None:
        if value != self.value:
            self.value = value
            self._tell(self.row.name, value)
        self.update()

    # ------------------------------------------------------------ the mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold; a switch switches, a choice opens."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.row.kind == "b":
            self.give(0 if self.value else 1)
        elif self.row.kind == "choice":
            self._open()
        else:
            self._pressed, self._dragged = event.position(), False
            self._place = values.share(self.row, self.value)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Move the value; with Shift finely."""
        if self._pressed is None:
            return
        moved = event.position().x() - self._pressed.x()
        if not self._dragged and abs(moved) < STILL_PX:
            return
        if not self._dragged:
            self._hand.take()
        self._dragged, self._pressed = True, event.position()
        fine = FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        self._place = max(0.0, min(1.0, self._place + fine * moved / self._groove.width()))
        self._set(values.at(self.row, self._place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go; a click on the value lets it be typed."""
        if self._pressed is None:
            return
        self._pressed = None
        if self._dragged:
            self._hand.leave()
        elif event.position().x() > self._groove.right():
            self.edit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go back to what the patch declares."""
        if self.row.kind in ("f", "i"):
            self.give(self.row.default)
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what else can be done."""
        menu = QMenu(self)
        for text, act in ((f"default: {style.shown(self.row.default)}", self._default), ("type a value", self.edit)):
            action = QAction(text, menu)
            action.triggered.connect(act)
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _default(self) -> None:
        self.give(self.row.default)

    def _open(self) -> None:
        menu = QMenu(self)
        for choice in self.row.choices:
            action = QAction(("● " if choice == self.value else "   ") + choice, menu)
            action.triggered.connect(lambda _=False, choice=choice: self.give(choice))
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(self._groove.bottomRight().toPoint()))

    # ------------------------------------------------------------ the keyboard
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Step with Up, Down, Page Up and Page Down; Delete goes back to the default, Return types or switches."""
        key = Qt.Key(event.key())
        if key in _STEPS and self.row.kind == "f" and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.give(values.at(self.row, values.share(self.row, self.value) + FINE * _STEPS[key] / 100))
        elif key in _STEPS:
            self.give(values.stepped(self.row, self.value, _STEPS[key]))
        elif key == Qt.Key.Key_Delete:
            self._default()
        else:
            event.ignore()

    def enter(self) -> None:
        """Do what Return does: switch, open, or let a value be typed."""
        if self.row.kind == "b":
            self.give(0 if self.value else 1)
        elif self.row.kind == "choice":
            self._open()
        else:
            self.edit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that keys go here."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that they go elsewhere."""
        self.update()

    # ------------------------------------------------------------ typing
    def edit(self) -> None:
        """Let a value be typed."""
        if self._field is not None or self.row.kind in ("b", "choice"):
            return
        field = self._field = Field(self._close, self)
        field.setText(style.shown(self.value))
        field.setGeometry(self.width() - VALUE_PX, 1, VALUE_PX - 2, HEIGHT_PX - 2)
        field.returnPressed.connect(self._typed)
        field.editingFinished.connect(self._close)
        field.selectAll()
        field.show()
        field.setFocus()

    def _typed(self) -> None:
        if self._field is None:
            return
        try:
            value = values.typed(self.row, self._field.text())
        except ValueError as error:
            self.setToolTip(str(error))
            self.refuse()
        else:
            self.setToolTip("")
            self.give(value)
        self._close()

    def _close(self) -> None:
        field, self._field = self._field, None
        if field is not None:
            if field.hasFocus():
                self.setFocus()
            field.deleteLater()

    # ------------------------------------------------------------ the picture
    @property
    def _groove(self) -> QRectF:
        return QRectF(0, 0, self.width() - VALUE_PX, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the slider over its whole line, its name upon it, its value beside it."""
        painter = QPainter(self)
        groove = self._groove.adjusted(4, 2, -4, -2)
        painter.fillRect(self.rect(), style.CARD)
        painter.fillRect(groove, style.mixed(style.CARD, style.DANGER, 0.7) if self._refused else style.RAISED)
        alive = self.isEnabled()
        if self.row.kind in ("f", "i"):
            self._paint_bar(painter, groove, alive)
        if self.value != self.row.default:
            painter.fillRect(QRectF(0, groove.top(), 2, groove.height()), style.STANDBY)
        words = style.TEXT if alive else style.FAINT
        style.write(painter, groove.adjusted(7, 0, -4, 0), self.row.own_name, style.font(12), words)
        self._paint_value(painter)
        if self.hasFocus():
            painter.setPen(style.pen(style.FOCUS.name(), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_bar(self, painter: QPainter, groove: QRectF, alive: bool) -> None:
        """Fill from zero, or from the low end where zero is not within."""
        zero = values.share(self.row, 0.0) if self.row.low < 0 < self.row.high else 0.0
        here = values.share(self.row, self.value)
        begin, end = sorted((zero, here))
        colour = style.COLD if alive and not self.source else style.FAINT
        bar = QRectF(groove.left() + begin * groove.width(), groove.top(), (end - begin) * groove.width(),
                     groove.height())  # fmt: skip
        painter.fillRect(bar, style.mixed(style.CARD, colour, 0.45))
        x = groove.left() + here * (groove.width() - 2)
        painter.fillRect(QRectF(x, groove.top(), 2, groove.height()), style.TEXT if self._hand.held else colour)

    def _paint_value(self, painter: QPainter) -> None:
        where = QRectF(self.width() - VALUE_PX + 4, 0, VALUE_PX - 12, HEIGHT_PX)
        colour = style.TEXT if self.isEnabled() else style.FAINT
        if self.row.kind == "b":
            pill = QRectF(where.left(), 5, 26, HEIGHT_PX - 10)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.GO if self.value and self.isEnabled() else style.LINE)
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
            painter.setBrush(style.TEXT if self.value else style.DIM)
            x = pill.right() - pill.height() / 2 if self.value else pill.left() + pill.height() / 2
            painter.drawEllipse(QPointF(x, pill.center().y()), 5, 5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            return
        text = f"{self.value} ▾" if self.row.kind == "choice" else style.shown(self.value)
        style.write(painter, where, text, style.font(12, style.BOLD), colour)
        aside = f"← {self.source}" if self.source else self.row.unit
        if aside and self.row.kind != "choice":
            left = 48.0
            style.write(painter, where.adjusted(left, 0, 6, 0), aside, style.font(10), style.FAINT)
