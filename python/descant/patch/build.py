"""Build a Patch from tables in which nothing is wrong."""

from pathlib import Path
from typing import TypeVar

from descant.parts.kinds import files_of
from descant.patch import patch, schema
from descant.patch.assets import Beside
from descant.patch.build_cues import cues
from descant.patch.examine import Examined
from descant.patch.outline import Kinds
from descant.sound.table import EFFECTS
from descant.sound.tuning import SCALES
from descant.table import Parameter, Value

M = TypeVar("M", bound=schema.Strict)
NO_NOTES = 0, -1  # from one to the other there is none


def build(examined: Examined, beside: Beside, kinds: Kinds, *, text: str, name: str, path: Path | None) -> patch.Patch:
    """Return the patch that was examined, with the text files it needs."""
    top = _one(examined, (), schema.Top)
    sound = patch.SoundSettings(**schema.written(_one(examined, ("sound",), schema.SoundTable)))
    files = {} if sound.tuning in SCALES else {sound.tuning: beside.scala(sound.tuning)}
    files |= {table.state: beside.state(table.state) for table in _cues(examined) if table.state}
    known = examined.outline
    return patch.Patch(
        name=name,
        path=path,
        text=text,
        files=files,
        title=top.title or Path(name).stem,
        seed=top.seed,
        tick_rate_hz=top.tick_rate,
        go_guard_ms=top.go_guard_ms,
        sound=sound,
        picture=_picture(_one(examined, ("picture",), schema.PictureTable)),
        inputs={name: _input(table) for name, table in _all(examined, schema.MidiInputTable).items()},
        osc=patch.OscSettings(**schema.written(_one(examined, ("osc",), schema.OscTable))),
        parts={name: _part(table, kinds) for name, table in _all(examined, schema.PartTable).items()},
        instruments={name: _instrument(table) for name, table in _all(examined, schema.InstrumentTable).items()},
        mappings={
            name: patch.MappingEntry(sources=table.from_, targets=table.to)
            for name, table in _all(examined, schema.MappingTable).items()
        },
        cues=cues(_cues(examined), known),
        table=known.table,
        streams=known.streams,
        declared=_declared(examined),
    )


def _part(table: schema.PartTable, kinds: Kinds) -> patch.PartEntry:
    """Return a part's entry, with the files that its table names."""
    files = {file.name: str(getattr(table, file.name)) for file in files_of(kinds[table.kind])}
    return patch.PartEntry(kind=table.kind, files={name: file for name, file in files.items() if file})


def _cues(examined: Examined) -> list[schema.CueTable]:
    return [table for table in examined.tables.values() if isinstance(table, schema.CueTable)]


def _one(examined: Examined, path: tuple[str, ...], model: type[M]) -> M:
    table = examined.tables[path]
    assert isinstance(table, model)
    return table


def _all(examined: Examined, model: type[M]) -> dict[str, M]:
    """Return the tables that follow a model, by name, in the order of the file."""
    return {str(path[-1]): table for path, table in examined.tables.items() if isinstance(table, model)}


def _input(table: schema.MidiInputTable) -> patch.MidiInput:
    settings = schema.written(table)
    del settings["kind"]
    morph = settings.pop("morph")
    return patch.MidiInput(**settings, morph=_morph(morph) if morph else None)


def _morph(table: schema.Table) -> patch.MorphEntry:
    return patch.MorphEntry(**schema.written(schema.MorphTable.model_validate(table)))


def _picture(table: schema.PictureTable) -> patch.PictureSettings:
    return patch.PictureSettings(
        width=table.width, height=table.height, frame_rate=table.frame_rate, performer=table.performer,
        camera=None if table.camera == "" else table.camera,
    )  # fmt: skip


def _instrument(table: schema.InstrumentTable) -> patch.InstrumentEntry:
    low, high = NO_NOTES if table.synthdef in EFFECTS else table.notes
    return patch.InstrumentEntry(synthdef=table.synthdef, low_note=low, high_note=high)


def _declared(examined: Examined) -> dict[str, Value]:
    """Return what every parameter is where no cue says otherwise."""
    declared: dict[str, Value] = {}
    for owner in examined.outline.owners:
        settings = schema.written(examined.tables[owner.path])
        declared |= {f"{owner.name}/{row.name}": _kept(row, settings[row.name]) for row in owner.rows}
    return declared


def _kept(row: Parameter, value: Value) -> Value:
    """Return a value in its row's kind; what the file leaves out has not been checked."""
    return row.checked(value)
