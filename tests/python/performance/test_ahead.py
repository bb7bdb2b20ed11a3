"""Parts that play ahead of time: hits at their very sample, knobs they turn themselves, files that they need."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from descant.errors import DescantError
from descant.parts.base import File, Hit, Looped, Pad, Turn
from descant.parts.kinds import kinds
from descant.patch import load
from descant.performance.offline import Job, perform
from descant.performance.performance import Performance
from descant.performance.score_reading import read
from descant.performance.take import packed_files, read_take, unpack
from descant.sound.engine import Engine
from descant.sound.offline import make_score
from descant.sound.synthdefs import built_in
from descant.table import Parameter, Stream

PATCH = """
descant = 1
[parts.beat]
kind = "metronome"
{more}
[instruments.piano]
synthdef = "piano"
level_db = -6.0
[sound]
lookahead_ms = 30
[[cues]]
number = 1
"""
EVERY_S = 0.1234567  # falls on no tick, and on no frame


class Metronome:
    """Hits a note every `EVERY_S`, from the first time on that it may give."""

    kind, ahead = "metronome", True
    parameters = (Parameter(name="level", doc="", low=0.0, high=2.0, default=1.0),)
    streams = (Stream(name="pulse", doc=""),)
    files = (File("model", "what it plays", ".model", 16), File("corpus", "what it learns", "", 0, folder=True))

    def __init__(self, name, values, seed):
        self.values, self.loaded, self.begun, self.given = dict(values), {}, None, 0

    def load(self, name, data):
        if data == b"broken":
            raise DescantError("model", "is broken", "mend it")
        self.loaded[name] = data

    def set(self, parameter, value, time):
        self.values[parameter] = value
        return []

    def begin(self, time, cue):
        self.begun, self.given = time, 0
        return [Looped(time, 0.1, ("kick",), 2, (1.0, 0.5), (0.0,))]

    def handle(self, event):
        return [Turn("level", event.at[0])] if isinstance(event, Pad) else []

    def due(self):
        return self.begun + self.given * EVERY_S

    def advance(self, time):
        hits = []
        while self.due() <= time:
            hits.append(Hit(self.due(), 60.0, 100, 0.05))
            self.given += 1
        return hits

    def state(self):
        return {"values": dict(self.values), "begun": self.begun, "given": self.given}

    def restore(self, state: Mapping):
        self.values, self.begun, self.given = dict(state["values"]), state["begun"], state["given"]


@pytest.fixture
def patch(tmp_path, monkeypatch):
    """Return a function that loads a patch with a metronome."""
    known = {**kinds(), "metronome": Metronome}
    for module in ("descant.performance.ensemble", "descant.performance.take"):
        monkeypatch.setattr(f"{module}.kinds", lambda: known)
    monkeypatch.setattr(sys.modules["descant.patch.load"], "installed", lambda: known)

    def made(more: str = "", folder: Path = tmp_path):
        path = folder / "beat.toml"
        path.write_text(PATCH.format(more=more))
        return load(path)

    return made


def performance(patch):
    lines, shown = [], []
    engine = Engine(make_score(), built_in(), tuple(patch.streams))
    made = Performance(patch, 1, engine, lines.append, shown.append)
    made.start()
    return made, lines, shown


def hits_of(lines):
    return [line for line in lines if "at" in line]


def test_hits_are_given_ahead_of_their_time_and_never_later(patch):
    made, lines, _ = performance(patch())
    made.advance(2.0)
    hits = hits_of(lines)
    assert [line["at"] for line in hits] == [0.03 + n * EVERY_S for n in range(17)]
    ahead = np.array([line["at"] - line["t"] for line in hits])
    assert (ahead > 0.03 - 1 / 200 - 1e-9).all() and (ahead <= 0.03).all()
    assert hits[0] == {
        "t": 0.0, "voice": 1, "on": 60, "frequency_hz": pytest.approx(261.6256), "instrument": "piano",
        "detune": 0.0, "velocity": 100, "at": 0.03, "length_s": 0.05,
    }  # fmt: skip
    assert not [line for line in lines if "off" in line]


def test_their_sound_begins_at_the_very_sample(patch, tmp_path):
    begins = []
    for number, lookahead_ms in enumerate((30, 30.7, 31.33, 44.9)):
        beat = patch()
        beat = replace(beat, sound=replace(beat.sound, lookahead_ms=lookahead_ms))
        out = tmp_path / str(number)
        perform(Job(patch=beat, inputs=({"t": 0.1, "in": "stop"},), seed=1, movie=False), out, lambda *told: None)
        sound, sample_rate = soundfile.read(out / "audio.wav")
        begins.append(int(np.argmax(np.abs(sound).max(axis=1) > 0.0)) - lookahead_ms / 1000 * sample_rate)
    assert begins == pytest.approx([begins[0]] * 4, abs=1.0) and 0 <= begins[0] < 64  # an attack rises from nothing


def test_the_score_shows_them_where_they_sound(patch, tmp_path):
    stop = {"t": 1.0, "in": "stop"}
    perform(Job(patch=patch(), inputs=(stop,), seed=1, movie=False), tmp_path / "out", lambda stage, done: None)
    notes = read(tmp_path / "out" / "take.jsonl").notes
    assert [note.begin_s for note in notes] == pytest.approx([0.03 + n * EVERY_S for n in range(9)])
    assert notes[0].end_s == pytest.approx(0.08) and notes[0].velocity == 100


def test_nothing_is_given_while_it_is_switched_off_or_frozen(patch):
    made, lines, _ = performance(patch())
    made.handle({"t": 0.5, "in": "set", "name": "beat/on", "value": 0})
    made.advance(1.0)
    assert max(line["at"] for line in hits_of(lines)) <= 0.53
    made.handle({"t": 1.0, "in": "set", "name": "beat/on", "value": 1})
    made.handle({"t": 1.5, "in": "freeze", "on": True})
    made.advance(3.0)
    again = [line["at"] for line in hits_of(lines) if line["at"] > 0.6]
    assert again == [1.03 + n * EVERY_S for n in range(5)]


def test_a_knob_that_a_part_turns_is_turned_for_everyone_and_held_in_its_range(patch):
    made, *_ = performance(patch())
    made.handle({"t": 0.5, "in": "pad", "part": "beat", "at": [1.5]})
    assert made.conductor.values["beat/level"] == 1.5 and made.parts["beat"].values["level"] == 1.5
    made.handle({"t": 0.6, "in": "pad", "part": "beat", "at": [7.0]})
    assert made.conductor.values["beat/level"] == 2.0


def test_the_bar_that_sounds_is_shown_also_to_a_picture_that_comes_later(patch):
    made, lines, shown = performance(patch())
    loops = [message for message in shown if type(message).__name__ == "Looped"]
    assert [(loop.time, loop.begins_s, loop.cells) for loop in loops] == [(0.0, 0.03, (1.0, 0.5))]
    assert {"t": 0.0, "loop": "beat", "begins_s": 0.03, "point": [0.0]} in lines
    made.advance(1.0)
    shown.clear()
    made.show()
    assert [loop.begins_s for loop in shown if type(loop).__name__ == "Looped"] == [0.03]
    state = made.state()
    other, _, shown = performance(patch())
    other.resume(state)
    assert [loop.begins_s for loop in shown if type(loop).__name__ == "Looped"][-1] == 0.03


def test_a_part_gets_its_file_and_a_take_brings_it_along(patch, tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "one.model").write_bytes(b"\xff\x00\x80")
    with_model = patch('model = "models/one.model"\ncorpus = "no such folder"')
    made, *_ = performance(with_model)
    assert made.parts["beat"].loaded == {"model": b"\xff\x00\x80"}
    perform(
        Job(patch=with_model, inputs=({"t": 0.2, "in": "stop"},), seed=1, movie=False), tmp_path / "out",
        lambda stage, done: None,
    )  # fmt: skip
    header, _ = read_take(tmp_path / "out" / "take.jsonl")
    assert packed_files(header) == {}  # of texts there is none
    elsewhere = load(unpack(header, tmp_path / "elsewhere"))
    assert performance(elsewhere)[0].parts["beat"].loaded == {"model": b"\xff\x00\x80"}


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ('model = "gone.model"', '"gone.model" is not beside the patch; put it there'),
        ('model = "../one.model"', 'found "../one.model"; must lie beside the patch, or in a folder beside it'),
        ('model = "one.wav"', 'found "one.wav"; must be a file whose name ends in .model'),
        ("model = 3", "found 3; must be"),
        ('modell = "one.model"', "unknown key"),
    ],
)
def test_a_file_that_cannot_be_had_is_said_in_a_line(patch, more, what):
    with pytest.raises(DescantError) as raised:
        patch(more)
    assert what in str(raised.value) and "beat.toml:5" in str(raised.value)


def test_a_file_that_is_too_long_or_of_no_use_is_said_in_a_line(patch, tmp_path):
    (tmp_path / "one.model").write_bytes(b"broken")
    with pytest.raises(DescantError, match="is broken; mend it"):
        performance(patch('model = "one.model"'))
    (tmp_path / "one.model").write_bytes(bytes(17))
    with pytest.raises(DescantError, match="longer than"):
        performance(patch('model = "one.model"'))


def test_a_hit_that_cannot_be_is_refused():
    for wrong in ((float("nan"), 60.0, 100, 0.1), (1.0, 129.0, 100, 0.1), (1.0, 60.0, 0, 0.1), (1.0, 60.0, 1, 0.0)):
        with pytest.raises(ValueError, match=r"must be|a hit lasts"):
            Hit(*wrong)
