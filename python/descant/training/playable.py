"""A run that keeps, with each checkpoint, the model as an instrument plays it: what runs of every kind share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from descant.training import model_file
from descant.training.loop import Rhythm, Step, Task, never, train, unkept, unseen
from descant.training.run import Facts, Run

FEWEST = 2  # things in a corpus


class PlayedFile(Protocol):
    """Makes the file of a model that is played."""

    def write(self, path: Path, model: Any, step: int) -> None:
        """Write the file of a model after so many steps: whole, or the old one stays."""


class PlayableRun:
    """A run in its folder, begun or gone on with; `train` takes its steps.

    Whoever derives from it sets `task` and `file` before that.

    Args:
        out: where the run is kept.
        facts: what it is.
        resume: go on with the run that is there.

    Raises:
        DescantError: `out` holds another run, or none to go on with.
    """

    task: Task
    file: PlayedFile
    rhythm = Rhythm()  # how often it looks up from its work

    def __init__(self, out: Path, facts: Facts, *, resume: bool) -> None:
        self.run = Run(out)
        (self.run.go_on if resume else self.run.begin)(facts)
        self._steps, self._seed, self._resume = int(facts.settings["steps"]), facts.seed, resume

    def train(
        self,
        *,
        seen: Callable[[Step], None] = unseen,
        stop: Callable[[], bool] = never,
        kept: Callable[[int], None] = unkept,
    ) -> int:
        """Train; return how many steps there are now. The model that is played is kept with each checkpoint.

        `kept` is called with the step of each, the first of which is that from which it begins or goes on.
        """

        def keep(step: int) -> None:
            self.file.write(self.run.folder / model_file.NAME, self.task.model, step)
            kept(step)

        return train(
            self.task,
            self.run,
            steps=self._steps,
            seed=self._seed,
            resume=self._resume,
            seen=seen,
            stop=stop,
            kept=keep,
            rhythm=self.rhythm,
        )
