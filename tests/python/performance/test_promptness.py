"""The control thread goes first where the system permits it, and only it."""

import os
import subprocess
import sys
import textwrap

import pytest

ASKED = """
    import gc, os, subprocess, sys, threading
    from descant.performance.promptness import be_prompt
    {before}
    permitted = be_prompt()
    seen = []
    thread = threading.Thread(target=lambda: seen.append(os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK))
    thread.start()
    thread.join()
    print(permitted, os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK, *seen, gc.get_freeze_count() > 1000)
"""


def asked(before: str = "") -> list[str]:
    code = textwrap.dedent(ASKED).format(before=before)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.skipif(not hasattr(os, "SCHED_FIFO"), reason="this system has no such priorities")
def test_the_control_thread_alone_has_right_of_way():
    permitted, own, others, frozen = asked()
    assert (permitted, int(own)) in {("True", os.SCHED_FIFO), ("False", os.SCHED_OTHER)}
    assert (int(others), frozen) == (os.SCHED_OTHER, "True")


@pytest.mark.skipif(not hasattr(os, "SCHED_FIFO"), reason="this system has no such priorities")
def test_a_system_that_refuses_is_no_error():
    refuses = "def refuse(*a): raise PermissionError\nos.sched_setscheduler = refuse"
    assert asked(refuses) == ["False", str(os.SCHED_OTHER), str(os.SCHED_OTHER), "True"]


def test_a_system_without_such_priorities_is_no_error():
    (permitted, *_) = asked("had = os.sched_setscheduler; del os.sched_setscheduler")
    assert permitted == "False"
