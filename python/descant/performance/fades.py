"""Values on their way: numbers that fade, and what cannot fade and switches at a time."""

import math
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from descant.patch.curves import CURVES
from descant.table import Parameter, Value

FADE_STEP_S = 0.02  # nothing that fades needs more than fifty values a second
ROUNDING_S = 1e-9  # a tick's time and the last one's plus a step differ in their last bits


@dataclass(slots=True)
class Fade:
    """A number on its way."""

    name: str
    begin: float
    seconds: float
    start: float
    end: float
    curve: str = "linear"

    @property
    def over_at(self) -> float:
        """When it has arrived."""
        return self.begin + self.seconds - ROUNDING_S

    def at(self, parameter: Parameter, time: float) -> float:
        """Return where it is; in log space where the parameter's own curve is exponential."""
        if time >= self.over_at:
            return self.end
        done = CURVES[self.curve]((time - self.begin) / self.seconds)
        if parameter.curve == "exponential" and self.start > 0.0 and self.end > 0.0:
            return self.start * math.pow(self.end / self.start, done)
        return self.start + (self.end - self.start) * done


class Fades:
    """Every value that is on its way."""

    def __init__(self, table: Mapping[str, Parameter]) -> None:
        self._table = table
        self._fades: dict[str, Fade] = {}
        self._switches: dict[str, tuple[float, Value]] = {}  # when, and to what
        self._faded_at = -math.inf

    def use(self, table: Mapping[str, Parameter]) -> None:
        """Know more parameters."""
        self._table = table

    def fade(self, fade: Fade) -> None:
        """Let a number go on its way."""
        self._fades[fade.name] = fade

    def switch(self, name: str, at: float, value: Value) -> None:
        """Let a value switch at a time."""
        self._switches[name] = at, value

    def drop(self, name: str) -> None:
        """End a value's way where it is."""
        self._fades.pop(name, None)
        self._switches.pop(name, None)

    def drop_all(self, but: Callable[[str], bool] = lambda name: False) -> None:
        """End every way but those that are wanted."""
        self._fades = {name: fade for name, fade in self._fades.items() if but(name)}
        self._switches = {name: switch for name, switch in self._switches.items() if but(name)}

    def heading(self) -> dict[str, Value]:
        """Return where they are heading."""
        return {
            **{name: fade.end for name, fade in self._fades.items()},
            **{name: value for name, (_, value) in self._switches.items()},
        }

    def left(self, time: float) -> tuple[float, float]:
        """Return the seconds until the last number has arrived, and how long it takes in all; zeros where none goes."""
        last = max(self._fades.values(), key=lambda fade: fade.over_at, default=None)
        return (max(0.0, last.begin + last.seconds - time), last.seconds) if last else (0.0, 0.0)

    def due(self) -> float:
        """Return when `advance` next has something to do."""
        switch = min((at for at, _ in self._switches.values()), default=math.inf)
        if not self._fades:
            return switch
        step = max(self._faded_at + FADE_STEP_S - ROUNDING_S, min(fade.begin for fade in self._fades.values()))
        return min(switch, step, *(fade.over_at for fade in self._fades.values()))

    def advance(self, time: float) -> list[tuple[str, Value]]:
        """Return where they are at `time`."""
        if time < self.due():
            return []
        self._faded_at = time
        changes: list[tuple[str, Value]] = [
            (name, fade.at(self._table[name], time)) for name, fade in self._fades.items()
        ]
        changes += [(name, value) for name, (at, value) in self._switches.items() if at <= time]
        self._fades = {name: fade for name, fade in self._fades.items() if time < fade.over_at}
        self._switches = {name: switch for name, switch in self._switches.items() if switch[0] > time}
        return changes

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "fades": [astuple(fade) for fade in self._fades.values()], "switches": dict(self._switches),
            "faded_at": self._faded_at,
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._fades = {fade.name: fade for fade in (Fade(*each) for each in state["fades"])}
        self._switches, self._faded_at = dict(state["switches"]), state["faded_at"]
