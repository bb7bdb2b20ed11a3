"""How long a cue takes: GO → last bundle sent, with a thousand parameters to set and fifty learners to restore.

The engine sends real datagrams, as to scsynth, to a port that nobody reads; all is cold, as on stage. Against it:
python-osc, a message a parameter, and torch, the ``load_state_dict`` of a module and an optimizer for each learner.
"""

import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from bench.live import row
from supriya.contexts.requests import Request

from descant.patch import loads
from descant.performance.performance import Performance
from descant.performance.promptness import be_prompt
from descant.sound.engine import Engine
from descant.sound.offline import make_score
from descant.sound.outlet import ScoreOutlet
from descant.sound.packed import datagrams, packed
from descant.sound.synthdefs import read_synthdef

LEARNERS = 50
BETWEEN_S = 0.02
WHAT = f"GO → last bundle, 1,000 parameters and {LEARNERS} learners"
NAIVE = "python-osc a message a parameter, torch load_state_dict a learner"
TOP = """
descant = 1
go_guard_ms = 0
[inputs.keys]
kind = "midi"
[parts.chorus]
kind = "chorus"
"""


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure 200 times; `quick` 20."""
    times = 20 if quick else 200
    performance, parameters = _performance()
    went, back = _measured(performance, times)
    naive_ms = _naive_ms(parameters)
    return [
        _row(f"{WHAT}: p50", went, 50, None, naive_ms),
        _row(f"{WHAT}: p99", went, 99, 5.0, naive_ms),
        _row("back → last bundle, the same, learners restored: p50", back, 50, None, naive_ms),
        _row("back → last bundle, the same, learners restored: p99", back, 99, 5.0, naive_ms),
    ]


def _row(name: str, took_ms: list[float], q: int, limit: float | None, naive_ms: float) -> dict[str, Any]:
    return row(name, float(np.percentile(took_ms, q)), "ms", limit, baseline=NAIVE, baseline_value=naive_ms)


class Sender(ScoreOutlet):
    """To a port that nobody reads, as to a running server."""

    ids = iter(range(5000, 10_000_000))

    def __init__(self, score: Any) -> None:
        super().__init__(score)
        self._sink, self._out = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        self._sink.bind(("127.0.0.1", 0))
        self._out.connect(self._sink.getsockname())

    def node(self) -> int:
        """Return a node id."""
        return next(self.ids)

    def send(self, time: float, requests: Sequence[Request]) -> None:
        """Send."""
        for datagram in datagrams([packed(request) for request in requests]):
            self._out.send(datagram)


def _performance() -> tuple[Performance, int]:
    """Return a performance of a patch with a thousand parameters, fifty of its notes held."""
    instruments = "".join(
        f'[instruments.i{n}]\nsynthdef = "overtones"\nnotes = [0, {127 if n == 0 else 0}]\n' for n in range(250)
    )
    plain = loads(TOP + instruments + "[[cues]]\nnumber = 1\n", "wide.toml", None, {})
    other = {
        name: (row.low + row.high) / 2 for name, row in plain.table.items() if row.kind == "f" and not row.per_note
    }
    settings = "".join(f'"{name}" = {value!r}\n' for name, value in other.items() if not name.startswith("chorus/"))
    patch = loads(f"{plain.text}[[cues]]\nnumber = 2\n[cues.set]\n{settings}", "wide.toml", None, {})
    definitions = {name: read_synthdef(entry.synthdef, None) for name, entry in patch.instruments.items()}
    engine = Engine(make_score(), definitions, tuple(patch.streams), Sender)
    performance = Performance(patch, 1, engine, lambda line: None, lambda message: None)
    performance.start()
    for n in range(LEARNERS):
        performance.handle({"t": 0.001 * n, "in": "midi", "from": "keys", "data": [0x90, 36 + n, 80]})
    return performance, settings.count("\n")


def _measured(performance: Performance, times: int) -> tuple[list[float], list[float]]:
    took: dict[str, list[float]] = {"go": [], "back": []}
    be_prompt()  # as the thread that plays does
    begin = time.monotonic() - 1.0
    for _ in range(times):
        for do, own in took.items():
            time.sleep(BETWEEN_S)
            now = time.monotonic() - begin
            performance.advance(now, inclusive=False)
            own.append(_ms(lambda do=do, now=now: performance.handle({"t": now, "in": "cue", "do": do})))  # type: ignore[misc]
    return took["go"], took["back"]


def _ms(act: Callable[[], None]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def _naive_ms(parameters: int) -> float:
    """Return the median of what the obvious way takes."""
    import torch
    from pythonosc.udp_client import SimpleUDPClient

    sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sink.bind(("127.0.0.1", 0))
    out = SimpleUDPClient(*sink.getsockname())
    learners = [torch.nn.Linear(3, 1) for _ in range(LEARNERS)]
    optimizers = [torch.optim.Adam(each.parameters()) for each in learners]
    kept = [(each.state_dict(), own.state_dict()) for each, own in zip(learners, optimizers, strict=True)]

    def recall() -> None:
        for n in range(parameters):
            out.send_message("/c_set", [n, 0.5])
        for each, own, (weights, moments) in zip(learners, optimizers, kept, strict=True):
            each.load_state_dict(weights)
            own.load_state_dict(moments)

    return float(np.median([_ms(recall) for _ in range(20)]))
