"""The scripts of the Max package under Node: each of its tests is one here. live.test.js plays a real Descant."""

import os
import re
import shutil
import signal
import subprocess
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LIVE = "live.test.js"
FILES = sorted(HERE.glob("*.test.js"))
NAME = re.compile(r"^test\((['`])(.+?)\1, ", re.MULTILINE)
RESULT = re.compile(r"^(ok|not ok) \d+ - (.+)$", re.MULTILINE)
LONGEST_S = 240


def cases() -> list[tuple[str, str]]:
    return [(file.name, name) for file in FILES for _, name in NAME.findall(file.read_text())]


@cache
def results(file: str, environment: frozenset[tuple[str, str]]) -> dict[str, str]:
    """Run a file; return name → "" where it passed, else what Node says of it."""
    node = shutil.which("node")
    assert node, "node is not there; scripts/setup dev installs nodejs"
    with subprocess.Popen(
        [node, "--test", "--test-reporter=tap", str(HERE / file)], env=dict(environment), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            said, _ = process.communicate(timeout=LONGEST_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # Node runs the file in a child
            said, _ = process.communicate()
    pieces = re.split(r"^(?=(?:not )?ok \d+ - )", said, flags=re.MULTILINE)
    found = {match[2]: "" if match[1] == "ok" else piece for piece in pieces if (match := RESULT.match(piece))}
    assert found, said
    return found


def passes(file: str, name: str, environment: dict[str, str]) -> None:
    same = {name: value for name, value in environment.items() if name != "PYTEST_CURRENT_TEST"}
    found = results(file, frozenset(same.items()))
    assert name in found, f"{file} has not run it: {sorted(found)}"
    assert not found[name], found[name]


@pytest.mark.parametrize(("file", "name"), [case for case in cases() if case[0] != LIVE])
def test_without_descant(file: str, name: str) -> None:
    passes(file, name, dict(os.environ))


@pytest.mark.parametrize("name", [name for file, name in cases() if file == LIVE])
def test_with_a_real_descant(name: str, jack_environment: dict[str, str]) -> None:
    passes(LIVE, name, jack_environment)


def test_every_test_of_node_is_one_here() -> None:
    for file in FILES:
        assert len(NAME.findall(file.read_text())) == len(re.findall(r"^\s*test\(", file.read_text(), re.M)), file.name


def test_started_without_a_patch_it_plays_what_the_quark_plays() -> None:
    own, quark = (HERE.parents[1] / place / "phrase.toml" for place in ("max/misc", "sc/Patches"))
    assert own.read_bytes() == quark.read_bytes()
