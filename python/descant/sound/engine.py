"""Own everything Descant has on a supriya context: groups, buses, voices, the last synth.

The same engine plays into a running scsynth and into a Score that is rendered to a file. Calls are
collected and leave as one bundle when `flush` gives them their time, so that a note and its detune
arrive together. Everything that sounds is remembered, so that it can be made again on another server.
"""

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast

from supriya import Score, SynthDef
from supriya.contexts.requests import RequestBundle, SetControlBus, SetControlBusRange
from supriya.exceptions import ServerOffline
from supriya.osc import OscProtocolOffline
from supriya.ugens import decompile_synthdefs

from descant.errors import DescantError
from descant.sound.synthdefs import built_in, safety
from descant.table import Value

OFFLINE = (ServerOffline, OscProtocolOffline)
"""What supriya raises while a server is gone."""

LARGEST = 3.4028234e38  # float32's, which scsynth computes in
VOICES_A_BUNDLE = 64  # a datagram takes 65507 bytes
DETUNE_BUSES = 512  # notes and their release tails, 128 keys four times over
VELOCITY_RANGE_DB = 30.0
LOW_DECAY, HIGH_DECAY = (36, 15.0), (84, 4.0)  # (MIDI note, seconds to fall by 60 dB): C2 and C6
CENTRE_PITCH, HALF_KEYBOARD = 64.5, 43.5


def decay_s(pitch: float) -> float:
    """Return the seconds a struck note takes to fall by 60 dB: 15 at C2, 4 at C6, 1.5 at the least."""
    position = (pitch - LOW_DECAY[0]) / (HIGH_DECAY[0] - LOW_DECAY[0])
    return float(max(1.5, LOW_DECAY[1] * (HIGH_DECAY[1] / LOW_DECAY[1]) ** position))


def velocity_db(velocity: int) -> float:
    """Return the level of a MIDI velocity (1 to 127) in dB: 30 dB from softest to loudest."""
    return -VELOCITY_RANGE_DB * (127 - velocity) / 126


def amplitude(level_db: float) -> float:
    """Return the linear amplitude of a level in dB."""
    return float(10 ** (level_db / 20))


def read_synthdef(name: str, path: Path | None) -> SynthDef:
    """Return a built-in SynthDef (`path` is None), or the composer's own from a compiled file.

    Raises:
        DescantError: the file cannot be read, or does not hold the SynthDef.
    """
    if path is None:
        return built_in()[name]
    fix = "write it there from sclang with SynthDef.writeDefFile"
    try:
        found = [d for d in decompile_synthdefs(path.read_bytes()) if d.effective_name == name]
    except OSError as error:
        raise DescantError(str(path), f"cannot be read ({error.strerror})", fix) from error
    except Exception as error:  # supriya raises whatever its parser stumbled on
        raise DescantError(str(path), "is not a compiled SynthDef", fix) from error
    if not found:
        raise DescantError(str(path), f"holds no SynthDef named {name!r}", fix)
    return found[0]


@dataclass(slots=True)
class _Voice:
    """What is needed to begin a voice, and to take it up again on another server."""

    definition: SynthDef
    instrument: str
    settings: dict[str, float]  # all but buses, whose numbers another server may deal out otherwise
    place: int | None  # in the block of detune buses
    began: float = math.nan
    node: Any = None


class Sender(Protocol):
    """A fast way for values past supriya's message objects, to a running server."""

    def many(self, buses: Sequence[int], values: Sequence[float]) -> None:
        """Set buses that lie anywhere."""

    def block(self, first: int, values: Sequence[float]) -> None:
        """Set neighbouring buses."""

    def close(self) -> None:
        """Let go of the server."""


class Engine:
    """Voices of a patch's instruments on a supriya context, two output channels.

    `when` maps a time of the performance to the context's: itself in a Score, None (at once) or a time
    ahead on a running server. `sender` makes the fast way for values to a running server.
    """

    def __init__(
        self, context: Any, synthdefs: Mapping[str, SynthDef], streams: Sequence[str],
        when: Callable[[float], float | None] = lambda time: time, sender: Callable[[Any], Sender] | None = None,
    ) -> None:  # fmt: skip
        self.context, self._when = context, when
        self._make_sender, self._sender = sender, cast("Sender | None", None)
        self._synthdefs = dict(synthdefs)  # instrument → SynthDef
        self._stream_index = {name: index for index, name in enumerate(streams)}
        self._stream_values = [0.0] * len(streams)
        self._streams_moved = False
        self._detune_values = [0.0] * DETUNE_BUSES
        self._moved: set[int] = set()  # places of detune buses that move at the next flush
        self._levels_db: dict[str, float] = {}
        self._fade = 1.0, 0.05  # of the whole: where to, in how many seconds
        self._calls: list[Callable[[], None]] = []
        self._voices: dict[int, _Voice] = {}
        self._detune_of: dict[int, int] = {}  # voice → its place in the block of detune buses
        self._free_detunes = deque(range(DETUNE_BUSES))  # oldest first, so that tails keep theirs longest
        self._time = 0.0
        self._deaf = False  # the server is gone: nothing is sent until `rebuild`, everything is remembered

    def start(self, levels_db: Mapping[str, float]) -> None:
        """Make SynthDefs, buses and groups at time 0. Sends ``/d_recv``, ``/g_new``, ``/s_new``, ``/c_set``."""
        self._allocate()
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
            self.context = context
            self._allocate()
        self._calls.clear()  # what they would do is remembered, and done here
        self._deaf = False
        self._make()
        self._streams_moved, self._moved = True, set(self._detune_of.values())
        for instrument, level_db in self._levels_db.items():
            self.level(instrument, level_db)
        self.fade(self._fade[0], 0.0)
        self.flush(time)
        for voice in self._voices.values():
            voice.node = None
            self._calls.append(partial(self._begin, voice))
            if len(self._calls) == VOICES_A_BUNDLE:
                self.flush(time)
        self.flush(time)

    def _allocate(self) -> None:
        with self.context.at(self._when(self._time)):  # a Score allots nothing outside of a moment
            self._mix = self.context.add_bus_group("audio", count=2)
            self._detunes = self.context.add_bus_group("control", count=DETUNE_BUSES)
            self._levels = self.context.add_bus_group("control", count=max(1, len(self._synthdefs)))
            self._streams = self.context.add_bus_group("control", count=max(1, len(self._stream_index)))
        if self._sender:
            self._sender.close()
        self._sender = self._make_sender(self.context) if self._make_sender else None

    def _make(self) -> None:
        definitions = {d.effective_name: d for d in (*self._synthdefs.values(), safety())}
        offline = isinstance(self.context, Score)
        if not offline:  # a running server takes them in its own time: it must be waited for
            self.context.install(definitions.values())
        with self.context.at(self._when(self._time)):
            if offline:
                self.context.add_synthdefs(*definitions.values())
            self._sources = self.context.add_group()
            last = self.context.add_group(add_action="ADD_AFTER", target_node=self._sources)
            self._safety = self.context.add_synth(safety(), target_node=last, source=self._mix[0].id_, out=0)

    def level(self, instrument: str, level_db: float) -> None:
        """Set an instrument's level. Sends ``/c_set``."""
        self._levels_db[instrument] = level_db
        self._calls.append(lambda: self._level(instrument).set(amplitude(level_db)))

    def _level(self, instrument: str) -> Any:
        return self._levels[list(self._synthdefs).index(instrument)]

    def fade(self, gain: float, seconds: float) -> None:
        """Fade everything of Descant's to `gain` (0 to 1). Sends ``/n_set``."""
        self._fade = gain, seconds
        self._calls.append(lambda: self._safety.set(fade_s=seconds, fade=gain))

    def on(
        self, voice: int, instrument: str, *, pitch: float, frequency_hz: float, velocity: int, detune: float,
        slew_s: float, slew_new_s: float, values: Mapping[str, Value],
    ) -> None:  # fmt: skip
        """Begin a voice. `values` are the instrument's parameters. Sends ``/c_set`` and ``/s_new``."""
        definition = self._synthdefs[instrument]
        place = self._take_detune(voice) if "detune" in definition.parameters else None
        if place is not None:
            self._detune_values[place] = detune
        settings = {
            "frequency_hz": frequency_hz,
            "amplitude": amplitude(velocity_db(velocity)),
            "pan": _pan(pitch, float(values.get("width", 0.0))),
            "decay_s": decay_s(pitch) * float(values.get("decay_scale", 1.0)),
            "dull_db": float(values.get("dull_db", 12.0)) * (1.0 - velocity / 127),
            "slew_s": slew_s,
            "slew_new_s": slew_new_s,
        }
        new = self._voices[voice] = _Voice(definition, instrument, settings, place)
        self._calls.append(lambda: self._begin(new))

    def _begin(self, voice: _Voice) -> None:
        """Sound a voice; one that is taken up again goes on where its decay has brought it."""
        settings = dict(voice.settings)
        if math.isnan(voice.began):
            voice.began = self._time
        elif "decay_s" in voice.definition.parameters:
            settings["amplitude"] *= amplitude(-60.0 * (self._time - voice.began) / settings["decay_s"])
        settings |= {"out": self._mix[0].id_, "level": self._level(voice.instrument).id_}
        if voice.place is not None:
            self._detunes[voice.place].set(self._detune_values[voice.place])
            settings["detune"] = self._detunes[voice.place].id_
        known = {name: value for name, value in settings.items() if name in voice.definition.parameters}
        voice.node = self.context.add_synth(voice.definition, target_node=self._sources, **known)

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
        ended = self._voices.pop(voice)
        self._calls.append(lambda: ended.node and ended.node.free())

    def stream(self, name: str, value: float) -> None:
        """Set a stream's value; all leave together at the next flush. Sends ``/c_setn``."""
        self._stream_values[self._stream_index[name]] = max(-LARGEST, min(LARGEST, value))
        self._streams_moved = True

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
        """Send what was collected at `time` in seconds: values first, then the rest as one bundle.

        While the server is gone nothing is sent; `rebuild` makes up for it.
        """
        self._time = time
        calls, self._calls = self._calls, []
        moved, self._moved = sorted(self._moved), set()
        streams, self._streams_moved = self._streams_moved, False
        if self._deaf:
            return
        try:
            if moved or streams:
                self._send_values(time, moved, streams)
            if calls:
                with self.context.at(self._when(time)):
                    for call in calls:
                        call()
        except OFFLINE:
            self._deaf = True

    def _send_values(self, time: float, moved: list[int], streams: bool) -> None:
        """Send many values of one kind at once: a request for each would cost more than all else."""
        first = int(self._detunes)
        buses, deltas = [first + place for place in moved], [self._detune_values[place] for place in moved]
        if self._sender:
            if moved:
                self._sender.many(buses, deltas)
            if streams:
                self._sender.block(int(self._streams), self._stream_values)
            return
        requests: list[Any] = []
        if moved:
            requests.append(SetControlBus(items=list(zip(buses, deltas, strict=True))))
        if streams:
            requests.append(SetControlBusRange(items=[(int(self._streams), tuple(self._stream_values))]))
        self.context.send(RequestBundle(timestamp=self._when(time), contents=requests))

    def _take_detune(self, voice: int) -> int:
        if not self._free_detunes:  # more notes than buses: the longest held gives its place up
            oldest = next(iter(self._detune_of))
            self._free_detunes.append(self._detune_of.pop(oldest))
        self._detune_of[voice] = place = self._free_detunes.popleft()
        return place


def _pan(pitch: float, width: float) -> float:
    return width * max(-1.0, min(1.0, math.fsum((pitch, -CENTRE_PITCH)) / HALF_KEYBOARD))
