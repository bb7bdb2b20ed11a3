"""Learners as they are drawn, the target in the hand; the pad, which moves the same or any two parameters."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from descant.panel import style

CUBIC = ("watch/learner", "cubics", 3, "cubic", 0.1, -0.2, 0.3, 0.05, -0.5, 0.5, 0.5, 0.5)
KNOT = ("watch/learner", "knots", 1, "knot", 1.0, 2.0, 3.0, 1.5, 2.5, 3.5, 3.0, 5.0, 7.0)


@pytest.fixture
def curve(panel, peer):
    """Return the curve of a part whose learner has been told."""

    def shown(message):
        peer.say(*message)
        panel.until(lambda: message[1] in panel.window.curves._curves)
        panel.run(0.1)
        return panel.window.curves.curve(message[1])

    return shown


def pads(peer, part):
    return [said[2:] for said in peer.words("pad") if said[1] == part]


def pixels(widget, colour):
    image = widget.grab().toImage()
    return {
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == colour
    }  # fmt: skip


def test_target_and_learner_are_drawn(curve):
    cubics = curve(CUBIC)
    learner = pixels(cubics, style.LEARNER)
    assert len(learner) > 100
    where = cubics._square
    y = where.center().y() - (where.height() / 2) * (0.5 / (1.7**2 + 0.5**2) ** 0.5)
    middle = [at for at in learner if abs(at[0] - where.center().x()) < 1.5]
    assert middle
    assert all(abs(at[1] - y) < 3 for at in middle), "at x = 0 it is d"


def test_the_learner_moves_and_the_target_stands(panel, peer, curve):
    cubics = curve(CUBIC)
    before = pixels(cubics, style.LEARNER)
    still = cubics._still
    peer.say(*CUBIC[:8], 0.1, -0.2, 0.3, 0.05)
    panel.run(0.1)
    assert pixels(cubics, style.LEARNER) != before
    assert cubics._still is still, "what stands is not drawn anew"


def test_a_handle_that_is_dragged_moves_the_target(panel, peer, curve, mouse):
    drag, drop = mouse
    cubics = curve(CUBIC)
    handle = cubics.handle(2)
    up = QPointF(handle.x(), handle.y() - 30)
    drag(cubics, handle, QPointF(handle.x(), handle.y() - 15), up)
    drop(cubics, up)
    panel.until(lambda: pads(peer, "cubics") and pads(peer, "cubics")[-1] == pytest.approx(cubics.target, abs=1e-6))
    assert cubics.handle(2).y() == pytest.approx(up.y(), abs=1.5)
    assert len(pads(peer, "cubics")[-1]) == 4


def test_the_target_in_the_hand_is_not_moved_by_descant(panel, peer, curve, mouse):
    drag, drop = mouse
    cubics = curve(CUBIC)
    handle = cubics.handle(1)
    up = QPointF(handle.x(), handle.y() - 40)
    drag(cubics, handle, up)
    held = cubics.target
    peer.say(*CUBIC)
    panel.run(0.1)
    assert cubics.target == held
    drop(cubics, up)


def test_a_new_learner_takes_the_target_out_of_the_hand(panel, peer, curve, mouse):
    drag, drop = mouse
    cubics = curve(CUBIC)
    handle = cubics.handle(1)
    drag(cubics, handle, QPointF(handle.x(), handle.y() - 40))
    peer.say(CUBIC[0], "cubics", 4, *CUBIC[3:])
    panel.until(lambda: cubics._learner.number == 4)
    assert cubics.target == pytest.approx(CUBIC[4:8])
    panel.run(0.05)  # what the hand had still to say
    peer.heard.clear()
    QTest.mouseMove(cubics, QPoint(round(handle.x()), round(handle.y()) + 30))
    QTest.qWait(1)
    drop(cubics, QPointF(30, 100))
    panel.run(0.05)
    assert pads(peer, "cubics") == []
    assert cubics.target == pytest.approx(CUBIC[4:8])


def test_a_press_far_from_any_handle_takes_none(panel, peer, curve, mouse):
    drag, drop = mouse
    cubics = curve(CUBIC)
    far = QPointF(cubics.handle(0).x(), cubics.height() - 12)
    drag(cubics, far, QPointF(far.x() + 20, far.y() - 10))
    drop(cubics, far)
    panel.run(0.05)
    assert pads(peer, "cubics") == []


def test_a_dial_turns_one_phase(panel, peer, curve, mouse):
    drag, drop = mouse
    knots = curve(KNOT)
    knots._measure()
    centre = knots._pixels(knots._figure.centres)[1]
    left = QPointF(centre[0] - 40, centre[1])
    drag(knots, knots.handle(1), left)
    drop(knots, left)
    panel.until(lambda: pads(peer, "knots") and pads(peer, "knots")[-1][1] == pytest.approx(3.14159, abs=0.05))
    assert pads(peer, "knots")[-1] == pytest.approx((1.0, 3.14159, 3.0), abs=0.05)


def test_two_learners_stand_side_by_side(panel, curve):
    cubics, knots = curve(CUBIC), curve(KNOT)
    assert cubics.isVisible()
    assert knots.isVisible()
    assert cubics.geometry().right() < knots.geometry().left()
    assert not panel.window.curves._empty.isVisible()


def test_of_many_learners_those_that_moved_last_are_shown(panel, peer, curve):
    for n in range(6):
        curve((CUBIC[0], f"part{n}", *CUBIC[2:]))
    shown = [part for part, one in panel.window.curves._curves.items() if one.isVisible()]
    assert shown == ["part4", "part5"]
    peer.say(CUBIC[0], "part0", 9, *CUBIC[3:])
    panel.until(lambda: panel.window.curves.curve("part0").isVisible())


def test_another_performance_has_no_learners_yet(panel, peer, curve):
    curve(CUBIC)
    peer.title = "Another"
    panel.until(lambda: panel.model.title == "Another")
    panel.until(panel.window.curves._empty.isVisible)


# ---------------------------------------------------------------- the pad
@pytest.fixture
def pad(panel):
    panel.key(Qt.Key.Key_X)
    panel.run(0.05)
    return panel.window.pad


def test_the_pad_offers_the_parts_and_any_two_parameters(pad):
    assert [pad.of.itemText(n) for n in range(pad.of.count())] == ["cubics", "knots", "two parameters"]
    names = [pad.across.itemText(n) for n in range(pad.across.count())]
    assert names == ["cubics/learning_rate", "cubics/points", "knots/steps_per_second", "overtones/width", "bend/g1"]


def test_a_parts_pad_moves_the_first_two_of_its_target(panel, peer, curve, pad, mouse):
    drag, drop = mouse
    curve(CUBIC)
    field = pad.field
    at = field.place((0.75, 0.25))
    drag(field, at)
    drop(field, at)
    panel.until(lambda: pads(peer, "cubics"))
    assert pads(peer, "cubics")[-1] == pytest.approx((0.5, -0.5), abs=0.02)


def test_the_pad_shows_the_target_and_the_learner_that_follows(curve, pad):
    curve(CUBIC)
    assert pad.field._at == pytest.approx((0.55, 0.4), abs=1e-3)
    assert pad.field._follower == pytest.approx((0.25, 0.75), abs=1e-3)


def test_the_point_in_the_hand_is_not_moved_by_descant(panel, peer, curve, pad, mouse):
    drag, drop = mouse
    curve(CUBIC)
    drag(pad.field, pad.field.place((0.75, 0.25)))
    held = pad.field._at
    peer.say(*CUBIC[:8], 0.0, 0.0, 0.0, 0.0)
    panel.run(0.1)
    assert pad.field._at == held
    assert pad.field._follower == pytest.approx((0.5, 0.5)), "but the learner moves"
    drop(pad.field, pad.field.place((0.75, 0.25)))
    panel.run(0.3)
    peer.say(*CUBIC)
    panel.until(lambda: pad.field._at == pytest.approx((0.55, 0.4), abs=1e-3))


def test_the_pad_of_two_parameters_sets_both(panel, peer, pad, mouse):
    drag, drop = mouse
    pad.of.setCurrentText("two parameters")
    pad.across.setCurrentText("cubics/learning_rate")
    pad.up.setCurrentText("knots/steps_per_second")
    at = pad.field.place((0.5, 0.5))
    drag(pad.field, at)
    drop(pad.field, at)
    panel.until(lambda: peer.words("knots/steps_per_second"))
    assert peer.words("cubics/learning_rate")[-1][1] == pytest.approx(0.85, abs=0.03)
    assert peer.words("knots/steps_per_second")[-1][1] == pytest.approx(10.0, rel=0.1)
    panel.run(0.3)
    peer.say("watch/value", "cubics/learning_rate", -0.3)
    panel.until(lambda: pad.field._at[0] == 0.0)


def test_keys_move_the_pad_and_left_alone_goes_back(panel, peer, curve, pad):
    curve(CUBIC)
    pad.field.setFocus()
    panel.key(Qt.Key.Key_Up)
    panel.until(lambda: pads(peer, "cubics"))
    assert pads(peer, "cubics")[-1] == pytest.approx((0.1, -0.16), abs=1e-3)
    panel.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    panel.until(lambda: pads(peer, "cubics")[-1] == pytest.approx((0.14, -0.16), abs=1e-3))
    panel.key(Qt.Key.Key_Left)
    panel.hears("cue/back")
