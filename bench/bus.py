"""How long until a note is in scsynth: from JACK's delivery of its byte to the change of a control bus, read in memory.

The floor is a raw datagram that this process sends at the same moment, to a bus of its own: it waits for scsynth's
next cycle too. What Descant may add to it, at the median, is half a hardware period.
"""

import contextlib
import json
import random
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from bench import stage
from bench.live import row
from bench.player import NOTE_OFF, NOTE_ON, Player, player
from supriya.contexts.requests import SetControlBus

from descant.sound.packed import packed

PERIODS = (256, 64)
RATE_HZ = 48_000
CONTROL_BUSES = 16_384  # scsynth's own default
DRAWS_EVERY = 8  # notes: a learner that has learned moves no bus any more
PATIENCE_S = 0.2


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` plays a fifth of the notes."""
    if lacking := stage.lacking():
        print(f"bench.bus: {lacking}", file=sys.stderr)
        return []
    try:
        import supriya_shm  # noqa: F401 (what `_measured` needs)
    except ImportError:
        print("bench.bus: nothing is measured; pip install supriya-shm", file=sys.stderr)
        return []
    return [_row(period, *_measured(period, 40 if quick else 200)) for period in PERIODS]


def _row(period: int, note_ms: np.ndarray, raw_ms: np.ndarray) -> dict[str, Any]:
    floor_ms, half_ms = float(np.median(raw_ms)), 500 * period / RATE_HZ
    return row(
        f"note → change at scsynth's bus, period {period}: median", float(np.median(note_ms)), "ms", floor_ms + half_ms,
        baseline="a raw datagram of the same moment; half a period above it is allowed", baseline_value=floor_ms,
    )  # fmt: skip


def _measured(period: int, notes: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the milliseconds of every note, and of the raw datagram sent beside it."""
    from supriya_shm import ServerSHM

    with contextlib.ExitStack() as stack:
        stack.enter_context(stage.jack(period))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="descant-bench-"))
        hands = stack.enter_context(player())
        child = stack.enter_context(stage.child("bench.performer", str(Path(folder, "take"))))
        where = json.loads(child.wait())
        raw = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        raw.connect(("127.0.0.1", where["port"]))
        watch = Watch(hands, raw, ServerSHM(where["port"], CONTROL_BUSES), where["loss"], where["spare"])
        chance = random.Random(3)
        found = np.array([watch.note(n, chance) for n in range(notes) if n % DRAWS_EVERY or watch.draw(chance)])
        child.end(signal.SIGINT)
    return found[:, 0] * 1000, found[:, 1] * 1000


class Watch:
    """Plays a note and watches two buses."""

    def __init__(self, hands: Player, raw: socket.socket, memory: Any, loss: int, spare: int) -> None:
        self._hands, self._raw, self._memory, self._loss, self._spare = hands, raw, memory, loss, spare

    def draw(self, chance: random.Random) -> bool:
        """Play a bass note: something new is to be learned."""
        self._strike(chance.randrange(28, 48), chance)
        time.sleep(0.05)
        return True

    def note(self, number: int, chance: random.Random) -> tuple[float, float]:
        """Return the seconds from delivery until the loss of a step is on its bus, and the raw value on the other."""
        before, memory = self._memory[self._loss], self._memory
        datagram = packed(SetControlBus([(self._spare, number + 1.0)]))
        delivered = self._strike(chance.randrange(48, 96), chance)
        self._raw.send(datagram)
        until, note_s, raw_s = delivered + PATIENCE_S, 0.0, 0.0
        while not (note_s and raw_s):
            now = time.monotonic()
            if not raw_s and memory[self._spare] == number + 1.0:
                raw_s = now - delivered
            if not note_s and memory[self._loss] != before:
                note_s = now - delivered
            if now > until:
                raise RuntimeError(f"note {number} did not arrive within {PATIENCE_S} s")
        return note_s, raw_s

    def _strike(self, pitch: int, chance: random.Random) -> float:
        """Play a note at no fixed place in JACK's cycle; return when it was delivered."""
        self._hands.send((NOTE_OFF, pitch, 0))
        time.sleep(chance.uniform(0.02, 0.06))
        self._hands.hear()
        self._hands.send((NOTE_ON, pitch, 64))
        while not self._hands.hear():
            pass
        return time.monotonic()


if __name__ == "__main__":
    for found in rows("--quick" in sys.argv):
        print({name: found[name] for name in ("name", "value", "unit", "baseline_value", "limit")})
