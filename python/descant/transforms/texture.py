"""What of a picture is tone and what is noise: a phase swept through noise would make whistling tones of it.

A tone fills one band and half of its neighbours, and leaves those three bands away empty; noise fills them all. So
where a level stands out from those around it, phases are swept, and elsewhere they are those of a noise, with its
unrest: the bands' levels then filter a noise.
"""

import math
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from descant.draws import generator
from descant.transforms.nsgt import GroupedNSGT, Transform

AWAY = 3  # bands
NOISE_DB, TONE_DB = 4.0, 12.0  # how far a level stands out, where all is noise, and where all is tone
LOW_HZ = 300.0  # below it drums have tones only


class Texture(nn.Module):
    """What the levels of a picture say of tones: how much of each is tone, and where in its band that lies.

    Args:
        transform: of the sounds; its windows are Hann's, and meet their neighbours only.
        floor_db: the level of an empty band.
    """

    def __init__(self, transform: Transform, floor_db: float) -> None:
        super().__init__()
        self._floor_db = floor_db
        steps = 2.0 * math.pi * torch.from_numpy(transform.centres_hz).diff()[:, None]
        self.register_buffer("_steps", steps.to(transform.dtype), persistent=False)
        low = torch.from_numpy(transform.centres_hz < LOW_HZ)[:, None]
        self.register_buffer("_low", low, persistent=False)

    def tone(self, levels: Tensor) -> Tensor:
        """Return how much of each level (…, bands, instants), in dB, is tone: 0 to 1 of its power."""
        flat = levels.reshape(-1, 1, *levels.shape[-2:])
        power = torch.pow(10.0, flat / 10.0)
        around = functional.pad(power, (0, 0, AWAY, AWAY), mode="replicate")
        away = 0.5 * (around[..., : -2 * AWAY, :] + around[..., 2 * AWAY :, :])
        peak = functional.max_pool2d(power, (3, 1), 1, (1, 0))
        out_db = 10.0 * torch.log10(peak / (away + 10.0 ** (self._floor_db / 10.0)))
        share = ((out_db - NOISE_DB) / (TONE_DB - NOISE_DB)).clamp(0.0, 1.0).reshape(levels.shape)
        return torch.where(cast(Tensor, self._low), 1.0, share)

    def away(self, levels: Tensor) -> Tensor:
        """Return how far a band's tone lies from its centre, in radians a second, of levels (…, bands, instants) in dB.

        Of a tone between two bands each takes what its window says, so that what they took says where it lies.
        """
        loud = torch.pow(10.0, levels / 20.0)
        below, above = loud[..., :-1, :], loud[..., 1:, :]
        way = torch.acos(((below - above) / (below + above)).clamp(-1.0, 1.0)) / math.pi
        steps = cast(Tensor, self._steps)
        upward = functional.pad(way * steps, (0, 0, 0, 1))
        downward = functional.pad((way - 1.0) * steps, (0, 0, 1, 0))
        louder_above = functional.pad(above, (0, 0, 0, 1)) > functional.pad(below, (0, 0, 1, 0))
        return torch.where(louder_above, upward, downward)


def noise(transform: GroupedNSGT) -> list[Tensor]:
    """Return the coefficients of a noise, the same for each sound, for each group; each band's mean power is 1."""
    white = torch.from_numpy(generator(0, "canvas", "noise", 0).standard_normal(transform.length))
    found = transform(white.to(transform.dtype))
    return [group / group.abs().square().mean(-1, keepdim=True).sqrt() for group in found]
