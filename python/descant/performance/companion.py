"""The control panel that comes with a performance: in a process, and a process group, of its own."""

import subprocess
import sys
from contextlib import suppress

CLOSE_S = 1.0  # it closes its window and says goodbye


class Panel:
    """The panel as a child. It speaks only OSC; whether it lives or not changes nothing here.

    It ends when its standard input does: with `close`, and also when this process is killed.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, port: int) -> None:
        command = [sys.executable, "-P", "-m", "descant", "panel", "--port", str(port), "--with-parent"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, process_group=0
        )  # a Ctrl-C in the terminal is not for it

    def close(self) -> None:
        """End it, as soon as it can, or else at once."""
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(CLOSE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
