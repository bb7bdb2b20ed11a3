"""The streams as they run: strips one above the other, the newest at the right.

Each frame draws one column of pixels into a ring and shows the ring from there on: what was drawn is not drawn again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from descant.panel import style
from descant.panel.facts import Stream

MOST = 8
BESIDE = 78  # px, for the newest values at the right
MARGIN = 5.0  # px above and below each line
SECOND = 30  # frames
READ_AT = 3  # frames between two values that are written out: nobody reads faster
LOOKED_AT = 15  # frames between two looks at the scale
FINEST = 1e-3  # of the declared range: what is smaller is as good as nothing


@dataclass(slots=True)
class Strip:
    """One stream's place: `top` and `height` in pixels, `reach` the value at the edge of its scale."""

    stream: Stream
    colour: QColor
    pen: QPen
    top: float = 0.0
    height: float = 0.0
    reach: float = 1.0
    is_fitted: bool = False  #: to what has come

    @property
    def signed(self) -> bool:
        """Whether it goes below zero."""
        return self.stream.low < 0

    def y(self, value: float) -> float:
        """Return where a value is drawn; beyond the scale, at its edge."""
        room = self.height - 2 * MARGIN
        share = max(-1.0, min(1.0, value / self.reach))
        zero = 0.5 if self.signed else 1.0
        return self.top + MARGIN + room * (zero - share * (0.5 if self.signed else 1.0))


def reach_of(extent: float) -> float:
    """Return the least of 1, 2, 5, 10 … (and their tenths) that holds an extent greater than zero."""
    power = 10.0 ** np.floor(np.log10(extent))
    return float(next(power * step for step in (1, 2, 5, 10) if extent <= power * step * 1.0001))


class Plots(QWidget):
    """Up to eight streams over the last seconds, on one common time."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._strips: list[Strip] = []
        self._newest: list[float] = []
        self._ring = QPixmap()
        self._rules = QPixmap()  # one column of what lies behind, without lines
        self._names = QPixmap()  # what lies over the lines
        self._beside = QPixmap()  # the newest values
        self._at = self._frames = 0
        self._marks: set[int] = set()  # columns at which a cue began
        self._marking = False
        self._history = np.zeros((0, 1), np.float32)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return what suits a small screen."""
        return QSize(460, 380)

    @property
    def colours(self) -> dict[str, QColor]:
        """The colour of each stream that is shown."""
        return {strip.stream.name: strip.colour for strip in self._strips}

    @property
    def names(self) -> list[str]:
        """The streams that are shown."""
        return [strip.stream.name for strip in self._strips]

    def show_streams(self, streams: Sequence[Stream]) -> None:
        """Show these, the first eight of them; what was shown before keeps its past and its colour."""
        kept = {strip.stream.name: (strip, row) for strip, row in zip(self._strips, self._history, strict=True)}
        chosen = list(streams)[:MOST]
        used = {kept[stream.name][0].colour.name() for stream in chosen if stream.name in kept}
        free = iter([colour for colour in style.STREAMS if colour.name() not in used])
        width = self._history.shape[1]
        empty = np.full(width, np.nan, np.float32)
        rows = [kept[stream.name][1] if stream.name in kept else empty for stream in chosen]
        self._strips = [kept[one.name][0] if one.name in kept else _strip(one, next(free)) for one in chosen]
        self._newest = [float("nan")] * len(chosen)
        self._history = np.array(rows, np.float32).reshape(len(chosen), width)
        self._lay_out()

    def mark(self) -> None:
        """Mark the next moment: a cue begins."""
        self._marking = True

    def advance(self, newest: Mapping[str, float]) -> None:
        """Go one frame on."""
        if self._ring.isNull():
            return
        width = self._history.shape[1]
        before, self._at = self._at, (self._at + 1) % width
        self._frames += 1
        (self._marks.add if self._marking else self._marks.discard)(self._at)
        self._marking = False
        self._newest = [float(newest.get(strip.stream.name, "nan")) for strip in self._strips]
        self._history[:, self._at] = self._newest
        if self._frames % LOOKED_AT == 0 and self._rescale():
            self._draw_all()
        else:
            self._draw_column(before)
        if self._frames % READ_AT == 0:
            self._draw_beside()
        self.update()

    # ------------------------------------------------------------ the ring
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Begin a ring of the new size; the past stays as far as there is room."""
        width = max(1, self.width() - BESIDE)
        past = np.roll(self._history, -self._at - 1, axis=1)[:, -width:]
        self._history = np.full((len(self._strips), width), np.nan, np.float32)
        self._history[:, width - past.shape[1] :] = past
        self._at, self._marks = width - 1, set()
        self._lay_out()

    def _lay_out(self) -> None:
        height = self.height() / max(1, len(self._strips))
        for place, strip in enumerate(self._strips):
            strip.top, strip.height = place * height, height
        self._rescale()
        width = self._history.shape[1]
        self._ring, self._rules, self._names, self._beside = map(self._layer, (width, 1, width, BESIDE))
        self._draw_names()
        self._draw_beside()
        self._draw_all()
        self.update()

    def _layer(self, width: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        layer = QPixmap(QSize(round(width * ratio), max(1, round(self.height() * ratio))))
        layer.setDevicePixelRatio(ratio)
        return layer

    def _rescale(self) -> bool:
        """Fit each scale to what is seen; return whether one has changed."""
        changed = False
        for strip, row in zip(self._strips, self._history, strict=True):
            extent = float(np.nanmax(np.abs(row), initial=0.0))
            declared = max(abs(strip.stream.low), abs(strip.stream.high))
            reach = reach_of(max(extent, FINEST * declared, 1e-12)) if extent else strip.reach
            other = reach > strip.reach or reach < strip.reach / 2.1  # it does not flutter between two
            if other or (extent and not strip.is_fitted):
                strip.reach, strip.is_fitted, changed = reach, True, True
        return changed

    def _draw_column(self, before: int) -> None:
        """Draw the newest column; its lines begin where the one before ends."""
        at = self._at
        painter = QPainter(self._ring)
        painter.drawPixmap((at + 1) % self._history.shape[1], 0, self._rules)  # lines reach a little into the next
        ground = self._ground(at)
        if ground:
            painter.fillRect(at, 0, 1, self.height(), ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for strip, old, new in zip(self._strips, self._history[:, before].tolist(), self._newest, strict=True):
            if not isnan(old + new):
                painter.setPen(strip.pen)
                painter.drawLine(QLineF(at, strip.y(old), at + 1, strip.y(new)))
        painter.end()

    def _ground(self, column: int) -> QColor | None:
        """Return what lies behind a column: the beginning of a cue, a whole second; None for the rules alone."""
        if column in self._marks:
            return style.STANDBY
        age = (self._at - column) % self._history.shape[1]
        return style.RAISED if (self._frames - age) % SECOND == 0 else None

    def _draw_rules(self) -> None:
        self._rules.fill(style.CARD)
        painter = QPainter(self._rules)
        for strip in self._strips:
            painter.fillRect(0, round(strip.y(0.0)), 1, 1, style.LINE)
            if strip.top:
                painter.fillRect(0, round(strip.top), 1, 1, style.BACK)
        painter.end()

    def _draw_all(self) -> None:
        """Draw the whole ring anew: after a change of size, of scale, of streams."""
        width = self._history.shape[1]
        self._draw_rules()
        painter = QPainter(self._ring)
        for column in range(width):
            ground = self._ground(column)
            if ground:
                painter.fillRect(column, 0, 1, self.height(), ground)
            else:
                painter.drawPixmap(column, 0, self._rules)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for strip, row in zip(self._strips, self._history.tolist(), strict=True):
            painter.setPen(strip.pen)
            for begin, end in ((-1, self._at + 1), (self._at + 1, width)):  # they meet at the ring's end
                places = ((x, row[x]) for x in range(begin, end))
                line = [QPointF(x + 1, strip.y(value)) for x, value in places if not isnan(value)]
                painter.drawPolyline(QPolygonF(line))
        painter.end()

    # ------------------------------------------------------------ the picture
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Show the ring from its oldest column to its newest, and the newest values beside it."""
        painter = QPainter(self)
        width, height, ratio = self._history.shape[1], self.height(), self.devicePixelRatioF()
        first = self._at + 1
        for source, target, length in ((first, 0, width - first), (0, width - first, first)):
            if length:
                there = QRectF(source * ratio, 0, length * ratio, height * ratio)
                painter.drawPixmap(QRectF(target, 0, length, height), self._ring, there)
        painter.drawPixmap(0, 0, self._names)
        painter.drawPixmap(width, 0, self._beside)
        if not self._strips:
            style.write(
                painter, QRectF(0, 0, self.width(), height), "click a stream under STREAMS", style.font(13),
                style.FAINT, Qt.AlignmentFlag.AlignHCenter,
            )  # fmt: skip
        style.veil(painter, self)

    def _draw_names(self) -> None:
        self._names.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._names)
        painter.setFont(style.font(11))
        for strip in self._strips:
            painter.setPen(strip.colour)
            painter.drawText(8, round(strip.top + 14), strip.stream.name)
        painter.end()

    def _draw_beside(self) -> None:
        self._beside.fill(style.CARD)
        painter = QPainter(self._beside)
        right, width = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, BESIDE - 8.0
        for strip, value in zip(self._strips, self._newest, strict=True):
            if strip.top:
                painter.fillRect(0, round(strip.top), BESIDE, 1, style.BACK)
            middle = strip.top + strip.height / 2
            painter.setFont(style.font(15, style.BOLD))
            painter.setPen(strip.colour)
            painter.drawText(QRectF(0, middle - 17, width, 20), right, "" if isnan(value) else style.shown(value))
            painter.setFont(style.font(10))
            painter.setPen(style.FAINT)
            scale = f"{'±' if strip.signed else ''}{strip.reach:.3g} {strip.stream.unit}"
            painter.drawText(QRectF(0, middle + 2, width, 14), right, scale)
        painter.end()


def _strip(stream: Stream, colour: QColor) -> Strip:
    return Strip(stream, colour, style.pen(colour.name(), 1.4))
