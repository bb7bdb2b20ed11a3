"""Cues are the whole state; fades run at fifty values a second, from where they are, and end exactly."""

import math

import pytest

from descant.performance.conductor import Conductor

CUES = """
[[cues]]
number = 1
set = { "cubics/on" = true, "piano/mute" = true }

[[cues]]
number = 2
set = { "knots/learning_rate" = 0.012, "cubics-to-detune/amount" = 0.2, "knots/points" = 50 }
fade = { "cubics-to-detune/amount" = 2.0, "knots/points" = 2.0 }

[[cues]]
number = 3
set = { "cubics-to-detune/amount" = 1.1 }
fade = { "cubics-to-detune/amount" = 4, "knots/learning_rate" = 1 }

[[cues]]
number = 4
set = { "bend/wavelength" = 3.2 }
fade = { "bend/wavelength" = 3.0 }
"""
AMOUNT = "cubics-to-detune/amount"


@pytest.fixture
def conductor(patch):
    def make(*settings, cues=CUES):
        return Conductor(patch(cues=cues, settings=settings))

    return make


def go(conductor, place, time=0.0):
    """Go, and do as the performance does: what is to be set, is."""
    changes = conductor.goto(place, time)
    conductor.values.update(changes)
    return dict(changes)


def run(conductor, end, rate=200, begin=0.0):
    """Advance tick by tick; return (time, value) of every change."""
    heard = []
    for tick in range(math.ceil(begin * rate), round(end * rate) + 1):
        changes = conductor.advance(tick / rate)
        conductor.values.update(changes)
        heard += [(tick / rate, name, value) for name, value in changes]
    return heard


def test_before_the_first_cue_everything_stands_as_declared(conductor):
    begun = conductor()
    assert begun.place == -1
    assert begun.values["cubics/on"] is False
    assert begun.values["cubics/learning_rate"] == 0.15
    assert begun.due() == math.inf
    assert [begun.has(place) for place in (-1, 0, 3, 4)] == [False, True, True, False]


def test_a_cue_changes_what_differs_and_nothing_else(conductor):
    begun = conductor()
    assert go(begun, 0) == {"cubics/on": True, "piano/mute": True}
    assert go(begun, 0) == {}
    assert begun.cue.number == 1


def test_what_a_cue_does_not_name_returns_to_what_is_declared(conductor):
    begun = conductor()
    go(begun, 0)
    begun.values["shift/red"] = 0.4  # moved by a mapping
    begun.values["cubics/learning_rate"] = 0.9
    assert go(begun, 1) == {
        "cubics/on": False, "piano/mute": False, "shift/red": 0.0, "cubics/learning_rate": 0.15,
        "knots/learning_rate": 0.012, "knots/points": 50,
    }  # fmt: skip
    assert go(begun, 0) == {
        "cubics/on": True, "piano/mute": True, "knots/learning_rate": 0.04, "knots/points": 100,
    }  # fmt: skip
    assert begun.due() == math.inf


def test_any_cue_is_the_same_from_wherever_one_comes(conductor):
    ways = []
    for way in ([3], [0, 1, 2, 3], [1, 3], [3, 2, 3]):
        walker = conductor()
        for step, place in enumerate(way):
            go(walker, place, 10.0 * step)
        run(walker, 10 * len(way) + 10, begin=10.0 * (len(way) - 1))
        ways.append(walker.values)
    assert all(values == ways[0] for values in ways)


def test_what_is_pinned_for_tonight_no_cue_moves(conductor):
    pinned = conductor("piano/mute=0", f"{AMOUNT}=0.7", "knots/learning_rate=0.5")
    for place in (0, 1, 2, 3):
        changes = go(pinned, place)
        assert not {"piano/mute", AMOUNT, "knots/learning_rate"} & changes.keys()
        run(pinned, 10)
        assert (pinned.values["piano/mute"], pinned.values[AMOUNT]) == (False, 0.7)


def test_a_fade_is_linear_at_fifty_values_a_second_and_ends_exactly(conductor):
    begun = conductor()
    assert AMOUNT not in go(begun, 1)
    assert begun.values[AMOUNT] == 0.1
    heard = run(begun, 3.0)
    assert [time for time, _, _ in heard] == pytest.approx([n / 50 for n in range(101)])
    assert [value for _, _, value in heard] == pytest.approx([0.1 + 0.1 * n / 100 for n in range(101)])
    assert heard[-1] == (2.0, AMOUNT, 0.2)
    assert begun.due() == math.inf


@pytest.mark.parametrize("rate", [20, 33.3, 100, 200, 441.7, 2000])
def test_at_any_tick_rate_a_fade_has_at_most_fifty_values_and_ends_exactly(conductor, rate):
    begun = conductor()
    go(begun, 2, 0.123)
    heard = run(begun, 5.0, rate, 0.123)
    assert len(heard) <= 4 * 50 + 2
    assert len(heard) >= 4 * rate / math.ceil(0.02 * rate)
    assert heard[-1][2] == 1.1
    assert 4.123 <= heard[-1][0] <= 4.123 + max(0.021, 1 / rate)
    for time, _, value in heard:
        assert value == pytest.approx(0.1 + min(1.0, (time - 0.123) / 4.0))


def test_an_exponential_parameter_fades_by_equal_ratios(conductor):
    begun = conductor()
    go(begun, 3)
    heard = {round(time, 6): value for time, _, value in run(begun, 4.0)}
    assert [heard[second] for second in (0.0, 1.0, 2.0, 3.0)] == pytest.approx([0.4, 0.8, 1.6, 3.2])
    assert heard[3.0] == 3.2


def test_go_during_a_fade_goes_on_from_where_it_is(conductor):
    begun = conductor()
    go(begun, 1, 0.0)
    run(begun, 1.0)
    assert begun.values[AMOUNT] == pytest.approx(0.15)
    go(begun, 2, 1.0)
    heard = [change for change in run(begun, 5.0, begin=1.005) if change[1] == AMOUNT]
    assert heard[0][2] == pytest.approx(0.15, abs=0.006)
    assert {round(time, 6): value for time, _, value in heard}[3.0] == pytest.approx(0.15 + 0.95 / 2, abs=1e-3)
    assert heard[-1][1:] == (AMOUNT, 1.1)


def test_a_cue_without_that_fade_ends_it_at_once(conductor):
    begun = conductor()
    go(begun, 1)
    run(begun, 1.0)
    assert go(begun, 3, 1.0)[AMOUNT] == 0.1
    assert all(name == "bend/wavelength" for _, name, _ in run(begun, 5.0, begin=1.0))


def test_whole_numbers_do_not_fade_but_are_set(conductor):
    begun = conductor()
    assert go(begun, 1)["knots/points"] == 50


def test_a_fade_to_where_one_is_already_is_none(conductor):
    begun = conductor()
    go(begun, 2)
    assert all(name == AMOUNT for _, name, _ in run(begun, 6.0))


def test_a_fade_may_return_to_what_is_declared(conductor):
    begun = conductor()
    go(begun, 1)
    changes = go(begun, 2)
    assert "knots/learning_rate" not in changes  # it fades back, in a second, from 0.012
    heard = [value for _, name, value in run(begun, 2.0) if name == "knots/learning_rate"]
    assert heard[0] == pytest.approx(0.012)
    assert heard[-1] == 0.04
    assert heard[25] == pytest.approx(0.026)
