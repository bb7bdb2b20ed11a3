"""What there is to say of a run of sounds: how near it comes, as what it is heard, where its sounds lie, examples."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from descant.corpora.sounds import Sounds
from descant.models.voice import Voice
from descant.training import checkpoints
from descant.training.baselines import class_pca, distance_db, pca
from descant.training.judging import Judged, judged
from descant.training.loop import figures
from descant.training.model_file import Origin
from descant.training.report_reading import made, of_kind, own_corpus
from descant.training.run import Run
from descant.training.sound_run import read_sounds
from descant.training.sounds import AT_ONCE, Data, Settings, SoundTask
from descant.training.voice_file import VoiceFile
from descant.training.voices import Speaker
from descant.transforms.measures import log_spectral_distance_db, spectral_convergence_db, spectrogram

HEARD = 160  # sounds tested, at most, that are made heard and compared
WORST = 3  # examples, after one of each class
MOST_CLASSES = 24  # with an example
JUDGE_SEED = 1
Floats = NDArray[np.float32]
Report = Callable[[str, float], None]


class Nearness(NamedTuple):
    """How far sounds that are tested lie from what stands for them, on the mean, in dB."""

    name: str
    picture_db: float  # log-spectral distance of the pictures
    heard_db: float  # the same of the sounds, made heard
    convergence_db: float  # spectral convergence of the sounds


class Example(NamedTuple):
    """A sound that is tested, and what the model makes of it."""

    place: int  # in the corpus
    label: str
    distance_db: float  # of the pictures
    wanted: Floats  # (bands, instants), 0 to 1
    found: Floats
    audio: Floats  # (samples,) what the model makes of it


@dataclass(frozen=True)
class SoundFindings:
    """A run of sounds, looked at."""

    run: Run
    facts: Mapping[str, Any]  # run.toml
    step: int
    sounds: Sounds
    speaker: Speaker
    curves: list[dict[str, Any]]
    bound: float  # nats
    unseen: int  # sounds that it never saw; with none, those it was trained with are tested
    heard: int  # of those tested, how many were made heard
    nearness: list[Nearness]  # the model first
    judged: Judged | None  # None where there are no two classes
    z: Floats  # (sounds, latents), the means of q(z|x)
    held: NDArray[np.bool_]  # (sounds,) what is tested
    kl: Floats  # (latents,) nats, a mean over what is tested
    examples: list[Example]

    @property
    def axes(self) -> tuple[int, int]:
        """Return the two latents of greatest KL, in their order; the same twice where there is one."""
        order = np.argsort(-self.kl, kind="stable")[:2].tolist()
        return min(order), max(order)

    def plain(self) -> dict[str, Any]:
        """Return the figures, for a program."""
        agreed = self.judged
        return {
            "run": str(self.run.folder),
            "step": self.step,
            "figures": {"elbo": self.bound, "unseen": self.unseen, "heard": self.heard},
            "nearness": [row._asdict() for row in self.nearness],
            "agreement": agreed and {"drawn": agreed.drawn, "moved": agreed.moved, "judge_right": agreed.right},
            "confusion": agreed and agreed.confusion.tolist(),
            "kl": [round(float(value), 4) for value in self.kl],
            "settings": self.facts["settings"],
            "seed": self.facts["seed"],
            "data": self.facts["data"],
            "versions": self.facts.get("versions", {}),
            "sounds": len(self.sounds),
            "labels": list(self.sounds.labels),
            "dropped": [{"name": name, "reason": reason} for name, reason in self.sounds.dropped],
            "left_out": self.sounds.counts,
        }


def look(folder: Path, data: Path | None = None, report: Report = lambda stage, done: None) -> SoundFindings:
    """Look at a run of sounds; nothing of it is written to.

    Args:
        folder: the run.
        data: its corpus, where that is no longer where run.toml says.
        report: hears what is done, and how much of it, 0 to 1.

    Raises:
        DescantError: there is no such run, no checkpoint, or another corpus than its own.
    """
    run = Run(folder)
    facts = of_kind(run, "sounds")
    sounds = own_corpus(run, facts, data, read_sounds)
    settings, task, pictures = made(run, lambda: _task(facts, sounds, report))
    step = checkpoints.read_weights(run.checkpoint_path, task.model)
    task.model.eval()
    origin = Origin(facts["settings"], facts["seed"], facts["data"]["sha256"])
    content = VoiceFile(pictures, settings.form(), origin).content(task.model, step)
    speaker = made(run, lambda: Speaker(Voice.read(content, str(folder))))
    return _Looking(task, data=pictures, seed=facts["seed"], sounds=sounds, speaker=speaker, report=report).found(
        run, facts, step
    )


def _task(facts: Mapping[str, Any], sounds: Sounds, report: Report) -> tuple[Settings, SoundTask, Data]:
    """Return the run's settings, its task, untrained, and the pictures of its corpus."""
    settings = Settings(**facts["settings"])
    pictures = Data.of(sounds, settings.form(), lambda done: report("pictures", done))
    return settings, SoundTask(pictures, settings, facts["seed"]), pictures


class _Looking:
    """Looks at one model."""

    def __init__(
        self, task: SoundTask, *, data: Data, seed: int, sounds: Sounds, speaker: Speaker, report: Report
    ) -> None:
        self.task, self.data, self.sounds, self.speaker, self.report = task, data, sounds, speaker, report
        held = data.split(seed)
        self.known = np.flatnonzero(~held)  # the rows of split.x, and …
        self.tested = np.flatnonzero(held) if held.any() else self.known  # … of split.test_x, in the corpus
        self.sides = data.pictures.shape[1:]

    @torch.no_grad()
    def found(self, run: Run, facts: Mapping[str, Any], step: int) -> SoundFindings:
        """Return what is seen."""
        split, model, label = self.task.split, self.task.model, torch.from_numpy(self.data.label.astype(np.int64))
        rows = torch.from_numpy(self.data.pictures).flatten(1)
        some = zip(torch.split(rows, AT_ONCE), torch.split(label, AT_ONCE), strict=True)
        z = torch.cat([model.encode(x, own).mean for x, own in some])
        tested = model.encode(split.test_x, split.test_label)
        decoded = model.expected(tested.mean, split.test_label)
        held = np.zeros(len(self.sounds), bool)
        held[self.tested] = True
        shown = self._evenly()
        return SoundFindings(
            run, facts, step, self.sounds, self.speaker, run.curves(),
            bound=figures(self.task)["elbo"], unseen=self.task.unseen, heard=len(shown),
            nearness=self._nearness(decoded, shown), judged=self._judged(), z=z.numpy(), held=held,
            kl=tested.kl().mean(0).numpy(), examples=self._examples(decoded),
        )  # fmt: skip

    def _evenly(self) -> Tensor:
        """Return which of the tested sounds are made heard."""
        count = len(self.tested)
        return torch.from_numpy(np.linspace(0, count - 1, min(HEARD, count)).round().astype(np.int64))

    def _nearness(self, decoded: Tensor, shown: Tensor) -> list[Nearness]:
        """Return how near the model comes, and what it is held against."""
        split, numbers = self.task.split, self.task.settings.latents
        nearest = torch.cdist(split.test_x, split.x).argmin(1)
        within = class_pca(split.x, split.label, split.test_x, split.test_label, numbers)
        rows = {
            "the model": decoded,
            f"PCA of {numbers} number{'s' * (numbers > 1)}": pca(split.x, split.test_x, numbers),
            "the same in each class alone": within,
            "the nearest sound trained with": split.x[nearest],
            "its own picture, made a sound again": split.test_x,
        }
        wanted = spectrogram(torch.from_numpy(self.sounds.audio[self.tested[shown.numpy()]]))
        found = []
        for number, (name, values) in enumerate(rows.items()):
            own = values is not rows["the nearest sound trained with"]
            heard = self._heard(values[shown]) if own else self.sounds.audio[self.known[nearest[shown].numpy()]]
            seen = spectrogram(torch.as_tensor(heard))
            found.append(
                Nearness(
                    name,
                    distance_db(values, split.test_x, self.sides),
                    float(log_spectral_distance_db(seen, wanted).mean()),
                    float(spectral_convergence_db(seen, wanted).mean()),
                )
            )
            self.report("sounds", (number + 1) / len(rows))
        return found

    def _heard(self, rows: Tensor) -> Tensor:
        """Return the sounds of flat rows of values."""
        sounds: Tensor = self.speaker.canvas.played(rows.reshape(-1, *self.sides))
        return sounds

    def _judged(self) -> Judged | None:
        try:
            with torch.enable_grad():
                return judged(self.task.model, self.speaker.voice, self.task.split, JUDGE_SEED)
        except ValueError:  # no two classes
            return None

    def _examples(self, decoded: Tensor) -> list[Example]:
        """Return the middle one of each class by distance, then the worst of all."""
        split = self.task.split
        distance = np.array(
            [distance_db(a[None], b[None], self.sides) for a, b in zip(decoded, split.test_x, strict=True)]
        )
        order, label = np.argsort(distance, kind="stable"), split.test_label.numpy()
        classes = [own for own in range(-1, len(self.sounds.labels)) if (label == own).any()][-MOST_CLASSES:]
        each = [order[label[order] == own] for own in classes]
        chosen = [int(of[len(of) // 2]) for of in each]
        chosen += [int(row) for row in order[::-1] if int(row) not in chosen][:WORST]
        heard = self._heard(decoded[chosen]).numpy()
        return [
            Example(
                int(self.tested[row]),
                self.sounds.label_of(int(self.tested[row])),
                float(distance[row]),
                split.test_x[row].reshape(self.sides).numpy(),
                decoded[row].clamp(0.0, 1.0).reshape(self.sides).numpy(),
                audio,
            )
            for row, audio in zip(chosen, heard, strict=True)
        ]
