"""How far one sound is from another, or magnitudes from magnitudes: what reconstructions are judged by."""

import math

import torch
from torch import Tensor

FFT_SIZE, HOP = 1024, 256  # of the spectrogram in which sounds are compared, in samples
FLOOR_DB = -80.0  # below the louder of the two at its peak: what is softer counts as this


def spectrogram(sound: Tensor) -> Tensor:
    """Return the magnitudes (…, bins, frames) of the short-time Fourier transform (Hann) of sounds (…, samples)."""
    flat = sound.reshape(math.prod(sound.shape[:-1]), sound.shape[-1])
    window = torch.hann_window(FFT_SIZE, dtype=sound.dtype, device=sound.device)
    found = torch.stft(flat, FFT_SIZE, HOP, window=window, pad_mode="constant", return_complex=True).abs()
    return found.reshape(*sound.shape[:-1], *found.shape[1:])


def spectral_convergence_db(found: Tensor, wanted: Tensor) -> Tensor:
    """Return 20·log10(‖found − wanted‖ / ‖wanted‖) of magnitudes (…, bands, frames): the lower, the nearer."""
    error = torch.linalg.vector_norm(found - wanted, dim=(-2, -1)) / torch.linalg.vector_norm(wanted, dim=(-2, -1))
    return 20.0 * torch.log10(error)


def log_spectral_distance_db(found: Tensor, wanted: Tensor) -> Tensor:
    """Return the distance of magnitudes (…, bands, frames) in dB: root mean square over bands, mean over frames.

    Both are taken as no softer than `FLOOR_DB` below the peak of the wanted ones.
    """
    floor = wanted.amax(dim=(-2, -1), keepdim=True) * 10.0 ** (FLOOR_DB / 20.0)
    difference = 20.0 * torch.log10(torch.maximum(found, floor) / torch.maximum(wanted, floor))
    return difference.square().mean(-2).sqrt().mean(-1)
