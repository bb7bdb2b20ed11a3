"""A training beside a performance, in a process of its own: python -m descant.training.worker --help.

It tells on its standard output, a line of JSON each: {"step": 120, "streams": {"loss": 31.2, "gradient": 4.0,
"kl/1": 0.8}} ten times a second; {"step": 120, "sha256": "…"} when a model lies under that name in --weights, the
untrained one first, then once a second and less and less often; {"step": 20000, "done": true, …} at the end; and
{"error": "…"} where there is none. Its standard input tells it to rest, {"hold": true}, and to go on; when that ends,
so does the training, whole: whoever wanted it wants it no more, or is gone. With --held it rests first: all is loaded
that takes seconds, and no file is touched; with --soon nobody plays yet who would have to go first while it loads.
"""

import argparse
import hashlib
import json
import math
import os
import select
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from descant.errors import DescantError
from descant.training import INSTALL

if TYPE_CHECKING:
    from descant.training.loop import Step

NICE = 10  # what plays goes first
FIGURES_S = 0.1
MODEL_S, MODEL_SHARE = 1.0, 0.05  # between two models: a second, or that share of the time since it began
SUFFIX = ".safetensors"
IN, OUT = 0, 1  # standard input and output


class Owner:
    """Whoever wants the training, at the other ends of two pipes; at first it may be `held`."""

    def __init__(self, *, held: bool = False) -> None:
        self._rest = b""  # of a line that has not come whole
        self._gone, self._held = False, held

    def tell(self, line: dict[str, Any]) -> None:
        """Tell a line, unless nobody reads any more."""
        try:
            os.write(OUT, json.dumps(line, allow_nan=False).encode() + b"\n")
        except OSError:
            self._gone = True

    def leaves(self) -> bool:
        """Return whether nobody wants the training any more; wait as long as it is to rest."""
        while not self._gone and (self._held or select.select([IN], [], [], 0)[0]):
            self._read()
        return self._gone

    def _read(self) -> None:
        came = os.read(IN, 4096)
        *lines, self._rest = (self._rest + came).split(b"\n")
        self._gone = not came
        for line in lines:
            self._held = json.loads(line)["hold"]


class Teller:
    """Tells how a training goes.

    Args:
        owner: to whom.
        content: returns the file of the model after so many steps.
        weights: the folder of such files.
    """

    def __init__(self, owner: Owner, content: Callable[[int], bytes], weights: Path) -> None:
        self._owner, self._content, self._weights = owner, content, weights
        self._began_s = time.monotonic()
        self._figures_s = self._model_s = -math.inf  # when to tell next
        self._told = -1  # the step of the last model

    def begin(self, step: int) -> None:
        """Tell of the model with which it begins, or goes on."""
        if self._told < 0:
            self._model(step)

    def see(self, step: "Step") -> None:
        """Tell of a step, where it is time to."""
        now_s = time.monotonic()
        if now_s >= self._figures_s:
            self._figures_s = now_s + FIGURES_S
            self._owner.tell({"step": step.number, "streams": streams(step)})
        if now_s >= self._model_s:
            self._model(step.number)

    def end(self, step: int, *, done: bool) -> None:
        """Tell of the last model."""
        more = {"done": True} if done else {}
        if step != self._told:
            self._model(step, **more)
        elif done:
            self._owner.tell({"step": step} | more)

    def _model(self, step: int, **more: bool) -> None:
        from descant.training.checkpoints import write_whole

        content = self._content(step)
        name = hashlib.sha256(content).hexdigest()
        if not (path := self._weights / (name + SUFFIX)).exists():
            write_whole(path, content)
        self._told, now_s = step, time.monotonic()
        self._model_s = now_s + max(MODEL_S, MODEL_SHARE * (now_s - self._began_s))
        self._owner.tell({"step": step, "sha256": name} | more)


def streams(step: "Step") -> dict[str, float]:
    """Return a step's figures by the names of a part's streams; what is no number is left out."""
    line = step.line()
    found = {"loss": line["loss"], "gradient": line["gradient_norm"]}
    found |= {f"kl/{number}": value for number, value in enumerate(_list(line["kl"]), start=1)}
    return {name: _short(value) for name, value in found.items() if isinstance(value, float) and math.isfinite(value)}


def _short(value: float) -> float:
    """Return a number with the digits that a float32 has."""
    return float(f"{value:.7g}")


def _list(values: float | list[float]) -> list[float]:
    return values if isinstance(values, list) else [values]


def work(owner: Owner, given: argparse.Namespace) -> None:
    """Train as the command line says until it is done, or nobody wants it any more.

    It goes on with the run that is there, or else with that of --after.

    Raises:
        DescantError: it cannot be trained.
        OSError: the disk refuses.
    """
    import torch
    import torch._dynamo  # an optimizer loads it, which takes as long as torch does

    from descant.training import pattern_run, stopping
    from descant.training.patterns import Settings

    torch.set_num_threads(1)
    if given.soon:
        os.nice(NICE)
    if owner.leaves():
        return
    resume = _goes_on(given.run, given.after)
    given.weights.mkdir(parents=True, exist_ok=True)
    settings = Settings(latents=given.latents, steps=given.steps)
    run = pattern_run.PatternRun(given.corpus, given.run, settings, given.seed, resume=resume)
    teller = Teller(owner, lambda step: run.file.content(run.task.model, step), given.weights)
    with stopping.asked() as stop:
        reached = run.train(seen=teller.see, stop=lambda: stop() or owner.leaves(), kept=teller.begin)
    teller.end(reached, done=reached >= settings.steps)


def _goes_on(out: Path, after: Path | None) -> bool:
    """Return whether there is a run to go on with, in its folder by then."""
    from descant.training.run import Run

    if Run(out).settings_path.exists():
        return True
    if after is None or not Run(after).settings_path.exists():
        return False
    partial = out.with_name(f"{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(after, partial)
    partial.replace(out)  # whole, or not there
    return True


def main(arguments: list[str] | None = None) -> int:
    """Train as the command line says; return 0 where that could be done."""
    given = _parsed(arguments)
    if not given.soon:
        os.nice(NICE)
    os.environ["OMP_WAIT_POLICY"] = "passive"
    try:
        work(Owner(held=given.held), given)
    except (DescantError, OSError) as error:
        return _failed(str(error))
    except ImportError as error:
        return _failed(f"{error.name} is not installed; {INSTALL}")
    except Exception as error:
        return _failed(f"{type(error).__name__}: {error}")
    return 0


def _failed(text: str) -> int:
    Owner().tell({"error": " ".join(text.split())})
    return 1


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m descant.training.worker", description="Train beside a performance."
    )
    parser.add_argument("corpus", type=Path, help="the folder of patterns")
    parser.add_argument("--run", type=Path, required=True, help="the folder that keeps the run")
    parser.add_argument("--weights", type=Path, required=True, help="where models go, named by their sha256")
    parser.add_argument("--after", type=Path, help="a run to go on with where --run holds none")
    parser.add_argument("--held", action="store_true", help="rest until it is told to go on")
    parser.add_argument("--soon", action="store_true", help="give way to others only when all is loaded")
    parser.add_argument("--latents", type=int, default=2)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
