"""Perform without a stage: a list of inputs, a virtual clock, and files at the end."""

import math
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from supriya import Score

from descant.devices import midi_file
from descant.errors import DescantError
from descant.patch.patch import Patch
from descant.performance.decoding import Decoder
from descant.performance.performance import Performance
from descant.performance.sounding import AtOnce, Unheard
from descant.performance.take import TAKE, Line, TakeWriter, asset_hashes, begun, header
from descant.performance.weights import FOLDER, Weights, bring
from descant.sound.buffers import Find
from descant.sound.effects import rings_s
from descant.sound.engine import Engine
from descant.sound.offline import make_score, render, scsynth_path
from descant.sound.outlet import ScoreOutlet
from descant.sound.synthdefs import read_synthdef
from descant.sound.table import EFFECTS
from descant.table import Value
from descant.video.messages import Message

TAIL_S = 1.0  # after the last input, for releases
BACKGROUND = "picture/background"
FILES = ("audio.wav", "video.mp4", TAKE, "score.png", FOLDER)

Progress = Callable[[str, float], None]
"""Called with what is being done and how much of it is done, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to perform: a patch, the inputs in order, and what may differ tonight."""

    patch: Patch
    inputs: tuple[Line, ...]
    seed: int
    settings: dict[str, Value] = field(default_factory=dict)
    performer: Path | None = None  # the player's video; None draws a keyboard
    movie: bool = True
    begin: dict[str, Any] | None = None  # the state in which it begins; None: at its very beginning
    take: Path | None = None  # the folder of the take that the inputs are of, where there is one

    @property
    def says_sounds(self) -> bool:
        """Whether its inputs say when which sounds were there; else they are there as soon as they are wanted."""
        return any(line["in"] == "sound" for line in self.inputs)

    @property
    def begin_s(self) -> float:
        """The time at which it begins."""
        return float(self.begin["time"]) if self.begin else 0.0


@dataclass(slots=True)
class Timing:
    """Seconds that each stage took, for the bench."""

    performing_s: float = 0.0
    scsynth_s: float = 0.0
    movie_s: float = 0.0
    duration_s: float = 0.0


def midi_inputs(patch: Patch, path: Path) -> tuple[Line, ...]:
    """Return the input lines of a MIDI file: tracks named like an input go there, all others to the first.

    Raises:
        DescantError: the patch has no MIDI input, or the file is not a whole MIDI file.
    """
    if not patch.inputs:
        raise DescantError(patch.name, "has no MIDI input to play", 'add [inputs.piano] with kind = "midi"')
    first = next(iter(patch.inputs))
    played = midi_file.read(path)
    lines: list[Line] = [
        {
            "t": message.time, "in": "midi",
            "from": message.track if message.track in patch.inputs else first,
            "data": list(message.data),
        }
        for message in played.messages
    ]  # fmt: skip
    return (*lines, {"t": played.duration_s + _rings_s(patch), "in": "stop"})


def _rings_s(patch: Patch) -> float:
    """Return how long a patch's effects ring on, as they are declared."""
    effects = [(name, entry.synthdef) for name, entry in patch.instruments.items() if entry.synthdef in EFFECTS]
    own = {name: {row.name: patch.declared[f"{name}/{row.name}"] for row in EFFECTS[kind]} for name, kind in effects}
    return max((rings_s(kind, own[name]) for name, kind in effects), default=0.0)


def take_inputs(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the input lines of a take; one cut short is stopped at its last line."""
    every = list(lines)
    inputs = [line for line in every if "in" in line]
    if not any(line["in"] == "stop" for line in inputs):
        inputs.append({"t": _stopped_at(every), "in": "stop"})
    return tuple(inputs)


def _stopped_at(lines: list[Line]) -> float:
    if not lines:
        return 0.0
    last = float(lines[-1]["t"])
    if "end" in lines[-1]:
        return max(0.0, last - TAIL_S)
    return last if "in" in lines[-1] else math.nextafter(last, math.inf)  # after what a tick did at that time


def take_performer(header: Line, take: Path, patch: Path | None) -> Path | None:
    """Return the performer's video of a take: beside the patch it is performed on, or beside the take.

    Raises:
        DescantError: it is in neither place.
    """
    for name in map(str, header.get("assets", {})):
        folders = [patch.parent if patch else take.parent, take.parent]
        found = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if found and asset_hashes(found)[name] != header["assets"][name]:
            raise DescantError(str(found), "is not the video of this take", "give the right one with --video")
        if found is None:
            raise DescantError(
                str(take), f"its video {name!r} is not beside it", "give it with --video, or use --no-video"
            )
        return found
    return None


def instead_of_camera(patch: Patch, performer: Path | None, camera: object = None) -> str:
    """Return what to say of a camera that the patch or a take (`camera`) wants; "" where none is wanted."""
    backgrounds = {patch.declared[BACKGROUND], *(cue.set.get(BACKGROUND) for cue in patch.cues)}
    if camera is None and patch.picture.camera is None and "camera" not in backgrounds:
        return ""
    shown = f"{performer.name} takes" if performer else "the drawn keyboard (or a film, with --video) takes"
    return f"picture: what a camera sees is not kept; {shown} its place"


def perform(job: Job, out: Path, progress: Progress) -> Timing:
    """Perform `job` and write audio.wav, video.mp4, take.jsonl and score.png into the folder `out`.

    The models that its inputs speak of go with them.

    Everything is made in a hidden folder and renamed at the end. What an earlier performance left there
    is moved to ``earlier/N``; nothing is lost.

    Raises:
        DescantError: the folder cannot be written, a model is missing, scsynth or the video fails.
    """
    scsynth_path()
    if job.performer and job.movie:
        _open_performer(job.patch, job.performer)
    timing = Timing()
    with _workshop(out) as folder:
        if job.take:
            bring(job.inputs, job.take, folder)
        decoder = Decoder(job.patch, folder / "sounds")
        score = make_score()
        messages: list[Message] = []
        began = time.perf_counter()
        timing.duration_s = _play(job, score, folder, messages, progress=progress, find=decoder.find)
        timing.performing_s = time.perf_counter() - began
        _audio(job, score, folder, timing, progress)
        if job.movie:
            _movie(job, folder, messages, timing, progress)
        _score_picture(folder, progress)
        _publish(folder, out)
    return timing


def _open_performer(patch: Patch, path: Path) -> None:
    """Fail now, not after the sound is made, where the performer's video is none."""
    from descant.video.source import VideoFile

    VideoFile(path, patch.picture.width, patch.picture.height)


def _play(
    job: Job, score: Score, folder: Path, messages: list[Message], *, progress: Progress, find: Find
) -> float:  # fmt: skip
    patch = job.patch
    synthdefs = {
        name: read_synthdef(entry.synthdef, patch.synthdef_path(name)) for name, entry in patch.instruments.items()
    }
    writer = TakeWriter(folder / TAKE)
    sample_rate = patch.sound.sample_rate
    first = header(
        patch, seed=job.seed, settings=job.settings, assets=asset_hashes(job.performer), sample_rate=sample_rate
    )
    writer.write(first | begun(job.begin))
    outlet = partial(ScoreOutlet, origin_s=job.begin_s)
    engine = Engine(score, synthdefs, tuple(patch.streams), outlet, find=find)
    performance = Performance(
        patch, job.seed, engine, writer.write, messages.append, weights=Weights(folder),
        sounding=Unheard() if job.says_sounds else AtOnce(),
    )  # fmt: skip
    stop = job.inputs[-1]["t"]
    if job.begin:
        performance.resume(job.begin)
    else:
        performance.start()
    for count, line in enumerate(job.inputs):
        performance.handle(line)
        if count % 256 == 0:
            progress("performing", line["t"] / stop if stop else 1.0)
    end = stop + TAIL_S
    performance.advance(end)
    writer.write({"t": end, "end": True})
    writer.close()
    progress("performing", 1.0)
    return float(end) - job.begin_s


def _audio(job: Job, score: Score, folder: Path, timing: Timing, progress: Progress) -> None:
    began = time.perf_counter()
    render(
        score, folder / "audio.wav", duration_s=timing.duration_s, sample_rate=job.patch.sound.sample_rate,
        progress=lambda done: progress("sound", done),
    )  # fmt: skip
    timing.scsynth_s = time.perf_counter() - began


def _movie(job: Job, folder: Path, messages: list[Message], timing: Timing, progress: Progress) -> None:
    from descant.video.movie import render_movie

    began = time.perf_counter()
    settings = job.patch.picture
    shown = [replace(message, time=message.time - job.begin_s) for message in messages]
    render_movie(
        shown, timing.duration_s, width=settings.width, height=settings.height,
        frame_rate=settings.frame_rate, performer=job.performer, audio=folder / "audio.wav",
        out=folder / "video.mp4", progress=lambda done: progress("picture", done),
    )  # fmt: skip
    timing.movie_s = time.perf_counter() - began


def _score_picture(folder: Path, progress: Progress) -> None:
    from descant.performance.score import draw_score

    progress("score", 0.0)
    draw_score(folder / "take.jsonl", folder / "score.png")
    progress("score", 1.0)


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """Give a hidden folder inside `out` to work in; leave no trace of it, nor of `out` where nothing came of it."""
    made = [path for path in (out, *out.parents) if not path.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".descant-", dir=out))
    except OSError as error:
        what = "is a file" if out.is_file() else error.strerror or str(error)
        raise DescantError(str(out), f"cannot be written to ({what})", "choose another folder") from error
    try:
        yield folder
    except OSError as error:
        raise DescantError(str(error.filename or out), error.strerror or str(error), "free it and go again") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for path in made:
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()


def _publish(folder: Path, out: Path) -> None:
    """Rename what was made into its place; move what stood there out of the way first."""
    standing = [name for name in FILES if (out / name).exists()]
    if standing:
        keep = next(path for number in range(1, 1_000_000) if not (path := out / "earlier" / str(number)).exists())
        keep.mkdir(parents=True)
        for name in standing:
            (out / name).replace(keep / name)
    for name in FILES:
        if (folder / name).exists():
            (folder / name).replace(out / name)
