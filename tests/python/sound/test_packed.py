"""What is packed by struct has supriya's bytes, whatever it is; what scsynth must not get is refused."""

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from supriya import AddAction
from supriya.contexts.requests import (
    FreeNode,
    NewGroup,
    NewSynth,
    ReleaseNode,
    SetControlBus,
    SetControlBusRange,
    SetNodeControl,
)
from supriya.osc import OscBundle, OscMessage

from descant.sound.packed import LARGEST_BYTES, datagrams, packed
from descant.sound.synthdefs import built_in

LARGEST = struct.unpack(">f", bytes.fromhex("7f7fffff"))[0]

names = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)
ids = st.integers(0, 2**31 - 1)
floats = st.floats(-LARGEST, LARGEST)
controls = st.dictionaries(names, floats, max_size=14)
odd_controls = st.dictionaries(
    st.one_of(names, names, st.integers(0, 9).map(str)),
    st.one_of(floats, names, st.tuples(floats, floats)),
    max_size=5,
)
actions = st.sampled_from([AddAction.ADD_TO_HEAD, AddAction.ADD_TO_TAIL, AddAction.ADD_AFTER, AddAction.ADD_BEFORE])
definitions = st.one_of(names, st.sampled_from(list(built_in().values())))
requests = st.one_of(
    st.builds(NewSynth, definitions, ids, actions, ids, st.one_of(st.none(), controls, odd_controls)),
    st.builds(NewSynth, definitions, ids, actions, ids, st.dictionaries(st.integers(0, 99), floats, max_size=4)),
    st.builds(ReleaseNode, ids, has_gate=st.booleans(), force=st.booleans()),
    st.builds(SetControlBus, st.lists(st.tuples(ids, floats), min_size=1, max_size=40)),
    st.builds(
        SetControlBusRange, st.lists(st.tuples(ids, st.lists(floats, min_size=1, max_size=40)), min_size=1, max_size=3)
    ),
    st.builds(SetNodeControl, ids, st.lists(st.tuples(names, floats), min_size=1, max_size=4)),
    st.builds(NewGroup, st.lists(st.tuples(ids, actions, ids), min_size=1, max_size=3)),
    st.builds(FreeNode, st.lists(ids, min_size=1, max_size=3)),
)


@given(requests)
def test_the_bytes_are_those_of_supriya(request):
    assert packed(request) == request.to_osc().to_datagram()


@given(st.lists(requests, min_size=1, max_size=8))
def test_many_are_one_bundle_to_be_done_at_once(several):
    (datagram,) = datagrams(map(packed, several))
    assert datagram == OscBundle(contents=[request.to_osc() for request in several]).to_datagram()


def test_whole_numbers_are_written_as_supriya_writes_them():
    for request in (SetControlBus([(1, 2)]), SetControlBusRange([(1, [2, 3.5])])):
        assert packed(request) == request.to_osc().to_datagram()


def test_what_one_datagram_does_not_hold_leaves_in_several_in_order():
    messages = [OscMessage("/c_setn", n, 1000, *[float(n)] * 1000).to_datagram() for n in range(40)]
    found = list(datagrams(messages))
    assert len(found) == math.ceil(40 / ((LARGEST_BYTES - 16) // (len(messages[0]) + 4)))
    assert all(len(datagram) <= LARGEST_BYTES for datagram in found)
    inside = [message for datagram in found for message in OscBundle.from_datagram(datagram).contents]
    assert [message.contents[0] for message in inside] == list(range(40))


def test_nothing_to_say_is_no_datagram():
    assert list(datagrams([])) == []


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e39, -1e39])
def test_no_number_that_is_not_finite_is_packed(bad):
    for request in (
        NewSynth("piano", 1000, AddAction.ADD_TO_HEAD, 1, {"pan": 0.5, "decay_s": bad, "amplitude": 1.0}),
        NewSynth("piano", 1000, AddAction.ADD_TO_HEAD, 1, {"pan": bad}),
        SetControlBus([(1, 0.5), (2, bad)]),
        SetControlBusRange([(1, [0.5]), (7, [0.5, bad])]),
        SetNodeControl(1000, [("fade", bad)]),
        SetNodeControl(1000, [("fades", [0.5, bad])]),
    ):
        with pytest.raises(ValueError, match="not finite"):
            packed(request)


@given(st.lists(st.sampled_from([math.inf, -math.inf, math.nan, 1.0, -LARGEST, LARGEST]), min_size=1))
def test_what_is_not_finite_is_found_among_others(values):
    request = SetControlBusRange([(0, values)])
    if all(map(math.isfinite, values)):
        assert packed(request) == request.to_osc().to_datagram()
    else:
        with pytest.raises(ValueError, match="not finite"):
            packed(request)


def test_what_no_datagram_holds_and_names_that_are_not_ascii_are_refused():
    with pytest.raises(ValueError, match="do not fit into one datagram"):
        packed(SetControlBusRange([(0, [0.0] * 15_000)]))
    for name, control in (("étude", "pan"), ("piano", "größe")):
        with pytest.raises(ValueError, match="ascii"):
            packed(NewSynth(name, 1, AddAction.ADD_TO_HEAD, 1, {control: 0.5, "x": 1.0}))
