"""What the processes say that train parts' models, as input lines of the take: read, and held to what can be."""

import math
from collections.abc import Callable, Mapping

from descant.parts.base import Learned, Part
from descant.performance.take import Line

CORPUS = "corpus"
"""What a part calls the folder that a process of its own learns from."""


def is_taught(part: Part | type[Part]) -> bool:
    """Return whether a part's model is trained in a process of its own."""
    return any(file.folder and file.name == CORPUS for file in getattr(part, "files", ()))


def lesson(line: Line, parts: Mapping[str, Part], weights: Callable[[str], bytes]) -> tuple[str, Learned]:
    """Return whom an input line teaches what; `weights` returns a model by its sha256.

    Raises:
        ValueError: it is none; the text says why.
    """
    name, step = line.get("part"), line.get("step")
    if not isinstance(name, str) or name not in parts or not is_taught(parts[name]):
        raise ValueError(f"{name!r:.70} is no part that learns from a corpus")
    if not isinstance(step, int) or isinstance(step, bool) or step < 0:
        raise ValueError(f"{step!r:.70} is no step of a training")
    known = {stream.name for stream in parts[name].streams}
    streams = {each: value for each, value in _numbers(line.get("streams", {})).items() if each in known}
    model = weights(str(line["sha256"])) if "sha256" in line else None
    return name, Learned(float(line["t"]), step, model, streams, bool(line.get("done", False)))


def _numbers(streams: object) -> dict[str, float]:
    if not isinstance(streams, dict):
        raise ValueError("what it tells are no streams")  # noqa: TRY004 - it is from a file
    if not all(type(value) in (int, float) and math.isfinite(value) for value in streams.values()):
        raise ValueError("what it tells is no number")
    return {str(name): float(value) for name, value in streams.items()}
