import json

import numpy as np
import pytest
import torch
from safetensors import safe_open

from descant.corpora.patterns import Gathering, Grid, Hit, Pattern, Source
from descant.corpora.rows import Row
from descant.models.patterns import pattern_vae
from descant.models.rhythm import Rhythm
from descant.training import model_file
from descant.training.model_file import ModelFile, Origin

ROWS = (Row("kick", (36, 35)), Row("snare", (38,)))
SETTINGS = {"latents": 3, "labels": False, "steps": 100, "beta": 0.5}


def corpus(*patterns):
    """Return a corpus of two rows and 12 steps; a pattern is its label and its hits: row, step, velocity, late."""
    grid = Grid(12, 3)
    gathering = Gathering(grid, ROWS)
    for number, (label, hits) in enumerate(patterns):
        gathering.add(Pattern.of([Hit(*hit) for hit in hits], 2, grid, 12), label, 0, number)
    return gathering.corpus((Source("by hand"),), "made")


def two():
    return corpus(("b", [(0, 0, 127, 0), (1, 3, 64, 240)]), ("", [(0, 0, 63, -480), (0, 6, 100, 96)]))


def read(content, path):
    path.write_bytes(content)
    with safe_open(path, "np") as file:
        names = list(file.keys())
        return json.loads(file.metadata()["descant"]), {name: file.get_tensor(name) for name in names}


@pytest.fixture
def model():
    torch.manual_seed(7)
    return pattern_vae(2, 12, latents=3, hidden=8)


def test_it_holds_the_weights_under_their_names_and_says_what_they_are(model, tmp_path):
    head, tensors = read(ModelFile(two(), Origin(SETTINGS, 4, "abc")).content(model, 17), tmp_path / "m")
    assert head == {
        "kind": "patterns",
        "format": 1,
        "step": 17,
        "rows": [["kick", [36, 35]], ["snare", [38]]],
        "steps": 12,
        "steps_per_quarter": 3,
        "latents": 3,
        "labels": ["b"],
        "conditioned": False,
        "settings": SETTINGS,
        "seed": 4,
        "data_sha256": "abc",
        "made": True,
    }
    own = model.state_dict()
    assert tensors.keys() - {"groove.velocity", "groove.timing", "corpus.z", "corpus.label", "corpus.onsets"} == (
        own.keys()
    )
    assert {"encoder.0.weight", "encoder.4.bias", "decoder.0.weight", "decoder.4.bias"} <= own.keys()
    for name, weight in own.items():
        assert tensors[name].dtype == np.float32
        assert (tensors[name] == weight.numpy()).all()


def test_the_groove_is_the_mean_over_the_patterns_in_which_a_cell_sounds(model, tmp_path):
    _, tensors = read(ModelFile(two(), Origin(SETTINGS, 4, "abc")).content(model, 0), tmp_path / "m")
    velocity, timing = np.full((2, 12), 0.8, np.float32), np.zeros((2, 12), np.float32)
    velocity[0, 0], velocity[1, 3], velocity[0, 6] = (127 + 63) / 254, 64 / 127, 100 / 127
    timing[0, 0], timing[1, 3], timing[0, 6] = -0.25, 0.25, 0.1
    assert tensors["groove.velocity"] == pytest.approx(velocity, rel=1e-6)
    assert tensors["groove.timing"] == pytest.approx(timing, rel=1e-6)


@pytest.mark.parametrize("labels", [False, True])
def test_each_pattern_of_the_corpus_has_its_point(labels, tmp_path):
    torch.manual_seed(7)
    model = pattern_vae(2, 12, latents=3, hidden=8, labels=2 if labels else 0)
    given = corpus(("b", [(0, 0, 127, 0)]), ("a", [(1, 5, 90, 0), (1, 11, 90, 0)]), ("", [(0, 1, 9, 0)]))
    file = ModelFile(given, Origin(SETTINGS | {"labels": labels}, 4, "abc"))
    head, tensors = read(file.content(model, 0), tmp_path / "m")
    assert head["conditioned"] is labels
    assert tensors["corpus.label"].tolist() == [1, 0, -1]
    assert tensors["corpus.label"].dtype == np.int16
    assert tensors["corpus.onsets"].shape == (3, 3)
    onsets = np.unpackbits(tensors["corpus.onsets"], axis=1).reshape(3, 2, 12)
    assert (onsets == given.onsets).all()
    x = torch.from_numpy(given.onsets).float().flatten(1)
    with torch.no_grad():
        means = [model.encode(x[[n]], torch.tensor([label])).mean[0] for n, label in enumerate((1, 0, -1))]
    assert tensors["corpus.z"] == pytest.approx(torch.stack(means).numpy(), abs=1e-6)


def test_of_a_large_corpus_as_many_as_there_may_be_drawn_by_key_in_their_order(model, tmp_path, monkeypatch):
    monkeypatch.setattr(model_file, "MOST", 5)
    given = corpus(*(("", [(0, step, 100, 0), (1, step, 100, 0)]) for step in range(12)))
    found = []
    for seed in (1, 1, 2):
        _, tensors = read(ModelFile(given, Origin(SETTINGS, seed, "abc")).content(model, 0), tmp_path / "m")
        assert tensors["corpus.z"].shape == (5, 3)
        onsets = np.unpackbits(tensors["corpus.onsets"], axis=1).reshape(5, 2, 12)
        found.append([int(step) for step in onsets[:, 0].argmax(1)])
        assert found[-1] == sorted(set(found[-1]))
    assert found[0] == found[1] != found[2]


def test_making_one_draws_nothing_and_changes_nothing(model):
    file = ModelFile(two(), Origin(SETTINGS, 4, "abc"))
    state = torch.get_rng_state()
    assert file.content(model, 3) == file.content(model, 3)
    assert torch.equal(torch.get_rng_state(), state)
    assert all(weight.grad is None for weight in model.parameters())


def test_a_file_that_cannot_be_written_leaves_the_old_one(model, tmp_path, monkeypatch):
    file, path = ModelFile(two(), Origin(SETTINGS, 4, "abc")), tmp_path / "model.safetensors"
    file.write(path, model, 1)
    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", lambda number: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        file.write(path, model, 2)
    assert path.read_bytes() == before


@pytest.mark.parametrize("labels", [False, True])
def test_whoever_plays_it_needs_no_torch_and_hears_the_same(labels, tmp_path):
    torch.manual_seed(7)
    model = pattern_vae(2, 12, latents=3, hidden=8, labels=2 if labels else 0)
    given = corpus(("b", [(0, 0, 127, 0)]), ("a", [(1, 5, 90, 0), (1, 11, 90, 96)]), ("", [(0, 1, 9, 0)]))
    played = Rhythm.read(ModelFile(given, Origin(SETTINGS | {"labels": labels}, 4, "abc")).content(model, 9), "here")
    assert [(row.name, row.notes) for row in played.rows] == [("kick", (36, 35)), ("snare", (38,))]
    assert (played.steps, played.steps_per_quarter, played.latents, played.labels) == (12, 3, 3, ("a", "b"))
    assert played.trained_steps == 9
    assert played.groove_timing[1, 11] == pytest.approx(0.1)
    z = np.random.default_rng(1).normal(size=(4, 3)).astype(np.float32)
    for label in (-1, 0, 1):
        with torch.no_grad():
            raw = model.decode(torch.from_numpy(z), torch.full((4,), label)).view(4, 2, 12).numpy()
            mean = model.encode(torch.from_numpy(given.onsets).float(), torch.full((3,), label)).mean.numpy()
        for place in range(4):
            assert played.logits(z[place], label) == pytest.approx(raw[place], abs=1e-5)
        for place in range(3):
            assert played.encode(given.onsets[place], label) == pytest.approx(mean[place], abs=1e-5)
    for place in range(3):
        near = played.nearest(played.corpus_z[place])
        assert (near.index, near.label) == (place, given.label[place])
        assert (near.onsets == given.onsets[place]).all()
