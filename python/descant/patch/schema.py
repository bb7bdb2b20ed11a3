"""What may be written in a patch, table by table; the fields that are parameters come from the one table."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError, create_model
from pydantic_core import ErrorDetails

from descant.devices.osc_port import PORT as OSC_PORT
from descant.patch import fields
from descant.patch.curves import CURVES
from descant.patch.lines import Key
from descant.patch.problem import Problem, shown, suggestion
from descant.table import Parameter
from descant.video.table import PICTURE

FORMAT = 1
"""The version of the format that this Descant reads."""

MOST_CUES = 1000
HIGHEST_CUE = 9999
LONGEST_FADE_S = 3600.0

SECONDS = fields.number(0, LONGEST_FADE_S)
FADE_CURVE = fields.word(*CURVES)

EFFECTS = tuple(owner for owner in PICTURE if owner != "picture")
"""Owners of the picture's parameters that have tables of their own inside [picture]."""

UNKNOWN_KEY = "unknown key"

Table = dict[str, Any]
Controller = Annotated[int | None, fields.whole(0, 127)]


def _format(value: object) -> int:
    if type(value) is int and value == FORMAT:
        return value
    raise fields.wrong(f"{FORMAT}, the version of this format")


class Strict(BaseModel):
    """A table in which every key is known and every value is of its own type."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        frozen=True,
        protected_namespaces=(),
        hide_input_in_errors=True,
    )


class Top(Strict):
    """The whole file; what is in its tables is checked by the models below."""

    descant: Annotated[int, PlainValidator(_format)]
    title: Annotated[str, fields.LINE] = ""
    seed: Annotated[int, fields.whole(0, 2**53)] = 0
    tick_rate: Annotated[float, fields.number(20, 2000)] = 200.0
    go_guard_ms: Annotated[float, fields.number(0, 5000)] = 300.0
    inputs: dict[str, Table] = {}
    osc: Table = {}
    parts: dict[str, Table] = {}
    instruments: dict[str, Table] = {}
    mappings: dict[str, Table] = {}
    sound: Table = {}
    picture: Table = {}
    cues: Annotated[list[Table], Field(max_length=MOST_CUES)]


class MidiInputTable(Strict):
    """[inputs.NAME]."""

    kind: Literal["midi"]
    port: Annotated[str, fields.LINE] = ""
    sustain: Controller = 64
    next_cue: Controller = None
    next_cue_press: Annotated[int, fields.whole(1, 127)] = 64
    next_cue_rearm: Annotated[int, fields.whole(0, 126)] = 20
    program_change: bool = False
    clock: bool = False
    cue_notes: Annotated[dict[int, fields.Wanted], fields.MIDI_TRIGGERS] = {}
    cue_programs: Annotated[dict[int, fields.Wanted], fields.MIDI_TRIGGERS] = {}
    channels: Annotated[tuple[int, ...], fields.CHANNELS] = ()
    morph: Table = {}
    knobs: Annotated[dict[int, str], fields.KNOBS] = {}


class MorphTable(Strict):
    """What [inputs.NAME] may have as its morph."""

    controller: Annotated[int, fields.whole(0, 127)]
    cues: Annotated[tuple[fields.Wanted, ...], fields.MORPHED]


class OscTable(Strict):
    """[osc]."""

    port: Annotated[int, fields.whole(0, 65535)] = OSC_PORT
    allow: Annotated[tuple[str, ...], fields.HOSTS] = ()
    triggers: Annotated[dict[str, fields.Wanted], fields.OSC_TRIGGERS] = {}


class PartTable(Strict):
    """[parts.NAME], to which the parameters of its kind are added."""

    kind: str


class InstrumentTable(Strict):
    """[instruments.NAME], to which the parameters of its SynthDef are added."""

    synthdef: Annotated[str, fields.SYNTHDEF]
    notes: Annotated[tuple[int, int], fields.NOTE_RANGE] = (0, 127)


class MappingTable(Strict):
    """[mappings.NAME], to which the parameters of a mapping are added."""

    from_: Annotated[tuple[str, ...], fields.NAMES] = Field(alias="from")
    to: Annotated[tuple[str, ...], fields.NAMES]


class SoundTable(Strict):
    """[sound]."""

    sample_rate: Annotated[int, fields.whole(8000, 192000)] = 48000
    tuning: Annotated[str, fields.LINE] = "equal"
    tuning_root: Annotated[int, fields.whole(0, 127)] = 60
    reference_hz: Annotated[float, fields.number(100, 1000)] = 440.0
    lookahead_ms: Annotated[float, fields.number(0, 1000)] = 20.0


class PictureTable(Strict):
    """[picture], to which its parameters and the tables of its effects are added."""

    width: Annotated[int, fields.whole(16, 7680, even=True)] = 1280
    height: Annotated[int, fields.whole(16, 4320, even=True)] = 720
    frame_rate: Annotated[int, fields.whole(1, 120)] = 30
    performer: Annotated[str, fields.LINE] = ""
    camera: Annotated[str | int, fields.CAMERA] = ""


class EffectTable(Strict):
    """[picture.NAME]: nothing but parameters."""


class CueTable(Strict):
    """One of [[cues]]."""

    number: Annotated[float, fields.number(1, HIGHEST_CUE)]
    name: Annotated[str, fields.CUE_NAME] = ""
    notes: Annotated[str, fields.NOTES] = ""
    set: Table = {}
    keep: Annotated[tuple[str, ...], fields.PATTERNS] = ()
    fade_s: Annotated[float, SECONDS] = 0.0
    fade: Table = {}
    curve: Annotated[str, FADE_CURVE] = "linear"
    switch: Annotated[str, fields.word("start", "middle", "end")] = "start"
    pre_wait_s: Annotated[float, SECONDS] = 0.0
    continue_s: Annotated[float | None, SECONDS] = None
    follow: bool = False
    missed: Annotated[str, fields.word("local", "global")] = "local"
    state: Annotated[str, fields.STATE] = ""


class FadeTable(Strict):
    """What [cues.fade] may have in place of a number of seconds."""

    seconds: Annotated[float, SECONDS]
    curve: Annotated[str | None, FADE_CURVE] = None


M = TypeVar("M", bound=Strict)


@cache
def with_rows(
    base: type[M], rows: tuple[Parameter, ...], tables: tuple[str, ...] = (), files: tuple[str, ...] = ()
) -> type[M]:
    """Return the model `base` with a field for each row, one for each table inside it, and one for each file's name."""
    added: dict[str, Any] = {
        f"row_{index}": (Annotated[Any, fields.of(row)], Field(default=row.default, alias=row.name))
        for index, row in enumerate(rows)
    }
    added |= {name: (Table, Field(default={})) for name in tables}
    added |= {name: (Annotated[str, fields.LINE], Field(default="")) for name in files}
    return cast("type[M]", create_model(base.__name__, __base__=base, **added))


def written(model: Strict) -> Table:
    """Return what a table holds, defaults included, by the keys of the file."""
    return {info.alias or name: getattr(model, name) for name, info in type(model).model_fields.items()}


def read(model: type[M], path: Key, table: Mapping[str, object]) -> M | list[Problem]:
    """Return the table as `model`, or everything that is wrong with it."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        return list(_problems(model, path, error.errors(include_url=False)))


def _problems(model: type[Strict], path: Key, errors: list[ErrorDetails]) -> Iterator[Problem]:
    keys = [info.alias or name for name, info in model.model_fields.items()]
    for error in errors:
        where = (*path, *error["loc"])
        context = error.get("ctx", {})
        if error["type"] == "extra_forbidden":
            yield Problem(where, UNKNOWN_KEY, suggestion(str(error["loc"][-1]), keys))
        elif error["type"] == "missing":
            yield Problem(where, "missing", _MISSING.get(where, "it must be given"))
        elif error["type"] == "unlike":
            yield Problem(where, f"unknown {shown(context['word'])}", suggestion(context["word"], context["known"]))
        else:
            allowed = context.get("allowed") or _TYPES.get(error["type"]) or error["msg"]
            yield Problem(where, f"found {shown(error['input'])}", f"must be {allowed}")


_TYPES = {
    "bool_type": "true or false",
    "string_type": "text in quotes",
    "dict_type": "a table",
    "list_type": "an array of tables, each begun by [[cues]]",
    "too_long": f"an array of at most {MOST_CUES} cues",
    "literal_error": '"midi"',
}
_MISSING: dict[Key, str] = {
    ("descant",): f"begin the patch with descant = {FORMAT}",
    ("cues",): "a patch has at least one [[cues]]",
}
