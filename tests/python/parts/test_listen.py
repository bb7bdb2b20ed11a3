"""Frames of a microphone become notes and streams."""

import math
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.parts.base import Emit, Heard, Lift, NoteEnd, NoteOn, Strike
from descant.parts.listen import Listen

FRAME_S = 0.01
DEFAULTS = {row.name: row.default for row in Listen.parameters}


class Player:
    """Plays frames to a part and keeps what it returns; time goes on by a frame a frame."""

    def __init__(self, **values):
        self.part = Listen("cello", DEFAULTS | values, 1)
        self.time, self.records = 0.0, []
        self.part.begin(0.0, None)

    def _take(self, time, records):
        self.records += [(time, record) for record in records]

    def wait(self, seconds):
        self._until(self.time + seconds)
        return self

    def _until(self, end):
        while (due := self.part.due()) <= end:
            self._take(due, self.part.advance(due))
        self.time = end

    def frame(self, pitch, level_db=-20.0, event=0, clarity=0.98, centroid_hz=900.0):
        heard = Heard(self.time, event, 0.0 if pitch is None else pitch, 0.0 if pitch is None else clarity, level_db,
                      centroid_hz)  # fmt: skip
        self._take(self.time, self.part.handle(heard))
        if event == 0:
            self._until(self.time + FRAME_S)
        return self

    def play(self, *pitches, level_db=-20.0):
        for pitch in pitches:
            self.frame(pitch, level_db)
        return self

    def note(self, pitch, frames=20, level_db=-20.0):
        return self.play(None, *[pitch] * frames, level_db=level_db)

    def attack(self, pitch, frames=20, level_db=-20.0):
        """Dip for 30 ms, then an onset."""
        self.play(*[pitch] * 3, level_db=level_db - 12).frame(pitch, level_db, event=1)
        return self.play(*[pitch] * frames, level_db=level_db)

    def silence(self):
        return self.frame(None, -60.0, event=-1)

    @property
    def notes(self):
        """Return the pitches struck."""
        return [record.pitch for _, record in self.records if isinstance(record, Strike)]

    @property
    def velocities(self):
        return [record.velocity for _, record in self.records if isinstance(record, Strike)]

    def times(self, kind):
        return [time for time, record in self.records if isinstance(record, kind)]

    @property
    def sounding(self):
        """Return the pitches that sound; fail where one is struck twice or lifted without."""
        sounding = []
        for _, record in self.records:
            if isinstance(record, Strike):
                assert record.pitch not in sounding
                sounding.append(record.pitch)
            elif isinstance(record, Lift):
                sounding.remove(record.pitch)
        return sounding

    @property
    def streams(self):
        """Return what the streams are now."""
        found = {}
        for _, record in self.records:
            if isinstance(record, Emit):
                found |= record.streams
        return found


def test_readme_and_patch_name_every_parameter_and_stream():
    root = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir())
    readme = (root / "README.md").read_text()
    patch = (root / "patches" / "losses-for-a-cello.toml").read_text()
    for row in Listen.parameters:
        assert f"`{row.name}`" in readme
        assert f"\n{row.name} = " in patch
    for stream in Listen.streams:
        assert f"\n| `{stream.name}` |" in readme


# ---------------------------------------------------------------- where a note begins
def test_a_note_begins_when_three_frames_agree_on_its_pitch():
    player = Player().play(None, None, 57.02, 57.01)
    assert player.notes == []
    assert player.play(57.03).notes == [57.03]


def test_an_octave_that_the_tracker_errs_by_is_not_a_note():
    player = Player().play(None, 69.0, 69.01, 45.0, 57.0, 57.01, 57.0)
    assert player.notes == [57.0]


def test_pitches_that_do_not_agree_begin_none():
    assert Player().play(*[50 + n % 2 for n in range(40)]).notes == []


def test_a_frame_without_a_clear_pitch_does_not_count():
    player = Player()
    for clarity in (0.95, 0.79, 0.95, 0.95, 0.5, 0.95, 0.95):
        player.frame(57.0, clarity=clarity)
    assert player.notes == []
    assert player.play(57.0).notes == [57.0]


def test_notes_outside_the_players_range_are_not_his():
    player = Player(lowest=48, highest=72)
    player.note(47.4).silence().note(72.6).silence()
    assert player.notes == []
    assert player.note(47.6).silence().note(72.4).notes == [47.6, 72.4]
    assert Player(lowest=72, highest=48).note(60).notes == [60]


def test_velocity_is_the_loudest_of_the_attack_between_floor_and_loudest():
    levels = [(-50, 1), (-31, 1 + round(126 * 19 / 38)), (-12, 127), (0, 127), (-60, 1)]
    for level_db, velocity in levels:
        assert Player().note(57, level_db=level_db).velocities == [velocity]
    louder = [Player().note(57, level_db=level_db).velocities[0] for level_db in range(-50, -11)]
    assert louder == sorted(set(louder))
    assert Player(floor_db=-10, loudest_db=-40).note(57, level_db=-41).velocities == [1]


def test_a_note_waits_until_its_level_rises_no_more():
    player = Player()
    for level_db in (-32, -28, -24, -20.1):
        player.frame(57.0, level_db)
    assert player.notes == []
    assert player.frame(57.0, -20.0).velocities == [100]
    assert len(Player().play(57.0, 57.0, 57.0).velocities) == 1


def test_an_attack_that_finds_no_pitch_in_time_is_forgotten():
    player = Player(settle_ms=50).note(57, 10)
    player.play(*[57] * 3, level_db=-35).frame(None, -20, event=1)
    player.play(*[None] * 6, *[57] * 20)
    assert player.notes == [57]
    patient = Player(settle_ms=500).note(57, 10)
    patient.play(*[57] * 3, level_db=-35).frame(None, -20, event=1)
    assert patient.play(*[None] * 6, *[57] * 20).notes == [57, 57]


def test_after_a_pitch_that_came_too_late_one_that_stays_begins_a_note():
    player = Player(settle_ms=50).play(*[None] * 10, *[57.0] * 5)
    assert player.notes == []
    assert player.play(57.0).notes == [57.0]


# ---------------------------------------------------------------- the same note again
def test_repeated_notes_are_struck_again():
    player = Player().note(57).attack(57.1).attack(57.0)
    assert player.notes == [57, 57.1, 57]
    assert len(player.sounding) == 1


def test_a_note_repeated_out_of_silence_is_struck_again():
    player = Player().note(57).silence().wait(0.03).note(57.02)
    assert player.notes == [57, 57.02]


@pytest.mark.parametrize("steps_db", [(0,) * 20, range(20), (0, -2) * 10, range(0, -20, -1)])
def test_an_onset_without_a_dip_and_a_rise_strikes_nothing(steps_db):
    player = Player().note(57, level_db=-30)
    for step_db in steps_db:
        player.frame(57.0, -30 + step_db, event=1).frame(57.0, -30 + step_db)
    assert player.notes == [57]


def test_a_second_onset_of_the_same_attack_strikes_nothing():
    player = Player(lowest=60, highest=96).note(69).attack(69, frames=4)
    player.frame(69, event=1).play(*[69] * 10)
    assert player.notes == [69, 69]


def test_an_onset_that_is_noticed_before_the_dip_is_over_counts():
    player = Player().note(57).frame(57, -22, event=1)
    for level_db in (-25, -35, -40, -30, -20, -20, -20, -20):
        player.frame(57.0, level_db)
    assert player.notes == [57, 57]


def test_the_same_pitch_counts_only_when_the_trackers_window_holds_nothing_older():
    low, high = Player(lowest=36).note(57), Player(lowest=60, highest=96).note(69)
    for player, pitch in ((low, 57), (high, 69)):
        player.play(*[pitch] * 3, level_db=-32)
        player.began = player.time
        player.frame(pitch, -20, event=1)
        player.play(*[pitch] * 10)
    assert low.times(Strike)[-1] - low.began >= 2 / 65.41
    assert high.times(Strike)[-1] == pytest.approx(high.began + FRAME_S)


# ---------------------------------------------------------------- a new note without an attack
def test_a_new_pitch_that_stays_is_a_new_note():
    player = Player().note(57).play(57.5, 58.4)
    player.play(*[59.0] * 5)
    assert player.notes == [57]
    player.frame(59.0)
    assert player.notes == [57, 59]


@pytest.mark.parametrize("cents", [40, 50])
@pytest.mark.parametrize("phase", [0.0, 0.5, 1.0, 1.5])
def test_a_vibrato_is_one_note(cents, phase):
    swing = [57 + cents / 100 * math.sin(math.pi * phase + 2 * math.pi * 5.5 * n * FRAME_S) for n in range(200)]
    assert len(Player().play(None, *swing).notes) == 1


def test_a_glissando_is_no_ladder_while_it_moves_fast():
    player = Player().note(48).play(*[48 + 0.15 * n for n in range(80)], *[60.0] * 10)
    assert player.notes == [48, pytest.approx(60, abs=0.1)]


@pytest.mark.parametrize("visit", [6, 8, 10])
@pytest.mark.parametrize("interval", [1, 2])
def test_a_trill_is_a_note_and_its_neighbour(visit, interval):
    trill = [57.0 + interval * (n // visit % 2) for n in range(visit * 24)]
    player = Player().note(57).play(*trill)
    assert player.notes == [57, 57 + interval]
    assert player.play(*[57.0] * 16).notes == [57, 57 + interval, 57]


def test_a_frame_that_strays_makes_no_trill_of_a_slur():
    player = Player().note(57).play(*[59.0] * 20).play(60.0, 59.3).play(*[57.0] * 7)
    assert player.notes == [57, 59, 57]


def test_slurred_notes_that_come_back_are_all_played():
    player = Player().note(57)
    for pitch in (59, 57, 59, 57):
        player.play(*[pitch] * 20)
    assert player.notes == [57, 59, 57, 59, 57]


# ---------------------------------------------------------------- where it ends
def test_a_note_ends_so_long_after_its_last_pitch():
    for release_ms in (20, 100, 700):
        player = Player(release_ms=release_ms).note(57)
        last = player.time - FRAME_S
        player.silence().wait(2)
        assert player.times(Lift) == [pytest.approx(last + release_ms / 1000)]
        assert player.sounding == []


def test_a_note_ends_when_only_noise_is_heard():
    player = Player().note(57).play(*[None] * 50)
    assert player.sounding == []
    assert player.times(Lift)[0] == pytest.approx(0.01 + 0.19 + 0.1)


def test_a_gap_in_the_pitch_ends_nothing():
    player = Player().note(57).play(*[None] * 8, *[57.0] * 20)
    assert player.notes == [57]
    assert player.sounding == [57]


def test_a_note_before_rings_on_and_with_seconds_a_line_becomes_a_chord():
    player = Player(release_ms=3000)
    for pitch in (36, 43, 52):
        player.note(pitch, 30)
    assert player.sounding == [36, 43, 52]
    player.silence().wait(5)
    assert player.sounding == []
    first, second, third = player.times(Lift)
    assert (first, second) == (pytest.approx(player.times(Strike)[1] + 3), pytest.approx(player.times(Strike)[2] + 3))
    assert third == pytest.approx(0.92 + 3)


def test_the_same_pitch_is_lifted_before_it_is_struck_again():
    player = Player(release_ms=3000, snap=True).note(57.1).attack(56.9)
    assert player.sounding == [57.0]
    assert [type(record) for _, record in player.records if not isinstance(record, Emit)] == [Strike, Lift, Strike]


def test_without_frames_it_falls_silent_and_lets_go():
    player = Player().note(57)
    player.wait(0.23)
    assert player.sounding == []
    assert player.streams["amplitude"] > 0.5
    player.wait(0.1)
    assert player.streams["amplitude"] == player.streams["onset"] == 0
    assert player.part.due() == math.inf


# ---------------------------------------------------------------- parameters
def test_snapped_notes_are_whole_and_a_drift_within_one_is_none_anew():
    player = Player(snap=True).note(57.4).play(*[56.65] * 20)
    assert player.notes == [57]
    assert player.play(*[56.4] * 20).notes == [57, 56]


def test_streams_only():
    player = Player(notes=False).note(57)
    assert player.notes == []
    assert player.streams["pitch"] == 57


def test_notes_switched_off_are_let_go():
    player = Player(release_ms=9000).note(57).note(60)
    player.records += [(player.time, record) for record in player.part.set("notes", False, player.time)]
    assert player.sounding == []
    assert player.part.due() < math.inf  # it still listens
    assert player.play(*[70] * 30).notes == [57, 60]


def test_who_begins_anew_lets_go_and_hears_what_goes_on():
    player = Player().note(57)
    player.records += [(player.time, record) for record in player.part.begin(player.time, 3.0)]
    assert player.sounding == []
    assert player.play(*[57.0] * 3).sounding == [57]


def test_other_events_are_no_frames():
    player = Player().note(57)
    before = player.part.state()
    assert player.part.handle(NoteOn(player.time, 1, 60.0, 80)) == player.part.handle(NoteEnd(player.time, 1)) == []
    assert player.part.state() == before


# ---------------------------------------------------------------- streams
def test_streams_follow_what_is_heard():
    player = Player().note(57.25, level_db=-31)
    assert player.streams["pitch"] == 57.25
    assert player.streams["amplitude"] == pytest.approx(0.5)
    assert player.streams["centroid"] == 900
    player.frame(None, -12, centroid_hz=3000)
    assert player.streams == {"pitch": 57.25, "amplitude": 1.0, "centroid": 3000,
                              "onset": pytest.approx(0.5 * 0.5**2.1, rel=0.01)}  # fmt: skip


def test_an_onset_falls_by_half_every_100_ms():
    player = Player().note(57, 2, level_db=-12)
    values = [player.frame(57, -12).streams["onset"] for _ in range(20)]
    assert values[10] / values[0] == pytest.approx(0.5)
    assert player.frame(57, -31, event=1).streams["onset"] == pytest.approx(0.5)
    player.silence()
    assert player.streams["onset"] == 0


# ---------------------------------------------------------------- whatever comes
def some_frame(choose):
    return {
        "pitch": choose.choice(
            [None, choose.uniform(0, 128), *[choose.choice((36, 57, 69)) + choose.gauss(0, 0.1)] * 4]
        ),
        "level_db": choose.choice([choose.uniform(-100, 10), -20.0, -20.0]),
        "event": choose.choices((-1, 0, 1), (1, 20, 3))[0],
        "clarity": choose.choice([1.0, 1.0, choose.random()]),
        "centroid_hz": choose.uniform(0, 20_000),
    }


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), release_ms=st.sampled_from((20, 100, 5000)), snap=st.booleans())
def test_whatever_is_heard_no_note_is_stuck_or_struck_twice(seed, release_ms, snap):
    choose = random.Random(seed)
    player = Player(release_ms=release_ms, snap=snap)
    for _ in range(300):
        player.frame(**some_frame(choose))
        if choose.random() < 0.05:
            player.wait(choose.uniform(0, 1))
    values = player.streams.values()
    assert all(map(math.isfinite, values))
    player.wait(10)
    assert player.sounding == []
    assert player.part.due() == math.inf


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), cut=st.integers(0, 200))
def test_a_restored_part_goes_on_exactly(seed, cut):
    choose = random.Random(seed)
    frames = [some_frame(choose) for _ in range(300)]
    whole, second = Player(release_ms=800), Player(release_ms=800)
    for frame in frames[:cut]:
        whole.frame(**frame)
    second.part.restore(whole.part.state())
    second.time, before = whole.time, len(whole.records)
    for frame in frames[cut:]:
        whole.frame(**frame)
        second.frame(**frame)
    assert whole.records[before:] == second.records
    assert whole.part.state() == second.part.state()


def test_a_state_is_not_changed_by_what_comes_after():
    player = Player().note(57)
    before, copy = player.part.state(), repr(player.part.state())
    player.attack(60).silence().wait(1)
    assert repr(before) == copy
