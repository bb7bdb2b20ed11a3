"""Draw score.png: one page that tells a performance to someone who was not there."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator

from descant.performance import score_page as page
from descant.performance.score_facts import Course, Interval, Note, Reading
from descant.performance.score_loops import draw_loops
from descant.performance.score_reading import read

IN_TUNE_CENTS, FAR_CENTS = 2.0, 400.0
SHADES = 48  # so many colours of tuning are told apart
PALETTE = [page.TUNING(number / SHADES) for number in range(SHADES + 1)]
SILENCE_S = 1.0  # curves stop over a silence of this length
LEARNED = 1e-4  # a loss that is drawn no lower
STEADY = 0.03  # a gradient below it is drawn linearly
MOST = 1e6  # the highest loss or gradient that an axis reaches
LEAST_NOTE = 1 / 1500  # half the least width of a note, of the duration
ROOM, ROOM_SEMITONES = 0.012, 8  # that a learner's number takes, of the duration and of the roll
LEAST_SEMITONES = 30  # of the roll's height
LETTERS_ACROSS = 100  # of a cue's name, over the whole page
SMALL_LETTERS_ACROSS = 170  # of a learner's
TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)

Point = tuple[float, float]
Floats = npt.NDArray[np.float64]


def draw_score(take: Path, out: Path) -> None:
    """Read the take at `take` and draw its page into the PNG file `out`.

    Raises:
        DescantError: `take` is not a take.
        OSError: `out` cannot be written.
    """
    reading = read(take)
    span_s = reading.duration_s or 1.0
    figure = page.paper()
    canvas = FigureCanvasAgg(figure)
    _heading(figure, reading)
    _cues(page.panel(figure, 0.062, 0.900, span_s), reading)
    if reading.strokes and not reading.courses:
        draw_loops(figure, reading, span_s)
    else:
        _learned(figure, reading, span_s)
    canvas.print_png(out, metadata={"Software": "Descant"}, pil_kwargs={"compress_level": 4})  # type: ignore[no-untyped-call]


def _learned(figure: Figure, reading: Reading, span_s: float) -> None:
    """Draw the panels of a piece in which learners are heard."""
    quiet = silences(reading.notes, reading.duration_s, SILENCE_S)
    quiet += [(cue.time_s, cue.time_s) for cue in reading.cues]  # a learner may rest for whole parts
    _roll(page.panel(figure, 0.500, 0.845, span_s), reading)
    _pedal(page.panel(figure, 0.482, 0.490, span_s), reading)
    _cents(page.panel(figure, 0.330, 0.448, span_s), reading.notes)
    _losses(page.panel(figure, 0.198, 0.294, span_s), reading.courses, quiet)
    _gradients(page.panel(figure, 0.062, 0.162, span_s), reading.courses, quiet)


# ---------------------------------------------------------------- what is drawn
def shade(cents: float) -> int:
    """Return which of the colours, 0 for in tune, stands for so many cents."""
    return round(SHADES * min(1.0, math.asinh(cents / IN_TUNE_CENTS) / math.asinh(FAR_CENTS / IN_TUNE_CENTS)))


def bars(note: Note) -> list[tuple[float, int]]:
    """Return (from, shade) for each change of colour along a note."""
    changes: list[tuple[float, int]] = []
    for begin_s, cents in note.tuning:
        number = shade(cents)
        if not changes or changes[-1][1] != number:
            changes.append((begin_s, number))
    return changes


def traces(notes: Iterable[Note]) -> dict[tuple[Point, Point], int]:
    """Return the lines of the cents heard and their shades: level where a tuning stands, upright where it moves."""
    lines: dict[tuple[Point, Point], int] = {}
    for note in notes:
        spans = note.spans() if note.learner else []
        if len(spans) > 1 and spans[0][2] == 0.0:  # a chord's first notes wait for the chord
            del spans[0]
        for begin_s, end_s, cents in spans:
            lines[(begin_s, cents), (end_s, cents)] = shade(cents)
        for (_, end_s, before), (_, _, then) in pairwise(spans):
            lines[(end_s, before), (end_s, then)] = shade(max(before, then))
    return lines


def silences(notes: Iterable[Note], duration_s: float, at_least_s: float) -> list[Interval]:
    """Return the stretches of `at_least_s` seconds and more in which no note sounds."""
    gaps, heard_until = [], 0.0
    for begin_s, end_s in (*sorted((note.begin_s, note.end_s) for note in notes), (duration_s, duration_s)):
        if begin_s - heard_until >= at_least_s:
            gaps.append((heard_until, begin_s))
        heard_until = max(heard_until, end_s)
    return gaps


def unbroken(times_s: Floats, quiet: Sequence[Interval]) -> list[slice]:
    """Return the runs of steps that no silence, nor a cue, interrupts."""
    after = [(begin, int(np.searchsorted(times_s, end))) for begin, end in quiet]
    cuts = {cut for begin, cut in after if 0 < cut < len(times_s) and times_s[cut - 1] <= begin}
    return [slice(begin, end) for begin, end in pairwise([0, *sorted(cuts), len(times_s)]) if end > begin]


def with_room(places: Sequence[Point], span_s: float) -> list[bool]:
    """Return whether there is room for a learner's number at each (time, pitch); who comes first has it."""
    taken: list[Point] = []
    found = []
    for time, pitch in places:
        near = (abs(time - its) < ROOM * span_s and abs(pitch - other) < ROOM_SEMITONES for its, other in taken)
        found.append(not any(near))
        if found[-1]:
            taken.append((time, pitch))
    return found


def clock(time_s: float) -> str:
    """Return a time as minutes and seconds."""
    minutes, seconds = divmod(round(time_s), 60)
    return f"{minutes}:{seconds:02d}"


def fitted(text: str, letters: int) -> str:
    """Return a text, cut to so many letters."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


# ---------------------------------------------------------------- above
def _heading(figure: Figure, reading: Reading) -> None:
    name = fitted(reading.title, 70)
    figure.text(page.LEFT, 0.94, name, font=page.font(25, serif=True), color=page.INK, va="baseline", parse_math=False)
    facts = [
        clock(reading.duration_s), _count(reading.notes, "note"), _count(reading.courses, "learner"),
        f"seed {reading.seed}", *([] if reading.ended else ["cut short"]),
    ]  # fmt: skip
    figure.text(page.RIGHT, 0.94, "   ·   ".join(facts), font=page.font(10), color=page.GREY, ha="right", va="baseline")


def _count(things: Sequence[object], word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"


def _cues(sheet: Axes, reading: Reading) -> None:
    """Draw the cues' boundaries across all panels, their numbers and names above, and the clock below."""
    span_s = sheet.get_xlim()[1]
    sheet.set_ylim(0, 1)
    sheet.vlines([cue.time_s for cue in reading.cues], 0, 1, color=page.ANCHOR, linewidth=0.9)
    if reading.ended:  # a final barline
        sheet.vlines([span_s, span_s * 1.0027], 0, 1, color=page.ANCHOR, linewidth=[0.9, 3.0], clip_on=False)
    bounds = pairwise([*(cue.time_s for cue in reading.cues), span_s])
    for cue, (begin_s, end_s) in zip(reading.cues, bounds, strict=True):
        letters = int((end_s - begin_s) / span_s * LETTERS_ACROSS) - len(cue.number)
        if letters > 0:
            look = {"font": page.font(13, serif=True, bold=True), "color": page.INK}
            number = page.write(sheet, cue.number, (cue.time_s, 1), (7, -1), va="top", **look)
            look["font"] = page.font(13, serif=True, italic=True)
            page.after(sheet, number, fitted(cue.name, letters), 6, **look)
    _clock(sheet, span_s)


def _clock(sheet: Axes, span_s: float) -> None:
    step_s = next((step for step in TICKS_S if span_s / step <= 20), span_s / 10)
    times = [step_s * count for count in range(int(span_s / step_s * 1.0001) + 1)]
    sheet.xaxis.set_major_locator(FixedLocator(times))
    sheet.xaxis.set_major_formatter(FixedFormatter([clock(time) for time in times]))
    sheet.tick_params(axis="x", length=0, pad=10, colors=page.GREY)
    for label in sheet.get_xticklabels():
        label.set_fontproperties(page.font(9))


# ---------------------------------------------------------------- what was played
def _roll(axes: Axes, reading: Reading) -> None:
    """Draw the notes, coloured by how far out of tune they are, and who drew which learner."""
    pitches = [note.pitch for note in reading.notes] or [36.0, 84.0]
    low = min(pitches) - 3
    high = max(low + LEAST_SEMITONES, max(pitches) + 2)
    axes.set_ylim(low, high)
    octaves = range(math.ceil(low / 12), math.floor(high / 12) + 1)
    page.ticks(axes, {12.0 * octave: f"C{octave - 1}" for octave in octaves})
    words = (
        "black: in tune; red: far out; grey: follows no learner; thin: the pedal alone holds it; ring: draws a learner"
    )
    page.caption(axes, "notes", words)
    boxes = [box for note in reading.notes for box in _boxes(note, axes.get_xlim()[1] * LEAST_NOTE)]
    shapes, colours = [shape for shape, _ in boxes], [colour for _, colour in boxes]
    axes.add_collection(PolyCollection(shapes, facecolors=colours, edgecolors="none"), autolim=False)
    drawn = [course for course in reading.courses if course.drawn_by]
    places = [(course.drawn_s, min(note.pitch for note in course.drawn_by)) for course in drawn]
    for course, numbered in zip(drawn, with_room(places, axes.get_xlim()[1]), strict=True):
        _mark(axes, course, numbered)


def _boxes(note: Note, least_s: float) -> Iterator[tuple[list[Point], object]]:
    """Yield a note's coloured boxes. Each reaches to the end and is covered by the next, so that no seam shows."""
    half = 0.3 + 0.4 * note.velocity / 127
    end_s = max(note.end_s - least_s, note.begin_s + 2 * least_s)
    lifted_s = min(max(note.lifted_s, note.begin_s + 2 * least_s), end_s)
    for begin_s, number in bars(note):
        colour = PALETTE[number] if note.learner else page.ANCHOR
        for left, right, high in ((begin_s, lifted_s, half), (max(begin_s, lifted_s), end_s, 0.2)):
            if right > left:
                corners = [(left, -high), (right, -high), (right, high), (left, high)]
                yield [(time, note.pitch + beside) for time, beside in corners], colour


def _mark(axes: Axes, course: Course, numbered: bool) -> None:
    """Mark the note or chord that drew a learner, and give the learner's number."""
    pitches = [note.pitch for note in course.drawn_by]
    low, time = min(pitches), course.drawn_s
    axes.vlines(time, low, max(pitches) + 0.6, color=page.INK, linewidth=1.2)
    axes.scatter([time], [low], 42, page.PAPER, edgecolors=page.INK, linewidths=1.3, clip_on=False, zorder=4)
    look = {"color": page.INK, "font": page.font(9, bold=True)}
    if numbered:
        page.write(axes, str(course.number), (time, low), (0, -7), ha="center", va="top", **look)


def _pedal(axes: Axes, reading: Reading) -> None:
    axes.set_ylim(0, 1)
    axes.broken_barh([(begin, end - begin) for begin, end in reading.pedal], (0, 1), facecolor=page.PEDAL)
    page.write(axes, "pedal", (0, 0.5), (-9, 0), xycoords="axes fraction", ha="right", va="center")


# ---------------------------------------------------------------- what was learned
def _cents(axes: Axes, notes: Sequence[Note]) -> None:
    """Draw how far out of tune each note was heard; this axis is the key to the colours."""
    axes.set_yscale("symlog", linthresh=IN_TUNE_CENTS, linscale=0.5)
    axes.set_ylim(0, FAR_CENTS * 1.2)
    page.ticks(axes, {cents: f"{cents:g}" for cents in (0.0, 2.0, 10.0, 30.0, 100.0, 400.0)})
    page.caption(axes, "cents heard", "how far the overtones of every sounding note are from in tune")
    lines = traces(notes)
    colours = [PALETTE[number] for number in lines.values()]
    axes.add_collection(LineCollection(list(lines), colors=colours, linewidths=1.6), autolim=False)
    axes.axhline(IN_TUNE_CENTS, color=page.INK, linewidth=0.7, zorder=1)
    for cents, words in ((IN_TUNE_CENTS, "in tune"), (100.0, "a semitone")):
        page.write(axes, words, (1, cents), (13, 0), xycoords=("axes fraction", "data"), va="center")
    _key(axes)


def _key(axes: Axes) -> None:
    """Draw the colours beside the axis of cents."""
    edges = [IN_TUNE_CENTS * math.sinh(math.asinh(FAR_CENTS / IN_TUNE_CENTS) * n / SHADES) for n in range(SHADES + 1)]
    shapes = [[(-0.0035, 0.0), (-0.0015, 0.0), (-0.0015, edge), (-0.0035, edge)] for edge in reversed(edges)]
    key = PolyCollection(shapes, facecolors=PALETTE[::-1], transform=axes.get_yaxis_transform(), clip_on=False)
    axes.add_collection(key, autolim=False)


def _losses(axes: Axes, courses: Sequence[Course], quiet: Sequence[Interval]) -> None:
    high = max([1.0, *(float(course.losses.max(initial=0.0)) for course in courses)])
    axes.set_yscale("log")
    axes.set_ylim(LEARNED * 0.8, min(high, MOST) * 8.0)
    powers = range(-4, math.floor(math.log10(min(high, MOST))) + 1, 2)
    page.ticks(axes, {10.0**power: f"{10.0**power:g}" for power in powers})
    page.caption(axes, "loss", "of each learner, step by step; a dot is a note that made it step")
    _curves(axes, ((course, course.losses.clip(LEARNED)) for course in courses), quiet, page.INK)
    _numbers(axes, courses)


def _numbers(axes: Axes, courses: Sequence[Course]) -> None:
    """Write each learner's number over its first loss, where there is room, and its part's name as it changes."""
    free_s, part = -math.inf, ""
    for course in sorted(courses, key=lambda course: course.drawn_s):
        if len(course.times_s) and course.times_s[0] >= free_s:
            text = f"{course.number}" if course.part == part else f"{course.part} {course.number}"
            page.write(axes, text, (course.times_s[0], course.losses[0].clip(LEARNED, MOST)), (3, 4))
            free_s, part = course.times_s[0] + axes.get_xlim()[1] * len(text) / SMALL_LETTERS_ACROSS, course.part


def _gradients(axes: Axes, courses: Sequence[Course], quiet: Sequence[Interval]) -> None:
    high = min(MOST, max([1.0, *(float(np.abs(course.gradients).max(initial=0.0)) for course in courses)]))
    axes.set_yscale("symlog", linthresh=STEADY, linscale=0.6)
    axes.set_ylim(-1.3 * high, 1.3 * high)
    sizes = (0.1, 1.0) if high < 10.0 else (10.0 ** math.floor(math.log10(high)),)
    page.ticks(axes, {0.0: "0"} | {size: f"{size:g}" for size in sizes} | {-size: f"−{size:g}" for size in sizes})
    above = page.caption(axes, "gradients", "of the loss by each coefficient")
    few = [course for course in courses if course.gradients.shape[1] <= len(page.COEFFICIENTS)]
    for index in range(max((course.gradients.shape[1] for course in few), default=0)):
        colour, look = page.COEFFICIENTS[index], page.font(12, serif=True, italic=True)
        above = page.after(axes, above, "abcdef"[index], color=colour, font=look)
        having = (course for course in few if index < course.gradients.shape[1])
        _curves(axes, ((course, course.gradients[:, index]) for course in having), quiet, colour)
    for course in courses:
        if course.gradients.shape[1] > len(page.COEFFICIENTS):
            _range(axes, course, quiet)


def _curves(axes: Axes, drawn: Iterable[tuple[Course, Floats]], quiet: Sequence[Interval], colour: str) -> None:
    """Draw a value of each course over time, with a dot for each step that a note made."""
    lines: list[Floats] = []
    dots = [np.zeros((0, 2))]
    for course, values in drawn:
        points = np.column_stack([course.times_s, values.clip(-MOST, MOST)])
        runs = [points[run] for run in unbroken(course.times_s, quiet)]
        lines += runs
        dots += [run for run in runs if course.by_note or len(run) == 1]
    axes.add_collection(LineCollection(lines, colors=colour, linewidths=1.1), autolim=False)
    axes.plot(*np.concatenate(dots).T, "o", color=colour, markersize=2.4, markeredgewidth=0)


def _range(axes: Axes, course: Course, quiet: Sequence[Interval]) -> None:
    """Draw from the least to the greatest of coefficients too many to tell apart."""
    for run in unbroken(course.times_s, quiet):
        gradients = course.gradients[run].clip(-MOST, MOST)
        axes.fill_between(
            course.times_s[run], gradients.min(axis=1), gradients.max(axis=1), color=page.ANCHOR, linewidth=0.6
        )
