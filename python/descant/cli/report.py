"""`descant report`: one page of a run, which needs nothing else to be read and played."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from descant.cli.train import need_torch
from descant.errors import DescantError

if TYPE_CHECKING:
    from descant.training.report import Findings

NAME = "report.html"


def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The run's folder.", show_default=False)],
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Its corpus, where that was moved.", show_default=False)
    ] = None,
    sizes: Annotated[
        Path | None,
        typer.Option("--sizes", metavar="DIR", help="A study of sizes to set beside it.", show_default=False),
    ] = None,
    plain: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Write RUN/report.html: curves, the plane to play on, reconstructions, loops, what was dropped."""
    need_torch()
    import torch

    from descant.training.checkpoints import write_whole
    from descant.training.report import look
    from descant.training.report_page import page

    torch.set_num_threads(1)
    found = look(run, data)
    studied = _sizes(run, sizes, str(found.facts["data"]["sha256"]))
    path = run / NAME
    write_whole(path, page(found, studied).encode())
    if plain:
        typer.echo(json.dumps(found.plain() | {"sizes": studied, "page": str(path)}, ensure_ascii=False))
    else:
        typer.echo(_said(path, found))


def _sizes(run: Path, folder: Path | None, sha256: str) -> dict[str, Any] | None:
    """Return the study of sizes that was named, or that the run is one of; None where there is none.

    Raises:
        DescantError: the one that was named is not there, or of another corpus.
    """
    from descant.training import sizes

    of = folder or run.resolve().parent.parent
    found = sizes.read(of)
    if found and found["data_sha256"] == sha256:
        return found
    if folder is None:
        return None
    what = "is of another corpus" if found else f"holds no {sizes.NAME}"
    raise DescantError(str(folder), what, "study the sizes of this one: descant study sizes --data DIR --out DIR")


def _said(path: Path, found: "Findings") -> str:
    """Return the line at the end."""
    figures = found.figures
    told = f", labels told {figures['told']:.1%}" if figures["told"] is not None else ""
    return f"wrote {path}: step {found.step}, cells {figures['cells']:.1%}, F1 of onsets {figures['f1']:.1%}{told}"
