import random
from dataclasses import replace

import numpy as np
import pytest

from descant.video.messages import Aimed, Cue, Drawn, KeyDown, KeyUp, Look, Set, Silent, Stepped, SteppedTogether
from descant.video.outbox import Clear, Outbox
from descant.video.scene import Scene


def drawn(time, learner=1):
    return Drawn(time, "cubics", learner, "cubic", (0.0, 0.1 * learner, 0.2, 0.5), (0.5, 0.0, 0.0, -0.5))


def step(time, learner=1, loss=0.5, *, voice=None, converged=False, end=0.1):
    return Stepped(time, "cubics", learner, (end, 0.1, 0.2, 0.3), loss, (0.1, 0.2, 0.3, 0.4), voice, converged)


def waiting(*messages):
    outbox = Outbox()
    for message in messages:
        outbox.put(message)
    return outbox.take(10**6)


def test_of_values_the_newest_waits_and_all_notes_do():
    notes = [KeyDown(0.1 * n, n, 60, 90) for n in range(5)]
    values = [
        each for n in range(50) for each in (step(1 + n / 50), step(1 + n / 50, 2), Set(1 + n / 50, "bend/g1", n))
    ]
    assert waiting(*notes, *values, KeyUp(3.0, 1)) == [*notes, *values[-3:], KeyUp(3.0, 1)]


def test_of_targets_that_a_hand_moves_the_newest_waits():
    moved = [Aimed(n / 50, "cubics", 1, (n, 0.0, 0.0, 0.0)) for n in range(1, 50)]
    other = Aimed(0.5, "cubics", 2, (0.0, 0.0, 0.0, 0.0))
    assert waiting(drawn(0.0), drawn(0.0, 2), *moved[:25], other, *moved[25:]) == [
        drawn(0.0), drawn(0.0, 2), other, moved[-1],
    ]  # fmt: skip


def test_an_empty_scene_is_told_the_target_where_the_hand_left_it():
    outbox = Outbox()
    for message in (drawn(0.0), Aimed(1.0, "cubics", 1, (1.0, 2.0, 3.0, 4.0)), Aimed(1.0, "cubics", 9, (0.0,) * 4)):
        outbox.put(message)
    outbox.rebuild()
    assert outbox.take(9) == [Clear(), replace(drawn(0.0), target=(1.0, 2.0, 3.0, 4.0))]


def test_what_waits_is_in_order_of_time():
    messages = [step(0.0), KeyDown(0.1, 1, 60, 90), step(0.2), drawn(0.3, 2), step(0.4, 2), step(0.5)]
    times = [each.time for each in waiting(*messages)]
    assert times == sorted(times)
    assert times[-1] == 0.5


def test_a_step_that_converged_or_that_a_note_induced_is_not_replaced():
    steps = [step(0.0, voice=1), step(0.1, voice=2), step(0.2, converged=True), step(0.3)]
    assert waiting(*steps) == steps


def test_a_picture_that_never_listens_is_left_with_the_present_state_alone():
    outbox, longest = Outbox(), 0
    outbox.put(drawn(0.0))
    for n in range(20_000):
        outbox.put(KeyDown(float(n), n, 60, 90))
        outbox.put(step(n + 0.1, voice=n, end=n))
        outbox.put(KeyUp(n + 0.5, n))
        outbox.put(Silent(n + 0.9, n))
        longest = max(longest, len(outbox))
    assert longest <= 2100
    items = outbox.take(10**6)
    assert isinstance(items[0], Clear)
    assert drawn(0.0) in items
    assert items[-1] == Silent(19_999.9, 19_999)


# Hands rest where their last notes were, and only held notes are remembered: of the performer, the keys are compared.
@pytest.mark.parametrize(("background", "compared"), [("black", np.s_[:]), ("performer", np.s_[:72])])
def test_an_empty_scene_is_brought_to_the_present_by_a_few_messages(background, compared):
    chance, told, voices = random.Random(7), [], {}
    told.append(Set(0.0, "picture/background", background))
    for n in range(600):
        time = 0.05 * n
        told += random_messages(chance, time, n, voices)
    outbox = Outbox()
    for message in told:
        outbox.put(message)
        outbox.take(1)
    outbox.rebuild()
    items = outbox.take(10**6)
    assert len(items) < len(told) / 3
    frames = []
    for messages in (told, items[1:]):
        scene = Scene(320, 180)
        for message in messages:
            scene.apply(message)
        frames.append(scene.draw(90.0).astype(int))
    assert frames[0].max() > 100
    assert np.abs(frames[0] - frames[1])[compared].max() <= 2


def random_messages(chance, time, n, voices):
    match chance.randrange(6):
        case 0:
            return [drawn(time, chance.randrange(8))]
        case 1 | 2:
            converged = chance.random() < 0.2
            loss = 1e-6 if converged else chance.choice((1e-6, 1.0))
            return [step(time, chance.randrange(8), loss, converged=converged, end=chance.uniform(-1, 1))]
        case 3:
            voices[n] = True
            return [KeyDown(time, n, 40 + chance.randrange(40), 90)]
        case 4 if voices:
            voice = voices.popitem()[0]
            return [KeyUp(time, voice), Silent(time, voice)]
        case 5:
            return [Set(time, chance.choice(("shift/red", "bend/g1")), chance.uniform(0, 0.1))]
    return [Cue(time, 1.0, "Cubics")]


def together(time, *learners, end=0.1, loss=0.5):
    rows = len(learners)
    return SteppedTogether(time, "chorus", np.array(learners), np.full((rows, 4), end), np.full(rows, loss))


def test_of_steps_that_all_take_together_the_newest_waits_for_each_part_and_form():
    knots = SteppedTogether(1.5, "chorus", np.array([3]), np.zeros((1, 3)), np.zeros(1))
    other = SteppedTogether(1.6, "other", np.array([3]), np.zeros((1, 4)), np.zeros(1))
    ticks = [together(1 + n / 200, 1, 2) for n in range(200)]
    moment = Stepped(1.2, "chorus", 1, (0.0,) * 4, 0.1, (0.0,) * 4, None, True)
    assert waiting(*ticks[:40], moment, *ticks[40:100], knots, *ticks[100:], other) == [moment, knots, ticks[-1], other]


def test_what_was_drawn_for_a_voice_is_forgotten_with_it():
    outbox = Outbox()
    for learner in (1, 2, 3):
        outbox.put(replace(drawn(0.1 * learner, learner), part="chorus", voice=learner))
    outbox.put(Silent(1.0, 2))
    outbox.put(replace(drawn(1.1, 4), part="chorus", voice=3))  # its learner ran away
    last = together(1.2, 1, 4)
    outbox.put(last)
    outbox.rebuild()
    items = outbox.take(10**6)
    assert [item.learner for item in items if isinstance(item, Drawn)] == [1, 4]
    assert items[-1] is last


def test_another_piece_begins_with_an_empty_scene_at_its_own_second_0():
    outbox = Outbox()
    for message in (drawn(1.0), KeyDown(1.0, 1, 60, 90)):
        outbox.put(message)
    outbox.take(1)
    look = Look(width=640, height=360, frame_rate=25)
    outbox.clear(123.0, look)
    outbox.put(KeyDown(0.5, 7, 62, 90))
    assert outbox.take(10) == [Clear(123.0, look), KeyDown(0.5, 7, 62, 90)]
    outbox.rebuild()
    assert outbox.take(10) == [Clear(123.0, look), KeyDown(0.5, 7, 62, 90)]  # and nothing of the piece before
