"""Run scsynth as a child that outlives a Ctrl-C until its fade, and listen to what it prints.

supriya's own process protocol shares the terminal's process group, hangs where scsynth does not come up,
and cannot be given an environment; this one has its place in supriya's Server.
"""

import atexit
import os
import re
import shutil
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from supriya.enums import BootStatus
from supriya.exceptions import ServerCannotBoot
from supriya.scsynth import Options, ThreadedProcessProtocol

BOOT_S = 10.0  # a loaded machine may take seconds
QUIT_S = 1.0
KEPT_LINES = 40
READY = ("SuperCollider 3 server ready", "Supernova ready")


class Process(ThreadedProcessProtocol):
    """A scsynth child process.

    Args:
        environment: added to this process's own.
        ended: called once from the reading thread when scsynth is gone.
        panicked: supriya's own wish to hear of an unwanted end.
    """

    def __init__(
        self, environment: Mapping[str, str], ended: Callable[[], None], panicked: Callable[..., Any] | None
    ) -> None:  # fmt: skip
        super().__init__(on_panic_callback=panicked)
        atexit.unregister(self.quit)  # supriya's; the server's own quits in the right order
        self._environment, self._ended = dict(environment), ended
        self.process: subprocess.Popen[bytes] | None = None  # type: ignore[assignment]
        self.lines: deque[str] = deque(maxlen=KEPT_LINES)
        self.late = 0
        self.latest_s = 0.0  # the worst lateness seen

    @property
    def pid(self) -> int | None:
        """Return the process id while scsynth runs."""
        return self.process.pid if self.process and self.process.poll() is None else None

    @property
    def stopped(self) -> bool:
        """Return whether the system has stopped it (SIGSTOP): it is there, and does nothing at all."""
        with suppress(psutil.Error):
            return self.pid is not None and psutil.Process(self.pid).status() == psutil.STATUS_STOPPED
        return False

    def boot(self, options: Options) -> None:
        """Start scsynth and wait until it is ready.

        Raises:
            ServerCannotBoot: it was not; the text says why.
        """
        if not self._boot(options):
            return
        self.boot_future, self.exit_future = Future(), Future()
        self.thread = threading.Thread(target=self._live, args=(list(options),), daemon=True, name="scsynth")
        self.thread.start()
        try:
            ready = self.boot_future.result(BOOT_S)
        except TimeoutError:
            ready, self.error_text = False, f"was not ready within {BOOT_S:.0f} s"
        if not ready:
            self._shutdown()
            raise ServerCannotBoot(self.error_text)

    def kill(self) -> None:
        """End scsynth at once, hung or not."""
        if self.process and self.process.poll() is None:
            self.process.kill()

    def _shutdown(self) -> None:
        """Let scsynth end; kill it where it does not (a stopped process hears no SIGTERM)."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.thread.join(QUIT_S)
            self.kill()
        self.thread.join()
        self.status = BootStatus.OFFLINE

    def _live(self, command: list[str]) -> None:
        """Run scsynth from its start to its end, reading what it prints."""
        status = 1
        try:
            # its own session: a terminal's Ctrl-C and closing reach Descant alone, which fades first
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                start_new_session=True, env=os.environ | self._environment,
            )  # fmt: skip
        except OSError as error:
            self.error_text = f"cannot be started ({error.strerror})"
        else:
            self._listen(self.process)
            status = self.process.wait()
        self._over(status)

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout
        for raw in process.stdout:
            line = raw.decode(errors="replace").rstrip()
            self.lines.append(line)
            if line.startswith("late "):
                self._count_late(line)
            elif line.startswith(READY):
                self.status = BootStatus.ONLINE
                self.boot_future.set_result(True)
            # an ERROR line alone is no failure: a plugin that cannot be loaded prints one, and the rest plays
            for capture in tuple(self.captures):
                capture.capture(line)

    def _count_late(self, line: str) -> None:
        self.late += 1
        try:
            self.latest_s = max(self.latest_s, float(line.split()[1]))
        except ValueError:
            self.lines.append(f"no number: {line}")

    def _over(self, status: int) -> None:
        wanted, self.status = self.status == BootStatus.QUITTING, BootStatus.OFFLINE
        self._ended()
        self.exit_future.set_result(status)
        if not self.boot_future.done():
            self.error_text = self.error_text or self.reason()
            self.boot_future.set_result(False)
        if not wanted and self.on_panic_callback:
            self.on_panic_callback()

    def reason(self) -> str:
        """Return why scsynth ended: its last words about it, else how the system ended it."""
        for line in reversed(self.lines):
            if any(sign in line for sign in ("ERROR", "killed by jack", "could not", "Exception")):
                return line.strip("* ")
        status = self.process.returncode if self.process else None
        return f"ended by signal {-status}" if status is not None and status < 0 else f"ended with status {status}"


def version(executable: str) -> str:
    """Return scsynth's version, such as "3.13.0"; empty where it does not tell."""
    said = subprocess.run([executable, "-v"], capture_output=True, text=True, timeout=5, check=False).stdout
    found = re.search(r"\d+\.\d+\.\d+", said)
    return found.group() if found else ""


def plugins(executable: str) -> dict[str, Path]:
    """Return name → file of the UGen plugins that scsynth loads here: its own and the user's extensions."""
    home, program = Path.home(), Path(shutil.which(executable) or executable).resolve()
    folders = (
        program.parent.parent / "lib" / "SuperCollider" / "plugins",
        Path("/usr/local/lib/SuperCollider/plugins"),
        Path("/usr/share/SuperCollider/Extensions"),
        home / ".local/share/SuperCollider/Extensions",
        program.parent / "plugins",  # macOS keeps them beside it
        home / "Library/Application Support/SuperCollider/Extensions",
    )
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted((*folder.rglob("*.so"), *folder.rglob("*.scx"))):
            if not path.stem.endswith("_supernova"):
                found.setdefault(path.stem, path)
    return found
