"""What a model of rhythms is worth: the made corpus in four dimensions, a dozen patterns, bf16; and what each takes.

Seconds are a core's, so that a busy machine says the same; on a free one they are the clock's.
"""

import time
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from descant.corpora.making import Make, make_patterns
from descant.corpora.patterns import Grid
from descant.training.loop import figures
from descant.training.patterns import Data, PatternTask, Settings

KEYS = ("name", "value", "unit", "baseline", "baseline_value", "ratio", "limit")
SETTINGS = Settings(latents=4)
DOZEN, DOZEN_STEPS = 12, 3000
TURN, TURNS = 25, 40  # steps of one kind, then of the other
COUNT = 100  # patterns a rhythm


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Return the rows of the table: what was measured, against what, and what was asked of it."""
    torch.set_num_threads(1)
    start = time.process_time()
    corpus = make_patterns(Make(Grid(), count=20 if quick else COUNT))
    data = Data(corpus.onsets, corpus.label, corpus.labels, corpus.held_out)
    steps = 100 if quick else SETTINGS.steps
    task = trained(data, SETTINGS, steps)
    made_s = time.process_time() - start
    found, told = figures(task), task.told()
    halved = figures(trained(data, replace(SETTINGS, precision="bf16"), steps))
    start = time.process_time()
    dozen = figures(trained(few(data), replace(SETTINGS, latents=2), 100 if quick else DOZEN_STEPS))
    dozen_s = time.process_time() - start
    single, half = both_s(data, 2 if quick else TURNS)
    table = [
        ("made corpus, 4 dimensions: cells right, held out", found["cells"], "", None, None, None, ask(0.97, quick)),
        ("made corpus, 4 dimensions: F1 of onsets, held out", found["f1"], "", None, None, None, ask(0.90, quick)),
        ("made corpus, 4 dimensions: labels told from z", told, "", None, None, None, ask(0.90, quick)),
        ("made corpus, made and trained, one core", made_s, "s", None, None, None, 60),
        ("twelve patterns, trained, one core", dozen_s, "s", None, None, None, 20),
        ("twelve patterns: F1 of onsets, trained with", dozen["train_f1"], "", None, None, None, ask(0.90, quick)),
        ("training step in bf16, against float32", single / half, "×", "float32", None, None, ask(1.4, quick)),
        ("bound in bf16, held out", halved["elbo"], "nats", "float32", found["elbo"], None, None),
    ]
    return [dict(zip(KEYS, line, strict=True)) for line in table]


def ask(limit: float, quick: bool) -> float | None:
    """Return a limit; of what was hardly trained nothing is asked."""
    return None if quick else limit


def trained(data: Data, settings: Settings, steps: int) -> PatternTask:
    """Return a task after so many steps."""
    task = PatternTask(data, settings, seed=0)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        take(task, range(steps))
    return task


def few(data: Data) -> Data:
    """Return the textbook's form of the first dozen rhythms."""
    first = np.flatnonzero(np.diff(data.label, prepend=-1))[:DOZEN]
    return Data(data.onsets[first], data.label[first], data.labels, np.zeros(len(first), bool))


def take(task: PatternTask, steps: range) -> None:
    """Take steps."""
    for step in steps:
        loss, _ = task.loss(step)
        task.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        task.optimizer.step()


def both_s(data: Data, turns: int) -> tuple[float, float]:
    """Return a core's seconds of a step in float32 and in bf16, in turn; of each the least of its turns."""
    tasks = [PatternTask(data, replace(SETTINGS, precision=precision), seed=0) for precision in ("float32", "bf16")]
    taken: list[list[float]] = [[], []]
    for turn in range(turns):
        for task, times in zip(tasks, taken, strict=True):
            start = time.process_time()
            take(task, range(turn * TURN, (turn + 1) * TURN))
            times.append((time.process_time() - start) / TURN)
    return min(taken[0]), min(taken[1])


if __name__ == "__main__":
    for row in rows():
        print(row)
