"""Training a judge of sounds, and asking it how many of a model's sounds are heard as the class that was asked for."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from descant import draws
from descant.models.judge import Judge
from descant.models.vae import VAE

STEPS, BATCH, LEARNING_RATE = 300, 32, 0.003
NOISE = 0.02  # of values, added in training: 1.6 dB


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
