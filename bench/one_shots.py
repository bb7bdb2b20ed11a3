"""Drum-like sounds of one second to measure with: kicks, snares, hats, claps, toms, bells, drawn by key."""

import numpy as np

from descant import draws

RATE_HZ = 44_100
KINDS = ("kick", "snare", "hat", "clap", "tom", "bell")


def one_shots(each: int) -> np.ndarray:
    """Return so many sounds of each kind, (sounds, samples) float32 with a peak of 0.9."""
    found = [_sound(kind, draws.generator(0, "bench", kind, n)) for kind in KINDS for n in range(each)]
    sounds = np.stack(found)
    return (0.9 * sounds / np.abs(sounds).max(1, keepdims=True)).astype(np.float32)


def _sound(kind: str, draw: np.random.Generator) -> np.ndarray:
    t = np.arange(RATE_HZ) / RATE_HZ
    hiss = draw.standard_normal(RATE_HZ)
    fall = np.exp(-t * draw.uniform(8, 16))
    match kind:
        case "kick":
            pitch = draw.uniform(45, 60) + draw.uniform(100, 250) * np.exp(-40 * t)
            return _tone(pitch) * fall + 0.1 * hiss * np.exp(-400 * t)
        case "tom":
            return _tone(draw.uniform(90, 160) * (1 + 0.3 * np.exp(-30 * t))) * fall
        case "snare":
            body = 0.5 * _tone(np.full(RATE_HZ, draw.uniform(170, 220))) * np.exp(-20 * t)
            return body + 0.4 * _above(hiss, 1500.0) * fall
        case "hat":
            return _above(hiss, 7000.0) * fall**3
        case "clap":
            hands = [
                (t >= d) * np.exp(-np.maximum(t - d, 0) * (200 if d < 0.03 else 18)) for d in (0, 0.011, 0.023, 0.033)
            ]
            return _above(hiss, 900.0) * sum(hands)
    partials = zip(draw.uniform(400, 6000, 8), draw.uniform(0.2, 1, 8), draw.uniform(2, 9, 8), strict=True)
    return sum(much * np.sin(2 * np.pi * hz * t) * np.exp(-t * rate) for hz, much, rate in partials)


def _tone(hz: np.ndarray) -> np.ndarray:
    return np.sin(2 * np.pi * np.cumsum(hz) / RATE_HZ)


def _above(sound: np.ndarray, hz: float) -> np.ndarray:
    """Return what of a sound is above a frequency, 12 dB an octave."""
    ratio = (np.fft.rfftfreq(len(sound), 1 / RATE_HZ) / hz) ** 2
    return np.fft.irfft(np.fft.rfft(sound) * ratio / (1 + ratio), len(sound))
