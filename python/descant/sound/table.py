"""The sound's rows of the one table: what an instrument can be told."""

from collections.abc import Iterable

from descant.table import Parameter

COMMON: tuple[Parameter, ...] = (
    Parameter(
        name="level_db", default=-12.0, low=-90.0, high=6.0, unit="dB",
        doc="level of one note at full velocity",
    ),
    Parameter(name="mute", kind="b", default=False, doc="silence it: new notes are not sounded, old ones released"),
)  # fmt: skip
"""What every instrument has, one made of a composer's own SynthDef too."""

STRUCK: tuple[Parameter, ...] = (
    Parameter(
        name="decay_scale", default=1.0, low=0.1, high=10.0, curve="exponential",
        doc="1: a note falls by 60 dB in 15 s at C2, in 4 s at C6",
    ),
    Parameter(
        name="width", default=0.7, low=0.0, high=1.0,
        doc="how far the bass sits left and the treble right",
    ),
)  # fmt: skip

TUNE = Parameter(
    name="tune", default=0.0, low=-24.0, high=24.0, unit="semitones", doc="how far its own pitch is moved"
)  # fmt: skip
TONE = Parameter(name="tone", default=0.5, doc="0 dull, 1 bright")
PAN = Parameter(name="pan", default=0.0, low=-1.0, high=1.0, doc="-1 left, 1 right")


def _decay(default: float, low: float, high: float) -> Parameter:
    return Parameter(
        name="decay_s", default=default, low=low, high=high, unit="s", curve="exponential",
        doc="how long it takes to fall by 60 dB",
    )  # fmt: skip


def _drive(default: float) -> Parameter:
    return Parameter(name="drive", default=default, doc="0 clean, 1 pressed until it is nearly square")


KIT: dict[str, tuple[Parameter, ...]] = {
    "kick": (
        *COMMON, TUNE, _decay(0.5, 0.05, 4.0), TONE, _drive(0.3),
        Parameter(name="punch", default=0.5, doc="how far above its pitch it begins"),
        PAN,
    ),
    "snare": (
        *COMMON, TUNE, _decay(0.22, 0.04, 2.0), TONE, _drive(0.2),
        Parameter(name="wires", default=0.6, doc="0 the head alone, 1 the wires alone"),
        PAN,
    ),
    "hat": (
        *COMMON, TUNE, _decay(0.07, 0.01, 3.0), TONE,
        Parameter(name="metal", default=0.5, doc="0 a hiss, 1 metal that rings"),
        PAN,
    ),
    "tom": (
        *COMMON, TUNE, _decay(0.6, 0.05, 4.0), TONE, _drive(0.15),
        Parameter(name="bend", default=0.5, doc="how far its pitch falls"),
        PAN,
    ),
    "cymbal": (
        *COMMON, TUNE, _decay(2.0, 0.1, 12.0), TONE,
        Parameter(name="ping", default=0.2, doc="0 a crash, which is all wash; 1 a ride, which is all stick"),
        PAN,
    ),
    "clap": (
        *COMMON, TUNE, _decay(0.2, 0.03, 3.0), TONE,
        Parameter(name="spread_ms", default=10.0, low=1.0, high=60.0, unit="ms", doc="from hand to hand"),
        PAN,
    ),
    "rim": (*COMMON, TUNE, _decay(0.05, 0.01, 1.0), TONE, _drive(0.3), PAN),
    "bell": (*COMMON, TUNE, _decay(0.5, 0.03, 6.0), TONE, _drive(0.2), PAN),
}  # fmt: skip
"""SynthDef of the drum kit → its parameters. Each strikes once and rings out by itself, whatever its key does."""

SHOTS: dict[str, tuple[Parameter, ...]] = {
    "shot": (
        *COMMON, TUNE,
        Parameter(
            name="decay_s", default=4.0, low=0.01, high=4.0, unit="s", curve="exponential",
            doc="how long it takes to fall by 60 dB; 4: it is as long as it is",
        ),
        Parameter(name="tone", default=0.5, doc="0 dull, 0.5 as it is, 1 bright"),
        _drive(0.0),
        Parameter(name="attack_ms", default=0.0, low=0.0, high=1000.0, unit="ms", doc="how long it takes to come in"),
        Parameter(name="hold_ms", default=0.0, low=0.0, high=2000.0, unit="ms", doc="how long until it begins to fall"),
        Parameter(name="start", default=0.0, low=0.0, high=0.95, doc="where in it to begin: 0.5 is its middle"),
        Parameter(name="reverse", kind="b", default=False, doc="play it backwards"),
        Parameter(
            name="cutoff_hz", default=20_000.0, low=30.0, high=20_000.0, unit="Hz", curve="exponential",
            doc="of a low pass; 20 kHz: none",
        ),
        Parameter(name="resonance", default=0.0, doc="of the low pass: 0 flat, 1 it whistles"),
        Parameter(
            name="sweep", default=0.0, low=-6.0, high=6.0, unit="octaves",
            doc="where a hard stroke's cutoff comes from, a quarter of a second long; a soft one's half as far",
        ),
        PAN,
    ),
}  # fmt: skip
"""SynthDef that plays a sound from a buffer → its parameters."""

RING_OUT = frozenset({*KIT, *SHOTS})
"""SynthDefs that end by themselves, whatever their key does."""

LEVEL = Parameter(name="level_db", default=0.0, low=-90.0, high=6.0, unit="dB", doc="level of what comes back")
SILENCED = Parameter(name="mute", kind="b", default=False, doc="silence it")

EFFECTS: dict[str, tuple[Parameter, ...]] = {
    "room": (
        LEVEL, SILENCED,
        Parameter(name="size", default=0.5, doc="0 a box, 1 a cathedral"),
        Parameter(
            name="decay_s", default=1.8, low=0.1, high=30.0, unit="s", curve="exponential",
            doc="how long it takes to fall by 60 dB",
        ),
        Parameter(name="damping", default=0.35, doc="how much faster what is high falls: 0 as fast, 1 at once"),
        Parameter(name="predelay_ms", default=10.0, low=0.0, high=200.0, unit="ms", doc="how late it begins"),
    ),
    "echo": (
        LEVEL, SILENCED,
        Parameter(name="beats", default=0.75, low=0.0625, high=8.0, unit="beats", doc="after how long it comes back"),
        Parameter(
            name="bpm", default=120.0, low=10.0, high=400.0, unit="bpm", curve="exponential",
            doc="beats a minute; no echo is longer than 6 s",
        ),
        Parameter(name="feedback", default=0.4, low=0.0, high=0.98, doc="how much of it comes back once more"),
        Parameter(name="tone", default=0.5, doc="0 duller each time, 0.5 as it is, 1 thinner each time"),
        Parameter(name="ping_pong", default=0.0, doc="0 each side by itself, 1 from left to right and back"),
    ),
}  # fmt: skip
"""SynthDef of an effect → its parameters. It sounds no notes and runs always; instruments are sent to it."""

SEND = "to_"

INSTRUMENTS: dict[str, tuple[Parameter, ...]] = {
    "overtones": (
        *COMMON,
        *STRUCK,
        Parameter(
            name="dull_db", default=12.0, low=0.0, high=40.0, unit="dB",
            doc="how much the softest playing takes from the fourth partial",
        ),
        Parameter(
            name="detune", default=0.0, low=-0.9, high=1000.0, per_note=True,
            doc="δ: partials above the first sound at k·f0·(1 + δ)",
        ),
    ),
    "piano": (*COMMON, *STRUCK),
    **KIT,
    **SHOTS,
    **EFFECTS,
}  # fmt: skip
"""Built-in SynthDef → its parameters."""


def parameters_of(synthdef: str) -> tuple[Parameter, ...]:
    """Return the parameters of an instrument that plays `synthdef`, built in or the composer's own."""
    return INSTRUMENTS.get(synthdef, COMMON)


def sends(effects: Iterable[str]) -> tuple[Parameter, ...]:
    """Return what says how much of an instrument goes to each of a patch's effects."""
    return tuple(Parameter(name=f"{SEND}{name}", default=0.0, doc=f"how much of it goes to {name}") for name in effects)
