"""The pad of a report on sounds: a plane of sounds for each class, decoded beforehand, that a hand walks on."""

import base64
import io
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import soundfile
import torch
from numpy.typing import NDArray

from descant.training.sound_findings import SoundFindings

SIDES = (7, 5, 3)  # sounds along each axis: the first that is not too many …
MOST_SOUNDS = 600  # … with all classes
MOST_CLASSES = 64
REACH = 2.0  # places, to each side
APART_S = 0.05  # of silence between two sounds of a file, so that no begin is heard before it
SMALLER = 3  # instants and bands of a picture on the pad that become one
MOST_MARKS = 400  # sounds of the corpus on the pad, for each class
Report = Callable[[str, float], None]
Floats = NDArray[np.float32]


def pad(found: SoundFindings, report: Report = lambda stage, done: None) -> dict[str, Any]:
    """Return what the page plays from: for each class one Ogg file of all its sounds, and their pictures."""
    classes = _classes(found)
    side = next((side for side in SIDES if side * side * len(classes) <= MOST_SOUNDS), SIDES[-1])
    places = _grid(side, found.axes, found.speaker.voice.latents)
    made = []
    for number, (own, name) in enumerate(classes):
        made.append({"name": name, **_decoded(found, places, own, side), "marks": _marks(found, own)})
        report("pad", (number + 1) / len(classes))
    rate = found.speaker.sample_rate_hz
    return {
        "side": side,
        "rows": len(places) // side,
        "reach": REACH,
        "latents": found.speaker.voice.latents,
        "axes": list(found.axes),
        "sound_s": found.speaker.canvas.form.samples / rate,
        "apart_s": APART_S,
        "classes": made,
    }


def _classes(found: SoundFindings) -> list[tuple[int, str]]:
    """Return places and names of classes: the most frequent where there are too many; where none has a name, none."""
    names, label = found.sounds.labels, found.sounds.label
    counts = [int((label == own).sum()) for own in range(len(names))]
    kept = sorted(sorted(range(len(names)), key=lambda own: -counts[own])[:MOST_CLASSES])
    return [(own, names[own]) for own in kept] or [(-1, "sounds")]


def _grid(side: int, axes: tuple[int, int], latents: int) -> torch.Tensor:
    """Return the places (n, latents) of a pad from its lower left corner on, line by line; one line where z has one."""
    along = torch.linspace(-REACH, REACH, side)
    across, up = axes
    if across == up:
        return along[:, None]
    places = torch.zeros(side, side, latents)
    places[:, :, across], places[:, :, up] = along, along[:, None]
    return places.flatten(0, 1)


def _decoded(found: SoundFindings, places: torch.Tensor, own: int, side: int) -> dict[str, str]:
    """Return the sounds of a class as one file, and their pictures as one."""
    voice, canvas = found.speaker.voice, found.speaker.canvas
    pictures = voice.pictures(places, torch.full((len(places),), own))
    return {
        "sounds": base64.b64encode(ogg(canvas.played(pictures).numpy(), found.speaker.sample_rate_hz)).decode(),
        "picture": picture(_sheet(pictures.numpy(), side)),
    }


def ogg(sounds: Floats, rate_hz: int) -> bytes:
    """Return sounds (n, samples), one after another and a little apart, as an Ogg file."""
    out, rest = io.BytesIO(), np.zeros(round(APART_S * rate_hz), np.float32)
    with soundfile.SoundFile(out, "w", rate_hz, 1, format="OGG", subtype="VORBIS") as file:
        for sound in sounds:  # one by one: its writer does not bear minutes at once
            file.write(np.concatenate([sound, rest]))
    return out.getvalue()


def flac(sound: Floats, rate_hz: int) -> bytes:
    """Return a sound as FLAC of 16 bits, without the silence at its end."""
    out, loud = io.BytesIO(), np.flatnonzero(np.abs(sound) > 2.0**-15)
    soundfile.write(out, sound[: loud[-1] + 1 if len(loud) else 1], rate_hz, format="FLAC", subtype="PCM_16")
    return out.getvalue()


def picture(values: Floats) -> str:
    """Return values (bands, instants), 0 to 1, as a PNG whose opacity they are, low bands below, as a data URI."""
    opacity = np.round(255.0 * values[::-1].clip(0.0, 1.0)).astype(np.uint8)
    image = np.zeros((*opacity.shape, 4), np.uint8)
    image[..., 3] = opacity
    written, data = cv2.imencode(".png", image, (cv2.IMWRITE_PNG_COMPRESSION, 9))
    assert written
    return "data:image/png;base64," + base64.b64encode(data.tobytes()).decode()


def _sheet(pictures: Floats, side: int) -> Floats:
    """Return the pictures (n, bands, instants) of a pad as one, smaller; its lower left corner is at the begin."""
    count, bands, instants = pictures.shape
    high, wide = bands // SMALLER, instants // SMALLER
    cut = pictures[:, : high * SMALLER, : wide * SMALLER]
    small = cut.reshape(count, high, SMALLER, wide, SMALLER).mean((2, 4))
    sheet: Floats = small.reshape(count // side, side, high, wide).transpose(0, 2, 1, 3).reshape(-1, side * wide)
    return sheet


def _marks(found: SoundFindings, own: int) -> list[list[float]]:
    """Return where the corpus's sounds of a class lie on the pad: x, y, and 1 for those that are tested."""
    mine = np.flatnonzero(found.sounds.label == own)[:MOST_MARKS]
    label = torch.full((len(mine),), own)
    places = found.speaker.voice.places(torch.from_numpy(found.z[mine]), label).numpy()
    x, y = found.axes
    up = places[:, y] if x != y else np.zeros(len(mine))
    return [
        [round(float(a), 2), round(float(b), 2), int(tested)]
        for a, b, tested in zip(places[:, x], up, found.held[mine], strict=True)
    ]
