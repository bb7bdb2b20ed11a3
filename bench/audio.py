"""How fast the bundled take is performed: sound, Descant's share of it, the whole with its picture, the check."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from pythonosc.osc_message_builder import OscMessageBuilder

from descant.patch import load
from descant.performance.offline import Job, Timing, midi_inputs, perform

PIECE = "losses-dissonances-distortions"
PATCH = Path("patches", f"{PIECE}.toml")
PLAYED = Path("patches", "takes", f"{PIECE}.mid")
NAIVE = "a torch autograd step a learner, python-osc message by message"


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` measures once and leaves the picture out."""
    with tempfile.TemporaryDirectory(prefix="descant-bench-") as folder:
        out = Path(folder, "out")
        timings = [_perform(out, movie=False) for _ in range(1 if quick else 5)]
        lines = [json.loads(line) for line in (out / "take.jsonl").read_text().splitlines()]
        found = [*_sound(timings, lines), _check()]
        if not quick:
            found.append(_whole(_perform(out, movie=True)))
        return found


def _perform(out: Path, *, movie: bool) -> Timing:
    patch = load(PATCH)
    job = Job(patch=patch, inputs=midi_inputs(patch, PLAYED), seed=patch.seed, movie=movie)
    return perform(job, out, lambda stage, done: None)


def _sound(timings: list[Timing], lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    duration_s = timings[0].duration_s
    own_s = statistics.median(timing.performing_s for timing in timings)
    scsynth_s = statistics.median(timing.scsynth_s for timing in timings)
    both_s = statistics.median(timing.performing_s + timing.scsynth_s for timing in timings)
    naive_s = _naive(lines)
    return [
        _row("bundled take: sound", duration_s / both_s, duration_s / (naive_s + scsynth_s), limit=80.0),
        _row("bundled take: Descant's own share", duration_s / own_s, duration_s / naive_s),
        {**_row("bundled take: scsynth's share", duration_s / scsynth_s, None), "baseline": None},
    ]


def _row(name: str, value: float, baseline: float | None, limit: float | None = None) -> dict[str, Any]:
    ratio = value / baseline if baseline else None
    return {
        "name": name, "value": value, "unit": "× real time", "baseline": NAIVE, "baseline_value": baseline,
        "ratio": ratio, "limit": limit,
    }  # fmt: skip


def _naive(lines: list[dict[str, Any]]) -> float:
    """Return the seconds that the steps and messages of a take cost when written the obvious way."""
    torch.set_num_threads(1)
    draws = {(line["draw"], line["learner"]): line for line in lines if "draw" in line}
    losses: dict[tuple[str, int], Callable[[], torch.Tensor]] = {}
    optimizers: dict[tuple[str, int], torch.optim.Optimizer] = {}
    for key, line in draws.items():
        losses[key], optimizers[key] = _torch_learner(line)
    began = time.perf_counter()
    for line in lines:
        if "step" in line:
            key = line["step"], line["learner"]
            optimizers[key].zero_grad()
            loss = losses[key]()
            loss.backward()
            optimizers[key].step()
            delta = 0.1 * loss.item()
            for voice, _ in line["detunes"]:
                for k in (2, 3, 4):
                    _message("/n_set", 1000 + voice, f"partial{k}", 440.0 * k * (1 + delta))
        elif "on" in line:
            _message("/s_new", "overtones", 1000 + line["voice"], 0, 1, "freq", line["frequency_hz"])
        elif "off" in line:
            _message("/n_set", 1000 + line["voice"], "gate", 0)
    return time.perf_counter() - began


def _torch_learner(line: dict[str, Any]) -> tuple[Callable[[], torch.Tensor], torch.optim.Optimizer]:
    target = torch.tensor(line["target"], dtype=torch.float64)
    theta = torch.tensor(line["theta"], dtype=torch.float64, requires_grad=True)
    if "n" in line:
        t = torch.arange(line["points"], dtype=torch.float64)[:, None] * (2 * torch.pi / line["points"])
        n = torch.tensor(line["n"], dtype=torch.float64)

        def loss() -> torch.Tensor:
            return ((torch.cos(n * t + theta) - torch.cos(n * t + target)) ** 2).mean()
    else:
        x = torch.linspace(-1, 1, line["points"], dtype=torch.float64)

        def loss() -> torch.Tensor:
            a, b, c, d = theta - target
            return ((a * x**3 + b * x**2 + c * x + d) ** 2).mean()

    return loss, torch.optim.SGD([theta], lr=line["learning_rate"])


def _message(address: str, *arguments: float | str) -> bytes:
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build().dgram


def _check() -> dict[str, Any]:
    command = [sys.executable, "-m", "descant", "check", str(PATCH)]
    value = statistics.median(_seconds(command) for _ in range(5))
    baseline = statistics.median(_seconds([sys.executable, "-c", "import torch"]) for _ in range(3))
    return {
        "name": "descant check", "value": value, "unit": "s", "baseline": "import torch", "baseline_value": baseline,
        "ratio": baseline / value, "limit": 1.0,
    }  # fmt: skip


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _whole(timing: Timing) -> dict[str, Any]:
    seconds = timing.performing_s + timing.scsynth_s + timing.movie_s
    value = timing.duration_s / seconds
    return {
        "name": "bundled take: sound and 1280×720 picture at 30 frames/s", "value": value, "unit": "× real time",
        "baseline": None, "baseline_value": None, "ratio": None, "limit": 2.0,
    }  # fmt: skip


if __name__ == "__main__":
    for row in rows():
        print(row)
