"""Which MIDI port is which input in which piece: ports stay open for the evening, pieces name them as they like."""

from collections.abc import Sequence

from descant.devices.midi import MidiInputs
from descant.patch.patch import MidiInput, Patch
from descant.performance.show import Show
from descant.performance.take import Line

CONTROL = 0xB0


class Wires:
    """From the ports of the evening, each known by a part of its name, to the inputs of the piece that is played."""

    def __init__(self, shows: Sequence[Show]) -> None:
        self._names: dict[int, dict[str, list[str]]] = {  # patch → part of a port's name → inputs
            id(show.patch): _inputs(show) for show in shows
        }
        self._inputs = [settings for show in shows for settings in show.patch.inputs.values()]
        self._stand: dict[str, dict[tuple[int, int], int]] = {}  # port → (channel, controller) → value
        self._pedals = {pedal for each in self._inputs for pedal in _pedals(each)}
        self._clocks = {  # ports
            port for show in shows for port, names in self._names[id(show.patch)].items()
            if any(show.patch.inputs[name].clock for name in names)
        }  # fmt: skip
        self._known = {number for each in self._inputs for number in _known(each)}

    def open(self) -> MidiInputs:
        """Return all ports that any piece wants, not yet open; every message of its pedals counts."""
        parts = dict.fromkeys(part for names in self._names.values() for part in names)
        return MidiInputs({part: part for part in parts}, kept=self._pedals, clocks=self._clocks)

    def inputs(self, port: str, patch: Patch) -> list[str]:
        """Return the inputs of a patch that play from a port."""
        return self._names[id(patch)].get(port, [])

    def clocks(self, port: str, patch: Patch) -> list[str]:
        """Return the inputs of a patch that follow the clock of a port; one at most."""
        return [name for name in self.inputs(port, patch) if patch.inputs[name].clock][:1]

    def called(self, port: str) -> str:
        """Return what the pieces call a port."""
        every = dict.fromkeys(name for names in self._names.values() for name in names.get(port, ()))
        return ", ".join(every)

    def note(self, port: str, data: tuple[int, ...]) -> None:
        """Remember how pedals and faders stand."""
        if data[0] & 0xF0 == CONTROL and data[1] in self._known:
            self._stand.setdefault(port, {})[(data[0] & 0x0F) + 1, data[1]] = data[2]

    def forget(self, port: str) -> None:
        """Forget the pedals of a port that has gone."""
        self._stand.pop(port, None)

    def follow(self, patch: Patch) -> Line:
        """Return how pedals stand as a patch begins after another, as an input line of its take."""
        every = {
            name: self._standing(port, patch.inputs[name])
            for port, names in self._names[id(patch)].items() for name in names
        }  # fmt: skip
        return {"in": "follow", "pedals": {name: stand for name, stand in every.items() if stand}}

    def _standing(self, port: str, settings: MidiInput) -> dict[str, int]:
        return {
            str(number): value
            for (channel, number), value in self._stand.get(port, {}).items()
            if number in _known(settings) and (not settings.channels or channel in settings.channels)
        }


def _inputs(show: Show) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, settings in show.patch.inputs.items():
        found.setdefault(show.midi_ports.get(name, settings.port), []).append(name)
    return found


def _pedals(settings: MidiInput) -> set[int]:
    return {pedal for pedal in (settings.sustain, settings.next_cue) if pedal is not None}


def _known(settings: MidiInput) -> set[int]:
    """Return the controllers that mean something: pedals, and faders, of which only the newest value counts."""
    return _pedals(settings) | ({settings.morph.controller} if settings.morph else set()) | settings.knobs.keys()
