"""The words of Descant's OSC, version 1: what a client may say, with which arguments, and what it hears.

One table: the dispatcher, the reserved names of a patch and the reference page are read from it. Next to these
words each parameter has an address of its own, ``/descant/PART/PARAMETER``.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from descant.devices.osc import LARGEST_FLOAT, Argument

VERSION = 1
PREFIX = "/descant/"


class Refused(Exception):  # noqa: N818 - to be refused is no error of ours
    """What a client asks is understood, and cannot be done; the text says why."""


Kind = Literal["number", "whole", "switch", "text", "value", "text or number"]


@dataclass(frozen=True, slots=True)
class Field:
    """One argument of a message."""

    name: str
    kind: Kind
    optional: bool = False
    many: bool = False  #: once or more; only the last
    low: float = -1e6
    high: float = 1e6


@dataclass(frozen=True, slots=True)
class Word:
    """One message that a client may send, its arguments, and what it means."""

    address: str  #: after ``/descant/``
    fields: tuple[Field, ...]
    doc: str

    @property
    def usage(self) -> str:
        """The message as a manual writes it."""
        names = [f"[{field.name}]" if field.optional else field.name for field in self.fields]
        return " ".join([PREFIX + self.address, *names, *(["…"] if self.fields and self.fields[-1].many else [])])

    def checked(self, arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
        """Return the arguments in the kinds of this word's fields.

        Raises:
            Refused: they are too few, too many, of another kind or out of range; the text says the limits.
        """
        least = sum(not field.optional for field in self.fields)
        most = None if self.fields and self.fields[-1].many else len(self.fields)
        if len(arguments) < least or (most is not None and len(arguments) > most):
            raise Refused(f"found {len(arguments)} arguments; write {self.usage}")
        return tuple(self._one(place, argument) for place, argument in enumerate(arguments))

    def _one(self, place: int, argument: Argument) -> Argument:
        field = self.fields[min(place, len(self.fields) - 1)]
        found = _converted(field.kind, argument)
        if found is None:
            raise Refused(f"{field.name} must be a {field.kind}, not {shown(argument)}; write {self.usage}")
        if isinstance(found, int | float) and not field.low <= found <= field.high:
            raise Refused(f"{field.name} must be from {field.low:g} to {field.high:g}, not {shown(argument)}")
        return found


def _converted(kind: Kind, argument: Argument) -> Argument:
    """Return an argument as `kind`, None where it is no such thing."""
    if isinstance(argument, str):
        return argument if kind in ("text", "text or number", "value") else None
    if not isinstance(argument, int | float) or kind == "text":
        return None
    if kind == "switch":
        return bool(argument) if argument in (0, 1) else None
    if isinstance(argument, bool):
        return argument if kind == "value" else None
    if kind == "whole":
        return int(argument) if argument == argument // 1 else None
    return decimal(float(argument))


def decimal(value: float) -> float:
    """Return the number that was meant by a float32: 0.15, not 0.15000000596046448."""
    if abs(value) > LARGEST_FLOAT:  # also NaN is not, and stays
        return value
    near = np.float32(value)
    return float(str(near)) if near == value else value


def shown(argument: Argument) -> str:
    """Return an argument as a short text for an error."""
    if isinstance(argument, bytes):
        return f"a blob of {len(argument)} bytes"
    text = f"{argument:g}" if isinstance(argument, float) else repr(argument)
    return text if len(text) <= 40 else text[:39] + "…"


_SWITCH = Field("0-or-1", "switch")
_PART = Field("part", "text")
MIDI_LOW, MIDI_HIGH = 0, 127

WORDS: tuple[Word, ...] = (
    Word("ping", (), "asks for /descant/pong version protocol title"),
    Word(
        "hello", (Field("name", "text"), Field("port", "whole", low=1, high=65535)),
        "answers, errors and notices for this client go to that port of its address from now on; "
        "answered by /descant/welcome version protocol title and the present cue",
    ),
    Word("bye", (), "forgets this client: its subscriptions end and its notes are released"),
    Word("list", (), "asks for every parameter and stream: /descant/parameter, /descant/choices, /descant/stream, "
                     "then /descant/list/end count"),
    Word("set", (Field("name", "text"), Field("value", "value")), "sets a parameter"),
    Word("get", (Field("name", "text"),), "asks for /descant/value name value"),
    Word(
        "subscribe", (Field("pattern", "text"), Field("rate_hz", "number", low=0.01, high=1000)),
        "streams that match come as /descant/PART/STREAM value when they move, newest value only, at most so often",
    ),
    Word("unsubscribe", (Field("pattern", "text"),), "ends a subscription"),
    Word(
        "note", (
            Field("pitch", "number", low=MIDI_LOW, high=MIDI_HIGH), Field("velocity", "number", low=0, high=127),
            Field("id", "text or number", optional=True),
        ),
        "plays a note: pitch is a MIDI note and may have a fraction; velocity 0 releases it, or the note of that id",
    ),
    Word("pad", (_PART, Field("x", "number"), Field("y", "number", optional=True), Field("…", "number", optional=True,
         many=True)), "moves a part's point; a learner's point is its target"),
    Word("tune", (_PART, Field("notes-or-seconds", "number", low=0)),
         "sets how soon a part's learners are in tune, in its own human units"),
    Word("cue/go", (), "goes to the next cue"),
    Word("cue/back", (), "goes to the cue before"),
    Word("cue/goto", (Field("number-or-name", "text or number"),), "goes to a cue"),
    Word("cue/capture", (Field("name", "text"),), "keeps the present state as a cue"),
    Word("cue/list", (), "asks for /descant/cue/entry number name notes for each, then /descant/cue/list/end count"),
    Word("panic", (), "fades to silence, a second time at once; learning freezes"),
    Word("freeze", (_SWITCH,), "holds all learning still; 0 lets it go on and ends a panic"),
    Word("bus", (Field("name", "text"),), "asks for /descant/bus name index: the control bus of a stream"),
    Word("server", (), "asks for /descant/server host port max_logins inputs outputs audio_buses control_buses "
                       "buffers"),
    Word("watch", (_SWITCH,), "asks for what a control panel shows: /descant/watch/status, learner, value and log"),
)  # fmt: skip
"""Everything a client may say, apart from the parameters' own addresses."""

ANSWERS = ("pong", "welcome", "parameter", "choices", "stream", "value", "error")
"""First words of what Descant sends, next to those of `WORDS`."""

RESERVED = frozenset({word.address.split("/")[0] for word in WORDS} | set(ANSWERS))
"""Words that are no names of parts, instruments or mappings."""
