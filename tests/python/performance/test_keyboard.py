"""A keyboard's messages: strokes and ends in balance, half-pedals, and noise that is no message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.patch.patch import MidiInput, MorphEntry
from descant.performance.keyboard import Bounced, Ended, Keyboard, Lifted, Morphed, Struck, Turned, Wanted, WantedPlace

OFF, ON, CONTROL, PROGRAM = 0x80, 0x90, 0xB0, 0xC0


class Timed(Keyboard):
    """A keyboard on which each message comes 100 ms after the last, unless it is said when."""

    now_s = 0.0

    def handle(self, data, time=None):
        self.now_s = self.now_s + 0.1 if time is None else time
        return super().handle(data, self.now_s)


def keyboard(**changes):
    settings = {
        "port": "", "sustain": 64, "next_cue": 67, "next_cue_press": 64, "next_cue_rearm": 20, "program_change": True,
        "channels": (), "cue_notes": {}, "cue_programs": {},
    }  # fmt: skip
    return Timed(MidiInput(**settings | changes))


def test_a_key_goes_down_and_up():
    keys = keyboard()
    assert keys.handle([ON, 60, 90]) == [Struck(60, 90)]
    assert keys.handle([OFF, 60, 64]) == [Lifted(60), Ended(60)]


def test_velocity_0_is_a_note_off():
    keys = keyboard()
    keys.handle([ON, 60, 1])
    assert keys.handle([ON, 60, 0]) == [Lifted(60), Ended(60)]


def test_a_note_off_without_its_note_on_does_nothing():
    keys = keyboard()
    assert keys.handle([OFF, 60, 0]) == []
    assert keys.handle([ON, 60, 0]) == []
    keys.handle([ON, 60, 90])
    keys.handle([OFF, 60, 0])
    assert keys.handle([OFF, 60, 0]) == []


def test_a_key_struck_twice_without_a_note_off_ends_first_and_sounds_once():
    keys = keyboard()
    keys.handle([ON, 60, 90])
    assert keys.handle([ON, 60, 50]) == [Lifted(60), Ended(60), Struck(60, 50)]
    assert keys.handle([OFF, 60, 0]) == [Lifted(60), Ended(60)]
    assert keys.handle([OFF, 60, 0]) == []


@pytest.mark.parametrize(("value", "held"), [(0, False), (1, False), (63, False), (64, True), (127, True)])
def test_the_pedal_holds_from_64(value, held):
    keys = keyboard()
    keys.handle([ON, 60, 90])
    assert keys.handle([CONTROL, 64, value]) == []
    assert keys.handle([OFF, 60, 0]) == ([Lifted(60)] if held else [Lifted(60), Ended(60)])


def test_half_pedal_values_hold_or_release_once():
    keys = keyboard()
    keys.handle([ON, 60, 90])
    for value in (10, 40, 63, 64, 90, 127, 100, 80, 65, 64):
        assert keys.handle([CONTROL, 64, value]) == []
    assert keys.handle([OFF, 60, 0]) == [Lifted(60)]
    for value in (70, 127, 64):
        assert keys.handle([CONTROL, 64, value]) == []
    assert keys.handle([CONTROL, 64, 63]) == [Ended(60)]
    for value in (40, 10, 0, 30, 63):
        assert keys.handle([CONTROL, 64, value]) == []


def test_the_pedal_releases_what_fingers_left_in_that_order_and_not_what_they_hold():
    keys = keyboard()
    keys.handle([CONTROL, 64, 127])
    for pitch in (60, 50, 70, 40):
        keys.handle([ON, pitch, 90])
    for pitch in (70, 60, 50):
        keys.handle([OFF, pitch, 0])
    assert keys.handle([CONTROL, 64, 0]) == [Ended(70), Ended(60), Ended(50)]
    assert keys.handle([OFF, 40, 0]) == [Lifted(40), Ended(40)]


def test_a_note_repeated_under_the_pedal_is_one_note_at_a_time():
    keys = keyboard()
    keys.handle([CONTROL, 64, 127])
    keys.handle([ON, 60, 90])
    keys.handle([OFF, 60, 0])
    assert keys.handle([ON, 60, 80]) == [Ended(60), Struck(60, 80)]
    assert keys.handle([CONTROL, 64, 0]) == []  # the finger is down again
    assert keys.handle([OFF, 60, 0]) == [Lifted(60), Ended(60)]


def test_a_pedal_pressed_after_the_finger_left_holds_nothing():
    keys = keyboard()
    keys.handle([ON, 60, 90])
    assert keys.handle([OFF, 60, 0]) == [Lifted(60), Ended(60)]
    keys.handle([CONTROL, 64, 127])
    assert keys.handle([CONTROL, 64, 0]) == []


def test_the_cue_pedal_is_pressed_at_64_and_armed_again_at_20():
    keys = keyboard()
    assert keys.handle([CONTROL, 67, 63]) == []
    assert keys.handle([CONTROL, 67, 64]) == [Wanted("go")]
    for noisy in (127, 63, 64, 21, 64, 127, 40, 100):
        assert keys.handle([CONTROL, 67, noisy]) == []
    assert keys.handle([CONTROL, 67, 20]) == []
    assert keys.handle([CONTROL, 67, 63]) == []
    assert keys.handle([CONTROL, 67, 127]) == [Wanted("go")]


def test_a_pedal_that_bounces_asks_once():
    keys = keyboard()
    asked = [keys.handle([CONTROL, 67, value], 1.0 + 0.005 * n) for n, value in enumerate((127, 0, 127, 0))]
    assert asked == [[Wanted("go")], [], [Bounced()], []]
    assert keys.handle([CONTROL, 67, 127], 1.06) == [Bounced()]  # 45 ms after it came up
    assert keys.handle([CONTROL, 67, 127], 2.0) == []  # it has not come up
    assert keys.handle([CONTROL, 67, 21], 2.1) == []
    assert keys.handle([CONTROL, 67, 127], 2.2) == []
    assert keys.handle([CONTROL, 67, 20], 2.3) == []
    assert keys.handle([CONTROL, 67, 127], 2.36) == [Wanted("go")]


def test_a_pedal_that_bounces_as_it_comes_up_asks_no_more():
    keys = keyboard()
    assert keys.handle([CONTROL, 67, 127], 1.0) == [Wanted("go")]
    asked = [keys.handle([CONTROL, 67, value], 5.0 + 0.01 * n) for n, value in enumerate((0, 127, 0, 127, 0))]
    assert asked == [[], [Bounced()], [], [Bounced()], []]
    assert keys.handle([CONTROL, 67, 127], 5.1) == [Wanted("go")]


def test_the_thresholds_and_controllers_are_settings():
    keys = keyboard(next_cue=1, next_cue_press=100, next_cue_rearm=90, sustain=4)
    assert keys.handle([CONTROL, 67, 127]) == keys.handle([CONTROL, 1, 99]) == []
    assert keys.handle([CONTROL, 1, 100]) == [Wanted("go")]
    assert keys.handle([CONTROL, 1, 91]) == keys.handle([CONTROL, 1, 110]) == []
    assert keys.handle([CONTROL, 1, 90]) == []
    assert keys.handle([CONTROL, 1, 100]) == [Wanted("go")]
    keys.handle([CONTROL, 4, 64])
    keys.handle([ON, 60, 90])
    assert keys.handle([OFF, 60, 0]) == [Lifted(60)]
    none = keyboard(next_cue=None, sustain=None, program_change=False)
    assert [none.handle([CONTROL, number, 127]) for number in range(128)] == [[]] * 128
    assert none.handle([PROGRAM, 2]) == []


def test_a_program_change_names_a_cue_by_its_place():
    assert keyboard().handle([PROGRAM, 0]) == [WantedPlace(0)]
    assert keyboard().handle([PROGRAM, 127]) == [WantedPlace(127)]


def test_a_note_can_ask_for_a_cue_and_sounds_not():
    keys = keyboard(cue_notes={21: "go", 22: 2.5, 23: "Slow", 24: "panic"})
    asked = [keys.handle([ON, pitch, 90]) for pitch in (21, 22, 23, 24)]
    assert asked == [[Wanted("go")], [Wanted(2.5)], [Wanted("Slow")], [Wanted("panic")]]
    assert [keys.handle([OFF, pitch, 0]) for pitch in (21, 22)] == [[], []]
    assert keys.handle([ON, 21, 0]) == []
    assert keys.handle([ON, 21, 90]) == [Wanted("go")]  # every time
    assert keys.release_all() == []
    assert keys.handle([ON, 25, 90]) == [Struck(25, 90)]


def test_a_program_can_ask_for_a_cue_and_the_others_are_places():
    keys = keyboard(cue_programs={0: "Slow", 9: "go"})
    assert keys.handle([PROGRAM, 0]) == [Wanted("Slow")]
    assert keys.handle([PROGRAM, 9]) == [Wanted("go")]
    assert keys.handle([PROGRAM, 1]) == [WantedPlace(1)]
    alone = keyboard(cue_programs={0: "Slow"}, program_change=False)
    assert alone.handle([PROGRAM, 0]) == [Wanted("Slow")]
    assert alone.handle([PROGRAM, 1]) == []


def test_triggers_of_other_channels_are_not_heard():
    keys = keyboard(cue_notes={21: "go"}, cue_programs={0: "go"}, channels=(2,))
    assert keys.handle([ON, 21, 90]) == keys.handle([PROGRAM, 0]) == []
    assert keys.handle([ON + 1, 21, 90]) == keys.handle([PROGRAM + 1, 0]) == [Wanted("go")]


def test_only_the_channels_of_the_patch_are_heard():
    keys = keyboard(channels=(1, 10))
    assert keys.handle([ON, 60, 90]) == [Struck(60, 90)]
    assert keys.handle([OFF | 1, 60, 0]) == []
    assert keys.handle([ON | 9, 61, 90]) == [Struck(61, 90)]
    assert keys.handle([PROGRAM | 15, 2]) == keys.handle([CONTROL | 4, 67, 127]) == []
    assert keyboard().handle([ON | 15, 60, 90]) == [Struck(60, 90)]


def test_the_end_of_everything_lifts_and_ends_each_note_once():
    keys = keyboard()
    keys.handle([CONTROL, 64, 127])
    for pitch in (60, 64, 67):
        keys.handle([ON, pitch, 90])
    keys.handle([OFF, 64, 0])
    assert keys.release_all() == [Lifted(60), Lifted(67), Ended(60), Ended(67), Ended(64)]
    assert keys.release_all() == []
    keys.handle([ON, 60, 90])
    assert keys.handle([OFF, 60, 0]) == [Lifted(60), Ended(60)]  # nor does the pedal go on


@pytest.mark.parametrize("data", [[0xA0, 60, 10], [0xD0, 10], [0xE0, 0, 64], [CONTROL, 1, 64], [CONTROL, 123, 0]])
def test_messages_of_no_use_do_nothing(data):
    assert keyboard().handle(data) == []


@pytest.mark.parametrize(
    "data",
    [
        [], [60], [60, 90], [ON], [ON, 60], [ON, 60, 90, 1], [PROGRAM], [PROGRAM, 1, 2], [ON, 128, 90], [ON, 60, -1],
        [ON, 60, 256], [0xF0, 1, 0xF7], [0xF8], [0xFE], [0x1_90, 60, 90], [ON, 60.5, 90], [ON, "60", 90],
        [ON, None, 90], [ON, True, 90], [ON, [60], 90], [float("nan")],
    ],
)  # fmt: skip
def test_what_is_no_channel_message_is_refused_and_changes_nothing(data):
    keys = keyboard()
    keys.handle([ON, 60, 90])
    with pytest.raises(ValueError, match="MIDI"):
        keys.handle(data)
    assert keys.release_all() == [Lifted(60), Ended(60)]


@given(st.lists(st.lists(st.one_of(st.integers(0, 255), st.integers(60, 64)), max_size=4)))
def test_whatever_comes_strokes_and_ends_alternate(messages):
    keys, sounding, down = keyboard(), set(), set()
    for data in [*messages, None]:
        try:
            gestures = keys.release_all() if data is None else keys.handle(data)
        except ValueError:
            continue
        for gesture in gestures:
            match gesture:
                case Struck(pitch, velocity):
                    assert pitch not in sounding
                    assert 1 <= velocity <= 127
                    sounding.add(pitch)
                    down.add(pitch)
                case Lifted(pitch):
                    down.remove(pitch)
                case Ended(pitch):
                    assert pitch not in down
                    sounding.remove(pitch)
    assert not sounding
    assert not down


@pytest.mark.parametrize(
    ("cues", "way"),
    [
        ((1.0, "Far"), {0: 0.0, 1: 1 / 128, 64: 0.5, 65: 64 / 126, 126: 125 / 126, 127: 1.0}),
        ((1.0, 2.0, "Far"), {0: 0.0, 32: 0.5, 64: 1.0, 127: 2.0}),
    ],
)
def test_a_fader_is_between_cues_and_its_detent_is_the_middle(cues, way):
    keys = keyboard(morph=MorphEntry(controller=1, cues=cues))
    for value, x in way.items():
        assert keys.handle([CONTROL, 1, value]) == [Morphed(x, cues)]


def test_a_fader_that_has_not_moved_says_nothing():
    keys = keyboard(morph=MorphEntry(controller=1, cues=(1.0, 2.0)))
    assert keys.handle([CONTROL, 2, 5]) == []
    assert len(keys.handle([CONTROL, 1, 0])) == 1
    assert keys.handle([CONTROL, 1, 0]) == []
    assert len(keys.handle([CONTROL, 1, 3])) == 1
    other = keyboard(morph=MorphEntry(controller=1, cues=(1.0, 2.0)))
    other.restore(keys.state())
    assert other.handle([CONTROL, 1, 3]) == []
    other.stand(1, 9)
    assert other.handle([CONTROL, 1, 9]) == []
    assert len(other.handle([CONTROL, 1, 3])) == 1


def test_a_controller_turns_a_parameter_along_its_way_and_only_when_it_moves():
    keys = keyboard(knobs={1: "drums/z1", 74: "drums/density"})
    turned = [keys.handle([CONTROL, 1, value]) for value in (0, 64, 64, 127)]
    assert turned == [[Turned("drums/z1", 0.0)], [Turned("drums/z1", 0.5)], [], [Turned("drums/z1", 1.0)]]
    assert keys.handle([CONTROL, 74, 32]) == [Turned("drums/density", 0.25)]
    assert keys.handle([CONTROL, 2, 32]) == []
    other = keyboard(knobs={1: "drums/z1", 74: "drums/density"})
    other.restore(keys.state())
    assert other.handle([CONTROL, 1, 127]) == [] != other.handle([CONTROL, 1, 126])
