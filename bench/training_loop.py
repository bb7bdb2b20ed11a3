"""What the training loop costs: a step of the pattern VAE with curves, checkpoints and streams, against a bare loop."""

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from descant import draws
from descant.training.loop import Rhythm, Step, train
from descant.training.patterns import Data, PatternTask, Settings
from descant.training.run import Facts, Run

KEYS = ("name", "value", "unit", "baseline", "baseline_value", "ratio", "limit")
PATTERNS, LATENTS = 2000, 4
STREAM = 20  # a stream's listener reads every so many steps
TURN = 50  # steps of one kind, then of the other
HALF = Rhythm(checkpoint_s=2 * Rhythm().checkpoint_s)  # the clock goes on while the bare loop has its turn


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Return the rows of the table: what was measured, against what, and what was asked of it."""
    torch.set_num_threads(1)
    count = 200 if quick else 4000
    ours, bare = both_s(count)
    looped = "a bare loop"
    table = [
        ("training loop, of a bare loop's speed", bare / ours, "×", looped, None, None, 0.95),
        ("training step of the pattern VAE", ours / count * 1e6, "µs", looped, bare / count * 1e6, bare / ours, None),
    ]
    return [dict(zip(KEYS, line, strict=True)) for line in table]


def task() -> PatternTask:
    """Return a new task on random patterns, of the size of a corpus that rules make."""
    draw = draws.generator(0, "bench", "patterns", 0)
    onsets = (draw.random((PATTERNS, 9, 16)) < 0.12).astype(np.uint8)
    data = Data(onsets, np.full(PATTERNS, -1), (), np.arange(PATTERNS) < 20)
    return PatternTask(data, Settings(latents=LATENTS), seed=0)


def both_s(count: int) -> tuple[float, float]:
    """Return the seconds of so many steps with all that a run keeps and shows, and of as many bare ones.

    They are taken in turn, a few at a time, so that a busy machine is busy for both.
    """
    work, other = task(), task()
    shown, away_s = [], 0.0

    def look(step: Step) -> None:
        nonlocal away_s
        if step.number % STREAM == 0:
            shown.append(step.line())
        if step.number % TURN == 0:
            start = time.perf_counter()
            bare_steps(other, range(step.number - TURN, step.number))
            away_s += time.perf_counter() - start

    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder) / "run")
        run.begin(Facts("patterns", {}, 0, {}))
        start = time.perf_counter()
        train(work, run, steps=count, seed=0, seen=look, rhythm=HALF)
        return time.perf_counter() - start - away_s, away_s


def bare_steps(work: PatternTask, steps: range) -> None:
    """Take steps as anyone writes them."""
    for step in steps:
        loss, _ = work.loss(step)
        work.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        work.optimizer.step()


if __name__ == "__main__":
    for row in rows():
        print(row)
