import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.panel import style, values
from descant.panel.facts import Parameter


def row(kind="f", low=0.0, high=1.0, *, curve="linear", default=0.0, choices=()):
    return Parameter("part/name", kind, "", low, high, curve, default, choices)


RATE = row(low=-0.3, high=2.0, default=0.15)
STEPS = row(low=0.1, high=1000.0, curve="exponential")
OPTIMIZER = row("choice", high=2.0, default="sgd", choices=("sgd", "momentum", "adam"))


def test_a_linear_slider_is_in_the_middle_between_its_ends():
    assert values.at(RATE, 0.5) == 0.85
    assert values.share(RATE, 0.85) == pytest.approx(0.5)


def test_an_exponential_slider_has_ratios():
    assert values.at(STEPS, 0.5) == 10.0
    assert values.at(STEPS, 0.75) == 100.0
    assert values.share(STEPS, 1.0) == pytest.approx(0.25)


def test_an_exponential_curve_that_reaches_zero_is_drawn_linear():
    assert values.at(row(low=0.0, high=10.0, curve="exponential"), 0.5) == 5.0


def test_a_hand_means_round_numbers():
    assert values.at(RATE, 0.21753) == 0.2
    assert values.at(STEPS, 0.6666) == 46.4


def test_whole_numbers_and_choices_go_by_ones():
    assert values.at(row("i", 2, 10_000), 0.01) == 102
    assert values.stepped(row("i", 2, 10_000), 100, 10) == 110
    assert values.stepped(row("i", 2, 10_000), 2, -1) == 2
    assert values.stepped(OPTIMIZER, "sgd", 1) == "momentum"
    assert values.stepped(OPTIMIZER, "adam", 1) == "adam"
    assert values.at(OPTIMIZER, 1.0) == "adam"


def test_steps_are_hundredths_of_the_way():
    assert values.stepped(row(), 0.5, 1) == 0.51
    assert values.stepped(row(), 0.5, -10) == 0.4
    assert values.stepped(STEPS, 10.0, 25) == 100.0


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.floats(0.0, 1.0), st.booleans())
def test_what_a_hand_gives_is_always_within_the_limits(low, span, place, exponential):
    made = row(low=low, high=low + span, curve="exponential" if exponential else "linear")
    assert made.low <= values.at(made, place) <= made.high
    assert 0.0 <= values.share(made, values.at(made, place)) <= 1.0


@given(st.floats(0.0, 1.0))
def test_a_place_and_its_value_agree_to_a_step(place):
    for made in (RATE, STEPS, row("i", 0, 5000)):
        assert values.share(made, values.at(made, place)) == pytest.approx(place, abs=2e-3)


def test_what_is_typed_is_a_number_within_the_limits():
    assert values.typed(RATE, " 0,25 ") == 0.25
    assert values.typed(RATE, "−0.3") == -0.3
    assert values.typed(row("i", 2, 100), "42") == 42
    assert values.typed(OPTIMIZER, "adam") == "adam"
    for made, text in ((RATE, "2.1"), (RATE, "fast"), (RATE, "nan"), (RATE, ""), (row("i", 2, 9), "2.5")):
        with pytest.raises(ValueError, match="part/name is"):
            values.typed(made, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.15000000596, "0.150"), (12.345, "12.35"), (440.0, "440.0"), (48_000.0, "48000"), (0.0, "0.000"),
     (0.00041, "4.1e-4"), (-0.00041, "-4.1e-4"), (2.5e7, "2.5e7"), (100, "100"), ("sgd", "sgd")],
)  # fmt: skip
def test_values_are_short(value, text):
    assert style.shown(value) == text


@pytest.mark.parametrize(("seconds", "text"), [(0.0, "0:00"), (61.9, "1:01"), (3723.0, "1:02:03"), (-1.0, "0:00")])
def test_time_is_read_in_minutes(seconds, text):
    assert style.clock(seconds) == text
