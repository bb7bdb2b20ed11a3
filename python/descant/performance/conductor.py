"""Cues: which comes next and when, what each sets, and the fades between them."""

from collections.abc import Mapping
from typing import Any

from descant.patch.patch import CueEntry, Patch
from descant.performance.fades import Fade, Fades
from descant.performance.waits import Wait
from descant.table import Value


class Conductor:
    """The place in the cue list, every parameter's present value, the fades under way, the cue that is waited for."""

    def __init__(self, patch: Patch) -> None:
        self.patch = patch
        self.values: dict[str, Value] = dict(patch.declared)
        self.place = -1  # before the first cue
        self.wait = Wait()
        self._fades = Fades(patch.table)

    @property
    def cue(self) -> CueEntry:
        """The present cue."""
        return self.patch.cues[self.place]

    def has(self, place: int) -> bool:
        """Return whether there is a cue at `place` in the list, from 0."""
        return 0 <= place < len(self.patch.cues)

    def place_of(self, wanted: object) -> int | None:
        """Return the place of the cue that has this number or this name, None where there is none."""
        known = ((cue.name, cue.number, f"{cue.number:.12g}") for cue in self.patch.cues)
        return next((place for place, names in enumerate(known) if wanted in names), None)

    def waiting(self, time: float) -> tuple[CueEntry, float] | None:
        """Return the cue that comes by itself and the seconds until it begins; None where none does."""
        if not self.wait.waits:
            return None
        cue = self.patch.cues[self.wait.place]
        return cue, self.wait.left_s(time) + (0.0 if self.wait.gone else cue.pre_wait_s)

    def fading(self, time: float) -> tuple[float, float]:
        """Return the seconds until all fades are over, and how long the last of them lasts; zeros where none is."""
        return self._fades.left(time)

    def heading(self) -> dict[str, Value]:
        """Return every parameter's value, where it is on its way the one that it is heading for."""
        return {**self.values, **self.on_their_way()}

    def on_their_way(self) -> dict[str, Value]:
        """Return what the values on their way are heading for."""
        return self._fades.heading()

    def set(self, name: str, value: Value) -> None:
        """Give a parameter a value from outside; a fade of it ends there."""
        self._fades.drop(name)
        self.values[name] = value

    # ------------------------------------------------------------ going
    def goto(self, place: int, time: float) -> list[tuple[str, Value]]:
        """Go to the cue at `place`; return what is to be set at once.

        A cue is the whole state: what it neither names nor keeps returns to what the patch declares. What was
        pinned for tonight (``--set``) stays.
        """
        wanted = self._wanted(place)
        self.place = place
        cue = self.cue
        self._fades.drop_all(but=lambda name: name not in wanted)  # what is kept goes on to where it was heading
        self._wait_for_next(time)
        changes, values, pinned = list[tuple[str, Value]](), self.values, self.patch.pinned
        for name, value in wanted.items():
            if value == values[name] or name in pinned:
                continue
            kept = name in cue.keep and name not in cue.set
            if kept or not self._goes_slowly(cue, name, value, time):
                changes.append((name, value))
        return changes

    def use(self, patch: Patch) -> None:
        """Go on with an edited patch, in the cue of the present one's number, or in the nearest before it.

        Where a cue is gone that was waited for, the one after it is.
        """
        place, waits_for = self.place, self.patch.cues[self.wait.place].number if self.wait.waits else None
        number = self.patch.cues[place].number
        self.patch = patch
        self.place = self.place_near(number)
        if waits_for is not None:
            self.wait.place = sum(cue.number < waits_for for cue in patch.cues)
            if not self.has(self.wait.place):
                self.wait.clear()

    def add(self, patch: Patch) -> None:
        """Go on with a patch that has more parameters; they are as it declares them."""
        self.values |= {name: value for name, value in patch.declared.items() if name not in self.values}
        self.patch = patch
        self._fades.use(patch.table)

    def place_near(self, number: float) -> int:
        """Return the place of the cue of a number, or of the nearest before it."""
        return max(sum(cue.number <= number for cue in self.patch.cues) - 1, 0)

    def recall(self, place: int, values: Mapping[str, Value]) -> list[tuple[str, Value]]:
        """Go back to the cue at `place`, when every parameter was so; return what is to be set."""
        self.place = place
        self._fades.drop_all()
        self.wait.clear()
        return [
            (name, value)
            for name, value in values.items()
            if value != self.values[name] and name not in self.patch.pinned
        ]

    def _wanted(self, place: int) -> dict[str, Value]:
        """Return what a cue wants to be so; what it keeps is in it where a `global` cue that is jumped over says it."""
        cues, wanted = self.patch.cues, dict[str, Value]()
        passed = [cue for cue in cues[self.place + 1 : place] if cue.missed == "global"]
        for cue in (*passed, cues[place]):
            left = {name: wanted[name] for name in cue.keep if name in wanted}
            wanted = {name: value for name, value in self.patch.declared.items() if name not in cue.keep}
            wanted |= left | cue.set
        return wanted

    def _goes_slowly(self, cue: CueEntry, name: str, value: Value, time: float) -> bool:
        """Let a value go on its way; return False where it is to be set at once."""
        if self.patch.table[name].kind == "f":
            how = cue.fade.get(name, cue.otherwise)
            if how.seconds > 0.0:
                self._fades.fade(Fade(name, time, how.seconds, float(self.values[name]), float(value), how.curve))
            return how.seconds > 0.0
        if cue.switch_s > 0.0:
            self._fades.switch(name, time + cue.switch_s, value)
        return cue.switch_s > 0.0

    def _wait_for_next(self, time: float) -> None:
        self.wait.clear()
        if self.cue.next_s is not None and self.has(self.place + 1):
            self.wait.begin(self.place + 1, time + self.cue.next_s, gone=False)

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "values": dict(self.values), "place": self.place, "wait": self.wait.state(), "fades": self._fades.state()
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned; `values` stays the same table."""
        self.values.clear()
        self.values.update(state["values"])
        self.place = state["place"]
        self.wait.restore(state["wait"])
        self._fades.restore(state["fades"])

    # ------------------------------------------------------------ time
    def due(self) -> float:
        """Return when a value moves or a wait is over; infinity where nothing is due."""
        return min(self._fades.due(), self.wait.due())

    def fading_until(self) -> float:
        """Return when a value moves next; infinity where none is on its way."""
        return self._fades.due()

    def advance(self, time: float) -> list[tuple[str, Value]]:
        """Return where the values on their way are at `time`."""
        return self._fades.advance(time)
