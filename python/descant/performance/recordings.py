"""What is recorded tonight, audio.wav and a further file after every break, and what a crash left half-written."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import soundfile

from descant.errors import DescantError
from descant.sound.engine import OFFLINE
from descant.sound.guard import Guard
from descant.sound.ports import Left
from descant.sound.recorder import Recording, mend, record

UNRECORDED = (*OFFLINE, TimeoutError, DescantError)


class Recordings:
    """The files into which the guarded server's sound goes, one after the other."""

    def __init__(self, guard: Guard, folder: Path, say: Callable[[str], None]) -> None:
        self._guard, self._folder, self._say = guard, folder, say
        self._wanted, self._generation = False, 0
        self._running: Recording | None = None
        self.trouble: DescantError | None = None  # what is missing of them

    def begin(self) -> None:
        """Begin the first.

        Raises:
            DescantError: the file cannot be written.
        """
        self._wanted, self._generation = True, self._guard.generation
        self._running = record(self._guard.server, next(path for path in self._names() if not path.exists()))

    def _names(self) -> Iterator[Path]:
        yield self._folder / "audio.wav"
        yield from (self._folder / f"audio-{number}.wav" for number in count(2))

    def again(self) -> None:
        """Begin a new one where the old one has ended with its scsynth."""
        if not self._wanted or self._generation == self._guard.generation:
            return
        if self._running:
            mend(self._running.path)
        self._running = None
        try:
            self.begin()
        except UNRECORDED as error:
            self._lacks(self._folder, f"recording was not taken up again ({_reason(error)})")

    def stop(self) -> None:
        """End the one that runs."""
        recording, self._running = self._running, None
        if recording is None:
            return
        if self._generation != self._guard.generation:
            mend(recording.path)
            return
        try:
            recording.stop()
        except UNRECORDED as error:
            mend(recording.path)
            self._lacks(recording.path, f"its end is missing ({_reason(error)})")

    def _lacks(self, path: Path, what: str) -> None:
        self._say(f"{path}: {what}; the music goes on")
        self.trouble = self.trouble or DescantError(str(path), what, "record to a faster disk, with room on it")


def _reason(error: Exception) -> str:
    return error.what if isinstance(error, DescantError) else str(error) or "scsynth has gone"


def after_a_crash(left: Left) -> Iterator[str]:
    """Put right what a crash left, and say what that was."""
    if left.scsynth:
        yield f"port {left.port}: scsynth (process {left.scsynth}), left there by a crash, has been quit"
    path = left.recording
    if path is None or not path.is_file():
        return
    lacked = mend(path)
    try:
        seconds = soundfile.info(path).duration
    except soundfile.LibsndfileError:
        yield f"{path}: the crash left nothing to hear in it"
        return
    yield f"{path}: the recording that the crash cut off {'was mended' if lacked else 'is whole'}: {seconds:.1f} s"
