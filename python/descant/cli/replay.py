"""`descant replay`: perform a take again, wherever it lies."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from descant.cli.progress import stages
from descant.cli.render import NoVideoOption, OutOption, VideoOption, tell_of_camera


def replay(
    take: Annotated[Path, typer.Argument(metavar="TAKE", help="A take.jsonl, or its folder.", show_default=False)],
    out: OutOption,
    patch: Annotated[
        Path | None, typer.Option("--patch", metavar="PATCH", help="Perform it on this patch instead of its own.")
    ] = None,
    video: VideoOption = None,
    no_video: NoVideoOption = False,
) -> None:
    """Perform a take again into DIR; its numbers and its sound come out equal."""
    from descant.patch import load, with_settings
    from descant.performance.offline import Job, perform, take_inputs, take_performer
    from descant.performance.take import beginning, leaves, read_take, unpack

    path = take / "take.jsonl" if take.is_dir() else take
    header, lines = read_take(path)
    with tempfile.TemporaryDirectory(prefix="descant-") as folder:
        piece = with_settings(load(patch or unpack(header, Path(folder))), header.get("set", {}))
        piece = replace(piece, leaves=leaves(header, str(path)))
        job = Job(
            patch=piece,
            inputs=take_inputs(lines),
            seed=header["seed"],
            settings={name: piece.declared[name] for name in sorted(piece.pinned)},
            performer=None if no_video else video or take_performer(header, path, patch),
            movie=not no_video,
            begin=beginning(header, str(path)),
            take=path.parent,
        )
        tell_of_camera(job, header.get("camera"))
        with stages() as progress:
            perform(job, out, progress)
    typer.echo(f"performed {path} again into {out}")
