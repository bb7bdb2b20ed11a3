"""Own everything Descant has on a supriya context: groups, buses, voices, the last synth.

The same engine plays into a running scsynth and into a Score that is rendered to a file. Calls are
collected and leave as one bundle when `flush` gives them their time, so that a note and its detune
arrive together. Everything that sounds is remembered, so that it can be made again on another server.
"""

import math
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
    SetNodeControl,
)
from supriya.exceptions import ServerOffline
from supriya.osc import OscProtocolOffline

from descant.sound.buffers import Buffers, Find, Sound, nowhere
from descant.sound.buses import Buses
from descant.sound.outlet import Outlet, ScoreOutlet
from descant.sound.sends import Sends
from descant.sound.synthdefs import door, safety
from descant.sound.voices import Instrument, Voice, amplitude, settings
from descant.table import Value

if TYPE_CHECKING:
    from descant.sound.house import House

OFFLINE = (ServerOffline, OscProtocolOffline)
"""What supriya raises while a server is gone."""


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
        self._instruments = {name: Instrument(name, each) for name, each in synthdefs.items()}
        self._house, self._last_synth = house, Instrument("last", door() if house else safety())
        self._buses, self._sends = Buses(streams, tuple(synthdefs)), Sends(self._instruments)
        self._fade = 1.0, 0.05  # of the whole: where to, in how many seconds
        self._calls: list[Callable[[], Iterable[Request]]] = []  # what the next flush sends, after the values
        self._ahead: dict[float, list[Request]] = {}  # and what it sends to be done at times that are still to come
        self._voices: dict[int, Voice] = {}
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
            self._send(self.buffers.again(context))
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
        self._buses.move_all()
        self._calls.append(partial(self._faded, self._fade[0], 0.0))
        self._calls += [partial(self._begin, each) for each in self._voices.values() if not each.instrument.rings_out]
        self.flush(time)

    def end(self) -> None:
        """Be on the server no more. Sends ``/n_free``."""
        with suppress(*OFFLINE):  # then nothing of it is left
            if not self._deaf:
                self._outlet.send(self._time, [FreeNode(list(self._groups)), *self.buffers.end()])
            self.context.free_bus_group(self._mix)
            self._buses.free(self.context)
            self._sends.free(self.context)
        self._deaf = True

    def lose(self) -> None:
        """Take note that everything of it is gone, and is not to be made again."""
        self._deaf = True

    def state(self) -> dict[str, Any]:
        """Return everything that sounds, and what it is told; nothing of the server it sounds on."""
        return {
            "voices": {number: self._kept(voice) for number, voice in self._voices.items()},
            "fade": self._fade, "told": self._sends.state(), "playing": dict(self.buffers.playing),
            **self._buses.state(),
        }  # fmt: skip

    def _kept(self, voice: Voice) -> dict[str, Any]:
        return {
            "instrument": voice.instrument.name,
            "settings": dict(voice.settings),
            "place": voice.place,
            "began": voice.began,
        }

    def resume(self, state: Mapping[str, Any], time: float) -> None:
        """Take back what `state` returned, and sound it from `time` on. Sends what `rebuild` sends."""
        self._voices = {
            number: Voice(self._instruments[kept["instrument"]], dict(kept["settings"]), kept["place"], kept["began"])
            for number, kept in state["voices"].items()
        }
        self._buses.restore(state)
        self._sends.restore(state["told"])
        self.buffers.playing = dict(state["playing"])
        self._fade, self._time = state["fade"], time
        self._allocate()
        self.rebuild(self.context, time)

    def _move(self, context: Any) -> None:
        self.context, self._outlet = context, self._outlet_of(context)

    def _allocate(self) -> None:
        with self.context.at(self._time):  # a Score allots nothing outside of a moment
            self._mix = self.context.add_bus_group("audio", count=2)
            self._buses.allocate(self.context)
            self._sends.allocate(self.context)

    def _install(self) -> None:
        instruments = (*self._instruments.values(), self._last_synth)
        definitions = {each.synth: each.definition for each in instruments}
        self._outlet.install(self._time, [*definitions.values(), *self._sends.definitions()])

    def _make(self) -> None:
        self._sources, last, self._safety = (self._outlet.node() for _ in range(3))
        groups = [
            (self._sources, AddAction.ADD_TO_HEAD, int(self.context.default_group)),
            (last, AddAction.ADD_AFTER, self._sources),
        ]
        behind, sends = self._sends.make(self._outlet, self._sources, int(self._mix), self._buses)
        self._groups = self._sources, *behind, last
        settings = {"source": float(int(self._mix)), "out": float(self._house.bus if self._house else 0)}
        self._calls.append(lambda: [NewGroup(groups), *sends, self._last_synth.new(self._safety, last, settings)])

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
        self._buses.level(instrument, level_db)

    def takes(self, instrument: str, parameter: str) -> bool:
        """Return whether `tell` takes a parameter: of an effect, or how much of an instrument goes to one."""
        return self._sends.takes(instrument, parameter)

    def tell(self, instrument: str, parameter: str, value: Value) -> None:
        """Set a parameter that is heard at once, in what sounds already. Sends ``/n_set``."""
        self._sends.tell(instrument, parameter, value)

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
        place = self._buses.take_detune(voice, detune) if "detune" in plays.defaults else None
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
        told |= self._wired(plays) | buffer
        node = self._outlet.node()
        self._ahead.setdefault(at, []).append(plays.new(node, self._sources, told))
        if "gate" in plays.defaults:
            self._ahead.setdefault(at + length_s, []).append(ReleaseNode(node, has_gate=True))

    def _wired(self, plays: Instrument) -> dict[str, float]:
        out = self._sends.out(plays.name, int(self._mix))
        return {"out": float(out), "level": float(self._buses.level_bus(plays.name))}

    def _begin(self, voice: Voice) -> list[Request]:
        """Sound a voice; one that is taken up again goes on where its decay has brought it."""
        plays, settings = voice.instrument, voice.settings.copy()
        if math.isnan(voice.began):
            voice.began = self._time
        elif "decay_s" in plays.defaults:
            settings["amplitude"] *= amplitude(-60.0 * (self._time - voice.began) / settings["decay_s"])
        buffer = self._buffer(plays.name, self._time)
        if buffer is None:
            return []
        settings |= self._wired(plays) | buffer
        requests: list[Request] = []
        if voice.place is not None:
            bus, value = self._buses.detune_at(voice.place)
            settings["detune"] = float(bus)
            requests.append(SetControlBus([(bus, value)]))
        voice.node = self._outlet.node()
        return [*requests, plays.new(voice.node, self._sources, settings)]

    def detune(self, voice: int, value: float) -> None:
        """Move a sounding voice's δ; it glides there. All leave in one ``/c_set``."""
        self._buses.detune_each({voice: value})

    def detune_each(self, deltas: Mapping[int, float]) -> None:
        """Move many sounding voices, each to its δ."""
        self._buses.detune_each(deltas)

    def off(self, voice: int) -> None:
        """Release a voice. Sends ``/n_set gate 0``."""
        self._buses.drop_detune(voice)
        self._calls.append(partial(self._end, self._voices.pop(voice)))

    def _end(self, voice: Voice) -> list[Request]:
        if voice.node is None or voice.instrument.rings_out:  # it never sounded, or nobody knows whether it still does
            return []
        return [ReleaseNode(voice.node, has_gate="gate" in voice.instrument.defaults)]

    def stream(self, name: str, value: float) -> None:
        """Set a stream's value; all leave together at the next flush. Sends ``/c_setn``."""
        self._buses.stream(name, value)

    def add_streams(self, names: Sequence[str]) -> None:
        """Give more streams their control buses, next to the others.

        Raises:
            ValueError: there are no more buses.
        """
        self._buses.add_streams(names)

    def value_of(self, stream: str) -> float:
        """Return what a stream is now."""
        return self._buses.value_of(stream)

    def bus(self, stream: str) -> int:
        """Return the control bus of a stream.

        Raises:
            KeyError: there is no such stream.
        """
        return self._buses.stream_bus(stream)

    @property
    def stream_values(self) -> Sequence[float]:
        """What the streams are now, in the order in which they were given."""
        return self._buses.stream_values

    def flush(self, time: float) -> None:
        """Send what was collected at `time` in seconds, as one bundle: values first, then the rest in order.

        What is for times still to come follows, a bundle for each.

        While the server is gone nothing is sent; `rebuild` makes up for it.
        """
        self._time = time
        calls, self._calls = self._calls, []
        requests = [*self._buses.requests(), *self._sends.requests()]
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


def _append(requests: list[Request], request: Request) -> None:
    """Append a request; one that sets buses after another becomes one with it."""
    if isinstance(request, SetControlBus) and requests and isinstance(requests[-1], SetControlBus):
        requests[-1] = SetControlBus([*requests[-1].items, *request.items])
    else:
        requests.append(request)
