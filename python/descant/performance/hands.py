"""Everybody who plays notes: MIDI keyboards, clients, parts that listen. Input lines become gestures."""

from collections.abc import Mapping
from typing import Any

from descant.patch.patch import MidiInput
from descant.performance.keyboard import Ended, Gesture, Keyboard, Lifted, Struck
from descant.performance.take import Line
from descant.table import Value

Played = list[tuple[str, Gesture]]
"""Who did what, in order."""

LOUDEST = 127
LARGEST = 1e9
MOST_HELD = 128  # notes of one client, as many as a keyboard has; then the oldest gives way


class Touch:
    """The notes that one client holds, by the ids it gave them, or else by their pitches."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, Value], float] = {}  # pitch, or an id → pitch

    def play(self, pitch: float, velocity: float, name: Value | None) -> list[Gesture]:
        """Return what a note does; velocity 0 releases it. A pitch that is struck again ends first.

        Raises:
            ValueError: pitch or velocity is out of MIDI's range.
        """
        if not 0.0 <= pitch <= LOUDEST or not 0.0 <= velocity <= LOUDEST:
            raise ValueError(f"pitch and velocity must be from 0 to {LOUDEST}, not {pitch:g} and {velocity:g}")
        key = ("pitch", pitch) if name is None else ("id", name)
        over = [held for held, at in self._held.items() if held == key or (velocity and at == pitch)]
        if velocity and not over and len(self._held) >= MOST_HELD:
            over = [next(iter(self._held))]
        gestures = [gesture for held in over for gesture in _over(self._held.pop(held))]
        if velocity:
            self._held[key] = pitch
            gestures.append(Struck(pitch, max(1, round(velocity))))
        return gestures

    def __len__(self) -> int:
        return len(self._held)

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {"held": dict(self._held)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._held = dict(state["held"])

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

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "keyboards": {name: keyboard.state() for name, keyboard in self._keyboards.items()},
            "touches": {source: touch.state() for source, touch in self._touches.items()},
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        for name, keyboard in self._keyboards.items():
            keyboard.restore(state["keyboards"][name])
        self._touches = {source: Touch() for source in state["touches"]}
        for source, touch in self._touches.items():
            touch.restore(state["touches"][source])

    def midi(self, line: Line) -> Played:
        """Return what a ``midi`` line does.

        Raises:
            LookupError: the patch has no such input.
            ValueError: it is no MIDI channel message.
        """
        source = str(line.get("from"))
        if source not in self._keyboards:
            raise LookupError("the patch has no such input")
        return [(source, gesture) for gesture in self._keyboards[source].handle(list(line.get("data", ())), line["t"])]

    def note(self, line: Line) -> Played:
        """Return what a client's ``note`` line does.

        Raises:
            TypeError, ValueError: it is no note.
        """
        source = str(line.get("from"))
        pitch, velocity, name = _number(line.get("pitch")), _number(line.get("velocity")), line.get("id")
        if isinstance(name, list | dict):
            raise TypeError(f"not the id of a note: {name!r}")
        touch = self._touches.get(source) or Touch()
        gestures = touch.play(_whole(pitch), velocity, name)
        self._touches[source] = touch
        if not len(touch):
            del self._touches[source]
        return [(source, gesture) for gesture in gestures]

    def holds(self, source: str) -> bool:
        """Return whether a client holds notes."""
        return source in self._touches

    def lost(self, line: Line) -> Played:
        """Return what it takes to end the notes of one who has gone."""
        source = str(line.get("from"))
        touch: Touch | Keyboard | None = self._touches.pop(source, None) or self._keyboards.get(source)
        return [(source, gesture) for gesture in touch.release_all()] if touch else []

    def stand(self, line: Line) -> None:
        """Take all pedals as they stand when the piece begins: they do nothing by that."""
        pedals = line.get("pedals")
        for source, stand in pedals.items() if isinstance(pedals, dict) else ():
            for number, value in stand.items() if isinstance(stand, dict) and source in self._keyboards else ():
                if number.isdecimal() and isinstance(value, int):
                    self._keyboards[source].stand(int(number), value)

    def rearm(self) -> None:
        """Let every cue pedal count whenever it is next pressed."""
        for keyboard in self._keyboards.values():
            keyboard.rearm()

    def stop(self) -> Played:
        """Return what it takes to end every note."""
        everybody: dict[str, Keyboard | Touch] = {**self._keyboards, **self._touches}
        self._touches = {}
        return [(source, gesture) for source, hand in everybody.items() for gesture in hand.release_all()]


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < LARGEST:
        raise TypeError(f"a note's pitch and velocity are numbers, not {value!r:.40}")
    return value


def _whole(pitch: float) -> float:
    """Return a pitch; one without a fraction as the whole number that a keyboard has."""
    return int(pitch) if pitch == int(pitch) else pitch
