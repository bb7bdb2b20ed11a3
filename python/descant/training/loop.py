"""The training loop, one for every model: steps, curves, checkpoints, and a look at each step for whoever listens.

The loop owns torch's random state while it runs and gives it back after: what a task draws (noise, dropout) is torch's
own drawing, what it chooses (batches) goes by key and step. So a run that was stopped goes on to the same bits as one
that was not.
"""

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TextIO

import torch
from torch import Tensor, nn

from descant.errors import DescantError
from descant.training.run import Run


class Task(Protocol):
    """What is trained: a model, its optimizer, and the loss of a step."""

    @property
    def model(self) -> nn.Module:
        """The model, in training."""

    @property
    def optimizer(self) -> torch.optim.Optimizer:
        """What steps its weights."""

    def loss(self, step: int) -> tuple[Tensor, Mapping[str, Tensor | float]]:
        """Return the loss of a step (from 0), and what else of it is to be seen."""

    def test(self) -> Mapping[str, float]:
        """Return figures on held-out data. What it draws, it draws alike each time."""


class Step(NamedTuple):
    """A step that was taken. Its numbers are read only when somebody asks, so that a step nobody sees costs nothing."""

    number: int  # of steps so far, this one included
    loss: Tensor
    values: Mapping[str, Tensor | float]
    model: nn.Module

    def gradient_norm(self) -> float:
        """Return the norm of the step's gradient over all parameters. Good until the next step."""
        gradients = [weight.grad for weight in self.model.parameters() if weight.grad is not None]
        return float(torch.nn.utils.get_total_norm(gradients))

    def line(self) -> dict[str, float | list[float]]:
        """Return the step's numbers as plain floats and lists of them."""
        plain: dict[str, float | list[float]] = {"loss": float(self.loss)}
        for name, value in self.values.items():
            plain[name] = value.detach().tolist() if isinstance(value, Tensor) else value
        return plain | {"gradient_norm": self.gradient_norm()}


@dataclass(frozen=True)
class Rhythm:
    """How often the loop looks up from its work: a curve's line and a test in steps, a checkpoint in seconds."""

    curve: int = 20
    test: int = 500
    checkpoint_s: float = 10.0


def never() -> bool:
    """Return False: nobody asks to stop."""
    return False


def unseen(step: Step) -> None:
    """Look at no step."""


def unkept(step: int) -> None:
    """Keep nothing besides the checkpoint."""


def train(
    task: Task,
    run: Run,
    *,
    steps: int,
    seed: int,
    resume: bool = False,
    seen: Callable[[Step], None] = unseen,
    stop: Callable[[], bool] = never,
    kept: Callable[[int], None] = unkept,
    rhythm: Rhythm = Rhythm(),
) -> int:
    """Train until `steps` are taken or `stop` says so; keep the state; return how many steps there are now.

    `kept` is called with the step that the model is at: when it begins or goes on, and with each checkpoint.

    Raises:
        DescantError: the loss is no number any more; the last good checkpoint stays. Or the checkpoint is unfit.
    """
    with _own_random_state(seed):
        count = run.restore(task.model, task.optimizer) if resume else 0
        with run.curves_path.open("a", encoding="utf-8") as curves:
            return _go(task, run, curves, count, steps=steps, seen=seen, stop=stop, kept=kept, rhythm=rhythm)


def _go(
    task: Task,
    run: Run,
    curves: TextIO,
    count: int,
    *,
    steps: int,
    seen: Callable[[Step], None],
    stop: Callable[[], bool],
    kept: Callable[[int], None],
    rhythm: Rhythm,
) -> int:
    """Take the steps."""
    kept_s, kept_count = time.monotonic(), count
    task.model.train()
    kept(count)
    if count == 0:
        _write(curves, 0, {"test": figures(task)})
    while count < steps and not stop():
        loss, values = task.loss(count)
        task.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        task.optimizer.step()
        count += 1
        step = Step(count, loss.detach(), values, task.model)
        seen(step)
        if count % rhythm.curve == 0:
            _write(curves, count, _sound(run, step).line())
        if count % rhythm.test == 0:
            _write(curves, count, {"test": figures(task)})
        if time.monotonic() - kept_s >= rhythm.checkpoint_s:
            _keep(task, run, step, kept)
            kept_s, kept_count = time.monotonic(), count
    if count > kept_count:
        _keep(task, run, step, kept)
    return count


def _keep(task: Task, run: Run, step: Step, kept: Callable[[int], None]) -> None:
    """Keep the state after a step, if it is one to go on from."""
    _sound(run, step)
    run.save(step.number, task.model, task.optimizer)
    kept(step.number)


def _sound(run: Run, step: Step) -> Step:
    """Return the step if its loss, and what it made of the weights, are numbers."""
    total = step.loss + sum(weight.detach().sum() for weight in step.model.parameters())
    if math.isfinite(float(total)):
        return step
    what = f"the loss is no number any more at step {step.number}"
    raise DescantError(str(run.folder), what, "train anew with a lower learning rate")


def figures(task: Task) -> dict[str, float]:
    """Return a task's figures on held-out data; the training's random state does not see it."""
    task.model.eval()
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(0)
        found = dict(task.test())
    task.model.train()
    return found


def _write(curves: TextIO, count: int, line: Mapping[str, object]) -> None:
    """Write a line of the curves, so that who reads along has it now."""
    curves.write(json.dumps({"step": count, **line}) + "\n")
    curves.flush()


@contextmanager
def _own_random_state(seed: int) -> Iterator[None]:
    """Seed torch's generators, and give them back as they were."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield
