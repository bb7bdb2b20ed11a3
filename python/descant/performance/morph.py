"""Morph: a hand moves every parameter between the states of two or more cues."""

import math
from collections.abc import Mapping, Sequence

from descant.patch import Patch
from descant.patch.patch import CueEntry
from descant.patch.reload import full_state
from descant.performance.book import Book
from descant.performance.conductor import Conductor
from descant.performance.lines import no_such_cue
from descant.performance.recall import moved_by_mappings
from descant.performance.take import Line
from descant.performance.undo import Undo
from descant.table import Parameter, Value

STEPS = "steps_per_second"
TO_TUNE = "_to_tune"
MIDDLE = 0.5


class Morph:
    """What a morph does: it goes to no cue, so that GO goes on from the present one, and from where everything is."""

    def __init__(self, conductor: Conductor, undo: Undo, book: Book) -> None:
        self._conductor, self._undo, self._book = conductor, undo, book

    def handle(self, line: Line) -> None:
        """Apply a ``morph`` line: ``x``, 0 at the first of its ``cues``, 1 at the second and so on."""
        x, wanted = line.get("x"), line.get("cues")
        if not isinstance(x, int | float) or math.isnan(x) or not isinstance(wanted, list) or len(wanted) < 2:
            self._refuse("to morph takes a number and two cues at least")
        else:
            self.to(x, wanted)

    def to(self, x: float, wanted: Sequence[str | float]) -> None:
        """Be at `x` between cues, by their numbers or names."""
        places = [self._conductor.place_of(each) for each in wanted]
        if None in places:
            self._refuse(no_such_cue(wanted[places.index(None)]))
            return
        patch = self._conductor.patch
        heading, values = self._conductor.heading(), self._conductor.values
        for name, value in morphed(patch, [patch.cues[place] for place in places if place is not None], x).items():
            if values[name] != value or heading[name] != value:
                self._undo.told({"name": name, "value": value}, held="morph")

    def _refuse(self, why: str) -> None:
        self._book.warn("morph", f"refused: {why}")  # a fader says it a hundred times a second


def morphed(patch: Patch, cues: Sequence[CueEntry], x: float) -> dict[str, Value]:
    """Return what parameters are at `x` between cues, 0 at the first, 1 at the second and so on; beyond, at the end.

    Numbers move in their own curve, all else switches in the middle. What a cue keeps, what mappings move and what is
    pinned for tonight is left out.
    """
    x = min(max(float(x), 0.0), len(cues) - 1.0)
    place = min(int(x), len(cues) - 2)
    first, second = (full_state(patch, cue) for cue in _two(cues[place : place + 2], x - place))
    left = patch.pinned | set(moved_by_mappings(patch))
    names = [name for name in first if name in second and name not in left and not patch.table[name].per_note]
    return {name: _at(patch, name, (first, second), x - place) for name in names}


def _two(cues: Sequence[CueEntry], done: float) -> Sequence[CueEntry]:
    """Return the cues on both sides; at one of them nothing is left out because the other keeps it."""
    if done in (0.0, 1.0):
        return [cues[round(done)]] * 2
    return cues


def _at(patch: Patch, name: str, states: tuple[Mapping[str, Value], Mapping[str, Value]], done: float) -> Value:
    first, second = states[0][name], states[1][name]
    if patch.table[name].kind == "f" and first != second and not _is_sought_for(name, states):
        return _between(patch.table[name], float(first), float(second), done)
    return first if done < MIDDLE else second


def _between(row: Parameter, first: float, second: float, done: float) -> float:
    if row.curve == "exponential" and first > 0.0 and second > 0.0:
        return first * math.pow(second / first, done)
    return first + (second - first) * done


def _is_sought_for(name: str, states: tuple[Mapping[str, Value], ...]) -> bool:
    """Return whether each new value would have a learning rate sought, for which no note can wait."""
    owner, _, parameter = name.rpartition("/")
    if parameter == STEPS:
        return any(state.get(f"{owner}/seconds{TO_TUNE}") for state in states)
    return parameter.endswith(TO_TUNE)
