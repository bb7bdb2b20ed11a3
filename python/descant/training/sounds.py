"""Training the sound VAE: pictures of sounds in batches by key, the loss with its β, and how near it comes in dB."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from descant import draws
from descant.corpora.sounds import FRAMES, SAMPLE_RATE, Sounds
from descant.models.sounds import sound_vae
from descant.models.vae import Terms
from descant.training import schedules
from descant.training.baselines import distance_db
from descant.transforms.canvas import Canvas, Form

FAR = 2.0
HELD_OUT = 0.1  # of each class, where nobody chose which
DRAWS = 4  # of z for each sound, in a test's ELBO
LOOKED_AT = 128  # of the sounds trained with, in a test
AT_ONCE = 16  # sounds drawn, or encoded, together


@dataclass(frozen=True)
class Settings:
    """What a training of sounds depends on, besides its data and seed."""

    latents: int = 2
    beta: float = 1.0  # 0 to 4
    warmup: int = 0  # steps until β is whole; of a cycle where it is cyclic
    warmup_form: str = "linear"
    free_bits: float = 0.0  # for each latent
    alike: float = 0.05  # nats a value for each unit² that classes' middles lie off 0: z is to say nothing of class
    learning_rate: float = 0.002  # for the first half of the steps; then it sinks to 0
    batch: int = 32
    width: int = 16  # channels of the outermost convolution
    scale: str = "mel"
    bands: int = 94  # of the scale; the picture has one more below and above
    instants: int = 64
    steps: int = 1800

    def form(self) -> Form:
        """Return how pictures are laid out."""
        return Form(self.scale, self.bands, instants=self.instants, sample_rate_hz=SAMPLE_RATE, samples=FRAMES)

    def table(self) -> dict[str, int | float | str | bool]:
        """Return the settings by name, as run.toml has them."""
        return asdict(self)


@dataclass(frozen=True)
class Data:
    """Pictures to train with and to test with."""

    pictures: NDArray[np.float32]  # (n, bands, instants), 0 to 1
    label: NDArray[np.integer]  # (n,), −1: none
    labels: tuple[str, ...]
    held_out: NDArray[np.bool_]  # (n,) true: for testing

    @classmethod
    def of(cls, sounds: Sounds, form: Form, report: Callable[[float], None] = lambda done: None) -> "Data":
        """Return the pictures of a corpus; `report` hears how much is drawn, 0 to 1."""
        canvas = Canvas(form)
        pictures = np.empty((len(sounds), canvas.bands, form.instants), np.float32)
        for begin in range(0, len(sounds), AT_ONCE):
            some = slice(begin, begin + AT_ONCE)
            pictures[some] = canvas.drawn(torch.from_numpy(sounds.audio[some])).numpy()
            report(min(1.0, (begin + AT_ONCE) / len(sounds)))
        return cls(pictures, sounds.label, sounds.labels, sounds.held_out)

    def split(self, seed: int) -> NDArray[np.bool_]:
        """Return which are held out: those that somebody chose, else a tenth of each class, and none of a lone one."""
        if self.held_out.any():
            return self.held_out
        drawn = np.zeros(len(self.label), bool)
        for label in np.unique(self.label):
            own = np.flatnonzero(self.label == label)
            order = draws.generator(seed, "sounds", "held out", int(label)).permutation(own)
            drawn[order[: round(HELD_OUT * len(own)) if len(own) > 1 else 0]] = True
        return drawn


class Split:
    """Pictures as flat rows, apart: those trained with, and those tested with.

    Args:
        data: the pictures.
        seed: what the split is drawn from.

    Raises:
        ValueError: there is nothing to train with.
    """

    def __init__(self, data: Data, seed: int) -> None:
        held = data.split(seed)
        if held.all():
            raise ValueError("there are no sounds to train with")
        x, label = torch.from_numpy(data.pictures).flatten(1), torch.from_numpy(data.label.astype(np.int64))
        self.unseen = int(held.sum())  # sounds in the test; with none, the test is of those trained with
        own = torch.from_numpy(~held)
        test = ~own if self.unseen else own
        self.x, self.label = x[own], label[own]
        self.test_x, self.test_label = x[test], label[test]


class SoundTask:
    """A sound VAE in training.

    Args:
        data: the pictures.
        settings: as run.toml has them.
        seed: what weights, batches and splits are drawn from.
    """

    def __init__(self, data: Data, settings: Settings, seed: int) -> None:
        self.settings, self._seed, self.split = settings, seed, Split(data, seed)
        self._shape = data.pictures.shape[1:]
        chosen = draws.generator(seed, "sounds", "looked at", 0).permutation(len(self.split.x))[:LOOKED_AT]
        self._own = self.split.x[chosen], self.split.label[chosen]
        self._beta = schedules.beta(settings.beta, settings.warmup_form, settings.warmup)
        self._rate = schedules.Schedule(settings.learning_rate, "rest", settings.steps)
        self._batch = min(settings.batch, len(self.split.x))
        self._order: tuple[int, Tensor] = (-1, torch.empty(0))
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            self.model = sound_vae(
                *self._shape, latents=settings.latents, labels=len(data.labels), width=settings.width
            )
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=settings.learning_rate)

    @property
    def unseen(self) -> int:
        """Return how many sounds it is tested with and never sees."""
        return self.split.unseen

    def loss(self, step: int) -> tuple[Tensor, Mapping[str, Tensor | float]]:
        """Return the loss of a step, with its bound, the KL of each latent, and β. It sets the step's learning rate."""
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate(step)
        rows = self._rows(step)
        x, label = self.split.x[rows], self.split.label[rows]
        posterior = self.model.encode(x, label)
        likelihood = self.model.output.log_likelihood(x, self.model.decode(posterior.draw(), label))
        terms = Terms(likelihood, posterior.kl())
        beta, off = self._beta(step), off_middle(posterior.mean, label)
        values: dict[str, Tensor | float] = {
            "log_likelihood": terms.log_likelihood.detach().mean(),
            "kl": terms.kl.detach().mean(0),
            "beta": beta,
            "off_middle": off.detach(),
        }
        return terms.objective(beta, self.settings.free_bits) + self.settings.alike * x.shape[1] * off, values

    def test(self) -> Mapping[str, float]:
        """Return the bound on what is held out; the distance there and in training, decoded from the mean of q(z|x)."""
        x, label = self.split.test_x, self.split.test_label
        bound = torch.stack([self.model(x, label).elbo().mean() for _ in range(DRAWS)]).mean()
        return {
            "elbo": float(bound),
            "lsd_db": self.distance_db(x, label),
            "train_lsd_db": self.distance_db(*self._own),
        }

    @torch.no_grad()
    def distance_db(self, x: Tensor, label: Tensor) -> float:
        """Return how far rows are from what their own points decode to."""
        heard = self.model.expected(self.model.encode(x, label).mean, label)
        return distance_db(heard, x, self._shape)

    def _rows(self, step: int) -> Tensor:
        """Return which sounds a step sees: each once an epoch, in an order drawn by key."""
        epoch, place = divmod(step, len(self.split.x) // self._batch)
        if self._order[0] != epoch:
            order = draws.generator(self._seed, "sounds", "epoch", epoch).permutation(len(self.split.x))
            self._order = epoch, torch.from_numpy(order)
        return self._order[1][place * self._batch : (place + 1) * self._batch]


def off_middle(points: Tensor, label: Tensor) -> Tensor:
    """Return how far the middles of the classes lie from 0, squared: an estimate without bias, from pairs of a class.

    The model is told the class, and need not say it again by where it puts a sound: a point is to mean the same change
    in each class. Points more than `FAR` as far as the prior has them count as if they were at that: of the few sounds
    of a class those of a pair are likely to lie on opposite sides, and to move them apart for ever would be rewarded.
    """
    pairs = (label[:, None] == label) & (label[:, None] >= 0)
    pairs = pairs & ~torch.eye(len(label), dtype=torch.bool, device=label.device)
    products = (points @ points.T)[pairs]
    far = points.square().sum(-1).mean() / (points.shape[-1] * FAR**2)
    return products.mean() / far.clamp(min=1.0) if len(products) else points.new_zeros(())
