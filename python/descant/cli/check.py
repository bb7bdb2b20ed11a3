"""`descant check`: everything that could go wrong tonight, a line each."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from descant.cli.perform import CameraOption, ScsynthPortOption
from descant.cli.render import PatchArgument
from descant.cli.shows import named

if TYPE_CHECKING:
    from descant.performance.check import Finding


def check(
    patch: PatchArgument,
    live: Annotated[bool, typer.Option("--live", help="Look at what performing live needs too.")] = False,
    midi_in: Annotated[
        str | None, typer.Option("--midi-in", metavar="NAME", help="Live: the ports to play from, not the patch's.")
    ] = None,
    scsynth_port: ScsynthPortOption = None,
    camera: CameraOption = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="Live: there will be no picture.")] = False,
    facts: Annotated[bool, typer.Option("--all", help="Print what is as it should be, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list instead of lines.")] = False,
) -> None:
    """Name everything missing or wrong in a patch and on this machine, a line each."""
    from descant.performance.check import findings

    found = findings(patch)
    if live:
        found += _live(patch, midi_in=midi_in, port=scsynth_port, camera=named(camera), picture=not no_video)
    wrong = [finding for finding in found if finding.fix]
    shown = found if facts else wrong
    if as_json:
        typer.echo(json.dumps([finding.as_dict() for finding in shown], indent=2))
    else:
        for finding in shown:
            typer.echo(str(finding))
        if not wrong:
            typer.echo(f"{patch}: all is well")
    if wrong:
        raise typer.Exit(1)


def _live(patch: Path, **tonight: Any) -> "list[Finding]":
    from descant.patch import load, problems
    from descant.performance import check_live
    from descant.performance.tonight import Tonight

    piece = None if problems(patch) else load(patch)
    return check_live.findings(Tonight(patch=patch, piece=piece, **tonight))
