"""The composer's desk beside a live performance: captured cues go into the patch file, and its edits come back.

A thread waits for the disk, and what takes long is done in a process of its own; whatever changes the performance is
an input line, applied by the thread that performs.
"""

import hashlib
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from descant.errors import DescantError
from descant.patch import Patch, keeping, loads
from descant.patch.assets import read_bytes
from descant.patch.load import decoded
from descant.patch.rewrite import WrittenCue, texts_with
from descant.performance.filewatch import FileWatch
from descant.performance.performance import Performance
from descant.performance.take import Line

EVERY_S = 1.0
LAST_S = 10.0  # so long it may take at the end to write what was captured


class Desk:
    """One patch file. Nothing here makes its caller wait, but for `close`.

    Args:
        performance: it is of a patch that has a path.
        apply: takes an input line.
        say: takes what the person at the terminal should know.
        every_s: how often the file is looked at.
    """

    def __init__(
        self, performance: Performance, path: Path, apply: Callable[[Line], None], say: Callable[[str], None],
        every_s: float = EVERY_S,
    ) -> None:  # fmt: skip
        self._performance, self._apply, self._say = performance, apply, say
        self._closed = False
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._news: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._file = _File(path, performance.patch, self._tell)
        if captured := performance.edits.captures():  # before a crash
            self._jobs.put(partial(self._file.take_up, captured))
        self._thread = threading.Thread(target=self._work, args=(every_s,), name="descant-desk", daemon=True)
        self._thread.start()

    def happened(self, lines: Iterable[Line]) -> None:
        """Let the file follow what was captured and taken back."""
        for line in lines:
            if "captured" not in line:
                continue
            number = float(line["captured"])
            if line.get("undone"):
                self._jobs.put(partial(self._file.undo, number))
                continue
            found = [each for each in self._performance.edits.captures() if each[0].number == number]
            if found:  # not taken back meanwhile
                self._jobs.put(partial(self._file.put, *found[-1]))

    def read(self) -> None:
        """Do what has come of the file."""
        while not self._news.empty():
            self._news.get()()

    def close(self) -> None:
        """Write what waits, and watch no longer; the piece is over, and its take says no more."""
        self._closed = True
        self._jobs.put(None)
        self._thread.join(LAST_S)
        self.read()

    # ------------------------------------------------------------ in the thread
    def _work(self, every_s: float) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=every_s)
            except queue.Empty:
                job = self._file.watch.look
            if job is None:
                break
            job()
        self._file.close()

    def _tell(self, what: "Said | Edited") -> None:
        self._news.put(partial(self._told, what))

    # ------------------------------------------------------------ in the performing thread
    def _told(self, what: "Said | Edited") -> None:
        if isinstance(what, Edited):
            self._performance.edits.expected = what.line["text"], what.patch
        else:
            self._say(what.text)
        if what.line and not self._closed:
            self._apply(what.line)


class Said:
    """Something to be known at the terminal, and what the take is to say of it."""

    def __init__(self, text: str, line: Line | None = None) -> None:
        self.text, self.line = text, line


class Edited:
    """The input line of an edited patch, and the patch that it is."""

    def __init__(self, line: Line, patch: Patch) -> None:
        self.line, self.patch = line, patch


class _File:
    """The patch's file as far as Descant knows it; in the thread of the desk."""

    def __init__(self, path: Path, patch: Patch, tell: Callable[[Said | Edited], None]) -> None:
        self._path, self._text, self._tell = path, patch.text, tell
        self._files = dict(patch.files)
        self._before: list[tuple[float, str]] = []  # the number of a cue, and the text before it was put in
        self._outside: dict[float, tuple[WrittenCue, str]] = {}  # cues that are not in the file, by number
        self._pool: ProcessPoolExecutor | None = None
        self.watch = FileWatch(path, patch.text, self._edited)

    def close(self) -> None:
        """End the process."""
        if self._pool:
            self._pool.shutdown(wait=True)

    def take_up(self, captured: list[tuple[WrittenCue, str]]) -> None:
        """Put into the file what was captured before a crash and is not yet in it."""
        texts = texts_with(self._text, (cue for cue, _ in captured))
        try:
            there = decoded(read_bytes(self._path), str(self._path))
        except DescantError:
            return
        if there not in texts:
            return
        done = texts.index(there)
        self._text = there
        self.watch.know(there)
        self._files |= {cue.state or "": state for cue, state in captured[:done]}
        self._before = [(cue.number, text) for (cue, _), text in zip(captured[:done], texts, strict=False)]
        for cue, state in captured[done:]:
            self.put(cue, state)

    def put(self, cue: WrittenCue, state: str) -> None:
        """Put a captured cue into the file."""
        self._files[cue.state or ""] = state
        label = f"cue {cue.number:.12g} {cue.name!r}"
        kept = self._kept(f"{label} is not in {self._path.name}", keeping.put, self._path, self._text, cue, state)
        self._outside.pop(cue.number, None)
        if kept is None or not kept.written:
            self._outside[cue.number] = cue, state
        if kept:
            self._before.append((cue.number, self._text))
            self._is(kept, f"{label} is in {kept.where}")

    def undo(self, number: float) -> None:
        """Give the file the text that it had before a cue was put in."""
        self._outside.pop(number, None)
        if not self._before or self._before[-1][0] != number:
            return
        before = self._before.pop()[1]
        label = f"cue {number:.12g}"
        kept = self._kept(f"{label} is still in {self._path.name}", keeping.put_back, self._path, self._text, before)
        if kept:
            self._is(kept, f"{label} is as it was before in {kept.where}")

    def _is(self, kept: keeping.Kept, text: str) -> None:
        self._text = kept.text
        if kept.written:
            self.watch.know(kept.text)
            digest = hashlib.sha256(kept.text.encode()).hexdigest()
            self._tell(Said(text, {"in": "written", "sha256": digest}))
        else:
            self._fault("capture", f"{text}: {kept.why}")

    def _kept(self, lost: str, act: Callable[..., keeping.Kept], *asked: Any) -> keeping.Kept | None:
        try:
            kept: keeping.Kept = self._done(act, *asked)
        except Exception as error:  # a full disk, or the process has died: the night goes on
            self._fault("capture", f"{lost}: {error}")
            return None
        return kept

    def _edited(self, text: str) -> None:
        """Let the performance take over what the composer has saved."""
        try:
            patch: Patch = self._done(loads, text, self._path.name, self._path.parent, {})
        except DescantError as error:
            self._fault("patch", f"{error}; the last good one goes on")
            return
        except Exception as error:  # the process has died
            self._fault("patch", f"what was saved could not be read: {error}")
            return
        outside = {number: own for number, own in self._outside.items() if number not in _numbers(patch)}
        files = {name: own for name, own in patch.files.items() if self._files.get(name) != own}
        self._text, self._before = text, []
        self._files |= files
        line = {"in": "reload", "text": text, "files": files, "keep": sorted(outside)}
        self._tell(Edited(line, patch))
        self._outside = {}
        for cue, state in outside.values():
            self.put(cue, state)

    def _fault(self, of: str, text: str) -> None:
        self._tell(Said(f"{of}: {text}", {"in": "fault", "of": of, "text": text}))

    def _done(self, act: Callable[..., Any], *asked: Any) -> Any:
        """Return what a function returns in another process, which is begun when it is needed."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, context, initializer=_humble)
        try:
            return self._pool.submit(act, *asked).result()
        except DescantError:
            raise
        except Exception:
            self._pool.shutdown(wait=False)
            self._pool = None
            raise


def _numbers(patch: Patch) -> set[float]:
    return {cue.number for cue in patch.cues}


def _humble() -> None:
    """Let this process give way to who performs, leave a Ctrl-C to it, and not outlive it."""
    os.nice(10)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)
