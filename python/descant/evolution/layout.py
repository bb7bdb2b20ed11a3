"""Elites as a map in two dimensions: each of its places has one, and what lies side by side is alike.

From left to right goes one measure, from bottom to top another, by rank: each column holds as many elites as the next,
and so does each place of a column, so that no place is empty. A third measure rises from the middle to the rim, which
says nothing of the other two.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descant.evolution.measures import Floats

SWEEPS = 12
ALIKE, RIM, GOOD = 3.0, 2.0, 0.5  # what counts how much when a place chooses its elite
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Elites:
    """What a map is made of.

    Args:
        across, up, rim: three measures (n,).
        objective: (n,), 0 to 1.
        where: what is to change little from place to place (n, dimensions), about as large as the map has sides: 1.
    """

    across: Floats
    up: Floats
    rim: Floats
    objective: Floats
    where: Floats


def arranged(elites: Elites, side: int) -> Places:
    """Return which elite each place of a map has, (side, side): lines from the bottom, columns from the left.

    Raises:
        ValueError: there are fewer elites than places.
    """
    if side < 2 or len(elites.across) < side * side:
        raise ValueError(f"{len(elites.across)} elites do not fill a map of {side} × {side}")
    candidates = _candidates(elites, side)
    wanted = _rim(side)
    rank = np.argsort(np.argsort(elites.rim, kind="stable"), kind="stable") / (len(elites.rim) - 1)
    chosen = np.array(
        [[min(some, key=lambda one: (-elites.objective[one], one)) for some in line] for line in candidates]
    )
    for _ in range(SWEEPS):
        before = chosen.copy()
        for line, column in np.ndindex(side, side):
            some = candidates[line][column]
            near = elites.where[_beside(chosen, line, column)]
            apart = np.square(elites.where[some][:, None] - near[None]).sum(-1).mean(-1)
            off = np.square(rank[some] - wanted[line, column])
            cost = ALIKE * apart + RIM * off - GOOD * elites.objective[some]
            chosen[line, column] = some[int(cost.argmin())]
        if (chosen == before).all():
            break
    return chosen


def _candidates(elites: Elites, side: int) -> list[list[Places]]:
    """Return the elites that a place may have: those of its column and line by rank."""
    columns = np.array_split(np.lexsort((elites.up, elites.across)), side)
    lines = [np.array_split(own[np.lexsort((elites.across[own], elites.up[own]))], side) for own in columns]
    return [[lines[column][line] for column in range(side)] for line in range(side)]


def _rim(side: int) -> Floats:
    """Return the rank that a place should have by the third measure: 0 in the middle, 1 in the corners."""
    away = np.square(np.linspace(-1.0, 1.0, side))
    far = away[:, None] + away[None]
    ranks = np.argsort(np.argsort(far.ravel(), kind="stable"), kind="stable") / (side * side - 1)
    return np.asarray(ranks.reshape(side, side), np.float64)


def _beside(chosen: Places, line: int, column: int) -> Places:
    """Return the elites of the places beside one."""
    side = len(chosen)
    around = ((line - 1, column), (line + 1, column), (line, column - 1), (line, column + 1))
    return np.array([chosen[own] for own in around if min(own) >= 0 and max(own) < side])


def smoothed(field: Floats) -> Floats:
    """Return a map's values, each the mean of its place and those around it."""
    side = len(field)
    wide = np.pad(field, 1, mode="edge")
    return np.asarray(np.mean([wide[a : a + side, b : b + side] for a in range(3) for b in range(3)], axis=0))


def amid(own: npt.NDArray[np.bool_]) -> Floats:
    """Return how much each place of a map is amid some, of which there is one at least; −inf: it is none of them."""
    places = np.argwhere(own)
    found = np.full(own.shape, -np.inf)
    found[own] = -np.linalg.norm(places[:, None] - places[None], axis=-1).mean(1)
    return found


def spread(where: Floats, count: int) -> Places:
    """Return at most so many of points (n, dimensions), each as far as can be from those before: the first is first."""
    chosen = [0]
    far = np.linalg.norm(where - where[0], axis=1)
    while len(chosen) < min(count, len(where)):
        chosen.append(int(far.argmax()))
        far = np.minimum(far, np.linalg.norm(where - where[chosen[-1]], axis=1))
    return np.sort(np.array(chosen))
