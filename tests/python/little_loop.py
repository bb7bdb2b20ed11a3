"""A piece whose rows have sounds: the rhythms of the tree, and a model of sounds that nobody trained, made at once."""

from pathlib import Path

import numpy as np
import torch

from descant.models.sounds import sound_vae
from descant.training.model_file import Origin
from descant.training.sounds import Data, Settings
from descant.training.voice_file import VoiceFile
from descant.transforms.canvas import Canvas, Form

RHYTHMS = Path(__file__).parents[2] / "patches" / "models" / "latent-rhythm.safetensors"
LABELS = ("bell", "clap", "kick", "snare")
FORM = Form(bands=14, instants=12, samples=4410, highest_hz=15_000.0)
SETTINGS = Settings(latents=2, width=3)
PATCH = """\
descant = 1
title = "Little loop"
[parts.drums]
kind = "sequencer"
model = "rhythms.safetensors"
sounds = "sounds.safetensors"
[instruments.kick]
synthdef = "shot"
notes = [36, 36]
[instruments.snare]
synthdef = "shot"
notes = [38, 38]
[[cues]]
number = 1
name = "Loop"
"""


def sounds_file(path: Path, seed: int = 3, each: int = 6) -> Path:
    """Write a model of sounds: `each` random pictures of each label, and one without."""
    label = np.append(np.repeat(np.arange(len(LABELS)), each), -1).astype(np.int16)
    pictures = np.random.default_rng(seed).random((len(label), Canvas(FORM).bands, FORM.instants), np.float32)
    data = Data(pictures, label, LABELS, np.zeros(len(label), bool))
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = sound_vae(*pictures.shape[1:], latents=2, labels=len(LABELS), width=SETTINGS.width)
    VoiceFile(data, FORM, Origin(SETTINGS.table(), seed, "abc")).write(path, model, 1)
    return path


def little_loop(folder: Path) -> Path:
    """Write the piece into a folder; return its patch."""
    sounds_file(folder / "sounds.safetensors")
    (folder / "rhythms.safetensors").write_bytes(RHYTHMS.read_bytes())
    (folder / "loop.toml").write_text(PATCH)
    return folder / "loop.toml"
