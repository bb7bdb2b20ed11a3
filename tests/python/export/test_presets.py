"""A patch's cues are the slots of a pattrstorage and come back from it; what a composer has beside them stays."""

import copy
import json
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.errors import DescantError
from descant.export import presets
from descant.patch import load, loads
from descant.patch.rewrite import put_cue

ROOT = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir())
LOSSES = ROOT / "patches" / "losses-dissonances-distortions.toml"
PATCHES = [LOSSES, ROOT / "patches" / "chorus.toml", ROOT / "sc" / "Patches" / "phrase.toml"]
SMALL = """\
descant = 1                     # a comment that stays

[parts.cubics]
kind = "cubics"
learning_rate = 0.15            # and this one

[instruments.overtones]
synthdef = "overtones"

[mappings.to-detune]
from = "cubics/loss"
to = "overtones/detune"
amount = 0.1

# ---- the cues
[[cues]]
number = 1
name = "First"
set = { "cubics/learning_rate" = 0.3 }   # by ear

[[cues]]
number = 2.5
name = "Second"
notes = "softly"
keep = ["cubics/noise"]
fade_s = 4.0
"""


def small(text=SMALL):
    return loads(text, "small.toml", None, {})


def slots(document):
    return document["pattrstorage"]["slots"]


def taken_over(text, document):
    """Return a patch's text with what the slots say."""
    for cue in presets.imported(small(text), document, "small.json").cues:
        text = put_cue(text, cue)
    return text


def descant(*arguments):
    command = [sys.executable, "-c", "from descant.cli.main import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


# ---------------------------------------------------------------- to Max
def test_a_slot_a_cue_with_number_name_and_every_value_under_its_name() -> None:
    document = presets.exported(small(), "small")
    assert document["pattrstorage"]["name"] == "small"
    assert list(slots(document)) == ["1", "2"]
    first, second = slots(document).values()
    assert (first["id"], first["name"], first["data"]["descant::cue"]) == (1, "First", [1.0])
    assert (second["id"], second["name"], second["data"]["descant::cue"]) == (2, "Second", [2.5])
    assert (first["data"]["cubics::learning_rate"], second["data"]["cubics::learning_rate"]) == ([0.3], [0.15])
    assert (first["data"]["cubics::on"], first["data"]["cubics::loss_form"]) == ([1], ["squared"])
    assert first["data"]["to-detune::amount"] == [0.1]
    assert "cubics::noise" in first["data"]
    assert "cubics::noise" not in second["data"]  # it keeps that
    assert "overtones::detune" not in first["data"]  # each note has its own


def test_what_a_stream_moves_is_in_no_slot_unless_a_cue_says_it() -> None:
    patch = load(LOSSES)
    document = presets.exported(patch, "losses")
    moved = {target for entry in patch.mappings.values() for target in entry.targets}
    said = {name for cue in patch.cues for name in cue.set}
    names = {name.replace("::", "/") for name in slots(document)["1"]["data"]} - {"descant/cue"}
    assert names == {n for n, row in patch.table.items() if not row.per_note and (n not in moved or n in said)}


def test_what_is_the_composers_own_stays_where_cues_are_written_anew() -> None:
    before = presets.exported(small(), "small")
    slots(before)["2"]["data"]["mine::reverb"] = [0.7]
    slots(before)["2"]["lock"] = 1
    slots(before)["7"] = {"id": 7, "name": "Max's own", "data": {"mine::reverb": [0.1]}}
    changed = SMALL.replace('"cubics/learning_rate" = 0.3', '"cubics/learning_rate" = 0.25')
    after = presets.exported(
        small(changed + '\n[[cues]]\nnumber = 3\nname = "Third"\n'), "small", copy.deepcopy(before)
    )
    assert slots(after)["1"]["data"]["cubics::learning_rate"] == [0.25]
    assert slots(after)["2"] == slots(before)["2"]
    assert slots(after)["7"] == slots(before)["7"]
    assert (slots(after)["8"]["id"], slots(after)["8"]["data"]["descant::cue"]) == (8, [3.0])


# ---------------------------------------------------------------- and back
@pytest.mark.parametrize("path", PATCHES, ids=lambda path: path.stem)
def test_there_and_back_nothing_is_changed(path) -> None:
    patch = load(path)
    document = presets.read(presets.text_of(presets.exported(patch, path.stem)), "it")
    assert presets.imported(patch, document, "it") == presets.Imported((), (), ())


def test_what_max_rounds_to_32_bits_or_six_digits_is_no_change() -> None:
    for rounded in (lambda x: struct.unpack("f", struct.pack("f", x))[0], lambda x: float(f"{x:.6g}")):
        document = presets.exported(load(LOSSES), "losses")
        for slot in slots(document).values():
            slot["data"] = {
                name: [rounded(float(atom)) if isinstance(atom, int | float) else atom for atom in atoms]
                for name, atoms in slot["data"].items()
            }
        assert presets.imported(load(LOSSES), document, "it").cues == ()


def test_a_value_that_was_changed_in_max_is_the_only_thing_that_changes_in_the_patch() -> None:
    document = presets.exported(small(), "small")
    slots(document)["1"]["data"]["cubics::learning_rate"] = [0.20000000298023224]
    assert taken_over(SMALL, document) == SMALL.replace("= 0.3 }", "= 0.2 }")


def test_name_switch_and_choice_come_back_and_notes_fades_and_keep_stay() -> None:
    document = presets.exported(small(), "small")
    slots(document)["2"]["name"] = "Storm"
    slots(document)["2"]["data"] |= {"cubics::on": [0], "cubics::loss_form": [1], "cubics::noise": [0.5]}
    text = taken_over(SMALL, document)
    put = 'name = "Storm"\nset = { "cubics/on" = false, "cubics/loss_form" = "absolute" }\n'
    assert text == SMALL.replace('name = "Second"\n', put)


def test_a_slot_that_was_stored_in_max_is_a_new_cue_behind_the_last() -> None:
    document = presets.exported(small(), "small")
    stored = copy.deepcopy(slots(document)["1"])  # its pattr says the cue that was recalled last
    slots(document)["5"] = stored | {"id": 5, "name": "Stored", "data": stored["data"] | {"cubics::noise": [0.25]}}
    slots(document)["6"] = {"id": 6, "data": {"cubics::learning_rate": [0.05]}}
    text = taken_over(SMALL, document)
    assert text.startswith(SMALL.rstrip("\n"))
    third, fourth = small(text).cues[2:]
    assert (third.number, third.name, third.set) == (3.0, "Stored", {"cubics/learning_rate": 0.3, "cubics/noise": 0.25})
    assert (fourth.number, fourth.name, fourth.set) == (4.0, "Cue 4", {"cubics/learning_rate": 0.05})


def test_what_is_in_no_slot_and_what_is_no_parameter_is_told() -> None:
    document = presets.exported(small(), "small")
    del slots(document)["2"]
    slots(document)["1"]["data"]["mine::reverb"] = [0.7]
    assert presets.imported(small(), document, "it") == presets.Imported((), ("mine::reverb",), (2.5,))


def test_a_captured_cue_keeps_its_state() -> None:
    patch = load(LOSSES)
    cue = presets._as_it_is(patch.cues[0])
    assert cue.state is None
    text = SMALL.replace('notes = "softly"', 'notes = "softly"\nstate = "small.states/2.5.json"')
    document = presets.exported(small(), "small")
    slots(document)["2"]["data"]["cubics::on"] = [0]
    changed = put_cue(text, presets._written(_with_state(), _with_state().cues[1], 2.5, slots(document)["2"], "it"))
    assert 'state = "small.states/2.5.json"' in changed


def _with_state():
    from dataclasses import replace

    patch = small()
    return replace(patch, cues=(patch.cues[0], replace(patch.cues[1], state="small.states/2.5.json")))


@pytest.mark.parametrize(
    ("atoms", "what"),
    [([7e9], "must be from"), (["fast"], "must be a number, not 'fast'"), ([], "must be a number, not []"),
     ([0.1, 0.2], "must be a number, not [0.1, 0.2]"), ([float("nan")], "must be from"),
     (True, "must be a number, not True"), (None, "must be a number, not None")],
)  # fmt: skip
def test_what_a_parameter_does_not_take_is_said_with_its_slot(atoms, what) -> None:
    document = presets.exported(small(), "small")
    slots(document)["2"]["data"]["cubics::learning_rate"] = atoms
    with pytest.raises(DescantError) as error:
        presets.imported(small(), document, "x.json")
    assert str(error.value).startswith("x.json, slot 2, cubics::learning_rate: ")
    assert f"learning_rate {what}" in str(error.value)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "7", "{}", '{"pattrstorage": {}}', '{"pattrstorage": {"slots": []}}', '{"pattrstorage": []}',
     '{"pattrstorage": {"slots": {"x": {}}}}', '{"pattrstorage": {"slots": {"1": []}}}', "[" * 100_000,
     '{"pattrstorage": {"slots": {"1": {"data": []}}}}', '{"pattrstorage": {"slots": {"-1": {}}}}'],
)  # fmt: skip
def test_what_is_no_file_of_pattrstorage_is_said(text) -> None:
    with pytest.raises(DescantError) as error:
        presets.read(text, "x.json")
    assert str(error.value).startswith("x.json: is no file of pattrstorage; ")


atom = st.one_of(st.floats(), st.integers(), st.text(max_size=5), st.booleans(), st.none())


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(["descant::cue", "cubics::noise", "cubics::on", "x"]), st.lists(atom, max_size=2))
)
def test_whatever_stands_in_a_slot_gives_a_patch_or_one_error(data) -> None:
    document = {"pattrstorage": {"name": "x", "slots": {"1": {"id": 1, "data": data}}}}
    try:
        text = taken_over(SMALL, presets.read(json.dumps(document), "x.json"))
        small(text)
    except DescantError:
        pass


# ---------------------------------------------------------------- the commands
def test_both_commands(tmp_path) -> None:
    patch, file = tmp_path / "small.toml", tmp_path / "small.json"
    patch.write_text(SMALL)
    done = descant("export", "presets", patch, "--out", file)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{file}: 2 cues\n", "")
    done = descant("import", "presets", file, "--into", patch)
    assert (done.returncode, done.stdout) == (0, "the cues are as in Max already\n")
    assert patch.read_text() == SMALL
    document = json.loads(file.read_text())
    slots(document)["2"]["data"] |= {"cubics::on": [0], "mine::reverb": [1]}
    file.write_text(json.dumps(document))
    done = descant("import", "presets", file, "--into", patch)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "cue 2.5 Second: as in Max", "no parameters, and left to Max: mine::reverb",
    ]  # fmt: skip
    assert small(patch.read_text()).cues[1].set == {"cubics/on": False}
    assert (tmp_path / "small.toml.1").read_text() == SMALL
    descant("export", "presets", patch, "--out", file)
    assert slots(json.loads(file.read_text()))["2"]["data"]["mine::reverb"] == [1]


def test_the_commands_say_in_a_line_what_is_wrong(tmp_path) -> None:
    patch, file = tmp_path / "small.toml", tmp_path / "x.json"
    patch.write_text(SMALL)
    file.write_text("no")
    for arguments in (
        ("import", "presets", file, "--into", patch),
        ("export", "presets", patch, "--out", file),
        ("export", "presets", patch, "--out", tmp_path / "none" / "deep" / "x.json"),
        ("import", "presets", tmp_path / "none.json", "--into", patch),
    ):
        done = descant(*arguments)
        assert (done.returncode, done.stdout) == (1, ""), arguments
        assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1
    assert patch.read_text() == SMALL
