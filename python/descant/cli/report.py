"""`descant report`: one page of a run, which needs nothing else to be read and played."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from descant.cli.progress import stages
from descant.cli.train import need_torch
from descant.errors import DescantError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from descant.training.report import Findings

NAME = "report.html"
BARS, BPM = 2, 112.0


def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The run's folder.", show_default=False)],
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Its corpus, where that was moved.", show_default=False)
    ] = None,
    sizes: Annotated[
        Path | None,
        typer.Option("--sizes", metavar="DIR", help="A study of sizes to set beside it.", show_default=False),
    ] = None,
    loops: Annotated[
        int, typer.Option("--loops", metavar="N", min=0, max=24, help="Loops sounded by scsynth that go into the page.")
    ] = 4,
    plain: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Write RUN/report.html: curves, a plane to play on, reconstructions, loops or sounds, what was dropped."""
    need_torch()
    import torch

    from descant.training.run import Run

    torch.set_num_threads(1)
    if Run(run).facts()["kind"] == "sounds":
        _of_sounds(run, data, sizes, plain)
    else:
        _of_patterns(run, data, sizes, loops, plain)


def _of_sounds(run: Path, data: Path | None, sizes: Path | None, plain: bool) -> None:
    """Write the report of a run of sounds."""
    from descant.training.checkpoints import write_whole
    from descant.training.sound_findings import look
    from descant.training.sound_pad import pad
    from descant.training.sound_page import page

    if sizes is not None:
        raise DescantError(str(sizes), f"is beside no run of sounds, as {run} is", "leave --sizes out")
    with stages() as progress:
        found = look(run, data, progress)
        text = page(found, pad(found, progress))
    path = run / NAME
    write_whole(path, text.encode())
    if plain:
        typer.echo(json.dumps(found.plain() | {"page": str(path)}, ensure_ascii=False))
        return
    model, pca, _, nearest, _ = found.nearness
    told = f", {found.judged.drawn:.1%} heard as their class" if found.judged else ""
    typer.echo(
        f"wrote {path}: step {found.step}, {model.picture_db:.2f} dB; {pca.name} is {pca.picture_db:.2f} dB, "
        f"{nearest.name} {nearest.picture_db:.2f} dB{told}"
    )


def _of_patterns(run: Path, data: Path | None, sizes: Path | None, loops: int, plain: bool) -> None:
    """Write the report of a run of patterns."""
    from descant.training.checkpoints import write_whole
    from descant.training.report import look
    from descant.training.report_page import page

    found = look(run, data)
    studied = _sizes(run, sizes, str(found.facts["data"]["sha256"]))
    path = run / NAME
    write_whole(path, page(found, studied, _sounded(found, loops)).encode())
    if plain:
        typer.echo(json.dumps(found.plain() | {"sizes": studied, "page": str(path)}, ensure_ascii=False))
    else:
        typer.echo(_said(path, found))


def _sizes(run: Path, folder: Path | None, sha256: str) -> "Mapping[str, Any] | None":
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


def _sounded(found: "Findings", count: int) -> list[tuple[str, bytes]]:
    """Return loops of the middle of all and of some labels, as FLAC; where nothing can sound, say why."""
    from tempfile import TemporaryDirectory

    from descant.models.rhythm import Rhythm
    from descant.parts.sequencer_table import FARTHEST
    from descant.performance.looping import Loop, write_loop
    from descant.training.model_file import NAME as MODEL

    path, made = found.run.folder / MODEL, []
    try:
        data = path.read_bytes()
        rhythm = Rhythm.read(data, str(path))
        with TemporaryDirectory(prefix="descant-") as folder, stages() as progress:
            for number, (name, z) in enumerate(found.middles(count)):
                at, wav = tuple(z.clip(-FARTHEST, FARTHEST).tolist()), Path(folder, "loop.wav")
                loop = Loop(
                    model=data, rhythm=rhythm, at=at, bars=BARS, bpm=BPM, seed=found.facts["seed"],
                    told={"label": 0, "temperature": 0.0, "density": 0.5, "swing": 50.0, "groove": 1.0},
                )  # fmt: skip
                write_loop(loop, wav)
                made.append((name, _flac(wav)))
                progress("loops", (number + 1) / count)
    except (DescantError, OSError, ValueError) as error:
        typer.echo(f"no loops by the kit: {error}", err=True)
    return made


def _flac(wav: Path) -> bytes:
    """Return a sound file as FLAC of 16 bits, a quarter of its size."""
    import io

    import soundfile

    sound, rate = soundfile.read(wav, dtype="float32")
    out = io.BytesIO()
    soundfile.write(out, sound, rate, format="FLAC", subtype="PCM_16")
    return out.getvalue()


def _said(path: Path, found: "Findings") -> str:
    """Return the line at the end."""
    figures = found.figures
    told = f", labels told {figures['told']:.1%}" if figures["told"] is not None else ""
    return f"wrote {path}: step {found.step}, cells {figures['cells']:.1%}, F1 of onsets {figures['f1']:.1%}{told}"
