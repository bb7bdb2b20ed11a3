"""A linear probe: how much of a label lies open in a latent space, for any classifier of straight lines to read."""

import torch
from torch import Tensor
from torch.nn import functional

ROUNDS = 200
DECAY = 1e-4  # a little, so that what straight lines part wholly has an end


def fitted(z: Tensor, label: Tensor, labels: int) -> Tensor:
    """Return the weights (latents + 1, labels) of a softmax regression from points (n, latents) to labels (n,)."""
    given = _with_one(z)
    weights = torch.zeros(given.shape[1], labels, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=ROUNDS, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        value = functional.cross_entropy(given @ weights, label) + DECAY * weights.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return float(value.detach())

    with torch.enable_grad():
        optimizer.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach()


def told(weights: Tensor, z: Tensor) -> Tensor:
    """Return the labels (n,) that the weights tell from points (n, latents)."""
    return (_with_one(z) @ weights).argmax(-1)


def _with_one(z: Tensor) -> Tensor:
    """Return points with a 1 behind each, for the bias."""
    return torch.cat([z.detach().double(), torch.ones(len(z), 1, dtype=torch.float64)], dim=-1)
