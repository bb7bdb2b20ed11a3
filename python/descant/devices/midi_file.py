"""Read a Standard MIDI File as the messages that a player would have sent, with their times."""

from dataclasses import dataclass
from pathlib import Path

import mido

from descant.errors import DescantError

LONGEST_S = 6 * 3600.0
LARGEST_BYTES = 32 << 20
FIX = "save it again as a Standard MIDI File of type 0 or 1"


@dataclass(frozen=True, slots=True)
class TimedMessage:
    """One channel message: seconds from the start, its bytes, and the name of its track."""

    time: float
    data: tuple[int, ...]
    track: str


@dataclass(frozen=True, slots=True)
class MidiPerformance:
    """The messages in order of time (of arrival where times are equal) and the end of the last track."""

    messages: tuple[TimedMessage, ...]
    duration_s: float


def read(path: Path) -> MidiPerformance:
    """Return the channel messages of a MIDI file of type 0 or 1.

    Raises:
        DescantError: the file cannot be read, is not a MIDI file, is cut short, or is longer than six hours.
    """
    try:
        size = path.stat().st_size
        file = mido.MidiFile(path) if size <= LARGEST_BYTES else None
    except OSError as error:
        if error.strerror:
            raise DescantError(str(path), error.strerror, "give a MIDI file") from error
        raise DescantError(str(path), f"is not a whole MIDI file ({error})", FIX) from error
    except Exception as error:  # mido raises whatever its parser stumbled on: EOFError, KeyError, ...
        raise DescantError(str(path), f"is not a whole MIDI file ({type(error).__name__}: {error})", FIX) from error
    if file is None:
        raise DescantError(str(path), f"is larger than {LARGEST_BYTES >> 20} MiB", "choose a performance")
    _check(path, file)
    return _timed(path, file)


def _check(path: Path, file: mido.MidiFile) -> None:
    if file.type not in (0, 1):
        raise DescantError(str(path), f"is a MIDI file of type {file.type}", FIX)
    if not 0 < file.ticks_per_beat < 0x8000:
        raise DescantError(str(path), "counts time in SMPTE frames or not at all", FIX + " with ticks a beat")


def _timed(path: Path, file: mido.MidiFile) -> MidiPerformance:
    events = sorted(_absolute(file), key=lambda event: event[0])  # stable: file order at equal times
    messages: list[TimedMessage] = []
    tempo, tempo_tick, tempo_s = 500_000, 0, 0.0  # µs a beat, until told otherwise; since when
    seconds = 0.0
    for tick, track, message in events:
        seconds = tempo_s + (tick - tempo_tick) * tempo / (file.ticks_per_beat * 1e6)  # never accumulated
        if seconds > LONGEST_S:
            raise DescantError(str(path), f"is longer than {LONGEST_S / 3600:g} hours", "cut it")
        if message.type == "set_tempo":
            tempo, tempo_tick, tempo_s = message.tempo, tick, seconds
        elif not message.is_meta and message.type != "sysex" and hasattr(message, "channel"):
            messages.append(TimedMessage(seconds, tuple(message.bytes()), track))
    return MidiPerformance(tuple(messages), seconds)


def _absolute(file: mido.MidiFile) -> list[tuple[int, str, mido.Message | mido.MetaMessage]]:
    events = []
    for track in file.tracks:
        tick = 0
        for message in track:
            tick += message.time
            events.append((tick, track.name, message))
    return events
