"""The Max package as it is shipped: our own check finds nothing wrong in it, and neither does another's."""

from pathlib import Path

import pytest
from py2max import Patcher
from py2max.maxref import get_object_info

from descant.export.max_check import problems
from descant.export.max_objects import BY_NAME

PACKAGE = Path(__file__).parents[2] / "max"
PATCHERS = sorted(path for path in PACKAGE.rglob("*") if path.suffix in (".maxpat", ".maxhelp"))
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


def _boxes(patcher):
    for box in patcher._boxes:
        yield box
        if getattr(box, "_patcher", None) is not None:
            yield from _boxes(box._patcher)


def _name(box):
    text = getattr(box, "text", None) or ""
    return text.split()[0] if box.maxclass == "newobj" and text else box.maxclass
