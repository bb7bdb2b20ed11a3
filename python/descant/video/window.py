"""The window: it shows the newest frame, and turns key presses into notes and commands."""

import ctypes
import os
import signal
import sys
import time

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QNativeInterface,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from descant.video.keys import PLACES, Piano
from descant.video.painter import Painter, Plan
from descant.video.reports import Command, CommandName, Lost, Record
from descant.video.wire import Wire

_X11_OFFSET = 8  # of its scan codes
_SWITCH_SECONDS = 0.0005  # a key must not wait 5 ms until the painter's thread lets go of the interpreter
_SHIFTS = {Qt.Key.Key_Left: ("bass", -1), Qt.Key.Key_Right: ("bass", 1),
           Qt.Key.Key_Down: ("treble", -1), Qt.Key.Key_Up: ("treble", 1)}  # fmt: skip
_COMMANDS: dict[Qt.Key, CommandName] = {Qt.Key.Key_Space: "next_cue", Qt.Key.Key_End: "fade_out"}
_MODIFIED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class _Bridge(QObject):
    """Takes the painter's calls over to the window's thread."""

    framed = Signal()
    titled = Signal(str)
    ended = Signal()


class Window(QWidget):
    """One picture on black."""

    def __init__(self, plan: Plan, wire: Wire) -> None:
        """Prepare a window that is not yet shown."""
        super().__init__()
        self._wire, self._piano, self._bridge = wire, Piano(), _Bridge()
        self._pressed: set[int] = set()
        self._size = (plan.look.width, plan.look.height)
        self._bridge.framed.connect(self.update)
        self._bridge.titled.connect(self.setWindowTitle)
        self._bridge.ended.connect(QApplication.quit)
        self.painter = Painter(
            plan, wire, self._bridge.framed.emit, lambda look: self._bridge.titled.emit(look.title),
            self._bridge.ended.emit,
        )  # fmt: skip
        self.setWindowTitle(plan.look.title)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # we paint every pixel
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # keys are a piano, not letters
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._place(plan)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Show the newest frame in the middle."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), Qt.GlobalColor.black)
        taken = None if self.painter.black else self.painter.newest.take()
        if taken is None:
            return
        frame = taken[0]
        height, width = frame.shape[:2]
        image = QImage(frame.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        ratio = self.devicePixelRatioF()
        wide, high = round(width / ratio), round(height / ratio)
        painter.drawImage(QRect((self.width() - wide) // 2, (self.height() - high) // 2, wide, high), image)
        painter.end()  # before the frame is given back
        self.painter.painted += 1

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Let the painter draw at the new size."""
        ratio = self.devicePixelRatioF()
        self.painter.area = (round(event.size().width() * ratio), round(event.size().height() * ratio))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Play a note, or do and report a command."""
        now = time.monotonic()
        if self._repeats(event) or self._command(event, now):
            return
        if not event.modifiers() & _MODIFIED:
            accent = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tell(self._piano.press(_name(event), now, accent=accent))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """End a note."""
        if not event.isAutoRepeat():
            self._pressed.discard(_place(event))
            self._tell(self._piano.release(_name(event), time.monotonic()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Release all notes when the keyboard goes to another window."""
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._pressed.clear()
            self._tell(*self._piano.release_all(time.monotonic()))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Ask the owner to quit; it may want to fade out first."""
        event.ignore()
        self._tell(Command(time.monotonic(), "quit"))

    def _place(self, plan: Plan) -> None:
        """Show the window on its display."""
        screens = QGuiApplication.screens()
        if plan.display >= len(screens):
            there = f"there are displays 0 to {len(screens) - 1}"
            self._tell(Lost("display", f"display {plan.display}: is not there ({there}); the picture is on display 0"))
        self._screen = screens[plan.display if plan.display < len(screens) else 0]
        self._fill(plan.full_screen)
        self.raise_()
        self.activateWindow()

    def _fill(self, full: bool) -> None:
        """Show the window on the whole display, or in its own size in the middle."""
        place = self._screen.availableGeometry()
        width, height = (min(a, b) for a, b in zip(self._size, place.size().toTuple(), strict=True))
        own = QRect(place.center().x() - width // 2 + 1, place.center().y() - height // 2 + 1, width, height)
        # The geometry too, not the state alone: it says which display, and not every window manager does the rest.
        if full:
            self.setGeometry(self._screen.geometry())
            self.showFullScreen()
        else:
            self.showNormal()
            self.setGeometry(own)
        self.setCursor(Qt.CursorShape.BlankCursor if full else Qt.CursorShape.ArrowCursor)

    def _repeats(self, event: QKeyEvent) -> bool:
        """Return whether a press is none by a hand, and remember the key."""
        place = _place(event)
        repeats = event.isAutoRepeat() or place in self._pressed
        self._pressed.add(place)
        return repeats

    def _command(self, event: QKeyEvent, now: float) -> bool:
        """Do what a command key asks for; return whether it was one."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Escape:
            shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self._tell(Command(now, "quit" if shifted else "panic"))
        elif key == Qt.Key.Key_F11:
            full = not self.isFullScreen()
            self._fill(full)
            self._tell(Command(now, "full_screen", full))
        elif key in _COMMANDS:
            self._tell(Command(now, _COMMANDS[key]))
        elif key in _SHIFTS:
            row, octaves = _SHIFTS[key]
            self._piano.shift("bass" if row == "bass" else "treble", octaves)
        elif modifiers & Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_B, Qt.Key.Key_F):
            self._tell(self._toggle_picture("black" if key == Qt.Key.Key_B else "freeze", now))
        else:
            return False
        return True

    def _toggle_picture(self, name: CommandName, now: float) -> Command:
        """Black out or freeze the picture, or end it."""
        if name == "black":
            self.painter.black = not self.painter.black
            self.update()
            return Command(now, name, self.painter.black)
        self.painter.frozen = not self.painter.frozen
        return Command(now, name, self.painter.frozen)

    def _tell(self, *records: Record | None) -> None:
        said = [record for record in records if record is not None]
        if said:
            self._wire.send(*said)


def _place(event: QKeyEvent) -> int:
    """Return what tells a physical key from all others."""
    return event.nativeScanCode() or -event.key()


def _name(event: QKeyEvent) -> str:
    """Return the name of a key by its place on the keyboard; by its letter where the system tells no places."""
    code = event.nativeScanCode()
    if code and sys.platform != "darwin":
        return PLACES.get(code - _X11_OFFSET if sys.platform == "linux" else code, "")
    return chr(event.key()).lower() if 0 < event.key() < 128 else ""


def _hear_true_releases(application: QApplication) -> None:
    """Have X11 send a release only when a key comes up: Qt takes some of those it repeats for true ones."""
    if QGuiApplication.platformName() != "xcb":
        return  # PySide hands out an X11 interface elsewhere too, and crashes on its display
    native = application.nativeInterface()
    if isinstance(native, QNativeInterface.QX11Application):
        call = ctypes.CDLL("libX11.so.6").XkbSetDetectableAutoRepeat
        call.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
        call(native.display(), 1, None)


def run(plan: Plan, wire: Wire) -> None:
    """Show the picture until the owner is gone: the process's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C in the terminal is the owner's to handle
    sys.setswitchinterval(_SWITCH_SECONDS)
    needed = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in needed):
        wire.send(Lost("picture", "picture: there is no screen (DISPLAY is not set); run on a desktop, or --no-video"))
        return
    QApplication.setApplicationName(plan.look.title)
    application = QApplication(["descant"])
    application.setQuitOnLastWindowClosed(False)
    _hear_true_releases(application)
    window = Window(plan, wire)
    window.painter.start()
    application.exec()
    wire.close()
    os._exit(0)  # a camera's driver may hold a thread; the owner waits for us
