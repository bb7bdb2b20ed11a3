"""Rows: General MIDI's nine classes, and mappings that a composer writes."""

import pytest

from descant.corpora.rows import DRUMS, GENERAL_MIDI, Mapping, Row, read_mapping
from descant.errors import DescantError


def test_the_nine_classes_have_general_midis_notes_each_once():
    assert [(row.name, row.note) for row in GENERAL_MIDI] == [
        ("kick", 36), ("snare", 38), ("closed_hat", 42), ("open_hat", 46), ("low_tom", 45), ("mid_tom", 48),
        ("high_tom", 50), ("crash", 49), ("ride", 51),
    ]  # fmt: skip
    notes = [note for row in GENERAL_MIDI for note in row.notes]
    assert len(set(notes)) == len(notes)


@pytest.mark.parametrize(("channel", "read"), [("", DRUMS), ("channel = 3\n", 3), ("channel = 0\n", None)])
def test_a_mapping_names_rows_and_their_notes(tmp_path, channel, read):
    path = tmp_path / "map.toml"
    path.write_text(channel + '[rows]\nboom = 24\n"low bell" = [60, 61]\n')
    assert read_mapping(path) == Mapping((Row("boom", (24,)), Row("low bell", (60, 61))), read)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"has no \[rows\]"),
        ("[rows]\n", r"has no \[rows\]"),
        ("[rows]\na = 128\n", "row 'a' has no MIDI notes from 0 to 127"),
        ("[rows]\na = []\n", "row 'a' has no MIDI notes"),
        ("[rows]\na = [true]\n", "row 'a' has no MIDI notes"),
        ("[rows]\na = 1\nb = [2, 1]\n", "note 1 is given 2 times"),
        ("channel = 17\n[rows]\na = 1\n", "channel is 17"),
        ("chanel = 1\n[rows]\na = 1\n", "unknown key 'chanel'"),
        ("[rows\n", "is not TOML"),
        ("[rows]\n" + "".join(f"r{n} = {n}\n" for n in range(65)), "has 65 rows"),
        (None, "No such file"),
    ],
)
def test_what_is_no_mapping_is_one_clear_line(tmp_path, text, words):
    path = tmp_path / "map.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(DescantError, match=words):
        read_mapping(path)
