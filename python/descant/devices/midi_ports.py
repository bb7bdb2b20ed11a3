"""Keep every wanted MIDI port open, and read what came: ports appear, vanish, and JACK dies. MIDI process only."""

import re
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import rtmidi

from descant.devices import midi_records as record
from descant.devices.midi_systems import System, new_input, numbered, open_system

MOST_AT_ONCE = 1024  # messages of one port: a flood is not to keep the others waiting
SEEK_S = 0.5  # between two attempts to find a MIDI system; each takes libjack about 10 ms
_LOOP = re.compile(r"midi through|midi_through", re.IGNORECASE)  # echoes what is sent to it


class Message(NamedTuple):
    """What came from a port: when, for which input, its bytes."""

    arrived_s: float
    source: int
    data: list[int]


class Word(NamedTuple):
    """What is to be said of a port or of the MIDI system."""

    kind: int
    source: int
    text: str


@dataclass(slots=True)
class _Open:
    device: rtmidi.MidiIn
    listener: str  # JACK's name for our end
    odd: int = 0  # messages that were no MIDI


class Ports:
    """The open ports of all inputs. Fresh rtmidi objects are made for each connection, never used anew."""

    def __init__(self, parts: Sequence[str], api: str, client_name: str, clocks: Collection[int] = ()) -> None:
        self._parts = [part.casefold() for part in parts]
        self._clocks = frozenset(clocks)  # inputs, by their place in `parts`, whose clock is wanted
        self._api = api
        self._client_name = client_name
        self._own = re.compile(re.escape(client_name) + r"(-\d+)?:")
        self._system: System | None = None
        self._seek_s = 0.0
        self._told = False
        self._open: dict[tuple[int, str], _Open] = {}
        self._refused: set[tuple[int, str]] = set()
        self._words: list[Word] = []

    def read(self) -> list[Message]:
        """Return what came since the last call, in order of arrival."""
        messages = [message for key, port in self._open.items() for message in self._read(key, port)]
        if len(self._open) > 1:
            messages.sort(key=lambda message: message.arrived_s)  # stable: a port's own order stays
        return messages

    def words(self) -> list[Word]:
        """Return what there is to say since the last call."""
        words, self._words = self._words, []
        return words

    def scan(self) -> list[Message]:
        """Open what has appeared, close what has gone; return what the latter had still sent."""
        if self._system is not None and self._system.gone():
            return self._collapse(self._system)
        if self._system is None:
            self._seek()
        if self._system is None:
            return []
        seen = self._system.ports()
        last = [
            message for key in list(self._open) if self._broken(self._system, key, seen) for message in self._close(key)
        ]
        for key in self._wanted(seen):
            self._connect(self._system, key)
        self._refused &= {(source, label) for source in range(len(self._parts)) for label in seen}
        return last

    def close(self) -> None:
        """Close everything, so that JACK need not find out for itself."""
        for port in self._open.values():
            port.device.delete()
        self._open.clear()
        if self._system is not None:
            self._system.close()
            self._system = None

    def _read(self, key: tuple[int, str], port: _Open) -> list[Message]:
        messages: list[Message] = []
        for _ in range(MOST_AT_ONCE):
            event = port.device.get_message()
            if event is None:
                break
            data = event[0]
            if record.channel_message(data) or (key[0] in self._clocks and record.clock_message(data)):
                messages.append(Message(time.monotonic(), key[0], data))
            elif not data or data[0] < 0xF0:
                self._count_odd(key, port, data)
        return messages

    def _count_odd(self, key: tuple[int, str], port: _Open, data: list[int]) -> None:
        port.odd += 1
        if port.odd in (1, 10, 100, 1000, 10_000, 100_000):  # said once, then counted
            shown = " ".join(f"{byte:02x}" for byte in data[:8])
            self._say(record.WARNED, key[0], f"{key[1]}: sent what is no MIDI message ({port.odd} so far, now {shown})")

    def _say(self, kind: int, source: int, text: str) -> None:
        self._words.append(Word(kind, source, text))

    def _seek(self) -> None:
        now = time.monotonic()
        if now < self._seek_s:
            return
        self._seek_s = now + SEEK_S
        try:
            self._system = open_system(self._api, self._client_name)
        except OSError as error:
            if not self._told:
                self._say(record.GONE, record.NO_INPUT, f"no MIDI: {error}")
            self._told = True
            return
        self._api = self._system.api  # whoever played through JACK does not want another system while it restarts
        self._told = False

    def _collapse(self, system: System) -> list[Message]:
        last = [message for key in list(self._open) for message in self._close(key)]
        self._say(record.GONE, record.NO_INPUT, f"{system.api.upper()} has ended; its ports are sought again")
        system.close()
        self._system, self._told = None, True
        return last

    def _broken(self, system: System, key: tuple[int, str], seen: dict[str, str]) -> bool:
        """Say whether a port has gone, or came back so fast that only the connection shows it."""
        listener = self._open[key].listener
        return key[1] not in seen or bool(listener and listener not in system.listeners(key[1]))

    def _close(self, key: tuple[int, str]) -> list[Message]:
        port = self._open.pop(key)
        last = self._read(key, port)
        port.device.delete()
        self._say(record.LOST, key[0], key[1])
        return last

    def _wanted(self, seen: dict[str, str]) -> list[tuple[int, str]]:
        return [
            (source, label)
            for source, part in enumerate(self._parts)
            for label, names in seen.items()
            if (source, label) not in self._open and matches(part, names) and not self._own.match(label)
        ]

    def _connect(self, system: System, key: tuple[int, str]) -> None:
        before = system.listeners(key[1])
        try:
            device = self._opened(system.api, key)
        except OSError as error:
            if not system.gone() and key not in self._refused:  # each scan tries again; one word is enough
                self._refused.add(key)
                self._say(record.WARNED, key[0], f"{key[1]}: cannot be opened ({error})")
            return
        ours = {name for name in system.listeners(key[1]) - before if self._own.match(name)}
        self._open[key] = _Open(device, min(ours, default=""))
        self._refused.discard(key)
        self._say(record.CONNECTED, key[0], key[1])

    def _opened(self, api: str, key: tuple[int, str]) -> rtmidi.MidiIn:
        device = new_input(api, self._client_name, clock=key[0] in self._clocks)
        try:
            _open(device, key[1])
        except (OSError, rtmidi.RtMidiError, RuntimeError, ValueError) as error:
            device.delete()
            raise OSError(str(error)) from error
        return device


def _open(device: rtmidi.MidiIn, label: str) -> None:
    index = numbered(device.get_ports()).get(label)
    if index is None:
        raise OSError("it has just gone")
    device.open_port(index, "in")
    if numbered(device.get_ports()).get(label) != index:  # rtmidi opens by number: another port may have had it
        raise OSError("the ports have just changed")


def matches(part: str, names: str) -> bool:
    """Say whether a port is wanted: a name of it holds `part` (casefolded); "" is any port that is no loop."""
    return part in names.casefold() if part else not _LOOP.search(names)
