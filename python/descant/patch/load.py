"""From a patch's text to a Patch, or to everything that is wrong with it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from descant.errors import DescantError
from descant.parts.kinds import kinds as installed
from descant.patch import assets
from descant.patch.build import build
from descant.patch.examine import Examined, examine
from descant.patch.lines import Key, line_of, locate
from descant.patch.migrate import migrated
from descant.patch.outline import Document, Kinds
from descant.patch.patch import Patch
from descant.patch.problem import Problem

BEGINS = "a patch begins with descant = 1 and has at least one [[cues]]"
LONGEST_LINE = 10_000
"""No composer writes a longer one; it keeps hostile files from taking forever."""


def load(path: str | Path, kinds: Kinds | None = None) -> Patch:
    """Return the patch of a file.

    Raises:
        DescantError: the first thing that is wrong with it, and how many more.
    """
    path = Path(path)
    text = decoded(assets.read_bytes(path), str(path))
    return _loaded(text, str(path), path, {}, kinds)


def loads(text: str, name: str, folder: Path | None, files: Mapping[str, str], kinds: Kinds | None = None) -> Patch:
    """Return the patch of a text; `files` are the text files it needs, as a take's header has them.

    Raises:
        DescantError: the first thing that is wrong with it, and how many more.
    """
    return _loaded(text, name, folder / name if folder else None, dict(files), kinds)


def problems(path: str | Path, kinds: Kinds | None = None) -> list[Problem]:
    """Return everything that is wrong with a patch file, in the order of the file."""
    path = Path(path)
    try:
        text = decoded(assets.read_bytes(path), str(path))
        return _examined(text, str(path), assets.Beside(path.parent), kinds).problems
    except DescantError as error:
        return [_from_error(error, str(path))]


def _from_error(error: DescantError, file: str) -> Problem:
    line = error.where.removeprefix(f"{file}:")
    return Problem((), error.what, error.fix, file=file, line=int(line) if line.isdigit() else 0)


def _loaded(text: str, where: str, path: Path | None, files: dict[str, str], kinds: Kinds | None) -> Patch:
    beside = assets.Beside(path.parent if path else None, files)
    known = installed() if kinds is None else kinds
    examined = _examined(text, where, beside, known)
    if errors := examined.errors():
        raise errors[0].error(len(errors) - 1)
    return build(examined, beside, known, text=text, name=Path(where).name, path=path)


def decoded(data: bytes, where: str) -> str:
    """Return the text of a file, or raise one clear line."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"not text in UTF-8: found the byte 0x{data[error.start]:02x}"
        raise DescantError(f"{where}:{line}", what, "save the file as UTF-8") from None


def parsed(text: str, where: str, begins: str = BEGINS) -> tuple[Document, dict[Key, int]]:
    """Return a text as TOML has it and where its keys are, or raise one clear line; `begins` says how one begins."""
    if not text.strip():
        raise DescantError(where, "the file is empty", begins)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            what = f"a line of {len(line)} characters"
            raise DescantError(f"{where}:{number}", what, f"a line has at most {LONGEST_LINE}")
    try:
        return tomllib.loads(text), locate(text)
    except tomllib.TOMLDecodeError as error:
        what, place = _syntax(str(error), text)
        raise DescantError(f"{where}:{place}", f"not TOML: {what}", "correct this line") from None
    except RecursionError:
        raise DescantError(where, "tables or arrays nested too deeply", "no more than four are needed") from None
    except ValueError:
        raise DescantError(where, "a number of thousands of digits", "write a shorter one") from None


def _syntax(message: str, text: str) -> tuple[str, int]:
    """Return what a TOML error says, and its line."""
    end = len(text.rstrip().split("\n"))
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    what = message[: place.start()] if place else message
    return what[:1].lower() + what[1:200], int(place[1]) if place and place[1] else end


def _examined(text: str, where: str, beside: assets.Beside, kinds: Kinds | None) -> Examined:
    """Return a patch's tables and its problems, which have their lines and are in the order of the file."""
    document, lines = parsed(text, where)
    result = examine(migrated(document), beside, installed() if kinds is None else kinds)
    located = [replace(problem, file=where, line=line_of(lines, problem.path)) for problem in result.problems]
    return replace(result, problems=sorted(located, key=lambda problem: problem.line))
