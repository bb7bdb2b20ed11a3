"""Clocks that are followed: from a MIDI clock's pulses, which come too early, too late or not at all, a steady tempo.

What parts hear of any clock is a ``clock`` line of the take, which says where it was at a time; the pulses of MIDI
clock are not written.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from descant.parts.base import Beat
from descant.performance.take import Line

SLOWEST_BPM, FASTEST_BPM = 1.0, 1000.0
USUAL_BPM = 120.0  # of a clock that has sent one pulse, for a pulse
PULSES = 24  # a quarter
TOLD_EVERY = 6  # pulses: a sixteenth, also what a song position counts in
LONGEST_S, SHORTEST_S = 60.0 / (10.0 * PULSES), 60.0 / (400.0 * PULSES)  # from pulse to pulse
GONE_S = 1.0  # without a pulse: the next one begins anew
MEMORY = 72  # pulses, three quarters
AFTER_A_CHANGE, AFTER_A_PAUSE = 5, 3  # so many pulses' worth is known then
QUIET_S = 0.0006  # no clock is trusted to be steadier than this


@dataclass(slots=True)
class PulseLoop:
    """A delay-locked loop: where the last pulse should have come, and how long it is from one to the next.

    It begins as the straight line through all pulses so far and soon forgets what is older than `MEMORY`. Pulses that
    are off to one side for a while are another tempo: then most is forgotten.
    """

    at_s: float = 0.0
    period_s: float = 0.0
    known: int = 0  # how many pulses' worth; 0 before the first
    _spread_s: float = 0.003  # how far pulses are off at the most
    _drift_s: float = 0.0  # to which side, of late
    _off_s: float = 0.0  # the last one
    _lost_before: int = 0  # so many seemed to be lost before it

    def pulse(self, time_s: float) -> int:
        """Take a pulse; return how many it stands for: more than 1 where some were lost."""
        if not self.known or time_s > self.at_s + GONE_S:
            self.known = AFTER_A_PAUSE if self.period_s else 1
            self.at_s, self._drift_s = time_s, 0.0
            return 1
        if self.known == 1:
            self.period_s = self._held(time_s - self.at_s)
        due_s = self.at_s + self.period_s
        before, lost = self._lost_before, self._lost(time_s - due_s)
        if before and lost:  # none was lost, it is slower by so much
            self.known, self.period_s = AFTER_A_PAUSE, self._held(time_s - self.at_s)
            self.at_s, self._lost_before = time_s, 0
            return 1 - before
        self._lost_before = lost
        self._correct(due_s + lost * self.period_s, time_s)
        return 1 + lost

    def _lost(self, late_s: float) -> int:
        """Return how many pulses were lost, where this one is late and the last one was not."""
        late = late_s > max(0.5 * self.period_s, 2.0 * self._spread_s) and self._off_s < 1.5 * self._spread_s
        return round(late_s / self.period_s) if late and self.known >= PULSES else 0

    def _correct(self, due_s: float, time_s: float) -> None:
        off_s = self._off_s = time_s - due_s
        n = self.known = min(self.known + 1, MEMORY)
        self.at_s = due_s + off_s * (4 * n - 2) / (n * (n + 1))
        self.period_s = self._held(self.period_s + off_s * 6 / (n * (n + 1)))
        self._drift_s += (off_s - self._drift_s) / 5
        wider_s = abs(off_s) - self._spread_s
        self._spread_s = max(self._spread_s + (wider_s / 8 if wider_s > 0 else wider_s / 256), QUIET_S)
        if n > PULSES and abs(self._drift_s) > 0.9 * self._spread_s:
            self.known, self._drift_s = AFTER_A_CHANGE, 0.0

    def _held(self, period_s: float) -> float:
        return min(max(period_s, SHORTEST_S), LONGEST_S)


@dataclass(frozen=True, slots=True)
class Told:
    """Where a clock is."""

    at_s: float  # when it was there, in the seconds of the pulses
    quarters: float
    bpm: float
    running: bool

    def line(self, origin_s: float) -> Line:
        """Return an input line of the take whose second 0 was `origin_s`."""
        return {
            "in": "clock", "at": round(self.at_s - origin_s, 6), "quarters": round(self.quarters, 6),
            "bpm": round(self.bpm, 4), "running": self.running,
        }  # fmt: skip


class MidiClock:
    """One sender of MIDI clock: its place in quarters since its start, its tempo, and whether it runs.

    Its tempo is also heard while it stands still, so that it is known when it starts.
    """

    def __init__(self) -> None:
        self._loop = PulseLoop()
        self._place = -1  # the last pulse, from 0 at its start
        self._running = False
        self._told: int | None = None  # the sixteenth that was told last

    def take(self, time_s: float, data: Sequence[int]) -> Told | None:
        """Take a message that came at `time_s`; return where the clock is whenever there is something to tell."""
        match tuple(data):
            case (0xF8,):
                return self._pulse(time_s)
            case (0xFA,):
                self._place = -1
                self._go()
            case (0xFB,):
                self._go()
            case (0xF2, low, high):
                self._place = (low + 128 * high) * TOLD_EVERY - 1
            case (0xFC,) if self._running:
                self._running = False
                return self._tell(time_s, max(self._place, 0))
        return None

    def _go(self) -> None:
        self._running, self._told = True, None

    def _pulse(self, time_s: float) -> Told | None:
        count = self._loop.pulse(time_s)
        if not self._running:
            return None
        self._place += count
        sixteenth = self._place // TOLD_EVERY
        if sixteenth == self._told and self._loop.known > PULSES:
            return None
        self._told = sixteenth
        return self._tell(self._loop.at_s, self._place)

    def _tell(self, at_s: float, place: int) -> Told:
        period_s = self._loop.period_s
        return Told(at_s, place / PULSES, 60.0 / (PULSES * period_s) if period_s else USUAL_BPM, self._running)


class MidiClocks:
    """Every MIDI clock that is heard, by the port that it comes from."""

    def __init__(self) -> None:
        self._clocks: dict[str, MidiClock] = {}

    def take(self, port: str, time_s: float, data: Sequence[int]) -> Told | None:
        """Take a message of a port; return where its clock is whenever there is something to tell."""
        return self._clocks.setdefault(port, MidiClock()).take(time_s, data)

    def forget(self, port: str) -> None:
        """Forget the clock of a port that has gone."""
        self._clocks.pop(port, None)


def beat_of(line: Line) -> Beat:
    """Return what a ``clock`` line says; without ``at``, of its own time.

    Raises:
        ValueError: it says nothing that a clock could say.
    """
    at, quarters, bpm = line.get("at", line["t"]), line.get("quarters"), line.get("bpm")
    time_s, place, tempo = (float(x) if isinstance(x, int | float) else math.nan for x in (at, quarters, bpm))
    if not (math.isfinite(time_s) and math.isfinite(place) and SLOWEST_BPM <= tempo <= FASTEST_BPM):
        raise ValueError(f"a clock is at quarters, at {SLOWEST_BPM:g} to {FASTEST_BPM:g} a minute, not {line!r:.120}")
    return Beat(time_s, place, tempo, bool(line.get("running", True)))
