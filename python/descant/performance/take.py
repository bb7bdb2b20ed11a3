"""The take: the journal of one performance, enough to perform it again."""

import base64
import hashlib
import json
import math
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import orjson

from descant import __version__, states
from descant.errors import DescantError
from descant.parts.kinds import files_of, kinds
from descant.patch.patch import Leaves, Patch
from descant.table import Value

TAKE = "take.jsonl"
FORMAT = 1
PROTOCOL = 1
BUFFER = 1 << 16  # bytes: a line may have ten thousand
Line = dict[str, Any]
FIX = "give the take.jsonl that a performance wrote"
CORPORA = "corpora"  # of the first line: part → the folder that it learns from, wherever that lies
DERIVED = ("cue", "leave", "captured", "reloaded", "draw", "aim", "step", "steps", "voice")
"""Kinds of line that come out equal when a take is performed again."""


def header(
    patch: Patch, *, seed: int, settings: dict[str, Value], assets: dict[str, str], sample_rate: int,
    camera: str | int | None = None,
) -> Line:  # fmt: skip
    """Return the first line: everything but the player that a performance depends on."""
    return {
        "take": FORMAT,
        "descant": __version__,
        "protocol": PROTOCOL,
        "patch": {"name": patch.name, "text": patch.text, "files": _packed(patch)},
        "assets": assets,
        "seed": seed,
        "set": settings,
        "sample_rate": sample_rate,
        "machine": machine(),
        **({} if camera is None else {"camera": camera}),
        **({} if patch.leaves is None else {"leaves": _written(patch.leaves)}),
    }


def _written(leaves: Leaves) -> dict[str, Any]:
    pause_s = leaves.pause_s if math.isfinite(leaves.pause_s) else None
    return {"fade_s": leaves.fade_s, "pause_s": pause_s, "followed": leaves.followed}


def leaves(header: Line, where: str) -> Leaves | None:
    """Return how a piece of a concert makes way, as the header of its take says; None: it was played alone.

    Raises:
        DescantError: it is damaged.
    """
    if "leaves" not in header:
        return None
    try:
        found = header["leaves"]
        pause_s = math.inf if found["pause_s"] is None else float(found["pause_s"])
        return Leaves(fade_s=float(found["fade_s"]), pause_s=pause_s, followed=bool(found["followed"]))
    except (TypeError, ValueError, LookupError) as error:
        raise DescantError(where, "its header does not say how it made way", "restore it from a copy") from error


def begun(state: dict[str, Any] | None, parent: dict[str, object] | None = None) -> Line:
    """Return what the first line has besides, after a crash: the state in which it begins, the take that broke off."""
    first: Line = {} if parent is None else {"parent": parent}
    return first if state is None else first | {"begin": states.plain(state)}


def beginning(header: Line, where: str) -> dict[str, Any] | None:
    """Return the state in which a take begins; None: at the very beginning.

    Raises:
        DescantError: it is damaged.
    """
    if "begin" not in header:
        return None
    state = states.loads(orjson.dumps(header["begin"]), where)
    if not isinstance(state, dict) or not isinstance(state.get("time"), float):
        raise DescantError(where, "the state in which it begins is damaged", "restore it from a copy")
    return state


def asset_hashes(performer: Path | None) -> dict[str, str]:
    """Return what a header says of the performer's video: its name and sha256."""
    if performer is None:
        return {}
    with performer.open("rb") as file:
        return {performer.name: hashlib.file_digest(file, "sha256").hexdigest()}


def _packed(patch: Patch) -> dict[str, str]:
    """Return every file that the patch needs to sound, by name, so that a take performs wherever it lies."""
    packed = {name: base64.b64encode(text.encode()).decode() for name, text in patch.files.items()}
    for name in patch.instruments:
        if path := patch.synthdef_path(name):
            packed[f"{path.parent.name}/{path.name}"] = base64.b64encode(path.read_bytes()).decode()
    for part, entry in patch.parts.items():
        for file in files_of(kinds()[entry.kind]):
            if not file.folder and (path := patch.file_path(part, file)):
                packed[entry.files[file.name]] = base64.b64encode(path.read_bytes()).decode()
    return packed


def packed_files(header: Line) -> dict[str, str]:
    """Return the text files that the patch of a take needs, by name."""
    files: dict[str, str] = {}
    for name, data in header["patch"].get("files", {}).items():
        with suppress(ValueError):  # not a text: a SynthDef
            files[str(name)] = base64.b64decode(data, validate=True).decode()
    return files


def unpack(header: Line, folder: Path) -> Path:
    """Write the patch of a take and the files it needs into `folder`; return the patch's path.

    Raises:
        DescantError: a name leads out of the folder, or a file is damaged.
    """
    own = header["patch"]
    try:
        files = {str(own.get("name", "patch.toml")): own["text"].encode()}
        files |= {str(name): base64.b64decode(data, validate=True) for name, data in own.get("files", {}).items()}
        for name in files:
            os.fsencode(name)
    except (AttributeError, TypeError, ValueError) as error:
        raise DescantError("take", f"a file in its header is damaged ({error})", "restore it from a copy") from error
    for name, data in files.items():
        parts = PurePosixPath(name).parts
        if not 1 <= len(parts) <= 2 or ".." in parts or "\0" in name or PurePosixPath(name).is_absolute():
            raise DescantError("take", f"a file in its header is named {name!r}", "restore it from a copy")
        path = folder.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / next(iter(files))


def machine() -> dict[str, str]:
    """Return what numbers may depend on in their last bits."""
    return {
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


class TakeWriter:
    """Write a take line by line, to disk at least once a second of performance."""

    FLUSH_S = 1.0

    def __init__(self, path: Path, first: Line | None = None) -> None:
        self._path, self._first = path, first  # the first line, until it is written
        self._file = path.open("wb", buffering=BUFFER)
        self._flushed_at = 0.0
        self._encode = json.JSONEncoder(allow_nan=False, separators=(", ", ": ")).encode

    def write(self, line: Line) -> None:
        """Append one line."""
        self.begin()
        # A step of many learners is hundreds of numbers, two hundred times a second: json takes ten times as long.
        whole = orjson.dumps(line) if "steps" in line else self._encode(line).encode()
        self._file.write(whole + b"\n")
        if line.get("t", 0.0) >= self._flushed_at + self.FLUSH_S:
            self._flushed_at = line["t"]
            self._file.flush()

    def begin(self) -> None:
        """Write the first line: until something happens, the file is empty."""
        first, self._first = self._first, None
        if first is not None:
            self.write(first)

    def flush(self) -> None:
        """Hand everything over to the system: it outlives this process."""
        self._file.flush()

    def sync(self) -> None:
        """Bring everything to the disk itself: it outlives a loss of power."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def cut(self) -> float:
        """End the file with its last whole line where no more can be written; return that line's time."""
        with suppress(OSError):  # it tries once more to write what could not be written
            self._file.close()
        with suppress(OSError, ValueError, LookupError):
            whole = self._path.read_bytes()
            end = whole.rfind(b"\n") + 1
            os.truncate(self._path, end)
            return float(json.loads(whole[:end].splitlines()[-1])["t"])
        return 0.0

    def close(self) -> None:
        """Bring everything to the disk itself."""
        if self._file.closed:
            return
        self.sync()
        self._file.close()


def holds_take(folder: Path) -> bool:
    """Return whether there is a take in a folder; an empty one is of a piece that had not begun when a crash came."""
    with suppress(OSError):
        return (folder / TAKE).stat().st_size > 0
    return False


@contextmanager
def open_take(folder: Path, first: Line, begun: Callable[[], bool]) -> Iterator[TakeWriter]:
    """Write a take into `folder`; where nothing has begun when it ends, leave no trace of it.

    Raises:
        DescantError: the folder cannot be written, or holds a take.
    """
    path = folder / TAKE
    made = [above for above in (folder, *folder.parents) if not above.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if holds_take(folder):
            raise DescantError(str(folder), "already holds a take", "give another folder with --take")
        writer = TakeWriter(path, first)
    except OSError as error:
        raise DescantError(str(folder), f"cannot be written to ({error.strerror})", "give --take DIR") from error
    try:
        yield writer
    finally:
        with suppress(OSError, ValueError):  # full: that was said when it happened
            if begun():
                writer.begin()
        with suppress(OSError):
            writer.close()
        if not begun():
            _withdraw(path, made)


def _withdraw(take: Path, made: list[Path]) -> None:
    with suppress(OSError):  # a folder that holds anything else stays
        take.unlink()
        for folder in made:
            folder.rmdir()


def read_take(path: Path) -> tuple[Line, list[Line]]:
    """Return the header and the lines of a take, up to its last whole line.

    Raises:
        DescantError: the file cannot be read, or is not a take.
    """
    try:
        lines = list(_whole_lines(path))
    except OSError as error:
        raise DescantError(str(path), error.strerror or str(error), FIX) from error
    if not lines:
        raise DescantError(str(path), "is not a take", FIX)
    _check_header(path, lines[0])
    _check_times(path, lines)
    return lines[0], lines[1:]


def read_header(raw: bytes, path: Path) -> Line:
    """Return the header that is the first line of a take.

    Raises:
        DescantError: it is none.
    """
    try:
        header = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise DescantError(str(path), "is not a take", FIX) from error
    if not isinstance(header, dict):
        raise DescantError(str(path), "is not a take", FIX)
    _check_header(path, header)
    return header


def _whole_lines(path: Path) -> Iterator[Line]:
    with path.open("rb") as file:
        for number, raw in enumerate(file):
            try:
                line = json.loads(raw, parse_constant=_number, parse_float=_number)
            except (ValueError, RecursionError):
                if number == 0 or raw.endswith(b"\n"):
                    raise DescantError(
                        f"{path}:{number + 1}", "is not a line of a take", "restore the file from a copy"
                    ) from None
                return  # cut short by a crash: all before it counts
            if not isinstance(line, dict):
                raise DescantError(f"{path}:{number + 1}", "is not a line of a take", "restore it from a copy")
            yield line


def _number(text: str) -> float:
    """Return a number that can be written again: JSON knows neither NaN nor infinity."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"no number: {text}")
    return number


def _check_header(path: Path, header: Line) -> None:
    if not isinstance(header.get("take"), int):
        raise DescantError(str(path), "is not a take", FIX)
    if header["take"] > FORMAT:
        raise DescantError(str(path), f"is a take of format {header['take']}", "use a newer Descant")
    patch, seed = header.get("patch"), header.get("seed")
    if not isinstance(patch, dict) or not isinstance(patch.get("text"), str) or not isinstance(seed, int):
        raise DescantError(f"{path}:1", "the header lacks its patch or seed", FIX)
    for name in ("assets", "set", "parent", CORPORA):
        if not isinstance(header.get(name, {}), dict):
            raise DescantError(f"{path}:1", f"{name!r} of the header is no table", FIX)


def _check_times(path: Path, lines: list[Line]) -> None:
    last = 0.0
    for number, line in enumerate(lines[1:], start=2):
        time = line.get("t")
        if isinstance(time, bool) or not isinstance(time, int | float) or not last <= time < 1e6:
            raise DescantError(f"{path}:{number}", f"the time {time!r} does not follow {last!r}", FIX)
        last = time
