"""A corpus of patterns: arrays of onsets, velocity and timing, and where each of them is from."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from descant.corpora.rows import GENERAL_MIDI, Row

FINEST = 960
"""Timing is kept in 960ths of a step, so that a MIDI file can hold it exactly."""
LOUDEST = 127
UNLABELLED = -1
FEWEST_STEPS, MOST_STEPS = 8, 384
MOST_STEPS_A_QUARTER = 24  # times FINEST: a MIDI file has at most 32,767 ticks a quarter


@dataclass(frozen=True, slots=True)
class Grid:
    """How a pattern is laid out: `steps` cells of 1/`steps_per_quarter` of a quarter note."""

    steps: int = 16
    steps_per_quarter: int = 4

    def __post_init__(self) -> None:
        if not FEWEST_STEPS <= self.steps <= MOST_STEPS:
            raise ValueError(f"steps must be from {FEWEST_STEPS} to {MOST_STEPS}, not {self.steps}")
        if not 1 <= self.steps_per_quarter <= MOST_STEPS_A_QUARTER:
            raise ValueError(f"steps a quarter must be from 1 to {MOST_STEPS_A_QUARTER}, not {self.steps_per_quarter}")


@dataclass(frozen=True, slots=True)
class Hit:
    """One onset in the raster of MIDI: what a pattern holds, a file can hold."""

    row: int
    step: int
    velocity: int  #: 1 to 127
    late: int  #: 960ths of a step, −480 to 479


@dataclass(frozen=True, slots=True)
class Source:
    """Where patterns are from: a file, or a rule."""

    name: str  #: a file's path, or a rule's name
    about: str = ""  #: what a rule says
    sha256: str = ""  #: of a file


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern. Steps from `length` on are empty: the loop begins anew there."""

    onsets: NDArray[np.uint8]  #: (rows, steps), 0 or 1
    velocity: NDArray[np.float32]  #: 0 to 1, 0 where there is no onset
    timing: NDArray[np.float32]  #: steps, −0.5 to 0.5: how late; 0 where there is no onset
    length: int  #: steps

    @classmethod
    def of(cls, hits: list[Hit], rows: int, grid: Grid, length: int) -> "Pattern":
        """Return the pattern of these hits; of two in one cell the louder one stays."""
        shape = (rows, grid.steps)
        onsets, velocity, timing = np.zeros(shape, np.uint8), np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        for hit in sorted(hits, key=lambda hit: (hit.velocity, -hit.late)):
            place = hit.row, hit.step
            onsets[place], velocity[place], timing[place] = 1, hit.velocity / LOUDEST, hit.late / FINEST
        return cls(onsets, velocity, timing, length)

    def hits(self) -> list[Hit]:
        """Return the onsets in order of step and row."""
        steps, rows = np.nonzero(self.onsets.T)
        return [self._hit(int(row), int(step)) for step, row in zip(steps, rows, strict=True)]

    def _hit(self, row: int, step: int) -> Hit:
        velocity = round(float(self.velocity[row, step]) * LOUDEST)
        late = round(float(self.timing[row, step]) * FINEST)
        return Hit(row, step, min(max(velocity, 1), LOUDEST), min(max(late, -FINEST // 2), FINEST // 2 - 1))

    @property
    def key(self) -> bytes:
        """Return what two patterns share that are the same rhythm."""
        return bytes([self.length % 256, self.length // 256]) + np.packbits(self.onsets).tobytes()


@dataclass(slots=True)
class Corpus:
    """Patterns in one grid, with labels, provenance, and what was not taken."""

    onsets: NDArray[np.uint8]  #: (n, rows, steps)
    velocity: NDArray[np.float32]
    timing: NDArray[np.float32]
    length: NDArray[np.int16]  #: (n,) steps after which a pattern begins anew
    label: NDArray[np.int16]  #: (n,) places in `labels`; −1: none
    source: NDArray[np.int32]  #: (n,) places in `sources`
    item: NDArray[np.int32]  #: (n,) which variation of its rule, or which of its file, from 0
    held_out: NDArray[np.bool_]  #: (n,) true: for testing, not for training
    grid: Grid
    rows: tuple[Row, ...]
    labels: tuple[str, ...]
    sources: tuple[Source, ...]
    origin: str  #: "made" by rules, or "imported"
    settings: dict[str, str | int | float] = field(default_factory=dict)  #: seed and whatever else brought it about
    counts: dict[str, int] = field(default_factory=dict)  #: what was dropped, by its reason
    dropped: list[tuple[str, str]] = field(default_factory=list)  #: (file or rule, why it was not taken)
    notes: list[tuple[str, str]] = field(default_factory=list)  #: (file, what is odd in it), all taken

    def __len__(self) -> int:
        return len(self.onsets)

    def __getitem__(self, place: int) -> Pattern:
        return Pattern(self.onsets[place], self.velocity[place], self.timing[place], int(self.length[place]))

    def label_of(self, place: int) -> str:
        """Return the name of a pattern's label, nothing where it has none."""
        label = int(self.label[place])
        return "" if label == UNLABELLED else self.labels[label]


@dataclass(slots=True)
class Gathering:
    """Collects patterns, each rhythm once, into a corpus."""

    grid: Grid
    rows: tuple[Row, ...] = GENERAL_MIDI
    patterns: list[Pattern] = field(default_factory=list)
    facts: list[tuple[str, int, int, bool]] = field(default_factory=list)  #: label, source, item, held out
    known: set[bytes] = field(default_factory=set)

    def add(self, pattern: Pattern, label: str, source: int, item: int, held_out: bool = False) -> bool:
        """Take a pattern; return False where its rhythm is there already."""
        if pattern.key in self.known:
            return False
        self.known.add(pattern.key)
        self.patterns.append(pattern)
        self.facts.append((label, source, item, held_out))
        return True

    def corpus(self, sources: tuple[Source, ...], origin: str) -> Corpus:
        """Return what was taken. Labels are in order of the alphabet."""
        labels = tuple(sorted({label for label, *_ in self.facts} - {""}))
        places = {label: place for place, label in enumerate(labels)} | {"": UNLABELLED}
        shape = (len(self.patterns), len(self.rows), self.grid.steps)
        return Corpus(
            np.array([pattern.onsets for pattern in self.patterns], np.uint8).reshape(shape),
            np.array([pattern.velocity for pattern in self.patterns], np.float32).reshape(shape),
            np.array([pattern.timing for pattern in self.patterns], np.float32).reshape(shape),
            np.array([pattern.length for pattern in self.patterns], np.int16),
            np.array([places[label] for label, *_ in self.facts], np.int16),
            np.array([source for _, source, _, _ in self.facts], np.int32),
            np.array([item for _, _, item, _ in self.facts], np.int32),
            np.array([held_out for *_, held_out in self.facts], np.bool_),
            self.grid,
            self.rows,
            labels,
            sources,
            origin,
        )  # fmt: skip
