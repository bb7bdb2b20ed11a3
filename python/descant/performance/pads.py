"""What clients know of pads: which points parts have, and what lies around them."""

from collections.abc import Iterator, Mapping, Sequence

from descant.devices import osc, protocol
from descant.parts.base import Part
from descant.table import Space

Lying = tuple[Sequence[str], Sequence[tuple[float, float, int]]]
"""The names of labels; of each thing that lies somewhere two coordinates and the place of its label, −1: none."""


def spaces(part: Part) -> dict[str, Space]:
    """Return the spaces in which a part has points that are parameters of it, by their names without it."""
    return {space.name: space for space in getattr(part, "spaces", ())}


def full(part: str, space: str) -> str:
    """Return the name of a pad: the part's, and that of another space than its own after it."""
    return f"{part}/{space}" if space else part


def told(parts: Mapping[str, Part]) -> Iterator[tuple[str, tuple[osc.Argument, ...]]]:
    """Tell every pad whose point is parameters."""
    for name, part in parts.items():
        for space in spaces(part).values():
            over = "" if space.over is None else full(name, space.over)
            names = [f"{name}/{each}" for each in (*space.coordinates, *space.streams)]
            yield "pad", (full(name, space.name), over, *names)


def found(parts: Mapping[str, Part], pad: str) -> tuple[str, str]:
    """Return the part and the space of a pad.

    Raises:
        Refused: there is none of that name.
    """
    name, _, space = pad.partition("/")
    if name not in parts:
        raise protocol.Refused(f"there is no part {protocol.shown(name)}")
    known = spaces(parts[name])
    if pad != name and (not space or space not in known):
        has = f"{name} has {', '.join(filter(None, known)) or 'none but its own'}"
        raise protocol.Refused(f"there is no pad {protocol.shown(pad)}: {has}")
    return name, space


def points(parts: Mapping[str, Part], pad: str) -> Lying | None:
    """Return what lies in the space of a pad; None where there is no such pad, or none that has such things."""
    name, _, space = pad.partition("/")
    part = parts.get(name)
    known = getattr(part, "points", None)
    if part is None or known is None or (pad != name and (not space or space not in spaces(part))):
        return None
    over = spaces(part)[space].over if space else None
    try:
        lying: Lying = known(space if over is None else over)
    except Exception:  # whatever a part from outside may raise: it is asked while others play
        return None
    return lying
