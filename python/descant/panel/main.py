"""The panel's whole life: a window, until it is closed, or until the performance that started it is over."""

import ctypes
import logging
import os
import signal
import sys

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication, QNativeInterface
from PySide6.QtWidgets import QApplication

from descant.panel import style
from descant.panel.client import Client
from descant.panel.model import Model
from descant.panel.window import Window
from descant.panel.wire import Wire

NOTICE_SIGNALS_MS = 200


def run(host: str, port: int, *, with_parent: bool = False) -> int:
    """Show the panel for the Descant that listens there; return the exit status.

    With a parent it ends when standard input does.

    Raises:
        OSError: there is no such host, or no way to it.
    """
    logging.disable(logging.WARNING)  # python-osc has a line for every strange message
    wire = Wire(host, port)
    QApplication.setApplicationName("Descant panel")
    application = QApplication(["descant"])
    style.dress(application)
    _hear_true_releases()
    model = Model()
    client = Client(wire, model)
    window = Window(client, model, f"{host}:{port}")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.close())
    beat = QTimer(interval=NOTICE_SIGNALS_MS)  # Python sees a signal only between two of its own lines
    beat.timeout.connect(lambda: None)
    beat.start()
    parent = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read) if with_parent else None
    if parent:
        parent.activated.connect(lambda: os.read(sys.stdin.fileno(), 1) or window.close())
    client.start()
    window.show()
    return application.exec()


def _hear_true_releases() -> None:
    """Have X11 send a release only when a key comes up: Qt takes some of those it repeats for true ones."""
    application = QGuiApplication.instance()
    if QGuiApplication.platformName() != "xcb" or not isinstance(application, QGuiApplication):
        return
    native = application.nativeInterface()
    if isinstance(native, QNativeInterface.QX11Application):
        call = ctypes.CDLL("libX11.so.6").XkbSetDetectableAutoRepeat
        call.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
        call(native.display(), 1, None)
