import os
import signal
import sys
import time

import pytest

from descant.devices import xruns as module
from descant.devices.xruns import Xruns


@pytest.fixture
def xruns(monkeypatch):
    monkeypatch.setattr(module, "SAID_S", 0.05)
    monkeypatch.setattr(module, "AGAIN_S", 0.2)
    made = Xruns()
    yield made
    made.stop()


def stall(jack, seconds=0.15):
    """Keep JACK from its work for longer than a period: the sound of that time is lost."""
    jack.process.send_signal(signal.SIGSTOP)
    time.sleep(seconds)
    jack.process.send_signal(signal.SIGCONT)
    time.sleep(0.15)


def counted(xruns, jack, tries=30):
    """Stall until one was counted: the counter's process takes a moment to join."""
    for _ in range(tries):
        stall(jack)
        if found := xruns.read():
            return found
    raise AssertionError("nothing was counted")


def test_what_jack_lost_is_counted(jack, xruns):
    xruns.start()
    first = counted(xruns, jack)
    assert first >= 1
    assert xruns.count == first
    xruns.forget()
    assert xruns.count == 0
    time.sleep(0.1)
    assert counted(xruns, jack, tries=1) >= 1  # it has joined: each is heard of


def test_no_more_than_a_count_a_second(jack, xruns, monkeypatch):
    xruns.start()
    counted(xruns, jack)
    monkeypatch.setattr(module, "SAID_S", 60.0)
    stall(jack)
    assert xruns.read() == 0


def test_jack_killed_and_started_again(jack, xruns):
    xruns.start()
    counted(xruns, jack)
    jack.kill()
    jack.start()
    assert counted(xruns, jack) >= 1


def test_jack_may_come_later(silent_jack, xruns):
    xruns.start()
    assert xruns.read() == 0
    silent_jack.start()
    assert counted(xruns, silent_jack) >= 1


def test_stop_ends_it_and_may_be_said_twice(jack, xruns):
    xruns.start()
    process = xruns._process
    counted(xruns, jack)
    process.send_signal(signal.SIGINT)  # a Ctrl-C is the owner's
    assert counted(xruns, jack) >= 1
    xruns.stop()
    assert process.returncode == 0
    xruns.stop()
    assert xruns.read() == 0


def test_without_libjack_it_is_not_tried_again(xruns, monkeypatch, tmp_path):
    (tmp_path / "python").write_text(f"#!/bin/sh\nexit {module.NO_LIBJACK}\n")  # the edge: its process, elsewhere
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    xruns.start()
    until = time.monotonic() + 5
    while xruns._process is not None:
        assert time.monotonic() < until
        assert xruns.read() == 0
        time.sleep(0.01)


def test_no_process_at_all_is_no_trouble(xruns, monkeypatch):
    monkeypatch.setattr(sys, "executable", os.devnull)
    xruns.start()
    assert xruns.read() == 0
