"""`descant explore`: an atlas of loops with sounds, searched for quality and diversity, as a map to play on a pad."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from descant.cli.progress import stages
from descant.cli.train import need_torch
from descant.errors import DescantError
from descant.training import INSTALL

if TYPE_CHECKING:
    from descant.models.rhythm import Rhythm
    from descant.training.atlas import Charted
    from descant.training.atlas_loops import AtlasLoop
    from descant.training.voices import Speaker

OF_A_RUN = "model.safetensors"
MOST_BYTES = 64 << 20
PATTERNS = "give the folder of a run: descant train patterns --data DIR --out RUN"
SOUNDS = "give the folder of a run: descant train sounds --data DIR --out RUN"


def explore(
    patterns: Annotated[Path, typer.Option("--patterns", metavar="RUN", help="A run of patterns.", show_default=False)],
    sounds: Annotated[Path, typer.Option("--sounds", metavar="RUN", help="A run of sounds.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="ATLAS", help="The atlas's folder.", show_default=False)],
    loops: Annotated[
        int, typer.Option("--loops", metavar="N", min=1, max=144, help="Places of the map that are heard.")
    ] = 48,
    rounds: Annotated[
        int, typer.Option("--rounds", metavar="N", min=1, max=100_000, help="How long it searches: 64 loops a round.")
    ] = 400,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**53, help="What chance is drawn from.")] = 0,
) -> None:
    """Search two models for loops of every density, syncopation, brightness and novelty; write them as a map."""
    need_torch()
    _need_ribs()
    import torch

    from descant.parts.timbre import own_class
    from descant.training.atlas import chart
    from descant.training.atlas_loops import loops as sounded
    from descant.training.exploring import Explorer, palette

    torch.set_num_threads(1)
    rhythm, patterns_sha256 = _rhythm(patterns)
    speaker, sounds_sha256 = _speaker(sounds)
    if not len(rhythm.corpus_z):
        raise DescantError(str(patterns), "names no pattern of its corpus, to be new against", PATTERNS)
    classes = [own_class(row.name, speaker.voice.labels, place) for place, row in enumerate(rhythm.rows)]
    with stages() as progress:
        colours = palette(speaker, classes, seed, partial(progress, "listening"))
        charted = chart(rhythm, Explorer(rhythm, colours).explore(seed, rounds, partial(progress, "exploring")))
        heard = list(sounded(charted, speaker, classes, charted.places(loops), partial(progress, "sounding")))
        _write(out, charted, heard, (patterns_sha256, sounds_sha256), seed, partial(progress, "writing"))
    side, found = len(charted.chosen), len(charted.found.objective)
    typer.echo(f"wrote {out}: {found:,} loops, {side} × {side} of them on the map, {len(heard)} to be heard")


def _need_ribs() -> None:
    """See that what searches is installed, without importing it: that takes seconds.

    Raises:
        DescantError: it is not.
    """
    from importlib.util import find_spec

    if find_spec("ribs") is None:
        raise DescantError("descant explore", "ribs is not installed", INSTALL)


def _bytes(run: Path, fix: str) -> tuple[Path, bytes]:
    """Return the model of a run, or the one that is named itself."""
    path = run / OF_A_RUN if run.is_dir() else run
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DescantError(str(path), "is larger than any model", fix)
        return path, path.read_bytes()
    except OSError as error:
        raise DescantError(str(path), error.strerror or str(error), fix) from error


def _rhythm(run: Path) -> tuple["Rhythm", str]:
    from descant.models.rhythm import Rhythm

    path, data = _bytes(run, PATTERNS)
    try:
        return Rhythm.read(data, str(path)), hashlib.sha256(data).hexdigest()
    except ValueError as error:
        raise DescantError(str(path), str(error).removeprefix(f"{path}: "), PATTERNS) from error


def _speaker(run: Path) -> tuple["Speaker", str]:
    from descant.training.voices import read_speaker

    path, data = _bytes(run, SOUNDS)
    try:
        return read_speaker(path), hashlib.sha256(data).hexdigest()
    except ValueError as error:
        raise DescantError(str(path), str(error).removeprefix(f"{path}: "), SOUNDS) from error


def _write(
    out: Path, charted: "Charted", heard: list["AtlasLoop"], sha256: tuple[str, str], seed: int,
    progress: Callable[[float], None],
) -> None:  # fmt: skip
    """Write the folder, the file that a pad plays last."""
    from descant.training.atlas import content, listed
    from descant.training.atlas_page import page
    from descant.training.atlas_sheet import sheet
    from descant.training.checkpoints import write_whole

    (out / "loops").mkdir(parents=True, exist_ok=True)
    for done, loop in enumerate(heard):
        progress(0.7 * done / len(heard))
        write_whole(out / "loops" / f"{loop.name}.wav", loop.wav())
        write_whole(out / "loops" / f"{loop.name}.mid", loop.midi(charted.rhythm))
    rows = listed(charted)
    write_whole(out / "elites.csv", _csv(rows))
    told = {"seed": seed, "patterns_sha256": sha256[0], "sounds_sha256": sha256[1], "words": charted.words,
            "elites": rows}  # fmt: skip
    write_whole(out / "atlas.json", json.dumps(told, ensure_ascii=False, indent=1).encode())
    write_whole(out / "sheet.png", sheet(charted, f"{len(rows)} loops, {charted.chosen.size} of them on the map"))
    progress(0.9)
    write_whole(out / "atlas.html", page(charted, heard, out.resolve().name, _facts(charted)).encode())
    file = content(charted, patterns_sha256=sha256[0], sounds_sha256=sha256[1], seed=seed)
    write_whole(out / "atlas.safetensors", file)
    progress(1.0)


def _csv(rows: list[dict[str, object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _facts(charted: "Charted") -> str:
    side = len(charted.chosen)
    return (
        f"{len(charted.found.objective):,} loops that are unlike each other in density, syncopation, brightness or "
        f"novelty, each the one of its kind that the models are surest of; {side} × {side} of them make the map."
    )
