"""What clients give to be learned: to a part of the patch, or to one that is added to it under a new name."""

from descant.parts.base import Given
from descant.parts.function import FARTHEST, FEWEST_POINTS, GIVEN, MOST_POINTS
from descant.parts.kinds import kinds
from descant.patch.additions import MOST_ADDED, why_not
from descant.performance.book import Book
from descant.performance.conductor import Conductor
from descant.performance.controls import Controls
from descant.performance.edits import Edits, Refused
from descant.performance.ensemble import Ensemble
from descant.performance.take import Line


class Additions:
    """The parts that were added to a patch while it is performed; they are part of it from then on."""

    def __init__(
        self, conductor: Conductor, controls: Controls, ensemble: Ensemble, edits: Edits, book: Book
    ) -> None:  # fmt: skip
        self._conductor, self._controls, self._ensemble = conductor, controls, ensemble
        self._edits, self._book = edits, book

    def check(self, name: str, count: int) -> None:
        """Do nothing where `count` numbers can be given to a part of that name to learn.

        Raises:
            Refused: they cannot; the text says why.
        """
        patch = self._conductor.patch
        if name in patch.parts:
            kind = patch.parts[name].kind
            if not hasattr(kinds()[kind], "given"):
                raise Refused(f"{name} is of the kind {kind}, which learns nothing that is given")
        elif why := why_not(patch, name):
            raise Refused(why)
        elif len(self._edits.added) >= MOST_ADDED:
            raise Refused(f"{MOST_ADDED} parts were added already; give one of them something else to learn")
        if not FEWEST_POINTS <= count <= MOST_POINTS:
            raise Refused(f"a target has from {FEWEST_POINTS} to {MOST_POINTS} points, not {count}")

    def learn(self, line: Line) -> None:
        """Let a part learn what a client gives, from now on; one that is not there is added and begins."""
        name, target = str(line.get("part")), _numbers(line.get("target"))
        try:
            self.check(name, len(target))
        except Refused as why:
            self._book.warn(name, str(why))
            return
        fresh = name not in self._conductor.patch.parts
        if fresh:
            self.add(name)
        self._ensemble.tell(name, Given(self._book.time, target))
        if (shape := f"{name}/shape") in self._conductor.patch.table:
            self._controls.told({"name": shape, "value": GIVEN})
        if fresh:
            self._ensemble.begin(name.__eq__)

    def add(self, name: str) -> None:
        """Add a part that has nothing to learn yet."""
        self._edits.add(name)
        self._ensemble.add(name, self._conductor.patch)

    def state(self) -> list[str]:
        """Return the names."""
        return list(self._edits.added)

    def restore(self, state: list[str]) -> None:
        """Add what `state` returned, before their own states are restored."""
        for name in state:
            if name not in self._conductor.patch.parts:
                self.add(name)


def _numbers(target: object) -> tuple[float, ...]:
    """Return a target as numbers, () where it is none."""
    if not isinstance(target, list) or not all(isinstance(y, int | float) for y in target):
        return ()
    return tuple(map(float, target)) if all(abs(y) <= FARTHEST for y in target) else ()
