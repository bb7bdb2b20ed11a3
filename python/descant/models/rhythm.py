"""Rhythms: a trained pattern model as it is played, read from its file and decoded without torch.

The file is a safetensors file: weights under torch's names of `patterns.pattern_vae`, the corpus's groove, and where
its patterns lie. What it is a model of stands in its head, as JSON. Reading one runs no code.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from descant.models.opening import Tensors, labels_of, opened, told_of, whole

FORMAT = 1
MOST_ROWS, MOST_STEPS, MOST_LATENTS, MOST_HIDDEN = 64, 384, 64, 4096
MOST_STEPS_A_QUARTER = 24
LAYERS = (0, 2, 4)  # torch's numbers of the linear ones
Floats = npt.NDArray[np.float32]
Onsets = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class RhythmRow:
    """One instrument of a model's patterns."""

    name: str
    notes: tuple[int, ...]  #: MIDI; the first is played, all of them are heard


@dataclass(frozen=True, slots=True, eq=False)
class Neighbour:
    """A pattern of the corpus that a model was trained on."""

    index: int
    z: Floats  #: (latents,) where it lies
    onsets: Onsets  #: (rows, steps), 0 or 1
    label: int  #: a place in the model's labels, −1: none


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """A model of patterns. Nobody writes to its arrays."""

    rows: tuple[RhythmRow, ...]
    steps: int  #: of a pattern
    steps_per_quarter: int
    latents: int
    labels: tuple[str, ...]
    conditioned: bool  #: whether it is told the label, one-hot, at both ends
    trained_steps: int
    groove_velocity: Floats  #: (rows, steps), 0 to 1: the corpus's mean where a cell sounds
    groove_timing: Floats  #: (rows, steps), steps, late is positive
    corpus_z: Floats  #: (n, latents)
    corpus_label: npt.NDArray[np.int16]  #: (n,)
    corpus_onsets: Onsets  #: (n, bytes), packed bits
    encoder: tuple[tuple[Floats, Floats], ...]  #: weights and biases
    decoder: tuple[tuple[Floats, Floats], ...]

    @classmethod
    def read(cls, data: bytes, where: str) -> "Rhythm":
        """Return the model that a file's bytes hold; `where` they are from.

        Raises:
            ValueError: it is none, is cut short, or holds what cannot be played; the text says what, in one line.
        """
        with told_of(where):
            return _read(data)

    def logits(self, z: npt.ArrayLike, label: int = -1) -> Floats:
        """Return how sure each cell sounds at a point, (rows, steps): above 0 it is likelier than not."""
        flat = _through(self.decoder, self._with_label(np.asarray(z, np.float32), label))
        return flat.reshape(len(self.rows), self.steps)

    def encode(self, onsets: npt.ArrayLike, label: int = -1) -> Floats:
        """Return the point of a pattern, (rows, steps) of 0 and 1: the mean of where the encoder puts it."""
        flat = np.asarray(onsets, np.float32).reshape(-1)
        return _through(self.encoder, self._with_label(flat, label))[: self.latents]

    def nearest(self, z: npt.ArrayLike) -> Neighbour:
        """Return the pattern of the corpus that lies nearest to a point.

        Raises:
            LookupError: the file names none.
        """
        if not len(self.corpus_z):
            raise LookupError("the model names no patterns of its corpus")
        index = int(np.square(self.corpus_z - np.asarray(z, np.float32)).sum(1).argmin())
        return self.item(index)

    def plane(self) -> list[tuple[float, float, int]]:
        """Return where each pattern of the corpus lies in the first two latents, and its label."""
        seen = np.zeros((len(self.corpus_z), 2))
        seen[:, : self.latents] = self.corpus_z[:, :2]
        return [(x, y, label) for (x, y), label in zip(seen.tolist(), self.corpus_label.tolist(), strict=True)]

    def item(self, index: int) -> Neighbour:
        """Return a pattern of the corpus."""
        cells = len(self.rows) * self.steps
        onsets = np.unpackbits(self.corpus_onsets[index], count=cells).reshape(len(self.rows), self.steps)
        return Neighbour(index, self.corpus_z[index], onsets, int(self.corpus_label[index]))

    def _with_label(self, values: Floats, label: int) -> Floats:
        if not self.conditioned:
            return values
        one_hot = np.zeros(len(self.labels), np.float32)
        if 0 <= label < len(self.labels):
            one_hot[label] = 1.0
        return np.concatenate([values, one_hot])


def _through(layers: tuple[tuple[Floats, Floats], ...], values: Floats) -> Floats:
    """Return what layers make of values: linear, with a ReLU between two.

    By einsum, not BLAS: its sums come in the same order however many threads there are, so that replays are equal.
    """
    for place, (weight, bias) in enumerate(layers):
        values = np.einsum("ij,j->i", weight, values) + bias
        if place < len(layers) - 1:
            values = np.maximum(values, 0.0)
    return values


# ---------------------------------------------------------------- reading
def _read(data: bytes) -> Rhythm:
    head, tensors = opened(data, "patterns", FORMAT)
    rows, labels = _rows(head.get("rows")), labels_of(head.get("labels", []))
    steps = whole(head, "steps", 1, MOST_STEPS)
    latents = whole(head, "latents", 1, MOST_LATENTS)
    conditioned = bool(head.get("conditioned", False))
    cells, told = len(rows) * steps, len(labels) if conditioned else 0
    count = len(tensors["corpus.z"]) if "corpus.z" in tensors else 0
    found = _Layers(tensors)
    return Rhythm(
        rows=rows, steps=steps, latents=latents, labels=labels, conditioned=conditioned,
        steps_per_quarter=whole(head, "steps_per_quarter", 1, MOST_STEPS_A_QUARTER),
        trained_steps=whole(head, "step", 0, 1 << 53),
        groove_velocity=found.floats("groove.velocity", (len(rows), steps)).clip(0.0, 1.0),
        groove_timing=found.floats("groove.timing", (len(rows), steps)).clip(-0.5, 0.5),
        corpus_z=found.floats("corpus.z", (count, latents)),
        corpus_label=found.whole("corpus.label", (count,), np.dtype(np.int16)),
        corpus_onsets=found.whole("corpus.onsets", (count, -(-cells // 8)), np.dtype(np.uint8)),
        encoder=found.layers("encoder", cells + told, 2 * latents),
        decoder=found.layers("decoder", latents + told, cells),
    )  # fmt: skip


def _rows(given: Any) -> tuple[RhythmRow, ...]:
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_ROWS:
        raise ValueError(f"its rows are no list of 1 to {MOST_ROWS}")
    rows = []
    for row in given:
        match row:
            case [str(name), [_, *_] as notes] if all(type(note) is int and 0 <= note <= 127 for note in notes):
                rows.append(RhythmRow(name, tuple(notes)))
            case _:
                raise ValueError(f"row {len(rows) + 1} is no name with MIDI notes from 0 to 127")
    if len({row.name for row in rows}) < len(rows):
        raise ValueError("two of its rows have one name")
    return tuple(rows)


class _Layers(Tensors):
    """The tensors of a file, those of linear layers among them."""

    def layers(self, name: str, given: int, wanted: int) -> tuple[tuple[Floats, Floats], ...]:
        """Return three linear layers that lead from so many values to so many."""
        layers = []
        for place in LAYERS:
            first = self.tensors.get(f"{name}.{place}.bias")
            width = wanted if place == LAYERS[-1] else len(first) if first is not None and first.ndim else 0
            if not 1 <= width <= max(MOST_HIDDEN, wanted):
                raise ValueError(f"{name}.{place}.bias is not in it, or not 1 to {MOST_HIDDEN} numbers")
            weight = self.floats(f"{name}.{place}.weight", (width, given))
            layers.append((weight, self.floats(f"{name}.{place}.bias", (width,))))
            given = width
        return tuple(layers)
