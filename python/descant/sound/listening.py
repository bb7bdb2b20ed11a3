"""Have a running scsynth listen to its inputs: a synth for each listener, whose frames wait for the control thread.

Frames come in supriya's OSC thread. `fileno` is readable where `read` has something to give.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from supriya.osc import OscMessage

from descant.sound.ear import FRAME, GOES_ON, INPUTS, ear
from descant.sound.engine import OFFLINE
from descant.sound.guard import drain, pair
from descant.sound.server import LiveServer

MOST = 256  # frames that wait


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a listener listens."""

    channel: int  # 1 is scsynth's first input
    on: bool
    threshold: float
    floor_db: float
    lowest_hz: float
    highest_hz: float

    def settings(self) -> dict[str, Any]:
        """Return the synth's controls."""
        return {
            "channel": self.channel, "on": float(self.on), "threshold": self.threshold, "floor_db": self.floor_db,
            "lowest_hz": self.lowest_hz, "highest_hz": self.highest_hz,
        }  # fmt: skip

    def needs_another(self, before: "Wanted") -> bool:
        """Return whether the synth must be made anew: its bounds are fixed."""
        return (self.lowest_hz, self.highest_hz) != (before.lowest_hz, before.highest_hz)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a listener heard."""

    arrived_s: float  # of `time.monotonic`
    listener: str
    event: int
    frequency_hz: float
    clarity: float
    level_db: float
    centroid_hz: float


@dataclass(frozen=True, slots=True)
class Missing:
    """A listener's channel is none of scsynth's inputs."""

    listener: str
    channel: int
    inputs: int


class Listening:
    """The listeners of a performance, on whatever server there is."""

    def __init__(self, wanted: Mapping[str, Wanted]) -> None:
        self._wanted = dict(wanted)
        self._server: LiveServer | None = None
        self._callbacks: list[Any] = []
        self._synths: dict[str, Any] = {}
        self._listeners: dict[int, str] = {}  # node → listener
        self._inputs: int | None = None  # of the server, as far as it has told
        self._waiting: deque[Frame | Missing] = deque()
        self._lock = threading.Lock()  # of all that the OSC thread reads or writes
        self._out, self._in = pair()

    # ------------------------------------------------------------ the control thread's side
    def fileno(self) -> int:
        """Return what to wait on: readable when `read` has something to give."""
        return self._out.fileno()

    def prepare(self, server: LiveServer) -> None:
        """Have a fresh server know how to listen, so that `start` has nothing to wait for. Sends ``/d_recv``.

        Raises:
            ServerOffline, TimeoutError: it is gone.
        """
        if not self._wanted:
            return
        self._leave()
        self._server = server
        self._callbacks = [
            server.register_osc_callback([FRAME], self._heard), server.register_osc_callback([INPUTS], self._told)
        ]  # fmt: skip
        server.install([ear()])

    def start(self, server: LiveServer) -> None:
        """Listen on a server, also on one that was emptied. Sends ``/s_new``; on another one as `prepare`, too.

        Raises:
            ServerOffline, TimeoutError: it is gone.
        """
        if not self._wanted:
            return
        if server is not self._server:
            self.prepare(server)
        with self._lock:
            self._inputs = None
            self._synths.clear()
            self._listeners.clear()
            for name in self._wanted:
                self._make(name)

    def follow(self, wanted: Mapping[str, Wanted]) -> None:
        """Listen in another way from now on. Sends ``/n_set``; for other bounds ``/s_new``."""
        for name, new in wanted.items():
            before, self._wanted[name] = self._wanted[name], new
            if new != before and self._server and name in self._synths:
                with suppress(*OFFLINE), self._lock:  # a server that comes back is told everything
                    self._change(name, before, new)

    def read(self) -> list[Frame | Missing]:
        """Return what was heard since the last call, in its order."""
        drain(self._out)
        with self._lock:
            waiting, self._waiting = self._waiting, deque()
        return list(waiting)

    def close(self) -> None:
        """Listen no more. Sends ``/n_free``."""
        self._leave()
        for end in (self._out, self._in):
            end.close()

    def _make(self, name: str) -> None:
        assert self._server
        old = self._synths.get(name)
        place: dict[str, Any] = {"target_node": self._server.default_group}
        if old:
            place = {"target_node": old, "add_action": "REPLACE"}
        synth = self._server.add_synth(ear(), **place, **self._wanted[name].settings())
        self._synths[name] = synth
        self._listeners = {node: who for node, who in self._listeners.items() if who != name} | {int(synth): name}

    def _change(self, name: str, before: Wanted, new: Wanted) -> None:
        if new.needs_another(before):
            self._make(name)
            return
        old, settings = before.settings(), new.settings()
        self._synths[name].set(**{key: value for key, value in settings.items() if value != old[key]})
        if new.channel != before.channel:
            self._look(name)

    def _leave(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        for callback in self._callbacks:
            server.unregister_osc_callback(callback)
        if server.online:
            with suppress(*OFFLINE):
                for synth in self._synths.values():
                    synth.free()

    # ------------------------------------------------------------ the OSC thread's side
    def _heard(self, message: OscMessage) -> None:
        arrived_s = time.monotonic()
        node, _, event, *values = cast("tuple[float, ...]", message.contents)  # only scsynth sends here
        with self._lock:
            listener = self._listeners.get(int(node))
            if listener is not None and all(map(math.isfinite, values)):
                self._put(Frame(arrived_s, listener, round(event), *values))

    def _told(self, message: OscMessage) -> None:
        node, _, inputs = cast("tuple[float, ...]", message.contents)
        with self._lock:
            listener = self._listeners.get(int(node))
            if listener is not None:
                self._inputs = round(inputs)
                self._look(listener)

    def _look(self, listener: str) -> None:
        """Say where a listener listens to nothing."""
        channel = self._wanted[listener].channel
        if self._inputs is not None and channel > self._inputs:
            self._put(Missing(listener, channel, self._inputs))

    def _put(self, new: Frame | Missing) -> None:
        """Let it wait; where too many do, the oldest goes that is neither an onset nor an end."""
        if len(self._waiting) >= MOST:
            steady = (n for n, old in enumerate(self._waiting) if isinstance(old, Frame) and old.event == GOES_ON)
            del self._waiting[next(steady, 0)]
        self._waiting.append(new)
        with suppress(BlockingIOError):  # full: it is readable already
            self._in.send(b".")
