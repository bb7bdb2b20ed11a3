"""The file of a captured cue: written, read, and refused where it is damaged or of other parts."""

import pytest

from descant.errors import DescantError
from descant.patch import captured, load, loads, problems
from descant.patch.captured import Captured

PIECE = """\
descant = 1
[parts.knots]
kind = "knots"
[instruments.bell]
synthdef = "piano"
[[cues]]
number = 1
[[cues]]
number = 2.5
state = "piece.states/2.5.json"
"""


def knots():
    from descant.parts.kinds import kinds

    kind = kinds()["knots"]
    part = kind("knots", {row.name: row.default for row in kind.parameters}, 3)
    part.begin(0.0, 1.0)
    return part


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a patch of one captured cue."""
    (tmp_path / "piece.states").mkdir()
    (tmp_path / "piece.toml").write_text(PIECE)
    text = captured.text_of(
        Captured("Piece", {"knots": "knots"}, {"shift/red": 0.25}, {"parts": {"knots": knots().state()}})
    )
    (tmp_path / "piece.states" / "2.5.json").write_text(text)
    return tmp_path


def test_it_reads_back_and_is_part_of_the_patch(folder):
    patch = load(folder / "piece.toml")
    assert patch.cues[1].state == "piece.states/2.5.json" and patch.cues[0].state is None
    text = patch.files["piece.states/2.5.json"]
    found = captured.read(text, "here")
    assert (found.patch, found.values) == ("Piece", {"shift/red": 0.25})
    assert captured.text_of(found) == text
    assert problems(folder / "piece.toml") == []
    assert loads(PIECE, "piece.toml", None, patch.files).cues == patch.cues


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda text: text.replace('"learner":1', '"learner":2'), "piece.states/2.5.json: is damaged"),
        (lambda text: text[: len(text) // 2], "piece.states/2.5.json: is damaged"),
        (lambda text: "", "piece.states/2.5.json: is damaged"),
        (lambda text: None, "2.5.json: there is no such file"),
    ],
    ids=["a digit", "half", "empty", "gone"],
)
def test_damage_is_said_with_its_line(folder, change, what):
    path = folder / "piece.states" / "2.5.json"
    changed = change(path.read_text())
    path.unlink()
    if changed is not None:
        path.write_text(changed)
    found = problems(folder / "piece.toml")
    assert [(problem.key, problem.line) for problem in found] == [("cues[2].state", 10)] and what in found[0].what
    with pytest.raises(DescantError, match=r"piece.toml:10: cues\[2\].state"):
        load(folder / "piece.toml")


@pytest.mark.parametrize("name", ["../x.json", "/x.json", "a/b/c.json", "x.toml", "", "a\\u0000.json"])
def test_a_name_that_leads_elsewhere(folder, name):
    text = PIECE.replace("piece.states/2.5.json", name)
    (folder / "piece.toml").write_text(text)
    assert [problem.key for problem in problems(folder / "piece.toml")] == ["cues[2].state"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('kind = "knots"', 'kind = "cubics"', "captured when 'knots' was 'knots'; it is 'cubics' now"),
        ("[parts.knots]", "[parts.others]", "captured when 'knots' was 'knots'; it is gone"),
    ],
)
def test_other_parts_than_were_captured(folder, old, new, what):
    (folder / "piece.toml").write_text(PIECE.replace(old, new))
    found = problems(folder / "piece.toml")
    assert len(found) == 1 and found[0].what.endswith(what) and "capture the cue anew" in found[0].fix


def test_a_whole_file_that_no_part_can_take(folder):
    state = knots().state()
    state["bank"]["theta"] = state["bank"]["theta"][:, :2]
    text = captured.text_of(Captured("Piece", {"knots": "knots"}, {}, {"parts": {"knots": state}}))
    (folder / "piece.states" / "2.5.json").write_text(text)
    assert "holds what 'knots' cannot be: ValueError" in problems(folder / "piece.toml")[0].what


def test_a_newer_file(folder, monkeypatch):
    monkeypatch.setattr(captured, "VERSION", 2)
    text = captured.text_of(Captured("Piece", {"knots": "knots"}, {}, {"parts": {}}))
    monkeypatch.undo()
    with pytest.raises(DescantError, match="is of version 2, and this Descant reads 1"):
        captured.read(text, "here")


def test_names_of_files():
    assert captured.file_name("a piece.toml", 2.25, {}) == "a piece.states/2.25.json"
    taken = {"x.states/1.json": "", "x.states/1-2.json": ""}
    assert captured.file_name("x.toml", 1.0, taken) == "x.states/1-3.json"


@pytest.mark.parametrize("name", ["../x.json", "a/../x.json", "/x.json", "a/b/x.json", "x.txt", ""])
def test_a_state_lies_beside_its_patch(name):
    assert not captured.is_file_name(name)
    assert captured.is_file_name("piece.states/2.5.json") and captured.is_file_name("x.json")
