"""The performer's video from a file: the frame at a time, fitted to the picture; it loops when shorter."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descant.errors import DescantError

_UNKNOWN_FRAME_SECONDS = 1 / 30
_TEXT_ART = frozenset(("adf", "bin", "idf", "tty", "xbin"))  # libav reads any .bin or .txt as pictures
_WORTH_JUMPING_SECONDS = 3.0


class VideoFile:
    """A video file read forwards, and again from its beginning when it has ended."""

    def __init__(self, path: Path, width: int, height: int) -> None:
        """Open `path` for frames of (height, width, 3) pixels.

        Raises:
            DescantError: it is not a video.
        """
        import av  # loaded only where there is a video
        from av.video.reformatter import VideoReformatter  # likewise

        self._size, self._reformatter = (width, height), VideoReformatter()
        self._broken = av.FFmpegError
        try:
            self._container = av.open(f"file:{path}")
            streams = () if self._container.format.name in _TEXT_ART else self._container.streams.video
            self._stream = streams[0]
            self._decoded = self._container.decode(self._stream)
            self._next: Any = next(self._decoded)
        except (av.FFmpegError, IndexError, StopIteration, OSError, ValueError) as error:
            raise DescantError(
                str(path), f"is not a video that can be read ({error or 'it holds no frame'})",
                "give an mp4 or another file that plays",
            ) from error  # fmt: skip
        rate = self._stream.average_rate
        self._frame_seconds = 1 / float(rate) if rate else _UNKNOWN_FRAME_SECONDS
        self._length = (self._container.duration or 0) / av.time_base
        self._origin, self._turn = _time_of(self._next, 0.0), 0.0
        self._image = self._fitted(self._next)

    def at(self, time: float) -> NDArray[np.uint8]:
        """Return the frame showing at `time` seconds, RGB (height, width, 3). Times must not fall."""
        if self._next is not None and self._starts(self._next) < time - _WORTH_JUMPING_SECONDS:
            self._jump(time)
        newest = None
        while self._next is not None and self._starts(self._next) <= time + 1e-6:
            newest = self._next
            self._read()
        if newest is not None:
            self._image = self._fitted(newest)
        return self._image

    def _starts(self, frame: Any) -> float:
        return self._turn + _time_of(frame, self._origin) - self._origin

    def _read(self) -> None:
        """Take the next frame; at the end, or where the file is damaged, begin again."""
        end = self._starts(self._next) + self._frame_seconds
        self._next = self._decode()
        if self._next is None:
            self._turn = end
            self._seek(0.0)

    def _jump(self, time: float) -> None:
        """Leave out what was not looked at: continue from a key frame shortly before `time`."""
        if self._length > 0:
            self._turn += max(0.0, time - self._turn) // self._length * self._length
        self._seek(max(0.0, time - self._turn))

    def _seek(self, seconds: float) -> None:
        import av  # loaded only where there is a video

        self._container.seek(round((seconds + self._origin) * av.time_base))
        self._decoded = self._container.decode(self._stream)
        self._next = self._decode()

    def _decode(self) -> Any:
        """Return the next frame, or None where there is none: a damaged tail counts as the end."""
        try:
            return next(self._decoded, None)
        except self._broken:
            return None

    def _fitted(self, frame: Any) -> NDArray[np.uint8]:
        """Scale until the picture is covered, and cut what hangs over."""
        width, height = self._size
        ratio = self._stream.sample_aspect_ratio or 1
        full = (float(frame.width * ratio), float(frame.height))
        across, down = full if frame.rotation % 180 == 0 else full[::-1]
        scale = max(width / across, height / down)
        size = (max(2, round(full[0] * scale)), max(2, round(full[1] * scale)))
        rgb = self._reformatter.reformat(
            frame, width=size[0], height=size[1], format="rgb24", interpolation="BILINEAR"
        ).to_ndarray()
        rgb = np.rot90(rgb, frame.rotation // 90 % 4)
        y, x = max(0, (rgb.shape[0] - height) // 2), max(0, (rgb.shape[1] - width) // 2)
        return np.ascontiguousarray(rgb[y : y + height, x : x + width])


def _time_of(frame: Any, unknown: float) -> float:
    return unknown if frame.time is None else float(frame.time)
