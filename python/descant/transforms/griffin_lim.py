"""Fast Griffin-Lim (Perraudin, Balazs & Søndergaard 2013) in the domain of the non-stationary Gabor transform."""

import torch
from torch import Tensor

from descant.transforms.nsgt import NSGT

MOMENTUM = 0.99  # the paper's choice


@torch.no_grad()
def fast_griffin_lim(
    transform: NSGT, magnitudes: Tensor, start: Tensor, iterations: int, momentum: float = MOMENTUM
) -> Tensor:
    """Return coefficients of these magnitudes, (…, bands, frames), with phases nearer to those of a signal.

    Args:
        start: coefficients whose phases to begin with.
        iterations: from 0; each costs a transform and an inverse.
        momentum: 0 is the method of Griffin and Lim.
    """
    found, before = start, None
    for _ in range(iterations):
        true = transform(transform.inverse(found))
        ahead = true if before is None else true + momentum * (true - before)
        before = true
        found = magnitudes * torch.sgn(ahead)
    return found
