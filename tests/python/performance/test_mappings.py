"""A mapping: amount, curve, floor, ceiling, and the limits of what it moves."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.performance.mappings import Link, cents, links, mapped, mapped_each
from descant.table import Parameter

DETUNE = Parameter(name="detune", default=0.0, low=-0.9, high=1000.0, per_note=True, doc="δ")
LINK = Link("m", "cubics/loss", "overtones/detune", DETUNE, signed=False)


def through(x, *, amount=1.0, floor=-1e9, ceiling=1e9, curve=1.0, link=LINK):
    return mapped(link, x, {"m/amount": amount, "m/floor": floor, "m/ceiling": ceiling, "m/curve": curve})


def test_links_come_in_the_order_of_the_patch_and_pairwise(small):
    found = links(small)
    assert [(link.mapping, link.source, link.target) for link in found] == [
        ("cubics-to-detune", "cubics/loss", "overtones/detune"),
        ("knots-to-detune", "knots/loss", "overtones/detune"),
        ("knots-to-shift", "knots/gradient/a", "shift/red"),
        ("knots-to-shift", "knots/gradient/b", "shift/green"),
        ("knots-to-shift", "knots/gradient/c", "shift/blue"),
    ]
    assert [link.part for link in found] == ["cubics", "knots", "knots", "knots", "knots"]
    assert [link.signed for link in found] == [False, False, True, True, True]


@pytest.mark.parametrize(
    ("x", "settings", "y"),
    [
        (0.8, {"amount": 0.1}, 0.08),
        (2.6, {"amount": 0.1, "ceiling": 0.25}, 0.25),
        (0.001, {"amount": 0.1, "floor": 0.05}, 0.05),
        (-0.5, {"amount": 0.25}, -0.125),
        (0.5, {"amount": -0.25}, -0.125),
        (0.5, {"curve": 2.0}, 0.25),
        (-0.5, {"curve": 2.0}, -0.25),
        (-0.25, {"curve": 0.5, "amount": 2.0}, -0.9),
        (0.0, {"curve": 0.1}, 0.0),
        (5000.0, {}, 1000.0),
        (7.0, {"amount": 0.0}, 0.0),
        (0.5, {"floor": 0.3, "ceiling": 0.2}, 0.3),
    ],
)
def test_clamp_of_amount_times_the_curve(x, settings, y):
    assert through(x, **settings) == pytest.approx(y)


def test_a_stream_of_zero_is_neutral():
    assert through(0.0, amount=0.1) == 0.0


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_moves_nothing(x):
    for curve in (1.0, 3.0):
        assert through(x, curve=curve) is None


@pytest.mark.parametrize("curve", [1.0, 2.0, 10.0])
def test_a_loss_beyond_all_bounds_is_held_by_the_ceiling(curve):
    assert through(1e200, amount=1000.0, ceiling=0.25, curve=curve) == 0.25
    assert through(-1e200, amount=1000.0, floor=-0.25, curve=curve) == -0.25
    assert through(1e200, amount=0.0, curve=curve) == 0.0


number = st.floats(allow_nan=False, allow_infinity=False)


@given(x=st.floats(), amount=st.floats(-1000, 1000), curve=st.floats(0.1, 10), floor=number, ceiling=number)
def test_whatever_comes_the_parameter_stays_in_its_range(x, amount, curve, floor, ceiling):
    y = through(x, amount=amount, curve=curve, floor=floor, ceiling=ceiling)
    if math.isfinite(x):
        assert -0.9 <= y <= 1000.0
        if floor <= ceiling <= 1000.0 and ceiling >= -0.9:
            assert y <= ceiling
    else:
        assert y is None


def test_cents_of_a_detune():
    assert cents(0.0) == 0.0
    assert cents(1.0) == 1200.0
    assert cents(0.25) == pytest.approx(386.31, abs=0.01)
    assert cents(0.12) == pytest.approx(196.2, abs=0.1)
    assert cents(-0.9) < 0


numbers = st.floats(-1e3, 1e3) | st.sampled_from([0.0, 1e308, -1e308, 5e-324, math.inf, -math.inf, math.nan])
settings_of = st.fixed_dictionaries(
    {
        "m/amount": st.floats(-100, 100), "m/floor": st.floats(-10, 10), "m/ceiling": st.floats(-10, 10),
        "m/curve": st.sampled_from([1.0, 0.5, 2.0, 3.7]),
    }
)  # fmt: skip


@given(xs=st.lists(numbers, min_size=1, max_size=70), values=settings_of)
def test_many_at_once_become_what_each_would_become(xs, values):
    together = mapped_each(LINK, np.array(xs), values)
    for x, y in zip(xs, together.tolist(), strict=True):
        one = mapped(LINK, x, values)
        if one is None:
            assert math.isnan(y)
        elif values["m/curve"] == 1.0:
            assert y == one
        else:
            assert y == pytest.approx(one, rel=1e-12, abs=1e-300)
        assert mapped_each(LINK, np.array([x]), values).tobytes() == np.float64(y).tobytes()  # whoever is beside it
