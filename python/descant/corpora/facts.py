"""corpus.toml: what is known of a corpus, readable; and files that are whole or as they were."""

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from descant.errors import DescantError

FACTS = "corpus.toml"
LARGEST_BYTES = 2 << 30


def write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a corpus so that, whatever happens, they are the old ones or the new ones.

    Raises:
        OSError: they cannot be written; a folder that was not there is not there then.
    """
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    temporary = {folder / name: folder / f".{name}.{os.getpid()}" for name in files}
    try:
        for own, data in zip(temporary.values(), files.values(), strict=True):
            with own.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for path, own in temporary.items():
            own.replace(path)
    finally:
        for own in temporary.values():
            own.unlink(missing_ok=True)
        if new and not any(folder.iterdir()):
            folder.rmdir()


def pairs(**values: object) -> list[str]:
    """Return a line of TOML for each value."""
    return [f"{name if name.isidentifier() else _value(name)} = {_value(value)}" for name, value in values.items()]


def listed(dropped: list[tuple[str, str]], notes: list[tuple[str, str]]) -> list[str]:
    """Return the lines of what was not taken, and of what is odd in what was."""
    lines = []
    for table, entries in (("dropped", dropped), ("noted", notes)):
        for name, reason in entries:
            lines += ["", f"[[{table}]]", *pairs(name=name, reason=reason)]
    return lines


def reasons(facts: dict[str, Any], table: str) -> list[tuple[str, str]]:
    """Return what `listed` wrote."""
    return [(entry["name"], entry["reason"]) for entry in facts.get(table, ())]


def _value(value: object) -> str:
    """Return a text, number or list as TOML writes it, which is as JSON does, but for the sign 127 and half signs."""
    if isinstance(value, str):
        value = value.encode(errors="backslashreplace").decode()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_bytes(path: Path, again: str) -> bytes:
    """Return what a corpus's file holds; `again` says what to do where it cannot be read.

    Raises:
        DescantError: it cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise DescantError(str(path), f"is larger than {LARGEST_BYTES >> 30} GiB", "make a smaller corpus")
        return path.read_bytes()
    except OSError as error:
        raise DescantError(str(path), error.strerror or str(error), again) from error


def read_facts(folder: Path, *, kind: str, form: int, again: str) -> dict[str, Any]:
    """Return the facts of a corpus of some kind.

    Raises:
        DescantError: they cannot be read, or are of something else.
    """
    path = folder / FACTS
    try:
        facts = tomllib.loads(read_bytes(path, again).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DescantError(str(path), f"is not TOML ({error})", again) from error
    if facts.get("kind") != kind or facts.get("form") != form:
        what = f"{facts.get('kind')!r} of form {facts.get('form')!r}"
        raise DescantError(str(path), f"holds {what}, not {kind} of form {form}", again)
    return facts
