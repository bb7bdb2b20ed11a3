"""The keyboard: one table of commands, from which the window is wired and the page of help is painted."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QWidget

from descant.panel import style

ROW_PX, KEY_PX, WIDE_PX = 33, 132, 720
LOST_S = 1.0
"""A key pressed again after so long without its release seen is no held one: the release went to another window."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a key does: `act` is a method of the window; none where the widget in hand answers by itself."""

    keys: tuple[str, ...]
    shown: str
    act: str
    doc: str


COMMANDS = (
    Command(("Space",), "Space", "go", "GO: the next cue"),
    Command(("Backspace", "Left"), "⌫  ←", "back", "the cue before"),
    Command(("Esc",), "Esc", "panic", "panic: fade to silence; a second time: silence at once"),
    Command(("F",), "F", "freeze", "hold all learning still, and let it go on; ends a panic too"),
    Command((*"0123456789", "."), "0 … 9  .", "digit", "the number of a cue"),
    Command(("Return", "Enter"), "Enter", "enter", "go to that cue; on a slider: type, switch or choose"),
    Command(("Ctrl+Z",), "Ctrl Z", "undo", "take back what a hand did to parameters last"),
    Command(("Ctrl+Shift+Z",), "Ctrl ⇧Z", "redo", "do it again"),
    Command(("C",), "C", "capture", "name a new cue; Enter captures the present state as it, Esc leaves"),
    Command(("/",), "/", "seek", "find a parameter; Esc leaves"),
    Command(("S",), "S", "show_streams", "streams: every one as a bar, plotted by a click"),
    Command(("X",), "X", "show_pad", "the pad"),
    Command(("L",), "L", "show_log", "the log; again: hold it still"),
    Command(("F11",), "F11", "full_screen", "the whole screen"),
    Command(("?", "F1"), "?", "help", "this page"),
    Command((), "double click", "", "on a cue of the list: go to it; on a slider: its default"),
    Command((), "Tab  ⇧Tab", "", "to the next slider, to the one before"),
    Command((), "↑  ↓", "", "move a slider; Page Up and Page Down: by tenths; with ⇧ finely"),
    Command((), "Delete", "", "a slider's default"),
    Command((), "⇧← ⇧→", "", "move the pad sideways"),
    Command((), "⇧ drag", "", "move both pads at once"),
)
"""Everything that keys do."""


class Keyboard:
    """Makes the commands of a window; `do` takes the command's `act` and the key.

    A key that is only held down does nothing more: systems repeat it, and Escape twice means more than once.
    """

    def __init__(self, window: QWidget, do: Callable[[str, str], None]) -> None:
        self._do = do
        self._pressed_s: dict[str, float] = {}
        for command in COMMANDS:
            for key in command.keys:
                for sequence in _sequences(key):
                    shortcut = QShortcut(sequence, window, autoRepeat=False)
                    shortcut.activated.connect(lambda command=command, key=key: self._press(command.act, key))

    def _press(self, act: str, key: str) -> None:
        now = time.monotonic()
        last, self._pressed_s[key] = self._pressed_s.get(key), now
        if last is None or now - last > LOST_S:
            self._do(act, key)

    def release(self, event: QKeyEvent) -> None:
        """Let a key that is up be pressed again."""
        if not event.isAutoRepeat():
            up = QKeySequence(event.key()).toString()
            self._pressed_s = {key: at for key, at in self._pressed_s.items() if key.rpartition("+")[2] != up}

    def release_all(self) -> None:
        """Let every key be pressed again: the keyboard has been elsewhere."""
        self._pressed_s.clear()


def _sequences(key: str) -> list[QKeySequence]:
    if key not in "0123456789.":
        return [QKeySequence(key)]
    keypad = QKeyCombination(Qt.KeyboardModifier.KeypadModifier, Qt.Key(ord(key)))
    return [QKeySequence(key), QKeySequence(keypad)]


class Help(QWidget):
    """All commands; a click, or any of them, closes it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.hide()

    def toggle(self) -> None:
        """Show it, or hide it."""
        self.setGeometry(self._over.rect())
        self.setVisible(not self.isVisible())
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go away."""
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 190))
        high = ROW_PX * len(COMMANDS) + 84
        page = QRectF((self.width() - WIDE_PX) / 2, max(8.0, (self.height() - high) / 2), WIDE_PX, high)
        style.plate(painter, page, style.CARD, style.LINE)
        head = page.adjusted(28, 14, -28, 0)
        head.setHeight(34)
        style.write(painter, head, "Keys", style.font(20, style.BOLD), style.TEXT)
        for place, command in enumerate(COMMANDS):
            row = QRectF(page.left() + 28, page.top() + 58 + place * ROW_PX, WIDE_PX - 56, ROW_PX)
            key = QRectF(row.left(), row.top() + 3, KEY_PX, ROW_PX - 7)
            style.plate(painter, key, style.RAISED, style.LINE)
            style.write(painter, key, command.shown, style.font(14, style.BOLD), style.STANDBY,
                        Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
            style.write(painter, row.adjusted(KEY_PX + 20, 0, 0, 0), command.doc, style.font(15), style.TEXT)
