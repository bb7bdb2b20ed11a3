import itertools
import re
from pathlib import Path

import pytest

from descant.export.max_video import NODES, WIRES, amounts, files
from descant.video.table import PICTURE

PACKAGE = Path(__file__).parents[2] / "max"
BY_NAME = {node.name: node for node in NODES}


@pytest.mark.parametrize("path", sorted(files()), ids=str)
def test_the_files_are_up_to_date(path):
    assert (PACKAGE / path).read_bytes() == files()[path], "make max writes them anew"


def test_names_and_places_are_given_once():
    assert len(BY_NAME) == len(NODES)
    assert len({(node.column, node.row) for node in NODES}) == len(NODES)


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: f"{wire.source} {wire.target}")
def test_a_wire_leads_from_an_outlet_to_an_inlet(wire):
    source, target = BY_NAME[wire.source], BY_NAME[wire.target]
    assert wire.outlet < len(source.outlets)
    assert wire.inlet < target.inlets


def test_everything_is_tied_to_something():
    tied = {wire.source for wire in WIRES} | {wire.target for wire in WIRES} | {"eye"}  # the camera only stands there
    assert tied == set(BY_NAME)


def test_the_picture_goes_through_the_shaders_in_descants_own_order():
    order = ["size", "both", "shift", "bend", "bubbles", "plane"]
    for one, next_one in itertools.pairwise(order):
        assert any(w.source == one and w.target == next_one and w.inlet == 0 for w in WIRES)
    assert any(w.source == "both" and w.outlet == 1 and (w.target, w.inlet) == ("bubbles", 1) for w in WIRES)


def test_every_file_that_an_object_names_is_there():
    for node in NODES:
        for name in re.findall(r"@file (\S+)", node.text):
            assert (PACKAGE / "code" / name).is_file()
        for name in re.findall(r"^v8 (\S+)", node.text):
            assert (PACKAGE / "javascript" / name).is_file()


def test_the_scripts_table_is_the_pictures():
    assert list(amounts()) == [f"{owner}/{row.name}" for owner, rows in PICTURE.items() for row in rows]
    assert amounts()["bend/form"]["choices"] == ["waves", "paper"]
