"""A performance of a small patch: who is detuned by whom, in which order things happen, and that no note sticks."""

import itertools
import json
import math
import struct
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.parts.base import Step
from descant.parts.kinds import kinds
from descant.patch import loads
from descant.performance.mappings import cents
from descant.video import messages as picture

ONE = '\n[[cues]]\nnumber = 1\nname = "One"\nset = {{ "{}/on" = true{} }}\n'
CUES_THAT_FADE = """
[[cues]]
number = 1
set = { "knots/on" = true, "knots/steps_per_second" = 50 }

[[cues]]
number = 2
set = { "knots/on" = true, "knots/steps_per_second" = 50, "overtones/level_db" = -20 }
fade = { "overtones/level_db" = 1 }
"""
CUBICS, KNOTS = ONE.format("cubics", ""), ONE.format("knots", "")


def delta(loss, amount=0.1, ceiling=0.25):
    return min(amount * loss, ceiling)


# ---------------------------------------------------------------- cubics
def test_the_first_cue_begins_at_0_with_a_learner_drawn(stage, order):
    played = stage()
    assert order(played.lines) == ["cue", "draw"]
    assert played.lines[0] == {"t": 0.0, "cue": 1, "name": "Cubics"}
    assert played.lines[1].keys() == {
        "t", "draw", "learner", "target", "theta", "learning_rate", "loss_form", "points",
    }  # fmt: skip
    assert played.lines[1]["learner"] == 1


def test_a_bass_note_is_an_input_a_draw_and_voices_in_tune(stage, order):
    played = stage()
    begin = len(played.lines)
    played.on(0.3, 31, velocity=90)
    lines = played.lines[begin:]
    assert order(lines) == ["in", "draw", "voice", "voice"]
    assert lines[0] == {"t": 0.3, "in": "midi", "from": "piano", "data": [144, 31, 90]}
    assert lines[1]["learner"] == 2
    for line, instrument in zip(lines[2:], ("overtones", "piano"), strict=True):
        assert (line["on"], line["instrument"], line["detune"]) == (31, instrument, 0.0)
        assert line["frequency_hz"] == pytest.approx(440 * 2 ** ((31 - 69) / 12), rel=1e-12)
        assert "learner" not in line
    assert [line["voice"] for line in lines[2:]] == [1, 2]


def test_a_note_above_is_an_input_a_step_and_voices_detuned_by_it(stage, order):
    played = stage()
    step, overtones, piano = played.on(0.5, 69)
    assert order([step, overtones, piano]) == ["step", "voice", "voice"]
    assert list(step) == ["t", "step", "learner", "n", "note", "voice", "loss", "gradient", "detunes"]
    assert (step["learner"], step["n"], step["note"], step["voice"]) == (1, 1, 69, 1)
    assert step["detunes"] == [[1, delta(step["loss"])]]
    assert overtones == {
        "t": 0.5, "voice": 1, "on": 69, "frequency_hz": 440.0, "instrument": "overtones", "part": "cubics",
        "learner": 1, "detune": delta(step["loss"]),
    }  # fmt: skip
    assert piano["detune"] == 0.0
    assert "learner" not in piano


def test_a_step_detunes_every_sounding_note_of_its_learner_and_only_those(stage):
    played = stage()
    played.on(0.1, 31)
    played.on(0.2, 60, 64)
    (*_, step, _, _) = played.on(0.3, 67)
    assert [voice for voice, _ in step["detunes"]] == [3, 5, 7]  # the overtones of 60, 64 and 67
    assert {value for _, value in step["detunes"]} == {delta(step["loss"])}
    played.off(0.4, 64)
    (step, *_) = played.on(0.5, 72)
    assert [voice for voice, _ in step["detunes"]] == [3, 7, 9]


def test_a_new_learner_leaves_the_notes_held_from_the_old_one_as_they_are(stage):
    played = stage()
    (first, *_) = played.on(0.1, 60)
    played.on(0.2, 31)
    (second, *_) = played.on(0.3, 64)
    assert [voice for voice, _ in first["detunes"]] == [1]
    assert [voice for voice, _ in second["detunes"]] == [5]
    assert second["learner"] == 2
    last = [message for time, message in played.sent if time >= 0.2 and message[0] == "/c_set"]
    assert [message[1] for message in last] == [1, 2]  # the buses of the bass and of the new note


def test_a_note_released_after_its_learner_was_replaced_ends(stage):
    played = stage()
    played.on(0.1, 60)
    played.on(0.2, 31)
    ended = played.off(0.3, 60)
    assert ended == [{"t": 0.3, "voice": 1, "off": True}, {"t": 0.3, "voice": 2, "off": True}]
    played.off(0.4, 31)
    assert not played.sounding


def test_a_note_and_its_detune_leave_in_one_bundle_the_detune_first(stage):
    played = stage()
    (step, *_) = played.on(0.5, 69)
    sent = [message for time, message in played.sent if time == 0.5]
    assert [message[0] for message in sent] == ["/c_setn", "/c_set", "/s_new", "/s_new"]
    assert sent[0][3:8] == pytest.approx([step["loss"], *step["gradient"]])
    assert sent[1] == ["/c_set", 0, pytest.approx(delta(step["loss"]))]
    assert [message[1] for message in sent[2:]] == ["overtones", "piano"]
    bundles = [bundle for bundle in played.score.iterate_osc_bundles() if bundle.timestamp == 0.5]
    assert len(bundles) == 1


def test_notes_at_one_time_are_taken_in_the_order_they_came(stage):
    played = stage()
    played.on(0.5, 72, 31, 60, 64)
    begun = [line["on"] for line in played.of("voice") if line.get("instrument") == "overtones"]
    assert begun == [72, 31, 60, 64]
    assert [(line["learner"], line["n"]) for line in played.of("step")] == [(1, 1), (2, 1), (2, 2)]


def test_every_number_of_a_take_can_be_computed_again(stage):
    played = stage()
    for count in range(30):
        played.on(0.1 * count, 31 if count % 11 == 10 else 60 + count)
    learners = {line["learner"]: (line["theta"], line["target"]) for line in played.of("draw")}
    for step in played.of("step"):
        theta, target = learners[step["learner"]]
        x = [2 * place / 99 - 1 for place in range(100)]
        r = [sum((p - q) * v**k for p, q, k in zip(theta, target, (3, 2, 1, 0), strict=True)) for v in x]
        assert step["loss"] == pytest.approx(sum(e * e for e in r) / 100, rel=1e-9)
        gradient = [2 * sum(e * v**k for e, v in zip(r, x, strict=True)) / 100 for k in (3, 2, 1, 0)]
        assert step["gradient"] == pytest.approx(gradient, rel=1e-7, abs=1e-12)
        theta = [p - 0.15 * g for p, g in zip(theta, step["gradient"], strict=True)]
        learners[step["learner"]] = (theta, target)


def test_amount_and_ceiling_of_the_mapping_are_heard(stage):
    played = stage(settings=["cubics-to-detune/amount=1", "cubics-to-detune/ceiling=100"], seed=1)
    (step, voice, _) = played.on(0.5, 69)
    assert voice["detune"] == step["loss"]
    held = stage(settings=["cubics-to-detune/amount=100"])
    assert held.on(0.5, 69)[1]["detune"] == 0.25


def test_converged_is_said_once_a_learner_within_2_cents(stage):
    played = stage()
    played.on(0.0, 31)
    said = []
    for count in range(100):
        (step, *_) = played.on(0.1 * count, 60)[-3:]
        if step.get("converged"):
            said.append(step)
        assert ("converged" in step) == (step in said[-1:])
    (step,) = said
    assert cents(delta(step["loss"])) <= 2.0
    shown = [message for message in played.shown if isinstance(message, picture.Stepped) and message.converged]
    assert [message.loss for message in shown] == [step["loss"]]
    before = played.of("step")[played.of("step").index(step) - 1]
    assert cents(delta(before["loss"])) > 2.0


def test_a_learning_rate_that_a_cue_changes_is_in_the_steps(stage):
    cues = CUBICS + '[[cues]]\nnumber = 2\nset = { "cubics/on" = true, "cubics/learning_rate" = 0.4 }\n'
    played = stage(cues=cues)
    assert "learning_rate" not in played.on(0.1, 60)[0]
    played.go(0.2)
    step = played.on(0.3, 64)[0]
    assert (step["learner"], step["n"], step["learning_rate"]) == (1, 2, 0.4)
    played.on(0.4, 31)
    assert played.of("draw")[-1]["learning_rate"] == 0.4
    assert "learning_rate" not in played.on(0.5, 67)[0]


def test_a_learner_that_runs_away_is_drawn_anew_with_one_warning_and_the_music_goes_on(stage, order):
    played = stage(settings=["cubics/learning_rate=2", "cubics-to-detune/curve=10"])
    for count in range(400):
        lines = played.on(0.1 * count, 60)
        assert order(lines)[-3:] == ["step", "voice", "voice"]
        assert lines[-2]["detune"] <= 0.25
        assert 0.0 <= lines[-3]["loss"] < math.inf
    warned = played.of("warn")
    assert 1 <= len(warned) <= 5
    assert warned[0]["text"] == "learner 1 ran away and was drawn anew"
    assert [line["learner"] for line in played.of("draw")] == list(range(1, 2 + len(warned)))
    json.dumps(played.lines, allow_nan=False)
    for _, message in played.sent:  # whatever the loss, it can be packed for scsynth
        for value in message[1:]:
            if isinstance(value, float):
                assert math.isfinite(struct.unpack(">f", struct.pack(">f", value))[0])
    played.stop(100.0)
    assert not played.sounding


# ---------------------------------------------------------------- knots
def test_a_chord_detunes_all_its_notes_the_first_ones_too(stage, order):
    played = stage(cues=KNOTS)
    assert order(played.on(1.0, 40, 47)) == ["voice"] * 4
    lines = played.on(1.03, 52)
    assert order(lines) == ["draw", "step", "voice", "voice"]
    assert [voice for voice, _ in lines[1]["detunes"]] == [1, 3, 5]
    assert "note" not in lines[1]
    assert "voice" not in lines[1]
    assert lines[2]["detune"] == lines[1]["detunes"][0][1] == delta(lines[1]["loss"], 0.06, 0.12)
    assert lines[2]["learner"] == 1
    assert len(lines[0]["n"]) == 3


def test_it_steps_on_ticks_at_its_own_rate_and_stops_with_the_last_note(stage):
    played = stage(cues=KNOTS)
    played.on(1.0, 40, 47, 52)
    steps = played.until(2.0)
    assert len(steps) == 60
    assert [line["n"] for line in steps] == list(range(2, 62))
    for line in steps:
        assert line["t"] * 200 == pytest.approx(round(line["t"] * 200), abs=1e-9)
        due = 1 + (line["n"] - 1) / 60
        assert due <= line["t"] + 1e-12 < due + 1 / 200 + 1e-9
    played.off(2.0, 40, 47)
    assert played.until(2.1)
    played.off(2.1, 52)
    assert played.until(100.0) == []


def test_the_pedal_keeps_the_chord_learning(stage):
    played = stage(cues=KNOTS)
    played.pedal(0.0, 64)
    played.on(1.0, 40, 47, 52)
    played.off(1.1, 40, 47, 52)
    assert len(played.until(3.0)) == 115  # from 1.1 to 3 s, at 60 a second
    played.pedal(3.0, 100)
    assert played.until(3.1)
    ended = played.pedal(3.1, 63)
    assert [line["voice"] for line in ended] == [1, 2, 3, 4, 5, 6]
    assert played.until(50.0) == []


def test_right_hand_notes_follow_the_knot_even_after_its_chord(stage):
    played = stage(cues=KNOTS)
    assert played.on(0.5, 72)[0]["detune"] == 0.0  # before any
    played.off(0.6, 72)
    played.on(1.0, 40, 47, 52)
    last = played.until(1.5)[-1]
    during = played.on(1.5, 72)[0]
    assert (during["learner"], during["detune"]) == (1, last["detunes"][0][1])
    assert [voice for voice, _ in played.until(1.6)[-1]["detunes"]] == [3, 5, 7, 9]
    played.off(1.6, 40, 47, 52)
    played.until(2.0)
    after = played.on(2.0, 74)[0]
    assert after["learner"] == 1
    assert after["detune"] == played.of("step")[-1]["detunes"][0][1]


def test_a_left_hand_note_alone_is_in_tune(stage):
    played = stage(cues=KNOTS)
    played.on(1.0, 40, 47, 52)
    played.off(1.5, 40, 47, 52)
    alone = played.on(3.0, 45)
    assert [line["detune"] for line in alone] == [0.0, 0.0]
    assert all("learner" not in line for line in alone)


def test_a_new_chord_freezes_the_notes_held_from_the_old_one(stage):
    played = stage(cues=KNOTS)
    played.on(1.0, 40, 47, 52, 72)
    played.until(1.4)
    played.on(1.5, 41, 48, 53)
    for line in played.until(2.0):
        if line["learner"] == 2:
            assert [voice for voice, _ in line["detunes"]] == [9, 11, 13]
    moved = {message[1] for time, message in played.sent if time > 1.5 and message[0] == "/c_set"}
    assert not moved & {0, 1, 2, 3}


def test_gradients_move_the_planes_within_their_range(stage):
    played = stage(cues=KNOTS)
    played.on(1.0, 40, 47, 52)
    shown = [message for message in played.shown if isinstance(message, picture.Set) and message.time == 1.0]
    gradient = played.of("step")[0]["gradient"]
    assert [(message.name, message.value) for message in shown] == [
        (f"shift/{plane}", pytest.approx(0.25 * value))
        for plane, value in zip(("red", "green", "blue"), gradient, strict=True)
    ]


# ---------------------------------------------------------------- time
def test_an_input_on_a_tick_is_taken_before_it(stage, order):
    played = stage(cues=KNOTS.replace("{", '{ "knots/steps_per_second" = 50, '))
    played.on(1.0, 40, 47, 52)
    played.midi(1.02, 0x90, 72, 80)  # where the second step is due
    lines = played.until(1.02)
    assert order(lines) == ["step"]
    assert lines[0]["t"] == 1.02
    assert 7 in [voice for voice, _ in lines[0]["detunes"]]  # the note is there already


def test_the_last_note_up_on_a_tick_leaves_no_step_at_it(stage):
    played = stage(cues=KNOTS.replace("{", '{ "knots/steps_per_second" = 50, '))
    played.on(1.0, 40, 47, 52)
    played.off(1.02, 40, 47, 52)
    assert played.until(2.0) == []
    assert len(played.of("step")) == 1


@pytest.mark.parametrize("rate", [20, 33.3, 48, 200, 999.9, 2000])
def test_ticks_are_at_n_over_the_rate_and_none_is_skipped(stage, rate):
    played = stage(top=f"tick_rate = {rate}", cues=KNOTS)
    played.on(0.2, 40, 47, 52)
    played.until(20.2)
    steps = played.of("step")[1:]
    assert len(steps) == math.floor((math.floor(20.2 * rate + 1e-9) / rate - 0.2) * 60 + 1e-9)
    assert [line["n"] for line in steps] == list(range(2, len(steps) + 2))
    for line in steps:
        tick = round(line["t"] * rate)
        assert line["t"] == tick / rate  # to the last bit
        assert (tick - 1) / rate < 0.2 + (line["n"] - 1) / 60 <= line["t"]


def test_a_tick_runs_once_even_where_an_input_follows_it_at_the_same_time(stage):
    played = stage(cues=CUES_THAT_FADE)
    played.on(0.5, 40, 47, 52)
    assert played.until(1.0)[-1]["t"] == 1.0
    played.go(1.0)
    played.until(1.1)
    faded = [time for time, message in played.sent if message[0] == "/c_set" and message[1] >= 512 and time > 0]
    assert faded[0] == 1.005


def test_a_part_that_asks_for_the_past_is_given_the_present(stage):
    played = stage(cues=KNOTS)
    asked = []

    class Late:
        due = staticmethod(lambda: math.inf if asked else 0.0)
        advance = staticmethod(lambda time: asked.append(time) or [])

    played.until(5.0)
    played.performance.parts["knots"] = Late()
    played.until(6.0)
    assert asked == [5.0]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_part_whose_numbers_are_none_is_left_out_and_plays_on(stage, bad):
    played = stage()
    played.on(1.0, 40)
    cubics = played.performance.parts["cubics"]
    handle = cubics.handle

    def lie(event):
        for record in handle(event):
            yield replace(record, loss=bad) if isinstance(record, Step) else record
            yield replace(record, gradient=(0.0, bad, 0.0, 0.0)) if isinstance(record, Step) else record

    cubics.handle = lambda event: list(lie(event))
    lines = played.on(2.0, 60)
    cubics.handle = handle
    words = "a step of it holds what is no number, and is left out"
    assert [line for line in lines if "warn" in line] == [{"t": 2.0, "warn": "cubics", "text": words}]
    assert not played.of("step", lines)
    assert [line["on"] for line in played.of("on", lines)] == [60, 60]  # by both instruments
    assert played.of("step", played.on(3.0, 62))[0]["n"] == 2
    json.dumps(played.lines, allow_nan=False)
    assert all(math.isfinite(item) for _, message in played.sent for item in message if isinstance(item, float))


def test_the_same_however_time_is_cut(stage):
    whole, cut = stage(cues=KNOTS), stage(cues=KNOTS)
    for played in (whole, cut):
        played.on(1.0, 40, 47, 52)
    for moment in range(1000, 4000, 7):
        cut.until(moment / 1000)
    for played in (whole, cut):
        played.until(4.0)
    assert whole.lines == cut.lines
    assert whole.sent == cut.sent


# ---------------------------------------------------------------- cues
def test_the_pedal_goes_through_the_cues_and_the_last_one_refuses(stage):
    played = stage()
    for count in (1, 2, 3):
        assert played.go(float(count))[0] == {
            "t": float(count), "cue": (1, 2, 2.5, 3)[count], "name": ("", "Knots", "Slow", "Both")[count],
        }  # fmt: skip
    lines = played.go(4.0)
    assert [line for line in lines if "in" not in line] == [
        {"t": 4.0, "warn": "cue", "text": "refused: this is the last cue"}
    ]
    assert played.performance.conductor.cue.name == "Both"
    assert played.on(5.0, 60)  # the music goes on


def test_half_pedal_noise_goes_one_cue_further(stage):
    played = stage()
    for place, value in enumerate((5, 30, 64, 70, 127, 90, 60, 64, 63, 100, 40, 21, 66)):
        played.midi(1 + place / 100, 0xB0, 67, value)
    assert [line["cue"] for line in played.of("cue")] == [1, 2]


def test_a_program_change_goes_to_its_cue_and_draws_for_it(stage):
    played = stage()
    lines = played.goto(1.0, 2)
    assert [(line.get("cue"), line.get("draw")) for line in lines] == [(2.5, None), (None, "knots")]
    again = stage()
    again.on(0.1, 31, 60)
    again.goto(0.5, 1)
    again.on(0.6, 40, 47, 52)
    drawn = again.goto(1.0, 2)[-1]
    assert drawn["target"] == lines[1]["target"]  # the same whatever came before
    assert drawn["theta"] == lines[1]["theta"]
    refused = played.goto(2.0, 4)
    assert refused == [{"t": 2.0, "warn": "cue", "text": "refused: this is the last cue"}]


def test_going_on_keeps_a_part_that_plays_already_with_its_learner(stage):
    played = stage()
    played.go(0.5)
    played.on(1.0, 40, 47, 52)
    played.go(1.5)  # knots go on, slower
    steps = played.until(2.0)
    assert {line["learner"] for line in steps} == {1}
    assert steps[-1]["learning_rate"] == 0.012
    assert "learning_rate" not in [line for line in played.of("step") if line["t"] < 1.5][-1]
    assert [line["draw"] for line in played.of("draw")] == ["cubics", "knots"]


def test_going_on_does_not_move_the_steps_of_a_part_that_plays_already(stage):
    played = stage(top="tick_rate = 2000")
    played.go(0.5)
    played.on(1.0, 40, 47, 52)
    played.go(1.508)
    for line in played.until(2.0):
        due = 1.0 + (line["n"] - 1) / 60
        assert due <= line["t"] + 1e-12 < due + 1 / 2000 + 1e-9


def test_a_part_that_rests_takes_no_notes_and_no_steps(stage):
    played = stage()
    played.go(0.5)
    played.on(1.0, 40, 47, 52)
    played.goto(1.5, 0)  # cubics: the chord is still down
    assert {line["step"] for line in played.until(3.0) if line["t"] > 1.5} == set()
    played.on(3.0, 60)
    assert played.of("step")[-1]["step"] == "cubics"
    played.off(3.5, 40, 47)
    played.go(4.0)  # back to knots: 52 is down yet
    assert played.until(5.0)[-1]["step"] == "knots"
    played.off(5.0, 52)
    assert played.until(9.0) == []


def test_a_note_held_through_a_cue_keeps_its_voice_and_ends_with_its_key(stage):
    played = stage()
    played.on(0.1, 60)
    played.go(0.5)
    played.go(0.8)
    assert len(played.sounding) == 2
    assert len(played.off(1.0, 60)) == 2


def test_what_a_mapping_moved_returns_with_the_next_cue(stage):
    played = stage()
    played.go(0.5)
    played.on(1.0, 40, 47, 52)
    played.off(1.1, 40, 47, 52)
    played.goto(2.0, 0)
    last = {message.name: message.value for message in played.shown if isinstance(message, picture.Set)}
    assert [last[f"shift/{plane}"] for plane in ("red", "green", "blue")] == [0.0, 0.0, 0.0]


def test_levels_fade_to_scsynth_at_fifty_values_a_second(stage):
    played = stage()
    played.go(0.5)
    played.go(1.0)
    played.until(5.0)
    sent = [(time, message[2]) for time, message in played.sent if message[0] == "/c_set" and time >= 1.0]
    assert len(sent) == 51
    assert sent[-1][0] == 2.0
    assert sent[-1][1] == pytest.approx(0.1)
    assert all(math.isclose(b[0] - a[0], 0.02, abs_tol=1e-9) for a, b in itertools.pairwise(sent))


def test_an_amount_that_fades_is_heard_in_the_next_step(stage):
    cues = (
        CUBICS
        + """
[[cues]]
number = 2
set = { "cubics/on" = true, "cubics-to-detune/amount" = 0.2 }
fade = { "cubics-to-detune/amount" = 10 }
"""
    )
    played = stage(cues=cues, settings=["cubics-to-detune/ceiling=100"])
    played.go(1.0)
    (step, *_) = played.on(6.0, 60)
    assert step["detunes"][0][1] == pytest.approx(0.15 * step["loss"], rel=2e-3)
    (step, *_) = played.on(20.0, 64)
    assert step["detunes"][0][1] == 0.2 * step["loss"]


def test_pinned_settings_survive_every_cue(stage):
    played = stage(settings=["piano/mute=1", "cubics-to-detune/amount=0.5", "knots/learning_rate=0.1"])
    for count in range(4):
        played.on(float(count), 40, 47, 52, 64)
        played.off(count + 0.5, 40, 47, 52, 64)
        played.go(count + 0.7)
    assert {line["instrument"] for line in played.of("voice") if "on" in line} == {"overtones"}
    assert {line["learning_rate"] for line in played.of("draw") if line["draw"] == "knots"} == {0.1}
    assert all("learning_rate" not in line for line in played.of("step"))


def test_muting_ends_the_voices_of_an_instrument_once(stage):
    cues = CUBICS + '[[cues]]\nnumber = 2\nset = { "cubics/on" = true, "piano/mute" = true }\n'
    played = stage(cues=cues)
    played.on(0.1, 60, 64)
    assert [line for line in played.go(1.0) if "off" in line] == [
        {"t": 1.0, "voice": 2, "off": True}, {"t": 1.0, "voice": 4, "off": True},
    ]  # fmt: skip
    assert [line["instrument"] for line in played.on(2.0, 67) if "on" in line] == ["overtones"]
    played.off(3.0, 60, 64, 67)
    assert not played.sounding


def test_an_instrument_sounds_its_own_notes_only(stage_of, patch):
    text = patch().text.replace('synthdef = "piano"', 'synthdef = "piano"\nnotes = [60, 72]')
    played = stage_of(loads(text, "small.toml", None, {}))
    sounded = {pitch: [line["instrument"] for line in played.on(1.0, pitch) if "on" in line] for pitch in (59, 60, 73)}
    assert sounded == {59: ["overtones"], 60: ["overtones", "piano"], 73: ["overtones"]}


# ---------------------------------------------------------------- inputs of all sorts
def test_note_ons_without_note_offs_leave_no_voice_behind(stage):
    played = stage()
    played.on(0.1, 60, 60, 60)
    assert len(played.sounding) == 2
    played.midi(0.2, 0x90, 60, 0)
    played.off(0.3, 60)
    assert not played.sounding


def test_two_keyboards_do_not_end_each_others_notes(stage):
    played = stage(inputs='[inputs.toy]\nkind = "midi"\nsustain = 64')
    played.midi(0.1, 0x90, 60, 80)
    played.midi(0.2, 0x90, 60, 80, source="toy")
    assert len(played.sounding) == 4
    played.midi(0.3, 0x80, 60, 0)
    assert len(played.sounding) == 2
    played.stop(0.4)
    assert not played.sounding


def test_the_channels_of_an_input_are_kept(stage):
    played = stage(inputs="channels = [2]")
    assert played.on(0.1, 60) == []
    assert played.midi(0.2, 0x91, 60, 80)


@pytest.mark.parametrize(
    "line",
    [
        {"in": "midi", "from": "nobody", "data": [144, 60, 90]},
        {"in": "midi", "data": [144, 60, 90]},
        {"in": "midi", "from": "piano"},
        {"in": "midi", "from": "piano", "data": None},
        {"in": "midi", "from": "piano", "data": {"a": 1}},
        {"in": "midi", "from": "piano", "data": 5},
        {"in": "midi", "from": "piano", "data": [144, 60.5, 90]},
        {"in": "midi", "from": ["piano"], "data": [144, 60, 90]},
        {"in": "theremin"},
        {"in": ["midi"]},
        {"in": None},
    ],
)
def test_an_input_that_means_nothing_is_a_warning_and_no_more(stage, order, line):
    played = stage()
    begin = len(played.lines)
    played.performance.handle({"t": 0.5} | line)
    assert order(played.lines[begin:]) == ["in", "warn"]
    assert played.on(0.6, 60)


def test_a_part_that_raises_rests_and_the_others_play_on(stage, monkeypatch):
    played = stage()
    played.on(0.5, 69)
    monkeypatch.setattr(played.performance.parts["cubics"], "handle", lambda event: {}[event.note])
    assert [line["instrument"] for line in played.on(1.0, 72) if "on" in line] == ["overtones", "piano"]
    assert played.of("warn") == [{"t": 1.0, "warn": "cubics", "text": "rests from now on: KeyError: 2"}]
    assert not [line for line in played.on(1.5, 74) if "step" in line or "warn" in line]


def test_a_warning_is_said_once_a_second_and_counted(stage):
    played = stage()
    for n in range(10):
        played.performance.handle({"t": 1.0 + 0.125 * n, "in": "theremin"})
    assert [(line["t"], line.get("count", 1)) for line in played.of("warn")] == [(1.0, 1), (2.0, 8)]


def test_a_stop_releases_every_key_and_pedal(stage):
    played = stage()
    played.pedal(0.0, 127)
    played.on(0.1, 31, 60, 64)
    played.off(0.2, 60)
    played.stop(1.0)
    assert not played.sounding
    gates = [message for time, message in played.sent if time == 1.0]
    assert all(message[::2] == ["/n_set", "gate"] and message[3] == 0.0 for message in gates)
    assert len({message[1] for message in gates}) == len(gates) == 6
    up = [m.voice for m in played.shown if isinstance(m, picture.KeyUp)]
    silent = [m.voice for m in played.shown if isinstance(m, picture.Silent)]
    assert sorted(up) == sorted(silent) == [1, 2, 3]


# ---------------------------------------------------------------- sameness
def tune(played):
    for count in range(40):
        t = 0.11 * count
        played.on(t, (31, 60, 64, 67, 72, 43)[count % 6])
        if count % 5 == 4:
            played.off(t + 0.05, 60, 64)
        if count in (10, 20, 30):
            played.go(t + 0.06)
        if count in (14, 24):
            played.on(t + 0.07, 41, 46, 50)
    played.stop(6.0)
    return played


def test_the_same_inputs_and_seed_give_the_same_lines_messages_and_pictures(stage):
    first, again, other = (tune(stage(seed=seed, settings=["cubics/noise=0.1"])) for seed in (7, 7, 8))
    assert first.lines == again.lines
    assert first.sent == again.sent
    assert first.shown == again.shown
    assert first.lines != other.lines
    assert not {tuple(line["target"]) for line in first.of("draw")} & {
        tuple(line["target"]) for line in other.of("draw")
    }


def test_one_more_melody_note_shifts_no_later_draw(stage):
    one, two = stage(), stage()
    two.on(0.05, 60)
    for played in (one, two):
        for count in range(1, 6):
            played.on(float(count), 31, 67)
        played.go(7.0)
        played.on(8.0, 40, 47, 52)
    targets = [[line["target"] for line in played.of("draw")] for played in (one, two)]
    assert targets[0] == targets[1]
    assert len(targets[0]) == 7


def test_the_lines_are_derived_from_the_inputs_alone(stage):
    played = tune(stage())
    again = stage()
    for line in played.of("in"):
        again.performance.handle(json.loads(json.dumps(line)))
    assert again.lines == played.lines


def test_a_parts_state_taken_in_the_middle_goes_on_the_same(stage):
    played, twin = stage(cues=KNOTS), stage(cues=KNOTS)
    for each in (played, twin):
        each.on(1.0, 40, 47, 52)
        each.until(1.5)
    part = kinds()["knots"]("knots", {r.name: r.default for r in kinds()["knots"].parameters}, 7)
    part.restore(played.performance.parts["knots"].state())
    twin.performance.parts["knots"] = part
    assert twin.until(3.0) == played.until(3.0)


byte = st.integers(0, 255)
event = st.one_of(
    st.tuples(st.just(0x90), st.integers(30, 90), st.integers(0, 127)),
    st.tuples(st.just(0x80), st.integers(30, 90), st.just(0)),
    st.tuples(st.just(0xB0), st.sampled_from([64, 67]), st.integers(0, 127)),
    st.tuples(st.just(0xC0), st.integers(0, 4)),
    st.tuples(st.just(0x90), st.sampled_from([36, 40, 47, 52, 60, 64]), st.integers(1, 127)),
    st.lists(byte, max_size=4).map(tuple),
    st.lists(st.one_of(st.floats(), st.text(max_size=2), st.none()), max_size=3).map(tuple),
)
gaps = st.sampled_from([0.0, 0.0, 0.001, 0.005, 0.02, 1 / 60, 0.1, 1.0])


@settings(max_examples=50, deadline=None)
@given(events=st.lists(st.tuples(gaps, event), max_size=50))
def test_whatever_is_played_nothing_raises_and_no_note_sticks(stage_of, small, events):
    runs = []
    for _ in range(2):
        played, t = stage_of(small), 0.0
        for gap, data in events:
            t += gap
            played.midi(t, *data)
            keys = [(line["on"], line["instrument"]) for line in played.sounding.values()]
            assert len(keys) == len(set(keys))  # each sounds once
        played.stop(t + 0.1)
        played.until(t + 1.0)
        assert not played.sounding
        runs.append(played)
    first, again = ([line for line in run.lines if "in" not in line and "warn" not in line] for run in runs)
    assert first == again
    times = [line["t"] for line in runs[0].lines]
    assert times == sorted(times)
    begun = sum(message[0] == "/s_new" for _, message in runs[0].sent)
    ended = sum(message[0] == "/n_set" for _, message in runs[0].sent)
    assert begun == ended + 1  # the last synth stays
    down = [m.voice for m in runs[0].shown if isinstance(m, picture.KeyDown)]
    up = [m.voice for m in runs[0].shown if isinstance(m, picture.KeyUp)]
    silent = [m.voice for m in runs[0].shown if isinstance(m, picture.Silent)]
    assert down == sorted(up) == sorted(silent)
