"""The kinds of value a patch's keys take: each is checked strictly and says what it must be."""

import ipaddress
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from descant.patch.captured import is_file_name
from descant.patch.problem import limits
from descant.table import Parameter, Value

Wanted = str | float
"""What a trigger does: ``go``, ``back``, ``panic``, or goes to a cue by its number or name."""

LONGEST_NAME = 64
MOST_TRIGGERS = 256
MOST_MORPHED = 64
HIGHEST_CAMERA = 255
_OWNER = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")


Wrong = PydanticCustomError


def wrong(allowed: str) -> PydanticCustomError:
    """Return the error of a value that is not as it must be."""
    return PydanticCustomError("wrong", "must be {allowed}", {"allowed": allowed})


def unlike(text: str, known: tuple[str, ...]) -> PydanticCustomError:
    """Return the error of a word that is not among the known ones."""
    return PydanticCustomError("unlike", "unknown", {"word": text, "known": known})


def checked(row: Parameter, value: object) -> Value:
    """Return `value` as a patch file may give it to this row: a row's own check, but no 1 for true."""
    if row.kind == "choice" and isinstance(value, str) and value not in row.choices:
        raise unlike(value, row.choices)
    if (row.kind == "b") != isinstance(value, bool):
        raise wrong(limits(row))
    try:
        return row.checked(value)
    except (TypeError, ValueError, OverflowError):
        raise wrong(limits(row)) from None


def of(row: Parameter) -> PlainValidator:
    """Return the validator of a parameter."""
    return PlainValidator(partial(checked, row))


def number(low: float, high: float) -> PlainValidator:
    """Return the validator of a setting that is a number."""
    return of(Parameter(name="", doc="", default=low, low=low, high=high))


def word(*choices: str) -> PlainValidator:
    """Return the validator of a setting that is one of a few words."""
    return of(Parameter(name="", doc="", default=choices[0], kind="choice", choices=choices))


def whole(low: int, high: int, *, even: bool = False) -> PlainValidator:
    """Return the validator of a setting that is a whole number."""
    row = Parameter(name="", doc="", default=low, low=low, high=high, kind="i")

    def check(value: object) -> Value:
        found = checked(row, value)
        if even and int(found) % 2:
            raise wrong(f"an even number from {low} to {high}")
        return found

    return PlainValidator(check)


def printable(text: str, besides: str = "") -> bool:
    """Return whether text can be shown and sent: no control characters `besides` these, no half surrogates."""
    return all(char in besides or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") for char in text)


def _line(most: int, value: object) -> str:
    if isinstance(value, str) and len(value) <= most and printable(value):
        return value
    raise wrong(f"text on one line, of at most {most} characters")


def _notes(value: object) -> str:
    if isinstance(value, str) and printable(value, besides="\n\r\t"):
        return value
    raise wrong("text")


def _cue_name(value: object) -> str:
    if isinstance(value, str) and re.match(r"\S", value) and not value[0].isdigit():
        return _line(LONGEST_NAME, value)
    raise wrong("a name that begins with no digit and no space")


def _state(value: object) -> str:
    if isinstance(value, str) and is_file_name(value):
        return _line(200, value)
    raise wrong('the name of a captured state beside the patch: "PIECE.states/2.5.json"')


def _names(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and 0 < len(names) <= 64 and all(isinstance(name, str) for name in names):
        return tuple(names)
    raise wrong("a name, or an array of 1 to 64 names")


def _patterns(value: object) -> tuple[str, ...]:
    return () if value == [] else _names(value)


def _notes_range(value: object) -> tuple[int, int]:
    match value:
        case [int(low), int(high)] if isinstance(value, list) and 0 <= low <= high <= 127:
            if not isinstance(low, bool) and not isinstance(high, bool):
                return low, high
    raise wrong("[lowest, highest], MIDI notes from 0 to 127")


def _camera(value: object) -> str | int:
    if type(value) is int and 0 <= value <= HIGHEST_CAMERA:
        return value
    if isinstance(value, str):
        return _line(200, value)
    raise wrong("a camera's number, part of its name, or its address on the network")


def _channels(value: object) -> tuple[int, ...]:
    if isinstance(value, list) and all(type(item) is int and 1 <= item <= 16 for item in value):
        return tuple(sorted(set(value)))
    raise wrong("an array of MIDI channels from 1 to 16")


def _synthdef(value: object) -> str:
    if isinstance(value, str) and len(value) <= LONGEST_NAME and re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", value):
        return value
    raise wrong("the name of a SynthDef: letters, digits, '_', '-' and '.'")


def _midi_triggers(value: object) -> dict[int, Wanted]:
    """Return what notes or programs do; `checks.triggers` says what is wrong with one of them."""
    if isinstance(value, dict):
        return {int(key): _number_as_float(wanted) for key, wanted in value.items() if is_midi_number(key)}
    raise wrong('a table from numbers, 0 to 127, to cues: { 21 = "go", 22 = 2.5 }')


def _knobs(value: object) -> dict[int, str]:
    """Return which parameters controllers turn; `checks.knobs` says what is wrong with one of them."""
    if isinstance(value, dict) and all(isinstance(name, str) for name in value.values()):
        return {int(key): name for key, name in value.items() if is_midi_number(key)}
    raise wrong('a table from controllers, 0 to 127, to parameters: { 1 = "drums/z1", 2 = "drums/z2" }')


def _osc_triggers(value: object) -> dict[str, Wanted]:
    if isinstance(value, dict) and len(value) <= MOST_TRIGGERS:
        return {address: _number_as_float(wanted) for address, wanted in value.items()}
    raise wrong('a table from OSC addresses to cues: { "/qlab/next" = "go" }')


def _morphed(value: object) -> tuple[Wanted, ...]:
    """Return the cues of a morph; `checks.morphs` says which of them there are not."""
    if isinstance(value, list) and 2 <= len(value) <= MOST_MORPHED and all(map(_is_wanted, value)):
        return tuple(_number_as_float(wanted) for wanted in value)
    raise wrong(f'an array of 2 to {MOST_MORPHED} cues, by number or name: [1, 2.5, "Storm"]')


def _is_wanted(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _number_as_float(wanted: Any) -> Wanted:
    return float(wanted) if isinstance(wanted, int) and abs(wanted) < 2**53 else wanted


def is_midi_number(text: str) -> bool:
    """Return whether a key is the number of a note, a program or a controller."""
    return re.fullmatch("0|[1-9][0-9]{0,2}", text) is not None and int(text) < 128


def is_cue_name(text: str) -> bool:
    """Return whether a cue may have this name."""
    try:
        return bool(_cue_name(text))
    except Wrong:
        return False


def is_trigger(text: str) -> bool:
    """Return whether this OSC address can be a trigger: outside of /descant, without wildcards."""
    return re.fullmatch(r"(/[!-~]+)+", text) is not None and not re.search(r"[#*,?\[\]{}]|^/descant(/|$)", text)


def _hosts(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and len(value) <= MOST_TRIGGERS and all(map(_is_host, value)):
        return tuple(value)
    raise wrong('an array of the IP addresses of other machines: ["192.168.1.20"]')


def _is_host(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(ipaddress.IPv4Address(value))
    except ValueError:
        return False


def is_owner(name: str) -> bool:
    """Return whether something in a patch may be called `name`."""
    return len(name) <= LONGEST_NAME and _OWNER.fullmatch(name) is not None


def _validator(check: Callable[[object], Any]) -> PlainValidator:
    return PlainValidator(check)


LINE = _validator(partial(_line, 200))
NOTES = _validator(_notes)
CUE_NAME = _validator(_cue_name)
STATE = _validator(_state)
NAMES = _validator(_names)
PATTERNS = _validator(_patterns)
NOTE_RANGE = _validator(_notes_range)
CHANNELS = _validator(_channels)
CAMERA = _validator(_camera)
SYNTHDEF = _validator(_synthdef)
MIDI_TRIGGERS = _validator(_midi_triggers)
KNOBS = _validator(_knobs)
OSC_TRIGGERS = _validator(_osc_triggers)
MORPHED = _validator(_morphed)
HOSTS = _validator(_hosts)
