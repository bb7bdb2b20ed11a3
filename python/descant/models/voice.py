"""A voice: a trained model of sounds as it is played, read from its file; points and classes become pictures.

The file is a safetensors file: the weights of `sounds.Decoder` under torch's names and in half precision, where the
corpus's sounds lie, and where each class does. What it is a model of stands in its head, as JSON. Reading one runs no
code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from descant.models.opening import Tensors, labels_of, opened, told_of, whole
from descant.models.sounds import Decoder, Shape
from descant.models.vae import told
from descant.models.voice_facts import FORMAT, KIND, MOST_LATENTS

MOST_SIDE, MOST_WIDTH = 4096, 512
LEAST_SPREAD = 0.05  # of a class of one sound, or of none


@dataclass(frozen=True, eq=False)
class Voice:
    """A model of sounds. Nobody writes to its tensors."""

    decoder: Decoder
    latents: int  #: the dimensions of a point
    form: Mapping[str, Any]  #: how pictures are laid out: what `transforms.canvas.Form` takes
    bands: int
    instants: int
    labels: tuple[str, ...]
    trained_steps: int
    corpus_z: Tensor  #: (n, latents)
    corpus_label: Tensor  #: (n,), −1: none
    class_mean: Tensor  #: (labels or 1, latents), where the sounds of each class lie
    class_root: Tensor  #: (labels or 1, latents, latents), how far, and whereto, they lie from there

    @classmethod
    def read(cls, data: bytes, where: str) -> "Voice":
        """Return the model that a file's bytes hold; `where` they are from.

        Raises:
            ValueError: it is none, is cut short, or holds what cannot be played; the text says what, in one line.
        """
        with told_of(where):
            return _read(data)

    @torch.no_grad()
    def pictures(self, places: Tensor, label: Tensor) -> Tensor:
        """Return the pictures (n, bands, instants) of places (n, latents) in classes (n,).

        A place is the same for each class: 0 is the middle of a class's sounds, ±1 as far from it as they mostly lie.
        """
        return self.decoded(self.points(places, label), label)

    @torch.no_grad()
    def decoded(self, z: Tensor, label: Tensor) -> Tensor:
        """Return the pictures of points in the latent space itself.

        One by one: the sums of a product of matrices depend on how many rows there are, and a sound is to be the same
        to the bit whichever others are decoded with it.
        """
        rows = told(z, label, len(self.labels))
        found = z.new_empty((len(z), self.bands, self.instants))
        for picture, row in zip(found, rows, strict=True):
            torch.clamp(self.decoder(row.clone()[None]).reshape(picture.shape), 0.0, 1.0, out=picture)
        return found

    def points(self, places: Tensor, label: Tensor) -> Tensor:
        """Return where places of classes lie in the latent space."""
        own = label.clamp(min=0)
        return self.class_mean[own] + _turned(self.class_root[own], places)

    def places(self, z: Tensor, label: Tensor) -> Tensor:
        """Return which places of classes these points are: the inverse of `points`."""
        own = label.clamp(min=0)
        found: Tensor = torch.linalg.solve(self.class_root[own], z - self.class_mean[own])
        return found


def _turned(roots: Tensor, places: Tensor) -> Tensor:
    """Return each place (n, latents) by its own matrix; not by BLAS, whose sums depend on how many there are."""
    return (roots * places[:, None, :]).sum(-1)


def spans(z: Tensor, label: Tensor, labels: int) -> tuple[Tensor, Tensor]:
    """Return where the points of each class lie: their mean, and the symmetric root of their covariance.

    Of a root the directions stay what they are in the latent space, as nearly as may be. A class that has no points
    lies where all of them do.

    Args:
        z: points (n, latents).
        label: their classes (n,), −1: none.
        labels: how many classes there are.
    """
    known = [z[label == own] for own in range(labels)] or [z]
    found = [_span(points if len(points) else z) for points in known]
    return torch.stack([mean for mean, _ in found]), torch.stack([root for _, root in found])


def _span(points: Tensor) -> tuple[Tensor, Tensor]:
    mean = points.mean(0)
    away = (points - mean).double()
    powers, ways = torch.linalg.eigh(away.T @ away / len(points))
    spread = powers.clamp(min=LEAST_SPREAD**2).sqrt()
    return mean, ((ways * spread) @ ways.T).to(points.dtype)


def _read(data: bytes) -> Voice:
    head, arrays = opened(data, KIND, FORMAT)
    found, labels = Tensors(arrays), labels_of(head.get("labels", []))
    latents, width = whole(head, "latents", 1, MOST_LATENTS), whole(head, "width", 1, MOST_WIDTH)
    bands, instants = _picture(head.get("picture"))
    with torch.device("meta"):
        decoder = Decoder(Shape(bands, instants, width), len(labels), latents)
    weights = {
        name: _tensor(found.halves(f"decoder.{name}", tuple(w.shape))) for name, w in decoder.state_dict().items()
    }
    decoder.load_state_dict(weights, assign=True)
    decoder.requires_grad_(False).eval()
    count = len(arrays["corpus.z"]) if "corpus.z" in arrays and arrays["corpus.z"].ndim else 0
    classes = max(1, len(labels))
    return Voice(
        decoder, latents, _form(head.get("form")), bands, instants, labels, whole(head, "step", 0, 1 << 53),
        corpus_z=_tensor(found.floats("corpus.z", (count, latents))),
        corpus_label=_tensor(found.whole("corpus.label", (count,), np.dtype(np.int16))),
        class_mean=_tensor(found.floats("class.mean", (classes, latents))),
        class_root=_rooted(found.floats("class.root", (classes, latents, latents))),
    )  # fmt: skip


def _form(given: Any) -> Mapping[str, Any]:
    match given:
        case dict(form) if form:
            return form
    raise ValueError("does not say how its pictures are laid out")


def _picture(given: Any) -> tuple[int, int]:
    match given:
        case [int(bands), int(instants)] if 1 <= bands <= MOST_SIDE and 2 <= instants <= MOST_SIDE:
            return bands, instants
    raise ValueError(f"its picture is not so many bands and instants, up to {MOST_SIDE} each")


def _rooted(array: np.ndarray) -> Tensor:
    roots = _tensor(array)
    if (torch.linalg.det(roots.double()).abs() < (0.5 * LEAST_SPREAD) ** roots.shape[-1]).any():
        raise ValueError("class.root has a class whose sounds lie nowhere")
    return roots


def _tensor(array: np.ndarray) -> Tensor:
    return torch.from_numpy(array).clone()  # into torch's own memory, which is aligned: so sums are the same each time
