"""What the latent sequencer costs: a point becomes a pattern, against torch's own way; what it takes of a bar."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save

from descant import draws
from descant.corpora.rows import GENERAL_MIDI
from descant.models.patterns import pattern_vae
from descant.models.rhythm import Rhythm
from descant.models.vae import VAE
from descant.parts.sequencer import Sequencer

KEYS = ("name", "value", "unit", "baseline", "baseline_value", "ratio", "limit")
STEPS, LATENTS = 16, 4
TICK_S, LOOKAHEAD_S = 1 / 200, 0.02
EVERYTHING = {
    "temperature": 1.0, "mutate": 0.2, "walk": "random", "walk_radius": 1.0, "groove": 1.0, "humanise_ms": 10.0
}  # fmt: skip


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Return the rows of the table: what was measured, against what, and what was asked of it."""
    torch.set_num_threads(1)
    model = pattern_vae(len(GENERAL_MIDI), STEPS, latents=LATENTS, density=0.2).eval()
    data = model_file(model)
    rhythm, points = Rhythm.read(data, "bench"), draws.generator(0, "bench", "points", 0).normal(size=(2000, LATENTS))
    count = 200 if quick else 5000
    ours = median_s(lambda n: rhythm.logits(points[n % 2000]), count)
    theirs = median_s(torch_decode(model, points), count)
    table = [
        ("decoding a point to a pattern", ours * 1e6, "µs", "torch", theirs * 1e6, theirs / ours, 100),
        ("reading a model that was learned", median_s(lambda n: Rhythm.read(data, "bench"), 20) * 1e6, "µs", None, None,
         None, None),
        ("a second of the sequencer, everything moving", second_s(data, 4 if quick else 60) * 1e6, "µs", None, None,
         None, None),
    ]  # fmt: skip
    return [dict(zip(KEYS, line, strict=True)) for line in table]


def model_file(model: VAE) -> bytes:
    """Return an untrained model as a file."""
    shape = len(GENERAL_MIDI), STEPS
    tensors = {name: weight.numpy() for name, weight in model.state_dict().items()} | {
        "groove.velocity": np.full(shape, 0.8, np.float32), "groove.timing": np.zeros(shape, np.float32),
        "corpus.z": np.zeros((2048, LATENTS), np.float32), "corpus.label": np.zeros(2048, np.int16),
        "corpus.onsets": np.zeros((2048, -(-shape[0] * shape[1] // 8)), np.uint8),
    }  # fmt: skip
    head = {
        "kind": "patterns", "format": 1, "step": 0, "rows": [[row.name, list(row.notes)] for row in GENERAL_MIDI],
        "steps": STEPS, "steps_per_quarter": 4, "latents": LATENTS, "labels": [], "conditioned": False,
    }  # fmt: skip
    return save(tensors, {"descant": json.dumps(head)})


def torch_decode(model: VAE, points: np.ndarray) -> Callable[[int], Any]:
    """Return what makes a pattern of a point by torch."""
    rows = torch.tensor(points, dtype=torch.float32)

    @torch.no_grad()
    def decode(n: int) -> Any:
        return model.decode(rows[n % len(rows)][None]).numpy()

    return decode


def median_s(work: Callable[[int], Any], count: int) -> float:
    """Return the median seconds that one of so many takes."""
    taken = []
    for n in range(count):
        start = time.perf_counter()
        work(n)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def second_s(data: bytes, seconds: int) -> float:
    """Return what a second of music takes, tick by tick, with all that can move moving."""
    part = Sequencer("drums", {row.name: row.default for row in Sequencer.parameters} | EVERYTHING, 0)
    part.load("model", data)
    part.begin(LOOKAHEAD_S, None)
    start = time.perf_counter()
    for tick in range(round(seconds / TICK_S)):
        part.advance(tick * TICK_S + LOOKAHEAD_S)
    return (time.perf_counter() - start) / seconds


if __name__ == "__main__":
    for row in rows():
        print(row)
