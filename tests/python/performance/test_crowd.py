"""Learners that step together: each note follows its own, and the take says all of it in one line."""

import json
import math

import numpy as np
import pytest

from descant.draws import generator
from descant.learning.targets import draw as drawn_from
from descant.parts.base import Attach, Draw, Steps
from descant.patch import loads
from descant.performance.mappings import cents
from descant.performance.status import Status
from descant.video.messages import Drawn, Set, Silent, Stepped, SteppedTogether

CHORUS = """\
descant = 1
seed = 7

[inputs.piano]
kind = "midi"
next_cue = 67
program_change = true

[parts.chorus]
kind = "chorus"
on = true
{part}

[instruments.overtones]
synthdef = "overtones"

[instruments.piano]
synthdef = "piano"

[mappings.to-detune]
from = "chorus/loss"
to = "overtones/detune"
amount = 0.06
ceiling = 0.12

[mappings.to-shift]
from = ["chorus/gradient/a", "chorus/worst"]
to = ["shift/red", "bend/g1"]
{more}

[[cues]]
number = 1

[[cues]]
number = 2
set = {{ "chorus/learning_rate" = 0.05 }}

[[cues]]
number = 3
set = {{ "chorus/on" = false }}
"""
MORE = """
[instruments.second]
synthdef = "overtones"
notes = [60, 60]

[mappings.to-second]
from = "chorus/gradient/a"
to = "second/detune"
"""


@pytest.fixture
def stage(stage_of):
    def put(part="", more="", seed=7):
        return stage_of(loads(CHORUS.format(part=part, more=more), "chorus.toml", None, {}), seed=seed)

    return put


def test_a_struck_note_sounds_at_once_as_its_own_learner_is(stage):
    played = stage()
    played.on(0.1, 60)
    played.until(0.5)
    draw, steps, on, piano = played.on(0.5, 72)
    assert (draw["draw"], draw["learner"], steps["learner"]) == ("chorus", 2, [2])
    assert (steps["note"], steps["voice"], steps["n"]) == ([72], [3], [1])
    assert (on["part"], on["learner"], on["detune"]) == ("chorus", 2, 0.06 * steps["loss"][0])
    assert piano["detune"] == 0.0
    bus = next(bus for time, message in played.sent if message[0] == "/s_new" and "detune" in message
               for bus in [message[message.index("detune") + 1]] if time == 0.5)  # fmt: skip
    sets = [message for time, message in played.sent if time == 0.5 and message[0] == "/c_set"]
    assert any(
        message[place] == bus and message[place + 1] == pytest.approx(on["detune"], rel=1e-6)
        for message in sets for place in range(1, len(message), 2)
    )  # fmt: skip


def test_a_tick_is_one_line_of_lists_and_one_message_of_all_detunes(stage):
    played = stage()
    played.on(0.1, 55, 60, 67)
    lines = played.until(0.1 + 2.5 / 60)
    assert [list(line) for line in lines] == [
        ["t", "steps", "learner", "n", "note", "voice", "loss", "gradient", "detunes"]
    ] * 2
    line = lines[1]
    assert (line["learner"], line["n"], line["note"], line["voice"]) == ([1, 2, 3], [3, 3, 3], [55, 60, 67], [1, 3, 5])
    assert line["detunes"] == [
        [voice, min(0.12, 0.06 * loss)] for voice, loss in zip((1, 3, 5), line["loss"], strict=True)
    ]
    assert [len(gradient) for gradient in line["gradient"]] == [3, 3, 3]
    json.dumps(lines, allow_nan=False)
    sets = [message for time, message in played.sent if time == line["t"] and message[0] == "/c_set"]
    assert len(sets) == 1
    assert sets[0][2::2] == pytest.approx([delta for _, delta in line["detunes"]], rel=1e-6)


def test_the_line_of_a_learner_recomputes(stage):
    played = stage(part='form = "cubic"')
    played.on(0.1, 48, 60, 72)
    played.until(1.0)
    powers = np.vander(np.linspace(-1, 1, 100), 4)
    theta = {line["learner"]: np.array(line["theta"]) for line in played.of("draw")}
    for line in played.of("steps"):
        for number, loss, gradient in zip(line["learner"], line["loss"], line["gradient"], strict=True):
            draw = next(draw for draw in played.of("draw") if draw["learner"] == number)
            residual = powers @ (theta[number] - draw["target"])
            assert loss == pytest.approx(np.mean(residual**2), rel=1e-9)
            assert gradient == pytest.approx(2 * residual @ powers / 100, rel=1e-9, abs=1e-12)
            theta[number] = theta[number] - draw["learning_rate"] * np.array(gradient)
    assert {line["learner"]: line["learning_rate"] for line in played.of("draw")} == pytest.approx(
        {1: 0.02 * 2**-0.5, 2: 0.02, 3: 0.02 * 2**0.5}
    )


def test_what_a_cue_changed_is_in_the_line_for_each_learner(stage):
    played = stage()
    played.on(0.1, 48, 60)
    played.go(0.2)
    line = played.until(0.25)[0]
    assert line["learning_rate"] == pytest.approx([0.05 * 2**-0.5, 0.05])


def test_the_parts_own_streams_move_the_picture_and_come_to_rest(stage):
    played = stage()
    played.on(0.1, 55, 60, 67)
    (line,) = played.until(0.1 + 1.5 / 60)
    told = {message.name: message.value for message in played.shown if isinstance(message, Set)}
    assert told["shift/red"] == pytest.approx(np.mean([gradient[0] for gradient in line["gradient"]]))
    assert told["bend/g1"] == pytest.approx(max(line["loss"]))
    index = list(played.patch.streams).index("chorus/count")
    streams = [message for _, message in played.sent if message[0] == "/c_setn"]
    assert streams[-1][3 + index] == 3.0
    played.off(0.2, 55, 60, 67)
    told = {message.name: message.value for message in played.shown if isinstance(message, Set)}
    assert (told["shift/red"], told["bend/g1"]) == (0.0, 0.0)
    streams = [message for _, message in played.sent if message[0] == "/c_setn"]
    assert streams[-1][3:] == [0.0] * 6


def test_each_learner_converges_once(stage):
    played = stage(part="learning_rate = 0.1\nspread = 0.0\nnoise = 0.02")
    played.on(0.1, *range(48, 72))
    played.until(12.0)
    converged = [
        (number, delta) for line in played.of("steps") if "converged" in line
        for number, yes, (_, delta) in zip(line["learner"], line["converged"], line["detunes"], strict=True) if yes
    ]  # fmt: skip
    numbers = [number for number, _ in converged]
    assert len(numbers) == len(set(numbers)) > 20
    assert all(abs(cents(delta)) <= 2.0 for _, delta in converged)
    first = {}
    for line in played.of("steps"):
        for number, (_, delta) in zip(line["learner"], line["detunes"], strict=True):
            if abs(cents(delta)) <= 2.0:
                first.setdefault(number, line["t"])
    told = [message for message in played.shown if isinstance(message, Stepped) and message.converged]
    assert {message.learner: message.time for message in told} == first
    assert sorted(first) == sorted(numbers)


def test_who_has_converged_is_remembered_when_others_come_and_go(stage):
    played = stage(part="learning_rate = 0.2\nspread = 0.0")
    played.on(0.1, 60)
    played.until(4.0)
    assert sum("converged" in line for line in played.of("steps")) == 1
    played.on(4.0, 64)
    played.until(4.1)
    played.off(4.1, 64)
    played.until(4.5)
    assert [line["t"] for line in played.of("steps") if "converged" in line and line["converged"][0]][1:] == []


def test_two_instruments_follow_the_same_learner_each_by_its_own_mapping(stage):
    played = stage(more=MORE)
    played.on(0.1, 60, 62)
    line = played.until(0.1 + 1.5 / 60)[-1]
    voices = {on["voice"]: on["instrument"] for on in played.of("on")}
    assert voices == {1: "overtones", 2: "piano", 3: "second", 4: "overtones", 5: "piano"}
    detunes = dict(line["detunes"])
    assert list(detunes) == [1, 3, 4]
    assert detunes[3] == line["gradient"][0][0]
    assert detunes[4] == 0.06 * line["loss"][1]


def test_it_has_converged_when_all_that_follows_it_is_in_tune(stage):
    played = stage(more=MORE.replace('to = "second/detune"', 'to = "second/detune"\namount = 0.05'))
    played.on(0.1, 60)
    played.until(15.0)
    near = [
        all(abs(cents(delta)) <= 2.0 for _, delta in line["detunes"]) for line in played.of("steps")
    ]  # fmt: skip
    by_loss = [abs(cents(line["detunes"][0][1])) <= 2.0 for line in played.of("steps")]
    flagged = ["converged" in line for line in played.of("steps")]
    assert flagged.index(True) == near.index(True) != by_loss.index(True)
    assert sum(flagged) == 1


def test_muted_it_learns_all_the_same(stage):
    played = stage()
    played.on(0.1, 60)
    played.performance._set("overtones/mute", True)
    played.performance._set("piano/mute", True)
    (line,) = played.until(0.1 + 1.5 / 60)
    assert (line["note"], line["voice"], line["detunes"]) == ([60], [None], [])
    assert played.on(0.2, 62)[1]["voice"] == [None]


def test_off_it_lets_go_and_on_again_goes_on_with_what_is_held(stage):
    played = stage()
    played.on(0.1, 60, 64)
    played.until(0.5)
    played.goto(0.5, 2)
    assert played.until(2.0) == []
    assert all("voice" in line for line in played.on(2.0, 67))  # it takes no notes now
    played.off(2.5, 64)
    played.goto(3.0, 0)  # draws what is held anew
    lines = played.until(3.0 + 1.5 / 60)
    assert [line["learner"] for line in lines] == [[3]]
    assert (lines[0]["note"], lines[0]["n"]) == ([60], [1])


def test_freeze_holds_all_and_lets_all_go_on(stage):
    played = stage()
    played.on(0.1, 60, 64)
    before = played.until(0.5)[-1]
    played.performance.handle({"t": 0.5, "in": "panic"})
    assert played.until(3.0) == []
    played.performance.handle({"t": 3.0, "in": "freeze", "on": False})
    after = played.until(3.0 + 1.5 / 60)[0]
    assert after["n"] == [n + 1 for n in before["n"]]
    assert played.of("draw")[-1]["learner"] == 2


def test_a_learner_that_runs_away_is_drawn_anew_and_counted(stage):
    played = stage(part='form = "cubic"\nlearning_rate = 2.0')
    played.on(0.1, 60, 72, 84)
    played.until(20.0)
    warns = played.of("warn")
    assert {line["text"] for line in warns} == {"a learner ran away and was drawn anew"}
    times = [line["t"] for line in warns]
    assert min(np.diff(times)) >= 1.0
    drawn = len(played.of("draw")) - 3
    assert 0 <= drawn - sum(line.get("count", 1) for line in warns) <= 3  # the last ones are not yet said
    assert drawn > 5
    assert all(math.isfinite(loss) for line in played.of("steps") for loss in line["loss"])
    assert all(abs(delta) <= 0.12 for line in played.of("steps") for _, delta in line["detunes"])


def test_a_step_that_is_no_number_is_left_out_and_said_and_moves_nothing(stage):
    played = stage()
    played.on(0.1, 60, 64, 67)
    part = played.performance.parts["chorus"]
    advance = part.advance

    def damaged(time):
        records = advance(time)
        for record in records:
            if isinstance(record, Steps):
                record.loss[1] = math.nan
        return records

    part.advance = damaged
    (warn, line) = played.until(0.1 + 1.5 / 60)
    assert warn["text"] == "a learner's step is no number; it is left out"
    assert (line["learner"], [voice for voice, _ in line["detunes"]]) == ([1, 3], [1, 5])
    assert len(line["loss"]) == len(line["note"]) == len(line["gradient"]) == 2
    part.advance = advance
    assert played.until(0.1 + 2.5 / 60)[0]["learner"] == [1, 2, 3]


def test_a_mapping_of_what_is_no_number_leaves_that_note_as_it_is(stage):
    played = stage()
    played.on(0.1, 60, 64)
    part = played.performance.parts["chorus"]
    advance = part.advance

    def damaged(time):
        records = advance(time)
        for record in records:
            if isinstance(record, Steps):
                record.own["loss"] = np.array([math.inf, 0.5])
        return records

    part.advance = damaged
    (warn, line) = played.until(0.1 + 1.5 / 60)
    assert warn["text"] == "chorus/loss is no number to be mapped; overtones/detune stays as it is"
    assert line["detunes"] == [[3, 0.03]]


def test_a_take_of_it_performs_again_to_the_last_bit(stage):
    def play():
        played = stage(part="noise = 0.01\nlearners = 5")
        for place in range(9):
            played.on(0.1 + 0.05 * place, 50 + 3 * place)
        played.off(0.9, 59, 62)
        played.go(1.0)
        played.until(1.99)
        played.goto(2.0, 0)
        played.on(2.1, 60)
        played.until(2.99)
        played.stop(3.0)
        return played

    first = play()
    again = stage(part="noise = 0.01\nlearners = 5")
    for line in first.lines:
        if "in" in line:
            again.performance.handle(line)
    assert again.lines == first.lines
    assert [line["text"] for line in first.of("warn")] == ["more than 5 notes at once: the oldest learns no more"]
    other = stage(part="noise = 0.01\nlearners = 5", seed=8)
    assert other.on(0.1, 50)[0]["target"] != first.of("draw")[0]["target"]


def test_the_draws_are_the_parts_own(stage):
    played = stage()
    played.on(0.1, 60, 64)
    for line in played.of("draw"):
        wanted = drawn_from("knot", generator(7, "chorus", "learner", line["learner"]))
        assert (line["target"], line["theta"]) == (list(wanted.target), list(wanted.theta))
        assert line["n"] == list(wanted.n)


# ---------------------------------------------------------------- what the picture is told
def test_the_picture_is_told_of_a_tick_once_and_whose_curve_ends_with_which_note(stage):
    played = stage()
    played.on(0.1, 60)
    note = next(message for message in played.shown if isinstance(message, Drawn)).voice
    stepped = [message for message in played.shown if isinstance(message, Stepped)]
    assert [(message.learner, message.voice) for message in stepped] == [(1, note)]  # its bubble flies from its key
    played.on(0.1, 64)
    begin = len(played.shown)
    (line,) = played.until(0.1 + 1.5 / 60)
    told = [message for message in played.shown[begin:] if not isinstance(message, Set)]
    assert [type(message) for message in told] == [SteppedTogether]
    assert told[0].learner.tolist() == [1, 2]
    assert told[0].loss.tolist() == line["loss"]
    assert told[0].theta.shape == (2, 3)
    played.off(0.2, 60)
    assert next(message for message in played.shown if isinstance(message, Silent)).voice == note


def test_the_status_line_says_how_many_learn_and_how_far_the_worst_is(stage):
    played, status = stage(), Status()
    played.on(0.1, 60, 64, 67)
    played.until(0.3)
    for line in played.lines:
        status.note(line)
    worst = max(cents(delta) for _, delta in played.lines[-1]["detunes"])
    assert f"chorus: 3 learn, {worst:.1f} cents at most" in status.text(0, 0)
    status.note({"t": 1.0, "draw": "cubics", "learner": 9})
    assert "cubics 9: new" in status.text(0, 0)
    status.note(played.lines[-1] | {"detunes": []})
    assert "chorus: 3 learn · " in status.text(0, 0)


# ---------------------------------------------------------------- a part from outside
def test_a_note_that_joins_a_learner_later_sounds_as_that_learner_last_was(stage):
    played = stage()
    played.on(0.1, 60)
    line = played.until(0.149)[-1]
    part = played.performance.parts["chorus"]
    part.handle = lambda event: [Attach(event.note, 1)]
    on = played.on(0.149, 72)[0]
    assert on["detune"] == 0.06 * line["loss"][0]
    follows = played.until(0.2)[-1]
    assert [voice for voice, _ in follows["detunes"]] == [1, 3]


def test_learners_that_no_note_follows_are_written_too(stage):
    played = stage()
    ones = np.ones((2, 3))
    learner = np.array([8, 9])
    steps = Steps(learner, learner, np.array([0, 0]), ones[:, 0], ones, ones, {}, {"loss": ones[:, 0]})
    part = played.performance.parts["chorus"]
    part.handle = lambda event: [
        Draw(8, "knot", (0.0,) * 3, (0.0,) * 3, (2, 3, 5), 0.1, "squared", 9, "sgd", 0.0),
        steps,
    ]
    lines = played.on(0.1, 60)
    assert (lines[1]["note"], lines[1]["voice"], lines[1]["detunes"]) == ([None, None], [None, None], [])


# ---------------------------------------------------------------- back
def test_back_gives_the_notes_that_still_sound_the_learners_they_had(stage):
    played = stage()
    played.on(0.1, 60, 64, 67)
    played.until(1.0)
    chorus = played.performance.parts["chorus"]
    before = {known.note: known for choir in chorus._choirs.values() for known in choir.known()}
    n = chorus.state()["choirs"]["knot"]["rows"]["n"].tolist()
    played.go(1.0)
    played.off(1.5, 64)
    played.on(1.6, 72)
    played.until(2.0)
    begin, sounding = len(played.shown), set(played.sounding)
    played.performance.handle({"t": 2.0, "in": "cue", "do": "back"})
    after = {known.note: known for choir in chorus._choirs.values() for known in choir.known()}
    assert after == {note: before[note] for note in (1, 3)}
    drawn = {m.voice: m.theta for m in played.shown[begin:] if isinstance(m, Drawn)}
    assert drawn == {note: known.theta for note, known in after.items()}
    lines = [line for line in played.until(3.0) if "steps" in line]
    assert len(lines) == 60
    assert [line["n"] for line in lines] == [[n[0] + step, n[2] + step] for step in range(1, 61)]
    assert lines[0]["learner"] == [1, 3]
    overtones = [voice for voice, line in played.sounding.items() if line["instrument"] == "overtones"]
    newest = max(overtones)
    assert all([voice for voice, _ in line["detunes"]] == [v for v in overtones if v != newest] for line in lines)
    assert set(played.sounding) == sounding
    assert [line["learner"] for line in played.on(3.1, 74) if "draw" in line] == [4]  # the count, too
    assert len(played.of("off", played.off(3.2, 72))) == 2


def test_after_back_learners_arrive_again_as_if_they_never_had(stage):
    def arrivals(played, end):
        return [(line["n"], line["converged"]) for line in played.until(end) if line.get("converged")]

    straight, strayed = stage(), stage()
    for played in (straight, strayed):
        played.on(0.1, 60, 64, 67)
        played.until(0.5)
    strayed.go(0.5)
    assert len(arrivals(strayed, 30.0)) == 3
    strayed.performance.handle({"t": 30.0, "in": "cue", "do": "back"})
    found = arrivals(strayed, 60.0)
    assert found == arrivals(straight, 30.0)
    assert len(found) == 3
