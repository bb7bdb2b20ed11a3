"""A pad for a point with two coordinates: a part's own, or any two parameters."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from descant.panel import style, values
from descant.panel.facts import Parameter, Pattern, Value
from descant.panel.figures import TURN, Target
from descant.panel.loop import Plane, coloured
from descant.panel.model import Model
from descant.panel.values import Hand

TWO = "two parameters"
EDGE = 12.0  # px around the field
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
        self._hand = Hand()
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
        self.across, self.up, self._follower = across, up, None
        self.plane.show((), ())
        self.update()

    def show_patterns(self, patterns: tuple[Pattern, ...], labels: tuple[str, ...]) -> None:
        """Show where the patterns of a model lie, in the ranges of the axes."""
        if patterns is not self.plane.patterns:
            self.plane.show(patterns, labels)
            self.update()

    def _lies(self, pattern: Pattern) -> QPointF:
        return self.place((values.share(self.across.row, pattern.x), values.share(self.up.row, pattern.y)))

    def show_point(self, x: Value, y: Value, follower: tuple[float, float] | None = None) -> None:
        """Show where the point is; one in the hand stays there."""
        at = self._at if self._hand.leads else (values.share(self.across.row, x), values.share(self.up.row, y))
        after = follower and (values.share(self.across.row, follower[0]), values.share(self.up.row, follower[1]))
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

    def _put(self, across: float, up: float) -> None:
        self._at = max(0.0, min(1.0, across)), max(0.0, min(1.0, up))
        self._moved(values.at(self.across.row, self._at[0]), values.at(self.up.row, self._at[1]))
        self.update()

    def _put_at(self, at: QPointF) -> None:
        where = self._field
        self._put((at.x() - where.left()) / where.width(), (where.bottom() - at.y()) / where.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Bring the point here."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._hand.take()
        self._put_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take it along."""
        if self._hand.held:
            self._put_at(event.position())

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

    def _write_label(self, painter: QPainter, row: QRectF) -> None:
        """Write the label of the pattern that is nearest to the point."""
        x, y = (float(values.at(axis.row, at)) for axis, at in zip((self.across, self.up), self._at, strict=True))
        label = self.plane.nearest(x, y) if self.plane.patterns else -1
        style.write(painter, row, self.plane.name(label), style.font(12, style.BOLD), coloured(label),
                    Qt.AlignmentFlag.AlignRight)  # fmt: skip


class Choice(QComboBox):
    """One of several names."""

    def __init__(self, chosen: Callable[[], None]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(7)
        self.currentTextChanged.connect(lambda _: chosen())

    def offer(self, names: list[str], first: int) -> None:
        """Offer other names; what was chosen stays, where it is among them, else it is the one at `first`."""
        chosen = self.currentText()
        self.blockSignals(True)
        self.clear()
        self.addItems(names)
        self.setCurrentIndex(self.findText(chosen) if chosen in names else min(first, len(names) - 1))
        self.blockSignals(False)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the sign that there is more: a style sheet takes the style's own away."""
        super().paintEvent(event)
        painter = QPainter(self)
        where = QRectF(self.rect()).adjusted(0, 0, -8, 0)
        style.write(painter, where, "▾", style.font(12), style.DIM, Qt.AlignmentFlag.AlignRight)


class Pad(QWidget):
    """The field, and what it moves.

    `move` takes a part and its point, `give` a parameter and its value; `look` is called with the sequencer that is
    shown from now on, or "", when `streams` are others.
    """

    def __init__(
        self, model: Model, move: Callable[[str, Target], None], give: Callable[[str, Value], None],
        look: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._model, self._move, self._give, self._look = model, move, give, look
        self._sequencer = ""
        self.field = Field2D(self._moved)
        self.of, self.across, self.up = (Choice(self._chosen) for _ in range(3))
        row = QHBoxLayout()
        row.setSpacing(6)
        for box in (self.of, self.across, self.up):
            row.addWidget(box, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 2)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.field, 1)
        self._chosen()

    @property
    def streams(self) -> dict[str, None]:
        """The streams that it wants: where a sequencer's point is on its way."""
        own = ("point/1", "point/2") if self._sequencer else ()
        return dict.fromkeys(f"{self._sequencer}/{name}" for name in own)

    def refresh_table(self) -> None:
        """Offer what there is; what was chosen stays chosen, where it still is there."""
        model = self._model
        free = [name for name, row in model.parameters.items() if row.kind in ("f", "i")]
        for box, names, first in ((self.of, [*model.parts, TWO], 0), (self.across, free, 0), (self.up, free, 1)):
            box.offer(names, first)
        self._chosen()

    def _chosen(self) -> None:
        two = self.of.currentText() == TWO
        self.across.setVisible(two)
        self.up.setVisible(two)
        self._form = ""
        if two:
            rows = [self._model.parameters.get(box.currentText()) for box in (self.across, self.up)]
            axes = [Axis(row.name, row) if row else plain("", 0.0, 1.0) for row in rows]
            self.field.show_axes(*axes)
        elif plane := self._plane(self.of.currentText()):
            self.field.show_axes(*(Axis(row.own_name, row) for row in plane))
        else:
            self.field.show_axes(plain("x", -1.0, 1.0), plain("y", -1.0, 1.0))
        self._show_sequencer(self.of.currentText() if not two and self._plane(self.of.currentText()) else "")
        self.refresh()

    def _plane(self, part: str) -> list[Parameter]:
        """Return the coordinates of a sequencer's point that the pad moves; nothing for other parts."""
        rows = [self._model.parameters.get(f"{part}/{name}") for name in ("z1", "z2")]
        return [row for row in rows if row] if all(rows) else []

    def _show_sequencer(self, part: str) -> None:
        if part != self._sequencer:
            self._sequencer = part
            self._look(part)

    def refresh(self) -> None:
        """Show where the point is now."""
        model, part = self._model, self.of.currentText()
        if part == TWO:
            x, y = (model.values.get(box.currentText(), 0.0) for box in (self.across, self.up))
            self.field.show_point(x, y)
        elif part and part == self._sequencer:
            self._refresh_sequencer(part)
        elif (learner := model.learners.get(part)) and learner.form != "function":
            if learner.form != self._form:
                self._form = learner.form
                low, high = (0.0, TURN) if learner.form == "knot" else (-1.0, 1.0)
                self.field.show_axes(plain("target a", low, high), plain("target b", low, high))
            follower = (learner.theta[0] % TURN, learner.theta[1] % TURN) if self._form == "knot" else learner.theta[:2]
            target = [t % TURN for t in learner.target[:2]] if self._form == "knot" else learner.target
            self.field.show_point(target[0], target[1], (follower[0], follower[1]))

    def _refresh_sequencer(self, part: str) -> None:
        model = self._model
        x, y = (model.values.get(f"{part}/{name}", 0.0) for name in ("z1", "z2"))
        on_its_way = [model.newest[name] for name in (f"{part}/point/1", f"{part}/point/2") if name in model.newest]
        self.field.show_point(x, y, (on_its_way[0], on_its_way[1]) if len(on_its_way) == 2 else None)
        self.field.show_patterns(model.patterns.get(part, ()), model.labels.get(part, ()))

    def _moved(self, x: Value, y: Value) -> None:
        part = self.of.currentText()
        if self._sequencer:
            self._give(f"{part}/z1", x)
            self._give(f"{part}/z2", y)
            return
        if part == TWO:
            self._give(self.across.currentText(), x)
            self._give(self.up.currentText(), y)
        elif part:
            self._move(part, (float(x), float(y)))
