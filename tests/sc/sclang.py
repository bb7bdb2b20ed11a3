"""Runs sclang without a screen and says truly how it ended: sclang itself would wait for ever after most errors.

python tests/sc/sclang.py [--seconds S] [--include DIR …] SCRIPT.scd [ARGUMENT …] prints what sclang says, and leaves
with the number of its `Ending`. Without --include it is the Quark that is compiled.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import psutil

ROOT = Path(__file__).parents[2]
QUARK = ROOT / "sc"
MARK = "DESCANT_TESTS"  # in the environment
GRACE_S = 10.0  # so long may what sclang started take to leave after it


class Ending(IntEnum):
    """How a sclang ended; the numbers are the exit status of this module's command."""

    DONE = 0
    FAILED = 1  # the script said so: 1.exit
    EMPTY = 2  # the script found nothing to do: 2.exit
    HANG = 3  # not done in time, or silent for too long
    LIBRARY = 4  # the class library does not compile
    PARSE = 5  # the script does not parse
    ERROR = 6  # an error that nobody caught
    LEFT = 7  # something that sclang started runs on
    CRASHED = 8  # ended by a signal, or with a number that no script gives


OMENS = {  # how a line begins, after which sclang would only wait
    "Library has not been compiled successfully": Ending.LIBRARY,
    "ERROR: Command line parse failed": Ending.PARSE,
    "^^ ": Ending.ERROR,  # the end of a call stack
}
SAID = {0: Ending.DONE, 1: Ending.FAILED, 2: Ending.EMPTY}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a sclang said, how it ended, and what it left running."""

    ending: Ending
    text: str
    left: tuple[str, ...]
    errors: str  # its stderr

    def lines(self, beginning: str) -> list[str]:
        """Return the lines that begin so."""
        return [line for line in self.text.splitlines() if line.startswith(beginning)]


class Sclang:
    """A sclang with a home of its own: no window, no sound card, none of the user's classes.

    `home` may be used again, by another sclang later. What is started in it counts as started by sclang.
    Without a script it does what it is told. An uncaught error, or code that does not parse, ends it, unless it may
    `stumble`.
    """

    def __init__(
        self, home: Path, script: Path | None = None, *arguments: object, include: Iterable[Path] = (QUARK,),
        environment: Mapping[str, str] | None = None, stumble: bool = False,
    ) -> None:  # fmt: skip
        self.home, self._stumble = home.resolve(), stumble
        self.home.mkdir(parents=True, exist_ok=True)
        self._mark = self._known_by()
        self._lines: list[str] = []
        self._omen: Ending | None = None
        self._heard, self._read = time.monotonic(), 0
        self._news = threading.Condition()
        self._errors = self.home / "stderr.txt"
        # stdbuf: else what a sclang that is killed has said is lost; -i: it takes code from its input
        command = ["stdbuf", "-oL", "sclang", "-i", "tests", "-l", self._configure(include)]
        command += [str(script.resolve()), *map(str, arguments)] if script else []
        with self._errors.open("w") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, errors="replace",
                env=self._environment(environment or os.environ), start_new_session=True,
            )  # fmt: skip
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _configure(self, include: Iterable[Path]) -> str:
        """Write the places of classes where sclang can write them back, when it installs a Quark."""
        self.home.chmod(0o700)  # as a XDG_RUNTIME_DIR must be
        file = self.home / "sclang_conf.yaml"
        if not file.exists():
            places = "".join(f"    - {place.resolve()}\n" for place in include)
            places = f"\n{places}" if places else " []\n"
            file.write_text(f"includePaths:{places}excludePaths: []\npostInlineWarnings: false\n")
        return str(file)

    def _known_by(self) -> str:
        """Return what marks all that is started here: another home may have the same path, in a mount of its own."""
        file = self.home / "known-by"
        if not file.exists():
            file.write_text(uuid4().hex)
        return file.read_text()

    def _environment(self, given: Mapping[str, str]) -> dict[str, str]:
        own = {"HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home), MARK: self._mark}
        own |= {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
        places = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
        return {"DESCANT": str(Path(sys.executable).with_name("descant"))} | {
            name: value for name, value in given.items() if name not in places
        } | own  # fmt: skip

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._news:
                self._heard = time.monotonic()
                self._lines.append(line)
                omen = next((ending for start, ending in OMENS.items() if line.startswith(start)), None)
                if self._omen is None and not (self._stumble and omen in (Ending.ERROR, Ending.PARSE)):
                    self._omen = omen
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    @property
    def text(self) -> str:
        """All that it has said."""
        with self._news:
            return "".join(self._lines)

    def tell(self, code: str) -> None:
        """Have it interpret code of any number of lines; what it gives is posted."""
        assert self.process.stdin
        try:
            self.process.stdin.write(f"{code}\f")
            self.process.stdin.flush()
        except BrokenPipeError:
            status = self.process.wait()
            raise AssertionError(f"sclang has ended with {status}; its last words:\n{self.text[-2000:]}") from None

    def hear(self, pattern: str, seconds: float = 20.0) -> re.Match[str]:
        """Wait for the next line in which the regular expression is found, after those found before."""
        end = time.monotonic() + seconds
        with self._news:
            while True:
                while self._read < len(self._lines):
                    self._read += 1
                    if found := re.search(pattern, self._lines[self._read - 1]):
                        return found
                said = "".join(self._lines[-20:])
                if self._omen is not None or self.process.poll() is not None:
                    raise AssertionError(f"sclang ended before it said {pattern!r}; its last words:\n{said}")
                if not self._news.wait(min(0.5, end - time.monotonic())) and time.monotonic() > end:
                    raise AssertionError(f"sclang did not say {pattern!r} in {seconds} s; its last words:\n{said}")

    def kill(self) -> None:
        """End it as a crash would; what it started plays on."""
        self.process.kill()
        self._close()

    def _close(self) -> None:
        with suppress(BrokenPipeError):
            self.process.stdin.close()  # type: ignore[union-attr]
        self.process.wait()
        self._reader.join(2.0)

    def finish(self, seconds: float = 60.0, silent_s: float | None = None) -> Ran:
        """Wait until it has ended; end it, and all that it started, where it does not by itself."""
        ending = self._wait(time.monotonic() + seconds, silent_s or seconds)
        ended = self.process.poll() is not None
        if not ended:
            self.process.kill()
        self._close()
        left = self._sweep(GRACE_S if ended else 0.0)
        if left and ending is Ending.DONE:
            ending = Ending.LEFT
        return Ran(ending, self.text, left, self._errors.read_text(errors="replace"))

    def _wait(self, until: float, silent_s: float) -> Ending:
        with self._news:
            while self.process.poll() is None:
                if self._omen is not None:
                    return self._omen
                self._news.wait(0.1)
                now = time.monotonic()
                if now > until or now - self._heard > silent_s:
                    return Ending.HANG
        self._reader.join(2.0)
        return self._omen or SAID.get(0 if self._fell() else self.process.returncode, Ending.CRASHED)

    def _fell(self) -> bool:
        """Return whether sclang fell as it took itself apart, when all that is written in its language had ended.

        That of 3.13 does now and then, between its last words "main: quitting..." and "cleaning up OSC".
        """
        ended = any(line.startswith("main: quitting") for line in self._lines)
        return ended and self.process.returncode == -signal.SIGSEGV

    def _sweep(self, grace_s: float) -> tuple[str, ...]:
        """Return the commands of what it started and what did not leave in time, and end them."""
        end = time.monotonic() + grace_s
        while (running := dict(self.started())) and time.monotonic() < end:
            time.sleep(0.1)
        for process in running:
            with suppress(psutil.Error):
                process.kill()
        return tuple(running.values())

    def started(self) -> Iterator[tuple[psutil.Process, str]]:
        """Yield every other process that was started in this home, and its command."""
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.pid != self.process.pid and process.environ().get(MARK) == self._mark:
                    yield process, " ".join(process.cmdline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self._close()
        self._sweep(0.0)


def run(
    script: Path, *arguments: object, home: Path, seconds: float = 60.0, silent_s: float | None = None, **options: Any
) -> Ran:
    """Run a script to its end."""
    with Sclang(home, script, *arguments, **options) as sclang:
        return sclang.finish(seconds, silent_s)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="the longest that it may take")
    parser.add_argument("--include", action="append", type=Path, help="a folder of classes; the Quark if none is given")
    parser.add_argument("script", type=Path)
    parser.add_argument("arguments", nargs="*")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        ran = run(
            given.script, *given.arguments, home=Path(home), include=given.include or [QUARK], seconds=given.seconds
        )
    print(ran.text, end="")
    for command in ran.left:
        print(f"left running, and ended now: {command}")
    print(f"sclang: {ran.ending.name.lower()}", file=sys.stderr)
    return ran.ending


if __name__ == "__main__":
    raise SystemExit(main())
