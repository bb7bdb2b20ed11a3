"""The notes that sound, the voices that sound them, and the learners whose errors detune them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from descant.parts.base import Hit
from descant.patch import Patch
from descant.performance.lines import hit_line, off_line, voice_line
from descant.performance.mappings import Link
from descant.performance.take import Line
from descant.sound.engine import Engine
from descant.sound.shading import shaded
from descant.sound.tuning import Tuning
from descant.table import Value

Learner = tuple[str, int]
"""A part's name and the number of a learner in it."""

PLAYED_BY = "/"
"""What ends the name of a part where it plays notes itself: an input may have the same name."""

Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Note:
    """One sounding of a key, from its stroke until key and pedal are up."""

    id: int  # never used again
    pitch: float  # MIDI note
    velocity: int
    voices: dict[int, str] = field(default_factory=dict)  # voice → instrument
    learner: Learner | None = None
    by_part: bool = False  # struck by a part, not on an input

    @property
    def inducing(self) -> tuple[float, int | None]:
        """Its pitch and its first voice, as a step names the note that induced it."""
        return self.pitch, next(iter(self.voices), None)


class Notes:
    """Every sounding note of a performance."""

    def __init__(
        self, patch: Patch, engine: Engine, tuning: Tuning, links: Iterable[Link], journal: Callable[[Line], None]
    ) -> None:
        self._patch, self._engine, self._tuning, self._journal = patch, engine, tuning, journal
        per_note = [link for link in links if link.parameter.per_note]
        self._links = {  # instrument → the mappings that may detune it
            name: tuple(link for link in per_note if link.target.startswith(f"{name}/")) for name in patch.instruments
        }
        self._own = {  # instrument → its parameters' full names → what they are called there
            name: {full: full.removeprefix(f"{name}/") for full in patch.declared if full.startswith(f"{name}/")}
            for name in patch.instruments
        }
        self._sounding: dict[tuple[str, float], Note] = {}  # (input, pitch) → note
        self._values: dict[Learner, dict[str, float]] = {}  # what each learner last made of per-note parameters
        self._together: dict[tuple[str, str], tuple[npt.NDArray[np.int64], Floats]] = {}  # of those that step at once
        self._last_note = self._last_voice = 0
        self.changes = 0  # how often a note came, went, or followed another learner

    def __iter__(self) -> Iterator[Note]:
        return iter(self._sounding.values())

    def at(self, source: str, pitch: float) -> Note | None:
        """Return the note of a key of an input."""
        return self._sounding.get((source, pitch))

    def held_by(self, source: str) -> list[float]:
        """Return the pitches of an input's notes."""
        return [pitch for by, pitch in self._sounding if by == source]

    def strike(self, source: str, pitch: float, velocity: int, values: dict[str, Value]) -> Note:
        """Begin a note and give numbers to its voices, one for each instrument that sounds it."""
        self._last_note += 1
        self.changes += 1
        note = Note(self._last_note, pitch, velocity, by_part=source.endswith(PLAYED_BY))
        for name in self._sounding_at(pitch, values):
            self._last_voice += 1
            note.voices[self._last_voice] = name
        self._sounding[source, pitch] = note
        return note

    def _sounding_at(self, pitch: float, values: dict[str, Value]) -> Iterator[str]:
        """Give the instruments that sound a pitch."""
        for name, entry in self._patch.instruments.items():
            if entry.low_note - 0.5 <= pitch < entry.high_note + 0.5 and not values[f"{name}/mute"]:
                yield name

    def _told(self, instrument: str, values: dict[str, Value]) -> dict[str, Value]:
        """Return an instrument's parameters by their own names."""
        return {name: values[full] for full, name in self._own[instrument].items()}

    def sound(self, time: float, note: Note, values: dict[str, Value]) -> None:
        """Let a note's voices sound, each detuned by what its learner last was."""
        frequency_hz = self._tuning.frequency_hz(note.pitch)
        for voice, instrument in note.voices.items():
            link = self._link(instrument, note.learner, values)
            learner = note.learner if link and note.learner and link.part == note.learner[0] else None
            detune = self._last(learner or (link.part, 0), link.target) if link else 0.0
            self._engine.on(
                voice, instrument, pitch=note.pitch, frequency_hz=frequency_hz, velocity=note.velocity, detune=detune,
                slew_s=_seconds(values, link, "slew_ms"), slew_new_s=_seconds(values, link, "slew_new_ms"),
                values=self._told(instrument, values),
            )  # fmt: skip
            line = voice_line(
                time, voice, pitch=note.pitch, frequency_hz=frequency_hz, instrument=instrument, learner=learner,
                detune=detune, velocity=note.velocity if note.by_part else None,
            )  # fmt: skip
            self._journal(line)

    def hit(self, time: float, hit: Hit, values: dict[str, Value]) -> None:
        """Let every instrument of its pitch sound a hit that is given ahead of its time."""
        frequency_hz = self._tuning.frequency_hz(hit.pitch)
        for instrument in self._sounding_at(hit.pitch, values):
            self._last_voice += 1
            told, ratio = shaded(
                self._patch.instruments[instrument].synthdef, self._told(instrument, values),
                tune=hit.tune, stretch=hit.stretch, bright=hit.bright,
            )  # fmt: skip
            self._engine.hit(
                instrument, hit.time, pitch=hit.pitch, frequency_hz=frequency_hz * ratio, velocity=hit.velocity,
                length_s=hit.length_s, values=told,
            )  # fmt: skip
            self._journal(hit_line(time, self._last_voice, hit=hit, frequency_hz=frequency_hz, instrument=instrument))

    def end(self, time: float, source: str, pitch: float) -> Note | None:
        """Release a key's note and return it."""
        note = self._sounding.pop((source, pitch), None)
        if note:
            self._release(time, note, list(note.voices))
        return note

    def mute(self, time: float, instrument: str) -> None:
        """Release every voice of an instrument."""
        for note in self:
            self._release(time, note, [voice for voice, by in note.voices.items() if by == instrument])

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "sounding": [
                {
                    "source": source, "id": note.id, "pitch": note.pitch, "velocity": note.velocity,
                    "voices": dict(note.voices), "learner": note.learner, "by_part": note.by_part,
                }
                for (source, _), note in self._sounding.items()
            ],
            "values": {learner: dict(own) for learner, own in self._values.items()},
            "together": dict(self._together), "last_note": self._last_note, "last_voice": self._last_voice,
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._sounding = {
            (source, own["pitch"]): Note(**own | {"voices": dict(own["voices"])})
            for source, own in ((each["source"], _without(each, "source")) for each in state["sounding"])
        }
        self._values = {learner: dict(own) for learner, own in state["values"].items()}
        self._together = dict(state["together"])
        self._last_note, self._last_voice = state["last_note"], state["last_voice"]
        self.changes += 1

    def learned(self) -> dict[str, Any]:
        """Return what learners last made of parameters."""
        return {
            "values": {learner: dict(own) for learner, own in self._values.items()},
            "together": dict(self._together),
        }

    def recall(self, learned: Mapping[str, Any]) -> None:
        """Take back what `learned` returned; the notes that sound go on."""
        self._values = {learner: dict(own) for learner, own in learned["values"].items()}
        self._together = dict(learned["together"])

    def follow(self, part: str, learners: Mapping[int | None, int]) -> None:
        """Let the notes that followed a part follow these learners, by the notes they are for: None, all others."""
        self.changes += 1
        for note in self:
            if note.learner and note.learner[0] == part:
                own = learners.get(note.id, learners.get(None))
                note.learner = None if own is None else (part, own)

    def attach(self, note_id: int, learner: Learner) -> None:
        """Let a note follow a learner from now on, if it still sounds."""
        self.changes += 1
        for note in self:
            if note.id == note_id:
                note.learner = learner

    def detune(self, learner: Learner, link: Link, value: float) -> dict[int, float]:
        """Move a per-note parameter of every note that follows `learner`; return voice → value."""
        self._values.setdefault(learner, {})[link.target] = value
        instrument = link.target.split("/", 1)[0]
        voices = [
            voice
            for note in self if self._moves(link, learner, note)
            for voice, by in note.voices.items() if by == instrument
        ]  # fmt: skip
        for voice in voices:
            self._engine.detune(voice, value)
        return dict.fromkeys(voices, value)

    def detune_each(
        self, part: str, link: Link, learners: npt.NDArray[np.int64], values: Floats, voices: Mapping[int, float]
    ) -> None:
        """Move a per-note parameter of voices to what the learner that each follows makes of it."""
        self._together[part, link.target] = learners, values
        self._engine.detune_each(voices)

    def _moves(self, link: Link, learner: Learner, note: Note) -> bool:
        """Return whether a learner moves a note: its own; number 0, a part that learns nothing, all that have none."""
        if learner[1] or note.learner == learner:
            return note.learner == learner
        return not any(
            own.target == link.target and note.learner and own.part == note.learner[0]
            for own in self._links[link.owner]
        )

    def forget(self, part: str) -> None:
        """Drop what is remembered of a part's learners that no note follows any more."""
        followed = {note.learner for note in self}
        self._values = {who: own for who, own in self._values.items() if who[0] != part or who in followed}

    def _last(self, learner: Learner, target: str) -> float:
        """Return what a learner last made of a per-note parameter; 0 where it made nothing of it."""
        together = self._together.get((learner[0], target))
        if together:
            of_it = together[1][together[0] == learner[1]]
            if len(of_it):
                return float(of_it[0]) if np.isfinite(of_it[0]) else 0.0
        return self._values.get(learner, {}).get(target, 0.0)

    def _release(self, time: float, note: Note, voices: list[int]) -> None:
        self.changes += 1
        for voice in voices:
            del note.voices[voice]
            self._engine.off(voice)
            self._journal(off_line(time, voice))

    def _link(self, instrument: str, learner: Learner | None, values: dict[str, Value]) -> Link | None:
        """Return the mapping that detunes an instrument's note: its learner's, else that of a part that plays."""
        able = self._links[instrument]
        own = (link for link in able if learner and link.part == learner[0])
        playing = (link for link in able if values.get(f"{link.part}/on"))
        return next(own, None) or next(playing, None)


def _without(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key != name}


def _seconds(values: dict[str, Value], link: Link | None, name: str) -> float:
    return float(values[f"{link.mapping}/{name}"]) / 1000 if link else 0.0
