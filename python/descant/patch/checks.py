"""What must be true across a patch's tables: names that exist, numbers that rise, files that are there.

Each check reads the document as it was parsed and passes over what `schema` has refused already, so that one
mistake does not hide another.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from descant.devices.protocol import RESERVED
from descant.errors import DescantError
from descant.parts.base import File
from descant.parts.kinds import files_of
from descant.patch import captured, fields, schema
from descant.patch.assets import Beside
from descant.patch.lines import Key
from descant.patch.outline import Document, Kinds, Outline, is_effect, names_of, tables
from descant.patch.problem import Problem, full_name_suggestion, limits, listed, shown, suggestion
from descant.sound.table import INSTRUMENTS
from descant.sound.tuning import SCALES
from descant.table import Parameter

TRIGGERED = ("go", "back", "panic")
"""What a note, a program or an OSC address can do apart from going to a cue."""


def names(document: Document, outline: Outline) -> Iterator[Problem]:
    """Check the names of parts, instruments, mappings and inputs; an input owns nothing and may share its name."""
    taken = {owner.name: owner.path for owner in outline.owners if owner.path[0] == "picture"}
    for section in ("inputs", "parts", "instruments", "mappings"):
        for name in tables(document, section):
            path = (section, name)
            if not fields.is_owner(name):
                rule = f"a letter, then letters, digits, '_', '.' and '-', at most {fields.LONGEST_NAME} in all"
                yield Problem(path, f"found the name {shown(name)}", f"must be {rule}")
            elif name in RESERVED:
                yield Problem(path, f"{shown(name)} is a word of the OSC protocol", "choose another name")
            elif name in taken and section != "inputs":
                first = ".".join(map(str, taken[name]))
                yield Problem(path, f"the name is taken by {first}", "choose another name")
            elif section != "inputs":
                taken[name] = path


def kinds_of_part(document: Document, kinds: Kinds) -> Iterator[Problem]:
    """Check that every part is of a kind that is installed."""
    for name, table in tables(document, "parts").items():
        kind = table.get("kind")
        if isinstance(kind, str) and kind not in kinds:
            yield Problem(("parts", name, "kind"), f"unknown kind of part {shown(kind)}", suggestion(kind, kinds))


def pedals(document: Document) -> Iterator[Problem]:
    """Check that the pedal which goes to the next cue can be armed again."""
    for name, table in tables(document, "inputs").items():
        press, rearm = table.get("next_cue_press", 64), table.get("next_cue_rearm", 20)
        if type(press) is int and type(rearm) is int and 0 <= press <= rearm <= 127:
            where = ("inputs", name, "next_cue_rearm" if "next_cue_rearm" in table else "next_cue_press")
            yield Problem(where, f"re-armed at {rearm} and pressed from {press}", "re-arm must be below press")


def triggers(document: Document) -> Iterator[Problem]:
    """Check that every note, program or OSC address that is to go to a cue can come, and finds one."""
    for path, trigger, wanted in _triggers(document):
        yield from _can_come(path, trigger)
        if isinstance(wanted, bool) or not isinstance(wanted, str | int | float):
            allowed = '"go", "back", "panic", or the number or name of a cue'
            yield Problem((*path, trigger), f"found {shown(wanted)}", f"must be {allowed}")
        else:
            yield from _cue((*path, trigger), wanted, document, TRIGGERED)


def morphs(document: Document) -> Iterator[Problem]:
    """Check that every controller that morphs does nothing else, and that the cues exist between which it does."""
    for name, table in tables(document, "inputs").items():
        morph, path = table.get("morph"), ("inputs", name, "morph")
        if not isinstance(morph, dict):
            continue
        read = schema.read(schema.MorphTable, path, morph)
        if isinstance(read, list):
            yield from read
            continue
        taken = {"sustain": table.get("sustain", 64), "next_cue": table.get("next_cue")}
        for use in (use for use, number in taken.items() if number == read.controller):
            yield Problem((*path, "controller"), f"{read.controller} is {use} as well", "choose another controller")
        for place, wanted in enumerate(morph["cues"]):
            yield from _cue((*path, "cues", place), wanted, document)


def knobs(document: Document, outline: Outline) -> Iterator[Problem]:
    """Check that every controller that turns a parameter does nothing else, and that there is that parameter."""
    for name, table in tables(document, "inputs").items():
        morph, turned = table.get("morph"), table.get("knobs")
        taken = {
            "sustain": table.get("sustain", 64), "next_cue": table.get("next_cue"),
            "morph": morph.get("controller") if isinstance(morph, dict) else None,
        }  # fmt: skip
        for trigger, target in turned.items() if isinstance(turned, dict) else ():
            path = ("inputs", name, "knobs", trigger)
            yield from _can_come(path[:-1], trigger)
            for use in (use for use, number in taken.items() if str(number) == trigger):
                yield Problem(path, f"{trigger} is {use} as well", "choose another controller")
            if isinstance(target, str) and (row := outline.table.get(target)) is None:
                yield from unknown(path, target, outline)
            elif isinstance(target, str) and row and row.per_note:
                yield Problem(path, f"{shown(target)} has a value for each note", "only a mapping can move it")


def _cue(path: Key, wanted: float | str, document: Document, besides: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Check that there is the cue of a number or name; `besides` are other words that may stand there."""
    found = document.get("cues")
    known = [cue for cue in found if isinstance(cue, dict)] if isinstance(found, list) else []
    numbers = [cue["number"] for cue in known if isinstance(cue.get("number"), int | float)]
    names = [*besides, *(cue["name"] for cue in known if isinstance(cue.get("name"), str))]
    if isinstance(wanted, str) and wanted not in names:
        yield Problem(path, f"unknown cue {shown(wanted)}", suggestion(wanted, names))
    elif not isinstance(wanted, str) and wanted not in numbers:
        fix = f"there is no cue of that number; there are {listed(map(shown, numbers))}"
        yield Problem(path, f"found {shown(wanted)}", fix)


def _can_come(path: Key, trigger: str) -> Iterator[Problem]:
    if path[0] == "osc":
        if not fields.is_trigger(trigger):
            fix = "must be an OSC address outside of /descant, without wildcards"
            yield Problem((*path, trigger), f"found the address {shown(trigger)}", fix)
    elif not fields.is_midi_number(trigger):
        yield Problem((*path, trigger), f"found the number {shown(trigger)}", "must be a whole number from 0 to 127")


def _triggers(document: Document) -> Iterator[tuple[Key, str, object]]:
    """Yield the table of each trigger, the trigger, and what it does."""
    owners: list[tuple[Key, Document]] = [
        (("inputs", name), table) for name, table in tables(document, "inputs").items()
    ]
    osc = document.get("osc")
    owners += [(("osc",), osc)] if isinstance(osc, dict) else []
    for path, table in owners:
        for key in ("cue_notes", "cue_programs", "triggers"):
            found = table.get(key)
            for trigger, wanted in found.items() if isinstance(found, dict) else ():
                yield (*path, key), trigger, wanted


def instruments(document: Document, beside: Beside) -> Iterator[Problem]:
    """Check that scsynth will have every SynthDef."""
    for name, table in tables(document, "instruments").items():
        synthdef = table.get("synthdef")
        if isinstance(synthdef, str) and (reason := beside.silent_because(synthdef)):
            what = f"scsynth would be silent: {shown(synthdef)} is {reason}"
            yield Problem(("instruments", name, "synthdef"), what, suggestion(synthdef, INSTRUMENTS))
        if is_effect(table) and "notes" in table:
            what = f"{shown(synthdef)} is an effect, which sounds no notes"
            yield Problem(("instruments", name, "notes"), what, "remove it; instruments are sent to it by to_" + name)


def part_files(document: Document, beside: Beside, kinds: Kinds) -> Iterator[Problem]:
    """Check that every file that a part needs is there, where a take can carry it along."""
    for name, table in tables(document, "parts").items():
        kind = kinds.get(str(table.get("kind")))
        for file in files_of(kind) if kind else ():
            given = table.get(file.name)
            if isinstance(given, str) and given and fields.printable(given) and not file.folder:
                yield from _part_file(("parts", name, file.name), file, given, beside)


def _part_file(path: Key, file: File, name: str, beside: Beside) -> Iterator[Problem]:
    parts = PurePosixPath(name).parts
    if len(parts) > 2 or ".." in parts or name.startswith("/"):
        yield Problem(path, f"found {shown(name)}", "must lie beside the patch, or in a folder beside it")
    elif not name.endswith(file.suffix):
        yield Problem(path, f"found {shown(name)}", f"must be a file whose name ends in {file.suffix}")
    elif not beside.has(name):
        yield Problem(path, f"{shown(name)} is not beside the patch", "put it there")


def mappings(document: Document, outline: Outline) -> Iterator[Problem]:
    """Check that every mapping leads from streams to numbers, in pairs."""
    for name, table in tables(document, "mappings").items():
        path = ("mappings", name)
        sources, targets = names_of(table.get("from")), names_of(table.get("to"))
        for place, source in enumerate(sources):
            if source not in outline.streams and not outline.unclear(source):
                where = _element(path, table, "from", place)
                yield Problem(where, f"unknown stream {shown(source)}", full_name_suggestion(source, outline.streams))
        for place, target in enumerate(targets):
            yield from number(_element(path, table, "to", place), target, outline, "is moved by a mapping")
        if sources and targets and len(sources) != len(targets):
            count = f"{len(sources)} from and {len(targets)} to"
            yield Problem((*path, "to"), f"found {count}", "a mapping goes from as many streams as parameters")


def _element(path: Key, table: Mapping[str, object], key: str, place: int) -> Key:
    return (*path, key, place) if isinstance(table[key], list) else (*path, key)


def number(path: Key, name: str, outline: Outline, use: str) -> Iterator[Problem]:
    """Check that the parameter `name` exists and is a number, for only a number can be put to this use."""
    row = outline.table.get(name)
    if row is None:
        yield from unknown(path, name, outline)
    elif row.kind not in ("f", "i"):
        yield Problem(path, f"{shown(name)} is {limits(row)}", f"only a number {use}")


def unknown(path: Key, name: str, outline: Outline) -> Iterator[Problem]:
    """Say that a parameter does not exist, where its owner is understood."""
    if not outline.unclear(name):
        yield Problem(path, f"unknown parameter {shown(name)}", full_name_suggestion(name, outline.table))


def refused(path: Key, row: Parameter, value: object) -> Iterator[Problem]:
    """Check that a parameter takes a value."""
    try:
        fields.checked(row, value)
    except fields.Wrong as error:
        context: Any = error.context
        if error.type == "unlike":
            yield Problem(path, f"unknown {shown(value)}", suggestion(context["word"], context["known"]))
        else:
            yield Problem(path, f"found {shown(value)}", f"must be {context['allowed']}")


def states(document: Document, beside: Beside, kinds: Kinds) -> Iterator[Problem]:
    """Check that what was captured with a cue is there, whole, and of the parts that there are."""
    found = document.get("cues")
    parts = {name: str(table.get("kind")) for name, table in tables(document, "parts").items()}
    for index, table in enumerate(found if isinstance(found, list) else ()):
        name = table.get("state") if isinstance(table, dict) else None
        if not isinstance(name, str) or not captured.is_file_name(name) or not fields.printable(name):
            continue
        if not set(parts.values()) <= set(kinds):
            return
        path = ("cues", index, "state")
        try:
            why = captured.fits(captured.read(beside.state(name), name), parts, kinds)
        except DescantError as error:
            yield Problem(path, f"{error.where}: {error.what}", error.fix)
        else:
            if why:
                yield Problem(path, f"{shown(name)} {why}", "capture the cue anew, or delete this line")


def tuning(document: Document, beside: Beside) -> Iterator[Problem]:
    """Check that the tuning is known, or a Scala file beside the patch."""
    sound = document.get("sound")
    name = sound.get("tuning") if isinstance(sound, dict) else None
    path = ("sound", "tuning")
    if not isinstance(name, str) or name in SCALES or not fields.printable(name):
        return
    if not name.endswith(".scl"):
        yield Problem(path, f"unknown tuning {shown(name)}", suggestion(name, [*SCALES, "a Scala file: my.scl"]))
        return
    try:
        beside.scala(name)
    except DescantError as error:
        yield Problem(path, f"{error.where}: {error.what}", error.fix)


def performer(document: Document, beside: Beside) -> Iterator[Problem]:
    """Check that the performer's video is there."""
    picture = document.get("picture")
    name = picture.get("performer") if isinstance(picture, dict) else None
    if isinstance(name, str) and name and fields.printable(name) and not beside.has(name):
        where = ("picture", "performer")
        yield Problem(where, f"{shown(name)} is not beside the patch", "put the video there", severity="missing")
