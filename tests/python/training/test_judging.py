"""A judge tells classes apart, and a model's sounds can be asked of it."""

import numpy as np
import pytest
import torch

from descant.models.judge import Judge
from descant.models.sounds import sound_vae
from descant.models.vae import Posterior
from descant.training.judging import agreement, decoded, judged, trained_judge
from descant.training.sounds import Data, Split


def pictures(count=80):
    """Return noisy pictures of two classes: loud in the low bands, or in the high ones."""
    g = torch.Generator().manual_seed(0)
    label = torch.arange(count) % 2
    found = 0.2 * torch.rand(count, 12, 10, generator=g)
    found[label == 0, :4] += 0.5
    found[label == 1, 8:] += 0.5
    return found, label


def test_it_tells_classes_apart_that_it_learned():
    seen, label = pictures()
    before = torch.get_rng_state()
    judge = trained_judge(seen[:60], label[:60], 2, seed=1, steps=60)
    assert torch.equal(torch.get_rng_state(), before)
    assert agreement(judge, seen[60:], label[60:]) == 1.0
    assert agreement(judge, seen[60:].flip(1), label[60:]) == 0.0
    again = trained_judge(seen[:60], label[:60], 2, seed=1, steps=60)
    assert torch.equal(again(seen), judge(seen))


def test_it_learns_of_labelled_sounds_only():
    seen, label = pictures()
    wrong = torch.cat([label[:60], 1 - label[60:]])
    known = torch.where(torch.arange(80) < 60, wrong, -1)
    assert agreement(trained_judge(seen, known, 2, seed=1, steps=60), seen[60:], label[60:]) == 1.0
    with pytest.raises(ValueError, match="with labels"):
        trained_judge(seen, torch.full((80,), -1), 2, seed=1)
    with pytest.raises(ValueError, match="two classes"):
        Judge(1)


def test_points_become_pictures_of_values():
    torch.manual_seed(0)
    model = sound_vae(12, 10, latents=2, labels=2, width=2)
    found = decoded(model, 10.0 * torch.randn(5, 2), torch.tensor([0, 1, 0, 1, 0]), (12, 10))
    assert found.shape == (5, 12, 10) and found.min() >= 0.0 and found.max() <= 1.0


def test_a_model_is_judged_by_what_it_makes_of_a_class():
    seen, label = pictures()
    data = Data(seen.numpy(), label.numpy().astype(np.int16), ("low", "high"), np.arange(80) >= 60)

    class Told:
        """A model whose pictures are the class's that it is told, wherever the point lies."""

        bands, instants, latents, labels = 12, 10, 2, ("low", "high")

        def __init__(self, swapped):
            self.swapped = swapped

        def encode(self, x, label):
            return Posterior(x[:, :2], torch.zeros(len(x), 2))

        def places(self, z, label):
            return z

        def pictures(self, places, label):
            own = 1 - label if self.swapped else label
            return torch.stack([seen[int(each)] for each in own])

    models = Told(swapped=False), Told(swapped=True)
    right, wrong = (judged(model, model, Split(data, 0), seed=1, drawn=10) for model in models)
    assert (right.drawn, right.moved, right.right) == (1.0, 1.0, 1.0)
    assert right.confusion.tolist() == [[10, 0], [0, 10]]
    assert (wrong.drawn, wrong.moved, wrong.right) == (0.0, 0.0, 1.0)
    assert wrong.confusion.tolist() == [[0, 10], [10, 0]]
    with pytest.raises(ValueError, match="labels to be tested with"):
        judged(*models, Split(Data(seen.numpy(), np.full(80, -1, np.int16), ("a", "b"), data.held_out), 0), 1)
