"""Undo of knobs: what hands did to parameters since the cue began, a gesture a step; one step back, or forth again."""

from collections import deque
from collections.abc import Mapping
from typing import Any, Literal

from descant.performance.book import Book
from descant.performance.conductor import Conductor
from descant.performance.controls import Controls
from descant.performance.take import Line
from descant.table import Value

GESTURE_S = 0.7
"""A parameter that is moved again so soon is still in the same hand."""
BREATH_S = 0.05
"""What changes so soon after something else changed with it: a pad's two coordinates, a bundle of a client's."""
MOST_STEPS = 256

Step = dict[str, Value]
"""Name → the value that it is to have again."""


class Undo:
    """The way of hands to parameters, and the way back.

    A cue begins a new history: it is a state of the whole patch, and going back from it is what ``back`` is for. What
    cues, fades and mappings move is never a step; a step sets its parameters as they were, whatever moved them since.
    """

    def __init__(self, conductor: Conductor, controls: Controls, book: Book) -> None:
        self._conductor, self._controls, self._book = conductor, controls, book
        self._steps: dict[str, deque[Step]] = {"undo": deque(maxlen=MOST_STEPS), "redo": deque(maxlen=MOST_STEPS)}
        self._changed_s = 0.0  # when the last change was made
        self._stepping = False  # knobs that parts turn because of a step are no hand's
        self._held: set[str] = set()  # what the hand holds whose step is the last; nothing when that is over

    def told(self, line: Line, held: str = "") -> None:
        """Set a parameter as a hand wants it, which holds something else than that one alone perhaps."""
        name = str(line.get("name"))
        before = self._heading(name)
        self._controls.told(line)
        if before is not None:
            self._keep(name, before, held or name)

    def turn(self, name: str, value: Value) -> None:
        """Set a parameter as a part wants it that turns a knob of its own, because a hand moved its point perhaps."""
        before = self._heading(name)
        self._controls.turned(name, value)
        if before is not None:
            self._keep(name, before, name)

    def _heading(self, name: str) -> Value | None:
        """Return where a parameter is, or is going; None where there is none."""
        present = self._conductor.values.get(name)
        return self._conductor.on_their_way().get(name, present) if present is not None else None

    def _keep(self, name: str, before: Value, held: str) -> None:
        """Remember what a parameter was, where that is not what it is now."""
        if self._stepping or self._heading(name) == before:
            return
        steps, now = self._steps["undo"], self._book.time
        if not self._goes_on(held, now - self._changed_s):
            steps.append({})
            self._held.clear()
            self._steps["redo"].clear()
        steps[-1].setdefault(name, before)
        self._held.add(held)
        self._changed_s = now

    def _goes_on(self, held: str, pause_s: float) -> bool:
        return bool(self._held) and (pause_s <= BREATH_S or (pause_s < GESTURE_S and held in self._held))

    # ------------------------------------------------------------ back and forth
    def names(self, do: str) -> tuple[str, ...]:
        """Return what ``undo`` or ``redo`` would set; nothing where there is no step left."""
        return next((found for step in reversed(self._steps.get(do, ())) if (found := tuple(self._moving(step)))), ())

    def _moving(self, step: Step) -> Step:
        """Return what of a step is not so already."""
        return {name: value for name, value in step.items() if self._heading(name) not in (value, None)}

    def handle(self, line: Line) -> None:
        """Apply a ``knobs`` line: one step back, or forth."""
        do: Literal["undo", "redo"] = "redo" if line.get("do") == "redo" else "undo"
        steps = self._steps[do]
        while steps:
            if step := self._moving(steps.pop()):
                break
        else:
            self._book.warn(do, f"refused: {nothing_to(do)}")
            return
        self._steps["redo" if do == "undo" else "undo"].append({name: self._conductor.heading()[name] for name in step})
        self._held.clear()
        self._stepping = True
        for name, value in step.items():
            self._controls.told({"name": name, "value": value})
        self._stepping = False

    def clear(self) -> None:
        """Begin a new history."""
        self._held.clear()
        for steps in self._steps.values():
            steps.clear()

    # ------------------------------------------------------------ keeping
    def state(self) -> dict[str, Any]:
        """Return everything."""
        kept = {do: [dict(step) for step in steps] for do, steps in self._steps.items()}
        return {**kept, "changed_s": self._changed_s, "held": set(self._held)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        for do, steps in self._steps.items():
            steps.clear()
            steps.extend(dict(step) for step in state[do])
        self._changed_s, self._held = state["changed_s"], set(state["held"])


def nothing_to(do: str) -> str:
    """Return why there is no step in that direction."""
    return f"no hand has moved anything since the cue began that {do} could bring back"
