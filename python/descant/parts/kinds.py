"""Find the kinds of part, built in and from outside, by the entry-point group ``descant.parts``."""

from functools import cache
from importlib.metadata import entry_points

from descant.parts.base import Part


@cache
def kinds() -> dict[str, type[Part]]:
    """Return kind → class for every installed part."""
    return {point.name: point.load() for point in entry_points(group="descant.parts")}
