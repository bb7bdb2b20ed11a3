"""How fast a note is answered on stage: MIDI byte → OSC datagram, idle, beside a torch training, with the picture.

Real parts: JACK without a sound card, a player's port, the MIDI process, scsynth, the take written to disk. The
performance has a process of its own, as the training has; the player is this one. A byte is *in* when the program
first has it: Descant's MIDI process reads its queue every half millisecond and stamps what it finds, the baseline is
called by rtmidi's thread, which stamps in C++. The rows from JACK's delivery count both from the same moment.
"""

import json
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from bench import naive, stage
from bench.player import Plan, Times, dense, piece, player

DENSE_S = 20.0


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` plays a fifth of the notes, and leaves the dense playing out."""
    if lacking := stage.lacking():
        print(f"bench.live: {lacking}", file=sys.stderr)
        return []
    plan = piece(80 if quick else 400)
    with stage.jack(), tempfile.TemporaryDirectory(prefix="descant-bench-") as folder:
        idle = performed(Path(folder, "idle"), plan)
        found = _note("idle", 1.0, idle, answered("bench.naive", plan))
        with stage.child("bench.training") as training:
            training.wait()
            beside = performed(Path(folder, "beside"), plan)
        found += _note("beside a torch training", 2.0, beside, answered("bench.naive", plan, "trains"))
        found += _picture(Path(folder, "picture"), plan, idle)
        if not quick:
            found += _endurance(performed(Path(folder, "dense"), dense(DENSE_S)))
    return found


# ---------------------------------------------------------------- measuring
@dataclass(frozen=True, slots=True)
class Answered:
    """What one run gave: when each note was played and answered, and what the child says besides."""

    times: Times
    said: dict[str, Any]
    memory_mib: tuple[float, float]  # after a quarter of the time, and at the end

    @property
    def lost(self) -> int:
        """Return how many notes were not answered."""
        return len(self.times.struck) - len(self.said["sent"])

    def since_delivery_ms(self) -> np.ndarray:
        """Return the milliseconds from JACK's delivery of each note; where one is lost, nothing can be told."""
        delivered, sent = self.times.delivered, np.array(self.said["sent"])
        return (sent - delivered) * 1000 if len(sent) == len(delivered) else np.full(1, np.inf)

    def since_read_ms(self) -> np.ndarray:
        """Return the milliseconds from when the program first had each note."""
        if "read" not in self.said:
            return self.since_delivery_ms()
        return (np.array(self.said["sent"]) - np.array(self.said["read"])) * 1000


def performed(folder: Path, plan: Plan, *more: str, environment: dict[str, str] | None = None) -> Answered:
    """Let a performance of the piece answer."""
    return answered("bench.performer", plan, str(folder), *more, environment=environment)


def answered(module: str, plan: Plan, *arguments: str, environment: dict[str, str] | None = None) -> Answered:
    """Let a child answer while this process plays."""
    early = 0.0
    with player() as hands, stage.child(module, *arguments, environment=environment) as child:
        child.wait()
        quarter = plan[-1][0] / 4

        def look(now: float) -> None:
            nonlocal early
            if not early and now >= quarter:
                early = child.memory_mib()

        times = hands.play(plan, look)
        late = child.memory_mib()
        return Answered(times, json.loads(child.end(signal.SIGINT)), (early, late))


# ---------------------------------------------------------------- rows
def _note(how: str, limit_ms: float, run: Answered, baseline: Answered) -> list[dict[str, Any]]:
    what = f"MIDI byte → OSC datagram, {how}"

    def line(
        name: str, of: Callable[[Answered], float], limit: float | None = None, unit: str = "ms"
    ) -> dict[str, Any]:
        return row(f"{what}{name}", of(run), unit, limit, baseline=naive.NAME, baseline_value=of(baseline))

    return [
        line(": p50", lambda of: _p(50, of.since_read_ms())),
        line(": p99", lambda of: _p(99, of.since_read_ms()), limit_ms),
        line(": worst", lambda of: _p(100, of.since_read_ms())),
        line(", from JACK's delivery: p50", lambda of: _p(50, of.since_delivery_ms())),
        line(", from JACK's delivery: p99", lambda of: _p(99, of.since_delivery_ms())),
        line(f": of {len(run.times.struck)} notes", lambda of: of.lost, 0, "lost"),
        row(f"{what}: scsynth's cycles missed", run.said["xruns"], "xruns", 0),
    ]


def _picture(folder: Path, plan: Plan, idle: Answered) -> list[dict[str, Any]]:
    with stage.screen() as screen:
        if not screen:
            print("bench.live: no Xvfb, nothing is measured with the picture; install xvfb", file=sys.stderr)
            return []
        run = performed(folder, plan, "picture", environment=screen)
    without = _p(99, idle.since_read_ms())
    return [
        row(
            "MIDI byte → OSC datagram, with the picture: p99", _p(99, run.since_read_ms()), "ms",
            baseline="without the picture", baseline_value=without,
        ),
        row("picture: telling it, a message", run.said["show_us"], "µs"),
    ]  # fmt: skip


def _endurance(run: Answered) -> list[dict[str, Any]]:
    (early, late), took = run.memory_mib, run.since_read_ms()
    quarter = len(took) // 4
    what = f"{DENSE_S:.0f} s of dense playing"
    return [
        row(f"{what}: of {len(run.times.struck)} notes", run.lost, "lost", 0),
        row(
            f"{what}: memory, end less first quarter", late - early, "MiB", baseline="after the first quarter",
            baseline_value=early,
        ),
        row(
            f"{what}: MIDI byte → OSC datagram p50, last quarter", _p(50, took[-quarter:]), "ms",
            baseline="first quarter", baseline_value=_p(50, took[:quarter]),
        ),
    ]  # fmt: skip


def _p(percent: float, values: np.ndarray) -> float:
    return float(np.percentile(values, percent))


def row(
    name: str, value: float, unit: str, limit: float | None = None, *, baseline: str | None = None,
    baseline_value: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return one row of the table."""
    ratio = baseline_value / value if baseline_value is not None and value and unit == "ms" else None
    return {
        "name": name, "value": value, "unit": unit, "baseline": baseline, "baseline_value": baseline_value,
        "ratio": ratio, "limit": limit,
    }  # fmt: skip


if __name__ == "__main__":
    began = time.monotonic()
    for found in rows("--quick" in sys.argv):
        shown = "" if found["baseline_value"] is None else f"against {found['baseline_value']:.3f}: {found['baseline']}"
        print(f"{found['name']:75} {found['value']:9.3f} {found['unit']:6} limit {found['limit']} {shown}")
    print(f"{time.monotonic() - began:.0f} s")
