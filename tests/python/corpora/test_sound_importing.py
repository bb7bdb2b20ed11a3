"""Sound files of all kinds become a corpus; each that does not is named, with the reason."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from descant.corpora.sound_importing import ImportSounds, import_sounds
from descant.corpora.sounds import FRAMES, PEAK
from descant.errors import DescantError


def hit(rate=44_100, seconds=0.3, frequency_hz=300.0, before_s=0.0):
    """Return a tone that falls, after some silence."""
    t = np.arange(round(seconds * rate)) / rate
    sound = 0.4 * np.sin(2 * np.pi * frequency_hz * t) * np.exp(-12.0 * t)
    return np.concatenate([np.zeros(round(before_s * rate)), sound])


@pytest.fixture
def folder(tmp_path):
    """Give a folder of sounds, in a folder for each class, and a function that writes into it."""

    def write(name, sound, rate=44_100, **how):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, sound, rate, **how)
        return path

    return tmp_path / "in", write


def imported(root, **how):
    told = []
    sounds = import_sounds(ImportSounds((root,), **how), tell=lambda name, what: told.append((name, what)))
    return sounds, told


def test_any_rate_width_length_and_number_of_channels_is_one_second_of_one_channel(folder):
    root, write = folder
    write("kick/a.wav", hit(96_000, before_s=0.2), 96_000, subtype="PCM_24")
    write("kick/b.wav", hit(8_000), 8_000, subtype="PCM_U8")
    write("kick/c.flac", np.stack([hit(frequency_hz=301.0), 0.5 * hit(frequency_hz=301.0)], 1))
    write("snare/d.aiff", hit(seconds=4.0, frequency_hz=200.0) + 0.01 * np.sin(np.arange(176_400) / 9), 44_100)
    write("snare/e.ogg", hit(22_050, frequency_hz=500.0), 22_050)
    sounds, told = imported(root, held_out=0.0)
    assert sounds.labels == ("kick", "snare") and sounds.label.tolist() == [0, 0, 0, 1, 1]
    assert sounds.audio.shape == (5, FRAMES) and told == []
    assert np.allclose(np.abs(sounds.audio).max(1), PEAK, atol=1e-3)
    assert sounds.counts == {"resampled": 3, "cut at one second": 1, "padded to one second": 4}
    for row, wanted_hz in zip(sounds.audio, (300, 300, 301, 200, 500), strict=True):
        found_hz = np.abs(np.fft.rfft(row, 8 * FRAMES)).argmax() / 8
        assert found_hz == pytest.approx(wanted_hz, abs=2.0)
        assert np.abs(row[:400]).max() > 0.5 * PEAK  # the silence before its onset is gone


def test_each_bad_file_has_a_line_and_the_rest_is_used(folder):
    root, write = folder
    write("kick/good.wav", hit())
    write("kick/again.wav", hit())
    write("kick/other.wav", hit(frequency_hz=100.0))
    write("kick/silent.wav", np.zeros(1000))
    write("kick/one.wav", np.array([0.5]))
    write("kick/nothing.wav", np.zeros(0))
    write("kick/slow.wav", hit(1000), 1000)
    write("kick/nan.wav", np.full(1000, np.nan), subtype="FLOAT")
    write("kick/against.wav", np.stack([hit(frequency_hz=150.0), -0.9 * hit(frequency_hz=150.0)], 1))
    write("kick/long.wav", np.concatenate([hit(8_000, frequency_hz=440.0), np.zeros(8_000 * 100)]), 8_000)
    (root / "kick" / "words.wav").write_text("this is no sound")
    write("bell/alone.wav", hit(frequency_hz=800.0))
    write("nowhere.wav", hit(frequency_hz=900.0))
    sounds, told = imported(root)
    lines = {name.rsplit("/", 1)[-1]: what for name, what in told}
    assert lines == {
        "good.wav": "is the same sound as one before",
        "silent.wav": "is silent",
        "one.wav": "is too short: 1 of at least 64 samples",
        "nothing.wav": "is empty",
        "slow.wav": "has 1000 samples a second",
        "nan.wav": "holds what is no number",
        "words.wav": "is no sound file (Format not recognised)",
        "against.wav": "has channels that cancel each other: channel 1 alone is taken",
        "long.wav": "is 100 s long: one second from its first onset is taken",
        "in": "has 1 sound without a label",
    }
    assert (str(root), "has one sound of the class 'bell'") in told
    assert len(sounds) == 6 and sounds.counts["dropped"] == 7
    assert sorted(sounds.dropped + sounds.notes) == sorted(told) and len(sounds.dropped) == 7


def test_a_share_of_each_class_is_held_out_and_a_lone_sound_never(folder):
    root, write = folder
    for number in range(10):
        write(f"kick/{number}.wav", hit(frequency_hz=100.0 + number))
    write("bell/alone.wav", hit(frequency_hz=800.0))
    sounds, _ = imported(root, held_out=0.3, seed=4)
    assert sounds.held_out.sum() == 3 and not sounds.held_out[sounds.label == 0].any()
    assert (imported(root, held_out=0.3, seed=4)[0].held_out == sounds.held_out).all()
    assert (imported(root, held_out=0.3, seed=5)[0].held_out != sounds.held_out).any()


def test_where_no_file_can_be_used_there_is_no_corpus(folder):
    root, write = folder
    write("kick/silent.wav", np.zeros(1000))
    with pytest.raises(DescantError, match="none of 1 files can be used; the first: is silent"):
        imported(root)
    with pytest.raises(DescantError, match="is not there"):
        imported(root / "else")


def test_an_hour_is_read_for_a_minute_only_and_no_byte_of_the_rest(folder, monkeypatch):
    root, write = folder
    write("kick/short.wav", hit(frequency_hz=101.0))
    rate, beginning = 48_000, hit(48_000, frequency_hz=440.0, before_s=20.0)
    for name, sound in (("hour.wav", beginning), ("silent.wav", np.zeros(10))):
        long = write(f"kick/{name}", np.stack([sound, sound], 1), rate, subtype="PCM_16")
        frames = 3600 * rate
        with long.open("r+b") as file:  # a hole on the disk, which only the header knows of
            file.seek(4)
            file.write((36 + 4 * frames).to_bytes(4, "little"))
            file.seek(40)
            file.write((4 * frames).to_bytes(4, "little"))
            file.truncate(44 + 4 * frames)
    read, digested, whole = [], [], soundfile.SoundFile.read
    monkeypatch.setattr(
        soundfile.SoundFile, "read", lambda self, frames=-1, **how: read.append(frames) or whole(self, frames, **how)
    )
    digest = hashlib.file_digest
    monkeypatch.setattr(hashlib, "file_digest", lambda file, kind: digested.append(file.name) or digest(file, kind))
    sounds, told = imported(root, held_out=0.0)
    lines = {name.rsplit("/", 1)[-1]: what for name, what in told}
    assert lines["hour.wav"] == "is 3600 s long: one second from its first onset is taken"
    assert lines["silent.wav"] == "is silent in its first 60 s"
    assert sorted(read) == [60 * 44_100, 60 * rate, 60 * rate]
    assert [Path(name).name for name in digested] == ["short.wav"]
    assert [source.sha256 != "" for source in sounds.sources] == [False, True]
    assert np.abs(np.fft.rfft(sounds.audio[0], 8 * FRAMES)).argmax() / 8 == pytest.approx(440.0, abs=2.0)


def test_what_has_the_name_of_a_sound_and_is_none(folder, capfd):
    root, write = folder
    good = write("Große Trommel/gut ü.wav", hit(frequency_hz=90.0)).read_bytes()
    write("Große Trommel/acht bit.wav", hit(frequency_hz=95.0), subtype="PCM_U8")
    here = root / "Große Trommel"
    (here / "empty.wav").write_bytes(b"")
    (here / "header.wav").write_bytes(good[:44])
    (here / "words.flac").write_bytes(b"fLaC" + bytes(200))
    (here / "noise.mp3").write_bytes(np.random.default_rng(0).bytes(5000))
    (here / "link.wav").symlink_to("nowhere.wav")
    (here / "device.wav").symlink_to("/proc/self/mem")  # which cannot be read
    os.mkfifo(here / "pipe.wav")
    (here / "folder.wav").mkdir()
    write("Große Trommel/constant.wav", np.full(4410, 0.5))
    write("Große Trommel/loud.wav", 50.0 * hit(frequency_hz=99.0), subtype="FLOAT")
    sounds, told = imported(root)
    lines = {name.rsplit("/", 1)[-1]: what for name, what in told}
    assert lines.pop("words.flac").startswith("is no sound file (")
    assert lines == {
        "constant.wav": "is silent: it holds one value all along",
        "device.wav": "is no sound file (Format not recognised)",
        "empty.wav": "is no sound file (Format not recognised)",
        "header.wav": "is empty",
        "link.wav": "is no file",
        "noise.mp3": "is no sound file (Format not recognised)",
        "pipe.wav": "is no file",
    }
    assert len(sounds) == 3 and sounds.labels == ("Große Trommel",) and sounds.counts["dropped"] == 8
    assert capfd.readouterr() == ("", "")  # no traceback of what could not be read
