"""What a patch's listeners are, and what an input line of a take says that one of them heard."""

from typing import TYPE_CHECKING, cast

from descant.parts.base import Heard
from descant.parts.listen import Listen
from descant.patch.patch import Patch

if TYPE_CHECKING:
    from descant.performance.take import Line

FIELDS = "event, MIDI pitch, clarity, level in dB, centroid in Hz"
LIMITS = ((-1, 1), (0, 128), (0, 100), (-1000, 1000), (0, 1e6))
"""From where to where each field goes."""


def listeners(patch: Patch) -> tuple[str, ...]:
    """Return the parts that listen, in patch order."""
    return tuple(name for name, entry in patch.parts.items() if entry.kind == Listen.kind)


def channels(patch: Patch) -> dict[str, tuple[int, ...]]:
    """Return the input channels that each listener needs: its own, and those that cues give it."""
    found = {}
    for name in listeners(patch):
        row = f"{name}/channel"
        cued = [] if row in patch.pinned else [cue.set[row] for cue in patch.cues if row in cue.set]
        found[name] = tuple(sorted({int(channel) for channel in (patch.declared[row], *cued)}))
    return found


def heard(line: "Line") -> Heard:
    """Return what an input line says was heard.

    Raises:
        ValueError: it says no such thing.
    """
    data = line.get("data")
    if not isinstance(data, list) or len(data) != len(LIMITS) or not all(map(_fits, data, LIMITS)):
        raise ValueError(f"found {str(data)[:60]}, expected {FIELDS}")
    event, pitch, clarity, level_db, centroid_hz = data
    if event != int(event):
        raise ValueError(f"found the event {event}, expected -1, 0 or 1")
    return Heard(line["t"], int(event), float(pitch), float(clarity), float(level_db), float(centroid_hz))


def _fits(value: object, limits: tuple[float, float]) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and limits[0] <= cast("float", value) <= limits[1]  # NaN is in no range
