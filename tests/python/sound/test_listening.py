"""Listening on a running scsynth: another synth sings into its inputs."""

import select
import time

import pytest
import supriya.ugens as u
from jack_server import Jack, free_port
from supriya import SynthDefBuilder

from descant.sound import server
from descant.sound.ear import GOES_ON, ONSET
from descant.sound.listening import MOST, Frame, Listening, Missing, Wanted

LOW_HZ, HIGH_HZ = 60.0, 1100.0
CELLO = Wanted(channel=1, on=True, threshold=0.5, floor_db=-50.0, lowest_hz=LOW_HZ, highest_hz=HIGH_HZ)


def singer():
    """Build a synth that sings into an input: for this block, whoever comes after it hears it there."""
    with SynthDefBuilder(channel=1, frequency_hz=220.0, gain=0.1) as builder:
        voice = sum(u.SinOsc.ar(frequency=builder["frequency_hz"] * k) / k for k in range(1, 8))
        bus = u.NumOutputBuses.ir() + builder["channel"] - 1
        u.Out.ar(bus=bus, source=voice * u.Lag.kr(source=builder["gain"], lag_time=0.03))
    return builder.build(name="singer")


@pytest.fixture
def live(jack: Jack):
    made = server.boot(free_port(), jack_inputs="", inputs=2)
    made.install([singer()])
    yield made
    made.close()


@pytest.fixture
def listening(live):
    """Return a function that listens as wanted; nothing fails meanwhile."""
    made = []

    def put(**listeners):
        made.append(Listening(listeners))
        made[-1].start(live)
        live.sync()
        return made[-1]

    yield put
    for one in made:
        one.close()
    assert live.failed == 0, live.fails


def sing(live, **settings):
    return live.add_synth(singer(), target_node=0, add_action="ADD_TO_HEAD", **settings)


def hear(listening, seconds):
    """Return what is heard in so long."""
    heard, end = [], time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([listening], [], [], left)[0]:
            heard += listening.read()
    return heard


def test_frames_come_a_hundred_times_a_second_while_something_sounds(live, listening):
    cello = listening(cello=CELLO)
    assert hear(cello, 0.3) == []
    voice = sing(live)
    frames = hear(cello, 1.2)
    assert {frame.listener for frame in frames} == {"cello"}
    steady = [frame for frame in frames if frame.event == GOES_ON]
    assert (len(steady) - 1) / (steady[-1].arrived_s - steady[0].arrived_s) == pytest.approx(100, rel=0.1)
    assert all(frame.clarity > 0.8 for frame in steady[10:])
    assert [frame.frequency_hz for frame in steady[10:]] == pytest.approx([220.0] * len(steady[10:]), rel=0.001)
    assert steady[-1].level_db == pytest.approx(-21.2, abs=0.5)
    assert steady[-1].centroid_hz == pytest.approx(220 * 7 / sum(1 / k for k in range(1, 8)), rel=0.1)
    voice.set(gain=0.0)
    ended = hear(cello, 0.5)
    assert [frame.event for frame in ended][-1] == -1
    assert hear(cello, 0.2) == []
    voice.set(gain=0.1)
    assert ONSET in [frame.event for frame in hear(cello, 0.3)]


def test_each_listener_hears_its_own_channel(live, listening):
    both = listening(one=CELLO, two=Wanted(2, True, 0.5, -50.0, LOW_HZ, HIGH_HZ))
    sing(live, channel=2, frequency_hz=330.0)
    frames = hear(both, 0.4)
    assert {frame.listener for frame in frames} == {"two"}
    assert frames[-1].frequency_hz == pytest.approx(330, rel=0.001)


def changed(**settings):
    fields = {name: getattr(CELLO, name) for name in CELLO.__slots__}
    return {"cello": Wanted(**fields | settings)}


def test_changes_reach_the_synth(live, listening):
    cello = listening(cello=CELLO)
    voice = sing(live, channel=2)
    assert hear(cello, 0.2) == []
    cello.follow(changed(channel=2))
    assert len(hear(cello, 0.3)) > 15
    cello.follow(changed(channel=2, on=False))
    hear(cello, 0.1)
    assert hear(cello, 0.2) == []
    cello.follow(changed(channel=2))
    assert len(hear(cello, 0.3)) > 15
    cello.follow(changed(channel=2, floor_db=-10.0))
    hear(cello, 0.1)
    assert hear(cello, 0.2) == []
    voice.free()


def test_other_bounds_make_another_synth_in_its_place(live, listening):
    cello = listening(cello=CELLO)
    sing(live)
    assert hear(cello, 0.4)[-1].clarity > 0.8
    count = live.query_status().synth_count
    cello.follow(changed(lowest_hz=500.0))
    hear(cello, 0.2)
    assert live.query_status().synth_count == count
    assert all(frame.clarity == 0 or frame.frequency_hz > 500 for frame in hear(cello, 0.2))
    cello.follow(changed(lowest_hz=100.0))
    hear(cello, 0.2)
    assert hear(cello, 0.1)[-1].frequency_hz == pytest.approx(220, rel=0.001)


def test_a_channel_that_is_not_there_is_silent_and_told_of(live, listening):
    third = listening(cello=Wanted(3, True, 0.5, -90.0, LOW_HZ, HIGH_HZ))
    sing(live, channel=3)  # behind the last input lies the first private bus
    assert hear(third, 0.4) == [Missing("cello", 3, 2)]
    third.follow(changed(channel=4))
    assert hear(third, 0.1) == [Missing("cello", 4, 2)]
    third.follow(changed(channel=2))
    assert hear(third, 0.1) == []


def test_it_listens_again_on_a_server_that_was_emptied_and_on_a_fresh_one(jack, live, listening):
    cello = listening(cello=CELLO)
    sing(live)
    assert len(hear(cello, 0.2)) > 5
    live.send(["/g_freeAll", 0])
    live.settle()
    hear(cello, 0.1)
    assert hear(cello, 0.2) == []
    cello.start(live)
    sing(live)
    assert len(hear(cello, 0.2)) > 5
    fresh = server.boot(free_port(), jack_inputs="", client="another")
    try:
        fresh.install([singer()])
        cello.start(fresh)
        live.sync()
        assert live.query_status().synth_count == 1  # the singer
        sing(fresh, frequency_hz=440.0)
        assert hear(cello, 0.4)[-1].frequency_hz == pytest.approx(440, rel=0.001)
    finally:
        fresh.close()


def test_it_listens_on_a_server_that_was_joined_and_leaves_nothing_there(jack, live):
    joined = server.join("127.0.0.1", live.options.port)
    listening = Listening({"cello": CELLO})
    try:
        listening.start(joined)
        sing(live)
        assert hear(listening, 0.4)[-1].frequency_hz == pytest.approx(220, rel=0.001)
        assert live.query_status().synth_count == 2
    finally:
        listening.close()
        joined.sync()
        assert live.query_status().synth_count == 1
        joined.close()


def test_nobody_who_listens_costs_nothing(live, listening):
    nobody = listening()
    assert live.query_status().synth_count == 0
    sing(live)
    assert hear(nobody, 0.1) == []


def test_when_too_many_wait_onsets_and_ends_and_the_newest_stay():
    listening = Listening({"cello": CELLO})
    events = [ONSET if n == 10 else -1 if n == 20 else GOES_ON for n in range(2 * MOST)]
    for n, event in enumerate(events):
        listening._put(Frame(float(n), "cello", event, 220.0, 1.0, -20.0, 800.0))
    waiting = listening.read()
    assert len(waiting) == MOST
    assert [frame.arrived_s for frame in waiting[:2]] == [10.0, 20.0]
    assert [frame.arrived_s for frame in waiting[2:]] == [float(n) for n in range(MOST + 2, 2 * MOST)]
    listening.close()
