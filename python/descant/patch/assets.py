"""The files that lie beside a patch: Scala scales, compiled SynthDefs, the performer's video."""

import struct
from dataclasses import dataclass, field
from pathlib import Path

from descant.errors import DescantError
from descant.patch import captured
from descant.sound import tuning
from descant.sound.table import INSTRUMENTS

SYNTHDEFS = "synthdefs"
"""The folder beside a patch that holds the composer's own compiled SynthDefs."""

MOST_BYTES = 2**20
"""No text that Descant reads is longer."""


def exists(path: Path) -> bool:
    """Return whether there is anything at `path` that can be looked at."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Return whether `path` is a file that can be looked at."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return what a file of at most so many bytes holds.

    Raises:
        DescantError: it is missing, no file, too long, or may not be read.
    """
    try:
        if not path.exists():
            raise DescantError(str(path), "there is no such file", "correct the name")
        if not path.is_file():
            raise DescantError(str(path), "not a file", "name a text file")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise DescantError(str(path), f"cannot be read: {reason}", "correct the name or the rights") from None
    if len(data) > most:
        raise DescantError(str(path), f"longer than {most >> 20} MiB", "that is no text that Descant reads")
    return data


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a patch; a take brings the text files along, and then there may be no folder."""

    folder: Path | None
    files: dict[str, str] = field(default_factory=dict)

    def scala(self, name: str) -> str:
        """Return the text of a Scala file that is one.

        Raises:
            DescantError: it is missing or no Scala file.
        """
        text = self._text(name, MOST_BYTES)
        tuning.scale_from_scala(text, name)
        return text

    def state(self, name: str) -> str:
        """Return the text of the file of a captured cue, which is whole.

        Raises:
            DescantError: it is missing or damaged.
        """
        text = self._text(name, captured.MOST_BYTES)
        captured.read(text, name)
        return text

    def _text(self, name: str, most: int) -> str:
        if name in self.files:
            return self.files[name]
        if self.folder is None:
            raise DescantError(name, "there is no such file in the take", "name the patch with --patch")
        return _text(read_bytes(self.folder / name, most))

    def has(self, name: str) -> bool:
        """Return whether a file is there; where there is no folder, nobody can say that it is not."""
        return self.folder is None or is_file(self.folder / name)

    def silent_because(self, synthdef: str) -> str | None:
        """Return why scsynth would be silent where it is asked for this SynthDef, None where it would sound."""
        if synthdef in INSTRUMENTS or self.folder is None:
            return None
        file = f"{SYNTHDEFS}/{synthdef}.scsyndef"
        if not is_file(self.folder / file):
            return f"neither built in nor in {file} beside the patch"
        try:
            names = synthdefs_in(read_bytes(self.folder / file))
        except DescantError as error:
            return f"not in {file}: {error.what}"
        if names is None:
            return f"not in {file}: not a compiled SynthDef"
        return None if synthdef in names else f"not in {file}, which holds {', '.join(names) or 'nothing'}"


def _text(data: bytes) -> str:
    """Return the text of a Scala file, which by its rules is of any 8-bit character set."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def synthdefs_in(data: bytes) -> list[str] | None:
    """Return the name of the first SynthDef in a compiled file, [] where it holds none, None where it is no such."""
    if len(data) < 11 or data[:4] != b"SCgf":
        return None
    version, count, length = struct.unpack(">ihB", data[4:11])
    if version not in (1, 2) or len(data) < 11 + length:
        return None
    return [data[11 : 11 + length].decode("ascii", "replace")] if count else []
