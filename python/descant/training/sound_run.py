"""A run that learns the sounds of a corpus folder: what `train sounds` does, from the folder to a model to play."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from descant.corpora import sound_keeping
from descant.corpora.sounds import Sounds
from descant.errors import DescantError
from descant.training.baselines import distance_db, nearest, pca
from descant.training.loop import Rhythm, figures
from descant.training.model_file import Origin
from descant.training.playable import FEWEST, PlayableRun
from descant.training.run import Facts
from descant.training.sounds import Data, Settings, SoundTask
from descant.training.voice_file import VoiceFile


class SoundRun(PlayableRun):
    """A run of sounds.

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

    rhythm = Rhythm(checkpoint_s=60.0)  # each encodes the corpus: more often it would take a tenth of the time

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
        super().__init__(out, Facts("sounds", settings.table(), seed, kept), resume=resume)
        data = Data.of(sounds, settings.form(), report)
        self.task: SoundTask = SoundTask(data, settings, seed)
        self.file: VoiceFile = VoiceFile(data, settings.form(), Origin(settings.table(), seed, str(kept["sha256"])))
        self._latents, self._shape = settings.latents, data.pictures.shape[1:]

    def distances_db(self) -> dict[str, float]:
        """Return how far what is tested lies from what stands for it, on the mean: the model's, PCA's, the nearest."""
        split = self.task.split
        found = {"model": figures(self.task)["lsd_db"]}
        for name, rows in (
            ("pca", pca(split.x, split.test_x, self._latents)),
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
