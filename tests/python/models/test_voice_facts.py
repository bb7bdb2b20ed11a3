"""What a model of sounds is, without torch: places as torch finds them, and a line for whatever is none."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.models.voice_facts import VoiceFacts


def test_its_facts_are_read(sounds_file):
    facts = VoiceFacts.read(sounds_file(), "m")
    assert (facts.latents, facts.labels) == (2, ("bell", "kick"))
    np.testing.assert_allclose(facts.corpus_places, [[0.5, -1.0], [1.0, 1.0]])
    assert facts.corpus_label.tolist() == [0, 1]


def test_places_are_those_that_torch_finds(tmp_path):
    torch = pytest.importorskip("torch")
    from descant.models.sounds import sound_vae
    from descant.models.voice import Voice
    from descant.training.model_file import Origin
    from descant.training.sounds import Data, Settings
    from descant.training.voice_file import VoiceFile
    from descant.transforms.canvas import Canvas, Form

    form = Form(bands=14, instants=12, samples=4410, highest_hz=15_000.0)
    pictures = np.random.default_rng(3).random((40, Canvas(form).bands, 12), np.float32)
    label = np.arange(40, dtype=np.int16) % 2
    data = Data(pictures, label, ("a", "b"), np.zeros(40, bool))
    torch.manual_seed(3)
    model = sound_vae(*pictures.shape[1:], latents=3, labels=2, width=3)
    content = VoiceFile(data, form, Origin(Settings(latents=3, width=3).table(), 4, "abc")).content(model, 5)
    voice, facts = Voice.read(content, "m"), VoiceFacts.read(content, "m")
    np.testing.assert_allclose(
        facts.corpus_places, voice.places(voice.corpus_z, voice.corpus_label.long()).numpy(), atol=1e-3
    )
    assert facts.labels == voice.labels and facts.latents == voice.latents


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "patterns"}, "a model of something else than sounds"),
        ({"format": 9}, "format 1 is known here"),
        ({"latents": 3, "z": ()}, ""),
        ({"label": (0, 5)}, "a class that there is not"),
    ],
)
def test_what_is_none_is_said(sounds_file, changed, said):
    if not said:
        assert VoiceFacts.read(sounds_file(**changed | {"label": ()}), "m").corpus_places.shape == (0, 3)
        return
    with pytest.raises(ValueError, match=f"^m: .*{said}"):
        VoiceFacts.read(sounds_file(**changed), "m")


@given(st.binary(max_size=200))
def test_random_bytes_are_no_model(data):
    with pytest.raises(ValueError, match=r"^m: "):
        VoiceFacts.read(data, "m")


def test_it_needs_no_torch():
    code = "import sys, descant.parts.sequencer; assert 'torch' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
