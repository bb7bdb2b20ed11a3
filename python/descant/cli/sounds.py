"""`descant sounds`: make a corpus of one-shots by synthesis, import one from sound files."""

from pathlib import Path
from typing import Annotated

import typer

from descant.cli.progress import stages

MOST_TOLD = 40  # lines on the terminal; corpus.toml has all

sounds = typer.Typer(help="Corpora of one-shot sounds: make one, import one from sound files.")


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


@sounds.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Sound files and folders.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The corpus's folder.", show_default=False)],
    labels: Annotated[
        str, typer.Option("--labels", metavar="HOW", help="folders, names, none, or a CSV with columns file,label.")
    ] = "folders",
    held_out: Annotated[
        float, typer.Option("--held-out", metavar="SHARE", min=0, max=0.5, help="How much is kept for testing.")
    ] = 0.15,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**53, help="What chance is drawn from.")] = 0,
) -> None:
    """Import one-shots of any rate, width and length; each becomes a second from its onset on, at most."""
    from descant.corpora.sound_importing import ImportSounds, import_sounds
    from descant.corpora.sound_keeping import save

    told: list[str] = []
    with stages() as progress:
        found = import_sounds(
            ImportSounds(tuple(paths), labels, held_out, seed),
            lambda done: progress("files", done),
            lambda name, what: told.append(f"{name}: {what}"),
        )
    save(found, out)
    typer.echo("\n".join(told[:MOST_TOLD]), err=True, nl=bool(told))
    if len(told) > MOST_TOLD:
        typer.echo(f"… and {len(told) - MOST_TOLD} more such lines: {out / 'corpus.toml'}", err=True)
    counted = "".join(f"; {what}: {number}" for what, number in sorted(found.counts.items()))
    held, files = int(found.held_out.sum()), int(found.settings["files"])
    typer.echo(
        f"imported {_many(len(found), 'sound')} of {_many(files, 'file')} with {_many(len(found.labels), 'label')}, "
        f"{held} of them held out, into {out}{counted}"
    )


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
