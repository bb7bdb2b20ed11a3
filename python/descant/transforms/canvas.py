"""What a model of sounds sees and draws: a sound of one second as a picture of values, and such a picture as a sound.

A value is a level: 0 the floor, 1 the loudest. Each sound's loudest is 1; how loud it is played, is the player's.
"""

import math
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from descant.transforms.nsgt import NSGT
from descant.transforms.portrait import FLOOR_DB, Portrait
from descant.transforms.scales import Scale
from descant.transforms.synthesis import Synthesis

AROUND_S = 0.1  # of silence behind a sound: the transform goes round, and its end must not ring at its begin
PEAK = 0.9
LEAST_PEAK = 1e-4  # of what is drawn: less is nothing, and stays so
FADE_IN_S, FADE_OUT_S = 0.0005, 0.01


@dataclass(frozen=True)
class Form:
    """How pictures are laid out.

    Args:
        scale, bands, lowest_hz, highest_hz: as `Scale` has them.
        instants: values of each band in the sound's time.
        sample_rate_hz, samples: of the sounds.
    """

    scale: str = "mel"
    bands: int = 94
    lowest_hz: float = 30.0
    highest_hz: float = 20_000.0
    instants: int = 64
    sample_rate_hz: int = 44_100
    samples: int = 44_100


class Canvas(nn.Module):
    """From sounds to pictures and back.

    Args:
        form: how pictures are laid out.

    Raises:
        ValueError: there is no such form.
    """

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        scale = Scale(form.scale, form.bands, form.lowest_hz, form.highest_hz)
        padded = form.samples + round(AROUND_S * form.sample_rate_hz)
        self.transform = NSGT(scale, padded, sample_rate_hz=form.sample_rate_hz)
        self.portrait = Portrait(self.transform, form.instants, form.samples / form.sample_rate_hz)
        self.synthesis = Synthesis(scale, padded, self.portrait.instants_s, form.sample_rate_hz)
        self.register_buffer("_edges", _edges(form), persistent=False)

    @property
    def bands(self) -> int:
        """Return how many bands a picture has: the scale's, and the rests below and above it."""
        return self.transform.bands

    @torch.no_grad()
    def drawn(self, sounds: Tensor) -> Tensor:
        """Return the pictures (…, bands, instants), values 0 to 1, of sounds (…, samples)."""
        padded = nn.functional.pad(sounds, (0, self.transform.length - sounds.shape[-1]))
        levels: Tensor = self.portrait(self.transform(padded))
        return 1.0 - levels / FLOOR_DB

    @torch.no_grad()
    def played(self, pictures: Tensor) -> Tensor:
        """Return the sounds (…, samples) of pictures: their peak is PEAK, they begin and end in silence.

        A picture's sound is the same to the bit among whichever others it is played.
        """
        flat = pictures.reshape(-1, self.bands, self.form.instants)
        sounds = flat.new_zeros((len(flat), self.form.samples))
        for sound, picture in zip(sounds, flat, strict=True):
            levels = (1.0 - picture.clamp(0.0, 1.0)) * FLOOR_DB
            whole = self.synthesis(levels)[: self.form.samples] * cast(Tensor, self._edges)
            torch.mul(whole, PEAK / whole.abs().max().clamp(min=LEAST_PEAK), out=sound)
        return sounds.reshape(*pictures.shape[:-2], self.form.samples)


def _edges(form: Form) -> Tensor:
    """Return what a sound is multiplied by, so that neither end clicks."""
    edges = torch.ones(form.samples)
    for seconds, at_end in ((FADE_IN_S, False), (FADE_OUT_S, True)):
        count = max(1, min(round(seconds * form.sample_rate_hz), form.samples // 2))
        rise = torch.sin(torch.linspace(0.0, math.pi / 2.0, count)).square()
        if at_end:
            edges[-count:] *= rise.flip(0)
        else:
            edges[:count] *= rise
    return edges
