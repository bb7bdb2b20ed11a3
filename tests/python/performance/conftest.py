"""A small patch, and a stage on which it is performed: the real engine, on a score whose messages can be looked at."""

import socket
import sys
from pathlib import Path

import pytest

from descant.devices import osc
from descant.devices.osc_port import OscPort
from descant.patch import loads, with_settings
from descant.performance import remote as remote_module
from descant.performance.performance import Performance
from descant.performance.remote import Remote
from descant.sound.engine import Engine
from descant.sound.offline import make_score
from descant.sound.synthdefs import read_synthdef

sys.path.insert(0, str(Path(__file__).parent.parent / "sound"))  # which has small_voice

SMALL = """\
descant = 1
title = "Small"
seed = 7
{top}

[inputs.piano]
kind = "midi"
next_cue = 67
program_change = true
{inputs}

[parts.cubics]
kind = "cubics"
on = false

[parts.knots]
kind = "knots"
on = false

[instruments.overtones]
synthdef = "overtones"

[instruments.piano]
synthdef = "piano"

[mappings.cubics-to-detune]
from = "cubics/loss"
to = "overtones/detune"
amount = 0.1
ceiling = 0.25
slew_ms = 80

[mappings.knots-to-detune]
from = "knots/loss"
to = "overtones/detune"
amount = 0.06
ceiling = 0.12
slew_ms = 30

[mappings.knots-to-shift]
from = ["knots/gradient/a", "knots/gradient/b", "knots/gradient/c"]
to = ["shift/red", "shift/green", "shift/blue"]
amount = 0.25

[picture]
width = 64
height = 36
frame_rate = 5
"""
CUES = """
[[cues]]
number = 1
name = "Cubics"
set = { "cubics/on" = true }

[[cues]]
number = 2
name = "Knots"
set = { "knots/on" = true }

[[cues]]
number = 2.5
name = "Slow"
set = { "knots/on" = true, "knots/learning_rate" = 0.012, "cubics-to-detune/amount" = 0.2, "overtones/level_db" = -20 }
fade = { "cubics-to-detune/amount" = 2.0, "overtones/level_db" = 1.0 }

[[cues]]
number = 3
name = "Both"
set = { "knots/on" = true, "cubics/on" = true, "knots/steps_per_second" = 20, "bend/wavelength" = 3.2 }
fade = { "knots/steps_per_second" = 1.0, "bend/wavelength" = 3.0 }
"""


def small_patch(top="", inputs="", cues=CUES, settings=()):
    return with_settings(loads(SMALL.format(top=top, inputs=inputs) + cues, "small.toml", None, {}), settings)


class Stage:
    """A performance that keeps its lines and messages."""

    def __init__(self, patch, seed=7, started=True):
        self.patch = patch
        self.lines, self.shown = [], []
        self.score = make_score()
        definitions = {name: read_synthdef(entry.synthdef, None) for name, entry in patch.instruments.items()}
        self.engine = Engine(self.score, definitions, tuple(patch.streams))
        self.performance = Performance(patch, seed, self.engine, self.lines.append, self.shown.append)
        if started:
            self.performance.start()

    def midi(self, t, *data, source="piano"):
        """Play a message; return the lines that it brought, itself not among them."""
        begin = len(self.lines)
        self.performance.handle({"t": t, "in": "midi", "from": source, "data": list(data)})
        return self.lines[begin + 1 :]

    def on(self, t, *pitches, velocity=80):
        return [line for pitch in pitches for line in self.midi(t, 0x90, pitch, velocity)]

    def off(self, t, *pitches):
        return [line for pitch in pitches for line in self.midi(t, 0x80, pitch, 0)]

    def pedal(self, t, value):
        return self.midi(t, 0xB0, 64, value)

    def go(self, t):
        return [*self.midi(t, 0xB0, 67, 127), *self.midi(t, 0xB0, 67, 0)]

    def goto(self, t, program):
        return self.midi(t, 0xC0, program)

    def until(self, t):
        begin = len(self.lines)
        self.performance.advance(t)
        return self.lines[begin:]

    def stop(self, t):
        begin = len(self.lines)
        self.performance.handle({"t": t, "in": "stop"})
        return self.lines[begin + 1 :]

    def of(self, kind, lines=None):
        return [line for line in (self.lines if lines is None else lines) if kind in line]

    @property
    def sounding(self):
        """Return the voices that have begun and not ended; fail where the lines are out of balance."""
        sounding, seen = {}, set()
        for line in self.of("voice"):
            if "on" in line:
                assert line["voice"] not in seen, "a voice's number is used again"
                seen.add(line["voice"])
                sounding[line["voice"]] = line
            elif "off" in line:
                assert sounding.pop(line["voice"], None), "a voice ends that does not sound"
        return sounding

    @property
    def sent(self):
        """Return (time, message as a list) of everything for scsynth."""
        found = []

        def collect(time, contents):
            for content in contents:
                if hasattr(content, "contents") and not hasattr(content, "address"):
                    collect(time, content.contents)
                else:
                    found.append((time, [content.address, *content.contents]))

        for bundle in self.score.iterate_osc_bundles():
            collect(bundle.timestamp, bundle.contents)
        return found


SERVER = ("127.0.0.1", 57130, 8, 2, 2, 1024, 16384, 1024)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now_s = 1000.0  # of time.monotonic()
        self.epoch_s = 1_900_000_000.0  # what time.time() is then

    def monotonic(self):
        return self.now_s

    def time(self):
        return self.epoch_s + self.now_s - 1000.0


class Client:
    """A program that speaks OSC, on a real socket."""

    def __init__(self, port, host="127.0.0.1"):
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind((host, 0))
        self.udp.setblocking(False)
        self.port = self.udp.getsockname()[1]
        self.source = f"{host}:{self.port}"
        self._to = ("127.0.0.1", port)

    def send(self, datagram):
        self.udp.sendto(datagram, self._to)

    def say(self, address, *arguments):
        self.send(osc.encode(f"/descant/{address}", *arguments))

    def hear(self):
        """Return what has come, as (address after /descant/, arguments …)."""
        heard = []
        for datagram in self.datagrams():
            heard += [(m.address.removeprefix("/descant/"), *m.arguments) for m in osc.decode(datagram)]
        return heard

    def datagrams(self):
        found = []
        while True:
            try:
                found.append(self.udp.recv(65536))
            except BlockingIOError:
                return found

    def close(self):
        self.udp.close()


class Desk(Stage):
    """A performance with an OSC port: everything real but the clock."""

    def __init__(self, patch, clock, seed=7, allowed=()):
        super().__init__(patch, seed)
        self.clock, self.faults = clock, []
        self.port = OscPort(0, allowed)
        self.remote = Remote(self.port, self.performance, self._apply, lambda: SERVER)
        self._told = [0, 0]
        self.clients = []
        self._report()

    def _apply(self, arrived_s, line):
        self.performance.handle({"t": max(arrived_s - 1000.0, self.performance.time, 0.0)} | line)
        self._report()

    def _report(self):
        lines, shown = self.lines[self._told[0] :], self.shown[self._told[1] :]
        self._told = [len(self.lines), len(self.shown)]
        self.remote.happened(lines, shown)

    def client(self, host="127.0.0.1", hello=None):
        client = Client(self.port.number, host)
        self.clients.append(client)
        if hello:
            self.ask(client, "hello", hello, client.port)
        return client

    def turn(self, seconds=0.0):
        """Do what the control thread does in one round, so many seconds later; return the lines it brought."""
        begin = len(self.lines)
        self.clock.now_s += seconds
        self.remote.read()
        self.performance.advance(self.clock.now_s - 1000.0, inclusive=False)
        self._report()
        self.remote.tick(self.clock.now_s)
        return self.lines[begin:]

    def ask(self, client, address, *arguments):
        """Say something, let it be done, and return what is answered."""
        client.say(address, *arguments)
        self.turn()
        return client.hear()

    def do(self, client, address, *arguments):
        """Say something and return the lines that it brought."""
        client.say(address, *arguments)
        return self.turn()

    def play(self, seconds, step=0.001):
        """Let time pass."""
        begin = len(self.lines)
        for _ in range(round(seconds / step)):
            self.turn(step)
        return self.lines[begin:]

    @property
    def values(self):
        return self.performance.conductor.values

    def close(self):
        for client in self.clients:
            client.close()
        self.remote.errands.close()
        self.port.close()


@pytest.fixture
def clock(monkeypatch):
    """Let time stand still for whoever hears clients."""
    clock = Clock()
    monkeypatch.setattr(remote_module, "time", clock)
    monkeypatch.setattr("descant.devices.osc_port.time", clock)
    return clock


@pytest.fixture
def desk(small, clock):
    """Return a function that puts a patch on a stage with an OSC port."""
    made = []

    def put(**changes):
        seed, allowed = changes.pop("seed", 7), changes.pop("allowed", ())
        given = changes.pop("given", None) or (small_patch(**changes) if changes else small)
        made.append(Desk(given, clock, seed, allowed))
        return made[-1]

    yield put
    for one in made:
        one.close()


@pytest.fixture(scope="session")
def patch():
    return small_patch


@pytest.fixture(scope="session")
def small():
    return small_patch()


@pytest.fixture
def stage(small):
    """Return a function that puts a patch on a stage, its settings over the small one's."""

    def put(**changes):
        seed, started = changes.pop("seed", 7), changes.pop("started", True)
        return Stage(small_patch(**changes) if changes else small, seed=seed, started=started)

    return put


def kinds_of(lines):
    """Return what the lines are, a word each."""
    words = ("in", "cue", "draw", "step", "voice", "warn")
    return [next(word for word in words if word in line and not (word == "voice" and "step" in line)) for line in lines]


@pytest.fixture(scope="session")
def order():
    return kinds_of


@pytest.fixture(scope="session")
def stage_of():
    return Stage
