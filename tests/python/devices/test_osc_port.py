"""The port: who may speak, who is told apart, who has gone; and that one client's end costs no other anything."""

import errno
import socket
import struct
import sys
import time

import pytest

from descant.devices.osc_port import LOCAL, PORT, Gone, OscPort, Received
from descant.errors import DescantError

OTHER = "127.0.0.2"  # this machine too, under an address that nobody has allowed
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which port was closed")


@pytest.fixture
def port():
    made = []

    def make(number=0, allowed=()):
        made.append(OscPort(number, allowed))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def client():
    made = []

    def make(host=LOCAL):
        made.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        made[-1].bind((host, 0))
        made[-1].settimeout(1)
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_the_number_is_the_one_that_other_programs_know():
    assert (PORT, LOCAL) == (57140, "127.0.0.1")


def test_what_comes_is_read_with_its_sender_and_when(port, client):
    here, there = port(), client()
    before = time.monotonic()
    there.sendto(b"one", (LOCAL, here.number))
    there.sendto(b"two", (LOCAL, here.number))
    first, second = here.read(10)
    assert isinstance(first, Received)
    assert (first.sender, first.datagram, second.datagram) == (there.getsockname(), b"one", b"two")
    assert before <= first.arrived_s <= second.arrived_s <= time.monotonic()
    assert here.read(10) == []


def test_no_more_is_read_than_asked_for(port, client):
    here, there = port(), client()
    for n in range(5):
        there.sendto(bytes([n]), (LOCAL, here.number))
    assert [received.datagram for received in here.read(3)] == [b"\0", b"\1", b"\2"]
    assert [received.datagram for received in here.read(3)] == [b"\3", b"\4"]


def test_a_flood_waits_in_the_system_and_none_is_lost(port, client):
    here, there = port(), client()
    for n in range(2000):  # the default room is for 256
        there.sendto(n.to_bytes(2, "big"), (LOCAL, here.number))
    assert [int.from_bytes(received.datagram, "big") for received in here.read(3000)] == list(range(2000))


def test_the_largest_datagram_is_read_whole(port, client):
    here, there = port(), client()
    there.sendto(b"x" * 65_507, (LOCAL, here.number))
    assert here.read(1)[0].datagram == b"x" * 65_507


# ---------------------------------------------------------------- who may speak
def test_it_listens_to_this_machine_only(port):
    assert port()._udp.getsockname()[0] == LOCAL


def test_it_listens_to_everybody_where_somebody_else_is_allowed_and_hears_only_those(port, client):
    here, friend, stranger, own = port(allowed=("127.0.0.3",)), client("127.0.0.3"), client(OTHER), client()
    assert here._udp.getsockname()[0] == "0.0.0.0"
    for one in (friend, stranger, own, stranger):
        one.sendto(b"hello", (LOCAL, here.number))
    assert [received.sender for received in here.read(10)] == [friend.getsockname(), own.getsockname()]
    assert here.strangers == 2


def test_a_stranger_on_this_machine_is_not_heard_either(port, client):
    here, stranger = port(), client(OTHER)
    for _ in range(100):
        stranger.sendto(b"hello", (LOCAL, here.number))
    assert here.read(64) == [] and here.strangers == 64  # no more than asked for: others come next
    assert here.read(64) == [] and here.strangers == 100


def test_a_port_that_is_taken_is_one_line(port):
    here = port()
    with pytest.raises(DescantError) as error:
        port(here.number)
    assert str(error.value) == f"OSC port {here.number}: is taken; give another one with --osc-port"


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_a_port_that_may_not_be_had_is_one_line(port, monkeypatch):
    def bind(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "socket", type("Barred", (socket.socket,), {"bind": bind}))
    with pytest.raises(DescantError) as error:
        port(80)
    assert str(error.value) == "OSC port 80: cannot be had (Permission denied); give another one with --osc-port"


def test_a_port_that_was_given_back_can_be_had(port):
    here = port()
    number = here.number
    here.close()
    assert port(number).number == number


# ---------------------------------------------------------------- who has gone
@LINUX
def test_a_client_whose_port_has_closed_is_found_gone_once(port, client):
    here, there, stays = port(), client(), client()
    address = there.getsockname()
    here.send(b"you are there", address)
    assert here.gone() == []
    there.close()
    here.send(b"nobody hears this", address)
    here.send(b"but you do", stays.getsockname())
    assert here.gone() == [Gone(address, closed=True)]
    assert here.gone() == []
    assert here.unsent == 0


@LINUX
def test_the_end_of_one_client_costs_no_other_a_datagram(port, client):
    here, stays = port(), client()
    for n in range(20):
        there = client()
        address = there.getsockname()
        there.close()
        here.send(b"nobody hears this", address)
        here.send(bytes([n]), stays.getsockname())
        assert stays.recv(10) == bytes([n])
    assert len(here.gone()) == 20 and here.unsent == 0


@LINUX
def test_the_end_of_one_client_costs_no_other_a_word(port, client):
    here, there, speaks = port(), client(), client()
    address = there.getsockname()
    there.close()
    here.send(b"nobody hears this", address)
    speaks.sendto(b"hear me", (LOCAL, here.number))
    assert [received.datagram for received in here.read(8)] == [b"hear me"]


def test_what_the_system_does_not_take_is_counted(port, client):
    here, there = port(), client()
    here.send(b"x" * 70_000, there.getsockname())
    assert here.unsent == 1
    here.send(b"small", there.getsockname())
    assert there.recv(10) == b"small" and here.unsent == 1


class Away:
    """A socket as it is while the network to some addresses is down; `told` is what Linux says later of others."""

    def __init__(self, udp, down, told=()):
        self._udp, self._down, self._told = udp, down, list(told)

    def __getattr__(self, name):
        return getattr(self._udp, name)

    def sendto(self, datagram, to):
        if to in self._down:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return self._udp.sendto(datagram, to)

    def recvmsg(self, *_):
        if not self._told:
            raise BlockingIOError
        number, client = self._told.pop()
        return b"", [(socket.IPPROTO_IP, 11, struct.pack("=iBBBBII", number, 2, 3, 1, 0, 0, 0))], 0, client


@LINUX
def test_a_machine_that_cannot_be_reached_is_away_and_not_closed(port, client):
    here, stays = port(), client()
    down, later = ("192.0.2.1", 9000), ("192.0.2.2", 9001)
    here._udp = Away(here._udp, {down}, [(errno.EHOSTUNREACH, later), (errno.EMSGSIZE, stays.getsockname())])
    here.send(b"into the air", down)
    here.send(b"by wire", stays.getsockname())
    assert stays.recv(10) == b"by wire" and here.unsent == 1
    assert here.gone() == [Gone(down, closed=False), Gone(later, closed=False)]
    assert here.gone() == []
