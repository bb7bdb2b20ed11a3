"""Cut what was struck into bars by the time signatures, and lay it on the grid with its micro-timing kept."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from descant.corpora.patterns import FINEST, Grid, Hit, Pattern
from descant.corpora.rows import Mapping
from descant.corpora.smf import Sequence, Signature, Strike

MOST_BARS = 10_000
COMMON = Signature(0, 4, 4)


@dataclass(slots=True)
class Cut:
    """The patterns of one sequence, and what was left out by its reason."""

    patterns: list[Pattern] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Span:
    """Bars of one time signature. Places are in ticks times steps a quarter: a step is `ticks_a_quarter` of them."""

    start: int
    end: int | None  #: None: until the last hit
    signature: Signature


def drums(sequence: Sequence, mapping: Mapping) -> tuple[list[tuple[Strike, int]], Counter[int]]:
    """Return the strikes that have a row, with it, and how often which note had none."""
    rows = {note: place for place, row in enumerate(mapping.rows) for note in row.notes}
    heard = [strike for strike in sequence.strikes if mapping.channel in (None, strike.channel)]
    found = [(strike, rows[strike.note]) for strike in heard if strike.note in rows]
    return found, Counter(strike.note for strike in heard if strike.note not in rows)


def cut(
    sequence: Sequence, struck: list[tuple[Strike, int]], ticks_a_quarter: int, mapping: Mapping, grid: Grid
) -> Cut:
    """Return the patterns of a sequence: as many whole bars each as the grid has room for.

    A sequence that is shorter than that is repeated until it fills them, as a loop is. Empty patterns, and bars at
    the end that fill no pattern, are left out and counted.
    """
    spans = list(_spans(sequence.signatures, grid.steps_per_quarter))
    found = Cut()
    cutter = _Cutter(found, len(mapping.rows), grid, alone=len(spans) == 1)
    by_span = _sorted(spans, struck, ticks_a_quarter, grid)
    for place, span in enumerate(spans if struck else ()):
        end = sequence.end * grid.steps_per_quarter if span.end is None else span.end
        cutter.cut(span.signature, (end - span.start) // ticks_a_quarter, by_span[place])
    return found


def _spans(signatures: list[Signature], steps_a_quarter: int) -> Iterator[_Span]:
    """Yield where which signature holds: 4/4 until told otherwise; of several at one tick the last."""
    at = {0: COMMON} | {signature.tick: signature for signature in signatures}
    changes: list[Signature] = []
    for tick in sorted(at):
        if not changes or str(changes[-1]) != str(at[tick]):
            changes.append(Signature(tick, at[tick].numerator, at[tick].denominator))
    for now, following in zip(changes, [*changes[1:], None], strict=True):
        end = None if following is None else following.tick * steps_a_quarter
        yield _Span(now.tick * steps_a_quarter, end, now)


def _sorted(
    spans: list[_Span], struck: list[tuple[Strike, int]], ticks_a_quarter: int, grid: Grid
) -> dict[int, list[Hit]]:
    """Return the hits of each span; their steps count from its start. A hit just before it belongs to its first."""
    hits: dict[int, list[Hit]] = defaultdict(list)
    place = 0
    for strike, row in struck:
        at = strike.tick * grid.steps_per_quarter
        while place + 1 < len(spans) and 2 * (spans[place + 1].start - at) <= ticks_a_quarter:
            place += 1
        since = at - spans[place].start
        step = (2 * since + ticks_a_quarter) // (2 * ticks_a_quarter)
        late = (2 * (since - step * ticks_a_quarter) * FINEST + ticks_a_quarter) // (2 * ticks_a_quarter)
        hits[place].append(Hit(row, step, strike.velocity, min(late, FINEST // 2 - 1)))
    return hits


@dataclass(frozen=True, slots=True)
class _Cutter:
    """Cuts the spans of one sequence, and puts what comes of it into `found`."""

    found: Cut
    rows: int
    grid: Grid
    alone: bool  #: whether the sequence has one span only

    def cut(self, signature: Signature, steps: int, hits: list[Hit]) -> None:
        """Cut a span of so many whole steps."""
        bar, over = divmod(4 * signature.numerator * self.grid.steps_per_quarter, signature.denominator)
        last = max((hit.step for hit in hits), default=-1)
        bars = max(steps // max(bar, 1), last // max(bar, 1) + 1)  # whole ones, and those in which something is struck
        if over:
            self.found.counts[f"bar of {signature}, which is no whole number of steps"] += bars
        elif bar > self.grid.steps:
            self.found.counts[f"bar of {signature}, which is longer than {self.grid.steps} steps"] += bars
        elif bars > MOST_BARS:
            self.found.counts[f"stretch of more than {MOST_BARS} bars"] += 1
        elif bars:
            self._cut_bars(hits, bars, bar)

    def _cut_bars(self, hits: list[Hit], bars: int, bar: int) -> None:
        length = self.grid.steps // bar * bar
        if self.alone and bars * bar < length:
            hits, bars = _repeated(hits, bars * bar, length), length // bar
            self.found.notes.append("shorter than a pattern: repeated")
        groups: dict[int, list[Hit]] = defaultdict(list)
        for hit in hits:
            groups[hit.step // length].append(Hit(hit.row, hit.step % length, hit.velocity, hit.late))
        whole = bars * bar // length
        taken = sorted(groups.keys() & set(range(whole)))
        for number in taken:
            pattern = Pattern.of(groups[number], self.rows, self.grid, length)
            self.found.counts["softer hit in the same cell"] += len(groups[number]) - int(pattern.onsets.sum())
            self.found.patterns.append(pattern)
        self.found.counts["empty pattern"] += whole - len(taken)
        self.found.counts["bar at the end that fills no pattern"] += bars - whole * length // bar


def _repeated(hits: list[Hit], period: int, length: int) -> list[Hit]:
    starts = range(0, length, period)
    again = [Hit(hit.row, start + hit.step, hit.velocity, hit.late) for start in starts for hit in hits]
    return [hit for hit in again if hit.step < length]
