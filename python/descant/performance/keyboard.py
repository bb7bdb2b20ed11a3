"""Turn a MIDI keyboard's messages into notes that begin and end, cue presses and program changes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from descant.patch.patch import MidiInput

PEDAL_DOWN = 64
MIDDLE = 64  # of a controller
BOUNCE_S = 0.05
"""A cue pedal that is pressed so soon after it came up was not pressed: its contact bounced."""
NOTE_OFF, NOTE_ON, CONTROL, PROGRAM = 0x80, 0x90, 0xB0, 0xC0
LENGTHS = {NOTE_OFF: 3, NOTE_ON: 3, CONTROL: 3, PROGRAM: 2}


@dataclass(frozen=True, slots=True)
class Struck:
    """A key was struck."""

    pitch: float  # MIDI note
    velocity: int  # 1 to 127


@dataclass(frozen=True, slots=True)
class Lifted:
    """A finger left its key."""

    pitch: float


@dataclass(frozen=True, slots=True)
class Ended:
    """A note is over: key up and pedal up, or struck anew."""

    pitch: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pedal, a key or a program asks for ``go``, ``back``, ``panic``, or a cue by its number or name."""

    what: str | float


@dataclass(frozen=True, slots=True)
class Bounced:
    """The cue pedal's contact bounced."""


@dataclass(frozen=True, slots=True)
class WantedPlace:
    """A program change asks for a cue by its place in the list, from 0."""

    place: int


@dataclass(frozen=True, slots=True)
class Morphed:
    """A controller was moved to a place between cues: `x` is 0 at the first of them, 1 at the second and so on."""

    x: float
    cues: tuple[str | float, ...]  # by number or name


@dataclass(frozen=True, slots=True)
class Turned:
    """A controller that turns a parameter was moved to a place, 0 to 1; in its middle it is 0.5."""

    name: str  # the parameter's full name
    place: float


Gesture = Struck | Lifted | Ended | Wanted | Bounced | WantedPlace | Morphed | Turned


class Keyboard:
    """The state of one keyboard: keys down, notes held by the pedal, the cue pedal armed or not."""

    def __init__(self, settings: MidiInput) -> None:
        self._settings = settings
        self._down: dict[int, None] = {}  # a dict keeps the order in which keys went down
        self._pedalled: dict[int, None] = {}
        self._pedal = False
        self._armed, self._up_at = True, -math.inf  # when the cue pedal came up
        self._standing: dict[int, int] = {}  # where controllers stand that morph, or turn something, once moved

    def handle(self, data: list[int], time: float) -> list[Gesture]:
        """Return what a message (status byte, data bytes) does at a time. Messages of no use here do nothing.

        Raises:
            ValueError: the bytes are not a MIDI channel message.
        """
        whole = bool(data) and all(type(byte) is int for byte in data)
        if not whole or not 0x80 <= data[0] < 0xF0 or any(not 0 <= byte < 128 for byte in data[1:]):
            raise ValueError(f"not a MIDI channel message: {data}")
        kind, channel = data[0] & 0xF0, (data[0] & 0x0F) + 1
        if kind not in LENGTHS or (self._settings.channels and channel not in self._settings.channels):
            return []
        if len(data) != LENGTHS[kind]:
            raise ValueError(f"a MIDI message of {len(data)} bytes, expected {LENGTHS[kind]}: {data}")
        if kind == NOTE_ON and data[2] > 0:
            wanted = self._settings.cue_notes.get(data[1])
            return self._strike(data[1], data[2]) if wanted is None else [Wanted(wanted)]
        if kind in (NOTE_ON, NOTE_OFF):
            return self._lift(data[1])
        if kind == CONTROL:
            return self._control(data[1], data[2], time)
        if (wanted := self._settings.cue_programs.get(data[1])) is not None:
            return [Wanted(wanted)]
        return [WantedPlace(data[1])] if self._settings.program_change else []

    def stand(self, number: int, value: int) -> None:
        """Take a controller as it stands: a cue pedal that is down must be let go before it counts."""
        if number == self._settings.sustain:
            self._pedal = value >= PEDAL_DOWN
        if number == self._settings.next_cue:
            self._armed = value <= self._settings.next_cue_rearm
        if number in self._settings.knobs or (self._settings.morph and number == self._settings.morph.controller):
            self._standing[number] = value

    def rearm(self) -> None:
        """Let the cue pedal count whenever it is next pressed: nobody knows how it stands, and time stands still."""
        self._armed, self._up_at = True, -math.inf

    def release_all(self) -> list[Gesture]:
        """Return what it takes to end every note."""
        gestures: list[Gesture] = [Lifted(pitch) for pitch in self._down]
        gestures += [Ended(pitch) for pitch in (*self._down, *self._pedalled)]
        self._down.clear()
        self._pedalled.clear()
        self._pedal = False
        return gestures

    def state(self) -> dict[str, Any]:
        """Return everything."""
        return {
            "down": list(self._down), "pedalled": list(self._pedalled), "pedal": self._pedal,
            "armed": self._armed, "up_at": self._up_at, "standing": dict(self._standing),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned."""
        self._down, self._pedalled = dict.fromkeys(state["down"]), dict.fromkeys(state["pedalled"])
        self._pedal, self._armed, self._up_at = state["pedal"], state["armed"], state["up_at"]
        self._standing = dict(state["standing"])

    def _strike(self, pitch: int, velocity: int) -> list[Gesture]:
        gestures: list[Gesture] = []
        if pitch in self._down:  # struck again without a note-off between
            gestures.append(Lifted(pitch))
        if pitch in self._down or pitch in self._pedalled:
            gestures.append(Ended(pitch))
        self._pedalled.pop(pitch, None)
        self._down.pop(pitch, None)
        self._down[pitch] = None
        return [*gestures, Struck(pitch, velocity)]

    def _lift(self, pitch: int) -> list[Gesture]:
        if pitch not in self._down:
            return []
        del self._down[pitch]
        if self._pedal:
            self._pedalled[pitch] = None
            return [Lifted(pitch)]
        return [Lifted(pitch), Ended(pitch)]

    def _control(self, number: int, value: int, time: float) -> list[Gesture]:
        if number == self._settings.sustain:
            self._pedal = value >= PEDAL_DOWN
            if not self._pedal:
                ended = [Ended(pitch) for pitch in self._pedalled]
                self._pedalled.clear()
                return list(ended)
        if (morph := self._settings.morph) and number == morph.controller:
            return [Morphed(way(value) * (len(morph.cues) - 1), morph.cues)] if self._moves(number, value) else []
        if name := self._settings.knobs.get(number):
            return [Turned(name, way(value))] if self._moves(number, value) else []
        return self._cue_pedal(value, time) if number == self._settings.next_cue else []

    def _moves(self, number: int, value: int) -> bool:
        """Return whether a fader is moved: one that only says again where it stands undoes no GO."""
        moved = self._standing.get(number) != value
        self._standing[number] = value
        return moved

    def _cue_pedal(self, value: int, time: float) -> list[Gesture]:
        """Return what the cue pedal asks for: one GO from when it goes down until it has come up again."""
        if value >= self._settings.next_cue_press and self._armed:
            self._armed = False
            return [Wanted("go") if time >= self._up_at + BOUNCE_S else Bounced()]
        if value <= self._settings.next_cue_rearm and not self._armed:
            self._armed, self._up_at = True, time
        return []


def way(value: int) -> float:
    """Return how far a fader is up, 0 to 1: a detent in the middle is the middle."""
    return value / 128 if value <= MIDDLE else (value - 1) / 126
