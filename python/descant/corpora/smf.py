"""The bytes of a Standard MIDI File of type 0, 1 or 2: the notes struck and the time signatures, in ticks."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

NOTE_ON = 0x90
DATA_BYTES = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}
META, SYSEX, SYSEX_MORE = 0xFF, 0xF0, 0xF7
END_OF_TRACK, TIME_SIGNATURE = 0x2F, 0x58
FINEST = 64  # the smallest note value of a signature that is believed


@dataclass(frozen=True, slots=True)
class Strike:
    """A note-on that is not a note-off in disguise."""

    tick: int
    channel: int  #: from 1
    note: int
    velocity: int  #: 1 to 127


@dataclass(frozen=True, slots=True)
class Signature:
    """From this tick on a bar has `numerator` notes of 1/`denominator`."""

    tick: int
    numerator: int = 4
    denominator: int = 4

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


@dataclass(slots=True)
class Sequence:
    """What is played together: a file of type 0 or 1, or one track of a file of type 2."""

    strikes: list[Strike] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    end: int = 0  #: tick


@dataclass(frozen=True, slots=True)
class MidiFile:
    """A whole file; `notes` say what was odd in it but did no harm."""

    type: int
    ticks_a_quarter: int
    sequences: tuple[Sequence, ...]
    notes: tuple[str, ...]


def parse(data: bytes) -> MidiFile:
    """Return what the bytes of a MIDI file hold.

    Raises:
        ValueError: they are no MIDI file, or a part of one; the text says why.
    """
    if data[:4] != b"MThd" or len(data) < 14:
        raise ValueError("is not a MIDI file")
    size, kind, _, division = struct.unpack(">LHHH", data[4:14])
    if kind > 2 or size < 6:
        raise ValueError(f"is a MIDI file of type {kind}, which there is not")
    if not 0 < division < 0x8000:
        raise ValueError("counts time in film frames, not in ticks a quarter")
    notes = []
    bodies = list(_bodies(data, 8 + size))
    if empty := sum(not body for body in bodies):
        notes.append(f"{empty} track{'s' * (empty > 1)} of no length")
    tracks = [_track(body) for body in bodies if body]
    if kind == 2:
        notes.append(f"type 2: its {len(tracks)} tracks are read each by itself")
    return MidiFile(kind, division, tuple(tracks) if kind == 2 else (_together(tracks),), tuple(notes))


def _bodies(data: bytes, place: int) -> Iterator[bytes]:
    """Yield the bytes of each track; chunks of other kinds are passed over, as the standard asks."""
    while place < len(data):
        if len(data) < place + 8:
            raise ValueError("is cut short")
        kind, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8])
        place += 8 + size
        if place > len(data):
            raise ValueError("is cut short")
        if kind == b"MTrk":
            yield data[place - size : place]


def _together(tracks: list[Sequence]) -> Sequence:
    strikes = sorted((strike for track in tracks for strike in track.strikes), key=lambda strike: strike.tick)
    signatures = sorted((s for track in tracks for s in track.signatures), key=lambda signature: signature.tick)
    return Sequence(strikes, signatures, max((track.end for track in tracks), default=0))


def _track(data: bytes) -> Sequence:
    sequence, place, tick, status = Sequence(), 0, 0, 0
    try:
        while place < len(data):
            delta, place = _number(data, place)
            tick += delta
            if data[place] >= 0x80:
                status, place = data[place], place + 1
            if status in (META, SYSEX, SYSEX_MORE):
                ended, place = _other(sequence, data, place, tick, status)
                if ended:
                    break
                status = 0  # neither can be continued without a status of its own
            else:
                place = _channel_message(sequence, data, place, tick, status)
    except IndexError:
        raise ValueError("has a track that is cut short") from None
    sequence.end = tick
    return sequence


def _channel_message(sequence: Sequence, data: bytes, place: int, tick: int, status: int) -> int:
    kind = status & 0xF0
    if kind not in DATA_BYTES:
        raise ValueError(f"has a track with a message that there is not (status {status:#04x})")
    count = DATA_BYTES[kind]
    first, last = data[place], data[place + count - 1]
    if first > 127 or last > 127:
        raise ValueError("has a track with a message that is no message")
    if kind == NOTE_ON and last:
        sequence.strikes.append(Strike(tick, (status & 0x0F) + 1, first, last))
    return place + count


def _other(sequence: Sequence, data: bytes, place: int, tick: int, status: int) -> tuple[bool, int]:
    """Take a meta or system-exclusive event; return whether the track ends with it, and where it ends."""
    kind = data[place] if status == META else None
    size, place = _number(data, place + (status == META))
    end = place + size
    if end > len(data):
        raise IndexError
    if kind == TIME_SIGNATURE and size >= 2:
        numerator, power = data[place], data[place + 1]
        if numerator and 2**power <= FINEST:
            sequence.signatures.append(Signature(tick, numerator, 2**power))
    return kind == END_OF_TRACK, end


def _number(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of variable length, which has at most four bytes, and where it ends."""
    value = 0
    for end in range(place, place + 4):
        value = value << 7 | data[end] & 0x7F
        if data[end] < 0x80:
            return value, end + 1
    raise ValueError("has a track with a number without end")
