"""A corpus of one-shot sounds: a second each at most, one channel, with labels, provenance, and what was not taken."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from descant.corpora.patterns import UNLABELLED, Source

SAMPLE_RATE = 44_100
FRAMES = 44_100
"""A sound is so long at most: one second."""
PEAK = 0.9  # of each sound: how loud it is, is the player's
SILENCE = 10 ** (-60 / 20)  # below a peak: less is no sound
TAIL = 10 ** (-72 / 20)  # below its peak a sound is over
BEFORE_FRAMES = 32  # of quiet that stay before an onset, so that an attack is whole
FADE_FRAMES = 441  # 10 ms in which a sound ends; a quarter of it where it is shorter

Floats = NDArray[np.float32]


@dataclass(slots=True)
class Sounds:
    """One-shots; those that are shorter end in zeros."""

    audio: Floats  #: (n, FRAMES) in [−1, 1]
    length: NDArray[np.int32]  #: (n,) frames until the zeros
    label: NDArray[np.int16]  #: (n,) places in `labels`; −1: none
    source: NDArray[np.int32]  #: (n,) places in `sources`
    held_out: NDArray[np.bool_]  #: (n,) true: for testing, not for training
    labels: tuple[str, ...]
    sources: tuple[Source, ...]
    origin: str  #: "made" by synthesis, or "imported"
    settings: dict[str, str | int | float] = field(default_factory=dict)  #: seed and whatever else brought it about
    counts: dict[str, int] = field(default_factory=dict)  #: what was padded, cut or dropped, by its reason
    dropped: list[tuple[str, str]] = field(default_factory=list)  #: (file, why it was not taken)
    notes: list[tuple[str, str]] = field(default_factory=list)  #: (file, what is odd in it), all taken

    def __len__(self) -> int:
        return len(self.audio)

    def label_of(self, place: int) -> str:
        """Return the name of a sound's label, nothing where it has none."""
        label = int(self.label[place])
        return "" if label == UNLABELLED else self.labels[label]


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A sound as a corpus takes it."""

    audio: Floats  #: (length,), its peak is PEAK
    cut: bool  #: it was longer


def trimmed(sound: NDArray[np.floating]) -> Trimmed | None:
    """Return a sound from its onset on, at its full level, a second at most; None where it is silence.

    Args:
        sound: (frames,) at SAMPLE_RATE, finite.
    """
    loud = np.abs(sound)
    peak = float(loud.max(initial=0.0))
    if peak < SILENCE:
        return None
    begins = max(0, int(np.argmax(loud > peak * SILENCE)) - BEFORE_FRAMES)
    ends = len(loud) - int(np.argmax(loud[::-1] > peak * TAIL))
    audio = (sound[begins : min(ends, begins + FRAMES)] * (PEAK / peak)).astype(np.float32)
    fades = min(FADE_FRAMES, len(audio) // 4)
    audio[len(audio) - fades :] *= np.cos(np.linspace(0.0, np.pi / 2, fades)) ** 2
    return Trimmed(audio, cut=ends - begins > FRAMES)


@dataclass(slots=True)
class SoundGathering:
    """Collects sounds, each once, into a corpus."""

    sounds: list[Floats] = field(default_factory=list)
    facts: list[tuple[str, int, bool]] = field(default_factory=list)  #: label, source, held out
    known: set[bytes] = field(default_factory=set)

    def add(self, audio: Floats, label: str, source: int, *, held_out: bool = False) -> bool:
        """Take a sound; return False where the same is there already."""
        key = audio.tobytes()
        if key in self.known:
            return False
        self.known.add(key)
        self.sounds.append(audio)
        self.facts.append((label, source, held_out))
        return True

    def corpus(self, sources: tuple[Source, ...], origin: str) -> Sounds:
        """Return what was taken. Labels are in order of the alphabet."""
        labels = tuple(sorted({label for label, *_ in self.facts} - {""}))
        places = {label: place for place, label in enumerate(labels)} | {"": UNLABELLED}
        audio = np.zeros((len(self.sounds), FRAMES), np.float32)
        for row, sound in zip(audio, self.sounds, strict=True):
            row[: len(sound)] = sound
        return Sounds(
            audio,
            np.array([len(sound) for sound in self.sounds], np.int32),
            np.array([places[label] for label, *_ in self.facts], np.int16),
            np.array([source for _, source, _ in self.facts], np.int32),
            np.array([held_out for *_, held_out in self.facts], np.bool_),
            labels,
            sources,
            origin,
        )
