"""The take of a live performance, kept: handed over once a second, ended whole where its disk is full."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from descant.errors import DescantError
from descant.performance.take import Line, TakeWriter

EVERY_S = 1.0  # so much of the take a crash may cost, also when nobody plays


class Keeper:
    """Writes lines until the disk refuses; the music goes on without. `say` tells the person at the terminal."""

    def __init__(self, writer: TakeWriter, folder: Path, say: Callable[[str], None]) -> None:
        self._writer: TakeWriter | None = writer
        self._folder, self._say = folder, say
        self._kept_s = 0.0
        self.trouble: DescantError | None = None  #: what the take lacks

    def write(self, line: Line) -> None:
        """Append a line."""
        self._do(partial(TakeWriter.write, line=line))

    def keep(self, now_s: float) -> None:
        """Hand what was written over to the system once a second."""
        if now_s >= self._kept_s + EVERY_S:
            self._kept_s = now_s
            self.flush()

    def flush(self) -> None:
        """Hand what was written over to the system."""
        self._do(TakeWriter.flush)

    def _do(self, act: Callable[[TakeWriter], None]) -> None:
        if self._writer is None:
            return
        try:
            act(self._writer)
        except OSError as error:
            what = f"{error.strerror}: it ends at {self._writer.cut():.1f} s"
            self._writer = None
            self._say(f"take: {what}, the music goes on")
            where = str(self._folder / "take.jsonl")
            self.trouble = DescantError(where, what, "up to there it performs again; make room on its disk")
