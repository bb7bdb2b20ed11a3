"""`descant check`: everything that could go wrong tonight, a line each."""

import json
from typing import Annotated

import typer

from descant.cli.render import PatchArgument


def check(
    patch: PatchArgument,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list instead of lines.")] = False,
) -> None:
    """Name everything missing or wrong in a patch and on this machine, a line each."""
    from descant.performance.check import findings

    found = findings(patch)
    if as_json:
        typer.echo(json.dumps([finding.as_dict() for finding in found], indent=2))
    else:
        for finding in found:
            typer.echo(str(finding))
        if not found:
            typer.echo(f"{patch}: all is well")
    if found:
        raise typer.Exit(1)
