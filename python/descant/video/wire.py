"""A pipe of whole objects between two processes of ours that never blocks either of them."""

import contextlib
import pickle
import socket
import struct
import threading
from typing import Any

_HEADER = struct.Struct("<I")  # bytes that follow
_CHUNK_BYTES = 1 << 16
_MOST_BYTES = 1 << 24  # waiting to be read by the other side; then it counts as gone


class Wire:
    """One end. `send` may be called by several threads, `read` by one."""

    def __init__(self, end: socket.socket) -> None:
        """Own that end of a socket pair."""
        end.setblocking(False)
        self.socket = end
        self.closed = False  # the other side is gone
        self._out, self._in = bytearray(), bytearray()
        self._lock = threading.Lock()

    def send(self, *things: Any) -> None:
        """Send objects, in order; what does not fit now goes with the next `send` or `flush`."""
        packed = [pickle.dumps(thing, pickle.HIGHEST_PROTOCOL) for thing in things]
        with self._lock:
            for data in packed:
                self._out += _HEADER.pack(len(data)) + data
            self._push()

    def flush(self) -> None:
        """Send what had to wait."""
        with self._lock:
            self._push()

    def read(self) -> list[Any]:
        """Return the objects that have come; `closed` says afterwards whether more can."""
        while self._receive():
            pass
        things = []
        while (end := self._whole()) is not None:
            things.append(pickle.loads(memoryview(self._in)[_HEADER.size : end].tobytes()))
            del self._in[:end]
        return things

    def close(self) -> None:
        """Close this end; the other side notices."""
        self.closed = True
        self.socket.close()

    def _whole(self) -> int | None:
        """Return where the first whole object ends."""
        if len(self._in) < _HEADER.size:
            return None
        end: int = _HEADER.size + _HEADER.unpack_from(self._in)[0]
        return end if len(self._in) >= end else None

    def _receive(self) -> bool:
        try:
            data = self.socket.recv(_CHUNK_BYTES)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:  # the other side was killed with our words unread
            data = b""
        self._in += data
        self.closed = self.closed or not data
        return bool(data)

    def _push(self) -> None:
        """Write until the socket is full; the lock is held."""
        with contextlib.suppress(BlockingIOError, InterruptedError):
            try:
                while self._out and not self.closed:
                    del self._out[: self.socket.send(memoryview(self._out)[:_CHUNK_BYTES].tobytes())]
            except (BrokenPipeError, ConnectionResetError):
                self._out.clear()  # `read` finds the end, after what was said before it
        if len(self._out) > _MOST_BYTES:
            self.closed = True
            self._out.clear()
