"""A sequencer on the panel: its point in the plane of its patterns, the loop as a grid, and undo by a key."""

import numpy as np
import panel_stage
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from descant.panel import style
from descant.panel.plane import coloured

Z = (("z1", 1.0), ("z2", -2.0))
ROWS = (
    *(("parameter", f"drums/{name}", "f", "", -4.0, 4.0, "linear", 0.0, value) for name, value in Z),
    *(("stream", f"drums/{name}", "", -4.0, 4.0, 600 + n) for n, name in enumerate(("point/1", "point/2", "step"))),
)  # fmt: skip
LOOP = ("watch/loop", "drums", 1.0, 0.125, "kick", "9000900090009000", "closed_hat", "0030003000300030")


@pytest.fixture
def drums(panel, peer):
    """Return a panel whose piece has a sequencer, with its pad shown."""
    peer.parameters = (*panel_stage.PARAMETERS, *(row[1:] for row in ROWS if row[0] == "parameter"))
    peer.pads = (("drums", "", "drums/z1", "drums/z2", "drums/point/1", "drums/point/2"),)
    streams = panel_stage.STREAMS
    panel_stage.STREAMS = (*streams, *(row[1:] for row in ROWS if row[0] == "stream"))
    try:
        peer.say("watch/part", "drums", "sequencer")
        panel.client._ask()
        panel.until(lambda: "drums/z1" in panel.model.parameters and "drums" in panel.model.parts)
        panel.key(Qt.Key.Key_X)
        panel.run(0.1)
        panel.window.pad.of.setCurrentText("drums")
        panel.until(lambda: peer.words("points"))
        yield panel
    finally:
        panel_stage.STREAMS = streams


def at(pad, z1, z2):
    return pad.field.place(((z1 + 4) / 8, (z2 + 4) / 8))


def test_the_pad_is_the_plane_of_the_point_and_a_drag_moves_it(drums, peer, mouse):
    drag, drop = mouse
    pad = drums.window.pad
    assert (pad.field.across.label, pad.field.up.label) == ("z1", "z2")
    assert pad.field._at == pytest.approx((0.625, 0.25))
    assert peer.words("points")[-1] == ("points", "drums")
    subscribed = {said[1] for said in peer.words("subscribe")}
    assert {"drums/point/1", "drums/point/2"} <= subscribed
    drag(pad.field, at(pad, -2.0, 1.0), at(pad, 2.0, 3.0))
    drop(pad.field, at(pad, 2.0, 3.0))
    drums.until(lambda: peer.words("drums/z2") and peer.words("drums/z2")[-1][1] == pytest.approx(3.0, abs=0.06))
    assert peer.words("drums/z1")[-1][1] == pytest.approx(2.0, abs=0.04)
    assert not peer.words("pad")


def test_where_the_point_is_on_its_way(drums, peer):
    for name, value in (("point/1", 2.0), ("point/2", 0.0)):
        peer.say(f"drums/{name}", value)
    drums.until(lambda: drums.window.pad.field._follower == pytest.approx((0.75, 0.5)))


def test_patterns_lie_behind_it_in_the_colours_of_their_labels(drums, peer):
    pad = drums.window.pad
    peer.say("points/labels", "drums", "son", "waltz")
    peer.say("points", "drums", -3.0, 3.0, 0, -2.9, 3.0, 0, 3.0, 3.0, 1)
    peer.say("points", "drums", 0.0, 3.5, -1)
    peer.say("points/end", "drums", 4)
    drums.until(lambda: len(pad.field.plane.patterns) == 4)
    drums.run(0.05)
    image, seen = pad.field.grab().toImage(), []
    for x, y in ((-3.0, 3.0), (3.0, 3.0), (0.0, 3.5)):
        place = at(pad, x, y).toPoint()
        seen.append(max(image.pixelColor(place.x() + dx, place.y() + dy).hslSaturation()
                        for dx in (-1, 0, 1) for dy in (-1, 0, 1)))  # fmt: skip
    assert min(seen[:2]) > 60 > seen[2]
    assert [pad.field.plane.name(pad.field.plane.nearest(x, 3.0)) for x in (-2.0, 2.5, 0.0)] == ["son", "waltz", ""]
    assert coloured(0) != coloured(1) and coloured(-1) == style.FAINT


@pytest.mark.parametrize("broken", [("points/end", "drums", 3), ("points", "drums", "x", "y", "z")])
def test_a_list_with_holes_is_not_shown(drums, peer, broken):
    peer.say("points/labels", "drums", "son")
    peer.say("points", "drums", 1.0, 1.0, 0)
    peer.say(*broken)
    peer.say("points/end", "drums", 2)
    drums.run(0.1)
    assert drums.window.pad.field.plane.patterns == ()


def level(grid, row, step):
    image, cell = grid.grab().toImage(), grid.cell(row, step).center().toPoint()
    return image.pixelColor(cell).lightness()


def test_the_loop_is_a_grid_with_a_playhead(drums, peer):
    grid = drums.window.grid
    assert not grid.isVisible()
    peer.say(*LOOP)
    drums.until(grid.isVisible)  # there are no learners
    drums.until(lambda: "drums/step" in {said[1] for said in peer.words("subscribe")})
    drums.run(0.05)
    seen = np.array([[level(grid, row, step) for step in range(16)] for row in range(2)])
    assert (seen[0, ::4] > seen[1, 2::4]).all()
    assert (seen[1, 2::4] > seen[1, 1::4]).all()
    peer.say("drums/step", 4.0)
    drums.until(lambda: grid.step == 4)
    drums.run(0.05)
    assert level(grid, 1, 4) > seen[1, 4] + 20
    assert level(grid, 1, 5) == seen[1, 5]


def test_another_part_has_no_patterns_and_nothing_is_subscribed_for_it(drums, peer):
    pad = drums.window.pad
    peer.heard.clear()
    pad.of.setCurrentText("cubics")
    drums.until(lambda: ("unsubscribe", "drums/point/1") in peer.heard)
    assert pad.field.plane.patterns == () and pad.streams == {}


def test_what_is_no_loop_is_not_shown(drums, peer):
    peer.say("watch/loop", "drums", 1.0, 0.125, "kick", "90x0")
    peer.say("watch/loop", "drums", 1.0, 0.125, "kick", 9000)
    drums.run(0.1)
    assert drums.window.grid.loop is None


def test_ctrl_z_takes_a_step_back_as_often_as_it_is_pressed_and_with_shift_forth(panel, peer):
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    for _ in range(3):
        panel.key(Qt.Key.Key_Z, control)
    panel.until(lambda: peer.heard.count(("undo",)) == 3)
    panel.key(Qt.Key.Key_Z, control | shift)
    panel.until(lambda: peer.heard.count(("redo",)) == 1)
    assert peer.heard.count(("undo",)) == 3
    assert QApplication.focusWidget() is not None
