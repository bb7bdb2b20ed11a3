"""Bars are cut where the time signatures say, and micro-timing and velocity are kept."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from midi_bytes import meter, note, written

from descant.corpora.bars import cut, drums
from descant.corpora.patterns import Grid, Hit
from descant.corpora.rows import Mapping, Row
from descant.corpora.smf import parse

GRID = Grid(16, 4)


def patterns(*events, ticks=480, end=None, grid=GRID, mapping=None):
    mapping = mapping or Mapping()
    file = parse(written(events, ticks=ticks, end=end))
    (sequence,) = file.sequences
    struck, _ = drums(sequence, mapping)
    return cut(sequence, struck, ticks, mapping, grid)


def places(pattern):
    return [(hit.row, hit.step) for hit in pattern.hits()]


def test_a_bar_of_common_time_is_sixteen_steps():
    found = patterns(note(0, 36, 127), note(480, 38, 1), note(960, 35), note(1800, 46))
    (pattern,) = found.patterns
    assert pattern.length == 16
    assert pattern.hits() == [Hit(0, 0, 127, 0), Hit(1, 4, 1, 0), Hit(0, 8, 100, 0), Hit(3, 15, 100, 0)]
    assert +found.counts == {}


def test_what_is_late_or_early_is_so_in_steps_and_the_middle_is_early():
    found = patterns(note(0, 42), note(130, 42), note(230, 42), note(300, 42))  # a step is 120 ticks
    assert [(hit.step, hit.late) for hit in found.patterns[0].hits()] == [(0, 0), (1, 80), (2, -80), (3, -480)]


def test_a_hit_just_before_the_bar_is_the_next_bars_first():
    found = patterns(note(0, 36), note(1910, 38), note(2400, 36))
    assert [places(pattern) for pattern in found.patterns] == [[(0, 0)], [(1, 0), (0, 4)]]
    assert found.patterns[1].hits()[0].late == -80


def test_any_resolution_gives_the_same():
    assert {
        tuple(places(patterns(note(0, 36), note(ticks // 2, 38), ticks=ticks).patterns[0]))
        for ticks in (2, 24, 96, 120, 960, 1000, 15360, 32767)
    } == {((0, 0), (1, 2))}


def test_signatures_change_the_length_of_a_bar():
    found = patterns(meter(0, 3, 4), note(0, 36), meter(1440, 6, 8), note(1440, 38), note(2880, 46), meter(2880, 4, 4))
    assert [(pattern.length, places(pattern)) for pattern in found.patterns] == [
        (12, [(0, 0)]),
        (12, [(1, 0)]),
        (16, [(3, 0)]),
    ]


def test_a_bar_that_does_not_fit_is_counted_with_its_reason():
    found = patterns(meter(0, 5, 4), note(0, 36), meter(4800, 4, 4), note(4800, 38))
    assert [places(pattern) for pattern in found.patterns] == [[(1, 0)]]
    assert +found.counts == {"bar of 5/4, which is longer than 16 steps": 2}
    found = patterns(meter(0, 7, 16), note(0, 36), grid=Grid(12, 3))
    assert +found.counts == {"bar of 7/16, which is no whole number of steps": 1}


def test_empty_bars_are_counted_and_so_is_the_rest_at_the_end():
    found = patterns(note(0, 36), note(3 * 1920, 38), end=5 * 1920)
    assert [places(pattern) for pattern in found.patterns] == [[(0, 0)], [(1, 0)]]
    assert +found.counts == {"empty pattern": 3}
    found = patterns(note(0, 36), note(2 * 1920, 38), grid=Grid(32, 4))
    assert [places(pattern) for pattern in found.patterns] == [[(0, 0)]]
    assert +found.counts == {"bar at the end that fills no pattern": 1}


def test_a_loop_of_one_bar_fills_a_pattern_of_two():
    found = patterns(note(0, 36), note(480, 38), grid=Grid(32, 4))
    assert places(found.patterns[0]) == [(0, 0), (1, 4), (0, 16), (1, 20)]
    assert found.notes == ["shorter than a pattern: repeated"]


def test_of_two_hits_in_a_cell_the_louder_stays():
    found = patterns(note(0, 36, 50), note(0, 35, 90), note(10, 36, 60))
    assert found.patterns[0].hits() == [Hit(0, 0, 90, 0)]
    assert +found.counts == {"softer hit in the same cell": 2}


def test_a_mapping_says_which_notes_of_which_channel():
    events = note(0, 60, channel=1), note(480, 61, channel=2), note(960, 36)
    rows = Row("low", (60,)), Row("high", (61,))
    assert places(patterns(*events, mapping=Mapping(rows, 1)).patterns[0]) == [(0, 0)]
    assert places(patterns(*events, mapping=Mapping(rows, None)).patterns[0]) == [(0, 0), (1, 4)]
    assert places(patterns(*events).patterns[0]) == [(0, 8)]


def test_a_hit_at_the_end_of_days_costs_nothing():
    found = patterns(note(0, 36), note(0xFFFFFFF, 38), ticks=1)
    assert +found.counts == {"stretch of more than 10000 bars": 1}


def test_what_is_late_by_almost_half_a_step_is_not_the_next_steps():
    found = patterns(note(16383, 36), note(0, 38), ticks=32767, grid=Grid(8, 1))  # rounded to 960ths it is a half
    assert found.patterns[0].timing.max() == np.float32(479 / 960)


def test_a_signature_that_nobody_writes_is_not_believed():
    found = patterns(note(0, 36), meter(0, 3, 128))
    assert [pattern.length for pattern in found.patterns] == [16]
