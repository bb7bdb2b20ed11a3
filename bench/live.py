"""How fast a note is answered on stage: MIDI in → OSC out, alone, beside a torch training, and with the picture.

Real parts: jackd without a sound card, a player's JACK port, the MIDI process, scsynth, the take written to disk. The
performance has a process of its own, as the training has; the player is this one.
"""

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
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil

PATCH = Path("patches", "losses-dissonances-distortions.toml")
PLAYER = "Disklavier"  # what the patch listens for
NAIVE = "rtmidi callback, torch autograd, python-osc message by message, training in a thread"
SERVERS = [f"descant-sound-{number}" for number in range(1, 9)]  # the tests' own: JACK remembers eight names
NOTE_ON, NOTE_OFF, PROGRAM = 0x90, 0x80, 0xC0
LONGEST_S = 40.0
DENSE_S = 20.0

Plan = list[tuple[float, tuple[int, ...]]]  # when in seconds, what


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` plays a fifth of the notes, and leaves the dense playing out."""
    lacking = [program for program in ("jackd", "jack_wait", "scsynth") if not shutil.which(program)]
    if lacking:
        what = "jackd2 and supercollider-server (as apt calls them)"
        print(f"bench.live: {', '.join(lacking)} not found, nothing is measured; install {what}", file=sys.stderr)
        return []
    notes = 80 if quick else 400
    with _jack(), tempfile.TemporaryDirectory(prefix="descant-bench-") as folder:
        alone = _performed(Path(folder, "alone"), piece(notes))
        with _training():
            beside = _performed(Path(folder, "beside"), piece(notes))
        naive = _run(["naive"], piece(notes))
        found = [*_latency("idle", alone, 1.0), *_latency("beside a torch training", beside, 2.0, naive)]
        found += _picture(Path(folder, "picture"), piece(notes), alone)
        if not quick:
            found += _endurance(_performed(Path(folder, "dense"), dense(DENSE_S)))
    return found


# ---------------------------------------------------------------- what is played
def piece(notes: int) -> Plan:
    """Return the first part of the piece, 20 notes a second: each bass note draws, the seven after it teach."""
    chance, plan, now = random.Random(1), [], 0.0
    for n in range(notes):
        now += chance.uniform(0.02, 0.08)  # no fixed place in JACK's cycle
        pitch = chance.randrange(28, 48) if n % 8 == 0 else chance.randrange(48, 96)
        plan += _note(now, 0.2, pitch, chance.randrange(30, 110))
    return sorted(plan)


def dense(seconds: float) -> Plan:
    """Return 40 random notes a second; cubics and knots take turns, four times a second quarter."""
    chance, now = random.Random(2), 0.0
    plan: Plan = [(k * 1.25, (PROGRAM, k % 2)) for k in range(int(seconds / 1.25))]
    while now < seconds:
        now += chance.expovariate(40.0)
        plan += _note(now, chance.uniform(0.05, 0.6), chance.randrange(21, 109), chance.randrange(1, 128))
    return sorted(plan)


def _note(begin: float, seconds: float, pitch: int, velocity: int) -> Plan:
    return [(begin, (NOTE_ON, pitch, velocity)), (begin + seconds, (NOTE_OFF, pitch, 0))]


# ---------------------------------------------------------------- measuring
@dataclass(frozen=True, slots=True)
class Measured:
    """What one run gave: a note's seconds, one row each, and what the child says besides."""

    sent: int
    notes: np.ndarray  # arrived, taken, flushed: monotonic seconds
    heard_ms: np.ndarray  # from the player's hand
    said: dict[str, Any]
    memory_mib: tuple[float, float]  # after a quarter of the time, and at the end

    @property
    def latency_ms(self) -> np.ndarray:
        """Return the milliseconds from each note's arrival to its datagram."""
        return (self.notes[:, 2] - self.notes[:, 0]) * 1000


def _performed(
    folder: Path, plan: Plan, *, picture: bool = False, environment: dict[str, str] | None = None
) -> Measured:
    return _run(["perform", str(folder), *(["picture"] if picture else [])], plan, environment)


def _run(arguments: list[str], plan: Plan, environment: dict[str, str] | None = None) -> Measured:
    """Let a child listen while this process plays; a note that is lost shows by its number."""
    command = [sys.executable, "-m", "bench.live", *arguments]
    with _player() as play, tempfile.TemporaryFile() as errors, _child(command, environment, errors) as child:
        if not _ready(child):
            errors.seek(0)
            raise RuntimeError(f"{' '.join(arguments)} does not start: {errors.read().decode()[-1000:]}")
        struck, memory = play(plan, child.pid)
        time.sleep(0.3)
        child.send_signal(signal.SIGINT)
        lines = child.communicate(timeout=20.0)[0].splitlines()
        if child.returncode or not lines:
            errors.seek(0)
            raise RuntimeError(f"{' '.join(arguments)} ended badly: {errors.read().decode()[-1000:]}")
    said = json.loads(lines[-1])
    notes = np.array(said.pop("notes"), np.float64).reshape(-1, 3)
    whole = len(notes) == len(struck)  # else it is not known which is whose
    heard_ms = (notes[:, 2] - struck) * 1000 if whole else np.full(1, np.nan)
    return Measured(len(struck), notes, heard_ms, said, memory)


@contextlib.contextmanager
def _child(command: list[str], environment: dict[str, str] | None, errors: Any) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
        env={**os.environ, "OMP_WAIT_POLICY": "passive", **(environment or {})},
    )  # fmt: skip
    try:
        yield child
    finally:
        if child.poll() is None:
            child.terminate()  # a performance fades and quits its scsynth
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(5.0)
        child.kill()
        child.wait()
        child.stdout.close()


def _ready(child: subprocess.Popen[str]) -> bool:
    """Wait for the child's one word; its pipe ends when it does."""
    return bool(select.select([child.stdout], [], [], LONGEST_S)[0]) and child.stdout.readline() == "ready\n"


@contextlib.contextmanager
def _player() -> Iterator[Callable[[Plan, int], tuple[np.ndarray, tuple[float, float]]]]:
    """Open a port that plays a plan to its end and returns when each note was sent, and the listener's memory."""
    import rtmidi

    out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=PLAYER)
    out.open_virtual_port("out")

    def play(plan: Plan, listener: int) -> tuple[np.ndarray, tuple[float, float]]:
        struck, early, begin, quarter = [], 0.0, time.monotonic() + 0.2, plan[-1][0] / 4
        for when, message in plan:
            time.sleep(max(0.0, begin + when - time.monotonic()))
            if not early and when >= quarter:
                early = _memory_mib(listener)
            if message[0] == NOTE_ON:
                struck.append(time.monotonic())
            out.send_message(message)
        return np.array(struck), (early, _memory_mib(listener))

    try:
        yield play
    finally:
        out.delete()


def _memory_mib(process: int) -> float:
    """Return the memory of a process with its children: MIDI and scsynth."""
    whole = psutil.Process(process)
    return sum(each.memory_info().rss for each in (whole, *whole.children(recursive=True))) / 2**20


@contextlib.contextmanager
def _jack() -> Iterator[None]:
    """Run a JACK server without a sound card, for this process and its children."""
    before = {name: os.environ.get(name) for name in ("JACK_DEFAULT_SERVER", "JACK_NO_START_SERVER")}
    server = None
    try:
        for name in SERVERS:
            os.environ.update(JACK_DEFAULT_SERVER=name, JACK_NO_START_SERVER="1")
            if not _runs(name) and (server := _started(name)):
                break
        else:
            raise RuntimeError(f"jackd does not start under any of the names {', '.join(SERVERS)}")
        yield
    finally:
        if server:
            server.terminate()  # one that is killed keeps its place among the eight
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(5.0)
            server.kill()
            server.wait()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _runs(name: str) -> bool:
    said = subprocess.run(["jack_wait", "-c", "-s", name], capture_output=True, text=True, check=False).stdout
    return said.strip() == "running"


def _started(name: str) -> subprocess.Popen[bytes] | None:
    # -S: it waits for each client, so that no note is lost in JACK itself where the machine is busy
    command = ["jackd", "-n", name, "-S", "-r", "-d", "dummy", "-r", "48000", "-p", "256"]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 10.0
    while not _runs(name):
        if server.poll() is not None or time.monotonic() > until:  # another run of the tests was faster
            server.terminate()
            server.wait()
            return None
        time.sleep(0.05)
    return server


@contextlib.contextmanager
def _training() -> Iterator[None]:
    with _child([sys.executable, "-m", "bench.live", "train"], None, subprocess.DEVNULL) as child:
        if not _ready(child):
            raise RuntimeError("the training does not start")
        yield
        child.kill()


@contextlib.contextmanager
def _screen() -> Iterator[dict[str, str] | None]:
    """Run an X server without a screen; None where there is no Xvfb."""
    if not shutil.which("Xvfb"):
        yield None
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(writing,)
    )
    os.close(writing)
    try:
        with open(reading) as answer:  # noqa: PTH123 (a file descriptor)
            number = answer.readline().strip() if select.select([answer], [], [], 10.0)[0] else ""
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"} if number else None
    finally:
        server.terminate()
        server.wait()


# ---------------------------------------------------------------- rows
def _latency(how: str, run: Measured, limit_ms: float, naive: Measured | None = None) -> list[dict[str, Any]]:
    def row(
        what: str, value: Callable[[Measured], float], unit: str = "ms", limit: float | None = None
    ) -> dict[str, Any]:
        return _row(
            f"MIDI in → OSC out, {how}: {what}",
            value(run),
            unit,
            limit,
            baseline=NAIVE,
            baseline_value=naive and value(naive),
        )

    found = [
        row("p50", lambda of: float(np.percentile(of.latency_ms, 50))),
        row("p99", lambda of: float(np.percentile(of.latency_ms, 99)), limit=limit_ms),
        row("worst", lambda of: float(of.latency_ms.max())),
        row("notes not lost", lambda of: 100.0 * len(of.notes) / of.sent, "%", 100.0),
    ]
    if all(np.isfinite(of.heard_ms).all() for of in (run, naive or run)):
        found.append(
            row("p50 with JACK's part, from the player's hand", lambda of: float(np.percentile(of.heard_ms, 50)))
        )
    return found


def _picture(folder: Path, plan: Plan, alone: Measured) -> list[dict[str, Any]]:
    with _screen() as screen:
        if not screen:
            print("bench.live: no Xvfb, nothing is measured with the picture; install xvfb", file=sys.stderr)
            return []
        run = _performed(folder, plan, picture=True, environment=screen)
    p99, without = (float(np.percentile(of.latency_ms, 99)) for of in (run, alone))
    return [
        _row(
            "MIDI in → OSC out, with the picture: p99",
            p99,
            "ms",
            baseline="without the picture",
            baseline_value=without,
        ),
        _row("picture: telling it on the note path, a message", run.said["show_us"], "µs"),
    ]


def _endurance(run: Measured) -> list[dict[str, Any]]:
    early, late = run.memory_mib
    first, last = (float(np.percentile(run.latency_ms[part], 50)) for part in _quarters(run))
    what = f"{DENSE_S:.0f} s of dense playing"
    return [
        _row(f"{what}: notes not lost", 100.0 * len(run.notes) / run.sent, "%", 100.0),
        _row(
            f"{what}: memory, end less first quarter",
            late - early,
            "MiB",
            baseline="after the first quarter",
            baseline_value=early,
        ),
        _row(
            f"{what}: MIDI in → OSC out p50, last quarter", last, "ms", baseline="first quarter", baseline_value=first
        ),
    ]


def _quarters(run: Measured) -> tuple[slice, slice]:
    quarter = len(run.notes) // 4
    return slice(0, quarter), slice(-quarter, None)


def _row(
    name: str, value: float, unit: str, limit: float | None = None, *, baseline: str | None = None,
    baseline_value: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    ratio = baseline_value / value if baseline_value is not None and value and unit == "ms" else None
    return {
        "name": name, "value": value, "unit": unit, "baseline": baseline if baseline_value is not None else None,
        "baseline_value": baseline_value, "ratio": ratio, "limit": limit,
    }  # fmt: skip


# ---------------------------------------------------------------- the children
def perform(folder: str, picture: bool) -> None:
    """Perform on stage until SIGINT, stamping each note; say ``ready``, and at the end what was measured."""
    from descant.patch import load
    from descant.performance.live import Live
    from descant.performance.show import Show
    from descant.video.reports import Frames

    class Stamped(Live):
        """A performance that knows when its engine last sent."""

        stamps = array("d")
        shown, showing_s, sent_s = 0, 0.0, 0.0
        waiting: set[str]

        def _set_up(self, stack: contextlib.ExitStack) -> None:
            super()._set_up(stack)
            flush = self._engine.flush

            def stamped(time_s: float) -> None:
                flush(time_s)
                self.sent_s = time.monotonic()

            self._engine.flush = stamped  # type: ignore[method-assign]
            if self._stage:
                send = self._stage.send

                def counted(message: Any) -> None:
                    begin = time.perf_counter()
                    send(message)
                    self.showing_s += time.perf_counter() - begin
                    self.shown += 1

                self._stage.send = counted  # type: ignore[method-assign]

        def _handle(self, arrived_s: float, line: dict[str, Any]) -> None:
            taken_s = time.monotonic()
            super()._handle(arrived_s, line)
            data = line.get("data")
            if data and data[0] == NOTE_ON and data[2]:
                self.stamps.extend((arrived_s, taken_s, self.sent_s))

        def _shown(self, said: Any) -> None:
            super()._shown(said)
            if isinstance(said, Frames):
                self.has("picture")

        def has(self, what: str) -> None:
            if self.waiting and not self.waiting - {what}:
                print("ready", flush=True)
            self.waiting.discard(what)

    def say(text: str) -> None:
        print(text, file=sys.stderr)
        if "plays from" in text:
            live.has("player")

    patch = load(PATCH)
    live = Stamped(Show(patch=patch, seed=1, folder=Path(folder), port=_free_port(), picture=picture), say)
    live.waiting = {"player", "picture"} if picture else {"player"}
    live.run()
    said = {"notes": list(live.stamps), "show_us": live.showing_s / max(1, live.shown) * 1e6}
    print("\n" + json.dumps(said), flush=True)


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        return int(udp.getsockname()[1])


def train(say: Callable[[], None] = lambda: print("ready", flush=True)) -> None:
    """Train a small network for ever."""
    import torch

    torch.set_num_threads(1)
    model = torch.nn.Sequential(torch.nn.Linear(256, 256), torch.nn.Tanh(), torch.nn.Linear(256, 256))
    optimizer = torch.optim.Adam(model.parameters())
    data = torch.randn(64, 256)
    for step in range(10**12):
        optimizer.zero_grad()
        ((model(data) - data) ** 2).mean().backward()
        optimizer.step()
        if step == 20:
            say()


def naive() -> None:
    """Answer notes the obvious way: everything in one process, the training in a thread."""
    import rtmidi
    import torch
    from pythonosc.udp_client import SimpleUDPClient

    torch.set_num_threads(1)
    sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sink.bind(("127.0.0.1", 0))  # nobody reads: a scsynth would cost the same here
    client = SimpleUDPClient(*sink.getsockname())
    x = torch.linspace(-1, 1, 100)
    target, theta = torch.zeros(4), torch.zeros(4, requires_grad=True)
    voices: dict[int, int] = {}
    stamps: list[tuple[float, float, float]] = []  # since the first message; when called; when sent
    arrived_s, voice = 0.0, 1000

    def called(event: tuple[list[int], float], _: object) -> None:
        nonlocal arrived_s, voice
        called_s = time.monotonic()
        data, since_s = event
        arrived_s += since_s  # stamped in C++, before Python was asked for
        if data[0] != NOTE_ON:
            client.send_message("/n_set", [voices.pop(data[1], 0), "gate", 0])
            return
        if data[1] < 48:
            with torch.no_grad():
                target.uniform_(-1, 1)
                theta.uniform_(-1, 1)
        a, b, c, d = theta - target
        loss = ((a * x**3 + b * x**2 + c * x + d) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            theta.sub_(0.15 * theta.grad)
            theta.grad.zero_()
        voice += 1
        client.send_message("/s_new", ["overtones", voice, 0, 1, "freq", 440.0])
        voices[data[1]] = voice
        for held in list(voices.values()):
            for k in (2, 3, 4):
                client.send_message("/n_set", [held, f"partial{k}", 440.0 * k * (1 + 0.1 * loss.item())])
        stamps.append((arrived_s, called_s, time.monotonic()))

    port = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="naive")
    index = next(n for n, name in enumerate(port.get_ports()) if PLAYER in name)
    port.set_callback(called)
    port.open_port(index)
    training = threading.Event()
    threading.Thread(target=train, args=(training.set,), daemon=True).start()
    training.wait()
    over = threading.Event()
    signal.signal(signal.SIGINT, lambda number, frame: over.set())
    print("ready", flush=True)
    over.wait()
    port.cancel_callback()
    origin_s = min(
        (called_s - since_s for since_s, called_s, _ in stamps), default=0.0
    )  # the fastest waited for nobody
    print(json.dumps({"notes": [t for since, at, sent in stamps for t in (since + origin_s, at, sent)]}), flush=True)
    os._exit(0)  # the training is in the midst of something


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["perform", where, *more]:
            perform(where, bool(more))
        case ["train"]:
            train()
        case ["naive"]:
            naive()
        case _:
            for found in rows("--quick" in sys.argv):
                print(found)
