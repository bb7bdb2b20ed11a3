"""What takes longer than a note may wait is found out in a process of its own, while the music plays."""

import multiprocessing
import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from descant.parts.base import Errand

T = TypeVar("T")


class Errands(Generic[T]):
    """Errands by name, of each name the newest; one after the other. The process starts with the first one."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Errand, T]] = {}
        self._under_way: Errand | None = None
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def fileno(self) -> int:
        """Return what to select() on; -1 where nothing is under way."""
        return self._line.fileno() if self._line and self._under_way else -1

    def ask(self, name: str, errand: Errand, why: T) -> None:
        """Find something out; `read` returns `name` and `why` when that is done."""
        self._waiting[name] = errand, why
        self._next()

    def drop(self, name: str) -> None:
        """Ask no longer."""
        self._waiting.pop(name, None)

    def clear(self) -> None:
        """Ask for nothing any more."""
        self._waiting.clear()

    def read(self) -> tuple[list[tuple[str, T]], list[str]]:
        """Return what was found out and kept, without waiting; and the names of what never will be."""
        if not (self._line and self._under_way and self._line.poll()):
            return [], []
        done, self._under_way = self._under_way, None
        found, lost = [], []
        try:
            done.keep(done.asked, self._line.recv())
            found = [(name, why) for name, (errand, why) in self._waiting.items() if errand == done]
        except (EOFError, OSError):  # the process has died of it
            lost = [name for name, (errand, _) in self._waiting.items() if errand == done]
            self.close()
        for name in (*lost, *(name for name, _ in found)):
            del self._waiting[name]
        self._next()
        return found, lost

    def _next(self) -> None:
        if self._under_way or not self._waiting:
            return
        line = self._line or self._start()
        self._under_way = next(iter(self._waiting.values()))[0]
        with suppress(OSError):  # `read` finds it dead
            line.send((self._under_way.find, self._under_way.asked))

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), name="descant-errands", daemon=True)
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # inherited: a Ctrl-C is the performance's
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
            theirs.close()
        return self._line

    def close(self) -> None:
        """End the process."""
        if self._line and self._process:
            self._line.close()
            self._process.kill()
            self._process.join()
        self._line = self._process = self._under_way = None


def _work(line: Connection) -> None:
    """Find out what is asked for until nobody asks any more."""
    os.nice(10)
    with suppress(Exception):  # whatever a part from outside may raise: that this process ends, tells of it
        while True:
            find, asked = line.recv()
            line.send(find(*asked))
