"""The trainings of a piece's parts, each in a process of its own: what they tell becomes input lines of the take.

A training is wanted while its part's `train` is on; it rests while the part does not play. Its process is there before
it is wanted, since to load what trains takes seconds. Nothing here waits for a process, but `close`. One that dies is
told of once; the music goes on with what it has learned.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from descant.performance.children import DIED, Child
from descant.performance.courses import Course
from descant.performance.take import Line
from descant.performance.weights import FOLDER as WEIGHTS

RUNS = "training"  # the folder beside a take that holds a run for each part


class Training(Child):
    """One part's training: a process that begins by resting, goes on, ends, and may be started again."""

    def __init__(self, command: list[str]) -> None:
        super().__init__(command)
        self._held = False
        self.began = False  #: whether the process that there is, or was last, has ever been let go on

    def start(self, *more: str) -> None:
        """Start the process, unless there is one, with some words more.

        Raises:
            OSError: it cannot be started.
        """
        if not self.runs:
            super().start(*more)
            self._held, self.began = True, False

    def hold(self, on: bool) -> None:
        """Let it rest, or go on."""
        if self.runs and not self.ends and on != self._held:
            self._held, self.began = on, self.began or not on
            self.write({"hold": on})

    def read(self) -> tuple[list[dict[str, Any]], str | None]:
        """Return what it has told of steps, and, once it has ended, why; None until then."""
        told, ended = super().read()
        steps = [line for line in told if isinstance(line.get("step"), int)]
        if any(line.get("done") for line in steps):
            self.ends = True
        if ended and ended.startswith(DIED):
            ended += "; it plays on with what it has learned, and train 0, then 1, goes on with it"
        return steps, ended and ended.replace(DIED, "its training ended", 1)


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

    def prepare(self) -> None:
        """Have the processes ready, before anybody plays."""
        for name, training in self._trainings.items():
            self._start(name, training, "--soon")

    def follow(self, wanted: Callable[[str], bool], plays: Callable[[str], bool]) -> None:
        """Start, end and hold trainings as is `wanted`; one rests whose part does not play."""
        for name, training in self._trainings.items():
            if not wanted(name):
                self._given_up.discard(name)
                if training.began:
                    training.stop()
            elif training.runs:
                if not training.ends:
                    self._given_up.add(name)  # whatever ends it: it is not begun again by itself
                    training.hold(not plays(name))
            elif plays(name) and name not in self._given_up:
                self._start(name, training)

    def _start(self, name: str, training: Training, *more: str) -> None:
        try:
            training.start(*more)
        except OSError as error:
            self._given_up.add(name)
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
    return [sys.executable, "-P", "-m", "descant.training.worker", "--held", *map(str, [of.corpus, *given])]
