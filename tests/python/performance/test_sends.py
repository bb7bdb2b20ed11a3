"""Effects of a patch: who can be sent where, and that cues, mappings, hands and a resumed performance are heard."""

import mido
import numpy as np
import pytest
import soundfile

from descant.patch import loads, problems
from descant.performance.offline import midi_inputs
from descant.sound.offline import render

PATCH = """\
descant = 1
title = "Two effects"

[inputs.piano]
kind = "midi"
next_cue = 67
knobs = { 1 = "overtones/to_echo" }

[parts.mine]
kind = "function"

[instruments.overtones]
synthdef = "overtones"
to_hall = 0.25

[instruments.repeats]
synthdef = "echo"
bpm = 60.0
beats = 0.5
feedback = 0.0

[instruments.hall]
synthdef = "room"
decay_s = 3.0

[instruments.echo]
synthdef = "echo"

[mappings.loss-to-feedback]
from = "mine/value"
to = "repeats/feedback"
amount = 0.5

[picture]
width = 64
height = 36

[[cues]]
number = 1

[[cues]]
number = 2

    [cues.set]
    "overtones/to_repeats" = 1.0
    "hall/decay_s" = 6.0

    [cues.fade]
    "hall/decay_s" = 2.0
"""

DRY = """
[instruments.overtones]
synthdef = "overtones"

[[cues]]
number = 1
"""


def patch_of(text=PATCH):
    return loads(text, "two.toml", None, {})


def told(stage, control):
    """Return (time, value) of all that was set of a control of a node."""
    return [
        (round(time, 3), value)
        for time, (address, *contents) in stage.sent if address == "/n_set"
        for name, value in zip(contents[1::2], contents[2::2], strict=False) if name == control
    ]  # fmt: skip


def test_each_instrument_has_a_way_to_each_effect_and_an_effect_to_those_after_it():
    patch = patch_of()
    ways = [name for name in patch.table if name.partition("/")[2].startswith("to_")]
    assert ways == [
        "overtones/to_repeats", "overtones/to_hall", "overtones/to_echo", "repeats/to_hall", "repeats/to_echo",
        "hall/to_echo",
    ]  # fmt: skip
    assert patch.declared["overtones/to_hall"] == 0.25
    assert patch.declared["overtones/to_repeats"] == 0.0
    assert patch.table["hall/decay_s"].high == 30.0


@pytest.fixture
def problems_of(tmp_path):
    def find(text):
        path = tmp_path / "two.toml"
        path.write_text(text)
        return [str(each) for each in problems(path)]

    return find


def test_without_effects_there_are_no_ways(problems_of):
    text = PATCH.replace('synthdef = "echo"', 'synthdef = "piano"').replace('synthdef = "room"', 'synthdef = "piano"')
    assert any("to_hall: unknown key" in each for each in problems_of(text))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('synthdef = "room"', 'synthdef = "room"\nnotes = [0, 127]',
         'instruments.hall.notes: "room" is an effect, which sounds no notes; remove it; instruments are sent to it'
         " by to_hall"),
        ("to_hall = 0.25", "to_hal = 0.25", "instruments.overtones.to_hal: unknown key; did you mean 'to_hall'?"),
        ("to_hall = 0.25", "to_hall = 2", "instruments.overtones.to_hall: found 2; must be a number from 0 to 1"),
        ("decay_s = 3.0", "decay_s = 3.0\nto_repeats = 0.1", "instruments.hall.to_repeats: unknown key"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_effect_is_said(problems_of, old, new, says):
    assert problems_of(PATCH) == []
    (found,) = problems_of(PATCH.replace(old, new))
    assert says in found


def test_effects_run_from_the_beginning_as_declared_and_sound_no_notes(stage_of):
    stage = stage_of(patch_of(), 7)
    stage.on(1.0, 60)
    assert [line["instrument"] for line in stage.of("voice")] == ["overtones"]
    begun = {message[1]: message for _, message in stage.sent if message[0] == "/s_new"}
    (hall,) = [message for name, message in begun.items() if name == "room"]
    assert hall[hall.index("decay_s") + 1] == 3.0
    (first, *_) = [message for _, message in stage.sent if message[:2] == ["/s_new", "descant-strip-3"]]
    assert first[first.index("to_1") + 1] == 0.25


def test_cues_fades_knobs_and_mappings_are_heard_in_effects(stage_of):
    stage = stage_of(patch_of(), 7)
    stage.go(1.0)
    stage.until(4.0)
    assert (1.0, 1.0) in told(stage, "to_0")
    decays = told(stage, "decay_s")
    assert decays[-1] == (3.0, 6.0)
    assert [value for _, value in decays] == sorted(value for _, value in decays)
    assert len(decays) > 20
    stage.midi(4.5, 0xB0, 1, 127)
    assert told(stage, "to_2")[-1] == (4.5, 1.0)
    moved = [value for _, value in told(stage, "feedback")]
    assert len(set(moved)) > 5
    assert max(moved) <= 0.98


def test_a_resumed_performance_has_its_effects_as_they_were(stage_of):
    stage = stage_of(patch_of(), 7)
    stage.go(1.0)
    stage.until(4.0)
    again = stage_of(patch_of(), 7, started=False)
    again.performance.resume(stage.performance.state())
    begun = next(message for _, message in again.sent if message[:2] == ["/s_new", "room"])
    assert begun[begun.index("decay_s") + 1] == 6.0
    np.testing.assert_equal(again.performance.state(), stage.performance.state())


def test_what_is_sent_comes_back_in_the_file(stage_of, tmp_path):
    stage = stage_of(patch_of(), 7)
    stage.performance.handle({"t": 0.5, "in": "set", "name": "overtones/to_hall", "value": 0.0})
    stage.performance.handle({"t": 0.5, "in": "set", "name": "overtones/to_repeats", "value": 1.0})
    stage.performance.handle({"t": 0.5, "in": "set", "name": "mine/on", "value": False})
    stage.performance.handle({"t": 0.6, "in": "set", "name": "repeats/feedback", "value": 0.0})
    stage.on(1.0, 69)
    stage.off(1.05, 69)
    stage.until(3.0)
    render(stage.score, tmp_path / "out.wav", duration_s=3.0, sample_rate=48_000)
    sound = soundfile.read(tmp_path / "out.wav", always_2d=True)[0]
    direct, back = sound[48_000:60_000], sound[72_000:84_000]  # half a second later
    assert np.abs(direct).max() > 0.02
    assert np.abs(back - direct).max() < 0.01 * np.abs(direct).max()


def test_a_file_of_midi_is_rendered_until_its_effects_have_rung_out(tmp_path):
    midi = mido.MidiFile()
    midi.add_track().extend(
        [mido.Message("note_on", note=60, velocity=90), mido.Message("note_off", note=60, time=480)]
    )
    midi.save(tmp_path / "one.mid")
    rings_s = 0.375 * (1 + 60 / 7.9588)  # the last echo's: 0.4 is -8 dB
    assert midi_inputs(patch_of(), tmp_path / "one.mid")[-1]["t"] == pytest.approx(0.5 + rings_s, rel=1e-4)
    head = PATCH[: PATCH.index("[parts")].replace("knobs", "# knobs")
    dry = patch_of(head + DRY)
    assert midi_inputs(dry, tmp_path / "one.mid")[-1]["t"] == pytest.approx(0.5)
