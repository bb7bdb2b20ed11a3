"""The Quark's compiled SynthDefs are those that Descant plays."""

from pathlib import Path

from descant.export.quark import FOLDER, files, write
from descant.sound.synthdefs import SAFETY, pitched, read_synthdef, safety

QUARK = Path(__file__).parents[3] / "sc"


def test_the_quark_holds_what_descant_plays():
    shipped = {path.relative_to(QUARK): path.read_bytes() for path in (QUARK / FOLDER).glob("*.scsyndef")}
    assert shipped == files(), "make quark writes them anew"


def test_each_has_its_source_beside_it():
    names = {*pitched(), SAFETY}
    assert {path.stem for path in (QUARK / FOLDER).glob("*.scsyndef")} == names
    assert {path.stem for path in (QUARK / FOLDER).glob("*.scd")} == names


def test_what_is_written_can_be_played_again(tmp_path: Path):
    write(tmp_path)
    for definition in (*pitched().values(), safety()):
        path = tmp_path / FOLDER / f"{definition.effective_name}.scsyndef"
        assert read_synthdef(definition.effective_name, path).compile() == definition.compile()
