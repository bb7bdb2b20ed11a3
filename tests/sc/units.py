"""Finds the test methods of UnitTests in .sc files, and has sclang run those that are asked for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sclang import Ending, Ran, run

SCRIPT = Path(__file__).with_name("unit_tests.scd")
SILENT_S = 90.0  # a method is given up after 60 s; a sclang that says nothing for so long does not even do that
CLASS = re.compile(r"^(Test\w+)\s*:\s*\w+\s*\{", re.MULTILINE)
METHOD = re.compile(r"^\s+(test_\w+)\s*\{", re.MULTILINE)


def methods(folder: Path) -> Iterator[str]:
    """Yield Class:method for each test method of the folder's files, in their order."""
    for file in sorted(folder.glob("*.sc")):
        text = file.read_text()
        begun = [*CLASS.finditer(text)]
        ends = [match.start() for match in begun[1:]] + [len(text)]
        for match, end in zip(begun, ends, strict=True):
            for method in METHOD.finditer(text, match.end(), end):
                yield f"{match[1]}:{method[1]}"


@dataclass
class Unit:
    """What came of one test method."""

    name: str
    failures: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    ended: bool = False


def outcome(names: Iterable[str], ran: Ran) -> dict[str, Unit]:
    """Return name → what came of it, from what sclang said: an error that nobody caught is its method's failure."""
    units = {name: Unit(name) for name in names}
    at_work: Unit | None = None
    for line in ran.text.splitlines():
        match line.split(" ", 3):
            case ["unit", "begins", name, *_]:
                at_work = units[name]
            case ["unit", "fails", name, text]:
                units[name].failures.append(text)
            case ["unit", "ends", name, *_]:
                units[name].ended, at_work = True, None
            case _ if at_work:
                at_work.said.append(line)
                if line.startswith("^^ "):
                    at_work.failures.append(f"an error that nobody caught: {line[3:]}")
    for unit in units.values():
        if not unit.ended:
            unit.failures.append(f"sclang did not come to its end: {ran.ending.name}")
    if ran.ending not in (Ending.DONE, Ending.FAILED) and all(unit.ended for unit in units.values()):
        next(reversed(units.values())).failures.append(f"sclang ended wrongly: {ran.ending.name}")
    if ran.left:
        next(reversed(units.values())).failures.append(f"left running: {', '.join(ran.left)}")
    return units


def run_units(names: list[str], home: Path, **options: Any) -> dict[str, Unit]:
    """Run test methods, in one sclang."""
    limit_s = 65.0 * len(names) + 20.0
    ran = run(SCRIPT, *names, home=home, seconds=limit_s, silent_s=SILENT_S, stumble=True, **options)
    if ran.ending in (Ending.LIBRARY, Ending.PARSE):
        raise AssertionError(f"sclang: {ran.ending.name}\n{ran.text[-3000:]}")
    return outcome(names, ran)
