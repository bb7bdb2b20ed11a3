"""Own everything Descant has on a supriya context: groups, buses, voices, the last synth.

The same engine plays into a running scsynth and into a Score that is rendered to a file. Calls are
collected and leave as one bundle when `flush` gives them their time, so that a note and its detune
arrive together. Everything that sounds is remembered, so that it can be made again on another server.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from supriya import AddAction, SynthDef
from supriya.contexts.requests import (
    FreeNode,
    NewGroup,
    ReleaseNode,
    Request,
    SetControlBus,
    SetControlBusRange,
    SetNodeControl,
)
from supriya.exceptions import ServerOffline
from supriya.osc import OscProtocolOffline

from descant.sound.buffers import Buffers, Find, Sound, nowhere
from descant.sound.outlet import Outlet, ScoreOutlet
from descant.sound.synthdefs import door, safety
from descant.sound.voices import Instrument, Voice, amplitude, settings
from descant.table import Value

if TYPE_CHECKING:
    from descant.sound.house import House

OFFLINE = (ServerOffline, OscProtocolOffline)
"""What supriya raises while a server is gone."""

LARGEST = 3.4028234e38  # float32's, which scsynth computes in
SPARE_STREAMS = 96  # for parts that are added while it plays
DETUNE_BUSES = 512  # notes and their release tails, 128 keys four times over


class Engine:
    """Voices of a patch's instruments on a supriya context, two output channels.

    `outlet` makes the way to a context: into a Score, or to a running server. Where there is a `house`, that limits.
    `find` finds the files of sounds that instruments play.
    """

    def __init__(
        self, context: Any, synthdefs: Mapping[str, SynthDef], streams: Sequence[str],
        outlet: Callable[[Any], Outlet] = ScoreOutlet, house: "House | None" = None, *, find: Find = nowhere,
    ) -> None:  # fmt: skip
        self.buffers = Buffers(context, find)
        self.context, self._outlet, self._outlet_of = context, outlet(context), outlet
        self.synthdefs = synthdefs
        self._instruments = {name: Instrument(each, place) for place, (name, each) in enumerate(synthdefs.items())}
        self._names = tuple(synthdefs)
        self._house, self._last_synth = house, Instrument(door() if house else safety(), -1)
        self._stream_index = {name: index for index, name in enumerate(streams)}
        self._stream_values = [0.0] * len(streams)
        self._most_streams = len(streams) + SPARE_STREAMS
        self._streams_moved = False
        self._detune_values = [0.0] * DETUNE_BUSES
        self._moved: set[int] = set()  # places of detune buses that move at the next flush
        self._levels_db: dict[str, float] = {}
        self._levels_moved: dict[str, None] = {}  # instruments, in the order in which theirs moved
        self._fade = 1.0, 0.05  # of the whole: where to, in how many seconds
        self._calls: list[Callable[[], Iterable[Request]]] = []  # what the next flush sends, after the values
        self._ahead: dict[float, list[Request]] = {}  # and what it sends to be done at times that are still to come
        self._voices: dict[int, Voice] = {}
        self._detune_of: dict[int, int] = {}  # voice → its place in the block of detune buses
        self._free_detunes = deque(range(DETUNE_BUSES))  # oldest first, so that tails keep theirs longest
        self._time = 0.0
        self.prepared = False  #: the server has its SynthDefs
        self._groups: tuple[int, ...] = ()  # of ours, on the server
        self._deaf = False  # the server is gone: nothing is sent until `rebuild`, everything is remembered

    def prepare(self, context: Any = None) -> None:
        """Send SynthDefs, to another server where one is given, so that `start` waits for nothing. Sends ``/d_recv``.

        Buses are taken by `start`: a server has not enough of them for all pieces of an evening at once.
        """
        if context is not None:
            self._move(context)
        self._install()
        self.prepared = True

    def start(self, levels_db: Mapping[str, float]) -> None:
        """Make buses, groups and the last synth at time 0. Sends ``/g_new``, ``/s_new``, ``/c_set``.

        Where it was not prepared, that is done first.
        """
        self._allocate()
        if not self.prepared:
            self.prepare()
        self._make()
        for instrument, level_db in levels_db.items():
            self.level(instrument, level_db)
        self.flush(0.0)

    def rebuild(self, context: Any, time: float) -> None:
        """Make everything again on another server, or on one that was emptied; take the held voices up again.

        `time` is the performance's now: a voice goes on where its decay has brought it. Sends what `start`
        sends, and ``/s_new`` for each voice.
        """
        self._time = time
        if context is not self.context:
            self._move(context)
            self._allocate()
        self._calls.clear()  # what they would do is remembered, and done here
        self._ahead.clear()
        self._deaf = False
        self._send(self.buffers.again(context))  # what `_install` waits for comes after it
        self._install()
        self._make()
        self._streams_moved, self._moved = True, set(self._detune_of.values())
        for instrument, level_db in self._levels_db.items():
            self.level(instrument, level_db)
        self._calls.append(partial(self._faded, self._fade[0], 0.0))
        self._calls += [partial(self._begin, each) for each in self._voices.values() if not each.instrument.rings_out]
        self.flush(time)

    def end(self) -> None:
        """Be on the server no more. Sends ``/n_free``."""
        with suppress(*OFFLINE):  # then nothing of it is left
            if not self._deaf:
                self._outlet.send(self._time, [FreeNode(list(self._groups)), *self.buffers.end()])
            for buses in (self._mix, self._detunes, self._levels, self._streams):
                self.context.free_bus_group(buses)
        self._deaf = True

    def lose(self) -> None:
        """Take note that everything of it is gone, and is not to be made again."""
        self._deaf = True

    def state(self) -> dict[str, Any]:
        """Return everything that sounds, and what it is told; nothing of the server it sounds on."""
        return {
            "voices": {number: self._kept(voice) for number, voice in self._voices.items()},
            "detunes": dict(self._detune_of), "detune_values": list(self._detune_values),
            "free_detunes": list(self._free_detunes), "streams": list(self._stream_values),
            "levels_db": dict(self._levels_db), "fade": self._fade, "playing": dict(self.buffers.playing),
        }  # fmt: skip

    def _kept(self, voice: Voice) -> dict[str, Any]:
        instrument = next(name for name, each in self._instruments.items() if each is voice.instrument)
        return {"instrument": instrument, "settings": dict(voice.settings), "place": voice.place, "began": voice.began}

    def resume(self, state: Mapping[str, Any], time: float) -> None:
        """Take back what `state` returned, and sound it from `time` on. Sends what `rebuild` sends."""
        self._voices = {
            number: Voice(self._instruments[kept["instrument"]], dict(kept["settings"]), kept["place"], kept["began"])
            for number, kept in state["voices"].items()
        }
        self._detune_of, self._detune_values = dict(state["detunes"]), list(state["detune_values"])
        self._free_detunes, self._stream_values = deque(state["free_detunes"]), list(state["streams"])
        self._levels_db, self._fade = dict(state["levels_db"]), state["fade"]
        self.buffers.playing = dict(state["playing"])
        self._time = time
        self._allocate()
        self.rebuild(self.context, time)

    def _move(self, context: Any) -> None:
        self.context, self._outlet = context, self._outlet_of(context)

    def _allocate(self) -> None:
        with self.context.at(self._time):  # a Score allots nothing outside of a moment
            self._mix = self.context.add_bus_group("audio", count=2)
            self._detunes = self.context.add_bus_group("control", count=DETUNE_BUSES)
            self._levels = self.context.add_bus_group("control", count=max(1, len(self._instruments)))
            self._streams = self.context.add_bus_group("control", count=self._most_streams)

    def _install(self) -> None:
        instruments = (*self._instruments.values(), self._last_synth)
        self._outlet.install(self._time, {each.synth: each.definition for each in instruments}.values())

    def _make(self) -> None:
        self._sources, last, self._safety = (self._outlet.node() for _ in range(3))
        groups = [
            (self._sources, AddAction.ADD_TO_HEAD, int(self.context.default_group)),
            (last, AddAction.ADD_AFTER, self._sources),
        ]
        self._groups = self._sources, last
        settings = {"source": float(int(self._mix)), "out": float(self._house.bus if self._house else 0)}
        self._calls.append(lambda: [NewGroup(groups), self._last_synth.new(self._safety, last, settings)])

    # ------------------------------------------------------------ sounds in buffers
    def load(self, sound: Sound, path: Path) -> None:
        """Have a sound read into a buffer. Sends ``/b_allocRead``, at once where the server is there."""
        self._send(self.buffers.load(sound, path))

    def loaded(self, sound: Sound) -> bool:
        """Return whether a sound can be played at once."""
        return self.buffers.has(sound) and self._outlet.loaded(self.buffers.number(sound))

    def play(self, instrument: str, sound: Sound) -> None:
        """Let an instrument play a sound, from its next note on; one whose SynthDef has no buffer does not mind."""
        if "buffer" in self._instruments[instrument].defaults:
            self.buffers.playing[instrument] = sound

    def _send(self, requests: list[Request]) -> None:
        if requests and not self._deaf:
            try:
                self._outlet.send(self._time, requests)
            except OFFLINE:
                self._deaf = True

    def _buffer(self, instrument: str, at: float) -> dict[str, float] | None:
        """Return what tells a synth which buffer it plays, None where there is none to play."""
        if "buffer" not in self._instruments[instrument].defaults:
            return {}
        number, needs = self.buffers.struck(instrument, at)
        self._send(needs)
        return None if number is None else {"buffer": float(number)}

    # ------------------------------------------------------------ notes
    def level(self, instrument: str, level_db: float) -> None:
        """Set an instrument's level. Sends ``/c_set``."""
        self._levels_db[instrument] = level_db
        self._levels_moved[instrument] = None

    def _level_bus(self, instrument: Instrument) -> int:
        return int(self._levels) + instrument.place

    def fade(self, gain: float, seconds: float) -> None:
        """Fade everything of Descant's to `gain` (0 to 1). Sends ``/n_set``."""
        self._fade = gain, seconds
        self._calls.append(partial(self._faded, gain, seconds))

    def _faded(self, gain: float, seconds: float) -> list[Request]:
        return [SetNodeControl(self._safety, [("fade", float(gain)), ("fade_s", float(seconds))])]

    def on(
        self, voice: int, instrument: str, *, pitch: float, frequency_hz: float, velocity: int, detune: float,
        slew_s: float, slew_new_s: float, values: Mapping[str, Value],
    ) -> None:  # fmt: skip
        """Begin a voice. `values` are the instrument's parameters. Sends ``/c_set`` and ``/s_new``."""
        plays = self._instruments[instrument]
        place = self._take_detune(voice) if "detune" in plays.defaults else None
        if place is not None:
            self._detune_values[place] = detune
        told = settings(plays, pitch=pitch, frequency_hz=frequency_hz, velocity=velocity, values=values)
        told |= {"slew_s": float(slew_s), "slew_new_s": float(slew_new_s)}
        new = self._voices[voice] = Voice(plays, told, place)
        self._calls.append(partial(self._begin, new))

    def hit(
        self, instrument: str, at: float, *, pitch: float, frequency_hz: float, velocity: int, length_s: float,
        values: Mapping[str, Value],
    ) -> None:  # fmt: skip
        """Sound a note at the very sample of `at`, in seconds of the performance, and forget it.

        `values` are the instrument's parameters. Sends ``/s_new`` ahead of time, and ``/n_set gate 0`` for what
        does not end by itself.
        """
        plays = self._instruments[instrument]
        if self._deaf:
            return
        told = settings(plays, pitch=pitch, frequency_hz=frequency_hz, velocity=velocity, values=values)
        buffer = self._buffer(instrument, at)
        if buffer is None:
            return
        told |= self._buses(plays) | buffer
        node = self._outlet.node()
        self._ahead.setdefault(at, []).append(plays.new(node, self._sources, told))
        if "gate" in plays.defaults:
            self._ahead.setdefault(at + length_s, []).append(ReleaseNode(node, has_gate=True))

    def _buses(self, plays: Instrument) -> dict[str, float]:
        return {"out": float(int(self._mix)), "level": float(self._level_bus(plays))}

    def _begin(self, voice: Voice) -> list[Request]:
        """Sound a voice; one that is taken up again goes on where its decay has brought it."""
        plays, settings = voice.instrument, voice.settings.copy()
        if math.isnan(voice.began):
            voice.began = self._time
        elif "decay_s" in plays.defaults:
            settings["amplitude"] *= amplitude(-60.0 * (self._time - voice.began) / settings["decay_s"])
        buffer = self._buffer(self._names[plays.place], self._time)
        if buffer is None:
            return []
        settings |= self._buses(plays) | buffer
        requests: list[Request] = []
        if voice.place is not None:
            bus = int(self._detunes) + voice.place
            settings["detune"] = float(bus)
            requests.append(SetControlBus([(bus, self._detune_values[voice.place])]))
        voice.node = self._outlet.node()
        return [*requests, plays.new(voice.node, self._sources, settings)]

    def detune(self, voice: int, value: float) -> None:
        """Move a sounding voice's δ; it glides there. All leave in one ``/c_set``."""
        place = self._detune_of.get(voice)
        if place is not None:
            self._detune_values[place] = value
            self._moved.add(place)

    def detune_each(self, deltas: Mapping[int, float]) -> None:
        """Move many sounding voices, each to its δ."""
        places, values = self._detune_of, self._detune_values
        for voice, value in deltas.items():
            if (place := places.get(voice)) is not None:
                values[place] = value
                self._moved.add(place)

    def off(self, voice: int) -> None:
        """Release a voice. Sends ``/n_set gate 0``."""
        place = self._detune_of.pop(voice, None)
        if place is not None:
            self._free_detunes.append(place)
            self._moved.discard(place)
        self._calls.append(partial(self._end, self._voices.pop(voice)))

    def _end(self, voice: Voice) -> list[Request]:
        if voice.node is None or voice.instrument.rings_out:  # it never sounded, or nobody knows whether it still does
            return []
        return [ReleaseNode(voice.node, has_gate="gate" in voice.instrument.defaults)]

    def stream(self, name: str, value: float) -> None:
        """Set a stream's value; all leave together at the next flush. Sends ``/c_setn``."""
        self._stream_values[self._stream_index[name]] = max(-LARGEST, min(LARGEST, value))
        self._streams_moved = True

    def add_streams(self, names: Sequence[str]) -> None:
        """Give more streams their control buses, next to the others.

        Raises:
            ValueError: there are no more buses.
        """
        if len(self._stream_index) + len(names) > self._most_streams:
            raise ValueError(f"names must be at most {self._most_streams - len(self._stream_index)}, not {len(names)}")
        for name in names:
            self._stream_index[name] = len(self._stream_values)
            self._stream_values.append(0.0)

    def value_of(self, stream: str) -> float:
        """Return what a stream is now."""
        return self._stream_values[self._stream_index[stream]]

    def bus(self, stream: str) -> int:
        """Return the control bus of a stream.

        Raises:
            KeyError: there is no such stream.
        """
        return int(self._streams) + self._stream_index[stream]

    @property
    def stream_values(self) -> Sequence[float]:
        """What the streams are now, in the order in which they were given."""
        return self._stream_values

    def flush(self, time: float) -> None:
        """Send what was collected at `time` in seconds, as one bundle: values first, then the rest in order.

        What is for times still to come follows, a bundle for each.

        While the server is gone nothing is sent; `rebuild` makes up for it.
        """
        self._time = time
        calls, self._calls = self._calls, []
        requests = self._values()
        for call in calls:
            for request in call():
                _append(requests, request)
        ahead, self._ahead = self._ahead, {}
        if self._deaf:
            return
        requests += self.buffers.tidy(time)
        try:
            if requests:
                self._outlet.send(time, requests)
            for at, own in sorted(ahead.items()):
                self._outlet.send_ahead(at, own)
        except OFFLINE:
            self._deaf = True

    def _values(self) -> list[Request]:
        """Return what sets the values that moved: a request for each would cost more than all else."""
        requests: list[Request] = []
        if self._moved or self._levels_moved:
            requests.append(SetControlBus(self._single_values()))
        if self._streams_moved:
            requests.append(SetControlBusRange([(int(self._streams), tuple(self._stream_values))]))
        self._moved, self._levels_moved, self._streams_moved = set(), {}, False
        return requests

    def _single_values(self) -> list[tuple[int, float]]:
        """Return bus and value of every detune and level that moved."""
        detunes, levels = int(self._detunes), int(self._levels)
        items = [(detunes + place, self._detune_values[place]) for place in sorted(self._moved)]
        for name in self._levels_moved:
            items.append((levels + self._instruments[name].place, amplitude(self._levels_db[name])))
        return items

    def _take_detune(self, voice: int) -> int:
        if not self._free_detunes:  # more notes than buses: the longest held gives its place up
            oldest = next(iter(self._detune_of))
            self._free_detunes.append(self._detune_of.pop(oldest))
        self._detune_of[voice] = place = self._free_detunes.popleft()
        return place


def _append(requests: list[Request], request: Request) -> None:
    """Append a request; one that sets buses after another becomes one with it."""
    if isinstance(request, SetControlBus) and requests and isinstance(requests[-1], SetControlBus):
        requests[-1] = SetControlBus([*requests[-1].items, *request.items])
    else:
        requests.append(request)
