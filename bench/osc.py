"""How much OSC a performance hears and says while it plays: a flood of messages, one parameter, five hundred streams.

Real parts: jackd without a sound card, scsynth, the take written to disk. The performance has a process of its own, as
the sender has; this one asks and listens. Against it: python-osc's threading server, which sets values one by one.
"""

import contextlib
import json
import random
import select
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from bench import stage
from bench.client import Ear, bundle, message
from bench.live import row
from bench.osc_naive import ASKED
from bench.osc_naive import NAME as NAIVE

PATCH = Path("patches", "losses-dissonances-distortions.toml")
SECONDS = 10.0
STREAMS, FEED_HZ, CLIENTS = 500, 60.0, 5
WIDE = f'''
import random
from descant.parts.base import Draw, Step
from descant.parts.cubics import Cubics
from descant.table import Stream

class Wide(Cubics):
    """A part with many streams, all of which move a hundred times a second."""

    kind = "wide"
    streams = tuple(Stream(name=f"value/{{n}}", doc="anything") for n in range({STREAMS}))

    def begin(self, time, cue):
        self._count, self._values = round(time * 100) + 1, [random.random() for _ in self.streams]
        return [Draw(1, "cubic", (0.0,) * 4, (0.0,) * 4, (), 0.1, "squared", 100, "sgd", 0.0)]

    def due(self):
        return self._count / 100

    def advance(self, time):
        records = []
        while self.due() <= time:
            self._count += 1
            first, *rest = self._values = [(value + 0.6180339887) % 1.0 for value in self._values]
            records.append(Step(1, self._count, first, tuple(rest), (0.0,) * 4, None, {{}}))
        return records
'''
WIDE_PATCH = 'descant = 1\n[parts.wide]\nkind = "wide"\n[instruments.piano]\nsynthdef = "piano"\n[[cues]]\nnumber = 1\n'


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` sends for a fifth of the time."""
    if lacking := stage.lacking():
        print(f"bench.osc: {lacking}", file=sys.stderr)
        return []
    seconds = SECONDS / 5 if quick else SECONDS
    with stage.jack(), tempfile.TemporaryDirectory(prefix="descant-bench-") as folder:
        found = _flood(Path(folder, "flood"), seconds)
        return found + _streams(Path(folder, "streams"), seconds)


# ---------------------------------------------------------------- a flood, and one parameter in it
def _flood(folder: Path, seconds: float) -> list[dict[str, Any]]:
    """Measure our performance and the naive server under the same messages."""
    with performing(folder, PATCH) as (port, process):
        ear = Ear(port)
        idle_ms, _ = _round_trips_ms(ear, 1.0 + seconds / 2)
        before, state_before = _cpu_s(process), _status(ear)
        sent, load_ms, asked = _under_load(ear, port, seconds)
        busy = 100.0 * (_cpu_s(process) - before) / sent["seconds"]
        time.sleep(0.5)
        state = _status(ear)
        received = state["received"] - state_before["received"] - 2 * asked - 2  # our own questions
    taken = _lines(folder)
    naive_port = stage.free_port()
    with stage.child("bench.osc_naive", str(naive_port)) as child:
        child.wait()
        naive_ear = Ear(naive_port)
        naive_idle_ms, _ = _round_trips_ms(naive_ear, 1.0 + seconds / 2)
        naive_sent, naive_load_ms, _ = _under_load(naive_ear, naive_port, seconds)
        time.sleep(0.5)
        handled = json.loads(child.end(signal.SIGINT))
    notes = sum(line.get("in") == "note" and line["velocity"] > 0 for line in taken)
    sounded = sum(line.get("instrument") == "piano" for line in taken)
    return [
        row("OSC messages taken a second while it plays", received / sent["seconds"],
             "/s", 10_000, baseline=NAIVE, baseline_value=handled["values"] / naive_sent["seconds"]),
        row("OSC flood: notes in the take", 100.0 * notes / sent["notes"], "%", 100.0,
             baseline=NAIVE, baseline_value=100.0 * handled["notes"] / naive_sent["notes"]),
        row("OSC flood: notes that sounded", 100.0 * sounded / sent["notes"], "%", 100.0),
        row("OSC flood: notes whose bundles were in time", 100.0 * (1.0 - state["late"] / sent["notes"]), "%", 100.0),
        row("OSC flood: a processor's time that hearing it takes", busy, "%"),
        *_percentiles("OSC parameter → applied and answered", idle_ms, naive_idle_ms, 2.0),
        *_percentiles("OSC parameter → applied and answered, in the flood", load_ms, naive_load_ms, None),
    ]  # fmt: skip


def _percentiles(what: str, ours: list[float], naive: list[float], limit_ms: float | None) -> list[dict[str, Any]]:
    def percentile(of: list[float], q: int) -> float:
        return float(np.percentile(of or [np.nan], q))

    return [
        row(
            f"{what}: p{q}", percentile(ours, q), "ms", limit_ms if q == 99 else None, baseline=NAIVE,
            baseline_value=percentile(naive, q),
        )
        for q in (50, 99)
    ]  # fmt: skip


def _round_trips_ms(ear: Ear, seconds: float) -> tuple[list[float], int]:
    """Set a parameter and ask for it, at random moments; return how long each answer took that says what was set.

    And return how often was asked. A longer way than to be applied: it has the journal in it, and the way back.
    """
    chance, found, until = random.Random(3), [], time.monotonic() + seconds
    count = 0
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.0, 0.008))
        count += 1
        wanted = count % 320 / 8  # exact in a float32
        question = bundle(message(ASKED, wanted), message("get", ASKED))
        while ear.hear(0.0):
            pass  # whatever else is told
        begin = time.perf_counter()
        ear.say(question)
        while (heard := ear.hear(0.5)) is not None:
            if b"/value" in heard:
                if heard.endswith(struct.pack(">f", wanted)):
                    found.append((time.perf_counter() - begin) * 1000)
                break
    return found, count


def _under_load(ear: Ear, port: int, seconds: float) -> tuple[dict[str, Any], list[float], int]:
    """Let a process of its own send, and ask meanwhile."""
    with stage.child("bench.osc_flood", str(port), str(seconds)) as sender:
        sender.wait()
        trips, asked = _round_trips_ms(ear, seconds - 0.5)
        return json.loads(sender.last()), trips, asked


def _status(ear: Ear) -> dict[str, float]:
    """Return how many messages were received, and how many bundles came late."""
    heard = ear.answered(message("watch", 1.0), b"/watch/status", 5.0)
    if heard is None:
        raise RuntimeError("the performance does not answer any more")
    ear.say(message("watch", 0.0))
    _, late, _, _, received, *_ = struct.unpack(">f8i", heard[-36:])
    return {"late": late, "received": received}


def _lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "take.jsonl").read_text().splitlines()]


def _cpu_s(process: int) -> float:
    times = psutil.Process(process).cpu_times()
    return times.user + times.system


# ---------------------------------------------------------------- streams
def _streams(folder: Path, seconds: float) -> list[dict[str, Any]]:
    """Let five clients hear five hundred streams; return how often each came, and what that costs."""
    beside = outside(folder)
    with performing(folder / "take", beside / "wide.toml", PYTHONPATH=str(beside)) as (port, process):
        begun, before = time.monotonic(), _cpu_s(process)
        time.sleep(seconds / 2)
        alone = (_cpu_s(process) - before) / (time.monotonic() - begun)
        ears = [Ear(port) for _ in range(CLIENTS)]
        for ear in ears:
            ear.say(message("subscribe", "wide/*", FEED_HZ))
        _listened(ears, 0.5)
        begun, before = time.monotonic(), _cpu_s(process)
        heard = _listened(ears, seconds)
        took = time.monotonic() - begun
        busy = (_cpu_s(process) - before) / took
    slowest = min(sum(map(_values, datagrams)) for datagrams in heard)
    naive = _naive_streams()
    what = f"{STREAMS} streams at {FEED_HZ:.0f} Hz to {CLIENTS} clients"
    return [
        row(f"{what}: comes to the slowest", slowest / took / STREAMS, "Hz", 59.0),
        row(f"{what}: a processor's time", 100.0 * (busy - alone), "%",
             baseline="python-osc, a message a value", baseline_value=100.0 * naive),
    ]  # fmt: skip


def outside(folder: Path) -> Path:
    """Write the part with many streams where a Python path finds it, and a patch that plays it."""
    outside = folder / "outside"
    about = outside / "wide-1.dist-info"
    about.mkdir(parents=True)
    (outside / "wide.py").write_text(WIDE)
    (outside / "wide.toml").write_text(WIDE_PATCH)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: wide\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[descant.parts]\nwide = wide:Wide\n")
    return outside


def _listened(ears: list[Ear], seconds: float) -> list[list[bytes]]:
    """Return what each heard."""
    heard: list[list[bytes]] = [[] for _ in ears]
    number = {ear.udp.fileno(): n for n, ear in enumerate(ears)}
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        for ready in select.select([ear.udp for ear in ears], [], [], left)[0]:
            heard[number[ready.fileno()]].append(ready.recv(65536))
    return heard


def _values(datagram: bytes) -> int:
    """Return how many streams a datagram tells of: each value stands behind its address, with its type."""
    return datagram.count(b",f\0\0")


def _naive_streams() -> float:
    """Return the processor time a second that python-osc would take for as many values, one message each."""
    from pythonosc.udp_client import SimpleUDPClient

    sink = Ear(0)
    client = SimpleUDPClient(*sink.udp.getsockname())
    count, begun = 20_000, time.process_time()
    for n in range(count):
        client.send_message("/descant/wide/value/123", n / 7)
    return (time.process_time() - begun) / count * STREAMS * FEED_HZ * CLIENTS


# ---------------------------------------------------------------- the performance
@contextlib.contextmanager
def performing(folder: Path, patch: Path, **environment: str) -> Iterator[tuple[int, int]]:
    """Perform in a process of its own, until it is over here; give its port and its id. Its take is whole then."""
    port = stage.free_port()
    with stage.child("bench.osc_performer", str(folder), str(patch), str(port), environment=environment) as child:
        if Ear(port).answered(message("ping"), b"/pong", 30.0) is None:
            raise RuntimeError("the performance does not start")
        time.sleep(0.5)
        yield port, child.process.pid
        child.end(signal.SIGINT)


if __name__ == "__main__":
    for found in rows("--quick" in sys.argv):
        print(found)
