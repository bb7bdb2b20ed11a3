"""Put a cue into a patch's text, and leave every other byte of it as it is.

Only the lines of that cue are read and written by tomlkit, which takes long to load: it is imported where it is used.
"""

import re
import struct
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from descant.devices.protocol import decimal
from descant.errors import DescantError
from descant.parts.function import Function
from descant.patch.additions import FIRST
from descant.patch.lines import Key, locate
from descant.patch.schema import HIGHEST_CUE
from descant.table import Value

BARE = re.compile(r"[A-Za-z0-9_-]+")
"""A key of TOML that needs no quotes."""

LONGEST_INLINE = 110
"""Characters of a ``set = { … }`` on one line; a longer one becomes a table of its own."""

MOST_DIGITS = 12
"""Digits of a cue's number, as it is written in the patch, in names of files and keys of draws."""

DECIMALS = range(2, 7)
"""A cue that is put between two has so many, as few as there is room for: a hand types its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCue:
    """What is to stand in the text of a cue; what else stands there, its notes and fades, is left alone."""

    number: float
    name: str
    set: Mapping[str, Value]  #: full name → value, where it is not as the patch declares it
    state: str | None = None  #: the file beside the patch that holds what was captured
    parts: tuple[str, ...] = ()  #: parts that were added while the patch was performed, and must stand in it too


def between(before: float, after: float | None) -> float | None:
    """Return the number of a cue put between two, after the last one the next whole number; None: there is no room.

    It is one that clients can say: most know no numbers but those of 32 bits.
    """
    if after is None:
        number = before // 1 + 1
        return number if number <= HIGHEST_CUE else None
    rounded = (round((before + after) / 2, decimals) for decimals in DECIMALS)
    return next((number for number in rounded if before < number < after and number == _told(number)), None)


def _told(number: float) -> float:
    """Return the number as it comes back from a client."""
    return decimal(struct.unpack("f", struct.pack("f", number))[0])


def put_cue(text: str, cue: WrittenCue) -> str:
    """Return a patch's text in which a cue stands: in the place of the one of its number, or as a new one.

    Raises:
        DescantError: the cues of the text are not written as tables, each begun by [[cues]].
    """
    whole = text.replace("\r\n", "\n")
    newline = "\n" if whole == text else "\r\n"
    if whole.replace("\n", newline) != text:
        raise DescantError("patch", "its lines end in two ways", "save it anew with an editor")
    whole = _with_parts(whole, cue.parts)
    rows, blocks = whole.split("\n"), _blocks(whole)
    for number, begin, end in blocks:
        if number == cue.number:
            rows[begin:end] = _updated("\n".join(rows[begin:end]), cue).split("\n")
            break
    else:
        at = [end for number, _, end in blocks if number < cue.number]
        if at:
            rows[at[-1] : at[-1]] = ["", *_fresh(cue)]
        else:
            rows[blocks[0][1] : blocks[0][1]] = [*_fresh(cue), ""]
    return newline.join(rows)


def texts_with(text: str, cues: Iterable[WrittenCue]) -> list[str]:
    """Return a patch's text, and what becomes of it as one cue after the other is put in; the last is whole."""
    texts = [text]
    with suppress(DescantError):  # it takes no further one
        for cue in cues:
            texts.append(put_cue(texts[-1], cue))
    return texts


def _blocks(text: str) -> list[tuple[float, int, int]]:
    """Return (number, first line, line after its last) of each cue, from 0; what is said behind it is not its."""
    cues, places, rows = tomllib.loads(text)["cues"], locate(text), text.split("\n")
    heads = sorted({line - 1 for key, line in places.items() if _is_outside(key)} | {len(rows)})
    blocks = []
    for index, cue in enumerate(cues):
        begin = places["cues", index] - 1
        if not rows[begin].lstrip().startswith("[["):
            raise DescantError("patch", "its cues are one array", "write each as a table begun by [[cues]]")
        following = [places["cues", index + 1] - 1] if index + 1 < len(cues) else []
        end = min([*following, *(head for head in heads if head > begin)])
        blocks.append((float(cue["number"]), begin, _trimmed(rows, begin, end)))
    return blocks


def _trimmed(rows: list[str], begin: int, end: int) -> int:
    """Return the line after the last that belongs to what begins at `begin`, and not to what comes."""
    while end > begin and (not rows[end - 1].strip() or _is_behind(rows, begin, end)):
        end -= 1
    return end


def _with_parts(text: str, names: tuple[str, ...]) -> str:
    """Return a patch's text in which these parts stand too, behind the others."""
    fresh = [name for name in names if name not in tomllib.loads(text).get("parts", {})]
    if not fresh:
        return text
    places, rows = locate(text), text.split("\n")
    own = [line for key, line in places.items() if key[0] == "parts"]
    after = max(own, default=1)
    end = min(line - 1 for key, line in places.items() if key[0] != "parts" and len(key) > 1 and line > after)
    at = _trimmed(rows, after - 1, end)
    rows[at:at] = [line for name in fresh for line in ("", *_part(name))]
    return "\n".join(rows)


def _part(name: str) -> list[str]:
    """Return the lines of a part that was added."""
    pairs = {"kind": Function.kind, **FIRST}.items()
    key = name if BARE.fullmatch(name) else _literal(name)
    return [f"[parts.{key}]", *(f"{each} = {_literal(value)}" for each, value in pairs)]


def _is_outside(key: Key) -> bool:
    return key[0] != "cues"


def _is_behind(rows: list[str], begin: int, end: int) -> bool:
    """Return whether before line `end` is a comment on what comes: a blank line parts it from the cue."""
    above = end - 1
    if not rows[above].lstrip().startswith("#"):
        return False
    while above > begin and rows[above].lstrip().startswith("#"):
        above -= 1
    return not rows[above].strip()


def _updated(block: str, cue: WrittenCue) -> str:
    """Return the lines of a cue with another name, other settings and another state."""
    import tomlkit

    document = tomlkit.parse(_completed(block, cue))
    table: Any = document["cues"][0]
    if cue.name != table.get("name", _default_name(cue)):
        table["name"] = cue.name
    if cue.state is not None:
        table["state"] = cue.state
    else:
        table.pop("state", None)
    if dict(cue.set) != dict(table.get("set", {})):
        _settings(table, cue.set)
    return tomlkit.dumps(document).rstrip("\n")


def _completed(block: str, cue: WrittenCue) -> str:
    """Return the lines of a cue with those keys that it lacks, below its number and not behind its last comment."""
    rows, table, lines = block.split("\n"), tomllib.loads(block)["cues"][0], locate(block)
    below = first = lines["cues", 0, "number"]
    indent = rows[first - 1][: -len(rows[first - 1].lstrip())]
    if cue.set and "set" not in table and not _fits(cue.set):
        rows += ["", *_settings_table(cue.set)]
    for key, line in _lacking(cue).items():
        if key not in table:
            rows.insert(below, indent + line)
            below += 1
        elif key != "set":
            below = max(below, lines["cues", 0, key] + below - first)
    return "\n".join(rows)


def _lacking(cue: WrittenCue) -> dict[str, str]:
    """Return the lines, in order, of what a cue may lack."""
    lines = {"name": f"name = {_literal(cue.name)}"} if cue.name != _default_name(cue) else {}
    if cue.state is not None:
        lines["state"] = f"state = {_literal(cue.state)}"
    return lines | ({"set": _inline(cue.set)} if cue.set and _fits(cue.set) else {})


def _fits(settings: Mapping[str, Value]) -> bool:
    return len(_inline(settings)) <= LONGEST_INLINE


def _default_name(cue: WrittenCue) -> str:
    return f"Cue {cue.number:.{MOST_DIGITS}g}"


def _settings(table: Any, wanted: Mapping[str, Value]) -> None:
    """Make the table `set` of a cue hold what is wanted; order, comments and layout of the rest stay."""
    import tomlkit

    found = table.get("set")
    same = found is not None and list(found) == list(wanted)
    if found is None or (not same and not isinstance(found, tomlkit.items.Table)):
        old = [name for name in found or () if name in wanted]
        order = [*old, *(name for name in wanted if name not in old)]
        inline = tomlkit.parse(_inline({name: wanted[name] for name in order}))["set"] if wanted else None
        if inline is None:
            table.pop("set", None)
        else:
            table["set"] = inline
        return
    for name in [name for name in found if name not in wanted]:
        del found[name]
    for name, value in wanted.items():
        if name not in found or not _is_same(found[name], value):
            found[name] = value


def _is_same(written: Any, value: Value) -> bool:
    """Return whether what is written says the value: 12 and 12.0 do, 1 and true do not."""
    return bool(written == value) and isinstance(written, bool) == isinstance(value, bool)


def _fresh(cue: WrittenCue) -> list[str]:
    """Return the lines of a new cue."""
    lines = ["[[cues]]", f"number = {cue.number:.{MOST_DIGITS}g}", f"name = {_literal(cue.name)}"]
    if cue.state is not None:
        lines.append(f"state = {_literal(cue.state)}")
    if not cue.set:
        return lines
    if _fits(cue.set):
        return [*lines, _inline(cue.set)]
    return [*lines, "", *_settings_table(cue.set)]


def _settings_table(settings: Mapping[str, Value]) -> list[str]:
    return ["    [cues.set]", *(f"    {pair}" for pair in _pairs(settings))]


def _inline(settings: Mapping[str, Value]) -> str:
    return f"set = {{ {', '.join(_pairs(settings))} }}"


def _pairs(settings: Mapping[str, Value]) -> list[str]:
    return [f"{_literal(name)} = {_literal(value)}" for name, value in settings.items()]


def _literal(value: Value) -> str:
    """Return a value as TOML has it."""
    import tomlkit

    return tomlkit.item(value).as_string()
