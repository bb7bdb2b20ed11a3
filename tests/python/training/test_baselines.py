"""What a model is held against: PCA, the nearest, the class's mean, and the distance itself."""

import pytest
import torch

from descant.training import baselines
from descant.training.baselines import class_means, class_pca, distance_db, nearest, pca


@pytest.fixture
def plane():
    """Give rows of a plane in six dimensions, and others of it."""
    g = torch.Generator().manual_seed(0)
    ways = torch.randn(2, 6, generator=g)
    return 1.0 + torch.randn(50, 2, generator=g) @ ways, 1.0 + torch.randn(9, 2, generator=g) @ ways


def test_pca_finds_a_plane_and_a_line_is_too_little(plane, monkeypatch):
    x, test = plane
    assert torch.allclose(pca(x, test, 2), test, atol=1e-4)
    assert not torch.allclose(pca(x, test, 1), test, atol=0.1)
    assert torch.allclose(pca(x, test, 20), test, atol=1e-3)
    monkeypatch.setattr(baselines, "MOST", 10)
    assert torch.allclose(pca(x, test, 2), test, atol=1e-3)


def test_the_nearest_and_the_means(plane):
    x, _ = plane
    assert torch.equal(nearest(x, x[[3, 7]] + 1e-4), x[[3, 7]])
    label = torch.arange(50) % 2
    found = class_means(x, label, torch.tensor([1, 0, 5]))
    assert torch.allclose(found, torch.stack([x[label == 1].mean(0), x[label == 0].mean(0), x.mean(0)]))
    bent = torch.where(label[:, None] == 1, x, 0.01 * x.flip(1))
    assert torch.allclose(class_pca(bent, label, bent[:4], label[:4], 2), bent[:4], atol=1e-3)


def test_a_distance_is_the_root_over_bands_and_a_mean_over_instants():
    wanted = torch.full((1, 6), 0.5)
    found = torch.tensor([[0.5 + 0.1, 0.5, 0.5, 0.5, 0.5 + 0.1, 0.5]])  # two bands, three instants
    assert distance_db(found, wanted, (2, 3)) == pytest.approx((8.0 / 2**0.5 + 8.0 / 2**0.5) / 3, rel=1e-5)
    assert distance_db(wanted + 9.0, wanted, (2, 3)) == pytest.approx(40.0)
