"""Training the pattern VAE: batches by key, the loss with its β, and how it does on patterns that it never saw."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from descant import draws
from descant.models import probe
from descant.models.patterns import HIDDEN, accuracy, pattern_vae
from descant.training import schedules

HELD_OUT = 0.1  # of the patterns, where nobody chose which
DRAWS = 8  # of z for each pattern, in a test's ELBO
LOOKED_AT = 512  # of the patterns trained with, in a test


@dataclass(frozen=True)
class Settings:
    """What a training of patterns depends on, besides its data and seed."""

    latents: int = 2
    labels: bool = False  # tell the model the labels
    beta: float = 1.0  # 0 to 4
    warmup: int = 0  # steps until β is whole; of a cycle where it is cyclic
    warmup_form: str = "linear"
    free_bits: float = 0.0  # for each latent
    learning_rate: float = 0.001
    batch: int = 64
    hidden: int = HIDDEN
    steps: int = 10_000

    def table(self) -> dict[str, int | float | str | bool]:
        """Return the settings by name, as run.toml has them."""
        return asdict(self)


@dataclass(frozen=True)
class Data:
    """Patterns to train with and to test with."""

    onsets: NDArray[np.uint8]  # (n, rows, steps)
    label: NDArray[np.integer]  # (n,), −1: none
    labels: tuple[str, ...]
    held_out: NDArray[np.bool_]  # (n,) true: for testing

    def split(self, seed: int) -> NDArray[np.bool_]:
        """Return which are held out: those that somebody chose, else a tenth drawn by key, and none of one alone."""
        if self.held_out.any():
            return self.held_out
        drawn = np.zeros(len(self.onsets), bool)
        order = draws.generator(seed, "patterns", "held out", 0).permutation(len(drawn))
        drawn[order[: round(HELD_OUT * len(drawn))]] = True
        return drawn


class PatternTask:
    """A pattern VAE in training.

    Args:
        data: the patterns.
        settings: as run.toml has them.
        seed: what weights, batches and splits are drawn from.
    """

    def __init__(self, data: Data, settings: Settings, seed: int) -> None:
        held = data.split(seed)
        if held.all():
            raise ValueError("there are no patterns to train with")
        self.settings, self._seed = settings, seed
        self._x = torch.from_numpy(data.onsets[~held]).float().flatten(1)
        self._label = torch.from_numpy(data.label[~held].astype(np.int64))
        self.unseen = int(held.sum())  # patterns in the test; with none, the test is of those it is trained with
        test = held if held.any() else ~held
        self._test_x = torch.from_numpy(data.onsets[test]).float().flatten(1)
        self._test_label = torch.from_numpy(data.label[test].astype(np.int64))
        own = draws.generator(seed, "patterns", "looked at", 0).permutation(len(self._x))[:LOOKED_AT]
        self._own_x, self._own_label = self._x[own], self._label[own]
        self._beta = schedules.beta(settings.beta, settings.warmup_form, settings.warmup)
        self._batch = min(settings.batch, len(self._x))
        self._order: tuple[int, Tensor] = (-1, torch.empty(0))
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            self.model = pattern_vae(
                *data.onsets.shape[1:],
                latents=settings.latents,
                labels=len(data.labels) if settings.labels else 0,
                hidden=settings.hidden,
                density=float(self._x.mean().clamp(0.001, 0.999)),
            )
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=settings.learning_rate)

    def loss(self, step: int) -> tuple[Tensor, Mapping[str, Tensor | float]]:
        """Return the loss of a step, with its bound, the KL of each latent, and β."""
        rows = self._rows(step)
        terms = self.model(self._x[rows], self._label[rows])
        beta = self._beta(step)
        values = {"log_likelihood": terms.log_likelihood.detach().mean(), "kl": terms.kl.detach().mean(0), "beta": beta}
        return terms.objective(beta, self.settings.free_bits), values

    def test(self) -> Mapping[str, float]:
        """Return the bound on what is held out; cells and F1 there and in training, decoded from the mean of q(z|x)."""
        bound = torch.stack([self.model(self._test_x, self._test_label).elbo().mean() for _ in range(DRAWS)]).mean()
        held = accuracy(self._test_x, self._heard(self._test_x, self._test_label))
        own = accuracy(self._own_x, self._heard(self._own_x, self._own_label))
        return {
            "elbo": float(bound),
            "cells": held.cells,
            "f1": held.f1,
            "train_cells": own.cells,
            "train_f1": own.f1,
        }

    @torch.no_grad()
    def told(self) -> float | None:
        """Return of how many held-out patterns, 0 to 1, a linear probe tells the label from z; None without two."""
        known, tested = self._label >= 0, self._test_label >= 0
        label = self._label[known]
        if len(set(label.tolist())) < 2 or not tested.any():
            return None
        weights = probe.fitted(self.model.encode(self._x[known], label).mean, label, int(label.max()) + 1)
        z = self.model.encode(self._test_x[tested], self._test_label[tested]).mean
        return probe.right(weights, z, self._test_label[tested])

    def _heard(self, x: Tensor, label: Tensor) -> Tensor:
        """Return the probabilities of onsets at the patterns' own points."""
        return self.model.expected(self.model.encode(x, label).mean, label)

    def _rows(self, step: int) -> Tensor:
        """Return which patterns a step sees: each once an epoch, in an order drawn by key."""
        epoch, place = divmod(step, len(self._x) // self._batch)
        if self._order[0] != epoch:
            order = draws.generator(self._seed, "patterns", "epoch", epoch).permutation(len(self._x))
            self._order = epoch, torch.from_numpy(order)
        return self._order[1][place * self._batch : (place + 1) * self._batch]
