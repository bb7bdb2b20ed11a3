"""The process that decodes sounds, for real: asked, answered, loaded, newest wins, killed, refused."""

import os
import signal
import time
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile
from small_voice import write_voice

from descant.errors import DescantError
from descant.parts.base import Want
from descant.performance.decoding import Decoder
from descant.performance.speakers import Speakers, voices

torch = pytest.importorskip("torch")
PATIENCE_S = 150.0


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Return the file of a small model of two classes, 0.1 s at 44.1 kHz."""
    return write_voice(tmp_path_factory.mktemp("voice") / "sounds.safetensors")


@pytest.fixture
def patch(model, monkeypatch):
    """Return a patch as speakers see it: one part that has this model, one that has none."""
    found = SimpleNamespace(
        parts={"drums": SimpleNamespace(kind="sequencer", files={"sounds": model.name}),
               "knots": SimpleNamespace(kind="knots", files={})},
        file_path=lambda name, file: model,
    )  # fmt: skip
    assert voices(found) == {"drums": model}
    return found


class Loader:
    """An engine that has read a file one look later."""

    def __init__(self):
        self.files, self.looked, self.buffers = {}, set(), self

    def load(self, sound, path):
        self.files.setdefault(sound, path)

    def loaded(self, sound):
        known = sound in self.looked
        self.looked |= {sound} & self.files.keys()
        return known

    def has(self, sound):
        return sound in self.files


@pytest.fixture
def speakers(patch):
    made = Speakers(patch)
    made.play_on(Loader())
    yield made
    made.close()


def until(speakers, wanted):
    """Return all that was answered until it was enough."""
    lines, end = [], time.monotonic() + PATIENCE_S
    while not wanted(lines):
        assert time.monotonic() < end, (lines, speakers.faults())
        lines += speakers.answers()
        time.sleep(0.002)
    return lines


def test_what_is_wanted_is_there_in_a_while(speakers, patch, tmp_path):
    speakers.want("drums", Want(36, 1, (0.5, -1.0)))
    speakers.want("drums", Want(38, 0, (0.0, 0.0)))
    speakers.want("knots", Want(38, 0, (0.0, 0.0)))
    lines = until(speakers, lambda lines: sum(len(line["sounds"]) for line in lines) == 2)
    assert {line["part"] for line in lines} == {"drums"}
    found = soundfile.read(speakers.find(("drums", 1, (0.5, -1.0))), dtype="float32")
    assert found[0].shape == (4410,) and found[1] == 44_100 and np.abs(found[0]).max() == pytest.approx(0.9, abs=1e-3)
    again = soundfile.read(Decoder(patch, tmp_path).find(("drums", 1, (0.5, -1.0))), dtype="float32")[0]
    np.testing.assert_allclose(found[0], again, atol=1e-5)
    assert speakers.answers() == [] and speakers.faults() == []


def test_the_newest_wins_and_what_was_begun_is_heard_too(speakers):
    speakers.want("drums", Want(36, 1, (0.0, 0.0)))
    speakers.answers()  # it is asked for
    for number in range(1, 30):
        speakers.want("drums", Want(36, 1, (number / 10, 0.0)))
    lines = until(speakers, lambda lines: [36, 1, [2.9, 0.0]] in [line["sounds"][-1] for line in lines])
    assert [sound for line in lines for sound in line["sounds"]] == [[36, 1, [0.0, 0.0]], [36, 1, [2.9, 0.0]]]
    speakers.want("drums", Want(36, 1, (0.0, 0.0)))  # known from before
    assert speakers.answers()[0]["sounds"] == [[36, 1, [0.0, 0.0]]]


def test_a_piece_is_prepared_with_all_it_will_want(speakers):
    wanted = [("drums", Want(note, note % 2, (note / 64, 0.0))) for note in range(30, 60)]
    speakers.prepare([*wanted, ("knots", Want(36, 0, ()))], print)
    for part, want in wanted:
        speakers.want(part, want)
    assert len(speakers.answers()[0]["sounds"]) == 30


def test_one_that_dies_is_told_of_once_and_nothing_waits_for_it(speakers):
    speakers.prepare([("drums", Want(36, 0, (0.0, 0.0)))], print)
    os.kill(speakers._speakers["drums"]._process.pid, signal.SIGKILL)
    speakers.want("drums", Want(36, 1, (1.0, 1.0)))
    end, faults = time.monotonic() + PATIENCE_S, []
    while not faults and time.monotonic() < end:
        assert speakers.answers() == []
        faults = speakers.faults()
    assert faults == [
        {"in": "fault", "of": "drums", "text": "the process of its sounds ended by SIGKILL; its rows keep theirs"}
    ]
    speakers.want("drums", Want(38, 1, (1.0, 1.0)))
    assert speakers.answers() == [] == speakers.faults()


def test_a_model_that_is_none_is_one_line(patch, model, tmp_path):
    patch.file_path = lambda name, file: tmp_path / "broken.safetensors"
    (tmp_path / "broken.safetensors").write_bytes(model.read_bytes()[:-9])
    made = Speakers(patch)
    made.play_on(Loader())
    with pytest.raises(DescantError, match=r"^parts\.drums\.sounds: .*is no whole model file"):
        made.prepare([("drums", Want(36, 0, (0.0, 0.0)))], print)
    made.close()
    with pytest.raises(DescantError, match="is no whole model file"):
        Decoder(patch, tmp_path / "d").find(("drums", 0, (0.0, 0.0)))


def test_a_decoder_knows_what_it_cannot_make(patch, tmp_path):
    decoder = Decoder(patch, tmp_path)
    assert decoder.find(("drums", 7, (0.0, 0.0))) is None and decoder.find(("drums", 0, (0.0,))) is None
    assert decoder.find(("knots", 0, ())) is None
