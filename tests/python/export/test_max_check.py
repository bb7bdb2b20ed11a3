"""The check of the Max package catches what is wrong: each fault is put into a copy of the package, and found."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from descant.export.max import ROOT
from descant.export.max_check import main, problems

Json = dict[str, Any]
STREAM = "patchers/descant.stream.maxpat"
HELP = "help/descant.stream.maxhelp"
OVERVIEW = "extras/Descant.maxpat"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "max", tmp_path / "Descant"))


def change(path: Path, how: Callable[[Json], None]) -> None:
    """Change a patcher's file."""
    whole = json.loads(path.read_text(encoding="utf-8"))
    how(whole["patcher"])
    path.write_text(json.dumps(whole), encoding="utf-8")


def box_of(patcher: Json, text: str) -> Json:
    """Return a box by the beginning of its text, or by its class."""
    boxes = (each["box"] for each in patcher["boxes"])
    return next(box for box in boxes if box.get("text", box["maxclass"]).startswith(text))


def edited(which: str, /, **how: Any) -> Callable[[Json], None]:
    return lambda patcher: box_of(patcher, which).update(how)


def untabbed(patcher: Json) -> None:
    del box_of(patcher, "p more")["patcher"]["showontab"]


def tab(how: Callable[[Json], None], name: str = "p basic") -> Callable[[Json], None]:
    return lambda patcher: how(box_of(patcher, name)["patcher"])


def first_line(end: str, place: int, value: Any) -> Callable[[Json], None]:
    def how(patcher: Json) -> None:
        patcher["lines"][0]["patchline"][end][place] = value

    return how


def twice(patcher: Json) -> None:
    patcher["boxes"][1]["box"]["id"] = patcher["boxes"][0]["box"]["id"]


def line_twice(patcher: Json) -> None:
    patcher["lines"].append(patcher["lines"][0])


def same_varname(patcher: Json) -> None:
    for each in patcher["boxes"][:2]:
        each["box"]["varname"] = "face"


def unshown(patcher: Json) -> None:
    for each in patcher["boxes"]:
        each["box"].pop("presentation", None)


def moved(text: str, dx: float, dy: float, key: str = "patching_rect") -> Callable[[Json], None]:
    def how(patcher: Json) -> None:
        box = box_of(patcher, text)
        box[key] = [box[key][0] + dx, box[key][1] + dy, *box[key][2:]]

    return how


def on(text: str, other: str, key: str = "patching_rect") -> Callable[[Json], None]:
    def how(patcher: Json) -> None:
        box_of(patcher, text)[key] = list(box_of(patcher, other)[key])

    return how


def without_corners(patcher: Json) -> None:
    for line in patcher["lines"]:
        line["patchline"].pop("midpoints", None)


IN_PATCHERS = {
    "an id twice": (STREAM, twice, "id obj-"),
    "a cord twice": (STREAM, line_twice, "is there 2 times"),
    "a scripting name twice": (STREAM, same_varname, "varname face is there 2 times"),
    "a cord from an outlet that is not": (STREAM, first_line("source", 1, 7), "has no outlet 8"),
    "a cord to an inlet that is not": (STREAM, first_line("destination", 1, 5), "has no inlet 6"),
    "a cord to a box that is not": (STREAM, first_line("destination", 0, "obj-99"), "destination obj-99 is not there"),
    "too few types of outlets": (STREAM, edited("v8", outlettype=[""]), "has 4 outlets and 1 types"),
    "a script with other ports": (STREAM, edited("v8", numinlets=3), "has ports (3, 4) and should have (2, 4)"),
    "a script that is not": (STREAM, edited("v8", text="v8 descant.steam.js #1"), "no script descant.steam.js"),
    "an object with other ports": (
        STREAM,
        edited("float", numinlets=1),
        "[float] has ports (1, 1) and should have (2, 1)",
    ),
    "an object that nobody knows": (STREAM, edited("float", text="floot"), "unknown object floot"),
    "a class that nobody knows": (STREAM, edited("outlet", maxclass="outlit"), "unknown object outlit"),
    "a name that nothing sends to": (
        STREAM,
        edited("receive descant.in", text="receive descant.on"),
        "nothing sends to",
    ),
    "an empty presentation": (STREAM, unshown, "opens in presentation and shows nothing"),
    "an abstraction with other ports": (
        HELP,
        tab(edited("descant.stream", numoutlets=3, outlettype=["", "", ""])),
        "has ports (1, 3) and should have (1, 2)",
    ),
    "an abstraction that is not": (
        HELP,
        tab(edited("descant.stream", text="descant.steam")),
        "unknown object descant.steam",
    ),
    "a subpatcher with other ports": (
        HELP,
        edited("p basic", numinlets=1),
        "[p basic] has ports (1, 0) and should have (0, 0)",
    ),
    "help without its object": (HELP, tab(edited("descant.stream", text="print")), "does not have the object"),
    "help without a tab": (HELP, untabbed, "tabs are not basic, more"),
    "a shader that is not": (
        "patchers/descant.video.maxpat",
        edited("jit.gl.slab @file descant.bend", text="jit.gl.slab @file descant.bent.jxs"),
        "no file descant.bent.jxs",
    ),
    "a process that is not": (
        "patchers/descant.connect.maxpat",
        edited("node.script", text="node.script descant.prozess.js"),
        "no file descant.prozess.js",
    ),
    "a picture that is not": (OVERVIEW, edited("fpic", pic="descant.not.png"), "no file descant.not.png"),
    "help that is not": (OVERVIEW, edited("help descant.pad", text="help descant.pat"), "opens no help patcher"),
    "a patcher that is not": (OVERVIEW, edited("load", text="load Descant-stag.maxpat"), "opens no patcher"),
    "a box on another": (STREAM, on("float", "receive descant.in"), "lies over"),
    "a box on another in the presentation": (OVERVIEW, on("Start", "Quit", "presentation_rect"), "(presentation_rect)"),
    "a position that is not whole": (STREAM, moved("float", 0.5, 0), "that is not whole"),
    "a position outside": (STREAM, moved("receive descant.in", 0, -100), "that is not whole"),
    "a cord through a box": (STREAM, moved("float", 115, 0), "runs through [float]"),
    "a cord that goes up": (STREAM, without_corners, "goes up without corners"),
    "a text too wide": (STREAM, edited("float", text="float 1.000000000"), "does not fit into its box"),
    "a comment too high": (HELP, tab(edited("What to hear", text="to hear again " * 9)), "is higher than its box"),
}


@pytest.mark.parametrize(("path", "how", "expected"), IN_PATCHERS.values(), ids=IN_PATCHERS)
def test_a_fault_in_a_patcher_is_found(package: Path, path: str, how: Callable[[Json], None], expected: str):
    change(package / path, how)
    assert expected in "\n".join(problems(package))


def info(package: Path, **how: Any) -> None:
    path = package / "package-info.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | how))


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


PAGE = "docs/refpages/descant.stream.maxref.xml"
IN_FILES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "no help": (lambda package: (package / HELP).unlink(), "descant.stream: has no help patcher"),
    "no reference": (lambda package: (package / PAGE).unlink(), "descant.stream: has no reference page"),
    "no XML": (lambda package: replaced(package / PAGE, "</c74object>", ""), "is no XML"),
    "a page of another": (lambda package: replaced(package / PAGE, 'name="descant.stream"', 'name="x"'), "is of x"),
    "a page without a digest": (
        lambda package: replaced(package / PAGE, "What happens inside a learner, as numbers", ""),
        "has no digest",
    ),
    "a page with other ports": (
        lambda package: replaced(package / PAGE, "<inletlist>", '<inletlist><inlet id="9" />'),
        "tells of ports (2, 2), and the object has (1, 2)",
    ),
    "a page that leads nowhere": (lambda package: replaced(package / PAGE, '"scale"', '"skale"'), "leads to skale"),
    "no icon": (lambda package: (package / "icon.png").unlink(), "icon.png: is not there"),
    "a small icon": (
        lambda package: shutil.copy(package / "media/descant.knot.png", package / "icon.png"),
        "icon.png: is 380 × 380",
    ),
    "no readme": (lambda package: (package / "readme.md").unlink(), "readme.md: is not there"),
    "no author": (lambda package: info(package, author=""), "package-info.json: no author"),
    "an odd version": (lambda package: info(package, version="soon"), "soon is no version"),
    "a home that is not": (lambda package: info(package, homepatcher="Home.maxpat"), "no homepatcher Home.maxpat"),
    "an info that is no JSON": (lambda package: (package / "package-info.json").write_text("{"), "package-info.json: "),
    "a patcher that is no JSON": (lambda package: (package / STREAM).write_text("{"), "is no patcher"),
    "two files of one name": (
        lambda package: shutil.copy(package / STREAM, package / "extras"),
        "descant.stream.maxpat: 2 files have this name",
    ),
    "an object called as one of Max": (
        lambda package: shutil.copy(package / STREAM, package / "patchers/route.maxpat"),
        "Max has an object of this name",
    ),
}


@pytest.mark.parametrize(("how", "expected"), IN_FILES.values(), ids=IN_FILES)
def test_a_fault_in_the_files_is_found(package: Path, how: Callable[[Path], Any], expected: str):
    how(package)
    assert expected in "\n".join(problems(package))


def test_the_command_says_what_is_wrong_and_its_exit_status(package: Path, capsys: pytest.CaptureFixture[str]):
    assert main(package) == 0
    assert capsys.readouterr().out.endswith("all right, as far as one sees without Max\n")
    (package / "icon.png").unlink()
    assert main(package) == 1
    assert capsys.readouterr().out.startswith("icon.png: is not there\n")
