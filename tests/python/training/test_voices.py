"""From a run's file to sounds: it is read as it was written, sounds the same each time, and what is none is said."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.torch import load_file, save

from descant.models.sounds import sound_vae
from descant.models.voice import LEAST_SPREAD, Voice
from descant.sound.one_shots import CLASSES
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
    assert torch.allclose(voice.decoded(z, label), expected, atol=2e-3)  # of weights in half precision
    assert torch.allclose(voice.class_mean, torch.stack([z[:2].mean(0), z[2]]))
    assert torch.allclose(voice.class_root[1], LEAST_SPREAD * torch.eye(2))  # of one sound
    places = voice.places(z, label)
    assert torch.allclose(voice.pictures(places, label), expected, atol=2e-3)
    assert torch.allclose(voice.points(torch.zeros(1, 2), torch.tensor([1])), voice.class_mean[1:])


def test_places_become_sounds_that_are_the_same_each_time(tmp_path):
    written(tmp_path / "m")
    places, label = torch.tensor([[0.0, 0.0], [1.0, -1.0]]), torch.tensor([0, 1])
    first, second = (read_speaker(tmp_path / "m").sounds(places, label) for _ in range(2))
    assert torch.equal(first, second) and first.shape == (2, 4410) and first.dtype == torch.float32
    assert torch.allclose(first.abs().amax(1), torch.tensor(PEAK))
    assert not torch.allclose(first[0], first[1], atol=1e-3)


@pytest.fixture(scope="module")
def speaker(tmp_path_factory):
    path = tmp_path_factory.mktemp("voice") / "m"
    written(path)
    return read_speaker(path)


@settings(max_examples=25, deadline=None)
@given(
    wanted=st.lists(
        st.tuples(st.integers(-256, 256), st.integers(-256, 256), st.integers(0, 1)), min_size=1, max_size=9
    ),
    threads=st.sampled_from([1, 2]),
)
def test_a_sound_is_the_same_to_the_bit_alone_and_among_any_others(speaker, wanted, threads):
    places, label = torch.tensor([[x / 64, y / 64] for x, y, _ in wanted]), torch.tensor([own for *_, own in wanted])
    torch.set_num_threads(threads)
    try:
        together = speaker.sounds(places, label)
        assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(1)
    for n, sound in enumerate(together):
        assert torch.equal(sound, speaker.sounds(places[n : n + 1], label[n : n + 1])[0])


def test_the_weights_take_two_bytes_each_and_none_encodes(tmp_path):
    model, _ = written(tmp_path / "m")
    tensors = load_file(tmp_path / "m")
    assert {name for name in tensors if name.startswith("encoder")} == set()
    kept = {name for name, _ in model.named_parameters() if name.startswith("decoder")}
    assert {name for name, tensor in tensors.items() if tensor.dtype == torch.float16} == kept
    held = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
    assert (tmp_path / "m").stat().st_size < held + 8192


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
        ({"latents": 3}, "decoder.first.weight is float16"),
        ({"width": 0}, "width must be a whole number"),
        ({"picture": [16]}, "bands and instants"),
        ({"picture": [16, 17]}, "is float16"),
        ({"labels": "bell"}, "labels are no list"),
        ({"labels": ["bell"]}, "is float16"),
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


def test_the_shipped_model_is_small_and_sounds_as_its_classes_are_called():
    path = Path(__file__).parents[3] / "patches" / "models" / "latent-loop-sounds.safetensors"
    assert path.stat().st_size < 4_000_000
    shipped = read_speaker(path)
    labels = shipped.voice.labels
    assert shipped.voice.latents == 2 and set(CLASSES) == set(labels)
    places = torch.tensor([[0.0, 0.0], [1.0, -1.0], [-1.5, 1.0]])
    hz, fall = {}, {}
    for number, name in enumerate(labels):
        sounds = shipped.sounds(places, torch.full((3,), number))
        assert torch.allclose(sounds.abs().amax(1), torch.tensor(PEAK))
        moved = (sounds[1:] - sounds[0]).square().sum(1) / sounds[0].square().sum()
        assert moved.min() > 0.01  # a closed hat by 2 %, of a noise that stays; drums by all of it
        power = torch.fft.rfft(sounds[0]).abs().square()
        hz[name] = float((power * torch.arange(len(power))).sum() / power.sum())
        fall[name] = float((sounds[0].square().cumsum(0) < 0.9 * sounds[0].square().sum()).sum()) / 44_100
    assert hz["kick"] < hz["low_tom"] < hz["mid_tom"] < hz["high_tom"] < hz["snare"] < hz["closed_hat"]
    assert 5.0 * fall["closed_hat"] < fall["open_hat"] < fall["ride"] < fall["crash"]
