"""The map of an atlas as the pad of a sequencer: a place of it is where the knobs of rhythm and sound stand."""

import math
from collections.abc import Mapping
from typing import Any

from descant.models.atlas import EDGE, Atlas
from descant.parts.sequencer_table import MAP_POINT, MOST_LATENTS, POINT, SOUND_POINT
from descant.table import Value

Knobs = dict[str, Value]
Points = tuple[tuple[str, ...], list[tuple[float, float, int]]]


class AtlasMap:
    """What a hand on the map turns."""

    def __init__(self) -> None:
        self.atlas: Atlas | None = None
        self.points: Points = (), []  #: the names of its regions, and where they lie
        self._due = False  # a place was turned to, and nobody is there yet
        self._told: set[str] = set()  # knobs of points that have been set since it was last looked

    def load(self, data: bytes, where: str) -> None:
        """Take the atlas that the patch names.

        Raises:
            ValueError: it is none, or of models that have no place here.
        """
        atlas = Atlas.read(data, where)
        if atlas.latents > MOST_LATENTS or atlas.sound_latents > len(SOUND_POINT):
            what = f"is of points with {atlas.latents} and {atlas.sound_latents} numbers"
            raise ValueError(f"{where}: {what}, and there are knobs for {MOST_LATENTS} and {len(SOUND_POINT)}")
        self.atlas, self.points = atlas, atlas.points()

    def knobs(self, at: tuple[float, ...], latents: int) -> Knobs:
        """Return what the knobs stand at in a place of the map.

        Args:
            at: the place.
            latents: of the rhythm model that plays.

        Raises:
            ValueError: there is no such place, or no map of this model.
        """
        if self.atlas is None:
            raise ValueError("there is no atlas, and its map is on")
        if len(at) != 2 or not all(map(math.isfinite, at)):
            raise ValueError(f"a place of the map has 2 numbers, and {at!r:.60} is none")
        if self.atlas.latents != latents:
            raise ValueError(f"the atlas has points with {self.atlas.latents} numbers, the model {latents}")
        z, s = self.atlas.place(*at)
        here = (min(max(float(x), -EDGE), EDGE) for x in at)
        return dict(zip((*MAP_POINT, *POINT[: len(z)], *SOUND_POINT), (*here, *z, *s), strict=False))

    def turned(self, parameter: str, value: Value, on: bool) -> None:
        """Take note that a knob was turned. A cue turns many at once, and those that it does not name go back to 0.

        So a place is gone to only when all of them stand: of a point's numbers those count that were set to something.

        Args:
            parameter: the knob.
            value: where it stands.
            on: whether the pad is the map.
        """
        if self.atlas is None:
            return
        if parameter in MAP_POINT:
            self._due = True
        elif parameter in (*POINT, *SOUND_POINT):
            self._due |= on and value == 0.0
            self._told |= {parameter} if value != 0.0 else set()

    def arrive(self, at: tuple[float, ...], latents: int) -> Knobs:
        """Return what is still to be turned to be at the place that was turned to.

        Raises:
            ValueError: it is a map of another model.
        """
        due, told = self._due, self._told
        self._due, self._told = False, set()
        knobs = self.knobs(at, latents) if due else {}
        return {name: value for name, value in knobs.items() if name not in (*told, *MAP_POINT)}

    def state(self) -> dict[str, Any]:
        """Return what is not yet done."""
        return {"due": self._due, "told": sorted(self._told)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._due, self._told = state["due"], set(state["told"])

    def foreign(self, patterns_sha256: str) -> bool:
        """Return whether it is the map of another rhythm model than the one with that sum."""
        return self.atlas is not None and self.atlas.patterns_sha256 != patterns_sha256
