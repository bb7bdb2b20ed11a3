"""What the machine itself is set to, as far as Linux tells it in files: clock, processors, battery, limits.

Everything is read below `root`, and what is not there is not told.
"""

import os
import re
import subprocess
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path("/")
CAP_IPC_LOCK = 14  # from linux/capability.h: locks any amount of memory


@dataclass(frozen=True, slots=True)
class Battery:
    """A battery of the machine itself, not of a mouse."""

    name: str
    discharging: bool
    percent: int | None


def clock_source(root: Path = ROOT) -> tuple[str, tuple[str, ...]] | None:
    """Return the kernel's clock and those it might use instead."""
    folder = root / "sys/devices/system/clocksource/clocksource0"
    current = _text(folder / "current_clocksource")
    return (current, tuple(_text(folder / "available_clocksource").split())) if current else None


def governors(root: Path = ROOT) -> dict[str, int]:
    """Return the governors that set the processors' speed → how many processors each sets."""
    files = (root / "sys/devices/system/cpu").glob("cpu[0-9]*/cpufreq/scaling_governor")
    return dict(Counter(name for name in map(_text, sorted(files)) if name))


def batteries(root: Path = ROOT) -> list[Battery]:
    """Return the batteries the machine runs from."""
    found = []
    for folder in sorted((root / "sys/class/power_supply").glob("*")):
        if _text(folder / "type") == "Battery" and _text(folder / "scope") != "Device":
            percent = _text(folder / "capacity")
            discharging = _text(folder / "status") == "Discharging"
            found.append(Battery(folder.name, discharging, int(percent) if percent.isdigit() else None))
    return found


def limit(name: str, root: Path = ROOT) -> float | None:
    """Return a limit that holds for this process ("Max realtime priority", "Max locked memory"), inf for none."""
    found = re.search(rf"^{name}\s+(\d+|unlimited)\s", _text(root / "proc/self/limits"), re.MULTILINE)
    if found is None:
        return None
    return float("inf") if found[1] == "unlimited" else float(found[1])


def locked_memory(root: Path = ROOT) -> float | None:
    """Return how many bytes may be locked in memory, inf where the system's manager may lock any amount."""
    rights = re.search(r"^CapEff:\s*([0-9a-f]+)$", _text(root / "proc/self/status"), re.MULTILINE)
    if rights and int(rights[1], 16) >> CAP_IPC_LOCK & 1:
        return float("inf")
    return limit("Max locked memory", root)


def real_time() -> bool | None:
    """Return whether a thread of ours gets real-time priority: tried by one that does nothing else and ends."""
    if not hasattr(os, "sched_setscheduler"):
        return None
    got = []

    def ask() -> None:
        try:
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))  # 0: this thread alone
            got.append(True)
        except OSError:
            got.append(False)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return got[0]


def gnome_settings() -> dict[str, str]:
    """Return when GNOME dims the screen and sleeps, "SCHEMA KEY" → value; nothing on another desktop."""
    if "GNOME" not in os.environ.get("XDG_CURRENT_DESKTOP", ""):
        return {}
    found = {}
    for schema, key in (
        ("org.gnome.desktop.session", "idle-delay"),
        ("org.gnome.settings-daemon.plugins.power", "sleep-inactive-ac-type"),
    ):
        try:
            command = ["gsettings", "get", schema, key]
            run = subprocess.run(command, capture_output=True, text=True, timeout=2, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if run.returncode == 0:
            found[f"{schema} {key}"] = run.stdout.split()[-1].strip("'") if run.stdout.split() else ""
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""
