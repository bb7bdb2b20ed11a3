"""The latent sequencer: one point is a rhythm, played in time with its hits stamped ahead, and moved while it plays."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, cast

from descant.errors import DescantError
from descant.models.voice_facts import VoiceFacts
from descant.parts.atlas_map import AtlasMap
from descant.parts.base import Beat, Emit, Event, File, Learned, NoteOn, Pad, Recalled, Record, Turn, Want, Warn
from descant.parts.calls import Calls
from descant.parts.loop import Loop
from descant.parts.playing import FOLLOW, Playing
from descant.parts.rhythms import Model
from descant.parts.sequencer_table import (
    CROSS,
    FARTHEST,
    FILES,
    MAP,
    MAP_POINT,
    MOST_LATENTS,
    ON_MAP,
    PARAMETERS,
    POINT,
    SECOND,
    SPACES,
    STREAMS,
)
from descant.parts.timbre import Timbre
from descant.table import Parameter, Space, Stream, Value

WARN_EVERY_S = 1.0
SLOWEST_BPM, FASTEST_BPM = 1.0, 1000.0  # of a clock that is followed
MOST_QUARTERS = 1e8  # either side of its beginning: a step is still told from the next
TOLD = frozenset(row.name for row in STREAMS)
COORDINATES = {space.name: space.coordinates for space in SPACES}
"""What a pad moves → the knobs of it."""


class Sequencer:
    """Plays the loop that a model has at a point.

    Steps are decided one by one when they are due, which is as far ahead of now as the part is let to `advance`: the
    horizon. A moved point, and every knob, is heard with the first step beyond it.
    """

    kind: ClassVar[str] = "sequencer"
    ahead: ClassVar[bool] = True
    files: ClassVar[tuple[File, ...]] = FILES
    parameters: ClassVar[tuple[Parameter, ...]] = PARAMETERS
    streams: ClassVar[tuple[Stream, ...]] = STREAMS

    def __init__(self, name: str, values: Mapping[str, Value], seed: int) -> None:
        self.name, self.values = name, dict(values)
        self._playing = Playing(self.values, seed, name)
        self._calls = Calls(self.values, self._playing)
        self._timbre, self._map = Timbre(self.values, seed, name), AtlasMap()
        self._warned_s = -math.inf

    def load(self, name: str, data: bytes) -> None:
        """Take the model of rhythms, that of sounds, or the atlas of both, that the patch names.

        Raises:
            DescantError: it is none, or has no place here.
        """
        try:
            if name == "sounds":
                self._timbre.voice = VoiceFacts.read(data, name)
            elif name == "atlas":
                self._map.load(data, name)
            else:
                self._playing.load(Model(data, name, learned=False))
        except ValueError as error:
            of = "atlas.safetensors of an atlas" if name == "atlas" else "model.safetensors of a run"
            raise DescantError(self.name, str(error), f"name the {of}") from error

    # ------------------------------------------------------------ what it is told
    def set(self, parameter: str, value: Value, time: float) -> list[Record]:
        """Set a parameter: it is heard from the horizon on."""
        if self.values[parameter] == value:
            return []
        self.values[parameter] = value
        self._playing.reach(time)
        if parameter in POINT:
            self._playing.send()
        elif parameter in SECOND:
            self._playing.send(SECOND)
        elif parameter in ("bpm", "clock"):
            self._playing.keep_time()
        elif parameter.startswith("walk"):
            self._playing.stroll()
        elif parameter in ("listen", "respond"):
            self._calls.forget()
        self._map.turned(parameter, value, bool(self.values["map"]))
        self._timbre.turned(parameter, self._playing.horizon)
        return []

    def begin(self, time: float, cue: float | None) -> list[Record]:
        """Begin with the first step of a bar, at that time; a cue may draw all chance anew."""
        self._playing.begin(time, cue)
        self._timbre.begin()
        return [*self._foreign_map(time), *self._timbre.wants(self._playing.rows(), time)]

    def handle(self, event: Event) -> list[Record]:
        """Take a hand's point, a tapped note, a clock's beat or what was learned."""
        match event:
            case Pad(time, at, of) if of == MAP or (not of and self.values["map"]):
                return self._map_pad(time, at)
            case Pad(time, at, of):
                return self._pad(time, at, of)
            case NoteOn():
                self._calls.tap(event)
            case Beat():
                return self._follow(event)
            case Learned():
                return self._learn(event)
        return []

    def _pad(self, time: float, at: tuple[float, ...], of: str) -> list[Record]:
        """Turn the coordinates of one of its points; those that are not given stay."""
        if of not in COORDINATES:
            return self._warn(time, f"{of!r:.60} is none of its points: nothing is changed")
        most = self._latents(of)
        if not 1 <= len(at) <= most or not all(map(math.isfinite, at)):
            return self._warn(time, f"a point has 1 to {most} numbers, and {at!r:.60} is none: nothing is changed")
        self._playing.reach(time)
        return self._go_to(at, COORDINATES[of])

    def _map_pad(self, time: float, at: tuple[float, ...]) -> list[Record]:
        """Turn the points of rhythm and sound to a place of the map."""
        try:
            knobs = self._map.knobs(at, self._playing.latents)
        except ValueError as error:
            return self._warn(time, f"{error}: nothing is changed")
        self._playing.reach(time)
        return self._turn_points(knobs)

    def _arrive(self, time: float) -> list[Record]:
        """Go to the place of the map that knobs were turned to, if they were."""
        at = tuple(float(self.values[name]) for name in MAP_POINT)
        try:
            knobs = self._map.arrive(at, self._playing.latents)
        except ValueError as error:
            return self._warn(time, f"{error}: nothing is changed")
        return self._turn_points(knobs) if knobs else []

    def _turn_points(self, knobs: Mapping[str, Value]) -> list[Record]:
        """Turn knobs of both points at once."""
        self.values.update(knobs)
        self._playing.send()
        self._timbre.send(self._playing.horizon)
        return [Turn(name, value) for name, value in knobs.items()]

    def _foreign_map(self, time: float) -> list[Record]:
        """Say that the map is of another model than the one that plays, where it is on."""
        model = self._playing.model
        if not (self.values["map"] and model and not model.learned and self._map.foreign(model.sha256)):
            return []
        return self._warn(time, "the atlas is of another model: its places are not what its map says")

    def _latents(self, of: str) -> int:
        """Return how many coordinates of a point mean something."""
        if of not in ("", CROSS):
            return self._timbre.latents
        return self._playing.latents if self._playing.model else MOST_LATENTS

    def _go_to(self, at: Sequence[float], names: Sequence[str] = POINT) -> list[Record]:
        """Turn a point's coordinates; it is on its way before anybody is told, so that no step waits for that."""
        turned: list[Record] = []
        for name, value in zip(names, at, strict=False):
            self.values[name] = min(max(float(value), -FARTHEST), FARTHEST)
            self._timbre.turned(name, self._playing.horizon)
            turned.append(Turn(name, self.values[name]))
        if names in (POINT, SECOND):
            self._playing.send(names)
        return turned

    def _go_to_nearest(self, time: float) -> list[Record]:
        self.values["nearest"] = False
        back: list[Record] = [Turn("nearest", False)]
        playing = self._playing
        if playing.model is None or not len(playing.model.rhythm.corpus_z):
            return [*self._warn(time, "there is no pattern to go to: no model, or one that names none"), *back]
        near = playing.model.rhythm.nearest(playing.wanted()[: playing.latents])
        return [*self._go_to(near.z.tolist()), *back]

    def _follow(self, beat: Beat) -> list[Record]:
        if self.values["clock"] != FOLLOW:
            return []
        if not (abs(beat.quarters) <= MOST_QUARTERS and SLOWEST_BPM <= beat.bpm <= FASTEST_BPM):
            return self._warn(beat.time, "a clock without a position or a tempo is left alone")
        self._playing.follow(beat)
        return []

    def _learn(self, learned: Learned) -> list[Record]:
        """Tell of the training; play what was learned from the next bar on."""
        told = {name: value for name, value in learned.streams.items() if name in TOLD and math.isfinite(value)}
        records: list[Record] = [Emit({**told, "trained": float(learned.step)})]
        if learned.model is None:
            return records
        try:
            self._playing.learn(Model(learned.model, "what was learned", learned=True), learned.time)
        except ValueError as error:
            return [*records, *self._warn(learned.time, f"{error}; it plays on what it has")]
        return records

    def learned(self) -> Learned | None:
        """Return what it has learned: the model that it plays, or is going to; None where that is the patch's."""
        model = self._playing.next or self._playing.model
        return Learned(0.0, model.rhythm.trained_steps, model.data, {}) if model and model.learned else None

    def _warn(self, time: float, text: str) -> list[Record]:
        """Say what is wrong, at most once a second."""
        if time < self._warned_s + WARN_EVERY_S:
            return []
        self._warned_s = time
        return [Warn(text)]

    # ------------------------------------------------------------ playing
    def due(self) -> float:
        """Return when it is to be let advance next."""
        return self._playing.due()

    def advance(self, time: float) -> list[Record]:
        """Decide the steps up to a time, which is the horizon from now on."""
        playing, records = self._playing, list[Record]()
        if playing.due() == math.inf:
            return records
        if self.values["nearest"]:  # now, for a cue may set the point after it
            records += self._go_to_nearest(time)
        records += self._arrive(time)
        if self.values["fill"]:
            self.values["fill"] = False
            playing.places.fills.ask()
            records.append(Turn("fill", False))
        while (due := playing.due_step()) <= time:
            floor_s = max(due, playing.horizon)
            if playing.begins_bar:
                tapped = self._calls.bar()
                records += self._go_to(tapped) if tapped is not None else []
            records += playing.decide(cast("Loop", playing.loop), floor_s)
        playing.reach(time)
        return [*records, *playing.tell_point(), *self._timbre.wants(playing.rows(), time)]

    @property
    def spaces(self) -> tuple[Space, ...]:
        """Where hands move its points: on a map, and of sounds, only where it has an atlas, and a model of them."""
        atlas = self._map.atlas is not None
        there = {"": True, CROSS: True, MAP: atlas}
        found = [space for space in SPACES if there.get(space.name, self._timbre.voice is not None)]
        if atlas and self.values["map"]:
            found[0] = ON_MAP
        return tuple(found)

    def wanted(self) -> list[Want]:
        """Return the sounds that it wanted last."""
        return self._timbre.wanted()

    def points(self, of: str = "") -> tuple[tuple[str, ...], list[tuple[float, float, int]]]:
        """Return the model's labels, and where each pattern of its corpus lies, in two coordinates, with its label.

        Of a pad of sounds, the same of the sounds of that model's corpus; of the map, its regions and where they lie.
        """
        if of == MAP or (not of and self.values["map"]):
            return self._map.points
        if of not in ("", CROSS):
            return self._timbre.points()
        model = self._playing.model
        return (model.rhythm.labels, model.plane) if model else ((), [])

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        return self._playing.state() | {
            "values": dict(self.values), "taps": self._calls.state(), "warned": self._warned_s,
            "timbre": self._timbre.state(), "map": self._map.state(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned.

        Raises:
            DescantError: it is of a model that the patch named, and names no more.
        """
        self.values.update(state["values"])
        try:
            self._playing.restore(state)
        except ValueError as error:
            raise DescantError(self.name, str(error), "name that one") from error
        self._calls.restore(state["taps"])
        self._timbre.restore(state["timbre"])
        self._map.restore(state["map"])
        self._warned_s = state["warned"]

    def recall(self, state: Mapping[str, Any], time: float, sounding: Collection[int]) -> list[Record]:
        """Take back the loop, its model, its knobs and where its point was going, and go on in time."""
        self.values.update(state["values"])
        self._timbre.recall(time)
        try:
            self._playing.recall(state, time)
        except ValueError as error:
            self._playing.obey()
            return [Recalled(()), *self._warn(time, f"{error}; it plays on what it has")]
        return [Recalled(())]
