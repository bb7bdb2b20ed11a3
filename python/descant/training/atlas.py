"""Making an atlas of what was explored: which loop lies where on the map, the words on it, and its file."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from descant.errors import DescantError
from descant.evolution.layout import Elites, amid, arranged, smoothed, spread
from descant.evolution.measures import Floats, likeness
from descant.evolution.search import Tried
from descant.models.atlas import EDGE, FORMAT, KIND, MEASURES
from descant.models.rhythm import Rhythm
from descant.training.exploring import Onsets

LARGEST, SMALLEST = 12, 3  # places on each side of a map
CHOICE = 2  # elites for each place, at least, where there are enough
FEWEST_NAMED = 2  # places of a label that is written on the map
BESIDE = 2  # places to each side of a word that it needs for itself
DENSITY, SYNCOPATION, BRIGHTNESS, NOVELTY = range(len(MEASURES))
WORDS = (("sparse", DENSITY, -1), ("busy", DENSITY, 1), ("straight", SYNCOPATION, -1), ("syncopated", SYNCOPATION, 1),
         ("dark", BRIGHTNESS, -1), ("bright", BRIGHTNESS, 1))  # fmt: skip


@dataclass(frozen=True, eq=False)
class Charted:
    """What was found, and where it lies."""

    rhythm: Rhythm
    found: Tried
    label: NDArray[np.int16]  #: (n,) of the corpus's pattern that each elite is nearest to, −1: none
    chosen: NDArray[np.intp]  #: (side, side) the elite of each place
    words: list[tuple[str, float, float]]

    @property
    def z(self) -> Floats:
        """The elites' points of rhythm."""
        return self.found.solutions[:, : self.rhythm.latents]

    @property
    def s(self) -> Floats:
        """The elites' points of sound."""
        return self.found.solutions[:, self.rhythm.latents :]

    def onsets(self, elite: int) -> Onsets:
        """Return the loop of an elite, (rows, steps)."""
        return (self.rhythm.logits(self.z[elite]) > 0.0).astype(np.uint8)

    def name(self, elite: int) -> str:
        """Return the label that an elite is nearest to; "" for none."""
        return self.rhythm.labels[self.label[elite]] if self.label[elite] >= 0 else ""

    def places(self, count: int) -> list[tuple[int, int]]:
        """Return so many places, line and column, spread over the map."""
        everywhere = np.argwhere(np.ones(self.chosen.shape, bool)).astype(np.float64)
        return [(int(line), int(column)) for line, column in everywhere[spread(everywhere, count)]]


def chart(rhythm: Rhythm, found: Tried) -> Charted:
    """Return what was found as a map.

    Raises:
        DescantError: too little was found.
    """
    count = len(found.objective)
    if count < SMALLEST**2:
        what = f"only {count} loops were found that are not like each other"
        raise DescantError("descant explore", what, "train the model of patterns longer, or with more of them")
    side = min(LARGEST, max(SMALLEST, int((count / CHOICE) ** 0.5)))
    measured = found.measures
    where = (found.solutions - found.solutions.min(0)) / np.maximum(np.ptp(found.solutions, axis=0), 1e-9)
    chosen = arranged(
        Elites(measured[:, DENSITY], measured[:, SYNCOPATION], measured[:, BRIGHTNESS], found.objective, where), side
    )
    label = _labels(rhythm, found)
    return Charted(rhythm, found, label, chosen, _words(rhythm, measured[chosen], label[chosen]))


def _labels(rhythm: Rhythm, found: Tried) -> NDArray[np.int16]:
    """Return the label of the corpus's pattern that each elite's is the most alike."""
    onsets = np.stack([rhythm.logits(z) > 0.0 for z in found.solutions[:, : rhythm.latents]]).astype(np.uint8)
    known = np.stack([rhythm.item(index).onsets for index in range(len(rhythm.corpus_z))])
    label = rhythm.corpus_label[likeness(onsets, known).argmax(1)]
    return np.where(label < len(rhythm.labels), label, -1).astype(np.int16)


def _words(rhythm: Rhythm, measured: Floats, label: NDArray[np.int16]) -> list[tuple[str, float, float]]:
    """Return what stands on the map: words where they are most true, labels amid places of theirs, the most first.

    No two stand where one would hide the other; what finds no room is left out.
    """
    fields = [(text, smoothed(sign * measured[..., measure])) for text, measure, sign in WORDS]
    counts = [int((label == place).sum()) for place in range(len(rhythm.labels))]
    for place in sorted(range(len(counts)), key=lambda place: -counts[place]):
        if counts[place] >= FEWEST_NAMED:
            fields.append((rhythm.labels[place], amid(label == place)))
    room, along, words = np.ones(label.shape, bool), np.linspace(-EDGE, EDGE, len(label)), []
    for text, field in fields:
        free = np.where(room, field, -np.inf)
        line, column = np.unravel_index(int(free.argmax()), free.shape)
        if np.isfinite(free[line, column]):
            words.append((text, float(along[column]), float(along[line])))
            room[line, max(0, column - BESIDE) : column + BESIDE + 1] = False
    return words


def content(charted: Charted, *, patterns_sha256: str, sounds_sha256: str, seed: int) -> bytes:
    """Return the file of an atlas; `models/atlas.py` is the reader."""
    chosen, found = charted.chosen, charted.found
    head = {
        "kind": KIND, "format": FORMAT, "side": len(chosen), "latents": charted.rhythm.latents,
        "sound_latents": charted.s.shape[1], "measures": list(MEASURES), "names": list(charted.rhythm.labels),
        "labels": [list(word) for word in charted.words], "patterns_sha256": patterns_sha256,
        "sounds_sha256": sounds_sha256, "seed": seed,
    }  # fmt: skip
    tensors = {
        "map.z": charted.z[chosen].astype(np.float32),
        "map.s": charted.s[chosen].astype(np.float32),
        "map.label": charted.label[chosen],
        "map.measures": found.measures[chosen].astype(np.float32),
    }
    return save({name: np.ascontiguousarray(own) for name, own in tensors.items()}, {"descant": json.dumps(head)})


def listed(charted: Charted) -> list[dict[str, Any]]:
    """Return all elites, the plainest facts of each: measures, points, and its place on the map where it has one."""
    placed = {int(elite): (line, column) for (line, column), elite in np.ndenumerate(charted.chosen)}
    rows = []
    for elite in range(len(charted.found.objective)):
        density, syncopation, octaves, novelty = charted.found.measures[elite].tolist()
        row: dict[str, Any] = {
            "elite": elite, "objective": round(float(charted.found.objective[elite]), 6), "density": round(density, 6),
            "syncopation": round(syncopation, 6), "brightness_hz": round(2.0**octaves, 2), "novelty": round(novelty, 6),
            "near": charted.name(elite),
        }  # fmt: skip
        row |= {f"z{n}": float(np.float32(value)) for n, value in enumerate(charted.z[elite], start=1)}
        row |= {f"s{n}": float(np.float32(value)) for n, value in enumerate(charted.s[elite], start=1)}
        line, column = placed.get(elite, (None, None))
        rows.append(row | {"line": line, "column": column})
    return rows
