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
PRECISIONS = ("float32", "bf16")
DRAWS = 8  # of z for each pattern, in a test's ELBO
LOOKED_AT = 512  # of the patterns trained with, in a test


@dataclass(frozen=True)
class Settings:
    """What a training of patterns depends on, besides its data and seed."""

    latents: int = 2
    labels: bool = False  # tell the model the labels
    gather: float = 3.0  # weight of the labels' being read off z, where the model is not told them; 0: z knows of none
    beta: float = 1.0  # 0 to 4
    warmup: int = 0  # steps until β is whole; of a cycle where it is cyclic
    warmup_form: str = "linear"
    free_bits: float = 0.0  # for each latent
    learning_rate: float = 0.003
    decay: int = 2000  # steps until the learning rate is half, and a third after as many again; 0: it stays
    batch: int = 128
    hidden: int = HIDDEN
    precision: str = "float32"  # of the layers' products; weights, bound and optimizer stay in float32
    device: str = "cpu"
    steps: int = 6000

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
        held = self.held_out = data.split(seed)
        if held.all():
            raise ValueError("there are no patterns to train with")
        self.settings, self._seed, self._device = settings, seed, torch.device(settings.device)
        self._names = len(data.labels)
        self._x, self._label = self._tensors(data, ~held)
        self.unseen = int(held.sum())  # patterns in the test; with none, the test is of those it is trained with
        test = held if held.any() else ~held
        self._test_x, self._test_label = self._tensors(data, test)
        own = draws.generator(seed, "patterns", "looked at", 0).permutation(len(self._x))[:LOOKED_AT]
        self._own_x, self._own_label = self._x[own], self._label[own]
        self._rate = schedules.falling(settings.learning_rate, settings.decay)
        self._beta = schedules.beta(settings.beta, settings.warmup_form, settings.warmup)
        self._batch = min(settings.batch, len(self._x))
        self._order: tuple[int, Tensor] = (-1, torch.empty(0))
        gathered = settings.gather and not settings.labels and len(set(self._label[self._label >= 0].tolist())) > 1
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            self.model = pattern_vae(
                *data.onsets.shape[1:],
                latents=settings.latents,
                labels=self._names if settings.labels else 0,
                read=self._names if gathered else 0,
                hidden=settings.hidden,
                density=float(self._x.mean().clamp(0.001, 0.999)),
            ).to(self._device)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=settings.learning_rate, fused=True)

    def loss(self, step: int) -> tuple[Tensor, Mapping[str, Tensor | float]]:
        """Return the loss of a step, with its bound, the KL of each latent, and β."""
        rows = self._rows(step)
        x, label = self._x[rows], self._label[rows]
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate(step)
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self.settings.precision == "bf16"):
            posterior = self.model.encode(x, label)
            z = posterior.draw()
            terms = self.model.terms(x, posterior, z, label)
        misread = self.model.misread(z, label)
        beta = self._beta(step)
        values: dict[str, Tensor | float] = {
            "log_likelihood": terms.log_likelihood.detach().mean(), "kl": terms.kl.detach().mean(0), "beta": beta
        }  # fmt: skip
        if self.model.reader is not None:
            values["misread"] = misread.detach()
        return terms.objective(beta, self.settings.free_bits) + self.settings.gather * misread, values

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

    def tested_kl(self) -> Tensor:
        """Return the KL of each latent in nats, a mean over what is held out."""
        return self.model.encode(self._test_x, self._test_label).kl().mean(0)

    @torch.no_grad()
    def confusion(self) -> NDArray[np.int64] | None:
        """Return how often a linear probe, fitted to the points trained with, takes which label for which.

        (labels, labels): true ones, told ones; of held-out patterns that have a label. None without two labels.
        """
        known, tested = self._label >= 0, self._test_label >= 0
        label = self._label[known].cpu()
        if not self.unseen or len(set(label.tolist())) < 2 or not tested.any():
            return None
        true = self._test_label[tested].cpu()
        labels = self._names
        weights = probe.fitted(self.model.encode(self._x[known], self._label[known]).mean.cpu(), label, labels)
        told = probe.told(weights, self.model.encode(self._test_x[tested], self._test_label[tested]).mean.cpu())
        return torch.bincount(true * labels + told, minlength=labels**2).view(labels, labels).numpy()

    def told(self) -> float | None:
        """Return of how many held-out patterns, 0 to 1, a linear probe tells the label from z; None without two."""
        counts = self.confusion()
        return None if counts is None else float(np.trace(counts) / counts.sum())

    def _tensors(self, data: Data, chosen: NDArray[np.bool_]) -> tuple[Tensor, Tensor]:
        """Return the patterns chosen, flat, and their labels."""
        x = torch.from_numpy(data.onsets[chosen]).to(self._device).float().flatten(1)
        return x, torch.from_numpy(data.label[chosen].astype(np.int64)).to(self._device)

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
