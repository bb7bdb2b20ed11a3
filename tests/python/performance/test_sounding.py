"""Sounds that parts want: input lines that say they are there, at once offline, and lines that make no sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.parts.base import Want
from descant.performance.sounding import AtOnce, sound_lines, sounds_of

WANTS = [Want(36, 3, (0.25, -1.0)), Want(38, -1, ())]


def test_lines_say_what_is_there_and_are_read_again():
    lines = sound_lines([("a", WANTS[0]), ("b", WANTS[1]), ("a", WANTS[1])])
    assert lines[0] == {"in": "sound", "part": "a", "sounds": [[36, 3, [0.25, -1.0]], [38, -1, []]]}
    assert [sounds_of(line) for line in lines] == [WANTS, WANTS[1:]]


def test_offline_the_newest_of_each_row_is_there_at_once():
    found = AtOnce()
    for want in (Want(36, 0, (1.0,)), Want(38, 0, (1.0,)), Want(36, 0, (2.0,))):
        found.want("a", want)
    (line,) = found.answers()
    assert line["sounds"] == [[36, 0, [2.0]], [38, 0, [1.0]]] and found.answers() == []


@pytest.mark.parametrize(
    "sounds",
    [None, 3, [3], [[36, 1]], [[128, 0, []]], [[36, -2, []]], [[36, 0, [float("inf")]]], [[36, 0, ["x"]]],
     [[36, 0, [True]]], [[36.5, 0, []]], [[36, 0, [0.0] * 65]]],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(sounds):
    with pytest.raises(ValueError, match="sound"):
        sounds_of({"sounds": sounds})


junk = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=8)


@given(junk)
def test_random_lines_are_read_or_refused(sounds):
    try:
        found = sounds_of({"sounds": sounds})
    except ValueError:
        return
    assert all(0 <= want.note <= 127 for want in found)
