"""The rows of a pattern: nine General MIDI drum classes, or a composer's own mapping of notes to rows."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from descant.errors import DescantError

DRUMS = 10
"""The channel, from 1, on which General MIDI has its drums."""
MOST_ROWS = 64
LARGEST_BYTES = 1 << 20
FIX = "write [rows] and under it lines as: kick = [36, 35]   # the first note is the one that is written out"


@dataclass(frozen=True, slots=True)
class Row:
    """One instrument of a pattern: the first of its MIDI notes is written out, all of them are read."""

    name: str
    notes: tuple[int, ...]  #: MIDI, 0 to 127

    @property
    def note(self) -> int:
        """Return the MIDI note that is written."""
        return self.notes[0]


GENERAL_MIDI = (
    Row("kick", (36, 35)),
    Row("snare", (38, 40, 37, 39)),  # and what is played in its place: side stick, clap
    Row("closed_hat", (42, 44)),
    Row("open_hat", (46,)),
    Row("low_tom", (45, 43, 41)),
    Row("mid_tom", (48, 47)),
    Row("high_tom", (50,)),
    Row("crash", (49, 57, 55, 52)),
    Row("ride", (51, 59, 53)),
)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which notes of which channel are which rows."""

    rows: tuple[Row, ...] = GENERAL_MIDI
    channel: int | None = DRUMS  #: 1 to 16; None: all of them


def read_mapping(path: Path) -> Mapping:
    """Return the mapping that a TOML file holds: ``channel = 10`` (0: all) and ``[rows]``.

    Raises:
        DescantError: it cannot be read, or is no mapping.
    """
    try:
        with path.open("rb") as file:
            given = tomllib.loads(file.read(LARGEST_BYTES).decode())
    except OSError as error:
        raise DescantError(str(path), error.strerror or str(error), "give a TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DescantError(str(path), f"is not TOML ({error})", FIX) from error
    if unknown := sorted(set(given) - {"rows", "channel"}):
        raise DescantError(str(path), f"unknown key {unknown[0]!r}", "only channel and [rows] mean something here")
    return Mapping(_rows(path, given.get("rows")), _channel(path, given.get("channel", DRUMS)))


def _channel(path: Path, value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 16:
        raise DescantError(str(path), f"channel is {value!r}", "give 1 to 16, or 0 for all")
    return value or None


def _rows(path: Path, given: object) -> tuple[Row, ...]:
    if not isinstance(given, dict) or not given:
        raise DescantError(str(path), "has no [rows]", FIX)
    if len(given) > MOST_ROWS:
        raise DescantError(str(path), f"has {len(given)} rows", f"give at most {MOST_ROWS}")
    rows = tuple(Row(name, _notes(path, name, notes)) for name, notes in given.items())
    note, times = Counter(note for row in rows for note in row.notes).most_common(1)[0]
    if times > 1:
        raise DescantError(str(path), f"note {note} is given {times} times", "let each note be in one row")
    return rows


def _notes(path: Path, name: str, given: object) -> tuple[int, ...]:
    notes = given if isinstance(given, list) else [given]
    if not notes or not all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= 127 for n in notes):
        raise DescantError(str(path), f"row {name!r} has no MIDI notes from 0 to 127", FIX)
    return tuple(notes)
