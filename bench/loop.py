"""How exactly a loop's hits lie where they belong: each is one sample of a click, found again in the file."""

import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import soundfile
import supriya.ugens
from supriya import SynthDef, SynthDefBuilder

from descant.cli.loop import SHIPPED
from descant.models.rhythm import Rhythm
from descant.performance import looping
from descant.performance.looping import Loop, write_loop

POINTS = ((0.1, -1.5), (-1.6, 1.1), (1.9, 1.5), (-2.4, -0.3), (0.0, 2.5))
TEMPI = (97.3, 120.0, 174.0)
BARS = 32


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` plays one point at one tempo."""
    worst = hits = 0
    with tempfile.TemporaryDirectory(prefix="descant-bench-") as folder, patch.object(looping, "read_synthdef", _click):
        for at in POINTS[:1] if quick else POINTS:
            for bpm in TEMPI[:1] if quick else TEMPI:
                error, count = _measured(at, bpm, Path(folder, "loop.wav"))
                worst, hits = max(worst, error), hits + count
    return [
        {
            "name": f"onsets in a file against the grid ({hits} hits)", "value": float(worst), "unit": "samples",
            "baseline": None, "baseline_value": None, "ratio": None, "limit": 1.0,
        }
    ]  # fmt: skip


def _measured(at: tuple[float, ...], bpm: float, out: Path) -> tuple[int, int]:
    """Return the largest error in samples, and of how many hits."""
    data = SHIPPED.read_bytes()
    told = {"groove": 1.0, "swing": 58.0, "humanise_ms": 3.0}
    loop = Loop(
        model=data, rhythm=Rhythm.read(data, "shipped"), at=at, bars=BARS, bpm=bpm, seed=1, told=dict(told)
    )  # fmt: skip
    wanted = np.array(sorted({stroke.frame for stroke in write_loop(loop, out)}))
    sound, _ = soundfile.read(out)
    found = np.flatnonzero(sound[:, 0] > 0.01)
    apart = np.abs(found[:, None] - wanted[None])
    return int(max(apart.min(axis=0).max(), apart.min(axis=1).max())), len(wanted)


def _click(name: str, path: Path | None) -> SynthDef:
    """Return a SynthDef whose whole sound is one sample."""
    u: Any = supriya.ugens
    with SynthDefBuilder(out=0, gate=1) as builder:
        u.FreeSelf.kr(trigger=1 - builder["gate"])
        u.OffsetOut.ar(bus=builder["out"], source=[u.Impulse.ar(frequency=0.0) * 0.1] * 2)
    return builder.build(name=f"click-{name}")
