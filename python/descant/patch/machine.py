"""What is so on this machine and in no piece: which port is the piano here, the camera, the sound card, the display."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

from pydantic import Field, PlainValidator

from descant.errors import DescantError
from descant.patch import assets, fields
from descant.patch.lines import line_of
from descant.patch.load import decoded, parsed
from descant.patch.schema import Strict, Table, read

FORMAT = 1
NAME = Path("descant", "machine.toml")
MOST_PORTS = 64


def _format(value: object) -> int:
    if type(value) is int and value == FORMAT:
        return value
    raise fields.wrong(f"{FORMAT}, the version of this format")


def _ports(value: object) -> dict[str, str]:
    if isinstance(value, dict) and len(value) <= MOST_PORTS and all(isinstance(each, str) for each in value.values()):
        return value
    raise fields.wrong('a table from inputs to parts of a port\'s name: piano = "Disklavier"')


class Top(Strict):
    """The whole file."""

    machine: Annotated[int, PlainValidator(_format)]
    midi: Annotated[dict[str, str], PlainValidator(_ports)] = Field(default_factory=dict)
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
        DescantError: the first thing that is wrong with it.
    """
    where = usual_path() if path is None else path
    if path is None and not assets.is_file(where):
        return Machine()
    document, lines = parsed(decoded(assets.read_bytes(where), str(where)), str(where))
    top = read(Top, (), document)
    sound = read(SoundTable, ("sound",), document["sound"] if isinstance(document.get("sound"), dict) else {})
    osc = read(OscTable, ("osc",), document["osc"] if isinstance(document.get("osc"), dict) else {})
    seen = read(PictureTable, ("picture",), document["picture"] if isinstance(document.get("picture"), dict) else {})
    for found in (top, sound, osc, seen):
        if isinstance(found, list):
            first = replace(found[0], file=str(where), line=line_of(lines, found[0].path))
            raise _said(first.error())
    assert isinstance(top, Top) and isinstance(sound, SoundTable)
    assert isinstance(osc, OscTable) and isinstance(seen, PictureTable)
    return Machine(
        path=where, midi=top.midi, scsynth_port=sound.scsynth_port, inputs=sound.inputs, outputs=sound.outputs,
        osc_port=osc.port, allow=osc.allow, camera=seen.camera, display=seen.display, full_screen=seen.full_screen,
    )  # fmt: skip


def _said(error: DescantError) -> DescantError:
    missing = error.what == "missing" and error.where.endswith(": machine")
    return DescantError(error.where, error.what, f"begin it with machine = {FORMAT}") if missing else error
