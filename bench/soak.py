"""Play densely for minutes: is memory flat, does latency not grow? ``python -m bench.soak --minutes 10``.

Real parts, as in `bench.live`, and the picture where there is Xvfb. Prints a line a minute: the memory of each
process, and how long that minute's notes waited from their arrival to their datagram. Where the player itself was late
the machine was busy with something else.
"""

import argparse
import contextlib
import json
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil

PATCH = Path("patches", "losses-dissonances-distortions.toml")
PLAYER = "Disklavier"  # what the patch listens for
SERVERS = [f"descant-sound-{number}" for number in range(1, 9)]  # the tests' own: JACK remembers eight names
NOTE_ON, NOTE_OFF, CONTROL, PROGRAM = 0x90, 0x80, 0xB0, 0xC0
NOTES_A_SECOND = 40.0
PART_S = 7.5  # until the next of the four parts
MINUTE_S = 60.0
SIGNS = {"scsynth": "scsynth", "MIDI": "midi_process", "picture": "spawn_main", "xruns": "devices.xruns"}
FLAT, EVEN = 95.0, 75.0  # %: memory and latency of the first half, of those of the second

Plan = list[tuple[float, tuple[int, ...]]]  # when in seconds, what


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
    found += [
        row(f"{what}: MIDI in → OSC out {name}, second half", last[name], "ms", baseline="first half", of=first[name])
        for name in ("p50", "p99")
    ]
    evenness = 100 * first["p50"] / last["p50"]
    return [*found, row(f"{what}: MIDI in → OSC out p50, first half of second", evenness, "%", limit=EVEN)]


def row(
    name: str, value: float, unit: str, *, limit: float | None = None, baseline: str | None = None,
    of: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return a row of the bench."""
    ratio = of / value if of is not None and value else None
    return {
        "name": name, "value": value, "unit": unit, "baseline": baseline, "baseline_value": of, "ratio": ratio,
        "limit": limit,
    }  # fmt: skip


# ---------------------------------------------------------------- playing and looking
def measured(
    minutes: int, minute_s: float = MINUTE_S, say: Callable[[str], None] = lambda _: None
) -> list[dict[str, Any]]:
    """Play so many minutes and return of each the memory of every process, and the latency of its notes."""
    lacking = [program for program in ("jackd", "jack_wait", "scsynth") if not shutil.which(program)]
    if lacking:
        print(f"bench.soak: {', '.join(lacking)} not found, nothing is measured", file=sys.stderr)
        return []
    with contextlib.ExitStack() as stack:
        stack.enter_context(jack())
        screen = stack.enter_context(display())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="descant-soak-"))
        send = stack.enter_context(player())
        child = stack.enter_context(performance(Path(folder), screen))
        memory, hand = [], []
        for minute in range(minutes):
            hand.append(play(send, dense(minute, minute_s)))
            memory.append(memory_mib(child.pid))
            say(f"minute {minute + 1}: " + ", ".join(f"{name} {mib:.1f} MiB" for name, mib in memory[-1].items()))
        child.send_signal(signal.SIGINT)
        told = json.loads(child.communicate(timeout=30.0)[0].splitlines()[-1])
    return [
        {"mib": mib, "hand": late, **latency(told, minute * minute_s, minute_s)}
        for minute, (mib, late) in enumerate(zip(memory, hand, strict=True))
    ]


def latency(told: dict[str, Any], begin_s: float, seconds: float) -> dict[str, float]:
    """Return what the notes of a minute waited, in milliseconds."""
    notes = np.array(told["notes"]).reshape(-1, 2)  # arrived, seconds to its datagram
    since = notes[:, 0] - notes[0, 0]
    waited = notes[(since >= begin_s) & (since < begin_s + seconds), 1] * 1000
    return {"notes": float(len(waited)), "p50": float(np.median(waited)), "p99": float(np.percentile(waited, 99))}


def dense(minute: int, seconds: float) -> Plan:
    """Return a minute of random notes, pedal and changes of part."""
    chance, now = random.Random(minute), 0.0
    plan: Plan = [(at * PART_S, (PROGRAM, at % 4)) for at in range(int(seconds / PART_S))]
    while now < seconds - 1.0:
        now += chance.expovariate(NOTES_A_SECOND)
        pitch = chance.randrange(21, 109)
        plan.append((now, (NOTE_ON, pitch, chance.randrange(1, 128))))
        plan.append((now + chance.uniform(0.05, 0.6), (NOTE_OFF, pitch, 0)))
        if chance.random() < 0.02:
            plan += [(now, (CONTROL, 64, 127)), (now + 0.3, (CONTROL, 64, 0))]
    return [*sorted(plan), (seconds, (CONTROL, 64, 0))]


def play(send: Callable[[tuple[int, ...]], None], plan: Plan) -> float:
    """Play a plan to its end; return the 99th percentile of how late this was itself, in ms: the machine's part."""
    began, late = time.monotonic(), []
    for at, message in plan:
        time.sleep(max(0.0, began + at - time.monotonic()))
        late.append(time.monotonic() - began - at)
        send(message)
    return float(np.percentile(late, 99)) * 1000


def memory_mib(process: int) -> dict[str, float]:
    """Return the resident memory of a performance and of each process of its, by what they do."""
    whole = psutil.Process(process)
    found = {"performance": whole.memory_info().rss / 2**20}
    for each in whole.children(recursive=True):
        command = " ".join(each.cmdline())
        names = [name for name, sign in SIGNS.items() if sign in command]
        if names:
            found[names[0]] = each.memory_info().rss / 2**20
    return found


# ---------------------------------------------------------------- what takes part
@contextlib.contextmanager
def jack() -> Iterator[None]:
    """Run a JACK server without a sound card, for this process and its children."""
    os.environ["JACK_NO_START_SERVER"] = "1"
    for name in SERVERS:
        if not runs(name):
            break
    os.environ["JACK_DEFAULT_SERVER"] = name
    server = subprocess.Popen(
        ["jackd", "-n", name, "-S", "-r", "-d", "dummy", "-r", "48000", "-p", "256"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait(lambda: runs(name), "jackd")
        yield
    finally:
        server.terminate()  # one that is killed keeps its place among the eight
        server.wait(5.0)


def runs(name: str) -> bool:
    """Return whether a JACK server of that name runs."""
    said = subprocess.run(["jack_wait", "-c", "-s", name], capture_output=True, text=True, check=False).stdout
    return said.strip() == "running"


def wait(ready: Callable[[], bool], what: str, seconds: float = 40.0) -> None:
    """Wait until something is ready."""
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise RuntimeError(f"{what} does not start")
        time.sleep(0.05)


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """Run an X server without a screen, where there is one to be had."""
    if not shutil.which("Xvfb"):
        yield {}
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, pass_fds=(writing,))
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield {"DISPLAY": f":{answer.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def player() -> Iterator[Callable[[tuple[int, ...]], None]]:
    """Open a port; give the function that sends a message."""
    import rtmidi

    out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=PLAYER)
    out.open_virtual_port("out")
    try:
        yield out.send_message
    finally:
        out.delete()


@contextlib.contextmanager
def performance(folder: Path, screen: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Perform in a process of its own; it is ready when this gives it."""
    command = [
        sys.executable,
        "-m",
        "bench.soak",
        "--perform",
        str(folder / "take"),
        *(["--picture"] if screen else []),
    ]
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | screen,
    )  # fmt: skip
    assert child.stdout
    try:
        if not select.select([child.stdout], [], [], 40.0)[0] or child.stdout.readline() != "ready\n":
            raise RuntimeError("the performance does not start")
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait(10.0)
        child.stdout.close()


def perform(folder: Path, picture: bool) -> None:
    """Perform until SIGINT, stamping each note; say ``ready``, and at the end what was measured."""
    from descant.patch import load
    from descant.performance.live import Live
    from descant.performance.show import Show

    class Stamped(Live):
        """A performance that knows when each note came and how long it took to be sent."""

        notes = array("d")
        sent_s = 0.0

        def _set_up(self, stack: contextlib.ExitStack) -> None:
            super()._set_up(stack)
            flush = self._engine.flush

            def stamped(time_s: float) -> None:
                flush(time_s)
                self.sent_s = time.monotonic()

            self._engine.flush = stamped  # type: ignore[method-assign]

        def _handle(self, arrived_s: float, line: dict[str, Any]) -> None:
            super()._handle(arrived_s, line)
            data = line.get("data", (0, 0, 0))
            if data[0] == NOTE_ON and data[2]:
                self.notes.extend((arrived_s, self.sent_s - arrived_s))

    def say(text: str) -> None:
        if "plays from" in text:
            print("ready", flush=True)

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        port = udp.getsockname()[1]
    live = Stamped(Show(patch=load(PATCH), seed=1, folder=folder, port=port, picture=picture), say)
    live.run()
    print("\n" + json.dumps({"notes": list(live.notes)}), flush=True)


def main() -> None:
    """Soak, and print a line a minute."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description="Play densely for minutes.")
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--perform", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--picture", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.perform:
        perform(options.perform, options.picture)
        return
    minutes = measured(options.minutes, say=lambda text: print(text, flush=True))
    for number, minute in enumerate(minutes, start=1):
        waited = f"p50 {minute['p50']:.3f} ms, p99 {minute['p99']:.3f} ms"
        what = f"minute {number}: {minute['notes']:.0f} notes, MIDI in → OSC out {waited}"
        print(f"{what} (the player itself: p99 {minute['hand']:.3f} ms late)")


if __name__ == "__main__":
    main()
