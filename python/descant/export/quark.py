"""The Quark's compiled SynthDefs, written from those that Descant plays: ``make quark``.

Beside each lies its source in sclang, written by hand; tests/sc renders both and holds them together.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from supriya import SynthDef

from descant.sound.synthdefs import pitched, safety

FOLDER = Path("SynthDefs")


def synthdefs() -> Iterator[SynthDef]:
    """Yield every SynthDef that a composer's own synths may be made of."""
    yield from pitched().values()
    yield safety()


def files() -> dict[Path, bytes]:
    """Return path within the Quark → what is in it."""
    return {FOLDER / f"{definition.effective_name}.scsyndef": definition.compile() for definition in synthdefs()}


def write(quark: Path) -> None:
    """Write the files into the Quark's folder."""
    for path, content in files().items():
        place = quark / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
