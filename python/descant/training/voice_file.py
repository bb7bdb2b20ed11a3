"""The model of a run of sounds as it is played: a decoder, and where each class's sounds lie, in one small file.

Whoever reads it needs no corpus; reading it runs no code. `models/voice.py` is the reader.
"""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor

from descant.models.vae import VAE
from descant.models.voice import spans
from descant.models.voice_facts import FORMAT, KIND
from descant.training.checkpoints import write_whole
from descant.training.model_file import Origin, chosen
from descant.training.sounds import AT_ONCE, Data
from descant.transforms.canvas import Form


class VoiceFile:
    """Makes the files of one run: what does not change as it learns is found out once.

    Args:
        data: what the model is trained with.
        form: how its pictures are laid out.
        origin: the run.
    """

    def __init__(self, data: Data, form: Form, origin: Origin) -> None:
        kept = chosen(len(data.label), origin.seed, "sounds")
        self._x = torch.from_numpy(data.pictures[kept]).flatten(1)
        self._label = torch.from_numpy(data.label[kept].astype(np.int16))
        self._labels = len(data.labels)
        self._head = {
            "kind": KIND,
            "format": FORMAT,
            "form": asdict(form),
            "picture": list(data.pictures.shape[1:]),
            "width": origin.settings["width"],
            "latents": origin.settings["latents"],
            "labels": list(data.labels),
            "settings": dict(origin.settings),
            "seed": origin.seed,
            "data_sha256": origin.data_sha256,
        }

    @torch.no_grad()
    def content(self, model: VAE, step: int) -> bytes:
        """Return the file of a model after so many steps. Nothing of torch's random state is drawn."""
        decoder = model.decoder.state_dict().items()
        tensors = {f"decoder.{name}": weight.detach().cpu().half().contiguous() for name, weight in decoder}
        z = self._points(model)
        mean, root = spans(z, self._label.long(), self._labels)
        tensors |= {"corpus.z": z, "corpus.label": self._label, "class.mean": mean, "class.root": root}
        return save(tensors, {"descant": json.dumps(self._head | {"step": step})})

    def _points(self, model: VAE) -> Tensor:
        """Return where the sounds lie."""
        device = next(model.parameters()).device
        some = [slice(begin, begin + AT_ONCE) for begin in range(0, len(self._x), AT_ONCE)]
        found = [model.encode(self._x[rows].to(device), self._label[rows].long().to(device)).mean for rows in some]
        return torch.cat(found).float().cpu().contiguous()

    def write(self, path: Path, model: VAE, step: int) -> None:
        """Write the file of a model after so many steps: whole, or the old one stays."""
        write_whole(path, self.content(model, step))
