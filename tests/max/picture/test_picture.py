import re
from pathlib import Path

import pytest

from descant.export.max_video import amounts

SCRIPTS = Path(__file__).parents[3] / "max" / "javascript"
PLAY = """
(steps) => {
    const said = [];
    const tell = (where) => (...words) => said.push([where, ...words]);
    let now_ms = 0;
    const link = {
        hear: (word, words) => word === 'state',
        trouble: tell('trouble'),
        refuse: (what, should, value) => { said.push(['refused', what]); return false; },
        isNumber: (what, v, low, high) =>
            (typeof v === 'number' && v >= low && v <= high) || link.refuse(what),
        isWhole: (what, v, low, high) => (Number.isInteger(v) && v >= low && v <= high) || link.refuse(what),
    };
    const io = { now: () => now_ms };
    for (const word of ['shift', 'bend', 'bubbles', 'texture', 'plane', 'target', 'learner', 'size']) {
        io[word] = tell(word);
    }
    io.mesh = (which, points) => said.push(['mesh', which, points.length / 6, points.every(Number.isFinite)]);
    const { Picture } = require('./descant.picture.js');
    const { Air } = require('./descant.bubbles.js');
    const picture = new Picture(link, io, require('./descant.amounts.js').ROWS, require('./descant.curves.js'),
        new Air(1280, 720));
    for (const [kind, ...words] of steps) {
        if (kind === 'frame') { now_ms += words[0]; picture.frame(); }
        else if (kind === 'inside') picture.inside(words[0], words.slice(1));
        else picture.message(words[0], words.slice(1));
    }
    return said;
}
"""
CUBIC = ("inside", "learner", "cubics", 1, "cubic", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
KNOT = ("inside", "learner", "knots", 1, "knot", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 2, 3, 5)


@pytest.fixture
def said(node):
    return lambda *steps: node(PLAY, list(steps))


def value(name, to):
    return ("inside", "value", name, to)


def test_what_a_mapping_moves_reaches_the_shader(said):
    found = said(value("shift/red", 0.25), value("bend/g1", -1.5), value("bend/form", "paper"), value("bend/form", 0))
    assert found == [["shift", "red", 0.25], ["bend", "g1", -1.5], ["bend", "form", 1], ["bend", "form", 0]]


@pytest.mark.parametrize("name", [name for name in amounts() if name.startswith(("shift/", "bend/"))])
def test_every_parameter_of_the_effects_has_its_shader(said, name):
    owner, parameter = name.split("/")
    given = "paper" if name == "bend/form" else 0.05
    assert said(value(name, given)) == [[owner, parameter, 1 if given == "paper" else 0.05]]
    assert f'<param name="{parameter}"' in (SCRIPTS.parent / "code" / f"descant.{owner}.jxs").read_text()


@pytest.mark.parametrize(
    "step",
    [
        value("cubics/learning_rate", 0.2), value("shift/red", "x"), value("bend/form", "zigzag"),
        value("bend/form", 7), ("inside", "value", "shift/red"), ("inside", "state", 1),
        ("inside", "learner", "cubics"),        ("inside", "whatever", 1, 2), ("inside", "value", "toString", 1),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_the_pictures_or_no_value_is_left_out(said, step):
    assert said(step) == []


def test_black_takes_the_video_away_and_a_cue_brings_it_back(said):
    assert said(value("picture/background", "black"), value("picture/background", "performer")) == [
        ["plane", "enable", 0], ["plane", "enable", 1],
    ]  # fmt: skip


def test_a_learner_is_drawn_from_its_first_message(said):
    found = said(("frame", 16), CUBIC, ("frame", 16))
    assert found == [
        ["target", "enable", 1], ["learner", "enable", 1], ["mesh", "target", 121, True],
        ["mesh", "learner", 121, True],
    ]  # fmt: skip


def test_another_part_takes_the_front(said):
    found = said(CUBIC, ("frame", 16), KNOT, ("frame", 16))
    assert [each[2] for each in found if each[0] == "mesh"] == [121, 121, 181, 181]


def test_curves_can_be_hidden(said):
    found = said(CUBIC, value("picture/curves", 0), ("frame", 16), value("picture/curves", 1))
    assert found[2:] == [["target", "enable", 0], ["learner", "enable", 0], ["target", "enable", 1],
                         ["learner", "enable", 1]]  # fmt: skip


def test_a_note_lets_a_bubble_go_that_ends(said):
    found = said(("message", "bubble", 60, 100), ("frame", 100), ("frame", 100), ("frame", 7000), ("frame", 16))
    assert [each[0] for each in found] == ["texture", "bubbles", "texture", "bubbles"]
    assert found[1] == ["bubbles", "count", 1]
    assert found[3] == ["bubbles", "count", 0]
    assert len(found[0][1]) == 9


def test_amounts_by_hand(said):
    found = said(
        ("message", "shift", 0.05, -0.03, 0.02), ("message", "bend", 1.2, -0.4), ("message", "depth", 0.2),
        ("message", "wavelength", 0.5), ("message", "form", "paper"), ("message", "dim", 640, 360), ("message", "done"),
    )  # fmt: skip
    assert found == [
        ["shift", "red", 0.05], ["shift", "green", -0.03], ["shift", "blue", 0.02], ["bend", "g1", 1.2],
        ["bend", "g2", -0.4], ["bend", "depth", 0.2], ["bend", "wavelength", 0.5], ["bend", "form", 1],
        ["size", 640, 360],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("shift",), ("shift", 0.1), ("shift", 0.1, 0.2, 0.3, 0.4), ("shift", "a", "b", "c"), ("shift", 0.1, 0.2, 2),
        ("bend", 1000, 0), ("form",), ("form", "zigzag"), ("form", 1, 2), ("dim", 640), ("dim", 0, 5), ("dim", "a"),
        ("dim", "a", "b"), ("bubble",), ("bubble", 60), ("bubble", 600, 3), ("bubble", "c4", 3), ("wavelength", 0),
        ("swirl", 1), ("7",), ("constructor",),
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_message_is_refused_once_and_changes_nothing(said, words):
    found = said(("message", *words), ("frame", 16))
    assert len(found) == 1
    assert found[0][0] in ("refused", "trouble")


def test_the_script_for_max_has_the_ports_that_the_patcher_gives_it():
    text = (SCRIPTS / "descant.video.js").read_text()
    used = {int(n) for n in re.findall(r"outlet\((\d+)", text)} | {int(n) for n in re.findall(r": (\d+)[ ,]", text)}
    assert re.search(r"^inlets = 3;", text, re.MULTILINE)
    assert re.search(r"^outlets = 11;", text, re.MULTILINE)
    assert used >= set(range(11)) - {6, 7}
    assert max(used & set(range(100))) <= 10
