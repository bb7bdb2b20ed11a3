"""The live picture: a process with a window, which its owner tells what happens and hears keys from."""

import contextlib
import multiprocessing
import signal
import socket
import time
from collections.abc import Sequence
from typing import Any

from descant.video.messages import Look, Message
from descant.video.outbox import Outbox
from descant.video.reports import Command, Found, Frames, Key, Lost, Record
from descant.video.wire import Wire

__all__ = ["Command", "Found", "Frames", "Key", "Lost", "Record", "Stage"]

_BATCH = 256  # messages: a batch fits into the socket as a whole
_SILENT_SECONDS = 3.0  # without a word from a picture that runs: it hangs
_ENDING_SECONDS = 0.5  # that a killed process may take
_STARTING_SECONDS = 30.0  # the same from one that is still loading


class Stage:
    """The picture's process, owned by one thread. No method waits for it but `restart` and `stop`, a moment.

    Call `read` whenever `fileno` is readable and now and then besides: that also sends on what had to wait.
    """

    def __init__(
        self, look: Look, others: Sequence[Look] = (), *, full_screen: bool = False, display: int = 0, hint: bool = True
    ) -> None:
        """Prepare; nothing runs before `start`.

        Args:
            look: with which it begins; the window keeps its size.
            others: those of pieces that come later.
            full_screen: cover the display and hide the cursor.
            display: which one, from 0.
            hint: show the keys for a few seconds at the start.
        """
        self._asked: dict[str, Any] = {
            "look": look, "others": tuple(others), "full_screen": full_screen, "display": display, "hint": hint,
            "black": False,
        }  # fmt: skip
        self._outbox = Outbox()
        self._wire: Wire | None = None
        self._ready = False  # the picture takes a batch
        self._explained = False  # the picture said why it ends
        self._held: dict[int, Key] = {}
        self._left: list[Record] = []
        self._heard_at, self._patience = 0.0, _STARTING_SECONDS

    def start(self, origin: float) -> None:
        """Start the process; `origin` is time.monotonic() at the performance's second 0."""
        self._asked["origin"] = origin
        self._launch()

    def send(self, message: Message) -> None:
        """Tell the picture, at once or as soon as it can listen. Never waits, and never fails for its sake."""
        self._outbox.put(message)
        if self._ready:
            self._flush()

    def clear(self, origin: float, look: Look) -> None:
        """Begin again with an empty scene, for another piece; `origin` is time.monotonic() at its second 0."""
        self._asked |= {"origin": origin, "look": look}
        self._outbox.clear(origin, look)
        if self._ready:
            self._flush()

    def fileno(self) -> int:
        """Return what to select for reading; -1 while there is no process."""
        return -1 if self._wire is None else self._wire.socket.fileno()

    def read(self) -> list[Record]:
        """Return what has come. After `Lost` of the picture there is no process until `restart`."""
        records, self._left = self._left, []
        if self._wire is None:
            return records
        for said in self._wire.read():
            self._heard_at, self._patience = time.monotonic(), _SILENT_SECONDS
            if isinstance(said, (Command, Found, Frames, Key, Lost)):
                self._note(said)
                records.append(said)
            else:
                self._ready = True
        self._flush()
        return records + self._fate()

    def restart(self) -> None:
        """Start the process again, and show the present state."""
        self.stop()
        self._outbox.rebuild()
        self._asked["hint"] = False
        self._launch()

    def stop(self) -> None:
        """End the process. Notes still held on its keyboard are released by the next `read`."""
        if self._wire is None:
            return
        self._wire.close()
        self._wire, self._ready = None, False
        self._left += self._released()
        self._process.kill()  # it keeps nothing that could be lost
        self._process.join(_ENDING_SECONDS)
        if self._process.exitcode is not None:  # else a camera's driver holds it; it ends with us
            self._process.close()

    def _launch(self) -> None:
        # Spawned, not forked: whatever threads run here (sound, panels) must not be half-copied.
        context = multiprocessing.get_context("spawn")
        ours, theirs = socket.socketpair()
        self._process = context.Process(target=_run, args=(self._asked, theirs), name="descant-picture", daemon=True)
        # The child inherits the mask until it has its own handler: a Ctrl-C is the owner's.
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
            theirs.close()  # ours would keep the pipe open after the child's end
        self._wire, self._ready, self._explained = Wire(ours), False, False
        self._heard_at, self._patience = time.monotonic(), _STARTING_SECONDS

    def _flush(self) -> None:
        """Send a batch if the picture is ready for one: so it never gets more than it can take."""
        if self._wire and self._ready and len(self._outbox):
            self._ready = False
            self._wire.send(self._outbox.take(_BATCH))
        elif self._wire:
            self._wire.flush()

    def _note(self, record: Record) -> None:
        """Keep what a restart needs."""
        match record:
            case Key(kind="down"):
                self._held[record.pitch] = record
            case Key():
                self._held.pop(record.pitch, None)
            case Lost(part="picture"):
                self._explained = True
            case Command(name="black" | "full_screen"):
                self._asked[record.name] = record.on

    def _fate(self) -> list[Record]:
        """Return what there is to say when the process is gone or hangs: its notes end, and it is lost."""
        if self._wire is None:
            return []
        hangs = time.monotonic() - self._heard_at > self._patience
        if not (self._wire.closed or hangs):
            return []
        self.stop()
        left, self._left = self._left, []
        what = "does not answer any more" if hangs else "its process ended"
        return left + ([] if self._explained else [Lost("picture", f"picture: {what}; it can be started again")])

    def _released(self) -> list[Record]:
        now = time.monotonic()
        pitches, self._held = self._held, {}
        return [Key(now, "up", pitch, 0) for pitch in pitches]


def _run(asked: dict[str, Any], end: socket.socket) -> None:
    """Show the picture: the child's whole life."""
    wire = Wire(end)
    try:
        from descant.video.painter import Plan  # loads cv2
        from descant.video.window import run  # loads Qt

        run(Plan(**asked), wire)
    except Exception as error:
        wire.send(Lost("picture", f"picture: cannot be shown ({error!r}); see descant check, or use --no-video"))
    finally:
        with contextlib.suppress(OSError):
            wire.flush()
