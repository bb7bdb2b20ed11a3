"""`descant check`: everything that could go wrong tonight, a line each."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from descant.cli.perform import CameraOption, MachineOption, PieceArgument, ScsynthPortOption
from descant.cli.shows import named

if TYPE_CHECKING:
    from descant.patch.machine import Machine
    from descant.performance.check import Finding


def check(
    patch: PieceArgument,
    live: Annotated[bool, typer.Option("--live", help="Look at what performing live needs too.")] = False,
    midi_in: Annotated[
        str | None, typer.Option("--midi-in", metavar="NAME", help="Live: the ports to play from, not the patch's.")
    ] = None,
    scsynth_port: ScsynthPortOption = None,
    camera: CameraOption = None,
    machine: MachineOption = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="Live: there will be no picture.")] = False,
    facts: Annotated[bool, typer.Option("--all", help="Print what is as it should be, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list instead of lines.")] = False,
) -> None:
    """Name everything missing or wrong in a patch or a concert and on this machine, a line each."""
    found = _findings(patch)
    here, said = _machine(machine, patch)
    found += said
    if live:
        found += _live(
            patch, machine=here, midi_in=midi_in, port=scsynth_port, camera=named(camera), picture=not no_video
        )
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


def _findings(path: Path) -> "list[Finding]":
    from descant.patch.concert import is_concert
    from descant.performance import check, check_concert

    return check_concert.findings(path) if is_concert(path) else check.findings(path)


def _machine(path: Path | None, patch: Path) -> "tuple[Machine, list[Finding]]":
    """Return the settings of this machine, and what there is to say of them and of what is played on it."""
    from descant.patch.assets import exists
    from descant.patch.concert import is_concert
    from descant.patch.machine import Machine, read_machine, strange, usual_path
    from descant.performance import check, check_concert

    where = path or usual_path()
    found = Machine() if path is None and not exists(where) else read_machine(where)
    if isinstance(found, list):
        return Machine(), [check.of(problem.error()) for problem in found]
    inputs = check_concert.inputs(patch) if is_concert(patch) else check.inputs(patch)
    facts = check.Finding("machine", f"{found.path}: {found.words()}" if found.path else "has no file of its own")
    return found, [facts, *(check.of(problem.error()) for problem in strange(found, inputs))]


def _live(patch: Path, **tonight: Any) -> "list[Finding]":
    from descant.patch import load, problems
    from descant.patch.concert import is_concert
    from descant.performance import check_concert, check_live
    from descant.performance.tonight import Tonight

    if is_concert(patch):
        return check_concert.live(patch, **tonight)
    piece = None if problems(patch) else load(patch)
    return check_live.findings(Tonight(patch=patch, piece=piece, **tonight))
