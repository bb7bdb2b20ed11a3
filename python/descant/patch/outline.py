"""Who owns which parameters and streams in a patch, as far as its text can be understood.

A patch with mistakes is outlined too, so that everything wrong with it can be said at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from descant.parts.base import Part
from descant.parts.kinds import files_of
from descant.patch import rows
from descant.patch.lines import Key
from descant.patch.schema import (
    EFFECTS,
    EffectTable,
    InstrumentTable,
    MappingTable,
    PartTable,
    PictureTable,
    Strict,
    with_rows,
)
from descant.sound.table import EFFECTS as SOUND_EFFECTS
from descant.sound.table import parameters_of, sends
from descant.table import Parameter, Stream
from descant.video.table import PICTURE

Kinds = Mapping[str, type[Part]]
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Owner:
    """Something in a patch that has parameters."""

    name: str
    path: Key  #: of its table
    model: type[Strict]  #: of its table
    rows: tuple[Parameter, ...] = ()
    streams: tuple[Stream, ...] = ()
    known: bool = True  #: False where it is not clear what it has


@dataclass(frozen=True, slots=True)
class Outline:
    """All owners in the order of the file, and what they have by full name."""

    owners: tuple[Owner, ...]
    table: dict[str, Parameter]
    streams: dict[str, Stream]

    def unclear(self, name: str) -> bool:
        """Return whether a full name belongs to an owner of which it is not clear what it has."""
        return any(owner.name == name.partition("/")[0] and not owner.known for owner in self.owners)


def tables(document: Document, section: str) -> dict[str, Document]:
    """Return the tables of a section by name, without what is no table."""
    found = document.get(section)
    return {name: table for name, table in found.items() if isinstance(table, dict)} if isinstance(found, dict) else {}


def names_of(value: object) -> list[str]:
    """Return the names that a mapping's `from` or `to` holds, [] where it is not understood."""
    names = [value] if isinstance(value, str) else value
    return names if isinstance(names, list) and all(isinstance(name, str) for name in names) else []


def outline(document: Document, kinds: Kinds, has_synthdef: Callable[[str], bool]) -> Outline:
    """Return who owns what in `document`; `has_synthdef` says which SynthDefs there are."""
    owners = [_part(name, table, kinds) for name, table in tables(document, "parts").items()]
    owners += _instruments(tables(document, "instruments"), has_synthdef)
    streams = {f"{owner.name}/{stream.name}": stream for owner in owners for stream in owner.streams}
    owners += [_mapping(name, table, streams) for name, table in tables(document, "mappings").items()]
    owners += _picture()
    table = {f"{owner.name}/{row.name}": row for owner in owners for row in owner.rows}
    return Outline(tuple(owners), table, streams)


def _part(name: str, table: Document, kinds: Kinds) -> Owner:
    path = ("parts", name)
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        return Owner(name, path, PartTable, known=False)
    own = rows.part_rows(kinds[kind].parameters)
    files = tuple(file.name for file in files_of(kinds[kind]))
    return Owner(name, path, with_rows(PartTable, own, files=files), own, kinds[kind].streams)


def _instruments(tables: Mapping[str, Document], has_synthdef: Callable[[str], bool]) -> list[Owner]:
    """Return instruments and effects; what sounds can be sent to all effects, an effect to those after it."""
    effects = [name for name, table in tables.items() if is_effect(table)]
    owners = []
    for name, table in tables.items():
        ways = effects[effects.index(name) + 1 :] if name in effects else effects
        owners.append(_instrument(name, table, has_synthdef, ways))
    return owners


def is_effect(table: Document) -> bool:
    """Return whether a table of an instrument is that of an effect, which sounds no notes."""
    synthdef = table.get("synthdef")
    return isinstance(synthdef, str) and synthdef in SOUND_EFFECTS


def _instrument(name: str, table: Document, has_synthdef: Callable[[str], bool], ways: Sequence[str]) -> Owner:
    path = ("instruments", name)
    synthdef = table.get("synthdef")
    if not isinstance(synthdef, str) or not has_synthdef(synthdef):
        return Owner(name, path, InstrumentTable, known=False)
    own = (*parameters_of(synthdef), *sends(ways))
    return Owner(name, path, with_rows(InstrumentTable, own), own)


def _mapping(name: str, table: Document, streams: Mapping[str, Stream]) -> Owner:
    sources = [streams[source] for source in names_of(table.get("from")) if source in streams]
    own = rows.mapping_rows(sources, _ceiling(table))
    return Owner(name, ("mappings", name), with_rows(MappingTable, own), own)


def _ceiling(table: Document) -> float:
    """Return the ceiling that a mapping declares; the default where it is missing or wrong."""
    row = rows.CEILING
    try:
        return float(row.checked(table.get(row.name, row.default)))
    except (TypeError, ValueError, OverflowError):
        return float(row.default)


def _picture() -> list[Owner]:
    whole = with_rows(PictureTable, PICTURE["picture"], EFFECTS)
    effects = [Owner(name, ("picture", name), with_rows(EffectTable, PICTURE[name]), PICTURE[name]) for name in EFFECTS]
    return [Owner("picture", ("picture",), whole, PICTURE["picture"]), *effects]
