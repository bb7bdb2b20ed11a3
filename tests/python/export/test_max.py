"""What the Max package ships is what its tables make, and an icon that is a knot."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from descant.export.max import ROOT, package_info, pictures, texts, write
from descant.export.max_icon import knot

PACKAGE = ROOT / "max"
MAKE = "make max writes it anew"


@pytest.mark.parametrize("path", texts(), ids=str)
def test_what_is_shipped_is_what_the_tables_make(path: Path):
    assert (PACKAGE / path).read_text(encoding="utf-8") == texts()[path], MAKE


@pytest.mark.parametrize("path", pictures(), ids=str)
def test_pictures_are_those_that_are_drawn(path: Path):
    shipped = cv2.imread(str(PACKAGE / path), cv2.IMREAD_UNCHANGED).astype(float)
    drawn = cv2.imdecode(np.frombuffer(pictures()[path], np.uint8), cv2.IMREAD_UNCHANGED).astype(float)
    assert shipped.shape == drawn.shape
    assert np.abs(shipped - drawn).mean() < 1, MAKE  # of 255: another OpenCV may draw an edge otherwise


def test_nothing_else_lies_where_the_tables_write():
    for folder in ("patchers", "help", "docs/refpages", "extras"):
        shipped = {path.relative_to(PACKAGE) for path in (PACKAGE / folder).rglob("*") if path.is_file()}
        assert shipped == {path for path in texts() if path.is_relative_to(folder)}


def test_what_is_written_is_what_is_asked_for(tmp_path: Path):
    write(tmp_path)
    written = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {*texts(), *pictures()}


def test_the_package_has_the_version_of_the_program():
    assert json.loads((PACKAGE / "package-info.json").read_text())["version"] == package_info()["version"]


def test_the_icon_is_a_knot_of_three_colours_on_a_dark_ground():
    icon = knot()
    assert icon.shape == (512, 512, 4)
    assert icon[0, 0, 3] == 0, "its corners are round"
    assert icon[256, 4, 3] == 255
    bright = icon[icon[..., 3] == 255][:, :3] > 200
    blue, green, red = (
        int((bright[:, n] & ~bright[:, m] & ~bright[:, k]).sum()) for n, m, k in ((0, 1, 2), (1, 0, 2), (2, 0, 1))
    )
    assert min(blue, green, red) > 500, "where the planes are apart"
    assert int(bright.all(axis=1).sum()) > 100, "and where they are one"
