"""Which displays there are, and when the X server blanks them: asked by a process of its own, since Qt may abort."""

import ctypes
import json
import os
import subprocess
import sys
from dataclasses import dataclass

LONGEST_S = 15.0


@dataclass(frozen=True, slots=True)
class Display:
    """A display, by the number that names it."""

    number: int
    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Displays:
    """The displays, and what blanks them where that could be read (X11)."""

    displays: tuple[Display, ...]
    blank_s: int | None  #: the screen saver comes after that many seconds; 0: never
    power_saving: bool | None  #: displays are switched off (DPMS)


def look(longest_s: float = LONGEST_S) -> Displays:
    """Return the displays. Nothing is shown.

    Raises:
        OSError: there is no screen, or it cannot be reached.
    """
    needed = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in needed):
        raise OSError("there is no screen (DISPLAY is not set)")
    command = [sys.executable, "-P", "-m", "descant.video.displays"]
    try:
        run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=longest_s, check=False)
        found = json.loads(run.stdout)
    except subprocess.TimeoutExpired as error:
        raise OSError(f"the screen has not answered for {longest_s:g} s") from error
    except ValueError as error:
        shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
        raise OSError(f"the screen {shown} cannot be reached") from error
    displays = tuple(Display(**display) for display in found["displays"])
    return Displays(displays, found["blank_s"], found["power_saving"])


def _blanking() -> tuple[int | None, bool | None]:
    """Return when the X server's screen saver comes and whether it switches displays off."""
    name = os.environ.get("DISPLAY")
    if not name or sys.platform != "linux" or os.environ.get("WAYLAND_DISPLAY"):
        return None, None
    try:
        x11, extensions = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXext.so.6")
    except OSError:
        return None, None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(name.encode()))
    if not display:
        return None, None
    saver = [ctypes.c_int() for _ in range(4)]
    x11.XGetScreenSaver(display, *map(ctypes.byref, saver))
    level, on, unused = ctypes.c_uint16(), ctypes.c_uint8(), ctypes.c_int()
    power: bool | None = None
    if extensions.DPMSQueryExtension(display, ctypes.byref(unused), ctypes.byref(unused)):
        extensions.DPMSInfo(display, ctypes.byref(level), ctypes.byref(on))
        power = bool(on.value)
    x11.XCloseDisplay(display)
    return saver[0].value, power


def main() -> None:
    """Write the displays to standard output, as JSON."""
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication(["descant"])
    assert application
    found = []
    for number, screen in enumerate(QGuiApplication.screens()):
        size = screen.size() * screen.devicePixelRatio()
        found.append({"number": number, "name": screen.name(), "width": size.width(), "height": size.height()})
    blank_s, power_saving = _blanking()
    sys.stdout.write(json.dumps({"displays": found, "blank_s": blank_s, "power_saving": power_saving}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
