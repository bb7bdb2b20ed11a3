"""The one table's rows: which values a parameter takes, and what is said of those it does not."""

import dataclasses
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.table import Parameter, Stream, nearest

RATE = Parameter(name="learning_rate", default=0.15, low=-0.3, high=2.0, doc="how far")
POINTS = Parameter(name="points", kind="i", default=100, low=2, high=10_000, doc="how many")
MUTE = Parameter(name="mute", kind="b", default=False, doc="silence")
FORM = Parameter(name="form", kind="choice", choices=("squared", "absolute"), default="squared", doc="which")
HUGE = 10**400


@pytest.mark.parametrize(
    ("row", "given_value", "kept"),
    [
        (RATE, 0.5, 0.5),
        (RATE, -0.3, -0.3),
        (RATE, 2, 2.0),
        (POINTS, 2, 2),
        (POINTS, 10_000.0, 10_000),
        (MUTE, True, True),
        (MUTE, 0, False),
        (MUTE, 1.0, True),
        (FORM, "absolute", "absolute"),
    ],
)
def test_a_value_comes_back_in_its_rows_kind(row, given_value, kept):
    found = row.checked(given_value)
    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize("value", [-0.31, 2.0000001, math.nan, math.inf, -math.inf, 1e300, -1000, HUGE, -HUGE])
def test_a_number_out_of_range_is_told_the_range(value):
    with pytest.raises(ValueError, match=r"learning_rate must be from -0.3 to 2, not .+"):
        RATE.checked(value)


@pytest.mark.parametrize("value", ["0.5", None, True, [0.5], {}, b"1", 1j])
def test_what_is_no_number_is_refused_as_such(value):
    with pytest.raises(TypeError, match="learning_rate must be a number"):
        RATE.checked(value)


def test_a_whole_number_must_be_whole():
    with pytest.raises(TypeError, match=r"points must be a whole number, not 2.5"):
        POINTS.checked(2.5)
    with pytest.raises(ValueError, match="from 2 to 10000, not 1"):
        POINTS.checked(1)


@pytest.mark.parametrize("value", [2, "true", None, 0.5, [1]])
def test_truth_is_only_true_false_1_or_0(value):
    with pytest.raises(TypeError, match="mute must be true or false"):
        MUTE.checked(value)


def test_a_choice_lists_what_is_allowed_and_suggests_the_nearest():
    with pytest.raises(
        ValueError, match=r"form must be one of squared, absolute, not 'sqared'; did you mean 'squared'"
    ):
        FORM.checked("sqared")
    with pytest.raises(ValueError, match=r"not 'xyz'$"):
        FORM.checked("xyz")
    with pytest.raises(TypeError, match="must be one of squared, absolute"):
        FORM.checked(1)


def test_an_error_names_where_it_was_found():
    with pytest.raises(ValueError, match=r"^cubics/learning_rate must"):
        RATE.checked(9, "cubics/learning_rate")


def test_rows_never_change():
    stream = Stream(name="loss", doc="how wrong")
    for row, attribute in ((RATE, "low"), (stream, "high")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(row, attribute, 1.0)


def test_nearest_is_silent_where_nothing_is_near():
    assert nearest("lerning_rate", ["learning_rate", "points"]) == "; did you mean 'learning_rate'?"
    assert nearest("zzz", ["learning_rate", "points"]) == ""
    assert nearest("x", []) == ""


anything: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.lists(st.integers()), st.just(HUGE)
)


@given(row=st.sampled_from([RATE, POINTS, MUTE, FORM]), value=anything)
def test_any_value_is_kept_within_the_row_or_refused(row, value):
    try:
        found = row.checked(value)
    except (TypeError, ValueError) as error:
        assert row.name in str(error)
        return
    assert type(found) is {"f": float, "i": int, "b": bool, "choice": str}[row.kind]
    if row.kind in "fi":
        assert row.low <= found <= row.high
    assert row.checked(found) == found


@pytest.mark.parametrize(
    ("row", "values"),
    [
        ({"low": -2.0, "high": 6.0}, [-2.0, 0.0, 2.0, 6.0]),
        ({"low": 10.0, "high": 1000.0, "curve": "exponential"}, [10.0, 10 * 10**0.5, 100.0, 1000.0]),
        ({"kind": "i", "low": 0, "high": 10}, [0, 2, 5, 10]),
        ({"kind": "b"}, [False, False, True, True]),
        ({"kind": "choice", "choices": ("a", "b", "c")}, ["a", "a", "b", "c"]),
    ],
)
def test_a_place_of_the_range_is_a_value_that_it_takes(row, values):
    made = Parameter(name="it", doc="", default=values[0], **row)
    assert [made.at(place) for place in (0.0, 0.25, 0.5, 1.0)] == pytest.approx(values)
    assert all(made.checked(made.at(n / 126)) == made.at(n / 126) for n in range(127))
