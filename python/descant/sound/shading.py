"""Shading: what an instrument is told for one hit that has a pitch, a length and a brightness of its own."""

from collections.abc import Mapping

from descant.sound.table import parameters_of
from descant.table import Value

SEMITONES = 12.0


def shaded(
    synthdef: str, values: Mapping[str, Value], *, tune: float, stretch: float, bright: float
) -> tuple[dict[str, Value], float]:
    """Return an instrument's parameters for one hit, within the limits of their table, and a factor for its frequency.

    The factor is 1 where the instrument has a ``tune`` of its own, which is moved then. What has no ``tone`` is not
    made brighter.

    Args:
        synthdef: what the instrument plays.
        values: its parameters.
        tune: semitones.
        stretch: factor of how long it rings.
        bright: added to its tone, -1 to 1.
    """
    if (tune, stretch, bright) == (0.0, 1.0, 0.0):
        return dict(values), 1.0
    rows = {row.name: row for row in parameters_of(synthdef)}
    told = dict(values)

    def move(name: str, value: float) -> None:
        row = rows.get(name)
        told[name] = min(max(value, row.low), row.high) if row else value

    if "tune" in rows:
        move("tune", float(told["tune"]) + tune)
    if "decay_s" in rows:
        move("decay_s", float(told["decay_s"]) * stretch)
    else:  # it rings as its pitch has it
        move("decay_scale", float(told.get("decay_scale", 1.0)) * stretch)
    if "tone" in rows:
        move("tone", float(told["tone"]) + bright)
    return told, 1.0 if "tune" in rows else 2.0 ** (tune / SEMITONES)
