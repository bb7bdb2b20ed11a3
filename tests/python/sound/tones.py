"""Sounds like a cello's and a voice's for tests that listen: harmonic, with attack, bow or breath noise, vibrato."""

from dataclasses import dataclass, field

import numpy as np

RATE = 48_000
FORMANTS = {
    "cello": ((250, 120, 4), (450, 150, 3), (1200, 500, 6), (2500, 900, 6)),
    "voice": ((700, 120, 14), (1150, 150, 12), (2600, 250, 10)),
}  # (Hz, width in Hz, dB)
ROLL_OFF = {"cello": -1.0, "voice": -1.4}


def hz_of(pitch):
    return 440.0 * 2 ** ((np.asarray(pitch) - 69) / 12)


def partials(kind, frequency_hz):
    """Return frequencies and amplitudes."""
    k = np.arange(1, max(2, min(40, int(9000 / frequency_hz))) + 1)
    frequencies = k * frequency_hz
    boost_db = sum(db * np.exp(-(((frequencies - f) / width) ** 2)) for f, width, db in FORMANTS[kind])
    weights = k ** ROLL_OFF[kind] * 10 ** (boost_db / 20) / (1 + (frequencies / 5000) ** 4)
    if kind == "cello":  # its body gives little of the lowest fundamentals
        weights[0] *= min(1.0, max(0.25, frequency_hz / 130))
    return frequencies, weights


@dataclass
class Tone:
    """One bow, one breath: `pitch` is a number, or one for each sample. The level is its root mean square."""

    pitch: object
    seconds: float
    level_db: float = -20.0
    kind: str = "cello"
    attack_s: float = 0.05
    release_s: float = 0.06
    vibrato_cents: float = 0.0
    vibrato_from_s: float = 0.2
    noise_db: float = -35.0
    shape: object = None  # gains over the tone, over those of attack and release
    seed: int = 1

    def samples(self):
        count = round(self.seconds * RATE)
        time = np.arange(count) / RATE
        swing = self.vibrato_cents / 100 * np.clip((time - self.vibrato_from_s) / 0.15, 0, 1)
        pitch = np.broadcast_to(self.pitch, count) + swing * np.sin(2 * np.pi * 5.5 * time)
        phase = 2 * np.pi * np.cumsum(hz_of(pitch)) / RATE
        _, weights = partials(self.kind, float(hz_of(np.median(pitch))))
        sound = sum(a * np.sin(k * phase + 1.7 * k * k) for k, a in enumerate(weights, start=1))
        sound = sound / np.sqrt(np.mean(sound**2)) + self._noise(time)
        gains = np.clip(time / self.attack_s, 0, 1) ** 1.5 * np.clip((self.seconds - time) / self.release_s, 0, 1)
        return sound * gains * (1.0 if self.shape is None else self.shape) * 10 ** (self.level_db / 20)

    def _noise(self, time):
        """Return what the bow or the breath adds: more of it where the tone begins."""
        noise = np.convolve(np.random.default_rng(self.seed).normal(size=len(time)), np.ones(6) / 6, "same")
        return 10 ** (self.noise_db / 20) * noise / noise.std() * (1 + 3 * np.exp(-time / 0.03))


@dataclass
class Score:
    """Tones and when they begin, in a room that is not quite silent."""

    tones: list = field(default_factory=list)  # (seconds, Tone)

    def add(self, at, pitch, seconds, **settings):
        self.tones.append((at, Tone(pitch, seconds, **settings)))
        return self

    @property
    def seconds(self):
        return max(at + tone.seconds for at, tone in self.tones) + 0.5

    def samples(self, room_db=-72.0):
        sound = np.random.default_rng(2).normal(0, 10 ** (room_db / 20), round(self.seconds * RATE))
        for number, (at, tone) in enumerate(self.tones):
            tone.seed = number
            begin, samples = round(at * RATE), tone.samples()
            sound[begin : begin + len(samples)] += samples
        return sound


def slurred(pitches, seconds_each, glide_s=0.02):
    """Return the pitches of a slurred line, sample by sample, and its seconds."""
    count = round(seconds_each * RATE)
    steps, width = np.repeat(np.asarray(pitches, float), count), round(glide_s * RATE)
    padded = np.pad(steps, (width // 2, width - width // 2 - 1), "edge")
    return np.convolve(padded, np.ones(width) / width, "valid"), seconds_each * len(pitches)
