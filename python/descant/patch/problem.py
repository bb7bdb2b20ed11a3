"""What is wrong with a patch, and where: one line each."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from descant.errors import DescantError
from descant.patch.lines import Key
from descant.table import Parameter, nearest

Severity = Literal["error", "missing"]
"""With an error a patch does not load; a file that is missing may not be needed tonight."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, as `descant check` prints it."""

    path: Key
    what: str
    fix: str
    severity: Severity = "error"
    file: str = ""
    line: int = 0  #: 0 where no line is to blame

    @property
    def key(self) -> str:
        """The path as a composer writes it; elements of arrays count from 1."""
        text = ""
        for name in self.path:
            text += f"[{name + 1}]" if isinstance(name, int) else f".{shown_key(name)}"
        return text.removeprefix(".")

    def error(self, more: int = 0) -> DescantError:
        """Return this as the error to raise; `more` is how many problems come after it."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{where}: {self.key}" if self.path else where
        rest = f" (and {more} more: descant check {self.file} lists them)" if more else ""
        return DescantError(where, self.what, self.fix + rest)

    def __str__(self) -> str:
        return str(self.error())


def shown_key(name: str) -> str:
    """Return a key's name as TOML has it, quoted where it must be."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else shown(name)


def shown(value: object) -> str:
    """Return a value for an error message: as TOML has it, and never long."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return "a table"
        case list():
            flat = len(value) <= 4 and not any(isinstance(item, list | dict) for item in value)
            return f"[{', '.join(map(shown, value))}]" if flat else "an array"
        case str():
            return json.dumps(value if len(value) <= 60 else value[:60] + "…", ensure_ascii=not value.isprintable())
        case int() if abs(value) >= 2**63:
            return "a number that is too large"
        case _:
            return str(value)


def limits(row: Parameter) -> str:
    """Return what a parameter may be, in words."""
    if row.kind == "choice":
        return f"one of {listed(row.choices)}"
    if row.kind == "b":
        return "true or false"
    if row.kind == "i":
        return f"a whole number from {int(row.low)} to {int(row.high)}"
    return f"a number from {row.low:.12g} to {row.high:.12g}"


def listed(words: Iterable[str]) -> str:
    """Return words for an error message, separated by commas; a long list is cut."""
    words = list(words)
    return ", ".join(words if len(words) <= 24 else [*words[:24], "…"])


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return what to do about an unknown word: the nearest known one, and all that are allowed."""
    known = list(known)
    return _advice(nearest(word[:100], known), known)


def full_name_suggestion(word: str, known: Iterable[str]) -> str:
    """Return the same for a full name, where only its owner's names are listed: there are many."""
    known = list(known)
    owners = dict.fromkeys(name.partition("/")[0] for name in known)
    owner = word.partition("/")[0]
    siblings = [name for name in known if name.startswith(f"{owner}/")]
    return _advice(nearest(word[:100], known), siblings or [f"{name}/…" for name in owners])


def _advice(near: str, allowed: list[str]) -> str:
    rest = f"allowed: {listed(allowed)}" if allowed else "nothing is allowed here"
    return f"{near.removeprefix('; ')} ({rest})" if near else rest
