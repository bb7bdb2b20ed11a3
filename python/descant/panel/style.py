"""How the panel looks: colours for a dark stage, fonts, and what every card, plate and text is painted with."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget

BACK = QColor("#0b0d10")
CARD = QColor("#14171c")
RAISED = QColor("#1e232a")
LINE = QColor("#2a3038")
TEXT = QColor("#d4d8de")
DIM = QColor("#8b94a1")
FAINT = QColor("#59616d")

GO = QColor("#2fa363")
STANDBY = QColor("#e5b045")
DANGER = QColor("#d9473c")
COLD = QColor("#4a9fd6")
FOCUS = QColor("#7fb2e5")
TARGET = QColor("#e9dfc4")
LEARNER = QColor("#ff6f5b")
VEIL = QColor(20, 23, 28, 178)
INK = QColor("#0a0c0e")  # on bright plates

STREAMS = tuple(
    QColor(name)
    for name in ("#5db5ea", "#f0b24e", "#6fcf8f", "#e87fab", "#b59cf5", "#f0845f", "#5bd0c6", "#c8d163")
)  # fmt: skip
"""A colour for each plot."""

FAMILIES = ("Inter", "SF Pro Text", "Helvetica Neue", "Segoe UI", "Noto Sans", "DejaVu Sans")
MONO = ("SF Mono", "Menlo", "Consolas", "Noto Sans Mono", "DejaVu Sans Mono")
RADIUS = 5.0
GAP = 8  # between cards

SHEET = f"""
QWidget {{ color: {TEXT.name()}; font-size: 12px; }}
QWidget#panel {{ background: {BACK.name()}; }}
QLineEdit {{ background: {BACK.name()}; border: 1px solid {LINE.name()}; border-radius: 4px; padding: 2px 6px;
             selection-background-color: {FAINT.name()}; }}
QLineEdit:focus {{ border-color: {FOCUS.name()}; }}
QComboBox {{ background: {RAISED.name()}; border: 1px solid {LINE.name()}; border-radius: 4px; padding: 2px 8px;
             min-height: 18px; }}
QComboBox:focus {{ border-color: {FOCUS.name()}; }}
QComboBox::drop-down {{ border: 0; width: 14px; }}
QComboBox QAbstractItemView, QMenu {{ background: {RAISED.name()}; border: 1px solid {LINE.name()};
             selection-background-color: {FAINT.name()}; selection-color: {TEXT.name()}; outline: 0; }}
QMenu::item {{ padding: 4px 18px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {LINE.name()}; border-radius: 4px; min-height: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line,
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; height: 0; }}
QSplitter::handle {{ background: transparent; }}
"""


@lru_cache(maxsize=128)
def font(size_px: int, weight: QFont.Weight = QFont.Weight.Normal, *, mono: bool = False) -> QFont:
    """Return the panel's font in a size; figures have one width, so that running numbers stand still."""
    made = QFont()
    made.setFamilies(list(MONO if mono else FAMILIES))
    made.setPixelSize(max(6, size_px))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


BOLD = QFont.Weight.DemiBold


@lru_cache(maxsize=128)
def pen(colour: str, width: float = 1.0) -> QPen:
    """Return a pen without round ends or joints: those take five times as long."""
    return QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.BevelJoin)


def mixed(one: QColor, other: QColor, amount: float) -> QColor:
    """Return the colour `amount` of the way, 0 to 1, from one to the other."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(a + (b - a) * amount) for a, b in pairs))


def elided(text: str, style: QFont, width: float) -> str:
    """Return as much of a text as fits."""
    return QFontMetricsF(style).elidedText(text, Qt.TextElideMode.ElideRight, width)


def write(  # noqa: PLR0917 - as one writes by hand: where, what, how
    painter: QPainter, where: QRectF, text: str, style: QFont, colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:  # fmt: skip
    """Write one line into a rectangle, in the middle of its height, cut where it does not fit."""
    painter.setFont(style)
    painter.setPen(colour)
    painter.drawText(where, align | Qt.AlignmentFlag.AlignVCenter, elided(text, style, where.width()))


def plate(painter: QPainter, where: QRectF, fill: QColor, edge: QColor | None = None) -> None:
    """Paint a rounded plate; its edge lies within."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(edge, 1.0))
    painter.setBrush(fill)
    painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def veil(painter: QPainter, widget: QWidget) -> None:
    """Grey out what has been painted, where the widget is not enabled."""
    if not widget.isEnabled():
        painter.fillRect(widget.rect(), VEIL)


def dress(application: QApplication) -> None:
    """Give an application the panel's look, the same on every system."""
    application.setStyle("Fusion")
    application.setFont(font(12))
    application.setStyleSheet(SHEET)


def shown(value: float | int | str) -> str:
    """Return a value in four to five characters where that can be."""
    if isinstance(value, str | int):
        return str(value)
    size = abs(value)
    if size and (size < 0.001 or size >= 1e6):
        return f"{value:.1e}".replace("e-0", "e-").replace("e+0", "e")
    return f"{value:.{3 if size < 10 else 2 if size < 100 else 1 if size < 10_000 else 0}f}"


def clock(seconds: float) -> str:
    """Return a time as minutes and seconds; with hours where there are any."""
    whole = max(0, int(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def numbered(number: float) -> str:
    """Return the number of a cue as the patch writes it."""
    return f"{number:.7g}"
