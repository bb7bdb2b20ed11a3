"""What a model of sounds sees and draws: a sound of one second as a picture of values, and such a picture as a sound.

A value is a level: 0 the floor, 1 the loudest. Each sound's loudest is 1; how loud it is played, is the player's.
"""

import math
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from descant.transforms.nsgt import NSGT
from descant.transforms.phase import swept
from descant.transforms.portrait import FLOOR_DB, Portrait
from descant.transforms.scales import Scale
from descant.transforms.texture import Texture

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
        self.texture = Texture(self.transform, FLOOR_DB)
        behind = int((self.transform.times_s > form.samples / form.sample_rate_hz).sum())
        self.register_buffer("_before", _before(self.transform, behind), persistent=False)
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
        """Return the sounds (…, samples) of pictures: their peak is PEAK, they begin and end in silence."""
        levels = (1.0 - pictures.clamp(0.0, 1.0)) * FLOOR_DB
        magnitudes = self._rung(self.portrait.magnitudes(levels), cast(Tensor, self._before))
        tone = self._rung(self.portrait.between(self.texture.tone(levels)))
        away = self._rung(self.portrait.between(self.texture.away(levels)))
        coefficients = self.texture.mixed(swept(self.transform, magnitudes, away), magnitudes, tone)
        whole = self.transform.inverse(coefficients)[..., : self.form.samples] * cast(Tensor, self._edges)
        peak = whole.abs().amax(-1, keepdim=True)
        return whole * (PEAK / peak.clamp(min=LEAST_PEAK))

    def _rung(self, frames: Tensor, share: Tensor | float = 1.0) -> Tensor:
        """Return frames (…, bands, frames) whose end, before a sound's begin, is as its first, by so much."""
        count = cast(Tensor, self._before).shape[-1]
        frames[..., -count:] = frames[..., :1] * share
        return frames


def _before(transform: NSGT, count: int) -> Tensor:
    """Return how much of its first frame each band holds before a begin, in the last frames (bands, count).

    A band's window is in time about a bell; before a sound that is there at once lies the integral of its tail.
    """
    early_s = transform.padded / transform.sample_rate_hz - transform.times_s[-count:]
    widths = transform.sides_hz[:, None] * math.sqrt(math.pi / transform.bell)
    return torch.erfc(torch.from_numpy(widths * early_s)).to(transform.dtype)


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
