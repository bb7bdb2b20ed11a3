"""From levels at a few instants to samples: each band at a rate of its own, tones swept and noise filtered."""

import math

import numpy as np
import torch
from torch import Tensor

from descant.transforms.layout import Group
from descant.transforms.nsgt import NestedNSGT
from descant.transforms.portrait import FLOOR_DB, hats
from descant.transforms.scales import Scale
from descant.transforms.sweep import PER_DB, TURN, Phases, Sweep
from descant.transforms.texture import Texture, noise

SILENT_DB = 2.0 * FLOOR_DB  # what lies at the floor
NEAR_DB = 1.0  # from the floor: as good as at it


class Synthesis:
    """Makes samples of pictures' levels; one picture at a time, so that who else is drawn changes no bit of it.

    Args:
        scale: of the bands.
        length: of the transform in samples: some longer than the sounds, for it goes round.
        instants_s: of the levels, from 0 to the sounds' end.
        sample_rate_hz: of the sounds.
    """

    def __init__(self, scale: Scale, length: int, instants_s: np.ndarray, sample_rate_hz: int) -> None:
        self.transform = NestedNSGT(scale, length, sample_rate_hz=sample_rate_hz)
        self.texture = Texture(self.transform, FLOOR_DB)
        blocks = self.transform.groups[0].frames
        self._sweep = Sweep(self.transform, blocks, instants_s)
        parts = zip(self.transform.groups, noise(self.transform), strict=True)
        self._rows = [Rows(self.transform, group, blocks, instants_s, own) for group, own in parts]

    @torch.no_grad()
    def __call__(self, levels: Tensor) -> Tensor:
        """Return the samples (length,) of levels (bands, instants) in dB."""
        tone, away = self.texture.tone(levels), self.texture.away(levels)
        phases = self._sweep(levels, away)
        logs = PER_DB * torch.where(levels <= FLOOR_DB + NEAR_DB, levels.new_tensor(SILENT_DB), levels)
        samples: Tensor = self.transform.inverse([rows(logs, tone, phases) for rows in self._rows])
        return samples


class Rows:
    """The coefficients of one group of bands, which have as many frames.

    Args:
        transform: whose they are.
        group: which bands.
        blocks: of the sweep; there are as many frames, or so many times as many.
        instants_s: of the levels.
        noise: this group's coefficients of a noise.
    """

    def __init__(self, transform: NestedNSGT, group: Group, blocks: int, instants_s: np.ndarray, noise: Tensor) -> None:
        self._bands = slice(group.bands[0], group.bands[-1] + 1)
        length_s = transform.padded / transform.sample_rate_hz
        times = np.arange(group.frames) * length_s / group.frames
        before = times > instants_s[-1]
        shares = hats(times, instants_s)
        shares[before, 0] = 1.0  # before a sound's begin is, since the transform goes round, behind its end
        centres, sides = transform.centres_hz[self._bands, None], transform.sides_hz[self._bands, None]
        turns = centres * np.where(before, times - length_s, times)
        self._hats = torch.from_numpy(shares.T).to(transform.dtype)
        self._centres = torch.from_numpy(TURN * (turns - np.round(turns))).to(transform.dtype)
        self._before, self._early = int(before.sum()), _before(sides, transform.bell, length_s - times[before])
        self._in_block = torch.arange(group.frames // blocks) / (group.frames // blocks)
        self._noise = noise.real.contiguous(), noise.imag.contiguous()

    def __call__(self, logs: Tensor, tone: Tensor, phases: Phases) -> Tensor:
        """Return coefficients (its bands, frames): as much of each as is tone has its phase, the rest is noise.

        `logs` are logarithms of magnitudes.
        """
        loud, share, within = (part[self._bands] @ self._hats for part in (logs, tone, phases.within))
        loud.exp_()[:, loud.shape[1] - self._before :] *= self._early
        angles = within.add_(self._centres).view(len(within), -1, len(self._in_block))
        angles += phases.starts[self._bands, :, None] + phases.gains[self._bands, :, None] * self._in_block
        angles = angles.flatten(1)
        angles -= TURN * torch.round(angles / TURN)  # sine and cosine are slow far from 0
        rest = loud * (1.0 - share).clamp_(min=0.0).sqrt_()
        loud *= share.clamp_(min=0.0).sqrt_()
        real, imaginary = (angles.cos().mul_(loud), angles.sin_().mul_(loud))
        white, other = self._noise
        return torch.complex(real.addcmul_(white, rest), imaginary.addcmul_(other, rest))


def _before(sides_hz: np.ndarray, bell: float, early_s: np.ndarray) -> Tensor:
    """Return how much of its first frame each band holds so long before a begin, (bands, frames).

    A band's window is in time about a bell; before a sound that is there at once lies the integral of its tail.
    """
    return torch.erfc(torch.from_numpy(sides_hz * math.sqrt(math.pi / bell) * early_s)).float()
