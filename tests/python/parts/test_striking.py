"""Striking: hits in order of time, none before what was given, none of a row at once with another."""

import numpy as np

from descant.models.rhythm import Rhythm
from descant.parts.groove import Heard
from descant.parts.loop import Loop
from descant.parts.metre import Metre
from descant.parts.sequencer import Sequencer
from descant.parts.striking import Striking

DEFAULTS = {row.name: row.default for row in Sequencer.parameters}


def struck(rhythm_file, *floors, loudness=1.0, **values):
    values = DEFAULTS | values
    loop = Loop(Rhythm.read(rhythm_file(logits=np.full((9, 16), 9.0)), "here"), values, 7, "drums")
    striking, heard = Striking(values), Heard(np.ones((9, 16)), np.ones((9, 16)))
    return [
        striking.strike(loop, heard, step, Metre(), floor_s=floor, loudness=loudness)
        for step, floor in enumerate(floors)
    ]  # fmt: skip


def test_rolls_come_in_order_of_time_and_none_before_what_was_given(rhythm_file):
    (hits,) = struck(rhythm_file, 0.05, ratchet=1.0, ratchet_least=8, ratchet_most=8)
    times = [hit.time for hit in hits]
    assert times == sorted(times) and times[0] == 0.05
    assert len(hits) == 9 * 5  # of eight, 15.6 ms apart, four are late: they are one
    assert [hit.time for hit in hits if hit.pitch == 36.0][1:] == [0.0625, 0.078125, 0.09375, 0.109375]


def test_two_hits_of_a_row_at_once_are_one(rhythm_file):
    first, second = struck(rhythm_file, 0.2, 0.2)
    assert len(first) == 9 and second == []


def test_without_any_loudness_nothing_is_struck(rhythm_file):
    assert struck(rhythm_file, 0.0, loudness=0.0) == [[]]
    assert {hit.velocity for hit in struck(rhythm_file, 0.0, loudness=0.01)[0]} == {1}
