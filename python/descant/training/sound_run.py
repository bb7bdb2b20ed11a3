"""A run that learns the sounds of a corpus folder: what `train sounds` does, from the folder to a model to play."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from descant.corpora import sound_keeping
from descant.corpora.sounds import Sounds
from descant.errors import DescantError
from descant.training import model_file
from descant.training.baselines import distance_db, nearest, pca
from descant.training.loop import Step, figures, never, train, unkept, unseen
from descant.training.model_file import Origin
from descant.training.run import Facts, Run
from descant.training.sounds import Data, Settings, SoundTask
from descant.training.voice_file import VoiceFile

FEWEST = 2


class SoundRun:
    """A run in its folder, begun or gone on with; `train` takes its steps.

    Args:
        folder: the corpus.
        out: where the run is kept.
        settings: what the training depends on.
        seed: what all is drawn from.
        resume: go on with the run that is there.
        report: hears how much of the corpus is made pictures of, 0 to 1.

    Raises:
        DescantError: the folder holds no corpus to train with, or `out` holds another run, or none to go on with.
    """

    def __init__(
        self,
        folder: Path,
        out: Path,
        settings: Settings,
        seed: int,
        *,
        resume: bool,
        report: Callable[[float], None] = lambda done: None,
    ) -> None:
        sounds, kept = read_sounds(folder)
        self.run = Run(out)
        facts = Facts("sounds", settings.table(), seed, kept)
        (self.run.go_on if resume else self.run.begin)(facts)
        data = Data.of(sounds, settings.form(), report)
        self.task = SoundTask(data, settings, seed)
        self.voice_file = VoiceFile(data, settings.form(), Origin(settings.table(), seed, str(kept["sha256"])))
        self._settings, self._seed, self._resume, self._shape = settings, seed, resume, data.pictures.shape[1:]

    def train(
        self,
        *,
        seen: Callable[[Step], None] = unseen,
        stop: Callable[[], bool] = never,
        kept: Callable[[int], None] = unkept,
    ) -> int:
        """Train; return how many steps there are now. The model that is played is kept with each checkpoint."""

        def keep(step: int) -> None:
            self.voice_file.write(self.run.folder / model_file.NAME, self.task.model, step)
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

    def distances_db(self) -> dict[str, float]:
        """Return how far what is tested lies from what stands for it, on the mean: the model's, PCA's, the nearest."""
        split = self.task.split
        found = {"model": figures(self.task)["lsd_db"]}
        for name, rows in (
            ("pca", pca(split.x, split.test_x, self._settings.latents)),
            ("nearest", nearest(split.x, split.test_x)),
        ):
            found[name] = distance_db(rows, split.test_x, self._shape)
        return found


def read_sounds(folder: Path) -> tuple[Sounds, dict[str, int | str]]:
    """Return a corpus, and what run.toml says of it.

    Raises:
        DescantError: there is none, or it is too small.
    """
    sounds = sound_keeping.load(folder)
    if len(sounds) < FEWEST:
        raise DescantError(str(folder), f"holds {len(sounds)} sounds", "give at least two")
    digest = hashlib.sha256()
    for name in (sound_keeping.AUDIO, sound_keeping.ARRAYS):
        digest.update((folder / name).read_bytes())
    return sounds, {"folder": str(folder.resolve()), "sha256": digest.hexdigest(), "sounds": len(sounds)}
