import math

import pytest

from descant.training.schedules import Schedule, beta, falling


def test_a_linear_warm_up_rises_and_stays():
    weights = beta(2.0, "linear", 4)
    assert [weights(step) for step in (0, 1, 2, 4, 5, 1000)] == [0.0, 0.5, 1.0, 2.0, 2.0, 2.0]


def test_a_cyclic_warm_up_rises_in_the_first_half_of_each_cycle():
    weights = beta(1.0, "cyclic", 8)
    cycle = [0.0, 0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 1.0]
    assert [weights(step) for step in range(16)] == cycle * 2


@pytest.mark.parametrize("schedule", [Schedule(0.3), Schedule(0.3, "linear", 0), Schedule(0.3, "cyclic", 0)])
def test_without_steps_it_is_constant(schedule):
    assert {schedule(step) for step in range(9)} == {0.3}


@pytest.mark.parametrize("wrong", [(1.0, "sideways", 3), (1.0, "linear", -1), (math.nan, "linear", 3)])
def test_no_schedule_of_what_is_none(wrong):
    with pytest.raises(ValueError, match="schedule"):
        Schedule(*wrong)


@pytest.mark.parametrize("high", [-0.1, 4.1, math.nan])
def test_beta_is_0_to_4(high):
    with pytest.raises(ValueError, match="0 to 4"):
        beta(high)


def test_a_falling_rate_is_half_and_a_third_and_knows_no_end():
    rate = falling(0.6, 10)
    assert [rate(step) for step in (0, 10, 20)] == pytest.approx([0.6, 0.3, 0.2])
    assert falling(0.6, 0)(10**9) == 0.6
    for wrong in ((0.1, -1), (float("nan"), 3)):
        with pytest.raises(ValueError, match="learning rate"):
            falling(*wrong)
