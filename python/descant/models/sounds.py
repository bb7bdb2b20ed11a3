"""Sounds: the VAE whose one point is a sound, a small picture of levels, of a class that it is told."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from descant.models.vae import VAE, Gaussian

WIDTH = 24  # channels of the outermost convolution; further in it is twice and three times that
HIDDEN = 256
STRIDES = 3  # convolutions that halve both sides
DEVIATION = 0.12  # of a level from what is decoded, where 1 is all from the floor to the loudest: 10 dB of 80


def sound_vae(bands: int, instants: int, *, latents: int, labels: int, width: int = WIDTH) -> VAE:
    """Return an untrained model, its weights drawn from torch's random state.

    Args:
        bands, instants: the picture's sides; rows are `bands · instants` values from 0, the floor, to 1, the loudest.
        latents: 2 is a plane to walk on, more is nearer to the sounds.
        labels: how many classes it is told.
        width: channels of the outermost convolution.
    """
    shape = Shape(bands, instants, width)
    return VAE(
        Encoder(shape, labels, latents), Decoder(shape, labels, latents), latents=latents,
        output=Gaussian(DEVIATION), labels=labels,
    )  # fmt: skip


class Shape:
    """How large a picture is before and after its convolutions; both sides are filled up to multiples of 8."""

    def __init__(self, bands: int, instants: int, width: int) -> None:
        if bands < 1 or instants < 1 or width < 1:
            raise ValueError(f"a picture has bands and instants, not {bands} and {instants}, of {width} channels")
        self.bands, self.instants, self.width = bands, instants, width
        fold = int(2**STRIDES)
        self.height, self.breadth = -(-bands // fold), -(-instants // fold)
        self.channels = [1, width, 2 * width, 3 * width]

    @property
    def inner(self) -> int:
        """How many numbers the innermost layer has."""
        return self.channels[-1] * self.height * self.breadth


class Encoder(nn.Module):
    """Pictures with their labels behind them, (batch, values + labels), to means and log variances."""

    def __init__(self, shape: Shape, labels: int, latents: int) -> None:
        super().__init__()
        self.shape = shape
        pairs = pairwise(shape.channels)
        self.layers = nn.ModuleList(nn.Conv2d(a, b, 5, stride=2, padding=2) for a, b in pairs)
        self.hidden = nn.Linear(shape.inner + labels, HIDDEN)
        self.last = nn.Linear(HIDDEN, 2 * latents)

    def forward(self, rows: Tensor) -> Tensor:
        """Return the numbers of each row."""
        shape = self.shape
        values = shape.bands * shape.instants
        picture = rows[:, :values].reshape(-1, 1, shape.bands, shape.instants)
        fill = (0, shape.breadth * 2**STRIDES - shape.instants, 0, shape.height * 2**STRIDES - shape.bands)
        picture = functional.pad(picture, fill)
        for layer in self.layers:
            picture = functional.silu(layer(picture))
        known = torch.cat([picture.flatten(1), rows[:, values:]], -1)
        numbers: Tensor = self.last(functional.silu(self.hidden(known)))
        return numbers


class Decoder(nn.Module):
    """Points with their labels behind them, (batch, latents + labels), to pictures."""

    def __init__(self, shape: Shape, labels: int, latents: int) -> None:
        super().__init__()
        self.shape = shape
        self.first = nn.Linear(latents + labels, HIDDEN)
        self.hidden = nn.Linear(HIDDEN, shape.inner)
        back = shape.channels[::-1]
        pairs = pairwise(back)
        self.layers = nn.ModuleList(nn.ConvTranspose2d(a, b, 6, stride=2, padding=2) for a, b in pairs)

    def forward(self, points: Tensor) -> Tensor:
        """Return the values of each point's picture."""
        shape = self.shape
        hidden = functional.silu(self.hidden(functional.silu(self.first(points))))
        picture = hidden.reshape(-1, shape.channels[-1], shape.height, shape.breadth)
        for number, layer in enumerate(self.layers):
            picture = layer(picture if number == 0 else functional.silu(picture))
        return picture[:, 0, : shape.bands, : shape.instants].flatten(1)
