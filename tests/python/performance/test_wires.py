"""Which port is which input in which piece."""

from dataclasses import replace
from pathlib import Path

import pytest

from descant.patch.patch import MorphEntry
from descant.performance.show import Show
from descant.performance.wires import Wires


@pytest.fixture
def pieces(small):
    """Two pieces of which the second calls the same port otherwise, and has another cue pedal."""
    piano = small.inputs["piano"]
    other = replace(small, inputs={"keys": replace(piano, next_cue=64, sustain=None, channels=(2,)), "pad": piano})
    return small, other


def wires(first, second):
    return Wires(
        [
            Show(patch=first, seed=1, folder=Path("a"), midi_ports={"piano": "Disklavier"}),
            Show(patch=second, seed=1, folder=Path("b"), midi_ports={"keys": "Disklavier", "pad": "nano"}),
        ]
    )


def test_each_piece_has_its_own_names_for_a_port(pieces):
    found = wires(*pieces)
    assert found.inputs("Disklavier", pieces[0]) == ["piano"]
    assert found.inputs("Disklavier", pieces[1]) == ["keys"]
    assert found.inputs("nano", pieces[0]) == []
    assert found.inputs("nano", pieces[1]) == ["pad"]
    assert found.called("Disklavier") == "piano, keys"


def test_a_fader_stands_too_and_only_its_newest_value_counts(pieces):
    morph = MorphEntry(controller=1, cues=(1.0, 2.0))
    first = replace(pieces[0], inputs={"piano": replace(pieces[0].inputs["piano"], morph=morph)})
    found = wires(first, pieces[1])
    found.note("Disklavier", (0xB0, 1, 99))
    assert found.follow(first) == {"in": "follow", "pedals": {"piano": {"1": 99}}}
    assert 1 not in found._pedals


def test_a_piece_begins_with_the_pedals_as_they_stand(pieces):
    found = wires(*pieces)
    found.note("Disklavier", (0xB0, 67, 127))
    found.note("Disklavier", (0xB1, 64, 90))  # on the channel of the second piece
    found.note("Disklavier", (0xB0, 64, 10))
    found.note("Disklavier", (0xB0, 1, 99))  # no pedal of any piece
    assert found.follow(pieces[0]) == {"in": "follow", "pedals": {"piano": {"67": 127, "64": 10}}}
    assert found.follow(pieces[1]) == {"in": "follow", "pedals": {"keys": {"64": 90}}}
    found.forget("Disklavier")
    assert found.follow(pieces[1]) == {"in": "follow", "pedals": {}}


def test_the_clock_of_a_port_is_heard_where_a_piece_follows_it_and_once(pieces):
    keys = replace(pieces[1].inputs["keys"], clock=True)
    second = replace(pieces[1], inputs={"keys": keys, "more": keys, "pad": pieces[1].inputs["pad"]})
    found = Wires(
        [
            Show(patch=pieces[0], seed=1, folder=Path("a"), midi_ports={"piano": "Disklavier"}),
            Show(patch=second, seed=1, folder=Path("b"), midi_ports={"keys": "Disklavier", "more": "Disklavier"}),
        ]
    )
    assert found.clocks("Disklavier", pieces[0]) == []
    assert found.clocks("Disklavier", second) == ["keys"]
    assert found._clocks == {"Disklavier"}
