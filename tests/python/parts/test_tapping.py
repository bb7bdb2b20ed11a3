"""Tapping: which row and step a tap is for, and what a bar of them becomes."""

import pytest

from descant.models.rhythm import RhythmRow
from descant.parts.tapping import Taps, nearest_step, row_of

ROWS = (RhythmRow("kick", (36, 35)), RhythmRow("snare", (38, 40)), RhythmRow("ride", (51, 59)))


@pytest.mark.parametrize(
    ("key", "row"), [(36, 0), (35, 0), (40, 1), (59, 2), (37, 0), (39, 1), (44, 1), (45, 2), (0, 0), (127, 2)]
)
def test_a_note_is_of_its_row_or_of_the_one_that_is_nearest(key, row):
    assert row_of(key, ROWS) == row


def test_a_tap_is_for_the_step_that_sounds_nearest():
    assert [nearest_step(at, lambda step: 0.0) for at in (3.0, 3.4, 3.6, -0.4, -0.6)] == [3, 3, 4, 0, -1]
    swung = lambda step: 0.5 if step % 2 else 0.0  # noqa: E731
    assert [nearest_step(at, swung) for at in (0.0, 0.7, 0.8, 1.5, 1.7, 1.8, 2.0)] == [0, 0, 1, 1, 1, 2, 2]


def test_a_bar_becomes_a_pattern_and_what_is_for_the_next_waits():
    taps = Taps()
    for row, step in ((0, 16), (1, 20), (1, 20), (2, 31), (0, 32)):
        taps.hear(row, step)
    pattern = taps.close(32, 3, 16)
    assert [tuple(map(int, at)) for at in zip(*pattern.nonzero(), strict=True)] == [(0, 0), (1, 4), (2, 15)]
    assert taps.close(32, 3, 16) is None
    taps.hear(1, 30)  # late: it is in the bar that follows
    other = Taps()
    other.restore(taps.state())
    pattern = other.close(48, 3, 16)
    assert [tuple(map(int, at)) for at in zip(*pattern.nonzero(), strict=True)] == [(0, 0), (1, 14)]


def test_what_was_tapped_can_be_forgotten():
    taps = Taps()
    taps.hear(0, 3)
    taps.forget()
    assert taps.close(16, 3, 16) is None
