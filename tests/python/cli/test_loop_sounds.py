"""`descant loop --sounds`: rows sound as the classes that are named after them, the same twice, and go round."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from descant.cli.loop import SHIPPED
from descant.corpora.resampling import resampled
from descant.models.rhythm import Rhythm
from descant.models.voice_facts import VoiceFacts
from descant.performance.loop_sounds import Sounds
from descant.performance.looping import Loop, patch_text

torch = pytest.importorskip("torch")
LABELS = ("Bass drums", "clave", "hat")


@pytest.fixture(scope="module")
def voice(tmp_path_factory):
    """Give a run's folder with a small model of three classes, 0.2 s at 44.1 kHz, that nobody trained."""
    from descant.models.sounds import sound_vae
    from descant.training.model_file import Origin
    from descant.training.sounds import Data, Settings
    from descant.training.voice_file import VoiceFile
    from descant.transforms.canvas import Canvas, Form

    form = Form(bands=14, instants=12, samples=8820, highest_hz=15_000.0)
    pictures = np.random.default_rng(3).random((9, Canvas(form).bands, 12), np.float32)
    data = Data(pictures, np.arange(9, dtype=np.int16) % 3, LABELS, np.zeros(9, bool))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        model = sound_vae(*pictures.shape[1:], latents=2, labels=3, width=3)
        for layer in (model.decoder.first, model.decoder.hidden):  # so that classes and places differ
            torch.nn.init.normal_(layer.weight, 0.0, 3.0 / layer.in_features**0.5)
        model.decoder.layers[-1].bias.data += 0.6  # above the floor
    path = tmp_path_factory.mktemp("voice") / "model.safetensors"
    VoiceFile(data, form, Origin(Settings(latents=2, width=3).table(), 4, "abc")).write(path, model, 1)
    return path.parent


@pytest.fixture
def one_row(tmp_path, rhythm_file):
    """Give a function that writes a model of rhythms of one row, struck once a bar, and returns its file."""

    def one_row(name, note):
        logits = np.full((1, 16), -9.0)
        logits[0, 0] = 9.0
        path = tmp_path / f"{name}.safetensors"
        path.write_bytes(rhythm_file([(name, (note,))], logits=logits))
        return path

    return one_row


def sound_of(path):
    return soundfile.read(path, always_2d=True)[0].mean(1)


def test_a_point_gives_the_same_file_twice_and_another_sound_at_another(descant, tmp_path, voice):
    for name, at in {"a": "--sound-at=0.5,-1", "b": "--sound-at=0.5,-1", "c": "--sound-at=-1.5,2"}.items():
        status, said, _ = descant("loop", "--sounds", voice, at, "--bars", "1", "--out", tmp_path / f"{name}.wav")
        assert (status, said.startswith("wrote 1 bar, ")) == (0, True)
    wav, mid = ([(tmp_path / f"{name}.{ending}").read_bytes() for name in "abc"] for ending in ("wav", "mid"))
    assert wav[0] == wav[1] != wav[2] and mid[0] == mid[1] == mid[2]
    descant("loop", "--sounds", voice, "--at=1.9,1.5", "--bars", "1", "--out", tmp_path / "d.wav")
    assert (tmp_path / "d.mid").read_bytes() != mid[0]


def test_a_row_sounds_as_the_class_of_its_own_name_where_the_place_is(descant, tmp_path, voice, one_row):
    from descant.training.voices import read_speaker

    speaker = read_speaker(voice / "model.safetensors")
    for row, note, label in (("kick", 36, 0), ("clave", 75, 1), ("closed_hat", 42, 2)):
        options = ("--patterns", one_row(row, note), "--sounds", voice, "--sound-at=1,-0.5", "--bars", "1")
        status, _, wrong = descant("loop", *options, "--out", tmp_path / f"{row}.wav")
        assert (status, wrong) == (0, "")
        heard = sound_of(tmp_path / f"{row}.wav")[:9600]
        alike = []
        for own in range(3):
            sound = speaker.sounds(torch.tensor([[1.0, -0.5]]), torch.tensor([own]))[0].numpy()
            wanted = resampled(sound, 44_100, 48_000)[: len(heard)]
            spectra = [np.fft.rfft(each, 1 << 15) for each in (heard, wanted)]
            together = np.fft.irfft(spectra[0] * spectra[1].conj())  # wherever it begins
            alike.append(np.abs(together).max() / np.linalg.norm(heard) / np.linalg.norm(wanted))
        assert np.argmax(alike) == label and alike[label] > 0.7


def test_it_goes_round_without_a_gap_and_its_tails_ring_over_the_end(descant, tmp_path, voice):
    descant("loop", "--sounds", voice, "--at=1.9,1.5", "--bars", "1", "--bpm", "150", "--out", tmp_path / "a.wav")
    sound, _ = soundfile.read(tmp_path / "a.wav")
    assert soundfile.info(tmp_path / "a.wav").subtype == "PCM_24"
    assert len(sound) == round(4 * 60 / 150 * 48_000)
    assert np.abs(sound[:4]).max() > 0  # what rang on from the bar before
    steps = np.abs(np.diff(sound[:, 0]))
    assert abs(sound[0, 0] - sound[-1, 0]) <= steps.max()
    assert 0.02 < np.abs(sound).max() < 0.966


def test_rows_that_no_class_is_named_after_are_played_all_the_same_and_said(descant, tmp_path, voice, one_row):
    status, said, wrong = descant(
        "loop", "--patterns", one_row("stone", 3), "--sounds", voice, "--bars", "1", "--out", tmp_path / "a.wav"
    )
    assert status == 0 and said.startswith("wrote")
    assert wrong == f"{voice}: the model of sounds has no class for stone: played as Bass drums\n"
    assert np.abs(sound_of(tmp_path / "a.wav")).max() > 0.01


def test_the_patch_says_of_each_row_which_class_it_is(sounds_file):
    model, shipped = sounds_file(("snare", "hh", "Kicks", "bell")), SHIPPED.read_bytes()
    rhythm = Rhythm.read(shipped, "shipped")
    sounds = Sounds(model, VoiceFacts.read(model, "m"), (0.5, -2.0))
    text = patch_text(Loop(model=shipped, rhythm=rhythm, at=(0, 0), bars=1, bpm=100, seed=0, sounds=sounds))
    found = dict(re.findall(r'"(\w+)/class" = (\d+)', text))
    assert {row: int(found[row]) for row in ("kick", "snare", "closed_hat")} == {"kick": 3, "snare": 1, "closed_hat": 2}
    assert '"sounds" = "sounds.safetensors"' in text and '"s1" = 0.5' in text and '"s2" = -2.0' in text
    assert text.count('"synthdef" = "shot"') == 9
    said = sounds.strange(rhythm)
    assert said.startswith("the model of sounds has no class for open_hat, low_tom") and "kick" not in said
    alone = Sounds(model, SimpleNamespace(labels=(), latents=2))
    assert alone.strange(rhythm) == "" and alone.of_rows(rhythm)[0].label == -1


@pytest.fixture
def here(tmp_path, monkeypatch, voice, rhythm_file, sounds_file):
    """Be in a folder with runs that are whole, of something else, cut short, empty, and none."""
    monkeypatch.chdir(tmp_path)
    whole = (voice / "model.safetensors").read_bytes()
    models = {"run": whole, "patterns": rhythm_file(), "facts": sounds_file(), "cut": whole[:-500], "empty": None}
    for name, data in models.items():
        (tmp_path / name).mkdir()
        if data:
            (tmp_path / name / "model.safetensors").write_bytes(data)
    (tmp_path / "words.txt").write_text("no run")
    return tmp_path


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--sounds", "run", "--sound-at=1"),
            "error: --sound-at: '1' has 1 coordinate, the model has 2; give 2 numbers",
        ),
        (("--sounds", "run", "--sound-at=a,b"), "--sound-at: 'a,b' is no point"),
        (("--sounds", "run", "--sound-at=9,0"), "--sound-at: '9,0' lies outside of the model's space"),
        (("--sound-at=0,0",), "--sound-at: there is no model of sounds to be somewhere in; give one with --sounds"),
        (("--sounds", "nowhere"), "nowhere: No such file or directory; give the folder of a run: descant train sounds"),
        (("--sounds", "empty"), "empty: is no run of sounds: it has no model.safetensors"),
        (("--sounds", "patterns"), "something else than sounds"),
        (("--sounds", "facts"), "facts/model.safetensors: "),
        (("--sounds", "cut"), "cut/model.safetensors: "),
        (("--sounds", "words.txt"), "words.txt: is no run"),
        (("--patterns", "run"), "something else than patterns"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(options, said, descant, here):
    status, _, text = descant("loop", *options, "--out", "a.wav")
    assert status == 1
    assert text.count("\n") == 1 and text.startswith("error: ")
    assert said in text
    assert not (here / "a.wav").exists()
