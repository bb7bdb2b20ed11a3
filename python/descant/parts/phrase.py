"""Phrases: a melody is learned by ear, aloud. Every round it plays what it believes by now, until it is right."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import Any, ClassVar, cast

import numpy as np

from descant.draws import generator
from descant.learning.perceptron import Perceptron, draw
from descant.learning.targets import Floats
from descant.parts.apprentice import SEEN_POINTS, Apprentice, rows
from descant.parts.base import Emit, Event, Lift, Recalled, Record, Strike, Warn
from descant.parts.learner import NEVER
from descant.table import Parameter, Stream, Value

HIDDEN = 16  # units
IN_TUNE_SEMITONES = 0.12  # nobody hears a melody's note that is nearer as wrong
MODES = {
    "pentatonic": (0, 3, 5, 7, 10), "dorian": (0, 2, 3, 5, 7, 9, 10), "lydian": (0, 2, 4, 6, 7, 9, 11),
    "whole-tone": (0, 2, 4, 6, 8, 10), "octatonic": (0, 1, 3, 4, 6, 7, 9, 10),
}  # fmt: skip
RHYTHMS = ((1, 1, 1, 1, 1, 1, 2), (2, 1, 1, 1, 1, 2), (1, 1, 2, 1, 1, 2), (3, 1, 1, 1, 2), (1, 2, 1, 1, 2, 1))
"""Eighths of the notes of a round; each round is eight long."""
ROUND = 8


class Phrase:
    """A network of one hidden layer that learns the pitches of a phrase, and plays them while it does.

    A phrase is drawn by key: steps of a mode up and down from `root`, in a rhythm of eight eighths. Each note is
    played where the network has it, in any pitch between the keys. When a whole round was right it is played
    `encores` times more; then comes the next phrase.
    """

    kind: ClassVar[str] = "phrase"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(name="bpm", default=104.0, low=10.0, high=400.0, unit="quarters a minute", curve="exponential",
                  doc="tempo; a round is four quarters"),
        Parameter(name="root", kind="i", default=57, low=24, high=96, unit="MIDI note",
                  doc="the first note of the mode"),
        Parameter(name="mode", kind="choice", choices=tuple(MODES), default="dorian", doc="what phrases are made of"),
        Parameter(name="span", kind="i", default=16, low=5, high=36, unit="semitones",
                  doc="how far a phrase reaches up, and a learner errs up and down"),
        Parameter(name="bass", kind="b", default=True, doc="a low root for each round: with it a cubic is drawn"),
        Parameter(name="bass_octaves", kind="i", default=2, low=1, high=4, unit="octaves",
                  doc="how far below the root the bass is"),
        Parameter(name="steps_per_note", kind="i", default=3, low=0, high=50, unit="steps",
                  doc="how much is learned with each note; 0: nothing, what is wrong stays wrong"),
        Parameter(name="encores", kind="i", default=2, low=0, high=100, unit="rounds",
                  doc="how often a phrase is played once it is right"),
        *rows(0.02),
        Parameter(name="legato", default=0.9, low=0.05, high=1.0, doc="how much of its time a note sounds"),
        Parameter(name="velocity", kind="i", default=84, low=1, high=127, doc="how notes are struck; the first louder"),
    )  # fmt: skip
    streams: ClassVar[tuple[Stream, ...]] = (
        Stream(name="loss", doc="mean squared error of the phrase, in its span", low=0.0, high=1.0),
        Stream(name="gradient", doc="length of the gradient of the last step", low=0.0, high=3.0),
        Stream(name="pitch", doc="the note that was played last", low=24.0, high=108.0, unit="MIDI note"),
        Stream(name="error", doc="how far it was from right", low=-12.0, high=12.0, unit="semitones"),
    )

    def __init__(self, name: str, values: Mapping[str, Value], seed: int) -> None:
        self.name, self.values, self._seed = name, dict(values), seed
        self._apprentice = Apprentice(name, self.values, seed)
        self._pitches: list[int] = []  # of the phrase, above its root
        self._rhythm: tuple[int, ...] = ()
        self._place = 0  # the note that comes next
        self._wrong, self._encores = False, 0  # in this round; rounds since it was right
        self._next_s = NEVER  # when that note is due
        self._held: list[tuple[float, float]] = []  # until when, and pitch, of what sounds

    # ------------------------------------------------------------ what it is told
    def set(self, parameter: str, value: Value, time: float) -> list[Record]:
        """Set a parameter; what makes another phrase makes it with the next."""
        changed = self.values[parameter] != value
        self.values[parameter] = value
        if parameter == "optimizer" and changed and self._apprentice.network is not None:
            self._apprentice.network.forget()
        return []

    def begin(self, time: float, cue: float | None) -> list[Record]:
        """Begin a round now; with a phrase where there is none, or with one drawn by a cue that asks for it."""
        self._next_s, self._place = time, 0
        released = [Lift(pitch) for _, pitch in self._held]
        self._held = []
        return [*released, *(self._draw(cue) if cue is not None or self._apprentice.network is None else [])]

    def handle(self, event: Event) -> list[Record]:
        """Do nothing: it listens to itself."""
        return []

    # ------------------------------------------------------------ playing
    def due(self) -> float:
        """Return when a note begins or ends next."""
        return min([self._next_s, *(until for until, _ in self._held)])

    def advance(self, time: float) -> list[Record]:
        """End and begin the notes that are due."""
        records: list[Record] = []
        while self.due() <= time:
            ended = [pitch for until, pitch in self._held if until <= time]
            self._held = [each for each in self._held if each[0] > time]
            records += map(Lift, ended)
            if self._next_s <= time:
                records += self._note()
        return records

    def _note(self) -> list[Record]:
        """Learn a little, and play the next note as it is known now."""
        place, records = self._place, list[Record]()
        if place == 0:
            records += self._turn()
        for _ in range(int(self.values["steps_per_note"])):
            records += self._step()
        eighth_s = 30.0 / float(self.values["bpm"])
        right = float(self._pitches[place])
        believed = self._believed()[place]
        self._wrong |= abs(believed - right) > IN_TUNE_SEMITONES
        pitch = min(127.0, max(0.0, int(self.values["root"]) + believed))
        if place == 0 and self.values["bass"]:
            bass = float(max(0, int(self.values["root"]) - 12 * int(self.values["bass_octaves"])))
            records += self._strike(bass, int(self.values["velocity"]), ROUND * eighth_s)
        louder = 14 if place == 0 else 0
        records += self._strike(pitch, min(127, int(self.values["velocity"]) + louder), self._rhythm[place] * eighth_s)
        records.append(Emit({"pitch": pitch, "error": believed - right}))
        self._next_s += self._rhythm[place] * eighth_s
        self._place = (place + 1) % len(self._rhythm)
        return records

    def _strike(self, pitch: float, velocity: int, seconds: float) -> list[Record]:
        if any(pitch == held for _, held in self._held):
            return []
        self._held.append((self._next_s + seconds * float(self.values["legato"]), pitch))
        return [Strike(pitch, velocity)]

    def _turn(self) -> list[Record]:
        """Begin a round; after the last encore, with another phrase."""
        self._encores = 0 if self._wrong or not self._apprentice.steps else self._encores + 1
        self._wrong = False
        return self._draw(None) if self._encores > int(self.values["encores"]) else []

    # ------------------------------------------------------------ learning
    def _draw(self, cue: float | None) -> list[Record]:
        """Draw a phrase, and a network that has never heard it."""
        own = self._apprentice
        own.learner += 1
        purpose, count = ("phrase", own.learner) if cue is None else (f"cue {cue:.12g}", 0)
        chance = generator(self._seed, self.name, purpose, count)
        self._rhythm = RHYTHMS[int(chance.integers(len(RHYTHMS)))]
        self._pitches = _walk(MODES[str(self.values["mode"])], len(self._rhythm), int(self.values["span"]), chance)
        theta = draw(HIDDEN, chance)
        self._encores = self._place = 0
        drawn = own.draw(theta, self._contour(), len(self._rhythm))
        return [replace(drawn, curve=self.curve(SEEN_POINTS))]

    def _step(self) -> list[Record]:
        own = self._apprentice
        step = own.step(self._x(), self._y())
        if step is None:
            own.network = Perceptron(draw(HIDDEN, generator(self._seed, self.name, f"again {own.learner}", own.steps)))
            return [Warn(f"learner {own.learner} ran away and begins anew")]
        return [replace(step, curve=self.curve(SEEN_POINTS))]

    def _x(self) -> Floats:
        """Return when each note begins, from −1 to 1 of the round."""
        begins = [0, *accumulate(self._rhythm)][:-1]
        return np.array(begins) * (2.0 / ROUND) - 1.0

    def _y(self) -> Floats:
        """Return the phrase between −1, its root, and 1, the end of its span."""
        return np.array(self._pitches) * (2.0 / self._span()) - 1.0

    def _span(self) -> float:
        return float(max(*self._pitches, 1))

    def _believed(self) -> list[float]:
        """Return the notes as they are known now, in semitones above the root; nobody errs farther than the span."""
        span, known = self._span(), cast("Perceptron", self._apprentice.network).values(self._x())
        far = float(self.values["span"])
        return cast("list[float]", np.clip((known + 1.0) * (span / 2.0), -far, 2.0 * far).tolist())

    def _contour(self) -> tuple[float, ...]:
        """Return the phrase as a curve over the round."""
        seen = np.linspace(-1.0, 1.0, SEEN_POINTS)
        return tuple(np.interp(seen, self._x(), self._y()).tolist())

    def curve(self, points: int) -> tuple[float, ...]:
        """Return what is known of the phrase at equally spaced times of the round, −1 its root."""
        if self._apprentice.network is None:
            return ()
        return tuple(self._apprentice.network.values(np.linspace(-1.0, 1.0, points)).tolist())

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        return self._apprentice.state() | {
            "values": dict(self.values), "pitches": list(self._pitches), "rhythm": self._rhythm, "place": self._place,
            "wrong": self._wrong, "encores": self._encores, "next": self._next_s, "held": list(self._held),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self.values.update(state["values"])
        self._apprentice.restore(state)
        self._pitches, self._rhythm = list(state["pitches"]), tuple(state["rhythm"])
        self._place, self._wrong, self._encores = state["place"], state["wrong"], state["encores"]
        self._next_s, self._held = state["next"], [(until, pitch) for until, pitch in state["held"]]

    def recall(self, state: Mapping[str, Any], time: float, sounding: Collection[int]) -> list[Record]:
        """Take back phrase and learner, and go on in time with what sounds now."""
        self.restore({**state, "next": max(time, min(self._next_s, time + 10.0)), "held": self._held})
        target = self._contour() if self._pitches else ()
        return [Recalled(self._apprentice.known(target, self.curve(SEEN_POINTS)))]


def _walk(mode: tuple[int, ...], count: int, span: int, chance: np.random.Generator) -> list[int]:
    """Return a phrase of `count` notes of a mode within a span: small steps, now and then a leap, home at the end."""
    degrees = [12 * octave + step for octave in range(3) for step in mode if 12 * octave + step <= span]
    place, found = int(chance.integers(len(degrees) // 3, len(degrees))), []
    for _ in range(count - 1):
        found.append(degrees[place])
        leap = int(chance.choice((1, 1, 1, 2, 2, 3)) * chance.choice((-1, 1)))
        place = place + leap if 0 <= place + leap < len(degrees) else place - leap
        place = min(max(place, 0), len(degrees) - 1)
    return [*found, int(chance.choice((0, 7, 12) if span >= 12 else (0,)))]
