"""Write a pattern as a Standard MIDI File, so exactly that the importer reads the same pattern again."""

from fractions import Fraction

from descant.corpora.patterns import FINEST, Grid, Hit, Pattern
from descant.corpora.rows import DRUMS, Row

SLOWEST_BPM, FASTEST_BPM = 4.0, 1000.0
GATE = Fraction(1, 2)  # of a step: how long a note is held
FINEST_BEAT = 64


def signature(length: int, grid: Grid) -> tuple[int, int]:
    """Return the time signature in which `length` steps are whole bars: 4/4 where they are, else one bar of its own.

    Raises:
        ValueError: no signature has bars of that length.
    """
    quarters = Fraction(length, grid.steps_per_quarter)
    if quarters % 4 == 0:
        return 4, 4
    denominator = max(4, 4 * quarters.denominator)
    numerator = quarters * denominator / 4
    if denominator > FINEST_BEAT or denominator & (denominator - 1) or numerator > 255:
        raise ValueError(f"{length} steps of {grid.steps_per_quarter} a quarter are no bar that MIDI can write")
    return int(numerator), denominator


def lead_in(pattern: Pattern) -> bool:
    """Return whether the first step has a hit before the beat, so that the file begins with a silent repeat."""
    return bool((pattern.timing[:, 0] < 0).any())


def midi_bytes(pattern: Pattern, rows: tuple[Row, ...], grid: Grid, *, bpm: float = 120.0, repeats: int = 1) -> bytes:
    """Return the MIDI file of a pattern that is played `repeats` times at `bpm` quarters a minute.

    A tick is 1/960 of a step. Where `lead_in`, everything is one length of the pattern later: no file begins before 0.

    Raises:
        ValueError: `bpm` or `repeats` is out of range, or no time signature has a bar of the pattern's length.
    """
    if not SLOWEST_BPM <= bpm <= FASTEST_BPM:
        raise ValueError(f"bpm must be from {SLOWEST_BPM:g} to {FASTEST_BPM:g}, not {bpm}")
    if repeats < 1:
        raise ValueError(f"repeats must be at least 1, not {repeats}")
    first = 1 if lead_in(pattern) else 0
    length = pattern.length * FINEST
    hits = pattern.hits()
    events = [event for turn in range(first, first + repeats) for event in _events(hits, rows, turn * length)]
    numerator, denominator = signature(pattern.length, grid)
    head = [
        (0, b"\xff\x58\x04" + bytes([numerator, denominator.bit_length() - 1, 24, 8])),
        (0, b"\xff\x51\x03" + round(60_000_000 / bpm).to_bytes(3)),
    ]
    track = _track([*head, *sorted(events, key=lambda event: event[0])], (first + repeats) * length)
    division = FINEST * grid.steps_per_quarter
    return b"MThd" + b"".join(n.to_bytes(size) for n, size in ((6, 4), (0, 2), (1, 2), (division, 2))) + track


def _events(hits: list[Hit], rows: tuple[Row, ...], start: int) -> list[tuple[int, bytes]]:
    """Return note-ons and note-offs, in ticks; a note ends before the next step's earliest."""
    status, found = DRUMS - 1, []
    for hit in hits:
        on, note = start + hit.step * FINEST + hit.late, rows[hit.row].note
        off = min(on + int(GATE * FINEST), start + (hit.step + 1) * FINEST - FINEST // 2)
        found.append((on, bytes([0x90 | status, note, hit.velocity])))
        found.append((max(off, on + 1), bytes([0x80 | status, note, 64])))
    return found


def _track(events: list[tuple[int, bytes]], end: int) -> bytes:
    body, now = b"", 0
    parts = []
    for tick, data in [*events, (max([end, *(tick for tick, _ in events)]), b"\xff\x2f\x00")]:
        parts.append(_number(tick - now) + data)
        now = tick
    body = b"".join(parts)
    return b"MTrk" + len(body).to_bytes(4) + body


def _number(value: int) -> bytes:
    """Return a number as MIDI writes it: seven bits a byte, all but the last marked."""
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(value & 0x7F | 0x80)
    return bytes(reversed(digits))
