"""A small patch, and a stage on which it is performed: the real engine, on a score whose messages can be looked at."""

import pytest

from descant.patch import loads, with_settings
from descant.performance.performance import Performance
from descant.sound.engine import Engine, read_synthdef
from descant.sound.offline import make_score

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
