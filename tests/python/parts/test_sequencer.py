"""The sequencer in time: onsets in closed form, tempo, swing, polymeter, pads, taps, clocks, learned models."""

from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load

from descant.errors import DescantError
from descant.models.rhythm import Rhythm
from descant.parts.base import Beat, Learned, NoteOn, Pad, Recalled
from descant.parts.kinds import kinds
from descant.parts.sequencer import Sequencer

KICK, SNARE, HAT = 36.0, 38.0, 42.0
STEP_S = 0.125  # of 120 quarters a minute


def logits_of(rows=9, steps=16, **patterns):
    """Return logits of patterns, by the place of their row as ``r0``, in x and -."""
    logits = np.full((rows, steps), -9.0)
    for name, pattern in patterns.items():
        logits[int(name[1:]), [place for place, sign in enumerate(pattern) if sign == "x"]] = 9.0
    return logits


@pytest.fixture
def kick(rhythm_file):
    """Return a model whose kick is on every step, and whose snare is on beats 2 and 4, wherever the point is."""
    return rhythm_file(logits=logits_of(r0="x" * 16, r1="----x-------x---"))


@pytest.fixture
def free(rhythm_file):
    """Return a model whose pattern is another at every point."""
    return rhythm_file(seed=3, hidden=64)


def test_it_is_found_by_its_name():
    assert kinds()["sequencer"] is Sequencer


# ---------------------------------------------------------------- time
def test_steps_are_where_the_tempo_has_them(drums, kick):
    here = drums(kick, bpm=100.0)
    here.until(4.0)
    np.testing.assert_allclose(here.onsets(KICK), np.arange(27) * 0.15, atol=1e-12)
    np.testing.assert_allclose(here.onsets(SNARE), [0.6, 1.8, 3.0], atol=1e-12)
    assert {hit.velocity for hit in here.hits()} == {100} and {hit.length_s for hit in here.hits()} == {0.075}


def test_hits_are_given_before_they_sound_and_as_late_as_can_be(drums, kick):
    here = drums(kick)
    for _ in range(400):
        now = here.now
        for hit in here.hits(records=here.until(now + 0.005)):
            assert now + 0.03 - 1e-9 <= hit.time <= here.now + 0.03 + 1e-9


def test_a_tempo_change_leaves_out_and_doubles_no_step(drums, kick):
    here = drums(kick, bpm=120.0)
    here.until(1.0)
    here.set(bpm=60.0)  # the horizon is at 1.03, which is 1.0 after the first step
    here.until(3.0)
    here.set(bpm=200.0)
    here.until(4.0)
    first = np.arange(9) * 0.125
    second = 1.0 + np.arange(1, 9) * 0.25
    third = 3.0 + np.arange(1, 14) * 0.075
    np.testing.assert_allclose(here.onsets(KICK), [*first, *second, *third], atol=1e-9)


def test_a_tempo_that_fades_is_its_integral(drums, kick):
    here = drums(kick, bpm=60.0)
    for n in range(1, 801):
        here.until(n / 200)
        here.set(bpm=60.0 + 0.15 * n)  # to 180 in 4 s
    here.until(5.0)
    onsets = np.array(here.onsets(KICK))
    position = np.where(onsets < 4.0, 4.0 * onsets + onsets**2, 32.0 + (onsets - 4.0) * 12.0)
    steps = np.round(position)
    assert steps.tolist() == list(range(len(onsets)))
    assert np.abs(position - steps).max() < 0.05  # each tick's tempo is a little older than the fade's


def test_swing_in_closed_form(drums, kick):
    here = drums(kick, swing=66.0)
    here.until(3.99)
    steps = np.arange(32)
    np.testing.assert_allclose(here.onsets(KICK), (steps + 0.32 * (steps % 2)) * STEP_S, atol=1e-12)


def test_polymeter_in_closed_form(drums, rhythm_file):
    here = drums(rhythm_file(logits=logits_of(r0="x---" * 4, r1="x" + "-" * 15)), kick__length=3, snare__length=5,
                 kick__rotation=1)  # fmt: skip
    here.until(9.0)
    np.testing.assert_allclose(here.onsets(KICK), (1 + 3 * np.arange(24)) * STEP_S, atol=1e-9)
    np.testing.assert_allclose(here.onsets(SNARE), 5 * np.arange(15) * STEP_S, atol=1e-9)


def test_humanise_is_early_too_and_never_before_what_was_given(drums, kick):
    here = drums(kick, humanise_ms=40.0)
    horizon = 0.03
    for _ in range(2000):
        hits = here.hits(records=here.until(here.now + 0.005))
        assert all(hit.time >= horizon - 1e-9 for hit in hits)
        horizon = here.now + 0.03
    off = np.array(here.onsets(KICK))[1:] - np.arange(1, len(here.onsets(KICK))) * STEP_S
    assert np.abs(off).max() <= 0.04 + 1e-9 and off.min() < -0.035 and off.max() > 0.035


def test_humanise_that_is_turned_up_makes_no_hit_too_early_for_the_present(drums, kick):
    here = drums(kick)
    for n in range(40):
        here.until(0.1 * (n + 1) + 0.01 * n)
        here.set(humanise_ms=50.0 * (n % 2), bpm=100.0 + 13 * n)
        for hit in here.hits(records=here.until(here.now + 0.05)):
            assert hit.time >= here.now - 0.05 + 0.03 - 1e-9
    times = sorted(here.onsets(KICK))
    assert min(np.diff(times)) >= 0.001


# ---------------------------------------------------------------- the point
def shown(rhythm, z):
    return np.array(rhythm.logits(z) > 0.0)


def test_the_loop_is_what_the_model_has_at_the_point(drums, free):
    rhythm = Rhythm.read(free, "here")
    here = drums(free, z1=0.5, z2=-1.5)
    here.until(3.99)
    grid = shown(rhythm, [0.5, -1.5])
    for row, own in enumerate(rhythm.rows):
        steps = [round(time / STEP_S) for time in here.onsets(float(own.notes[0]))]
        assert steps == [step for step in range(32) if grid[row, step % 16]]
    (loop,) = {(loop.cells, loop.at, loop.steps, loop.step_s) for loop in here.loops()}
    np.testing.assert_array_equal(np.array(loop[0]).reshape(9, 16) > 0, grid)
    assert loop[1:] == ((0.5, -1.5), 16, STEP_S)
    assert [round((loop.time - 0.03) / STEP_S) for loop in here.loops()] == [0, 16]
    assert here.stream("filled")[0] == pytest.approx(grid.mean())


def test_a_moved_pad_is_heard_with_the_next_step(drums, free):
    rhythm = Rhythm.read(free, "here")
    here = drums(free)
    here.until(1.1)
    here.handle(Pad(here.now, (1.0, 2.0)))
    assert here.turned() == {"z1": 1.0, "z2": 2.0}
    later = here.hits(records=here.until(1.99))
    grid = shown(rhythm, [1.0, 2.0])
    for row, own in enumerate(rhythm.rows):
        steps = [round((hit.time - 0.03) / STEP_S) for hit in later if hit.pitch == own.notes[0]]
        assert steps == [step for step in range(9, 16) if grid[row, step % 16]]


def test_a_coordinate_that_is_not_given_stays(drums, free):
    here = drums(free, z1=0.5, z2=-0.5)
    here.handle(Pad(here.now, (1.0,)))
    assert here.turned() == {"z1": 1.0} and here.part.values["z2"] == -0.5


@pytest.mark.parametrize("at", [(1.0, 2.0, 3.0), (float("nan"), 0.0), (0.0, float("inf")), ()])
def test_what_is_no_point_changes_nothing_and_is_said_once_a_second(drums, free, at):
    here = drums(free, z1=0.5)
    for _ in range(290):
        here.until(here.now + 0.01)
        here.handle(Pad(here.now, at))
    assert len(here.warned()) == 3 and "a point has 1 to 2 numbers" in here.warned()[0]
    assert here.turned() == {} and here.part.values["z1"] == 0.5


def test_a_pad_beyond_the_edge_is_at_the_edge(drums, free):
    here = drums(free)
    here.handle(Pad(0.0, (9.0, -7.0)))
    assert here.turned() == {"z1": 4.0, "z2": -4.0}


def test_a_pad_before_there_is_a_model(drums):
    here = drums(None)
    here.handle(Pad(0.0, (1.0, 2.0, 3.0)))
    assert here.turned() == {"z1": 1.0, "z2": 2.0, "z3": 3.0}
    here.handle(Pad(0.0, tuple(range(9))))
    assert len(here.warned()) == 1


def test_a_glide_takes_its_beats_and_is_told_as_a_stream(drums, free):
    here = drums(free, glide_beats=2.0)
    here.until(1.0)
    here.handle(Pad(here.now, (2.0, -1.0)))
    here.until(1.5)
    assert here.stream("point/1")[-1] == pytest.approx(1.0) and here.stream("point/2")[-1] == pytest.approx(-0.5)
    here.until(2.5)
    assert here.stream("point/1")[-1] == 2.0 and len(here.stream("point/1")) > 100


def test_a_glide_of_another_shape(drums, free):
    here = drums(free, glide_beats=2.0, glide="sphere", z1=1.0)
    here.until(1.0)
    here.set(z1=0.0, z2=1.0)
    here.until(1.5)
    assert here.stream("point/1")[-1] == pytest.approx(np.sqrt(0.5)) == here.stream("point/2")[-1]


def test_a_walk_is_heard_and_seen(drums, free):
    rhythm = Rhythm.read(free, "here")
    here = drums(free, walk="circle", walk_radius=2.0, walk_bars=2.0)
    here.until(3.99)
    for row, own in enumerate(rhythm.rows):
        steps = [round(time / STEP_S) for time in here.onsets(float(own.notes[0]))]
        angles = 2 * np.pi * np.arange(32) / 32
        points = [2.0 * np.array([np.cos(angle), np.sin(angle)]) for angle in angles]
        assert steps == [step for step in range(32) if shown(rhythm, points[step])[row, step % 16]]
    assert len(here.loops()) > 4


def test_nearest_goes_to_a_pattern_of_the_corpus_and_turns_itself_back(drums, free):
    tensors = load(free)
    here = drums(free, z1=float(tensors["corpus.z"][2, 0]) + 0.01, z2=float(tensors["corpus.z"][2, 1]))
    here.set(nearest=True)
    here.until(0.01)
    assert here.turned() == {
        "z1": float(tensors["corpus.z"][2, 0]), "z2": float(tensors["corpus.z"][2, 1]), "nearest": False
    }  # fmt: skip
    assert here.part.values["nearest"] is False
    empty = drums(None)
    empty.set(nearest=True)
    empty.until(0.01)
    assert empty.turned() == {"nearest": False} and "no pattern to go to" in empty.warned()[0]


def test_a_label_is_told_to_a_model_that_knows_it(drums, rhythm_file):
    data = rhythm_file(head={"labels": ["a", "b"], "conditioned": True}, hidden=64)
    rhythm = Rhythm.read(data, "here")
    here = drums(data, label=2)
    here.until(0.1)
    np.testing.assert_array_equal(np.array(here.loops()[0].cells).reshape(9, 16) > 0, rhythm.logits([0, 0], 1) > 0)


# ---------------------------------------------------------------- the loop
def loop_of(here):
    return np.array(here.loops()[-1].cells).reshape(9, 16) > 0


def bars(here, count):
    """Return which cells were hit in each bar, (bars, rows, steps)."""
    rows = {float(row.notes[0]): place for place, row in enumerate(here.part._playing.loop.rhythm.rows)}
    found = np.zeros((count, 9, 16), bool)
    for hit in here.hits():
        step = round((hit.time - 0.03) / STEP_S)
        if step < 16 * count:
            found[step // 16, rows[hit.pitch], step % 16] = True
    return found


def test_chance_is_the_same_each_bar_until_something_mutates(drums, free):
    here = drums(free, temperature=1.0)
    here.until(8.0)
    heard = bars(here, 4)
    assert (heard == heard[0]).all()
    other = drums(free, temperature=1.0, seed=8)
    other.until(2.0)
    assert (bars(other, 1)[0] != heard[0]).any()


@pytest.mark.parametrize("share", [0.1, 1.0])
def test_mutate_draws_that_share_of_the_chances_anew_each_bar(drums, rhythm_file, share):
    here = drums(rhythm_file(logits=np.zeros((9, 16))), temperature=1.0, mutate=share)
    here.until(2.0 * 60 + 0.1)
    heard = bars(here, 60)
    changed = (heard[1:] != heard[:-1]).mean()
    assert changed == pytest.approx(share / 2, abs=3 * np.sqrt(share / 4 / (59 * 144)))
    assert heard.mean() == pytest.approx(0.5, abs=0.03)
    assert len(here.loops()) >= 60


def test_a_loop_without_temperature_mutates_and_comes_home(drums, rhythm_file):
    sure = rhythm_file(logits=np.random.default_rng(1).choice([-1.5, 1.5], (9, 16)))
    here = drums(sure, mutate=0.2)
    here.until(16.0)
    here.set(mutate=0.0)
    here.until(20.0)
    heard = bars(here, 10)
    home = Rhythm.read(sure, "here").logits([0, 0]) > 0
    away = [(bar != home).mean() for bar in heard]
    assert 0.0 < away[1] < 0.2 and 0.05 < away[7] < 0.3
    assert away[9] == 0.0


def test_freeze_holds_what_was_heard_while_everything_moves(drums, free):
    here = drums(free, walk="random", walk_radius=2.0, walk_bars=1.0, temperature=0.5, mutate=0.3)
    here.until(3.98)
    here.set(freeze=True)
    here.until(6.0)
    here.set(z1=3.0, density=0.7, temperature=2.0, label=1)
    here.until(7.98)
    heard = bars(here, 4)
    assert (heard[2] == heard[1]).all() and (heard[3] == heard[1]).all()
    here.set(kick__mute=True)
    here.until(9.98)
    assert not bars(here, 5)[4, 0].any() and (bars(here, 5)[4, 1:] == heard[1, 1:]).all()
    here.set(freeze=False, kick__mute=False)
    here.until(12.0)
    assert (bars(here, 6)[5] != heard[1]).any()


def test_temperature_is_heard_at_once(drums, rhythm_file):
    here = drums(rhythm_file(logits=np.full((9, 16), -0.1)))
    here.until(1.97)
    assert here.hits() == []
    here.set(temperature=2.0)
    here.until(3.9)
    assert 0.3 < bars(here, 2)[1].mean() < 0.6


def test_density_is_heard(drums, free):
    counts = []
    for density in (0.0, 0.25, 0.5, 0.75, 1.0):
        here = drums(free, density=density)
        here.until(1.99)
        counts.append(len(here.hits()))
    assert counts == sorted(counts) and counts[0] < 5 and counts[-1] > 139


def test_the_pulse_and_where_it_is(drums, rhythm_file):
    here = drums(rhythm_file(logits=logits_of(r0="x-x-" * 4)), velocity=127, accent=0.0)
    here.until(2.2)
    assert here.stream("pulse")[:18] == [1.0, 0.0] * 9
    assert here.stream("step")[:18] == [*range(16), 0, 1] and here.stream("bar")[14:18] == [0, 0, 1, 1]


def test_begin_draws_chance_anew_only_by_a_cue(drums, free):
    here, other = (drums(free, begin=False, temperature=1.0) for _ in range(2))
    for each, cue in ((here, 3.0), (other, None)):
        each.take(each.part.begin(0.03, cue))
        each.until(1.95)
    first, without = bars(here, 1), bars(other, 1)
    assert (first != without).any()
    for each, cue, before in ((here, 3.0, first), (other, None, without)):
        each.records.clear()
        begin = each.now
        each.take(each.part.begin(begin + 0.03, cue))
        each.until(begin + 1.95)
        each.records = [replace(hit, time=hit.time - begin) for hit in each.hits()]
        assert (bars(each, 1) == before).all()  # again by its cue, and without one as it was


# ---------------------------------------------------------------- tapping
def test_what_is_tapped_in_a_bar_becomes_the_models_own_point(drums, free):
    rhythm = Rhythm.read(free, "here")
    here = drums(free, listen=True)
    onsets = np.zeros((9, 16), np.uint8)
    tapped = ((0, 36, 0), (3, 36, 0), (4, 40, 1), (8, 35, 0), (12, 38, 1), (14, 39, 1), (15, 60, 8))
    for note, (step, key, row) in enumerate(tapped, start=1):
        here.until(2.0 + 0.03 + step * STEP_S + (0.04 if step % 2 else -0.04))
        here.handle(NoteOn(here.now, note, float(key), 80))
        onsets[row, step] = 1
    assert here.turned() == {}
    here.until(4.1)
    want = np.clip(rhythm.encode(onsets), -4.0, 4.0)
    assert here.turned() == {"z1": float(want[0]), "z2": float(want[1])}
    heard = np.array(here.loops()[-1].cells).reshape(9, 16) > 0
    np.testing.assert_array_equal(heard, rhythm.logits(want) > 0)
    assert here.loops()[-1].time == pytest.approx(4.03)  # from the bar line on
    here.records.clear()
    here.until(8.1)
    assert here.turned() == {}  # a bar without notes changes nothing


def test_nothing_is_heard_where_it_does_not_listen(drums, free):
    here = drums(free)
    here.handle(NoteOn(here.now, 1, 36.0, 80))
    here.set(listen=True)
    here.until(1.0)
    here.handle(NoteOn(here.now, 1, 36.0, 80))
    here.set(listen=False)
    here.set(listen=True)
    here.until(2.5)
    assert here.turned() == {}


def test_what_was_tapped_for_another_grid_is_forgotten(drums, free, rhythm_file):
    here = drums(free, listen=True)
    here.until(1.0)
    here.handle(NoteOn(here.now, 1, 36.0, 80))
    here.handle(Learned(1.0, 5, rhythm_file(steps=12), {}))
    here.until(6.0)
    assert here.turned() == {} and here.loops()[-1].steps == 12


# ---------------------------------------------------------------- clocks
def beats(here, every_s, until, quarters, bpm=lambda time: 120.0):
    """Tell of a clock; `quarters` says where it is at a time."""
    while here.now < until - 1e-9:
        here.until(min(until, here.now + every_s))
        here.handle(Beat(here.now, quarters(here.now), bpm(here.now), True))


def test_it_is_silent_until_the_clock_runs_and_stops_with_it(drums, kick):
    here = drums(kick, clock="follow")
    here.until(1.0)
    assert here.hits() == []
    beats(here, 0.02, 2.0, lambda t: (t - 1.02) * 2.0)
    here.handle(Beat(2.0, 1.96, 120.0, False))
    count = len(here.hits())
    here.until(4.0)
    assert len(here.hits()) == count
    steps = np.array([hit.time for hit in here.hits(KICK)])
    assert steps[0] == pytest.approx(1.05)  # the clock's first is over by then, and comes at once
    np.testing.assert_allclose(steps[1:], 1.02 + np.arange(1, len(steps)) * STEP_S, atol=1e-6)


def test_it_is_in_the_clocks_bar(drums, kick):
    here = drums(kick, clock="follow")
    beats(here, 0.02, 3.0, lambda t: 7.0 + t * 2.0)
    snares = [hit.time for hit in here.hits(SNARE)]  # on quarters 1 and 3 of each bar of 4
    np.testing.assert_allclose([7.0 + 2 * time for time in snares], [9.0, 11.0, 13.0][: len(snares)], atol=1e-6)


def test_a_jump_of_the_clock_is_followed_at_once_and_no_step_is_doubled(drums, kick):
    here = drums(kick, clock="follow")
    beats(here, 0.02, 2.0, lambda t: t * 2.0)
    beats(here, 0.02, 4.0, lambda t: 101.0 + (t - 2.0) * 2.0)
    late = [hit.time for hit in here.hits(SNARE) if hit.time > 2.1]
    np.testing.assert_allclose([101.0 + 2 * (time - 2.0) for time in late], [103.0, 105.0][: len(late)], atol=1e-6)
    assert min(np.diff(sorted(here.onsets(KICK)))) >= 0.001


@pytest.mark.parametrize("glide_beats", [0.0, 8.0])
def test_a_clock_that_begins_anew_leaves_the_point_on_its_way(drums, free, glide_beats):
    here = drums(free, glide_beats=glide_beats)
    here.until(4.0)
    here.handle(Pad(here.now, (2.0, -1.0)))
    here.until(5.0)
    before = [here.stream(f"point/{number}")[-1] for number in (1, 2)]
    here.set(clock="follow")
    for _ in range(2):  # the same twice, as an eager host says it
        here.handle(Beat(here.now, 0.0, 120.0, True))
    here.until(5.02)
    assert [here.stream(f"point/{number}")[-1] for number in (1, 2)] == pytest.approx(before, abs=0.02)
    here.until(9.5)
    assert (here.stream("point/1")[-1], here.stream("point/2")[-1]) == (2.0, -1.0)


def test_a_clock_that_speeds_up_leaves_out_no_step(drums, kick):
    here = drums(kick, clock="follow")
    beats(here, 0.02, 8.0, lambda t: t * 2.0 + 0.05 * t * t, bpm=lambda t: 57.0 * (2.0 + 0.1 * t))
    onsets = np.array([hit.time for hit in here.hits(KICK)])
    positions = 4 * (onsets * 2.0 + 0.05 * onsets**2)
    assert np.diff(np.round(positions)).tolist() == [1.0] * (len(onsets) - 1)
    assert np.abs(positions - np.round(positions))[10:].max() < 0.25


def test_beats_that_are_none(drums, kick):
    here = drums(kick, clock="follow")
    here.handle(Beat(0.0, float("nan"), 120.0, True))
    for quarters, bpm in ((0.0, 0.0), (1e300, 120.0), (float("inf"), 120.0), (0.0, float("nan"))):
        here.handle(Beat(0.0, quarters, bpm, True))
    here.until(1.0)
    assert here.hits() == [] and len(here.warned()) == 1
    own = drums(kick)
    own.handle(Beat(0.0, 50.5, 33.0, True))
    own.until(0.3)
    np.testing.assert_allclose(own.onsets(KICK), [0.0, STEP_S, 2 * STEP_S], atol=1e-12)


def test_from_a_clock_to_its_own_time_it_goes_on(drums, kick):
    here = drums(kick, clock="follow", bpm=90.0)
    beats(here, 0.02, 2.0, lambda t: t * 2.0)
    here.set(clock="internal")
    here.until(4.0)
    steps = np.diff(sorted(here.onsets(KICK)))
    assert min(steps) > 0.1 and max(steps) < 60 / 90 / 4 + 0.001
    np.testing.assert_allclose(steps[-8:], 60 / 90 / 4, atol=1e-9)


def test_of_what_a_clock_has_passed_only_half_a_step_is_caught_up_with(drums, kick):
    far = drums(kick, clock="follow")
    far.take(far.part.advance(2.0))  # far ahead: the clock's first 16 steps are over by then
    far.handle(Beat(0.0, 0.0, 120.0, True))
    far.take(far.part.advance(2.3))
    assert [round((hit.time - 2.0) / STEP_S, 6) for hit in far.hits(KICK)] == [0.0, 1.0, 2.0]


# ---------------------------------------------------------------- models
def test_without_a_model_it_is_silent_until_one_is_learned(drums, kick):
    here = drums(None)
    here.until(1.0)
    assert here.hits() == []
    here.handle(Learned(1.0, 0, kick, {"loss": 12.5, "kl/1": 0.3, "unknown": 3.0, "gradient": float("nan")}))
    here.until(2.0)
    np.testing.assert_allclose([hit.time for hit in here.hits(KICK)], 1.03 + np.arange(8) * STEP_S, atol=0.0051)
    assert here.stream("loss") == [12.5] and here.stream("kl/1") == [0.3] and here.stream("trained") == [0.0]
    assert here.stream("gradient") == here.stream("unknown") == []


def test_what_is_learned_plays_from_the_next_bar_on(drums, kick, rhythm_file):
    other = rhythm_file(logits=logits_of(r1="x" * 16))
    here = drums(kick)
    here.until(1.0)
    here.handle(Learned(1.0, 100, other, {}))
    here.until(3.98)
    np.testing.assert_allclose(here.onsets(KICK), np.arange(16) * STEP_S, atol=1e-9)
    np.testing.assert_allclose(here.onsets(SNARE), [0.5, 1.5, *(2.0 + np.arange(16) * STEP_S)], atol=1e-9)


def test_a_model_of_another_grid_begins_its_own_bar(drums, kick, rhythm_file):
    waltz = rhythm_file([("surdo", [41]), ("kick", [36])], steps=9, head={"steps_per_quarter": 3},
                        logits=logits_of(2, 9, r0="x---x---x", r1="x--------"))  # fmt: skip
    here = drums(kick)
    here.until(1.0)
    here.handle(Learned(1.0, 100, waltz, {}))
    here.until(4.9)
    step_s = 0.5 / 3
    np.testing.assert_allclose(here.onsets(KICK)[16:], [2.0, 2.0 + 9 * step_s], atol=1e-9)
    np.testing.assert_allclose(here.onsets(41.0)[:4], [2.0 + step_s * n for n in (0, 4, 8, 9)], atol=1e-9)
    assert here.loops()[-1].rows == ("surdo", "kick") and here.loops()[-1].steps == 9


def test_what_was_learned_badly_is_said_and_it_plays_on(drums, kick):
    here = drums(kick)
    for n in range(10):
        here.handle(Learned(here.now, n, b"no model at all", {}))
    here.until(3.0)
    assert len(here.warned()) == 1 and "is no whole model file" in here.warned()[0]
    assert len(here.hits(KICK)) == 25


def test_a_file_that_has_no_place_is_refused_in_a_line(drums, rhythm_file):
    many = rhythm_file([(f"row{n}", [n]) for n in range(10)])
    for data, what in (
        (b"junk", "is no whole model file"), (many, "has 10 rows, and there are knobs for 9"),
        (rhythm_file(latents=9), "has 9 latents, and there are knobs for 8"),
    ):  # fmt: skip
        with pytest.raises(DescantError, match=what) as raised:
            drums(data)
        assert str(raised.value).startswith("drums: model: ") and "\n" not in str(raised.value)


# ---------------------------------------------------------------- going back
def test_a_glide_that_is_recalled_goes_on_from_where_it_was(drums, free):
    here = drums(free, glide_beats=4.0)
    here.until(1.0)
    here.set(z1=2.0)
    here.until(1.5)
    captured = here.part.state()
    here.until(5.25)
    here.take(here.part.recall(captured, here.now, ()))
    here.until(5.75)
    assert here.stream("point/1")[-1] == pytest.approx(1.0)
    here.until(7.0)
    assert here.stream("point/1")[-1] == 2.0


def test_what_was_captured_is_recalled_in_time(drums, free):
    here = drums(free, temperature=1.0, mutate=0.5, z1=0.5)
    here.until(6.5)
    captured, before = here.part.state(), here.part._playing.loop.cells.copy()
    here.set(freeze=True)
    held = here.part.state()
    here.set(freeze=False, mutate=1.0, z1=-2.0, bpm=150.0)
    here.until(9.13)
    assert (here.part._playing.loop.cells > 0).tolist() != (before > 0).tolist()
    last = max(here.onsets())
    assert here.take(here.part.recall(held, here.now, ())) == [Recalled(())]
    assert here.part.values["freeze"] and here.part.values["z1"] == 0.5
    here.until(13.0)
    np.testing.assert_array_equal(here.part._playing.loop.cells, held["loop"]["cells"])
    later = [time for time in here.onsets() if time > last]
    gaps = np.diff(sorted({round(time, 9) for time in later}))
    assert np.allclose(gaps / STEP_S, np.round(gaps / STEP_S), atol=1e-6)  # captured with 120
    assert captured["values"] != held["values"]
