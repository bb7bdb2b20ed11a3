"""Write the bundled performance of Losses, Dissonances, and Distortions, as a MIDI file beside this script.

The music is written out below in words that a pianist can follow; how it is played (who leads, how chords
break, what a leap costs) is in the rules of `Pianist`. Nothing depends on chance but a tremor of a few
milliseconds, drawn from one seeded generator. The file keeps bars out of it: its tempo map is the rubato.

    python patches/takes/losses-dissonances-distortions.py [FILE.mid]

What holds it together. The near miss: up a ninth where an octave is meant, then down the semitone that was
too much. The wedge: too high, too low, too high by less ..., which is what a learner does. Where a learner
has learned, the octave is there.
"""

import re
import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import mido

TICKS = 960  # a beat
END_S = 179.0  # the renderer adds a second
STEP = 0.25  # beats from one tempo to the next
SUSTAIN, SOFT = 64, 67
NAMES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SIGNS = {"": 0, "#": 1, "b": -1}
TOKEN = re.compile(r"(?P<what>[^:]+):(?P<beats>[\d.]+)(?:@(?P<velocity>\d+))?(?:/(?P<held>[\d.]+))?")


def pitch(name: str) -> int:
    """Return the MIDI number of a note's name; C4 is 60."""
    letter, sign, octave = re.fullmatch(r"([A-G])([#b]?)(\d)", name).groups()
    return NAMES[letter] + SIGNS[sign] + 12 * (int(octave) + 1)


@dataclass(frozen=True)
class Chord:
    """What one hand strikes at once: one note, or more from the lowest up."""

    beat: float
    held: float  # beats that the keys stay down
    pitches: tuple[int, ...]
    velocity: int
    leap: int  # semitones from what the hand struck before, by its highest note


@dataclass
class Section:
    """A stretch of music that begins at a second of its own."""

    begin_s: float
    length: float  # beats, the silence after it not among them
    tempo: list[tuple[float, float]]  # (beat, beats a minute), straight lines between
    left: list[Chord] = field(default_factory=list)
    right: list[Chord] = field(default_factory=list)
    feet: list[tuple[float, int, int]] = field(default_factory=list)  # (beat, controller, value)
    names: list[tuple[float, str]] = field(default_factory=list)

    def play(self, hand: str, beat: float, text: str) -> None:
        """Write chords one after another: ``A3+D4:1.5@52`` is two notes for a beat and a half at velocity 52.

        ``/3`` keeps the keys down for three beats instead; ``-:1`` is a rest of one.
        """
        chords: list[Chord] = getattr(self, hand)
        top = chords[-1].pitches[-1] if chords else None
        for word in text.split():
            token = TOKEN.fullmatch(word)
            beats = float(token["beats"])
            if token["what"] != "-":
                pitches = tuple(sorted(pitch(name) for name in token["what"].split("+")))
                held = float(token["held"] or beats)
                leap = 0 if top is None else pitches[-1] - top
                chords.append(Chord(beat, held, pitches, int(token["velocity"]), leap))
                top = pitches[-1]
            beat += beats

    def pedal(self, *strokes: tuple[float, float]) -> None:
        """Press the sustaining pedal from one beat to another, again and again."""
        for down, up in strokes:
            self.feet += [(down, SUSTAIN, 38), (down + 0.04, SUSTAIN, 84), (down + 0.1, SUSTAIN, 118)]
            self.feet += [(up - 0.06, SUSTAIN, 88), (up, SUSTAIN, 46), (up + 0.05, SUSTAIN, 0)]

    def next_part(self, beat: float) -> None:
        """Press and leave the soft pedal: the next part begins."""
        for after, value in ((0, 30), (0.05, 82), (0.12, 120), (0.5, 70), (0.58, 16), (0.62, 0)):
            self.feet.append((beat + after, SOFT, value))
        self.feet.sort(key=lambda foot: foot[0])

    def name(self, beat: float, text: str) -> None:
        """Write a marker."""
        self.names.append((beat, text))


class Clock:
    """Ticks and tempi of the whole piece: each section where its second is, silences stretched to fit."""

    def __init__(self, sections: list[Section], end_s: float) -> None:
        self.origins: list[float] = []  # the beat at which a section begins
        self._beats, self._seconds, self._tempi = [0.0], [0.0], []
        ends = [*(section.begin_s for section in sections[1:]), end_s]
        self._silence(sections[0].begin_s)
        for section, end in zip(sections, ends, strict=True):
            self.origins.append(self._beats[-1])
            for index in range(round(section.length / STEP)):
                self._add(STEP, round(60e6 / _between(section.tempo, (index + 0.5) * STEP)))
            self._silence(end)

    @property
    def tempi(self) -> list[tuple[int, int]]:
        """(tick, microseconds a beat) of every change."""
        return [(round(beat * TICKS), tempo) for beat, tempo in zip(self._beats, self._tempi, strict=False)]

    @property
    def end(self) -> int:
        """The tick at which the track ends."""
        return round(self._beats[-1] * TICKS)

    def tick(self, beat: float, late_s: float = 0.0) -> int:
        """Return the tick that lies `late_s` seconds after `beat`."""
        index = min(bisect_right(self._beats, beat), len(self._tempi)) - 1
        return max(0, round((beat + late_s * 1e6 / self._tempi[index]) * TICKS))

    def second(self, beat: float) -> float:
        """Return the second of a beat."""
        index = min(bisect_right(self._beats, beat), len(self._tempi)) - 1
        return self._seconds[index] + (beat - self._beats[index]) * self._tempi[index] / 1e6

    def _add(self, beats: float, tempo: int) -> None:
        self._tempi.append(tempo)
        self._beats.append(self._beats[-1] + beats)
        self._seconds.append(self._seconds[-1] + beats * tempo / 1e6)

    def _silence(self, until_s: float) -> None:
        """Fill the time until then with one beat, whatever its tempo."""
        if (seconds := until_s - self._seconds[-1]) < 0:
            raise ValueError(f"the music before {until_s} s is {-seconds:.2f} s too long")
        if seconds > 0:
            self._add(1.0, round(seconds * 1e6))


class Pianist:
    """How it is played: from what is written to keys that go down and up."""

    SPREAD_S = 0.009  # from one note of a chord to the next, from the lowest up
    ANTICIPATION_S = 0.024  # basses come before what they carry
    BREATH_S = 0.0022  # a semitone of a leap upwards beyond a sixth: it takes time to sing it
    OVERLAP_S = 0.045  # legato
    TREMOR_S, TREMOR = 0.005, 1.4  # standard deviations of time and velocity
    VOICING = {"top": 4, "inner": -9, "lowest": -3}  # velocities within a chord

    def __init__(self, clock: Clock, seed: int) -> None:
        self._clock, self._random = clock, Random(seed)

    def hand(self, chords: list[Chord], origin: float) -> list[tuple[int, int, mido.Message]]:
        """Return (tick, order, message) of one hand; releases come before what is struck at that tick."""
        events = []
        for chord in sorted(chords, key=lambda each: each.beat):
            late = self._timing(chord)
            for place, key in enumerate(chord.pitches):
                velocity = self._velocity(chord, place)
                down = self._clock.tick(origin + chord.beat, late + place * self.SPREAD_S)
                up = self._clock.tick(origin + chord.beat + chord.held, late + self.OVERLAP_S)
                events.append([down, up, key, velocity])
        for index, event in enumerate(events):  # a key is up before it goes down again
            again = next((other[0] for other in events[index + 1 :] if other[2] == event[2]), None)
            if again is not None:
                event[1] = min(event[1], again - 40)
        return [
            part
            for down, up, key, velocity in events
            for part in (
                (down, 1, mido.Message("note_on", note=key, velocity=velocity)),
                (max(up, down + 30), 0, mido.Message("note_off", note=key, velocity=48)),
            )
        ]

    def _timing(self, chord: Chord) -> float:
        late = max(-2.0, min(2.0, self._random.gauss(0, 1))) * self.TREMOR_S
        if chord.pitches[0] < 48:
            return late - self.ANTICIPATION_S - (len(chord.pitches) - 1) * self.SPREAD_S
        return late + self.BREATH_S * max(0, chord.leap - 8)

    def _velocity(self, chord: Chord, place: int) -> int:
        weight = 0
        if len(chord.pitches) > 1:
            last = len(chord.pitches) - 1
            weight = self.VOICING["top" if place == last else "lowest" if place == 0 else "inner"]
        return max(1, min(127, round(chord.velocity + weight + self._random.gauss(0, self.TREMOR))))
