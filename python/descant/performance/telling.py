"""What clients are told at length, piece by piece: the table of names, the cues, the stage, where patterns lie."""

import itertools
from collections.abc import Iterator, Sequence
from typing import cast

from descant.devices import osc
from descant.patch.patch import CueEntry, Patch
from descant.performance import pads
from descant.performance.mappings import links
from descant.performance.performance import Performance
from descant.table import Parameter, Value

POINTS_AT_ONCE = 64

Answer = tuple[str, tuple[osc.Argument, ...]]
"""An address, without its ``/descant/``, and arguments."""


def stage(patch: Patch) -> Iterator[Answer]:
    """Tell the parts, and of each parameter that mappings move, by which streams."""
    for name, entry in patch.parts.items():
        yield "watch/part", (name, entry.kind)
    moved: dict[str, list[str]] = {}
    for link in links(patch):
        if not link.parameter.per_note:
            moved.setdefault(link.target, []).append(link.source)
    for name, sources in moved.items():
        yield "watch/moved", (name, *sources)


def table(performance: Performance) -> Iterator[Answer]:
    """Tell everything that can be set and heard."""
    patch = performance.patch
    settable = {name: row for name, row in patch.table.items() if not row.per_note}
    for name, row in settable.items():
        low, high = (0.0, len(row.choices) - 1.0) if row.kind == "choice" else (float(row.low), float(row.high))
        declared, now = patch.declared[name], performance.conductor.values[name]
        yield "parameter", (name, row.kind, row.unit, low, high, row.curve, typed(row, declared), typed(row, now))
        if row.choices:
            yield "choices", (name, *row.choices)
    for name, stream in patch.streams.items():
        yield "stream", (name, stream.unit, stream.low, stream.high, performance.engine.bus(name))
    yield from pads.told(performance.parts)
    yield "list/end", (len(settable) + len(patch.streams),)


def cues(patch: Patch) -> Iterator[Answer]:
    """Give every cue, and how many they are."""
    for cue in patch.cues:
        yield "cue/entry", entry(cue)
    yield "cue/list/end", (len(patch.cues),)


def points(part: str, labels: Sequence[str], places: Sequence[tuple[float, float, int]]) -> Iterator[Answer]:
    """Tell where the patterns of a model lie, and the names of their labels."""
    yield "points/labels", (part, *labels)
    for first in range(0, len(places), POINTS_AT_ONCE):
        yield "points", (part, *itertools.chain.from_iterable(places[first : first + POINTS_AT_ONCE]))
    yield "points/end", (part, len(places))


def entry(cue: CueEntry) -> tuple[osc.Argument, ...]:
    """Return what a client is told of a cue in the list."""
    return float(cue.number), cue.name, cue.notes


def typed(row: Parameter, value: Value) -> osc.Argument:
    """Return a parameter's value as OSC has it: switches as 0 or 1."""
    if row.kind == "choice":
        return str(value)
    return float(cast("float", value)) if row.kind == "f" else int(cast("int", value))
