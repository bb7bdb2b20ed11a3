"""Hands that play a composed take: knobs, pads, strokes and GO, in bars of the patch's tempo; and how it is written."""

import json
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

LOOKAHEAD_S = 0.03  # the patches': what GO begins is heard so much later, and so is what a hand strikes here
PAD_HZ = 25

Point = tuple[float, float]


@dataclass
class Hands:
    """What is done, as (second, line)."""

    bpm: float
    random: Random
    lines: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    struck: int = 0

    @property
    def bar_s(self) -> float:
        """How long a bar of four quarters is."""
        return 4 * 60 / self.bpm

    def does(self, bar: float, **line: Any) -> None:
        """Do something at a bar of the whole."""
        self.lines.append((bar * self.bar_s, line))

    def go(self, bar: float) -> None:
        """Go to the next part."""
        self.does(bar, **{"in": "cue", "do": "go"})

    def turn(self, bar: float, name: str, value: float | bool) -> None:
        """Turn a knob or press a button."""
        self.does(bar, **{"in": "set", "name": name, "value": value})

    def sweep(self, begin: float, end: float, name: str, low: float, high: float) -> None:
        """Turn a knob slowly from one value to another; of a frequency, by equal ratios."""
        moves = max(2, round((end - begin) * self.bar_s * 10))
        for move in range(moves + 1):
            share = move / moves
            value = low * (high / low) ** share if name.endswith("_hz") else low + (high - low) * share
            self.turn(begin + (end - begin) * share, name, round(value, None if name.endswith("velocity") else 4))

    def strike(self, bar: float, pitch: int, velocity: int) -> None:
        """Strike a drum."""
        self.struck += 1
        late = LOOKAHEAD_S + max(-1.5, min(1.5, self.random.gauss(0, 1))) * 0.004
        for after, loud in ((late, velocity), (late + 0.2, 0)):
            line = {"in": "note", "from": "pads", "pitch": pitch, "velocity": loud, "id": self.struck}
            self.lines.append((bar * self.bar_s + after, line))

    def roll(self, bar: float, pitches: tuple[int, ...], low: int, high: int) -> None:
        """Strike a bar of even strokes, from soft to loud."""
        for place, pitch in enumerate(pitches):
            self.strike(bar + place / len(pitches), pitch, round(low + (high - low) * place / (len(pitches) - 1)))

    def draw(self, of: str, begin: float, end: float, way: Callable[[float], Point]) -> None:
        """Draw a way on a pad, given from 0 to 1, as a hand that leaves and arrives softly and trembles a little."""
        moves = max(1, round((end - begin) * self.bar_s * PAD_HZ))
        which = {"of": of} if of else {}
        for move in range(moves + 1):
            share = move / moves
            x, y = way(share * share * (3 - 2 * share))
            tremble = [self.random.gauss(0, 0.006) for _ in range(2)] if move < moves else [0.0, 0.0]
            at = [round(x + tremble[0], 3), round(y + tremble[1], 3)]
            self.does(begin + (end - begin) * share, **{"in": "pad", "part": "drums", **which, "at": at})


def line(start: Point, end: Point) -> Callable[[float], Point]:
    """Return the straight way."""
    return lambda share: (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def arc(middle: Point, radius: float, begin: float, end: float) -> Callable[[float], Point]:
    """Return a way around a middle, between two angles in turns."""

    def at(share: float) -> Point:
        angle = 2 * math.pi * (begin + (end - begin) * share)
        return middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)

    return at


def write(script: str, header: dict[str, Any], hands: Hands, end_s: float) -> None:
    """Write the take beside its script, or where the command line says; `header` is what its first line has of its own.

    Args:
        script: the path of the script.
        header: the patch and the seed.
        hands: what was played.
        end_s: when all is over.
    """
    first = {
        "take": 1, "descant": "0.1.0", "protocol": 1, "patch": {"name": header["name"], "text": ""}, "assets": {},
        "seed": header["seed"], "set": {}, "sample_rate": 48_000, "machine": {},
    }  # fmt: skip
    played = [{"t": round(time, 6), **what} for time, what in sorted(hands.lines, key=lambda line: line[0])]
    lines = [first, *played, {"t": round(end_s, 6), "in": "stop"}]
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(script).with_suffix(".jsonl")
    target.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
