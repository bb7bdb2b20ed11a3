"""The variational autoencoder, for patterns and for sounds: encoder and decoder are given, the rest is here.

Kingma & Welling (2014): log p(x) ≥ ELBO = E_q[log p(x|z)] − KL(q(z|x) ‖ p(z)). The prior p(z) is a unit Gaussian, the
posterior q(z|x) a Gaussian whose mean and log variance the encoder gives for each latent. Everything is in nats and a
number for each row of a batch, until `objective` makes a loss of it.

Encoder and decoder take and give flat rows, so that an MLP or a convolution that reshapes by itself will do:
    encoder   (batch, values + labels)  → (batch, 2 · latents): means, then log variances
    decoder   (batch, latents + labels) → (batch, values · output.numbers)
Without labels there is nothing to add; with them a one-hot row joins both ends (a conditional VAE, by the same class).
"""

import math
from typing import NamedTuple, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

NATS_PER_BIT = math.log(2.0)
LOG_ROOT_2_PI = 0.5 * math.log(2.0 * math.pi)
LEAST_LOG_DEVIATION = -7.0  # a learned deviation of zero has no end of likelihood: this is 0.1 % of a unit


class Output(Protocol):
    """What the decoder's numbers mean: a distribution of each value, independent of the others' given z."""

    @property
    def numbers(self) -> int:
        """How many numbers the decoder gives for each value."""

    def log_likelihood(self, x: Tensor, raw: Tensor) -> Tensor:
        """Return log p(x|z) in nats, one for each row, its constants included."""

    def mean(self, raw: Tensor) -> Tensor:
        """Return the values expected."""


class Bernoulli:
    """Values that are 0 or 1; the decoder gives the logit of a 1."""

    numbers = 1

    def log_likelihood(self, x: Tensor, raw: Tensor) -> Tensor:
        """Return Σ x log p + (1 − x) log(1 − p) of each row: a likelihood of 0 and 1 only, not of what lies between."""
        return -functional.binary_cross_entropy_with_logits(raw, x, reduction="none").sum(-1)

    def mean(self, raw: Tensor) -> Tensor:
        """Return the probability of a 1."""
        return torch.sigmoid(raw)


class Gaussian:
    """Real values. The decoder gives the mean of each, and its log deviation too where no `deviation` is fixed."""

    def __init__(self, deviation: float | None = None) -> None:
        if deviation is not None and not (math.isfinite(deviation) and deviation > 0.0):
            raise ValueError(f"a deviation is above 0, not {deviation}")
        self.deviation = deviation
        self.numbers = 2 if deviation is None else 1

    def log_likelihood(self, x: Tensor, raw: Tensor) -> Tensor:
        """Return the sum of the values' log densities, one for each row."""
        mean, log_deviation = self._parameters(raw)
        scaled = (x - mean) * torch.exp(-log_deviation)
        return -(0.5 * scaled.square() + log_deviation + LOG_ROOT_2_PI).sum(-1)

    def mean(self, raw: Tensor) -> Tensor:
        """Return the means."""
        return self._parameters(raw)[0]

    def _parameters(self, raw: Tensor) -> tuple[Tensor, Tensor]:
        """Return means and log deviations."""
        if self.deviation is not None:
            return raw, raw.new_tensor(math.log(self.deviation))
        mean, log_deviation = raw.chunk(2, dim=-1)
        return mean, log_deviation.clamp(min=LEAST_LOG_DEVIATION)


class Posterior(NamedTuple):
    """q(z|x): a Gaussian for each row and latent."""

    mean: Tensor
    log_variance: Tensor

    def draw(self) -> Tensor:
        """Return z = mean + deviation · noise, through which gradients flow; the noise is torch's own."""
        return self.mean + torch.exp(0.5 * self.log_variance) * torch.randn_like(self.mean)

    def kl(self) -> Tensor:
        """Return KL(q ‖ N(0, 1)) in nats of each row and latent, in closed form."""
        return 0.5 * (self.mean.square() + self.log_variance.exp() - 1.0 - self.log_variance)

    def log_density(self, z: Tensor) -> Tensor:
        """Return log q(z|x), one for each row."""
        scaled = (z - self.mean).square() * torch.exp(-self.log_variance)
        return -(0.5 * (scaled + self.log_variance) + LOG_ROOT_2_PI).sum(-1)


class Terms(NamedTuple):
    """The two terms of the bound, apart."""

    log_likelihood: Tensor  # (batch,)
    kl: Tensor  # (batch, latents)

    def elbo(self) -> Tensor:
        """Return the evidence lower bound of each row: β 1, no free bits."""
        return self.log_likelihood - self.kl.sum(-1)

    def objective(self, beta: float = 1.0, free_bits: float = 0.0) -> Tensor:
        """Return the loss to descend: β · KL − log-likelihood, a mean over rows.

        Args:
            beta: the weight of KL, 0 to 4. 0 is an autoencoder that is only disturbed, 1 the bound.
            free_bits: how much each latent may say for nothing, in bits: below it, the KL of that latent (its mean
                over the batch) pushes no more (Kingma et al. 2016).
        """
        kl = self.kl.mean(0).clamp(min=free_bits * NATS_PER_BIT).sum()
        return beta * kl - self.log_likelihood.mean()


class VAE(nn.Module):
    """An encoder and a decoder that share a latent space.

    Args:
        encoder, decoder: modules of flat rows, as this module's head says.
        latents: the latent space's dimensions.
        output: `Bernoulli()` or `Gaussian(deviation)`.
        labels: how many labels it is told, at both ends; 0 is a VAE without.
        read: how many labels are to be read off z by straight lines (`reads`); 0: none.
    """

    def __init__(
        self, encoder: nn.Module, decoder: nn.Module, *, latents: int, output: Output, labels: int = 0, read: int = 0
    ) -> None:
        super().__init__()
        if latents < 1 or labels < 0:
            raise ValueError(f"latents from 1 and labels from 0, not {latents} and {labels}")
        self.encoder, self.decoder = encoder, decoder
        self.latents, self.output, self.labels = latents, output, labels
        self.reader = nn.Linear(latents, read) if read else None

    def encode(self, x: Tensor, label: Tensor | None = None) -> Posterior:
        """Return where rows lie: x as (batch, …), labels as (batch,) whole numbers, −1 where one is not known."""
        raw = self.encoder(self._with_label(x.flatten(1), label)).to(x.dtype)  # which under autocast it is not
        return Posterior(*raw.chunk(2, dim=-1))

    def decode(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        """Return the decoder's raw numbers at points (batch, latents): logits, or means and log deviations."""
        raw: Tensor = self.decoder(self._with_label(z, label))
        return raw.to(z.dtype)

    def expected(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        """Return the values expected at points: (batch, values)."""
        return self.output.mean(self.decode(z, label))

    def forward(self, x: Tensor, label: Tensor | None = None) -> Terms:
        """Return the bound's terms, the likelihood estimated with one draw of z for each row."""
        posterior = self.encode(x, label)
        return self.terms(x, posterior, posterior.draw(), label)

    def terms(self, x: Tensor, posterior: Posterior, z: Tensor, label: Tensor | None = None) -> Terms:
        """Return the bound's terms at a draw of z that one has already."""
        return Terms(self.output.log_likelihood(x.flatten(1), self.decode(z, label)), posterior.kl())

    def misread(self, z: Tensor, label: Tensor) -> Tensor:
        """Return how many nats of surprise the labels (n,) are to a reader of z by straight lines, a mean.

        To descend it as well gathers the patterns of a label in a region of their own. Where none is known (−1): 0.
        """
        if self.reader is None:
            return z.new_zeros(())
        total = functional.cross_entropy(self.reader(z), label, ignore_index=-1, reduction="sum")
        return total / (label >= 0).sum().clamp(min=1)

    def evidence(self, x: Tensor, label: Tensor | None = None, *, samples: int) -> Tensor:
        """Return the importance-weighted bound (Burda et al. 2016) of log p(x) in nats, one for each row.

        With one sample it estimates the ELBO; with more it nears log p(x) from below.
        """
        posterior = self.encode(x, label)
        total = x.new_full((len(x),), -math.inf)
        for _ in range(samples):
            z = posterior.draw()
            prior = -(0.5 * z.square() + LOG_ROOT_2_PI).sum(-1)
            likelihood = self.output.log_likelihood(x.flatten(1), self.decode(z, label))
            total = torch.logaddexp(total, likelihood + prior - posterior.log_density(z))
        return total - math.log(samples)

    def _with_label(self, rows: Tensor, label: Tensor | None) -> Tensor:
        """Return rows with their labels behind them, where there are any to tell."""
        return told(rows, label, self.labels) if self.labels else rows


def told(rows: Tensor, label: Tensor | None, labels: int) -> Tensor:
    """Return rows with their labels (rows,), of so many, one-hot behind them; one that is not known is all zeros."""
    if label is None:
        label = torch.full((len(rows),), -1, device=rows.device)
    one_hot = label.unsqueeze(-1) == torch.arange(labels, device=rows.device)
    return torch.cat([rows, one_hot.to(rows.dtype)], dim=-1)
