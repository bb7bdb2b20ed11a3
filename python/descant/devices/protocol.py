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


LONGEST_TEXT = 200  # characters
MOST_ARGUMENTS = 256
MOST = 2.0**53  # whole numbers are exact up to here

Kind = Literal["number", "whole", "switch", "text", "value", "text or number"]
_SHOULD_BE: dict[Kind, str] = {
    "number": "a number",
    "whole": "a whole number",
    "switch": "0 or 1",
    "text": f"a text of at most {LONGEST_TEXT} characters",
    "value": "a number, a switch or a text",
    "text or number": "a text or a number",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One argument of a message."""

    name: str
    kind: Kind
    optional: bool = False
    many: bool = False  #: any number of them; only the last
    low: float = -1e6
    high: float = 1e6


@dataclass(frozen=True, slots=True)
class Word:
    """One message that a client may send, its arguments, and what it means."""

    address: str  #: after ``/descant/``
    fields: tuple[Field, ...]
    doc: str
    most: int = MOST_ARGUMENTS  #: where the last field is many

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
        most = self.most if self.fields and self.fields[-1].many else len(self.fields)
        if not least <= len(arguments) <= most:
            raise Refused(f"found {len(arguments)} arguments; write {self.usage}")
        return tuple(self._one(place, argument) for place, argument in enumerate(arguments))

    def _one(self, place: int, argument: Argument) -> Argument:
        field = self.fields[min(place, len(self.fields) - 1)]
        found = _converted(field.kind, argument)
        if found is None:
            raise Refused(f"{field.name} must be {_SHOULD_BE[field.kind]}, not {shown(argument)}; write {self.usage}")
        if field.kind == "value" or isinstance(found, str):  # a value's limits are its parameter's
            return found
        if not field.low <= found <= field.high:  # NaN is in no range
            raise Refused(f"{field.name} must be from {field.low:g} to {field.high:g}, not {shown(argument)}")
        return found


def _converted(  # noqa: PLR0911 - a way out for each kind
    kind: Kind, argument: Argument
) -> float | bool | str | None:
    """Return an argument as `kind`, None where it is no such thing."""
    if isinstance(argument, str):
        return argument if kind in ("text", "text or number", "value") and len(argument) <= LONGEST_TEXT else None
    if not isinstance(argument, int | float) or kind == "text":
        return None
    if kind == "switch":
        return bool(argument) if argument in (0, 1) else None
    if kind == "value" and isinstance(argument, int):  # a bool is one too
        return argument
    if isinstance(argument, bool):
        return None
    if kind == "whole":
        return int(argument) if argument == argument // 1 else None
    return decimal(float(argument))


def decimal(value: float) -> float:
    """Return the number that was meant by a float32: 0.15, not 0.15000000596046448."""
    if abs(value) > LARGEST_FLOAT:  # also NaN is not, and stays
        return value
    near = np.float32(value)
    return float(str(near)) if float(near) == value else value  # numpy alone would compare them as float32


def shown(argument: Argument) -> str:
    """Return an argument as a short text for an error."""
    if isinstance(argument, bytes):
        return f"a blob of {len(argument)} bytes"
    if argument is None:
        return "nil"
    text = f"{argument:g}" if isinstance(argument, float) else repr(argument)
    return text if len(text) <= 40 else text[:39] + "…"


_SWITCH = Field("0-or-1", "switch")
_PART, _PAD = Field("part", "text"), Field("pad", "text")
MIDI_LOW, MIDI_HIGH = 0, 127

WORDS: tuple[Word, ...] = (
    Word("ping", (), "asks for /descant/pong version protocol title"),
    Word(
        "hello", (Field("name", "text"), Field("port", "whole", low=1, high=65535)),
        "answers, errors and notices for this client go to that port of its address from now on; "
        "answered by /descant/welcome version protocol title, in a concert the present piece, and the present cue",
    ),
    Word("bye", (), "forgets this client: its subscriptions end and its notes are released"),
    Word("list", (), "asks for every parameter and stream: /descant/parameter, /descant/choices, /descant/stream, "
                     "/descant/pad, then /descant/list/end count"),
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
            Field("id", "text or number", optional=True, low=-MOST, high=MOST),
        ),
        "plays a note: pitch is a MIDI note and may have a fraction; velocity 0 releases it, or the note of that id",
    ),
    Word("pad", (_PAD, Field("x", "number"), Field("y", "number", optional=True, many=True)),
         "moves a point of a part: its own by its name, another by PART/SPACE as /descant/list tells it, such as "
         "drums/sound; a learner's point is its target, and coordinates that are not given stay"),
    Word("tune", (_PART, Field("notes-or-seconds", "number", low=0)),
         "sets how soon a part's learners are in tune, in its own human units; 0: by the learning rate as given. "
         "The rate is sought while the music plays on, for a second at most as a rule"),
    Word("undo", (), "takes back what a hand did to parameters last, whoever's it was: a gesture, with pauses under "
         "0.7 s, is one step. A cue begins a new history. Answered by /descant/value name value for each that is set"),
    Word("redo", (), "does again what undo took back, as long as no hand has moved anything since; answered likewise"),
    Word(
        "clock", (
            Field("quarters", "number"), Field("bpm", "number", low=1, high=1000),
            Field("running", "switch", optional=True),
        ),
        "says where a host's clock is: so many quarters since its beginning, at that tempo; running 0: it stands "
        "still. Parts that follow a clock play in its time. To be sent each quarter or so and at every "
        "change, stamped for when it is so",
    ),
    Word(
        "learn", (_PART, Field("y", "number"), Field("y", "number", many=True)),
        "gives a part of the kind function something to learn: values at equally spaced x from -1 to 1, at most 1024. "
        "A part of another name is added to the piece, and everyone who said hello hears the whole list anew",
        most=1025,
    ),
    Word("curve", (_PART, Field("points", "whole", optional=True, low=2, high=1024)),
         "asks for /descant/curve part y …: what a part of the kind function has learned by now, at 128 points "
         "unless told otherwise"),
    Word("points", (_PAD,),
         "asks for what lies in the space of a pad, such as the patterns that a part's model was trained on: "
         "/descant/points/labels, /descant/points, then /descant/points/end"),
    Word("cue/go", (), "goes to the next cue, which may begin after a wait; refused too soon after the last go"),
    Word("cue/back", (), "goes back to the state in which the last cue was left, learners and all; "
         "before a cue has begun, takes the go back"),
    Word("cue/goto", (Field("number-or-name", "text or number"),), "goes to a cue at once"),
    Word("cue/start", (Field("number-or-name", "text or number"),),
         "begins at a cue as if all before it had been played; silent until go"),
    Word("cue/scrub", (Field("number-or-name", "text or number"),), "the same, heard at once"),
    Word(
        "cue/capture", (Field("name", "text"), Field("number", "number", optional=True, low=1, high=9999)),
        "makes the present state a cue, with all that was learned: the one of that number or name, else a new one "
        "after the present; answered to all by /descant/cue/entry and the new list, and written into the patch file",
    ),
    Word(
        "cue/morph", (
            Field("x", "number", low=0, high=1000), Field("cue", "text or number"),
            Field("cue", "text or number", many=True),
        ),
        "moves every parameter between the states of two or more cues: x is 0 at the first, 1 at the second; what is "
        "no number switches in the middle. GO goes on from there",
    ),
    Word("cue/undo", (), "takes the last capture back; answered to all by the whole list of cues"),
    Word("cue/list", (), "asks for /descant/cue/entry number name notes for each, then /descant/cue/list/end count"),
    Word("piece/next", (), "goes to the next piece of a concert, from wherever this one is"),
    Word("piece/goto", (Field("number", "whole", low=1, high=99),),
         "goes to a piece of a concert, from 1; one that was played before is played anew"),
    Word("panic", (), "fades to silence, a second time at once; learning freezes"),
    Word("freeze", (_SWITCH,), "holds all learning still; 0 lets it go on and ends a panic"),
    Word("bus", (Field("name", "text"),), "asks for /descant/bus name index: the control bus of a stream"),
    Word("server", (), "asks for /descant/server host port max_logins inputs outputs audio_buses control_buses "
                       "buffers"),
    Word("watch", (_SWITCH,), "asks for what a control panel shows: /descant/watch/status, learner, loop, value, log, "
                              "part and moved"),
)  # fmt: skip
"""Everything a client may say, apart from the parameters' own addresses."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One message that Descant sends, and what it tells."""

    address: str  #: after ``/descant/``
    arguments: str  #: their names
    doc: str


ANSWERS: tuple[Answer, ...] = (
    Answer("pong", "version protocol title", "Descant is there. Clients that hold notes hear it once a second: "
                                             "if their port has closed, their notes are released"),
    Answer("welcome", "version protocol title", "hello was heard"),
    Answer("parameter", "name kind unit low high curve default value",
           "something that can be set: kind f (number), i (whole number), b (0 or 1) or choice; curve linear or "
           "exponential"),
    Answer("choices", "name …", "what a parameter of the kind choice can be"),
    Answer("stream", "name unit low high bus", "something to subscribe to, and its control bus"),
    Answer("pad", "name over parameter … stream …",
           "a point that is parameters of a part: which they are, then the streams that say where it is on its way. "
           "Over is the pad whose point is added to this one, \"\" where there is none"),
    Answer("list/end", "count", "that was the whole list: so many parameters and streams; it comes by itself when "
                             "a part was added, or a pad is of another point"),
    Answer("value", "name value", "what a parameter is"),
    Answer("PART/PARAMETER", "value", "what a parameter is, where its address was sent without a value"),
    Answer("PART/STREAM", "value", "a stream moved; more than 16 at once come in bundles"),
    Answer("curve", "part y …", "what a part has learned by now, at equally spaced x from -1 to 1"),
    Answer("trained", "part step", "the training of that part on its corpus is over, after so many steps"),
    Answer("points/labels", "pad label …", "the labels of what lies there; the first one's place is 0"),
    Answer("points", "pad x y label …",
           "some of it, three numbers each: two coordinates and the place of its label, -1: none"),
    Answer("points/end", "pad count", "that were all of them: so many"),
    Answer("points/changed", "pad", "other things lie there now: ask again, if they matter"),
    Answer("bus", "name index", "the control bus of a stream in scsynth"),
    Answer("server", "host port max_logins inputs outputs audio_buses control_buses buffers",
           "the scsynth that sounds"),
    Answer("cue", "number name next-number next-name", "this is the cue now; after the last one next is 0 and \"\""),
    Answer("cue/refused", "reason of",
           "a cue could not be gone to, captured or morphed to; of is cue, capture or morph"),
    Answer("cue/wait", "number name seconds",
           "that cue begins by itself in so many seconds; four times a second, and 0 \"\" 0 when none does"),
    Answer("cue/fade", "left_s of_s",
           "the last fade under way ends in so many seconds of so many; four times a second, 0 0 when all are over"),
    Answer("cue/entry", "number name notes", "one cue of the piece; comes by itself when one was captured"),
    Answer("cue/list/end", "count", "that were all cues; the whole list comes by itself whenever it has changed"),
    Answer("piece", "number count title",
           "this is the piece now, of so many; where it is another one, its lists are to be asked for again"),
    Answer("error", "address text count", "what was sent there was refused, and why; so many since the last error, "
                                          "which is at least a second ago"),
    Answer("watch/status", "elapsed_s late frozen panicking received refused strangers clients waiting",
           "four times a second; waiting: in silence, until go"),
    Answer("watch/learner", "part learner form target … theta … n …",
           "a learner moved: 4 + 4 numbers of a cubic, 3 + 3 + 3 of a knot"),
    Answer("watch/loop", "part begins_s step_s row figures …",
           "the loop of a sequencer, when it has changed: its first step sounds at that second and repeats; of each "
           "row its name and a figure a step, from 0, silent, to 9, the loudest"),
    Answer("watch/value", "name value", "a parameter changed, by whatever hand"),
    Answer("watch/log", "text", "something happened"),
)  # fmt: skip
"""Everything that Descant sends."""

_ADDRESSES = [word.address for word in WORDS] + [answer.address for answer in ANSWERS]
RESERVED = frozenset({address.split("/")[0] for address in _ADDRESSES} - {"PART"})
"""Words that are no names of parts, instruments or mappings."""
