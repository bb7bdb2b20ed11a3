"""Watch a text file: who looks now and then is told when it has become another."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 2**20


class FileWatch:
    """Calls `changed` with the whole text of a file that has become another, from `look`.

    It waits until two looks find the same: an editor may write it in pieces.
    """

    def __init__(self, path: Path, text: str, changed: Callable[[str], None]) -> None:
        self._path, self._known, self._changed = path, text, changed
        self._stamp: tuple[int, int, int] | None = None  # of what is known
        self._coming: str | None = None

    def know(self, text: str) -> None:
        """Take a text for known that was written by Descant itself."""
        self._known = text

    def look(self) -> None:
        """Look once."""
        with suppress(OSError, UnicodeDecodeError):  # away, or half a character: it is looked at again
            found = self._path.stat()
            stamp = found.st_mtime_ns, found.st_size, found.st_ino
            if stamp == self._stamp or found.st_size > MOST_BYTES:
                return
            self._see(self._path.read_bytes().decode("utf-8-sig"), stamp)

    def _see(self, text: str, stamp: tuple[int, int, int]) -> None:
        if text not in (self._coming, self._known):
            self._coming = text
            return
        self._stamp, self._coming = stamp, None
        if text != self._known:
            self._known = text
            self._changed(text)
