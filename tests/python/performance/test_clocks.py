"""MIDI clocks: pulses that come early, late or not at all, and what is told of them; beats in a performance."""

import numpy as np
import pytest

from descant.parts.base import Beat
from descant.performance.clocks import PULSES, MidiClock, MidiClocks, Told, beat_of

SEEDS = range(5)
START, CONTINUE, STOP = (0xFA,), (0xFB,), (0xFC,)


def train(bpm_of, count, jitter_s, seed, lost=()):
    """Return when each pulse should come, and (its number, when it comes) of those that do."""
    spread = np.random.default_rng(seed)
    true = np.concatenate([[0.0], np.cumsum([60 / (PULSES * bpm_of(n)) for n in range(count - 1)])]) + 5.0
    came = true + spread.uniform(-jitter_s, jitter_s, count)
    return true, [(n, came[n]) for n in range(count) if n not in lost]


def followed(true, came, clock=None):
    """Return, of each thing told, the pulse it was told at, seconds it is off, its quarters and its tempo."""
    clock = clock or MidiClock()
    clock.take(came[0][1] - 0.001, START)
    told = [(n, clock.take(time_s, (0xF8,))) for n, time_s in came]
    return [
        (n, own.at_s - np.interp(own.quarters, np.arange(len(true)) / PULSES, true), own.quarters, own.bpm)
        for n, own in told if own
    ]  # fmt: skip


@pytest.mark.parametrize("bpm", [40, 60, 97.3, 120, 180])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_steady_clock_through_jitter_of_3_ms_and_lost_pulses(bpm, seed):
    true, came = train(lambda n: bpm, PULSES * 80, 0.003, seed, lost=(300, 777, 778))
    told = followed(true, came)
    assert [own[2] * PULSES for own in told] == pytest.approx([own[0] for own in told])  # no place is lost
    later = [own for own in told if own[0] >= 4 * PULSES]
    assert max(abs(own[3] / bpm - 1) for own in later) < 0.002
    assert np.sqrt(np.mean([own[1] ** 2 for own in later])) < 0.001
    beat = [own for own in told if own[0] >= PULSES]  # a quarter after the first
    assert max(abs(own[3] / bpm - 1) for own in beat) < 0.01
    assert max(abs(own[1]) for own in beat) < 0.002


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("to", [126, 90, 60, 150])
def test_another_tempo_is_followed_within_a_beat(seed, to):
    true, came = train(lambda n: 120 if n < 480 else to, PULSES * 40, 0.003, seed)
    told = followed(true, came)
    settled = [own for own in told if own[0] >= 480 + PULSES + 12]
    assert max(abs(own[3] / to - 1) for own in settled) < 0.015
    assert max(abs(own[3] / to - 1) for own in settled if own[0] > 480 + 4 * PULSES) < 0.003
    assert max(abs(own[1]) for own in settled) < 0.0035
    assert [own[2] * PULSES for own in told] == pytest.approx([own[0] for own in told])


def test_an_accelerando(seed=3):
    true, came = train(lambda n: 120 + 20 * min(max((n - 240) / 192, 0), 1), PULSES * 40, 0.003, seed)
    assert max(abs(own[1]) for own in followed(true, came) if own[0] > PULSES) < 0.006


@pytest.mark.parametrize("frames", [256, 1024])
@pytest.mark.parametrize("bpm", [97, 120, 240, 300])
def test_pulses_that_come_once_a_period_of_the_sound_card(bpm, frames):
    true, came = train(lambda n: bpm, PULSES * 60, 0.0, 0)
    period_s = frames / 48000
    told = followed(true, [(n, np.ceil(time_s / period_s) * period_s) for n, time_s in came])
    later = [own for own in told if own[0] >= 8 * PULSES]
    assert max(abs(own[3] / bpm - 1) for own in later) < 0.01
    assert np.std([own[1] for own in later]) < 0.0025
    assert [own[2] * PULSES for own in told] == pytest.approx([own[0] for own in told])


def test_it_is_told_each_pulse_at_first_and_each_sixteenth_then():
    true, came = train(lambda n: 120, PULSES * 4, 0.0, 0)
    told = followed(true, came)
    assert [own[0] for own in told] == [*range(24), *range(24, 96, 6)]
    assert [own[3] for own in told] == pytest.approx([120.0] * len(told))


def test_start_stop_continue_and_a_song_position():
    clock, period_s = MidiClock(), 60 / (PULSES * 100)

    def pulses(first, count):
        return [own for n in range(first, first + count) if (own := clock.take(10 + n * period_s, (0xF8,)))]

    assert pulses(0, 48) == []  # it stands; its tempo is known already
    assert clock.take(0.0, START) is None
    first, *_, last = pulses(48, 25)
    assert (first.quarters, first.running) == (0.0, True)
    assert first.bpm == pytest.approx(100)
    assert first.at_s == pytest.approx(10 + 48 * period_s)
    assert last.quarters == 1.0
    stopped = clock.take(50.0, STOP)
    assert (stopped.at_s, stopped.quarters, stopped.running) == (50.0, 1.0, False)
    assert clock.take(50.1, STOP) is None
    assert pulses(73, 30) == []
    clock.take(50.2, CONTINUE)
    assert pulses(103, 1)[0].quarters == pytest.approx(25 / 24)
    clock.take(51.0, STOP)
    assert clock.take(51.1, (0xF2, 8, 1)) is None  # the 136th sixteenth
    clock.take(51.2, CONTINUE)
    assert pulses(104, 1)[0].quarters == 34.0


def test_a_clock_that_begins_with_its_pulses_keeps_the_tempo_of_before():
    clock = MidiClock()
    clock.take(1.0, START)
    for n in range(60):
        clock.take(1 + n / 48, (0xF8,))
    clock.take(3.0, STOP)
    clock.take(9.0, START)
    told = clock.take(9.01, (0xF8,))  # the pulses have paused with it
    assert (told.at_s, told.quarters) == (9.01, 0.0)
    assert told.bpm == pytest.approx(120)


def test_without_a_tempo_it_is_the_usual_one_for_a_pulse():
    clock = MidiClock()
    assert clock.take(1.0, (0xF8,)) is None
    assert clock.take(1.5, STOP) is None
    clock = MidiClock()
    assert clock.take(1.0, START) is None
    assert clock.take(1.1, (0xF8,)) == Told(1.1, 0.0, 120.0, True)
    assert clock.take(1.11, (0x90, 60, 1)) is None
    assert clock.take(1.125, (0xF8,)) == Told(1.125, 1 / 24, pytest.approx(100.0), True)


def test_each_port_has_its_own_and_loses_it():
    clocks = MidiClocks()
    for port in ("one", "two"):
        clocks.take(port, 1.0, START)
        assert clocks.take(port, 1.0, (0xF8,)).quarters == 0.0
    assert clocks.take("one", 1.02, (0xF8,)).quarters == pytest.approx(1 / 24)
    clocks.forget("two")
    assert clocks.take("two", 1.02, (0xF8,)) is None


def test_what_is_told_is_a_line_and_the_line_a_beat():
    line = Told(101.5, 2.25, 119.98765, True).line(100.0)
    assert line == {"in": "clock", "at": 1.5, "quarters": 2.25, "bpm": 119.9877, "running": True}
    assert beat_of({"t": 1.51} | line) == Beat(1.5, 2.25, 119.9877, True)
    assert beat_of({"t": 1.51, "quarters": 1, "bpm": 60}) == Beat(1.51, 1.0, 60.0, True)


@pytest.mark.parametrize(
    "wrong", [{}, {"bpm": 0.0}, {"bpm": 1e9}, {"quarters": None}, {"quarters": float("nan")}, {"at": "now"}]
)
def test_a_line_that_says_nothing(wrong):
    with pytest.raises(ValueError, match="a clock is at quarters"):
        beat_of({"t": 1.0, "quarters": 1.0, "bpm": 60.0} | wrong if wrong else {"t": 1.0})


# ---------------------------------------------------------------- in a performance
def test_parts_that_play_ahead_hear_it_and_others_do_not(stage, monkeypatch):
    one = stage()
    heard = {"cubics": [], "knots": []}
    for name, events in heard.items():
        part = one.performance.parts[name]
        monkeypatch.setattr(part, "handle", lambda event, events=events: events.append(event) or [])
    monkeypatch.setattr(
        one.performance.parts["knots"], "ahead", True, raising=False
    )  # it is off, and hears all the same
    one.performance.handle({"t": 1.0, "in": "clock", "from": "drum", "at": 0.998, "quarters": 4, "bpm": 120.0})
    one.performance.handle({"t": 1.2, "in": "clock", "from": "max", "quarters": 8.5, "bpm": 90, "running": False})
    assert heard == {"cubics": [], "knots": [Beat(0.998, 4.0, 120.0, True), Beat(1.2, 8.5, 90.0, False)]}
    one.performance.handle({"t": 1.3, "in": "clock", "quarters": "four", "bpm": 90})
    assert [line["warn"] for line in one.of("warn")] == ["clock"]
    assert len(heard["knots"]) == 2
