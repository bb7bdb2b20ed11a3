"""Patterns: the VAE whose one point is a rhythm, rows × steps of onsets, and how near its loops come to true ones."""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from descant.models.vae import VAE, Bernoulli

HIDDEN = 256
ONSET = 0.5  # the probability above which a cell sounds


def pattern_vae(
    rows: int, steps: int, *, latents: int, labels: int = 0, read: int = 0, hidden: int = HIDDEN, density: float = 0.5
) -> VAE:
    """Return an untrained model, its weights drawn from torch's random state.

    Args:
        rows, steps: a pattern's instruments and cells; `rows · steps` values in that order.
        latents: 2 is a plane to walk on, more is nearer to the patterns.
        labels: how many labels it is told; 0: none.
        read: how many labels are to be read off a point; 0: none.
        hidden: the width of the two layers at each end.
        density: how many of the cells sound, 0 to 1 without the ends: an untrained model plays that many.
    """
    cells = rows * steps
    encoder = _layers(cells + labels, hidden, 2 * latents)
    decoder = _layers(latents + labels, hidden, cells)
    last = decoder[-1]
    assert isinstance(last, nn.Linear)
    nn.init.constant_(last.bias, float(torch.logit(torch.tensor(density))))
    return VAE(encoder, decoder, latents=latents, output=Bernoulli(), labels=labels, read=read)


def _layers(given: int, hidden: int, wanted: int) -> nn.Sequential:
    """Return two layers and a linear end."""
    return nn.Sequential(
        nn.Linear(given, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, wanted)
    )


class Accuracy(NamedTuple):
    """How near decoded patterns come to the true ones."""

    cells: float  # of all cells, how many are right, 0 to 1
    f1: float  # of onsets: the harmonic mean of how many played are true and how many true are played, 0 to 1


def accuracy(onsets: Tensor, probability: Tensor) -> Accuracy:
    """Compare true onsets (0 or 1) with the probabilities of onsets, both (n, cells)."""
    true, played = onsets > ONSET, probability > ONSET
    hits = int((true & played).sum())
    total = int(true.sum()) + int(played.sum())
    return Accuracy(float((true == played).float().mean()), 2 * hits / total if total else 1.0)
