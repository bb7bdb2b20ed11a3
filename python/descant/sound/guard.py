"""Watch over scsynth and bring it back: killed, hung, emptied, or gone with JACK.

A thread of its own watches and boots. Whatever touches the performance happens in `read`, which the control
thread calls when `fileno` is readable: it takes the fresh server up and says what was noticed.
"""

import atexit
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Literal

from descant.errors import DescantError
from descant.sound import ports
from descant.sound.engine import OFFLINE
from descant.sound.server import LiveServer, tree_query

BEAT_S = 0.025
HUNG_BEATS = 40  # unanswered in a row: counted, not timed, so that a stall of our own is no hang of scsynth's
REPORT_S = 1.0
RETRY_S = (0.1, 0.2, 0.5, 1.0)
GONE = (*OFFLINE, TimeoutError)
SYNC_S = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
SYNC = b"/sync\0\0\0,i\0\0\0\0\0\1"

What = Literal["killed", "hung", "emptied", "waiting", "back", "late", "failed"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened to the sound.

    `what`: ``killed`` (by whomever; JACK's end is one), ``hung`` (a booted one is killed then), ``emptied``
    (somebody freed all nodes), ``waiting`` (none can be had yet; `text` says why), ``back`` (`silence_s` was
    heard), and counts since the last such notice: ``late`` bundles, ``failed`` messages.
    """

    what: What
    text: str = ""
    count: int = 0
    silence_s: float | None = None


class Guard:
    """Keep a server running.

    Args:
        start: boots or joins a fresh server.
        rebuild: makes everything on it again, told why; called by `read`, in the thread that calls that.
    """

    def __init__(self, start: Callable[[], LiveServer], rebuild: Callable[[LiveServer, What], None]) -> None:
        self._start, self._rebuild = start, rebuild
        self._notices: deque[Notice] = deque(maxlen=1000)
        self._out, self._in = pair()  # readable while something waits for the control thread
        self._heard, self._wake = pair()  # wakes the watching thread
        self._lock, self._taken, self._closing = threading.Lock(), threading.Event(), threading.Event()
        self._fresh: tuple[LiveServer, What] | None = None
        self._rebuilt = False
        self._silent_since = 0.0
        self.late = self.failed = 0  # tonight, over all servers
        self.generation = 1
        self.server = self._adopt(start())
        atexit.register(self.close)
        self._thread = threading.Thread(target=self._run, name="guard", daemon=True)
        self._thread.start()

    # ------------------------------------------------------------ the control thread's side
    def fileno(self) -> int:
        """Return what to wait on: readable when `read` has something to do."""
        return self._out.fileno()

    def read(self) -> list[Notice]:
        """Take up a fresh server if there is one (calls `rebuild`); return what happened since the last call."""
        drain(self._out)
        with self._lock:
            fresh, self._fresh = self._fresh, None
        if fresh:
            self.server, self.generation = fresh[0], self.generation + 1
            self._rebuilt = False
            try:
                with suppress(*GONE):  # lost again meanwhile: the watching thread brings another
                    self._rebuild(*fresh)
                    self._rebuilt = True
            finally:
                self._taken.set()
        return [self._notices.popleft() for _ in range(len(self._notices))]

    def close(self) -> None:
        """Quit or leave the server, for good."""
        atexit.unregister(self.close)
        if self._closing.is_set():
            return
        self._closing.set()
        self._nudge()
        self._thread.join()
        for server in {self.server, self._fresh[0] if self._fresh else self.server}:
            server.wake = None
            server.close()
        for end in (self._out, self._in, self._heard, self._wake):
            end.close()

    # ------------------------------------------------------------ the watching thread
    def _run(self) -> None:
        server: LiveServer | None = self.server
        while server and (lost := self._watch(server)):
            self._say(lost)
            server = self._recover(server, lost.what)

    def _watch(self, server: LiveServer) -> Notice | None:
        """Return how the server was lost, or None when closing."""
        missed, report_at, reported = 0, 0.0, (0, 0)
        self._silent_since = time.monotonic()
        for answer in self._beats(server):
            now = time.monotonic()
            if now >= report_at or answer is None:
                reported, report_at = self._report(server, reported), now + REPORT_S
            if answer is None:
                return self._ended(server, now)
            if answer.startswith(b"/fail"):
                return Notice("emptied", "all nodes were freed")
            if answer:
                if missed >= HUNG_BEATS:  # a joined one that came to again by itself
                    self._say(Notice("back", silence_s=now - self._silent_since))
                missed, self._silent_since = 0, now
                continue
            missed += 1
            if server.child.stopped:  # a slow machine only makes it late: this says so at once, and for certain
                return Notice("hung", "it was stopped")
            hung = Notice("hung", f"silent for {now - self._silent_since:.1f} s")
            if missed >= HUNG_BEATS and (server.booted or not server.online):
                return hung
            if missed == HUNG_BEATS:
                self._say(hung)
        return None

    def _ended(self, server: LiveServer, now: float) -> Notice:
        if not server.booted:
            return Notice("killed", "it does not answer any more")
        self._silent_since = now  # the end of a child is heard of at once
        return Notice("killed", server.child.reason())

    def _beats(self, server: LiveServer) -> Iterator[bytes | None]:
        """Ask every 25 ms until closing; yield the answer, empty where it is late, None where nobody is there."""
        question = tree_query(server.marker)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as beat:
            beat.connect((server.options.ip_address, server.options.port))
            while not self._closing.is_set():
                ready: list[socket.socket] = []
                answer = b""
                until = time.monotonic() + BEAT_S
                try:
                    beat.send(question)
                    ready, _, _ = select.select([beat, self._heard], [], [], BEAT_S)
                    while select.select([beat], [], [], 0)[0]:
                        answer = beat.recv(8192)
                except ConnectionRefusedError:
                    yield None
                    continue
                if self._heard not in ready:  # a child's end and `close` cut the rest short
                    select.select([self._heard], [], [], max(0.0, until - time.monotonic()))
                drain(self._heard)
                yield None if server.booted and server.child.pid is None else answer

    def _recover(self, old: LiveServer, what: What) -> LiveServer | None:
        """Bring a server back and hand it over; None when closing."""
        since = self._silent_since
        while fresh := self._bring(old, what):
            if self._hand_over(fresh, what):
                self._say(Notice("back", silence_s=time.monotonic() - since))
                return fresh
            old, what = fresh, "killed" if what == "emptied" else what
        return None

    def _bring(self, old: LiveServer, what: What) -> LiveServer | None:
        if what == "emptied":
            with suppress(*GONE):  # then it is lost altogether, and another is had
                old.settle()
                return old
        old.abandon()
        said = ""
        for pause in chain(RETRY_S, repeat(RETRY_S[-1])):
            if self._closing.is_set():
                return None
            try:
                return self._adopt(self._start())
            except DescantError as error:
                if str(error) != said:
                    said = str(error)
                    self._say(Notice("waiting", said))
            self._closing.wait(pause)
        return None

    def _hand_over(self, fresh: LiveServer, what: What) -> bool:
        """Wait until the control thread has rebuilt on `fresh`; return whether it is heard again."""
        self._taken.clear()
        with self._lock:
            self._fresh = (fresh, what)
        self._nudge_control()
        while not self._taken.wait(0.02):
            if self._closing.is_set():
                return False
            if fresh.booted and fresh.child.pid is None:
                with self._lock:
                    self._fresh = None
                return False
        for patience in SYNC_S:  # what is sent to one that is dying is lost without a word
            if not self._rebuilt or (fresh.booted and fresh.child.pid is None):
                return False
            if ports.ask(SYNC, fresh.options.ip_address, fresh.options.port, patience):
                return True
        return False

    # ------------------------------------------------------------ both
    def _adopt(self, server: LiveServer) -> LiveServer:
        atexit.unregister(server.close)  # the guard's own comes first: else it would boot again at the end
        server.wake = self._nudge
        return server

    def _report(self, server: LiveServer, before: tuple[int, int]) -> tuple[int, int]:
        now = (server.child.late, server.failed)
        late, failed = (new - old for new, old in zip(now, before, strict=True))
        self.late, self.failed = self.late + late, self.failed + failed
        if late:
            self._say(Notice("late", f"by up to {server.child.latest_s * 1000:.1f} ms", late))
        if failed:
            self._say(Notice("failed", server.fails[-1], failed))
        return now

    def _say(self, notice: Notice) -> None:
        self._notices.append(notice)
        self._nudge_control()

    def _nudge_control(self) -> None:
        with suppress(BlockingIOError):  # full: it is readable already
            self._in.send(b".")

    def _nudge(self) -> None:
        with suppress(BlockingIOError):
            self._wake.send(b".")


def pair() -> tuple[socket.socket, socket.socket]:
    """Return two ends by which one thread wakes another: what is sent into one can be waited for at the other."""
    ends = socket.socketpair()
    for end in ends:
        end.setblocking(False)
    return ends


def drain(end: socket.socket) -> None:
    """Take everything that waits there."""
    with suppress(BlockingIOError):
        while end.recv(4096):
            pass
