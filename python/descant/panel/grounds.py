"""What the panel knows of the points of parts: which there are, and what lies around them. It comes piece by piece."""

from collections.abc import Mapping
from typing import Any

from descant.panel.facts import Parameter, Pattern, Space, Stream, Value

MOST_SPACES, MOST_PATTERNS = 1000, 20_000
DRAWN = 2  # coordinates: what has fewer is no plane


class Grounds:
    """Spaces by the names of their pads, and what lies in them."""

    def __init__(self) -> None:
        self.spaces: dict[str, Space] = {}
        self.labels: dict[str, tuple[str, ...]] = {}  #: pad → labels of what lies there
        self.patterns: dict[str, tuple[Pattern, ...]] = {}  #: pad → what lies there
        self.stale: set[str] = set()  #: pads around which other things lie by now: to be asked for again
        self._told: dict[str, tuple[str, tuple[str, ...]]] = {}  # of a list that is not yet whole
        self._coming: dict[str, list[Pattern]] = {}

    def asked(self) -> None:
        """Prepare for a whole new list of spaces."""
        self._told = {}

    def forget(self) -> None:
        """Forget what lies where: it was of another performance."""
        self.stale |= set(self.patterns)
        self.patterns = {}

    def space(self, name: str, over: str, *names: Value) -> None:
        """Take a space of a list."""
        if len(self._told) < MOST_SPACES:
            self._told[name] = over, tuple(map(str, names))

    def listed(self, parameters: Mapping[str, Parameter], streams: Mapping[str, Stream]) -> bool:
        """Take the list as whole; return whether it is another one than before."""
        before, self.spaces = self.spaces, {}
        for name, (over, names) in self._told.items():
            coordinates = tuple(each for each in names if each in parameters)
            if len(coordinates) >= DRAWN:
                self.spaces[name] = Space(name, over, coordinates, tuple(each for each in names if each in streams))
        self._told = {}
        return self.spaces != before

    def of(self, part: str) -> list[Space]:
        """Return the spaces of a part: its own first, as they were told."""
        return sorted((space for space in self.spaces.values() if space.part == part), key=lambda own: own.name != part)

    def under(self, space: Space) -> Space:
        """Return the space over which one lies, itself where it stands for itself."""
        return self.spaces.get(space.over, space)

    def begin(self, pad: str, *labels: Value) -> None:
        """Take the labels of what is going to be told."""
        if len(self._coming) < MOST_SPACES:
            self.labels[pad], self._coming[pad] = tuple(map(str, labels)), []

    def add(self, pad: str, *told: Any) -> None:
        """Take some of it: three numbers each."""
        found = self._coming.get(pad)
        if found is None or len(found) > MOST_PATTERNS or not all(isinstance(one, float | int) for one in told):
            return
        thirds = zip(told[::3], told[1::3], told[2::3], strict=False)
        found += [Pattern(float(x), float(y), int(label)) for x, y, label in thirds]

    def end(self, pad: str, count: float) -> bool:
        """Take what was told as whole; return whether it is."""
        found = self._coming.pop(pad, None)
        if found is None or len(found) != count:
            return False
        self.patterns[pad] = tuple(found)
        return True
