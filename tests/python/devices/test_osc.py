"""OSC as bytes: equal to python-osc and to supriya in whatever both can say, and ValueError for the rest."""

import math
import struct

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pythonosc.osc_bundle import OscBundle as TheirBundle
from pythonosc.osc_message import OscMessage as TheirMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from supriya.osc import OscBundle as SupriyaBundle
from supriya.osc import OscMessage as SupriyaMessage

from descant.devices import osc
from descant.devices.osc import Message

ASCII = st.characters(min_codepoint=33, max_codepoint=126)
ADDRESSES = st.text(ASCII, min_size=0, max_size=40).map(lambda text: f"/{text}")
TEXTS = st.text(st.characters(min_codepoint=1, exclude_categories=["Cs"]), max_size=30)
FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False)
BLOBS = st.binary(min_size=1, max_size=20)  # python-osc writes no empty ones
INTS = st.integers(1 - 2**31, 2**31 - 1)  # python-osc writes -2³¹ as 64 bits
ARGUMENTS = st.lists(st.one_of(FLOATS, INTS, TEXTS, BLOBS, st.booleans(), st.none()), max_size=12)
STAMP = 2_000_000_000.25  # seconds since 1970, in 2033


def theirs(address, arguments):
    """Return what python-osc makes of a message."""
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build().dgram


def stamped(stamp, *elements):
    """Return a bundle as the standard has it; `stamp` in seconds since 1970, None: at once."""
    tag = 1 if stamp is None else round((stamp + 2_208_988_800) * 2**32)
    sized = b"".join(struct.pack(">i", len(element)) + element for element in elements)
    return b"#bundle\0" + struct.pack(">Q", tag) + sized


# ---------------------------------------------------------------- the same as others
@given(ADDRESSES, ARGUMENTS)
@settings(max_examples=400, deadline=None)
def test_what_is_written_is_what_python_osc_writes_and_reads(address, arguments):
    datagram = osc.encode(address, *arguments)
    assert datagram == theirs(address, arguments)
    assert TheirMessage(datagram).params == arguments
    assert osc.decode(datagram) == [Message(address, tuple(arguments), None)]


@given(ADDRESSES, st.lists(st.one_of(FLOATS, INTS, st.text(ASCII, max_size=9), st.booleans(), st.none()), max_size=12))
@settings(max_examples=400, deadline=None)
def test_what_is_written_is_what_supriya_writes_and_reads(address, arguments):
    datagram = osc.encode(address, *arguments)
    assert datagram == SupriyaMessage(address, *arguments).to_datagram()
    assert SupriyaMessage.from_datagram(datagram).contents == tuple(arguments)


@given(st.lists(st.tuples(ADDRESSES, ARGUMENTS), max_size=6))
@settings(max_examples=200, deadline=None)
def test_a_bundle_is_what_both_read(messages):
    datagram = osc.bundle([osc.encode(address, *arguments) for address, arguments in messages])
    assert osc.decode(datagram) == [Message(address, tuple(arguments), None) for address, arguments in messages]
    read = TheirBundle(datagram)
    assert [(one.address, one.params) for one in read] == messages
    said = [argument for _, arguments in messages for argument in arguments]
    if not any(isinstance(one, bytes) or (isinstance(one, str) and not one.isascii()) for one in said):
        contents = [(one.address, list(one.contents)) for one in SupriyaBundle.from_datagram(datagram).contents]
        assert contents == messages


@given(st.lists(st.sampled_from("ifdhsbTFN"), max_size=20), st.data())
@settings(max_examples=200, deadline=None)
def test_every_type_is_read_as_python_osc_reads_it(kinds, data):
    values = {
        "i": INTS, "f": FLOATS, "d": st.floats(allow_nan=False), "h": st.integers(-(2**63), 2**63 - 1), "s": TEXTS,
        "b": BLOBS, "T": st.just(True), "F": st.just(False), "N": st.none(),
    }  # fmt: skip
    builder = OscMessageBuilder("/any")
    for kind in kinds:
        builder.add_arg(data.draw(values[kind]), kind)
    datagram = builder.build().dgram
    (message,) = osc.decode(datagram)
    assert list(message.arguments) == TheirMessage(datagram).params


def test_a_stamp_is_the_time_that_supriya_means():
    datagram = SupriyaBundle(STAMP, contents=[SupriyaMessage("/a", 1.5)]).to_datagram()
    assert datagram == stamped(STAMP, osc.encode("/a", 1.5))
    assert osc.decode(datagram) == [Message("/a", (1.5,), STAMP)]
    assert osc.decode(stamped(None, osc.encode("/a"))) == [Message("/a", (), None)]
    assert osc.decode(osc.BUNDLE_HEAD) == []


# ---------------------------------------------------------------- by hand
def test_a_message_byte_by_byte():
    assert osc.encode("/a/b", 1, 0.5, "hé", b"xyz", True, False, None, 2**31) == (
        b"/a/b\0\0\0\0,ifsbTFNh\0\0\0" b"\0\0\0\1" b"\x3f\0\0\0" b"h\xc3\xa9\0" b"\0\0\0\3xyz\0" b"\0\0\0\0\x80\0\0\0"
    )  # fmt: skip


def test_no_arguments_and_no_type_tags_at_all():
    assert osc.encode("/ab") == b"/ab\0,\0\0\0"
    assert osc.decode(b"/ab\0") == [Message("/ab", (), None)]  # as old programs send it


def test_an_impulse_is_true():
    assert osc.decode(b"/a\0\0,I\0\0") == [Message("/a", (True,), None)]


def test_many_arguments_of_any_number_are_read():
    values = tuple(float(n) for n in range(1000))
    assert osc.decode(osc.encode("/a", *values)) == [Message("/a", values, None)]
    assert osc.decode(osc.encode("/a", *values, "end")) == [Message("/a", (*values, "end"), None)]


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (math.inf, osc.LARGEST_FLOAT), (-math.inf, -osc.LARGEST_FLOAT), (math.nan, osc.LARGEST_FLOAT),
        (1e300, osc.LARGEST_FLOAT), (1e-300, 0.0),
    ],
)  # fmt: skip
def test_no_float_leaves_that_is_not_finite(value, sent):
    assert osc.decode(osc.encode("/a", value))[0].arguments == (sent,)


def test_nan_and_infinity_arrive_as_they_are():
    (message,) = osc.decode(b"/a\0\0,ff\0" + struct.pack(">ff", math.nan, -math.inf))
    assert math.isnan(message.arguments[0]) and message.arguments[1] == -math.inf


@pytest.mark.parametrize("argument", [1j, [1.0], {"a": 1}, 2**63, -(2**63) - 1, object()])
def test_what_osc_does_not_know_is_a_type_error(argument):
    with pytest.raises(TypeError, match="OSC carries no"):
        osc.encode("/a", argument)


def test_addresses_and_texts_that_cannot_be_written():
    for address in ("", "a", "é", "/é"):
        with pytest.raises(ValueError, match="an OSC address is ASCII"):
            osc.encode(address)
    with pytest.raises(ValueError, match="holds a NUL"):
        osc.encode("/a", "b\0c")
    assert osc.decode(osc.encode("/a", "\ud800"))[0].arguments == ("?",)  # half a character


# ---------------------------------------------------------------- bundles in bundles
def nested(depth, stamp=None):
    datagram = osc.encode("/deep")
    for _ in range(depth):
        datagram = stamped(stamp, datagram)
    return datagram


@pytest.mark.parametrize("depth", [1, 2, 8])
def test_bundles_lie_in_bundles(depth):
    assert osc.decode(nested(depth, STAMP)) == [Message("/deep", (), STAMP)]


@pytest.mark.parametrize("depth", [9, 100, 3000])
def test_bundles_that_lie_too_deep_are_refused(depth):
    with pytest.raises(ValueError, match="bundles lie more than 8 deep"):
        osc.decode(nested(depth))


def test_nothing_in_a_bundle_is_due_before_the_bundle():
    inner = [stamped(at, osc.encode("/in")) for at in (None, STAMP - 1, STAMP + 1)]
    found = osc.decode(stamped(STAMP, *inner, osc.encode("/out")))
    assert [message.time for message in found] == [STAMP, STAMP, STAMP + 1, STAMP]
    assert [message.time for message in osc.decode(stamped(None, *inner))] == [None, STAMP - 1, STAMP + 1]


# ---------------------------------------------------------------- what is no OSC
WRONG = [
    (b"", "neither an OSC message nor a bundle"),
    (b"\0\0\0\0", "neither an OSC message nor a bundle"),
    (b"hello\0\0\0", "neither an OSC message nor a bundle"),
    (b"/abc", "a text without its end"),
    (b"/ab\0,", "a message of 5 bytes, which is no multiple of four"),
    (b"/ab\0abc\0", "a message without type tags"),
    (b"/ab\0,iii", "a text without its end"),
    (b"/ab\0,i\0\0", "a message is cut short"),
    (b"/ab\0,is\0\0\0\0\1", "a text without its end"),
    (b"/ab\0,si\0abc\0", "a message is cut short"),
    (b"/ab\0,i\0\0\0\0\0\1\0\0\0\2", "4 bytes too many in a message"),
    (b"/ab\0,\0\0\0\0\0\0\1", "4 bytes too many in a message"),
    (b"/ab\0,sd\0abc\0\0\0\0\0", "a message is cut short"),
    (b"/ab\0,b\0\0\0\0\0\5abcd", "a blob of 5 bytes in a message that has 4 left"),
    (b"/ab\0,b\0\0\xff\xff\xff\xffabcd", "a blob of -1 bytes in a message that has 4 left"),
    (b"/ab\0,b\0\0\x7f\xff\xff\xffabcd", "a blob of 2147483647 bytes in a message that has 4 left"),
    (b"/ab\0,b\0\0", "a message is cut short"),
    (b"/ab\0,[i]\0\0\0\0\0\0\0\1", r"an argument of the type b'\[', which is not known here"),
    (b"/ab\0,r\0\0\0\0\0\1", "an argument of the type b'r', which is not known here"),
    (b"/ab\0,s\0\0\xff\xfe\0\0", "a text that is not UTF-8"),
    (b"/\xe4b\0,\0\0\0", "an address that is not ASCII"),
    (b"#bundle\0", "a bundle without its time"),
    (b"#bundle\0\0\0\0\0", "a bundle without its time"),
    (osc.BUNDLE_HEAD + b"\0\0", "a bundle is cut short"),
    (osc.BUNDLE_HEAD + b"\0\0\0\x10/ab\0", "an element of 16 bytes in a bundle that has 4 left"),
    (osc.BUNDLE_HEAD + b"\0\0\0\3/ab\0", "an element of 3 bytes in a bundle that has 4 left"),
    (osc.BUNDLE_HEAD + b"\0\0\0\0", "an element of 0 bytes in a bundle that has 0 left"),
    (osc.BUNDLE_HEAD + b"\xff\xff\xff\xfc/ab\0", "an element of -4 bytes in a bundle that has 4 left"),
    (osc.BUNDLE_HEAD + b"\0\0\0\4abc\0", "neither an OSC message nor a bundle"),
    (osc.BUNDLE_HEAD + b"\0\0\0\4/abc", "a text without its end"),
]


@pytest.mark.parametrize(("datagram", "text"), WRONG)
def test_what_is_not_whole_is_refused_with_what_is_wrong(datagram, text):
    with pytest.raises(ValueError, match=text):
        osc.decode(datagram)


def only_value_errors(datagram):
    try:
        messages = osc.decode(datagram)
    except ValueError as error:
        assert type(error) is ValueError and str(error)  # UnicodeDecodeError would tell of bytes
        return
    for message in messages:
        assert message.address.startswith("/")


@given(st.binary(max_size=200))
@settings(max_examples=500, deadline=None)
@example(b"#bundle\0" * 9)
def test_random_bytes_raise_nothing_but_value_errors(datagram):
    only_value_errors(datagram)
    only_value_errors(b"/" + datagram)
    only_value_errors(osc.BUNDLE_HEAD + datagram)


@given(st.lists(st.tuples(ADDRESSES, ARGUMENTS), min_size=1, max_size=4), st.data())
@settings(max_examples=500, deadline=None)
def test_packets_with_some_bytes_changed_raise_nothing_but_value_errors(messages, data):
    encoded = [osc.encode(address, *arguments) for address, arguments in messages]
    whole = bytearray(encoded[0] if len(encoded) == 1 else stamped(STAMP, *encoded))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        match data.draw(st.sampled_from(["change", "cut", "drop", "double"])):
            case "change":
                whole[place] = data.draw(st.integers(0, 255))
            case "cut" if place:
                del whole[place:]
            case "drop" if len(whole) > 1:
                del whole[place]
            case "double":
                whole[place:place] = whole[place : place + 4]
    only_value_errors(bytes(whole))


def test_a_message_that_is_cut_anywhere_is_refused():
    whole = osc.encode("/some/address", 1, 2.5, "text", b"blob", 2**40)
    bare = len("/some/address") + 3  # a message without type tags is one too
    for cut in {*range(len(whole))} - {bare}:
        with pytest.raises(ValueError):  # which one depends on where
            osc.decode(whole[:cut])


def test_an_empty_blob():
    assert osc.decode(osc.encode("/a", b"", 1)) == [Message("/a", (b"", 1), None)]
