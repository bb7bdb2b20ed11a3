"""score.png: what is read from a take, and a page from every take."""

import json
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from descant.errors import DescantError
from descant.performance.score import bars, clock, draw_score, fitted, shade, silences, traces, unbroken, with_room
from descant.performance.score_facts import Note
from descant.performance.score_loops import most_turned
from descant.performance.score_reading import cents_out, read, title

TOML = 'title = "Étude, in $two parts"\n'
END = {"t": 10.0, "end": True}
Lines = list[dict[str, Any]]


def written(folder: Path, lines: Sequence[dict[str, Any]], text: str = TOML) -> Path:
    header = {"take": 1, "descant": "0.1.0", "protocol": 1, "patch": {"name": "etude.toml", "text": text}, "seed": 7}
    take = folder / "take.jsonl"
    take.write_text("".join(json.dumps(line) + "\n" for line in (header, *lines)))
    return take


def page(folder: Path, lines: Sequence[dict[str, Any]], text: str = TOML) -> npt.NDArray[np.uint8]:
    draw_score(written(folder, lines, text), folder / "score.png")
    image = cv2.imread(str(folder / "score.png"))
    assert image is not None
    return np.asarray(image, dtype=np.uint8)


def midi(t: float, *data: int) -> dict[str, Any]:
    return {"t": t, "in": "midi", "from": "piano", "data": list(data)}


def on(t: float, voice: int, pitch: int, *, learner: int | None = None, detune: float = 0.0) -> dict[str, Any]:
    line = {"t": t, "voice": voice, "on": pitch, "frequency_hz": 440.0, "instrument": "overtones", "detune": detune}
    return line | ({} if learner is None else {"part": "cubics", "learner": learner})


def off(t: float, voice: int) -> dict[str, Any]:
    return {"t": t, "voice": voice, "off": True}


def drawn(t: float, learner: int, part: str = "cubics") -> dict[str, Any]:
    return {"t": t, "draw": part, "learner": learner, "target": [0.1], "theta": [0.2], "learning_rate": 0.15}


def step(t: float, learner: int, loss: float, *, part: str = "cubics", **more: Any) -> dict[str, Any]:
    return {"t": t, "step": part, "learner": learner, "n": 1, "loss": loss, "gradient": [loss, -loss], **more}


def phrase() -> Lines:
    """A bass note draws learner 2; two notes step it; the pedal holds everything to the fifth second."""
    return [
        {"t": 0.0, "cue": 1, "name": "Cubics"},
        midi(1.0, 144, 36, 90), drawn(1.0, 2), on(1.0, 1, 36),
        midi(1.5, 176, 64, 127),
        midi(2.0, 144, 60, 100),
        step(2.0, 2, 0.5, note=60, voice=2, detunes=[[2, 0.05]]), on(2.0, 2, 60, learner=2, detune=0.05),
        {"t": 2.0, "voice": 3, "on": 60, "frequency_hz": 261.6, "instrument": "piano", "detune": 0.0},
        midi(2.5, 128, 60, 0), midi(2.5, 144, 36, 0),
        midi(3.0, 144, 64, 50),
        step(3.0, 2, 0.1, note=64, voice=4, detunes=[[2, 0.01], [4, 0.01]]), on(3.0, 4, 64, learner=2, detune=0.01),
        midi(5.0, 176, 64, 0), off(5.0, 1), off(5.0, 2), off(5.0, 3), off(5.0, 4),
        END,
    ]  # fmt: skip


def chord() -> Lines:
    return [
        {"t": 0.0, "cue": 2.5, "name": "Knots"},
        midi(1.0, 144, 40, 80), on(1.0, 1, 40),
        midi(1.01, 144, 47, 80), on(1.01, 2, 47),
        midi(1.02, 144, 56, 80), drawn(1.02, 1, "knots"),
        step(1.02, 1, 0.9, part="knots", detunes=[[1, 0.09], [2, 0.09], [3, 0.09]]),
        {"t": 1.02, "voice": 3, "on": 56, "frequency_hz": 200.0, "instrument": "overtones", "part": "knots",
         "learner": 1, "detune": 0.09},
        step(1.05, 1, 0.8, part="knots", detunes=[[1, 0.08], [2, 0.08], [3, 0.08]]),
        off(4.0, 1), off(4.0, 2), off(4.0, 3), END,
    ]  # fmt: skip


def concert(seconds: int = 180) -> Lines:
    """As long and as dense as the piece: some 400 notes and 3,500 steps."""
    lines: Lines = [{"t": 0.0, "cue": 1, "name": "Cubics"}]
    voice = 0
    for learner, begin in enumerate(range(1, seconds - 10, 8), start=1):
        lines += [drawn(begin, learner), midi(begin, 144, 30 + learner % 12, 90), on(begin, voice + 1, 30)]
        held = range(voice + 2, voice + 20)
        lines += [on(begin, key, 50 + 2 * index, learner=learner, detune=0.2) for index, key in enumerate(held)]
        for count in range(160):
            loss = math.exp(-count / 20)
            detunes = [[key, 0.2 * loss] for key in held]
            lines.append(step(begin + (count + 1) / 40, learner, loss, detunes=detunes))
        lines += [off(begin + 6.0, key) for key in range(voice + 1, voice + 20)]
        voice += 19
    return [*lines, {"t": float(seconds), "end": True}]


# ---------------------------------------------------------------- reading
def test_notes_carry_their_tuning(tmp_path: Path) -> None:
    bass, low, high = read(written(tmp_path, phrase())).notes
    assert (bass.pitch, bass.velocity, bass.begin_s, bass.lifted_s, bass.end_s) == (36.0, 90, 1.0, 2.5, 5.0)
    assert bass.learner is None
    assert bass.spans() == [(1.0, 5.0, 0.0)]
    assert low.learner == ("cubics", 2)
    assert (low.velocity, low.lifted_s, low.end_s) == (100, 2.5, 5.0)
    assert low.spans() == [(2.0, 3.0, cents_out(0.05)), (3.0, 5.0, cents_out(0.01))]
    assert high.spans() == [(3.0, 5.0, cents_out(0.01))]
    assert high.lifted_s == 5.0  # the finger stayed to the end


def test_one_note_for_all_voices_of_a_stroke_in_either_order(tmp_path: Path) -> None:
    lines = phrase()
    lines[6], lines[7], lines[8] = lines[6], lines[8], lines[7]  # the piano sounds first
    again = read(written(tmp_path, lines)).notes
    assert len(again) == 3
    assert again[1].tuning[0] == (2.0, cents_out(0.05))


def test_learners_pedal_cues_and_ends(tmp_path: Path) -> None:
    reading = read(written(tmp_path, phrase()))
    (course,) = reading.courses
    assert (course.part, course.number, course.drawn_s, course.by_note) == ("cubics", 2, 1.0, True)
    assert course.times_s.tolist() == [2.0, 3.0]
    assert course.losses.tolist() == [0.5, 0.1]
    assert course.gradients.tolist() == [[0.5, -0.5], [0.1, -0.1]]
    assert [note.pitch for note in course.drawn_by] == [36.0]
    assert reading.pedal == ((1.5, 5.0),)
    assert [(cue.time_s, cue.number, cue.name) for cue in reading.cues] == [(0.0, "1", "Cubics")]
    assert (reading.title, reading.seed, reading.duration_s, reading.ended) == ("Étude, in $two parts", 7, 10.0, True)


def test_a_chord_draws_its_learner_and_all_its_notes_follow(tmp_path: Path) -> None:
    reading = read(written(tmp_path, chord()))
    (course,) = reading.courses
    assert [note.pitch for note in course.drawn_by] == [40.0, 47.0, 56.0]
    assert not course.by_note
    assert reading.notes[0].spans()[:2] == [(1.0, 1.02, 0.0), (1.02, 1.05, cents_out(0.09))]
    assert reading.cues[0].number == "2.5"
    assert min(begin for (begin, _), _ in traces(reading.notes)) == 1.02  # not before there is anything to hear


def test_notes_without_an_end_end_with_the_take(tmp_path: Path) -> None:
    reading = read(written(tmp_path, phrase()[:8]))
    assert [note.end_s for note in reading.notes] == [2.0, 2.0]
    assert not reading.ended


def test_steps_lines_are_many_learners_at_once(tmp_path: Path) -> None:
    line = {
        "t": 2.0, "steps": "crowd", "learner": [4, 5], "n": [1, 1], "note": [60, 62], "voice": [2, 4],
        "loss": [0.4, 0.3], "gradient": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], "detunes": [[2, 0.03], [3, 0.02]],
    }  # fmt: skip
    reading = read(written(tmp_path, [on(1.0, 2, 60), on(1.0, 3, 60), on(1.0, 4, 62), line, END]))
    assert not any(course.by_note for course in reading.courses)  # they step by themselves
    assert reading.notes[1].learner is None  # its learner moved nothing yet
    assert [(course.part, course.number) for course in reading.courses] == [("crowd", 4), ("crowd", 5)]
    assert reading.courses[1].gradients.tolist() == [[4.0, 5.0, 6.0]]
    assert reading.notes[0].learner == ("crowd", 4)
    assert reading.notes[0].tuning == ((1.0, 0.0), (2.0, cents_out(0.03)))


@pytest.mark.parametrize(
    ("text", "found"),
    [('title = "A  B\\nC"', "A B C"), ("title = 3", "x"), ("", "x"), ("not [ toml", "x"), ('title = " "', "x")],
)
def test_title(text: str, found: str) -> None:
    assert title(text, "x.toml") == found


def test_cents() -> None:
    assert cents_out(1.0) == 1200.0
    assert cents_out(-0.5) == 1200.0
    assert cents_out(0.0) == 0.0
    assert math.isfinite(cents_out(-3.0))


# ---------------------------------------------------------------- what is drawn
def a_note(begin_s: float, end_s: float, *tuning: tuple[float, float]) -> Note:
    return Note(60.0, 64, begin_s, end_s, end_s, ("cubics", 1), tuning or ((begin_s, 0.0),))


def test_shades_rise_with_cents() -> None:
    shades = [shade(cents) for cents in (0.0, 2.0, 10.0, 50.0, 400.0, 2000.0)]
    assert shades == sorted(shades)
    assert (shades[0], shades[-2], shades[-1]) == (0, 48, 48)
    assert len(set(shades[:5])) == 5


def test_learners_drawn_close_together_leave_room_for_one_number() -> None:
    cluster = [(10.0 + 0.01 * n, 60.0 + n) for n in range(10)]
    assert with_room([*cluster, cluster[0]], 100.0) == [True, *[False] * 7, True, False, False]
    assert with_room([*cluster, (12.0, 60.0)], 100.0)[-1]
    assert with_room(cluster, 0.5) == [True] * 10  # a closer look


def test_bars_change_only_where_the_colour_does() -> None:
    note = a_note(1.0, 4.0, (1.0, 300.0), (2.0, 300.5), (3.0, 1.0))
    assert bars(note) == [(1.0, shade(300.0)), (3.0, shade(1.0))]


def test_traces_are_level_then_upright_and_drawn_once() -> None:
    note = a_note(1.0, 4.0, (1.0, 300.0), (3.0, 1.0))
    anchor = Note(40.0, 64, 0.0, 9.0, 9.0, None, ((0.0, 0.0),))
    assert traces([note, note, anchor]) == {
        ((1.0, 300.0), (3.0, 300.0)): shade(300.0),
        ((3.0, 1.0), (4.0, 1.0)): shade(1.0),
        ((3.0, 300.0), (3.0, 1.0)): shade(300.0),
    }


def test_curves_stop_over_silences() -> None:
    quiet = silences([a_note(1.0, 2.0), a_note(1.5, 3.0), a_note(5.0, 6.0), a_note(6.5, 7.0)], 9.0, 1.0)
    assert quiet == [(0.0, 1.0), (3.0, 5.0), (7.0, 9.0)]
    assert unbroken(np.array([1.0, 2.0, 5.0, 6.5]), quiet) == [slice(0, 2), slice(2, 4)]
    assert unbroken(np.array([1.0, 4.0, 5.0]), quiet) == [slice(0, 3)]  # it went on learning in the silence
    assert unbroken(np.array([1.0, 2.0, 2.5]), [*quiet, (2.2, 2.2), (2.0, 2.1)]) == [slice(0, 2), slice(2, 3)]
    assert unbroken(np.zeros(0), quiet) == []


def test_clock() -> None:
    assert [clock(seconds) for seconds in (0.0, 59.6, 61.0, 3600.0)] == ["0:00", "1:00", "1:01", "60:00"]


def test_fitted() -> None:
    assert [fitted("Knots, seen", letters) for letters in (20, 11, 7, 1)] == [
        "Knots, seen",
        "Knots, seen",
        "Knots,…",
        "…",
    ]


# ---------------------------------------------------------------- pages
def panel(image: npt.NDArray[np.uint8], bottom: float, top: float) -> npt.NDArray[np.uint8]:
    """Return a page between two heights, inside its margins and under the captions."""
    return image[round((1 - top) * 2000) : round((1 - bottom) * 2000), 220:3370]


def reds(image: npt.NDArray[np.uint8]) -> int:
    blue, green, red = (image[..., channel].astype(int) for channel in range(3))
    return int(np.count_nonzero((red - green > 80) & (red - blue > 80)))


def test_a_page_of_a_whole_piece_is_quickly_drawn(tmp_path: Path) -> None:
    page(tmp_path, phrase())  # fonts are read once
    take = written(tmp_path, concert())
    began = time.process_time()
    draw_score(take, tmp_path / "score.png")
    assert time.process_time() - began < 6.0  # 1.5 on an idle machine


def test_a_page_is_always_the_same(tmp_path: Path) -> None:
    take = written(tmp_path, phrase())
    draw_score(take, tmp_path / "score.png")
    draw_score(take, tmp_path / "again.png")
    assert (tmp_path / "score.png").read_bytes() == (tmp_path / "again.png").read_bytes()


def test_far_out_of_tune_is_red_and_in_tune_is_not(tmp_path: Path) -> None:
    far = [on(1.0, 1, 60, learner=1, detune=0.25), off(8.0, 1), END]
    near = [on(1.0, 1, 60, learner=1, detune=0.0), off(8.0, 1), END]
    image = page(tmp_path, far)
    assert image.shape == (2000, 3600, 3)
    assert reds(panel(image, 0.5, 0.84)) > 10_000
    assert reds(panel(page(tmp_path, near), 0.5, 0.84)) == 0


def test_silence_is_empty(tmp_path: Path) -> None:
    image = panel(page(tmp_path, phrase()), 0.07, 0.15)
    after = image[:, int(0.6 * image.shape[1]) : -20]  # the last note ends at half of the width
    rows = (after != after[:, :1]).any(axis=(1, 2))
    assert not rows.any()


DEGENERATE: dict[str, Lines] = {
    "nothing": [],
    "zero duration": [{"t": 0.0, "cue": 1, "name": "A"}, on(0.0, 1, 60), step(0.0, 1, 0.3), {"t": 0.0, "end": True}],
    "no notes": [drawn(0.0, 1), step(1.0, 1, 0.3), step(2.0, 1, 0.2), END],
    "no steps": [midi(1.0, 144, 60, 90), on(1.0, 1, 60), off(2.0, 1), END],
    "only knots": chord(),
    "cut short": phrase()[:8],
    "many cues at once": [{"t": 1.0, "cue": n, "name": "N" * 200} for n in range(40)] + [END],
    "a large gradient": [step(t, 1, 0.3) | {"gradient": list(range(300))} for t in (1.0, 2.0, 3.0)] + [END],
    "absurd values": [step(1.0, 1, -1e300, detunes=[[1, 1e300]]), step(2.0, 1, 1e300), step(3.0, 1, 0.0), END],
    "odd inputs, no gradient": [
        {"t": 0.0, "cue": 1, "name": "A"}, midi(1.0), midi(1.0, 144), {"t": 1.0, "in": "midi"},
        {"t": 1.0, "in": "worker", "part": "d"}, step(1.0, 1, 0.3, part="odd") | {"gradient": []}, END,
    ],
    "very long, very wide": [on(1.0, 1, 127), on(1.0, 2, 0), off(3.0, 1), {"t": 999_999.0, "end": True}],
}  # fmt: skip


@pytest.mark.parametrize("lines", DEGENERATE.values(), ids=DEGENERATE)
def test_every_take_has_a_page(tmp_path: Path, lines: Lines, recwarn: pytest.WarningsRecorder) -> None:
    image = page(tmp_path, lines, 'title = "' + "long " * 60 + '"')
    assert image.shape == (2000, 3600, 3)
    assert np.count_nonzero(image.min(axis=2) < 100) > 1000
    assert [str(warning.message) for warning in recwarn] == []


@pytest.mark.parametrize(
    "line",
    [
        {"t": 1.0, "step": "cubics"},
        step(1.0, 1, 0.3) | {"loss": None},
        step(1.0, 1, 0.3) | {"gradient": 3},
        step(1.0, 1, float("nan")),
        step(1.0, 1, 0.3, detunes=[3]),
        on(1.0, 1, 60) | {"on": "C4"},
        on(1.0, 1, 60) | {"detune": float("inf")},
        {"t": 1.0, "steps": "crowd", "learner": [1, 2], "loss": [0.1], "gradient": [[1.0], [2.0]]},
    ],
)
def test_a_line_that_makes_no_sense_is_named(tmp_path: Path, line: dict[str, Any]) -> None:
    with pytest.raises(DescantError, match=r"take\.jsonl:3: is not a line of a take"):
        draw_score(written(tmp_path, [{"t": 0.0, "cue": 1, "name": "A"}, line]), tmp_path / "score.png")
    assert not (tmp_path / "score.png").exists()


def test_no_take_and_nowhere_to_write(tmp_path: Path) -> None:
    with pytest.raises(DescantError):
        draw_score(tmp_path / "none.jsonl", tmp_path / "score.png")
    with pytest.raises(OSError, match="none"):
        draw_score(written(tmp_path, phrase()), tmp_path / "none" / "score.png")


def hit(at: float, instrument: str, pitch: int, voice: int, velocity: int = 100) -> dict[str, Any]:
    line = {"t": at - 0.02, "voice": voice, "on": pitch, "frequency_hz": 65.4, "instrument": instrument, "detune": 0.0}
    return line | {"velocity": velocity, "at": at, "length_s": 0.1}


def loops() -> Lines:
    """A sequencer's bar, moved once; two instruments of one note; a hand."""
    return [
        {"t": 0.0, "loop": "drums", "begins_s": 0.02, "point": [0.5, -1.0]},
        hit(1.02, "kick", 36, 1), hit(1.02, "bass", 36, 2), hit(1.5, "hat", 42, 3, 40),
        {"t": 2.0, "in": "set", "name": "drums/density", "value": 0.7},
        {"t": 2.5, "in": "set", "name": "drums/walk", "value": "circle"},
        {"t": 3.0, "in": "set", "name": "drums/kick/mute", "value": True},
        {"t": 3.0, "loop": "drums", "begins_s": 3.02, "point": [1.5, -1.0]},
    ]  # fmt: skip


def test_strokes_loops_and_turned_knobs_are_read(tmp_path):
    reading = read(written(tmp_path, [*loops(), END]))
    assert [(own.instrument, own.begin_s, own.velocity) for own in reading.strokes] == [
        ("kick", 1.02, 100), ("bass", 1.02, 100), ("hat", 1.5, 40),
    ]  # fmt: skip
    assert [(note.pitch, note.begin_s, note.end_s) for note in reading.notes] == [(36, 1.02, 1.12), (42, 1.5, 1.6)]
    assert [(loop.part, loop.begin_s, loop.point) for loop in reading.loops] == [
        ("drums", 0.02, (0.5, -1.0)), ("drums", 3.02, (1.5, -1.0)),
    ]  # fmt: skip
    assert reading.turns == {"drums/density": [(2.0, 0.7)], "drums/kick/mute": [(3.0, 1.0)]}


def test_a_piece_of_loops_has_a_page_of_its_own(tmp_path):
    own, empty = page(tmp_path, [*loops(), END]), page(tmp_path, [END])
    assert own.shape == empty.shape == (2000, 3600, 3)
    strokes = np.argwhere(np.ptp(own[320:1180, 220:3380].astype(int), axis=2) > 60)
    columns = strokes[:, 1] / (3600 * 0.883) * 10.0 + (220 - 198) / (3600 * 0.883) * 10.0  # seconds
    assert set(np.round(columns, 0)) <= {1.0, 2.0} and len(columns) > 500


def test_the_knobs_that_were_turned_most_are_drawn_in_the_order_of_the_hands():
    turns = {f"k{number}": [(20.0 - number, float(n)) for n in range(number)] for number in range(1, 12)}
    assert most_turned(turns) == [f"k{number}" for number in range(11, 3, -1)]


@pytest.mark.parametrize("broken", [{"begins_s": None}, {"point": [math.inf]}, {"point": 3}])
def test_a_loop_that_makes_no_sense_is_no_line_of_a_take(tmp_path, broken):
    with pytest.raises(DescantError, match="is not a line of a take"):
        read(written(tmp_path, [loops()[0] | broken, END]))
