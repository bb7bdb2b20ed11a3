"""The table of rhythms against what the literature says of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.corpora.rhythms import FILLS, RHYTHMS, euclid, two_three
from descant.corpora.rows import GENERAL_MIDI

BY_NAME = {rhythm.name: rhythm for rhythm in RHYTHMS}


def strokes(name, row, kit=0):
    return [pulse for pulse, sign in enumerate(BY_NAME[name].kits[kit][row]) if sign != "."]


@pytest.mark.parametrize(
    ("name", "row", "pulses"),
    [
        ("son clave 3-2", "snare", [0, 3, 6, 10, 12]),  # Toussaint, The Rhythm that Conquered the World, figure 1
        ("son clave 2-3", "snare", [2, 4, 8, 11, 14]),
        ("rumba clave 3-2", "snare", [0, 3, 7, 10, 12]),  # its third stroke is a pulse later than the son's
        ("rumba clave 2-3", "snare", [2, 4, 8, 11, 15]),
        ("bossa nova", "snare", [0, 3, 6, 10, 13]),  # its last stroke is a pulse later than the son's
        ("bell 6/8", "ride", [0, 2, 4, 5, 7, 9, 11]),  # the steps of a major scale
        ("dembow", "snare", [3, 6, 11, 14]),
        ("dembow", "kick", [0, 4, 8, 12]),
        ("four on the floor", "kick", [0, 4, 8, 12]),
        ("four on the floor", "open_hat", [2, 6, 10, 14]),
        ("backbeat", "snare", [4, 12]),
        ("half time", "snare", [8]),
        ("one drop", "kick", [8]),
        ("two step", "kick", [0, 10]),
        ("break", "kick", [0, 2, 10, 11]),
        ("break", "snare", [4, 7, 9, 12, 15]),
        ("habanera", "kick", [0, 3, 4, 6, 8, 11, 12, 14]),
        ("waltz", "kick", [0]),
        ("waltz", "snare", [4, 8]),
        ("shuffle", "closed_hat", [0, 2, 3, 5, 6, 8, 9, 11]),
        ("jazz ride", "ride", [0, 3, 5, 6, 9, 11]),
    ],
)
def test_the_first_kit_is_the_textbooks(name, row, pulses):
    assert strokes(name, row) == pulses


def test_the_sambas_tamborim_is_a_turned_euclidean_rhythm_of_seven_in_sixteen():
    signs, even = BY_NAME["samba"].kits[0]["snare"], euclid(7, 16)
    assert signs in {even[turn:] + even[:turn] for turn in range(16)}


@pytest.mark.parametrize(
    ("onsets", "pulses", "signs"),
    [
        (3, 8, "x..x..x."),  # Toussaint, The Euclidean Algorithm Generates Traditional Musical Rhythms
        (5, 8, "x.xx.xx."),
        (4, 12, "x..x..x..x.."),
        (5, 12, "x..x.x..x.x."),
        (7, 12, "x.xx.x.xx.x."),
        (5, 16, "x..x..x..x..x..."),
        (7, 16, "x..x.x.x..x.x.x."),
        (1, 4, "x..."),
        (4, 4, "xxxx"),
    ],
)
def test_euclidean_rhythms_are_bjorklunds(onsets, pulses, signs):
    assert euclid(onsets, pulses) == signs


@given(st.integers(1, 64).flatmap(lambda pulses: st.tuples(st.integers(1, pulses), st.just(pulses))))
def test_euclidean_onsets_are_as_even_as_may_be(drawn):
    onsets, pulses = drawn
    signs = euclid(onsets, pulses)
    places = [place for place, sign in enumerate(signs) if sign == "x"]
    gaps = {(b - a) for a, b in zip(places, [*places[1:], places[0] + pulses], strict=True)}
    assert (len(signs), len(places), places[0]) == (pulses, onsets, 0)
    assert gaps <= {pulses // onsets, -(-pulses // onsets)}


def test_no_euclidean_rhythm_has_more_onsets_than_pulses():
    with pytest.raises(ValueError, match="from 1 to 4 onsets"):
        euclid(5, 4)


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda rhythm: rhythm.name)
def test_every_entry_of_the_table_is_well_formed(rhythm):
    rows = {row.name for row in GENERAL_MIDI}
    alternatives = [(row, signs) for row, found in rhythm.options.items() for signs in found]
    for row, signs in [*(entry for kit in rhythm.kits for entry in kit.items()), *alternatives, *rhythm.ghosts.items()]:
        assert row in rows
        assert set(signs) <= set("Xxg.")
        assert len(signs) == rhythm.pulses
    assert rhythm.pulses % rhythm.per_beat == 0
    assert set(rhythm.fixed) <= set(rhythm.kits[0])
    assert all(len(signs) == beat for beat, fills in FILLS.items() for fill in fills for signs in fill.values())


def test_names_are_there_once_and_a_clave_turned_twice_is_itself():
    assert len(BY_NAME) == len(RHYTHMS)
    assert two_three(two_three("x..x..x...x.x...")) == "x..x..x...x.x..."
