"""The bar of a sequencer: beads where onsets are, lit when they are struck, and nothing before its time."""

import math

import numpy as np
import pytest

from descant.video.loops import COLOURS
from descant.video.messages import Look, Looped
from descant.video.outbox import Outbox
from descant.video.scene import Scene

SIZE = (480, 270)
MIDDLE = np.array([240.0, 135.0])
OUTER, INNER = 0.43 * 270, 0.17 * 270


def bar(*onsets, time=0.0, begins_s=0.0, rows=2, steps=8, step_s=0.25, at=(0.0, 0.0), part="drums"):
    """Return a bar with onsets (row, step, velocity)."""
    cells = np.zeros((rows, steps))
    for row, step, velocity in onsets:
        cells[row, step] = velocity
    names = tuple(f"row{row}" for row in range(rows))
    return Looped(time, part, begins_s, step_s, names, steps, tuple(cells.ravel().tolist()), at)


def scene(*messages):
    made = Scene(*SIZE, titles=False)
    for message in messages:
        made.apply(message)
    return made


def light_at(frame, row, step, *, rows=2, steps=8):
    """Return the mean colour of the bead of a cell."""
    radius = OUTER - (OUTER - INNER) * row / (rows - 1)
    turn = math.tau * step / steps
    x, y = np.rint(MIDDLE + radius * np.array([math.sin(turn), -math.cos(turn)])).astype(int)
    return frame[y - 1 : y + 2, x - 1 : x + 2].reshape(-1, 3).mean(0)


def test_a_bead_is_where_and_as_its_onset_is():
    frame = scene(bar((0, 2, 1.0), (1, 5, 1.0))).draw(0.9 * 0.25)
    assert light_at(frame, 0, 2) == pytest.approx(COLOURS[0], abs=25)
    assert light_at(frame, 1, 5) == pytest.approx(COLOURS[1], abs=25)
    for row, step in ((0, 5), (1, 2), (0, 4), (1, 7)):
        assert light_at(frame, row, step).max() < 60  # a ring at most


def test_a_loud_onset_is_larger_than_a_soft_one():
    sizes = []
    for velocity in (0.25, 1.0):
        frame = scene(bar((0, 2, velocity))).draw(0.2)
        right = frame[125:146, 345:370, 0].astype(int)
        sizes.append(int((right > 100).sum()))
    assert sizes[1] > 2 * sizes[0] > 0


def test_an_onset_lights_up_when_it_is_struck_in_every_round():
    made = scene(bar((0, 2, 1.0)))
    colours = [light_at(made.draw(time), 0, 2)[1] for time in (0.49, 0.51, 1.2, 2.49, 2.51)]
    assert colours[1] > colours[0] + 60 and colours[1] > colours[2] + 60  # whiter, and red again
    assert colours[4] > colours[3] + 60


def test_the_next_bar_begins_at_its_time_and_not_when_it_is_told():
    made = scene(bar((0, 2, 1.0)))
    made.draw(0.5)
    made.apply(bar((0, 6, 1.0), time=1.9, begins_s=2.0))
    assert light_at(made.draw(1.99), 0, 6).max() < 60
    frame = made.draw(2.9)
    assert light_at(frame, 0, 6)[0] > 200 and light_at(frame, 0, 2).max() < 60


def test_two_onsets_of_a_row_are_joined_and_one_is_alone():
    between = MIDDLE + OUTER * np.array([math.sin(math.pi / 4), -math.cos(math.pi / 4)]) * math.cos(math.pi / 4)
    x, y = np.rint(between).astype(int)
    for onsets, joined in ((((0, 0, 1.0), (0, 2, 1.0)), True), (((0, 0, 1.0),), False)):
        frame = scene(bar(*onsets)).draw(0.1)
        assert (frame[y - 2 : y + 3, x - 2 : x + 3].max() > 100) == joined


def test_the_point_lies_where_it_is_in_its_plane():
    frame = scene(bar((0, 0, 1.0), at=(1.5, 1.5))).draw(0.1)
    step = 0.5 * 0.115 * 270
    x, y = np.rint(MIDDLE + np.array([step, -step])).astype(int)
    assert frame[y, x].min() > 200 and frame[135, 240].max() < 120


def test_the_same_messages_give_the_same_frames_and_no_bar_none():
    messages = bar((0, 2, 1.0)), bar((0, 6, 0.5), time=1.0, begins_s=1.2, at=(2.0, -9.0))
    assert np.array_equal(scene(*messages).draw(1.5), scene(*messages).draw(1.5))
    assert not scene().draw(1.0).any()


@pytest.mark.parametrize("wrong", [{"steps": 0}, {"step_s": 0.0}, {"rows": 3}])
def test_a_bar_that_cannot_be_drawn_is_left_out(wrong):
    told = bar((0, 2, 1.0))
    wrong = {"rows": ("a", "b", "c")} if "rows" in wrong else wrong
    broken = Looped(**{name: getattr(told, name) for name in Looped.__slots__} | wrong)
    assert not scene(broken).draw(1.0).any()


def test_a_picture_that_begins_anew_is_told_the_bar_that_sounds():
    outbox = Outbox()
    outbox.clear(0.0, Look(width=480, height=270, frame_rate=30))
    bars = [bar((0, 2, 1.0), time=0.5 * n, begins_s=0.5 * n) for n in range(4)]
    for each in bars:
        outbox.put(each)
    assert outbox.take(9)[1:] == bars  # none is lost
    outbox.rebuild()
    assert outbox.take(9)[1:] == [bars[-1]]
