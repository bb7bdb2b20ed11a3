"""The rows of the one table that no kind of part or effect brings along: those of every part and mapping."""

from dataclasses import replace

from descant.table import Parameter, Stream

PART: tuple[Parameter, ...] = (
    Parameter(name="on", kind="b", default=True, doc="plays; off, it lets go of what it holds and learns nothing"),
)
"""What every part has."""

CEILING = Parameter(name="ceiling", default=1000.0, low=0.0, high=1000.0, doc="no higher than this")
MAPPING: tuple[Parameter, ...] = (
    Parameter(name="amount", default=1.0, low=-1000.0, high=1000.0, doc="the stream is multiplied by this"),
    Parameter(name="floor", default=0.0, low=-1000.0, high=1000.0, doc="no lower than this"),
    CEILING,
    Parameter(
        name="curve", default=1.0, low=0.1, high=10.0, curve="exponential",
        doc="exponent: above 1 small values move less, below 1 more",
    ),
    Parameter(
        name="slew_new_ms", default=0.0, low=0.0, high=10000.0, unit="ms",
        doc="how long a new note takes to reach its value",
    ),
    Parameter(
        name="slew_ms", default=0.0, low=0.0, high=10000.0, unit="ms",
        doc="how long everything else takes to reach a new value",
    ),
)  # fmt: skip
"""What every mapping has."""


def part_rows(own: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Return the rows of a part whose kind has the rows `own`."""
    names = {row.name for row in own}
    return (*(row for row in PART if row.name not in names), *own)


def mapping_rows(sources: list[Stream], ceiling: float) -> tuple[Parameter, ...]:
    """Return the rows of a mapping: with streams that fall below zero, its floor is by default -`ceiling`."""
    if all(stream.low >= 0 for stream in sources):
        return MAPPING
    return tuple(replace(row, default=-ceiling) if row.name == "floor" else row for row in MAPPING)
