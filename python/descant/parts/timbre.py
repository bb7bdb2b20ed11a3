"""Which sounds the rows of a sequencer have: one point for all, and for each its class and a point of its own."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from descant.models.voice_facts import VoiceFacts
from descant.parts.base import Emit, Record, Want
from descant.parts.sequencer_table import FARTHEST, MOST_LATENTS, SOUND_POINT
from descant.parts.wandering import Wandering
from descant.table import Value

FINE = 32  # places a unit: less is not heard, and what was asked for once need not be asked for again
EVERY_S = 0.1  # between two sounds on the way: no row is hit much oftener
ALIASES = {  # what a row's sounds may be called, the likeliest first
    "kick": ("kick", "kick drum", "bass drum", "bassdrum", "bd"),
    "snare": ("snare", "snare drum", "sd", "clap", "rim"),
    "closed_hat": ("closed_hat", "closed hat", "closed hihat", "closed hi-hat", "hihat", "hi-hat", "hat", "ch", "hh"),
    "open_hat": ("open_hat", "open hat", "open hihat", "open hi-hat", "oh", "hihat", "hi-hat", "hat"),
    "low_tom": ("low_tom", "low tom", "floor tom", "lt", "tom"),
    "mid_tom": ("mid_tom", "mid tom", "mt", "tom"),
    "high_tom": ("high_tom", "high tom", "hi tom", "ht", "tom"),
    "crash": ("crash", "crash cymbal", "cymbal", "cy"),
    "ride": ("ride", "ride cymbal", "cymbal", "rd"),
}
Row = tuple[str, int]
"""The place of a row, and its MIDI note."""


def named_class(row: str, labels: tuple[str, ...]) -> int | None:
    """Return which of a model's classes is named after a row, or after what stands for it; None where none is."""
    known, names = list(map(_plain, labels)), map(_plain, ALIASES.get(row, (row,)))
    return next((known.index(name) for name in names if name in known), None)


def _plain(name: str) -> str:
    return name.casefold().replace("_", " ").rstrip("s")


def own_class(row: str, labels: tuple[str, ...], place: int) -> int:
    """Return which of a model's classes is a row's own: by its name, or one that stands for it, or by its place."""
    named = named_class(row, labels)
    if named is not None:
        return named
    return place % len(labels) if labels else -1


class Timbre:
    """Wants sounds as knobs say. `values` are the part's own, and stay the same table; points move in seconds."""

    def __init__(self, values: Mapping[str, Value], seed: int, name: str) -> None:
        self._values = values
        self.voice: VoiceFacts | None = None  #: the model of sounds, where there is one
        self._wandering = Wandering(seed, f"{name} sound")
        self._wanted: dict[int, tuple[int, tuple[float, ...]]] = {}  # by note
        self._turned = True  # a knob, since it was last looked
        self._moved = False  # when it was last looked
        self._next_s = -math.inf  # when to look next
        self._begun = False
        self.send(0.0)
        self.stroll(0.0)

    @property
    def latents(self) -> int:
        """The coordinates that mean something."""
        return min(self.voice.latents, len(SOUND_POINT)) if self.voice else len(SOUND_POINT)

    # ------------------------------------------------------------ what knobs say
    def begin(self) -> None:
        """Take what knobs say from now on for ways to go."""
        self._begun = True

    def turned(self, parameter: str, time: float) -> None:
        """Take note that a knob was turned."""
        if parameter in SOUND_POINT:
            self.send(time)
        elif parameter.startswith("sound_"):
            self.stroll(time)
        elif parameter.rpartition("/")[2] in ("class", *SOUND_POINT):
            self._turned = True

    def send(self, time: float) -> None:
        """Let the point of all rows go where knobs say; before it plays, be there."""
        target = np.zeros(MOST_LATENTS)
        target[: len(SOUND_POINT)] = [float(self._values[name]) for name in SOUND_POINT]
        self._wandering.send(target, time, float(self._values["sound_glide_s"]) if self._begun else 0.0, "line")
        self._turned = True

    def stroll(self, time: float) -> None:
        """Let the point walk as knobs say."""
        walk, radius = str(self._values["sound_walk"]), float(self._values["sound_radius"])
        self._wandering.stroll(walk, radius, float(self._values["sound_walk_s"]), time)
        self._turned = True

    # ------------------------------------------------------------ what is wanted
    def wants(self, rows: Iterable[Row], time: float) -> list[Record]:
        """Return what sounds are wanted that were not, and where the point is where it has moved."""
        moves = self._wandering.glides(time) or self._wandering.walks
        if self.voice is None or time < self._next_s or not (moves or self._moved or self._turned):
            return []
        self._turned, self._moved, self._next_s = False, moves, time + EVERY_S
        at = self._wandering.at(time, self.latents)
        records: list[Record] = [Emit({f"sound/{number}": float(x) for number, x in enumerate(at, start=1)})]
        for place, (row, note) in enumerate(rows):
            wanted = self._label(row, place), self._place(row, at)
            if self._wanted.get(note) != wanted:
                self._wanted[note] = wanted
                records.append(Want(note, *wanted))
        return records

    def wanted(self) -> list[Want]:
        """Return all that was wanted last."""
        return [Want(note, *wanted) for note, wanted in self._wanted.items()]

    def forget(self) -> None:
        """Want everything anew: the rows are others, or what they have is not what was wanted."""
        self._wanted.clear()
        self._turned, self._next_s = True, -math.inf

    def recall(self, time: float) -> None:
        """Be where knobs say, from `time` on: they were set all at once."""
        self._begun, begun = False, self._begun
        self.send(time)
        self.stroll(time)
        self._begun = begun
        self.forget()

    def _label(self, row: str, place: int) -> int:
        labels = self.voice.labels if self.voice else ()
        chosen = min(int(self._values[f"{row}/class"]), len(labels))
        return chosen - 1 if chosen else own_class(row, labels, place)

    def _place(self, row: str, at: Any) -> tuple[float, ...]:
        own = [float(self._values[f"{row}/{name}"]) for name in SOUND_POINT[: self.latents]]
        found: list[float] = np.clip(np.round((at + own) * FINE) / FINE, -FARTHEST, FARTHEST).tolist()
        beyond = self.voice.latents - len(found) if self.voice else 0
        return (*(x + 0.0 for x in found), *(0.0,) * beyond)

    def points(self) -> tuple[tuple[str, ...], list[tuple[float, float, int]]]:
        """Return the model's classes, and where each sound of its corpus lies, in two coordinates, with its class."""
        return (self.voice.labels, self.voice.plane) if self.voice else ((), [])

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "wandering": self._wandering.state(), "wanted": dict(self._wanted), "turned": self._turned,
            "moved": self._moved, "next": self._next_s, "begun": self._begun,
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._wandering.restore(state["wandering"])
        self._wanted, self._turned = dict(state["wanted"]), state["turned"]
        self._moved, self._next_s, self._begun = state["moved"], state["next"], state["begun"]
