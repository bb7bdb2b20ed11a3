"""What must be true of cues: numbers that rise, names that differ, parameters that exist, values they may have."""

from collections.abc import Iterator, Mapping
from typing import Any

from descant.patch import schema
from descant.patch.checks import number, refused, unknown
from descant.patch.lines import Key
from descant.patch.outline import Document, Outline, names_of
from descant.patch.patterns import is_pattern, matching
from descant.patch.problem import Problem, full_name_suggestion, shown
from descant.table import Parameter

SECONDS = Parameter(name="", doc="", default=0.0, high=schema.LONGEST_FADE_S)
WHOLE_NAME = 'write the whole name in quotes: "cubics/on" = true'


def cues(document: Document, outline: Outline) -> Iterator[Problem]:
    """Check that cues rise and differ, and that what they set, keep and fade exists and may be so."""
    found = document.get("cues")
    if not isinstance(found, list):
        return
    if not found:
        yield Problem(("cues",), "found no cue", "a patch has at least one [[cues]]")
    yield from _numbers(found)
    yield from _names(found)
    for index, table in enumerate(found):
        if isinstance(table, dict):
            path = ("cues", index)
            yield from _settings((*path, "set"), table.get("set"), outline)
            yield from _kept((*path, "keep"), table, outline)
            yield from _fades((*path, "fade"), table.get("fade"), outline)
            yield from _next(path, table, last=index == len(found) - 1)


def _numbers(found: list[Any]) -> Iterator[Problem]:
    before = 0.0
    for index, table in enumerate(found):
        own = table.get("number") if isinstance(table, dict) else None
        if isinstance(own, int | float) and 1 <= own <= schema.HIGHEST_CUE:
            if own <= before:
                yield Problem(("cues", index, "number"), f"found {own} after {before}", "the numbers of cues rise")
            before = max(before, own)


def _names(found: list[Any]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, table in enumerate(found):
        name = _name(table) if isinstance(table, dict) else None
        if isinstance(name, str) and name and seen.setdefault(name, index) != index:
            first = f"cues[{seen[name] + 1}]"
            yield Problem(("cues", index, "name"), f"{shown(name)} is the name of {first}", "choose another name")


def _name(table: Mapping[str, Any]) -> object:
    """Return what a cue is called: one without a name by its number."""
    number = table.get("number")
    return table.get("name") or (f"Cue {number:.12g}" if isinstance(number, int | float) else None)


def _settings(path: Key, table: object, outline: Outline) -> Iterator[Problem]:
    for name, value in table.items() if isinstance(table, dict) else ():
        row = outline.table.get(name)
        if isinstance(value, dict):
            yield Problem((*path, name), "found a table", WHOLE_NAME)
        elif row is None:
            yield from unknown((*path, name), name, outline)
        else:
            yield from refused((*path, name), row, value)


def _kept(path: Key, table: Mapping[str, Any], outline: Outline) -> Iterator[Problem]:
    settings = table.get("set")
    for place, name in enumerate(names_of(table.get("keep"))):
        where = (*path, place) if isinstance(table["keep"], list) else path
        yield from _found(where, name, outline)
        if isinstance(settings, dict) and name in settings:
            yield Problem(where, f"{shown(name)} is set by this cue as well", "take it out here, or there")


def _found(path: Key, name: str, outline: Outline) -> Iterator[Problem]:
    """Check that a name, or a pattern, stands for parameters that exist."""
    if not is_pattern(name):
        if name not in outline.table:
            yield from unknown(path, name, outline)
    elif not matching(name, outline.table) and all(owner.known for owner in outline.owners):
        yield Problem(path, f"{shown(name)} is the name of no parameter", full_name_suggestion(name, outline.table))


def _fades(path: Key, table: object, outline: Outline) -> Iterator[Problem]:
    for name, value in table.items() if isinstance(table, dict) else ():
        where = (*path, name)
        if isinstance(value, dict) and "/" not in name and not is_pattern(name):
            yield Problem(where, "found a table", WHOLE_NAME.replace("true", "2.0"))
            continue
        yield from _can_fade(where, name, outline)
        if isinstance(value, dict):
            result = schema.read(schema.FadeTable, where, value)
            yield from result if isinstance(result, list) else ()
        else:
            for problem in refused(where, SECONDS, value):
                yield Problem(where, problem.what, f"{problem.fix} seconds")


def _can_fade(path: Key, name: str, outline: Outline) -> Iterator[Problem]:
    if not is_pattern(name):
        yield from number(path, name, outline, "fades")
        return
    yield from _found(path, name, outline)
    kinds = {outline.table[each].kind for each in matching(name, outline.table)}
    if kinds and not kinds & {"f", "i"}:
        yield Problem(path, f"{shown(name)} is no number", "only a number fades")


def _next(path: Key, table: Mapping[str, Any], *, last: bool) -> Iterator[Problem]:
    """Check what is to come by itself after a cue."""
    wanted = [key for key in ("continue_s", "follow") if key in table and table[key] is not False]
    if len(wanted) == 2:
        yield Problem((*path, "follow"), "found continue_s as well", "the next cue goes by one of them")
    elif wanted and last:
        yield Problem((*path, wanted[0]), "nothing comes after the last cue", "take it out")
