"""A field for a point with two coordinates: the hand's, what follows it, and what lies around."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from descant.panel import style, values
from descant.panel.facts import Parameter, Pattern, Value
from descant.panel.plane import Plane, coloured
from descant.panel.values import Hand

EDGE = 12.0  # px around the field
MARK_PX = 4.0  # of the radius of another point
STEP = 0.02  # of a key, from 0 to 1


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of the pad: what it is called, and its row."""

    label: str
    row: Parameter


def plain(label: str, low: float, high: float) -> Axis:
    """Return an axis of numbers."""
    return Axis(label, Parameter(label, "f", "", low, high, "linear", low))


class Field2D(QWidget):
    """The field: a point for the hand, and one that follows it."""

    def __init__(self, moved: Callable[[Value, Value], None]) -> None:
        super().__init__()
        self._moved = moved
        self.across, self.up = plain("x", -1.0, 1.0), plain("y", -1.0, 1.0)
        self._at = (0.5, 0.5)  # of the hand, from 0 to 1
        self._follower: tuple[float, float] | None = None
        self._marks: tuple[tuple[str, float, float], ...] = ()
        self._hand = Hand()
        self.shifted = False  #: Shift was down when the hand moved last
        self.plane = Plane()  #: behind the point
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a square for a fingertip."""
        return QSize(220, 160)

    def show_axes(self, across: Axis, up: Axis) -> None:
        """Measure in other ranges."""
        self.across, self.up, self._follower, self._marks = across, up, None, ()
        self.plane.show((), ())
        self.update()

    def show_patterns(self, patterns: tuple[Pattern, ...], labels: tuple[str, ...]) -> None:
        """Show where the patterns of a model lie, in the ranges of the axes."""
        if patterns is not self.plane.patterns:
            self.plane.show(patterns, labels)
            self.update()

    def _lies(self, pattern: Pattern) -> QPointF:
        return self.place(self._share(pattern.x, pattern.y))

    def _share(self, x: Value, y: Value) -> tuple[float, float]:
        return values.share(self.across.row, x), values.share(self.up.row, y)

    def show_marks(self, marks: tuple[tuple[str, float, float], ...]) -> None:
        """Show where other points are, by name, in the ranges of the axes."""
        if marks != self._marks:
            self._marks = marks
            self.update()

    def show_point(self, x: Value, y: Value, follower: tuple[float, float] | None = None) -> None:
        """Show where the point is; one in the hand stays there."""
        at = self._at if self._hand.leads else self._share(x, y)
        after = follower and self._share(*follower)
        if (at, after) != (self._at, self._follower):
            self._at, self._follower = at, after
            self.update()

    @property
    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)

    def place(self, at: tuple[float, float]) -> QPointF:
        """Return the pixel of a place from 0 to 1."""
        where = self._field
        return QPointF(where.left() + at[0] * where.width(), where.bottom() - at[1] * where.height())

    @property
    def at(self) -> tuple[float, float]:
        """Where the point is, from 0 to 1."""
        return self._at

    def bring(self, at: tuple[float, float]) -> tuple[Value, Value]:
        """Bring the point to a place from 0 to 1, as another hand does; return its coordinates."""
        self._hand.leave()
        return self._bring(*at)

    def _bring(self, across: float, up: float) -> tuple[Value, Value]:
        self._at = max(0.0, min(1.0, across)), max(0.0, min(1.0, up))
        self.update()
        return values.at(self.across.row, self._at[0]), values.at(self.up.row, self._at[1])

    def _put(self, across: float, up: float, shifted: bool = False) -> None:
        self.shifted = shifted
        self._moved(*self._bring(across, up))

    def _put_at(self, event: QMouseEvent) -> None:
        at, where = event.position(), self._field
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._put((at.x() - where.left()) / where.width(), (where.bottom() - at.y()) / where.height(), shifted)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Bring the point here."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._hand.take()
        self._put_at(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take it along."""
        if self._hand.held:
            self._put_at(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Leave it."""
        self._hand.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move by Up and Down, and sideways with Shift: Left alone is the window's."""
        key, shifted = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        up = {Qt.Key.Key_Up: STEP, Qt.Key.Key_Down: -STEP}.get(key, 0.0)
        across = {Qt.Key.Key_Right: STEP, Qt.Key.Key_Left: -STEP}.get(key, 0.0) if shifted else 0.0
        if up or across:
            self._hand.leave()
            self._put(self._at[0] + across, self._at[1] + up)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that keys go here."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show that they go elsewhere."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.CARD)
        where = self._field
        style.plate(painter, where, style.BACK, style.FOCUS if self.hasFocus() else style.LINE)
        self.plane.paint(painter, self.size(), self._lies)
        here = self.place(self._at)
        painter.setPen(style.pen(style.LINE.name(), 1.0))
        painter.drawLine(QPointF(where.left(), here.y()), QPointF(where.right(), here.y()))
        painter.drawLine(QPointF(here.x(), where.top()), QPointF(here.x(), where.bottom()))
        self._draw_marks(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._follower:
            painter.setBrush(style.LEARNER)
            painter.drawEllipse(self.place(self._follower), 5, 5)
        painter.setBrush(style.TARGET if self.isEnabled() else style.FAINT)
        painter.drawEllipse(here, 8, 8)
        inner = where.adjusted(8, 4, -8, -4)
        self._write_label(painter, QRectF(inner.left(), inner.top(), inner.width(), 18))
        for axis, at, align in ((self.across, self._at[0], Qt.AlignmentFlag.AlignRight),
                                (self.up, self._at[1], Qt.AlignmentFlag.AlignLeft)):  # fmt: skip
            row = QRectF(inner.left(), inner.bottom() - 18 if axis is self.across else inner.top(), inner.width(), 18)
            text = f"{axis.label} {style.shown(values.at(axis.row, at))}"
            style.write(painter, row, text, style.font(11), style.DIM, align)

    def _draw_marks(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, x, y in self._marks:
            at = self.place(self._share(x, y))
            painter.setPen(style.pen(style.TARGET.name(), 1.5))
            painter.drawEllipse(at, MARK_PX, MARK_PX)
            row = QRectF(at.x() + MARK_PX + 3, at.y() - 8, 100, 16)
            style.write(painter, row, name, style.font(10), style.TARGET)

    def _write_label(self, painter: QPainter, row: QRectF) -> None:
        """Write the label of the pattern that is nearest to the point."""
        x, y = (float(values.at(axis.row, at)) for axis, at in zip((self.across, self.up), self._at, strict=True))
        label = self.plane.nearest(x, y) if self.plane.patterns else -1
        style.write(painter, row, self.plane.name(label), style.font(12, style.BOLD), coloured(label),
                    Qt.AlignmentFlag.AlignRight)  # fmt: skip
