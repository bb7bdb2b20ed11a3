"""From a stream to a parameter: amount, floor, ceiling, curve and slew."""

import math
import sys
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from descant.patch.patch import Patch
from descant.table import Parameter, Value

SHAPE = ("amount", "curve", "floor", "ceiling")
"""The parameters of a mapping that `mapped` reads."""


@dataclass(frozen=True, slots=True)
class Link:
    """One stream tied to one parameter by a mapping."""

    mapping: str
    source: str
    target: str
    parameter: Parameter
    signed: bool  # the stream goes below zero
    part: str = field(init=False)  # that emits the stream
    shape: tuple[str, ...] = field(init=False)  # full names of the mapping's SHAPE

    def __post_init__(self) -> None:
        object.__setattr__(self, "part", self.source.split("/", 1)[0])
        object.__setattr__(self, "shape", tuple(f"{self.mapping}/{name}" for name in SHAPE))

    @property
    def stream(self) -> str:
        """The stream's name in its part."""
        return self.source.split("/", 1)[1]

    @property
    def owner(self) -> str:
        """Whose parameter it is."""
        return self.target.split("/", 1)[0]


def links(patch: Patch) -> tuple[Link, ...]:
    """Return every tie that the patch's mappings make, in its order."""
    return tuple(
        Link(name, source, target, patch.table[target], patch.streams[source].low < 0)
        for name, entry in patch.mappings.items()
        for source, target in zip(entry.sources, entry.targets, strict=True)
    )


def mapped(link: Link, x: float, values: dict[str, Value]) -> float | None:
    """Return what the parameter becomes when the stream is `x`; None where that is no number.

    ``clamp(amount · sign(x)|x|^curve, floor, ceiling)``, then held in the parameter's own range.
    `values` holds the mapping's parameters under their full names.
    """
    if not math.isfinite(x):
        return None
    amount, curve, floor, ceiling = [float(values[name]) for name in link.shape]
    try:
        shaped = x if curve == 1.0 else math.copysign(abs(x) ** curve, x)
    except OverflowError:  # the ceiling holds
        shaped = math.copysign(sys.float_info.max, x)
    y = max(floor, min(ceiling, amount * shaped))
    return max(link.parameter.low, min(link.parameter.high, y))


def mapped_each(link: Link, xs: npt.NDArray[np.float64], values: dict[str, Value]) -> npt.NDArray[np.float64]:
    """Return what the parameter becomes for each x, as `mapped` does; NaN where that is no number."""
    curve, amount, floor, ceiling = (
        float(values[f"{link.mapping}/{name}"]) for name in ("curve", "amount", "floor", "ceiling")
    )
    with np.errstate(over="ignore", invalid="ignore"):  # the ceiling holds
        shaped = xs if curve == 1.0 else np.copysign(np.minimum(np.abs(xs) ** curve, sys.float_info.max), xs)
        ys = np.maximum(floor, np.minimum(ceiling, amount * shaped))
    held = np.maximum(link.parameter.low, np.minimum(link.parameter.high, ys))
    return np.where(np.isfinite(xs), held, np.nan)


def cents(delta: float) -> float:
    """Return how far overtones at k·f0·(1 + δ) are out of tune, in cents."""
    return 1200.0 * math.log2(1.0 + delta)
