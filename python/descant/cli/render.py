"""`descant render`: perform a MIDI file offline."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from descant.cli.progress import stages

if TYPE_CHECKING:
    from descant.performance.offline import Job

PatchArgument = Annotated[Path, typer.Argument(metavar="PATCH", help="The patch, a TOML file.", show_default=False)]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the files.", show_default=False)]
VideoOption = Annotated[
    Path | None,
    typer.Option("--video", metavar="FILE", help="A video of the player's hands; without one a keyboard is drawn."),
]
NoVideoOption = Annotated[bool, typer.Option("--no-video", help="Write no video.mp4.")]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter for tonight, over patch and cues: piano/mute=1."),
]
SeedOption = Annotated[
    int | None, typer.Option("--seed", metavar="N", min=0, max=2**53, help="Draw from this, not the patch's seed.")
]  # fmt: skip


def render(
    patch: PatchArgument,
    midi: Annotated[Path, typer.Option("--midi", metavar="FILE", help="What is played.", show_default=False)],
    out: OutOption,
    video: VideoOption = None,
    no_video: NoVideoOption = False,
    seed: SeedOption = None,
    settings: SetOption = None,
) -> None:
    """Perform a MIDI file offline into DIR: audio.wav, video.mp4, take.jsonl and score.png."""
    from descant.patch import load, with_settings
    from descant.performance.offline import Job, midi_inputs, perform

    piece = with_settings(load(patch), settings or [])
    job = Job(
        patch=piece,
        inputs=midi_inputs(piece, midi),
        seed=piece.seed if seed is None else seed,
        settings={name: piece.declared[name] for name in sorted(piece.pinned)},
        performer=None if no_video else video or piece.performer_path(),
        movie=not no_video,
    )
    tell_of_camera(job)
    with stages() as progress:
        perform(job, out, progress)
    typer.echo(f"performed {piece.title or piece.name} into {out}")


def tell_of_camera(job: "Job", camera: object = None) -> None:
    """Say in a line what is seen in place of a camera, where one is wanted."""
    from descant.performance.offline import instead_of_camera

    if job.movie and (words := instead_of_camera(job.patch, job.performer, camera)):
        typer.echo(words, err=True)
