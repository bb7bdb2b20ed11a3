"""Phase for magnitudes: how near each method comes to the sound, and what it costs. `python -m bench.phase` for all.

Compared on one-shots, their magnitudes true, or smoothed as a model would draw them: by spectral convergence and
log-spectral distance of a short-time spectrogram of what is heard (the lower, the nearer), and by processor time.
"""

import math
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import torch
from bench.one_shots import KINDS, one_shots
from torch import Tensor

from descant.transforms.griffin_lim import fast_griffin_lim
from descant.transforms.measures import log_spectral_distance_db, spectral_convergence_db, spectrogram
from descant.transforms.nsgt import NSGT
from descant.transforms.phase import heap_integrated, swept
from descant.transforms.scales import Scale

KEYS = ("name", "value", "unit", "baseline", "baseline_value", "ratio", "limit")
LENGTH, SOUNDS = 44_100, 9
PICTURES = {
    "mel 96": (Scale("mel", 96, 30.0, 22050.0), 1.0),
    "mel 64, spread 2": (Scale("mel", 64, 30.0, 22050.0), 2.0),
    "mel 128, spread 2": (Scale("mel", 128, 30.0, 22050.0), 2.0),
    "octave 12": (Scale("octave", 12, 32.7, 22050.0), 1.0),
    "linear 128, spread 2": (Scale("linear", 128, 0.0, 22050.0), 2.0),
}
USUAL = "mel 96"
Method = Callable[[NSGT, Tensor], Tensor]


def by_chance(transform: NSGT, magnitudes: Tensor) -> Tensor:
    """Return coefficients whose phases are drawn."""
    turns = torch.rand(magnitudes.shape, generator=torch.Generator().manual_seed(0))
    return torch.polar(magnitudes, 2.0 * math.pi * turns)


def then(start: Method, iterations: int) -> Method:
    """Return a method, and so many iterations of fast Griffin-Lim after it."""
    return lambda transform, m: fast_griffin_lim(transform, m, start(transform, m), iterations)


def with_heap(transform: NSGT, magnitudes: Tensor) -> Tensor:
    return torch.stack([heap_integrated(transform, one) for one in magnitudes])


METHODS: dict[str, Method] = {
    "by chance": by_chance,
    "fast Griffin-Lim, 5": then(by_chance, 5),
    "fast Griffin-Lim, 20": then(by_chance, 20),
    "fast Griffin-Lim, 100": then(by_chance, 100),
    "heap": with_heap,
    "swept": swept,
    "swept, then 1": then(swept, 1),
    "swept, then 5": then(swept, 5),
}


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Return the rows of the table: what a new set of sounds costs, and how near it comes."""
    torch.set_num_threads(1)
    transform, sounds = picture(USUAL), torch.from_numpy(one_shots(2))[:SOUNDS]
    magnitudes = transform(sounds).abs()
    ours, theirs = METHODS["swept"], METHODS["fast Griffin-Lim, 20"]
    jobs = [(lambda method=method: transform.inverse(method(transform, magnitudes)), 1) for method in (ours, theirs)]
    cost_ms, other_ms = medians_ms(jobs, 1 if quick else 5)
    found, other = (nearness(transform, method(transform, magnitudes), sounds) for method in (ours, theirs))
    against = "fast Griffin-Lim in the NSGT domain, 20 iterations"
    what = f"magnitudes of {SOUNDS} sounds of one second"
    table = [
        (f"{what} → samples, one core", cost_ms, "ms", against, other_ms, other_ms / cost_ms, 100),
        (f"{what}: spectral convergence", -found[0], "dB", against, -other[0], None, None),
        (f"{what}: log-spectral distance", found[1], "dB off", against, other[1], None, None),
    ]
    return [dict(zip(KEYS, line, strict=True)) for line in table]


def picture(name: str) -> NSGT:
    scale, spread = PICTURES[name]
    return NSGT(scale, LENGTH, spread=spread)


def medians_ms(jobs: list[tuple[Callable[[], object], int]], rounds: int) -> list[float]:
    """Return the median milliseconds of processor time of each job, called so many times a round; a first warms up."""
    taken: list[list[float]] = [[] for _ in jobs]
    for _ in range(rounds + 1):
        for times, (call, count) in zip(taken, jobs, strict=True):
            start = time.process_time()
            for _ in range(count):
                call()
            times.append((time.process_time() - start) * 1000 / count)
    return [statistics.median(times[1:]) for times in taken]


def nearness(transform: NSGT, coefficients: Tensor, sounds: Tensor) -> tuple[float, float]:
    """Return spectral convergence and log-spectral distance in dB, the mean over sounds."""
    heard, wanted = spectrogram(transform.inverse(coefficients)), spectrogram(sounds)
    both = spectral_convergence_db(heard, wanted), log_spectral_distance_db(heard, wanted)
    return float(both[0].mean()), float(both[1].mean())


def smoothed(magnitudes: Tensor) -> Tensor:
    """Return magnitudes with their detail gone: the mean level of three bands and about 5 ms around each."""
    frames = 2 * (magnitudes.shape[-1] // 400) + 1
    levels = torch.log(magnitudes + 1e-6)[:, None]
    mean = torch.nn.functional.avg_pool2d(levels, (3, frames), 1, (1, frames // 2), count_include_pad=False)
    return (torch.exp(mean[:, 0]) - 1e-6).clamp(min=0.0)


def main(names: list[str]) -> None:
    """Print all methods on all pictures, or on those named."""
    torch.set_num_threads(1)
    sounds = torch.from_numpy(one_shots(1))
    print(
        f"{len(KINDS)} sounds; spectral convergence, log-spectral distance in dB; ms for each sound, inverse included"
    )
    for name in names or PICTURES:
        transform = picture(name)
        print(
            f"\n{name}: {transform.bands} bands × {transform.frames} frames    true              smoothed          ms"
        )
        for line in compared(transform, sounds):
            print(line)


def compared(transform: NSGT, sounds: Tensor) -> Iterator[str]:
    """Yield a line for each method."""
    true = transform(sounds).abs()
    for name, method in METHODS.items():
        found = [nearness(transform, method(transform, m), sounds) for m in (true, smoothed(true))]
        (cost_ms,) = medians_ms([(lambda method=method: transform.inverse(method(transform, true)), 1)], 1)
        yield (
            f"  {name:24}" + "".join(f"{sc:8.1f} {lsd:6.2f}   " for sc, lsd in found) + f"{cost_ms / len(sounds):8.1f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
