"""Which take follows which: where a piece was performed last, what came back to it, and where the next one goes."""

import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

import platformdirs

from descant.errors import DescantError
from descant.patch import Patch
from descant.performance.snapshots import keep
from descant.performance.take import TAKE, holds_take, read_header


def note_take(piece: Path, folder: Path) -> None:
    """Write down where a patch or a concert is being performed: no clock says which take is the last one."""
    with suppress(OSError, ValueError):  # it can be named with --take
        path = _notes()
        path.parent.mkdir(parents=True, exist_ok=True)
        keep(path, json.dumps(_known() | {str(piece.resolve()): str(folder.resolve())}, indent=1).encode())


def broken_off(patch: Patch, named: Path | None) -> Path:
    """Return the folder of the take to come back to: the one that was `named`, else the patch's last.

    Where that one was come back to before, it is the last of those.

    Raises:
        DescantError: there is none.
    """
    path = patch.path or Path(patch.name)
    folder = named if named and holds_take(named) else noted(path)
    if folder is None or not holds_take(folder):
        raise DescantError(str(path), "no take of it is known to have broken off", "name its folder with --take")
    return last_of(folder)


def noted(piece: Path) -> Path | None:
    """Return where a patch or a concert was performed last, as it was written down."""
    found = _known().get(str(piece.resolve()))
    return Path(found) if isinstance(found, str) else None


def _known() -> dict[str, object]:
    """Return what was written down; nothing where that is damaged, so that it is begun anew."""
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(_notes().read_bytes())
        return found if isinstance(found, dict) else {}
    return {}


def last_of(folder: Path) -> Path:
    """Return the last of the takes that came back to one, or that one."""
    return list(_followed(folder))[-1]


def free_folder(named: Path | None, parent: Path) -> Path:
    """Return where the new take goes: `named` where it holds none, else beside the one that broke off."""
    if named and not holds_take(named):
        return named
    first = next(_followed(parent))
    return next(path for path in _after(first) if not holds_take(path))


def _notes() -> Path:
    return Path(platformdirs.user_cache_dir("descant"), "takes.json")


def _after(first: Path) -> Iterator[Path]:
    return (first.with_name(f"{first.name}-{number}") for number in range(2, 1_000_000))


def _followed(folder: Path) -> Iterator[Path]:
    """Give the take that a take goes back to in the end, and all that came back to it since, in order."""
    first = folder
    while parent := parent_of(first):
        first = parent
    known = {first}
    yield first
    for path in takewhile(Path.exists, _after(first)):
        if parent_of(path) in known:  # not another evening's that has such a name
            known.add(path)
            yield path


def parent_of(folder: Path) -> Path | None:
    """Return the take that another one came back to, where it lies beside it."""
    with suppress(DescantError, OSError, LookupError, TypeError):
        with (folder / TAKE).open("rb") as file:
            header = read_header(file.readline(), folder)
        parent = folder.parent / Path(header["parent"]["take"]).name
        return parent if (parent / TAKE).exists() and parent != folder else None
    return None
