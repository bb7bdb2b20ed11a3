"""The VAE of sounds: pictures of any size through convolutions, told their class, and something really learned."""

import pytest
import torch

from descant.models.sounds import Shape, sound_vae


@pytest.mark.parametrize("size", [(96, 64), (98, 61), (7, 3), (8, 8)])
def test_pictures_of_any_size_go_in_and_come_out(size):
    torch.manual_seed(0)
    model = sound_vae(*size, latents=3, labels=5, width=4)
    x, label = torch.rand(2, size[0] * size[1]), torch.tensor([0, 4])
    assert model.encode(x, label).mean.shape == (2, 3)
    assert model.expected(torch.zeros(2, 3), label).shape == x.shape
    terms = model(x, label)
    assert terms.log_likelihood.shape == (2,) and torch.isfinite(terms.elbo()).all()


def test_every_value_is_seen_and_made_and_so_is_the_class():
    torch.manual_seed(0)
    model = sound_vae(16, 9, latents=2, labels=3, width=4)
    x = torch.rand(1, 16 * 9, requires_grad=True)
    model.encode(x, torch.tensor([1])).mean.sum().backward()
    assert (x.grad != 0).all()
    z = torch.zeros(1, 2)
    made = [model.expected(z, torch.tensor([label])) for label in range(3)]
    assert not torch.allclose(made[0], made[1]) and (made[0] != made[2]).all()


def test_it_learns_a_fall_that_a_point_makes_longer():
    torch.manual_seed(0)
    model = sound_vae(12, 16, latents=1, labels=0, width=4)
    decays = torch.linspace(0.1, 1.0, 48)
    levels = (1.0 - torch.arange(16) / (16 * decays[:, None])).clamp(0, 1)
    x = levels[:, None, :].expand(-1, 12, -1).flatten(1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(150):
        optimizer.zero_grad()
        model(x).objective().backward()
        optimizer.step()
    with torch.no_grad():
        z = model.encode(x).mean
        error = (model.expected(z) - x).square().mean().sqrt()
        plain = (x.mean(0) - x).square().mean().sqrt()
        order = torch.corrcoef(torch.stack([z[:, 0].argsort().argsort(), torch.arange(48)]).double())[0, 1]
    assert error < 0.35 * plain and abs(order) > 0.97


@pytest.mark.parametrize("wrong", [(0, 4, 1), (4, 0, 1), (4, 4, 0)])
def test_a_picture_of_no_size_is_refused(wrong):
    with pytest.raises(ValueError, match="a picture has bands and instants"):
        Shape(*wrong)
