from pathlib import Path

import pytest

from descant.export.max_jxs import faults
from descant.export.max_slab import Slab

BEND = (Path(__file__).parents[2] / "max" / "code" / "descant.bend.jxs").read_text(encoding="utf-8")
WRONG = [
    ("</jittershader>", "", "no XML"),
    ('version="1.5"', 'version="1.0"', "wants a <jittershader>"),
    ('    <bind param="g1" program="fp" />\n', "", "param g1 is bound nowhere"),
    ('<bind param="g1" program="fp" />', '<bind param="g9" program="fp" />', "bind of g9, which is no param"),
    ('<bind param="g1" program="fp" />', '<bind param="g1" program="vp" />', "does not declare it"),
    ('name="g1" type="float"', 'name="g1" type="vec2"', "param g1 is vec2, and float in fp"),
    ('name="g2" type', 'name="g1" type', "param g1 stands there twice"),
    ("uniform float g1, g2;", "uniform float g1, g2, g3;", "g3 of fp has no <bind>"),
    ('type="mat4" state="TEXTURE0_MATRIX"', 'type="mat3" state="TEXTURE0_MATRIX"', "is mat4, not mat3"),
    ('state="TEXTURE0_MATRIX"', 'state="TEXTURE_MATRIX"', "is unknown, not mat4"),
    ('name="depth" type="float" default="0.08"', 'name="depth" type="float"', "neither state nor default"),
    ('<program name="vp"', '<program name="vertex"', "has programs"),
    ("#version 330 core\nin vec3", "#version 120\nin vec3", "vp does not begin with #version 330 core"),
    ("in vec2 texcoord;\nout", "in vec2 texcoord; // ü\nout", "not ASCII"),
]


@pytest.mark.parametrize(("old", "new", "text"), WRONG, ids=lambda text: text[:30].strip())
def test_what_is_wrong_with_a_file_is_said(tmp_path, old, new, text):
    assert BEND.count(old) >= 1
    path = tmp_path / "wrong.jxs"
    path.write_text(BEND.replace(old, new, 1), encoding="utf-8")
    found = faults(path)
    assert any(text in line for line in found), found
    assert all(line.startswith("wrong.jxs: ") for line in found)


def test_a_fault_in_the_glsl_is_said(tmp_path):
    path = tmp_path / "wrong.jxs"
    path.write_text(BEND.replace("vec4 bent(ivec2 p) {", "vec4 bent(ivec2 p) { sync();"), encoding="utf-8")
    assert faults(path) == []
    with pytest.raises(ValueError, match=r"wrong\.jxs: (?s:.*)sync"):
        Slab(path)


def test_a_param_that_there_is_not_is_refused(tmp_path):
    path = tmp_path / "bend.jxs"
    path.write_text(BEND, encoding="utf-8")
    slab = Slab(path)
    with pytest.raises(TypeError, match="no such param: gain"):
        slab.draw(gain=1.0)
    slab.release()
