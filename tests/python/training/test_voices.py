"""From a run's file to sounds: it is read as it was written, sounds the same each time, and what is none is said."""

import json

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save

from descant.models.sounds import sound_vae
from descant.models.voice import LEAST_SPREAD, Voice
from descant.training.model_file import Origin
from descant.training.sounds import Data, Settings
from descant.training.voice_file import VoiceFile
from descant.training.voices import Speaker, read_speaker
from descant.transforms.canvas import PEAK, Canvas, Form

FORM = Form(bands=14, instants=12, samples=4410, highest_hz=15_000.0)
SETTINGS = Settings(latents=2, width=3)


def written(path, step=7, labels=("bell", "kick"), label=(0, 0, 1, -1)):
    """Write the model of a run that nobody trained, and return it with its data."""
    torch.manual_seed(3)
    rng = np.random.default_rng(3)
    pictures = rng.random((len(label), Canvas(FORM).bands, 12), np.float32)
    data = Data(pictures, np.array(label, np.int16), labels, np.zeros(len(label), bool))
    model = sound_vae(*pictures.shape[1:], latents=2, labels=len(labels), width=3)
    VoiceFile(data, FORM, Origin(SETTINGS.table(), 4, "abc")).write(path, model, step)
    return model, data


def test_a_voice_is_the_model_and_knows_where_its_classes_lie(tmp_path):
    model, data = written(tmp_path / "m")
    voice = Voice.read((tmp_path / "m").read_bytes(), "m")
    assert (voice.labels, voice.latents, voice.trained_steps) == (("bell", "kick"), 2, 7)
    assert (voice.bands, voice.instants) == data.pictures.shape[1:] and Form(**voice.form) == FORM
    label = torch.from_numpy(data.label).long()
    with torch.no_grad():
        z = model.encode(torch.from_numpy(data.pictures).flatten(1), label).mean
        expected = model.expected(z, label).clamp(0.0, 1.0).reshape(-1, voice.bands, voice.instants)
    assert torch.allclose(voice.corpus_z, z) and voice.corpus_label.tolist() == [0, 0, 1, -1]
    assert torch.equal(voice.decoded(z, label), expected)
    assert torch.allclose(voice.class_mean, torch.stack([z[:2].mean(0), z[2]]))
    assert torch.allclose(voice.class_root[1], LEAST_SPREAD * torch.eye(2))  # of one sound
    places = voice.places(z, label)
    assert torch.allclose(voice.pictures(places, label), expected, atol=1e-4)
    assert torch.allclose(voice.points(torch.zeros(1, 2), torch.tensor([1])), voice.class_mean[1:])


def test_places_become_sounds_that_are_the_same_each_time(tmp_path):
    written(tmp_path / "m")
    places, label = torch.tensor([[0.0, 0.0], [1.0, -1.0]]), torch.tensor([0, 1])
    first, second = (read_speaker(tmp_path / "m").sounds(places, label) for _ in range(2))
    assert torch.equal(first, second) and first.shape == (2, 4410) and first.dtype == torch.float32
    assert torch.allclose(first.abs().amax(1), torch.tensor(PEAK))
    assert not torch.allclose(first[0], first[1], atol=1e-3)
    alone = read_speaker(tmp_path / "m").sounds(places[1:], label[1:])
    assert torch.allclose(alone[0], first[1], atol=1e-3)


def test_a_file_says_what_it_is_of(tmp_path):
    written(tmp_path / "m")
    with safe_open(tmp_path / "m", "np") as file:
        head = json.loads(file.metadata()["descant"])
    assert head["kind"] == "sounds" and head["form"]["scale"] == "mel" and head["form"]["sample_rate_hz"] == 44_100
    assert head["labels"] == ["bell", "kick"] and head["latents"] == 2 and head["data_sha256"] == "abc"


def changed(path, **new):
    """Return a model's bytes with another head."""
    with safe_open(path, "pt") as file:
        head = json.loads(file.metadata()["descant"]) | new
        return save({name: file.get_tensor(name) for name in file.keys()}, {"descant": json.dumps(head)})  # noqa: SIM118


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({"kind": "patterns"}, "something else than sounds"),
        ({"format": 2}, "format 2"),
        ({"latents": 3}, "encoder.last.weight is float32"),
        ({"width": 0}, "width must be a whole number"),
        ({"picture": [16]}, "bands and instants"),
        ({"picture": [16, 17]}, "is float32"),
        ({"labels": "bell"}, "labels are no list"),
        ({"labels": ["bell"]}, "is float32"),
        ({"form": None}, "does not say how its pictures are laid out"),
        ({"form": {"bands": 14, "colour": "red"}}, "form is none"),
        ({"form": {"bands": 15}}, "their form says otherwise"),
        ({"form": {"bands": 14, "scale": "blues"}}, "no scale 'blues'"),
        ({"step": -1}, "step must be"),
    ],
)
def test_what_is_no_voice_is_one_line(tmp_path, new, said):
    written(tmp_path / "m")
    (tmp_path / "n").write_bytes(changed(tmp_path / "m", **new))
    with pytest.raises(ValueError, match=said) as error:
        read_speaker(tmp_path / "n")
    assert str(error.value).startswith(f"{tmp_path / 'n'}: ") and "\n" not in str(error.value)


def test_a_file_cut_short_or_with_no_numbers_in_it_is_none(tmp_path):
    model, data = written(tmp_path / "m")
    with pytest.raises(ValueError, match="no whole model file"):
        Voice.read((tmp_path / "m").read_bytes()[:-9], "m")
    model.decoder.first.bias.data[0] = torch.nan
    VoiceFile(data, FORM, Origin(SETTINGS.table(), 4, "abc")).write(tmp_path / "n", model, 1)
    with pytest.raises(ValueError, match=r"decoder\.first\.bias holds what is no number"):
        Speaker(Voice.read((tmp_path / "n").read_bytes(), "n"))
