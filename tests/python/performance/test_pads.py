"""Pads of a sequencer with sounds, as clients have them: told, moved, what lies around them, and when that changes."""

import pytest

from descant.corpora.rows import GENERAL_MIDI
from descant.patch import load
from descant.performance.lookout import LOOK_S
from descant.table import Space

PIECE = """\
descant = 1
title = "Little loop"
[parts.drums]
kind = "sequencer"
model = "rhythms.safetensors"
sounds = "sounds.safetensors"
[parts.bare]
kind = "sequencer"
model = "rhythms.safetensors"
[instruments.kick]
synthdef = "shot"
notes = [36, 36]
[[cues]]
number = 1
name = "Loop"
"""
ROWS = [row.name for row in GENERAL_MIDI]
WAITING_S = 0.002  # between two pieces of a long answer


@pytest.fixture
def loop(desk, rhythm_file, sounds_file, tmp_path):
    """Return a desk of a piece whose drums have sounds, and a client of it."""
    (tmp_path / "rhythms.safetensors").write_bytes(rhythm_file(items=5, head={"labels": ["son", "waltz", "a", "b"]}))
    (tmp_path / "sounds.safetensors").write_bytes(sounds_file())
    (tmp_path / "loop.toml").write_text(PIECE)
    here = desk(given=load(tmp_path / "loop.toml"))
    return here, here.client(hello="tester")


def at_length(here, client, *said):
    client.say(*said)
    heard = []
    for _ in range(60):
        here.turn(WAITING_S)
        heard += client.hear()
    return heard


def test_the_list_tells_which_points_hands_move(loop):
    heard = at_length(*loop, "list")
    pads = {message[1]: message[2:] for message in heard if message[0] == "pad"}
    assert list(pads) == [
        "drums",
        "drums/cross",
        "drums/sound",
        *[f"drums/{row}" for row in ROWS],
        "bare",
        "bare/cross",
    ]
    assert pads["drums"] == ("", *[f"drums/z{n}" for n in range(1, 9)], *[f"drums/point/{n}" for n in range(1, 9)])
    sound = [f"s{n}" for n in range(1, 5)]
    assert pads["drums/sound"] == ("", *[f"drums/{each}" for each in sound], *[f"drums/sound/{n}" for n in range(1, 5)])
    assert pads["drums/kick"] == ("drums/sound", *[f"drums/kick/{each}" for each in sound])
    names = {message[1] for message in heard if message[0] in ("parameter", "stream")}
    assert {name for pad in pads.values() for name in pad[1:]} <= names
    assert heard[-1] == ("list/end", len(names))


@pytest.mark.parametrize(
    ("pad", "line", "turned"),
    [
        ("drums", {"part": "drums"}, ("drums/z1", "drums/z2")),
        ("drums/sound", {"part": "drums", "of": "sound"}, ("drums/s1", "drums/s2")),
        ("drums/snare", {"part": "drums", "of": "snare"}, ("drums/snare/s1", "drums/snare/s2")),
    ],
)
def test_each_point_moves_its_parameters_and_the_take_says_which(loop, pad, line, turned):
    here, client = loop
    before = dict(here.values)
    said, *_ = [each for each in here.do(client, "pad", pad, 0.5, -1.25) if each.get("in") == "pad"]
    assert {key: value for key, value in said.items() if key not in ("t", "from")} == {
        "in": "pad", "at": [0.5, -1.25], **line,
    }  # fmt: skip
    moved = {name: value for name, value in here.values.items() if value != before[name]}
    assert moved == dict(zip(turned, (0.5, -1.25), strict=True))


@pytest.mark.parametrize(
    ("pad", "why"),
    [
        ("drums/gong", f"there is no pad 'drums/gong': drums has cross, sound, {', '.join(ROWS)}"),
        ("bare/sound", "there is no pad 'bare/sound': bare has cross"),
        ("drums/", f"there is no pad 'drums/': drums has cross, sound, {', '.join(ROWS)}"),
        ("gong/sound", "there is no part 'gong'"),
    ],
)
def test_a_pad_that_there_is_not(loop, pad, why):
    here, client = loop
    begin = len(here.lines)
    assert here.ask(client, "pad", pad, 0.5, 0.5) == [("error", "/descant/pad", why, 1)]
    assert not [line for line in here.lines[begin:] if line.get("in") == "pad"]


def test_an_input_line_of_no_pad_changes_nothing(loop):
    here, _ = loop
    before = dict(here.values)
    here.performance.handle({"t": 0.5, "in": "pad", "part": "bare", "of": "sound", "at": [1.0, 1.0]})
    assert here.values == before
    assert here.lines[-1]["text"] == "there is no such part, or no point for it"


def test_the_sounds_lie_around_the_point_of_sounds_and_around_a_rows_too(loop):
    here, client = loop
    for pad in ("drums/sound", "drums/kick"):
        assert at_length(here, client, "points", pad) == [
            ("points/labels", pad, "bell", "kick"),
            ("points", pad, 0.5, -1.0, 0, 1.0, 1.0, 1),  # class 1 is twice as wide
            ("points/end", pad, 2),
        ]
    rhythms = at_length(here, client, "points", "drums")
    assert rhythms[0] == ("points/labels", "drums", "son", "waltz", "a", "b") and rhythms[-1][2] == 5
    assert (
        here.ask(client, "points", "bare/sound")[0][2] == "there is no pad 'bare/sound' in whose space something lies"
    )


def test_everyone_hears_when_other_things_lie_there(loop, monkeypatch):
    here, client = loop
    stranger, part = here.client(), here.performance.parts["bare"]
    lying = part.points()

    def heard(found):
        """Let something lie around the point; return what is said of it."""

        def points(space):
            if found is None:
                raise RuntimeError("a part from outside")
            return found

        monkeypatch.setattr(part, "points", points)
        here.turn(LOOK_S)
        return [message for message in client.hear() if message[0] == "points/changed"]

    told = [("points/changed", "bare"), ("points/changed", "bare/cross")]
    assert heard(lying) == []
    assert heard((("one",), [(0.0, 0.0, 0)])) == told
    assert heard((("one",), [(0.0, 0.0, 0)])) == []  # the same again
    assert heard((("one", "two"), [(0.0, 0.0, 0)])) == told
    assert heard(None) == told
    assert here.ask(client, "points", "bare")[-1][0] == "error"
    assert stranger.hear() == []


def test_a_pad_that_is_of_another_point_is_told_to_everyone_with_the_list(loop, monkeypatch):
    here, client = loop
    part = here.performance.parts["bare"]
    monkeypatch.setattr(type(part), "spaces", (Space(name="", coordinates=("map_x", "map_y")),))
    here.turn(LOOK_S)
    heard = []
    for _ in range(60):
        here.turn(WAITING_S)
        heard += client.hear()
    assert [message for message in heard if message[:2] == ("pad", "bare")] == [
        ("pad", "bare", "", "bare/map_x", "bare/map_y")
    ]
    assert [message[0] for message in heard].count("list/end") == 1
