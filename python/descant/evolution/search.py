"""A search for quality and diversity: MAP-Elites, which keeps the best of each kind, where kinds are what is measured.

Mouret & Clune, "Illuminating search spaces by mapping elites" (2015); new solutions are drawn between old ones, as in
Vassiliades & Mouret, "Discovering the elite hypervolume" (2018). Archive and emitter are those of pyribs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from descant.draws import generator
from descant.evolution.measures import Floats

NEAR = 0.03  # deviation of a new solution from the line it is drawn on, of the space's sides
ALONG = 0.3  # and how far along the line


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """Solutions, and what came of them."""

    solutions: Floats  #: (n, dimensions)
    objective: Floats  #: (n,), more is better; −inf: not to be kept
    measures: Floats  #: (n, measures)


Evaluate = Callable[[Floats], Tried]
"""Takes solutions (n, dimensions) within the bounds; returns them as they are kept, which may be somewhat elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How to search."""

    low: Floats  #: (dimensions,)
    high: Floats  #: (dimensions,)
    kinds: Sequence[int]  #: how many of each measure
    ranges: Sequence[tuple[float, float]]  #: of each measure; what lies outside counts as the last kind there
    rounds: int
    batch: int
    seed: int

    @property
    def cells(self) -> int:
        """Return how many kinds there are in all."""
        return int(np.prod(self.kinds))


def elites(search: Search, evaluate: Evaluate, progress: Callable[[float], None] = lambda done: None) -> Tried:
    """Return the best of each kind that was found, in the order of their kinds: the same for the same seed.

    Raises:
        ImportError: pyribs is not installed.
    """
    from ribs.archives import GridArchive
    from ribs.emitters import IsoLineEmitter

    sides = search.high - search.low
    archive = GridArchive(
        solution_dim=len(sides), dims=search.kinds, ranges=search.ranges, seed=_seed(search, "archive")
    )
    emitter = IsoLineEmitter(
        archive, iso_sigma=NEAR, line_sigma=ALONG, batch_size=search.batch, seed=_seed(search, "emitter"),
        initial_solutions=_first(search), lower_bounds=np.zeros(len(sides)), upper_bounds=np.ones(len(sides)),
    )  # fmt: skip
    for done in range(search.rounds):
        progress(done / search.rounds)
        _keep(archive, search, evaluate(search.low + sides * emitter.ask()))
    progress(1.0)
    return _sorted(archive, search)


def _keep(archive: Any, search: Search, tried: Tried) -> None:
    """Let the archive have what may be kept; its solutions are shares of the space's sides."""
    good = np.isfinite(tried.objective)
    if good.any():
        shares = (tried.solutions - search.low) / (search.high - search.low)
        archive.add(shares[good], tried.objective[good], tried.measures[good])


def _sorted(archive: Any, search: Search) -> Tried:
    found = archive.data()
    order = np.argsort(found["index"])
    solutions = search.low + (search.high - search.low) * found["solution"][order]
    return Tried(solutions, found["objective"][order], found["measures"][order])


def _first(search: Search) -> Floats:
    """Return the solutions to begin with, spread evenly by chance, as shares of the space's sides."""
    return generator(search.seed, "explore", "first", 0).random((4 * search.batch, len(search.low)))


def _seed(search: Search, purpose: str) -> int:
    return int(generator(search.seed, "explore", purpose, 0).integers(1 << 31))
