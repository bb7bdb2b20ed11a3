"""What lies around a point, for the eye: dots in the colours of their labels, and the labels where there is room."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from descant.panel import style
from descant.panel.facts import Pattern

DOT_PX, FAINT_DOT = 1.9, 150  # radius and opacity
FEW, FEW_PX = 200, 2.8  # so few dots are larger
LABEL_PX = 14.0  # high


def coloured(label: int) -> QColor:
    """Return the colour of a label; grey where there is none."""
    return QColor(style.STREAMS[label % len(style.STREAMS)] if label >= 0 else style.FAINT)


class Plane:
    """Dots where they lie, drawn once for each size; a label stands amid its own, where it hides no other."""

    def __init__(self) -> None:
        self.patterns: tuple[Pattern, ...] = ()
        self.labels: tuple[str, ...] = ()
        self.named: tuple[str, ...] = ()  #: the labels that found room when it was drawn
        self._drawn: QPixmap | None = None
        self._lie = np.zeros((0, 2))

    def show(self, patterns: tuple[Pattern, ...], labels: tuple[str, ...]) -> None:
        """Have other patterns."""
        self.patterns, self.labels, self._drawn = patterns, labels, None
        self._lie = np.array([(pattern.x, pattern.y) for pattern in patterns]).reshape(-1, 2)

    def paint(self, painter: QPainter, size: QSize, place: Callable[[Pattern], QPointF]) -> None:
        """Draw them into a widget of a size."""
        if not self.patterns:
            return
        ratio = painter.device().devicePixelRatio()
        if self._drawn is None or self._drawn.size() != size * ratio:
            self._drawn = QPixmap(size * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(Qt.GlobalColor.transparent)
            with QPainter(self._drawn) as own:
                own.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._write(own, QRectF(0, 0, size.width(), size.height()), self._draw(own, place))
        painter.drawPixmap(0, 0, self._drawn)

    def _draw(self, painter: QPainter, place: Callable[[Pattern], QPointF]) -> dict[int, list[QPointF]]:
        """Draw the dots; return label → where its own are."""
        painter.setPen(Qt.PenStyle.NoPen)
        radius = FEW_PX if len(self.patterns) <= FEW else DOT_PX
        found: dict[int, list[QPointF]] = {}
        for pattern in self.patterns:
            at, colour = place(pattern), coloured(pattern.label)
            found.setdefault(pattern.label, []).append(at)
            colour.setAlpha(FAINT_DOT)
            painter.setBrush(colour)
            painter.drawEllipse(at, radius, radius)
        return found

    def _write(self, painter: QPainter, whole: QRectF, found: dict[int, list[QPointF]]) -> None:
        """Write the labels, the most frequent first; one that would hide another is left out."""
        taken: dict[str, QRectF] = {}
        for label, points in sorted(found.items(), key=lambda item: -len(item[1])):
            wide = QFontMetricsF(font := style.font(11, style.BOLD)).horizontalAdvance(name := self.name(label)) + 4
            x, y = (sum(getattr(point, axis)() for point in points) / len(points) for axis in ("x", "y"))
            y -= LABEL_PX if len(points) == 1 else LABEL_PX / 2  # a single dot stays to be seen
            row = QRectF(min(max(x - wide / 2, 0.0), whole.right() - wide), y, wide, LABEL_PX)
            if name and not any(row.intersects(other) for other in taken.values()):
                taken[name] = row
                style.write(painter, row, name, font, coloured(label).lighter(125), Qt.AlignmentFlag.AlignHCenter)
        self.named = tuple(taken)

    def name(self, label: int) -> str:
        """Return a label; "" where there is none."""
        return self.labels[label] if 0 <= label < len(self.labels) else ""

    def nearest(self, x: float, y: float) -> int:
        """Return the label of the pattern nearest to a point, -1 where there is none."""
        if not self.patterns:
            return -1
        return self.patterns[int(np.square(self._lie - (x, y)).sum(1).argmin())].label
