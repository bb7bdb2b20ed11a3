"""`descant train sounds`: train the model whose point is a sound."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from descant.cli.progress import stages

if TYPE_CHECKING:
    from descant.training.sound_run import SoundRun
    from descant.training.sounds import Settings

SHOWN = 5  # steps between two looks at the bar


def sounds(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="The corpus of sounds.", show_default=False)],
    out: Annotated[
        Path, typer.Option("--out", metavar="RUN", help="The folder that keeps the run.", show_default=False)
    ],
    latent: Annotated[int, typer.Option("--latent", metavar="N", min=1, max=64, help="Dimensions to play in.")] = 2,
    beta: Annotated[
        float, typer.Option("--beta", metavar="B", min=0.0, max=4.0, help="The weight of KL, 0 to 4.")
    ] = 1.0,
    warmup: Annotated[int, typer.Option("--warmup", metavar="STEPS", min=0, help="Steps until β is whole.")] = 0,
    free_bits: Annotated[
        float, typer.Option("--free-bits", metavar="BITS", min=0.0, help="KL that costs nothing, a latent.")
    ] = 0.0,
    width: Annotated[
        int, typer.Option("--width", metavar="N", min=1, max=256, help="Channels of the outermost convolution.")
    ] = 16,
    steps: Annotated[int, typer.Option("--steps", metavar="N", min=1, help="Steps in all.")] = 1800,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**53, help="What all is drawn from.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run that is there.")] = False,
) -> None:
    """Train the variational autoencoder of sounds, so that a point of a class is a sound."""
    from descant.cli.train import need_torch

    need_torch()
    from descant.training.sounds import Settings

    settings = Settings(
        latents=latent, beta=beta, warmup=warmup, free_bits=free_bits, width=width, steps=steps
    )  # fmt: skip
    _train(data, out, settings, seed, resume)


def _train(folder: Path, out: Path, settings: "Settings", seed: int, resume: bool) -> None:
    """Train, showing how far it is, and say what came of it."""
    import torch

    from descant.training import stopping
    from descant.training.loop import Step
    from descant.training.sound_run import SoundRun

    torch.set_num_threads(1)
    with stages() as progress, stopping.asked() as stop:
        run = SoundRun(
            folder, out, settings, seed, resume=resume, report=lambda done: progress("pictures", done)
        )  # fmt: skip

        def show(step: Step) -> None:
            if step.number % SHOWN == 0:
                progress("training", step.number / settings.steps)

        reached = run.train(seen=show, stop=stop)
    typer.echo(_said(out, reached, settings, run))


def _said(out: Path, reached: int, settings: "Settings", run: "SoundRun") -> str:
    """Return the line at the end."""
    found = run.distances_db()
    where = "sounds it never saw" if run.task.unseen else "the sounds it was trained with"
    right = (
        f"{found['model']:.2f} dB from {where}; PCA with {settings.latents} numbers is {found['pca']:.2f} dB, "
        f"the nearest sound trained with {found['nearest']:.2f} dB"
    )
    if reached < settings.steps:
        return f"stopped at step {reached} of {settings.steps}, kept in {out}: {right}; go on with --resume"
    return f"trained {reached} steps into {out}: {right}"
