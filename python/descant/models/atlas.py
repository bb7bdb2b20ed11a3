"""An atlas as it is played: a map, each of whose places is a point of a rhythm model and one of a model of sounds.

The file is a safetensors file with the places' points; what they are of stands in its head, as JSON. Reading one runs
no code, and needs no torch.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from descant.models.opening import Tensors, labels_of, opened, told_of, whole

KIND, FORMAT = "atlas", 1
EDGE = 4.0  # of the map, to each side of its middle: as far as a pad goes
SOUND_LATENTS = 4  # numbers of a point of sound that instruments turn; the model's others are 0
MOST_SIDE, MOST_LATENTS = 64, 64
MOST_WORDS, LONGEST_WORD = 64, 60
MEASURES = ("density", "syncopation", "brightness", "novelty")
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Word:
    """A name of a region of the map, and where it stands."""

    text: str
    x: float  #: −EDGE to EDGE
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """A map. Nobody writes to its arrays. Lines go from the bottom up, columns from left to right."""

    side: int  #: places on each side, 2 at least
    latents: int  #: of the rhythms
    sound_latents: int
    patterns_sha256: str  #: of the rhythm model's file that it is a map of
    sounds_sha256: str
    names: tuple[str, ...]  #: labels of the patterns
    labels: tuple[Word, ...]  #: what stands on the map
    z: Floats  #: (side, side, latents)
    s: Floats  #: (side, side, sound_latents)
    label: npt.NDArray[np.int16]  #: (side, side), a place in `names`, −1: none
    measures: Floats  #: (side, side, measures), by MEASURES; brightness is log2 of Hz

    @classmethod
    def read(cls, data: bytes, where: str) -> "Atlas":
        """Return the atlas that a file's bytes hold; `where` they are from.

        Raises:
            ValueError: it is none, is cut short, or holds what cannot be played; the text says what, in one line.
        """
        with told_of(where):
            return _read(data)

    def place(self, x: float, y: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return the points of rhythm and sound at a place of the map, both coordinates −EDGE to EDGE.

        Between the places of the map, whose outermost lie on its edges, points lie between theirs (bilinear): a small
        move is a small change. Outside of the map it is as at its edge.
        """
        line, up = self._between(y)
        column, right = self._between(x)
        shares = np.outer((1.0 - up, up), (1.0 - right, right))
        here = slice(line, line + 2), slice(column, column + 2)
        z, s = (np.einsum("ij,ijk->k", shares, own[here].astype(np.float64)) for own in (self.z, self.s))
        return tuple(z.tolist()), tuple(s.tolist())

    def _between(self, coordinate: float) -> tuple[int, float]:
        """Return the place before a coordinate, and how much of the way to the next it is."""
        at = (min(max(coordinate, -EDGE), EDGE) + EDGE) / (2.0 * EDGE) * (self.side - 1)
        before = min(math.floor(at), self.side - 2)
        return before, at - before

    def points(self) -> tuple[tuple[str, ...], list[tuple[float, float, int]]]:
        """Return names, and what lies where: each place with its pattern's label, each word alone at its own."""
        words = [word for word in self.labels if word.text not in self.names]
        names = (*self.names, *(word.text for word in words))
        along = np.linspace(-EDGE, EDGE, self.side).tolist()
        places = [(along[column], along[line], int(self.label[line, column]))
                  for line, column in np.ndindex(self.side, self.side)]  # fmt: skip
        return names, places + [(word.x, word.y, len(self.names) + at) for at, word in enumerate(words)]


def _read(data: bytes) -> Atlas:
    head, arrays = opened(data, KIND, FORMAT)
    found, names = Tensors(arrays), labels_of(head.get("names", []))
    side = whole(head, "side", 2, MOST_SIDE)
    latents, sound_latents = whole(head, "latents", 1, MOST_LATENTS), whole(head, "sound_latents", 1, MOST_LATENTS)
    label = found.whole("map.label", (side, side), np.dtype(np.int16))
    if (label < -1).any() or (label >= len(names)).any():
        raise ValueError("map.label names a label that there is not")
    return Atlas(
        side, latents, sound_latents, _sha256(head, "patterns_sha256"), _sha256(head, "sounds_sha256"),
        names=names,
        labels=_words(head.get("labels", [])),
        z=found.floats("map.z", (side, side, latents)).clip(-EDGE, EDGE),
        s=found.floats("map.s", (side, side, sound_latents)).clip(-EDGE, EDGE),
        label=label,
        measures=found.floats("map.measures", (side, side, len(MEASURES))),
    )  # fmt: skip


def _sha256(head: Mapping[str, Any], name: str) -> str:
    value = head.get(name)
    if not isinstance(value, str) or len(value) != 64:
        raise ValueError(f"{name} is no sha256")
    return value


def _words(given: Any) -> tuple[Word, ...]:
    if not isinstance(given, list) or len(given) > MOST_WORDS:
        raise ValueError(f"what stands on its map is no list of at most {MOST_WORDS}")
    words = []
    for word in given:
        match word:
            case [str(text), int() | float() as x, int() | float() as y] if (
                0 < len(text) <= LONGEST_WORD and abs(x) <= EDGE and abs(y) <= EDGE
            ):
                words.append(Word(text, float(x), float(y)))
            case _:
                raise ValueError(f"word {len(words) + 1} of its map is no text at a place from {-EDGE:g} to {EDGE:g}")
    return tuple(words)
