"""The trainings of a piece's parts, each in a process of its own: what they tell becomes input lines of the take.

A training is wanted while its part's `train` is on; it rests while the part does not play. Nothing here waits for a
process, but `close`. One that dies is told of once; the music goes on with what it has learned.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from descant.performance.courses import Course
from descant.performance.take import Line
from descant.performance.weights import FOLDER as WEIGHTS

RUNS = "training"  # the folder beside a take that holds a run for each part
READ_BYTES = 1 << 16
LONGEST_BYTES = 1 << 20  # of a line
CLOSE_S = 5.0  # it takes its step to the end, and keeps all on the disk


class Training:
    """One part's training, which may run, rest, end, and be taken up again."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""  # of a line that has not come whole
        self._held = self._stopping = self._silent = False
        self._explained = ""

    @property
    def runs(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    def fileno(self) -> int:
        """Return what to select() on; -1 where nothing comes."""
        return self._process.stdout.fileno() if self._process and self._process.stdout and not self._silent else -1

    def start(self) -> None:
        """Start the process, unless there is one.

        Raises:
            OSError: it cannot be started.
        """
        if self._process:
            return
        environment = os.environ | {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
            env=environment, process_group=0,
        )  # fmt: skip  # a Ctrl-C in the terminal is not for it
        assert self._process.stdout
        os.set_blocking(self._process.stdout.fileno(), False)
        self._rest, self._held, self._stopping, self._silent, self._explained = b"", False, False, False, ""

    def hold(self, on: bool) -> None:
        """Let it rest, or go on."""
        if self._process and self._process.stdin and not self._stopping and on != self._held:
            self._held = on
            with suppress(OSError):  # `read` finds it dead
                self._process.stdin.write(json.dumps({"hold": on}).encode() + b"\n")

    def stop(self) -> None:
        """Let it keep what it has, and end."""
        if self._process and self._process.stdin and not self._stopping:
            self._stopping = True
            with suppress(OSError):
                self._process.stdin.close()

    def read(self) -> tuple[list[dict[str, Any]], str | None]:
        """Return what it has told, and, once it has ended, why: "" where it was to, or was done; None until then."""
        told = list(self._lines()) if self._process and not self._silent else []
        if any(line.get("done") for line in told):
            self._stopping = True
        return told, self._fate()

    def _lines(self) -> list[dict[str, Any]]:
        assert self._process and self._process.stdout
        try:
            came = os.read(self._process.stdout.fileno(), READ_BYTES)
        except BlockingIOError:
            return []
        self._silent = not came
        *lines, self._rest = (self._rest + came).split(b"\n")
        self._rest = self._rest[:LONGEST_BYTES]
        return [line for raw in lines if (line := self._line(raw))]

    def _line(self, raw: bytes) -> dict[str, Any] | None:
        """Return a line that tells of a step; remember one that tells of an error."""
        with suppress(ValueError, RecursionError):
            line = json.loads(raw)
            if isinstance(line, dict) and "error" in line:
                self._explained = str(line["error"])
            elif isinstance(line, dict) and isinstance(line.get("step"), int):
                return line
        return None

    def _fate(self) -> str | None:
        if not (self._process and self._silent) or (status := self._process.poll()) is None:
            return None
        wanted = self._stopping and not self._explained
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
    return f"its training ended {how}; it plays on with what it has learned, and train 0, then 1, goes on with it"


class Trainers:
    """The trainings of a piece.

    Args:
        courses: what each part learns.
        take: the folder of the take; runs and models go beside it.
        seed: what the trainings are drawn from.
        after: the folder of the take that this one comes back to.
    """

    def __init__(self, courses: Mapping[str, Course], take: Path, seed: int, after: Path | None = None) -> None:
        self._trainings = {name: Training(_command(name, of, take, seed, after)) for name, of in courses.items()}
        self._given_up: set[str] = set()  # until their `train` is off
        self._failed: list[Line] = []  # to be read

    def follow(self, wanted: Callable[[str], bool], plays: Callable[[str], bool]) -> None:
        """Start, end and hold trainings as is `wanted`; one rests whose part does not play."""
        for name, training in self._trainings.items():
            if not wanted(name):
                self._given_up.discard(name)
                training.stop()
            elif training.runs:
                training.hold(not plays(name))
            elif plays(name) and name not in self._given_up:
                self._start(name, training)

    def _start(self, name: str, training: Training) -> None:
        self._given_up.add(name)  # whatever ends it: it is not begun again by itself
        try:
            training.start()
        except OSError as error:
            self._failed.append(_fault(name, f"its training cannot be started ({error.strerror})"))

    def pipes(self) -> list[Training]:
        """Return what to select() on."""
        return [training for training in self._trainings.values() if training.fileno() >= 0]

    def read(self) -> list[Line]:
        """Return what was told, as input lines without their time."""
        lines, self._failed = self._failed, []
        for name, training in self._trainings.items():
            told, ended = training.read()
            lines += [{"in": "worker", "part": name} | line for line in told]
            if ended:
                lines.append(_fault(name, ended))
        return lines

    def stop(self) -> None:
        """Let all of them end."""
        for training in self._trainings.values():
            training.stop()

    def close(self) -> None:
        """Wait until all of them have kept what they have."""
        self.stop()
        for training in self._trainings.values():
            training.close()


def _fault(name: str, text: str) -> Line:
    return {"in": "fault", "of": name, "text": text}


def _command(name: str, of: Course, take: Path, seed: int, after: Path | None) -> list[str]:
    given = ["--run", take / RUNS / name, "--weights", take / WEIGHTS, "--latents", of.latents, "--steps", of.steps]
    given += ["--seed", seed] + (["--after", after / RUNS / name] if after else [])
    return [sys.executable, "-P", "-m", "descant.training.worker", *map(str, [of.corpus, *given])]
