"""How soon a composer's Ndef hears a step of learning, and how many streams sclang takes: real sclang, real scsynth.

An Ndef of sclang's and a synth in Descant's own group read the same control bus and write what they read to a bus of
their own, which is read in scsynth's memory. Both wait for scsynth's next cycle; sclang may add one hardware period.
"""

import contextlib
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from bench import stage
from bench.bus import CONTROL_BUSES, DRAWS_EVERY, PATIENCE_S, RATE_HZ
from bench.live import row
from bench.osc import FEED_HZ, STREAMS, outside, performing
from bench.player import NOTE_OFF, NOTE_ON, Player, player
from supriya import AddAction, SynthDefBuilder
from supriya.ugens import In, Out
from tests.sc.sclang import Sclang

from descant.sound import server

PERIOD = 256
PATCH = Path("patches", "losses-dissonances-distortions.toml")
COPY = "b = Bus.control(s, 1); Ndef(\\copy, { Out.kr(b, Descant(\\cubics, \\loss).kr); Silent.ar }).play;"
COUNT = """
~counts = IdentityDictionary.new; ~late = List.new; ~asked = nil;
Descant.streams.do { |name|
	~counts[name] = 0;
	Descant(name).addListener({ |value, stream| ~counts[stream.name] = ~counts[stream.name] + 1 }, %s)
};
OSCdef(\\back, { if(~asked.notNil) { ~late.add(Main.elapsedTime - ~asked); ~asked = nil } }, '/descant/bus');
fork { loop { ~asked = Main.elapsedTime; Descant.connection.link.say(\\bus, Descant.streams.first); 0.1.wait } };
"""


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` for a fifth as long."""
    lacking = stage.lacking() or ("" if shutil.which("sclang") else "sclang not found; install supercollider-language")
    try:
        import supriya_shm  # noqa: F401 (what `_heard_ms` needs)
    except ImportError:
        lacking = lacking or "pip install supriya-shm"
    if lacking:
        print(f"bench.quark: {lacking}", file=sys.stderr)
        return []
    with stage.jack(PERIOD), tempfile.TemporaryDirectory(prefix="descant-bench-") as folder:
        return [*_steps(Path(folder), 40 if quick else 200), *_streams(Path(folder), 4.0 if quick else 20.0)]


@contextlib.contextmanager
def _attached(folder: Path, port: int) -> Iterator[Sclang]:
    """Run a sclang that is attached to the Descant of that port."""
    with Sclang(folder / "home") as sclang:
        sclang.hear("Welcome", 60.0)
        sclang.tell(f'Descant.attach({port}); "attached".postln')
        sclang.hear("^attached", 60.0)
        yield sclang


def _said(sclang: Sclang, code: str, seconds: float = 20.0) -> str:
    """Return what an expression gives."""
    sclang.tell(f'("is " ++ ({code})).postln')
    return str(sclang.hear("^is (.*)", seconds)[1])


# ---------------------------------------------------------------- a step
def _steps(folder: Path, notes: int) -> list[dict[str, Any]]:
    with player() as hands, performing(folder / "steps", PATCH) as (port, _), _attached(folder, port) as sclang:
        sclang.tell(COPY)
        theirs = int(_said(sclang, "b.index"))
        source = int(_said(sclang, "Descant(\\cubics, \\loss).bus.index"))
        scsynth = int(_said(sclang, "s.addr.port"))
        time.sleep(1.0)
        own_ms, ndef_ms = _heard_ms(hands, scsynth, source, theirs, notes)
    period_ms = 1000 * PERIOD / RATE_HZ
    own, ndef = float(np.median(own_ms)), float(np.median(ndef_ms))
    return [
        row(f"note → the step's loss at In.kr of sclang's Ndef, period {PERIOD}: median", ndef, "ms", own + period_ms,
            baseline="a synth of Descant's own; one period more is allowed", baseline_value=own),
    ]  # fmt: skip


def _heard_ms(hands: Player, port: int, source: int, theirs: int, notes: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds from a note's delivery to the bus that each of the two synths writes."""
    from supriya_shm import ServerSHM

    joined = server.join("127.0.0.1", port)
    ours = joined.add_bus("control")
    with SynthDefBuilder(source=0, out=0) as builder:
        Out.kr(bus=builder["out"], source=In.kr(bus=builder["source"]))
    definition = builder.build("descant-bench-copy")
    joined.add_synthdefs(definition)
    joined.sync()
    joined.add_synth(definition, source=source, out=int(ours), target_node=1, add_action=AddAction.ADD_TO_HEAD)
    joined.sync()
    memory, chance = ServerSHM(port, CONTROL_BUSES), random.Random(5)
    own_ms, ndef_ms = list[float](), list[float]()
    for number in range(notes):
        draws = number % DRAWS_EVERY == 0
        before = memory[source]
        delivered = _strike(hands, chance.randrange(28, 48) if draws else chance.randrange(48, 96), chance)
        if draws:
            continue
        times = _arrivals(memory, (int(ours), theirs), before, delivered)
        own_ms.append(times[0] * 1000)
        ndef_ms.append(times[1] * 1000)
    joined.disconnect()
    return own_ms, ndef_ms


def _arrivals(memory: Any, buses: tuple[int, int], before: float, delivered: float) -> list[float]:
    """Return how many seconds after delivery each bus was no longer what it was before."""
    found = [0.0, 0.0]
    while not all(found):
        now = time.monotonic()
        for place, bus in enumerate(buses):
            if not found[place] and memory[bus] != before:
                found[place] = now - delivered
        if now > delivered + PATIENCE_S:
            raise RuntimeError(f"a step was not heard within {PATIENCE_S} s")
    return found


def _strike(hands: Player, pitch: int, chance: random.Random) -> float:
    """Play a note at no fixed place in JACK's cycle; return when it was delivered."""
    hands.send((NOTE_OFF, pitch, 0))
    time.sleep(chance.uniform(0.03, 0.06))
    hands.hear()
    hands.send((NOTE_ON, pitch, 64))
    while not hands.hear():
        pass
    return time.monotonic()


# ---------------------------------------------------------------- five hundred streams
def _streams(folder: Path, seconds: float) -> list[dict[str, Any]]:
    beside = outside(folder / "streams")
    patch = beside / "wide.toml"
    with (
        performing(folder / "streams" / "take", patch, PYTHONPATH=str(beside)) as (port, _),
        _attached(folder, port) as sclang,
    ):
        sclang.tell(COUNT % FEED_HZ)
        time.sleep(2.0)
        process = psutil.Process(sclang.process.pid)
        counts, late_ms, busy = _counted(sclang, process, seconds)
    half = len(late_ms) // 2
    what = f"{STREAMS} streams at {FEED_HZ:.0f} Hz to sclang"
    return [
        row(f"{what}: comes of the slowest", min(counts) / seconds, "Hz", 59.0),
        row(f"{what}: an answer waits behind them, first half: p99", _p99(late_ms[:half]), "ms"),
        row(f"{what}: an answer waits behind them, second half: p99", _p99(late_ms[half:]), "ms",
            2.0 * _p99(late_ms[:half]) + 2.0, baseline="the first half: it does not grow",
            baseline_value=_p99(late_ms[:half])),
        row(f"{what}: a processor's time of sclang", 100.0 * busy, "%"),
    ]  # fmt: skip


def _counted(sclang: Sclang, process: psutil.Process, seconds: float) -> tuple[list[int], list[float], float]:
    """Return how often each stream came, how long answers took in ms, and sclang's share of a processor."""
    before, begun = _cpu_s(process), time.monotonic()
    reset = "{ ~counts.keysDo { |n| ~counts[n] = 0 }; ~late.clear; %s.wait; ~found = ~counts.values; 0 }"
    sclang.tell(f'fork {{ {reset % seconds}.value; ("counted" + ~found.minItem + ~found.size).postln;'
                '("late" + ~late.asArray).postln }')  # fmt: skip
    found = sclang.hear(r"^counted (\d+) (\d+)", seconds + 20.0)
    busy = (_cpu_s(process) - before) / (time.monotonic() - begun)
    late = re.findall(
        r"[\d.e-]+", _said(sclang, "~late.collect { |s| (s * 1000).round(0.001) }.asArray.asCompileString")
    )
    assert int(found[2]) == STREAMS
    return [int(found[1])], [float(text) for text in late], busy


def _p99(ms: list[float]) -> float:
    return float(np.percentile(ms or [np.nan], 99))


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    for found in rows("--quick" in sys.argv):
        print({name: found[name] for name in ("name", "value", "unit", "baseline_value", "limit")})
