"""What an evening is to be played with, and what the checks of it share."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from descant.devices import system
from descant.patch import Patch
from descant.patch.machine import Machine
from descant.performance.check import absent

SET_UP = "run make live, which sets it up"
ALIKE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Tonight:
    """What the performance is to be played with, and where Linux tells of the machine."""

    patch: Path
    piece: Patch | None  # None where the patch is wrong
    machine: Machine = field(default_factory=Machine)
    midi_in: str | None = None  # instead of the patch's ports and the machine's
    port: int | None = None  # of the scsynth that will be booted, instead of the usual one
    camera: str | int | None = None
    picture: bool = True
    root: Path = system.ROOT


def missing(*modules: str) -> bool:
    """Return whether one of these packages is not installed; another finding says so."""
    return any(absent(dict.fromkeys(modules, ""), SET_UP))


def nearest(part: str, names: list[str]) -> str | None:
    """Return the name of which some words are most like `part`, None where none is like it."""
    width = len(part.split())

    def likeness(name: str) -> float:
        words = name.casefold().replace(":", " ").replace("_", " ").split()
        runs = (" ".join(words[n : n + width]) for n in range(max(1, len(words) - width + 1)))
        return max(SequenceMatcher(None, part.casefold(), run).ratio() for run in runs)

    best = max(names, key=likeness, default=None)
    return best if part and best and likeness(best) >= ALIKE else None
