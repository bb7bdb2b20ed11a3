"""What is so on this machine lies in a file of the machine."""

import pytest

from descant.errors import DescantError
from descant.patch.machine import Machine, load_machine, read_machine, strange, usual_path

WHOLE = """\
machine = 1

[midi]
piano = "Disklavier"
keys = "Disklavier"

[sound]
scsynth_port = 57131
inputs = "system"
outputs = "system:playback_3,system:playback_4"

[osc]
port = 57141
allow = ["192.168.1.20"]

[picture]
camera = "C920"
display = 1
full_screen = true
"""


def test_everything_that_can_be_said(tmp_path):
    path = tmp_path / "machine.toml"
    path.write_text(WHOLE)
    found = load_machine(path)
    assert found == Machine(
        path=path, midi={"piano": "Disklavier", "keys": "Disklavier"}, scsynth_port=57131, inputs="system",
        outputs="system:playback_3,system:playback_4", osc_port=57141, allow=("192.168.1.20",), camera="C920",
        display=1, full_screen=True,
    )  # fmt: skip
    assert found.words().startswith("piano is 'Disklavier', keys is 'Disklavier', scsynth_port 57131, inputs system")


def test_the_usual_place(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert usual_path() == tmp_path / "descant" / "machine.toml"
    assert load_machine() == Machine()
    (tmp_path / "descant").mkdir()
    (tmp_path / "descant" / "machine.toml").write_text("machine = 1\n[osc]\nport = 9\n")
    assert load_machine().osc_port == 9
    monkeypatch.setenv("XDG_CONFIG_HOME", "not/absolute")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert usual_path() == tmp_path / ".config" / "descant" / "machine.toml"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[midi]\n", ":1: machine: missing; begin it with machine = 1"),
        ("machine = 1\n[midi]\npiano = 3\n", ":3: midi.piano: found 3; must be text on one line"),
        ("machine = 1\nmidi = 3\n", ":2: midi: found 3; must be a table"),
        ("", ": the file is empty; begin it with machine = 1"),
        ("machine = 1\n[sound]\nscsynth_port = 0\n", ":3: sound.scsynth_port: found 0; must be a whole number from 1"),
        ("machine = 1\n[osc]\nallow = [\"me\"]\n", ":3: osc.allow: found [\"me\"]; must be an array of the IP"),
        ("machine = 1\n[picture]\ncamra = 1\n", ":3: picture.camra: unknown key; did you mean 'camera'?"),
        ("machine = 1\nsound = 3\n", ":2: sound: found 3; must be a table"),
        ("machine = \n", ":1: not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(tmp_path, text, line):
    path = tmp_path / "machine.toml"
    path.write_text(text)
    with pytest.raises(DescantError) as error:
        load_machine(path)
    assert str(error.value).startswith(f"{path}{line}")


def test_everything_that_is_wrong_is_named_in_its_order(tmp_path):
    path = tmp_path / "machine.toml"
    path.write_text("machine = 1\n[osc]\nprot = 1\n[midi]\nkeys = 2\n[sound]\nscsynth_port = 0\n")
    assert [problem.key for problem in read_machine(path)] == ["osc.prot", "midi.keys", "sound.scsynth_port"]
    with pytest.raises(DescantError, match=r"osc\.prot: .*\(and 2 more: descant check .* lists them\)"):
        load_machine(path)


def test_a_folder_in_the_place_of_the_usual_file_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "descant" / "machine.toml").mkdir(parents=True)
    with pytest.raises(DescantError, match=r"machine\.toml: not a file"):
        load_machine()


def test_an_input_that_no_piece_has_is_said_where_one_is_much_like_it(tmp_path):
    machine = Machine(path=tmp_path / "m.toml", midi={"pinao": "Disklavier", "keys": "nano", "organ": "x"})
    assert [str(problem) for problem in strange(machine, {"piano", "keys"})] == [
        f"{tmp_path / 'm.toml'}: midi.pinao: no piece has an input of this name; did you mean 'piano'?"
    ]
    assert not [*strange(machine, {"keys"})], "it may be of another piece"


def test_one_that_is_named_must_be_there(tmp_path):
    with pytest.raises(DescantError, match="there is no such file"):
        load_machine(tmp_path / "none.toml")
