"""Between a live performance and its microphones: how each part listens, and what it hears as a line of the take."""

from collections.abc import Callable, Mapping

from descant.performance.take import Line
from descant.sound.listening import Frame, Wanted
from descant.sound.tuning import Pitches, Tuning
from descant.table import Value

BEYOND = 0.5  # the tracker searches so much of a key further than the player's range
LOWEST_HZ, HIGHEST_HZ = 30.0, 5000.0  # within which it can search


def wanted(
    names: tuple[str, ...], values: Mapping[str, Value], plays: Callable[[str], bool], tuning: Tuning
) -> dict[str, Wanted]:  # fmt: skip
    """Return how each of these parts listens, by the present values of its parameters."""
    return {name: _wanted(name, values, plays(name), tuning) for name in names}


def _wanted(name: str, values: Mapping[str, Value], on: bool, tuning: Tuning) -> Wanted:
    lowest, highest = sorted((float(values[f"{name}/lowest"]), float(values[f"{name}/highest"])))
    bounds_hz = [tuning.frequency_hz(lowest - BEYOND), tuning.frequency_hz(highest + BEYOND)]
    return Wanted(
        channel=int(values[f"{name}/channel"]), on=on, threshold=float(values[f"{name}/threshold"]),
        floor_db=float(values[f"{name}/floor_db"]), lowest_hz=max(LOWEST_HZ, min(bounds_hz)),
        highest_hz=min(HIGHEST_HZ, max(bounds_hz)),
    )  # fmt: skip


def frame_line(frame: Frame, pitches: Pitches) -> Line:
    """Return a frame as an input of the take, to 0.1 cents, 0.1 dB and 1 Hz."""
    pitch = round(pitches.of(frame.frequency_hz), 3) if frame.clarity else 0.0
    level_db, centroid_hz = round(frame.level_db, 1), round(frame.centroid_hz)
    data = [frame.event, pitch, round(frame.clarity, 2), level_db, centroid_hz]
    return {"in": "audio", "part": frame.listener, "data": data}
