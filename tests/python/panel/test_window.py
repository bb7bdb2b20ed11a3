"""Keys and buttons: what Descant hears of them, what the performer sees, and that everything has its place."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from descant.panel import style
from descant.panel.keys import COMMANDS

Key = Qt.Key


def click(widget, at=None, button=Qt.MouseButton.LeftButton):
    QTest.mouseClick(widget, button, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def colour_at(widget: QWidget, x: float, y: float):
    image = widget.grab().toImage()
    return image.pixelColor(round(x), round(y))


# ---------------------------------------------------------------- cues
def test_space_goes_to_the_next_cue(panel, peer):
    assert (panel.window.cues.now._cue.name, panel.window.cues.go._next.name) == ("Cubics", "Knots")
    panel.key(Key.Key_Space)
    panel.hears("cue/go")
    panel.until(lambda: panel.window.cues.now._cue.name == "Knots")
    assert panel.window.cues.go._next.name == "Between"
    assert [cue.name for cue in panel.window.cues.ahead._cues] == ["Between", "Last"]
    assert panel.window.cues.now._cue.notes == "Chords."


def test_one_sees_how_long_a_cue_has_lasted_that_was_seen_to_begin(panel, peer):
    panel.says_status = False
    now = panel.window.cues.now
    assert now.lasted == ""
    peer.status(elapsed_s=100.0)
    panel.until(lambda: panel.model.status.elapsed_s == 100.0)
    panel.key(Key.Key_Space)
    panel.until(lambda: now._cue.name == "Knots")
    peer.status(elapsed_s=165.2)
    panel.until(lambda: now.lasted == "1:05")
    peer.status(elapsed_s=1.0)  # another performance
    panel.until(lambda: now.lasted == "")


def test_go_acts_when_it_is_pressed(panel):
    QTest.mousePress(panel.window.cues.go, Qt.MouseButton.LeftButton)
    panel.hears("cue/go")


def test_a_refused_go_is_red_and_says_why_and_then_green_again(panel, peer):
    peer.place = 3
    go = panel.window.cues.go
    panel.key(Key.Key_Space)
    panel.until(lambda: go.refusal == "this is the last cue")
    assert colour_at(go, 8, 8) == style.DANGER
    panel.until(lambda: go.refusal == "")
    assert colour_at(go, 8, 8) != style.DANGER


def test_a_second_go_at_once_is_none_and_is_told(panel, peer):
    panel.key(Key.Key_Space)
    panel.key(Key.Key_Space)
    panel.until(lambda: panel.window.cues.go.refusal == "too soon after the last GO")
    panel.run(0.4)
    assert peer.words("cue/go") == [("cue/go",)]
    panel.key(Key.Key_Space)
    panel.until(lambda: len(peer.words("cue/go")) == 2)


def hold(window, key):
    """Hold a key down as X11 tells it: presses without releases."""
    for _ in range(4):
        QTest.keyPress(window, key)
        QTest.qWait(300)


@pytest.mark.parametrize(("key", "word"), [(Key.Key_Space, "cue/go"), (Key.Key_Escape, "panic")])
def test_a_key_that_is_held_down_is_pressed_once(panel, peer, key, word):
    hold(panel.window, key)
    QTest.keyRelease(panel.window, key)
    panel.run(0.1)
    assert len(peer.words(word)) == 1
    assert panel.window.cues.go.refusal == ""
    panel.key(key)
    panel.until(lambda: len(peer.words(word)) == 2)


def test_keys_that_the_system_repeats_are_none(panel, peer):
    for _ in range(3):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", autorep=True)
        QApplication.sendEvent(panel.window, event)
    panel.run(0.1)
    assert peer.words("cue/go") == []


@pytest.mark.parametrize(
    ("key", "said"),
    [(Key.Key_Backspace, ("cue/back",)), (Key.Key_Left, ("cue/back",)), (Key.Key_Escape, ("panic",)),
     (Key.Key_F, ("freeze", 1))],
)  # fmt: skip
def test_keys(panel, key, said):
    panel.key(key)
    panel.hears(*said)


def test_buttons(panel, peer):
    cues = panel.window.cues
    for plate, said in ((cues.back, ("cue/back",)), (cues.freeze, ("freeze", 1)), (cues.panic, ("panic",))):
        click(plate)
        panel.hears(*said)
    click(cues.panic, button=Qt.MouseButton.RightButton)
    panel.run(0.1)
    assert len(peer.words("panic")) == 1


def test_escape_twice_is_panic_twice(panel, peer):
    panel.key(Key.Key_Escape)
    panel.key(Key.Key_Escape)
    panel.until(lambda: len(peer.words("panic")) == 2)


@pytest.mark.parametrize(("frozen", "panicking", "expected"), [(1, 0, 0), (1, 1, 0), (0, 0, 1)])
def test_what_is_frozen_is_freed_and_a_panic_ended_by_the_same_key(panel, peer, frozen, panicking, expected):
    panel.says_status = False
    peer.status(elapsed_s=3.0, frozen=frozen, panicking=panicking)
    panel.until(lambda: panel.model.status.elapsed_s == 3.0)
    panel.key(Key.Key_F)
    panel.hears("freeze", expected)


def test_the_head_says_what_holds_the_performance(panel, peer):
    head, cues = panel.window.head, panel.window.cues
    panel.says_status = False
    peer.status(elapsed_s=75.0, frozen=1)
    panel.until(lambda: head._state()[0].startswith("FROZEN"))
    panel.until(lambda: cues.freeze.lit)
    assert (head._shown[0], cues.panic.lit) == ("1:15", False)
    peer.status(waiting=1)
    panel.until(lambda: head._state()[0].startswith("SILENT"))
    peer.status(frozen=1, panicking=1)
    panel.until(lambda: head._state()[0].startswith("PANIC"))
    panel.until(lambda: cues.panic.lit)
    assert style.mixed(style.CARD, style.DANGER, 0.8) == colour_at(head, 600, 10)


def test_figures_and_enter_go_to_a_cue(panel):
    for key in (Key.Key_2, Key.Key_Period, Key.Key_5):
        panel.key(key)
    assert panel.window.head._state()[0].startswith("go to cue 2.5")
    panel.key(Key.Key_Return)
    panel.hears("cue/goto", 2.5)
    assert panel.window.head.typed == ""


def test_the_keypad_has_figures_too(panel):
    panel.key(Key.Key_4, Qt.KeyboardModifier.KeypadModifier)
    panel.key(Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    panel.hears("cue/goto", 4.0)


def test_backspace_takes_a_figure_back_before_it_goes_back(panel, peer):
    panel.key(Key.Key_4)
    panel.key(Key.Key_2)
    panel.key(Key.Key_Backspace)
    panel.key(Key.Key_Return)
    panel.hears("cue/goto", 4.0)
    assert peer.words("cue/back") == []


def test_a_double_click_on_a_cue_goes_to_it(panel):
    ahead = panel.window.cues.ahead
    ahead.grab()
    QTest.mouseDClick(ahead, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                      QPoint(60, round(ahead._bottoms[1]) - 12))  # fmt: skip
    panel.hears("cue/goto", 2.5)


def test_after_the_last_cue_one_sees_those_before(panel, peer):
    peer.place = 3
    peer._cue()
    panel.until(lambda: panel.window.cues.ahead._head == "BEFORE")
    assert [cue.name for cue in panel.window.cues.ahead._cues] == ["Cubics", "Knots", "Between"]


def test_a_new_cue_is_marked_in_the_plots_and_the_first_one_is_not(panel):
    plots = panel.window.plots
    assert plots._marks == set()
    panel.key(Key.Key_Space)
    panel.until(lambda: len(plots._marks) == 1)


# ---------------------------------------------------------------- typing, help
def test_what_is_typed_into_a_field_is_no_command(panel, peer):
    panel.key(Key.Key_Slash)
    finder = panel.window.shelf.finder
    assert finder.hasFocus()
    QTest.keyClicks(finder, "l 2f?")
    assert finder.text() == "l 2f?"
    QTest.keyClick(finder, Key.Key_Left)
    QTest.keyClick(finder, Key.Key_Backspace)
    panel.run(0.1)
    assert finder.text() == "l 2?"
    assert peer.words("cue/go", "cue/back", "freeze") == []
    assert (panel.window.head.typed, panel.window.help.isVisible()) == ("", False)


def test_escape_leaves_a_field_and_the_next_one_panics(panel, peer):
    panel.key(Key.Key_Slash)
    QTest.keyClicks(panel.window.shelf.finder, "rate")
    panel.key(Key.Key_Escape)
    assert panel.window.shelf.finder.text() == ""
    assert not panel.window.shelf.finder.hasFocus()
    assert peer.words("panic") == []
    panel.key(Key.Key_Escape)
    panel.hears("panic")


def test_the_help_shows_every_command_and_a_command_closes_it(panel):
    panel.key(Key.Key_Question)
    assert panel.window.help.isVisible()
    assert all(command.doc and command.shown for command in COMMANDS)
    panel.key(Key.Key_Escape)
    panel.hears("panic")
    assert not panel.window.help.isVisible()


def test_every_command_is_a_method_of_the_window(panel):
    acts = {command.act for command in COMMANDS if command.act}
    assert {act for act in acts if not hasattr(panel.window, act)} == set()


def test_letters_choose_the_page(panel):
    for key, page in ((Key.Key_S, "streams"), (Key.Key_X, "pad"), (Key.Key_L, "log")):
        panel.key(key)
        assert panel.window._lower.page == page
    assert panel.window.log.held is None
    panel.key(Key.Key_L)
    assert panel.window.log.held is not None


# ---------------------------------------------------------------- what was refused
def test_an_error_is_shown_and_its_slider_flashes(panel, peer):
    peer.say("error", "/descant/cubics/learning_rate", "must be from -0.3 to 2, not 5", 1)
    panel.until(lambda: "must be from" in panel.window.foot._shown[-1])
    assert panel.window.shelf.sliders["cubics/learning_rate"]._refused > 0


def test_malformed_packets_do_not_stop_it(panel, peer):
    for data in (b"", b"junk", b"/descant/cue\0\0\0\0,fsfs\0\0\0\1\2", b"#bundle\0" + b"\0" * 11, bytes(range(256))):
        peer.udp.sendto(data, peer.panel)
    peer.say("cue", "x", 1, 2, 3)
    peer.say("watch/learner", "cubics", 1, "cubic", "a")
    peer.say("parameter", "only/one", "f")
    panel.key(Key.Key_Space)
    panel.until(lambda: panel.window.cues.now._cue.name == "Knots")


# ---------------------------------------------------------------- places
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (2560, 1440)])
def test_everything_essential_is_in_sight_and_nothing_overlaps(panel, size):
    window = panel.window
    window.resize(*size)
    panel.run(0.15)
    assert (window.width(), window.height()) == size
    cues = window.cues
    seen = (window.head, cues.now, cues.go, cues.ahead, cues.back, cues.freeze, cues.panic, window.plots,
            window.curves, window.shelf, window.log, window.foot)  # fmt: skip
    places = [widget.rect().translated(widget.mapTo(window, QPoint(0, 0))) for widget in seen]
    assert all(window.rect().contains(place) for place in places)
    assert all(min(place.width(), place.height()) >= 22 for place in places)
    overlaps = [(a, b) for n, a in enumerate(places) for b in places[:n] if a.intersects(b)]
    assert overlaps == []


def test_the_cue_grows_with_the_screen(panel):
    heights = []
    for size in ((1280, 800), (2560, 1440)):
        panel.window.resize(*size)
        panel.run(0.1)
        heights.append(panel.window.cues.now.height())
    assert heights[1] > 1.5 * heights[0]


def test_nothing_is_purely_white(panel, peer):
    peer.say("watch/learner", "cubics", 1, "cubic", *[0.5] * 4, *[0.1] * 4)
    panel.run(0.2)
    image = panel.window.grab().toImage()
    brightest = max(
        image.pixelColor(x, y).lightness() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    )
    assert 150 < brightest < 245
