"""The way from instruments to the effects of a patch: buses, the synths that run all the time, and what they are told.

An instrument plays into a bus of its own, from where a strip takes it to the mix and, by its ``to_EFFECT``, to each
effect. An effect is sent to those that come after it in the patch. Without effects there is none of all this.
"""

from collections.abc import Mapping
from typing import Any

from supriya import AddAction, SynthDef
from supriya.contexts.requests import NewGroup, Request, SetNodeControl

from descant.sound.buses import Buses
from descant.sound.effects import strip
from descant.sound.outlet import Outlet
from descant.sound.table import EFFECTS, SEND
from descant.sound.voices import Instrument
from descant.table import Value

ELSEWHERE = frozenset({"level_db"})  # what an effect is told on a bus


class Sends:
    """What instruments of a patch are sent to, and how."""

    def __init__(self, instruments: Mapping[str, Instrument]) -> None:
        self._effects = {name: each for name, each in instruments.items() if each.synth in EFFECTS}
        order = tuple(self._effects)
        # who goes where: what sounds to all effects, an effect to the later ones
        self._ways = {name: order[order.index(name) + 1 :] if name in order else order for name in instruments}
        self._ways = {name: ways for name, ways in self._ways.items() if ways}
        self._strips = {count: Instrument("strip", strip(count)) for count in map(len, self._ways.values())}
        self._told: dict[str, dict[str, float]] = {name: {} for name in instruments}  # owner → parameter → value
        self._moved: dict[tuple[str, str], None] = {}  # owner and parameter, since `requests` was last called
        self._audio: dict[str, Any] = {}  # buses by the names of what is in front of them: effects, and strips as below
        self._nodes: dict[str, int] = {}  # of effects, and of strips under their owner's name and "/"

    # ------------------------------------------------------------ on a server
    def definitions(self) -> list[SynthDef]:
        """Return the SynthDefs that it needs besides those of instruments."""
        return [each.definition for each in self._strips.values()]

    def allocate(self, context: Any) -> None:
        """Take audio buses of a server, or of a Score in a moment."""
        names = [*self._effects, *(f"{name}/" for name in self._ways)]
        self._audio = {name: context.add_bus_group("audio", count=2) for name in names}

    def free(self, context: Any) -> None:
        """Give them back."""
        for buses in self._audio.values():
            context.free_bus_group(buses)

    def out(self, instrument: str, mix: int) -> int:
        """Return the audio bus that an instrument plays into."""
        return int(self._audio[f"{instrument}/"]) if instrument in self._ways else mix

    def make(self, outlet: Outlet, after: int, mix: int, buses: Buses) -> tuple[list[int], list[Request]]:
        """Return the groups that are made behind one, and what makes them and everything in them."""
        self._nodes.clear()
        self._moved.clear()
        if not self._effects:
            return [], []
        group = outlet.node()
        new = [self._strip(name, outlet, group, mix) for name in self._ways if name not in self._effects]
        for name in self._effects:
            new.append(self._effect(name, outlet, group, mix, buses))
            new += [self._strip(name, outlet, group, mix)] if name in self._ways else []
        return [group], [NewGroup([(group, AddAction.ADD_AFTER, after)]), *reversed(new)]  # each goes to the head

    def _effect(self, name: str, outlet: Outlet, group: int, mix: int, buses: Buses) -> Request:
        wired = {"source": int(self._audio[name]), "out": self.out(name, mix), "level": buses.level_bus(name)}
        told = {control: value for control, value in self._told[name].items() if not control.startswith(SEND)}
        self._nodes[name] = outlet.node()
        return self._effects[name].new(self._nodes[name], group, told | _floats(wired))

    def _strip(self, name: str, outlet: Outlet, group: int, mix: int) -> Request:
        ways, told = self._ways[name], self._told[name]
        wired = {"source": int(self._audio[f"{name}/"]), "out": mix}
        wired |= {f"bus_{number}": int(self._audio[effect]) for number, effect in enumerate(ways)}
        sent = {f"to_{number}": told.get(SEND + effect, 0.0) for number, effect in enumerate(ways)}
        node = self._nodes[f"{name}/"] = outlet.node()
        return self._strips[len(ways)].new(node, group, sent | _floats(wired))

    # ------------------------------------------------------------ what it is told
    def takes(self, owner: str, parameter: str) -> bool:
        """Return whether a parameter of an instrument is to be told, rather than read with the next note."""
        if parameter.startswith(SEND):
            return parameter.removeprefix(SEND) in self._ways.get(owner, ())
        return owner in self._effects and parameter not in ELSEWHERE

    def tell(self, owner: str, parameter: str, value: Value) -> None:
        """Note a parameter that `takes` it; numbers and switches only."""
        self._told[owner][parameter] = float(value)
        self._moved[owner, parameter] = None

    def requests(self) -> list[Request]:
        """Return what tells the synths what has moved since the last call."""
        moved, self._moved = self._moved, {}
        return [self._request(*each) for each in moved] if self._nodes else []

    def _request(self, owner: str, parameter: str) -> Request:
        value = self._told[owner][parameter]
        if not parameter.startswith(SEND):
            return SetNodeControl(self._nodes[owner], [(parameter, value)])
        number = self._ways[owner].index(parameter.removeprefix(SEND))
        return SetNodeControl(self._nodes[f"{owner}/"], [(f"to_{number}", value)])

    def state(self) -> dict[str, dict[str, float]]:
        """Return what everyone was told."""
        return {owner: dict(told) for owner, told in self._told.items() if told}

    def restore(self, state: Mapping[str, Mapping[str, float]]) -> None:
        """Take back what `state` returned."""
        self._told = {owner: dict(state.get(owner, {})) for owner in self._told}


def _floats(numbers: Mapping[str, int]) -> dict[str, float]:
    return {name: float(number) for name, number in numbers.items()}
