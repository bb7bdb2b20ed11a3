"""What of tonight's picture could go wrong: the camera and the display."""

import os
from collections.abc import Iterator
from pathlib import Path

from descant.devices import system
from descant.performance.check import Finding
from descant.performance.tonight import Tonight, missing, nearest


def camera(tonight: Tonight) -> Iterator[Finding]:
    """Yield whether tonight's camera is there."""
    if not tonight.picture or missing("cv2"):
        return
    from descant.video.camera import cameras

    known = cameras(tonight.root / "sys/class/video4linux")
    wanted = tonight.machine.camera if tonight.camera is None else tonight.camera
    if wanted is None and tonight.camera is None and tonight.piece:
        wanted = tonight.piece.picture.camera
    if wanted is None:
        listed = ", ".join(f"{number} {name}" for number, name in known.items()) or "none"
        yield Finding("camera", f"none is wanted; seen: {listed}")
        return
    yield camera_finding(wanted, known, tonight.root)


def camera_finding(wanted: str | int, known: dict[int, str], root: Path = system.ROOT) -> Finding:
    """Return whether a camera is there and may be opened."""
    where = f"camera {wanted}"
    if isinstance(wanted, str) and "://" in wanted:
        return _network_camera(where, wanted)
    if isinstance(wanted, int):
        seen = [number for number in known if number == wanted]
    else:
        seen = [number for number, name in known.items() if wanted.casefold() in name.casefold()]
    if not seen:
        near = nearest(str(wanted), list(known.values()))
        others = ", ".join(known.values()) or "none"
        return Finding(where, f"is not there (cameras: {others})", f"did you mean {near}?" if near else "plug it in")
    device = root / f"dev/video{seen[0]}"
    if not os.access(device, os.R_OK | os.W_OK):
        return Finding(where, f"{device} may not be opened", "sudo usermod -aG video $USER, and log in again")
    return Finding(where, f"is {known[seen[0]]}")


def _network_camera(where: str, address: str) -> Finding:
    from descant.video.camera import open_device

    try:
        open_device(address, 1280, 720).release()
    except OSError:
        return Finding(where, "does not answer", "switch it on, and bring both into one network")
    return Finding(where, "answers")


def display(tonight: Tonight) -> Iterator[Finding]:
    """Yield the displays, and what would darken them in mid-performance."""
    if not tonight.picture or missing("PySide6"):
        return
    from descant.video import displays

    try:
        found = displays.look()
    except OSError as error:
        yield Finding("display", str(error), "run on a desktop, or perform with --no-video")
        return
    wanted = tonight.machine.display
    if wanted not in [one.number for one in found.displays]:
        what = f"is not there (there are displays 0 to {len(found.displays) - 1})"
        yield Finding(f"display {wanted}", what, f"plug it in, or correct display in {tonight.machine.path}")
    for one in found.displays:
        yield Finding(f"display {one.number}", f"{one.width} × {one.height} {one.name}".strip())
    if found.blank_s:
        yield Finding("screen saver", f"blanks the screen after {found.blank_s} s", "xset s off")
    elif found.blank_s == 0:
        yield Finding("screen saver", "is off")
    if found.power_saving:
        yield Finding("screen saver", "the X server switches displays off (DPMS)", "xset -dpms")
