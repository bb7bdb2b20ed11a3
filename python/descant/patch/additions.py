"""Parts that are added to a patch while it is performed: what a client gives a name and something to learn."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce

from descant.devices.protocol import RESERVED
from descant.parts.function import Function
from descant.patch import fields, rows
from descant.patch.patch import PartEntry, Patch
from descant.sound.buses import SPARE_STREAMS
from descant.table import Value

MOST_ADDED = SPARE_STREAMS // len(Function.streams)

FIRST: Mapping[str, Value] = {"shape": "given"}
"""What is otherwise in an added part than its kind declares."""


def why_not(patch: Patch, name: str) -> str:
    """Return why a part of this name cannot be added, "" where it can."""
    if not fields.is_owner(name):
        return f"a name is a letter, then letters, digits, '_', '.' and '-', at most {fields.LONGEST_NAME} in all"
    owners = {full.split("/", 1)[0] for full in patch.table} | patch.parts.keys()
    if name in owners:
        return f"{name} is the name of something else in the patch"
    return f"{name} is a word of the OSC protocol; choose another name" if name in RESERVED else ""


def with_part(patch: Patch, name: str) -> Patch:
    """Return a patch with one more part that learns what a client gives it; one that is there stays as it is."""
    if name in patch.parts:
        return patch
    own = rows.part_rows(Function.parameters)
    return replace(
        patch,
        parts={**patch.parts, name: PartEntry(kind=Function.kind)},
        table={**patch.table, **{f"{name}/{row.name}": row for row in own}},
        streams={**patch.streams, **{f"{name}/{stream.name}": stream for stream in Function.streams}},
        declared={**patch.declared, **{f"{name}/{row.name}": FIRST.get(row.name, row.default) for row in own}},
    )


def with_parts(patch: Patch, names: tuple[str, ...]) -> Patch:
    """Return a patch with all these parts."""
    return reduce(with_part, names, patch)
