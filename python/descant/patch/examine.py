"""Everything that is wrong with a parsed patch, and its tables where nothing is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from descant.patch import checks, cue_checks, schema
from descant.patch.assets import Beside
from descant.patch.lines import Key
from descant.patch.outline import Document, Kinds, Outline, outline, tables
from descant.patch.problem import Problem, shown


@dataclass(frozen=True, slots=True)
class Examined:
    """A patch's tables as far as they are right, by path, and its problems."""

    tables: dict[Key, schema.Strict]
    outline: Outline
    problems: list[Problem]

    def errors(self) -> list[Problem]:
        """Return the problems with which there can be no patch."""
        return [problem for problem in self.problems if problem.severity == "error"]


@dataclass(frozen=True, slots=True)
class _Wanted:
    path: Key
    model: type[schema.Strict]
    clear: bool = True  # whether all its keys are known


def examine(document: Document, beside: Beside, kinds: Kinds) -> Examined:
    """Return what a patch holds and what is wrong with it."""
    known = outline(document, kinds, lambda synthdef: beside.silent_because(synthdef) is None)
    if newer := _newer(document):
        return Examined({}, known, [newer])
    read: dict[Key, schema.Strict] = {}
    found: list[Problem] = []
    for wanted in _wanted(document, known):
        result = schema.read(wanted.model, wanted.path, _at(document, wanted.path))
        if isinstance(result, schema.Strict):
            read[wanted.path] = result
        else:
            found += [problem for problem in result if wanted.clear or problem.what != schema.UNKNOWN_KEY]
    found += _across(document, known, beside, kinds)
    return Examined(read, known, found)


def _newer(document: Document) -> Problem | None:
    version = document.get("descant")
    if type(version) is not int or version <= schema.FORMAT:
        return None
    what = f"found {shown(version)}, and this Descant reads format {schema.FORMAT}"
    return Problem(("descant",), what, "install a newer Descant")


def _wanted(document: Document, known: Outline) -> Iterator[_Wanted]:
    """Yield every table there is, and the model that it must follow."""
    yield _Wanted((), schema.Top)
    for name in tables(document, "inputs"):
        yield _Wanted(("inputs", name), schema.MidiInputTable)
    yield _Wanted(("sound",), schema.SoundTable)
    yield _Wanted(("osc",), schema.OscTable)
    for owner in known.owners:
        yield _Wanted(owner.path, owner.model, owner.known)
    cues = document.get("cues")
    for index, cue in enumerate(cues if isinstance(cues, list) else ()):
        if isinstance(cue, dict):
            yield _Wanted(("cues", index), schema.CueTable)


def _at(document: Document, path: Key) -> dict[str, Any]:
    """Return the table at `path`, an empty one where there is none: a wrong one is told of by what it lies in."""
    found: Any = document
    for name in path:
        if isinstance(found, dict):
            found = found.get(str(name))
        elif isinstance(found, list) and isinstance(name, int):
            found = found[name]
    return found if isinstance(found, dict) else {}


def _across(document: Document, known: Outline, beside: Beside, kinds: Kinds) -> Iterator[Problem]:
    return chain(
        checks.names(document, known),
        checks.kinds_of_part(document, kinds),
        checks.pedals(document),
        checks.triggers(document),
        checks.morphs(document),
        checks.knobs(document, known),
        checks.part_files(document, beside, kinds),
        checks.instruments(document, beside),
        checks.mappings(document, known),
        cue_checks.cues(document, known),
        checks.states(document, beside, kinds),
        checks.tuning(document, beside),
        checks.performer(document, beside),
    )
