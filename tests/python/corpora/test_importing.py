"""MIDI files and folders become a corpus: each file is used, or named with its reason."""

import random
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from midi_bytes import note, off, written

from descant.corpora.importing import Import, import_patterns
from descant.corpora.making import Make, make_patterns
from descant.corpora.midi_export import midi_bytes
from descant.corpora.patterns import Grid
from descant.corpora.rows import Mapping
from descant.corpora.smf import parse
from descant.errors import DescantError

GRID = Grid(16, 4)
ROCK = written([note(0, 36), note(480, 38), note(960, 36), note(1440, 38)])


def loop(number):
    """Return a bar that no other number gives."""
    return written([note(0, 36), *(note(120 * step, 42) for step in range(1, 16) if number >> step - 1 & 1)])


def imported(*paths, **options):
    return import_patterns(Import(paths, options.pop("grid", GRID), **options))


@pytest.fixture
def folder(tmp_path):
    for name, data in {
        "rock/a.mid": loop(1),
        "rock/deep/b.MID": loop(2),
        "jazz/c.midi": loop(3),
        "d.mid": loop(4),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "rock" / "._a.mid").write_bytes(b"a Mac's")
    (tmp_path / "readme.txt").write_bytes(b"no music")
    return tmp_path


def labelled(corpus):
    return {
        Path(corpus.sources[corpus.source[place]].name).name: corpus.label_of(place) for place in range(len(corpus))
    }


def test_folders_are_labels(folder):
    corpus = imported(folder)
    assert labelled(corpus) == {"a.mid": "rock", "b.MID": "deep", "c.midi": "jazz", "d.mid": ""}
    assert (corpus.dropped, corpus.counts, corpus.origin) == ([], {}, "imported")


def test_folders_that_a_shell_wrote_out_are_labels_too(folder):
    wanted = {"a.mid": "rock", "b.MID": "deep", "c.midi": "jazz"}
    assert labelled(imported(folder / "jazz", folder / "rock")) == wanted
    files = folder / "rock" / "a.mid", folder / "rock" / "deep" / "b.MID", folder / "jazz" / "c.midi"
    assert labelled(imported(*files)) == wanted
    assert labelled(imported(folder / "jazz")) == {"c.midi": ""}
    assert labelled(imported(folder / "jazz" / "c.midi")) == {"c.midi": ""}


def test_a_link_in_a_circle_is_named(folder):
    (folder / "round.mid").symlink_to(folder / "round.mid")
    corpus = imported(folder)
    assert len(corpus) == 4
    assert corpus.dropped == [(str(folder / "round.mid"), "is no file")]


def test_names_are_labels(tmp_path):
    for number, name in enumerate(("Bossa_Nova 12.mid", "samba-3b.mid", "120bpm.mid", "Funk.mid")):
        (tmp_path / name).write_bytes(loop(number))
    assert labelled(imported(tmp_path, labels="names")) == {
        "Bossa_Nova 12.mid": "bossa nova", "samba-3b.mid": "samba", "120bpm.mid": "", "Funk.mid": "funk",
    }  # fmt: skip


def test_a_csv_gives_labels_by_path_or_name_and_what_does_not_match_is_named(folder):
    table = folder / "labels.csv"
    table.write_text("File,Label,Other\nrock/a.mid,hard,1\nc.midi,soft,2\nlost.mid,none,3\n\n", encoding="utf-8-sig")
    corpus = imported(folder, labels=str(table))
    assert labelled(corpus) == {"a.mid": "hard", "b.MID": "", "c.midi": "soft", "d.mid": ""}
    assert corpus.notes == [("lost.mid", f"is in {table} and not among the files")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"a.mid,rock\n", "does not begin with file,label"),
        (b"file,label\na.mid\n", "row 2: has no file and label"),
        (b"\xff\xfe", "is not text in UTF-8"),
        (b'file,label\n"a', "is no CSV"),
        (None, "No such file"),
    ],
)
def test_a_bad_csv_is_one_clear_line(folder, text, words):
    table = folder / "labels.csv"
    if text is not None:
        table.write_bytes(text)
    with pytest.raises(DescantError, match=words):
        imported(folder, labels=str(table))


BAD = {
    "not.mid": (b"RIFF....", "is not a MIDI file"),
    "short.mid": (ROCK[:-9], "is cut short"),
    "cut.mid": (ROCK[:14] + b"MTrk\0\0\0\2\0\x99", "has a track that is cut short"),
    "empty.mid": (b"", "is not a MIDI file"),
    "piano.mid": (written([note(0, 60, channel=1)]), "has no drums: nothing on channel 10, only on 1"),
    "strange.mid": (written([note(0, 99), note(0, 98)]), "has no drums: no row has its notes 98, 99"),
    "silent.mid": (written([], end=1920), "has no notes"),
    "nothing.mid": (ROCK[:14] + b"MTrk\0\0\0\0", "has no notes (1 track of no length)"),
    "film.mid": (ROCK[:12] + b"\xe8\x50" + ROCK[14:], "counts time in film frames, not in ticks a quarter"),
    "type.mid": (ROCK[:9] + b"\x07" + ROCK[10:], "is a MIDI file of type 7, which there is not"),
    "number.mid": (ROCK[:14] + b"MTrk\0\0\0\5\xff\xff\xff\xff\xff", "has a track with a number without end"),
}


def test_every_bad_file_is_named_with_its_reason_and_the_rest_is_used(folder):
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    (folder / "folder.mid").mkdir()
    told = []
    corpus = import_patterns(Import((folder,), GRID), tell=lambda name, what: told.append((name, what)))
    assert len(corpus) == 4
    assert dict(corpus.dropped) == {str(folder / name): reason for name, (_, reason) in BAD.items()}
    assert told == corpus.dropped
    assert corpus.settings["files"] == 4 + len(BAD)


def test_a_type_2_files_tracks_are_each_their_own_and_that_is_said(tmp_path):
    (tmp_path / "two.mid").write_bytes(written([note(0, 36)], [note(480, 38)], type_=2))
    corpus = imported(tmp_path)
    assert [list(map(int, np.argwhere(each)[0])) for each in corpus.onsets] == [[0, 0], [1, 4]]
    assert corpus.notes == [(str(tmp_path / "two.mid"), "type 2: its 2 tracks are read each by itself")]


def test_a_type_1_files_tracks_sound_together(tmp_path):
    (tmp_path / "one.mid").write_bytes(written([], [note(0, 36), off(240, 36)], [note(480, 38)], type_=1))
    assert imported(tmp_path).onsets.sum() == 2


def test_a_zero_length_track_does_no_harm_and_is_said(tmp_path):
    data = written([note(0, 36)], type_=1)
    (tmp_path / "a.mid").write_bytes(data + b"MTrk\0\0\0\0" + b"XFIH\0\0\0\1?")
    corpus = imported(tmp_path)
    assert (len(corpus), corpus.notes) == (1, [(str(tmp_path / "a.mid"), "1 track of no length")])


def test_duplicates_and_strange_notes_are_counted(tmp_path):
    (tmp_path / "a.mid").write_bytes(written([note(0, 36), note(1920, 36, 50), note(3840, 38), note(3900, 99)]))
    (tmp_path / "b.mid").write_bytes(written([note(0, 38)]))
    corpus = imported(tmp_path)
    assert (len(corpus), corpus.counts) == (2, {"duplicate": 2, "strike of a note that is no row": 1})


def test_a_file_that_is_given_twice_is_read_once(folder):
    corpus = imported(folder / "d.mid", folder, folder / "d.mid")
    assert (len(corpus), corpus.counts, corpus.settings["files"]) == (4, {}, 4)


def test_whole_files_are_held_out(tmp_path):
    for number in range(20):
        bars = [
            note(1920 * bar + 120 * step, 36 + 2 * (number % 2)) for bar in range(3) for step in (bar, number // 2 + 3)
        ]
        (tmp_path / f"{number}.mid").write_bytes(written(bars))
    corpus = imported(tmp_path, held_out=0.25)
    held = set(corpus.source[corpus.held_out])
    assert len(held) == 5
    assert not held & set(corpus.source[~corpus.held_out])
    assert not imported(tmp_path, held_out=0.0).held_out.any()


def test_one_file_of_many_bars_is_held_out_by_patterns(tmp_path):
    (tmp_path / "a.mid").write_bytes(written([note(1920 * bar + 120 * bar, 36) for bar in range(10)]))
    assert imported(tmp_path, held_out=0.2).held_out.sum() == 2


def test_nothing_to_import_is_one_clear_line(tmp_path):
    with pytest.raises(DescantError, match="is not there"):
        imported(tmp_path / "none")
    with pytest.raises(DescantError, match="holds no MIDI file"):
        imported(tmp_path)
    (tmp_path / "a.mid").write_bytes(b"?")
    with pytest.raises(DescantError, match="none of 1 files has a pattern; the first: is not a MIDI file"):
        imported(tmp_path)


def test_a_made_corpus_that_is_written_and_imported_is_the_same(tmp_path):
    made = make_patterns(Make(GRID, count=6))
    for place in range(len(made)):
        path = tmp_path / made.label_of(place).replace("/", " ") / f"{place:03}.mid"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(midi_bytes(made[place], made.rows, GRID, bpm=97.3, repeats=2))
    back = imported(tmp_path)
    assert len(back) == len(made)
    assert back.counts["duplicate"] == len(made)
    at = [int(Path(back.sources[source].name).stem) for source in back.source]
    for name in ("onsets", "velocity", "timing", "length"):
        np.testing.assert_array_equal(getattr(back, name), getattr(made, name)[at])
    assert [back.label_of(p) for p in range(len(back))] == [made.label_of(p).replace("/", " ") for p in at]


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_or_read(data):
    for bytes_ in (data, ROCK[:14] + b"MTrk" + len(data).to_bytes(4) + data):
        try:
            parse(bytes_)
        except ValueError as error:
            assert str(error)


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_mutated_files_are_one_line_or_patterns(tmp_path_factory, seed):
    folder, draw = tmp_path_factory.mktemp("mutated"), random.Random(seed)
    good = written([note(120 * step, 36 + step % 9) for step in range(48)], type_=draw.choice([0, 1, 2]))
    (folder / "good.mid").write_bytes(ROCK)
    for number in range(20):
        data = bytearray(good)
        for _ in range(draw.randrange(1, 8)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        (folder / f"{number}.mid").write_bytes(data[: draw.choice([len(data), draw.randrange(len(data))])])
    corpus = import_patterns(Import((folder,), GRID, Mapping(channel=None)))
    assert len(corpus.sources) + len(corpus.dropped) == 21
    assert all(reason for _, reason in corpus.dropped)
