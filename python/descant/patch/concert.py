"""What an evening is made of: patches in their order, and how one makes way for the next."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import Field, PlainValidator

from descant.errors import DescantError
from descant.patch import assets, fields
from descant.patch.lines import Key, line_of
from descant.patch.load import decoded, load, parsed, problems
from descant.patch.overrides import with_settings
from descant.patch.patch import Leaves, Patch
from descant.patch.problem import Problem, shown
from descant.patch.schema import Strict, Table, read

FORMAT = 1
MOST_PIECES = 99
BEGINS = f"begin the concert with concert = {FORMAT}"
FADE_S, LONGEST_FADE_S, SHORTEST_FADE_S = 0.3, 3.0, 0.05
LONGEST_PAUSE_S = 3600.0


def _format(value: object) -> int:
    if type(value) is int and value == FORMAT:
        return value
    raise fields.wrong(f"{FORMAT}, the version of this format")


def _pieces(value: object) -> list[Table]:
    if isinstance(value, list) and all(isinstance(each, dict) for each in value) and 0 < len(value) <= MOST_PIECES:
        return value
    raise fields.wrong(f"1 to {MOST_PIECES} tables, each begun by [[pieces]]")


def _file(value: object) -> str:
    if isinstance(value, str) and value.endswith(".toml") and fields.printable(value):
        return value
    raise fields.wrong("the name of a patch file beside this one: it ends with .toml")


class Top(Strict):
    """The whole file."""

    concert: Annotated[int, PlainValidator(_format)]
    title: Annotated[str, fields.LINE] = ""
    fade_s: Annotated[float, fields.number(SHORTEST_FADE_S, LONGEST_FADE_S)] = FADE_S
    pieces: Annotated[list[Table], PlainValidator(_pieces)]


class PieceTable(Strict):
    """One of [[pieces]]."""

    patch: Annotated[str, PlainValidator(_file)]
    seed: Annotated[int | None, fields.whole(0, 2**53)] = None
    set: Table = Field(default_factory=dict)
    fade_s: Annotated[float | None, fields.number(SHORTEST_FADE_S, LONGEST_FADE_S)] = None
    pause_s: Annotated[float, fields.number(0, LONGEST_PAUSE_S)] = 0.0
    applause: bool = False
    notes: Annotated[str, fields.NOTES] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcertPiece:
    """One piece of the evening; its patch knows its settings and how it makes way."""

    patch: Patch
    seed: int | None  #: None: drawn afresh each night
    notes: str  #: for the performer


@dataclass(frozen=True, slots=True, kw_only=True)
class Concert:
    """An evening."""

    path: Path
    text: str
    title: str
    pieces: tuple[ConcertPiece, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One of [[pieces]] as it is written, its place from 0, and where the keys of the concert's file are."""

    path: Path
    table: PieceTable
    place: int
    lines: dict[Key, int]

    def line(self, *key: str) -> int:
        """Return the line of a key of this piece."""
        return line_of(self.lines, ("pieces", self.place, *key))


def is_concert(path: Path) -> bool:
    """Return whether a file says of itself that it is a concert; one that cannot be read does not."""
    try:
        return not {"concert", "pieces"}.isdisjoint(parsed(decoded(assets.read_bytes(path), str(path)), str(path))[0])
    except DescantError:
        return False


def load_concert(path: Path) -> Concert:
    """Return the concert of a file, every patch of it loaded.

    Raises:
        DescantError: the first thing that is wrong with it or with one of its patches, and how many more.
    """
    top, entries, wrong = read_concert(path)
    for entry in entries:
        wrong += wrong_with(entry, str(path))
    if top is None or wrong:
        raise wrong[0].error(len(wrong) - 1)
    pieces = tuple(_piece(top, entry, n == len(entries)) for n, entry in enumerate(entries, start=1))
    clashes = [*clashing([piece.patch for piece in pieces])]
    if clashes:
        raise DescantError(str(path), *clashes[0])
    text = decoded(assets.read_bytes(path), str(path))
    return Concert(path=path, text=text, title=top.title, pieces=pieces)


def read_concert(path: Path) -> tuple[Top | None, list[Entry], list[Problem]]:
    """Return what a concert file says, the pieces it names, and what is wrong in it, apart from its patches."""
    try:
        document, lines = parsed(decoded(assets.read_bytes(path), str(path)), str(path))
    except DescantError as error:
        return None, [], [Problem((), error.what, error.fix, file=error.where)]

    def placed(found: list[Problem]) -> list[Problem]:
        return [replace(each, file=str(path), line=line_of(lines, each.path)) for each in found]

    top = read(Top, (), document)
    if isinstance(top, list):
        return None, [], sorted(placed([_said(each) for each in top]), key=lambda each: each.line)
    entries, wrong = [], []
    for place, table in enumerate(top.pieces):
        found = read(PieceTable, ("pieces", place), table)
        if isinstance(found, list):
            wrong += placed(found)
        else:
            entries.append(Entry(path.parent / found.patch, found, place, lines))
            wrong += placed([*_contrary(found, place)])
    return top, entries, wrong


def _contrary(table: PieceTable, place: int) -> Iterator[Problem]:
    if table.applause and table.pause_s:
        what = "applause = true waits for GO, however long pause_s is"
        yield Problem(("pieces", place, "pause_s"), what, "leave one of them out")


def _said(problem: Problem) -> Problem:
    missing: dict[Key, str] = {
        ("concert",): BEGINS,
        ("pieces",): 'a concert has at least one [[pieces]] with patch = "…"',
    }
    return replace(problem, fix=missing.get(problem.path, problem.fix)) if problem.what == "missing" else problem


def wrong_with(entry: Entry, where: str) -> Iterator[Problem]:
    """Yield why a piece of the concert in the file `where` cannot be played."""
    yield from misplaced(entry, where)
    if assets.is_file(entry.path) and not is_concert(entry.path):
        yield from (problem for problem in problems(entry.path) if problem.severity == "error")


def misplaced(entry: Entry, where: str) -> Iterator[Problem]:
    """Yield what of that is the concert's own fault: a patch that is not there, settings that it does not take."""

    def wrong(what: str, fix: str) -> Problem:
        return Problem(("patch",), f"{shown(entry.table.patch)} {what}", fix, file=where, line=entry.line("patch"))

    if not assets.exists(entry.path):
        yield wrong("is not beside the concert", "put it there, or correct its name")
    elif not assets.is_file(entry.path):
        yield wrong("is no file", "name a patch")
    elif is_concert(entry.path):
        yield wrong("is a concert itself", "name its patches here, each under [[pieces]]")
    elif not any(problem.severity == "error" for problem in problems(entry.path)):
        try:
            with_settings(load(entry.path), entry.table.set)
        except DescantError as error:
            key = error.where.removeprefix("--set ")
            yield Problem(("set", key), error.what, error.fix, file=where, line=entry.line("set", key))


def broken_cues(path: Path) -> Iterator[str]:
    """Yield number and name of each cue of a patch in which something is wrong."""
    places = {problem.path[1] for problem in problems(path) if problem.path[:1] == ("cues",) and problem.path[1:]}
    cues = parsed(decoded(assets.read_bytes(path), str(path)), str(path))[0]["cues"] if places else []
    for place in sorted(place for place in places if isinstance(place, int)):
        if isinstance(cue := cues[place], dict):  # what is none was said to be none
            yield f"{shown(cue.get('number', '?'))} {shown(cue.get('name', ''))}"


def _piece(top: Top, entry: Entry, last: bool) -> ConcertPiece:
    table = entry.table
    leaves = Leaves(
        fade_s=top.fade_s if table.fade_s is None else table.fade_s,
        pause_s=math.inf if table.applause else table.pause_s, followed=not last,
    )  # fmt: skip
    patch = replace(with_settings(load(entry.path), table.set), leaves=leaves)
    return ConcertPiece(patch=patch, seed=table.seed, notes=table.notes)


def clashing(patches: Sequence[Patch]) -> Iterator[tuple[str, str]]:
    """Yield what cannot be on one scsynth at once: different SynthDefs of one name. What it is, and what to do."""
    seen: dict[str, tuple[str, bytes]] = {}
    for patch in patches:
        for name, entry in patch.instruments.items():
            if (file := patch.synthdef_path(name)) is None:
                continue
            own = file.read_bytes()
            first, data = seen.setdefault(entry.synthdef, (patch.name, own))
            if data != own:
                what = f"{first} and {patch.name} have different SynthDefs named {shown(entry.synthdef)}"
                yield what, "rename one of them: both are on one scsynth"
