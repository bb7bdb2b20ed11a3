"""Find the kinds of part, built in and from outside, by the entry-point group ``descant.parts``."""

from functools import cache
from importlib.metadata import entry_points

from descant.parts.base import File, Part


@cache
def kinds() -> dict[str, type[Part]]:
    """Return kind → class for every installed part."""
    return {point.name: point.load() for point in entry_points(group="descant.parts")}


def files_of(kind: type[Part]) -> tuple[File, ...]:
    """Return the files that a kind of part may need."""
    return getattr(kind, "files", ())
