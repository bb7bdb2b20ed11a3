"""Own everything Descant has on a supriya context: groups, buses, voices, the last synth.

The same engine plays into a running scsynth and into a Score that is rendered to a file. Calls are
collected and leave as one bundle when `flush` gives them their time, so that a note and its detune
arrive together and an exception on the way sends nothing.
"""

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from supriya import SynthDef
from supriya.contexts.requests import RequestBundle, SetControlBus, SetControlBusRange
from supriya.ugens import decompile_synthdefs

from descant.errors import DescantError
from descant.sound.synthdefs import built_in, safety
from descant.table import Value

LARGEST = 3.4028234e38  # float32's, which scsynth computes in
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


class Engine:
    """Voices of a patch's instruments on a supriya context, two output channels."""

    def __init__(self, context: Any, synthdefs: Mapping[str, SynthDef], streams: Sequence[str]) -> None:
        self.context = context
        self._synthdefs = dict(synthdefs)  # instrument → SynthDef
        self._stream_index = {name: index for index, name in enumerate(streams)}
        self._stream_values = [0.0] * len(streams)
        self._streams_moved = False
        self._moved: dict[int, float] = {}  # places of detune buses → where they go at the next flush
        self._calls: list[Callable[[], None]] = []
        self._voices: dict[int, Any] = {}  # voice → node
        self._detune_of: dict[int, int] = {}  # voice → its place in the block of detune buses
        self._free_detunes = deque(range(DETUNE_BUSES))  # oldest first, so that tails keep theirs longest

    def start(self, levels_db: Mapping[str, float]) -> None:
        """Make SynthDefs, buses and groups at time 0. Sends ``/d_recv``, ``/g_new``, ``/s_new``, ``/c_set``."""
        with self.context.at(0.0):
            definitions = {d.effective_name: d for d in (*self._synthdefs.values(), safety())}
            self.context.add_synthdefs(*definitions.values())
            self._mix = self.context.add_bus_group("audio", count=2)
            self._detunes = self.context.add_bus_group("control", count=DETUNE_BUSES)
            self._levels = self.context.add_bus_group("control", count=max(1, len(self._synthdefs)))
            self._streams = self.context.add_bus_group("control", count=max(1, len(self._stream_index)))
            self._sources = self.context.add_group()
            last = self.context.add_group(add_action="ADD_AFTER", target_node=self._sources)
            self._safety = self.context.add_synth(safety(), target_node=last, source=self._mix[0].id_, out=0)
        for instrument, level_db in levels_db.items():
            self.level(instrument, level_db)
        self.flush(0.0)

    def level(self, instrument: str, level_db: float) -> None:
        """Set an instrument's level. Sends ``/c_set``."""
        bus = self._levels[list(self._synthdefs).index(instrument)]
        self._calls.append(lambda: bus.set(amplitude(level_db)))

    def on(
        self, voice: int, instrument: str, *, pitch: float, frequency_hz: float, velocity: int, detune: float,
        slew_s: float, slew_new_s: float, values: Mapping[str, Value],
    ) -> None:  # fmt: skip
        """Begin a voice. `values` are the instrument's parameters. Sends ``/c_set`` and ``/s_new``."""
        definition = self._synthdefs[instrument]
        place = self._take_detune(voice) if "detune" in definition.parameters else 0
        softness = 1.0 - velocity / 127
        wanted = {
            "out": self._mix[0].id_,
            "frequency_hz": frequency_hz,
            "amplitude": amplitude(velocity_db(velocity)),
            "level": self._levels[list(self._synthdefs).index(instrument)].id_,
            "pan": _pan(pitch, float(values.get("width", 0.0))),
            "decay_s": decay_s(pitch) * float(values.get("decay_scale", 1.0)),
            "dull_db": float(values.get("dull_db", 12.0)) * softness,
            "detune": self._detunes[place].id_,
            "slew_s": slew_s,
            "slew_new_s": slew_new_s,
        }
        settings = {name: value for name, value in wanted.items() if name in definition.parameters}

        def begin() -> None:
            if voice in self._detune_of:
                self._detunes[place].set(detune)
            self._voices[voice] = self.context.add_synth(definition, target_node=self._sources, **settings)

        self._calls.append(begin)

    def detune(self, voice: int, value: float) -> None:
        """Move a sounding voice's δ; it glides there. All leave in one ``/c_set``."""
        place = self._detune_of.get(voice)
        if place is not None:
            self._moved[place] = value

    def off(self, voice: int) -> None:
        """Release a voice. Sends ``/n_set gate 0``."""
        place = self._detune_of.pop(voice, None)
        if place is not None:
            self._free_detunes.append(place)
        self._calls.append(lambda: self._voices.pop(voice).free())

    def stream(self, name: str, value: float) -> None:
        """Set a stream's value; all leave together at the next flush. Sends ``/c_setn``."""
        self._stream_values[self._stream_index[name]] = max(-LARGEST, min(LARGEST, value))
        self._streams_moved = True

    def flush(self, time: float) -> None:
        """Send what was collected as one bundle at `time` in seconds."""
        values = self._values()
        if values:  # of one kind and many: a request for each would cost more than all else
            self.context.send(RequestBundle(timestamp=time, contents=values))
        if self._calls:
            calls, self._calls = self._calls, []
            with self.context.at(time):
                for call in calls:
                    call()

    def _values(self) -> list[Any]:
        requests: list[Any] = []
        if self._moved:
            first = int(self._detunes)
            requests.append(SetControlBus(items=[(first + place, value) for place, value in self._moved.items()]))
            self._moved = {}
        if self._streams_moved:
            requests.append(SetControlBusRange(items=[(int(self._streams), tuple(self._stream_values))]))
            self._streams_moved = False
        return requests

    def _take_detune(self, voice: int) -> int:
        if not self._free_detunes:  # more notes than buses: the longest held gives its place up
            oldest = next(iter(self._detune_of))
            self._free_detunes.append(self._detune_of.pop(oldest))
        self._detune_of[voice] = place = self._free_detunes.popleft()
        return place


def _pan(pitch: float, width: float) -> float:
    return width * max(-1.0, min(1.0, math.fsum((pitch, -CENTRE_PITCH)) / HALF_KEYBOARD))
