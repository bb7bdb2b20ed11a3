"""`descant study`: how a model behaves, beside what others published."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from descant.cli.progress import stages
from descant.cli.train import need_torch

study = typer.Typer(help="Study a model beside what others published.")


class Binarisation(StrEnum):
    """How grey pixels become 0 or 1."""

    RANDOM = "random"
    THRESHOLD = "threshold"


@study.callback()
def _models() -> None:
    """Keep the name of the model in the command, as long as there is one."""


@study.command()
def vae(
    mnist: Annotated[
        Path, typer.Option("--mnist", metavar="DIR", help="The folder with MNIST's IDX files.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for figure and runs.")] = Path(
        "out/study-vae"
    ),
    samples: Annotated[int, typer.Option("--samples", metavar="N", min=100, help="Seen by each model.")] = 1_000_000,
    binarisation: Annotated[Binarisation, typer.Option("--binarise", help="How grey becomes 0 or 1.")] = (
        Binarisation.RANDOM
    ),
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**53, help="What all is drawn from.")] = 0,
) -> None:
    """Make the figure of Kingma & Welling (bound, samples, latent sizes) and study β from 0 to 4; stops and goes on."""
    need_torch()
    import torch

    from descant.corpora.images import read_mnist
    from descant.training import stopping
    from descant.training.study import Plan
    from descant.training.study import study as made

    torch.set_num_threads(1)
    plan = Plan(samples=samples, binarisation=binarisation.value, seed=seed)
    images = read_mnist(mnist)
    with stages() as progress, stopping.asked() as stop:
        done = made(images, out, plan, progress, stop)
    typer.echo(f"studied into {out}" if done else f"stopped; the same command goes on in {out}")


@study.command()
def sizes(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="The corpus of patterns.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for table and runs.")] = Path(
        "out/study-sizes"
    ),
    gather: Annotated[
        float, typer.Option("--gather", metavar="W", min=0.0, max=100.0, help="Draw the patterns of a label together.")
    ] = 3.0,
    steps: Annotated[int, typer.Option("--steps", metavar="N", min=1, help="Steps of each.")] = 6000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**53, help="What all is drawn from.")] = 0,
) -> None:
    """Train the patterns in spaces of 2 to 8 dimensions, and compare them in one table; stops and goes on."""
    need_torch()
    import torch

    from descant.training import sizes as made
    from descant.training import stopping
    from descant.training.patterns import Settings

    torch.set_num_threads(1)
    settings = Settings(gather=gather, steps=steps)
    with stages() as progress, stopping.asked() as stop:
        done = made.study(data, out, settings, seed, report=progress, tell=typer.echo, stop=stop)
    found = made.read(out)
    typer.echo("\n".join(made.lines(found)) if found else "")
    typer.echo(f"studied into {out}" if done else f"stopped; the same command goes on in {out}")
