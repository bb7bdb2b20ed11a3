"""What takes long is done in another process: of one name the newest, each once, and a death of it costs nothing."""

import operator
import os
import select
import signal
import time

import pytest

from descant.parts.base import Errand
from descant.performance.errands import Errands

KEPT = {}


def keep(asked, found):
    KEPT[asked] = found


def square(number):
    return Errand(operator.pow, (number, 2), keep)


def slow(number):
    return Errand(time.sleep, (number / 10,), keep)


@pytest.fixture
def errands():
    KEPT.clear()
    one = Errands()
    yield one
    one.close()


def come(errands):
    """Wait until something is found out."""
    assert select.select([errands.fileno()], [], [], 30)[0]
    return errands.read()


def test_nothing_is_started_before_something_is_asked(errands):
    assert errands.fileno() == -1 and errands.read() == ([], []) and errands._process is None


def test_what_was_asked_is_found_kept_and_told(errands):
    errands.ask("a", square(7), "why")
    assert errands.read() == ([], [])  # it does not wait
    assert come(errands) == ([("a", "why")], [])
    assert KEPT == {(7, 2): 49} and errands.fileno() == -1


def test_of_one_name_the_newest_is_told_and_of_several_all(errands):
    errands.ask("a", slow(1), "first")
    errands.ask("a", slow(2), "second")
    errands.ask("a", square(3), "third")
    errands.ask("b", square(4), "fourth")
    told = []
    while errands.fileno() >= 0:
        told += come(errands)[0]
    assert told == [("a", "third"), ("b", "fourth")]
    assert KEPT == {(0.1,): None, (3, 2): 9, (4, 2): 16}  # what was found is kept, though nobody asks any more


def test_two_who_want_the_same_are_told_at_once(errands):
    errands.ask("a", square(3), 1)
    errands.ask("b", square(3), 2)
    assert come(errands)[0] == [("a", 1), ("b", 2)]
    assert errands.fileno() == -1


def test_what_is_dropped_is_not_told(errands):
    errands.ask("a", square(3), 1)
    errands.drop("a")
    errands.drop("never asked")
    assert come(errands) == ([], []) and KEPT == {(3, 2): 9}
    errands.ask("a", square(4), 1)
    errands.ask("b", square(5), 1)
    errands.clear()
    assert come(errands) == ([], []) and errands.fileno() == -1


@pytest.mark.parametrize("ends", [Errand(os._exit, (1,), keep), Errand(operator.truediv, (1, 0), keep)])
def test_a_process_that_dies_is_said_and_the_next_errand_has_a_new_one(errands, ends, capfd):
    errands.ask("a", ends, 1)
    errands.ask("b", square(5), 2)
    assert come(errands) == ([], ["a"])
    assert come(errands) == ([("b", 2)], [])
    assert capfd.readouterr().err == ""


def test_a_control_c_is_not_for_it(errands):
    errands.ask("a", square(7), "why")
    for _ in range(20):  # also while it is still being started
        os.kill(errands._process.pid, signal.SIGINT)
        time.sleep(0.01)
    assert come(errands) == ([("a", "why")], [])


def test_at_the_end_the_process_is_gone(errands):
    errands.ask("a", slow(600), 1)
    process = errands._process
    errands.close()
    assert not process.is_alive() and errands.fileno() == -1
