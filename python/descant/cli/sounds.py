"""`descant sounds`: make a corpus of one-shots by synthesis."""

from pathlib import Path
from typing import Annotated

import typer

from descant.cli.progress import stages

sounds = typer.Typer(help="Corpora of one-shot sounds: make one.", no_args_is_help=True)


@sounds.callback()
def _what() -> None:
    """Keep the name of what is done in the command, as long as there is one."""


@sounds.command("make")
def make(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The corpus's folder.", show_default=False)],
    label: Annotated[
        list[str] | None, typer.Option("--class", metavar="NAME", help="One of the classes; all of them without it.")
    ] = None,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, max=10_000, help="Sounds a class.")] = 60,
    held_out: Annotated[
        float, typer.Option("--held-out", metavar="SHARE", min=0, max=0.5, help="How much is kept for testing.")
    ] = 0.15,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**53, help="What chance is drawn from.")] = 0,
) -> None:
    """Make labelled one-shots with scsynth: every drum of the kit, its knobs drawn at random."""
    from descant.corpora.sound_keeping import save
    from descant.sound.sampling import MakeSounds, make_sounds

    with stages() as progress:
        made = make_sounds(
            MakeSounds(tuple(label or ()), count, held_out, seed), lambda done: progress("sounds", done)
        )  # fmt: skip
    save(made, out)
    counted = "".join(f"; {what}: {number}" for what, number in sorted(made.counts.items()))
    held = int(made.held_out.sum())
    typer.echo(f"made {len(made)} sounds with {len(made.labels)} labels, {held} of them held out, in {out}{counted}")
