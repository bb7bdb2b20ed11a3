"""Cues captured while the piece is played: where they are put, what they bring back, undo, and the replay of it."""

import base64
import random
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from descant.devices.protocol import decimal
from descant.patch import loads
from descant.patch.captured import read
from descant.patch.schema import MOST_CUES
from descant.performance.edits import Refused, placed
from descant.performance.take import DERIVED, header, unpack
from descant.states import dumps
from descant.states import loads as loads_state

HOLDS = 36, 40, 43
CUES = """
[[cues]]
number = 1
set = { "cubics/on" = true }

[[cues]]
number = 2
set = { "knots/on" = true }

"""


def tell(stage, t, kind, **more):
    """Apply an input; return the lines that it brought."""
    begin = len(stage.lines)
    stage.performance.handle({"t": t, "in": kind, **more})
    return stage.lines[begin + 1 :]


def learned(stage, name, moment):
    """Return what a part holds, its times relative to the moment."""
    state = stage.performance.parts[name].state()
    if "anchor" in state:
        state["anchor"] -= moment
    return {
        key: state[key]
        for key in ("values", "bank", "slot", "learner", "steps", "drawn", "anchor", "count")
        if key in state
    }


def played(stage, **how):
    """Go to the knots, let one learn for a while, with momentum; return the stage at 4 s."""
    one = stage(**how)
    one.go(1.0)
    tell(one, 1.5, "set", name="knots/optimizer", value="momentum")
    tell(one, 1.6, "set", name="overtones/level_db", value=-13.25)
    one.on(2.0, *HOLDS)
    one.until(3.999)
    return one


def derived(lines):
    return [line for line in lines if any(kind in line for kind in DERIVED)]


# ---------------------------------------------------------------- where it is put
@pytest.mark.parametrize(
    ("present", "number", "name", "expected"),
    [
        (1.0, None, "New", (1.5, "New")),
        (2.0, None, "", (2.25, "Cue 2.25")),
        (2.5, None, "A", (2.75, "A")),
        (3.0, None, "A", (4.0, "A")),
        (1.0, 7, "A", (7.0, "A")),
        (1.0, 2, "", (2.0, "Knots")),
        (1.0, 2, "Other", (2.0, "Other")),
        (3.0, None, "Slow", (2.5, "Slow")),
        (1.0, 2.7000000000000001, "A", (2.7, "A")),
    ],
)
def test_number_and_name(small, present, number, name, expected):
    assert placed(small, present, number, name) == expected


@pytest.mark.parametrize(
    ("number", "name", "why"),
    [
        (2, "Slow", "'Slow' is the name of cue 2.5"),
        (0.5, "A", "from 1 to 9999"),
        (float("nan"), "A", "from 1 to 9999"),
        (True, "A", "from 1 to 9999"),
        ("2", "A", "from 1 to 9999"),
        (None, "2nd", "begins with no digit"),
        (None, "a\nb", "one line"),
    ],
)
def test_what_no_cue_can_be(small, number, name, why):
    with pytest.raises(Refused, match=why):
        placed(small, 1.0, number, name)


def test_captures_in_a_row_halve_the_distance_and_have_short_numbers(stage):
    one = stage()
    one.go(1.0)
    for n in range(3):
        assert tell(one, 2.0 + n, "capture", name=f"Try {n}") == [
            {"t": 2.0 + n, "captured": [2.25, 2.12, 2.06][n], "name": f"Try {n}"}
        ]
    assert [cue.number for cue in one.performance.patch.cues] == [1, 2, 2.06, 2.12, 2.25, 2.5, 3]
    assert one.performance.conductor.cue.name == "Knots"
    assert [line["cue"] for line in one.go(6.0) if "cue" in line] == [2.06]


def test_no_room_is_said(stage):
    one = stage()
    for n in range(60):
        lines = tell(one, 1.0 + n / 10, "capture")
    assert lines[0]["warn"] == "capture" and lines[0]["text"] == "refused: there is no number left after cue 1"
    numbers = [cue.number for cue in one.performance.patch.cues]
    assert numbers == sorted(set(numbers)) and len(numbers) == 23
    assert [decimal(float(np.float32(number))) for number in numbers] == numbers, "every client can go to each"


# ---------------------------------------------------------------- what it holds
def test_only_what_differs_is_set_and_what_streams_move_is_in_the_file(stage):
    one = played(stage)
    tell(one, 4.0, "capture", name="Storm")
    cue = one.performance.patch.cues[2]
    assert (cue.number, cue.name, cue.state) == (2.25, "Storm", "small.states/2.25.json")
    assert cue.set == {"knots/on": True, "knots/optimizer": "momentum", "overtones/level_db": -13.25}
    captured = read(one.performance.patch.files[cue.state], cue.state)
    assert captured.kinds == {"cubics": "cubics", "knots": "knots"}
    assert captured.values == one.performance.conductor.values
    assert captured.values["shift/red"] != 0.0 and set(captured.learned["parts"]) == {"cubics", "knots"}


def test_a_cue_is_updated_and_keeps_its_notes_and_fades(stage):
    one = stage()
    one.go(1.0)
    one.go(2.0)
    tell(one, 3.0, "set", name="knots/learning_rate", value=0.5)
    tell(one, 4.0, "capture", name="Slow")
    cue = one.performance.patch.cues[2]
    assert (cue.number, cue.name, cue.set["knots/learning_rate"]) == (2.5, "Slow", 0.5)
    assert cue.fade == one.patch.cues[2].fade and len(one.performance.patch.cues) == 4


# ---------------------------------------------------------------- coming back
WAYS = {
    "go": lambda one, t: [tell(one, t, "cue", do="goto", to=2), tell(one, t, "cue", do="go")],
    "goto number": lambda one, t: [tell(one, t, "cue", do="goto", to=2.25)],
    "goto name": lambda one, t: [tell(one, t, "cue", do="goto", to="Storm")],
    "back": lambda one, t: [tell(one, t, "cue", do="goto", to=2.5), tell(one, t, "cue", do="goto", to=2.25)],
    "from afar": lambda one, t: [
        tell(one, t - 1.0, "cue", do="goto", to=1), one.on(t - 0.5, 36, 70, 71), WAYS["go"](one, t)
    ],
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_captured_cue_is_the_same_by_every_way(stage, way):
    one = played(stage)
    tell(one, 4.0, "capture", name="Storm")
    here = {name: learned(one, name, 4.0) for name in ("cubics", "knots")}
    del here["knots"]["anchor"], here["knots"]["count"]
    values = dict(one.performance.conductor.values)
    one.off(4.5, *HOLDS)
    one.on(5.0, *HOLDS)  # another knot, learning for another time
    one.until(6.0)
    assert learned(one, "knots", 6.0)["learner"] == 2
    WAYS[way](one, 9.0)
    back = learned(one, "knots", 9.0)
    assert (back.pop("anchor"), back.pop("count")) == (0.0, 1)
    np.testing.assert_equal({"cubics": learned(one, "cubics", 9.0), "knots": back}, here)
    assert one.performance.conductor.values == values
    assert dumps(back) == dumps(here["knots"])


def test_what_comes_after_is_what_came_after(stage):
    one = played(stage)
    tell(one, 4.0, "capture", name="Storm")
    one.off(4.0, *HOLDS)
    first = next(line for line in one.on(4.1, 37, 41, 44) if "draw" in line)
    one.off(5.0, 37, 41, 44)
    tell(one, 6.0, "cue", do="goto", to="Storm")
    again = next(line for line in one.on(6.1, 37, 41, 44) if "draw" in line)
    assert {**first, "t": 0} == {**again, "t": 0}, "the count of draws comes back too"


def test_notes_that_sound_go_on_and_a_chord_follows_what_came_back(stage):
    one = played(stage)
    tell(one, 4.0, "capture", name="Storm")
    loss = one.of("step")[-1]
    one.off(4.5, *HOLDS)
    one.on(5.0, 38, 41, 45)
    one.until(5.5)
    voices = set(one.sounding)
    lines = tell(one, 6.0, "cue", do="goto", to="Storm")
    assert [line for line in lines if "draw" in line or "voice" in line] == []
    steps = [line for line in one.until(6.5) if "step" in line]
    assert set(one.sounding) == voices
    assert (
        steps[0]["n"] == loss["n"] + 1
        and steps[0]["loss"] < loss["loss"]
        and steps[0]["t"] == pytest.approx(6 + 1 / 60, abs=0.006)
    )
    assert [voice for voice, _ in steps[0]["detunes"]] == sorted(
        v for v in voices if one.sounding[v]["instrument"] == "overtones"
    )


def test_a_part_that_is_off_comes_back_when_it_is_switched_on(stage):
    one = stage()
    one.on(0.5, 36, 70)
    one.off(0.7, 36, 70)
    one.go(0.8)
    tell(one, 1.0, "capture", name="Storm")
    held = learned(one, "cubics", 0.0)
    tell(one, 2.0, "cue", do="goto", to=1)
    one.on(2.5, 36, 70)
    tell(one, 3.0, "cue", do="goto", to="Storm")
    assert [line for line in tell(one, 4.0, "set", name="cubics/on", value=1) if "draw" in line] == []
    assert dumps(learned(one, "cubics", 0.0)) == dumps(held)


def test_what_streams_moved_is_there_at_once_also_in_a_cue_that_fades(stage):
    one = stage(cues=CUES + '[[cues]]\nnumber = 9\nfade_s = 5.0\nset = { "knots/on" = true }\n')
    tell(one, 0.5, "cue", do="goto", to=9)
    one.on(1.0, *HOLDS)
    one.until(6.2)
    one.off(6.2, *HOLDS)
    tell(one, 6.3, "capture", number=9)
    red = one.performance.conductor.values["shift/red"]
    tell(one, 7.0, "cue", do="goto", to=2)
    one.on(7.1, *HOLDS)
    one.until(7.5)
    one.off(7.5, *HOLDS)
    assert one.performance.conductor.values["shift/red"] not in (0.0, red)
    tell(one, 8.0, "cue", do="goto", to=9)
    one.until(20.0)
    assert one.performance.conductor.values["shift/red"] == red != 0.0


def test_a_part_that_is_switched_on_later_is_not_drawn_anew(stage):
    one = stage(cues=CUES + '[[cues]]\nnumber = 9\nfade_s = 2.0\nswitch = "end"\nset = { "knots/on" = true }\n')
    one.go(1.0)
    one.on(2.0, *HOLDS)
    one.until(2.5)
    one.off(2.5, *HOLDS)
    tell(one, 2.6, "capture", number=9)
    held = learned(one, "knots", 2.6)
    tell(one, 3.0, "cue", do="goto", to=1)
    tell(one, 4.0, "cue", do="goto", to=9)
    assert not one.performance.plays("knots")
    one.until(7.0)
    assert one.performance.plays("knots")
    back = learned(one, "knots", 6.0)
    assert dumps({**back, "anchor": 0, "count": 0}) == dumps({**held, "anchor": 0, "count": 0})


# ---------------------------------------------------------------- undo, keeping, the take
def test_undo(stage):
    one = stage()
    before = one.performance.patch
    tell(one, 1.0, "capture", name="A")
    tell(one, 2.0, "capture", number=2, name="Changed")
    assert tell(one, 3.0, "undo") == [{"t": 3.0, "captured": 2, "name": "Changed", "undone": True}]
    assert [cue.name for cue in one.performance.patch.cues] == ["Cubics", "A", "Knots", "Slow", "Both"]
    tell(one, 4.0, "undo")
    assert one.performance.patch == before
    assert tell(one, 5.0, "undo")[0]["text"] == "refused: nothing was captured since the patch was loaded"
    tell(one, 6.0, "capture", name="A")
    assert one.performance.patch.cues[1].state == "small.states/1.5-2.json", (
        "the file that undo left is not written over"
    )


def test_captures_are_in_the_state(stage, stage_of):
    one = played(stage)
    tell(one, 4.0, "capture", name="Storm")
    tell(one, 4.1, "capture", name="Gone")
    tell(one, 4.2, "undo")
    other = stage_of(one.patch, 7, started=False)
    other.performance.resume(loads_state(dumps(one.performance.state()), "here"))
    assert other.performance.patch == one.performance.patch
    for each in (one, other):
        each.off(5.0, *HOLDS)
        tell(each, 6.0, "cue", do="goto", to="Storm")
        tell(each, 7.0, "capture")
        tell(each, 8.0, "undo")
        each.until(9.0)
    np.testing.assert_equal(other.performance.state(), one.performance.state())


def test_a_take_of_it_performs_again_and_carries_what_was_captured(stage, stage_of, tmp_path):
    one = played(stage)
    tell(one, 4.0, "capture", name="Storm")
    one.off(4.5, *HOLDS)
    tell(one, 5.0, "cue", do="goto", to="Storm")
    one.until(7.0)
    again = stage_of(one.patch, 7)
    for line in one.lines:
        if "in" in line:
            again.performance.handle(dict(line))
    again.until(7.0)
    assert derived(again.lines) == derived(one.lines)

    patch = one.performance.patch
    text = patch.text + '[[cues]]\nnumber = 4\nstate = "small.states/2.25.json"\nset = { "knots/on" = true }\n'
    written = loads(text, "small.toml", None, patch.files)
    first = header(written, seed=1, settings={}, assets={}, sample_rate=48000)
    path = unpack(first, tmp_path)
    assert (tmp_path / "small.states" / "2.25.json").read_text() == patch.files["small.states/2.25.json"]
    assert base64.b64decode(first["patch"]["files"]["small.states/2.25.json"]).startswith(b'{"sha256":"')
    assert path.read_text() == text


# ---------------------------------------------------------------- reload
def test_an_edited_patch_is_taken_over_and_values_follow(stage):
    one = stage()
    tell(one, 0.5, "set", name="knots/noise", value=0.5)
    text = one.patch.text.replace("amount = 0.1\n", "amount = 0.3\n").replace('title = "Small"', 'title = "Larger"')
    text = text.replace('kind = "knots"\n', 'kind = "knots"\nnoise = 0.25\nlearning_rate = 0.1\n')
    lines = tell(one, 1.0, "reload", text=text)
    assert lines == [{"t": 1.0, "reloaded": ["title", "knots/learning_rate", "knots/noise", "cubics-to-detune/amount"]}]
    values = one.performance.conductor.values
    assert (values["cubics-to-detune/amount"], values["knots/learning_rate"]) == (0.3, 0.1)
    assert values["knots/noise"] == 0.5, "a hand has moved it: it stays"
    assert one.performance.parts["knots"].values["learning_rate"] == 0.1
    assert one.performance.patch.title == "Larger"


def test_a_value_of_the_present_cue_follows_also_in_a_fade(stage):
    one = stage()
    one.go(1.0)
    one.go(2.0)  # to 2.5, which takes 2 s to an amount of 0.2
    one.until(3.0)
    text = one.patch.text.replace('"cubics-to-detune/amount" = 0.2', '"cubics-to-detune/amount" = 0.4')
    text = text.replace('"knots/learning_rate" = 0.012', '"knots/learning_rate" = 0.5, "cubics/on" = true')
    lines = tell(one, 3.0, "reload", text=text)
    assert one.performance.plays("cubics")
    assert lines[-1] == {"t": 3.0, "reloaded": ["cue 2.5"]}
    one.until(6.0)
    assert one.performance.conductor.values["cubics-to-detune/amount"] == 0.4
    assert one.performance.conductor.values["knots/learning_rate"] == 0.5


def test_a_faulty_text_changes_nothing_and_says_its_line(stage):
    one = stage()
    state, patch = dumps(one.performance.state()), one.performance.patch
    text = one.patch.text.replace("amount = 0.1\n", "amuont = 0.1\n")
    lines = tell(one, 1.0, "reload", text=text)
    place = text.split("\n").index("amuont = 0.1") + 1
    assert [line["warn"] for line in lines] == ["patch"]
    assert lines[0]["text"].startswith(f"small.toml:{place}: mappings.cubics-to-detune.amuont: unknown key")
    assert one.performance.patch is patch
    assert dumps({**one.performance.state(), "time": 0.0}) == dumps({**loads_state(state, ""), "time": 0.0})


def test_what_needs_a_restart_is_said_and_left_out(stage):
    one = stage()
    text = one.patch.text.replace("[parts.knots]", '[parts.more]\nkind = "chorus"\n\n[parts.knots]')
    text = text.replace("width = 64", "width = 128").replace(
        'set = { "knots/on" = true }', 'set = { "more/on" = false, "knots/on" = true }'
    )
    lines = tell(one, 1.0, "reload", text=text)
    assert [line["text"] for line in lines if "warn" in line] == [
        "picture: changed, and needs a restart", "parts.more: changed, and needs a restart",
    ]  # fmt: skip
    assert lines[0] == {"t": 1.0, "reloaded": []} and one.performance.patch.picture.width == 64
    one.go(2.0)
    assert one.performance.conductor.cue.set == {"knots/on": True}


def test_captures_that_are_not_in_the_text_are_kept_where_the_line_says_so(stage):
    one = stage()
    tell(one, 1.0, "capture", name="A")
    tell(one, 2.0, "capture", number=7, name="B")
    tell(one, 3.0, "reload", text=one.patch.text + "\n", keep=[7])
    assert [cue.name for cue in one.performance.patch.cues] == ["Cubics", "Knots", "Slow", "Both", "B"]
    tell(one, 4.0, "undo")
    assert len(one.performance.patch.cues) == 4


def test_a_cue_that_has_gone_leaves_the_one_before_it(stage, stage_of):
    one = stage()
    one.go(1.0)
    one.go(2.0)
    begin, end = one.patch.text.index("[[cues]]\nnumber = 2.5"), one.patch.text.index("[[cues]]\nnumber = 3")
    text = one.patch.text[:begin] + one.patch.text[end:]
    tell(one, 3.0, "reload", text=text)
    assert one.performance.conductor.cue.number == 2
    other = stage_of(one.patch, 7, started=False)
    other.performance.resume(loads_state(dumps(one.performance.state()), "here"))
    assert other.performance.patch == one.performance.patch
    for each in (one, other):
        assert [line["cue"] for line in each.go(4.0) if "cue" in line] == [3]
    np.testing.assert_equal(other.performance.state(), one.performance.state())


def test_what_is_pinned_stays(stage):
    one = stage(settings=["knots/noise=0.5"])
    text = one.patch.text.replace('kind = "knots"\n', 'kind = "knots"\nnoise = 0.25\n')
    tell(one, 1.0, "reload", text=text)
    assert one.performance.conductor.values["knots/noise"] == 0.5 and "knots/noise" in one.performance.patch.pinned
    tell(one, 2.0, "capture", name="A")
    assert "knots/noise" not in one.performance.patch.cues[1].set


# ---------------------------------------------------------------- a learner for every note
CHOIR = """\
descant = 1
[inputs.keys]
kind = "midi"
[parts.chorus]
kind = "chorus"
optimizer = "adam"
[instruments.overtones]
synthdef = "overtones"
[mappings.chorus-to-detune]
from = "chorus/loss"
to = "overtones/detune"
amount = 0.06
[[cues]]
number = 1
[[cues]]
number = 2
"""


def rows(stage):
    """Return what is known of the learners that sing: pitch → all of it but the note that it is for."""
    state = stage.performance.parts["chorus"].state()["choirs"]["knot"]
    found = {}
    for row, pitch in enumerate(state["rows"]["pitch"].tolist()):
        slot = state["rows"]["slot"][row]
        own = {name: values[row] for name, values in state["rows"].items() if name not in ("note", "slot")}
        found[pitch] = own | {
            f"bank/{name}": state["bank"][name][slot].tolist() for name in state["bank"] if name != "form"
        }
    return found


def test_learners_of_notes_wait_for_their_pitch(stage_of):
    one = stage_of(loads(CHOIR, "choir.toml", None, {}), 3)

    def play(t, kind, *pitches):
        return [line for pitch in pitches for line in one.midi(t, kind, pitch, 80, source="keys")]

    play(0.1, 0x90, 60, 64, 67)
    one.until(2.999)
    learned_ = rows(one)
    tell(one, 3.0, "capture", name="Chord")
    play(3.1, 0x80, 60, 64, 67)
    play(3.2, 0x90, 60, 72)
    one.until(3.999)
    tell(one, 4.0, "cue", do="goto", to="Chord")  # 60 sounds: its learner is there; 72 learns no more
    np.testing.assert_equal(rows(one), {60.0: learned_[60.0]})
    voice = next(voice for voice, line in one.sounding.items() if line["on"] == 60)
    step = next(line for line in one.until(4.1) if "steps" in line)
    assert step["n"] == [learned_[60.0]["n"] + 1] and [each[0] for each in step["detunes"]] == [voice]
    lines = one.midi(4.1, 0x90, 64, 80, source="keys")
    draw = next(line for line in lines if "draw" in line)
    assert (draw["learner"], draw["theta"]) == (learned_[64.0]["learner"], learned_[64.0]["bank/theta"])
    assert next(line for line in lines if "steps" in line)["n"] == [learned_[64.0]["n"] + 1]
    fresh = next(line for line in one.midi(4.2, 0x90, 65, 80, source="keys") if "draw" in line)
    assert fresh["learner"] == 4, "67 still waits, and a new pitch draws as it would have after the capture"
    tell(one, 5.0, "cue", do="goto", to=2)
    one.midi(5.1, 0x80, 67, 0, source="keys")
    assert [line["learner"] for line in one.midi(5.2, 0x90, 67, 80, source="keys") if "draw" in line] != [3]


def test_notes_of_another_night_are_other_notes(stage_of):
    one = stage_of(loads(CHOIR, "choir.toml", None, {}), 3)
    for pitch in (60, 64, 67):
        one.midi(0.1, 0x90, pitch, 80, source="keys")
    one.until(2.999)
    before = rows(one)
    tell(one, 3.0, "capture", name="Chord")
    files = one.performance.patch.files
    text = CHOIR + '[[cues]]\nnumber = 3\nstate = "choir.states/2.json"\n'
    text = text.replace("number = 2\n", 'number = 2\nname = "Chord"\n')
    assert list(files) == ["choir.states/1.5.json"]
    other = stage_of(loads(text.replace("/2.json", "/1.5.json"), "choir.toml", None, files), 9)
    for pitch in (72, 60):  # their numbers are those of 60 and 64 then
        other.midi(0.1, 0x90, pitch, 80, source="keys")
    other.until(0.5)
    tell(other, 1.0, "cue", do="goto", to=3)
    np.testing.assert_equal(rows(other), {60.0: before[60.0]})
    again = stage_of(other.patch, 9, started=False)
    again.performance.resume(loads_state(dumps(other.performance.state()), "here"))
    for each in (other, again):
        each.midi(2.0, 0x90, 67, 80, source="keys")
        assert each.of("draw")[-1]["learner"] == 3, "it waited"
    np.testing.assert_equal(again.performance.state(), other.performance.state())


@pytest.mark.parametrize("ways", [("go", "goto number"), ("goto name", "from afar")])
def test_a_choir_is_the_same_by_every_way(stage_of, ways):
    states = []
    for way in ways:
        text = CHOIR.replace("number = 2\n", "number = 2.5\n") + "[[cues]]\nnumber = 2.6\n"
        one = stage_of(loads(text.replace("number = 1\n", "number = 1\n[[cues]]\nnumber = 2\n"), "c.toml", None, {}), 3)
        tell(one, 0.0, "cue", do="goto", to=2)
        for pitch in (60, 64, 67):
            one.midi(0.1, 0x90, pitch, 80, source="keys")
        one.until(2.999)
        tell(one, 3.0, "capture", name="Storm")
        for pitch in (60, 64, 67):
            one.midi(3.5, 0x80, pitch, 0, source="keys")
        tell(one, 4.0, "cue", do="goto", to=2) if way == "go" else tell(one, 4.0, "cue", do="goto", to=2.6)
        if way == "go":
            tell(one, 9.0, "cue", do="go")
        else:
            tell(one, 9.0, "cue", do="goto", to=2.25 if way == "goto number" else "Storm")
        states.append(dumps(one.performance.parts["chorus"].state()))
    assert states[0] == states[1]


# ---------------------------------------------------------------- at random
def test_whatever_is_captured_undone_and_edited_performs_again_and_resumes(stage, stage_of):
    chance = random.Random(5)
    one = stage()
    for n in range(120):
        t = 1.0 + n / 2
        text = one.patch.text.replace("amount = 0.1\n", f"amount = {chance.choice((0.1, 0.2, 'x'))}\n")
        do = chance.choice(
            [
                partial(tell, kind="capture", name=chance.choice("ABCD")),
                partial(tell, kind="capture", name="", number=chance.choice((1, 2, 2.2, 7, -1))),
                partial(tell, kind="capture", name=chance.choice("AB"), number=chance.choice((1.5, 3))),
                partial(tell, kind="undo"),
                partial(tell, kind="reload", text=text, keep=chance.choice(([], [1.5, 7], [2.2]))),
                partial(tell, kind="cue", do=chance.choice(("go", "back"))),
                partial(tell, kind="cue", do="goto", to=chance.choice(("A", "B", 1, 2.2, 7))),
                partial(tell, kind="morph", x=chance.random() * 2, cues=chance.choice(([1, 2], [1, "A", 3]))),
                partial(tell, kind="note", **{"from": "x"}, pitch=chance.randrange(36, 70), velocity=80),
                partial(tell, kind="lost", **{"from": "x"}),
            ]
        )
        do(one, t)
        cues = one.performance.patch.cues
        assert [cue.number for cue in cues] == sorted({cue.number for cue in cues})
        assert len({cue.name for cue in cues}) == len(cues)
        assert {cue.state for cue in cues if cue.state} <= one.performance.patch.files.keys()
        if n % 15 == 0:
            other = stage_of(one.patch, 7, started=False)
            other.performance.resume(loads_state(dumps(one.performance.state()), "here"))
            np.testing.assert_equal(other.performance.state(), one.performance.state())
            assert other.performance.patch == one.performance.patch
    again = stage_of(one.patch, 7)
    for line in one.lines:
        if "in" in line:
            again.performance.handle(dict(line))
    assert derived(again.lines) == derived(one.lines)
    assert {"captured", "reloaded", "cue"} <= {key for line in one.lines for key in line}


def test_a_cue_that_is_waited_for_is_still_that_one(stage):
    one = stage(cues="[[cues]]\nnumber = 1\n[[cues]]\nnumber = 2\npre_wait_s = 2\n[[cues]]\nnumber = 3\n")
    one.go(1.0)
    tell(one, 2.0, "capture", name="Between")
    assert [cue.number for cue in one.performance.patch.cues] == [1, 1.5, 2, 3]
    assert [line["cue"] for line in one.until(4.0) if "cue" in line] == [2]
    tell(one, 5.0, "cue", do="goto", to=1.5)
    one.go(6.0)
    tell(one, 7.0, "undo")
    assert [line["cue"] for line in one.until(9.0) if "cue" in line] == [2]


@pytest.mark.parametrize(("gone", "then"), [("number = 2\npre_wait_s = 2\n", [3]), ("number = 3\n", [2])])
def test_where_the_cue_is_gone_that_was_waited_for_the_next_one_comes(stage, gone, then):
    one = stage(cues="[[cues]]\nnumber = 1\n[[cues]]\nnumber = 2\npre_wait_s = 2\n[[cues]]\nnumber = 3\n")
    one.go(1.0)
    tell(one, 2.0, "reload", text=one.patch.text.replace(f"[[cues]]\n{gone}", ""), files={})
    assert [line["cue"] for line in one.until(4.0) if "cue" in line] == then


def test_where_no_cue_is_left_to_wait_for_none_comes(stage):
    one = stage(cues="[[cues]]\nnumber = 1\n[[cues]]\nnumber = 2\npre_wait_s = 2\n")
    one.go(1.0)
    tell(one, 2.0, "reload", text=one.patch.text.replace("[[cues]]\nnumber = 2\npre_wait_s = 2\n", ""), files={})
    assert one.performance.conductor.waiting(2.0) is None
    assert one.until(9.0) == []


def test_what_a_captured_cue_sets_can_be_edited_and_its_parts_take_that(stage):
    one = played(stage)
    one.performance.handle({"t": 4.0, "in": "set", "name": "knots/learning_rate", "value": 0.02})
    tell(one, 4.1, "capture", name="Storm")
    cues, files = one.performance.patch.cues, one.performance.patch.files
    storm = next(cue for cue in cues if cue.name == "Storm")
    own = f'[[cues]]\nnumber = 9\nname = "Storm"\nstate = "{storm.state}"\n'
    text = f'{one.patch.text}{own}set = {{ "knots/on" = true, "knots/learning_rate" = 0.03 }}\n'
    tell(one, 5.0, "reload", text=text, files={storm.state: files[storm.state]})
    tell(one, 6.0, "cue", do="goto", to="Storm")
    assert one.performance.conductor.values["knots/learning_rate"] == 0.03
    assert one.performance.parts["knots"].values["learning_rate"] == 0.03


def test_what_was_pinned_stays_in_a_captured_cue(stage):
    one = played(stage, settings=["shift/red=0.3"])
    tell(one, 4.0, "capture", name="Storm")
    one.performance.handle({"t": 4.1, "in": "freeze", "on": True})  # its stream moves it otherwise
    one.performance.handle({"t": 4.1, "in": "set", "name": "shift/red", "value": 0.25})
    tell(one, 5.0, "cue", do="goto", to="Storm")
    assert one.performance.conductor.values["shift/red"] == 0.25


def test_a_part_that_rested_when_it_was_captured_need_not_rest(stage):
    one = played(stage)
    one.performance._ensemble._resting.add("knots")
    tell(one, 4.0, "capture", name="Storm")
    one.performance._ensemble._resting.clear()
    tell(one, 5.0, "cue", do="goto", to="Storm")
    assert one.performance.plays("knots")


def test_what_streams_move_stays_as_it_is_written_in_a_cue_that_is_updated(stage):
    one = stage(cues='[[cues]]\nnumber = 1\nset = { "knots/on" = true, "shift/red" = 0.1 }\n')
    one.on(1.0, *HOLDS)
    one.until(2.0)
    assert one.performance.conductor.values["shift/red"] != 0.1
    tell(one, 2.0, "capture", number=1)
    assert one.performance.conductor.cue.set == {"knots/on": True, "shift/red": 0.1}


def test_a_patch_has_room_for_so_many_cues(small):
    cues = tuple(replace(small.cues[0], number=float(n), name=f"Cue {n}") for n in range(1, MOST_CUES + 1))
    assert placed(replace(small, cues=cues), 1.0, 7, "A") == (7.0, "A")
    with pytest.raises(Refused, match=f"at most {MOST_CUES} cues"):
        placed(replace(small, cues=cues), 1.0, None, "A")
    assert placed(replace(small, cues=cues[1:]), 2.0, None, "A") == (2.5, "A")


def test_what_belongs_to_each_note_is_not_set_for_all(stage):
    one = stage()
    before = dict(one.performance.conductor.values)
    tell(one, 1.0, "set", name="overtones/detune", value=0.1)
    assert one.performance.conductor.values == before
