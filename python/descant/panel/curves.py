"""Targets and learners, drawn as they move: take the target by a handle, and the learner comes after it."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from descant.panel import style
from descant.panel.facts import Learner
from descant.panel.figures import Figure, Knot, Points, Target, figure_of
from descant.panel.model import Model
from descant.panel.values import Hand

HANDLE_PX, HELD_PX = 6.0, 8.0  # radius
KNOB_PX = 20  # the picture of a handle
NEAR_PX = 22.0  # a hand that comes so near takes the handle
HEAD_PX = 24.0
NARROWEST_PX = 190

Tell = Callable[[str, Target], None]
"""Takes a part and the target that a hand gives it."""


class Curve(QWidget):
    """The target and the learner of one part."""

    def __init__(self, part: str, tell: Tell) -> None:
        super().__init__()
        self.part, self._tell = part, tell
        self._learner: Learner | None = None
        self._figure: Figure | None = None
        self._target: Target = ()
        self._hand = Hand()
        self._still: QPixmap | None = None  # what has been drawn and stands still
        self._scale = self._centre = np.ones(2)
        self._aimed = self._places = np.zeros((0, 2))  # the target's line and its handles, in pixels
        self._taken: int | None = None  # the handle in the hand
        self._near: int | None = None  # the one that would be taken
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(150, 150)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return what suits a small screen."""
        return QSize(230, 260)

    @property
    def target(self) -> Target:
        """The target as it is shown."""
        return self._target

    def show_learner(self, learner: Learner) -> None:
        """Show where the learner is now; a target in the hand stays there."""
        before, self._learner = self._learner, learner
        other = before is None or learner.number != before.number
        if before is None or (learner.form, learner.n) != (before.form, before.n):
            self._figure = figure_of(learner)
        if other:
            self._taken = None
        if other or (not self._hand.leads and learner.target != self._target):
            self._aim(learner.target)
        self.update()

    def _aim(self, target: Target) -> None:
        self._target, self._still = target, None

    # ------------------------------------------------------------ places
    @property
    def _square(self) -> QRectF:
        """The rectangle that the figure fills: a knot keeps its shape, a cubic takes what there is."""
        room = QRectF(self.rect()).adjusted(10, HEAD_PX + 4, -10, -10)
        if isinstance(self._figure, Knot):
            edge = min(room.width(), room.height())
            return QRectF(room.center().x() - edge / 2, room.center().y() - edge / 2, edge, edge)
        return room

    def _pixels(self, points: Points) -> Points:
        placed: Points = points * self._scale + self._centre
        return placed

    def _measure(self) -> None:
        """Find out where everything lies that stands still."""
        where = self._square
        self._scale = np.array([where.width() / 2, -where.height() / 2])
        self._centre = np.array(where.center().toTuple())
        if self._figure:
            self._aimed = self._pixels(self._figure.line(self._target))
            self._places = self._pixels(self._figure.handles(self._target))

    def handle(self, which: int) -> QPointF:
        """Return where a handle lies, in this widget's pixels."""
        self._measure()
        return QPointF(*self._places[which].tolist())

    def _nearest(self, at: QPointF) -> int | None:
        if not len(self._places):
            return None
        away = np.hypot(*(self._places - (at.x(), at.y())).T)
        which = int(np.argmin(away))
        return which if away[which] <= NEAR_PX else None

    # ------------------------------------------------------------ the hand
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take the handle that is nearest."""
        self._taken = self._nearest(event.position())
        if self._taken is not None:
            self._hand.take()
            self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Move the target, or show what could be taken."""
        if self._taken is not None:
            self._drag(event.position())
            return
        near = self._nearest(event.position())
        if near != self._near:
            self._near = near
            self.setCursor(Qt.CursorShape.ArrowCursor if near is None else Qt.CursorShape.OpenHandCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let the target go."""
        if self._taken is not None:
            self._taken = None
            self._hand.leave()
            self.update()

    def _drag(self, at: QPointF) -> None:
        if self._figure is None or self._taken is None:
            return
        where = self._square
        x = (at.x() - where.center().x()) / (where.width() / 2)
        y = (where.center().y() - at.y()) / (where.height() / 2)
        self._aim(self._figure.moved(self._target, self._taken, x, y))
        self._tell(self.part, self._target)
        self.update()

    # ------------------------------------------------------------ the picture
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Draw everything anew."""
        self._still = None

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Draw everything anew when it is enabled or not."""
        self._still = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the learner on what stands still, and the handles over both."""
        if self._still is None:
            self._measure()
            self._still = self._drawn_still()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        learner, figure = self._learner, self._figure
        if learner is None or figure is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self._pixels(figure.line(learner.theta))
        painter.setPen(style.pen(style.FAINT.name(), 1.0))
        painter.drawLines(_lines(self._aimed[:: figure.every], line[:: figure.every]))
        painter.setPen(style.pen(style.LEARNER.name(), 2.4))
        painter.drawLines(_lines(line[:-1], line[1:]))
        if isinstance(figure, Knot):
            centres = self._pixels(figure.centres)
            painter.drawLines(_lines(centres, self._pixels(figure.handles(learner.theta))))
            painter.setPen(style.pen(style.TARGET.name(), 2.0))
            painter.drawLines(_lines(centres, self._places))
        for which, (x, y) in enumerate(self._places.tolist()):
            knob = _knob(held=which in (self._taken, self._near), ratio=self.devicePixelRatioF())
            painter.drawPixmap(QPointF(x - KNOB_PX / 2, y - KNOB_PX / 2), knob)
        style.veil(painter, self)

    def _drawn_still(self) -> QPixmap:
        """Draw what stands still while the learner moves: the words, the ground, the target."""
        ratio = self.devicePixelRatioF()
        still = QPixmap(self.size() * ratio)
        still.setDevicePixelRatio(ratio)
        still.fill(style.CARD)
        painter = QPainter(still)
        head = QRectF(10, 4, self.width() - 20, HEAD_PX - 4)
        style.write(painter, head, self.part, style.font(12, style.BOLD), style.TEXT)
        if self._learner is None or self._figure is None:
            style.write(painter, QRectF(self.rect()), "nothing drawn yet", style.font(12), style.FAINT,
                        Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        else:
            said = f"learner {self._learner.number}"
            style.write(painter, head, said, style.font(11), style.DIM, Qt.AlignmentFlag.AlignRight)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter, self._figure)
            painter.setPen(style.pen(style.TARGET.name(), 2.0))
            painter.drawLines(_lines(self._aimed[:-1], self._aimed[1:]))
        painter.end()
        return still

    def _paint_ground(self, painter: QPainter, figure: Figure) -> None:
        where = self._square
        if not isinstance(figure, Knot):
            painter.fillRect(QRectF(where.left(), where.center().y(), where.width(), 1), style.LINE)
            painter.fillRect(QRectF(where.center().x(), where.top(), 1, where.height()), style.LINE)
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = figure.dial * where.width() / 2
        for (x, y), label in zip(self._pixels(figure.centres).tolist(), figure.labels, strict=True):
            painter.setPen(style.pen(style.LINE.name(), 2.0))
            painter.drawEllipse(QPointF(x, y), radius, radius)
            style.write(painter, QRectF(x - radius - 14, y + radius - 12, 12, 14), label, style.font(11), style.DIM)


@lru_cache(maxsize=8)
def _knob(*, held: bool, ratio: float) -> QPixmap:
    """Return the picture of a handle."""
    knob = QPixmap(QSize(round(KNOB_PX * ratio), round(KNOB_PX * ratio)))
    knob.setDevicePixelRatio(ratio)
    knob.fill(Qt.GlobalColor.transparent)
    painter = QPainter(knob)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(style.pen(style.CARD.name(), 2.0))
    painter.setBrush(style.STANDBY if held else style.TARGET)
    radius = HELD_PX if held else HANDLE_PX
    painter.drawEllipse(QPointF(KNOB_PX / 2, KNOB_PX / 2), radius, radius)
    painter.end()
    return knob


def _lines(begin: Points, end: Points) -> list[QLineF]:
    """Return lines between points: many are faster to draw than one of many corners."""
    return [QLineF(*four) for four in np.concatenate([begin, end], axis=1).tolist()]


class Curves(QWidget):
    """The learners side by side; where there is no room for all, those that moved last."""

    def __init__(self, model: Model, tell: Tell) -> None:
        super().__init__()
        self._model, self._tell = model, tell
        self._curves: dict[str, Curve] = {}
        self._latest: list[str] = []  # parts, the last to move at the end
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(style.GAP)
        self._empty = Curve("", tell)
        self._row.addWidget(self._empty)

    def curve(self, part: str) -> Curve:
        """Return the curve of a part."""
        return self._curves[part]

    def refresh(self) -> None:
        """Show what has moved."""
        for part in self._curves.keys() - self._model.learners.keys():
            self._curves.pop(part).deleteLater()
            self._latest.remove(part)
        for part, learner in self._model.learners.items():
            curve = self._curves.get(part) or self._added(part)
            if learner is not curve._learner:
                curve.show_learner(learner)
                self._latest = [*(other for other in self._latest if other != part), part]
        self._make_room()

    def _added(self, part: str) -> Curve:
        curve = self._curves[part] = Curve(part, self._tell)
        self._row.addWidget(curve)
        return curve

    def _make_room(self) -> None:
        room = max(1, (self.width() + style.GAP) // (NARROWEST_PX + style.GAP))
        shown = set(self._latest[-room:])
        for part, curve in self._curves.items():
            curve.setVisible(part in shown)
        self._empty.setVisible(not shown)
