"""What many learners at once cost on stage: 64 held notes, each with its learner, 200 steps a second.

Real parts: jackd without a sound card, a player's JACK port, scsynth, the take written to disk; no picture. The
performance has a process of its own: ``python -m bench.chorus perform FOLDER``.
"""

import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PATCH = Path("patches", "chorus.toml")
LEARNERS, STEPS_HZ = 64, 200
LOWEST = 32  # MIDI
SETTINGS = {
    "chorus/steps_per_second": STEPS_HZ, "chorus/learners": LEARNERS, "chorus/lowest": 0, "piano/mute": True,
}  # fmt: skip
KEYS = ("name", "value", "unit", "baseline", "baseline_value", "ratio", "limit")
NAIVE = "torch autograd learners one by one, python-osc message by message"
WHAT = f"{LEARNERS} held notes, {STEPS_HZ} steps a second"


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure over 20 seconds; `quick` over 3."""
    from bench.player import NOTE_ON, PORT, player
    from bench.stage import child, jack, lacking

    if why := lacking():
        print(f"bench.chorus: {why}", file=sys.stderr)
        return []
    seconds = 3.0 if quick else 20.0
    with jack(), tempfile.TemporaryDirectory(prefix="descant-bench-") as folder, player() as hand:
        with child("bench.chorus", "perform", str(Path(folder, "take")), PORT) as stage:
            stage.wait()
            hand.play([(0.01 * place, (NOTE_ON, LOWEST + place, 80)) for place in range(LEARNERS)])
            time.sleep(1.0 + seconds)
            told = json.loads(stage.end(signal.SIGINT))
        steps = _steps(Path(folder, "take", "take.jsonl"))
    naive_ms = _naive_ms(0.2 if quick else 2.0)
    table = [
        (f"{WHAT}: CPU of the performance, a second", told["cpu_ms"], "ms", NAIVE, naive_ms, 250.0),
        (f"{WHAT}: the longest tick", told["longest_ms"], "ms", None, None, None),
        (f"{WHAT}: steps that came later than the next was due", told["late_steps"], "steps", None, None, None),
        (f"{WHAT}: steps in the take", 100.0 * steps / told["due_steps"], "%", None, None, 100.0),
        (f"{WHAT}: late bundles", told["late"], "bundles", None, None, None),
        (f"{WHAT}: the take, a second", told["bytes"] / 1e6, "MB", None, None, None),
    ]
    return [
        dict(zip(KEYS, (name, value, unit, of, its, its / value if its else None, limit), strict=True))
        for name, value, unit, of, its, limit in table
    ]


def _steps(take: Path) -> int:
    """Return how many of the take's steps are of all learners."""
    with take.open(encoding="utf-8") as lines:
        return sum(len(json.loads(line)["learner"]) == LEARNERS for line in lines if '"steps"' in line[:60])


def perform(folder: Path, player: str) -> None:
    """Perform until SIGINT; say ``ready``, and at the end what it cost while all learners stepped."""
    from bench.stage import free_port

    from descant.patch import load, with_settings
    from descant.performance.live import Live
    from descant.performance.show import Show

    class Measured(Live):
        """A performance that knows when each step of all learners was taken, and at what cost so far."""

        def __init__(self, show: Show) -> None:
            super().__init__(show, self.hears)
            self.taken: list[tuple[float, float, float]] = []  # due, done, CPU: seconds
            self.status.note = self.noted  # type: ignore[method-assign]

        def hears(self, text: str) -> None:
            print(text, file=sys.stderr)
            if "plays from" in text:
                print("ready", flush=True)

        def noted(self, line: dict[str, Any]) -> None:
            if len(line.get("learner", ())) == LEARNERS if "steps" in line else False:
                self.taken.append((line["t"], self.now(), time.process_time()))

        def told(self) -> dict[str, Any]:
            due, done, cpu = zip(*self.taken, strict=True)
            lasted = done[-1] - done[0]
            late = [after - before for before, after in zip(due, done, strict=True)]
            return {
                "cpu_ms": (cpu[-1] - cpu[0]) / lasted * 1e3, "longest_ms": max(late) * 1e3,
                "late_steps": sum(each > 1 / STEPS_HZ for each in late), "due_steps": round(lasted * STEPS_HZ) + 1,
                "late": self.rig.guard.late,
                "bytes": Path(folder, "take.jsonl").stat().st_size / self.now(),
            }  # fmt: skip

    piece = with_settings(load(PATCH), SETTINGS)
    ports = dict.fromkeys(piece.inputs, player)
    stage = Measured(Show(patch=piece, seed=1, folder=folder, midi_ports=ports, port=free_port(), picture=False))
    stage.run()
    print("\n" + json.dumps(stage.told()), flush=True)


def _naive_ms(seconds: float) -> float:
    """Return the CPU that the same steps take in the obvious way, in milliseconds a second."""
    os.environ["OMP_WAIT_POLICY"] = "passive"
    import torch
    from pythonosc.udp_client import SimpleUDPClient

    torch.set_num_threads(1)
    t = torch.arange(100) * (2 * torch.pi / 100)
    waves = torch.outer(t, torch.tensor([2.0, 3.0, 5.0]))
    learners = [(torch.rand(3) * 6, torch.rand(3).mul(6).requires_grad_()) for _ in range(LEARNERS)]
    client, steps = SimpleUDPClient("127.0.0.1", 9), round(seconds * STEPS_HZ)  # where nobody listens
    begin = time.process_time()
    for _ in range(steps):
        for voice, (target, theta) in enumerate(learners, start=1000):
            loss = (torch.cos(waves + theta) - torch.cos(waves + target)).square().mean()
            loss.backward()
            with torch.no_grad():
                theta.sub_(0.02 * theta.grad)
                theta.grad.zero_()
            client.send_message("/n_set", [voice, "delta", 0.06 * loss.item()])
    return (time.process_time() - begin) / (steps / STEPS_HZ) * 1e3


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["perform", where, who]:
            perform(Path(where), who)
        case _:
            for row in rows("--quick" in sys.argv):
                print(row)
