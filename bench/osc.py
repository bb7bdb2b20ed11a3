"""How much OSC a performance hears and says while it plays: a flood of messages, one parameter, five hundred streams.

Real parts: jackd without a sound card, scsynth, the take written to disk. The performance has a process of its own, as
the sender has; this one asks and listens. Against it: python-osc's threading server, which sets values one by one.
"""

import contextlib
import json
import os
import random
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from bench.live import _child, _free_port, _jack, _ready, _row

PATCH = Path("patches", "losses-dissonances-distortions.toml")
NAIVE = "python-osc, a thread a message, values one by one"
LOCAL = "127.0.0.1"
RATE, SECONDS = 10_050, 10.0  # a little more than is promised, so that what is taken can be measured against it
NOTE_EVERY = 20  # the rest are values
STREAMS, FEED_HZ, CLIENTS = 500, 60.0, 5
VALUES = {
    "cubics/learning_rate": (-0.3, 0.8), "cubics/noise": (0.0, 0.1), "knots/learning_rate": (0.0, 0.1),
    "overtones/width": (0.0, 1.0), "overtones/decay_scale": (0.5, 2.0), "overtones/level_db": (-30.0, 0.0),
    "piano/width": (0.0, 1.0), "cubics-to-detune/amount": (0.0, 0.2), "bend/depth": (0.0, 0.5),
    "shift/red": (-1.0, 1.0),
}  # fmt: skip
ASKED = "overtones/dull_db"  # by who measures, and nobody else

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
    lacking = [program for program in ("jackd", "jack_wait", "scsynth") if not shutil.which(program)]
    if lacking:
        what = "jackd2 and supercollider-server (as apt calls them)"
        print(f"bench.osc: {', '.join(lacking)} not found, nothing is measured; install {what}", file=sys.stderr)
        return []
    seconds = SECONDS / 5 if quick else SECONDS
    with _jack(), tempfile.TemporaryDirectory(prefix="descant-bench-") as folder:
        found = _flood(Path(folder, "flood"), seconds)
        return found + _streams(Path(folder, "streams"), seconds)


# ---------------------------------------------------------------- messages, byte by byte
def message(address: str, *arguments: float | str) -> bytes:
    """Return an OSC message of texts and floats."""
    tags = "".join("s" if isinstance(each, str) else "f" for each in arguments)
    parts = [_text(each) if isinstance(each, str) else struct.pack(">f", each) for each in arguments]
    return b"".join([_text(f"/descant/{address}"), _text("," + tags), *parts])


def _text(text: str) -> bytes:
    return text.encode() + b"\0" * (4 - len(text) % 4)


def bundle(*messages: bytes) -> bytes:
    """Return messages as one datagram."""
    return b"#bundle\0\0\0\0\0\0\0\0\1" + b"".join(struct.pack(">i", len(each)) + each for each in messages)


class Ear:
    """A client: a socket that asks and listens."""

    def __init__(self, port: int) -> None:
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.udp.bind((LOCAL, 0))
        self._to = (LOCAL, port)

    def say(self, datagram: bytes) -> None:
        """Send."""
        self.udp.sendto(datagram, self._to)

    def hear(self, wait_s: float) -> bytes | None:
        """Return the next datagram, None where none comes in time or the port is closed."""
        with contextlib.suppress(ConnectionRefusedError):
            if select.select([self.udp], [], [], wait_s)[0]:
                return self.udp.recv(65536)
        return None

    def answered(self, question: bytes, sign: bytes, wait_s: float) -> bytes | None:
        """Ask until an answer holds `sign`, or never does."""
        until = time.monotonic() + wait_s
        while time.monotonic() < until:
            self.say(question)
            pause = time.monotonic() + 0.2
            while (left := pause - time.monotonic()) > 0:
                if (heard := self.hear(left)) and sign in heard:
                    return heard
        return None


# ---------------------------------------------------------------- a flood, and one parameter in it
def _flood(folder: Path, seconds: float) -> list[dict[str, Any]]:
    """Measure our performance and the naive server under the same messages."""
    with _performing(folder, PATCH) as (port, child):
        ear = Ear(port)
        idle_ms, _ = _round_trips_ms(ear, 1.0 + seconds / 2)
        before, state_before = _cpu_s(child.pid), _status(ear)
        sent, load_ms, asked = _under_load(ear, port, seconds)
        busy = 100.0 * (_cpu_s(child.pid) - before) / sent["seconds"]
        time.sleep(0.5)
        state = _status(ear)
        received = state["received"] - state_before["received"] - 2 * asked - 2  # our own questions
    taken = _lines(folder)
    with _child([sys.executable, "-m", "bench.osc", "naive", str(naive_port := _free_port())], None, None) as child:
        if not _ready(child):
            raise RuntimeError("the naive server does not start")
        naive_ear = Ear(naive_port)
        naive_idle_ms, _ = _round_trips_ms(naive_ear, 1.0 + seconds / 2)
        naive_sent, naive_load_ms, _ = _under_load(naive_ear, naive_port, seconds)
        time.sleep(0.5)
        child.send_signal(signal.SIGINT)
        handled = json.loads(child.communicate(timeout=20.0)[0].splitlines()[-1])
    notes = sum(line.get("in") == "note" and line["velocity"] > 0 for line in taken)
    sounded = sum(line.get("instrument") == "piano" for line in taken)
    return [
        _row("OSC messages taken a second while it plays", received / sent["seconds"],
             "/s", 10_000, baseline=NAIVE, baseline_value=handled["values"] / naive_sent["seconds"]),
        _row("OSC flood: notes in the take", 100.0 * notes / sent["notes"], "%", 100.0,
             baseline=NAIVE, baseline_value=100.0 * handled["notes"] / naive_sent["notes"]),
        _row("OSC flood: notes that sounded", 100.0 * sounded / sent["notes"], "%", 100.0),
        _row("OSC flood: notes whose bundles were in time", 100.0 * (1.0 - state["late"] / sent["notes"]), "%", 100.0),
        _row("OSC flood: a processor's time that hearing it takes", busy, "%"),
        *_percentiles("OSC parameter → applied and answered", idle_ms, naive_idle_ms, 2.0),
        *_percentiles("OSC parameter → applied and answered, in the flood", load_ms, naive_load_ms, None),
    ]  # fmt: skip


def _percentiles(what: str, ours: list[float], naive: list[float], limit_ms: float | None) -> list[dict[str, Any]]:
    def percentile(of: list[float], q: int) -> float:
        return float(np.percentile(of or [np.nan], q))

    return [
        _row(
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
    command = [sys.executable, "-m", "bench.osc", "send", str(port), str(seconds)]
    with _child(command, None, None) as sender:
        if not _ready(sender):
            raise RuntimeError("the sender does not start")
        trips, asked = _round_trips_ms(ear, seconds - 0.5)
        return json.loads(sender.communicate(timeout=seconds + 20.0)[0].splitlines()[-1]), trips, asked


def _status(ear: Ear) -> dict[str, float]:
    """Return how many messages were received, and how many bundles came late."""
    heard = ear.answered(message("watch", 1.0), b"/watch/status", 5.0)
    if heard is None:
        raise RuntimeError("the performance does not answer any more")
    ear.say(message("watch", 0.0))
    _, late, _, _, received, *_ = struct.unpack(">fiiiiiii", heard[-32:])
    return {"late": late, "received": received}


def _lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "take.jsonl").read_text().splitlines()]


def _cpu_s(process: int) -> float:
    times = psutil.Process(process).cpu_times()
    return times.user + times.system


# ---------------------------------------------------------------- streams
def _streams(folder: Path, seconds: float) -> list[dict[str, Any]]:
    """Let five clients hear five hundred streams; return how often each came, and what that costs."""
    outside = _outside(folder)
    with _performing(folder / "take", outside / "wide.toml", PYTHONPATH=str(outside)) as (port, child):
        begun, before = time.monotonic(), _cpu_s(child.pid)
        time.sleep(seconds / 2)
        alone = (_cpu_s(child.pid) - before) / (time.monotonic() - begun)
        ears = [Ear(port) for _ in range(CLIENTS)]
        for ear in ears:
            ear.say(message("subscribe", "wide/*", FEED_HZ))
        _listened(ears, 0.5)
        begun, before = time.monotonic(), _cpu_s(child.pid)
        heard = _listened(ears, seconds)
        took = time.monotonic() - begun
        busy = (_cpu_s(child.pid) - before) / took
    slowest = min(sum(map(_values, datagrams)) for datagrams in heard)
    naive = _naive_streams()
    what = f"{STREAMS} streams at {FEED_HZ:.0f} Hz to {CLIENTS} clients"
    return [
        _row(f"{what}: comes to the slowest", slowest / took / STREAMS, "Hz", 59.0),
        _row(f"{what}: a processor's time", 100.0 * (busy - alone), "%",
             baseline="python-osc, a message a value", baseline_value=100.0 * naive),
    ]  # fmt: skip


def _outside(folder: Path) -> Path:
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


# ---------------------------------------------------------------- the children
@contextlib.contextmanager
def _performing(folder: Path, patch: Path, **environment: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Perform in a process of its own, until it is over here; its take is whole then."""
    port = _free_port()
    with (
        tempfile.TemporaryFile() as errors,
        _child([sys.executable, "-m", "bench.osc", "perform", str(folder), str(patch), str(port)],
               environment, errors) as child,
    ):  # fmt: skip
        ear = Ear(port)
        if ear.answered(message("ping"), b"/pong", 30.0) is None:
            errors.seek(0)
            raise RuntimeError(f"the performance does not start: {errors.read().decode()[-1000:]}")
        time.sleep(0.5)
        yield port, child
        child.send_signal(signal.SIGINT)
        if child.wait(20.0):
            errors.seek(0)
            raise RuntimeError(f"the performance ended badly: {errors.read().decode()[-1000:]}")


def perform(folder: str, patch: str, port: str) -> None:
    """Perform on stage until SIGINT."""
    from descant.patch import load
    from descant.performance.live import Live
    from descant.performance.show import Show

    show = Show(
        patch=load(Path(patch)), seed=1, folder=Path(folder), port=_free_port(), osc_port=int(port), picture=False
    )
    Live(show, lambda text: print(text, file=sys.stderr)).run()


def send(port: str, seconds: str) -> None:
    """Send the flood, evenly, and say what was sent. What the system does not take at once is sent again."""
    chance, plan, held, notes = random.Random(1), [], [], 0
    for n in range(int(float(seconds) * RATE)):
        if n % NOTE_EVERY:
            name = list(VALUES)[n % len(VALUES)]
            plan.append(message(name, chance.uniform(*VALUES[name])))
        elif len(held) == 8:
            plan.append(message("note", held.pop(0), 0.0))
        else:
            notes += 1
            held.append(float(36 + 5 * notes % 49))
            plan.append(message("note", held[-1], chance.uniform(1.0, 127.0)))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.connect((LOCAL, int(port)))
    print("ready", flush=True)
    begin = time.monotonic()
    for n, datagram in enumerate(plan):
        while (left := begin + n / RATE - time.monotonic()) > 0:
            time.sleep(min(left, 0.001))
        udp.send(datagram)
    took = time.monotonic() - begin
    for pitch in held:
        udp.send(message("note", pitch, 0.0))
    print(json.dumps({"messages": len(plan), "notes": notes, "seconds": took}), flush=True)


def naive(port: str) -> None:
    """Hear the same the obvious way: python-osc's threading server, a handler that sets one value and says so on."""
    from pythonosc.dispatcher import Dispatcher
    from pythonosc.osc_server import ThreadingOSCUDPServer
    from pythonosc.udp_client import SimpleUDPClient

    sink = Ear(0)  # nobody reads: a scsynth would cost the same here
    out = SimpleUDPClient(*sink.udp.getsockname())
    values: dict[str, float] = {}
    counts, lock = {"values": 0, "notes": 0}, threading.Lock()

    def set_value(address: str, value: float) -> None:
        with lock:
            values[address.removeprefix("/descant/")] = value
            counts["values"] += 1
            out.send_message("/n_set", [1000, address, value])

    def play(address: str, pitch: float, velocity: float) -> None:
        with lock:
            counts["values"] += 1
            counts["notes"] += velocity > 0
            out.send_message("/s_new", ["piano", int(pitch), 0, 1, "amplitude", velocity / 127])

    def get(client: tuple[str, int], address: str, name: str) -> None:
        SimpleUDPClient(*client).send_message("/descant/value", [name, values.get(name, 0.0)])

    dispatcher = Dispatcher()
    dispatcher.map("/descant/note", play)
    dispatcher.map("/descant/get", get, needs_reply_address=True)
    for name in (*VALUES, ASKED):
        dispatcher.map(f"/descant/{name}", set_value)
    server = ThreadingOSCUDPServer((LOCAL, int(port)), dispatcher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    over = threading.Event()
    signal.signal(signal.SIGINT, lambda number, frame: over.set())
    print("ready", flush=True)
    over.wait()
    print(json.dumps(counts), flush=True)
    os._exit(0)  # threads may be in the midst of something


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["perform", where, patch, port]:
            perform(where, patch, port)
        case ["send", port, seconds]:
            send(port, seconds)
        case ["naive", port]:
            naive(port)
        case _:
            for found in rows("--quick" in sys.argv):
                print(found)
