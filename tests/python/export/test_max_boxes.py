"""Ports of Max's objects, as they are typed."""

from pathlib import Path

import pytest
from py2max.maxref import get_object_info

from descant.export.max_boxes import TABLE, arguments_of, name_of, ports_of, script_ports

NOT_IN_REFERENCE = {"node.script", "p"}  # of Max, but not of py2max's data


@pytest.mark.parametrize(
    ("text", "inlets", "gives"),
    [
        ("route a b c", 4, ("", "", "", "")),
        ("sel 1", 2, ("bang", "")),
        ("select 1 0", 3, ("bang", "bang", "")),
        ("t b i f l", 1, ("bang", "int", "float", "")),
        ("unpack 0. s 0 s", 1, ("float", "", "int", "")),
        ("pack 0. 0. 0.", 3, ("",)),
        ("gate 3", 2, ("", "", "")),
        ("receive", 1, ("",)),
        ("r descant.in", 0, ("",)),
        ("jit.gl.slab @file descant.shift.jxs", 2, ("jit_gl_texture", "")),
        ("jit.gl.slab @inputs 3", 3, ("jit_gl_texture", "")),
        ("cycle~ 220", 2, ("signal",)),
    ],
)
def test_ports_follow_what_is_typed(text: str, inlets: int, gives: tuple[str, ...]):
    assert ports_of(text) == (inlets, gives)


def test_what_is_not_in_the_table_is_unknown():
    assert ports_of("jit.gl.slap") is None


def test_every_object_of_the_table_is_one_of_max():
    assert {name for name in TABLE if get_object_info(name) is None} - NOT_IN_REFERENCE <= {"jit.gl.layer"}


def test_names_are_full_and_arguments_end_at_attributes():
    assert name_of("sel 1") == "select"
    assert arguments_of('send "two words" @x 1') == ["two words"]


def test_a_script_says_its_ports(tmp_path: Path):
    script = tmp_path / "a.js"
    script.write_text("// inlets = 9\ninlets = 2; // messages; inside\noutlets = 4;\n")
    assert script_ports(script) == (2, 4)
    script.write_text("autowatch = 0;\n")
    assert script_ports(script) == (1, 1)
