"""Everybody who plays notes: MIDI keyboards, clients, parts that listen. Input lines become gestures."""

from collections.abc import Mapping

from descant.patch.patch import MidiInput
from descant.performance.keyboard import Ended, Gesture, Keyboard, Lifted, Struck
from descant.performance.take import Line
from descant.table import Value

Played = list[tuple[str, Gesture]]
"""Who did what, in order."""

LOUDEST = 127


class Touch:
    """The notes that one client holds, by the ids it gave them, or else by their pitches."""

    def __init__(self) -> None:
        self._held: dict[Value, float] = {}  # id → pitch

    def play(self, pitch: float, velocity: float, name: Value | None) -> list[Gesture]:
        """Return what a note does; velocity 0 releases it. A pitch that is struck again ends first.

        Raises:
            ValueError: pitch or velocity is out of MIDI's range.
        """
        if not 0.0 <= pitch <= LOUDEST or not 0.0 <= velocity <= LOUDEST:
            raise ValueError(f"pitch and velocity must be from 0 to {LOUDEST}, not {pitch:g} and {velocity:g}")
        name = pitch if name is None else name
        same = [held for held, at in self._held.items() if held == name or (velocity and at == pitch)]
        gestures = [gesture for held in same for gesture in _over(self._held.pop(held))]
        if velocity:
            self._held[name] = pitch
            gestures.append(Struck(pitch, max(1, round(velocity))))
        return gestures

    def release_all(self) -> list[Gesture]:
        """Return what it takes to end every note."""
        gestures = [gesture for pitch in self._held.values() for gesture in _over(pitch)]
        self._held.clear()
        return gestures


def _over(pitch: float) -> list[Gesture]:
    return [Lifted(pitch), Ended(pitch)]


class Hands:
    """Every keyboard of a patch, and every client that has played a note."""

    def __init__(self, inputs: Mapping[str, MidiInput]) -> None:
        self._keyboards = {name: Keyboard(settings) for name, settings in inputs.items()}
        self._touches: dict[str, Touch] = {}

    def midi(self, line: Line) -> Played:
        """Return what a ``midi`` line does.

        Raises:
            LookupError: the patch has no such input.
            ValueError: it is no MIDI channel message.
        """
        source = str(line.get("from"))
        if source not in self._keyboards:
            raise LookupError("the patch has no such input")
        return [(source, gesture) for gesture in self._keyboards[source].handle(list(line.get("data", ())))]

    def note(self, line: Line) -> Played:
        """Return what a client's ``note`` line does.

        Raises:
            TypeError, ValueError: it is no note.
        """
        source = str(line.get("from"))
        pitch, velocity, name = _number(line.get("pitch")), _number(line.get("velocity")), line.get("id")
        if isinstance(name, list | dict):
            raise TypeError(f"not the id of a note: {name!r}")
        touch = self._touches.setdefault(source, Touch())
        return [(source, gesture) for gesture in touch.play(_whole(pitch), velocity, name)]

    def lost(self, line: Line) -> Played:
        """Return what it takes to end the notes of one who has gone."""
        source = str(line.get("from"))
        touch = self._touches.pop(source, None) or self._keyboards.get(source)
        return [(source, gesture) for gesture in touch.release_all()] if touch else []

    def stop(self) -> Played:
        """Return what it takes to end every note."""
        everybody: dict[str, Keyboard | Touch] = {**self._keyboards, **self._touches}
        return [(source, gesture) for source, hand in everybody.items() for gesture in hand.release_all()]


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a note's pitch and velocity are numbers, not {value!r}")
    return value


def _whole(pitch: float) -> float:
    """Return a pitch; one without a fraction as the whole number that a keyboard has."""
    return int(pitch) if pitch == int(pitch) else pitch
