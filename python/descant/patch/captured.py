"""The file of a captured cue: what every part held at that moment, with a version and a sum that shows damage."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from descant import states
from descant.errors import DescantError
from descant.parts.base import Part
from descant.table import Value

VERSION = 1
"""The version of these files that this Descant writes, and the newest that it reads."""

MOST_BYTES = 2**26
SUFFIX = ".states"
_SUM = re.compile(rb'\{"sha256":"([0-9a-f]{64})",')


@dataclass(frozen=True, slots=True)
class Captured:
    """What a captured cue holds apart from what is written in the patch."""

    patch: str  #: the title of the piece it is of
    kinds: Mapping[str, str]  #: part → its kind
    values: Mapping[str, Value]  #: every parameter as it was
    learned: Mapping[str, Any]  #: what `Ensemble.learned` returned; ``parts``: part → what its `state` returned


def file_name(patch: str, number: float, taken: Mapping[str, str]) -> str:
    """Return the name, beside the patch, of the file of a cue that is captured: one that none before has."""
    stem = f"{PurePosixPath(patch).stem}{SUFFIX}/{number:.12g}"
    count, name = 1, f"{stem}.json"
    while name in taken:
        count += 1
        name = f"{stem}-{count}.json"
    return name


def is_file_name(name: str) -> bool:
    """Return whether a cue's state may have this name: a file in a folder beside the patch, which a take can carry."""
    parts = PurePosixPath(name).parts
    return name.endswith(".json") and 1 <= len(parts) <= 2 and ".." not in parts and not name.startswith("/")


def text_of(captured: Captured) -> str:
    """Return the text of the file."""
    body = states.dumps(
        {
            "version": VERSION, "patch": captured.patch, "kinds": dict(captured.kinds),
            "values": dict(captured.values), "learned": dict(captured.learned),
        }
    )  # fmt: skip
    return f'{{"sha256":"{hashlib.sha256(body).hexdigest()}",{body[1:].decode()}\n'


def read(text: str, where: str) -> Captured:
    """Return what a file holds; `where` it is.

    Raises:
        DescantError: it is damaged, or of a newer Descant.
    """
    data = text.strip().encode()
    head = _SUM.match(data)
    if head is None or hashlib.sha256(b"{" + data[head.end() :]).hexdigest().encode() != head[1]:
        raise DescantError(where, "is damaged", "restore it from a copy, or capture the cue anew")
    found = states.loads(data, where)
    try:
        if found["version"] > VERSION:
            what = f"is of version {found['version']}, and this Descant reads {VERSION}"
            raise DescantError(where, what, "use a newer Descant")
        captured = Captured(found["patch"], dict(found["kinds"]), dict(found["values"]), dict(found["learned"]))
        dict(captured.learned["parts"])
    except (LookupError, TypeError, ValueError) as error:
        raise DescantError(where, f"is no captured state ({error!r})", "capture the cue anew") from error
    return captured


def fits(captured: Captured, kinds: Mapping[str, str], known: Mapping[str, type[Part]]) -> str:
    """Return why parts of these kinds cannot take what was captured, "" where they can."""
    for part, state in captured.learned["parts"].items():
        kind = captured.kinds.get(part, "")
        if kinds.get(part) != kind:
            found = f"{kinds[part]!r} now" if part in kinds else "gone"
            return f"was captured when {part!r} was {kind!r}; it is {found}"
        try:
            _stand_in(known[kind], part, state).restore(state)
        except Exception as error:  # whatever a part from outside may raise
            return f"holds what {part!r} cannot be: {type(error).__name__}: {error}"
    return ""


def _stand_in(kind: type[Part], name: str, state: Mapping[str, Any]) -> Part:
    return kind(name, {row.name: row.default for row in kind.parameters} | state.get("values", {}), 0)
