"""What is so on this machine and in no piece: which port is the piano here, the camera, the sound card, the display."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

from pydantic import Field, PlainValidator

from descant.errors import DescantError
from descant.patch import assets, fields
from descant.patch.lines import line_of
from descant.patch.load import decoded, parsed
from descant.patch.problem import Problem
from descant.patch.schema import Strict, Table, read
from descant.table import nearest

FORMAT = 1
NAME = Path("descant", "machine.toml")
BEGINS = f"begin it with machine = {FORMAT}"


def _format(value: object) -> int:
    if type(value) is int and value == FORMAT:
        return value
    raise fields.wrong(f"{FORMAT}, the version of this format")


class Top(Strict):
    """The whole file."""

    machine: Annotated[int, PlainValidator(_format)]
    midi: dict[str, Annotated[str, fields.LINE]] = Field(default_factory=dict)
    sound: Table = Field(default_factory=dict)
    osc: Table = Field(default_factory=dict)
    picture: Table = Field(default_factory=dict)


class SoundTable(Strict):
    """[sound]."""

    scsynth_port: Annotated[int | None, fields.whole(1, 65535)] = None
    inputs: Annotated[str | None, fields.LINE] = None
    outputs: Annotated[str | None, fields.LINE] = None


class OscTable(Strict):
    """[osc]."""

    port: Annotated[int | None, fields.whole(0, 65535)] = None
    allow: Annotated[tuple[str, ...], fields.HOSTS] = ()


class PictureTable(Strict):
    """[picture]."""

    camera: Annotated[str | int | None, fields.CAMERA] = None
    display: Annotated[int, fields.whole(0, 15)] = 0
    full_screen: bool = False


TABLES: dict[str, type[SoundTable | OscTable | PictureTable]] = {
    "sound": SoundTable, "osc": OscTable, "picture": PictureTable,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The settings of a machine; None is what a patch, or JACK, has."""

    path: Path | None = None  #: None where there is no such file
    midi: dict[str, str] = field(default_factory=dict)  #: input → part of a port's name
    scsynth_port: int | None = None
    inputs: str | None = None  #: JACK's ports that scsynth hears: a client, or names with commas
    outputs: str | None = None  #: JACK's ports that it plays to
    osc_port: int | None = None
    allow: tuple[str, ...] = ()  #: IP addresses that may speak, besides those of the patch
    camera: str | int | None = None
    display: int = 0
    full_screen: bool = False

    def words(self) -> str:
        """Return what it says, in a line."""
        ports = [f"{name} is {port!r}" for name, port in self.midi.items()]
        others = [
            f"{name} {value}" for name in self.__slots__
            if name not in ("path", "midi") and (value := getattr(self, name)) != getattr(Machine(), name)
        ]  # fmt: skip
        return ", ".join([*ports, *others]) or "nothing is set"


def usual_path() -> Path:
    """Return where the file of this machine lies, if there is one."""
    home = os.environ.get("XDG_CONFIG_HOME") or ""
    return (Path(home) if home.startswith("/") else Path.home() / ".config") / NAME


def load_machine(path: Path | None = None) -> Machine:
    """Return the settings in a file; without a path in the usual one, or none where there is no such file.

    Raises:
        DescantError: the first thing that is wrong with it, and how many more.
    """
    where = usual_path() if path is None else path
    if path is None and not assets.exists(where):
        return Machine()
    found = read_machine(where)
    if isinstance(found, list):
        raise found[0].error(len(found) - 1)
    return found


def read_machine(path: Path) -> Machine | list[Problem]:
    """Return the settings in a file, or everything that is wrong with it, in its order."""
    try:
        document, lines = parsed(decoded(assets.read_bytes(path), str(path)), str(path), BEGINS)
    except DescantError as error:
        return [Problem((), error.what, error.fix, file=error.where)]
    tables = {name: each if isinstance(each := document.get(name), dict) else {} for name in TABLES}
    top = read(Top, (), document)
    sound, osc, seen = (read(model, (name,), tables[name]) for name, model in TABLES.items())
    match top, sound, osc, seen:
        case Top(), SoundTable(), OscTable(), PictureTable():
            return Machine(
                path=path, midi=top.midi, scsynth_port=sound.scsynth_port, inputs=sound.inputs,
                outputs=sound.outputs, osc_port=osc.port, allow=osc.allow, camera=seen.camera, display=seen.display,
                full_screen=seen.full_screen,
            )  # fmt: skip
    wrong = [_said(each) for found in (top, sound, osc, seen) if isinstance(found, list) for each in found]
    placed = [replace(each, file=str(path), line=line_of(lines, each.path)) for each in wrong]
    return sorted(placed, key=lambda each: each.line)


def _said(problem: Problem) -> Problem:
    missing = problem.what == "missing" and problem.path == ("machine",)
    return replace(problem, fix=BEGINS) if missing else problem


def strange(machine: Machine, inputs: Collection[str]) -> Iterator[Problem]:
    """Yield the inputs that it names and no piece has, where one of the pieces' has a name much like it."""
    for name in machine.midi:
        near = nearest(name, [each for each in inputs if each not in machine.midi])
        if name not in inputs and near:
            what = "no piece has an input of this name"
            yield Problem(("midi", name), what, near.removeprefix("; "), file=str(machine.path))
