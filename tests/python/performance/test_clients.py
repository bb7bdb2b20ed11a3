"""Who has spoken, and the streams on their way: the newest value only, no oftener than asked for, to whom it is due."""

import math

import pytest

from descant.devices import osc
from descant.devices.osc_port import OscPort
from descant.devices.protocol import Refused
from descant.performance.clients import MOST_CLIENTS, MOST_PATTERNS, SINGLE, Clients

NAMES = ("cubics/loss", "cubics/gradient/a", "cubics/gradient/b", "knots/loss")


class Hall:
    """Clients of some streams, and one who listens."""

    def __init__(self, names, hearer):
        self.port = OscPort(0)
        self.clients = Clients(self.port, names)
        self.values = [0.0] * len(names)
        self.udp = hearer(self.port.number)
        self.client = self.clients.of(("127.0.0.1", self.udp.port))

    def at(self, now_s, **values):
        """Let it be some time, streams having moved; return what is heard."""
        for place, value in values.items():
            self.values[int(place.removeprefix("s"))] = value
        if now_s >= self.clients.due_s:
            self.clients.feed(now_s, self.values)
        return self.udp.hear()


@pytest.fixture
def hall(desk):
    made = []

    def make(names=NAMES):
        made.append(Hall(names, type(one.client())))
        one.clients.append(made[-1].udp)
        return made[-1]

    one = desk()
    yield make
    for each in made:
        each.port.close()


# ---------------------------------------------------------------- streams
def test_streams_that_match_come_once_at_the_beginning_and_then_when_they_move(hall):
    here = hall()
    here.clients.subscribe(here.client, "cubics/gradient/*", 50)
    assert here.at(10.0) == [("cubics/gradient/a", 0.0), ("cubics/gradient/b", 0.0)]
    assert here.at(10.02) == []
    assert here.at(10.04, s1=0.5, s0=9.0, s3=9.0) == [("cubics/gradient/a", 0.5)]
    assert here.at(10.06) == []


def test_only_the_newest_value_comes_and_no_oftener_than_asked_for(hall):
    here = hall()
    here.clients.subscribe(here.client, "cubics/loss", 8)
    heard = [(n, message) for n in range(1024) for message in here.at(20 + n / 1024, s0=float(n))]
    assert [n for n, _ in heard] == [*range(0, 1024, 128)]
    assert [value for _, (_, value) in heard] == [float(n) for n, _ in heard]


def test_the_rate_is_kept_on_the_whole_though_one_comes_late(hall):
    here = hall()
    here.clients.subscribe(here.client, "cubics/loss", 8)
    times = [20.0, 20.13, 20.25, 20.38, 20.5, 20.95, 21.0, 21.08]
    heard = [time for n, time in enumerate(times) if here.at(time, s0=float(n))]
    assert heard == [20.0, 20.13, 20.25, 20.38, 20.5, 20.95, 21.08]  # a long pause is not made up for


def test_nothing_is_due_before_its_time_and_never_without_subscriptions(hall):
    here = hall()
    assert here.clients.due_s == math.inf
    here.clients.subscribe(here.client, "*", 4)
    assert here.clients.due_s == -math.inf
    here.at(10.0)
    assert here.clients.due_s == 10.25
    here.clients.unsubscribe(here.client, "*")
    assert here.clients.due_s == math.inf
    here.clients.subscribe(here.client, "*", 4)
    here.clients.forget(here.client)
    assert here.clients.due_s == math.inf


@pytest.mark.parametrize("order", [1, -1])
def test_a_stream_that_two_patterns_match_comes_once_at_the_higher_rate(hall, order):
    here = hall()
    for pattern, rate_hz in (("cubics/*", 1), ("*/loss", 10))[::order]:
        here.clients.subscribe(here.client, pattern, rate_hz)
    assert sorted(here.at(30.0)) == sorted((name, 0.0) for name in NAMES)
    assert here.at(30.1, s0=1.0, s1=1.0, s3=1.0) == [("cubics/loss", 1.0), ("knots/loss", 1.0)]
    assert here.at(31.0, s0=2.0) == [("cubics/gradient/a", 1.0), ("cubics/loss", 2.0)]
    here.clients.unsubscribe(here.client, "*/loss")
    here.at(31.1)
    assert here.at(31.2, s0=3.0, s3=3.0) == []  # once a second again, and knots no longer
    assert here.at(32.2) == [("cubics/loss", 3.0)]


def test_a_subscription_can_change_its_rate_and_again_tells_all(hall):
    here = hall()
    here.clients.subscribe(here.client, "cubics/loss", 1)
    assert here.at(10.0) == [("cubics/loss", 0.0)]
    here.clients.subscribe(here.client, "cubics/loss", 1)  # as it was: nothing new
    assert here.at(10.1, s0=1.0) == []
    here.clients.subscribe(here.client, "cubics/loss", 100)
    assert here.at(10.11) == [("cubics/loss", 1.0)]
    assert here.at(10.12, s0=2.0) == [("cubics/loss", 2.0)]


@pytest.mark.parametrize(
    ("pattern", "matching"),
    [
        ("*", NAMES), ("cubics*", NAMES[:3]), ("*/gradient/?", NAMES[1:3]), ("*/gradient/[!a]", NAMES[2:3]),
        ("cubics/loss", NAMES[:1]), ("*s/l*", (NAMES[0], NAMES[3])),
    ],
)  # fmt: skip
def test_patterns_are_those_of_file_names_and_a_star_crosses_the_slash(hall, pattern, matching):
    here = hall()
    here.clients.subscribe(here.client, pattern, 60)
    assert [name for name, _ in here.at(10.0)] == list(matching)


@pytest.mark.parametrize(
    "pattern", ["", "Cubics/*", "loss", "/descant/cubics/loss", "[", "cubics/loss\n", "*" * 50 + "x"]
)
def test_patterns_that_match_nothing_are_refused(hall, pattern):
    here = hall()
    with pytest.raises(Refused, match="no stream matches"):
        here.clients.subscribe(here.client, pattern, 60)
    assert here.client.patterns == {} and here.at(10.0) == []


def test_nobody_has_more_than_64_subscriptions(hall):
    here = hall()
    for n in range(MOST_PATTERNS):
        here.clients.subscribe(here.client, "*" * (n + 1), 1)
    with pytest.raises(Refused, match="at most 64 subscriptions a client"):
        here.clients.subscribe(here.client, "c*", 1)
    here.clients.subscribe(here.client, "*", 2)  # another rate is no other subscription
    here.clients.unsubscribe(here.client, "**")
    here.clients.subscribe(here.client, "c*", 1)


def test_what_was_not_subscribed_to_cannot_be_ended(hall):
    here = hall()
    here.clients.subscribe(here.client, "*", 1)
    with pytest.raises(Refused, match=r"there is no subscription to 'cubics/\*'"):
        here.clients.unsubscribe(here.client, "cubics/*")


def test_many_values_come_in_bundles_that_every_value_is_in_once(hall):
    names = tuple(f"part{n}/gradient/with/a/long/name" for n in range(1000))
    here = hall(names)
    here.clients.subscribe(here.client, "*", 60)
    here.clients.feed(10.0, [n / 4 for n in range(1000)])
    datagrams = here.udp.datagrams()
    assert [datagram[:16] for datagram in datagrams] == [osc.BUNDLE_HEAD] * len(datagrams)
    assert 6 <= len(datagrams) <= 8 and max(map(len, datagrams)) < 8300
    heard = [(m.address, *m.arguments) for datagram in datagrams for m in osc.decode(datagram)]
    assert heard == [(f"/descant/{name}", n / 4) for n, name in enumerate(names)]


def test_few_values_come_as_messages_of_their_own(hall):
    here = hall(tuple(f"a/{n}" for n in range(SINGLE + 1)))
    here.clients.subscribe(here.client, "*", 60)
    here.clients.feed(10.0, [0.0] * (SINGLE + 1))
    assert len(here.udp.datagrams()) == 1
    here.clients.feed(11.0, [1.0] * SINGLE + [0.0])
    datagrams = here.udp.datagrams()
    assert len(datagrams) == SINGLE
    assert datagrams[3] == osc.encode("/descant/a/3", 1.0)


def test_each_client_has_its_own_rates(hall):
    here, other = hall(), hall()
    client = here.clients.of(("127.0.0.1", other.udp.port))
    here.clients.subscribe(here.client, "cubics/loss", 100)
    here.clients.subscribe(client, "*/loss", 10)
    first = [here.at(10 + n / 100, s0=float(n)) for n in range(20)]
    assert [len(heard) for heard in first] == [1] * 20
    assert other.udp.hear() == [("cubics/loss", 0.0), ("knots/loss", 0.0), ("cubics/loss", 10.0)]


# ---------------------------------------------------------------- who is there
def test_those_who_only_asked_give_way_and_those_who_stay_do_not(hall):
    here = hall()
    here.client.name = "first"
    for n in range(MOST_CLIENTS - 1):
        assert here.clients.of(("127.0.0.1", 1000 + n))
    assert len(here.clients) == MOST_CLIENTS
    assert here.clients.of(("127.0.0.1", 5000)).sender == ("127.0.0.1", 5000)
    assert len(here.clients) == MOST_CLIENTS
    senders = [client.sender[1] for client in here.clients]
    assert senders[0] == here.udp.port and 1000 not in senders and 5000 in senders


@pytest.mark.parametrize("how", ["name", "holds", "watching", "patterns"])
def test_where_everybody_stays_there_is_no_room(hall, how):
    here = hall()
    for n in range(MOST_CLIENTS - 1):
        here.clients.of(("127.0.0.1", 1000 + n))
    for client in here.clients:
        setattr(client, how, {"name": "a", "holds": True, "watching": True, "patterns": {"*": (1.0, [0])}}[how])
    assert here.clients.of(("127.0.0.1", 5000)) is None
    assert here.clients.crowded and here.clients.refused == 1
    assert here.clients.of(here.client.sender) is here.client
    here.client.away = True  # its machine cannot be reached: it makes room, unless its notes are to be released
    assert (here.clients.of(("127.0.0.1", 5000)) is None) == (how == "holds")


def test_one_who_speaks_again_is_away_no_longer(hall):
    here = hall()
    here.client.away = True
    assert here.clients.of(here.client.sender).away is False


def test_errors_are_told_once_a_second_with_their_count(hall):
    here = hall()
    for n in range(25):
        here.clients.refuse(here.client, f"/bad/{n}", "no good", 10 + n / 10)
    assert here.udp.hear() == [
        ("error", "/bad/0", "no good", 1), ("error", "/bad/10", "no good", 10), ("error", "/bad/20", "no good", 10),
    ]  # fmt: skip
    assert here.clients.refused == 25


def test_an_error_is_never_answered_with_an_error(hall):
    here = hall()
    here.clients.refuse(here.client, "/descant/error", "there is no such address", 10.0)
    assert here.udp.hear() == [] and here.clients.refused == 1


def test_a_long_address_comes_back_shortened(hall):
    here = hall()
    here.clients.refuse(here.client, "/" + "x" * 60_000, "no such address", 10.0)
    assert here.udp.hear() == [("error", "/" + "x" * 199, "no such address", 1)]


def test_everyone_who_said_hello_is_told_and_those_who_watch(hall):
    here, other = hall(), hall()
    watcher = here.clients.of(("127.0.0.1", other.udp.port))
    here.client.name, watcher.watching = "here", True
    here.clients.tell("cue", 1.0, "One", 2.0, "Two")
    here.clients.tell("watch/log", "something", watching=True)
    assert here.udp.hear() == [("cue", 1.0, "One", 2.0, "Two")]
    assert other.udp.hear() == [("watch/log", "something")]


def test_many_things_at_once_are_told_in_bundles(hall):
    here = hall()
    here.client.watching = True
    messages = [("watch/value", f"a/{n}", float(n)) for n in range(230)]
    here.clients.tell_many(messages)
    datagrams = here.udp.datagrams()
    assert [len(osc.decode(datagram)) for datagram in datagrams] == [100, 100, 30]
    here.clients.tell_many(messages[:3])
    assert here.udp.hear() == messages[:3]


def test_a_client_in_the_take_is_its_address(hall):
    here = hall()
    assert here.client.source == f"127.0.0.1:{here.udp.port}"
