"""The present state as a cue: a new one of the name that is typed, or in the place of the present one; and undo."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from descant.panel import style
from descant.panel.layout import HEAD_PX, Field
from descant.panel.model import Model
from descant.panel.plate import Plate

SAID_MS = 8000  # so long it is to be read what became of it
HIGH_PX, PLATE_PX = 74, 34
LONGEST_NAME = 64

Tell = Callable[..., None]
"""Says a word of the protocol with its arguments."""


class Capture(QWidget):
    """A line for a name, three buttons, and above them what became of the last capture."""

    def __init__(self, model: Model, tell: Tell) -> None:
        super().__init__()
        self._model, self._tell = model, tell
        self._asked = ""  # what is to be said when the new list of cues has come
        self.said, self.refused = "", False
        self.name = Field(self._leave)
        self.name.setPlaceholderText("name   C")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.name.setFixedHeight(PLATE_PX)
        self.name.returnPressed.connect(self._new)
        self.new = Plate("NEW", "", style.STANDBY, self._new)
        self.update_ = Plate("UPDATE", "", style.STANDBY, self._renew)
        self.undo = Plate("UNDO", "", style.DIM, self._back)
        self._silence = QTimer(self, interval=SAID_MS, singleShot=True)
        self._silence.timeout.connect(lambda: self.say(""))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        row.addWidget(self.name, 8)
        for plate, tip, share in (
            (self.new, "the present state becomes a cue after the present one", 4),
            (self.update_, "the present cue becomes what is now; its name, notes and fades stay", 5),
            (self.undo, "takes the last capture back", 4),
        ):
            plate.setToolTip(tip)
            plate.setFixedHeight(PLATE_PX)
            row.addWidget(plate, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, HEAD_PX, 8, 8)
        column.addLayout(row)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return room for a heading and a row."""
        return QSize(300, HIGH_PX)

    # ------------------------------------------------------------ what hands do
    def _new(self) -> None:
        name = self.name.text().strip()
        if name and any(cue.name == name for cue in self._model.cues.values()):
            self.say(f"there is a cue {name} already", refused=True)
            return
        self._ask(f"{name or 'a new cue'}: captured", "cue/capture", name)
        self.name.clear()

    def _renew(self) -> None:
        present = self._model.present
        self._ask(f"{style.numbered(present.number)} {present.name}: updated", "cue/capture", "", present.number)

    def _back(self) -> None:
        self._ask("the last capture is taken back", "cue/undo")

    def _ask(self, done: str, word: str, *arguments: float | str) -> None:
        self._asked = done
        self.say("…")
        self._leave()
        self._tell(word, *arguments)

    def _leave(self) -> None:
        """Give the keys back to the window: Space is GO."""
        self.name.clearFocus()

    # ------------------------------------------------------------ what becomes of it
    def refresh(self) -> None:
        """Take notice of a new list of cues: it comes when something was captured."""
        if self._asked:
            self.say(self._asked)
            self._asked = ""

    def refuse(self) -> None:
        """Say why nothing was captured, or why it is not in the file."""
        self._asked = ""
        self.say(self._model.uncaptured, refused=True)

    def say(self, text: str, *, refused: bool = False) -> None:
        """Show a line for a while."""
        self.said, self.refused = text, refused
        self._silence.start()
        self.setToolTip(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the plate and the line above the row."""
        painter = QPainter(self)
        style.plate(painter, QRectF(self.rect()), style.CARD, style.DANGER if self.refused and self.said else None)
        small = style.font(11, style.BOLD)
        style.write(
            painter, QRectF(12, 0, 70, HEAD_PX), "CAPTURE", small, style.DIM if self.isEnabled() else style.FAINT
        )
        self._write(painter, QRectF(84, 0, self.width() - 96, HEAD_PX))

    def _write(self, painter: QPainter, line: QRectF) -> None:
        """Write what is said into a line, or into two of smaller letters."""
        large = style.font(13)
        fits = QFontMetricsF(large).horizontalAdvance(self.said) <= line.width()
        painter.setFont(large if fits else style.font(10))
        painter.setPen(style.DANGER if self.refused else style.GO)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line, align | Qt.TextFlag.TextWordWrap, self.said)
