import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from descant.panel import log, style


@pytest.fixture
def lines(panel, peer):
    """Say so many lines, and wait until they have come."""

    def say(*texts):
        before = panel.model.logged
        for text in texts:
            peer.say("watch/log", text)
        panel.until(lambda: panel.model.logged == before + len(texts))
        panel.run(0.15)

    return say


def wheel(widget, up):
    at = QPointF(widget.rect().center())
    event = QWheelEvent(at, widget.mapToGlobal(at), QPoint(), QPoint(0, up), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_the_newest_line_is_at_the_bottom(panel, lines):
    lines("→ voice 1 off")
    shown = panel.window.log.grab().toImage()
    lines(*(f"→ voice {n} off" for n in range(40)))
    assert panel.window.log.grab().toImage() != shown
    assert list(panel.model.log)[-1] == "→ voice 39 off"


def test_a_click_holds_it_still_and_another_lets_it_run(panel, lines):
    lines("one", "two")
    QTest.mouseClick(panel.window.log, Qt.MouseButton.LeftButton)
    held = panel.window.log.grab().toImage()
    lines("three")
    assert panel.window.log.held == ["one", "two"]
    assert panel.window.log.grab().toImage() == held
    QTest.mouseClick(panel.window.log, Qt.MouseButton.LeftButton)
    assert panel.window.log.held is None
    assert panel.window.log.grab().toImage() != held


def test_to_scroll_back_is_to_hold_it_still(panel, lines):
    lines(*(f"line {n}" for n in range(60)))
    wheel(panel.window.log, 120)
    assert len(panel.window.log.held) == 60
    assert panel.window.log._back == 3
    for _ in range(50):
        wheel(panel.window.log, 120)
    assert panel.window.log._back == 59
    wheel(panel.window.log, -120)
    assert panel.window.log._back == 56


@pytest.mark.parametrize(
    ("line", "colour"),
    [("refused max: /descant/x", style.DANGER), ("cue: refused: this is the last cue", style.DANGER),
     ("cue 2 Knots", style.STANDBY), ("→ voice 1 off", style.DIM), ("scsynth: late", style.TEXT)],
)  # fmt: skip
def test_what_went_wrong_has_its_colour(line, colour):
    assert log._colour(line) == colour
