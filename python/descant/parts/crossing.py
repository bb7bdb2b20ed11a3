"""Crossing: two loops at once, of which the one goes as the other comes. What both play is struck once, and stays."""

import math

import numpy as np

from descant.parts.groove import Array, Cells, Heard


def crossed(first: tuple[Cells, Array], second: tuple[Cells, Array], cross: float) -> Heard:
    """Return what is heard of two loops, each its cells and the logits they come from; at 0 the first, at 1 the second.

    On the way each loses hits as well as force, and both as the root of its share of the power: the power of all hits
    stays what it was, and there are at most 1.4 times as many as one loop has. The hits go first that are least sure in
    both loops together: what the other all but plays stays longest, and what is left is more of a rhythm.
    """
    if cross <= 0.0 or cross >= 1.0:
        cells = (first if cross <= 0.0 else second)[0]
        return Heard(cells, np.ones(cells.shape))
    both = (first[0] > 0.0) & (second[0] > 0.0)
    cells = np.where(both, (1.0 - cross) * first[0] + cross * second[0], 0.0)
    gains, sureness = np.ones(cells.shape), first[1] + second[1]
    for own, share in ((first[0], math.cos(cross * math.pi / 2.0)), (second[0], math.sin(cross * math.pi / 2.0))):
        kept = surest((own > 0.0) & ~both, sureness, share)
        cells[kept], gains[kept] = own[kept], math.sqrt(share)
    return Heard(cells, gains)


def surest(among: np.ndarray, sureness: Array, share: float) -> np.ndarray:
    """Return which of some cells are the surest share of them, 0 to 1; of two that are as sure, the earlier one."""
    ranked = np.argsort(np.where(among, -sureness, np.inf), axis=None, kind="stable")
    kept = np.zeros(among.size, np.bool_)
    kept[ranked[: round(share * int(np.count_nonzero(among)))]] = True
    return kept.reshape(among.shape)
