"""What a model of sounds must do better than: PCA with as many numbers, the nearest sound it knows, a class's mean.

All are fitted to the sounds trained with, and judged on others, by the log-spectral distance of pictures: the root mean
square over bands, its mean over instants and sounds, in dB.
"""

import math

import torch
from torch import Tensor

from descant.transforms.portrait import FLOOR_DB

MOST = 2048  # sounds that PCA is fitted to: it needs the square of that


def distance_db(found: Tensor, wanted: Tensor, shape: tuple[int, ...]) -> float:
    """Return the mean distance of flat rows of values, 0 to 1, whose pictures are (bands, instants)."""
    apart = (found.clamp(0.0, 1.0) - wanted).reshape(-1, *shape) * FLOOR_DB
    return float(apart.square().mean(-2).sqrt().mean())


@torch.no_grad()
def pca(x: Tensor, test: Tensor, numbers: int) -> Tensor:
    """Return test rows through the principal components of `x`, so many numbers each."""
    mean = x.mean(0)
    rows = (x - mean)[:: math.ceil(len(x) / MOST)]
    values, ways = torch.linalg.eigh((rows @ rows.T).double())
    kept = min(numbers, len(rows))
    strongest = ways[:, -kept:] / values[-kept:].clamp(min=1e-9).sqrt()
    directions = rows.T @ strongest.to(rows.dtype)
    found: Tensor = (test - mean) @ directions @ directions.T + mean
    return found


@torch.no_grad()
def nearest(x: Tensor, test: Tensor) -> Tensor:
    """Return for each test row the row of `x` that is nearest."""
    return x[torch.cdist(test, x).argmin(1)]


@torch.no_grad()
def class_means(x: Tensor, label: Tensor, test_label: Tensor) -> Tensor:
    """Return for each test row the mean of its class in `x`; of all of them where the class has none."""
    means = {own: x[label == own].mean(0) for own in set(label.tolist())}
    return torch.stack([means.get(int(own), x.mean(0)) for own in test_label])


@torch.no_grad()
def class_pca(x: Tensor, label: Tensor, test: Tensor, test_label: Tensor, numbers: int) -> Tensor:
    """Return test rows through the principal components of their own class."""
    found = torch.empty_like(test)
    for own in set(test_label.tolist()):
        rows = x[label == own]
        found[test_label == own] = pca(rows if len(rows) else x, test[test_label == own], numbers)
    return found
