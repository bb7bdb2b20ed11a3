"""The sound's rows of the one table: what an instrument can be told."""

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
}  # fmt: skip
"""Built-in SynthDef → its parameters."""


def parameters_of(synthdef: str) -> tuple[Parameter, ...]:
    """Return the parameters of an instrument that plays `synthdef`, built in or the composer's own."""
    return INSTRUMENTS.get(synthdef, COMMON)
