"""A melody heard frame by frame: on which pitch the last frames agree, and whether that is a new note.

A frame is 10 ms. The tracker may err by an octave for a frame or two where a note begins.
"""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

AGREED_FRAMES, AGREED_SEMITONES = 3, 0.25
STAYED_FRAMES, STAYED_SEMITONES = 6, 0.5  # a new pitch that stays so long, vibrato and all, is a new note
APART_SEMITONES = 0.7  # further from the middle of a note than a vibrato of 40 cents is
MIDDLE_FRAMES = 20  # in which that middle is found: a vibrato's first swing
VISIT_FRAMES = 12  # who leaves a note sooner and comes back to the one before plays a trill ...
REMAINED_FRAMES = 15  # ... of which only the pitch that remains is a new note


@dataclass(slots=True)
class Note:
    """The note that is held."""

    pitch: float  # as it is played
    first: list[float] = field(default_factory=list)  # what was heard of it at first
    visit: int = 0  # the latest frames in a row that were near it
    away: bool = False

    @property
    def middle(self) -> float:
        """The pitch it is heard at."""
        return math.fsum(self.first) / len(self.first) if self.first else self.pitch

    def near(self, pitch: float) -> bool:
        """Return whether that pitch is still this note."""
        return abs(pitch - self.middle) <= APART_SEMITONES

    def hear(self, pitch: float) -> None:
        """Take a frame's pitch."""
        if not self.near(pitch):
            self.away = True
            return
        self.visit = 1 if self.away else self.visit + 1
        self.away = False
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
        if self.held and pitch is not None:
            self.held.hear(pitch)

    def agreed(self, count: int = AGREED_FRAMES, semitones: float = AGREED_SEMITONES) -> float | None:
        """Return the pitch on which the last `count` frames agree, at its latest: what was before has faded there."""
        pitches = [pitch for pitch in list(self._pitches)[-count:] if pitch is not None]
        if len(pitches) < count or max(pitches) - min(pitches) > semitones:
            return None
        return pitches[-1]

    def moved(self) -> float | None:
        """Return the pitch that has stayed so long that it is a new note."""
        pitch = self.agreed(STAYED_FRAMES, STAYED_SEMITONES)
        if pitch is None or self.held is None:
            return pitch
        if self.held.near(pitch):
            return None
        trill = self.held.visit < VISIT_FRAMES and abs(pitch - self._before) <= APART_SEMITONES
        return self.agreed(REMAINED_FRAMES, STAYED_SEMITONES) if trill else pitch

    def strike(self, heard: float, played: float) -> None:
        """Begin a note."""
        self._before = self.held.middle if self.held else -math.inf
        self.held = Note(played, [heard])

    def lift(self) -> None:
        """End the note that is held."""
        self.held = None

    def state(self) -> dict[str, Any]:
        """Return everything."""
        held = replace(self.held, first=list(self.held.first)) if self.held else None
        return {"held": held, "pitches": list(self._pitches), "before": self._before}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        held = state["held"]
        self.held = replace(held, first=list(held.first)) if held else None
        self._pitches, self._before = deque(state["pitches"], REMAINED_FRAMES), state["before"]
