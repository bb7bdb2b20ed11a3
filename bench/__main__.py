"""Measure Descant's speed: ``python -m bench`` prints one table and writes ``out/bench.json``.

Each module named below has ``rows(quick=False)``, a list of rows. A row's ``limit`` is of its ``value``, in
its ``unit``: the most where that is a time or counts faults, else the least. Without a limit a row only informs.
"""

import argparse
import importlib
import json
import math
import sys
import time
from pathlib import Path
from typing import TypedDict

from rich.console import Console
from rich.table import Table
from rich.text import Text

MODULES = (
    "bench.learning", "bench.picture", "bench.audio", "bench.live", "bench.bus", "bench.chorus", "bench.concert",
    "bench.recall", "bench.picture_live", "bench.osc", "bench.quark", "bench.max", "bench.panel", "bench.max_shaders",
    "bench.training_loop", "bench.patterns", "bench.sequencer", "bench.loop", "bench.transforms", "bench.phase",
    "bench.voice", "bench.soak",
)  # fmt: skip
TIMES = {"s", "ms", "us", "µs", "μs", "ns"}  # both of Unicode's micro signs
FAULTS = {"lost", "xruns", "late", "clicks", "samples", "cents"}
LESS_IS_BETTER = TIMES | FAULTS
WIDE = 160  # columns where there is no terminal to ask


class Row(TypedDict):
    """One measurement, as it stands in ``bench.json``."""

    name: str
    value: float
    unit: str
    baseline: str | None
    baseline_value: float | None
    ratio: float | None
    limit: float | None


def misses(row: Row) -> bool:
    """Return whether the row is on the wrong side of its limit (no number at all is)."""
    value, limit = row["value"], row["limit"]
    if limit is None:
        return False
    within = value <= limit if row["unit"] in LESS_IS_BETTER else value >= limit
    return not within


def measured(modules: tuple[str, ...], quick: bool) -> list[Row]:
    """Return all modules' rows, saying on stderr which is at work."""
    rows: list[Row] = []
    for number, name in enumerate(modules, start=1):
        print(f"bench: {name} ({number} of {len(modules)}) …", end=" ", file=sys.stderr, flush=True)
        began = time.perf_counter()
        rows += importlib.import_module(name).rows(quick=quick)
        print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    return rows


def number(value: float | None, unit: str = "") -> str:
    """Return the value to three digits or whole, with its unit."""
    if value is None:
        return ""
    text = f"{value:,.0f}" if math.isfinite(value) and abs(value) >= 100 else f"{value:.3g}"
    return f"{text} {unit}".strip()


def table(rows: list[Row]) -> Table:
    """Return the rows as a table; those that miss their limit say so."""
    shown = Table(title="Descant's speed", title_justify="left")
    for heading in ("what", "value", "against", "its value", "ratio", "limit", ""):
        words = heading in {"what", "against", ""}
        shown.add_column(heading, justify="left" if words else "right", no_wrap=not words)
    for row in rows:
        unit, limit = row["unit"], row["limit"]
        bound = "" if limit is None else f"{'≤' if unit in LESS_IS_BETTER else '≥'} {number(limit, unit)}"
        verdict = Text("misses", "bold red") if misses(row) else Text("" if limit is None else "holds", "green")
        shown.add_row(
            Text(row["name"]),
            number(row["value"], unit),
            Text(row["baseline"] or ""),
            number(row["baseline_value"], unit),
            number(row["ratio"], "×"),
            bound,
            verdict,
        )
    return shown


def write(rows: list[Row], path: Path) -> None:
    """Write the rows whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".json.partial")
    partial.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)


def main() -> int:
    """Measure, show, write; return 1 if a row misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Descant's speed.")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: does it run? (no figures to quote)")
    parser.add_argument("--out", type=Path, default=Path("out/bench.json"), help="default: out/bench.json")
    options = parser.parse_args()
    rows = measured(MODULES, options.quick)
    write(rows, options.out)
    Console(width=None if sys.stdout.isatty() else WIDE).print(table(rows))
    missed = [row["name"] for row in rows if misses(row)]
    if missed:
        print(f"bench: {len(missed)} of {len(rows)} rows miss their limit: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
