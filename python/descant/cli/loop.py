"""`descant loop`: one point of a rhythm model as a loop, a WAV and a MIDI file."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from descant.cli.progress import stages
from descant.cli.train import need_torch
from descant.errors import DescantError
from descant.table import nearest

if TYPE_CHECKING:
    from descant.models.rhythm import Rhythm
    from descant.performance.loop_sounds import Sounds

T = TypeVar("T")

SHIPPED = Path(__file__).parents[3] / "patches" / "models" / "latent-rhythm.safetensors"
OF_A_RUN = "model.safetensors"
MOST_BYTES = 64 << 20
SHOWN_AFTER_S = 2.0
MAKE_SOUNDS = "give the folder of a run: descant train sounds --data DIR --out RUN"
MAKE_ONE = "give the folder of a run: descant train patterns --data DIR --out RUN"


def loop(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.wav", help="The WAV; a .mid comes beside it.", show_default=False)
    ],
    patterns: Annotated[
        Path | None, typer.Option("--patterns", metavar="RUN", help="A run of patterns; without one the shipped model.")
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="X,Y,…", help="The point, a number a latent; 0 each without it.")
    ] = None,
    label: Annotated[
        str | None, typer.Option("--label", metavar="NAME", help="What the model is told, or where that label lies.")
    ] = None,
    sounds: Annotated[
        Path | None, typer.Option("--sounds", metavar="RUN", help="A run of sounds to play it; without one the kit.")
    ] = None,
    sound_at: Annotated[
        str | None, typer.Option("--sound-at", metavar="X,Y,…", help="Where its sounds lie; 0, the middle, without it.")
    ] = None,
    bars: Annotated[int, typer.Option("--bars", metavar="N", min=1, max=256, help="Whole bars.")] = 4,
    bpm: Annotated[float, typer.Option("--bpm", metavar="B", min=20, max=400, help="Quarters a minute.")] = 112.0,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**53, help="What chance is drawn from.")] = 0,
    temperature: Annotated[
        float, typer.Option("--temperature", metavar="T", min=0, max=2, help="0 the likeliest loop, 1 the model's own.")
    ] = 0.0,
    density: Annotated[
        float, typer.Option("--density", metavar="D", min=0, max=1, help="Less than 0.5 plays less, more plays more.")
    ] = 0.5,
    swing: Annotated[
        float, typer.Option("--swing", metavar="%", min=50, max=75, help="50 straight, 66.7 a triplet.")
    ] = 50.0,
    groove: Annotated[
        float, typer.Option("--groove", metavar="G", min=0, max=1, help="How much of the corpus's loudness and timing.")
    ] = 1.0,
) -> None:
    """Write a point as a loop: FILE.wav, 48 kHz and 24 bit, whole bars that go round, and the same as MIDI."""
    from descant.models.rhythm import Rhythm
    from descant.performance.looping import Loop, write_loop

    if out.suffix != ".wav":
        raise DescantError(str(out), "is no name of a WAV file", "let it end in .wav")
    data, rhythm = _opened(_model(patterns), Rhythm.read, MAKE_ONE)
    point, told = _place(rhythm, at, label)
    played = _sounds(sounds, sound_at)
    if played and (strange := played.strange(rhythm)):
        typer.echo(f"{sounds}: {strange}", err=True)
    wanted = Loop(
        model=data, rhythm=rhythm, at=point, bars=bars, bpm=bpm, seed=seed, sounds=played,
        told={"label": told, "temperature": temperature, "density": density, "swing": swing, "groove": groove},
    )  # fmt: skip
    with _late_stages() as progress:
        strokes = write_loop(wanted, out, progress)
    where = ", ".join(f"{value:g}" for value in point)
    typer.echo(f"wrote {bars} bar{'s' * (bars > 1)}, {len(strokes)} hits, at {where} into {out} and {out.stem}.mid")


def _model(run: Path | None) -> Path:
    """Return the file of the model."""
    if run is None:
        if SHIPPED.is_file():
            return SHIPPED
        raise DescantError("descant loop", "the shipped model is not here", "give a run with --patterns")
    return _of_a_run(run, "patterns", MAKE_ONE)


def _of_a_run(run: Path, kind: str, fix: str) -> Path:
    """Return the file of a run's model, which may be given itself."""
    if run.is_dir():
        if (run / OF_A_RUN).is_file():
            return run / OF_A_RUN
        raise DescantError(str(run), f"is no run of {kind}: it has no {OF_A_RUN}", fix)
    if run.suffix == ".safetensors" or not run.exists():
        return run
    raise DescantError(str(run), "is no run", fix)


def _opened(path: Path, read: "Callable[[bytes, str], T]", fix: str) -> "tuple[bytes, T]":
    """Return what a model's file holds, as it is and read.

    Raises:
        DescantError: it cannot be read, or is no such model.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DescantError(str(path), "is larger than any model to play", fix)
        data = path.read_bytes()
        return data, read(data, str(path))
    except OSError as error:
        raise DescantError(str(path), error.strerror or str(error), fix) from error
    except ValueError as error:
        raise DescantError(str(path), str(error).removeprefix(f"{path}: "), fix) from error


def _sounds(run: Path | None, at: str | None) -> "Sounds | None":
    """Return the sounds that play the loop, where a run of them is given.

    Raises:
        DescantError: it is none, torch is missing, which decodes them, or the place is none in it.
    """
    if run is None:
        if at is not None:
            raise DescantError("--sound-at", "there is no model of sounds to be somewhere in", "give one with --sounds")
        return None
    need_torch()
    from descant.models.voice import Voice
    from descant.models.voice_facts import VoiceFacts
    from descant.parts.sequencer_table import SOUND_POINT
    from descant.performance.loop_sounds import Sounds

    path = _of_a_run(run, "sounds", MAKE_SOUNDS)
    data, voice = _opened(path, VoiceFacts.read, MAKE_SOUNDS)
    _opened(path, Voice.read, MAKE_SOUNDS)
    count = min(voice.latents, len(SOUND_POINT))
    return Sounds(data, voice, (0.0,) * count if at is None else _point("--sound-at", at, count))


def _place(rhythm: "Rhythm", at: str | None, label: str | None) -> tuple[tuple[float, ...], int]:
    """Return the point, and the number of the label that the model is told: 0 for none.

    Raises:
        DescantError: the point has another number of coordinates or is none, or there is no such label.
    """
    number = _label(rhythm, label) if label is not None else -1
    if at is not None:
        if number >= 0 and not rhythm.conditioned:
            fix = "give the point or the label"
            raise DescantError("--label", "this model is told no labels: it is a place, and so is --at", fix)
        return _point("--at", at, rhythm.latents), number + 1
    if number >= 0 and not rhythm.conditioned:
        return _middle(rhythm, number), 0
    return (0.0,) * rhythm.latents, number + 1


def _point(option: str, at: str, count: int) -> tuple[float, ...]:
    from descant.parts.sequencer_table import FARTHEST

    said = f"give {count} number{'s' * (count > 1)} from {-FARTHEST:g} to {FARTHEST:g} with commas between them"
    try:
        point = tuple(map(float, at.split(",")))
    except ValueError as error:
        raise DescantError(option, f"{at[:60]!r} is no point", said) from error
    if len(point) != count:
        what = f"{at[:60]!r} has {len(point)} coordinate{'s' * (len(point) != 1)}, the model has {count}"
        raise DescantError(option, what, said)
    if not all(math.isfinite(value) and abs(value) <= FARTHEST for value in point):
        raise DescantError(option, f"{at[:60]!r} lies outside of the model's space", said)
    return point


def _label(rhythm: "Rhythm", label: str) -> int:
    if label in rhythm.labels:
        return rhythm.labels.index(label)
    known = f"it has {', '.join(rhythm.labels)}" if rhythm.labels else "this model has none: leave --label out"
    raise DescantError("--label", f"there is no label {label[:60]!r}{nearest(label, rhythm.labels)}", known)


def _middle(rhythm: "Rhythm", label: int) -> tuple[float, ...]:
    """Return the point of the corpus's pattern that is the most like all others of a label."""
    import numpy as np

    own = rhythm.corpus_z[rhythm.corpus_label == label].astype(np.float64)
    if not len(own):
        raise DescantError("--label", f"the model's file names no pattern of {rhythm.labels[label]!r}", "give --at")
    apart = np.linalg.norm(own[:, None] - own[None], axis=2).sum(1)
    from descant.parts.sequencer_table import FARTHEST

    return tuple(np.clip(own[apart.argmin()], -FARTHEST, FARTHEST).tolist())


@contextmanager
def _late_stages() -> Iterator[Callable[[float], None]]:
    """Give a function that takes how much is done; a bar is shown where it takes long."""
    began = time.monotonic()
    with stages() as report:
        yield lambda done: report("sound", done) if time.monotonic() - began > SHOWN_AFTER_S else None
