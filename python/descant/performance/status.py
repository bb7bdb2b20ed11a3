"""The line at the terminal: cue, who learns, how far out of tune, what the last note did."""

import sys
from contextlib import suppress
from typing import Any

from descant.performance.mappings import cents
from descant.performance.take import Line

NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
EVERY_S = 0.2
WIDTH = 100


class Status:
    """What a player wants to see at a glance, gathered from the lines of the take."""

    def __init__(self) -> None:
        self._cue = self._note = self._learner = ""
        self._together: Line = {}  # the last step of many at once, put into words when it is looked at
        self._shown_at = -1.0
        self._terminal = sys.stderr.isatty()

    def note(self, line: Line) -> None:
        """Take in a line of the take."""
        if line.get("in") == "worker":
            self._taught(line)
        if "in" in line:
            return
        if "cue" in line:
            self._cue = f"{line['cue']} {line['name']}"
        elif "steps" in line:
            self._together = line
        elif "draw" in line:
            self._together, self._learner = {}, f"{line['draw']} {line['learner']}: new"
        elif "step" in line:
            self._together, self._learner = {}, f"{line['step']} {line['learner']}: step {line['n']}{_heard(line)}"
        elif "on" in line:
            octave, name = divmod(round(line["on"]), 12)
            self._note = f"{NAMES[name]}{octave - 1} {cents(line['detune']):.0f} cents"

    def _taught(self, line: Line) -> None:
        """Take in what a training tells."""
        loss = f", loss {line['streams']['loss']:.2f}" if "loss" in line.get("streams", {}) else ""
        state = "trained" if line.get("done") else "step"
        self._together, self._learner = {}, f"{line['part']}: {state} {line['step']}{loss}"

    def text(self, late: int, xruns: int) -> str:
        """Return the line."""
        learner = _all(self._together) if self._together else self._learner
        counts = f"late {late} · xruns {xruns}"
        return " · ".join(part for part in (self._cue, learner, self._note, counts) if part)

    def show(self, now: float, late: int, xruns: int) -> None:
        """Print the line, five times a second at the most, and only on a terminal."""
        if self._terminal and now >= self._shown_at + EVERY_S:
            self._shown_at = now
            _write("\r" + self.text(late, xruns)[:WIDTH].ljust(WIDTH))

    def clear(self) -> None:
        """Make room for something else; the line is shown again below it."""
        if self._terminal and self._shown_at >= 0:
            _write("\r" + " " * WIDTH + "\r")

    def leave(self) -> None:
        """Leave the terminal's line."""
        if self._terminal:
            _write("\n")


def _write(text: str) -> None:
    with suppress(OSError):  # the terminal has gone
        sys.stderr.write(text)
        sys.stderr.flush()


def _heard(line: dict[str, Any]) -> str:
    return f", {cents(line['detunes'][0][1]):.1f} cents" if line["detunes"] else ""


def _all(line: dict[str, Any]) -> str:
    farthest = max((abs(cents(delta)) for _, delta in line["detunes"]), default=None)
    heard = "" if farthest is None else f", {farthest:.1f} cents at most"
    return f"{line['steps']}: {len(line['learner'])} learn{heard}"
