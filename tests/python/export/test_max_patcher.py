"""Patchers are written with right ports, whole positions and cords that fall."""

import json

import pytest

from descant.export.max_patcher import Patcher, corners, port_x


def test_ports_lie_between_the_sides():
    assert [port_x((100, 0, 118, 22), port, 3) for port in range(3)] == [109, 159, 209]
    assert port_x((100, 0, 118, 22), 0, 1) == 109


def test_what_is_put_under_an_outlet_hangs_straight():
    patcher = Patcher(400, 300)
    above = patcher.box("unpack 0. 0.", 40, 40, width=118)
    below = patcher.under(above, "flonum", outlet=1)
    ((start, end),) = [
        list(corners(above.json, 1, below.json, 0)),
    ]
    assert start[0] == end[0] == 149
    assert patcher.lines == [{"patchline": {"destination": [below.id, 0], "source": [above.id, 1]}}]


def test_a_cord_that_leads_nowhere_is_refused():
    patcher = Patcher(400, 300)
    one, other = patcher.box("prepend set", 40, 40), patcher.box("print", 40, 80)
    with pytest.raises(ValueError, match=r"no cord from 1 of \[prepend set\]"):
        patcher.cord(one, other, 1)
    with pytest.raises(ValueError, match="no cord"):
        patcher.cord(other, one)


def test_unknown_objects_are_refused():
    with pytest.raises(ValueError, match="prependd is not in the table"):
        Patcher(400, 300).box("prependd set", 40, 40)
    with pytest.raises(ValueError, match="toggle is drawn"):
        Patcher(400, 300).box("toggle", 40, 40)


def test_a_subpatcher_has_the_ports_that_are_in_it():
    inner = Patcher(200, 200)
    inner.drawn("inlet", 40, 40)
    inner.drawn("outlet", 40, 100)
    inner.drawn("outlet", 90, 100)
    box = Patcher(400, 300).inside("two words", inner, 40, 40)
    assert box.json["text"] == 'p "two words"'
    assert (box.json["numinlets"], box.json["numoutlets"], box.json["outlettype"]) == (1, 2, ["", ""])


def test_the_file_is_what_max_reads():
    patcher = Patcher(400, 300, presentation=True)
    patcher.show(patcher.comment("hello", 40, 40, 100), 10, 10)
    patcher.message("go", 40, 80)
    read = json.loads(patcher.text())["patcher"]
    assert read["rect"] == [100.0, 100.0, 400.0, 300.0]
    assert read["openinpresentation"] == 1
    front, behind = (each["box"] for each in read["boxes"])  # Max keeps what lies in front first
    assert (front["maxclass"], front["numinlets"], front["numoutlets"], front["outlettype"]) == ("message", 2, 1, [""])
    assert behind["presentation_rect"] == [10.0, 10.0, 100.0, behind["patching_rect"][3]]
    assert "outlettype" not in behind


def test_long_texts_make_boxes_higher():
    patcher = Patcher(400, 300)
    assert patcher.box("jit.movie @output_texture 1 @automatic 1 @loop 1", 40, 40, width=190).rect[3] == 35
    assert patcher.comment("one two three four five six seven", 40, 100, 80).rect[3] > 40
