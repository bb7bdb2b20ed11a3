"""A part that listens, in a performance: what it hears sounds, is learned from, moves what it is mapped to."""

import copy

import pytest

from descant.parts.base import NoteEnd, Strike
from descant.patch import loads
from descant.performance import hearing
from descant.performance.microphone import frame_line, wanted
from descant.performance.rehearsal import rehearse
from descant.sound.listening import Frame
from descant.sound.synthdefs import read_synthdef
from descant.sound.tuning import Pitches, tuning
from descant.video import messages as picture

PATCH = """
descant = 1
{top}

[inputs.cello]
kind = "midi"

[parts.cello]
kind = "listen"
{cello}

[parts.cubics]
kind = "cubics"

[parts.knots]
kind = "knots"
on = false
chord_notes = 1

[instruments.overtones]
synthdef = "overtones"
notes = [0, 59]

[instruments.bright]
synthdef = "overtones"
notes = [60, 127]

[mappings.loss-to-detune]
from = "cubics/loss"
to = "overtones/detune"
amount = 0.1

[mappings.loudness-to-shift]
from = "cello/amplitude"
to = "shift/red"
amount = 0.5

[mappings.brightness-to-detune]
from = "cello/centroid"
to = "bright/detune"
amount = 0.0001
ceiling = 0.2

[[cues]]
number = 1

[[cues]]
number = 2
set = {{ "cello/on" = false }}

[[cues]]
number = 3
set = {{ "cello/channel" = 3, "cello/notes" = false }}
"""


@pytest.fixture
def cellist(stage_of):
    """Return a function that puts a cellist on a stage."""

    def put(cello="", top="", **settings):
        return Cellist(stage_of(loads(PATCH.format(cello=cello, top=top), "cello.toml", None, {}), **settings))

    return put


class Cellist:
    def __init__(self, stage):
        self.stage, self.time = stage, 0.1

    def audio(self, *data, part="cello"):
        """Play a frame; return the lines that it brought, but for ends."""
        begin = len(self.stage.lines)
        self.stage.performance.handle({"t": self.time, "in": "audio", "part": part, "data": list(data)})
        self.time = round(self.time + 0.01, 6)
        return [line for line in self.stage.lines[begin:] if "in" not in line and "off" not in line]

    def note(self, pitch, level_db=-20.0, centroid_hz=800, frames=10):
        lines = self.audio(0, 0.0, 0.0, level_db, centroid_hz)
        for _ in range(frames):
            lines += self.audio(0, pitch, 0.98, level_db, centroid_hz)
        return lines

    def silence(self):
        return self.audio(-1, 0.0, 0.0, -60.0, 0)

    def send(self, **line):
        begin = len(self.stage.lines)
        self.stage.performance.handle({"t": self.time} | line)
        return self.stage.lines[begin + 1 :]

    def go(self):
        return self.send(**{"in": "cue", "do": "go"})

    @property
    def sounding(self):
        return [line["on"] for line in self.stage.sounding.values()]

    def value(self, name):
        return self.stage.performance.conductor.values[name]


# ---------------------------------------------------------------- notes
def test_a_note_that_is_heard_sounds_and_teaches_as_any_other(cellist, order):
    cello = cellist()
    drawn = cello.note(40.02)
    assert order(drawn) == ["draw", "voice"]
    assert (drawn[1]["on"], drawn[1]["instrument"], drawn[1]["velocity"]) == (40.02, "overtones", 100)
    assert drawn[1]["frequency_hz"] == pytest.approx(440 * 2 ** ((40.02 - 69) / 12), rel=1e-12)
    stepped = cello.note(55.97)
    assert order(stepped) == ["step", "voice"]
    assert (stepped[0]["note"], stepped[1]["on"]) == (55.97, 55.97)
    assert stepped[1]["detune"] == pytest.approx(0.1 * stepped[0]["loss"])


def test_whole_pitches_are_written_whole(cellist):
    line = cellist(cello="snap = true").note(55.2)[-1]
    assert line["on"] == 55
    assert type(line["on"]) is int


def test_the_nearest_key_decides_which_instrument_sounds_and_who_draws(cellist, order):
    cello = cellist()
    assert cello.note(59.4)[-1]["instrument"] == "overtones"
    assert cello.note(60.3)[-1]["instrument"] == "bright"
    assert order(cello.note(47.6)) == ["step", "voice"]
    assert order(cello.note(46.4)) == ["draw", "voice"]


def test_a_tuning_sounds_what_was_heard(cellist):
    cello = cellist(top='[sound]\ntuning = "just"\ntuning_root = 60\nreference_hz = 442.0')
    just = cello.stage.patch.tuning()
    frame = Frame(0.0, "cello", 0, 347.3, 0.98, -20.0, 800.0)
    data = frame_line(frame, Pitches(just))["data"]
    lines = [line for _ in range(4) for line in cello.audio(*data) if "on" in line]
    assert lines[0]["frequency_hz"] == pytest.approx(347.3, rel=1e-4)
    assert lines[0]["on"] == pytest.approx(Pitches(just).of(347.3), abs=0.0005)


def test_notes_of_an_input_of_the_same_name_are_others(cellist):
    cello = cellist()
    cello.note(57.0)
    cello.stage.performance.handle({"t": cello.time, "in": "midi", "from": "cello", "data": [0x90, 57, 80]})
    assert cello.sounding == [57, 57]
    cello.stage.performance.handle({"t": cello.time, "in": "midi", "from": "cello", "data": [0x80, 57, 0]})
    assert len(cello.sounding) == 1
    cello.silence()
    cello.stage.until(2.0)
    assert cello.sounding == []


def test_one_note_is_a_chord_where_one_is_enough(cellist, order):
    cello = cellist()
    cello.stage.performance.conductor.values |= {"knots/on": True, "cubics/on": False}
    assert order(cello.note(43.0, frames=3))[:3] == ["draw", "step", "voice"]
    assert len(cello.stage.of("step", cello.stage.until(0.6))) >= 5
    assert cello.stage.of("step", cello.stage.until(2.0)) == []


def test_the_picture_sees_its_notes(cellist):
    cello = cellist()
    cello.note(57.3)
    cello.silence()
    cello.stage.until(1.0)
    seen = [message for message in cello.stage.shown if isinstance(message, picture.KeyDown | picture.KeyUp)]
    assert [type(message) for message in seen] == [picture.KeyDown, picture.KeyUp]
    assert (seen[0].pitch, seen[0].velocity) == (57.3, 100)


# ---------------------------------------------------------------- who does not play lets go
def test_a_part_that_is_switched_off_lets_go_and_hears_nothing(cellist):
    cello = cellist(cello="release_ms = 9000")
    cello.note(57.0)
    cello.note(60.0)
    assert cello.sounding == [57, 60]
    cello.go()
    assert cello.sounding == []
    assert cello.note(64.0) == []


@pytest.mark.parametrize("line", [{"in": "freeze", "on": True}, {"in": "panic"}, {"in": "stop"}])
def test_notes_end_when_all_is_frozen_stopped_or_in_panic(cellist, line):
    cello = cellist(cello="release_ms = 9000")
    cello.note(57.0)
    cello.note(60.0)
    assert [type_["off"] for type_ in cello.send(**line)] == [True, True]
    assert cello.sounding == []


def test_after_a_freeze_what_still_sounds_begins_anew(cellist):
    cello = cellist()
    cello.note(57.0)
    cello.send(**{"in": "freeze", "on": True})
    assert cello.note(57.0) == []
    cello.send(**{"in": "freeze", "on": False})
    assert cello.note(57.0)[-1]["on"] == 57


def test_a_listener_that_raises_lets_go_and_the_others_play_on(cellist, monkeypatch):
    cello = cellist()
    cello.note(57.0)
    part = cello.stage.performance.parts["cello"]

    def broken(event):
        raise RuntimeError("no ear")

    monkeypatch.setattr(part, "handle", broken)
    lines = cello.audio(0, 57.0, 0.98, -20.0, 800)
    assert cello.sounding == []
    assert lines[0]["text"] == "rests from now on: RuntimeError: no ear"
    assert not cello.stage.performance.plays("cello")
    assert cello.stage.midi(2.0, 0x90, 50, 80, source="cello")[-1]["on"] == 50


# ---------------------------------------------------------------- streams
def test_streams_move_what_they_are_mapped_to_and_are_on_their_buses(cellist):
    cello = cellist()
    cello.audio(0, 57.25, 0.98, -31.0, 1234)
    assert cello.value("shift/red") == pytest.approx(0.25)
    values = cello.stage.engine.stream_values
    index = cello.stage.engine._buses._stream_index
    assert (values[index["cello/pitch"]], values[index["cello/centroid"]]) == (57.25, 1234)
    assert values[index["cello/amplitude"]] == pytest.approx(0.5)
    cello.silence()
    assert cello.value("shift/red") == 0
    assert values[index["cello/amplitude"]] == 0


def test_a_stream_can_detune_notes_that_follow_no_learner(cellist):
    cello = cellist()
    line = cello.note(72.0, centroid_hz=500)[-1]
    assert line["detune"] == pytest.approx(0.05)
    voice = line["voice"]
    cello.audio(0, 72.0, 0.98, -20.0, 1500)
    assert cello.stage.engine._buses._detune_values[cello.stage.engine._buses._detune_of[voice]] == pytest.approx(0.15)
    follows = cello.note(57.0, centroid_hz=500)[-1]
    before = cello.stage.engine._buses._detune_values[cello.stage.engine._buses._detune_of[follows["voice"]]]
    cello.audio(0, 57.0, 0.98, -20.0, 1900)
    assert cello.stage.engine._buses._detune_values[cello.stage.engine._buses._detune_of[follows["voice"]]] == before


# ---------------------------------------------------------------- garbage
GARBAGE = [
    None, 5, "x", [], [0, 57.0, 0.9, -20.0], [0, 57.0, 0.9, -20.0, 800, 1], [0, "57", 0.9, -20.0, 800],
    [0, None, 0.9, -20.0, 800], [True, 57.0, 0.9, -20.0, 800], [0, float("nan"), 0.9, -20.0, 800],
    [0, float("inf"), 0.9, -20.0, 800], [2, 57.0, 0.9, -20.0, 800], [0.5, 57.0, 0.9, -20.0, 800],
    [0, -1.0, 0.9, -20.0, 800], [0, 200.0, 0.9, -20.0, 800], [0, 57.0, -1, -20.0, 800],
    [0, 57.0, 0.9, 10**400, 800], [0, 57.0, 0.9, -20.0, [800]],
]  # fmt: skip


@pytest.mark.parametrize("data", GARBAGE, ids=str)
def test_garbage_is_warned_of_and_changes_nothing(cellist, data):
    cello = cellist()
    cello.note(57.0)
    before, notes = copy.deepcopy(cello.stage.performance.parts["cello"].state()), cello.sounding
    (warning,) = cello.send(**{"in": "audio", "part": "cello", "data": data})
    assert (warning["warn"], warning["text"].startswith("found ")) == ("cello", True)
    assert cello.stage.performance.parts["cello"].state() == before
    assert cello.sounding == notes


@pytest.mark.parametrize("part", ["cubics", "nobody", None, 3])
def test_only_a_part_that_listens_can_hear(cellist, part):
    cello = cellist()
    (warning,) = cello.audio(0, 57.0, 0.98, -20.0, 800, part=part)
    assert (warning["warn"], warning["text"]) == (str(part), "is no part that listens")


def test_a_line_without_data_is_garbage(cellist):
    assert "warn" in cellist().send(**{"in": "audio", "part": "cello"})[0]


def test_records_that_cannot_be_are_the_parts_own_fault():
    with pytest.raises(ValueError, match="pitch must be from 0 to 128, not nan"):
        Strike(float("nan"), 80)
    with pytest.raises(ValueError, match="velocity must be from 1 to 127, not 0"):
        Strike(60.0, 0)


def test_a_stream_that_is_not_declared_is_warned_of(cellist, monkeypatch):
    from descant.parts.base import Emit

    cello = cellist()
    monkeypatch.setattr(
        cello.stage.performance.parts["cello"],
        "handle",
        lambda event: [Emit({"amplitude": 1.0, "smell": 2.0}, to_notes=True)],
    )
    (warning,) = cello.audio(0, 57.0, 0.98, -20.0, 800)
    assert warning["text"] == "has no stream cello/smell"
    assert cello.value("shift/red") == 0.5


# ---------------------------------------------------------------- between patch and microphone
def test_listeners_and_the_channels_they_need(cellist, small):
    patch = cellist(cello="channel = 2").stage.patch
    assert hearing.listeners(patch) == ("cello",)
    assert hearing.channels(patch) == {"cello": (2, 3)}
    assert (hearing.listeners(small), hearing.channels(small)) == ((), {})


def test_how_a_part_listens_follows_its_parameters(cellist):
    stage = cellist(cello="lowest = 40\nhighest = 76\nfloor_db = -44.0").stage
    play, values = stage.performance.plays, stage.performance.conductor.values
    before = wanted(("cello",), values, play, stage.patch.tuning())["cello"]
    assert (before.channel, before.on, before.threshold, before.floor_db) == (1, True, 0.5, -44.0)
    assert before.lowest_hz == pytest.approx(440 * 2 ** ((39.5 - 69) / 12))
    assert before.highest_hz == pytest.approx(440 * 2 ** ((76.5 - 69) / 12))
    stage.performance.handle({"t": 1.0, "in": "cue", "do": "go"})
    after = wanted(("cello",), values, play, stage.patch.tuning())["cello"]
    assert not after.on
    assert not after.needs_another(before)
    stage.performance._set("cello/lowest", 90)  # above the highest: the two change places
    after = wanted(("cello",), values, play, stage.patch.tuning())["cello"]
    assert after.lowest_hz == pytest.approx(440 * 2 ** ((75.5 - 69) / 12))
    assert after.needs_another(before)


def test_a_frame_is_written_as_exactly_as_it_is_heard():
    frame = Frame(12.3, "cello", 1, 220.0123456, 0.98765, -23.456, 1234.56)
    line = frame_line(frame, Pitches(tuning("equal")))
    assert line == {"in": "audio", "part": "cello", "data": [1, 57.001, 0.99, -23.5, 1235]}
    assert hearing.heard(line | {"t": 1.0}).pitch == 57.001
    silent = Frame(12.3, "cello", -1, 0.0, 0.0, -60.0, 0.0)
    assert frame_line(silent, Pitches(tuning("equal")))["data"] == [-1, 0.0, 0.0, -60.0, 0]


def test_a_rehearsal_plays_the_listeners_too(cellist, monkeypatch):
    patch = cellist().stage.patch
    heard = []
    from descant.parts.listen import Listen

    original = Listen.handle
    monkeypatch.setattr(Listen, "handle", lambda part, event: heard.extend(original(part, event)) or [])
    rehearse(patch, 1, {name: read_synthdef(entry.synthdef, None) for name, entry in patch.instruments.items()})
    assert sum(isinstance(record, Strike) for record in heard) >= 4


def test_ends_reach_parts_that_do_not_play(cellist):
    cello = cellist(cello="release_ms = 9000")
    ended = []
    part = cello.stage.performance.parts["knots"]
    original = part.handle
    part.handle = lambda event: (ended.append(event) if isinstance(event, NoteEnd) else None) or original(event)
    cello.note(57.0)
    cello.send(**{"in": "freeze", "on": True})
    assert len(ended) == 1


def test_back_listens_on_to_what_is_heard_now(cellist):
    cello = cellist()
    cello.note(40.0)
    cello.silence()
    cello.time = 1.0
    cello.send(**{"in": "cue", "do": "goto", "to": 3})
    cello.send(**{"in": "set", "name": "cello/notes", "value": True})
    cello.note(57.0)
    sounding = cello.sounding
    assert sounding
    cello.send(**{"in": "cue", "do": "back"})
    assert cello.sounding == sounding
    assert cello.value("cello/channel") == 1
    assert cello.stage.performance.parts["cello"].state()["values"]["channel"] == 1
    cello.audio(0, 57.0, 0.98, -20.0, 800)
    assert cello.sounding == sounding
