"""A corpus comes back from its folder as it was, and what is damaged is one clear line."""

import tomllib

import numpy as np
import pytest

from descant.corpora import facts, keeping
from descant.corpora.patterns import Gathering, Grid, Hit, Pattern, Source
from descant.errors import DescantError

GRID = Grid(16, 4)


def small():
    gathering = Gathering(GRID)
    loud, soft = Hit(0, 0, 127, 0), Hit(1, 4, 1, -480)
    assert gathering.add(Pattern.of([loud, soft], 9, GRID, 16), "rock", 0, 0)
    assert gathering.add(Pattern.of([loud], 9, GRID, 12), "", 1, 3, held_out=True)
    assert not gathering.add(Pattern.of([Hit(0, 0, 5, 5)], 9, GRID, 12), "waltz", 1, 4)
    corpus = gathering.corpus((Source('a "b"\n\x7f é😀\udcff.mid', sha256="12"), Source("b.mid")), "imported")
    corpus.settings, corpus.counts = {"seed": 3, "held out": 0.5}, {"duplicate": 1}
    corpus.dropped, corpus.notes = [("c.mid", "is cut short")], [("b.mid", "type 2")]
    return corpus


@pytest.fixture
def folder(tmp_path):
    keeping.save(small(), tmp_path / "new" / "corpus")
    return tmp_path / "new" / "corpus"


def test_what_is_saved_is_loaded(folder):
    corpus, first = keeping.load(folder), small()
    for name, kind in keeping.KINDS.items():
        assert getattr(corpus, name).dtype == kind
        np.testing.assert_array_equal(getattr(corpus, name), getattr(first, name))
    for name in ("grid", "rows", "labels", "origin", "settings", "counts", "dropped", "notes"):
        assert getattr(corpus, name) == getattr(first, name)
    assert [source.name for source in corpus.sources] == ['a "b"\n\x7f é😀\\udcff.mid', "b.mid"]
    assert corpus[0].hits() == [Hit(0, 0, 127, 0), Hit(1, 4, 1, -480)]
    assert (corpus.label_of(0), corpus.label_of(1), corpus[1].length) == ("rock", "", 12)
    assert list(corpus.held_out) == [False, True]


def test_the_facts_can_be_read_by_anyone(folder):
    facts = tomllib.loads((folder / "corpus.toml").read_text())
    assert (facts["origin"], facts["patterns"], facts["held_out"], facts["labels"]) == ("imported", 2, 1, ["rock"])
    assert [source["patterns"] for source in facts["sources"]] == [1, 1]
    assert facts["dropped"] == [{"name": "c.mid", "reason": "is cut short"}]
    assert facts["rows"][0] == {"name": "kick", "notes": [36, 35]}


def test_the_same_corpus_is_the_same_bytes_and_nothing_else_lies_there(folder, tmp_path):
    keeping.save(small(), tmp_path / "other")
    for path in (folder, tmp_path / "other"):
        assert sorted(file.name for file in path.iterdir()) == ["corpus.toml", "patterns.npz"]
    assert (folder / "patterns.npz").read_bytes() == (tmp_path / "other" / "patterns.npz").read_bytes()


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("patterns.npz", None, b"", "is not the file that corpus.toml was written for"),
        ("corpus.toml", None, b"\xff", "is not TOML"),
        ("corpus.toml", b"form = 1", b"form = 2", "not patterns of form 1"),
        ("corpus.toml", b"steps = 16", b"steps = 32", "onsets is (2, 9, 16), not (2, 9, 32)"),
        ("corpus.toml", b"steps = 16", b"steps = 4000000", "steps must be from 8 to 384"),
        ("corpus.toml", b'labels = ["rock"]', b"labels = []", "label is not from -1 to -1"),
        ("corpus.toml", b"[[sources]]", b"[[others]]", "source is not from 0 to -1"),
        ("corpus.toml", b'origin = "imported"', b"", "'origin'"),
    ],
)
def test_what_is_damaged_is_one_clear_line(folder, name, old, new, words):
    path = folder / name
    path.write_bytes(new if old is None else path.read_bytes().replace(old, new))
    with pytest.raises(DescantError) as caught:
        keeping.load(folder)
    assert words in str(caught.value)


def test_numbers_out_of_range_are_refused(tmp_path):
    corpus = small()
    corpus.timing[0, 0, 0] = np.nan
    keeping.save(corpus, tmp_path)
    with pytest.raises(DescantError, match=r"timing is not from -0\.5 to 0\.5"):
        keeping.load(tmp_path)


def test_no_folder_is_one_clear_line(tmp_path):
    with pytest.raises(DescantError, match="No such file"):
        keeping.load(tmp_path / "none")


def test_a_full_disk_leaves_what_was_there(folder, monkeypatch):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(handle):
        raise OSError(28, "No space left on device")

    corpus = small()
    corpus.held_out[0] = True
    monkeypatch.setattr(facts.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        keeping.save(corpus, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
