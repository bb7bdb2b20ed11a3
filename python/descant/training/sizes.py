"""The study of sizes: the same patterns in 2 to 8 dimensions, each a run of its own, in one table."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from descant.errors import DescantError
from descant.training.checkpoints import write_whole
from descant.training.loop import Step, figures, never
from descant.training.pattern_run import PatternRun, read_corpus
from descant.training.patterns import PatternTask, Settings

NAME = "sizes.json"
LATENTS = tuple(range(2, 9))
SHOWN = 20  # steps between two reports
ACTIVE_NATS = 0.1  # a dimension of a higher KL says something


def study(
    folder: Path,
    out: Path,
    settings: Settings,
    seed: int,
    *,
    latents: tuple[int, ...] = LATENTS,
    report: Callable[[str, float], None] = lambda stage, done: None,
    tell: Callable[[str], None] = lambda line: None,
    stop: Callable[[], bool] = never,
) -> bool:
    """Train each size that is not trained yet, and write sizes.json; return whether all are there.

    The runs lie in `out`/runs. `tell` hears which of them were there already.

    Raises:
        DescantError: the corpus cannot be read, or a run in `out` is of other settings, seed or data.
    """
    sha256 = str(read_corpus(folder)[1]["sha256"])
    known = read(out) or {"sizes": []}
    rows: dict[int, dict[str, Any]] = {row["latents"]: row for row in known["sizes"]}
    for count in latents:
        wanted = replace(settings, latents=count)
        work = out / "runs" / f"latents-{count}"
        run = PatternRun(folder, work, wanted, seed, resume=(work / "run.toml").exists())
        reached, seconds = _trained(run, wanted, f"{count} latents", report, stop)
        before = rows.get(count, {}).get("seconds", 0.0)
        if not seconds and count in rows:
            tell(f"{count} dimensions were trained already, in {work}")
        rows[count] = _row(run.task, count, reached, before + seconds)
        _write(out, sha256, wanted, [rows[one] for one in sorted(rows) if one in latents])
        if reached < wanted.steps:
            return False
    return True


def _trained(
    run: PatternRun, settings: Settings, name: str, report: Callable[[str, float], None], stop: Callable[[], bool]
) -> tuple[int, float]:
    """Train one size; return its steps and the core's seconds that this took, 0 where there was nothing to do."""
    taken = 0

    def show(step: Step) -> None:
        nonlocal taken
        taken += 1
        if step.number % SHOWN == 0:
            report(name, step.number / settings.steps)

    start = time.process_time()
    reached = run.train(seen=show, stop=stop)
    return reached, time.process_time() - start if taken else 0.0


def _row(task: PatternTask, latents: int, steps: int, seconds: float) -> dict[str, Any]:
    """Return a line of the table."""
    found = figures(task)
    with torch.no_grad():
        active = int((task.tested_kl() > ACTIVE_NATS).sum())
    told = task.told()
    return {"latents": latents, "steps": steps, **found, "told": told, "active": active, "seconds": round(seconds, 3)}


def _write(out: Path, sha256: str, settings: Settings, rows: list[dict[str, Any]]) -> None:
    shared = {name: value for name, value in settings.table().items() if name != "latents"}
    what = (
        "The same patterns, settings and seed in spaces of so many dimensions. Cells, F1, bound and labels are of what "
        f"was held out; a dimension is in use above {ACTIVE_NATS:g} nats; seconds are a core's."
    )
    found = {"kind": "sizes", "what": what, "data_sha256": sha256, "settings": shared, "sizes": rows}
    write_whole(out / NAME, json.dumps(found, indent=1, ensure_ascii=False).encode())


def read(folder: Path) -> Mapping[str, Any] | None:
    """Return what a study found, None where there is none.

    Raises:
        DescantError: its file is damaged.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
        if found["kind"] == "sizes" and isinstance(found["data_sha256"], str) and isinstance(found["sizes"], list):
            return dict(found)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise DescantError(str(path), f"is damaged ({error})", "study again into another folder") from error
    raise DescantError(str(path), "is no study of sizes", "study again into another folder")


def lines(found: Mapping[str, Any]) -> list[str]:
    """Return the table as text."""
    head = "dimensions   cells right   F1 of onsets   bound (nats)   labels told   in use   seconds"
    rows = []
    for row in found["sizes"]:
        told = f"{row['told']:.1%}" if row["told"] is not None else "–"
        rows.append(
            f"{row['latents']:>10}   {row['cells']:>11.1%}   {row['f1']:>12.1%}   {row['elbo']:>12.2f}"
            f"   {told:>11}   {row['active']:>6}   {row['seconds']:>7.0f}"
        )
    return [head, *rows]
