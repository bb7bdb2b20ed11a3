"""How fast learners step, against torch doing the same one by one and all at once."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from descant.learning.bank import LearnerBank

LEARNERS, POINTS, RATE = 1024, 100, 0.15
KEYS = ("name", "value", "unit", "baseline", "baseline_value", "ratio", "limit")
TORCH = torch.float32  # what torch is fastest with; the bank is float64


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Return the rows of the table: what was measured, against what, and what was asked of it."""
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    targets, thetas = rng.uniform(-1, 1, (2, LEARNERS, 4))
    rounds = 3 if quick else 9
    # taken in turn, so that a busy machine is busy for all of them
    bank, batch, loop, one, single = medians_s(
        [
            (bank_step(targets, thetas), 100),
            (batched_step(targets, thetas), 30),
            (loop_step(targets, thetas), 1),
            (bank_step(targets[:1], thetas[:1]), 1000),
            (loop_step(targets[:1], thetas[:1]), 100),
        ],
        rounds,
    )
    what = f"bank step, {LEARNERS:,} cubics × {POINTS} points"
    looped, batched = "a Python loop of torch autograd learners", "one batched torch autograd step"
    table = [
        (f"{what}, one core", 1 / bank, "steps/s", looped, 1 / loop, loop / bank, 8000),
        (f"{what}, against a loop", loop / bank, "×", looped, 1 / loop, loop / bank, 500),
        (f"{what}, against a batch", batch / bank, "×", batched, 1 / batch, batch / bank, 3),
        ("step of one learner alone", one * 1e6, "µs", "a torch autograd learner", single * 1e6, single / one, 10),
    ]
    return [dict(zip(KEYS, line, strict=True)) for line in table]


def medians_s(jobs: list[tuple[Callable[[], object], int]], rounds: int) -> list[float]:
    """Return the median seconds a call of each job, called so many times a round; a first round warms up."""
    taken: list[list[float]] = [[] for _ in jobs]
    for _ in range(rounds + 1):
        for times, (call, count) in zip(taken, jobs, strict=True):
            start = time.perf_counter()
            for _ in range(count):
                call()
            times.append((time.perf_counter() - start) / count)
    return [statistics.median(times[1:]) for times in taken]


def bank_step(targets: np.ndarray, thetas: np.ndarray) -> Callable[[], object]:
    bank = LearnerBank("cubic")
    for target, theta in zip(targets, thetas, strict=True):
        bank.add(target, theta, learning_rate=RATE, points=POINTS)
    return bank.step


def powers() -> torch.Tensor:
    """Return x³, x², x, 1 of the points, ``(points, 4)``."""
    x = torch.linspace(-1, 1, POINTS, dtype=TORCH)
    return torch.stack([x**3, x**2, x, torch.ones_like(x)], dim=1)


def batched_step(targets: np.ndarray, thetas: np.ndarray) -> Callable[[], object]:
    basis = powers().T.contiguous()
    goals = torch.tensor(targets, dtype=TORCH) @ basis
    weights = torch.tensor(thetas, dtype=TORCH, requires_grad=True)

    def step() -> None:
        loss = (weights @ basis - goals).square().mean(dim=1).sum()
        (gradient,) = torch.autograd.grad(loss, weights)
        with torch.no_grad():
            weights.sub_(gradient, alpha=RATE)

    return step


def loop_step(targets: np.ndarray, thetas: np.ndarray) -> Callable[[], object]:
    basis = powers()
    goals = [basis @ torch.tensor(target, dtype=TORCH) for target in targets]
    weights = [torch.tensor(theta, dtype=TORCH, requires_grad=True) for theta in thetas]

    def step() -> None:
        for goal, theta in zip(goals, weights, strict=True):
            loss = (basis @ theta - goal).square().mean()
            (gradient,) = torch.autograd.grad(loss, theta)
            with torch.no_grad():
                theta.sub_(gradient, alpha=RATE)

    return step


if __name__ == "__main__":
    print(f"{Path(__file__).name}: torch {torch.__version__}, one thread; NumPy {np.__version__}")
    for line in rows():
        print(
            f"{line['name']:58} {line['value']:10.1f} {line['unit']:8} asked {line['limit']:>6,}"
            f"   {line['baseline_value']:10.1f} {line['baseline']} ({line['ratio']:.1f} ×)"
        )
