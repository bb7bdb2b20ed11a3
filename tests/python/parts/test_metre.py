"""Metre: positions and times in closed form, tempo changes, and a clock that is followed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.parts.metre import Metre

FAR = 2.0  # half a beat of four steps


def test_position_is_linear_from_an_anchor():
    metre = Metre()
    metre.place(3.0, 5.0)
    metre.rate = 8.0
    assert metre.at(4.5) == 17.0 and metre.when(17.0) == 4.5 and metre.when(4.0) == 2.875


def test_a_tempo_change_turns_the_line_about_its_time():
    metre = Metre()
    metre.tempo(4.0, 10.0)  # 8 a second until then
    assert metre.at(10.0) == 80.0 and metre.at(12.0) == 88.0 and metre.when(84.0) == 11.0


def test_a_thousand_changes_add_up_exactly():
    metre, step = Metre(), 0.0
    metre.tempo(8.0, 0.0)
    for n in range(1000):
        rate = 8.0 + (n % 7)
        metre.tempo(rate, n * 0.005)
        step += rate * 0.005
    assert metre.at(5.0) == pytest.approx(step, abs=1e-9)


@given(rate=st.floats(1.0, 40.0), nudge=st.floats(-0.49, 0.49), nudge_s=st.floats(0.01, 1.0), step=st.floats(0.0, 60.0))
def test_when_is_the_inverse_of_at(rate, nudge, nudge_s, step):
    metre = Metre()
    metre.place(2.0, 10.0)
    metre.rate, metre.nudge, metre.nudge_s = rate, nudge * rate * nudge_s, nudge_s
    assert metre.at(metre.when(10.0 + step)) == pytest.approx(10.0 + step, abs=1e-9)


def followed(beats, horizon_s=0.03, metre=None):
    """Return a metre after so many beats, and how far it was off at each, in steps."""
    metre, off = metre or Metre(), []
    for heard, step, rate, true in beats:
        metre.follow(step, rate, heard, heard + horizon_s, far=FAR)
        off.append(metre.at(heard + horizon_s) - true(heard + horizon_s))
    return metre, off


def test_the_first_beat_is_gone_to_at_once():
    metre = Metre()
    assert metre.follow(100.0, 8.0, 5.0, 5.03, far=FAR)
    assert metre.at(5.03) == pytest.approx(100.24, abs=1e-9) and metre.rate == 8.0


@pytest.mark.parametrize("every_s", [1 / 48, 0.125, 0.5])
def test_a_clock_that_is_a_little_off_is_come_back_to_smoothly(every_s):
    metre = Metre()
    metre.follow(0.0, 8.0, 0.0, 0.03, far=FAR)
    beats = [(every_s * n, 8.0 * every_s * n + 1.0, 8.0, lambda t: 8.0 * t + 1.0) for n in range(1, round(6 / every_s))]
    positions = [0.0]
    metre, off = followed(beats, metre=metre)
    assert abs(off[0] + 1.0) < 1e-9  # where it was is not moved
    assert max(off) < 0.25 and abs(off[-1]) < 0.03  # it overshoots by a quarter of a step at most
    for n in range(200):
        positions.append(metre.at(6.0 + n / 100))
    assert positions == sorted(positions)


def test_a_clock_that_says_a_wrong_tempo_is_followed_in_its_own():
    true = 8.0 * 1.03
    beats = [(n / 8, true * n / 8, 8.0, lambda t: true * t) for n in range(160)]
    metre, off = followed(beats)
    assert abs(off[-1]) < 0.01 and metre.drift == pytest.approx(0.03, abs=0.002)


def test_trembling_of_a_clock_is_smoothed():
    shaken = [0.05 * math.sin(n * 2.3) for n in range(400)]
    beats = [(n / 48, 8.0 * n / 48 + shaken[n], 8.0, lambda t: 8.0 * t) for n in range(400)]
    _, off = followed(beats)
    assert max(map(abs, off[100:])) < 0.2 * 0.05


def test_a_jump_is_gone_to_at_once_and_half_a_beat_is_none():
    metre, _ = followed([(n / 8, float(n), 8.0, lambda t: 8.0 * t) for n in range(10)])
    assert not metre.follow(10.0 + 1.9, 8.0, 10 / 8, 10 / 8 + 0.03, far=FAR)
    assert metre.follow(40.0, 8.0, 11 / 8, 11 / 8 + 0.03, far=FAR)
    assert metre.at(11 / 8 + 0.03) == 40.0 + 0.03 * 8.0


def test_hurry_has_limits():
    metre, _ = followed([(n / 100, 0.08 * n, 8.0, lambda t: 8.0 * t) for n in range(10)])
    metre.follow(0.8 - 1.9, 8.0, 0.1, 0.13, far=FAR)
    assert metre.at(0.14) - metre.at(0.13) >= 0.4 * 8.0 * 0.01  # never backwards, never near to standing


def test_its_state_is_everything():
    metre, _ = followed([(n / 8, 1.01 * n, 8.0, lambda t: 8.0 * t) for n in range(10)])
    other = Metre()
    other.restore(metre.state())
    assert other.state() == metre.state()
    for each in (metre, other):
        each.follow(10.3, 8.0, 10 / 8, 10 / 8 + 0.03, far=FAR)
    assert other.state() == metre.state() and other.at(3.0) == metre.at(3.0)
