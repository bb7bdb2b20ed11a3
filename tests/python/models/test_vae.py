import math

import pytest
import torch
from torch import nn
from torch.distributions import Bernoulli as TorchBernoulli
from torch.distributions import Independent, MultivariateNormal, Normal, kl_divergence

from descant.models.vae import LEAST_LOG_DEVIATION, VAE, Bernoulli, Gaussian, Posterior, Terms


class Constant(nn.Module):
    """Gives the same numbers whatever comes, and keeps what came."""

    def __init__(self, *numbers):
        super().__init__()
        self.numbers = nn.Parameter(torch.tensor(numbers, dtype=torch.float64))

    def forward(self, rows):
        self.seen = rows
        return self.numbers.expand(len(rows), -1)


@pytest.fixture(autouse=True)
def own_random_state():
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        yield


def test_the_bound_of_a_coin_as_by_hand():
    # q = N(1, e^0): KL = (1 + 1 - 1 - 0) / 2 = 1/2; p = 3/4 for each of the values 1, 1, 0
    model = VAE(Constant(1.0, 0.0), Constant(*[math.log(3.0)] * 3), latents=1, output=Bernoulli())
    terms = model(torch.tensor([[1.0, 1.0, 0.0]], dtype=torch.float64))
    likelihood = 2 * math.log(3 / 4) + math.log(1 / 4)
    assert terms.log_likelihood.item() == pytest.approx(likelihood, abs=1e-12)
    assert terms.kl.tolist() == [[0.5]]
    assert terms.elbo().item() == pytest.approx(likelihood - 0.5, abs=1e-12)


def test_the_bound_of_a_fixed_gaussian_as_by_hand():
    # two latents: N(0, 4) costs (4 - 1 - log 4) / 2, N(-2, 1) costs 2; x is one and a half deviations of 2 away
    model = VAE(Constant(0.0, -2.0, math.log(4.0), 0.0), Constant(5.0), latents=2, output=Gaussian(2.0))
    terms = model(torch.tensor([[8.0]], dtype=torch.float64))
    assert terms.kl[0].tolist() == pytest.approx([(3 - math.log(4)) / 2, 2.0], abs=1e-12)
    assert terms.log_likelihood.item() == pytest.approx(-1.125 - math.log(2) - math.log(2 * math.pi) / 2, abs=1e-12)


def test_outputs_and_kl_are_those_of_torch_distributions():
    raw = torch.randn(6, 10, dtype=torch.float64) * 2
    bits = (torch.rand(6, 10) > 0.5).double()
    reals = torch.randn(6, 5, dtype=torch.float64)
    mean, log_deviation = raw.chunk(2, dim=-1)
    pairs = [
        (Bernoulli().log_likelihood(bits, raw), TorchBernoulli(logits=raw).log_prob(bits).sum(-1)),
        (Gaussian().log_likelihood(reals, raw), Normal(mean, log_deviation.exp()).log_prob(reals).sum(-1)),
        (Gaussian(0.3).log_likelihood(bits, raw), Normal(raw, 0.3).log_prob(bits).sum(-1)),
    ]
    posterior = Posterior(mean, log_deviation)
    reference = Normal(mean, (0.5 * log_deviation).exp())
    pairs += [
        (posterior.kl(), kl_divergence(reference, Normal(0.0, 1.0))),
        (posterior.log_density(reals), Independent(reference, 1).log_prob(reals)),
    ]
    for ours, theirs in pairs:
        torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(Bernoulli().mean(raw), TorchBernoulli(logits=raw).mean)
    assert torch.equal(Gaussian().mean(raw), mean)


def test_a_learned_deviation_goes_no_lower_than_its_floor():
    raw = torch.tensor([[0.0, -50.0]], dtype=torch.float64)
    likelihood = Gaussian().log_likelihood(torch.zeros(1, 1, dtype=torch.float64), raw)
    assert likelihood.item() == pytest.approx(-LEAST_LOG_DEVIATION - math.log(2 * math.pi) / 2)


def test_draws_have_the_posterior_s_mean_and_deviation_and_pass_gradients():
    mean = torch.full((200_000, 1), 3.0, dtype=torch.float64, requires_grad=True)
    log_variance = torch.full((200_000, 1), math.log(0.25), dtype=torch.float64, requires_grad=True)
    z = Posterior(mean, log_variance).draw()
    assert z.mean().item() == pytest.approx(3.0, abs=0.01)
    assert z.std().item() == pytest.approx(0.5, abs=0.01)
    z.sum().backward()
    assert torch.equal(mean.grad, torch.ones_like(mean))
    torch.testing.assert_close(log_variance.grad, (0.5 * (z - mean)).detach())


def linear_gaussian():
    """Return a model whose evidence is known, x = Wz + b + 0.7 noise, with a posterior that is a little wrong."""
    model = VAE(nn.Linear(3, 4), nn.Linear(2, 3), latents=2, output=Gaussian(0.7)).double()
    weight, bias = model.decoder.weight, model.decoder.bias
    covariance = weight @ weight.T + 0.49 * torch.eye(3, dtype=torch.float64)
    exact = torch.linalg.inv(torch.eye(2, dtype=torch.float64) + weight.T @ weight / 0.49)
    with torch.no_grad():
        pull = exact @ weight.T / 0.49
        model.encoder.weight.copy_(torch.cat([0.9 * pull, torch.zeros(2, 3, dtype=torch.float64)]))
        model.encoder.bias.copy_(torch.cat([-0.9 * pull @ bias, exact.diagonal().log() + 0.2]))
    return model, MultivariateNormal(bias.detach(), covariance.detach())


@torch.no_grad()
def test_the_importance_weighted_bound_lies_above_the_elbo_and_nears_the_evidence():
    model, evidence = linear_gaussian()
    x = evidence.sample((5,))
    truth = evidence.log_prob(x)
    many = x.repeat(100_000, 1)
    elbo = model(many).elbo().view(-1, 5).mean(0)
    one, five, fifty = (model.evidence(many[: 500_000 // k], samples=k).view(-1, 5).mean(0) for k in (1, 5, 50))
    torch.testing.assert_close(one, elbo, rtol=0, atol=0.03)  # one sample is the ELBO, drawn otherwise
    assert (elbo < five - 0.01).all()
    assert (five < fifty).all()
    assert (fifty < truth).all()
    torch.testing.assert_close(model.evidence(x, samples=5000), truth, rtol=0, atol=0.02)


@torch.no_grad()
def test_with_the_exact_posterior_bound_and_evidence_are_one():
    # x = 2z + noise of deviation 1: the posterior is N(0.4 x, 0.2) and p(x) is N(0, 5)
    model = VAE(nn.Linear(1, 2), nn.Linear(1, 1, bias=False), latents=1, output=Gaussian(1.0)).double()
    model.decoder.weight.fill_(2.0)
    model.encoder.weight.copy_(torch.tensor([[0.4], [0.0]]))
    model.encoder.bias.copy_(torch.tensor([0.0, math.log(0.2)]))
    x = torch.tensor([[-1.0], [0.3], [4.0]], dtype=torch.float64)
    truth = Normal(0.0, math.sqrt(5.0)).log_prob(x).sum(-1)
    torch.testing.assert_close(model.evidence(x, samples=3), truth.double(), rtol=1e-6, atol=1e-6)


def test_beta_weighs_kl_and_free_bits_spare_the_latents_that_say_little():
    kl = torch.tensor([[0.1, 2.0], [1.1, 4.0]], requires_grad=True)
    terms = Terms(torch.tensor([-10.0, -20.0]), kl)
    for beta in (0.0, 0.5, 1.0, 4.0):
        assert terms.objective(beta).item() == pytest.approx(15.0 + beta * 3.6)
    assert terms.objective(1.0).item() == pytest.approx(-terms.elbo().mean().item())
    spared = terms.objective(2.0, free_bits=1.0)  # a bit is log 2 = 0.69 nats, above the first latent's mean of 0.6
    assert spared.item() == pytest.approx(15.0 + 2.0 * (math.log(2.0) + 3.0))
    spared.backward()
    assert kl.grad.tolist() == [[0.0, 1.0], [0.0, 1.0]]


def test_labels_join_both_ends_one_hot_and_an_unknown_one_is_none():
    encoder, decoder = Constant(0.0, 0.0), Constant(0.0, 0.0, 0.0, 0.0)
    model = VAE(encoder, decoder, latents=1, output=Bernoulli(), labels=3)
    x = torch.ones(2, 2, 2, dtype=torch.float64)
    model(x, torch.tensor([2, -1]))
    assert encoder.seen.tolist() == [[1, 1, 1, 1, 0, 0, 1], [1, 1, 1, 1, 0, 0, 0]]
    assert decoder.seen[:, 1:].tolist() == [[0, 0, 1], [0, 0, 0]]
    model(x)
    assert encoder.seen[:, 4:].abs().sum() == 0
    plain = VAE(encoder, decoder, latents=1, output=Bernoulli())
    plain(x)
    assert encoder.seen.shape == (2, 4)
    assert decoder.seen.shape == (2, 1)


def test_a_conditional_model_learns_what_only_the_label_tells():
    x = torch.tensor([[1.0, 0.0], [0.0, 1.0]]).repeat(16, 1)
    label = torch.tensor([0, 1]).repeat(16)
    model = VAE(nn.Linear(4, 2), nn.Linear(3, 2), latents=1, output=Bernoulli(), labels=2)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(300):
        optimizer.zero_grad()
        model(x, label).objective(4.0).backward()
        optimizer.step()
    likely = model.expected(torch.zeros(2, 1), torch.tensor([0, 1])) > 0.9
    assert likely.tolist() == [[True, False], [False, True]]
    assert model(x, label).kl.mean() < 0.05  # the latent has nothing to add


@pytest.mark.parametrize("wrong", [{"latents": 0}, {"latents": 2, "labels": -1}])
def test_sizes_that_are_none_are_refused(wrong):
    with pytest.raises(ValueError, match="latents from 1"):
        VAE(nn.Identity(), nn.Identity(), output=Bernoulli(), **wrong)


@pytest.mark.parametrize("deviation", [0.0, -1.0, math.nan, math.inf])
def test_a_deviation_that_is_none_is_refused(deviation):
    with pytest.raises(ValueError, match="above 0"):
        Gaussian(deviation)


def test_a_reader_of_z_counts_its_surprise_where_labels_are_known():
    model = VAE(nn.Linear(3, 4), nn.Linear(2, 3), latents=2, output=Bernoulli(), read=3)
    z, label = torch.randn(4, 2), torch.tensor([2, -1, 0, -1])
    logits = z @ model.reader.weight.T + model.reader.bias
    by_hand = -(logits.log_softmax(-1)[0, 2] + logits.log_softmax(-1)[2, 0]) / 2
    assert float(model.misread(z, label).detach()) == pytest.approx(float(by_hand.detach()), rel=1e-5)
    assert model.misread(z, torch.full((4,), -1)) == 0.0
    without = VAE(nn.Linear(3, 4), nn.Linear(2, 3), latents=2, output=Bernoulli())
    assert without.misread(z, label) == 0.0
    assert without.reader is None
