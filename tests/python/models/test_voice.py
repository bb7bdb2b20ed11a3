"""Where classes lie in the latent space: places that mean the same in each."""

import torch

from descant.models.voice import LEAST_SPREAD, spans


def test_places_of_each_class_are_spread_alike():
    g = torch.Generator().manual_seed(0)
    bent = torch.tensor([[2.0, 0.0], [1.5, 0.3]])
    z = torch.cat([torch.randn(500, 2, generator=g) @ bent.T + 3.0, 0.2 * torch.randn(500, 2, generator=g)])
    label = torch.arange(1000) // 500
    mean, root = spans(z, label, 2)
    for own in range(2):
        places = torch.linalg.solve(root[own], (z[label == own] - mean[own]).T)
        assert torch.allclose(places @ places.T / 500, torch.eye(2), atol=1e-3)
        assert torch.allclose(root[own], root[own].T, atol=1e-6)
    assert torch.allclose(mean, torch.stack([z[:500].mean(0), z[500:].mean(0)]))


def test_a_class_of_one_sound_is_narrow_and_one_of_none_lies_where_all_do():
    z, label = torch.tensor([[0.0, 1.0], [4.0, 1.0], [2.0, 3.0]]), torch.tensor([0, -1, -1])
    mean, root = spans(z, label, 2)
    assert torch.equal(mean[0], z[0]) and torch.allclose(root[0], LEAST_SPREAD * torch.eye(2), atol=1e-6)
    assert torch.allclose(mean[1], z.mean(0))
    assert torch.allclose(root[1] @ root[1], torch.cov(z.T, correction=0), atol=1e-5)
    assert spans(z, label, 0)[0].shape == (1, 2)
