"""The take of a live performance, kept: on disk as it happens, ended whole where its disk is full.

A thread of its own writes it, since a disk may take its time; what a hand has done is handed over to the system at
once, where it outlives this process, and comes to the disk itself within a second.
"""

import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from descant.errors import DescantError
from descant.performance.take import Line, TakeWriter

SYNC_S = 1.0  # so much of the take a loss of power may cost


class Keeper:
    """Writes lines until the disk refuses; the music goes on without. `say` tells the person at the terminal."""

    def __init__(self, writer: TakeWriter, folder: Path, say: Callable[[str], None]) -> None:
        self._writer, self._folder, self._say = writer, folder, say
        self.trouble: DescantError | None = None  #: what the take lacks
        self._told = False
        self._synced_s, self._dirty = time.monotonic(), False
        self._lines: queue.SimpleQueue[Line | Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="take", daemon=True)
        self._thread.start()

    def write(self, line: Line) -> None:
        """Append a line, which nobody changes any more."""
        self._lines.put(line)

    def then(self, act: Callable[[], None]) -> None:
        """Have something done, which may wait for the disk, once every line up to now is on the disk itself."""
        self._lines.put(act)

    def keep(self) -> None:
        """Say once that the disk has refused."""
        if self.trouble and not self._told:
            self._told = True
            self._say(f"take: {self.trouble.what}, the music goes on")

    def flush(self) -> None:
        """Wait until everything is on the disk itself."""
        done = threading.Event()
        self.then(done.set)
        done.wait()
        self.keep()

    def close(self) -> None:
        """Write what waits, and end."""
        self._lines.put(None)
        self._thread.join()
        self.keep()

    # ------------------------------------------------------------ the thread
    def _work(self) -> None:
        while True:
            try:
                each = self._lines.get(timeout=SYNC_S)
            except queue.Empty:
                self._do(self._sync)
                continue
            if each is None:
                return
            if callable(each):
                self._do(self._sync)
                each()
            else:
                self._do(partial(self._write, each))

    def _do(self, act: Callable[[], None]) -> None:
        if self.trouble:
            return
        try:
            act()
        except OSError as error:
            what = f"{error.strerror}: it ends at {self._writer.cut():.1f} s"
            where = str(self._folder / "take.jsonl")
            self.trouble = DescantError(where, what, "up to there it performs again; make room on its disk")

    def _write(self, line: Line) -> None:
        self._writer.write(line)
        self._dirty = True
        if self._lines.empty():
            self._writer.flush()
        if time.monotonic() >= self._synced_s + SYNC_S:
            self._sync()

    def _sync(self) -> None:
        if self._dirty:
            self._writer.sync()
            self._synced_s, self._dirty = time.monotonic(), False
