"""Write the bundled performance of Latent Rhythm, a take, beside this script.

    python patches/takes/latent-rhythm.py [FILE.jsonl]

It is played as anyone would play it: a hand on the pad, a hand on the knobs, a few strokes on the drums themselves,
GO where a bar begins. Times are bars of the patch's tempo; only the last part, which slows down, is in seconds.
"""

import json
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

BPM = 112.0
BAR_S = 4 * 60 / BPM
LOOKAHEAD_S = 0.03  # the patch's: what GO begins is heard so much later, and so is what a hand strikes here
PAD_HZ = 25
HEADER = {
    "take": 1, "descant": "0.1.0", "protocol": 1, "patch": {"name": "latent-rhythm.toml", "text": ""}, "assets": {},
    "seed": 1932, "set": {}, "sample_rate": 48_000, "machine": {},
}  # fmt: skip
KICK, LOW, MID, HIGH, CRASH = 36, 45, 48, 50, 49

Point = tuple[float, float]


@dataclass
class Hands:
    """What is done, as (second, line)."""

    random: Random
    lines: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    struck: int = 0

    def does(self, bar: float, **line: Any) -> None:
        """Do something at a bar of the whole."""
        self.lines.append((bar * BAR_S, line))

    def go(self, bar: float) -> None:
        """Go to the next part."""
        self.does(bar, **{"in": "cue", "do": "go"})

    def turn(self, bar: float, name: str, value: float | bool) -> None:
        """Turn a knob or press a button."""
        self.does(bar, **{"in": "set", "name": name, "value": value})

    def sweep(self, begin: float, end: float, name: str, low: float, high: float) -> None:
        """Turn a knob slowly from one value to another."""
        moves = max(2, round((end - begin) * BAR_S * 10))
        for move in range(moves + 1):
            share = move / moves
            self.turn(begin + (end - begin) * share, name, round(low + (high - low) * share, 4))

    def strike(self, bar: float, pitch: int, velocity: int) -> None:
        """Strike a drum."""
        self.struck += 1
        late = LOOKAHEAD_S + max(-1.5, min(1.5, self.random.gauss(0, 1))) * 0.004
        for after, loud in ((late, velocity), (late + 0.2, 0)):
            line = {"in": "note", "from": "pads", "pitch": pitch, "velocity": loud, "id": self.struck}
            self.lines.append((bar * BAR_S + after, line))

    def draw(self, begin: float, end: float, way: Callable[[float], Point]) -> None:
        """Draw a way on the pad, given from 0 to 1, as a hand that leaves and arrives softly and trembles a little."""
        moves = max(1, round((end - begin) * BAR_S * PAD_HZ))
        for move in range(moves + 1):
            share = move / moves
            x, y = way(share * share * (3 - 2 * share))
            tremble = [self.random.gauss(0, 0.006) for _ in range(2)] if move < moves else [0.0, 0.0]
            at = [round(x + tremble[0], 3), round(y + tremble[1], 3)]
            self.does(begin + (end - begin) * share, **{"in": "pad", "part": "drums", "at": at})


def line(start: Point, end: Point) -> Callable[[float], Point]:
    """Return the straight way."""
    return lambda share: (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def arc(middle: Point, radius: float, begin: float, end: float) -> Callable[[float], Point]:
    """Return a way around a middle, between two angles in turns."""

    def at(share: float) -> Point:
        angle = 2 * math.pi * (begin + (end - begin) * share)
        return middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)

    return at


def clave(hands: Hands) -> None:
    """Bars 0 to 12: one after another comes in; then east, where the clave turns around, and back."""
    hands.turn(4, "drums/closed_hat/mute", value=False)
    hands.turn(4, "drums/closed_hat/probability", 0.35)
    hands.sweep(4.1, 8, "drums/closed_hat/probability", 0.35, 1.0)
    hands.turn(5.98, "drums/kick/mute", value=False)
    hands.draw(8, 8.9, line((0.1, -1.5), (1.1, -0.6)))
    hands.turn(9, "drums/high_tom/mute", value=False)
    hands.draw(11, 11.9, line((1.1, -0.6), (0.2, -1.1)))


def evenly(hands: Hands) -> None:
    """Bars 12 to 24: around the middle, closer, then up to the border where the toms are."""
    hands.go(12)
    hands.draw(14, 17.5, arc((-0.3, -0.75), 0.38, 0.62, 1.3))
    hands.sweep(16, 19, "drums/density", 0.5, 0.57)
    hands.draw(18, 21, line((-0.42, -0.39), (0.7, 0.4)))
    hands.sweep(19.5, 22, "drums/density", 0.57, 0.5)
    hands.draw(21.7, 22.6, line((0.7, 0.4), (-0.5, 0.55)))
    hands.draw(22.8, 23.05, line((-0.5, 0.55), (-1.0, 0.5)))
    for beat, pitch, velocity in ((3.0, HIGH, 88), (3.25, MID, 92), (3.5, LOW, 100), (3.75, LOW, 108)):
        hands.strike(23 + beat / 4, pitch, velocity)


def floor(hands: Hands) -> None:
    """Bars 24 to 36: straight; north to its own variations, fills at the end of every fourth bar."""
    hands.go(24)
    hands.strike(24, CRASH, 104)
    hands.draw(27.2, 27.5, line((-2.3, 0.45), (-1.0, 0.5)))
    hands.draw(28, 28.1, line((-1.0, 0.5), (-1.7, 1.2)))
    hands.sweep(28, 31.8, "drums/density", 0.5, 0.62)
    hands.draw(31.1, 31.4, line((-1.7, 1.2), (-0.9, 2.2)))
    hands.draw(32, 32.1, line((-0.9, 2.2), (-1.5, 2.1)))
    hands.turn(32, "drums/density", 0.5)
    hands.strike(32, CRASH, 96)
    hands.draw(34, 34.9, line((-1.5, 2.1), (-2.3, 0.6)))
    hands.turn(35, "drums/kick/mute", value=True)
    hands.sweep(35, 35.95, "drums/density", 0.5, 0.36)


def broken(hands: Hands) -> None:
    """Bars 36 to 44: the ride alone, then the kick, then the snare; the hats against them; a stop."""
    hands.go(36)
    hands.strike(36, CRASH, 112)
    hands.turn(37.97, "drums/kick/mute", value=False)
    hands.turn(39.97, "drums/snare/mute", value=False)
    hands.draw(40, 42, line((-2.4, -0.3), (-0.4, 1.35)))
    hands.turn(42, "drums/mutate", 0.12)
    hands.draw(42.2, 43.2, line((-0.4, 1.35), (0.0, 2.4)))
    hands.turn(43, "drums/mutate", 0.0)
    hands.sweep(43.2, 43.9, "drums/density", 0.5, 0.3)


def on_the_way(hands: Hands) -> None:
    """Bars 44 to 56: nothing but time, and a hand on the density; the last bar rolls."""
    hands.go(44)
    hands.turn(54.5, "drums/kick/mute", value=True)
    hands.turn(55, "drums/mutate", 0.2)
    for place in range(16):
        pitch = (HIGH, HIGH, MID, MID, LOW, MID, LOW, LOW)[place // 2]
        hands.strike(55 + place / 16, pitch, 52 + 4 * place)


def samba(hands: Hands) -> None:
    """Bars 56 to 68: the hand leans on it, north-west and south-east; breaks of two beats; louder."""
    hands.go(56)
    hands.strike(56, CRASH, 120)
    hands.draw(58, 59.8, arc((1.9, 1.5), 0.45, 0.0, 0.75))
    hands.turn(59.5, "drums/kick/mute", value=True)
    hands.turn(59.97, "drums/kick/mute", value=False)
    hands.strike(60, CRASH, 108)
    hands.draw(61, 63.5, line((1.9, 1.05), (1.1, 0.75)))
    hands.draw(63.6, 63.95, line((1.1, 0.75), (2.3, 1.3)))
    hands.strike(64, CRASH, 118)
    hands.sweep(64, 67.5, "drums/density", 0.56, 0.66)
    for place, pitch in enumerate((LOW, MID, LOW, HIGH, MID, LOW, LOW, HIGH)):
        hands.strike(67 + place / 8, pitch, 84 + 5 * place)


def again(hands: Hands) -> float:
    """Bar 68 to the end: the clave, slower; less and less; the last stroke. Return when all is over, in seconds."""
    hands.go(68)
    hands.strike(68, CRASH, 124)
    hands.strike(68, KICK, 120)
    begin_s = 68 * BAR_S
    for seconds, name, value in (
        (9.0, "drums/kick/probability", 0.6), (14.0, "drums/kick/mute", True), (17.0, "drums/snare/probability", 0.8),
        (22.0, "drums/snare/probability", 0.55), (25.6, "drums/on", False),
    ):  # fmt: skip
        hands.turn((begin_s + seconds) / BAR_S, name, value)
    hands.strike((begin_s + 27.0) / BAR_S, CRASH, 58)
    hands.strike((begin_s + 27.0) / BAR_S, KICK, 76)
    return begin_s + 30.5


def performance() -> list[dict[str, Any]]:
    """Play all of it."""
    hands = Hands(Random(8))
    for part in (clave, evenly, floor, broken, on_the_way, samba):
        part(hands)
    end_s = again(hands)
    played = [{"t": round(time, 6), **what} for time, what in sorted(hands.lines, key=lambda line: line[0])]
    return [HEADER, *played, {"t": round(end_s, 6), "in": "stop"}]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_suffix(".jsonl")
    target.write_text("".join(json.dumps(each) + "\n" for each in performance()), encoding="utf-8")
