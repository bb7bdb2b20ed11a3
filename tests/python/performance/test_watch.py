"""What a control panel is shown: the state, learners, values and a log, thirty times a second at the most."""

import itertools

import pytest

from descant.performance.watch import PERIOD_S, said
from descant.video.messages import Looped

TURN_S = 0.034  # a little more than its period


@pytest.fixture
def both(desk):
    """Return a desk, and a client that watches it."""
    here = desk()
    client = here.client()
    here.do(client, "watch", 1)
    here.turn(TURN_S)
    client.hear()
    return here, client


def heard(here, client, kind, turns=1):
    """Return what is told of one kind in the next turns."""
    found = []
    for _ in range(turns):
        here.turn(TURN_S)
        found += [message[1:] for message in client.hear() if message[0] == f"watch/{kind}"]
    return found


def test_nobody_is_told_who_does_not_watch(desk):
    here = desk()
    client = here.client(hello="tester")
    client.hear()
    here.do(client, "note", 60, 90)
    here.play(0.5, 0.05)
    assert {message[0] for message in client.hear()} <= {"pong"}


def test_the_state_comes_four_times_a_second(both):
    here, client = both
    here.do(client, "nonsense")
    here.do(client, "panic")
    here.remote.watch.late = 3
    told = heard(here, client, "status", turns=60)  # two seconds
    assert len(told) in (7, 8, 9)
    elapsed_s, *rest = told[-1]
    assert elapsed_s == pytest.approx(here.performance.time, abs=0.3)
    assert rest == [3, 1, 1, here.remote.watch.received, 1, 0, 1, 0]


LOOP = Looped(1.0, "drums", 1.25, 0.125, ("kick", "hat"), 4, (1.0, 0.0, 0.01, 0.5, 0.0, 0.3, 0.0, 2.0), (0.5, -1.0))


def test_a_loop_is_told_when_it_changes_and_to_who_begins_to_watch(both):
    here, client = both
    for _ in range(3):
        here.remote.watch.message(LOOP)
    assert heard(here, client, "loop", turns=3) == [("drums", 1.25, 0.125, "kick", "9015", "hat", "0309")]
    other = here.client()
    here.do(other, "watch", 1)
    assert len(heard(here, other, "loop", turns=3)) == 1
    here.remote.watch.take_up(here.performance)
    third = here.client()
    here.do(third, "watch", 1)
    assert heard(here, third, "loop", turns=3) == []


def test_what_holds_the_performance_is_told_at_once(both):
    here, client = both
    heard(here, client, "status", turns=9)  # the next one is due in 0.2 s
    here.do(client, "freeze", 1)
    (told,) = heard(here, client, "status")
    assert told[2:4] == (1, 0)
    here.do(client, "cue/start", 2)
    (told,) = heard(here, client, "status")
    assert told[8] == 1
    here.do(client, "panic")
    (told,) = heard(here, client, "status")
    assert told[2:4] == (1, 1)
    assert heard(here, client, "status") == []


def test_who_begins_to_watch_is_told_the_parts_and_what_moves_what(desk):
    here = desk()
    client = here.client()
    here.do(client, "watch", 1)
    here.play(0.2, 0.01)
    told = [message for message in client.hear() if message[0] in ("watch/part", "watch/moved")]
    assert told == [
        ("watch/part", "cubics", "cubics"),
        ("watch/part", "knots", "knots"),
        ("watch/moved", "shift/red", "knots/gradient/a"),
        ("watch/moved", "shift/green", "knots/gradient/b"),
        ("watch/moved", "shift/blue", "knots/gradient/c"),
    ], "detune belongs to each note, and is no client's"


def test_the_log_calls_clients_by_their_names(desk):
    here = desk()
    client = here.client(hello="tester")
    here.do(client, "watch", 1)
    here.turn(TURN_S)
    here.do(client, "cubics/points", 50)
    assert ("← cubics/points 50 from tester",) in heard(here, client, "log", turns=3)


def test_who_begins_to_watch_is_told_the_learners_and_also_the_second_one(both):
    here, _ = both
    (drawn,) = here.of("draw")
    other = here.client()
    here.do(other, "watch", 1)
    (learner,) = heard(here, other, "learner")
    assert learner[:3] == ("cubics", 1, "cubic")
    assert learner[3:] == pytest.approx((*drawn["target"], *drawn["theta"]), rel=1e-6)


def test_a_learner_that_moves_is_told_where_it_is_and_where_it_goes(both):
    here, client = both
    assert heard(here, client, "learner") == []
    (_, step, *_) = here.do(client, "note", 60, 90)
    (drawn,) = here.of("draw")
    (learner,) = heard(here, client, "learner")
    theta = [p - 0.15 * g for p, g in zip(drawn["theta"], step["gradient"], strict=True)]
    assert learner[3:] == pytest.approx((*drawn["target"], *theta), rel=1e-5)
    here.do(client, "pad", "cubics", 0.5)
    (learner,) = heard(here, client, "learner")
    assert learner[3] == 0.5
    here.do(client, "note", 36, 90)
    (learner,) = heard(here, client, "learner")
    assert learner[:3] == ("cubics", 2, "cubic")


def test_a_knot_is_told_with_its_three_numbers(both):
    here, client = both
    here.do(client, "cue/go")
    for pitch in (50, 55, 59):
        here.do(client, "note", pitch, 90)
    (learner,) = heard(here, client, "learner")
    drawn = here.of("draw")[-1]
    assert learner[:3] == ("knots", 1, "knot") and learner[9:] == tuple(map(float, drawn["n"]))
    assert learner[3:6] == pytest.approx(drawn["target"], rel=1e-6)


def test_values_that_change_are_told_by_whatever_hand_and_only_those(both):
    here, client = both
    other = here.client()
    here.do(other, "cubics/points", 50)
    here.do(other, "overtones/mute", 1)
    assert sorted(heard(here, client, "value", turns=3)) == [("cubics/points", 50), ("overtones/mute", 1)]
    here.go(here.performance.time)
    told = heard(here, client, "value", turns=2)
    assert sorted(told) == [("cubics/on", 0), ("cubics/points", 100), ("knots/on", 1), ("overtones/mute", 0)]


def test_a_picture_elsewhere_hears_what_mappings_move_at_the_frame_rate_of_descants_own(both):
    here, client = both
    here.do(client, "cue/go")
    for pitch in (50, 55, 59):  # a knot, which steps sixty times a second
        here.do(client, "note", pitch, 90)
    client.hear()
    reds = []
    for _ in range(60):
        here.turn(1 / 60)
        reds += [message[2] for message in client.hear() if message[:2] == ("watch/value", "shift/red")]
    assert 25 <= len(reds) <= 31
    assert len(set(reds)) == len(reds)
    assert reds[-1] == pytest.approx(here.performance.conductor.values["shift/red"], rel=0.2)


def test_a_fade_is_told_as_it_goes(both):
    here, client = both
    here.do(client, "cue/goto", "Slow")
    levels = [value for name, value in heard(here, client, "value", turns=40) if name == "overtones/level_db"]
    assert len(levels) > 20 and levels == sorted(levels, reverse=True) and levels[-1] == -20.0


def test_the_log_tells_what_happened(both):
    here, client = both
    other = here.client()
    here.do(client, "note", 36, 90)
    here.do(client, "cubics/points", 50)
    here.do(other, "cubics/points", 1)
    here.do(client, "cue/goto", "Nowhere")
    here.performance.handle({"t": here.performance.time, "in": "fault", "of": "a\0b", "text": "x" * 300})
    log = [text for (text,) in heard(here, client, "log", turns=5)]
    assert log[:3] == [
        "cubics: learner 2 drawn",
        "→ overtones 1: note 36, 65.4 Hz, δ +0.0000",
        "→ piano 2: note 36, 65.4 Hz, δ +0.0000",
    ]
    assert f"← cubics/points 50 from {client.source}" in log
    assert f"refused {other.source}: /descant/cubics/points cubics/points must be from 2 to 10000, not 1" in log
    assert f"← cue goto Nowhere from {client.source}" in log
    assert "cue: refused: there is no cue 'Nowhere'" in log
    assert log[-1] == "← fault ab " + "x" * 188 + "…" or log[-1].startswith("← fault ab xxx")
    assert max(map(len, log)) <= 200


def test_more_happens_than_can_be_told_and_that_is_counted(both):
    here, client = both
    for _ in range(20):
        for pitch in range(50, 60):
            here.do(client, "note", pitch, 90)
            here.do(client, "note", pitch, 0)
    log = [text for (text,) in heard(here, client, "log", turns=60)]
    assert len(log) == 121
    assert log[-1] == f"and {20 * 10 * 4 - 120} lines more"


def test_it_is_told_no_oftener_than_thirty_times_a_second(both):
    here, client = both
    client.hear()
    times = []
    for n in range(100):
        here.do(client, "note", 50 + n % 30, 90)
        here.turn(0.01)
        if any(message[0] == "watch/learner" for message in client.hear()):
            times.append(here.clock.now_s)
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= PERIOD_S - 1e-9
    assert len(times) >= 20


def test_watch_0_ends_it(both):
    here, client = both
    here.do(client, "watch", 0)
    client.hear()
    here.do(client, "note", 60, 90)
    here.do(client, "note", 60, 0)
    here.play(0.5, 0.05)
    assert client.hear() == []


def test_what_happened_while_nobody_watched_is_not_told_later(both):
    here, client = both
    here.do(client, "watch", 0)
    here.turn(TURN_S)
    here.do(client, "cubics/points", 50)
    here.turn(TURN_S)
    here.do(client, "watch", 1)
    log = heard(here, client, "log", turns=3)
    assert log == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ({"cue": 2.5, "name": "Slow"}, "cue 2.5 Slow"),
        ({"voice": 3, "off": True}, "→ voice 3 off"),
        ({"warn": "cubics", "text": "ran away"}, "cubics: ran away"),
        ({"in": "midi", "from": "piano", "data": [144, 60, 90]}, ""),
        ({"in": "note", "from": "a:1", "pitch": 60, "velocity": 1}, ""),
        ({"in": "lost", "from": "a:1"}, "← lost from a:1"),
        ({"in": "freeze", "from": "a:1", "on": True}, "← freeze True from a:1"),
        ({"in": "pad", "from": "a:1", "part": "cubics", "at": [1.0]}, "← pad cubics [1.0] from a:1"),
        ({"step": "cubics", "learner": 1, "n": 1}, ""),
        ({"aim": "cubics", "learner": 1, "target": []}, ""),
        ({"in": "worker", "part": "drums", "step": 40, "streams": {"loss": 2.0}}, ""),
        ({"in": "sound", "part": "drums", "sounds": [[36, 1, [0.5, 0.0]]]}, ""),
        ({"in": "worker", "part": "drums", "step": 900, "sha256": "a", "done": True}, "drums: trained, 900 steps"),
        ({"end": True}, ""),
    ],
)
def test_a_line_of_the_take_in_the_log(line, text):
    assert said({"t": 1.0} | line) == text
