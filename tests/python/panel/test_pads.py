"""Two pads beside each other: the point of a rhythm and that of its sounds, or of one row; both in one hand."""

import panel_stage
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

POINTS = {
    "z1": 1.0,
    "z2": -2.0,
    "m1": 0.5,
    "m2": 0.5,
    "s1": 0.5,
    "s2": 0.5,
    "kick/s1": 0.0,
    "kick/s2": 0.0,
    "snare/s1": 0.0,
    "snare/s2": 0.0,
}
STREAMS = ("point/1", "point/2", "sound/1", "sound/2")
PADS = (
    ("drums", "", "drums/z1", "drums/z2", "drums/point/1", "drums/point/2"),
    ("drums/map", "", "drums/m1", "drums/m2"),
    ("drums/sound", "", "drums/s1", "drums/s2", "drums/sound/1", "drums/sound/2"),
    ("drums/kick", "drums/sound", "drums/kick/s1", "drums/kick/s2"),
    ("drums/snare", "drums/sound", "drums/snare/s1", "drums/snare/s2"),
)


@pytest.fixture
def pads(panel, peer, monkeypatch):
    """Return a panel whose piece has a sequencer with sounds, with its pads shown."""
    rows = [(f"drums/{name}", "f", "", -4.0, 4.0, "linear", 0.0, value) for name, value in POINTS.items()]
    peer.parameters, peer.pads = (*panel_stage.PARAMETERS, *rows), PADS
    streams = [(f"drums/{name}", "", -4.0, 4.0, 600 + n) for n, name in enumerate(STREAMS)]
    monkeypatch.setattr(panel_stage, "STREAMS", (*panel_stage.STREAMS, *streams))
    peer.say("watch/part", "drums", "sequencer")
    panel.client._ask()
    panel.until(lambda: "drums/s1" in panel.model.parameters and panel.window.pad.of.findText("drums") >= 0)
    panel.key(Qt.Key.Key_X)
    panel.window.pad.of.setCurrentText("drums")
    panel.until(lambda: len(peer.words("points")) == 2)
    panel.run(0.05)
    return panel


def at(field, x, y):
    return field.place(((x + 4) / 8, (y + 4) / 8))


def newest(panel, peer, **expected):
    """Wait until what was given last to parameters is this."""

    def given():
        found = {
            word.removeprefix("drums/").replace("/", "_"): value[0] for word, *value in peer.heard if len(value) == 1
        }
        return {name: found[name] for name in expected if name in found}

    panel.until(lambda: given() == pytest.approx(expected, abs=0.06))


def seen(field, x, y):
    """Return the hue that is most distinct where a dot should be; -1 where there is none."""
    image, place = field.grab().toImage(), at(field, x, y).toPoint()
    colours = [image.pixelColor(place.x() + dx, place.y() + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    best = max(colours, key=lambda colour: colour.hslSaturation())
    return best.hslHue() if best.hslSaturation() > 60 else -1


def test_the_rhythm_and_its_sounds_lie_beside_each_other(pads, peer):
    pad = pads.window.pad
    assert pad.second.isVisible()
    assert [said[1] for said in peer.words("points")] == ["drums", "drums/sound"]
    assert [pad.space.itemText(n) for n in range(pad.space.count())] == ["map", "sound: all", "kick", "snare"]
    assert pad.space.currentText() == "sound: all"
    assert (pad.field.at, pad.second.at) == ((0.625, 0.25), (0.5625, 0.5625))
    assert (pad.second.across.label, pad.second.up.label) == ("s1", "s2")
    assert {f"drums/{name}" for name in STREAMS} <= {said[1] for said in peer.words("subscribe")}
    for n, value in enumerate((0.0, 2.0, -2.0, 0.0)):
        peer.say(f"drums/{STREAMS[n]}", value)
    pads.until(lambda: pad.field._follower == (0.5, 0.75) and pad.second._follower == (0.25, 0.5))


def test_a_hand_moves_one_point_and_with_shift_or_the_switch_both(pads, peer, mouse):
    drag, drop = mouse
    pad = pads.window.pad
    peer.heard.clear()
    drag(pad.second, at(pad.second, 0, 0), at(pad.second, -1.0, 2.0))
    drop(pad.second, at(pad.second, -1.0, 2.0))
    newest(pads, peer, s1=-1.0, s2=2.0)
    assert not peer.words("drums/z1")
    drag(pad.field, at(pad.field, 0, 0), at(pad.field, 3.0, 1.0))
    drop(pad.field, at(pad.field, 3.0, 1.0))
    newest(pads, peer, z1=3.0, z2=1.0, s1=-1.0)
    drag(pad.field, at(pad.field, 3.0, 1.0), at(pad.field, -2.0, -3.0), modifier=Qt.KeyboardModifier.ShiftModifier)
    drop(pad.field, at(pad.field, -2.0, -3.0))
    newest(pads, peer, z1=-2.0, z2=-3.0, s1=3.0, s2=1.0)  # Shift was held where it was pressed
    QTest.mouseClick(pad.both, Qt.MouseButton.LeftButton)
    assert pad.both.lit
    drag(pad.second, at(pad.second, 0, 0), at(pad.second, 1.0, 1.5))
    drop(pad.second, at(pad.second, 1.0, 1.5))
    newest(pads, peer, z1=1.0, z2=1.5, s1=1.0, s2=1.5)
    assert pad.field.at == pad.second.at == pytest.approx((0.625, 0.6875), abs=0.01)


def test_a_row_lies_where_both_points_are_and_only_its_own_is_moved(pads, peer, mouse):
    drag, drop = mouse
    pad = pads.window.pad
    pad.space.setCurrentText("kick")
    peer.say("watch/value", "drums/kick/s1", 1.0)
    pads.until(lambda: pad.second.at == (0.6875, 0.5625))
    assert pad.second.across.label == "kick s1"
    peer.say("drums/sound/1", 2.0)
    peer.say("drums/sound/2", 0.0)
    pads.until(lambda: pad.second._follower == (0.875, 0.5))
    peer.heard.clear()
    drag(pad.second, at(pad.second, 0, 0), at(pad.second, -2.0, 1.0))
    drop(pad.second, at(pad.second, -2.0, 1.0))
    newest(pads, peer, kick_s1=-2.5, kick_s2=0.5)
    drag(pad.second, at(pad.second, 0, 0), at(pad.second, 4.0, -4.0))
    drop(pad.second, at(pad.second, 4.0, -4.0))
    newest(pads, peer, kick_s1=3.5, kick_s2=-4.0)  # as far as it goes
    assert not peer.words("drums/s1", "drums/z1", "points")
    pad.space.setCurrentText("sound: all")
    peer.say("watch/value", "drums/kick/s2", 1.0)
    pads.until(lambda: pad.second._marks == (("kick", 1.5, 1.5),))


def test_what_lies_around_is_asked_for_anew_when_it_has_changed(pads, peer):
    pad = pads.window.pad

    def tell(*dots):
        peer.say("points/labels", "drums/sound", "kick", "snare")
        peer.say("points", "drums/sound", *dots)
        peer.say("points/end", "drums/sound", len(dots) // 3)

    tell(-2.0, 2.0, 0, 2.0, -2.0, 1)
    pads.until(lambda: len(pad.second.plane.patterns) == 2)
    pads.run(0.05)
    assert -1 < seen(pad.second, -2.0, 2.0) != seen(pad.second, 2.0, -2.0) > -1
    assert pad.second.plane.named == ("kick", "snare") and pad.field.plane.patterns == ()
    peer.heard.clear()
    peer.say("points/changed", "drums/sound")
    pads.until(lambda: peer.words("points"))
    assert peer.words("points") == [("points", "drums/sound")]
    tell(3.0, 3.0, 1)
    pads.until(lambda: len(pad.second.plane.patterns) == 1)
    pads.run(0.05)
    assert seen(pad.second, -2.0, 2.0) == -1 < seen(pad.second, 3.0, 3.0)


def test_labels_stand_where_there_is_room(pads, peer):
    """A map has a label for each place."""
    field = pads.window.pad.field
    names = [f"place {n}" for n in range(40)]
    peer.say("points/labels", "drums", *names, "far")
    peer.say("points", "drums", *[number for n in range(40) for number in (n / 400, 0.0, n)], 3.0, -3.0, 40)
    peer.say("points/end", "drums", 41)
    pads.until(lambda: len(field.plane.patterns) == 41)
    pads.run(0.05)
    assert set(field.plane.named) == {"place 0", "far"}


def test_a_part_without_other_points_has_one_pad(pads):
    pad = pads.window.pad
    pad.of.setCurrentText("cubics")
    assert not (pad.second.isVisible() or pad.space.isVisible() or pad.both.isVisible())
    pads.until(lambda: pad.streams == {})


def test_what_is_no_list_of_pads_is_left_out(panel, peer):
    peer.pads = (("drums", ""), ("a", "", "cubics/learning_rate"), ("b", "x", "cubics/points", "overtones/width", "no"))
    panel.client._ask()
    panel.until(lambda: "b" in panel.model.grounds.spaces)
    assert list(panel.model.grounds.spaces) == ["b"]
    assert panel.model.grounds.spaces["b"].coordinates == ("cubics/points", "overtones/width")
