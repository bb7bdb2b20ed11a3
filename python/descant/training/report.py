"""What there is to say of a run: its figures, where its patterns lie, what it makes of them, what it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from descant.corpora.patterns import UNLABELLED, Corpus
from descant.models.patterns import ONSET
from descant.models.vae import VAE
from descant.training import checkpoints
from descant.training.loop import figures
from descant.training.model_file import SILENT_VELOCITY, means
from descant.training.pattern_run import read_corpus
from descant.training.patterns import Data, PatternTask, Settings
from descant.training.report_reading import made, of_kind, own_corpus
from descant.training.run import Run

REACH = 2.5  # deviations of the prior, to each side of a traversal
SIDE = 11  # points of a traversal, along each axis
EXAMPLES = 3  # reconstructions of each sort
Floats = NDArray[np.float32]
Onsets = NDArray[np.uint8]


class Example(NamedTuple):
    """A pattern that was held out, and what the model makes of it."""

    place: int  # in the corpus
    label: str
    onsets: Onsets  # (rows, steps)
    probability: Floats  # (rows, steps), decoded from the mean of q(z|x)
    f1: float  # of onsets, 0 to 1


@dataclass(frozen=True)
class Findings:
    """A run, looked at."""

    run: Run
    facts: Mapping[str, Any]  # run.toml
    step: int
    corpus: Corpus
    model: VAE
    figures: Mapping[str, float | int | None]
    curves: list[dict[str, Any]]
    z: Floats  # (patterns, latents), the means of q(z|x)
    held: NDArray[np.bool_]  # (patterns,)
    kl: Floats  # (latents,) nats, a mean over what was tested
    axes: tuple[int, int]  # the two latents of greatest KL, in their order; the same twice where there is one
    traversal: Floats  # (SIDE, SIDE, rows, steps) probabilities; the second axis rises with the first index
    examples: Mapping[str, list[Example]]  # best, median, worst
    confusion: NDArray[np.int64] | None  # (labels, labels): true, told by a linear probe; patterns held out

    def middles(self, count: int) -> list[tuple[str, Floats]]:
        """Return names and points: the middle of all, then those of labels, evenly from the first to the last."""
        labels = [place for place in range(len(self.corpus.labels)) if (self.corpus.label == place).any()]
        some = np.linspace(0, len(labels) - 1, max(0, min(count - 1, len(labels)))).round().astype(int)
        chosen = [labels[at] for at in some]
        found = [(self.corpus.labels[place], np.median(self.z[self.corpus.label == place], axis=0)) for place in chosen]
        return [("the middle of all", np.zeros(self.model.latents, np.float32)), *found][:count]

    def steps_along(self) -> Floats:
        """Return the coordinates of a traversal, along each axis."""
        return np.linspace(-REACH, REACH, SIDE, dtype=np.float32)

    def plain(self) -> dict[str, Any]:
        """Return the figures, for a program."""
        return {
            "run": str(self.run.folder),
            "step": self.step,
            "figures": dict(self.figures),
            "kl": [round(float(value), 4) for value in self.kl],
            "settings": self.facts["settings"],
            "seed": self.facts["seed"],
            "data": self.facts["data"],
            "versions": self.facts.get("versions", {}),
            "patterns": len(self.corpus),
            "labels": list(self.corpus.labels),
            "confusion": None if self.confusion is None else self.confusion.tolist(),
            "dropped": [{"name": name, "reason": reason} for name, reason in self.corpus.dropped],
            "left_out": self.corpus.counts,
        }


def look(folder: Path, data: Path | None = None) -> Findings:
    """Look at a run of patterns; nothing of it is written to.

    Args:
        folder: the run.
        data: its corpus, where that is no longer where run.toml says.

    Raises:
        DescantError: there is no such run, no checkpoint, or another corpus than its own.
    """
    run = Run(folder)
    facts = of_kind(run, "patterns")
    corpus = own_corpus(run, facts, data, read_corpus)
    task = made(run, lambda: _task(facts, corpus))
    step = checkpoints.read_weights(run.checkpoint_path, task.model)
    return _looked(run, facts, step, corpus, task)


def _task(facts: Mapping[str, Any], corpus: Corpus) -> PatternTask:
    """Return the run's task, untrained, on the CPU."""
    settings = Settings(**{**facts["settings"], "device": "cpu"})
    data = Data(corpus.onsets, corpus.label, corpus.labels, corpus.held_out)
    return PatternTask(data, settings, facts["seed"])


@torch.no_grad()
def _looked(run: Run, facts: Mapping[str, Any], step: int, corpus: Corpus, task: PatternTask) -> Findings:
    """Return what is seen."""
    held = task.held_out if task.unseen else np.ones(len(corpus), bool)
    model = task.model.eval()
    x = torch.from_numpy(corpus.onsets).float().flatten(1)
    label = torch.from_numpy(corpus.label.astype(np.int64))
    posterior = model.encode(x, label)
    kl = task.tested_kl().numpy()
    probability = model.expected(posterior.mean, label).numpy().reshape(corpus.onsets.shape)
    order = np.argsort(-kl, kind="stable")
    axes = min(order[:2].tolist()), max(order[:2].tolist())
    confusion = task.confusion()
    told = None if confusion is None else float(np.trace(confusion) / confusion.sum())
    found = figures(task) | {"told": told, "unseen": task.unseen}
    return Findings(
        run, facts, step, corpus, model, found, run.curves(),
        z=posterior.mean.numpy(), held=held, kl=kl, axes=axes,
        traversal=_traversal(model, axes, corpus.onsets.shape[1:]),
        examples=_examples(corpus, probability, np.flatnonzero(held)),
        confusion=confusion,
    )  # fmt: skip


def _traversal(model: VAE, axes: tuple[int, int], shape: tuple[int, ...]) -> Floats:
    """Return the patterns of a plane through the middle of the latent space."""
    along = torch.linspace(-REACH, REACH, SIDE)
    z = torch.zeros(SIDE, SIDE, model.latents)
    z[:, :, axes[0]] = along
    if axes[1] != axes[0]:
        z[:, :, axes[1]] = along[:, None]
    found: Floats = model.expected(z.flatten(0, 1)).numpy().reshape(SIDE, SIDE, *shape)
    return found


def _examples(corpus: Corpus, probability: Floats, places: NDArray[np.intp]) -> dict[str, list[Example]]:
    """Return the best, the middle and the worst of what is tested, by F1; of equal ones those that come first."""
    played = probability[places] > ONSET
    true = corpus.onsets[places] > 0
    hits, total = (true & played).sum((1, 2)), true.sum((1, 2)) + played.sum((1, 2))
    f1 = np.where(total, 2 * hits / np.maximum(total, 1), 1.0)
    order = np.argsort(-f1, kind="stable")
    count = min(EXAMPLES, len(order))
    middle = max(0, len(order) // 2 - count // 2)
    sorts = {"best": order[:count], "median": order[middle : middle + count], "worst": order[::-1][:count]}
    return {
        sort: [
            Example(
                int(places[at]),
                corpus.label_of(int(places[at])),
                corpus.onsets[places[at]],
                probability[places[at]],
                float(f1[at]),
            )
            for at in chosen
        ]
        for sort, chosen in sorts.items()
    }


def grooves(corpus: Corpus) -> Floats:
    """Return each cell's mean velocity (0 to 1) and lateness (steps) where it sounds: (2, rows, steps)."""
    return np.stack([means(corpus.velocity, corpus.onsets, SILENT_VELOCITY), means(corpus.timing, corpus.onsets, 0.0)])


def layers(model: VAE) -> list[tuple[Floats, Floats]]:
    """Return the decoder's weights and biases, in order."""
    assert isinstance(model.decoder, nn.Sequential)
    linear = [layer for layer in model.decoder if isinstance(layer, nn.Linear)]
    return [(layer.weight.detach().numpy(), layer.bias.detach().numpy()) for layer in linear]


def confusions(found: Findings) -> list[tuple[str, str, int]]:
    """Return which labels the probe takes for which others and how often, the most frequent first."""
    if found.confusion is None:
        return []
    wrong = found.confusion * (1 - np.eye(len(found.confusion), dtype=np.int64))
    names = found.corpus.labels
    pairs = sorted(((int(wrong[a, b]), int(a), int(b)) for a, b in np.argwhere(wrong)), key=lambda pair: -pair[0])
    return [(names[a], names[b], count) for count, a, b in pairs]


def shares(corpus: Corpus) -> list[tuple[str, int]]:
    """Return how many patterns each label has; those without come last."""
    places = [*range(len(corpus.labels)), UNLABELLED]
    counts = [(corpus.labels[place] if place >= 0 else "", int((corpus.label == place).sum())) for place in places]
    return [(name, count) for name, count in counts if count]
