"""What a player is told when something is lost, and what the take says of it."""

import os
import pty
import re
import signal
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from jack_server import Jack
from live_maker import OnStage, Player, until

MUTED = ("--set", "piano/mute=1")
PLAYS = "plays from"


def test_sound_that_jack_loses_is_counted_told_and_kept(jack: Jack, tmp_path: Path, player: Player) -> None:
    ours, theirs = pty.openpty()
    os.set_blocking(ours, False)
    shown = b""

    def line(pattern: str) -> bool:
        nonlocal shown
        with suppress(BlockingIOError):
            shown += os.read(ours, 65536)
        return bool(re.search(pattern, shown.decode(errors="replace")))

    with OnStage(jack, tmp_path / "take", *MUTED, terminal=theirs) as stage:
        os.close(theirs)
        until(lambda: line(PLAYS), 10, "it hears the player")
        player.strike(36)
        for _ in range(3):
            jack.process.send_signal(signal.SIGSTOP)
            time.sleep(0.1)
            jack.process.send_signal(signal.SIGCONT)
            time.sleep(0.2)
        until(lambda: line(r"JACK: (an xrun|\d+ xruns)"), 5, "it was said")
        until(lambda: line(r"late 0 · xruns [1-9]"), 5, "it is counted in the line")
        assert stage.end() == 0
        faults = [line for line in stage.lines() if line.get("in") == "fault" and line["of"] == "JACK"]
        assert sum(fault["count"] for fault in faults) >= 3
        assert all(after["t"] - before["t"] >= 1.0 for before, after in pairwise(faults))
        counted = int(re.findall(r"xruns (\d+)", shown.decode(errors="replace"))[-1])
        assert 1 <= counted <= sum(fault["count"] for fault in faults)
    os.close(ours)
