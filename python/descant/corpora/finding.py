"""Finding the files that are to be imported: those that were given, and those that lie in folders that were given."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from descant.errors import DescantError


def found_files(paths: Sequence[Path], endings: Sequence[str], what: str) -> list[tuple[Path, Path]]:
    """Return each file once, with the folder under which it was found, in an order that is the same everywhere.

    Args:
        paths: files, which may end as they like, and folders.
        endings: of what is looked for in folders, in small letters, with the dot.
        what: it is, in a word.

    Raises:
        DescantError: a path is not there, or there is no such file.
    """
    files = list(_files(paths, tuple(endings), what))
    if not files:
        raise DescantError(", ".join(map(str, paths)), f"holds no {what}", f"give {', '.join(endings)} files")
    return files


def _files(paths: Sequence[Path], endings: tuple[str, ...], what: str) -> Iterator[tuple[Path, Path]]:
    seen = set()
    for given in paths:
        if not given.exists():
            raise DescantError(str(given), "is not there", f"give {what}s, or folders that hold them")
        root = given if given.is_dir() else given.parent
        if len(paths) > 1:  # as when a shell wrote loops/* out: the name of the folder tells them apart
            root = root.parent
        for path in sorted(_under(given, endings)) if given.is_dir() else [given]:
            if (real := os.path.realpath(path)) not in seen:  # which, unlike Path.resolve, bears links in a circle
                seen.add(real)
                yield path, root


def _under(root: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (Path(folder, name) for name in names if name.lower().endswith(endings) and name[0] != ".")
