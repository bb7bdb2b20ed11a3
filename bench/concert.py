"""How long the change of piece takes in a concert: GO at the last cue of one → last bundle of the next one's first cue.

Real parts: jackd without a sound card, a player's JACK port with a pedal, scsynth, takes and a recording on disk. The
concert has a process of its own: ``python -m bench.concert perform FOLDER CHANGES``. Baseline: to boot a scsynth and
load the piece when it is wanted.
"""

import json
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from bench.live import row
from bench.player import NOTE_OFF, NOTE_ON, PORT, PROGRAM, Plan, player
from bench.stage import child, free_port, jack, lacking

PATCHES = Path("patches", "losses-dissonances-distortions.toml"), Path("patches", "chorus.toml")
LAST_CUES = 4, 2
CHORD = 40, 47, 52, 71
CONTROL, PEDAL = 0xB0, 67
EVERY_S, AFTER_S = 2.4, 1.2  # a piece lasts so long; its GO comes so long after its last cue
FADE_S = 0.3
STRUCK_S = 0.1  # so long after its begin a piece's chord is struck
ONSET = 1e-3  # of full scale: a note is heard
SILENT_S = 0.4  # and so long nothing, before the next piece's chord
NEAR_S = 0.1  # what a change may do before and after its fade
NAIVE = "booting a scsynth and loading the piece then"
WHAT = "change of piece in a concert"


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure 20 changes; `quick` 3."""
    if why := lacking():
        print(f"bench.concert: {why}", file=sys.stderr)
        return []
    changes = 3 if quick else 20
    with jack(), tempfile.TemporaryDirectory(prefix="descant-bench-") as folder, player() as hand:
        with child("bench.concert", "perform", folder, str(changes)) as stage:
            stage.wait()
            hand.play(_plan(changes))
            told = json.loads(stage.end(signal.SIGINT))
        own, around = _derivatives(Path(folder, "audio.wav"))
    with jack(), child("bench.concert", "naive") as naive:  # a JACK of its own: it may look for those who have left
        naive_ms = float(naive.wait())
    took = np.array(told["took_ms"])
    clicks = sum(change > own for change in around)
    return [
        row(f"{WHAT}: GO → last bundle, p50", float(np.median(took)), "ms", baseline=NAIVE,
            baseline_value=naive_ms),
        row(f"{WHAT}: GO → last bundle, worst of {len(took)}", float(took.max()), "ms", 50.0, baseline=NAIVE,
            baseline_value=naive_ms),
        row(f"{WHAT}: of {changes}", changes - len(took), "lost", 0),
        row(f"{WHAT}: of {changes}, found in the recording", changes - len(around), "lost", 0),
        row(f"{WHAT}: late bundles", told["late"], "late", 0),
        row(f"{WHAT}: changes with a larger peak derivative than the pieces elsewhere", clicks, "clicks", 0),
        row(f"{WHAT}: the largest peak derivative around one", max(around), "of 1", baseline="of the pieces elsewhere",
            baseline_value=own),
    ]  # fmt: skip


def _plan(changes: int) -> Plan:
    """Return what is played: in each piece its last cue, a chord that is held into the next one, and the pedal."""
    plan: Plan = []
    for n in range(changes):
        begin = n * EVERY_S
        plan += [(begin, (PROGRAM, LAST_CUES[n % 2] - 1)), *((begin + STRUCK_S, (NOTE_ON, key, 90)) for key in CHORD)]
        go = begin + AFTER_S
        plan += [(go, (CONTROL, PEDAL, 127)), (go + 0.1, (CONTROL, PEDAL, 0))]
        plan += [(go + 0.5, (NOTE_OFF, key, 0)) for key in CHORD]
    return sorted(plan)


def _derivatives(recording: Path) -> tuple[float, list[float]]:
    """Return the largest difference of two samples far from changes, and around each of them.

    A change is found by the chord before it: JACK's clock may be slower than the wall's.
    """
    sound, rate = soundfile.read(recording, always_2d=True)
    steps = np.abs(np.diff(sound, axis=0)).max(axis=1)
    loud = np.flatnonzero(np.abs(sound).max(axis=1) > ONSET)
    struck = loud[np.flatnonzero(np.diff(loud, prepend=-rate) > SILENT_S * rate)]
    near = np.zeros(len(steps), bool)
    around = []
    for place in struck + (AFTER_S - STRUCK_S) * rate:
        part = slice(round(place - NEAR_S * rate), round(place + (FADE_S + NEAR_S) * rate))
        near[part] = True
        around.append(float(steps[part].max()))
    return float(steps[~near].max()), around


def perform(folder: Path, changes: int) -> None:
    """Perform until SIGINT; say ``ready``, and at the end how long each change took."""
    from descant.patch import load
    from descant.patch.patch import Leaves
    from descant.performance.evening import Evening
    from descant.performance.live import Live
    from descant.performance.show import Show

    class Measured(Live):
        """A concert that knows when its engines last sent."""

        def __init__(self, shows: list[Show]) -> None:
            super().__init__(shows, self.hears)
            self.sent_s = 0.0
            self.took_ms: list[float] = []
            self.ports = 0

        def hears(self, text: str) -> None:
            print(text, file=sys.stderr)
            self.ports += "plays from" in text
            if "plays from" in text and self.ports == 1:
                print("ready", flush=True)

        def _set_up(self, stack: ExitStack) -> None:
            super()._set_up(stack)
            for piece in self.programme._every:
                self._stamp(piece.engine)

        def _stamp(self, engine: Any) -> None:
            flush = engine.flush

            def stamped(time_s: float) -> None:
                flush(time_s)
                self.sent_s = time.monotonic()

            engine.flush = stamped

        def _handle(self, arrived_s: float, line: dict[str, Any]) -> None:
            begin = self.programme.begin

            def measured(*arguments: Any) -> Any:
                piece = begin(*arguments)
                self.took_ms.append((self.sent_s - arrived_s) * 1e3)
                return piece

            self.programme.begin = measured  # type: ignore[method-assign]
            super()._handle(arrived_s, line)
            self.programme.begin = begin  # type: ignore[method-assign]

    loaded = [load(path) for path in PATCHES]
    evening = Evening(
        folder=folder, path=folder / "concert.toml", text="", patches=tuple(f"{n}.toml" for n in range(changes + 1)),
        seeds=tuple(range(changes + 1)),
    )  # fmt: skip
    shows = [
        Show(
            patch=replace(loaded[n % 2], leaves=Leaves(fade_s=FADE_S, followed=n < changes)), seed=n,
            folder=folder / f"{n:02}", midi_ports=dict.fromkeys(loaded[n % 2].inputs, PORT), port=free_port(),
            osc_port=0, picture=False, record=True, evening=evening,
            number=n + 1,
        )
        for n in range(changes + 1)
    ]  # fmt: skip
    stage = Measured(shows)
    stage.run()
    told = {"took_ms": stage.took_ms, "late": stage.rig.guard.late}
    print("\n" + json.dumps(told), flush=True)


def _naive_ms() -> float:
    """Return how long it takes to boot a scsynth and begin the piece on it, all libraries being loaded."""
    from descant.patch import load
    from descant.performance.performance import Performance
    from descant.sound import server
    from descant.sound.engine import Engine
    from descant.sound.outlet import ServerOutlet
    from descant.sound.synthdefs import read_synthdef

    begin = time.monotonic()
    patch = load(PATCHES[1])
    booted = server.boot(free_port())
    try:
        synthdefs = {
            name: read_synthdef(entry.synthdef, patch.synthdef_path(name)) for name, entry in patch.instruments.items()
        }
        engine = Engine(booted, synthdefs, tuple(patch.streams), ServerOutlet)
        Performance(patch, 1, engine, lambda line: None, lambda message: None).start()
        return (time.monotonic() - begin) * 1e3
    finally:
        booted.close()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["perform", where, count]:
            perform(Path(where), int(count))
        case ["naive"]:
            print(f"ready {_naive_ms()}", flush=True)
        case _:
            for found in rows("--quick" in sys.argv):
                print(found)
