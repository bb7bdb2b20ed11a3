"""A melody heard frame by frame: on which pitch the last frames agree, and whether that is a new note.

A frame is 10 ms. The tracker may err by an octave for a frame or two where a note begins.
"""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

AGREED_FRAMES, AGREED_SEMITONES = 3, 0.25
STAYED_FRAMES, STAYED_SEMITONES = 6, 0.5  # a new pitch that stays so long, vibrato and all, is a new note
APART_SEMITONES = 0.7  # further from the middle of a note than a vibrato of 40 cents is
MIDDLE_FRAMES = 20  # in which that middle is found: a vibrato's first swing
LEFT_FRAMES = 4  # so long it is left; less is the tracker's fault
VISIT_FRAMES = 12  # who leaves a note sooner and comes back to the one before plays a trill ...
REMAINED_FRAMES = 15  # ... of which only the pitch that remains is a new note


@dataclass(slots=True)
class Note:
    """The note that is held."""

    pitch: float  # as it is played
    first: list[float] = field(default_factory=list)  # what was heard of it at first
    visit: int = 0  # the latest frames in a row that were near it
    away: int = 0  # so many since then were not

    @property
    def middle(self) -> float:
        """The pitch it is heard at."""
        return math.fsum(self.first) / len(self.first) if self.first else self.pitch

    def near(self, pitch: float) -> bool:
        """Return whether that pitch is still this note."""
        return abs(pitch - self.middle) <= APART_SEMITONES

    def hear(self, pitch: float | None) -> None:
        """Take a frame's pitch."""
        if pitch is None or not self.near(pitch):
            self.away += 1
            return
        self.visit = 1 if self.away >= LEFT_FRAMES else self.visit + 1
        self.away = 0
        if len(self.first) < MIDDLE_FRAMES:
            self.first.append(pitch)


class Melody:
    """What a player of one note at a time has played last."""

    def __init__(self) -> None:
        self.held: Note | None = None
        self.forget()

    def forget(self) -> None:
        """Begin anew; the note that is held stays."""
        self._pitches: deque[float | None] = deque(maxlen=REMAINED_FRAMES)
        self._before = -math.inf  # where the note before this one was heard

    def hear(self, pitch: float | None) -> None:
        """Take a frame's pitch, None where it has none."""
        self._pitches.append(pitch)
        if self.held:
            self.held.hear(pitch)

    def agreed(self) -> float | None:
        """Return the pitch on which the last frames agree, at its latest: there what was before it has faded."""
        pitches = self._alike(AGREED_FRAMES, AGREED_SEMITONES)
        return pitches[-1] if pitches else None

    def moved(self) -> float | None:
        """Return the pitch that has stayed so long that it is a new note."""
        pitches = self._alike(STAYED_FRAMES, STAYED_SEMITONES)
        if not pitches:
            return None
        pitch = median(pitches)
        if self.held is None:
            return pitch
        if self.held.near(pitch):
            return None
        if self._may_be_trill(self.held, pitch):
            pitches = self._alike(REMAINED_FRAMES, STAYED_SEMITONES)
        return median(pitches) if pitches else None

    def _may_be_trill(self, held: Note, pitch: float) -> bool:
        """Return whether a pitch is that of the note before, and the one between was left at once."""
        return held.visit < VISIT_FRAMES and abs(pitch - self._before) <= APART_SEMITONES

    def _alike(self, count: int, semitones: float) -> list[float]:
        """Return the pitches of the last `count` frames where they are alike, else none."""
        pitches = [pitch for pitch in list(self._pitches)[-count:] if pitch is not None]
        return pitches if len(pitches) == count and max(pitches) - min(pitches) <= semitones else []

    def strike(self, heard: float, played: float) -> None:
        """Begin a note."""
        self._before = self.held.middle if self.held else -math.inf
        self.held = Note(played, [heard])

    def lift(self) -> None:
        """End the note that is held."""
        self.held = None

    def state(self) -> dict[str, Any]:
        """Return everything."""
        held = asdict(self.held) if self.held else None
        return {"held": held, "pitches": list(self._pitches), "before": self._before}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        held = state["held"]
        self.held = Note(**{**held, "first": list(held["first"])}) if held else None
        self._pitches, self._before = deque(state["pitches"], REMAINED_FRAMES), state["before"]
