"""Play densely for minutes: is memory flat, does latency not grow? ``python -m bench.soak --minutes 10``.

Real parts, as in `bench.live`, and the picture where there is Xvfb. Prints a line a minute: the memory of each
process, and how long that minute's notes waited from their arrival to their datagram. Where the player itself was
late, the machine was busy with something else.
"""

import argparse
import contextlib
import json
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from bench import stage
from bench.live import row
from bench.player import NOTE_OFF, NOTE_ON, PROGRAM, Plan, player

CONTROL, SUSTAIN = 0xB0, 64
NOTES_A_SECOND = 40.0
PART_S = 7.5  # until the next of the four parts
MINUTE_S = 60.0
SIGNS = {"scsynth": "scsynth", "MIDI": "midi_process", "picture": "spawn_main", "xruns": "devices.xruns"}
FLAT = 95.0  # %: memory of the first half, of that of the second


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure a minute, its first half against its second; `quick`, twenty seconds."""
    half_s = 10.0 if quick else 30.0
    halves = measured(2, half_s)
    if not halves:
        return []
    first, last = halves
    what = f"{2 * half_s:.0f} s of dense playing"
    found = [
        row(f"{what}: memory of {name}, first half of second", 100 * first["mib"][name] / mib, "%", limit=FLAT)
        for name, mib in last["mib"].items()
    ]
    return found + [
        row(
            f"{what}: MIDI in → OSC out {name}, second half", last[name], "ms", baseline="first half",
            baseline_value=first[name],
        )
        for name in ("p50", "p99")
    ]  # fmt: skip


def measured(
    minutes: int, minute_s: float = MINUTE_S, say: Callable[[str], None] = lambda _: None
) -> list[dict[str, Any]]:
    """Play so many minutes and return of each the memory of every process, and the latency of its notes."""
    if what := stage.lacking():
        print(f"bench.soak: {what}", file=sys.stderr)
        return []
    played: list[dict[str, Any]] = []
    with contextlib.ExitStack() as stack:
        stack.enter_context(stage.jack())
        screen = stack.enter_context(stage.screen())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="descant-soak-"))
        send = stack.enter_context(player()).send
        arguments = [str(Path(folder, "take")), *(["picture"] if screen else [])]
        child = stack.enter_context(stage.child("bench.performer", *arguments, environment=screen))
        child.wait()
        for number in range(minutes):
            begin = time.monotonic()
            hand_ms = play(send, dense(number, minute_s))
            played.append({"begin": begin, "hand": hand_ms, "mib": memory_mib(child.process.pid)})
            say(
                f"minute {number + 1}: " + ", ".join(f"{name} {mib:.1f} MiB" for name, mib in played[-1]["mib"].items())
            )
        told = json.loads(child.end(signal.SIGINT))
    return [minute | latency(told, minute["begin"], minute_s) for minute in played]


def latency(told: dict[str, Any], begin_s: float, seconds: float) -> dict[str, float]:
    """Return what the notes of a minute waited, in milliseconds."""
    read, sent = np.array(told["read"]), np.array(told["sent"])
    waited = (sent - read)[(read >= begin_s) & (read < begin_s + seconds)] * 1000
    return {"notes": float(len(waited)), "p50": float(np.median(waited)), "p99": float(np.percentile(waited, 99))}


def dense(number: int, seconds: float) -> Plan:
    """Return a minute of random notes, pedal and changes of part."""
    chance, now = random.Random(number), 0.0
    plan: Plan = [(at * PART_S, (PROGRAM, at % 4)) for at in range(int(seconds / PART_S))]
    while now < seconds - 1.0:
        now += chance.expovariate(NOTES_A_SECOND)
        pitch = chance.randrange(21, 109)
        plan.append((now, (NOTE_ON, pitch, chance.randrange(1, 128))))
        plan.append((now + chance.uniform(0.05, 0.6), (NOTE_OFF, pitch, 0)))
        if chance.random() < 0.02:
            plan += [(now, (CONTROL, SUSTAIN, 127)), (now + 0.3, (CONTROL, SUSTAIN, 0))]
    return [*sorted(plan), (seconds, (CONTROL, SUSTAIN, 0))]


def play(send: Callable[[tuple[int, ...]], None], plan: Plan) -> float:
    """Play a plan to its end; return the 99th percentile of how late this was itself, in ms."""
    began, late = time.monotonic(), []
    for at, message in plan:
        time.sleep(max(0.0, began + at - time.monotonic()))
        late.append(time.monotonic() - began - at)
        send(message)
    return float(np.percentile(late, 99)) * 1000


def memory_mib(process: int) -> dict[str, float]:
    """Return the resident memory of a performance and of each process of its, by what they do.

    With those that are clients of JACK, 112 MiB of it are the memory that all of them share.
    """
    whole = psutil.Process(process)
    found = {"performance": whole.memory_info().rss / 2**20}
    for each in whole.children(recursive=True):
        command = " ".join(each.cmdline())
        if names := [name for name, sign in SIGNS.items() if sign in command]:
            found[names[0]] = each.memory_info().rss / 2**20
    return found


def main() -> None:
    """Soak, and print a line a minute."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description="Play densely for minutes.")
    parser.add_argument("--minutes", type=int, default=10)
    minutes = measured(parser.parse_args().minutes, say=lambda text: print(text, flush=True))
    for number, minute in enumerate(minutes, start=1):
        waited = f"p50 {minute['p50']:.3f} ms, p99 {minute['p99']:.3f} ms"
        what = f"minute {number}: {minute['notes']:.0f} notes, MIDI in → OSC out {waited}"
        print(f"{what} (the player itself: p99 {minute['hand']:.3f} ms late)")


if __name__ == "__main__":
    main()
