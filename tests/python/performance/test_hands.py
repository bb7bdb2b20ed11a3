"""Notes of clients and of keyboards become gestures: each note ends once, whoever ends it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.patch.patch import MidiInput
from descant.performance.hands import MOST_HELD, Hands, Touch
from descant.performance.keyboard import Ended, Lifted, Struck

INPUT = MidiInput(
    port="", sustain=64, next_cue=None, next_cue_press=64, next_cue_rearm=20, program_change=False, cue_notes={},
    cue_programs={}, channels=(),
)  # fmt: skip


def over(pitch):
    return [Lifted(pitch), Ended(pitch)]


def hands():
    return Hands({"piano": INPUT})


def note(hands, pitch, velocity, name=None, source="a:1"):
    line = {"in": "note", "from": source, "pitch": pitch, "velocity": velocity}
    return [gesture for _, gesture in hands.note(line if name is None else line | {"id": name})]


# ---------------------------------------------------------------- one client
def test_a_note_is_struck_and_ends_by_its_pitch():
    touch = Touch()
    assert touch.play(60, 90, None) == [Struck(60, 90)]
    assert touch.play(60, 0, None) == over(60)
    assert touch.play(60, 0, None) == []


def test_a_pitch_with_a_fraction():
    touch = Touch()
    assert touch.play(60.25, 90, None) == [Struck(60.25, 90)]
    assert touch.play(60.5, 0, None) == []
    assert touch.play(60.25, 0, None) == over(60.25)


def test_a_note_with_an_id_ends_by_it_whatever_the_pitch():
    touch = Touch()
    touch.play(60, 90, "a")
    touch.play(64, 90, 7)
    assert touch.play(0, 0, "b") == []
    assert touch.play(60, 0, None) == []  # nobody struck it without a name
    assert touch.play(0, 0, "a") == over(60)
    assert touch.play(99, 0, 7) == over(64)


def test_an_id_that_is_a_number_is_no_pitch():
    touch = Touch()
    touch.play(62, 90, 60.0)
    assert touch.play(60, 90, None) == [Struck(60, 90)]
    assert touch.play(60, 0, None) == over(60)
    assert touch.play(60, 0, 60.0) == over(62)


def test_an_id_that_is_given_again_moves_on_to_another_pitch():
    touch = Touch()
    touch.play(60, 90, "a")
    assert touch.play(62, 80, "a") == [*over(60), Struck(62, 80)]
    assert touch.play(0, 0, "a") == over(62)


def test_a_pitch_that_is_struck_again_ends_first_whatever_its_name():
    touch = Touch()
    touch.play(60, 90, "a")
    assert touch.play(60, 80, "b") == [*over(60), Struck(60, 80)]
    assert touch.play(60, 0, "a") == []
    assert touch.play(60, 70, None) == [*over(60), Struck(60, 70)]


@pytest.mark.parametrize(("velocity", "struck"), [(0.01, 1), (0.5, 1), (1.4, 1), (63.5, 64), (126.7, 127), (127, 127)])
def test_the_softest_note_still_sounds(velocity, struck):
    assert Touch().play(60, velocity, None) == [Struck(60, struck)]


@pytest.mark.parametrize(("pitch", "velocity"), [(-0.1, 90), (127.1, 90), (60, -1), (60, 127.5), (1e9, 1)])
def test_notes_out_of_range_change_nothing(pitch, velocity):
    touch = Touch()
    touch.play(60, 90, None)
    with pytest.raises(ValueError, match="pitch and velocity must be from 0 to 127"):
        touch.play(pitch, velocity, None)
    assert touch.release_all() == over(60)


def test_nobody_holds_more_notes_than_a_keyboard_has():
    touch = Touch()
    pitches = [n / 2 for n in range(MOST_HELD + 10)]
    for place, pitch in enumerate(pitches):
        ended = [] if place < MOST_HELD else over(pitches[place - MOST_HELD])
        assert touch.play(pitch, 90, None) == [*ended, Struck(pitch, 90)]
    assert len(touch) == MOST_HELD
    assert touch.play(pitches[-1], 80, None) == [*over(pitches[-1]), Struck(pitches[-1], 80)]  # it made room itself
    assert len(touch) == MOST_HELD


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 9).map(lambda n: n / 2),
            st.sampled_from([0, 1, 90]),
            st.sampled_from([None, "a", "b", 1.0, 2.0]),
        ),
        max_size=60,
    )
)
def test_whatever_is_played_each_note_begins_and_ends_once(notes):
    touch, sounding = Touch(), []
    for pitch, velocity, name in notes:
        for gesture in touch.play(pitch, velocity, name):
            match gesture:
                case Struck():
                    assert gesture.pitch not in sounding
                    sounding.append(gesture.pitch)
                case Ended():
                    sounding.remove(gesture.pitch)
    assert len(touch) == len(sounding)
    for gesture in touch.release_all():
        if isinstance(gesture, Ended):
            sounding.remove(gesture.pitch)
    assert not sounding and len(touch) == 0


# ---------------------------------------------------------------- everybody
def test_clients_hold_notes_each_for_itself():
    both = hands()
    assert note(both, 60, 90, source="a:1") == [Struck(60, 90)]
    assert note(both, 60, 90, source="b:2") == [Struck(60, 90)]
    assert note(both, 60, 0, source="a:1") == over(60)
    assert (both.holds("a:1"), both.holds("b:2"), both.holds("c:3")) == (False, True, False)
    assert both.lost({"from": "b:2"}) == [("b:2", gesture) for gesture in over(60)]
    assert not both.holds("b:2") and both.lost({"from": "b:2"}) == []


def test_a_whole_pitch_is_the_number_of_a_key():
    (struck,) = note(hands(), 60.0, 90)
    assert struck == Struck(60, 90) and type(struck.pitch) is int


def test_a_keyboard_that_is_lost_lets_go_as_before():
    both = hands()
    both.midi({"t": 0.0, "from": "piano", "data": [0x90, 60, 90]})
    assert both.lost({"from": "piano"}) == [("piano", gesture) for gesture in over(60)]


def test_at_the_end_everybody_lets_go():
    both = hands()
    both.midi({"t": 0.0, "from": "piano", "data": [0x90, 60, 90]})
    note(both, 64.5, 90, "x", source="b:2")
    assert both.stop() == [("piano", g) for g in over(60)] + [("b:2", g) for g in over(64.5)]
    assert both.stop() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"pitch": "60", "velocity": 90}, {"pitch": 60}, {"velocity": 90}, {"pitch": True, "velocity": 90},
        {"pitch": float("inf"), "velocity": 90}, {"pitch": float("nan"), "velocity": 90},
        {"pitch": 10**400, "velocity": 9}, {"pitch": 60, "velocity": float("nan")},
        {"pitch": 60, "velocity": 90, "id": [1]}, {"pitch": 60, "velocity": 90, "id": {}},
        {"pitch": 1000, "velocity": 90},
    ],
)  # fmt: skip
def test_lines_that_are_no_notes_change_nothing(wrong):
    both = hands()
    note(both, 60, 90)
    with pytest.raises((TypeError, ValueError)):
        both.note({"in": "note", "from": "a:1", **wrong})
    with pytest.raises((TypeError, ValueError)):
        both.note({"in": "note", "from": "new:1", **wrong})
    assert both.stop() == [("a:1", gesture) for gesture in over(60)]
