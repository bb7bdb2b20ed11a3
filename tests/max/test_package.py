"""The Max package as it is shipped: our own check finds nothing wrong in it, and neither does another's."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from py2max import Patcher
from py2max.maxref import get_object_info

from descant.export.max_check import problems
from descant.export.max_objects import BY_NAME, OBJECTS, Object
from descant.patch import load

PACKAGE = Path(__file__).parents[2] / "max"
PATCHERS = sorted(path for path in PACKAGE.rglob("*") if path.suffix in (".maxpat", ".maxhelp"))
PIECE = PACKAGE / "misc/phrase.toml"
SAID_BY_ALL = {"bang", "float", "list", "symbol", "name"}
IN_OTHER_PIECES = {"knots", "mine", "other", "drums/sound", "drums/kick"}  # as help says: not in the one it starts
OF_EVERY_BOX = {
    "id", "maxclass", "numinlets", "numoutlets", "outlettype", "patching_rect", "presentation",
    "presentation_rect", "text", "fontsize", "fontface", "textcolor", "background", "varname", "linecount",
    "ignoreclick", "hint", "comment", "index", "parameter_enable", "saved_attribute_attributes",
    "jsarguments", "filename", "format",
}  # fmt: skip
OF_EVERY_3D_OBJECT = {
    "name", "position", "color", "layer", "enable", "lighting_enable", "depth_enable", "blend_enable",
    "transform_reset",
}  # fmt: skip
ITS_OWN = {"node.script", "jit.gl.layer", "p", "t"}  # objects of Max that py2max does not know


def test_nothing_is_wrong():
    assert problems(PACKAGE) == []


def test_all_is_there_that_max_looks_for():
    assert len(PATCHERS) == 2 * len(BY_NAME) + 2
    assert {path.name for path in PACKAGE.iterdir()} >= {
        "patchers", "help", "docs", "javascript", "code", "media", "extras", "misc",
        "package-info.json", "icon.png", "readme.md", "license.md",
    }  # fmt: skip


@pytest.mark.parametrize("path", PATCHERS, ids=lambda path: path.name)
def test_another_reader_of_patchers_reads_it(path: Path):
    """py2max counts ports of its own and knows neither scripts nor abstractions: it is asked what the objects are."""
    patcher = Patcher.from_file(str(path))
    names = {_name(box) for box in _boxes(patcher)}
    assert names
    assert {name for name in names if name not in BY_NAME and get_object_info(name) is None} <= ITS_OWN


def objects(patcher: dict) -> Iterator[tuple[str, set[str]]]:
    """Yield each object with the attributes that it is given, as it is typed or drawn."""
    for each in patcher["boxes"]:
        box = each["box"]
        yield from objects(box.get("patcher", {"boxes": ()}))
        if box["maxclass"] != "newobj":
            yield box["maxclass"], set(box) - OF_EVERY_BOX
        elif box["text"].split()[0] != "patcherargs":
            words = box["text"].split()
            yield words[0], {word[1:] for word in words if word.startswith("@")}


@pytest.mark.parametrize("path", PATCHERS, ids=lambda path: path.name)
def test_objects_have_the_attributes_that_they_are_given(path: Path):
    for name, given in objects(json.loads(path.read_text(encoding="utf-8"))["patcher"]):
        info = get_object_info(name)
        if info is not None:
            known = set(info.get("attributes") or ()) | (OF_EVERY_3D_OBJECT if name.startswith("jit.gl.") else set())
            assert given - known == set(), name


def _boxes(patcher):
    for box in patcher._boxes:
        yield box
        if getattr(box, "_patcher", None) is not None:
            yield from _boxes(box._patcher)


def _name(box):
    text = getattr(box, "text", None) or ""
    return text.split()[0] if box.maxclass == "newobj" and text else box.maxclass


def texts(patcher: dict) -> Iterator[str]:
    """Yield what is typed into boxes, those of subpatchers too."""
    for each in patcher["boxes"]:
        yield each["box"].get("text", "")
        yield from texts(each["box"].get("patcher", {"boxes": ()}))


def test_what_help_names_is_in_the_piece_that_it_starts():
    piece = load(PIECE)
    known = {*piece.streams, *piece.table, *piece.parts, *IN_OTHER_PIECES}
    named = [
        match[1]
        for path in PATCHERS
        for text in texts(json.loads(path.read_text(encoding="utf-8"))["patcher"])
        if (match := re.match(r"(?:descant\.(?:stream|parameter|pad|learn)|name|bus) ([a-z][^ ]*)", text))
    ]
    assert len(named) > 20
    assert set(named) - known == set()


def test_cues_that_help_goes_to_are_in_the_piece():
    names = {cue.name for cue in load(PIECE).cues} | {f"{cue.number:g}" for cue in load(PIECE).cues}
    text = (PACKAGE / "help/descant.cue.maxhelp").read_text(encoding="utf-8")
    assert set(re.findall(r'"text": "goto ([^"A-Z]+|[^"]*[a-z])"', text)) <= names


@pytest.mark.parametrize("of", OBJECTS, ids=lambda each: each.name)
def test_every_word_and_attribute_of_the_table_is_known_to_a_script(of: Object):
    """A script that does not know a word says so at run time; here each is looked for in the scripts' texts."""
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "javascript").glob("*.js"))
    patcher = (PACKAGE / f"patchers/{of.name}.maxpat").read_text(encoding="utf-8")
    words = {word.name for word in of.words} - SAID_BY_ALL | {each.name for each in of.attributes}
    missing = {
        w
        for w in words
        if not re.search(rf"(?:'{w}'|^\s+{w}: \(|^\s+{w}\()", scripts, re.M) and f"route {w}" not in patcher
    }
    assert {word for word in missing if word not in patcher} == set()
