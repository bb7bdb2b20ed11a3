"""Write an edited patch to its file: whole or not at all, the one before kept, and never over a stranger's change."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path

from descant.errors import DescantError
from descant.patch.assets import read_bytes
from descant.patch.load import loads
from descant.patch.rewrite import WrittenCue, put_cue

BESIDE = ".captured.toml"
MARK = "\ufeff"
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an edit."""

    text: str  #: the patch with it, as Descant knows it from now on
    written: bool  #: whether it is in the patch's own file
    where: str  #: the file in which it is
    why: str = ""  #: not in the patch's own


def put(path: Path, known: str, cue: WrittenCue, state: str) -> Kept:
    """Put a captured cue into the patch at `path`, whose text was `known`, and its `state` into a file of its own.

    Where the file has another text by now, the cue is written beside it.

    Raises:
        DescantError: it cannot be written, or would be no patch any more.
    """
    text = put_cue(known, cue)
    assert cue.state is not None
    try:
        replace(path.parent / cue.state, state)
        loads(text, path.name, path.parent, {})
        return _put_text(path, known, text)
    except OSError as error:
        raise _unwritten(path, error) from error


def put_back(path: Path, known: str, before: str) -> Kept:
    """Give a patch's file the text `before` again, where it has the text that is `known`.

    Raises:
        DescantError: it cannot be written.
    """
    try:
        return _put_text(path, known, before)
    except OSError as error:
        raise _unwritten(path, error) from error


def _put_text(path: Path, known: str, text: str) -> Kept:
    try:
        found = read_bytes(path).decode()
    except DescantError as error:
        return _put_beside(path, text, f"{path.name}: {error.what}")
    except UnicodeDecodeError:
        found = ""
    if found.removeprefix(MARK) != known:
        return _put_beside(path, text, f"{path.name} was changed by another hand")
    replace(path, MARK + text if found.startswith(MARK) else text)
    return Kept(text, True, path.name)


def _put_beside(path: Path, text: str, why: str) -> Kept:
    beside = path.with_name(path.stem + BESIDE)
    replace(beside, text)
    return Kept(text, False, beside.name, why)


def replace(path: Path, text: str) -> None:
    """Write a file, whole or not at all; one that was there is kept as ``NAME.1``, ``NAME.2`` …

    Raises:
        OSError: it cannot be written; what was there is untouched.
    """
    data, temporary = text.encode(), path.with_name(f".{path.name}.new")
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(exist_ok=True)
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        _keep(path)
        temporary.chmod(path.stat().st_mode)
    temporary.replace(path)
    _sync(path.parent)


def _keep(path: Path) -> None:
    """Let what is in a file have a second name, the first that is free."""
    for number in range(1, MOST_KEPT):
        kept = path.with_name(f"{path.name}.{number}")
        try:
            kept.hardlink_to(path)
        except FileExistsError:
            continue
        except OSError:  # sticks and cards have file systems that know no second names
            if kept.exists():
                continue
            kept.write_bytes(path.read_bytes())
        return
    raise OSError(errno.EEXIST, f"{MOST_KEPT} files are kept already")


def _sync(folder: Path) -> None:
    """Bring the folder's names to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritten(path: Path, error: OSError) -> DescantError:
    return DescantError(str(path), f"cannot be written: {error.strerror or error}", "make room, or mend the rights")
