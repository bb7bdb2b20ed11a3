"""The time of day of moments of the monotonic clock, also where it is set anew or reading it takes long."""

import time

import pytest

from descant.sound import wall_clock
from descant.sound.wall_clock import KEPT_S, WallClock


class Clocks:
    """Two clocks, the time of day `apart_s` ahead; reading takes `takes_s`."""

    def __init__(self, monkeypatch):
        self.now_s, self.apart_s, self.takes_s = 100.0, 1e9, 1e-6
        monkeypatch.setattr(wall_clock.time, "monotonic", self.monotonic)
        monkeypatch.setattr(wall_clock.time, "time", lambda: self.monotonic() + self.apart_s)

    def monotonic(self):
        self.now_s += self.takes_s
        return self.now_s


def test_it_is_that_of_the_machine():
    clock = WallClock()
    assert clock.unix_s(time.monotonic()) == pytest.approx(time.time(), abs=0.01)


def test_it_follows_a_time_of_day_that_is_set_anew(monkeypatch):
    clocks = Clocks(monkeypatch)
    clock = WallClock()
    assert clock.unix_s(105.0) == pytest.approx(1e9 + 105.0, abs=2e-6)
    clocks.apart_s += 3600.0
    assert clock.unix_s(105.0) == pytest.approx(1e9 + 105.0, abs=2e-6)
    clocks.now_s += KEPT_S
    assert clock.unix_s(105.0) == pytest.approx(1e9 + 3705.0, abs=2e-6)


def test_a_reading_that_was_interrupted_is_not_believed(monkeypatch):
    clocks = Clocks(monkeypatch)
    clock = WallClock()
    clocks.takes_s = 0.01
    clocks.now_s += KEPT_S
    assert clock.unix_s(105.0) == pytest.approx(1e9 + 105.0, abs=2e-6)
