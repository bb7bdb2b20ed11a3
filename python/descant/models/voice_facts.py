"""What a model of sounds is, told from its file without torch: for whoever wants its sounds and lets others decode."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from descant.models.opening import Tensors, labels_of, opened, told_of, whole

KIND = "sounds"
FORMAT = 1
MOST_LATENTS = 64
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class VoiceFacts:
    """What points and classes a model of sounds has. Nobody writes to its arrays."""

    latents: int
    labels: tuple[str, ...]
    corpus_places: Floats  #: (n, latents): where in its class each sound lies that it was trained on
    corpus_label: npt.NDArray[np.int16]  #: (n,), −1: none

    @cached_property
    def plane(self) -> list[tuple[float, float, int]]:
        """Where each sound of the corpus lies in the first two coordinates of its class, and its class."""
        seen = np.zeros((len(self.corpus_places), 2))
        seen[:, : self.latents] = self.corpus_places[:, :2]
        return [(x, y, label) for (x, y), label in zip(seen.tolist(), self.corpus_label.tolist(), strict=True)]

    @classmethod
    def read(cls, data: bytes, where: str) -> "VoiceFacts":
        """Return the facts of the model that a file's bytes hold; `where` they are from.

        Raises:
            ValueError: it is none, is cut short, or holds what cannot be played; the text says what, in one line.
        """
        with told_of(where):
            return _read(data)


def _read(data: bytes) -> VoiceFacts:
    head, arrays = opened(data, KIND, FORMAT)
    found, labels = Tensors(arrays), labels_of(head.get("labels", []))
    latents, classes = whole(head, "latents", 1, MOST_LATENTS), max(1, len(labels))
    count = len(arrays["corpus.z"]) if "corpus.z" in arrays and arrays["corpus.z"].ndim else 0
    z, label = found.floats("corpus.z", (count, latents)), found.whole("corpus.label", (count,), np.dtype(np.int16))
    mean, root = found.floats("class.mean", (classes, latents)), found.floats("class.root", (classes, latents, latents))
    if count and not -1 <= label.min() <= label.max() < classes:
        raise ValueError("corpus.label names a class that there is not")
    own = np.maximum(label, 0)
    try:
        places = np.linalg.solve(root[own].astype(np.float64), (z - mean[own])[..., None])[..., 0]
    except np.linalg.LinAlgError as error:
        raise ValueError("class.root has a class whose sounds lie nowhere") from error
    return VoiceFacts(latents, labels, places.astype(np.float32), label)
