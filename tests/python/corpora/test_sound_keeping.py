"""A corpus of sounds in its folder: it comes back as it was, and what is wrong is said in a line."""

import numpy as np
import pytest
import soundfile

from descant.corpora import facts, sound_keeping
from descant.corpora.patterns import Source
from descant.corpora.sounds import SAMPLE_RATE, SoundGathering
from descant.errors import DescantError


def small():
    gathering, chance = SoundGathering(), np.random.default_rng(3)
    for number in range(6):
        sound = chance.uniform(-0.9, 0.9, 100 + 700 * number).astype(np.float32)
        gathering.add(sound, ("kick", "snare", "")[number % 3], number % 2, held_out=number > 3)
    made = gathering.corpus((Source("drums/ä b.wav", sha256="12"), Source("b", "it")), "imported")
    made.counts, made.settings = {"cut at one second": 2}, {"seed": 7}
    made.dropped, made.notes = [("c.wav", "is silent")], [("d.wav", "has two channels")]
    return made


@pytest.fixture
def folder(tmp_path):
    sound_keeping.save(small(), tmp_path / "new" / "corpus")
    return tmp_path / "new" / "corpus"


def test_what_is_saved_is_loaded_to_24_bits(folder):
    sounds, first = sound_keeping.load(folder), small()
    for name, kind in sound_keeping.KINDS.items():
        assert getattr(sounds, name).tolist() == getattr(first, name).tolist() and getattr(sounds, name).dtype == kind
    assert np.abs(sounds.audio - first.audio).max() <= 2**-23
    for name in ("labels", "sources", "origin", "settings", "counts", "dropped", "notes"):
        assert getattr(sounds, name) == getattr(first, name)


def test_it_can_be_listened_to_one_sound_after_another(folder):
    audio, sample_rate = soundfile.read(folder / "sounds.flac", dtype="float32")
    first = small()
    assert sample_rate == SAMPLE_RATE and len(audio) == first.length.sum()
    assert audio[100:900] == pytest.approx(first.audio[1, :800], abs=2**-23)


def test_a_corpus_without_sounds_is_none(tmp_path):
    with pytest.raises(ValueError, match="there are no sounds to keep"):
        sound_keeping.save(SoundGathering().corpus((), "made"), tmp_path)
    assert not list(tmp_path.iterdir())


def _change(path, change):
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        ("sounds.flac", lambda data: data[:-9], "does not hold the files that corpus.toml was written for"),
        ("sounds.npz", lambda data: data[:-9], "does not hold the files that corpus.toml was written for"),
        ("corpus.toml", lambda data: data[:40], "is not TOML"),
        ("corpus.toml", lambda data: data.replace(b'"sounds"', b'"patterns"'), "holds 'patterns' of form 1"),
        ("corpus.toml", lambda data: data.replace(b"form = 1", b"form = 9"), "holds 'sounds' of form 9"),
        ("corpus.toml", lambda data: data.replace(b"[counts]", b"[account]"), "is no corpus of sounds"),
        ("corpus.toml", lambda data: data.replace(b'["kick", "snare"]', b'["kick"]'), "label is not from -1 to 0"),
    ],
)  # fmt: skip
def test_what_is_damaged_is_said_in_a_line(folder, name, change, what):
    _change(folder / name, change)
    with pytest.raises(DescantError) as raised:
        sound_keeping.load(folder)
    assert what in str(raised.value) and "\n" not in str(raised.value)


def test_a_folder_that_is_none_is_said_in_a_line(tmp_path):
    with pytest.raises(DescantError, match=r"corpus.toml: No such file or directory; make or import it again"):
        sound_keeping.load(tmp_path / "none")


def test_a_full_disk_leaves_what_was_there(folder, monkeypatch):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(facts.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        sound_keeping.save(small(), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
