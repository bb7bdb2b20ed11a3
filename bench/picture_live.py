"""What the live picture shows, and what it costs the notes: a window of 1280×720 with both effects, on an X server.

Real parts: Xvfb without a screen, jackd without a sound card, a player's JACK port, scsynth, the take written to
disk. The performance has a process of its own: ``python -m bench.picture_live perform FOLDER PORT [picture]``.
"""

import contextlib
import json
import random
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PATCH = Path("patches", "chorus.toml")
SETTINGS = {"picture/background": "performer"}  # the keyboard is drawn, shifted by gradients and bent by a loss
KEYS = ("name", "value", "unit", "baseline", "baseline_value", "ratio", "limit")
WINDOW = "picture: window 1280×720, shift and bend"
FRAMES_S = 25.0  # of the 30 a second that the patch asks for; the stage's machine has a card, this one none


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Play for 20 seconds with the window and 20 without; `quick` for 4."""
    from bench.stage import jack, lacking, screen

    if why := lacking():
        print(f"bench.picture_live: {why}", file=sys.stderr)
        return []
    seconds = 4.0 if quick else 20.0
    with jack(), tempfile.TemporaryDirectory(prefix="descant-bench-") as folder:
        without = _performed(Path(folder, "without"), seconds)
        with screen() as display:
            if not display:
                print("bench.picture_live: no Xvfb, nothing is measured; install xvfb", file=sys.stderr)
                return []
            shown = _performed(Path(folder, "with"), seconds, display)
    frames = shown["frames"][1:] or shown["frames"]  # in the first second it begins
    with_it, alone = (statistics.quantiles(run["answered_ms"], n=100) for run in (shown, without))
    table = [
        (f"{WINDOW}: frames shown", statistics.mean(of[0] for of in frames), "frames/s", "asked for", 30.0, FRAMES_S),
        (f"{WINDOW}: frames dropped", statistics.mean(of[1] for of in frames), "frames/s", None, None, None),
        (f"{WINDOW}: drawing one", statistics.mean(of[2] for of in frames), "ms", "a frame lasts", 1000 / 30, None),
        ("note → OSC out, with the window: p50", with_it[49], "ms", "without the picture", alone[49], None),
        ("note → OSC out, with the window: p99", with_it[98], "ms", "without the picture", alone[98], None),
        (
            "CPU of the performance with the window, a second", shown["cpu_ms"], "ms", "without the picture",
            without["cpu_ms"], None,
        ),
    ]  # fmt: skip
    return [
        dict(zip(KEYS, (name, value, unit, of, its, value / its if its else None, limit), strict=True))
        for name, value, unit, of, its, limit in table
    ]


def _performed(folder: Path, seconds: float, display: dict[str, str] | None = None) -> dict[str, Any]:
    """Play to a performance, with a window where there is a display; return what it told."""
    from bench.player import PORT, player
    from bench.stage import child

    arguments = ["perform", str(folder), PORT, *(["picture"] if display else [])]
    with player() as hand, child("bench.picture_live", *arguments, environment=display) as stage:
        stage.wait()
        hand.play(_plan(seconds))
        told: dict[str, Any] = json.loads(stage.end(signal.SIGINT))
    return told


def _plan(seconds: float) -> list[tuple[float, tuple[int, ...]]]:
    """Return eight notes a second, some twelve of which sound at a time."""
    from bench.player import note

    chance, now, plan = random.Random(1), 0.0, []
    while now < seconds:
        now += chance.uniform(0.05, 0.2)
        plan += note(now, chance.uniform(0.5, 2.5), chance.randrange(48, 96), chance.randrange(40, 110))
    return sorted(plan)


def perform(folder: Path, player: str, picture: bool) -> None:
    """Perform until SIGINT; say ``ready`` when all is there, and at the end what was measured."""
    from bench.player import NOTE_ON
    from bench.stage import free_port

    from descant.patch import load, with_settings
    from descant.performance.live import Live
    from descant.performance.show import Show
    from descant.video.reports import Frames

    class Measured(Live):
        """A performance that knows when its engine last sent, and what its window has shown."""

        def __init__(self, show: Show) -> None:
            super().__init__(show, self.hears)
            self.waiting = {"player", "picture"} if show.picture else {"player"}
            self.answered_ms: list[float] = []
            self.frames: list[tuple[int, int, float]] = []
            self.sent_s = self.began_s = self.cpu_s = 0.0

        def _set_up(self, stack: contextlib.ExitStack) -> None:
            super()._set_up(stack)
            flush = self.piece.engine.flush

            def stamped(time_s: float) -> None:
                flush(time_s)
                self.sent_s = time.monotonic()

            self.piece.engine.flush = stamped  # type: ignore[method-assign]

        def _handle(self, arrived_s: float, line: dict[str, Any]) -> None:
            super()._handle(arrived_s, line)
            data = line.get("data")
            if data and data[0] == NOTE_ON and data[2]:
                self.answered_ms.append((self.sent_s - arrived_s) * 1e3)

        def _shown(self, said: Any) -> None:
            super()._shown(said)
            if isinstance(said, Frames):
                self.frames.append((said.shown, said.dropped, said.ms))
                self.has("picture")

        def hears(self, text: str) -> None:
            print(text, file=sys.stderr)
            if "plays from" in text:
                self.has("player")

        def has(self, what: str) -> None:
            """Say ``ready`` when all that is waited for is there."""
            if self.waiting and not self.waiting - {what}:
                self.frames.clear()
                self.began_s, self.cpu_s = time.monotonic(), time.process_time()
                print("ready", flush=True)
            self.waiting.discard(what)

        def told(self) -> dict[str, Any]:
            cpu_ms = (time.process_time() - self.cpu_s) / (time.monotonic() - self.began_s) * 1e3
            return {"answered_ms": self.answered_ms, "frames": self.frames, "cpu_ms": cpu_ms}

    piece = with_settings(load(PATCH), SETTINGS)
    ports = dict.fromkeys(piece.inputs, player)
    stage = Measured(Show(patch=piece, seed=1, folder=folder, midi_ports=ports, port=free_port(), picture=picture))
    stage.run()
    print("\n" + json.dumps(stage.told()), flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["perform", where, who, *more]:
            perform(Path(where), who, bool(more))
        case _:
            for row in rows("--quick" in sys.argv):
                print(row)
