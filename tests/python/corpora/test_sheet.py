"""The contact sheet shows onsets where they are, and what is held out in red."""

import matplotlib.image
import numpy as np
import pytest

from descant.corpora.patterns import Gathering, Grid, Hit, Pattern, Source
from descant.corpora.sheet import BOX_H, BOX_W, LEFT, TOP, sheet

DPI = 100


def corpus(labels):
    gathering, grid = Gathering(Grid()), Grid()
    for place, label in enumerate(labels):
        hits = [Hit(0, 0, 127, 0), *(Hit(8, 1 + bit, 127, 0) for bit in range(12) if place >> bit & 1)]
        gathering.add(Pattern.of(hits, 9, grid, 12), label, 0, place, held_out=place == 1)
    return gathering.corpus((Source("a"),), "imported")


def drawn(corpus, tmp_path, **options):
    count = sheet(corpus, tmp_path / "new" / "sheet.png", **options)
    return count, matplotlib.image.imread(tmp_path / "new" / "sheet.png")[..., :3]


def box(image, line, column):
    """Return the picture of a box, 0.8 inches high."""
    bottom = round((TOP + BOX_H * (line + 1)) * DPI)
    left = round((LEFT + BOX_W * column) * DPI)
    return image[bottom - 80 : bottom, left : left + round((BOX_W - 0.15) * DPI)]


def test_a_few_of_each_label_are_drawn_and_those_without_last(tmp_path):
    count, image = drawn(corpus(["rock"] * 5 + [""] * 3 + ["jazz"]), tmp_path, each=4)
    assert count == 4 + 3 + 1
    assert image.shape[:2] == (round((TOP + 3 * BOX_H + 0.2) * DPI), round((LEFT + 4 * BOX_W) * DPI))
    dark = [[(box(image, line, column).max(axis=2) < 0.3).any() for column in range(4)] for line in range(3)]
    assert dark == [[True, False, False, False], [True] * 4, [True, True, True, False]]


def test_the_first_row_is_at_the_bottom_and_the_first_step_at_the_left(tmp_path):
    _, image = drawn(corpus(["rock"]), tmp_path)
    high, wide = np.nonzero(box(image, 0, 0).max(axis=2) < 0.3)
    assert high.min() > 65
    assert wide.max() < 20
    _, image = drawn(corpus(["rock", "rock"]), tmp_path, each=2)
    high, wide = np.nonzero(box(image, 0, 1)[:40].max(axis=2) < 0.3)
    assert high.max() < 14
    assert 14 < wide.mean() < 26


def test_what_is_held_out_is_framed_in_red(tmp_path):
    _, image = drawn(corpus(["rock"] * 3), tmp_path, each=3)
    red = [((each := box(image, 0, place))[..., 0] - each[..., 2] > 0.4).sum() for place in range(3)]
    assert red[1] > 100
    assert red[0] == red[2] == 0


def test_less_than_one_is_refused(tmp_path):
    with pytest.raises(ValueError, match="at least one pattern"):
        sheet(corpus(["rock"]), tmp_path / "a.png", each=0)
