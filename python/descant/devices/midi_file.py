"""Read a Standard MIDI File as the messages that a player would have sent, with their times."""

import io
import re
from dataclasses import dataclass
from pathlib import Path

import mido

from descant.errors import DescantError

LONGEST_S = 6 * 3600
LARGEST_BYTES = 8 << 20
ENDLESS = re.compile(rb"[\x80-\xff]{4096}")  # a number that goes on so long keeps mido busy for hours
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
        with path.open("rb") as played:
            data = played.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise DescantError(str(path), error.strerror or str(error), "give a MIDI file") from error
    if len(data) > LARGEST_BYTES:
        raise DescantError(str(path), f"is larger than {LARGEST_BYTES >> 20} MiB", "choose a performance")
    if ENDLESS.search(data):
        raise DescantError(str(path), "is not a whole MIDI file (a number without end)", FIX)
    try:
        file = mido.MidiFile(file=io.BytesIO(data))
    except Exception as error:  # mido raises whatever its parser stumbled on: EOFError, KeyError, ...
        reason = str(error) or type(error).__name__
        raise DescantError(str(path), f"is not a whole MIDI file ({reason})", FIX) from error
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
    tempo, tempo_tick, elapsed = 500_000, 0, 0  # µs a beat, until told otherwise; since when, in µs · ticks a beat
    second = file.ticks_per_beat * 1_000_000
    seconds = 0.0
    for tick, track, message in events:
        now = elapsed + (tick - tempo_tick) * tempo
        if now > LONGEST_S * second:
            raise DescantError(str(path), f"is longer than {LONGEST_S // 3600} hours", "cut it")
        seconds = now / second  # whole numbers until here: no rounding accumulates
        if message.type == "set_tempo":
            tempo, tempo_tick, elapsed = message.tempo, tick, now
        elif not message.is_meta and message.type != "sysex" and hasattr(message, "channel"):
            messages.append(TimedMessage(seconds, tuple(message.bytes()), track))
    return MidiPerformance(tuple(messages), seconds)


def _absolute(file: mido.MidiFile) -> list[tuple[int, str, mido.Message | mido.MetaMessage]]:
    events = []
    for track in file.tracks:
        tick, name = 0, track.name  # which mido looks for anew each time
        for message in track:
            tick += message.time
            events.append((tick, name, message))
    return events
