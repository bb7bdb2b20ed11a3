"""Where boxes and cords of a patcher lie: whole positions, nothing on top of another, no cord through a box."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

from descant.export.max_patcher import corners
from descant.export.max_text import LINE, width_of, wrap

Json = dict[str, Any]
SLACK = 1.0  # pixels by which things may touch
TEXT_MARGIN = 8.0


def layout_problems(boxes: list[Json], lines: list[Json], *, shown: bool) -> Iterator[str]:
    """Yield what is wrong with the places of boxes and cords; shown: its presentation is looked at too."""
    yield from _positions(boxes)
    yield from _overlaps([box for box in boxes if not box.get("background")], "patching_rect")
    yield from _texts(boxes)
    yield from _cords(boxes, lines)
    if shown:
        seen = [box for box in boxes if box.get("presentation") and not box.get("background")]
        yield from _overlaps(seen, "presentation_rect")


def said(box: Json) -> str:
    """Return how a box is called in a line."""
    return f"[{box.get('text') or box['maxclass']}]"


def _positions(boxes: list[Json]) -> Iterator[str]:
    for box in boxes:
        for key in ("patching_rect", "presentation_rect"):
            if any(value != int(value) or value < 0 for value in box.get(key, ())):
                yield f"{said(box)} has a {key} that is not whole: {box[key]}"


def _overlaps(boxes: list[Json], key: str) -> Iterator[str]:
    for one, other in combinations(boxes, 2):
        a, b = one[key], other[key]
        across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
        down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
        if across > SLACK and down > SLACK:
            yield f"{said(one)} lies over {said(other)} ({key})"


def _texts(boxes: list[Json]) -> Iterator[str]:
    """Yield texts that do not fit into their boxes."""
    for box in boxes:
        text, kind = box.get("text", ""), box["maxclass"]
        size, bold = box.get("fontsize", 12.0), bool(box.get("fontface", 0) & 1)
        for key in ("patching_rect", "presentation_rect"):
            if key not in box or not text or kind not in ("newobj", "message", "textbutton", "comment"):
                continue
            wide, high = box[key][2:]
            margin = 30 if box.get("bubble") else TEXT_MARGIN
            lines = wrap(text, wide - margin / 2, size, bold=bold)
            widest = max(width_of(line, size, bold=bold) for line in lines)
            if kind != "comment" and (widest > wide - margin / 2 or len(lines) * size * LINE > high):
                yield f"{said(box)} does not fit into its box ({key})"
            elif kind == "comment" and len(wrap(text, wide - margin, size, bold=bold)) * size * LINE > high:
                yield f"{said(box)} is higher than its box ({key})"


def _cords(boxes: list[Json], lines: list[Json]) -> Iterator[str]:
    by_id = {box["id"]: box for box in boxes}
    solid = [box for box in boxes if not box.get("background")]
    for line in lines:
        source, destination = by_id.get(line["source"][0]), by_id.get(line["destination"][0])
        if source is None or destination is None:
            continue
        points = list(
            corners(source, line["source"][1], destination, line["destination"][1], line.get("midpoints", ()))
        )
        if points[-1][1] < points[0][1] and len(points) == 2:
            yield f"the cord from {said(source)} to {said(destination)} goes up without corners"
        for box in solid:
            if box is not source and box is not destination and _through(points, box["patching_rect"]):
                yield f"the cord from {said(source)} to {said(destination)} runs through {said(box)}"


def _through(points: list[tuple[float, float]], rect: list[float]) -> bool:
    return any(_crosses(start, end, rect) for start, end in pairwise(points))


def _crosses(start: tuple[float, float], end: tuple[float, float], rect: list[float]) -> bool:
    """Return whether a straight line passes through a box (clipped to it axis by axis)."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        low, high = rect[axis] + SLACK, rect[axis] + rect[axis + 2] - SLACK
        way = end[axis] - start[axis]
        if way == 0:
            if not low < start[axis] < high:
                return False
            continue
        enters, leaves = sorted(((low - start[axis]) / way, (high - start[axis]) / way))
        first, last = max(first, enters), min(last, leaves)
    return first < last
