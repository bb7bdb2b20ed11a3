"""The model of sounds: how near it comes to sounds it never saw, whether a class is heard as itself, and what it costs.

It makes its own corpus and trains its own models, as `descant sounds make` and `descant train sounds` do.
"""

import math
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from descant.corpora import sound_keeping
from descant.corpora.sounds import SAMPLE_RATE, Sounds
from descant.sound.sampling import MakeSounds, make_sounds
from descant.training import model_file
from descant.training.judging import judged
from descant.training.sound_run import SoundRun
from descant.training.sounds import Settings
from descant.training.voices import Speaker, read_speaker
from descant.transforms.measures import log_spectral_distance_db, spectral_convergence_db, spectrogram

KEYS = ("name", "value", "unit", "baseline", "baseline_value", "ratio", "limit")
STEPS, COUNT, LATENTS, NINE = 1800, 60, (2, 4), 9
BELL_TONES = 845.0 / 562.0  # how far apart the kit's bell has them
LOWEST_HZ, HIGHEST_HZ = 350.0, 1500.0  # where they are sought
A_CLASS = 4  # sounds of each, in what is heard


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Return the rows of the table: what was measured, against what, and what was asked of it."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory(prefix="descant-") as folder:
        data = Path(folder, "sounds")
        sound_keeping.save(make_sounds(MakeSounds(count=8 if quick else COUNT, held_out=0.25 if quick else 0.15)), data)
        table: list[tuple[Any, ...]] = []
        for latents in LATENTS:
            settings = Settings(latents=latents, steps=10 if quick else STEPS)
            began = time.process_time()
            run = SoundRun(data, Path(folder, str(latents)), settings, 0, resume=False)
            run.train()
            took_s = time.process_time() - began
            table += _model(run, latents, took_s)
        speaker = read_speaker(Path(folder, str(LATENTS[-1]), model_file.NAME))
        table += [*_speed(speaker, 3 if quick else 15), *_heard(run, speaker, sound_keeping.load(data))]
    return [dict(zip(KEYS, line, strict=True)) for line in table]


def _model(run: SoundRun, latents: int, took_s: float) -> list[tuple[Any, ...]]:
    """Return what a run came to: nearness, agreement and time."""
    found = run.distances_db()
    nearer = found["pca"] - found["model"]
    what = f"sounds, {latents} latents"
    model = f"PCA of {latents} numbers"
    return [
        (f"{what}: nearer to unseen sounds than PCA", nearer, "dB", model, found["pca"], None, 2.0),
        (f"{what}: distance to unseen sounds, nearest known", found["model"], "dB", "nearest", found["nearest"], None,
         None),
        *((f"{what}: {name}", 100.0 * share, "%", None, None, None, 95.0) for name, share in _agreements(run)),
        (f"{what}: training, pictures included, one core", took_s, "s", None, None, None, 600.0),
    ]  # fmt: skip


def _agreements(run: SoundRun) -> list[tuple[str, float]]:
    """Return of how many sounds a judge says that they are of the class they were decoded as."""
    voice = read_speaker(run.run.folder / model_file.NAME).voice
    found = judged(run.task.model, voice, run.task.split, seed=1)
    return [
        ("heard as their class, of points drawn", found.drawn),
        ("heard as their class, unseen as another", found.moved),
        ("the judge is right on unseen sounds", found.right),
    ]


def _speed(speaker: Speaker, times: int) -> list[tuple[Any, ...]]:
    """Return how long new sounds take, from points to samples."""
    table: list[tuple[Any, ...]] = []
    for what, many, limit in ((f"{NINE} new sounds", NINE, 100.0), ("one new sound", 1, 15.0)):
        taken = []
        for number in range(times):
            places = torch.randn(many, speaker.voice.latents, generator=torch.Generator().manual_seed(number))
            label = (torch.arange(many) + number) % len(speaker.voice.labels)
            began = time.process_time()
            speaker.sounds(places, label)
            taken.append(1e3 * (time.process_time() - began))
        table.append(
            (f"{what} of 1 s, from points, one core", sorted(taken)[times // 2], "ms", None, None, None, limit)
        )
    return table


def _heard(run: SoundRun, speaker: Speaker, sounds: Sounds) -> list[tuple[Any, ...]]:
    """Return how near sounds come that went through their pictures, and through the model; and how true bells are."""
    table: list[tuple[Any, ...]] = []
    for label, name in enumerate(sounds.labels):
        rows = torch.from_numpy((sounds.held_out & (sounds.label == label)).nonzero()[0][:A_CLASS])
        wanted, own = torch.from_numpy(sounds.audio)[rows], torch.full((len(rows),), label)
        pictures = speaker.canvas.drawn(wanted)
        with torch.no_grad():
            z = run.task.model.encode(pictures.flatten(1), own).mean
        drawn, decoded = speaker.canvas.played(pictures), speaker.sounds(speaker.voice.places(z, own), own)
        true = spectrogram(wanted)
        for measure, what in ((log_spectral_distance_db, "distance"), (spectral_convergence_db, "convergence")):
            by_picture, by_model = (float(measure(spectrogram(found), true).mean()) for found in (drawn, decoded))
            table.append((f"{name}: {what} by the model", by_model, "dB", "its own picture", by_picture, None, None))
        if name == "bell":
            by_model, by_picture = (
                max(
                    abs(_interval_cents(ours) - _interval_cents(true)) for ours, true in zip(found, wanted, strict=True)
                )
                for found in (decoded, drawn)
            )
            what = "bell: its two tones' interval, off by"
            table += [
                (f"{what}, its own picture", by_picture, "cents", None, None, None, 20.0),
                (f"{what}, by the model", by_model, "cents", None, None, None, None),
            ]
    return table


def _interval_cents(bell: Tensor) -> float:
    """Return how far a bell's two tones lie apart, less what the kit's have."""
    size = 1 << 19
    power = torch.fft.rfft(bell * torch.hann_window(len(bell)), size).abs().square()
    bin_hz = SAMPLE_RATE / size
    first = round(LOWEST_HZ / bin_hz)
    loudest_hz = (first + int(power[first : round(HIGHEST_HZ / bin_hz)].argmax())) * bin_hz
    pairs = [(loudest_hz, loudest_hz / BELL_TONES), (loudest_hz * BELL_TONES, loudest_hz)]
    found = [[_near_hz(power, hz, bin_hz) for hz in pair] for pair in pairs]
    (high, _), (low, _) = max(found, key=lambda pair: pair[0][1] * pair[1][1])
    return 1200.0 * math.log2(high / low / BELL_TONES)


def _near_hz(power: Tensor, hz: float, bin_hz: float) -> tuple[float, float]:
    """Return the strongest frequency within a semitone or so, and its power."""
    first = round(0.94 * hz / bin_hz)
    near = power[first : round(1.06 * hz / bin_hz)]
    return (first + int(near.argmax())) * bin_hz, float(near.max())
