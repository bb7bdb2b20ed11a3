"""What a file is labelled with: the name of its folder, the beginning of its own name, or a CSV's word."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from descant.errors import DescantError

WAYS = ("folders", "names", "none")
LARGEST_BYTES = 16 << 20
WORDS = re.compile(r"[^\W\d_]+(?:[ _-]+[^\W\d_]+)*")
FIX = "give folders, names, none, or a CSV with the columns file,label"


@dataclass(slots=True)
class Labels:
    """Gives files their labels; `unmatched` are the CSV's lines that no file was found for."""

    way: Callable[[Path, Path], str]
    unmatched: dict[str, str] = field(default_factory=dict)

    def of(self, path: Path, root: Path) -> str:
        """Return the label of a file that was found under `root`, nothing where it has none."""
        return self.way(path, root)


def labels(how: str) -> Labels:
    """Return labels from `folders`, `names`, `none`, or the CSV file of that path.

    Raises:
        DescantError: there is no such way, or no such file.
    """
    if how == "none":
        return Labels(lambda path, root: "")
    if how == "folders":
        return Labels(_by_folder)
    if how == "names":
        return Labels(_by_name)
    return _by_csv(Path(how))


def _by_folder(path: Path, root: Path) -> str:
    return "" if path.parent == root else path.parent.name


def _by_name(path: Path, root: Path) -> str:
    """Return the words with which a name begins: ``bossa nova 12.mid`` is a bossa nova."""
    found = WORDS.match(path.stem)
    return re.sub(r"[ _-]+", " ", found[0]).lower() if found else ""


def _by_csv(path: Path) -> Labels:
    try:
        text = path.read_bytes()[:LARGEST_BYTES].decode("utf-8-sig")
    except OSError as error:
        raise DescantError(str(path), error.strerror or str(error), FIX) from error
    except UnicodeDecodeError as error:
        raise DescantError(str(path), "is not text in UTF-8", "save it so") from error
    try:
        rows = [row for row in csv.reader(io.StringIO(text), strict=True) if row]
    except csv.Error as error:
        raise DescantError(str(path), f"is no CSV ({error})", FIX) from error
    if not rows or [word.strip().lower() for word in rows[0][:2]] != ["file", "label"]:
        raise DescantError(str(path), "does not begin with file,label", FIX)
    known: dict[str, str] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) < 2 or not row[0].strip():
            raise DescantError(f"{path}, row {number}", "has no file and label", FIX)
        known[_plain(row[0])] = row[1].strip()
    found = Labels(lambda file, root: "", dict(known))

    def by_csv(file: Path, root: Path) -> str:
        """Find a file by its path under the root, or by its name alone."""
        under = file.relative_to(root).as_posix()
        name = next((name for name in (_plain(under), _plain(file.name)) if name in known), None)
        if name is None:
            return ""
        found.unmatched.pop(name, None)
        return known[name]

    found.way = by_csv
    return found


def _plain(name: str) -> str:
    return name.strip().replace("\\", "/").removeprefix("./")
