"""What the non-stationary Gabor transform costs and how exact it is, beside the package `nsgt` where that is installed.

`nsgt` 0.19 needs `pip install setuptools wheel Cython numpy`, and then `pip install --no-build-isolation nsgt`. It
writes floats into an array of whole numbers, which numpy 2 refuses; that one line is mended here. Times are the
processor's: nothing here waits, and what else runs on the machine does not count.
"""

import importlib
import math
import sys
import warnings
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from bench.phase import medians_ms

from descant.transforms.nsgt import NSGT, CompactNSGT
from descant.transforms.scales import Scale

KEYS = ("name", "value", "unit", "baseline", "baseline_value", "ratio", "limit")
RATE_HZ = LENGTH = 44_100
LOWEST_HZ, HIGHEST_HZ, PER_OCTAVE, BATCH = 27.5, 22_050.0, 24, 32
SCALE = Scale("octave", PER_OCTAVE, LOWEST_HZ, HIGHEST_HZ)
LIMITS_DB = {torch.float32: 120, torch.float64: 240}  # an error of 1e-6, of 1e-12


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Return the rows of the table: what was measured, against what, and what was asked of it."""
    torch.set_num_threads(1)
    compact, matrix = CompactNSGT(SCALE, LENGTH), NSGT(SCALE, LENGTH)
    sounds = 0.1 * torch.randn(BATCH, LENGTH, generator=torch.Generator().manual_seed(0))
    one, coefficients = sounds[0], compact(sounds[0])
    their_forward, their_inverse = theirs(one.double().numpy()) or (lambda: None, lambda: None)
    # taken in turn, so that a busy machine is busy for all of them
    forward, inverse, batch, whole, other, back = medians_ms(
        [
            (lambda: compact(one), 20),
            (lambda: compact.inverse(coefficients), 20),
            (lambda: compact(sounds), 1),
            (lambda: matrix(one), 10),
            (their_forward, 2),
            (their_inverse, 2),
        ],
        5 if quick else 25,
    )
    item = batch / BATCH
    known = their_forward() is not None
    name, other_ms, back_ms = ("nsgt, mended", other, back) if known else (None, None, None)

    def against(ours: float, them: float) -> float | None:
        return them / ours if known else None

    what = f"NSGT, {PER_OCTAVE} bands an octave"
    table = [
        (f"{what}: 1 s forward, one core", forward, "ms", name, other_ms, against(forward, other), 1.2),
        (f"{what}: 1 s inverse", inverse, "ms", name, back_ms, against(inverse, back), None),
        (f"{what}: a second of {BATCH}, forward", item, "ms", name, other_ms, against(item, other), None),
        (f"{what}: 1 s forward as a matrix", whole, "ms", None, None, None, None),
        *((f"{what}: sound to error, {dtype}", exactness_db(dtype), "dB", None, None, None, LIMITS_DB[dtype])
          for dtype in LIMITS_DB),
    ]  # fmt: skip
    if known:
        table += [
            (f"{what}: speed of one", other / forward, "×", name, other_ms, other / forward, 4),
            (f"{what}: speed of each of {BATCH}", other / item, "×", name, other_ms, other / item, 10),
        ]
    return [dict(zip(KEYS, line, strict=True)) for line in table]


def exactness_db(dtype: torch.dtype) -> float:
    """Return how far the error of transform and inverse lies below a second of noise, in dB; the worse form counts."""
    sound = torch.randn(LENGTH, dtype=torch.float64, generator=torch.Generator().manual_seed(1)).to(dtype)
    forms = [form(SCALE, LENGTH, dtype=dtype) for form in (CompactNSGT, NSGT)]
    errors = [float((form.inverse(form(sound)) - sound).norm() / sound.norm()) for form in forms]
    return -20.0 * math.log10(max(errors))


def theirs(sound: np.ndarray) -> tuple[Callable[[], object], Callable[[], object]] | None:
    """Return the transform and the inverse of the package `nsgt`, or None where it is not installed."""
    warnings.simplefilter("ignore")  # of a Q too high for the lowest bands, and of pyfftw
    try:
        windows = importlib.import_module("nsgt.nsgfwin_sl")
    except ImportError:
        print("bench.transforms: nothing is held against nsgt; pip install --no-build-isolation nsgt", file=sys.stderr)
        return None
    nsgt = importlib.import_module("nsgt")
    windows.np = SimpleNamespace(**{**vars(np), "clip": _clip})
    transform = nsgt.NSGT(nsgt.OctScale(LOWEST_HZ, HIGHEST_HZ, PER_OCTAVE), RATE_HZ, LENGTH, real=True)
    coefficients = list(transform.forward(sound))
    return lambda: list(transform.forward(sound)), lambda: transform.backward(coefficients)


def _clip(values: np.ndarray, least: float, most: float, out: np.ndarray) -> np.ndarray:
    """Do what `nsgt` asks of np.clip, into an array of whole numbers too."""
    out[:] = np.clip(values, least, most)
    return out


if __name__ == "__main__":
    for line in rows():
        limit = "" if line["limit"] is None else f"asked {line['limit']}"
        ratio = (
            "" if line["ratio"] is None else f"{line['baseline_value']:.2f} {line['baseline']} ({line['ratio']:.1f} ×)"
        )
        print(f"{line['name']:60} {line['value']:9.3f} {line['unit']:3} {limit:12} {ratio}")
