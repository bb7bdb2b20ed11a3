"""A pattern that was written as a MIDI file is read again as it was, to the last bit; mido reads the same."""

import io

import mido
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.corpora.bars import cut, drums
from descant.corpora.midi_export import lead_in, midi_bytes, signature
from descant.corpora.patterns import Grid, Hit, Pattern
from descant.corpora.rows import GENERAL_MIDI, Mapping
from descant.corpora.smf import parse

GRIDS = [(8, 2), (12, 3), (16, 4), (24, 6), (32, 4), (48, 12), (64, 8), (96, 12), (96, 24)]


@st.composite
def grids_and_patterns(draw):
    grid = Grid(*draw(st.sampled_from(GRIDS)))
    hit = st.builds(Hit, st.integers(0, 8), st.integers(0, grid.steps - 1), st.integers(1, 127), st.integers(-480, 479))
    return grid, Pattern.of(draw(st.lists(hit, min_size=1, max_size=60)), 9, grid, grid.steps)


def read(data, grid):
    (sequence,) = parse(data).sequences
    file = parse(data)
    struck, strange = drums(sequence, Mapping())
    assert not strange
    return cut(sequence, struck, file.ticks_a_quarter, Mapping(), grid).patterns


def same(one, other):
    return one.length == other.length and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("onsets", "velocity", "timing")
    )


@given(grids_and_patterns(), st.integers(1, 4), st.floats(4, 1000))
def test_there_and_back_is_exact(drawn, repeats, bpm):
    grid, pattern = drawn
    found = read(midi_bytes(pattern, GENERAL_MIDI, grid, bpm=bpm, repeats=repeats), grid)
    assert len(found) == repeats
    assert all(same(each, pattern) for each in found)


def test_a_waltz_keeps_its_length():
    pattern = Pattern.of([Hit(0, 0, 100, -3), Hit(1, 4, 9, 12)], 9, Grid(), 12)
    (found,) = read(midi_bytes(pattern, GENERAL_MIDI, Grid()), Grid())
    assert same(found, pattern)


def test_mido_reads_the_times_in_seconds():
    pattern = Pattern.of([Hit(0, 0, 100, 0), Hit(1, 4, 64, 480 // 2)], 9, Grid(), 16)
    data = midi_bytes(pattern, GENERAL_MIDI, Grid(), bpm=90, repeats=2)
    file, now, heard = mido.MidiFile(file=io.BytesIO(data)), 0.0, []
    for message in file:
        now += message.time
        if message.type == "note_on":
            heard.append((round(now, 5), message.channel, message.note, message.velocity))
    quarter = 60 / 90
    bar, late = 4 * quarter, 0.25 * quarter / 4
    assert heard == [
        (0.0, 9, 36, 100), (round(quarter + late, 5), 9, 38, 64),
        (round(bar, 5), 9, 36, 100), (round(bar + quarter + late, 5), 9, 38, 64),
    ]  # fmt: skip
    assert file.length == pytest.approx(2 * bar, abs=1e-4)


def test_a_hit_before_the_beat_brings_a_silent_bar():
    early, late = (Pattern.of([Hit(0, 0, 100, by)], 9, Grid(), 16) for by in (-1, 1))
    assert (lead_in(early), lead_in(late)) == (True, False)
    for pattern, tick in ((early, 16 * 960 - 1), (late, 1)):
        (sequence,) = parse(midi_bytes(pattern, GENERAL_MIDI, Grid())).sequences
        assert [strike.tick for strike in sequence.strikes] == [tick]


@given(grids_and_patterns())
def test_no_note_is_cut_off_by_the_one_before(drawn):
    grid, pattern = drawn
    sounding = set()
    file = mido.MidiFile(file=io.BytesIO(midi_bytes(pattern, GENERAL_MIDI, grid, repeats=2)))
    for message in file.tracks[0]:
        if message.type == "note_off":
            sounding.remove(message.note)
        elif message.type == "note_on":
            assert message.note not in sounding
            sounding.add(message.note)
    assert not sounding


def test_signatures_are_those_that_are_written():
    lengths = [(16, 4), (32, 4), (12, 4), (14, 4), (13, 4), (12, 3), (24, 12), (96, 12)]
    assert [signature(length, Grid(max(length, 8), each)) for length, each in lengths] == [
        (4, 4), (4, 4), (3, 4), (7, 8), (13, 16), (4, 4), (2, 4), (4, 4),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="13 steps of 3 a quarter are no bar"):
        signature(13, Grid(13, 3))


@pytest.mark.parametrize(("options", "words"), [({"bpm": 3}, "bpm must be"), ({"repeats": 0}, "repeats must be")])
def test_nonsense_is_refused(options, words):
    pattern = Pattern.of([], 9, Grid(), 16)
    with pytest.raises(ValueError, match=words):
        midi_bytes(pattern, GENERAL_MIDI, Grid(), **options)
