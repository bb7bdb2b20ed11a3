"""A run that learns the patterns of a corpus folder: what the command and the process beside a performance share."""

import hashlib
from pathlib import Path

from descant.corpora import keeping
from descant.corpora.patterns import Corpus
from descant.errors import DescantError
from descant.training.model_file import ModelFile, Origin
from descant.training.patterns import Data, PatternTask, Settings
from descant.training.playable import FEWEST, PlayableRun
from descant.training.run import Facts


class PatternRun(PlayableRun):
    """A run of patterns.

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
        self.task: PatternTask = PatternTask(data, settings, seed)
        super().__init__(out, Facts("patterns", settings.table(), seed, kept), resume=resume)
        self.file: ModelFile = ModelFile(corpus, Origin(settings.table(), seed, str(kept["sha256"])))


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
