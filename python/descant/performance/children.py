"""A process beside a performance, with which it speaks in lines of JSON; nothing here waits for it, but `close`."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

READ_BYTES = 1 << 16
LONGEST_BYTES = 1 << 20  # of a line
CLOSE_S = 5.0  # it takes its step to the end, and keeps all on the disk
DIED = "it ended"


class Child:
    """A process that ends when its standard input does. It tells of an error as {"error": "…"}."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""  # of a line that has not come whole
        self._silent = False
        self._explained = ""
        self.ends = False  #: whether it has been told to end, or has been done

    @property
    def runs(self) -> bool:
        """Return whether there is a process."""
        return self._process is not None

    def fileno(self) -> int:
        """Return what to select() on; -1 where nothing comes."""
        return self._process.stdout.fileno() if self._process and self._process.stdout and not self._silent else -1

    def start(self, *more: str) -> None:
        """Start the process, with some words more.

        Raises:
            OSError: it cannot be started.
        """
        environment = os.environ | {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}
        self._process = subprocess.Popen(
            [*self._command, *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0, env=environment, process_group=0,
        )  # fmt: skip  # a Ctrl-C in the terminal is not for it
        assert self._process.stdout
        os.set_blocking(self._process.stdout.fileno(), False)
        self._rest, self._explained = b"", ""
        self._silent = self.ends = False

    def write(self, told: Any) -> None:
        """Tell it a line."""
        if self._process and self._process.stdin:
            with suppress(OSError):  # `read` finds it dead
                self._process.stdin.write(json.dumps(told).encode() + b"\n")

    def stop(self) -> None:
        """Let it keep what it has, and end."""
        if self._process and self._process.stdin and not self.ends:
            self.ends = True
            with suppress(OSError):
                self._process.stdin.close()

    def read(self) -> tuple[list[dict[str, Any]], str | None]:
        """Return what it has told, and, once it has ended, why: "" where it was to, or was done; None until then."""
        return list(self._lines()) if self._process and not self._silent else [], self._fate()

    def _lines(self) -> Iterator[dict[str, Any]]:
        """Yield what it has told; remember what tells of an error."""
        assert self._process and self._process.stdout
        try:
            came = os.read(self._process.stdout.fileno(), READ_BYTES)
        except BlockingIOError:
            return
        self._silent = not came
        *lines, self._rest = (self._rest + came).split(b"\n")
        self._rest = self._rest[:LONGEST_BYTES]
        for raw in lines:
            with suppress(ValueError, RecursionError):
                line = json.loads(raw)
                if isinstance(line, dict) and "error" in line:
                    self._explained = str(line["error"])
                elif isinstance(line, dict):
                    yield line

    def _fate(self) -> str | None:
        if not (self._process and self._silent) or (status := self._process.poll()) is None:
            return None
        wanted = self.ends and not self._explained
        self._release()
        return "" if wanted else self._explained or _died(status)

    def _release(self) -> None:
        assert self._process
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        self._process = None

    def close(self) -> None:
        """Let it keep what it has, and wait for its end, or end it."""
        if self._process is None:
            return
        self.stop()
        try:
            self._process.wait(CLOSE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._release()


def _died(status: int) -> str:
    how = f"by {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
    return f"{DIED} {how}"
