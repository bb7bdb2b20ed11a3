"""`descant patterns`: make, import and show, as a composer types them."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import mido
import numpy as np
import pytest

from descant.corpora import importing
from descant.corpora.keeping import load
from descant.corpora.midi_export import midi_bytes
from descant.corpora.smf import parse

DESCANT = str(Path(sys.executable).with_name("descant"))


@pytest.fixture
def loops(tmp_path):
    """Return a folder of two loops by mido, one that is broken, and one without drums."""
    (tmp_path / "loops" / "rock").mkdir(parents=True)
    for name, channel, pitches in (("rock/a", 9, (36, 38)), ("rock/b", 9, (36, 42)), ("keys", 0, (60, 64))):
        notes = [mido.Message("note_on", channel=channel, note=pitch, velocity=90, time=480) for pitch in pitches]
        mido.MidiFile(tracks=[mido.MidiTrack(notes)]).save(tmp_path / "loops" / f"{name}.mid")
    (tmp_path / "loops" / "broken.mid").write_bytes(b"MThd\0\0\0")
    return tmp_path / "loops"


def test_a_corpus_is_made_and_shown(descant, tmp_path):
    out = tmp_path / "made"
    assert descant("patterns", "make", "--out", out, "--count", 5, "--rhythm", "waltz", "--rhythm", "samba") == (
        0, f"made 10 patterns with 2 labels, {load(out).held_out.sum()} of them held out, in {out}\n", "",
    )  # fmt: skip
    status, text, err = descant("patterns", "show", out, "--out", tmp_path / "sheet.png", "--each", 3)
    assert (status, err) == (0, "")
    assert text.startswith("drew 6 of 10 patterns with 2 labels")
    assert (tmp_path / "sheet.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("steps", "given", "grid"), [(12, None, 3), (24, None, 3), (16, None, 4), (32, None, 4), (96, None, 12), (48, 4, 4)]
)
def test_the_grid_is_as_fine_as_is_usual_or_asked(descant, tmp_path, steps, given, grid):
    options = () if given is None else ("--steps-per-quarter", given)
    assert descant("patterns", "make", "--out", tmp_path, "--count", 1, "--steps", steps, *options)[0] == 0
    assert (load(tmp_path).grid.steps, load(tmp_path).grid.steps_per_quarter) == (steps, grid)


def test_a_folder_is_imported_and_every_file_that_is_not_is_named(descant, loops, tmp_path):
    status, out, err = descant("patterns", "import", loops, "--out", tmp_path / "corpus")
    assert status == 0
    assert out == (
        f"imported 2 patterns with 1 label, 1 of them held out, from 2 of 4 files into {tmp_path / 'corpus'}\n"
    )
    assert err.splitlines() == [
        f"{loops / 'broken.mid'}: is not a MIDI file",
        f"{loops / 'keys.mid'}: has no drums: nothing on channel 10, only on 1",
    ]
    corpus = load(tmp_path / "corpus")
    assert [corpus.label_of(place) for place in range(2)] == ["rock", "rock"]


def test_a_mapping_and_a_channel_say_what_drums_are(descant, loops, tmp_path):
    (tmp_path / "map.toml").write_text("[rows]\nlow = [60, 36]\nhigh = [64, 38, 42]\n")
    options = ("--map", tmp_path / "map.toml", "--channel", 0, "--labels", "none")
    status, out, _ = descant("patterns", "import", loops, "--out", tmp_path / "corpus", *options)
    assert status == 0
    assert "1 pattern, 0 of them held out, from 3 of 4 files" in out
    assert out.endswith("left out: duplicate: 2\n")
    assert [row.name for row in load(tmp_path / "corpus").rows] == ["low", "high"]


def test_more_lines_than_one_can_read_are_in_the_corpus(descant, loops, tmp_path):
    for number in range(60):
        (loops / f"{number:02}.mid").write_bytes(b"")
    _, _, err = descant("patterns", "import", loops, "--out", tmp_path / "corpus")
    assert len(err.splitlines()) == 41
    assert err.splitlines()[-1] == f"… and 22 more such lines: {tmp_path / 'corpus' / 'corpus.toml'}"
    assert len(load(tmp_path / "corpus").dropped) == 62


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("make",), 2),
        (("make", "--out", "DIR", "--steps", 7), 2),
        (("make", "--out", "DIR", "--rhythm", "polka"), 1),
        (("make", "--out", "DIR", "--steps", 8, "--steps-per-quarter", 4), 1),
        (("import", "--out", "DIR"), 2),
        (("import", "DIR/none", "--out", "DIR"), 1),
        (("import", "FILE", "--out", "DIR"), 1),
        (("import", "FILE", "--out", "DIR", "--labels", "folder"), 1),
        (("show", "DIR", "--out", "DIR/a.png"), 1),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(descant, tmp_path, arguments, status):
    (tmp_path / "out").mkdir()
    (tmp_path / "a.mid").write_bytes(b"?")
    words = [
        str(each).replace("DIR", str(tmp_path / "out")).replace("FILE", str(tmp_path / "a.mid")) for each in arguments
    ]
    found, out, err = descant("patterns", *words)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert err.startswith("error: ")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_terminal_sees_how_far_it_is_and_10_000_files_with_one_broken_go_through(descant, tmp_path):
    out = tmp_path / "made"
    assert descant("patterns", "make", "--out", out, "--count", 20)[0] == 0
    corpus, folder = load(out), tmp_path / "many"
    folder.mkdir()
    written = [midi_bytes(corpus[place], corpus.rows, corpus.grid) for place in range(len(corpus))]
    for number in range(10_000):
        (folder / f"{number:05}.mid").write_bytes(written[number % len(written)])
    (folder / "05000.mid").write_bytes(written[0][:-5])
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [DESCANT, "patterns", "import", str(folder), "--out", str(tmp_path / "corpus")],
        stdout=subprocess.PIPE, stderr=theirs, text=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        seen = b""
        while chunk := _read(ours):
            seen += chunk
        said = process.stdout.read()
    assert process.returncode == 0
    assert "from 9999 of 10000 files" in said
    assert b"05000.mid: is cut short" in seen.replace(b"\r\n", b"\n")
    assert "━".encode() in seen
    back = load(tmp_path / "corpus")
    assert len(back) == len(corpus)
    assert np.array_equal(back.onsets, corpus.onsets)


def _read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def test_an_import_that_is_interrupted_leaves_the_old_corpus(descant, loops, tmp_path, monkeypatch):
    out, read = tmp_path / "corpus", []
    assert descant("patterns", "import", loops, "--out", out)[0] == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def interrupted(data):
        read.append(data)
        if len(read) == 3:
            raise KeyboardInterrupt
        return parse(data)

    monkeypatch.setattr(importing, "parse", interrupted)
    status, said, wrong = descant("patterns", "import", loops, "--out", out)
    assert (status, said) == (130, "")
    assert wrong == "error: descant: interrupted; nothing was left half-written\n"
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
