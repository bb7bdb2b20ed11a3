import pytest
import torch

from descant.models.patterns import accuracy, pattern_vae


def test_an_untrained_model_plays_about_as_many_onsets_as_the_corpus_has():
    torch.manual_seed(0)
    model = pattern_vae(9, 16, latents=3, density=0.12)
    expected = model.expected(torch.zeros(1, 3))
    assert expected.shape == (1, 144)
    assert expected.mean().item() == pytest.approx(0.12, abs=0.02)


@pytest.mark.parametrize("labels", [0, 5])
def test_any_rows_and_steps_go_in_and_come_out(labels):
    model = pattern_vae(4, 96, latents=2, labels=labels, hidden=16)
    terms = model(torch.ones(3, 4, 96), torch.tensor([0, 4, -1]))
    assert terms.log_likelihood.shape == (3,)
    assert terms.kl.shape == (3, 2)
    assert model.expected(torch.zeros(7, 2), torch.zeros(7, dtype=torch.int64)).shape == (7, 384)


def test_cells_and_f1_as_by_hand():
    true = torch.tensor([[1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]])
    played = torch.tensor([[0.9, 0.8, 0.1, 0.6, 0.2, 0.0, 0.0, 0.5]])
    # two hits of three true and three played: F1 2/3; six cells of eight right
    assert accuracy(true, played) == (0.75, pytest.approx(2 / 3))
    assert accuracy(true, true) == (1.0, 1.0)
    assert accuracy(torch.zeros(1, 4), torch.zeros(1, 4)) == (1.0, 1.0)
    assert accuracy(true, torch.zeros(1, 8)) == (0.625, 0.0)
