"""Capturing by mouse and keys: what Descant hears, what is said of it, and that the keys are commands again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from descant.panel import style

Key = Qt.Key


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, widget.rect().center())


@pytest.fixture
def capture(panel):
    return panel.window.cues.capture


def test_a_name_and_a_click_make_a_cue(panel, peer, capture):
    click(capture.name)
    QTest.keyClicks(capture.name, "Storm 3")
    click(capture.new)
    panel.hears("cue/capture", "Storm 3")
    assert (capture.said, capture.name.text()) == ("…", "")
    peer.cues = (*peer.cues[:2], (2.25, "Storm 3", ""), *peer.cues[2:])
    peer.say("cue/entry", 2.25, "Storm 3", "")
    peer._cue_list()
    panel.until(lambda: capture.said == "Storm 3: captured")
    panel.until(lambda: [cue.name for cue in panel.window.cues.ahead._cues][:2] == ["Knots", "Storm 3"])
    panel.key(Key.Key_Space)  # and is GO again
    panel.hears("cue/go")


def test_c_and_enter_do_it_without_a_mouse(panel, capture):
    panel.key(Key.Key_C)
    assert QApplication.focusWidget() is capture.name
    QTest.keyClicks(capture.name, "A space is no GO")
    QTest.keyClick(capture.name, Key.Key_Return)
    panel.hears("cue/capture", "A space is no GO")
    assert panel.peer.words("cue/go", "cue/goto") == []
    assert QApplication.focusWidget() is not capture.name


def test_escape_leaves_the_name_and_is_no_panic(panel, peer, capture):
    panel.key(Key.Key_C)
    QTest.keyClicks(capture.name, "Sto")
    QTest.keyClick(capture.name, Key.Key_Escape)
    panel.run(0.1)
    assert peer.words("panic", "cue/capture") == []
    assert QApplication.focusWidget() is not capture.name


def test_update_is_of_the_present_cue_whatever_was_typed(panel, peer, capture):
    capture.name.setText("Storm")
    click(capture.update_)
    panel.hears("cue/capture", "", 1.0)
    peer._cue_list()
    panel.until(lambda: capture.said == "1 Cubics: updated")
    assert capture.name.text() == "Storm"


def test_undo(panel, peer, capture):
    click(capture.undo)
    panel.hears("cue/undo")
    peer._cue_list()
    panel.until(lambda: capture.said == "the last capture is taken back")


def test_a_new_cue_does_not_take_the_place_of_another_of_its_name(panel, peer, capture):
    capture.name.setText("Knots")
    click(capture.new)
    panel.run(0.1)
    assert peer.words("cue/capture") == []
    assert capture.said == "there is a cue Knots already" and capture.refused


def test_a_refusal_is_red_here_and_leaves_go_green(panel, peer, capture):
    capture.name.setText("2nd storm")
    click(capture.new)
    panel.hears("cue/capture", "2nd storm")
    why = "the name of a cue begins with no digit"
    peer.say("cue/refused", why, "capture")
    panel.until(lambda: capture.said == why)
    image = capture.grab().toImage()
    reds = [image.pixelColor(x, 14) for x in range(image.width())]
    assert style.DANGER in reds
    assert panel.window.cues.go.refusal == ""
    peer._cue_list()
    panel.run(0.2)
    assert capture.said == why  # a list that comes for another reason is no success


def test_what_is_no_capture_is_told_where_it_belongs(panel, peer, capture):
    peer.say("cue/refused", "there is no cue 9", "morph")
    panel.until(lambda: panel.model.error == "morph there is no cue 9")
    peer.say("cue/refused", "this is the last cue", "cue")
    panel.until(lambda: panel.window.cues.go.refusal == "this is the last cue")
    assert capture.said == ""


# ---------------------------------------------------------------- what comes by itself
def test_one_sees_when_the_next_cue_comes_by_itself(panel, peer):
    go, now = panel.window.cues.go, panel.window.cues.now
    peer.say("cue/wait", 2.0, "Knots", 63.2)
    peer.say("cue/fade", 1.5, 6.0)
    panel.until(lambda: go.waits == "   in 1:04")
    panel.until(lambda: now.faded == 0.75)
    line = now.grab().toImage()
    y = line.height() - 6
    assert line.pixelColor(20, y) == style.STANDBY and line.pixelColor(line.width() - 20, y) == style.LINE
    peer.say("cue/wait", 0.0, "", 0.0)
    peer.say("cue/fade", 0.0, 0.0)
    panel.until(lambda: go.waits == "" and now.faded is None)


def test_a_number_between_two_is_seen_whole(panel, peer):
    peer.cues = (peer.cues[0], (1.0625, "A", ""), *peer.cues[1:])
    peer._cue_list()
    ahead = panel.window.cues.ahead
    panel.until(lambda: [cue.number for cue in ahead._cues][:1] == [1.0625])
    image = ahead.grab().toImage()
    right = max(x for x in range(image.width()) for y in range(30, 70) if image.pixelColor(x, y) == style.STANDBY)
    needed = QFontMetricsF(style.font(28, style.BOLD)).horizontalAdvance("1.0625")
    assert right > 16 + needed - 6
