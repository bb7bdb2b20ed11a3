"""The processes that decode what parts want to sound like, and what becomes of it: files, buffers, and a line at last.

Newest wins: of each row that sound is made which was wanted last when there was time for it, and one that was begun is
heard too. One process that dies is told of once; the rows keep the sounds that they have.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from descant.errors import DescantError
from descant.parts.base import Want
from descant.parts.kinds import files_of, kinds
from descant.patch.patch import Patch
from descant.performance.children import DIED, Child
from descant.performance.sounding import FILE, Sound, sound_lines
from descant.performance.take import Line
from descant.sound.engine import Engine

MOST_FILES = 512  # 90 MB
AT_ONCE = 9  # sounds asked for together: all rows of a kit
READY_S = 120.0  # until the first sounds are there, before anybody plays
SAID_AFTER_S = 2.0
WAIT_S = 0.005
Row = tuple[str, int]
"""A part, and the note of a row of it."""


def voices(patch: Patch) -> dict[str, Path]:
    """Return the model of sounds of each part that has one.

    Raises:
        DescantError: it is not there.
    """
    found = {}
    for name, entry in patch.parts.items():
        if FILE not in entry.files:
            continue
        for file in files_of(kinds()[entry.kind]):
            if file.name == FILE and (path := patch.file_path(name, file)):
                found[name] = path
    return found


class Speaker(Child):
    """One part's process."""

    def __init__(self, model: Path, folder: Path) -> None:
        command = [sys.executable, "-P", "-m", "descant.training.speaking", "--model", str(model), "--out", str(folder)]
        super().__init__(command)
        self.asked: set[Sound] = set()  #: and not answered yet


class Speakers:
    """All of a piece. It begins to load at once; `prepare` waits for it.

    Args:
        patch: the piece.
    """

    def __init__(self, patch: Patch) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="descant-sounds-", ignore_cleanup_errors=True)
        self._speakers: dict[str, Speaker] = {}
        self._failed: list[Line] = []
        self._pending: dict[Row, list[Sound]] = {}  # at most two: what is being made, and what is wanted by now
        self._paths: dict[Sound, Path] = {}  # of what was made; the newest at the end
        self._engine: Engine | None = None
        for name, model in voices(patch).items():
            own = Path(self._folder.name, f"{len(self._speakers)}")
            own.mkdir()
            self._speakers[name] = Speaker(model, own)
            self._start(name)

    def _start(self, name: str) -> None:
        try:
            self._speakers[name].start()
        except OSError as error:
            self._fault(name, f"its sounds cannot be decoded ({error.strerror})")

    def close(self) -> None:
        """End all processes, and remove the files."""
        for speaker in self._speakers.values():
            speaker.stop()
        for speaker in self._speakers.values():
            speaker.close()
        self._folder.cleanup()

    # ------------------------------------------------------------ before anybody plays
    def play_on(self, engine: Engine) -> None:
        """Let sounds be loaded where this engine plays."""
        self._engine = engine

    def prepare(self, wanted: Iterable[tuple[str, Want]], say: Callable[[str], None]) -> None:
        """Have sounds made and loaded that a piece is going to want, and wait for it; `say` it where that takes long.

        Raises:
            DescantError: they cannot be made.
        """
        sounds = {_sound(part, want) for part, want in wanted if part in self._speakers}
        begun, said = time.monotonic(), False
        while missing := [sound for sound in sounds if not self._there(sound)]:
            self._ask(dict.fromkeys(missing))
            self._hear()
            if self._failed:
                fault = self._failed.pop()
                raise DescantError(f"parts.{fault['of']}.{FILE}", fault["text"], "mend that, or leave it out")
            waited_s = time.monotonic() - begun
            if waited_s > SAID_AFTER_S and not said:
                say(f"sounds: {len(missing)} of {len(sounds)} are still to be made")
                said = True
            if waited_s > READY_S:
                raise DescantError("sounds", f"are not there after {READY_S:g} s", "is the machine busy? go again")
            time.sleep(WAIT_S)

    def expect(self, wanted: Iterable[tuple[str, Want]]) -> None:
        """Have sounds made that a piece is going to want, without waiting for it."""
        for part, speaker in self._speakers.items():
            sounds = list(dict.fromkeys(_sound(own, want) for own, want in wanted if own == part))
            for first in range(0, len(sounds), AT_ONCE):
                self._tell(speaker, sounds[first : first + AT_ONCE])

    # ------------------------------------------------------------ while it plays
    def want(self, part: str, want: Want) -> None:
        """Take note of what a row of a part is to sound like."""
        if part not in self._speakers:
            return
        begun, sound = self._pending.get((part, want.note), [])[:1], _sound(part, want)
        keep = [own for own in begun if own != sound and (own in self._paths or own in self._speakers[part].asked)]
        self._pending[part, want.note] = [*keep, sound]

    def answers(self) -> list[Line]:
        """Return which sounds are there now; ask for those that are not. What went wrong is told by `faults`."""
        if not self._pending:
            return []
        self._hear()
        found: list[tuple[str, Want]] = []
        for (part, note), sounds in list(self._pending.items()):
            while sounds and self._there(sounds[0]):
                _, label, place = sounds.pop(0)
                found.append((part, Want(note, label, place)))
            if not sounds:
                del self._pending[part, note]
        self._ask(dict.fromkeys(sounds[0] for sounds in self._pending.values()))
        return sound_lines(found)

    def faults(self) -> list[Line]:
        """Return what went wrong, as input lines without their time."""
        failed, self._failed = self._failed, []
        return failed

    def pipes(self) -> list[Speaker]:
        """Return what to select() on."""
        return [speaker for speaker in self._speakers.values() if speaker.fileno() >= 0 and speaker.asked]

    def find(self, sound: Sound) -> Path | None:
        """Return the file of a sound, where it has been made."""
        return self._paths.get(sound)

    def _there(self, sound: Sound) -> bool:
        """Return whether a sound can be played; one that was made is loaded."""
        assert self._engine
        if path := self._paths.get(sound):
            self._engine.load(sound, path)
        return self._engine.loaded(sound)

    def _ask(self, wanted: dict[Sound, None]) -> None:
        """Ask each process that has nothing to do."""
        for part, speaker in self._speakers.items():
            own = [sound for sound in wanted if sound[0] == part and sound not in self._paths][:AT_ONCE]
            if own and not speaker.asked and speaker.runs:
                self._tell(speaker, own)

    def _tell(self, speaker: Speaker, sounds: list[Sound]) -> None:
        speaker.asked.update(sounds)
        speaker.write([[label, place] for _, label, place in sounds])

    def _hear(self) -> None:
        """Take what processes have made."""
        for part, speaker in self._speakers.items():
            told, ended = speaker.read()
            for line in told:
                for label, place, path in line.get("sounds", ()):
                    self._paths[part, label, tuple(place)] = Path(path)
                    speaker.asked.discard((part, label, tuple(place)))
            if ended:
                speaker.asked.clear()
                self._pending = {row: own for row, own in self._pending.items() if row[0] != part}
                self._fault(part, f"{ended.replace(DIED, 'the process of its sounds ended', 1)}; its rows keep theirs")
        self._tidy()

    def _tidy(self) -> None:
        """Remove the files of the oldest sounds that no buffer holds."""
        assert self._engine
        spare = len(self._paths) - MOST_FILES
        if spare > 0:
            for sound in [own for own in self._paths if not self._engine.buffers.has(own)][:spare]:
                self._paths.pop(sound).unlink(missing_ok=True)

    def _fault(self, of: str, text: str) -> None:
        self._failed.append({"in": "fault", "of": of, "text": text})


def _sound(part: str, want: Want) -> Sound:
    return part, want.label, want.place
