"""Training a judge of sounds, and asking it how many of a model's sounds are heard as the class that was asked for."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from descant import draws
from descant.models.judge import Judge
from descant.models.vae import VAE
from descant.models.voice import Voice
from descant.training.sounds import Split

STEPS, BATCH, LEARNING_RATE = 300, 32, 0.003
NOISE = 0.02  # of values, added in training: 1.6 dB
DRAWN = 100  # places for each class, that a model is judged by


def trained_judge(pictures: Tensor, label: Tensor, labels: int, seed: int, steps: int = STEPS) -> Judge:
    """Return a judge trained on pictures (n, bands, instants) with labels (n,). Torch's random state stays as it was.

    Raises:
        ValueError: no sound has a label.
    """
    known = torch.nonzero(label >= 0)[:, 0].numpy()
    if not len(known):
        raise ValueError("a judge needs sounds with labels")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        judge = Judge(labels)
        optimizer = torch.optim.AdamW(judge.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
        for step in range(steps):
            drawn = draws.generator(seed, "judge", "batch", step).choice(known, min(BATCH, len(known)))
            rows = torch.from_numpy(np.sort(drawn))
            seen = pictures[rows] + NOISE * torch.randn(len(rows), *pictures.shape[1:])
            loss = functional.cross_entropy(judge(seen), label[rows])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return judge.eval()


@torch.no_grad()
def agreement(judge: Judge, pictures: Tensor, label: Tensor) -> float:
    """Return of how many pictures, 0 to 1, the judge says that they are of the class that is given."""
    return float((judge.heard(pictures) == label).float().mean())


@torch.no_grad()
def decoded(model: VAE, z: Tensor, label: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Return what a model makes of points as classes: pictures of that shape."""
    return model.expected(z, label).clamp(0.0, 1.0).reshape(-1, *shape)


class Judged(NamedTuple):
    """What a judge says of a model's sounds; shares are 0 to 1."""

    drawn: float  # of places drawn for each class, heard as that class
    moved: float  # of the sounds tested, their place taken to every class, heard as that class
    right: float  # of the sounds tested as they are, heard as what they are
    confusion: NDArray[np.int64]  # (labels, labels): asked for, heard as; of the places drawn


def judged(model: VAE, voice: Voice, split: Split, seed: int, *, drawn: int = DRAWN) -> Judged:
    """Return what a judge says of a model's sounds that was trained apart, on the sounds that the model was.

    Args:
        model: the model.
        voice: the same as it is played.
        split: what it was trained and tested with.
        seed: what the judge and the places are drawn from.
        drawn: places for each class.

    Raises:
        ValueError: there are no two classes, or no sound to train or to test with has a label.
    """
    sides, count, known = (voice.bands, voice.instants), len(voice.labels), split.test_label >= 0
    if not known.any():
        raise ValueError("a judge needs sounds with labels to be tested with")
    judge = trained_judge(split.x.reshape(-1, *sides), split.label, count, seed)
    x, label = split.test_x[known], split.test_label[known]
    with torch.no_grad():
        places = voice.places(model.encode(x, label).mean, label).repeat_interleave(count, 0)
    random = torch.randn(drawn * count, voice.latents, generator=torch.Generator().manual_seed(seed))
    own, other = torch.arange(count).repeat(drawn), torch.arange(count).repeat(len(x))
    heard, as_other = judge.heard(voice.pictures(random, own)), judge.heard(voice.pictures(places, other))
    return Judged(
        drawn=float((heard == own).float().mean()),
        moved=float((as_other == other).float().mean()),
        right=agreement(judge, x.reshape(-1, *sides), label),
        confusion=torch.bincount(own * count + heard, minlength=count * count).reshape(count, count).numpy(),
    )
