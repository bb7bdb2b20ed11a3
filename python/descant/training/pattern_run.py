"""A run that learns the patterns of a corpus folder: what the command and the process beside a performance share."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from descant.corpora import keeping
from descant.corpora.patterns import Corpus
from descant.errors import DescantError
from descant.training import model_file
from descant.training.loop import Step, never, train, unkept, unseen
from descant.training.model_file import ModelFile, Origin
from descant.training.patterns import Data, PatternTask, Settings
from descant.training.run import Facts, Run

FEWEST = 2


class PatternRun:
    """A run in its folder, begun or gone on with; `train` takes its steps.

    Args:
        folder: the corpus.
        out: where the run is kept.
        settings: what the training depends on.
        seed: what all is drawn from.
        resume: go on with the run that is there.

    Raises:
        DescantError: the folder holds no corpus to train with, or `out` holds another run, or none to go on with.
    """

    def __init__(self, folder: Path, out: Path, settings: Settings, seed: int, *, resume: bool) -> None:
        corpus, kept = read_corpus(folder)
        data = Data(corpus.onsets, corpus.label, corpus.labels, corpus.held_out)
        self.run, self.task = Run(out), PatternTask(data, settings, seed)
        facts = Facts("patterns", settings.table(), seed, kept)
        (self.run.go_on if resume else self.run.begin)(facts)
        self.model_file = ModelFile(corpus, Origin(settings.table(), seed, str(kept["sha256"])))
        self._settings, self._seed, self._resume = settings, seed, resume

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
            self.model_file.write(self.run.folder / model_file.NAME, self.task.model, step)
            kept(step)

        return train(
            self.task,
            self.run,
            steps=self._settings.steps,
            seed=self._seed,
            resume=self._resume,
            seen=seen,
            stop=stop,
            kept=keep,
        )


def read_corpus(folder: Path) -> tuple[Corpus, dict[str, int | str]]:
    """Return a corpus, and what run.toml says of it.

    Raises:
        DescantError: there is none, or it is too small.
    """
    corpus = keeping.load(folder)
    if len(corpus) < FEWEST:
        raise DescantError(str(folder), f"holds {len(corpus)} patterns", "give at least two")
    digest = hashlib.sha256((folder / keeping.ARRAYS).read_bytes()).hexdigest()
    return corpus, {"folder": str(folder.resolve()), "sha256": digest, "patterns": len(corpus)}
