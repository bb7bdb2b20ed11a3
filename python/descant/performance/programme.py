"""The pieces of an evening, each ready before it is wanted; a performance of one patch has a programme of one."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace

from descant.errors import DescantError
from descant.performance.performance import NEXT
from descant.performance.piece import Piece
from descant.performance.show import Show
from descant.performance.takes import free_folder
from descant.sound.guard import GONE
from descant.sound.house import House
from descant.sound.server import LiveServer

MOST_FADING = 4  # pieces: each keeps its buses until it has gone
AFTERWARDS_S = 1.0  # so much longer than its fade a piece stays on the server: a release may take its time


class Programme:
    """Which piece is played, which ones are ready, and which still fade. One thread calls everything.

    Pieces are counted from 1; it begins with that of the number `first`.
    """

    def __init__(self, shows: Sequence[Show], first: int, say: Callable[[str], None], stack: ExitStack) -> None:
        self._shows, self._say, self._stack = shows, say, stack
        self._ready: dict[int, Piece] = {}
        self._strange: set[int] = set()  # of those, the ones that do not know the present server
        self._fading: list[tuple[float, int, Piece]] = []  # when it is over, its number, the piece
        self._every: list[Piece] = []
        self._fresh: list[Piece] = []  # begun, not settled
        self._house: House | None = None
        self._closing: list[threading.Thread] = []
        stack.callback(self._close)
        for number, show in enumerate(shows, start=1):
            self._ready[number] = self._add(Piece(show, say))
        self.number, self.piece = first, self._ready[first]  #: of the present piece: which it is, and the piece itself

    def __len__(self) -> int:
        return len(self._shows)

    @property
    def trouble(self) -> DescantError | None:
        """What the first of the takes lacks that lacks anything."""
        return next((piece.take.trouble for piece in self._every if piece.take.trouble), None)

    def _add(self, piece: Piece) -> Piece:
        self._every.append(piece)
        return piece

    def _close(self) -> None:
        for closing in self._closing:
            closing.join()
        for piece in reversed(self._every):
            piece.close()

    # ------------------------------------------------------------ getting ready
    def prepare(self, server: LiveServer) -> None:
        """Have every piece ready on the server, and rehearsed."""
        self._house = House(server) if len(self) > 1 else None
        for piece in self._ready.values():
            self._prepare(piece, server)
            piece.rehearse()

    def rebuild(self, server: LiveServer) -> None:
        """Let the present piece sound on a fresh server; the others are made ready there by `tidy`, one at a time."""
        if self._house:
            self._house.make(server)
        self.piece.rebuild(server)
        for _, _, piece in self._fading:
            piece.engine.lose()
        self._strange = set(self._ready)

    def tidy(self, server: LiveServer) -> None:
        """Do one of the things that have time: put a piece away and have it ready anew, or one for a fresh server."""
        if self._fresh:
            self._fresh.pop().settle()
        elif self._fading and time.monotonic() >= self._fading[0][0]:
            _, number, over = self._fading.pop(0)
            over.leave()
            self._closing.append(threading.Thread(target=over.close, name="over", daemon=True))
            self._closing[-1].start()
            self._ready[number] = self._again(number, over, server)
        elif self._strange:
            self._move(min(self._strange), server)

    def _again(self, number: int, over: Piece, server: LiveServer) -> Piece:
        """Return the piece, ready to be played once more, into a further take."""
        show = self._shows[number - 1]
        again = replace(show, folder=free_folder(None, show.folder), comeback=None)
        piece = self._add(Piece(again, self._say, over))
        self._prepare(piece, server)
        return piece

    def _prepare(self, piece: Piece, server: LiveServer) -> None:
        piece.prepare(server, self._house)
        self._stack.callback(piece.listening.close)

    def _move(self, number: int, server: LiveServer) -> None:
        self._strange.discard(number)
        with suppress(*GONE):  # a further server comes
            self._ready[number].move(server)

    # ------------------------------------------------------------ playing
    def place(self, to: object) -> int:
        """Return the number of the piece that is meant, "next" or a number; 0 where it cannot be had."""
        if not isinstance(to, int | float | str) or to == "":
            return 0
        number = self.number + 1 if to == NEXT else to
        if len(self._fading) >= MOST_FADING:
            return 0
        return int(number) if number in self._ready and number != self.number else 0

    def begin(self, number: int, server: LiveServer) -> Piece:
        """Begin a piece now; the one before goes on fading for as long as it takes."""
        if number in self._strange:
            self._move(number, server)
        begun, before = self._ready.pop(number), self.piece
        begun.begin(server, time.monotonic())
        if before is not begun:
            leaves = before.patch.leaves
            over_s = time.monotonic() + AFTERWARDS_S + (leaves.fade_s if leaves else 0.0)
            self._fading.append((over_s, self.number, before))
        self.number, self.piece = number, begun
        self._fresh.append(begun)
        return begun
