"""What MIDI input tells the control thread, and the bytes in which it crosses from the MIDI process."""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass

MIDI, CONNECTED, LOST, GONE, WARNED, LAST_WORDS = range(1, 7)  # kinds of record, as they are written
NO_INPUT = 255
MOST_INPUTS = 255
LONGEST_TEXT = 1000
OVERFLOWED = 3  # exit status of the MIDI process: nobody has read for too long
LENGTHS = {0x80: 3, 0x90: 3, 0xA0: 3, 0xB0: 3, 0xC0: 2, 0xD0: 2, 0xE0: 3}
CLOCK_LENGTHS = {0xF2: 3, 0xF8: 1, 0xFA: 1, 0xFB: 1, 0xFC: 1}

_HEADER = struct.Struct("<HBBd")  # bytes that follow, kind, number of the input, arrival in seconds
_TEXTS = (CONNECTED, LOST, GONE, WARNED, LAST_WORDS)


@dataclass(frozen=True, slots=True)
class Midi:
    """A channel message, or one of a clock. It arrived when ``time.monotonic()`` was `arrived_s`."""

    arrived_s: float
    source: str  #: the input's name in the patch
    data: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Connected:
    """A port was found that an input wants: its messages come from now on."""

    arrived_s: float
    source: str
    port: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A port has gone; whatever it sent has been handed over before this."""

    arrived_s: float
    source: str
    port: str


@dataclass(frozen=True, slots=True)
class Warned:
    """Something is not as it should be at one input, and goes on all the same."""

    arrived_s: float
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Died:
    """MIDI has ceased; each port that was connected has been reported lost before this."""

    arrived_s: float
    text: str
    process: bool  #: True: the MIDI process itself, call restart(). False: the MIDI system; it is sought again


Record = Midi | Connected | Lost | Warned | Died


def channel_message(data: Sequence[int]) -> bool:
    """Say whether these bytes are one whole MIDI channel message."""
    return bool(data) and LENGTHS.get(data[0] & 0xF0) == len(data) and data[0] < 0x100 and max(data[1:]) < 0x80


def clock_message(data: Sequence[int]) -> bool:
    """Say whether these bytes are one whole message of a MIDI clock: a pulse, start, continue, stop or a position."""
    return bool(data) and CLOCK_LENGTHS.get(data[0]) == len(data) and max(data[1:], default=0) < 0x80


def message_bytes(source: int, arrived_s: float, data: Sequence[int]) -> bytes:
    """Return a message as it crosses."""
    return _HEADER.pack(len(data), MIDI, source, arrived_s) + bytes(data)


def text_bytes(kind: int, source: int, arrived_s: float, text: str) -> bytes:
    """Return a record that carries a text as it crosses."""
    content = text.encode("utf-8", "replace")[:LONGEST_TEXT]
    return _HEADER.pack(len(content), kind, source, arrived_s) + content


class Decoder:
    """Turns the bytes that came, in whatever pieces, back into records. It never raises."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = tuple(sources)
        self._rest = b""
        self.last_words = ""  #: why the process ended, if it said so
        self.fault = ""  #: what was wrong with the bytes; nothing is decoded after it

    def feed(self, data: bytes) -> list[Record]:
        """Return the records that these bytes complete."""
        records: list[Record] = []
        buffer, start = self._rest + data, 0
        while not self.fault and len(buffer) - start >= _HEADER.size:
            length, kind, source, arrived_s = _HEADER.unpack_from(buffer, start)
            end = start + _HEADER.size + length
            self.fault = self._fault(length, kind, source, arrived_s)
            if self.fault or end > len(buffer):
                break
            records += self._record(kind, source, arrived_s, buffer[start + _HEADER.size : end])
            start = end
        self._rest = b"" if self.fault else buffer[start:]
        return records

    def _fault(self, length: int, kind: int, source: int, arrived_s: float) -> str:
        known = kind == MIDI or kind in _TEXTS
        general = kind in (GONE, LAST_WORDS) and source == NO_INPUT
        longest = 3 if kind == MIDI else LONGEST_TEXT
        if known and length <= longest and math.isfinite(arrived_s) and (general or source < len(self._sources)):
            return ""
        return f"it sent what is no record (kind {kind}, input {source}, {length} bytes)"

    def _record(self, kind: int, source: int, arrived_s: float, content: bytes) -> list[Record]:
        if kind == MIDI:
            if not channel_message(content) and not clock_message(content):
                self.fault = f"it sent what is no MIDI message ({content.hex(' ')})"
                return []
            return [Midi(arrived_s, self._sources[source], tuple(content))]
        text = content.decode("utf-8", "replace")
        if kind == LAST_WORDS:
            self.last_words = text
            return []
        if kind == GONE:
            return [Died(arrived_s, text, process=False)]
        made = Connected if kind == CONNECTED else Lost if kind == LOST else Warned
        return [made(arrived_s, self._sources[source], text)]
