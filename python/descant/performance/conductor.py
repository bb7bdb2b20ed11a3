"""Cues: which comes next, what each sets, and the fades between them."""

import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

from descant.patch.patch import CueEntry, Patch
from descant.table import Parameter, Value

FADE_STEP_S = 0.02  # nothing that fades needs more than fifty values a second
ROUNDING_S = 1e-9  # a tick's time and the last one's plus a step differ in their last bits


@dataclass(slots=True)
class Fade:
    """A parameter on its way."""

    name: str
    begin: float
    seconds: float
    start: float
    end: float


class Conductor:
    """The place in the cue list, every parameter's present value, and the fades under way."""

    def __init__(self, patch: Patch) -> None:
        self.patch = patch
        self.values: dict[str, Value] = dict(patch.declared)
        self.place = -1  # before the first cue
        self._fades: dict[str, Fade] = {}
        self._faded_at = -math.inf

    @property
    def cue(self) -> CueEntry:
        """The present cue."""
        return self.patch.cues[self.place]

    def has(self, place: int) -> bool:
        """Return whether there is a cue at `place` in the list, from 0."""
        return 0 <= place < len(self.patch.cues)

    def place_of(self, wanted: object) -> int | None:
        """Return the place of the cue that has this number or this name, None where there is none."""
        known = ((cue.name, cue.number, f"{cue.number:g}") for cue in self.patch.cues)
        return next((place for place, names in enumerate(known) if wanted in names), None)

    def set(self, name: str, value: Value) -> None:
        """Give a parameter a value from outside; a fade of it ends there."""
        self._fades.pop(name, None)
        self.values[name] = value

    def goto(self, place: int, time: float) -> list[tuple[str, Value]]:
        """Go to the cue at `place`; return what is to be set at once.

        A cue is the whole state: what it does not name returns to what the patch declares. What was
        pinned for tonight (``--set``) stays.
        """
        self.place = place
        cue, self._fades = self.cue, {}
        wanted = {**self.patch.declared, **cue.set}
        changes: list[tuple[str, Value]] = []
        for name, value in wanted.items():
            if name in self.patch.pinned or value == self.values[name]:
                continue
            seconds = cue.fade.get(name, 0.0)
            if seconds > 0.0 and self.patch.table[name].kind == "f":
                self._fades[name] = Fade(name, time, seconds, float(self.values[name]), float(value))
            else:
                changes.append((name, value))
        return changes

    def use(self, patch: Patch) -> None:
        """Go on with an edited patch, in the cue of the present one's number, or in the nearest before it."""
        number = self.cue.number
        self.patch = patch
        self.place = max(sum(cue.number <= number for cue in patch.cues) - 1, 0)

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "values": dict(self.values), "place": self.place, "faded_at": self._faded_at,
            "fades": [astuple(fade) for fade in self._fades.values()],
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned; `values` stays the same table."""
        self.values.clear()
        self.values.update(state["values"])
        self.place, self._faded_at = state["place"], state["faded_at"]
        self._fades = {fade.name: fade for fade in (Fade(*each) for each in state["fades"])}

    def due(self) -> float:
        """Return when `advance` next has something to do."""
        if not self._fades:
            return math.inf
        return max(self._faded_at + FADE_STEP_S - ROUNDING_S, min(fade.begin for fade in self._fades.values()))

    def advance(self, time: float) -> list[tuple[str, Value]]:
        """Return where the fades are at `time`."""
        if time < self.due():
            return []
        self._faded_at = time
        changes: list[tuple[str, Value]] = []
        for name, fade in list(self._fades.items()):
            done = min(1.0, (time - fade.begin) / fade.seconds)
            changes.append((name, _between(self.patch.table[name], fade, done)))
            if done >= 1.0:
                del self._fades[name]
        return changes


def _between(parameter: Parameter, fade: Fade, done: float) -> float:
    if done >= 1.0:
        return fade.end
    if parameter.curve == "exponential" and fade.start > 0.0 and fade.end > 0.0:
        return fade.start * math.pow(fade.end / fade.start, done)
    return fade.start + (fade.end - fade.start) * done
