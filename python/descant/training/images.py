"""Training the VAE of Kingma & Welling (2014) on pictures: one hidden layer of tanh at each end, Bernoulli pixels."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn

from descant import draws
from descant.corpora.images import Images
from descant.models.vae import VAE, Bernoulli

BATCH = 100  # the paper's
ACTIVE_NATS = 0.01  # a latent whose mean KL is above says something
TESTED = 500  # pictures at a time
BINARISATIONS = {
    "random": "each pixel drawn 0 or 1 by its grey, anew for each step; the test's once",
    "threshold": "1 above half grey",
}


@dataclass(frozen=True)
class Settings:
    """What a training of pictures depends on, besides its data and seed."""

    latents: int
    beta: float = 1.0  # 0 to 4
    hidden: int = 500
    learning_rate: float = 0.001  # of Adam; the paper has Adagrad
    binarisation: str = "random"

    def table(self) -> dict[str, int | float | str | bool]:
        """Return the settings by name, as run.toml has them."""
        return asdict(self)


class ImageTask:
    """The paper's model in training.

    Args:
        images: grey pictures.
        settings: as run.toml has them.
        seed: what weights, batches and the test's pixels are drawn from.
    """

    def __init__(self, images: Images, settings: Settings, seed: int) -> None:
        self._settings, self._seed = settings, seed
        self._grey, grey_test = torch.from_numpy(images.train), torch.from_numpy(images.test)
        self.batch = min(BATCH, len(self._grey))
        self._order: tuple[int, Tensor] = (-1, torch.empty(0))
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            self._test = self._binary(grey_test)
            self.model = _network(self._grey.shape[1], settings)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=settings.learning_rate)

    def loss(self, step: int) -> tuple[Tensor, Mapping[str, Tensor | float]]:
        """Return the loss of a step, with its likelihood and the KL of each latent."""
        terms = self.model(self._binary(self._grey[self._rows(step)]))
        values = {"log_likelihood": terms.log_likelihood.detach().mean(), "kl": terms.kl.detach().mean(0)}
        return terms.objective(self._settings.beta), values

    def test(self) -> Mapping[str, float]:
        """Return the bound (β 1, whatever β is in training), its two terms and how many latents say something."""
        parts = range(0, len(self._test), TESTED)
        terms = [self.model(self._test[begin : begin + TESTED]) for begin in parts]
        kl = torch.cat([term.kl for term in terms]).mean(0)
        likelihood = float(torch.cat([term.log_likelihood for term in terms]).mean())
        return {
            "elbo": likelihood - float(kl.sum()),
            "log_likelihood": likelihood,
            "kl": float(kl.sum()),
            "active": int((kl > ACTIVE_NATS).sum()),
        }

    def _binary(self, grey: Tensor) -> Tensor:
        """Return pixels that are 0 or 1: a Bernoulli likelihood is one of nothing else."""
        return torch.bernoulli(grey) if self._settings.binarisation == "random" else (grey > 0.5).float()

    def _rows(self, step: int) -> Tensor:
        """Return which pictures a step sees: each once an epoch, in an order drawn by key."""
        epoch, place = divmod(step, len(self._grey) // self.batch)
        if self._order[0] != epoch:
            order = draws.generator(self._seed, "images", "epoch", epoch).permutation(len(self._grey))
            self._order = epoch, torch.from_numpy(order)
        return self._order[1][place * self.batch : (place + 1) * self.batch]


def _network(pixels: int, settings: Settings) -> VAE:
    """Return the paper's model, untrained."""
    wide, latents = settings.hidden, settings.latents
    encoder = nn.Sequential(nn.Linear(pixels, wide), nn.Tanh(), nn.Linear(wide, 2 * latents))
    decoder = nn.Sequential(nn.Linear(latents, wide), nn.Tanh(), nn.Linear(wide, pixels))
    return VAE(encoder, decoder, latents=latents, output=Bernoulli())
