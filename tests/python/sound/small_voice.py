"""A small model of sounds that nobody trained: two classes, two latents, a tenth of a second each."""

from pathlib import Path

import numpy as np


def write_voice(path: Path) -> Path:
    """Write one, always the same, and return its path."""
    import torch

    from descant.models.sounds import sound_vae
    from descant.training.model_file import Origin
    from descant.training.sounds import Data, Settings
    from descant.training.voice_file import VoiceFile
    from descant.transforms.canvas import Canvas, Form

    form = Form(bands=14, instants=12, samples=4410, highest_hz=15_000.0)
    pictures = np.random.default_rng(3).random((8, Canvas(form).bands, 12), np.float32)
    data = Data(pictures, np.arange(8, dtype=np.int16) % 2, ("bell", "kick"), np.zeros(8, bool))
    torch.manual_seed(3)
    model = sound_vae(*pictures.shape[1:], latents=2, labels=2, width=3)
    VoiceFile(data, form, Origin(Settings(latents=2, width=3).table(), 4, "abc")).write(path, model, 1)
    return path
