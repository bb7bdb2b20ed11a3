"""The Quark installs from its folder, and from the branch that holds nothing else, in a home where nothing is yet."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from sclang import QUARK, ROOT, Ending, Sclang, run

HERE = Path(__file__).parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
CLASSES = {
    name
    for file in (QUARK / "Classes").glob("*.sc")
    for name in re.findall(r"^(\w+)(?:\[\w*\])?\s*(?::\s*\w+\s*)?\{", file.read_text(), re.MULTILINE)
}


def install(home: Path, place: object) -> str:
    with Sclang(home, include=[]) as sclang:
        sclang.tell(f'Quarks.install("{place}"); 0.exit')
        ran = sclang.finish()
    assert ran.ending is Ending.DONE, ran.text
    return ran.text


def installed(home: Path) -> tuple[list[list[str]], set[str]]:
    """Return Quarks with versions, and their classes, as the next sclang has them."""
    ran = run(HERE / "installed.scd", home=home, include=[])
    assert ran.ending is Ending.DONE, ran.text
    return [line.split()[1:3] for line in ran.lines("quark ")], {line.split()[1] for line in ran.lines("class ")}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Return a repository named like the Quark, whose master branch is what is below sc/ in a whole tree."""
    tree, alone = tmp_path / "tree", tmp_path / "Descant.git"

    def git(*words: object, at: Path = tree) -> None:
        name = ("-c", "user.name=tests", "-c", "user.email=tests@localhost")
        subprocess.run(["git", *name, *map(str, words)], cwd=at, check=True, capture_output=True)

    shutil.copytree(QUARK, tree / "sc")
    (tree / "sclang.sc").write_text("ThisMustNotBeInstalled { }")
    git("init", "--initial-branch=main")
    git("add", ".")
    git("commit", "-m", "a tree")
    git("subtree", "split", "--prefix=sc", "-b", "quark")
    git("init", "--bare", "--initial-branch=master", alone, at=tmp_path)
    git("push", alone, "quark:master")
    return alone


def test_it_installs_from_its_folder(tmp_path: Path) -> None:
    assert "sc installed" in install(tmp_path, QUARK)
    assert installed(tmp_path) == ([["sc", VERSION]], CLASSES)


def test_it_installs_from_a_copy_under_its_own_name(tmp_path: Path) -> None:
    shutil.copytree(QUARK, tmp_path / "Descant")
    assert "Descant installed" in install(tmp_path / "home", tmp_path / "Descant")
    assert installed(tmp_path / "home") == ([["Descant", VERSION]], CLASSES)


def test_it_installs_from_the_branch_that_holds_nothing_else(tmp_path: Path, published: Path) -> None:
    assert "Descant installed" in install(tmp_path / "home", f"file://{published}")
    assert installed(tmp_path / "home") == ([["Descant", VERSION]], CLASSES)


def test_it_can_be_updated_and_leaves_again(tmp_path: Path, published: Path) -> None:
    install(tmp_path / "home", f"file://{published}")
    with Sclang(tmp_path / "home", include=[]) as sclang:
        sclang.tell('Quarks.update("Descant"); Quarks.uninstall("Descant"); 0.exit')
        ran = sclang.finish()
    assert ran.ending is Ending.DONE, ran.text
    assert f"Quark 'Descant' updated to version: {VERSION}" in ran.text
    assert "error" not in (ran.text + ran.errors).lower()
    assert installed(tmp_path / "home") == ([], set())


def test_what_it_says_of_itself_is_said_once() -> None:
    assert (QUARK / "sc.quark").read_bytes() == (QUARK / "Descant.quark").read_bytes()
    assert (QUARK / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
