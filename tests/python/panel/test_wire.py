import socket
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from descant.devices import osc
from descant.panel.wire import Wire, decoded


def message(address, *arguments):
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build()


@pytest.fixture
def other():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.settimeout(5)
        yield udp


@pytest.fixture
def wire(other):
    made = Wire(*other.getsockname())
    yield made
    made.close()


def test_descant_understands_what_the_panel_says(wire, other):
    wire.send("/descant/cubics/learning_rate", 0.25)
    wire.send("/descant/hello", "panel", wire.port)
    wire.send("/descant/watch", 1)
    heard = [osc.decode(other.recv(65536))[0] for _ in range(3)]
    assert [(one.address, one.arguments) for one in heard] == [
        ("/descant/cubics/learning_rate", (0.25,)),
        ("/descant/hello", ("panel", wire.port)),
        ("/descant/watch", (1,)),
    ]


def test_the_panel_understands_what_descant_says():
    single = osc.encode("/descant/cue", 2.5, "Knots, seen · ∂", 3.0, "")
    assert decoded(single) == [("/descant/cue", (2.5, "Knots, seen · ∂", 3.0, ""))]
    both = osc.bundle([osc.encode("/descant/a/b", 1.5), osc.encode("/descant/a/c", 2)])
    assert decoded(both) == [("/descant/a/b", (1.5,)), ("/descant/a/c", (2,))]


def test_everything_that_waits_is_read_and_then_nothing(wire, other):
    for n in range(20):
        other.sendto(message("/descant/x", n).dgram, ("127.0.0.1", wire.port))
    time.sleep(0.05)
    assert [arguments for _, arguments in wire.read(15)[0]] == [(n,) for n in range(15)]
    assert [arguments for _, arguments in wire.read(15)[0]] == [(n,) for n in range(15, 20)]
    assert wire.read(15) == ([], True)


def test_somebody_elses_datagrams_do_not_arrive(wire, other):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.sendto(message("/descant/cue/refused", "never").dgram, ("127.0.0.1", wire.port))
    other.sendto(message("/descant/cue/refused", "true").dgram, ("127.0.0.1", wire.port))
    time.sleep(0.05)
    assert wire.read(9)[0] == [("/descant/cue/refused", ("true",))]


def test_a_closed_port_is_noticed_and_no_error(wire, other):
    other.close()
    wire.send("/descant/ping")
    time.sleep(0.05)
    assert wire.read(9) == ([], False)
    wire.send("/descant/ping")


def test_a_host_that_is_none_is_an_error():
    with pytest.raises(OSError, match=r"not known|resolution|No address"):
        Wire("no.such.host.invalid", 57140)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_message_are_passed_over(data):
    for head in (b"", b"/descant/cue\0\0\0\0,fsfs\0\0\0", b"#bundle\0\0\0\0\0\0\0\0\1"):
        assert isinstance(decoded(head + data), list)


@pytest.mark.parametrize(
    "data",
    [b"", b"/", b"/descant", b"#bundle\0", b"\xff" * 64, b"/descant/cue\0\0\0\0,s\0\0\xff\xfe\0\0",
     b"/descant/x\0\0,b\0\0" + struct.pack(">i", -8), b"/descant/x\0\0,b\0\0" + struct.pack(">i", 1 << 30)],
)  # fmt: skip
def test_malformed_datagrams(data):
    decoded(data)


def test_bundles_in_bundles_without_end_are_passed_over():
    data = b"#bundle\0\0\0\0\0\0\0\0\1"
    for _ in range(3000):
        data = b"#bundle\0\0\0\0\0\0\0\0\1" + struct.pack(">i", len(data)) + data
    assert decoded(data[:65000]) == []


def test_a_bundle_of_the_library_is_read_too():
    builder = OscBundleBuilder(IMMEDIATELY)
    builder.add_content(message("/descant/x", 1.0))
    assert decoded(builder.build().dgram) == [("/descant/x", (1.0,))]
