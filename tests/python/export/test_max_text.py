"""Texts are as wide as in Max's font, and break where Max breaks them."""

import pytest

from descant.export.max_text import width_of, wrap


@pytest.mark.parametrize(
    ("text", "width"),  # of the box in patchers that Max saved: the text and nine pixels
    [("deferlow", 54), ("prepend set", 72), ("qmetro 5 @active 1", 113)],
)
def test_a_box_is_as_wide_as_max_makes_it(text: str, width: int):
    assert abs(width_of(text) + 9 - width) < 1


def test_size_and_boldness_widen():
    assert width_of("abc", 24) == 2 * width_of("abc", 12)
    assert width_of("abc", bold=True) > width_of("abc")


def test_lines_break_at_spaces_and_where_they_are_told_to():
    assert wrap("one two three", width_of("one two")) == ["one two", "three"]
    assert wrap("one\ntwo", 1000) == ["one", "two"]
    assert wrap("unbreakable", 5) == ["unbreakable"]
    assert wrap("", 100) == [""]
