"""`descant export presets` and `descant import presets`: a patch's cues as the presets of a Max patch, and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from descant.errors import DescantError

if TYPE_CHECKING:
    from descant.export.presets import Imported
    from descant.patch import Patch

SHOWN = 3  # names that are told one by one
export = typer.Typer(help="Write files for other programs.")
import_ = typer.Typer(help="Take files of other programs over into a patch.")


@export.command("presets")
def export_presets(
    patch: Annotated[Path, typer.Argument(metavar="PATCH", help="The patch: a TOML file.", show_default=False)],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.json", help="What [pattrstorage] reads.", show_default=False)
    ],
) -> None:
    """Write a patch's cues as the slots of Max's pattrstorage; what else stands in the file stays."""
    from descant.export import presets
    from descant.patch import load

    piece = load(patch)
    before = presets.read(_text(out), str(out)) if out.exists() else None
    _replace(out, presets.text_of(presets.exported(piece, out.stem, before)))
    typer.echo(f"{out}: {len(piece.cues)} cues")


@import_.command("presets")
def import_presets(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="What [pattrstorage] wrote.", show_default=False)],
    into: Annotated[Path, typer.Option("--into", metavar="PATCH", help="The patch.", show_default=False)],
) -> None:
    """Make the slots of a pattrstorage cues of a patch; its comments and its layout stay."""
    from descant.export import presets
    from descant.patch import load, loads
    from descant.patch.rewrite import put_cue

    piece = load(into)
    found = presets.imported(piece, presets.read(_text(file), str(file)), str(file))
    text = piece.text
    for cue in found.cues:
        text = put_cue(text, cue)
    loads(text, into.name, into.parent, {})
    if found.cues:
        _replace(into, _marked(into) + text)
    for line in _told(piece, found):
        typer.echo(line)


def _told(piece: "Patch", found: "Imported") -> list[str]:
    """Return what was done, a line each."""
    known = {cue.number for cue in piece.cues}
    lines = [f"cue {cue.number:g} {cue.name}: {'as in Max' if cue.number in known else 'new'}" for cue in found.cues]
    if found.unsaid:
        lines.append(f"no slot holds cue {', '.join(f'{number:g}' for number in found.unsaid)}: left as it was")
    if found.others:
        more = f" and {len(found.others) - SHOWN} more" if len(found.others) > SHOWN else ""
        lines.append(f"no parameters, and left to Max: {', '.join(found.others[:SHOWN])}{more}")
    return lines or ["the cues are as in Max already"]


def _text(path: Path) -> str:
    from descant.patch.assets import read_bytes

    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DescantError(str(path), "is no text", "give the JSON that [pattrstorage] writes") from error


def _marked(path: Path) -> str:
    """Return the mark with which some editors begin a file: it stays."""
    from descant.patch.keeping import MARK

    return MARK if path.read_bytes().startswith(MARK.encode()) else ""


def _replace(path: Path, text: str) -> None:
    from descant.patch.keeping import replace

    try:
        replace(path, text)
    except OSError as error:
        raise DescantError(
            str(path), f"cannot be written: {error.strerror or error}", "choose another place"
        ) from error
