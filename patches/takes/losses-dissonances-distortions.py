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
from itertools import pairwise
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
    feet: list[tuple[float, float, int, int]] = field(default_factory=list)  # (beat, seconds late, controller, value)
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
            self.feet += [(down, late, SUSTAIN, value) for late, value in ((0, 38), (0.03, 84), (0.08, 118))]
            self.feet += [(up, late, SUSTAIN, value) for late, value in ((-0.05, 88), (0, 46), (0.04, 0))]

    def next_part(self, before_s: float) -> None:
        """Press and leave the soft pedal so long before the section begins: the next part is there."""
        for late, value in ((0, 30), (0.05, 82), (0.12, 120), (0.3, 70), (0.36, 16), (0.4, 0)):
            self.feet.append((0, late - before_s, SOFT, value))

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
        second = self.second(beat) + late_s
        index = max(0, min(bisect_right(self._seconds, second), len(self._tempi)) - 1)
        return max(0, round((self._beats[index] + (second - self._seconds[index]) * 1e6 / self._tempi[index]) * TICKS))

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
    STRESS = 2  # velocities more on the beat, less between eighths
    TOP, INNER, LOWEST = 4, -9, -3  # velocities within a chord
    REACH = 12  # semitones that a hand spans

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
        for index, event in enumerate(events):
            for down, _, key, _ in events[index + 1 :]:
                if down >= event[1] + 40:
                    break
                if key == event[2] or abs(key - event[2]) > self.REACH:  # it is needed again, or out of reach
                    event[1] = min(event[1], down - 40)
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
        weight = self.STRESS if chord.beat % 1 == 0 else -self.STRESS if chord.beat % 0.5 else 0
        if len(chord.pitches) > 1:
            last = len(chord.pitches) - 1
            weight += self.TOP if place == last else self.LOWEST if place == 0 else self.INNER
        return max(1, min(127, round(chord.velocity + weight + self._random.gauss(0, self.TREMOR))))


# fmt: off
def cubics() -> Section:
    """I. Four basses, D, B flat, G, A: three times the octave is found, the fourth time the hand stops."""
    part = Section(0.8, 47.0, [
        (0, 54), (1, 52), (3, 58), (7, 62), (9, 54), (10, 46), (11.5, 40), (12, 54),
        (14, 60), (18, 66), (20, 58), (22, 50), (23.5, 42), (24, 62),
        (26, 70), (29, 76), (31.5, 70), (33.5, 52), (35, 48), (36.5, 40), (37, 52),
        (40, 56), (42, 66), (44.5, 92), (47, 96),
    ])
    part.name(0, "I Cubics: D")
    part.play("left", 0, "D2:11.4@88")
    part.play("right", 1, """
        A3:1@75 Bb4:1.5@86 A4:1.5@81 F4:.5@75 C5:1@86
        G4:.5@78 Bb4:.75@83 G#4:.5@78 A4:1.1@79/1.6
    """)
    part.play("right", 9.5, "D4:.85@70/2.2 A4+D5:1.6@73")
    part.pedal((0.1, 3.4), (3.55, 6.95), (7.1, 8.2), (8.35, 11.75))

    part.name(12, "B flat")
    part.play("left", 12, "Bb1:11.4@90")
    part.play("right", 12.75, "Bb3:.75@79 B4:1.25@91 Bb4:1.25@83 A4:.5@79 F5:1@93 C5:.5@83 Eb5:.75@90 C#5:.5@81")
    part.play("right", 19.25, "D5:1.3@85 F4:.5@73 Bb4:.6@76 D4:.65@72/2.2 Bb4+D5:1.4@78")
    part.pedal((12.15, 14.7), (14.85, 17.45), (17.6, 19.2), (19.35, 23.75))

    part.name(24, "G")
    part.play("left", 24, "G1:12.4@94")
    part.play("right", 24.5, "G3:.5@84 Ab4:.75@95 G4:.75@88 D4:.5@86 Eb5:.75@98 D5:.75@91")
    part.play("right", 28.5, "Bb5:1@107 C#5:.5@94 A5:1@102 D5:.5@93 G5:.8@98 Eb5:.5@90 F5:.85@91 E5:1.35@85")
    part.play("right", 35, "E4:.75@75/2 E5:1.25@79")
    part.pedal((24.15, 25.7), (25.85, 28.45), (28.6, 29.95), (30.1, 31.4), (31.55, 33.45), (33.6, 36.8))

    part.name(37, "A, broken off")
    part.play("left", 37, "A1:9.9@83")
    part.play("right", 38, "A3:1@73 Bb4:1.25@83 A4:1.25@78 F5:.75@88 G#4:.5@85 Eb5:.75@94 Bb4:.5@94")
    part.play("right", 44, "D5:.75@105 B4:.5@105 C5:1@118/1.15")
    part.pedal((37.15, 39.9), (40.05, 41.45), (41.55, 46.3))
    return part


def knots() -> Section:
    """II. Five chords; the same four notes answer each, as right or as wrong as the chord was left."""
    part = Section(50.4, 35.5, [
        (0, 60), (4, 57), (5.5, 48), (6, 60), (8.5, 44), (9, 64), (10.5, 58), (11, 61), (14, 47), (14.5, 68),
        (17, 62), (20, 48), (20.5, 74), (24, 68), (27, 44), (27.5, 64), (33, 58), (35.5, 56),
    ])
    part.next_part(0.8)
    part.name(0, "II Knots: held until it is clear")
    part.play("left", 0, "Eb2+Bb2:5.4@84")
    part.play("right", 0, "G3+D4:1.4@80 Bb4:1@73 B5:1.5@85 Bb5:1.5@75")
    part.pedal((0.1, 5.5))
    part.play("right", 6, "D5:.6@72 Eb5:.8@79 C5:.5@70 D5:.8@69")
    part.pedal((5.8, 8.7))

    part.name(9, "left too soon")
    part.play("left", 9, "Ab2+Eb3+Ab3:1.6@94")
    part.play("right", 9, "B4+Eb5:.5@91/1.5 Ab5:1@97")
    part.pedal((9.1, 10.65))
    part.play("left", 11, "G2:3@73")
    part.play("right", 11.3, "D5:.6@78 Eb5:.8@84 C5:.5@76 D5:.9@73")
    part.pedal((11.1, 14.2))

    part.name(14.5, "and sooner")
    part.play("left", 14.5, "C2+G2+C3:2.1@99")
    part.play("right", 14.5, "C5+Eb5:.75@96 Ab5:.75@102 D5+F#5:.8@97")
    part.pedal((14.6, 16.55))
    part.play("left", 17, "B1:3@79")
    part.play("right", 17.3, "D5:.55@85 Eb5:.8@92 C5:.5@84 D5:1@81")
    part.pedal((17.1, 20.2))

    part.name(20.5, "and soonest")
    part.play("left", 20.5, "F#2+C3+Eb3:2@113")
    part.play("right", 20.5, "Eb5+A5:.5@107 Bb5+D6:.5@112 Eb5+C6+Eb6:1@116")
    part.pedal((20.6, 22.6))
    part.play("left", 23, "Bb1:3.6@85")
    part.play("right", 23.2, "D5+D6:.5@105 Eb5+Eb6:.9@109 C5+C6:.6@95 D5+D6:1.4@86")
    part.pedal((23.1, 26.8))

    part.name(27.5, "held to the end")
    part.play("left", 27.5, "G2+D3:7.2@79")
    part.play("right", 27.5, "Bb3:1.2@73")
    part.play("right", 28.75, "F4:1@63 A4:1@66 D5:1@69 Eb5:1.25@75 C5:.9@66 D5:2@64")
    part.pedal((27.6, 35.2))
    return part


def knots_seen() -> list[Section]:
    """III. The hands drawn apart over a sinking bass, no chord let clear; then one chord, and nothing else."""
    part = Section(90.2, 28.0, [
        (0, 60), (7.5, 60), (8, 63), (14.5, 64), (15, 58), (20, 60), (20.5, 62), (23, 60), (25, 54), (28, 54),
    ])
    part.next_part(0.9)
    part.name(0, "III Knots, seen: drawn apart")
    part.play("left", 0, """
        C#2+G#2:1.2@85 -:.6 C#2:.9@62 -:.55 C#2:.8@66 -:.4
        C#2:.75@69 -:.3 C#2:.7@72 -:.25 C#2:1@68
    """)
    part.play("right", 0, """
        E3:.9@78 -:.1 G#4+A4:1.3@70 -:.2 G4+Bb4:1.2@74
        -:.15 F#4+B4:1.05@78 -:.1 F4+C5:.9@83 -:.1
    """)
    part.play("right", 6, "E4+C#5:1.4@80")
    part.pedal((0.1, 7.6))

    part.play("left", 8, """
        C2+G2:1@91 Eb4:.6@73 C2:.55@70 D4:.55@76 C2:.5@72
        C#4:.5@79 C2:.45@75 C4:.45@82 C2:.5@76 C4:.9@78
    """)
    part.play("right", 8, "Eb3:.9@82 -:.1 D5:1.05@81 -:.1 Eb5:.95@85 -:.1 E5:.85@88 -:.1 F5:1.9@92")
    part.pedal((8.1, 14.2))

    part.play("left", 14.5, """
        B1+F#2:1@99 B3:.55@84 B1:.5@78 Bb3:.5@87
        B1:.45@80 A3:.45@90 B1:.4@83 G#3:.6@93 B1:.7@84
    """)
    part.play("right", 14.5, "D3:.9@90 -:.1 F#5:.95@96 -:.1 G5:.9@99 -:.05 G#5:.85@102 A5:1.6@106")
    part.pedal((14.6, 20.2))

    part.play("left", 20.5, """
        Bb1+F2:.75@109 G3:.45@96 Bb1:.35@92 F#3:.42@100
        Bb1:.33@94 F3:.4@104 Bb1:.3@98 E3:.6@108
    """)
    part.play("left", 24.1, "Bb1:.45@102 Eb3:.6@112 Bb1:2@106")
    part.play("right", 20.5, "Db3:.6@100 -:.15 Bb5:.8@108 B5:.75@111 C6:.7@114 C#5+C#6:1.05@118 D5+D6:2.4@123")
    part.pedal((20.6, 27.2))

    alone = Section(119.8, 13.0, [(0, 60)])
    alone.name(0, "one chord alone")
    alone.play("left", 0, "E1+B1+E2:12.8@119")
    alone.play("right", 0, "B2+E3+G#3:12.8@115")
    alone.pedal((0.2, 12.9))
    return [part, alone]


def cubics_seen() -> list[Section]:
    """IV. What was broken off is ended; the four basses again, each worse than the last; the last one resolves."""
    part = Section(135.1, 31.5, [
        (0, 54), (3.5, 48), (5, 56), (7, 66), (7.5, 72), (9, 80), (11, 82), (12.5, 69), (13, 80), (15, 90), (17, 86),
        (18, 79), (18.5, 88), (21, 100), (23, 93), (23.5, 92), (26, 101), (29, 110), (30, 84), (31.5, 58),
    ])
    part.next_part(0.8)
    part.name(0, "IV Cubics, seen: what was broken off")
    part.play("right", 0, "Eb5:.75@61 Bb4:.5@57 D5:.75@63 B4:.5@58 C5:1.2@66 C#5:1.2@67/2.8")
    part.play("left", 4.8, "A3:.4@58/1.8 E4:.4@61/1.5 A4:.4@66")
    part.play("right", 6, "E5:.4@73 C#5:.5@78")
    part.pedal((0.1, 2.4), (2.55, 3.65), (3.75, 6.9))

    part.name(7, "D")
    part.play("left", 7, """
        D2:.5@98 D3:.5@78 A3:.5@79 F4:.5@82 A3:.5@78 D4:.5@79
        A3:.5@78 F4:.5@81 A3:.5@79 D4:.5@81 A3:.5@78 F4:.25@81
    """)
    part.play("right", 7.5, """
        A4:.5@91 Bb5:.75@106 A5:.75@97 F5:.25@89 C6:.5@104
        G5:.25@92 Bb5:.5@101 G#5:.5@95 A5:.5@100
    """)
    part.play("right", 12, "D5:.25@92 D6:.5@106")
    part.pedal((7.1, 9.7), (9.8, 12.65))

    part.name(12.75, "B flat")
    part.play("left", 12.75, """
        Bb1:.5@101 F3:.25@81 Bb3:.25@82 D4:.25@84 F4:.25@85
        D4:.25@82 Bb3:.25@81 F3:.25@81 Bb3:.25@82 D4:.25@84
    """)
    part.play("left", 15.5, """
        F4:.25@85 D4:.25@82 Bb3:.25@81 F3:.25@82 Bb3:.25@84
        D4:.25@85 F4:.25@86 D4:.25@85 Bb3:.25@85 D4:.25@86 F4:.25@88
    """)
    part.play("right", 13.25, """
        Bb4:.5@94 B5:.75@110 Bb5:.5@100 A5:.25@95 F6:.75@113
        C6:.25@98 Eb6:.5@109 C#6:.25@100 D6:.75@107
    """)
    part.play("right", 17.75, "D5:.25@97 D6:.25@106")
    part.pedal((12.85, 16.1), (16.2, 18.15))

    part.name(18.25, "G")
    part.play("left", 18.25, """
        G1:.5@107 D3:.25@86 Eb4:.5@98 D4:.25@91 G3:.25@86 Ab4:.5@100
        G4:.25@92 D4:.25@89 Eb4:.25@94 D4:.25@92 Bb3:.25@89
    """)
    part.play("left", 21.75, "C#4:.25@95 D4:.25@94 Eb4:.25@97 F4:.25@98 G4:.25@100")
    part.play("right", 18.75, """
        G4:.25@91 Ab5:.5@110 G5:.25@101 D5:.25@95 Eb6:.5@113
        D6:.25@104 Bb6:.75@119 A6:.25@109 G6:.25@106 F6:.25@104
    """)
    part.play("right", 22.25, "Eb6:.25@104 D6:.25@103 C6:.25@101")
    part.pedal((18.35, 20.9), (21.0, 22.9))

    part.name(23, "A")
    part.play("left", 23, """
        A1:.5@113 E3:.25@92 -:.25 G3:.25@94 -:.25 A3:.25@95
        -:.25 Bb3:.25@97 -:.25 C#4:.25@98 -:.25 D4:.25@100
    """)
    part.play("right", 23.25, """
        A6:.25@115 -:.25 F6:.25@109 -:.25 E6:.25@109 -:.25
        D6:.25@109 -:.25 C6:.25@109 -:.25 Bb5:.25@109
    """)
    part.play("left", 26.25, """
        E4:.25@101 -:.25 F4:.25@103 -:.25 G4:.25@104 -:.25
        G#4:.25@107 -:.25 Bb4:.25@110 -:.25 B4:.25@113
    """)
    part.play("right", 26, """
        A5:.25@110 -:.25 G5:.25@110 -:.25 F5:.25@112 -:.25
        E5:.25@113 -:.25 Eb5:.25@115 -:.25 D5:.25@116
    """)
    part.play("right", 29, "C5+C6:.5@121 C#5+C#6:.5@124 C5+C6:.5@121 C#5+C#6:1@126")
    part.play("left", 29, "F#4+A4:.5@112 E4+A4:.5@113 F#4+A4:.5@113 E4+A4:.85@116")
    part.pedal((23.1, 26.2), (26.3, 28.95), (29.05, 30.0), (30.1, 31.35))
    return [part, last()]


def last() -> Section:
    """The last learner: as wrong as can be, then all that was struck and is still held comes into tune."""
    part = Section(159.9, 19.0, [
        (0, 88), (2, 90), (3.75, 78), (4.5, 68), (6.5, 70), (9, 60), (10.4, 54), (13, 48), (13.5, 52), (19, 52),
    ])
    part.name(0, "D, to the end")
    part.play("left", 0, "D1:10.6@122")
    part.play("right", 0, """
        D5+D6:.25@121 A5:.25@112 F5:.25@110 D5:.25@109
        A4:.25@106 F4:.25@104 D4:.25@103 A3:.25@101
    """)
    part.play("right", 2, "D4:.25@94 F4:.25@94 A4:.25@94 D5:.3@94 F5:.35@95 A5:.4@97 D6:.9@100")
    part.play("right", 4.75, """
        A4:.5@78 Bb5:.75@88 A5:.75@76 F5:.5@72 Bb4:.4@66
        Eb5:.6@72 C5:.4@64 C#5:.5@64 D5:1.1@66
    """)
    part.play("right", 10.5, "A3:.45@66 D4:.45@66 F#4:.5@70 A4:.7@68 D4:.8@64/3")
    part.play("right", 13.4, "A4+D5:3@74")
    part.play("left", 13.4, "D3+A3:3@74")
    part.pedal((0.12, 6.85), (7.0, 10.3), (10.45, 18.95))
    return part


# fmt: on
def _between(points: list[tuple[float, float]], beat: float) -> float:
    """Return the value at `beat` on straight lines between points."""
    if beat <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if beat <= right:
            return low + (high - low) * (beat - left) / (right - left)
    return points[-1][1]


def track(name: str, events: list[tuple[int, int, mido.Message]], end: int) -> mido.MidiTrack:
    """Return a track of (tick, order at that tick, message) that ends at tick `end`."""
    made = mido.MidiTrack([mido.MetaMessage("track_name", name=name)])
    now = 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        made.append(message.copy(time=tick - now))
        now = tick
    made.append(mido.MetaMessage("end_of_track", time=end - now))
    return made


def performance() -> mido.MidiFile:
    """Play all four parts."""
    sections = [cubics(), knots(), *knots_seen(), *cubics_seen()]
    clock = Clock(sections, END_S)
    pianist = Pianist(clock, seed=1)
    tempi = [(tick, 0, mido.MetaMessage("set_tempo", tempo=tempo)) for tick, tempo in clock.tempi]
    feet, left, right = [], [], []
    for section, origin in zip(sections, clock.origins, strict=True):
        tempi += [(clock.tick(origin + beat), 1, mido.MetaMessage("marker", text=text)) for beat, text in section.names]
        feet += [
            (clock.tick(origin + beat, late), 0, mido.Message("control_change", control=control, value=value))
            for beat, late, control, value in section.feet
        ]
        left += pianist.hand(section.left, origin)
        right += pianist.hand(section.right, origin)
    tracks = {"tempo": tempi, "feet": feet, "left hand": left, "right hand": right}
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS)
    file.tracks += [track(name, events, clock.end) for name, events in tracks.items()]
    return file


if __name__ == "__main__":
    performance().save(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_suffix(".mid"))
