"""A player at a JACK MIDI port: what is played, when the hand struck, and when JACK delivered the byte."""

import contextlib
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import rtmidi

PORT = "Disklavier"  # what the patch listens for
NOTE_ON, NOTE_OFF, PROGRAM = 0x90, 0x80, 0xC0

Plan = list[tuple[float, tuple[int, ...]]]
"""When in seconds, what."""


def piece(notes: int) -> Plan:
    """Return the first part of the piece, 20 notes a second: each bass note draws, the seven after it teach."""
    chance, plan, now = random.Random(1), [], 0.0
    for n in range(notes):
        now += chance.uniform(0.02, 0.08)  # no fixed place in JACK's cycle
        pitch = chance.randrange(28, 48) if n % 8 == 0 else chance.randrange(48, 96)
        plan += note(now, 0.2, pitch, chance.randrange(30, 110))
    return sorted(plan)


def dense(seconds: float) -> Plan:
    """Return 40 random notes a second; cubics and knots take turns, four times a second quarter."""
    chance, now = random.Random(2), 0.0
    plan: Plan = [(k * 1.25, (PROGRAM, k % 2)) for k in range(int(seconds / 1.25))]
    while now < seconds:
        now += chance.expovariate(40.0)
        plan += note(now, chance.uniform(0.05, 0.6), chance.randrange(21, 109), chance.randrange(1, 128))
    return sorted(plan)


def note(begin: float, seconds: float, pitch: int, velocity: int) -> Plan:
    """Return the two messages of a note."""
    return [(begin, (NOTE_ON, pitch, velocity)), (begin + seconds, (NOTE_OFF, pitch, 0))]


@dataclass(frozen=True, slots=True)
class Times:
    """Monotonic seconds of every note played."""

    struck: np.ndarray  # by the hand
    delivered: np.ndarray  # by JACK, to everyone who listens; empty where it cannot be told


class Player:
    """Plays plans, and listens to himself."""

    def __init__(self, out: rtmidi.MidiOut, ear: rtmidi.MidiIn) -> None:
        self._out, self._ear = out, ear

    def send(self, message: tuple[int, ...]) -> None:
        """Play one message."""
        self._out.send_message(message)

    def hear(self) -> int:
        """Return how many messages have come back since this was last asked."""
        return sum(1 for _ in iter(self._ear.get_message, None))

    def play(self, plan: Plan, meanwhile: Callable[[float], None] = lambda seconds: None) -> Times:
        """Play to the end; `meanwhile` is called before each message with its time in the plan."""
        struck, begin = [], time.monotonic() + 0.2
        for when, message in plan:
            meanwhile(when)
            time.sleep(max(0.0, begin + when - time.monotonic()))
            struck.append(time.monotonic())
            self.send(message)
        time.sleep(0.3)
        on = np.array([message[0] == NOTE_ON for _, message in plan])
        hand, delivered = np.array(struck), self._delivered(struck)
        return Times(hand[on], delivered[on] if len(delivered) else delivered)

    def _delivered(self, struck: list[float]) -> np.ndarray:
        """Return when JACK's thread, in C++, had each message; only the time between two is told.

        No byte comes before it is sent: the one that waited least for JACK's next cycle says when it all began.
        """
        since = [event[1] for event in iter(self._ear.get_message, None)]
        if len(since) != len(struck):
            return np.empty(0)
        since_first = np.cumsum([0.0, *since[1:]])
        return since_first + np.max(np.array(struck) - since_first)


@contextlib.contextmanager
def player() -> Iterator[Player]:
    """Open a port to play from, and an ear on it."""
    out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=PORT)
    out.open_virtual_port("out")
    ear = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="ear", queue_size_limit=100_000)
    try:
        ear.open_port(next(n for n, name in enumerate(ear.get_ports()) if PORT in name))
        yield Player(out, ear)
    finally:
        ear.delete()
        out.delete()
