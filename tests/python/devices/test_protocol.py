"""The table of words: what each takes, in which limits, and what it says where that is not so."""

import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.devices import osc
from descant.devices.protocol import ANSWERS, LONGEST_TEXT, PREFIX, RESERVED, VERSION, WORDS, Refused, decimal, shown

BY_NAME = {word.address: word for word in WORDS}

USAGES = """\
/descant/ping
/descant/hello name port
/descant/bye
/descant/list
/descant/set name value
/descant/get name
/descant/subscribe pattern rate_hz
/descant/unsubscribe pattern
/descant/note pitch velocity [id]
/descant/pad pad x [y] …
/descant/tune part notes-or-seconds
/descant/undo
/descant/redo
/descant/clock quarters bpm [running]
/descant/learn part y y …
/descant/curve part [points]
/descant/points pad
/descant/cue/go
/descant/cue/back
/descant/cue/goto number-or-name
/descant/cue/start number-or-name
/descant/cue/scrub number-or-name
/descant/cue/capture name [number]
/descant/cue/morph x cue cue …
/descant/cue/undo
/descant/cue/list
/descant/piece/next
/descant/piece/goto number
/descant/panic
/descant/freeze 0-or-1
/descant/bus name
/descant/server
/descant/watch 0-or-1
"""

WELL_FORMED = [
    ("ping", (), ()),
    ("hello", ("max", 9001), ("max", 9001)),
    ("hello", ("", 9001.0), ("", 9001)),
    ("set", ("cubics/points", 50), ("cubics/points", 50)),
    ("set", ("cubics/on", True), ("cubics/on", True)),
    ("set", ("cubics/loss_form", "absolute"), ("cubics/loss_form", "absolute")),
    ("set", ("cubics/learning_rate", 0.15000000596046448), ("cubics/learning_rate", 0.15)),
    ("set", ("any", 1e9), ("any", 1e9)),  # its limits are the parameter's
    ("subscribe", ("cubics/*", 60), ("cubics/*", 60.0)),
    ("note", (60, 90), (60.0, 90.0)),
    ("note", (60.5, 0.25, "a"), (60.5, 0.25, "a")),
    ("note", (127, 127, 16_777_217), (127.0, 127.0, 16_777_217.0)),
    ("pad", ("cubics", 0.5), ("cubics", 0.5)),
    ("pad", ("cubics", 1, 2, 3, 4), ("cubics", 1.0, 2.0, 3.0, 4.0)),
    ("tune", ("knots", 4.5), ("knots", 4.5)),
    ("cue/goto", (2.5,), (2.5,)),
    ("cue/goto", ("Knots",), ("Knots",)),
    ("cue/goto", ("2.5",), ("2.5",)),
    ("freeze", (1,), (True,)),
    ("freeze", (0.0,), (False,)),
    ("freeze", (False,), (False,)),
    ("watch", (True,), (True,)),
]

REFUSED = [
    ("ping", (1,), "found 1 arguments; write /descant/ping"),
    ("hello", ("max",), "found 1 arguments; write /descant/hello name port"),
    ("hello", (9001, "max"), "name must be a text of at most 200 characters, not 9001; write /descant/hello name port"),
    ("hello", ("max", 0), "port must be from 1 to 65535, not 0"),
    ("hello", ("max", 65536), "port must be from 1 to 65535, not 65536"),
    ("hello", ("max", 90.5), "port must be a whole number, not 90.5; write /descant/hello name port"),
    ("hello", ("max", math.inf), "port must be a whole number, not inf; write /descant/hello name port"),
    ("hello", ("max", True), "port must be a whole number, not True; write /descant/hello name port"),
    ("hello", ("m" * 201, 9001), f"name must be a text of at most 200 characters, not '{'m' * 38}…; "
                                 "write /descant/hello name port"),
    ("get", (None,), "name must be a text of at most 200 characters, not nil; write /descant/get name"),
    ("get", (b"blob",), "name must be a text of at most 200 characters, not a blob of 4 bytes; "
                        "write /descant/get name"),
    ("set", ("a", None), "value must be a number, a switch or a text, not nil; write /descant/set name value"),
    ("set", ("a",), "found 1 arguments; write /descant/set name value"),
    ("subscribe", ("*", 0), "rate_hz must be from 0.01 to 1000, not 0"),
    ("subscribe", ("*", math.nan), "rate_hz must be from 0.01 to 1000, not nan"),
    ("subscribe", ("*", 1001.0), "rate_hz must be from 0.01 to 1000, not 1001"),
    ("note", (60,), "found 1 arguments; write /descant/note pitch velocity [id]"),
    ("note", (60, 90, "a", "b"), "found 4 arguments; write /descant/note pitch velocity [id]"),
    ("note", (math.nan, 90), "pitch must be from 0 to 127, not nan"),
    ("note", (math.inf, 90), "pitch must be from 0 to 127, not inf"),
    ("note", (-0.5, 90), "pitch must be from 0 to 127, not -0.5"),
    ("note", (60, 128), "velocity must be from 0 to 127, not 128"),
    ("note", (60, -1), "velocity must be from 0 to 127, not -1"),
    ("note", (60, True), "velocity must be a number, not True; write /descant/note pitch velocity [id]"),
    ("note", ("60", 90), "pitch must be a number, not '60'; write /descant/note pitch velocity [id]"),
    ("note", (60, 90, math.nan), "id must be from -9.0072e+15 to 9.0072e+15, not nan"),
    ("note", (60, 90, b""), "id must be a text or a number, not a blob of 0 bytes; "
                            "write /descant/note pitch velocity [id]"),
    ("pad", ("cubics",), "found 1 arguments; write /descant/pad pad x [y] …"),
    ("pad", ("cubics", math.inf), "x must be from -1e+06 to 1e+06, not inf"),
    ("pad", ("cubics", 0, 0, 0, 1e7), "y must be from -1e+06 to 1e+06, not 1e+07"),
    ("pad", ("cubics", *[0.0] * 256), "found 257 arguments; write /descant/pad pad x [y] …"),
    ("tune", ("cubics", -1), "notes-or-seconds must be from 0 to 1e+06, not -1"),
    ("cue/go", (0,), "found 1 arguments; write /descant/cue/go"),
    ("cue/goto", (), "found 0 arguments; write /descant/cue/goto number-or-name"),
    ("cue/goto", (math.nan,), "number-or-name must be from -1e+06 to 1e+06, not nan"),
    ("cue/capture", ("A", 0), "number must be from 1 to 9999, not 0"),
    ("cue/capture", (2,), "name must be a text of at most 200 characters, not 2; "
                          "write /descant/cue/capture name [number]"),
    ("cue/morph", (0.5, 1), "found 2 arguments; write /descant/cue/morph x cue cue …"),
    ("cue/morph", (-0.5, 1, 2), "x must be from 0 to 1000, not -0.5"),
    ("cue/morph", (math.nan, 1, 2), "x must be from 0 to 1000, not nan"),
    ("freeze", (2,), "0-or-1 must be 0 or 1, not 2; write /descant/freeze 0-or-1"),
    ("freeze", (0.5,), "0-or-1 must be 0 or 1, not 0.5; write /descant/freeze 0-or-1"),
    ("freeze", (math.nan,), "0-or-1 must be 0 or 1, not nan; write /descant/freeze 0-or-1"),
    ("freeze", ("1",), "0-or-1 must be 0 or 1, not '1'; write /descant/freeze 0-or-1"),
]  # fmt: skip


def test_the_version_is_the_one_that_clients_are_told():
    assert (VERSION, PREFIX) == (1, "/descant/")


def test_every_word_says_how_it_is_written():
    assert "".join(f"{word.usage}\n" for word in WORDS) == USAGES


@pytest.mark.parametrize(("name", "arguments", "expected"), WELL_FORMED)
def test_arguments_in_the_kinds_of_the_fields(name, arguments, expected):
    found = BY_NAME[name].checked(arguments)
    assert found == expected
    assert [type(one) for one in found] == [type(one) for one in expected]


@pytest.mark.parametrize(("name", "arguments", "text"), REFUSED)
def test_arguments_that_are_refused_with_what_they_must_be(name, arguments, text):
    with pytest.raises(Refused) as refused:
        BY_NAME[name].checked(arguments)
    assert str(refused.value) == text


ANYTHING = st.one_of(
    st.floats(),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.none(),
    st.text(max_size=300),
    st.binary(max_size=9),
)


@settings(deadline=None)
@given(st.sampled_from(WORDS), st.lists(ANYTHING, max_size=6))
def test_whatever_comes_is_refused_or_within_the_limits(word, arguments):
    try:
        found = word.checked(tuple(arguments))
    except Refused as refused:
        assert len(str(refused)) < 300
        return
    assert len(found) == len(arguments)
    for place, one in enumerate(found):
        field = word.fields[min(place, len(word.fields) - 1)]
        if isinstance(one, str):
            assert len(one) <= LONGEST_TEXT
        elif field.kind != "value":
            assert field.low <= one <= field.high


@settings(deadline=None)
@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_float32_stands_for_the_shortest_number_that_is_it(value):
    meant = decimal(struct.unpack(">f", struct.pack(">f", value))[0])
    assert np.float32(meant) == np.float32(value)
    assert repr(meant) == repr(float(str(np.float32(value))))


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e300, -1e300, math.inf, 123456789.123])
def test_a_float64_that_no_float32_is_stays(value):
    assert decimal(value) == value


def test_nan_stays_nan():
    assert math.isnan(decimal(math.nan))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.25, "0.25"), (7, "7"), (True, "True"), (None, "nil"), ("a\n", r"'a\n'"), (b"abc", "a blob of 3 bytes"),
        ("x" * 99, f"'{'x' * 38}…"), (1e300, "1e+300"), (2**63, "9223372036854775808"),
    ],
)  # fmt: skip
def test_arguments_are_shown_on_one_short_line(value, text):
    assert shown(value) == text


# ---------------------------------------------------------------- names
def test_no_part_can_have_the_name_of_a_word_or_an_answer():
    firsts = {one.address.split("/")[0] for one in (*WORDS, *ANSWERS)} - {"PART"}
    assert firsts == RESERVED
    assert {"ping", "cue", "error", "value", "stream", "parameter", "choices", "watch", "pong", "welcome"} <= RESERVED


def test_no_word_is_there_twice_and_all_can_be_sent():
    for table in (WORDS, ANSWERS):
        addresses = [one.address for one in table]
        assert len(addresses) == len(set(addresses))
        for address in addresses:
            assert osc.encode(PREFIX + address)


def test_every_word_and_answer_is_explained():
    assert all(one.doc and not one.doc.endswith(".") for one in (*WORDS, *ANSWERS))
