"""Make a corpus of labelled patterns from the table of rhythms: the textbook first, then variations of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from descant.corpora.patterns import FINEST, LOUDEST, Corpus, Gathering, Grid, Hit, Pattern, Source
from descant.corpora.rhythms import FILLS, RHYTHMS, Rhythm
from descant.corpora.rows import GENERAL_MIDI
from descant.draws import generator
from descant.errors import DescantError
from descant.table import nearest

ROWS = {row.name: place for place, row in enumerate(GENERAL_MIDI)}
SIGNS = {"X": 112, "x": 88, "g": 38}
"""The MIDI velocity of each sign, before curve and chance."""
CRASH = 118
TRIES = 8  # variations tried for each that is wanted: some are alike
SWINGS = (0.0, 0.0, 0.12, 0.22, 0.33)  # steps by which every second pulse is late; a third of one is a triplet's swing
CURVES: tuple[Callable[[float, bool], float], ...] = (
    lambda place, on_beat: 1.0,
    lambda place, on_beat: 1.0 if on_beat else 0.78,
    lambda place, on_beat: 0.8 if on_beat else 1.0,
    lambda place, on_beat: 0.75 + 0.25 * place,
)
"""Loudness by the place in the pattern, 0 to 1, and by whether it is a beat: even, down-beats, up-beats, growing."""


@dataclass(frozen=True, slots=True)
class Make:
    """What is made."""

    grid: Grid
    rhythms: tuple[str, ...] = ()  #: names, all where there are none
    count: int = 100  #: patterns of each rhythm
    variation: float = 0.5  #: 0: nothing but whole alternatives; 1: many hits are added and dropped
    held_out: float = 0.1  #: of the variations, 0 to 0.5
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A sign on a row at a pulse."""

    row: str
    pulse: int
    sign: str


def make_patterns(wanted: Make, report: Callable[[float], None] = lambda done: None) -> Corpus:
    """Return labelled patterns. No rhythm is there twice, so none that is held out is trained on.

    Raises:
        DescantError: a rhythm is unknown, or none fits the grid.
    """
    gathering, counts = Gathering(wanted.grid), Counter[str]()
    dropped: list[tuple[str, str]] = []
    rhythms = _chosen(wanted.rhythms)
    for place, rhythm in enumerate(rhythms):
        if why := _misfit(rhythm, wanted.grid):
            dropped.append((rhythm.name, why))
        elif missing := wanted.count - _fill(gathering, rhythm, place, wanted, counts):
            dropped.append((rhythm.name, f"has {missing} different variations fewer than were wanted"))
        report((place + 1) / len(rhythms))
    if not gathering.patterns:
        raise DescantError(
            f"{wanted.grid.steps} steps, {wanted.grid.steps_per_quarter} a quarter",
            f"no rhythm fits ({dropped[0][1]})", "try 16 and 4, 12 and 3, or 48 and 12",
        )  # fmt: skip
    corpus = gathering.corpus(tuple(Source(rhythm.name, rhythm.about) for rhythm in rhythms), "made")
    corpus.settings = {
        "seed": wanted.seed, "count": wanted.count, "variation": wanted.variation, "held_out": wanted.held_out,
    }  # fmt: skip
    corpus.counts, corpus.dropped = dict(counts), dropped
    return corpus


def _chosen(names: tuple[str, ...]) -> tuple[Rhythm, ...]:
    known = {rhythm.name: rhythm for rhythm in RHYTHMS}
    for name in names:
        if name not in known:
            raise DescantError(name, f"no such rhythm{nearest(name, known)}", f"there are {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(names)) or RHYTHMS


def _step(rhythm: Rhythm, grid: Grid, pulse: int) -> Fraction:
    """Return where a pulse lies. In a grid that has no thirds, a ternary pulse is a step and its beat three of them."""
    if rhythm.per_beat == 3 and grid.steps_per_quarter % 3:
        return Fraction(pulse)
    return Fraction(pulse * grid.steps_per_quarter, rhythm.per_beat)


def _misfit(rhythm: Rhythm, grid: Grid) -> str:
    """Return why a rhythm cannot be laid on a grid, nothing where it can."""
    strokes = _strokes(rhythm.kits[0])
    if _step(rhythm, grid, rhythm.pulses) > grid.steps:
        return f"takes {_step(rhythm, grid, rhythm.pulses)} steps of {grid.steps}"
    if any(_step(rhythm, grid, stroke.pulse).denominator > 1 for stroke in strokes):
        return f"has strokes between the steps of {grid.steps_per_quarter} a quarter"
    return ""


def _strokes(kit: dict[str, str]) -> list[_Stroke]:
    return [_Stroke(row, pulse, sign) for row, signs in kit.items() for pulse, sign in enumerate(signs) if sign != "."]


def _fill(gathering: Gathering, rhythm: Rhythm, source: int, wanted: Make, counts: Counter[str]) -> int:
    """Gather the variations of one rhythm; return how many."""
    taken = 0
    for number in range(wanted.count * TRIES):
        if taken == wanted.count:
            break
        pattern = variation(rhythm, number, wanted)
        draw = generator(wanted.seed, rhythm.name, "held out", number)
        held = number > 0 and draw.random() < wanted.held_out  # the textbook is for learning
        if gathering.add(pattern, rhythm.name, source, number, held):
            taken += 1
        else:
            counts["duplicate"] = counts.get("duplicate", 0) + 1
    return taken


def variation(rhythm: Rhythm, number: int, wanted: Make) -> Pattern:
    """Return the variation of that number; number 0 is the rhythm as the table has it, on the grid and unvaried."""
    draw = generator(wanted.seed, rhythm.name, "variation", number)
    grid = wanted.grid
    cycle = int(_step(rhythm, grid, rhythm.pulses))
    cycles = grid.steps // cycle
    strokes = _strokes(rhythm.kits[0] if number == 0 else _kit(rhythm, draw))
    turns = [strokes] * cycles
    if number:
        turns = [_loosened(rhythm, strokes, wanted.variation, draw)] * cycles
        if rhythm.fills and draw.random() < 0.3:
            turns = [*turns[:-1], _filled(rhythm, turns[-1], draw)]
    placed = [(stroke, turn * cycle) for turn, strokes in enumerate(turns) for stroke in strokes]
    feel = _Feel.drawn(draw, wanted.variation) if number else _Feel()
    hits = [hit for stroke, start in placed if (hit := feel.hit(stroke, start, rhythm, grid, draw))]
    return Pattern.of(hits, len(GENERAL_MIDI), grid, cycles * cycle)


def _kit(rhythm: Rhythm, draw: np.random.Generator) -> dict[str, str]:
    """Draw one of the kits, in it some rows' alternatives, and over it the ghosts or not."""
    kit = dict(rhythm.kits[draw.integers(len(rhythm.kits))])
    for row, alternatives in rhythm.options.items():
        place = int(draw.integers(len(alternatives) + 1))
        if place:
            kit[row] = alternatives[place - 1]
    for row, signs in rhythm.ghosts.items():
        if draw.random() < 0.35:
            under = kit.get(row, "." * rhythm.pulses)
            kit[row] = "".join(sign if sign != "." else ghost for sign, ghost in zip(under, signs, strict=True))
    return kit


def _loosened(rhythm: Rhythm, strokes: list[_Stroke], much: float, draw: np.random.Generator) -> list[_Stroke]:
    """Drop some strokes that are not what the rhythm is, and add one of the kick, the snare or the hat."""
    kept = [stroke for stroke in strokes if stroke.row in rhythm.fixed or draw.random() >= 0.04 * much]
    row, pulse = str(draw.choice(["kick", "snare", "closed_hat"])), int(draw.integers(rhythm.pulses))
    if draw.random() < 0.6 * much and row not in rhythm.fixed:
        kept.append(_Stroke(row, pulse, "g" if row == "snare" else "x"))
    if draw.random() < 0.25:
        kept.append(_Stroke("crash", 0, "X"))
    return kept


def _filled(rhythm: Rhythm, strokes: list[_Stroke], draw: np.random.Generator) -> list[_Stroke]:
    """Play a fill in the place of the last beat; what the rhythm is goes on under it."""
    first = rhythm.pulses - rhythm.per_beat
    fill = FILLS[rhythm.per_beat][draw.integers(len(FILLS[rhythm.per_beat]))]
    kept = [stroke for stroke in strokes if stroke.pulse < first or stroke.row in rhythm.fixed]
    return kept + [_Stroke(stroke.row, first + stroke.pulse, stroke.sign) for stroke in _strokes(fill)]


@dataclass(frozen=True, slots=True)
class _Feel:
    """How a variation is played: its velocity curve and micro-timing."""

    curve: int = 0
    level: float = 1.0
    swing: float = 0.0  #: steps by which every second pulse is late
    behind: float = 0.0  #: steps by which the snare is late; negative: early
    loose: float = 0.0  #: steps and share of loudness, standard deviation

    @classmethod
    def drawn(cls, draw: np.random.Generator, much: float) -> "_Feel":
        return cls(
            curve=int(draw.integers(len(CURVES))),
            level=float(draw.uniform(0.75, 1.1)),
            swing=float(draw.choice(SWINGS)),
            behind=float(draw.uniform(-0.05, 0.12)),
            loose=0.08 * much,
        )

    def hit(self, stroke: _Stroke, start: int, rhythm: Rhythm, grid: Grid, draw: np.random.Generator) -> Hit | None:
        """Return a stroke as a hit, nothing where it lies between two steps."""
        late_by, louder_by = draw.normal(size=2) * self.loose
        step = _step(rhythm, grid, stroke.pulse)
        if step.denominator > 1:
            return None
        late = late_by + self.behind * (stroke.row == "snare")
        late += self.swing * (stroke.pulse % 2 == 1 and rhythm.per_beat == 4)
        shape = CURVES[self.curve](stroke.pulse / rhythm.pulses, stroke.pulse % rhythm.per_beat == 0)
        loud = (CRASH if stroke.row == "crash" else SIGNS[stroke.sign]) * self.level * shape * (1 + louder_by)
        raster = min(max(round(late * FINEST), -FINEST // 2), FINEST // 2 - 1)
        return Hit(ROWS[stroke.row], start + int(step), min(max(round(loud), 1), LOUDEST), raster)
