"""Which drum of the kit a note is: every knob it turns exists and takes the value."""

import pytest

from descant.corpora.rows import GENERAL_MIDI
from descant.sound.drums import DRUMS, drum
from descant.sound.table import KIT


@pytest.mark.parametrize("note", range(128))
def test_every_note_is_a_drum_whose_knobs_take_what_they_are_told(note):
    synthdef, knobs = drum(note)
    rows = {row.name: row for row in KIT[synthdef]}
    assert {name: rows[name].checked(value) for name, value in knobs.items()} == knobs


def test_the_rows_of_general_midi_are_what_they_are_called():
    found = {row.name: drum(row.note)[0] for row in GENERAL_MIDI}
    assert found == {
        "kick": "kick", "snare": "snare", "closed_hat": "hat", "open_hat": "hat", "low_tom": "tom", "mid_tom": "tom",
        "high_tom": "tom", "crash": "cymbal", "ride": "cymbal",
    }  # fmt: skip
    tunes = [drum(row.note)[1]["tune"] for row in GENERAL_MIDI if row.name.endswith("tom")]
    assert tunes == sorted(tunes)
    assert drum(46)[1]["decay_s"] > 3 * next(row.default for row in KIT["hat"] if row.name == "decay_s")


def test_notes_that_are_none_of_the_map_are_tuned_apart():
    others = [note for note in range(30, 100) if note not in DRUMS]
    assert len({drum(note)[1]["tune"] for note in others}) == len(others)
