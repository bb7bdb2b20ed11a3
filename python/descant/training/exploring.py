"""Exploring two models at once: loops that are sure of themselves, of every density, syncopation, brightness, novelty.

A solution is a point of the rhythms and a global point of the sounds, both within what the models know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from descant.draws import generator
from descant.evolution import measures
from descant.evolution.measures import Floats
from descant.evolution.search import Search, Tried, elites
from descant.models.atlas import EDGE, SOUND_LATENTS
from descant.models.rhythm import Rhythm
from descant.training.voices import Speaker
from descant.transforms.portrait import FLOOR_DB

MEASURES = ("density", "syncopation", "brightness", "novelty")
KINDS = (14, 14, 10, 4)  # of each measure that are kept apart
ROUNDS, BATCH = 400, 64
RARE = 0.005  # share of the corpus on each side that lies beyond what is explored
SOUND_REACH = 2.0  # how far from the middle of a class its sounds are looked for; most lie within 1
PALETTE = 384  # global points of sound that are looked at: their pictures are made once
FINE = 64  # of these points' places a unit, as instruments round them
AT_ONCE = 64  # pictures decoded together
FEWEST_HITS = 2
MOST_SYNCOPATION = 4.0
Onsets = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """Global points of sound, and how bright each row's sound is there."""

    points: Floats  #: (n, latents of the sounds, as far as they are played)
    octaves: Floats  #: (n, rows) log2 of Hz

    def nearest(self, points: Floats) -> NDArray[np.intp]:
        """Return which of its points are nearest to points (m, latents)."""
        apart = np.square(points[:, None] - self.points[None]).sum(-1)
        return np.asarray(apart.argmin(1))


def palette(speaker: Speaker, classes: Sequence[int], seed: int, progress: Callable[[float], None]) -> Palette:
    """Return points spread by chance, the middle first, with the brightness of each row's class there."""
    latents = min(speaker.voice.latents, SOUND_LATENTS)
    drawn = generator(seed, "explore", "palette", 0).uniform(-SOUND_REACH, SOUND_REACH, (PALETTE - 1, latents))
    points = np.concatenate([np.zeros((1, latents)), np.round(drawn * FINE) / FINE])
    octaves = np.empty((PALETTE, len(classes)))
    for row, label in enumerate(classes):
        octaves[:, row] = _octaves(speaker, points, label)
        progress((row + 1) / len(classes))
    return Palette(points, octaves)


def whole(speaker: Speaker, points: Floats) -> Tensor:
    """Return points of as many numbers as the model has: those that are not played are 0."""
    beyond = speaker.voice.latents - points.shape[1]
    return torch.from_numpy(np.pad(points, ((0, 0), (0, beyond)))).float()


def _octaves(speaker: Speaker, points: Floats, label: int) -> Floats:
    """Return how bright a class is at points, log2 of Hz."""
    canvas = speaker.canvas
    durations_s = np.gradient(canvas.portrait.instants_s)
    found = []
    for begin in range(0, len(points), AT_ONCE):
        some = whole(speaker, points[begin : begin + AT_ONCE])
        pictures = speaker.voice.pictures(some, torch.full((len(some),), label)).numpy()
        levels_db = (1.0 - pictures) * FLOOR_DB
        found.append(measures.centroid_octaves(levels_db, canvas.transform.centres_hz, durations_s))
    return np.concatenate(found)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a rhythm model makes of points."""

    onsets: Onsets  #: (n, rows, steps)
    objective: Floats  #: (n,)


class Explorer:
    """Measures solutions: points of the rhythms with points of the sounds behind them.

    Args:
        rhythm: the model of patterns; its file names some of its corpus.
        colours: the points of sound, looked at.
    """

    def __init__(self, rhythm: Rhythm, colours: Palette) -> None:
        self.rhythm, self.colours = rhythm, colours
        self._weights = measures.metre(rhythm.steps, rhythm.steps_per_quarter)

    @cached_property
    def known(self) -> Onsets:
        """The patterns of the corpus, (n, rows, steps)."""
        return np.stack([self.rhythm.item(index).onsets for index in range(len(self.rhythm.corpus_z))])

    def bounds(self) -> tuple[Floats, Floats]:
        """Return the lowest and highest of each coordinate: where the corpus lies, and sounds are known."""
        low, high = np.quantile(self.rhythm.corpus_z.astype(np.float64), [RARE, 1.0 - RARE], axis=0)
        low, high = np.clip(low - 0.01, -EDGE, EDGE), np.clip(high + 0.01, -EDGE, EDGE)
        far = np.full(self.colours.points.shape[1], SOUND_REACH)
        return np.concatenate([low, -far]), np.concatenate([high, far])

    def ranges(self) -> list[tuple[float, float]]:
        """Return between which values each measure is told apart: as far as the corpus goes, and somewhat beyond."""
        dense = float(measures.density(self.known).max())
        syncopated = float(measures.syncopation(self.known, self._weights).max())
        octaves = self.colours.octaves
        return [(0.0, min(1.0, 1.25 * dense + 0.01)), (0.0, min(MOST_SYNCOPATION, syncopated + 0.25)),
                (float(octaves.min()), float(octaves.max()) + 0.01), (0.0, 1.0)]  # fmt: skip

    def heard(self, z: Floats) -> Heard:
        """Return the likeliest pattern at each point, and how good it is: how sure, times how well it comes back.

        Sure: of 1 and the share of hits that chance would add or take away, were each cell drawn by its probability,
        the inverse. It comes back: the F1 of its onsets and those decoded from where the encoder puts it.
        """
        logits = np.stack([self.rhythm.logits(point) for point in z]).astype(np.float64)
        onsets = (logits > 0.0).astype(np.uint8)
        back = np.stack([self.rhythm.logits(self.rhythm.encode(own)) for own in onsets]) > 0.0
        hits = onsets.sum((1, 2), dtype=np.float64)
        flips = (1.0 / (1.0 + np.exp(np.minimum(np.abs(logits), 60.0)))).sum((1, 2))
        both = (back & (onsets > 0)).sum((1, 2), dtype=np.float64)
        f1 = 2.0 * both / np.maximum(hits + back.sum((1, 2)), 1.0)
        good = f1 / (1.0 + flips / np.maximum(hits, 1.0))
        return Heard(onsets, np.where(hits >= FEWEST_HITS, good, -np.inf))

    def evaluate(self, solutions: Floats) -> Tried:
        """Return what comes of solutions; their points of sound are the nearest of the palette."""
        latents = self.rhythm.latents
        colour = self.colours.nearest(solutions[:, latents:])
        kept = np.concatenate([solutions[:, :latents].astype(np.float32), self.colours.points[colour]], axis=1)
        heard = self.heard(kept[:, :latents])
        measured = [
            measures.density(heard.onsets),
            measures.syncopation(heard.onsets, self._weights),
            measures.brightness(heard.onsets, self.colours.octaves[colour]),
            measures.novelty(heard.onsets, self.known),
        ]
        return Tried(kept, heard.objective, np.stack(measured, axis=1))

    def explore(self, seed: int, rounds: int, progress: Callable[[float], None]) -> Tried:
        """Return the best loop of each kind that was found."""
        low, high = self.bounds()
        search = Search(
            low=low, high=high, kinds=KINDS, ranges=self.ranges(), rounds=rounds, batch=BATCH, seed=seed
        )  # fmt: skip
        return elites(search, self.evaluate, progress)
