"""`descant patterns`: make a corpus of rhythms, import one from MIDI files, look at one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from descant.cli.progress import stages

if TYPE_CHECKING:
    from descant.corpora.patterns import Corpus, Grid
    from descant.corpora.rows import Mapping

MOST_TOLD = 40  # lines on the terminal; corpus.toml has all

patterns = typer.Typer(help="Corpora of drum patterns: make one, import one from MIDI files, look at one.")

OutOption = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="The corpus's folder.", show_default=False)
]  # fmt: skip
StepsOption = Annotated[int, typer.Option("--steps", metavar="N", min=8, max=384, help="Steps of a pattern.")]
QuarterOption = Annotated[
    int | None,
    typer.Option("--steps-per-quarter", metavar="N", min=1, max=24, help="3 for 12 and 24 steps, 12 from 48, else 4."),
]
HeldOption = Annotated[
    float, typer.Option("--held-out", metavar="SHARE", min=0, max=0.5, help="How much is kept for testing.")
]
SeedOption = Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**53, help="What chance is drawn from.")]


@patterns.command("make")
def make(
    out: OutOption,
    steps: StepsOption = 16,
    steps_per_quarter: QuarterOption = None,
    rhythm: Annotated[
        list[str] | None, typer.Option("--rhythm", metavar="NAME", help="One of the rhythms; all of them without it.")
    ] = None,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, max=100_000, help="Patterns a rhythm.")] = 100,
    variation: Annotated[
        float, typer.Option("--variation", metavar="AMOUNT", min=0, max=1, help="How freely it is played.")
    ] = 0.5,
    held_out: HeldOption = 0.1,
    seed: SeedOption = 0,
) -> None:
    """Make labelled patterns from musical rules: the textbook's, and variations of it."""
    from descant.corpora.keeping import save
    from descant.corpora.making import Make, make_patterns

    wanted = Make(_grid(steps, steps_per_quarter), tuple(rhythm or ()), count, variation, held_out, seed)
    with stages() as progress:
        corpus = make_patterns(wanted, lambda done: progress("patterns", done))
    save(corpus, out)
    for name, reason in corpus.dropped:
        typer.echo(f"{name}: {reason}", err=True)
    typer.echo(f"made {_summary(corpus)} in {out}")


@patterns.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="MIDI files and folders.", show_default=False)],
    out: OutOption,
    steps: StepsOption = 16,
    steps_per_quarter: QuarterOption = None,
    labels: Annotated[
        str, typer.Option("--labels", metavar="HOW", help="folders, names, none, or a CSV with columns file,label.")
    ] = "folders",
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="A TOML file with [rows], and a channel.")
    ] = None,
    channel: Annotated[
        int | None, typer.Option("--channel", metavar="N", min=0, max=16, help="Where drums are; 0: on any.")
    ] = None,
    held_out: HeldOption = 0.1,
    seed: SeedOption = 0,
) -> None:
    """Import patterns from MIDI files: bars on a grid, with velocity and micro-timing."""
    from descant.corpora.importing import Import, import_patterns
    from descant.corpora.keeping import save

    wanted = Import(
        tuple(paths), _grid(steps, steps_per_quarter), _mapping(mapping, channel), labels, held_out, seed
    )  # fmt: skip
    told: list[str] = []
    with stages() as progress:
        corpus = import_patterns(
            wanted, lambda done: progress("files", done), lambda name, what: told.append(f"{name}: {what}")
        )
    save(corpus, out)
    typer.echo("\n".join(told[:MOST_TOLD]), err=True, nl=bool(told))
    if len(told) > MOST_TOLD:
        typer.echo(f"… and {len(told) - MOST_TOLD} more such lines: {out / 'corpus.toml'}", err=True)
    left_out = "; ".join(f"{reason}: {count}" for reason, count in sorted(corpus.counts.items()))
    files = f"{len(corpus.sources)} of {corpus.settings['files']} files"
    typer.echo(f"imported {_summary(corpus)} from {files} into {out}" + (f"; left out: {left_out}" * bool(left_out)))


@patterns.command("show")
def show(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A corpus.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The picture, a PNG file.", show_default=False)],
    each: Annotated[int, typer.Option("--each", metavar="N", min=1, max=40, help="Patterns a label.")] = 8,
) -> None:
    """Draw a contact sheet of a corpus, by label."""
    from descant.corpora.keeping import load
    from descant.corpora.sheet import sheet

    corpus = load(folder)
    drawn = sheet(corpus, out, each=each)
    typer.echo(f"drew {drawn} of {_summary(corpus)} into {out}")


def _grid(steps: int, steps_per_quarter: int | None) -> "Grid":
    from descant.corpora.patterns import Grid

    usual = 3 if steps in (12, 24) else 12 if steps >= 48 and steps % 12 == 0 else 4
    return Grid(steps, steps_per_quarter or usual)


def _mapping(path: Path | None, channel: int | None) -> "Mapping":
    from dataclasses import replace

    from descant.corpora.rows import Mapping, read_mapping

    mapping = Mapping() if path is None else read_mapping(path)
    return mapping if channel is None else replace(mapping, channel=channel or None)


def _summary(corpus: "Corpus") -> str:
    named = f" with {len(corpus.labels)} label{'s' * (len(corpus.labels) > 1)}" if corpus.labels else ""
    return f"{len(corpus)} pattern{'s' * (len(corpus) != 1)}{named}, {int(corpus.held_out.sum())} of them held out,"
