"""Listen: what a microphone hears of a cello, a voice, anything that sounds, as streams and as notes.

scsynth analyses (`sound/ear.py`) and sends a frame a hundred times a second; here the frames become notes. A
note begins at an attack as soon as its pitch is agreed on, or, without an attack, where a new pitch stays. It
lasts as long as any pitch is heard, or until the next begins, and `release_ms` more.
"""

import math
from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any, ClassVar

from descant.parts.base import Emit, Event, Heard, Lift, Record, Strike
from descant.parts.melody import Melody
from descant.table import Parameter, Stream, Value

NEVER = math.inf
CLEAR = 0.8  # a frame whose pitch is less clear has none
DIP_DB = 3.0  # without so deep a dip an onset is no attack
BEFORE_FRAMES = 10  # in which the dip is looked for
RISING_DB = 2.5  # a frame
LOST_S = 0.1  # a note of which no pitch is heard for so long is over
STALE_S = 0.25  # after so long without a frame nothing sounds: the one that says so was lost, or scsynth
ONSET_HALF_LIFE_S = 0.1


@dataclass(frozen=True, slots=True)
class Attack:
    """A beginning that waits for its pitch."""

    time: float
    top_db: float  # the loudest before it
    low_db: float  # the dip that it rises from; -inf where that is silence
    peak_db: float

    @property
    def real(self) -> bool:
        """Whether the level fell and rose: a trill, a vibrato or a crescendo has onsets too."""
        return min(self.top_db, self.peak_db) - self.low_db >= DIP_DB

    def go_on(self, level_db: float) -> "Attack":
        """Return it after another frame: an onset may be noticed before the level has fallen all the way."""
        if level_db < self.low_db:
            return replace(self, low_db=level_db, peak_db=level_db)
        return replace(self, peak_db=max(self.peak_db, level_db))


class Listen:
    """One input of a microphone, followed."""

    kind: ClassVar[str] = "listen"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            name="channel", kind="i", default=1, low=1, high=64,
            doc="which input of scsynth: 1 is the first",
        ),
        Parameter(name="notes", kind="b", default=True, doc="plays notes; off, only its streams move"),
        Parameter(
            name="threshold", default=0.5, low=0.05, high=2.0, curve="exponential",
            doc="of the onset detector: lower, and softer attacks count",
        ),
        Parameter(
            name="floor_db", default=-50.0, low=-90.0, high=0.0, unit="dB",
            doc="quieter is silence; above what comes back of the loudspeakers",
        ),
        Parameter(name="loudest_db", default=-12.0, low=-90.0, high=6.0, unit="dB", doc="so loud is velocity 127"),
        Parameter(
            name="lowest", kind="i", default=36, low=24, high=108, unit="MIDI note",
            doc="lowest note of the player: the higher, the sooner a pitch is known",
        ),
        Parameter(
            name="highest", kind="i", default=84, low=24, high=108, unit="MIDI note",
            doc="highest note of the player",
        ),
        Parameter(
            name="snap", kind="b", default=False,
            doc="notes go to the nearest degree of the tuning; off, they sound the pitch that was heard",
        ),
        Parameter(
            name="settle_ms", default=150.0, low=20.0, high=1000.0, unit="ms",
            doc="how long an attack waits for its pitch; after that, only one that stays begins a note",
        ),
        Parameter(
            name="release_ms", default=100.0, low=20.0, high=30_000.0, unit="ms", curve="exponential",
            doc="how long a note stays when it is over: with seconds a melody becomes chords",
        ),
    )  # fmt: skip
    streams: ClassVar[tuple[Stream, ...]] = (
        Stream(name="onset", doc="how strong the last onset was, falling by half every 100 ms"),
        Stream(name="pitch", doc="the pitch heard last", low=0.0, high=127.0, unit="MIDI note"),
        Stream(name="amplitude", doc="the level: 0 at floor_db, 1 at loudest_db, even in dB"),
        Stream(name="centroid", doc="brightness: the centre of the spectrum", low=0.0, high=10_000.0, unit="Hz"),
    )

    def __init__(self, name: str, values: Mapping[str, Value], seed: int) -> None:
        self.name, self.values = name, dict(values)
        self._melody = Melody()
        self._over: dict[float, float] = {}  # notes that are over: pitch → when they are lifted
        self._heard_at = self._pitched_at = self._onset_at = -NEVER
        self._pitch = self._centroid_hz = 0.0  # as they were heard last
        self._forget()

    def _forget(self) -> None:
        """Begin in silence."""
        self._silent = True
        self._strength = 0.0  # of the last onset
        self._attack: Attack | None = None
        self._top_db = -NEVER  # the loudest since the last note began
        self._levels_db: deque[tuple[float, float]] = deque(maxlen=BEFORE_FRAMES)  # and the loudest up to then
        self._melody.forget()

    def set(self, parameter: str, value: Value, time: float) -> list[Record]:
        """Set a parameter; those that scsynth needs are told to it by others."""
        self.values[parameter] = value
        return self._lift_all() if parameter == "notes" and not value else []

    def begin(self, time: float, cue: float | None) -> list[Record]:
        """Listen from now on."""
        self._forget()
        return self._lift_all()

    def handle(self, event: Event) -> list[Record]:
        """Take a frame."""
        if not isinstance(event, Heard):
            return []
        self._heard_at = event.time
        if event.event < 0:
            return self._silence()
        self._centroid_hz = event.centroid_hz
        if self._silent or (event.event > 0 and not (self._attack and self._attack.real)):
            self._begin_attack(event)
        if self._attack:
            self._go_on(self._attack, event)
        if event.event > 0:  # it comes between the steady ones, of which so many are so many ms
            return [self._streams(event)]
        self._top_db = max(self._top_db, event.level_db)
        self._levels_db.append((event.level_db, self._top_db))
        self._melody.hear(self._pitch_of(event))
        return [self._streams(event), *(self._notes(event.time) if self.values["notes"] else [])]

    def advance(self, time: float) -> list[Record]:
        """Fall silent where no frame comes any more; lift the notes whose time has come."""
        records = self._silence() if self._stale_at() <= time else []
        if self._end_at() <= time:
            self._end(self._pitched_at)
            self._melody.lift()
        due = [pitch for pitch, at in self._over.items() if at <= time]
        return [*records, *(record for pitch in due for record in self._lift(pitch))]

    def due(self) -> float:
        """Return when `advance` next has something to do."""
        return min(self._stale_at(), self._end_at(), *self._over.values())

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "values": dict(self.values), "melody": self._melody.state(), "over": dict(self._over),
            "heard_at": self._heard_at, "pitched_at": self._pitched_at, "onset_at": self._onset_at,
            "pitch": self._pitch, "centroid_hz": self._centroid_hz, "silent": self._silent,
            "strength": self._strength, "attack": astuple(self._attack) if self._attack else None,
            "top_db": self._top_db, "levels_db": list(self._levels_db),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self.values = dict(state["values"])
        self._melody.restore(state["melody"])
        self._over = dict(state["over"])
        self._heard_at, self._pitched_at, self._onset_at = state["heard_at"], state["pitched_at"], state["onset_at"]
        self._pitch, self._centroid_hz = state["pitch"], state["centroid_hz"]
        self._silent, self._strength = state["silent"], state["strength"]
        self._attack = Attack(*state["attack"]) if state["attack"] else None
        self._top_db, self._levels_db = state["top_db"], deque(state["levels_db"], BEFORE_FRAMES)

    def recall(self, state: Mapping[str, Any], time: float, sounding: Collection[int]) -> list[Record]:
        """Take back the settings alone: what is heard is heard now."""
        self.values = dict(state["values"])
        return []

    # ------------------------------------------------------------ time
    def _stale_at(self) -> float:
        return NEVER if self._silent else self._heard_at + STALE_S

    def _end_at(self) -> float:
        return self._pitched_at + min(LOST_S, self._release_s()) if self._melody.held else NEVER

    def _release_s(self) -> float:
        return self._number("release_ms") / 1000

    def _end(self, time: float) -> None:
        """Let the note that is held be over since `time`."""
        if self._melody.held:
            self._over[self._melody.held.pitch] = time + self._release_s()

    def _silence(self) -> list[Record]:
        self._forget()
        return [Emit({"onset": 0.0, "amplitude": 0.0}, to_notes=True)]

    # ------------------------------------------------------------ what is heard
    def _begin_attack(self, frame: Heard) -> None:
        """Begin an attack: sound out of silence, or an onset."""
        if self._silent:
            self._attack = Attack(frame.time, frame.level_db, -NEVER, frame.level_db)
        else:
            levels_db = (*self._levels_db, (frame.level_db, max(self._top_db, frame.level_db)))
            low_db, top_db = min(levels_db, key=lambda level: level[0] - level[1])
            self._attack = Attack(frame.time, top_db, low_db, frame.level_db)
        self._onset_at, self._silent = frame.time, False

    def _go_on(self, attack: Attack, frame: Heard) -> None:
        attack = attack.go_on(frame.level_db)
        self._strength = self._loudness(attack.peak_db)
        waits = frame.time - attack.time <= self._number("settle_ms") / 1000
        self._attack = attack if waits else None

    def _pitch_of(self, frame: Heard) -> float | None:
        """Return the pitch of a frame that has one in the player's range."""
        low, high = self._range()
        if frame.clarity < CLEAR or not low - 0.5 <= frame.pitch < high + 0.5:
            return None
        self._pitched_at, self._pitch = frame.time, frame.pitch
        return frame.pitch

    def _range(self) -> tuple[float, float]:
        low, high = sorted((self._number("lowest"), self._number("highest")))
        return low, high

    def _streams(self, frame: Heard) -> Emit:
        fallen = 0.5 ** ((frame.time - self._onset_at) / ONSET_HALF_LIFE_S)
        streams = {
            "onset": self._strength * fallen, "pitch": self._pitch, "amplitude": self._loudness(frame.level_db),
            "centroid": self._centroid_hz,
        }  # fmt: skip
        return Emit(streams, to_notes=True)

    def _loudness(self, level_db: float) -> float:
        """Return 0 at the floor, 1 at the loudest."""
        floor_db, loudest_db = self._number("floor_db"), self._number("loudest_db")
        if loudest_db <= floor_db:
            return float(level_db >= loudest_db)
        return max(0.0, min(1.0, (level_db - floor_db) / (loudest_db - floor_db)))

    # ------------------------------------------------------------ notes
    def _notes(self, time: float) -> list[Record]:
        """Return the note that begins with the last frame, if one does."""
        attack, agreed = self._attack, self._melody.agreed()
        ready = attack is not None and attack.real and not self._rising()
        if attack and ready and agreed is not None and self._is_new(agreed, time - attack.time):
            return self._strike(time, agreed, attack.peak_db)
        moved, held = self._melody.moved(), self._melody.held
        if moved is None or (held and self._played(moved) == held.pitch):
            return []
        return self._strike(time, moved, max(level_db for level_db, _ in self._levels_db))

    def _rising(self) -> bool:
        """Return whether the level still rises so fast that a velocity would tell only when it was looked at."""
        last = [level_db for level_db, _ in self._levels_db][-2:]
        return len(last) == 2 and last[1] - last[0] > RISING_DB

    def _is_new(self, pitch: float, since_s: float) -> bool:
        """Return whether a pitch is the attack's own: for two periods the tracker still hears the note before."""
        held = self._melody.held
        return held is None or not held.near(pitch) or since_s >= 2 / _hz(self._range()[0])

    def _strike(self, time: float, pitch: float, level_db: float) -> list[Record]:
        self._end(time)
        played = self._played(pitch)
        self._melody.strike(pitch, played)
        self._attack, self._top_db = None, level_db
        self._levels_db.clear()  # no dip of the next attack lies before this one
        return [*self._lift(played), Strike(played, 1 + round(126 * self._loudness(level_db)))]

    def _played(self, pitch: float) -> float:
        return float(math.floor(pitch + 0.5)) if self.values["snap"] else pitch

    def _lift(self, pitch: float) -> list[Record]:
        return [] if self._over.pop(pitch, None) is None else [Lift(pitch)]

    def _lift_all(self) -> list[Record]:
        self._end(0.0)
        self._melody.lift()
        return [record for pitch in list(self._over) for record in self._lift(pitch)]

    def _number(self, name: str) -> float:
        return float(self.values[name])


def _hz(pitch: float) -> float:
    return float(440.0 * 2 ** ((pitch - 69) / 12))
