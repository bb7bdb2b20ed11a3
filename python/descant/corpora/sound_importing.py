"""Make a corpus of sound files: each used, or named with the reason why it was not; of any rate, width and length."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from descant.corpora.finding import found_files
from descant.corpora.labelling import Labels, labels
from descant.corpora.patterns import Source
from descant.corpora.resampling import resampled
from descant.corpora.sounds import FRAMES, SAMPLE_RATE, SILENCE, SoundGathering, Sounds, Trimmed, trimmed
from descant.draws import generator
from descant.errors import DescantError

ENDINGS = (".wav", ".aif", ".aiff", ".aifc", ".flac", ".ogg", ".mp3", ".w64", ".caf", ".au", ".snd")
LONGEST_S = 60.0  # in which an onset is sought
LARGEST_BYTES = 64 << 20  # of a file whose sha256 is kept
AROUND_S = 0.1  # kept around a sound's second until it is trimmed
LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 4_000, 768_000
MOST_CHANNELS = 64
FEWEST_FRAMES = 64  # 1.5 ms: what is shorter is a click, and no sound
CANCELLED = 0.5  # of the loudest channel's peak: a mean below that has lost too much
Report = Callable[[float], None]
Tell = Callable[[str, str], None]
"""Takes a file and what is to be said of it."""


@dataclass(frozen=True, slots=True)
class ImportSounds:
    """What is imported, and how."""

    paths: tuple[Path, ...]
    labels: str = "folders"
    held_out: float = 0.15  #: of each class, 0 to 0.5
    seed: int = 0


@dataclass(slots=True)
class _Found:
    """What has been read so far."""

    sources: list[Source] = field(default_factory=list)
    sounds: list[tuple[NDArray[np.float32], str, int]] = field(default_factory=list)  #: with label and source
    known: set[bytes] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def import_sounds(
    wanted: ImportSounds, report: Report = lambda done: None, tell: Tell = lambda name, what: None
) -> Sounds:
    """Return the corpus of all sound files that were given or lie in the folders that were given.

    `report` hears how much is done, 0 to 1; `tell` each file that was not taken, or is odd.

    Raises:
        DescantError: there is no file, none can be used, or the labels cannot be read.
    """
    words, found = labels(wanted.labels), _Found()
    files = found_files(wanted.paths, ENDINGS, "sound file")
    for number, (path, root) in enumerate(files):
        before = len(found.dropped), len(found.notes)
        _take(found, path, root, words)
        for name, what in found.dropped[before[0] :] + found.notes[before[1] :]:
            tell(name, what)
        report((number + 1) / len(files))
    said = len(found.notes)
    found.notes += [(name, f"is in {wanted.labels} and not among the files") for name in words.unmatched]
    found.notes += _of_classes(found, wanted)
    for name, what in found.notes[said:]:
        tell(name, what)
    return _corpus(found, wanted, len(files))


def _take(found: _Found, path: Path, root: Path, words: Labels) -> None:
    """Read one file; whatever is wrong with it is a line in `found`, and no error."""
    name, label = str(path), words.of(path, root)
    try:
        sound, rate, notes = _read(path)
        own = _new(found, trimmed(resampled(_around_onset(sound, rate), rate, SAMPLE_RATE)))
    except (ValueError, OSError, soundfile.LibsndfileError) as error:
        found.dropped.append((name, _reason(error)))
        return
    found.notes += [(name, note) for note in notes]
    found.counts["resampled"] += rate != SAMPLE_RATE
    found.counts["cut at one second"] += own.cut
    found.counts["padded to one second"] += len(own.audio) < FRAMES
    found.sounds.append((own.audio, label, len(found.sources)))
    found.sources.append(Source(name, sha256=_digest(path)))


def _digest(path: Path) -> str:
    """Return a file's sha256; of one that is read in part, none: that takes long, and says nothing of the rest."""
    if path.stat().st_size > LARGEST_BYTES:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _new(found: _Found, own: Trimmed | None) -> Trimmed:
    """Return a sound that can be used and is not known yet.

    Raises:
        ValueError: it cannot, or it is; the text says why.
    """
    if own is None:
        raise ValueError("is silent")
    if len(own.audio) < FEWEST_FRAMES:
        raise ValueError(f"is too short: {len(own.audio)} of at least {FEWEST_FRAMES} samples")
    key = hashlib.sha256(own.audio.tobytes()).digest()
    if key in found.known:
        raise ValueError("is the same sound as one before")
    found.known.add(key)
    return own


def _reason(error: Exception) -> str:
    if isinstance(error, soundfile.LibsndfileError):
        return f"is no sound file ({error.error_string.strip().rstrip('.')})"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    return str(error)


def _read(path: Path) -> tuple[NDArray[np.float32], int, list[str]]:
    """Return a file's sound in one channel, its rate, and what is odd.

    Raises:
        ValueError: it holds nothing to use; the text says why.
    """
    if not path.is_file():
        raise ValueError("is no file")
    with path.open("rb") as raw, soundfile.SoundFile(raw.fileno(), closefd=False) as file:
        rate = int(file.samplerate)
        if not LOWEST_RATE_HZ <= rate <= HIGHEST_RATE_HZ:
            raise ValueError(f"has {rate} samples a second")
        if file.channels > MOST_CHANNELS:
            raise ValueError(f"has {file.channels} channels")
        seconds = file.frames / rate
        sound = file.read(round(LONGEST_S * rate), dtype="float32", always_2d=True)
    if not len(sound):
        raise ValueError("is empty")
    if not np.isfinite(sound).all():
        raise ValueError("holds what is no number")
    peak = np.abs(sound).max()
    if peak < SILENCE:
        raise ValueError("is silent" + f" in its first {LONGEST_S:.0f} s" * (seconds > LONGEST_S))
    if len(sound) >= FEWEST_FRAMES and np.ptp(sound) < SILENCE * peak:
        raise ValueError("is silent: it holds one value all along")
    notes = [f"is {seconds:.0f} s long: one second from its first onset is taken"] if seconds > LONGEST_S else []
    return _one_channel(sound, notes), rate, notes


def _one_channel(sound: NDArray[np.float32], notes: list[str]) -> NDArray[np.float32]:
    """Return the mean of the channels, or the loudest of them where they cancel each other."""
    mean: NDArray[np.float32] = sound.mean(1)
    peaks = np.abs(sound).max(0)
    if np.abs(mean).max() < CANCELLED * peaks.max() and sound.shape[1] > 1:
        notes.append(f"has channels that cancel each other: channel {int(peaks.argmax()) + 1} alone is taken")
        return np.ascontiguousarray(sound[:, peaks.argmax()])
    return mean


def _around_onset(sound: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Return what a second from the onset may need: no more is worth another rate."""
    loud = np.abs(sound)
    begins = int(np.argmax(loud > loud.max() * SILENCE))
    around = round(AROUND_S * rate)
    return sound[max(0, begins - around) : begins + round(FRAMES / SAMPLE_RATE * rate) + around]


def _of_classes(found: _Found, wanted: ImportSounds) -> list[tuple[str, str]]:
    """Return what is odd in the classes: those of one sound, and sounds without."""
    many = Counter(label for _, label, _ in found.sounds)
    where, without = ", ".join(map(str, wanted.paths)), many.pop("", 0)
    odd = [(where, f"has one sound of the class {label!r}") for label, count in sorted(many.items()) if count == 1]
    if without:
        odd.append((where, f"has {without} sound{'s' * (without > 1)} without a label"))
    return odd


def _corpus(found: _Found, wanted: ImportSounds, files: int) -> Sounds:
    if not found.sounds:
        first = f"; the first: {found.dropped[0][1]}" if found.dropped else ""
        where = ", ".join(map(str, wanted.paths))
        raise DescantError(where, f"none of {files} files can be used{first}", f"give {', '.join(ENDINGS)} files")
    gathering, held = SoundGathering(), _held_out(found, wanted)
    for place, (audio, label, source) in enumerate(found.sounds):
        gathering.add(audio, label, source, held_out=place in held)
    sounds = gathering.corpus(tuple(found.sources), "imported")
    sounds.settings = {"seed": wanted.seed, "held_out": wanted.held_out, "labels": wanted.labels, "files": files}
    found.counts["dropped"] = len(found.dropped)
    sounds.counts, sounds.dropped, sounds.notes = dict(+found.counts), found.dropped, found.notes
    return sounds


def _held_out(found: _Found, wanted: ImportSounds) -> set[int]:
    """Return the sounds that are for testing: a share of each class, and none of a class of one."""
    held: set[int] = set()
    for label in sorted({label for _, label, _ in found.sounds}):
        own = [place for place, (_, other, _) in enumerate(found.sounds) if other == label]
        count = round(wanted.held_out * len(own)) if len(own) > 1 else 0
        order = generator(wanted.seed, "sounds", f"held out {label}", 0).permutation(len(own))
        held |= {own[place] for place in order[:count]}
    return held
