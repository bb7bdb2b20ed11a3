"""Patch files of every version load, and newer ones are refused in words that help."""

import tomllib
from pathlib import Path

import pytest

from descant.errors import DescantError
from descant.patch import load, loads, migrate, schema
from descant.patch.migrate import MIGRATIONS, migrated

VERSIONS = sorted((Path(__file__).parent / "versions").glob("*.toml"))


def test_there_is_a_file_of_every_version():
    assert [path.stem for path in VERSIONS] == [str(version) for version in range(1, schema.FORMAT + 1)]
    assert [tomllib.loads(path.read_text())["descant"] for path in VERSIONS] == list(range(1, schema.FORMAT + 1))
    assert list(MIGRATIONS) == list(range(1, schema.FORMAT))


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_every_version_loads_as_the_same_piece(path):
    patch = load(path)
    assert patch.title == "Losses, Dissonances, and Distortions"
    assert [(cue.number, cue.name) for cue in patch.cues] == [
        (1, "Cubics"), (2, "Knots"), (3, "Knots, seen"), (4, "Cubics, seen")
    ]  # fmt: skip
    assert patch.cues[2].set == {
        "knots/on": True, "knots/learning_rate": 0.012, "overtones/decay_scale": 2.0, "piano/decay_scale": 2.0,
        "picture/background": "performer",
    }  # fmt: skip
    assert (patch.declared["knots/chord_window_ms"], patch.declared["cubics-to-detune/ceiling"]) == (60.0, 0.25)
    assert {name: part.kind for name, part in patch.parts.items()} == {
        "cubics": "cubics", "knots": "knots", "chorus": "chorus", "cello": "listen",
    }  # fmt: skip
    assert patch.inputs["piano"].cue_programs == {9: "Knots", 10: 3.0}
    assert patch.osc.triggers == {"/qlab/next": "go", "/stop": "panic", "/scene/2": 2.0}


def test_a_newer_version_is_refused():
    text = f"descant = {schema.FORMAT + 1}\nfuture = 7\n"
    with pytest.raises(
        DescantError, match=r"new.toml:1: descant: found 2, and this .* reads format 1; install a newer"
    ):
        loads(text, "new.toml", None, {})


# ---------------------------------------------------------------- a made-up version 3
def speeds(document):
    """1 → 2: what was `speed` is `learning_rate`."""
    for part in document["parts"].values():
        part["learning_rate"] = part.pop("speed")


def scenes(document):
    """2 → 3: scenes are cues."""
    document["cues"] = document.pop("scenes")


OLD = """\
descant = 1
[parts.knots]
kind = "knots"
speed = {speed}
[instruments.bell]
synthdef = "piano"
[[scenes]]
number = 1
"""


@pytest.fixture
def made_up(monkeypatch):
    """Let version 3 be the present one."""
    table = {1: speeds, 2: scenes}
    monkeypatch.setattr(schema, "FORMAT", 3)
    monkeypatch.setattr(migrate.migrated, "__defaults__", (table, 3))


def test_migrations_follow_each_other():
    old = tomllib.loads(OLD.format(speed=0.5))
    new = migrated(old, {1: speeds, 2: scenes}, 3)
    assert new == {
        "descant": 3, "parts": {"knots": {"kind": "knots", "learning_rate": 0.5}},
        "instruments": {"bell": {"synthdef": "piano"}}, "cues": [{"number": 1}],
    }  # fmt: skip
    assert old == tomllib.loads(OLD.format(speed=0.5)), "what was read stays as it was read"
    assert migrated({"descant": 2, "scenes": []}, {1: speeds, 2: scenes}, 3) == {"descant": 3, "cues": []}


@pytest.mark.parametrize("version", [3, 4, 0, -1, "1", None, True, 1.0])
def test_what_is_of_no_earlier_version_is_left_as_it_is(version):
    document = {"descant": version, "scenes": []}
    assert migrated(document, {1: speeds, 2: scenes}, 3) is document


def test_an_old_file_is_performed_and_its_text_is_not_changed(made_up):
    text = OLD.format(speed=0.5)
    patch = loads(text, "old.toml", None, {})
    assert (patch.declared["knots/learning_rate"], len(patch.cues), patch.text) == (0.5, 1, text)


def test_what_is_wrong_with_an_old_file_has_its_line(made_up):
    with pytest.raises(DescantError, match=r"old.toml:2: parts.knots.learning_rate: found 7.0"):
        loads(OLD.format(speed=7.0), "old.toml", None, {})
