"""Rhythm models: read without torch they decode and encode as torch does; what is no model is refused in a line."""

import json
import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load, save

from descant.models.patterns import pattern_vae
from descant.models.rhythm import Rhythm


def torch_model(data, rhythm):
    labels = len(rhythm.labels) if rhythm.conditioned else 0
    hidden = rhythm.decoder[0][0].shape[0]
    model = pattern_vae(len(rhythm.rows), rhythm.steps, latents=rhythm.latents, labels=labels, hidden=hidden)
    weights = {name: torch.tensor(t) for name, t in load(data).items() if name.startswith(("encoder", "decoder"))}
    model.load_state_dict(weights)
    return model.eval()


@pytest.mark.parametrize("conditioned", [False, True], ids=["plain", "labels"])
@pytest.mark.parametrize(("steps", "latents", "hidden"), [(16, 2, 256), (24, 8, 40), (96, 4, 64)])
def test_it_decodes_and_encodes_as_torch_does(rhythm_file, steps, latents, hidden, conditioned):
    head = {"labels": ["bossa", "break", "waltz"], "conditioned": conditioned}
    data = rhythm_file(steps=steps, latents=latents, hidden=hidden, head=head)
    rhythm = Rhythm.read(data, "here")
    model, chance = torch_model(data, rhythm), np.random.default_rng(1)
    for label in (-1, 0, 2):
        z = chance.normal(size=latents).astype(np.float32)
        onsets = chance.random((9, steps)) < 0.3
        of_torch = torch.tensor([label]) if conditioned else None
        with torch.no_grad():
            logits = model.decode(torch.tensor(z)[None], of_torch)[0].numpy().reshape(9, steps)
            mean = model.encode(torch.tensor(onsets[None].astype(np.float32)), of_torch).mean[0].numpy()
        np.testing.assert_allclose(rhythm.logits(z, label), logits, rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(rhythm.encode(onsets, label), mean, rtol=1e-5, atol=1e-5)


def test_a_label_that_is_not_known_is_none(rhythm_file):
    rhythm = Rhythm.read(rhythm_file(head={"labels": ["a", "b"], "conditioned": True}), "here")
    np.testing.assert_array_equal(rhythm.logits([0.5, 0.5], 7), rhythm.logits([0.5, 0.5], -1))
    assert not np.array_equal(rhythm.logits([0.5, 0.5], 0), rhythm.logits([0.5, 0.5], 1))


def test_what_it_says_of_itself(rhythm_file):
    head = {"labels": ["bossa"], "steps_per_quarter": 6}
    rhythm = Rhythm.read(rhythm_file([("low", [36, 35]), ("high", [50])], steps=24, latents=3, head=head), "here")
    assert [(row.name, row.notes) for row in rhythm.rows] == [("low", (36, 35)), ("high", (50,))]
    assert (rhythm.steps, rhythm.steps_per_quarter, rhythm.latents, rhythm.labels) == (24, 6, 3, ("bossa",))
    assert rhythm.trained_steps == 1200 and not rhythm.conditioned
    np.testing.assert_array_equal(rhythm.groove_velocity, np.full((2, 24), np.float32(0.8)))


def test_the_nearest_pattern_of_the_corpus(rhythm_file):
    data = rhythm_file([("low", [36]), ("high", [50])], steps=11, items=7)
    rhythm, tensors = Rhythm.read(data, "here"), load(data)
    near = rhythm.nearest(tensors["corpus.z"][4] + 0.001)
    assert near.index == 4 and near.label == 3
    np.testing.assert_array_equal(near.z, tensors["corpus.z"][4])
    np.testing.assert_array_equal(near.onsets.ravel(), np.unpackbits(tensors["corpus.onsets"][4])[:22])
    with pytest.raises(LookupError, match="no patterns"):
        Rhythm.read(rhythm_file(items=0), "here").nearest([0.0, 0.0])


WRONG = [
    ({"kind": "sounds"}, {}, "something else than patterns"),
    ({"format": 2}, {}, "has format 2, and format 1 is known here"),
    ({"steps": 0}, {}, "steps must be a whole number from 1 to 384, not 0"),
    ({"steps": 400}, {}, "steps must be a whole number from 1 to 384"),
    ({"steps": 16.5}, {}, "steps must be a whole number"),
    ({"latents": True}, {}, "latents must be a whole number from 1 to 64, not True"),
    ({"steps_per_quarter": 0}, {}, "steps_per_quarter must be a whole number from 1 to 24"),
    ({"step": -1}, {}, "step must be a whole number"),
    ({"rows": []}, {}, "its rows are no list of 1 to 64"),
    ({"rows": [["kick", [36]], ["kick", [38]]]}, {}, "two of its rows have one name"),
    ({"rows": [["kick", [200]]]}, {}, "row 1 is no name with MIDI notes"),
    ({"rows": [["kick", []]]}, {}, "row 1 is no name with MIDI notes"),
    ({"labels": [3]}, {}, "its labels are no list"),
    ({}, {"decoder.4.bias": np.zeros(143, np.float32)}, "decoder.4.bias is float32 [143], and must be float32 [144]"),
    ({}, {"decoder.2.weight": np.zeros((24, 23), np.float32)}, "decoder.2.weight is float32 [24, 23]"),
    ({}, {"decoder.0.weight": np.zeros((24, 2))}, "decoder.0.weight is float64 [24, 2], and must be float32 [24, 2]"),
    ({}, {"encoder.2.bias": np.float32(1.0)[None][:0]}, "encoder.2.bias is not in it, or not 1 to 4096 numbers"),
    ({}, {"encoder.4.weight": None}, "encoder.4.weight is not in it"),
    ({}, {"groove.timing": np.full((9, 16), np.nan, np.float32)}, "groove.timing holds what is no number"),
    ({}, {"corpus.onsets": np.zeros((5, 17), np.uint8)}, "corpus.onsets is uint8 [5, 17], and must be uint8 [5, 18]"),
    ({}, {"corpus.label": np.zeros(4, np.int16)}, "corpus.label is int16 [4], and must be int16 [5]"),
]


@pytest.mark.parametrize(("head", "tensors", "what"), WRONG, ids=[what[:40] for *_, what in WRONG])
def test_what_cannot_be_played_is_refused(rhythm_file, head, tensors, what):
    whole, told = load(rhythm_file()), {"kind": "patterns"}
    data = rhythm_file()
    told = json.loads(json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])["__metadata__"]["descant"])
    held = {name: value for name, value in {**whole, **tensors}.items() if value is not None}
    with pytest.raises(ValueError) as raised:
        Rhythm.read(save(held, {"descant": json.dumps(told | head)}), "there")
    assert str(raised.value).startswith("there: ") and what in str(raised.value) and "\n" not in str(raised.value)


def test_a_file_without_its_head_or_cut_short_is_refused(rhythm_file):
    data = rhythm_file()
    for broken in (b"", b"\0" * 7, data[:-1], data[:100], data[: len(data) // 2], save({"a": np.zeros(3)}),
                   save({"a": np.zeros(3)}, {"descant": "{"}), save({"a": np.zeros(3)}, {"descant": "[]"}),
                   (1 << 60).to_bytes(8, "little") + data[8:], b"RIFF" + data):  # fmt: skip
        with pytest.raises(ValueError, match=r"^here: (is no whole model file|is a model of something else)"):
            Rhythm.read(broken, "here")


@settings(max_examples=300, deadline=None)
@given(junk=st.binary(max_size=400))
def test_junk_is_refused(junk):
    with pytest.raises(ValueError, match=r"^here: "):
        Rhythm.read(junk, "here")


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 2000), bit=st.integers(0, 7))
def test_a_damaged_head_is_refused_or_is_a_model_still(rhythm_file, place, bit):
    data = bytearray(rhythm_file(hidden=4))
    data[place % (8 + int.from_bytes(data[:8], "little"))] ^= 1 << bit
    try:
        rhythm = Rhythm.read(bytes(data), "here")
    except ValueError as error:
        assert str(error).startswith("here: ")
    else:
        assert np.isfinite(rhythm.logits(np.zeros(rhythm.latents))).all()


def test_torch_is_not_needed(rhythm_file, tmp_path):
    (tmp_path / "m").write_bytes(rhythm_file())
    read = "Rhythm.read(Path(sys.argv[1]).read_bytes(), 'm').logits([0, 0])"
    code = f"import sys; from pathlib import Path; from descant.models.rhythm import Rhythm; {read}"
    subprocess.run(
        [sys.executable, "-c", f"{code}; assert 'torch' not in sys.modules", str(tmp_path / "m")], check=True
    )
