"""Rhythm models as files: small ones whose every logit is known, or drawn ones of the usual shape."""

import json
from itertools import pairwise

import numpy as np
import pytest
from safetensors.numpy import save

from descant.corpora.rows import GENERAL_MIDI


def rhythm_head(rows, steps, latents, **other):
    return {
        "kind": "patterns", "format": 1, "step": 1200, "rows": [[name, list(notes)] for name, notes in rows],
        "steps": steps, "steps_per_quarter": 4, "latents": latents, "labels": [], "conditioned": False,
        "settings": {}, "seed": 0, "data_sha256": "", "made": True,
    } | other  # fmt: skip


def rhythm_tensors(head, logits=None, hidden=24, seed=0, items=5):
    """Return weights drawn by a seed; with logits the decoder gives those, wherever the point is."""
    chance = np.random.default_rng(seed)
    rows, steps, latents = len(head["rows"]), head["steps"], head["latents"]
    cells, told = rows * steps, len(head["labels"]) if head["conditioned"] else 0
    tensors = {}
    for name, given, wanted in (("encoder", cells, 2 * latents), ("decoder", latents, cells)):
        widths = (given + told, hidden, hidden, wanted)
        for place, (width, out) in zip((0, 2, 4), pairwise(widths), strict=True):
            spread = 2.0 / np.sqrt(width)
            tensors[f"{name}.{place}.weight"] = chance.normal(0.0, spread, (out, width)).astype(np.float32)
            tensors[f"{name}.{place}.bias"] = chance.normal(0.0, 0.5, out).astype(np.float32)
    if logits is not None:
        tensors["decoder.4.weight"][:] = 0.0
        tensors["decoder.4.bias"] = np.asarray(logits, np.float32).reshape(cells).copy()
    onsets = chance.random((items, cells)) < 0.3
    return tensors | {
        "groove.velocity": np.full((rows, steps), 0.8, np.float32),
        "groove.timing": np.zeros((rows, steps), np.float32),
        "corpus.z": chance.normal(size=(items, latents)).astype(np.float32),
        "corpus.label": np.arange(items, dtype=np.int16) - 1,
        "corpus.onsets": np.packbits(onsets, axis=1) if items else np.zeros((0, -(-cells // 8)), np.uint8),
    }  # fmt: skip


@pytest.fixture(scope="session")
def rhythm_file():
    """Return a maker of model files: `head` changes what it says, `tensors` what it holds."""

    def make(rows=None, steps=16, latents=2, *, head=None, tensors=None, **how):
        rows = [(row.name, row.notes) for row in GENERAL_MIDI] if rows is None else rows
        facts = rhythm_head(rows, steps, latents, **(head or {}))
        held = rhythm_tensors(facts, **how) | (tensors or {})
        return save({name: value for name, value in held.items() if value is not None}, {"descant": json.dumps(facts)})

    return make


@pytest.fixture(scope="session")
def voice_file():
    """Return a maker of files of models of sounds that nobody trained: small ones, of a tenth of a second."""

    def make(labels=("kick", "snare", "closed_hat"), latents=2, seed=3, samples=4410):
        import torch

        from descant.models.sounds import sound_vae
        from descant.training.model_file import Origin
        from descant.training.sounds import Data, Settings
        from descant.training.voice_file import VoiceFile
        from descant.transforms.canvas import Canvas, Form

        form = Form(bands=14, instants=12, samples=samples, highest_hz=15_000.0)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            label = np.arange(12, dtype=np.int16) % len(labels) if labels else np.full(12, -1, np.int16)
            pictures = np.random.default_rng(seed).random((12, Canvas(form).bands, 12), np.float32)
            data = Data(pictures, label, tuple(labels), np.zeros(12, bool))
            model = sound_vae(*pictures.shape[1:], latents=latents, labels=len(labels), width=3)
            with torch.no_grad():
                for weight in model.decoder.parameters():  # its sounds differ, as those of a trained one do
                    weight.mul_(2.0)
                model.decoder.layers[-1].bias.add_(0.5)
            settings = Settings(latents=latents, width=3)
            return VoiceFile(data, form, Origin(settings.table(), seed, "abc")).content(model, 7)

    return make


@pytest.fixture(scope="session")
def sounds_file():
    """Return what makes a model of sounds that has facts only: its places are its points, twice as far in class 1."""

    def make(labels=("bell", "kick"), latents=2, z=((0.5, -1.0), (2.0, 2.0)), label=(0, 1), **other):
        classes = max(1, len(labels))
        head = {"kind": "sounds", "format": 1, "latents": latents, "labels": list(labels), "step": 7} | other
        root = np.stack([np.eye(latents, dtype=np.float32) * (1 + (own == 1)) for own in range(classes)])
        tensors = {
            "corpus.z": np.array(z, np.float32).reshape(-1, latents), "corpus.label": np.array(label, np.int16),
            "class.mean": np.zeros((classes, latents), np.float32), "class.root": root,
        }  # fmt: skip
        return save(tensors, {"descant": json.dumps(head)})

    return make
