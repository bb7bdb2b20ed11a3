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


# ---------------------------------------------------------------- keep, groups, curves, switches
def cue(number, *lines):
    return "\n".join(["[[cues]]", f"number = {number}", *lines, ""])


def test_what_a_cue_keeps_stays_as_it_happens_to_be(conductor):
    keeps = cue(2, 'keep = ["cubics/*", "knots/learning_rate"]', 'set = { "cubics/points" = 30 }')
    begun = conductor(cues=cue(1, 'set = { "cubics/on" = true, "knots/points" = 50 }') + keeps)
    go(begun, 0)
    begun.values |= {"cubics/learning_rate": 0.7, "knots/learning_rate": 0.5}
    assert go(begun, 1) == {"knots/points": 100, "cubics/points": 30}  # what it sets, it does not keep
    assert (begun.values["cubics/on"], begun.values["cubics/learning_rate"]) == (True, 0.7)
    assert begun.values["knots/learning_rate"] == 0.5


def test_a_fade_of_what_is_kept_goes_on_to_where_it_was_heading(conductor):
    begun = conductor(
        cues=cue(1)
        + cue(2, f'set = {{ "{AMOUNT}" = 0.3, "knots/learning_rate" = 0.5 }}', "fade_s = 2.0")
        + cue(3, f'keep = ["{AMOUNT}"]')
    )
    go(begun, 0)
    go(begun, 1)
    run(begun, 1.0)
    assert go(begun, 2, 1.0) == {"knots/learning_rate": 0.04}
    heard = run(begun, 3.0, begin=1.005)
    assert {name for _, name, _ in heard} == {AMOUNT}
    assert heard[0][2] == pytest.approx(0.2, abs=0.003)
    assert heard[-1] == (2.0, AMOUNT, 0.3)


def test_the_most_exact_name_says_how_a_value_fades(conductor):
    begun = conductor(
        cues=cue(1)
        + cue(
            2, f'set = {{ "{AMOUNT}" = 0.2, "cubics-to-detune/ceiling" = 0.5, "knots-to-detune/amount" = 0.2,'
            ' "knots/learning_rate" = 0.5, "knots/noise" = 1.0 }', "fade_s = 5.0",
            'fade = { "*-to-detune/*" = 4, "cubics-to-detune/*" = 3.0, "*" = 6,'
            f' "{AMOUNT}" = 1.0, "knots/noise" = 0 }}'
        )
    )  # fmt: skip
    go(begun, 0)
    assert go(begun, 1) == {"knots/noise": 1.0}
    ends = {name: time for time, name, _ in run(begun, 8.0)}
    assert ends == {
        AMOUNT: 1.0, "cubics-to-detune/ceiling": 3.0, "knots-to-detune/amount": 4.0, "knots/learning_rate": 6.0
    }  # fmt: skip


def test_curves_say_when_most_of_a_fade_is_done(conductor):
    begun = conductor(
        cues=cue(1)
        + cue(
            2, f'set = {{ "{AMOUNT}" = 1.1, "knots-to-detune/amount" = 1.06, "knots/noise" = 1.0, "cubics/noise" = 1.0,'
            ' "bend/wavelength" = 3.2 }', 'curve = "smooth"', "fade_s = 4.0",
            f'fade = {{ "{AMOUNT}" = {{ seconds = 4.0, curve = "early" }},'
            ' "knots/noise" = { seconds = 4, curve = "late" }, "knots-to-detune/*" = { seconds = 4.0 },'
            ' "cubics/noise" = { seconds = 4.0, curve = "linear" } }',
        )
    )  # fmt: skip
    go(begun, 0)
    go(begun, 1)
    after = {name: value for _, name, value in run(begun, 1.0)}
    assert after[AMOUNT] == pytest.approx(0.1 + 7 / 16)
    assert after["knots/noise"] == pytest.approx(1 / 16)
    assert after["cubics/noise"] == pytest.approx(1 / 4)
    smooth = 3 / 16 - 2 / 64
    assert after["knots-to-detune/amount"] == pytest.approx(0.06 + smooth)
    assert after["bend/wavelength"] == pytest.approx(0.4 * 8**smooth)  # on top of the parameter's own curve
    end = {name: value for _, name, value in run(begun, 4.0, begin=1.005)}
    assert end == {
        AMOUNT: 1.1, "knots/noise": 1.0, "cubics/noise": 1.0, "knots-to-detune/amount": 1.06, "bend/wavelength": 3.2
    }  # fmt: skip


@pytest.mark.parametrize(("when", "at"), [("start", 0.0), ("middle", 1.5), ("end", 3.0)])
def test_what_cannot_fade_switches_at_the_start_the_middle_or_the_end(conductor, when, at):
    fades = cue(
        2, 'set = { "knots/points" = 50, "knots/on" = true, "knots/loss_form" = "absolute", "knots/noise" = 1.0 }',
        'fade = { "knots/noise" = 3.0, "cubics/noise" = 1.0 }', f'switch = "{when}"'
    )  # fmt: skip
    begun = conductor(cues=cue(1) + fades)
    go(begun, 0)
    switched = {"knots/points": 50, "knots/on": True, "knots/loss_form": "absolute"}
    assert go(begun, 1) == (switched if when == "start" else {})
    heard = {(name, value): time for time, name, value in run(begun, 4.0) if name in switched}
    assert heard == ({} if when == "start" else dict.fromkeys(switched.items(), at))
    assert begun.due() == math.inf


def test_a_cue_takes_back_what_has_not_switched_yet(conductor):
    begun = conductor(cues=cue(1) + cue(2, 'set = { "knots/points" = 50 }', "fade_s = 2", 'switch = "end"') + cue(3))
    go(begun, 0)
    go(begun, 1)
    assert begun.heading()["knots/points"] == 50
    assert go(begun, 2, 1.0) == {}
    assert run(begun, 3.0, begin=1.0) == []


def test_what_is_set_by_hand_is_not_switched(conductor):
    begun = conductor(cues=cue(1) + cue(2, 'set = { "knots/points" = 50 }', "fade_s = 2", 'switch = "end"'))
    go(begun, 0)
    go(begun, 1)
    begun.set("knots/points", 7)
    assert run(begun, 3.0) == []
    assert begun.values["knots/points"] == 7


# ---------------------------------------------------------------- jumping over cues
GLOBAL = (
    cue(1)
    + cue(2, 'missed = "global"', 'set = { "knots/learning_rate" = 0.5, "knots/points" = 50 }')
    + cue(3, 'set = { "knots/learning_rate" = 0.9, "cubics/points" = 60 }')
    + cue(4, 'missed = "global"', 'keep = ["knots/points"]', 'set = { "cubics/points" = 70 }')
    + cue(5, 'keep = ["*/points", "cubics/learning_rate"]', "fade_s = 2")
)


def test_a_global_cue_that_is_jumped_over_counts_where_it_is_kept(conductor):
    begun = conductor(cues=GLOBAL)
    go(begun, 0)
    begun.values["cubics/learning_rate"] = 0.7
    begun.values["knots/learning_rate"] = 0.8
    changes = go(begun, 4)
    assert changes == {"knots/points": 50, "cubics/points": 70, "cubics/learning_rate": 0.15}
    assert begun.heading()["knots/learning_rate"] == 0.04
    walked = conductor(cues=GLOBAL)
    for place in (0, 1, 3, 4):
        go(walked, place, 10.0 * place)
        run(walked, 10.0 * place + 5.0, begin=10.0 * place)
    assert begun.heading() == walked.values


def test_neither_the_way_back_nor_the_next_cue_jumps_over_any(conductor):
    begun = conductor(cues=GLOBAL)
    go(begun, 4)
    assert go(begun, 0) == {"knots/points": 100, "cubics/points": 100}
    go(begun, 2)
    begun.values["knots/points"] = 9
    assert "knots/points" not in go(begun, 3)
    assert begun.values["knots/points"] == 9


# ---------------------------------------------------------------- waits
def test_the_next_cue_is_waited_for_and_a_wait_can_be_held(conductor):
    begun = conductor(
        cues=cue(1, "continue_s = 2.5") + cue(2, "pre_wait_s = 4", "fade_s = 3.0", "follow = true") + cue(3)
    )
    assert begun.waiting(0.0) is None
    go(begun, 0, 1.0)
    standby, left_s = begun.waiting(2.0)
    assert (standby.number, left_s) == (2.0, 1.5 + 4.0)
    assert begun.due() == 3.5
    begun.wait.hold(2.0)
    assert begun.due() == math.inf
    assert begun.waiting(7.0)[1] == 5.5
    begun.wait.go_on(10.0)
    assert begun.due() == 11.5
    go(begun, 1, 12.0)
    assert begun.due() == 15.0  # when its fades are over
    go(begun, 2, 13.0)
    assert begun.waiting(13.0) is None and begun.due() == math.inf
