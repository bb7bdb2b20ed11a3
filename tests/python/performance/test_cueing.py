"""GO once a press, cues that come by themselves, and back to the very state that was left."""

import numpy as np
import pytest

from descant.video import messages as picture

AMOUNT = "cubics-to-detune/amount"


def cue(number, *lines):
    return "\n".join(["[[cues]]", f"number = {number}", *lines, ""])


def on(*parts):
    return "set = { " + ", ".join(f'"{part}/on" = true' for part in parts) + " }"


FOUR = cue(1, on("cubics")) + cue(2, on("cubics")) + cue(3, on("knots")) + cue(4, on("cubics", "knots"))


def said(lines):
    return [line["text"] for line in lines if "warn" in line]


def cues(played):
    return [(line["t"], line["cue"]) for line in played.of("cue") if "name" in line]


def say(played, t, do, **more):
    begin = len(played.lines)
    played.performance.handle({"t": t, "in": "cue", "do": do, **more})
    return played.lines[begin + 1 :]


# ---------------------------------------------------------------- one press, one GO
def test_a_pedal_that_bounces_goes_once_and_says_so(stage):
    played = stage(cues=FOUR)
    lines = [line for n, value in enumerate((127, 0, 127, 0)) for line in played.midi(1 + 0.005 * n, 0xB0, 67, value)]
    assert cues(played) == [(0.0, 1), (1.0, 2)]
    assert said(lines) == ["refused: the pedal bounced"]


@pytest.mark.parametrize("since_s", [0.0, 0.001, 0.1, 0.299])
def test_a_go_too_soon_after_another_is_refused_whoever_gives_it(stage, since_s):
    played = stage(cues=FOUR, inputs='cue_notes = { 21 = "go" }\ncue_programs = { 9 = "go" }')
    gives = [
        lambda t: played.midi(t, 0xB0, 67, 127), lambda t: played.on(t, 21), lambda t: played.goto(t, 9),
        lambda t: say(played, t, "go"), lambda t: say(played, t, "go", **{"from": "127.0.0.1:9000"}),
    ]  # fmt: skip
    say(played, 1.0, "go")
    refused = f"refused: {since_s * 1000:.0f} ms after the last GO; go_guard_ms is 300"
    for give in gives:
        assert said(give(1.0 + since_s)) == [refused]
    assert cues(played) == [(0.0, 1), (1.0, 2)]
    assert said(say(played, 1.301, "go")) == []
    assert cues(played)[-1] == (1.301, 3)


def test_a_refused_go_takes_no_time_from_the_next(stage):
    played = stage(cues=FOUR)
    for t in (1.0, 1.2, 1.31):
        say(played, t, "go")
    assert [t for t, _ in cues(played)] == [0.0, 1.0, 1.31]


def test_a_pedal_that_stays_down_must_come_up_first(stage):
    played = stage(cues=FOUR)
    played.midi(1.0, 0xB0, 67, 127)
    assert [line for n in range(20) for line in played.midi(1.1 + 0.1 * n, 0xB0, 67, 100 + n)] == []
    played.midi(4.0, 0xB0, 67, 10)
    assert played.midi(4.2, 0xB0, 67, 127)[0]["cue"] == 3


def test_goto_back_and_panic_are_never_guarded(stage):
    played = stage(cues=FOUR)
    say(played, 1.0, "go")
    assert say(played, 1.01, "goto", to=4)[0]["cue"] == 4
    assert say(played, 1.02, "back")[0]["cue"] == 2
    assert say(played, 1.03, "back")[0]["cue"] == 1
    played.performance.handle({"t": 1.04, "in": "panic"})
    assert played.performance.panicking
    assert said(say(played, 1.05, "go")) and played.performance.panicking  # refused, it ends no panic


def test_the_least_time_is_the_patch_s(stage):
    played = stage(cues=FOUR, top="go_guard_ms = 0")
    for t in (1.0, 1.0, 1.0):
        say(played, t, "go")
    assert [number for _, number in cues(played)] == [1, 2, 3, 4]
    assert said(say(played, 1.0, "go")) == ["refused: this is the last cue"]


# ---------------------------------------------------------------- by itself
def test_a_cue_begins_after_its_pre_wait_at_a_tick(stage):
    played = stage(cues=cue(1, on("cubics")) + cue(2, "pre_wait_s = 0.5", on("knots")) + cue(3))
    assert say(played, 1.001, "go") == []
    standby, left_s = played.performance.conductor.waiting(1.101)
    assert (standby.number, left_s) == (2.0, pytest.approx(0.4))
    assert played.until(1.5) == []
    assert played.performance.due() == 1.505
    played.until(3.0)
    assert cues(played) == [(0.0, 1), (1.505, 2)]
    assert played.performance.conductor.values["knots/on"] is True


def test_a_go_in_a_pre_wait_begins_the_cue_at_once(stage):
    played = stage(cues=cue(1) + cue(2, "pre_wait_s = 5") + cue(3, "pre_wait_s = 5"))
    say(played, 1.0, "go")
    assert said(say(played, 1.1, "go"))  # the same foot, twice
    say(played, 2.0, "go")
    played.until(20.0)
    assert cues(played) == [(0.0, 1), (2.0, 2)]


def test_cues_go_on_by_themselves(stage):
    played = stage(
        cues=cue(1)
        + cue(2, "continue_s = 0.5", "fade_s = 9")
        + cue(3, "pre_wait_s = 0.25", f'set = {{ "{AMOUNT}" = 0.3 }}', "fade_s = 1", "follow = true")
        + cue(4, "follow = true")
        + cue(5)
    )
    say(played, 1.0, "go")
    played.until(10.0)
    assert cues(played) == [(0.0, 1), (1.0, 2), (1.5 + 0.25, 3), (2.75, 4), (2.755, 5)]
    assert played.performance.conductor.values[AMOUNT] == 0.1


def test_a_go_too_soon_after_a_cue_came_by_itself_is_refused(stage):
    played = stage(cues=cue(1, "continue_s = 1") + cue(2) + cue(3))
    played.until(1.1)
    assert said(say(played, 1.1, "go")) == ["refused: 100 ms after the last GO; go_guard_ms is 300"]


@pytest.mark.parametrize("hold", [{"in": "panic"}, {"in": "freeze", "on": True}])
def test_panic_and_freeze_hold_a_wait(stage, hold):
    played = stage(cues=cue(1) + cue(2, "pre_wait_s = 2", on("cubics")) + cue(3))
    say(played, 1.0, "go")
    played.performance.handle({"t": 1.5, **hold})
    played.until(20.0)
    assert cues(played) == [(0.0, 1)]
    assert played.performance.conductor.waiting(20.0)[1] == 1.5
    played.performance.handle({"t": 20.0, "in": "freeze", "on": False})
    played.until(30.0)
    assert cues(played) == [(0.0, 1), (21.5, 2)]


@pytest.mark.parametrize(
    ("do", "to", "then"), [("go", None, [2]), ("goto", 3, [3]), ("goto", 1, [1]), ("back", None, [1])]
)
def test_go_goto_and_back_end_a_wait_that_is_held(stage, do, to, then):
    played = stage(cues=cue(1) + cue(2, "pre_wait_s = 2", on("cubics")) + cue(3))
    say(played, 1.0, "go")
    played.performance.handle({"t": 1.5, "in": "panic"})
    say(played, 3.0, do, to=to)
    assert not played.performance.panicking
    assert played.performance.conductor.waiting(3.0) is None
    played.until(20.0)
    assert [number for _, number in cues(played)] == [1, *then]


def test_the_end_waits_for_nothing(stage):
    played = stage(cues=cue(1, "continue_s = 1") + cue(2))
    played.stop(0.5)
    assert played.until(5.0) == []


def test_a_part_that_is_switched_on_in_the_middle_of_a_fade_begins_then(stage):
    played = stage(cues=cue(1) + cue(2, on("cubics"), "fade_s = 2", 'switch = "middle"'))
    say(played, 1.0, "go")
    assert played.on(1.9, 60)[0]["detune"] == 0.0
    assert [line["t"] for line in played.until(3.0) if "draw" in line] == [2.0]
    drawn = stage(cues=cue(1) + cue(2, on("cubics")))
    (at_once,) = drawn.of("draw", say(drawn, 1.0, "goto", to=2))
    later = stage(cues=cue(1) + cue(2, on("cubics"), "fade_s = 2", 'switch = "middle"'))
    say(later, 1.0, "goto", to=2)
    (in_time,) = later.of("draw", later.until(3.0))
    assert in_time["target"] == at_once["target"]  # by the cue that was gone to


# ---------------------------------------------------------------- no jump
def test_a_go_in_a_fade_starts_from_where_everything_is(stage):
    two = cue(2, f'set = {{ "{AMOUNT}" = 1.1, "bend/wavelength" = 3.2 }}', "fade_s = 4")
    played = stage(
        cues=cue(1) + two + cue(3, "fade_s = 2", 'curve = "smooth"') + cue(4, "pre_wait_s = 1", "fade_s = 1")
    )
    values, heard = played.performance.conductor.values, []
    say(played, 1.0, "go")
    for tick in range(200, 1400):
        if tick == 500:
            say(played, 2.5, "go")
        elif tick == 600:
            say(played, 3.0, "go")
        played.until(tick / 200)
        heard.append((values[AMOUNT], np.log(values["bend/wavelength"])))
    steps = np.abs(np.diff(heard, axis=0)).max(0)
    assert steps[0] == pytest.approx(1.0 / 200, rel=0.5)  # the quickest: in 20 ms a hundredth of the way
    assert steps[0] < 0.0076 and steps[1] < 0.0076 * np.log(8)
    assert values[AMOUNT] == 0.1 and values["bend/wavelength"] == 0.4


# ---------------------------------------------------------------- back
def learned(played):
    """Return weights, moments and counters of every part, and every value."""
    parts = {name: part.state() for name, part in played.performance.parts.items()}
    for state in parts.values():
        for held in ("recent", "left", "holding", "chord_at", "anchor", "count"):
            state.pop(held, None)
    return {"parts": parts, "values": dict(played.performance.conductor.values)}


def test_back_is_the_state_that_was_left_to_the_last_bit(stage):
    played = stage(cues=FOUR, settings=["cubics/optimizer=adam", "knots/optimizer=momentum", "cubics/noise=0.01"])
    played.on(0.1, 31, 60, 62, 64)
    played.performance.handle({"t": 0.2, "in": "set", "name": "knots/points", "value": 33})
    before = learned(played)
    streams = list(played.engine.stream_values)
    say(played, 1.0, "go")
    played.on(1.1, 66, 67, 31, 69)
    played.performance.handle({"t": 1.2, "in": "set", "name": "cubics/learning_rate", "value": 0.4})
    inside = learned(played)
    say(played, 2.0, "goto", to=3)
    played.on(2.1, 43, 50, 57)
    played.until(4.0)
    assert say(played, 4.0, "back")[0] == {"t": 4.0, "cue": 2, "name": "Cue 2", "back": True}
    np.testing.assert_equal(learned(played), inside)
    assert say(played, 5.0, "back")[0] == {"t": 5.0, "cue": 1, "name": "Cue 1", "back": True}
    np.testing.assert_equal(learned(played), before)
    assert list(played.engine.stream_values) == streams
    assert said(say(played, 6.0, "back")) == ["refused: this is the first cue"]
    np.testing.assert_equal(learned(played), before)


def test_after_back_learning_goes_on_as_it_would_have(stage):
    straight, strayed = stage(cues=FOUR), stage(cues=FOUR)
    for played in (straight, strayed):
        played.on(0.1, 31, 60, 62)
    say(strayed, 1.0, "go")
    strayed.on(1.1, 64, 31, 66)
    say(strayed, 2.0, "back")
    steps = [
        [
            (line["n"], line["loss"], line["gradient"])
            for line in played.on(3.0, 72, 74)
            if "step" in line and isinstance(line["step"], str)
        ]
        for played in (straight, strayed)
    ]
    assert steps[0] == steps[1] and len(steps[0]) == 2
    draws = [[line["target"] for line in played.on(4.0, 33) if "draw" in line] for played in (straight, strayed)]
    assert draws[0] == draws[1] and len(draws[0]) == 1  # the counters too


def test_back_goes_to_where_fades_were_heading(stage):
    fades = cue(2, f'set = {{ "{AMOUNT}" = 1.1, "knots/points" = 50 }}', "fade_s = 4", 'switch = "end"')
    played = stage(cues=cue(1) + fades + cue(3))
    say(played, 1.0, "go")
    played.until(2.0)
    say(played, 2.0, "go")
    values = played.performance.conductor.values
    assert values[AMOUNT] == 0.1
    say(played, 3.0, "back")
    assert (values[AMOUNT], values["knots/points"]) == (1.1, 50)
    assert played.performance.parts["knots"].state()["values"]["points"] == 50
    assert played.performance.conductor.due() == np.inf


def test_held_notes_go_on_through_back_and_what_hands_hold_is_theirs(stage):
    played = stage(cues=cue(1, on("knots")) + cue(2, on("knots")))
    played.on(0.1, 43, 50, 57)
    played.until(0.5)
    played.off(0.5, 43, 50, 57)
    n = played.performance.parts["knots"].state()["steps"]
    say(played, 1.0, "go")
    played.on(1.1, 41, 48, 55)  # another chord, which is held
    played.until(2.0)
    sounding = set(played.sounding)
    lines = say(played, 2.0, "back")
    assert [line for line in lines if "voice" in line] == []
    steps = [line for line in played.until(2.5) if "step" in line]
    assert [line["n"] for line in steps] == list(range(n + 1, n + 31))  # from now on, sixty a second
    assert {line["learner"] for line in steps} == {1}
    detuned = {voice for voice, line in played.sounding.items() if line["instrument"] == "overtones"}
    assert all({voice for voice, _ in line["detunes"]} == detuned for line in steps) and len(detuned) == 3
    assert set(played.sounding) == sounding


def test_what_learners_last_made_of_the_notes_is_back_too(stage):
    played = stage(cues=cue(1, on("knots")) + cue(2, on("knots")))
    played.on(0.1, 43, 50, 57)
    played.until(8.0)
    assert [line["learner"] for line in played.lines if line.get("converged")] == [1]
    played.off(8.0, 43, 50, 57)
    (before, _) = played.of("on", played.on(8.1, 72))
    played.off(8.2, 72)
    say(played, 8.3, "go")
    played.on(8.4, 41, 48, 55)
    played.until(8.6)
    say(played, 8.6, "back")
    (after, _) = played.of("on", played.on(8.6, 74))
    assert (after["learner"], after["detune"]) == (1, before["detune"])
    assert after["detune"] != 0.0
    steps = [line for line in played.until(9.0) if "step" in line]
    assert steps and not any(line.get("converged") for line in steps)  # it had been said


def test_pinned_values_and_later_hands_stay_through_back(stage):
    played = stage(cues=FOUR, settings=["cubics/learning_rate=0.5"])
    say(played, 1.0, "go")
    played.performance.handle({"t": 1.2, "in": "set", "name": "cubics/learning_rate", "value": 0.4})
    say(played, 2.0, "back")
    assert played.performance.conductor.values["cubics/learning_rate"] == 0.4
    assert played.performance.parts["cubics"].state()["values"]["learning_rate"] == 0.4


def test_the_picture_sees_the_learners_that_are_back(stage):
    played = stage(cues=FOUR)
    played.on(0.1, 31, 60, 62)
    number = played.performance.parts["cubics"].state()["learner"]
    say(played, 1.0, "go")
    played.on(1.1, 31, 64)
    begin = len(played.shown)
    say(played, 2.0, "back")
    (drawn,) = [message for message in played.shown[begin:] if isinstance(message, picture.Drawn)]
    assert (drawn.part, drawn.learner, drawn.time) == ("cubics", number, 2.0)
    stepped = [m for m in played.shown if isinstance(m, picture.Stepped) and m.learner == number]
    assert drawn.theta == stepped[-1].theta


def test_back_in_a_pre_wait_takes_the_go_back_and_nothing_else(stage):
    played = stage(cues=cue(1, on("cubics")) + cue(2, on("cubics")) + cue(3, "pre_wait_s = 5"))
    say(played, 1.0, "go")
    played.on(1.1, 31, 60)
    say(played, 2.0, "go")
    played.on(2.1, 62)
    before = learned(played)
    assert say(played, 3.0, "back") == [{"t": 3.0, "cue": 2, "name": "Cue 2", "back": True}]
    np.testing.assert_equal(learned(played), before)
    played.until(20.0)
    assert cues(played)[-1] == (3.0, 2)
    assert say(played, 20.0, "back")[0]["cue"] == 1


def test_back_does_not_go_on_by_itself(stage):
    played = stage(cues=cue(1, "continue_s = 1") + cue(2) + cue(3))
    played.until(2.0)
    say(played, 2.0, "back")
    assert played.until(10.0) == []


def test_a_hundred_states_are_remembered(stage):
    played = stage(cues=FOUR)
    for n in range(120):
        say(played, 1.0 + n, "goto", to=1 + n % 4)
    for n in range(100):
        assert "cue" in say(played, 200.0 + n, "back")[0]
    assert said(say(played, 400.0, "back")) == ["refused: no state before this one is remembered"]


def test_a_take_with_waits_fades_and_back_performs_again(stage):
    piece = {
        "cues": cue(1, on("cubics"), "continue_s = 2")
        + cue(2, on("cubics", "knots"), "fade_s = 1", 'switch = "end"', "follow = true")
        + cue(3, "pre_wait_s = 0.7", on("knots"))
    }
    first, again = stage(**piece), stage(**piece)
    for n in range(60):
        first.on(0.1 + 0.13 * n, (31, 60, 43, 50, 57, 72)[n % 6])
        if n in (20, 33, 41):
            say(first, 0.11 + 0.13 * n, "back")
        if n in (25, 46):
            say(first, 0.11 + 0.13 * n, "go")
    first.stop(9.0)
    first.until(10.0)
    for line in first.lines:
        if "in" in line:
            again.performance.handle(dict(line))
    again.until(10.0)
    assert again.lines == first.lines
    assert again.shown == first.shown
    assert sum("back" in line for line in first.lines) == 3


def test_a_part_from_outside_that_knows_no_recall_is_restored_and_begins(stage):
    played = stage(cues=FOUR)
    asked = []

    class Outside:
        parameters = ()
        streams = ()
        due = staticmethod(lambda: np.inf)
        set = staticmethod(lambda parameter, value, time: asked.append(("set", parameter, value)) or [])
        begin = staticmethod(lambda time, cue: asked.append(("begin", time, cue)) or [])
        state = staticmethod(lambda: {"count": len(asked)})
        restore = staticmethod(lambda state: asked.append(("restore", state)))

    played.performance.parts["cubics"] = Outside()
    say(played, 1.0, "go")
    played.performance.handle({"t": 1.5, "in": "set", "name": "cubics/points", "value": 50})
    say(played, 2.0, "back")
    assert asked == [
        ("set", "points", 50), ("restore", {"count": 0}), ("begin", 2.0, None),
    ]  # fmt: skip


def test_a_part_that_cannot_be_recalled_rests_and_the_others_are(stage):
    played = stage(cues=FOUR)
    played.on(0.1, 31, 60)
    before = learned(played)["parts"]["cubics"]
    say(played, 1.0, "go")
    played.on(1.1, 62)

    def fail(*told):
        raise ArithmeticError("no way back")

    played.performance.parts["knots"].recall = fail
    lines = say(played, 2.0, "back")
    assert [line["text"] for line in lines if "warn" in line] == ["rests from now on: ArithmeticError: no way back"]
    np.testing.assert_equal(learned(played)["parts"]["cubics"], before)


def test_a_part_that_cannot_say_what_it_holds_stops_nobody(stage):
    played = stage(cues=FOUR)
    played.on(0.1, 31, 60)

    def fail():
        raise ArithmeticError("lost count")

    played.performance.parts["cubics"].state = fail
    assert set(played.performance.state()["ensemble"]["parts"]) == {"knots"}
    lines = say(played, 1.0, "go") + say(played, 2.0, "back")
    assert [line["cue"] for line in lines if "cue" in line] == [2, 1]
    assert {line["text"] for line in played.lines if "warn" in line} == {
        "cannot say what it holds: ArithmeticError: lost count"
    }
    assert [line for line in played.on(3.0, 62) if "step" in line], "and it plays on"


class Told:
    """A part from outside with a recall of its own; it remembers what it was told."""

    parameters = streams = ()
    due = staticmethod(lambda: np.inf)

    def __init__(self):
        self.told = []

    def set(self, parameter, value, time):
        return []

    def begin(self, time, cue):
        self.told.append(("begin", time, cue))
        return []

    def state(self):
        return {"values": {}}

    def restore(self, state):
        raise AssertionError("it has a recall")

    def recall(self, state, time, sounding):
        self.told.append(("recall", time))
        return []


def test_back_lets_a_part_begin_that_has_been_off(stage):
    played, part = stage(cues=FOUR), Told()
    played.performance.parts["cubics"] = part
    say(played, 1.0, "go")
    say(played, 2.0, "back")
    assert part.told == [("recall", 2.0)], "it has played on"
    say(played, 3.0, "goto", to=3)
    say(played, 4.0, "back")
    assert part.told[1:] == [("recall", 4.0), ("begin", 4.0, None)]


def test_what_is_recalled_with_a_captured_cue_does_not_begin_anew(stage):
    played, part = stage(cues=FOUR), Told()
    played.performance.parts["cubics"] = part
    played.performance.handle({"t": 1.0, "in": "capture", "name": "Storm"})
    say(played, 2.0, "goto", to="Storm")
    assert part.told == [("recall", 2.0)]
    say(played, 3.0, "goto", to=1)
    assert part.told[1:] == [("begin", 3.0, 1.0)]


def test_a_go_that_waits_ends_freezing_at_once(stage):
    played = stage(cues=cue(1) + cue(2, "pre_wait_s = 2"))
    played.performance.handle({"t": 1.0, "in": "freeze", "on": True})
    say(played, 2.0, "go")
    assert not played.performance.frozen
    assert [line["cue"] for line in played.until(5.0) if "cue" in line] == [2]


def test_a_hundred_states_are_remembered_after_a_crash_too(stage, stage_of):
    played = stage(cues=FOUR)
    for n in range(105):
        say(played, 1.0 + n, "goto", to=1 + n % 4)
    after = stage_of(played.patch, 7, started=False)
    after.performance.resume(played.performance.state())
    say(after, 200.0, "goto", to=2)
    assert len(after.performance.state()["cueing"]["left"]) == 100


def test_a_cue_is_found_by_all_digits_of_its_number(stage):
    played = stage(cues=cue(1) + cue(1000.0005) + cue(1000.001))
    assert say(played, 1.0, "goto", to="1000.0005")[0]["cue"] == 1000.0005
    assert said(say(played, 2.0, "goto", to="1000")) == ["refused: there is no cue '1000'"]
