"""Every class, method and guide of the Quark has help that renders, with code that compiles and links that lead."""

from pathlib import Path

import pytest
from sclang import QUARK, Ending, run

HERE = Path(__file__).parent
DOCUMENTS = sorted((QUARK / "HelpSource").rglob("*.schelp"))

WORKINGS = {  # what no composer names
    *("DescantAnalysis", "DescantBoot", "DescantCheck", "DescantClock", "DescantConnection", "DescantLink"),
    *("DescantLogin", "DescantMemory", "DescantProcess", "DescantTable"),
}

CLASS = """
Tape {
    *new { ^super.new }
    *erase { }
    splice { |at| ^at }
    pr_private { }
}
Reel { }
"""
GOOD = """TITLE:: Tape
SUMMARY:: it runs
CATEGORIES:: Libraries>Tape
RELATED:: Classes/SinOsc
DESCRIPTION::
A tape; see link::Classes/Buffer::.
CLASSMETHODS::
METHOD:: new
METHOD:: erase
INSTANCEMETHODS::
METHOD:: splice
ARGUMENT:: at
Where.
METHOD:: pr_private
EXAMPLES::
code::
Tape.new.splice(3);
::
"""


def problems(quark: Path, folder: Path) -> dict[Path, list[str]]:
    """Return file → what is wrong with it; what is wrong with none of them is under the Quark's folder."""
    ran = run(
        HERE / "help.scd", quark, folder / "rendered", home=folder / "home", include=[quark], silent_s=30, stumble=True
    )  # fmt: skip
    assert ran.ending is Ending.DONE, ran.text
    found: dict[Path, list[str]] = {quark: []}
    at = quark
    for line in ran.text.splitlines():
        match line.split(" ", 2):
            case ["help", "begins", path]:
                at = Path(path)
                found.setdefault(at, [])
            case ["help", "problem", text]:
                found[at].append(text)
            case _ if "Broken link" in line or line.startswith(("WARNING: SCDoc", "ERROR")):
                found[at].append(line.strip())
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, list[str]]:
    return problems(QUARK, tmp_path_factory.mktemp("help"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_help_file_is_whole(document: Path, found: dict[Path, list[str]]) -> None:
    assert not found[document], "\n".join(found[document])


def test_every_class_has_help(found: dict[Path, list[str]]) -> None:
    without = {text.removesuffix(" has no help file") for text in found[QUARK]}
    assert without == WORKINGS


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("", "", None),
        ("splice(3);", "splice(3", "code does not compile"),
        ("splice(3);\n::", "splice(3);", "does not parse"),
        ("METHOD:: erase\n", "", "class method erase is not documented"),
        ("METHOD:: splice", "METHOD:: slice", "instance method splice is not documented"),
        ("ARGUMENT:: at\nWhere.\n", "", "splice has the arguments [ at ], not [  ]"),
        ("ARGUMENT:: at", "ARGUMENT:: place", "splice has the arguments [ at ], not [ place ]"),
        ("Classes/Buffer", "Classes/Puffer", "Broken link"),
        ("RELATED:: Classes/SinOsc", "RELATED:: Classes/SinnOsc", "Broken link"),
        ("TITLE:: Tape", "TITLE:: Types", "Tape has no help file"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, old: str, new: str, problem: str | None) -> None:
    help_file = tmp_path / "Quark" / "HelpSource" / "Classes" / "Tape.schelp"
    help_file.parent.mkdir(parents=True)
    help_file.write_text(GOOD.replace(old, new) if old else GOOD)
    (tmp_path / "Quark" / "Tape.sc").write_text(CLASS)
    said = [text for texts in problems(tmp_path / "Quark", tmp_path).values() for text in texts]
    assert "Reel has no help file" in said
    said.remove("Reel has no help file")
    if problem is None:
        assert said == []
    else:
        assert any(problem in text for text in said)
