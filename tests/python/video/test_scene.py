from dataclasses import replace

import av
import numpy as np
import pytest

from descant.video.bubbles import Bubble, Bubbles
from descant.video.messages import Aimed, Cue, Drawn, KeyDown, KeyUp, Set, Silent, Stepped, SteppedTogether
from descant.video.scene import Scene

SIZE = (480, 270)


def scene(*messages, titles=False):
    made = Scene(*SIZE, titles=titles)
    for message in messages:
        made.apply(message)
    return made


def cubic(learner, time=0.0, target=(0, 0, 0, 0.8), theta=(0, 0, 0, -0.8), part="cubics"):
    return Drawn(time, part, learner, "cubic", target, theta)


def step(time, learner=1, *, theta=(0, 0, 0, -0.8), converged=False, voice=None, part="cubics"):
    return Stepped(time, part, learner, theta, 0.5, (0.1, 0.2, 0.3, 0.4), voice, converged)


def whites(frame):
    return frame.min(2) > 200


def reds(frame):
    return (frame[..., 0] > 200) & (frame[..., 1] < 90) & (frame[..., 2] < 90)


def test_an_empty_stage_is_black():
    assert not scene().draw(1.0).any()


def test_target_is_white_above_learner_red_below_and_residuals_join_them():
    frame = scene(cubic(1)).draw(3.0)
    rows = np.arange(270)[:, None]
    white, red = whites(frame), reds(frame)
    assert white.sum() > 500
    assert red.sum() > 500
    assert (rows * white).sum() / white.sum() < 120
    assert (rows * red).sum() / red.sum() > 150
    between = frame[125:145].max(2)
    ribs = (between > 20).all(0)
    assert 25 < np.count_nonzero(np.diff(ribs.astype(int)) == 1) < 60


def test_a_function_is_drawn_by_its_values_and_stays_behind_what_is_played():
    own = Drawn(0.0, "cubics", 2, "function", (-0.8, 0.8), (0.8,) * 64)
    frame = scene(own).draw(3.0)
    columns, rows = np.nonzero(whites(frame).T)
    low, high = rows[columns < 120].mean(), rows[columns > 360].mean()
    assert low - high > 90  # its target rises from one corner to the other
    assert reds(frame)[:120].sum() > 500 > 20 * reds(frame)[135:].sum()
    stage = scene(own, cubic(1, time=1.0))
    before = stage.draw(3.0)
    stage.apply(Stepped(3.0, "cubics", 2, (0.8,) * 64, 0.5, (0.1,)))
    np.testing.assert_array_equal(stage.draw(3.0), before)


def test_the_learner_glides_to_its_step():
    stage = scene(cubic(1))
    stage.draw(2.0)
    stage.apply(step(2.0, theta=(0, 0, 0, 0.2)))
    heights = []
    for time in (2.0, 2.03, 2.3):
        red = reds(stage.draw(time))
        heights.append((np.arange(270)[:, None] * red).sum() / red.sum())
    assert heights[0] > heights[1] + 3 > heights[2] + 6


def test_converged_target_and_learner_become_one_warm_line():
    stage = scene(cubic(1), step(2.0, theta=(0, 0, 0, 0.8), converged=True))
    frame = stage.draw(4.5)
    assert not reds(frame).any()
    warm = (frame[..., 0] > 230) & (frame[..., 2] < frame[..., 0] - 60)
    assert warm.sum() > 500


@pytest.mark.parametrize("older", [0, 2])
def test_no_more_older_pairs_than_asked_for_are_kept(older):
    start = [Set(0.0, "picture/older", older)]
    many = scene(*start, *(cubic(n, time=0.1 * n) for n in range(6))).draw(9.0)
    few = scene(*start, *(cubic(n, time=0.1 * n) for n in range(6 - older - 1, 6))).draw(9.0)
    np.testing.assert_array_equal(many, few)


def test_older_pairs_are_grey_and_beside_the_front():
    alone = scene(cubic(2)).draw(9.0)
    both = scene(cubic(1), cubic(2, time=0.5)).draw(9.0)
    more = (both.astype(int) - alone).max(2) > 20
    assert more.sum() > 100
    assert np.median(np.flatnonzero(more.any(0))) > SIZE[0] / 2


def test_the_learner_that_stepped_last_comes_to_the_front():
    first = scene(cubic(1, target=(0, 0, 0, -0.9)), cubic(2, time=1.0))
    assert whites(first.draw(5.0))[:120].sum() > 300
    first.apply(step(5.0, learner=1))
    frame = first.draw(9.0)
    assert whites(frame)[:120].sum() == 0
    assert whites(frame)[150:].sum() > 300


def test_the_knot_is_drawn_and_turns():
    knot = Drawn(0.0, "knots", 1, "knot", (0.1, 2.0, 0.7), (1.0, 0.5, 2.0), (2, 3, 5))
    stage = scene(knot)
    first = stage.draw(3.0)
    assert whites(first).sum() > 300
    assert reds(first).sum() > 300
    assert np.abs(stage.draw(3.5).astype(int) - first).max() > 200


def test_steps_that_are_not_finite_or_of_nobody_change_nothing():
    stage = scene(cubic(1))
    before = stage.draw(3.0)
    stage.apply(step(3.0, theta=(float("nan"), 0, 0, 0)))
    stage.apply(step(3.0, learner=99))
    np.testing.assert_array_equal(stage.draw(3.0), before)


def test_a_target_that_a_hand_moves_is_drawn_where_it_is():
    moved = scene(cubic(1))
    before = moved.draw(3.0)
    moved.apply(Aimed(3.0, "cubics", 1, (0, 0, 0, 0.2)))
    frame = moved.draw(3.0)
    rows = np.arange(270)[:, None]
    assert (rows * whites(frame)).sum() / whites(frame).sum() > (rows * whites(before)).sum() / whites(
        before
    ).sum() + 20
    np.testing.assert_array_equal(frame, scene(cubic(1, target=(0, 0, 0, 0.2))).draw(3.0))
    moved.apply(Aimed(3.0, "cubics", 2, (0, 0, 0, 0.9)))  # of nobody
    moved.apply(Aimed(3.0, "knots", 1, (0, 0, 0)))
    np.testing.assert_array_equal(moved.draw(3.0), frame)


def test_a_target_that_moves_away_from_its_learner_is_one_with_it_no_longer():
    stage = scene(cubic(1, theta=(0, 0, 0, 0.8)), step(1.0, theta=(0, 0, 0, 0.8), converged=True))
    assert not whites(stage.draw(3.0)).any()
    stage.apply(Aimed(3.0, "cubics", 1, (0, 0, 0, -0.8)))
    stage.apply(Stepped(3.0, "cubics", 1, (0, 0, 0, 0.8), 50.0, (0.1, 0.2, 0.3, 0.4), None, False))
    frame = stage.draw(5.0)
    assert whites(frame).sum() > 300 and reds(frame).sum() > 300


def test_enormous_cubics_stay_in_the_picture():
    frame = scene(cubic(1, target=(1e300, -1e300, 1e300, 0), theta=(0, 4e9, 0, 0))).draw(3.0)
    assert whites(frame).any()
    assert not whites(frame)[:4].any()


def test_without_gradients_the_performer_is_shown_untouched():
    stage = scene(Set(0.0, "picture/background", "performer"), Set(0.0, "picture/curves", False))
    plain = stage.draw(1.0)
    assert plain.mean() > 20
    stage.apply(Set(1.0, "shift/red", 0.0))
    stage.apply(Set(1.0, "bend/g1", 0.0))
    np.testing.assert_array_equal(stage.draw(1.0), plain)
    stage.apply(Set(1.0, "bend/g1", 0.5))
    assert np.abs(stage.draw(1.0).astype(int) - plain).mean() > 1


@pytest.mark.parametrize("name", ["performer", "camera", "keyboard"])
def test_every_background_without_a_film_is_the_drawn_keyboard(name):
    shown = scene(Set(0.0, "picture/background", name)).draw(1.0)
    np.testing.assert_array_equal(shown, scene(Set(0.0, "picture/background", "keyboard")).draw(1.0))
    assert shown.mean() > 20


def test_backgrounds_are_cut_and_fade_only_to_and_from_black(tmp_path):
    path = tmp_path / "film.mp4"
    with av.open(path, "w") as file:
        stream = file.add_stream("libx264", rate=10, options={"crf": "1"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for _ in range(5):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((*SIZE[::-1], 3), 200, np.uint8), "rgb24")))
        file.mux(stream.encode())
    stage = Scene(*SIZE, performer=path, titles=False)

    def grey(frame):
        return (np.abs(frame.astype(int) - 200) < 4).all()

    stage.apply(Set(0.0, "picture/background", "performer"))
    assert grey(stage.draw(0.1))
    stage.apply(Set(1.0, "picture/background", "keyboard"))
    keys = stage.draw(1.0)
    assert not grey(keys)
    stage.apply(Set(2.0, "picture/background", "camera"))  # there is none: the film stands in
    assert grey(stage.draw(2.0))
    stage.apply(Set(3.0, "picture/background", "black"))
    fading = stage.draw(3.1)
    assert 40 < fading.mean() < 180 and np.ptp(fading) < 8
    assert not stage.draw(7.0).any()


def test_a_key_lights_up_while_held_and_its_string_until_silent():
    stage = scene(Set(0.0, "picture/background", "performer"), Set(0.0, "picture/curves", False))
    rest = stage.draw(0.5).astype(int)
    stage.apply(KeyDown(1.0, 1, 60.0, 110))
    held = stage.draw(1.2).astype(int)
    assert np.abs(held - rest)[140:200].max() > 30
    stage.apply(KeyUp(2.0, 1))
    string = np.abs(stage.draw(2.6) - rest)[:50].max()
    assert string > 30
    stage.apply(Silent(2.6, 1))
    assert np.abs(stage.draw(4.0) - rest)[:50].max() == 0


def test_bubbles_rise_and_fade_from_the_struck_key():
    start = (Set(0.0, "picture/background", "performer"), Set(0.0, "picture/curves", False))
    note = (step(1.0, voice=7), KeyDown(1.0, 7, 72.0, 100))
    for order in (note, note[::-1]):
        quiet = scene(*start, cubic(1), *order)
        loud = scene(*start, Set(0.0, "bubbles/on", True), cubic(1), *order)
        heights, amounts = [], []
        for time in (1.5, 3.0, 6.5):
            seen = np.abs(loud.draw(time).astype(int) - quiet.draw(time)).max(2)
            rows = np.flatnonzero((seen > 8).any(1))
            heights.append(rows.mean())
            amounts.append(int(seen.max()))
        assert heights[0] > heights[1] > heights[2]
        assert amounts[0] > amounts[2] > 0
        assert np.array_equal(loud.draw(7.5), quiet.draw(7.5))


def test_a_bubble_carries_the_gradient_of_its_own_step():
    video = np.random.default_rng(1).integers(0, 255, (270, 480, 3), np.uint8)
    pictures = []
    for gradient in ((0.0, 0.0), (0.5, -0.3)):
        bubbles, picture = Bubbles(*SIZE), video.copy()
        bubbles.launch(Bubble(0.0, 200, 150, 40, 6.0, gradient, 0.08, 0.4, "waves", 0.0))
        bubbles.draw(1.0, video, picture)
        pictures.append(picture)
    assert not np.array_equal(*pictures)


def test_the_title_comes_and_goes():
    stage = scene(Cue(0.0, 4.0, "Bubbles"), titles=True)
    assert not stage.draw(0.0).any()
    assert stage.draw(1.5).max() > 180
    assert not stage.draw(6.0).any()


def test_the_same_messages_give_the_same_frames():
    messages = [
        Cue(0.0, 1.0, "Cubics"),
        Set(0.0, "picture/background", "performer"),
        Set(0.0, "bubbles/on", True),
        cubic(1, time=0.2),
        KeyDown(0.5, 1, 64.0, 90),
        step(0.5, voice=1, theta=(0.1, 0, 0, 0.1)),
        Set(0.5, "bend/g1", 0.2),
        Set(0.5, "shift/blue", 0.02),
    ]
    one, other = scene(*messages, titles=True), scene(*messages, titles=True)
    for time in (0.9, 1.4):
        other.draw(time - 0.05)  # frames drawn in between change nothing
        np.testing.assert_array_equal(one.draw(time), other.draw(time))


# ---------------------------------------------------------------- a chorus
def singer(learner, time=0.0, theta=(0, 0, 0, -0.8)):
    return replace(cubic(learner, time, theta=theta, part="chorus"), voice=100 + learner)


def together(time, *learners, theta=(0, 0, 0, 0.2), loss=0.5):
    rows = len(learners)
    return SteppedTogether(
        time, "chorus", np.array(learners), np.tile(np.array(theta, float), (rows, 1)), np.full(rows, loss)
    )


def test_learners_that_step_together_all_move_and_the_newest_stays_in_front():
    told = [singer(1), singer(2, 0.5)]
    moved = scene(*told, together(2.0, 1, 2)).draw(6.0)
    one_by_one = scene(*told, step(2.0, 1, theta=(0, 0, 0, 0.2), part="chorus"),
                       step(2.0, 2, theta=(0, 0, 0, 0.2), part="chorus")).draw(6.0)  # fmt: skip
    np.testing.assert_array_equal(moved, one_by_one)
    still = scene(*told).draw(6.0)
    red = reds(moved)
    assert (np.arange(270)[:, None] * red).sum() / red.sum() < (np.arange(270)[:, None] * reds(still)).sum() / reds(
        still
    ).sum()


def test_a_part_that_has_a_learner_of_the_same_number_does_not_move():
    told = [cubic(1)]
    np.testing.assert_array_equal(scene(*told, together(2.0, 1)).draw(6.0), scene(*told).draw(6.0))


def test_whoever_comes_into_tune_steps_forward():
    told = [singer(1), singer(2, 0.5)]
    tuned = step(2.0, 1, theta=(0, 0, 0, 0.8), converged=True, part="chorus")
    frame = scene(*told, tuned, together(2.0, 1, 2)).draw(6.0)
    warm = (frame[..., 0] > 230) & (frame[..., 2] < frame[..., 0] - 60)
    assert warm.sum() > 500


def test_a_curve_leaves_with_its_voice_and_the_next_newest_comes_to_the_front():
    told = [singer(1), singer(2, 0.5, theta=(0, 0.5, 0, -0.5))]
    left = scene(*told, Silent(2.0, 102)).draw(6.0)
    np.testing.assert_array_equal(left, scene(singer(1)).draw(6.0))
    empty = scene(*told, Silent(2.0, 102), Silent(2.5, 101)).draw(6.0)
    assert not empty.any()
    following = scene(*told, Silent(2.0, 102), Silent(2.5, 101), singer(3, 3.0)).draw(9.0)
    np.testing.assert_array_equal(following, scene(singer(3, 3.0)).draw(9.0))


def test_a_learner_that_ran_away_leaves_as_another_takes_its_voice():
    anew = replace(singer(7, 2.0), voice=101)
    np.testing.assert_array_equal(scene(singer(1), anew).draw(9.0), scene(anew).draw(9.0))


def test_those_that_sound_stay_brighter_than_what_is_over():
    def brightness(make):
        frame = scene(*(make(n) for n in range(1, 8))).draw(9.0)
        return frame[:, :120].astype(int).sum()  # the far side of the carousel

    assert brightness(lambda n: singer(n, 0.1 * n)) > 1.05 * brightness(lambda n: cubic(n, 0.1 * n, part="chorus"))
