"""The way in: what comes in one breath, stamped, bundled, wrong or from one who has gone; and who hears of it."""

import json
import struct
import sys

import pytest

from descant.devices import osc
from descant.performance.performance import Performance
from descant.performance.remote import MOST_WAITING, TURN_S
from descant.performance.take import DERIVED
from descant.sound.engine import Engine
from descant.sound.offline import make_score
from descant.sound.synthdefs import read_synthdef

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which port was closed")
PANIC = (
    '[osc]\ntriggers = { "/qlab/next" = "go", "/qlab/back" = "back", "/stop" = "panic", "/slow" = "Slow", "/3" = 3 }'
)


def message(address, *arguments):
    return osc.encode(f"/descant/{address}", *arguments)


def stamped(stamp, *messages):
    """Return a bundle that is due at `stamp`, in seconds since 1970."""
    sized = b"".join(struct.pack(">i", len(each)) + each for each in messages)
    return b"#bundle\0" + struct.pack(">Q", round((stamp + osc.EPOCH_S) * 2**32)) + sized


def inputs(lines):
    return [(line["in"], line.get("name", line.get("pitch", line.get("do")))) for line in lines if "in" in line]


def errors(client):
    return [heard[1:] for heard in client.hear() if heard[0] == "error"]


# ---------------------------------------------------------------- in one breath
def test_values_of_one_parameter_replace_each_other_and_notes_are_all_taken(desk):
    here = desk()
    client = here.client()
    for n in range(10):
        client.say("cubics/points", 50 + n)
        client.say("bend/depth", n / 20)
    for pitch in (60, 62, 64):
        client.say("note", pitch, 90)
        client.say("cubics/points", 200 + pitch)
    lines = here.turn()
    assert inputs(lines) == [
        ("set", "cubics/points"), ("set", "bend/depth"), ("note", 60.0), ("set", "cubics/points"), ("note", 62.0),
        ("set", "cubics/points"), ("note", 64.0), ("set", "cubics/points"),
    ]  # fmt: skip
    assert [line["value"] for line in lines if "value" in line] == [59, 0.45, 260, 262, 264]


def test_the_order_of_values_is_that_of_the_last_ones(desk):
    here = desk()
    client = here.client()
    for name, value in (("bend/depth", 0.1), ("bend/wavelength", 2), ("bend/depth", 0.2)):
        client.say(name, value)
    assert inputs(here.turn()) == [("set", "bend/wavelength"), ("set", "bend/depth")]


def test_what_was_set_is_so_when_it_is_asked_for_in_the_same_datagram(desk):
    here = desk()
    client = here.client()
    client.send(
        osc.bundle(
            [
                message("cubics/points", 50), message("get", "cubics/points"), message("cubics/points", 60),
                message("cubics/points"), message("set", "cubics/points", 70),
            ]
        )
    )  # fmt: skip
    here.turn()
    assert client.hear() == [("value", "cubics/points", 50), ("cubics/points", 60)]
    assert here.values["cubics/points"] == 70


def test_a_value_set_before_a_cue_is_wiped_by_it_and_one_set_after_stays(desk):
    here = desk()
    client = here.client()
    client.send(
        osc.bundle([message("cubics/points", 50), message("cue/go"), message("knots/points", 60), message("ping")])
    )
    lines = here.turn()
    assert inputs(lines) == [("set", "cubics/points"), ("cue", "go"), ("set", "knots/points")]
    assert (here.values["cubics/points"], here.values["knots/points"]) == (100, 60)


def test_a_turn_ends_after_a_millisecond_and_nothing_is_lost_or_moved(desk, clock):
    here = desk()
    client = here.client()
    began = clock.now_s

    def slow():  # every look at the clock takes a quarter of a turn
        clock.now_s += TURN_S / 4
        return clock.now_s

    here.remote.read()
    client.send(osc.bundle([message("note", 40 + n, 90) for n in range(40)]))
    for n in range(40):
        client.say("note", 40 + n, 0)
    clock.monotonic = slow
    here.remote.read()
    first = inputs(here.lines)
    assert 1 <= len(first) <= 4 and here.remote.due_s() < began
    for _ in range(100):
        here.remote.read()
    assert here.remote.due_s() > began
    assert inputs(here.lines) == [("note", float(40 + n % 40)) for n in range(80)]
    assert not here.sounding


def test_the_arrival_is_the_time_in_the_take(desk, clock):
    here = desk()
    client = here.client()
    here.turn(2.0)
    clock.now_s += 0.25
    (line, *_) = here.do(client, "note", 60, 90)
    assert line["t"] == clock.now_s - 1000.0 == 2.25


# ---------------------------------------------------------------- stamps
def test_a_bundle_from_the_past_runs_now(desk, clock):
    here = desk()
    client = here.client()
    for ago in (0.0, 0.001, 5.0, 1e6, 1.9e9 + 1000):
        client.send(stamped(clock.time() - ago, message("note", 60, 90), message("note", 60, 0)))
        assert inputs(here.turn()) == [("note", 60.0)] * 2


def test_a_bundle_from_the_future_waits_for_its_time_and_is_written_with_it(desk, clock):
    here = desk()
    client = here.client()
    due = clock.time() + 1.5
    client.send(stamped(due, message("note", 60, 90), message("cubics/points", 50)))
    client.send(stamped(due - 0.5, message("note", 62, 90)))
    client.send(stamped(due + 8.4, message("note", 64, 90)))
    assert inputs(here.turn()) == []
    assert here.remote.due_s() == clock.now_s + 1.0
    assert inputs(here.turn(0.99)) == []
    lines = here.turn(0.02)
    assert inputs(lines) == [("note", 62.0)] and lines[0]["t"] == pytest.approx(1.0, abs=1e-6)
    lines = here.turn(3.0)
    assert inputs(lines) == [("note", 60.0), ("set", "cubics/points")]
    assert here.of("in", lines)[0]["t"] == pytest.approx(1.5, abs=1e-6)
    assert here.values["cubics/points"] == 50
    assert inputs(here.turn(6.0)) == [("note", 64.0)]
    assert errors(client) == []


def test_what_waits_for_one_time_keeps_its_order(desk, clock):
    here = desk()
    client = here.client()
    due = clock.time() + 1
    for n in range(50):
        client.send(stamped(due, message("note", 40 + n, 90)))
    here.turn(), here.turn()
    assert inputs(here.turn(1.1)) == [("note", float(40 + n)) for n in range(50)]


@pytest.mark.parametrize("ahead_s", [10.01, 60.0, 1e8])
def test_a_bundle_too_far_ahead_is_refused_whole(desk, clock, ahead_s):
    here = desk()
    client = here.client()
    client.send(stamped(clock.time() + ahead_s, message("note", 60, 90), message("panic")))
    assert here.turn() == []
    assert errors(client) == [("/descant/note", "stamped more than 10 s ahead", 1)]
    assert inputs(here.turn(20.0)) == [] and not here.performance.frozen


def test_the_last_stamp_that_there_is(desk):
    here = desk()
    client = here.client()
    client.send(b"#bundle\0" + b"\xff" * 8 + struct.pack(">i", len(message("panic"))) + message("panic"))
    here.turn()
    assert errors(client) == [("/descant/panic", "stamped more than 10 s ahead", 1)]


def test_no_more_than_4096_messages_wait_for_their_time(desk, clock):
    here = desk()
    client = here.client()
    one = message("note", 60, 0)
    for _ in range(MOST_WAITING // 1024):
        client.send(stamped(clock.time() + 5, *[one] * 1024))
    client.send(stamped(clock.time() + 5, message("panic")))
    here.turn()
    assert errors(client) == [("/descant/panic", "4096 messages wait for their time already", 1)]
    here.turn(5.1)
    assert inputs(here.lines) == [("note", 60.0)] * MOST_WAITING and not here.performance.panicking


def test_what_waits_takes_no_more_than_a_millisecond_either(desk, clock):
    here = desk()
    client = here.client()
    client.send(stamped(clock.time() + 1, *[message("note", 60, 90)] * 40))
    here.turn()
    clock.now_s += 1.0

    def slow():
        clock.now_s += TURN_S / 4
        return clock.now_s

    clock.monotonic = slow
    here.remote.read()
    assert 1 <= len(inputs(here.lines)) <= 4 and here.remote.due_s() <= clock.now_s


# ---------------------------------------------------------------- bad ones
def test_what_is_no_osc_is_answered_and_changes_nothing(desk):
    here = desk()
    client = here.client()
    client.send(b"hello")
    assert here.turn() == []
    assert errors(client) == [("", "neither an OSC message nor a bundle", 1)]


def test_a_bundle_that_is_wrong_anywhere_does_nothing_at_all(desk):
    here = desk()
    client = here.client()
    client.send(osc.bundle([message("panic"), message("note", 60, 90)]) + b"\0\0\0\5hello")
    assert here.turn() == [] and len(errors(client)) == 1


def test_one_bad_message_in_a_bundle_spoils_no_other(desk):
    here = desk()
    client = here.client()
    client.send(osc.bundle([message("note", 60, 90), message("note", 60, 999), message("note", 62, 90)]))
    assert inputs(here.turn()) == [("note", 60.0), ("note", 62.0)]
    assert errors(client) == [("/descant/note", "velocity must be from 0 to 127, not 999", 1)]


def test_errors_come_once_a_second_and_say_how_many_there_were(desk):
    here = desk()
    client, other = here.client(), here.client()
    heard = []
    for n in range(100):
        client.say(f"bad/{n}")
        here.turn(0.03125)
        heard += errors(client)
    no = "there is no such address; /descant/list tells what there is"
    assert heard == [(f"/descant/bad/{n}", no, count) for n, count in ((0, 1), (32, 32), (64, 32), (96, 32))]
    other.say("worse")
    here.turn()
    assert errors(other) == [("/descant/worse", no, 1)]
    assert here.remote.clients.refused == 101


def test_errors_do_not_go_back_and_forth_between_two_programs(desk):
    here = desk()
    client = here.client()
    client.say("error", "/descant/x", "no such address", 1)
    here.turn()
    assert client.hear() == [] and here.remote.clients.refused == 1


def test_a_stranger_changes_nothing_and_hears_nothing(desk):
    here = desk(allowed=("127.0.0.3",))
    stranger, friend = here.client("127.0.0.2"), here.client("127.0.0.3")
    for _ in range(50):
        for datagram in (message("panic"), message("ping"), message("note", 60, 90), b"rubbish"):
            stranger.send(datagram)
    for _ in range(10):
        assert here.turn() == []
    assert stranger.hear() == [] and here.port.strangers == 200
    assert len(here.remote.clients) == 0 and not here.performance.panicking
    assert here.ask(friend, "ping")[0][0] == "pong"


# ---------------------------------------------------------------- clients that go
@LINUX
def test_one_who_dies_with_keys_down_is_found_out_and_released(desk):
    here = desk()
    client = here.client(hello="doomed")
    here.do(client, "note", 60, 90)
    here.do(client, "note", 64.5, 90, "x")
    assert len(here.sounding) == 4
    client.close()
    lines = here.play(2.1, 0.1)
    assert [line for line in lines if "in" in line] == [
        {"t": pytest.approx(1.1, abs=0.2), "in": "lost", "from": client.source}
    ]
    assert not here.sounding and len(here.remote.clients) == 0


@LINUX
def test_one_who_never_hears_and_lives_keeps_its_notes(desk):
    here = desk()
    client = here.client()
    here.do(client, "note", 60, 90)
    here.play(5.0, 0.1)
    assert len(here.sounding) == 2
    assert [heard[0] for heard in client.hear()] == ["pong"] * 6
    here.do(client, "note", 60, 0)
    here.play(5.0, 0.1)
    assert client.hear() == []  # it holds nothing, and is left in peace


@LINUX
def test_the_ear_that_closes_takes_the_notes_with_it(desk):
    here = desk()
    mouth, ear = here.client(), here.client()
    here.ask(mouth, "hello", "two ports", ear.port)
    here.do(mouth, "note", 60, 90)
    ear.close()
    here.play(1.2, 0.1)
    assert not here.sounding
    here.do(mouth, "note", 62, 90)  # it goes on as one who has not said hello
    here.play(3.0, 0.1)
    assert len(here.sounding) == 2


@LINUX
def test_a_subscriber_that_vanishes_is_forgotten_and_the_others_hear_on(desk):
    here = desk()
    gone, stays = here.client(hello="gone"), here.client(hello="stays")
    for client in (gone, stays):
        here.do(client, "subscribe", "cubics/*", 200.0)
        client.hear()
    gone.close()
    heard = []
    for n in range(20):
        here.do(stays, "note", 60 + n, 90)
        here.turn(0.01)
        heard.append([message[0] for message in stays.hear()])
    assert all("cubics/loss" in each for each in heard)
    assert [client.name for client in here.remote.clients] == ["stays"]
    assert here.port.unsent == 0


@LINUX
def test_what_one_who_has_gone_left_for_later_is_dropped(desk, clock):
    here = desk()
    client, other = here.client(hello="gone"), here.client()
    client.send(stamped(clock.time() + 2, message("note", 60, 90)))
    other.send(stamped(clock.time() + 2, message("note", 62, 90)))
    client.say("list")
    here.turn()
    client.close()
    assert inputs(here.play(3.0, 0.1)) == [("note", 62.0)]


def test_bye_ends_a_long_answer(desk):
    here = desk()
    client = here.client()
    assert len(here.ask(client, "list")) == 32
    here.do(client, "bye")
    here.play(0.1, 0.01)
    assert client.hear() == []


def test_bye_drops_what_was_left_for_later(desk, clock):
    here = desk()
    client = here.client()
    client.send(stamped(clock.time() + 1, message("note", 60, 90)))
    here.do(client, "bye")
    assert inputs(here.turn(1.5)) == []


@LINUX
def test_sixty_four_who_played_and_died_leave_room_for_the_next(desk):
    here = desk()
    passing = [here.client() for _ in range(64)]  # all at once, so that no two have the same port
    for n, client in enumerate(passing):
        here.do(client, "note", n, 90)
    new = here.client()
    for client in passing:
        client.close()
    new.say("ping")
    here.turn()
    assert new.hear() == []
    here.play(2.2, 0.1)
    assert here.ask(new, "ping")[0][0] == "pong" and not here.sounding


@LINUX
def test_sixty_four_who_said_hello_and_died_leave_room_for_the_next(desk):
    here = desk()
    passing = [here.client(hello=f"{n}") for n in range(64)]  # all at once, so that no two have the same port
    new = here.client()
    for client in passing:
        client.close()
    new.say("ping")
    here.turn()
    here.play(1.2, 0.1)
    assert here.ask(new, "ping")[0][0] == "pong"
    assert len(here.remote.clients) == 1


def test_a_machine_that_cannot_be_reached_lets_go_and_is_remembered(desk, monkeypatch):
    here = desk()
    client = here.client(hello="tablet")
    here.do(client, "note", 60, 90)
    away = [("127.0.0.1", client.port)]
    monkeypatch.setattr(here.port, "gone", lambda: [(address, False) for address in (away.pop(),)] if away else [])
    assert inputs(here.turn()) == [("lost", None)]
    assert not here.sounding
    (there,) = here.remote.clients
    assert (there.name, there.away, there.holds) == ("tablet", True, False)
    here.do(client, "note", 62, 90)  # the net is back
    assert not there.away and len(here.sounding) == 2


# ---------------------------------------------------------------- triggers
def test_addresses_of_the_patch_are_triggers(desk):
    here = desk(top=PANIC)
    client = here.client(hello="qlab")
    client.hear()

    def send(address, *arguments):
        here.turn(0.4)
        client.send(osc.encode(address, *arguments))
        return inputs(here.turn()), [heard[1] for heard in client.hear() if heard[0] == "cue"]

    assert send("/qlab/next") == ([("cue", "go")], [2.0])
    assert send("/qlab/next", 1) == ([("cue", "go")], [2.5])
    assert send("/qlab/next", 1.0, "whatever") == ([("cue", "go")], [3.0])
    assert send("/qlab/back", True) == ([("cue", "back")], [2.5])
    assert send("/slow", "now") == ([("cue", "goto")], [2.5])
    assert send("/3") == ([("cue", "goto")], [3.0])
    assert send("/stop") == ([("panic", None)], []) and here.performance.panicking
    assert send("/qlab/other") == ([], [])


@pytest.mark.parametrize("released", [0, 0.0, False, None, ""])
def test_the_release_of_a_button_is_no_trigger(desk, released):
    here = desk(top=PANIC)
    client = here.client()
    client.send(osc.encode("/qlab/next", released))
    assert here.turn() == [] and client.hear() == []


def test_what_is_set_before_a_trigger_is_set_before_it(desk):
    here = desk(top=PANIC)
    client = here.client()
    client.send(osc.bundle([message("cubics/points", 50), osc.encode("/qlab/next")]))
    assert inputs(here.turn()) == [("set", "cubics/points"), ("cue", "go")]


# ---------------------------------------------------------------- what takes long
def test_a_learning_rate_is_sought_elsewhere_and_set_when_it_is_known(desk, monkeypatch):
    here = desk()
    client = here.client()
    monkeypatch.setattr("descant.parts.learner._RATES", {})
    assert here.do(client, "tune", "cubics", 20) == []
    here.do(client, "note", 60, 90)  # plays on meanwhile
    assert here.values["cubics/notes_to_tune"] == 0
    lines = sought(here)
    assert [(line["name"], line["value"], line["from"]) for line in lines if "name" in line] == [
        ("cubics/notes_to_tune", 20, client.source)
    ]
    from descant.learning.rates import learning_rate_for
    from descant.parts.cubics import Cubics

    (_, step, *_) = here.do(client, "note", 62, 90)
    assert step["learning_rate"] == learning_rate_for("cubic", 19, Cubics.tune_loss)
    (line, *_) = here.do(client, "tune", "cubics", 20)  # known by now
    assert line["in"] == "set"


def sought(here):
    """Let the process find what is sought; return the lines that its results brought."""
    import select

    lines = []
    while (number := here.remote.errands.fileno()) >= 0:
        assert select.select([number], [], [], 30)[0]
        lines += here.turn()
    return lines


def test_of_many_wishes_the_last_one_is_set(desk, monkeypatch):
    here = desk()
    client = here.client()
    monkeypatch.setattr("descant.parts.learner._RATES", {})
    for notes in (20, 21, 22):
        here.do(client, "tune", "cubics", notes)
    assert [line["value"] for line in sought(here) if "value" in line] == [22]
    here.do(client, "tune", "cubics", 23)
    assert [line["value"] for line in here.do(client, "tune", "cubics", 0)] == [0]  # no rate to be found for that
    assert sought(here) == []
    assert here.values["cubics/notes_to_tune"] == 0


def test_a_cue_ends_the_search(desk, monkeypatch):
    here = desk()
    client = here.client()
    monkeypatch.setattr("descant.parts.learner._RATES", {})
    here.do(client, "tune", "cubics", 20)
    here.do(client, "cue/go")
    assert [line for line in sought(here) if "in" in line] == []
    assert here.values["cubics/notes_to_tune"] == 0


# ---------------------------------------------------------------- the take
def test_what_clients_did_performs_again_from_the_take(desk):
    here = desk(top=PANIC)
    client, other = here.client(hello="one"), here.client()
    script = [
        ("note", 36, 90), ("note", 60.25, 80, "a"), ("cubics/learning_rate", 0.31), ("note", 64, 0.4),
        ("pad", "cubics", 0.5), ("note", 67, 90), ("note", 0, 0, "a"), ("cubics/noise", 0.05), ("note", 72, 90),
        ("freeze", 1), ("note", 74, 90), ("freeze", 0), ("note", 76, 90), ("cue/go",), ("note", 48, 90),
        ("note", 52, 90), ("note", 55, 90),
        ("knots/steps_per_second", 33), ("pad", "knots", 1, 2, 3), ("cue/goto", 2.5), ("overtones/mute", 1),
        ("note", 80, 90),
        ("overtones/level_db", -8), ("panic",), ("cue/back",), ("cue/goto", "nowhere"), ("cue/goto", "Both"),
        ("knots/on", 0), ("note", 49, 90), ("knots/on", 1), ("note", 50, 90),
    ]  # fmt: skip
    for place, said in enumerate(script):
        (client if place % 3 else other).say(*said)
        here.play(0.01 if said[1:] and said[1] in (48, 52) else 0.21, 0.01)
    other.close()
    here.play(2.5, 0.01)
    here.stop(here.clock.now_s - 1000.0)
    taken = [json.loads(json.dumps(line)) for line in here.lines]
    again = []
    definitions = {name: read_synthdef(entry.synthdef, None) for name, entry in here.patch.instruments.items()}
    engine = Engine(make_score(), definitions, tuple(here.patch.streams))
    performance = Performance(here.patch, 7, engine, again.append, lambda _: None)
    performance.start()
    for line in taken:
        if "in" in line:
            performance.handle(line)
    performance.advance(taken[-1]["t"])

    def derived(lines):
        return [line for line in json.loads(json.dumps(lines)) if any(kind in line for kind in DERIVED)]

    assert len(derived(taken)) > 150
    assert derived(again) == derived(taken)
    assert {"set", "note", "pad", "cue", "panic", "freeze"} <= {line["in"] for line in taken if "in" in line}
    assert not here.sounding
