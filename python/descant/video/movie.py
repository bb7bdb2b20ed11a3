"""The mp4 of a performance: drawn in a child process, encoded here, sound and picture in step."""

import contextlib
import math
import signal
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from descant.errors import DescantError
from descant.video.drawer import Drawer, Job
from descant.video.messages import Message

_SAMPLE_RATE = 48_000
_BT709 = 1  # the number of BT.709 in H.264's tables of primaries, transfer and matrix
_STUDIO_RANGE = 1


def render_movie(
    messages: Sequence[Message],
    duration: float,
    *,
    width: int = 1280,
    height: int = 720,
    frame_rate: int = 30,
    performer: Path | None = None,
    audio: Path | None = None,
    out: Path,
    progress: Callable[[float], None] | None = None,
) -> None:
    """Draw the messages of a performance and write them, with its sound, as an mp4.

    Frame k shows the messages with time <= k / frame_rate. The sound begins with the first frame and
    ends with the last at the latest. `out` appears only when it is whole.

    Args:
        messages: what the performance told the picture, in order of time.
        duration: seconds.
        width, height: pixels, both even.
        frame_rate: frames a second.
        performer: a video file to play behind the curves; a drawn keyboard without it.
        audio: the sound, 48 kHz stereo.
        out: the file to write; its name ends in .mp4.
        progress: called with the fraction done, from 0 to 1.

    Raises:
        DescantError: something cannot be read, drawn or written. Nothing is left behind.
    """
    out = Path(out)
    _check(out, duration, width, height, frame_rate)
    partial = out.with_name(f".{out.stem}.partial.mp4")
    frames = max(1, math.ceil(duration * frame_rate - 1e-6))
    drawer = Drawer(Job(tuple(messages), frames, width, height, frame_rate, performer))
    try:
        with _started(drawer):
            _encode(drawer, partial, audio, progress or (lambda _: None))
        partial.replace(out)
    except OSError as error:
        raise DescantError(
            str(out), f"cannot be written ({error})", "choose a folder that can be written and has room"
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _check(out: Path, duration: float, width: int, height: int, frame_rate: int) -> None:
    if out.suffix != ".mp4":
        raise DescantError(str(out), "is not the name of an mp4", "let it end in .mp4")
    if not out.parent.is_dir():
        raise DescantError(str(out.parent), "is no folder", "make it first")
    if not (math.isfinite(duration) and duration > 0):
        raise DescantError(str(out), f"cannot last {duration} s", "give a duration above 0")
    if width < 16 or height < 16 or width % 2 or height % 2:
        raise DescantError(str(out), f"cannot be {width}×{height}", "give even sizes from 16")
    if frame_rate < 1:
        raise DescantError(str(out), f"cannot have {frame_rate} frames a second", "give 1 or more")


@contextlib.contextmanager
def _started(drawer: Drawer) -> Iterator[None]:
    """Run the drawer's process; end it on the way out, whatever happened."""
    # The child inherits the mask: a Ctrl-C in the terminal is ours to handle, and the child ends with us.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        drawer.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
    try:
        yield
    finally:
        drawer.stop()


def _encode(drawer: Drawer, path: Path, audio: Path | None, progress: Callable[[float], None]) -> None:
    import av  # loaded only by what encodes

    frames, frame_rate = drawer.job.frames, drawer.job.frame_rate
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        picture = _Picture(container, drawer)
        sound = _Sound(container, audio, frames / frame_rate) if audio else None
        for k in range(frames):
            picture.encode(k)
            if sound:
                sound.encode_until((k + 1) / frame_rate)
            progress((k + 1) / frames)
        picture.finish()
        if sound:
            sound.finish()


class _Picture:
    """The H.264 stream."""

    def __init__(self, container: Any, drawer: Drawer) -> None:
        from av.video.reformatter import VideoReformatter  # loaded only by what encodes

        self._container, self._drawer, job = container, drawer, drawer.job
        options = {"preset": "superfast", "crf": "20", "g": str(2 * job.frame_rate)}
        self._stream = container.add_stream("libx264", rate=job.frame_rate, options=options)
        self._stream.width, self._stream.height = job.width, job.height
        self._stream.pix_fmt = "yuv420p"
        context = self._stream.codec_context
        context.thread_count = 2  # where drawing is light, the other core helps
        context.time_base = Fraction(1, job.frame_rate)
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _STUDIO_RANGE
        self._reformatter = VideoReformatter()

    def encode(self, k: int) -> None:
        import av  # loaded only by what encodes
        from av.video.reformatter import ColorRange, Colorspace  # likewise

        with self._drawer.drawn() as rgb:
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        frame = self._reformatter.reformat(
            frame, format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
        frame.pts = k
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self._container.mux(self._stream.encode(None))


class _Sound:
    """The AAC stream. Its priming samples lie before time 0 and an edit list hides them."""

    def __init__(self, container: Any, path: Path, duration: float) -> None:
        self._container, self._path = container, path
        self._stream = container.add_stream("aac", rate=_SAMPLE_RATE, layout="stereo")
        self._stream.codec_context.bit_rate = 256_000
        self._blocks = self._decoded()
        self._samples = 0
        self._end = round(duration * _SAMPLE_RATE)

    def _decoded(self) -> Iterator[Any]:
        import av  # loaded only by what encodes

        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=_SAMPLE_RATE)
        try:
            with av.open(str(self._path)) as source:
                for frame in source.decode(audio=0):
                    yield from resampler.resample(frame)
        except (av.FFmpegError, IndexError) as error:
            raise DescantError(str(self._path), "is not a sound file", "give a 48 kHz stereo wav") from error
        yield from resampler.resample(None)

    def encode_until(self, seconds: float) -> None:
        import av  # loaded only by what encodes

        until = min(self._end, round(seconds * _SAMPLE_RATE))
        while self._samples < until:
            block = next(self._blocks, None)
            if block is None:
                self._end = self._samples
                return
            data = block.to_ndarray()[:, : self._end - self._samples]
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(data), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = _SAMPLE_RATE, self._samples
            frame.time_base = Fraction(1, _SAMPLE_RATE)
            self._samples += data.shape[1]
            self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self._container.mux(self._stream.encode(None))
