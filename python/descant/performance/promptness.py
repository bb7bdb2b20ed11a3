"""Have the control thread answer a hand at once: nothing of this process, or of the machine, goes before it."""

import gc
import os
import sys
from contextlib import suppress

SWITCH_S = 0.0002  # how long another thread of this process may keep Python to itself; 5 ms is Python's own
LOWEST = 1  # of real-time priorities: below JACK and everything of the system's


def be_prompt() -> bool:
    """Give the calling thread right of way; return whether the system permits it real-time priority.

    What there is now stays: the collector need not look through it in the middle of a note.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_S)
    if not hasattr(os, "sched_setscheduler"):
        return False
    with suppress(PermissionError):  # it answers all the same, a little later where the machine is busy
        # threads and processes begun from here do not inherit it
        os.sched_setscheduler(0, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(LOWEST))
        return True
    return False
