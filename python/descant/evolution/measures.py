"""What is measured of loops: how much sounds, how syncopated, how bright, and how far from all that is known.

Patterns are arrays (…, rows, steps) of 0 and 1 that go round.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Onsets = npt.NDArray[np.uint8]


def density(onsets: Onsets) -> Floats:
    """Return the share of cells that sound, 0 to 1, of each pattern."""
    return np.asarray(onsets.mean((-2, -1), dtype=np.float64))


def metre(steps: int, per_quarter: int) -> npt.NDArray[np.int64]:
    """Return the weight of each step of a bar, 0 the strongest, one less on each finer level.

    Quarters are grouped and steps divided by twos first, then by threes: in 4/4 with 16 steps these are Longuet-Higgins
    & Lee's: 0 for the one, −1 the three, −2 two and four, −3 quavers, −4 semiquavers. A bar that is no whole number of
    quarters is not halved.
    """
    weights = np.full(steps, 0, np.int64)
    place = np.arange(steps)
    for level, length in enumerate(_levels(steps, per_quarter)):
        weights[place % length != 0] = -level - 1
    return weights


def _levels(steps: int, per_quarter: int) -> Iterator[int]:
    """Yield the lengths of the metre's groups in steps, from the bar to the step."""
    yield steps
    quarters, rest = divmod(steps, per_quarter)
    length = per_quarter if rest else steps
    if rest:
        yield length
    for prime in (*(() if rest else _primes(quarters)), *_primes(per_quarter)):
        length //= prime
        yield length


def _primes(number: int) -> list[int]:
    """Return the prime factors of a number, the smallest first."""
    found: list[int] = []
    prime = 2
    while number > 1:
        while number % prime == 0:
            found.append(prime)
            number //= prime
        prime += 1
    return found


def syncopation(onsets: Onsets, weights: npt.NDArray[np.int64]) -> Floats:
    """Return by how many levels of metre a hit anticipates the strongest step of the rest after it; 0 where none does.

    Of each row by itself this is the measure of Longuet-Higgins & Lee (1984, "The rhythmic interpretation of monophonic
    music", Music Perception 1): a hit of weight W before a rest whose strongest step has W' > W counts W' − W. Their
    sum over a rhythm is here the mean over hits that a rest follows: neither density nor a row that never rests counts.

    Args:
        onsets: the patterns.
        weights: what `metre` says of their steps.
    """
    played = onsets.astype(bool)
    steps = played.shape[-1]
    nothing = int(weights.min()) - 1  # below each weight: no rest follows
    strongest = np.full(played.shape[:-1], nothing)
    total = np.zeros(played.shape[:-1], np.int64)
    for step in range(2 * steps - 1, -1, -1):  # backwards, once around to know how it goes on
        here = step % steps
        if step < steps:
            total += np.where(played[..., here], np.maximum(strongest - weights[here], 0), 0)
        strongest = np.where(played[..., here], nothing, np.maximum(strongest, weights[here]))
    rested = (played & ~np.roll(played, -1, axis=-1)).sum((-2, -1))
    return np.asarray(total.sum(-1) / np.maximum(rested, 1), np.float64)


def brightness(onsets: Onsets, octaves: npt.ArrayLike) -> Floats:
    """Return how bright the hits of a loop are in the mean; 0 where nothing sounds.

    Args:
        onsets: the patterns (…, rows, steps).
        octaves: the spectral centroid of each row's sound (…, rows), log2 of Hz.
    """
    hits = onsets.sum(-1, dtype=np.float64)
    return np.asarray((hits * np.asarray(octaves)).sum(-1) / np.maximum(hits.sum(-1), 1.0), np.float64)


def likeness(onsets: Onsets, known: Onsets) -> Floats:
    """Return how alike patterns are, (n, m), 0 to 1: the share of hits that both have, of those that either has.

    That is Jaccard's index. Two patterns without a hit are the same.

    Args:
        onsets: the patterns (n, rows, steps).
        known: others (m, rows, steps).
    """
    ours, theirs = (given.reshape(len(given), -1).astype(np.float32) for given in (onsets, known))
    both = ours @ theirs.T  # sums of ones: exact in whatever order
    either = ours.sum(1)[:, None] + theirs.sum(1)[None] - both
    return np.asarray(np.where(either > 0, both, 1.0) / np.maximum(either, 1.0), np.float64)


def novelty(onsets: Onsets, known: Onsets) -> Floats:
    """Return how far each pattern (n, rows, steps) is from the most alike that is known, 0 to 1."""
    return np.asarray(1.0 - likeness(onsets, known).max(1), np.float64)


def centroid_octaves(levels_db: npt.ArrayLike, bands_hz: npt.ArrayLike, durations_s: npt.ArrayLike) -> Floats:
    """Return the spectral centroid of sounds, log2 of Hz: the mean frequency of their power.

    Args:
        levels_db: of bands at instants (…, bands, instants).
        bands_hz: where the bands lie.
        durations_s: how much time each instant stands for.
    """
    power = (10.0 ** (np.asarray(levels_db, np.float64) / 10.0) * np.asarray(durations_s)).sum(-1)
    mean_hz = (power * np.asarray(bands_hz)).sum(-1) / np.maximum(power.sum(-1), 1e-30)
    return np.asarray(np.log2(np.maximum(mean_hz, 1.0)), np.float64)
