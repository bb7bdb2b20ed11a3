"""`descant train`: train a model and keep the run in a folder; it stops and goes on anywhere."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from descant.cli.progress import stages
from descant.cli.train_sounds import sounds
from descant.errors import DescantError
from descant.training import INSTALL

if TYPE_CHECKING:
    from descant.training.patterns import PatternTask, Settings

train = typer.Typer(help="Train a model and keep the run in a folder.")
SHOWN = 20  # steps between two looks at the bar


class Warmup(StrEnum):
    """How β comes: in one rise, or again and again."""

    LINEAR = "linear"
    CYCLIC = "cyclic"


class Precision(StrEnum):
    """What the layers' products are computed in."""

    FLOAT32 = "float32"
    BF16 = "bf16"


class Device(StrEnum):
    """What computes."""

    CPU = "cpu"
    CUDA = "cuda"


DeviceOption = Annotated[Device, typer.Option("--device", help="What computes.")]


train.command()(sounds)


@train.command()
def patterns(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="The corpus of patterns.", show_default=False)],
    out: Annotated[
        Path, typer.Option("--out", metavar="RUN", help="The folder that keeps the run.", show_default=False)
    ],
    latent: Annotated[int, typer.Option("--latent", metavar="N", min=1, max=64, help="Dimensions to play in.")] = 2,
    labels: Annotated[bool, typer.Option("--labels", help="Tell the model the patterns' labels.")] = False,
    gather: Annotated[
        float, typer.Option("--gather", metavar="W", min=0.0, max=100.0, help="Draw the patterns of a label together.")
    ] = 3.0,
    beta: Annotated[
        float, typer.Option("--beta", metavar="B", min=0.0, max=4.0, help="The weight of KL, 0 to 4.")
    ] = 1.0,
    warmup: Annotated[int, typer.Option("--warmup", metavar="STEPS", min=0, help="Steps until β is whole.")] = 0,
    warmup_form: Annotated[Warmup, typer.Option("--warmup-form", help="One rise, or cycles of that length.")] = (
        Warmup.LINEAR
    ),
    free_bits: Annotated[
        float, typer.Option("--free-bits", metavar="BITS", min=0.0, help="KL that costs nothing, a latent.")
    ] = 0.0,
    learning_rate: Annotated[
        float, typer.Option("--learning-rate", metavar="R", min=1e-6, max=1.0, help="Of the first step.")
    ] = 0.003,
    decay: Annotated[
        int, typer.Option("--decay", metavar="STEPS", min=0, help="Until that rate is half; 0: it stays.")
    ] = 2000,
    batch: Annotated[int, typer.Option("--batch", metavar="N", min=1, max=65536, help="Patterns a step.")] = 128,
    precision: Annotated[Precision, typer.Option("--precision", help="Of the layers' products.")] = Precision.FLOAT32,
    device: DeviceOption = Device.CPU,
    steps: Annotated[int, typer.Option("--steps", metavar="N", min=1, help="Steps in all.")] = 6000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**53, help="What all is drawn from.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run that is there.")] = False,
) -> None:
    """Train the variational autoencoder of patterns, so that a point is a rhythm."""
    need_torch()
    from descant.training.patterns import Settings

    settings = Settings(
        latents=latent,
        labels=labels,
        gather=gather,
        beta=beta,
        warmup=warmup,
        warmup_form=warmup_form.value,
        free_bits=free_bits,
        learning_rate=learning_rate,
        decay=decay,
        batch=batch,
        precision=precision.value,
        device=usable(device),
        steps=steps,
    )
    _train_patterns(data, out, settings, seed, resume)


def need_torch() -> None:
    """See that what trains and decodes is installed.

    Raises:
        DescantError: it is not.
    """
    try:
        import safetensors  # noqa: F401
        import tomlkit  # noqa: F401
        import torch  # noqa: F401
    except ImportError as error:
        raise DescantError(error.name or "torch", "is not installed", INSTALL) from error


def usable(device: Device) -> str:
    """Return the device's name, if this machine has it.

    Raises:
        DescantError: it has not.
    """
    import torch

    if device is Device.CUDA and not torch.cuda.is_available():
        what = f"there is no such device that torch {torch.__version__} can use here"
        raise DescantError("--device cuda", what, "train without it")
    return device.value


def _train_patterns(folder: Path, out: Path, settings: "Settings", seed: int, resume: bool) -> None:
    """Train, showing how far it is, and say what came of it."""
    import torch

    from descant.training import stopping
    from descant.training.loop import Step
    from descant.training.pattern_run import PatternRun

    torch.set_num_threads(1)
    run = PatternRun(folder, out, settings, seed, resume=resume)
    with stages() as progress, stopping.asked() as stop:

        def show(step: Step) -> None:
            if step.number % SHOWN == 0:
                progress("training", step.number / settings.steps)

        reached = run.train(seen=show, stop=stop)
    typer.echo(_said(out, reached, settings.steps, run.task))


def _said(out: Path, reached: int, steps: int, task: "PatternTask") -> str:
    """Return the line at the end."""
    from descant.training.loop import figures

    found = figures(task)
    where = "patterns it never saw" if task.unseen else "the patterns it was trained with"
    right = f"cells {found['cells']:.1%}, F1 of onsets {found['f1']:.1%} on {where}"
    if (told := task.told()) is not None:
        right += f", {told:.1%} of their labels told from the point"
    if reached < steps:
        return f"stopped at step {reached} of {steps}, kept in {out}: {right}; go on with --resume"
    return f"trained {reached} steps into {out}: {right}"
