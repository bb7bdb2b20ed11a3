"""Sliders, by real mouse and key events: a press changes nothing, and no value is torn from a hand that holds it."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def slider(panel):
    """Return a slider by its name."""
    return lambda name: panel.window.shelf.sliders[name]


def sets(peer, name):
    return [said[1] for said in peer.words(name)]


def test_there_is_one_for_each_parameter_grouped_by_owner(panel):
    shelf = panel.window.shelf
    assert list(shelf.sliders) == list(panel.model.parameters)
    assert list(shelf._heads) == ["cubics", "knots", "overtones", "bend"]
    for owner, head in shelf._heads.items():
        first = next(slider for slider in shelf.sliders.values() if slider.row.owner == owner)
        assert head.y() < first.y()


def test_a_drag_sends_values_and_ends_at_the_hands(panel, peer, slider, mouse):
    drag, drop = mouse
    rate = slider("cubics/learning_rate")
    width = rate._groove.width()
    begin, end = QPointF(50, 12), QPointF(50 + width * 0.2, 12)
    drag(rate, begin, QPointF(70, 12), QPointF(90, 12), end)
    drop(rate, end)
    expected = round(0.15 + 0.2 * 2.3, 2)
    assert rate.value == pytest.approx(expected, abs=0.01)
    panel.until(lambda: rate.value in [pytest.approx(value) for value in sets(peer, "cubics/learning_rate")])
    assert sets(peer, "cubics/learning_rate")[-1] == pytest.approx(rate.value)


def test_a_press_alone_changes_nothing(panel, peer, slider):
    QTest.mouseClick(slider("cubics/learning_rate"), Left, Qt.KeyboardModifier.NoModifier, QPointF(150, 12).toPoint())
    panel.run(0.1)
    assert sets(peer, "cubics/learning_rate") == []


def test_a_hand_that_trembles_while_it_clicks_changes_nothing(panel, peer, slider, mouse):
    drag, drop = mouse
    rate = slider("cubics/learning_rate")
    drag(rate, QPointF(50, 12), QPointF(52, 13), QPointF(51, 12))
    drop(rate, QPointF(51, 12))
    panel.run(0.1)
    assert sets(peer, "cubics/learning_rate") == []


def test_with_shift_a_hand_moves_a_tenth(panel, slider, mouse):
    _, drop = mouse
    rate = slider("cubics/learning_rate")
    QTest.mousePress(rate, Left, Qt.KeyboardModifier.ShiftModifier, QPointF(50, 12).toPoint())
    at = QPointF(50 + rate._groove.width() * 0.2, 12)
    QApplication.sendEvent(
        rate,
        QMouseEvent(
            QMouseEvent.Type.MouseMove, at, rate.mapToGlobal(at), Left, Left, Qt.KeyboardModifier.ShiftModifier
        ),
    )
    drop(rate, at)
    assert rate.value == pytest.approx(0.15 + 0.02 * 2.3, abs=0.003)


def test_a_value_in_the_hand_is_not_moved_by_descant(panel, peer, slider, mouse):
    drag, drop = mouse
    rate = slider("cubics/learning_rate")
    end = QPointF(110, 12)
    drag(rate, QPointF(50, 12), QPointF(80, 12), end)
    held = rate.value
    peer.say("watch/value", "cubics/learning_rate", -0.25)
    panel.run(0.15)
    assert rate.value == held
    drop(rate, end)
    panel.run(0.05)
    assert rate.value == held, "an echo that is still on its way"
    panel.until(lambda: rate.value == -0.25)


def test_what_descant_says_is_shown(panel, peer, slider):
    peer.say("watch/value", "cubics/learning_rate", 0.75)
    peer.say("watch/value", "cubics/optimizer", "adam")
    peer.say("watch/value", "cubics/on", 0)
    panel.until(lambda: slider("cubics/on").value == 0)
    assert (slider("cubics/learning_rate").value, slider("cubics/optimizer").value) == (0.75, "adam")


def test_a_switch_switches(panel, peer, slider):
    on = slider("cubics/on")
    QTest.mouseClick(on, Left)
    panel.hears("cubics/on", 0)
    QTest.mouseClick(on, Left)
    panel.hears("cubics/on", 1)


def test_a_choice_opens_and_gives_what_is_chosen(panel, slider):
    optimizer = slider("cubics/optimizer")
    QTest.mouseClick(optimizer, Left)
    menu = QApplication.activePopupWidget()
    assert [action.text().strip("● ") for action in menu.actions()] == ["sgd", "momentum", "adam"]
    menu.actions()[2].trigger()
    menu.close()
    panel.hears("cubics/optimizer", "adam")


def test_a_double_click_brings_the_default(panel, peer, slider):
    peer.say("watch/value", "cubics/learning_rate", 0.75)
    rate = slider("cubics/learning_rate")
    panel.until(lambda: rate.value == 0.75)
    QTest.mouseDClick(rate, Left, Qt.KeyboardModifier.NoModifier, QPointF(60, 12).toPoint())
    panel.until(lambda: sets(peer, "cubics/learning_rate") == [pytest.approx(0.15)])


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ("cubics/learning_rate", Key.Key_Up, 0.173), ("cubics/learning_rate", Key.Key_PageDown, -0.08),
        ("cubics/points", Key.Key_Up, 101), ("cubics/points", Key.Key_PageUp, 110), ("cubics/on", Key.Key_Down, 0),
        ("cubics/optimizer", Key.Key_Up, "momentum"), ("knots/steps_per_second", Key.Key_Up, 65.8),
    ],
)  # fmt: skip
def test_keys_move_it(panel, slider, name, key, expected):
    peer = panel.peer
    slider(name).setFocus()
    panel.key(key)
    panel.until(lambda: sets(peer, name))
    assert sets(peer, name) == [expected if isinstance(expected, str) else pytest.approx(expected, rel=1e-6)]


def test_delete_brings_the_default(panel, peer, slider):
    slider("cubics/points").setFocus()
    panel.key(Key.Key_Up)
    panel.key(Key.Key_Delete)
    panel.until(lambda: sets(peer, "cubics/points")[-1:] == [100])
    assert slider("cubics/points").value == 100


def test_space_and_left_are_the_windows_also_on_a_slider(panel, slider):
    slider("cubics/on").setFocus()
    panel.key(Key.Key_Space)
    panel.hears("cue/go")
    panel.key(Key.Key_Left)
    panel.hears("cue/back")


def test_tab_goes_from_one_to_the_next(panel, slider):
    slider("knots/steps_per_second").setFocus()
    QTest.keyClick(panel.window, Key.Key_Tab)
    assert QApplication.focusWidget() is slider("overtones/width")
    QTest.keyClick(panel.window, Key.Key_Backtab)
    assert QApplication.focusWidget() is slider("knots/steps_per_second")


def test_a_value_can_be_typed(panel, peer, slider):
    rate = slider("cubics/learning_rate")
    rate.setFocus()
    panel.key(Key.Key_Return)
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Key.Key_Return)
    panel.hears("cubics/learning_rate", 0.5)
    assert rate._field is None
    assert rate.hasFocus(), "keys go to it as before"


def test_a_click_on_the_value_lets_it_be_typed_and_escape_leaves_it(panel, peer, slider):
    rate = slider("cubics/learning_rate")
    QTest.mouseClick(rate, Left, Qt.KeyboardModifier.NoModifier, QPointF(rate.width() - 60, 12).toPoint())
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Key.Key_Escape)
    panel.run(0.05)
    assert (rate._field, peer.words("panic"), sets(peer, "cubics/learning_rate")) == (None, [], [])


def test_what_is_typed_out_of_range_is_refused_here(panel, peer, slider):
    rate = slider("cubics/learning_rate")
    rate.edit()
    QTest.keyClicks(rate._field, "5")
    QTest.keyClick(rate._field, Key.Key_Return)
    panel.run(0.05)
    assert sets(peer, "cubics/learning_rate") == []
    assert rate.value == pytest.approx(0.15)
    assert "from -0.3 to 2" in rate.toolTip()


def test_what_a_mapping_moves_says_so_and_can_be_moved(panel, peer, slider):
    bend = slider("bend/g1")
    assert bend.source == "cubics/gradient/a, knots/gradient/a"
    assert slider("cubics/points").source == ""
    bend.setFocus()
    panel.key(Key.Key_Up)
    panel.hears("bend/g1", 2.0)


def test_the_field_finds_by_any_words(panel, slider):
    finder = panel.window.shelf.finder
    finder.setFocus()
    QTest.keyClicks(finder, "rate cub")
    visible = [name for name, one in panel.window.shelf.sliders.items() if one.isVisibleTo(panel.window)]
    assert visible == ["cubics/learning_rate"]
    assert [owner for owner, head in panel.window.shelf._heads.items() if head.isVisibleTo(panel.window)] == ["cubics"]
    QTest.keyClick(finder, Key.Key_Escape)
    assert all(one.isVisibleTo(panel.window) for one in panel.window.shelf.sliders.values())
