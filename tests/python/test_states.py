"""States as text: read back the same to the last bit, and nothing but data."""

import math
from collections import deque

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.errors import DescantError
from descant.states import dumps, loads

scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text()
keys = st.text() | st.integers(-9, 9) | st.tuples(st.text(), st.integers(0, 99)) | st.none()
states = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(keys, inner, max_size=4)
        | st.sets(st.integers(-(2**60), 2**60), max_size=4)
    ),
    max_leaves=20,
)


def same(one, other):
    """Return whether two states are the same, bit by bit: 0.0 is not -0.0, 1 is not True, NaN is NaN."""
    if type(one) is not type(other):
        return False
    match one:
        case float():
            return one.hex() == other.hex() or (math.isnan(one) and math.isnan(other))
        case dict():
            return list(one) == list(other) and all(map(same, one.values(), other.values()))
        case list() | tuple():
            return len(one) == len(other) and all(map(same, one, other))
        case np.ndarray():
            return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    return one == other


@given(states)
def test_what_was_written_is_read_to_the_last_bit(state):
    try:
        text = dumps(state)
    except TypeError:
        assert "\\ud" in ascii(state)  # half a letter is no text
    else:
        assert same(loads(text, "here"), state)


@pytest.mark.parametrize("kind", ["float64", "float32", "int64", "uint8", "bool", "intp", "int8"])
@pytest.mark.parametrize("shape", [(0,), (3,), (2, 3), (4, 0), ()])
def test_arrays_keep_kind_and_shape(kind, shape):
    array = np.array(np.random.default_rng(1).normal(size=shape) * 50).astype(kind)
    found = loads(dumps({"a": array}), "here")["a"]
    assert same(found, array)
    assert found.flags.writeable


def test_arrays_may_hold_what_is_no_number():
    array = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324, 0.1])
    assert same(loads(dumps(array), "here"), array)


def test_a_deque_is_read_as_a_list():
    assert loads(dumps(deque([1, 2.5])), "here") == [1, 2.5]


@pytest.mark.parametrize("thing", [object(), b"bytes", len, np.array(["text"]), np.array([object()]), {1: 2j}, 2**70])
def test_whatever_is_no_data_is_refused(thing):
    with pytest.raises(TypeError, match="not a state"):
        dumps({"a": [thing]})


@given(st.binary(max_size=60))
def test_bytes_that_are_no_state_are_refused_in_one_way(junk):
    try:
        loads(junk, "here")
    except DescantError as error:
        assert "here" in str(error)


@pytest.mark.parametrize(
    "text",
    [
        b'{"=array": ["float64", [3], [1.0]]}', b'{"=array": ["object", [1], [1]]}', b'{"=array": [1]}',
        b'{"=other": 1}', b'{"=set": [[1]]}', b'{"=float": "x"}', b'{"=table": [1]}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_damaged_says_so(text):
    with pytest.raises(DescantError, match="here: is damaged"):
        loads(text, "here")
