"""The model of a run as an instrument plays it: weights, where the corpus lies, how it is played, in one small file.

Whoever reads it needs neither torch nor the corpus; reading it runs no code. `models/rhythm.py` is the reader.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save
from torch import Tensor

from descant import draws
from descant.corpora.patterns import Corpus
from descant.models.vae import VAE
from descant.training.checkpoints import write_whole

NAME = "model.safetensors"  # in the folder of a run
FORMAT = 1
MOST = 2048  # patterns or sounds of the corpus that can be found again from a point
SILENT_VELOCITY = 0.8  # where no pattern of the corpus sounds, 0 to 1


@dataclass(frozen=True)
class Origin:
    """Which run a model is of.

    Args:
        settings: as run.toml has them; `labels` says whether the model is told them.
        seed: what the run is drawn from.
        data_sha256: of the corpus.
    """

    settings: Mapping[str, int | float | str | bool]
    seed: int
    data_sha256: str


class ModelFile:
    """Makes the files of one run: what does not change as it learns is found out once.

    Args:
        corpus: what the model is trained with.
        origin: the run.
    """

    def __init__(self, corpus: Corpus, origin: Origin) -> None:
        own = chosen(len(corpus), origin.seed, "patterns")
        onsets, self._label = corpus.onsets[own], torch.from_numpy(corpus.label[own])
        self._x = torch.from_numpy(onsets).float().flatten(1)
        self._fixed: dict[str, Tensor] = {
            "groove.velocity": torch.from_numpy(means(corpus.velocity, corpus.onsets, SILENT_VELOCITY)),
            "groove.timing": torch.from_numpy(means(corpus.timing, corpus.onsets, 0.0)),
            "corpus.label": self._label,
            "corpus.onsets": torch.from_numpy(np.packbits(onsets.reshape(len(onsets), -1), axis=1)),
        }
        self._head = {
            "kind": "patterns",
            "format": FORMAT,
            "rows": [[row.name, list(row.notes)] for row in corpus.rows],
            "steps": corpus.grid.steps,
            "steps_per_quarter": corpus.grid.steps_per_quarter,
            "latents": origin.settings["latents"],
            "labels": list(corpus.labels),
            "conditioned": bool(origin.settings["labels"]),
            "settings": dict(origin.settings),
            "seed": origin.seed,
            "data_sha256": origin.data_sha256,
            "made": corpus.origin == "made",
        }

    @torch.no_grad()
    def content(self, model: VAE, step: int) -> bytes:
        """Return the file of a model after so many steps. Nothing of torch's random state is drawn."""
        tensors = {name: weight.detach().cpu().contiguous() for name, weight in model.state_dict().items()}
        device = next(model.parameters()).device
        z = model.encode(self._x.to(device), self._label.long().to(device)).mean
        tensors |= self._fixed | {"corpus.z": z.float().cpu().contiguous()}
        return save(tensors, {"descant": json.dumps(self._head | {"step": step})})

    def write(self, path: Path, model: VAE, step: int) -> None:
        """Write the file of a model after so many steps: whole, or the old one stays."""
        write_whole(path, self.content(model, step))


def chosen(count: int, seed: int, kind: str) -> NDArray[np.intp]:
    """Return which of so many patterns or sounds go with the model, in their order: all, or as many as may, by key."""
    if count <= MOST:
        return np.arange(count)
    order = draws.generator(seed, kind, "beside the model", 0).permutation(count)
    return np.sort(order[:MOST])


def means(values: NDArray[np.float32], onsets: NDArray[np.uint8], otherwise: float) -> NDArray[np.float32]:
    """Return the mean of each cell over the patterns in which it sounds, and `otherwise` where it does in none."""
    counts = onsets.sum(0, dtype=np.int64)
    sums = (values * onsets).sum(0, dtype=np.float64)
    return np.where(counts, sums / np.maximum(counts, 1), otherwise).astype(np.float32)
