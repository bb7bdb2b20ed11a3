"""How each kind of box looks in a picture of a patcher: near to Max's own look, texts as wide as there."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPainterPath, QPen

from descant.export.max_patcher import port_x
from descant.export.max_text import LINE, width_of, wrap

Json = dict[str, Any]
DARK = "#333333"
INK, PORT, ACCENT = "#1c1c1c", "#9a9a9a", "#e0a030"


@dataclass(frozen=True)
class Known:
    """What is not in the patcher itself."""

    digests: Mapping[str, str] = field(default_factory=dict)  #: of objects, which Max finds in reference pages
    media: Path = Path()  #: where pictures lie


def _color(value: Any, other: str) -> QColor:
    return QColor.fromRgbF(*value) if value else QColor(other)


def _text(
    painter: QPainter, text: str, rect: QRectF, size: float, color: QColor, *, align: int = 0, bold: bool = False,
    wide: float | None = None,
) -> None:  # fmt: skip
    """Write lines from the top; each is squeezed to the width that it has in Max's font."""
    lines = wrap(text, wide if wide is not None else rect.width(), size, bold=bold)
    painter.setPen(color)
    font = QFont("DejaVu Sans")
    font.setPixelSize(round(size * 0.94 * 10))
    font.setBold(bold)
    for number, line in enumerate(lines):
        width = width_of(line, size, bold=bold)
        left = rect.x() + (rect.width() - width) * align / 2
        painter.save()
        painter.translate(left, rect.y() + number * size * LINE)
        painter.setFont(font)
        drawn = painter.fontMetrics().horizontalAdvance(line) or 1
        painter.scale(width / drawn, 0.1)
        painter.drawText(QPointF(0, size * 0.92 * 10), line)
        painter.restore()


def _frame(painter: QPainter, rect: QRectF, fill: QColor, edge: str | QColor | None = None, radius: float = 3) -> None:
    painter.setPen(QPen(QColor(edge), 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(fill))
    painter.drawRoundedRect(rect, radius, radius)


def ports(painter: QPainter, box: Json, rect: QRectF) -> None:
    """Draw the inlets and outlets of a box."""
    for count, y in ((box["numinlets"], rect.top() - 1), (box["numoutlets"], rect.bottom() - 1.5)):
        for port in range(count):
            x = port_x((rect.x(), rect.y(), rect.width(), rect.height()), port, count)  # type: ignore[arg-type]
            painter.fillRect(QRectF(x - 4, y, 8, 2.5), QColor(PORT))


def typed(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    """Draw an object that is typed."""
    _frame(painter, rect, QColor(DARK), "#1a1a1a")
    _text(
        painter,
        str(box.get("text", box["maxclass"])),
        rect.adjusted(4, 4, -2, 0),
        12,
        QColor("#f2f2f2"),
        wide=rect.width() - 9,
    )


def _message(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, _color(box.get("bgcolor"), "#7a7a7a"), "#5a5a5a", 8)
    _text(painter, box["text"], rect.adjusted(5, 4, -3, 0), 12, QColor("#ffffff"))


def _comment(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    size, bold = box.get("fontsize", 12.0), bool(box.get("fontface", 0) & 1)
    inner = rect.adjusted(4, 3, -4, 0)
    if box.get("bubble"):
        tail = 12.0
        left = box.get("bubbleside", 1) == 1
        body = rect.adjusted(tail if left else 0, 0, 0 if left else -tail, 0)
        _frame(painter, body, QColor("#fbf6e3"), "#c8c0a0", 6)
        inner = body.adjusted(8, 4, -6, 0)
        x = body.left() if left else body.right()
        tip = x - tail if left else x + tail
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#c8c0a0"))
        y = rect.center().y()
        painter.drawPolygon([QPointF(x, y - 5), QPointF(tip, y), QPointF(x, y + 5)])
    wide = rect.width() - (30 if box.get("bubble") else 8)
    _text(
        painter, box["text"], inner, size, _color(box.get("textcolor"), INK),
        align=box.get("textjustification", 0), bold=bold, wide=wide,
    )  # fmt: skip


def _panel(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    edge = _color(box.get("bordercolor"), "#00000000") if box.get("border") else None
    _frame(
        painter,
        rect,
        _color(box.get("bgcolor") or box.get("bgfillcolor_color"), "#cccccc"),
        edge,
        box.get("rounded", 0),
    )


def _number(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, _color(box.get("bgcolor"), DARK), "#1a1a1a", 2)
    painter.setBrush(QColor(ACCENT))
    painter.setPen(Qt.PenStyle.NoPen)
    middle = rect.center().y()
    painter.drawPolygon(
        [QPointF(rect.x() + 3, middle - 5), QPointF(rect.x() + 8, middle), QPointF(rect.x() + 3, middle + 5)]
    )
    size = box.get("fontsize", 12.0)
    shown = "0" if box["maxclass"] == "number" else "0."
    _text(
        painter,
        shown,
        QRectF(rect.x() + 12, middle - size * 0.6, 60, 20),
        size,
        _color(box.get("textcolor"), "#f2f2f2"),
    )


def _round(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, QColor(DARK), "#1a1a1a", 2)
    painter.setPen(QPen(QColor("#c8c8c8"), 1.5))
    painter.drawEllipse(rect.center(), rect.width() * 0.33, rect.width() * 0.33)


def _toggle(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, QColor(DARK), "#1a1a1a", 2)
    painter.setPen(QPen(QColor("#8a8a8a"), 2))
    inner = rect.adjusted(6, 6, -6, -6)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


def _button(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, _color(box.get("bgcolor"), "#d0d0d0"), None, min(box.get("rounded", 8), rect.height()) / 2)
    size, bold = box.get("fontsize", 12.0), bool(box.get("fontface", 0) & 1)
    top = rect.center().y() - size * LINE / 2
    inner = QRectF(rect.x() + 8, top, rect.width() - 16, size * 2)
    _text(
        painter,
        box.get("text", "Button"),
        inner,
        size,
        _color(box.get("textcolor"), INK),
        align=box.get("align", 1),
        bold=bold,
    )


def _led(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    painter.setPen(QPen(QColor("#555555"), 1))
    painter.setBrush(_color(box.get("offcolor"), "#777777"))
    painter.drawEllipse(rect.adjusted(2, 2, -2, -2))


def _curve(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, _color(box.get("bgcolor"), "#262626"), None, 0)
    painter.setPen(QPen(_color(box.get("slidercolor"), ACCENT), 1.5))
    size, count, own = box.get("size", 1), 120, int(box["id"].removeprefix("obj-")) % 7
    path = QPainterPath()
    for n in range(count + 1):
        x = n / count
        y = (
            math.exp(-(2 + own / 3) * (2 * x % (0.7 + own / 5))) * (0.85 + 0.1 * math.sin(40 * x + own))
            if box.get("setstyle") == 5 or size == 1
            else 0.5 + 0.4 * math.sin(6.28 * x)
        )
        point = QPointF(rect.x() + x * rect.width(), rect.bottom() - 2 - y * (rect.height() - 6))
        path.moveTo(point) if n == 0 else path.lineTo(point)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _dial(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    values = box.get("saved_attribute_attributes", {}).get("valueof", {})
    named = box.get("showname", 1)
    _text(
        painter,
        values.get("parameter_shortname", "") if named else "",
        QRectF(rect.x(), rect.y(), rect.width(), 12),
        10,
        QColor(INK),
        align=1,
    )
    painter.setPen(QPen(QColor(ACCENT), 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = QRectF(rect.center().x() - 11, rect.y() + 14, 22, 22)
    painter.drawArc(middle, 225 * 16, -150 * 16)
    painter.setPen(QPen(QColor("#777777"), 3))
    painter.drawArc(middle, 75 * 16, -120 * 16)


def _menu(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, _color(box.get("bgcolor"), "#4a4a4a"), None, 4)
    items = [each for each in box.get("items", []) if each != ","]
    _text(painter, items[0] if items else "", rect.adjusted(6, 4, -14, 0), 12, _color(box.get("textcolor"), "#f2f2f2"))
    painter.setBrush(QColor("#bbbbbb"))
    x, y = rect.right() - 10, rect.center().y()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon([QPointF(x - 4, y - 2), QPointF(x + 4, y - 2), QPointF(x, y + 4)])


def _cells(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, _color(box.get("bgcolor"), "#4a4a4a"), None, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    for place in range(int(rect.width() - 8) // 18 * (int(rect.height() - 4) // 18)):
        column, row = place % (int(rect.width() - 8) // 18), place // (int(rect.width() - 8) // 18)
        painter.setBrush(QColor(ACCENT if place == 0 else "#8a8a8a" if place < 3 else "#404550"))
        painter.drawRoundedRect(QRectF(rect.x() + 6 + 18 * column, rect.y() + 5 + 18 * row, 14, 14), 3, 3)


def _script(painter: QPainter, box: Json, rect: QRectF, known: Known) -> None:
    """Draw the head of a help patcher, which Max's own script makes of the reference page."""
    name = (box.get("jsarguments") or [""])[0]
    _text(painter, name, QRectF(rect.x(), rect.y() + 8, rect.width(), 40), 32, QColor("#303030"), bold=True)
    _text(
        painter,
        known.digests.get(name, ""),
        QRectF(rect.x() + 2, rect.y() + 56, rect.width(), 40),
        15,
        QColor("#505050"),
    )


def _picture(painter: QPainter, box: Json, rect: QRectF, known: Known) -> None:
    painter.drawImage(rect, QImage(str(known.media / box.get("pic", ""))))


def _port(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, QColor("#f8f8f8"), "#777777", 4)
    _text(painter, str(box.get("index", "")), rect.adjusted(0, 8, 0, 0), 12, QColor("#777777"), align=1)


def _window(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, QColor("#101010"), "#555555", 0)


def _speaker(painter: QPainter, box: Json, rect: QRectF, _: Known) -> None:
    _frame(painter, rect, QColor(DARK), "#1a1a1a", 4)
    _text(painter, "◁)", rect.adjusted(0, 12, 0, 0), 18, QColor("#c8c8c8"), align=1)


KINDS: dict[str, Callable[[QPainter, Json, QRectF, Known], None]] = {
    "message": _message, "comment": _comment, "panel": _panel, "flonum": _number, "number": _number,
    "button": _round, "toggle": _toggle, "textbutton": _button, "led": _led, "multislider": _curve,
    "live.dial": _dial, "umenu": _menu, "jsui": _script, "inlet": _port, "outlet": _port,
    "fpic": _picture, "jit.pwindow": _window, "ezdac~": _speaker,
    "pictslider": _window, "slider": _number, "preset": _cells,
}  # fmt: skip
